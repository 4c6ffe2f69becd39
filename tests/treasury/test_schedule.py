"""The dated occurrences of the Échéancier and those that are still to pay."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.treasury.dossier import Dossier
from addin.treasury.schedule import occurrences, open_occurrences
from addin.treasury.schedule_payments import same_invoice
from addin.treasury.settlement import settle_invoices
from tests.treasury.builders import make_dossier, operation, scheduled, supplier_invoice

AS_OF = date(2026, 10, 31)
UNTIL = date(2027, 1, 31)


def days(*lines: dict, first: str, last: str) -> list[str]:
    found = occurrences(make_dossier(schedule=lines).schedule, date.fromisoformat(first), date.fromisoformat(last))
    return [f"{on:%Y-%m-%d}" for on in found["on"]]


def still_open(dossier: Dossier, until: date = UNTIL) -> list[tuple[str, str, bool]]:
    found = open_occurrences(dossier, AS_OF, until, settle_invoices(dossier, AS_OF))
    return [(label, f"{on:%m-%d}", bool(late)) for label, on, late in zip(found["label"], found["on"], found["is_late"], strict=True)]


def test_the_31st_falls_on_the_last_day_of_shorter_months_and_comes_back() -> None:
    line = scheduled("Salaires", -730, "2026-01-31", every="month")
    assert days(line, first="2026-02-01", last="2026-05-31") == ["2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]


def test_a_leap_year_has_its_29th_of_february() -> None:
    assert days(scheduled("x", -1, "2027-12-31", every="month"), first="2028-02-01", last="2028-02-29") == ["2028-02-29"]


@pytest.mark.parametrize(
    ("every", "expected"),
    [
        ("once", ["2026-01-15"]),
        ("week", ["2026-01-15", "2026-01-22", "2026-01-29"]),
        ("month", ["2026-01-15"]),
        ("quarter", ["2026-01-15"]),
    ],
)
def test_each_rhythm_gives_its_days_both_bounds_included(every: str, expected: list[str]) -> None:
    assert days(scheduled("x", -1, "2026-01-15", every=every), first="2026-01-15", last="2026-01-29") == expected


def test_longer_rhythms_keep_their_month_and_day() -> None:
    assert days(scheduled("x", -1, "2024-08-31", every="half_year"), first="2026-01-01", last="2026-12-31") == ["2026-02-28", "2026-08-31"]
    assert days(scheduled("x", -1, "2024-02-29", every="year"), first="2026-01-01", last="2028-12-31") == [
        "2026-02-28",
        "2027-02-28",
        "2028-02-29",
    ]


def test_the_end_done_and_cancelled_lines_stop_the_series() -> None:
    line = scheduled("x", -1, "2026-01-15", every="month", until="2026-03-15")
    assert days(line, first="2026-01-01", last="2026-12-31") == ["2026-01-15", "2026-02-15", "2026-03-15"]
    for status in ("done", "cancelled"):
        assert days(scheduled("x", -1, "2026-01-15", status=status), first="2026-01-01", last="2026-12-31") == []


def test_an_unknown_rhythm_is_a_bug_not_a_silence() -> None:
    with pytest.raises(ValueError, match="lunar"):
        days(scheduled("x", -1, "2026-01-15", every="lunar"), first="2026-01-01", last="2026-12-31")


def test_a_due_paid_by_exactly_its_amount_is_no_longer_open() -> None:
    dossier = make_dossier([operation("2026-10-18", "VIR 8841", -300_000)], schedule=[scheduled("Loyer", -300_000, "2026-10-15")])
    assert still_open(dossier) == []


def test_a_past_due_that_nothing_pays_stays_as_late_however_old() -> None:
    dossier = make_dossier(schedule=[scheduled("Loyer", -300_000, "2026-06-01"), scheduled("Assurance", -9, "2026-12-01")])
    assert still_open(dossier) == [("Loyer", "06-01", True), ("Assurance", "12-01", False)]


def test_a_due_on_the_closing_date_is_open_and_not_late() -> None:
    assert still_open(make_dossier(schedule=[scheduled("Loyer", -300_000, "2026-10-31")])) == [("Loyer", "10-31", False)]


def test_salaries_paid_early_and_not_to_the_dinar_are_paid() -> None:
    dossier = make_dossier(
        [operation("2026-10-25", "VIR SALAIRES 10/26", -712_000)],
        schedule=[scheduled("Paie", -730_000, "2026-01-31", every="month", kind="salary")],
    )
    assert still_open(dossier) == [("Paie", "11-30", False), ("Paie", "12-31", False), ("Paie", "01-31", False)]


def test_salaries_paid_one_by_one_are_paid() -> None:
    lines = [operation("2026-10-28", f"VIR SALAIRE EMPLOYE {n}", -60_000) for n in range(12)]
    dossier = make_dossier(lines, schedule=[scheduled("Paie", -730_000, "2026-10-31", kind="salary")])
    assert still_open(dossier) == []


def test_another_amount_without_evidence_pays_nothing() -> None:
    dossier = make_dossier([operation("2026-10-15", "VIR 8841", -290_000)], schedule=[scheduled("Loyer bureau", -300_000, "2026-10-15")])
    assert still_open(dossier) == [("Loyer bureau", "10-15", True)]


def test_a_near_amount_with_the_tiers_or_a_word_of_the_label_pays() -> None:
    schedule = [scheduled("Électricité", -14_000, "2026-10-15", counterparty="SADEG"), scheduled("Loyer bureau", -300_000, "2026-10-15")]
    dossier = make_dossier(
        [operation("2026-10-12", "SADEG", -14_380.55), operation("2026-10-15", "VIR LOYER", -290_000)], schedule=schedule
    )
    assert still_open(dossier) == []


def test_one_line_pays_one_due() -> None:
    schedule = [scheduled("Loyer A", -300_000, "2026-10-15"), scheduled("Loyer B", -300_000, "2026-10-16")]
    dossier = make_dossier([operation("2026-10-18", "VIR 8841", -300_000)], schedule=schedule)
    assert len(still_open(dossier)) == 1


def test_a_line_that_pays_an_invoice_does_not_pay_a_due_of_the_same_amount() -> None:
    dossier = make_dossier(
        [operation("2026-10-18", "VIR PIXELREGIE FA9/26", -300_000)],
        [supplier_invoice("FA9/26", "PIXELREGIE", 300_000, due="2026-10-15")],
        schedule=[scheduled("Loyer", -300_000, "2026-10-15")],
    )
    assert still_open(dossier) == [("Loyer", "10-15", True)]


def test_a_line_of_the_other_sign_after_the_closing_date_or_out_of_the_window_pays_nothing() -> None:
    lines = [operation("2026-10-15", "X", 300_000), operation("2026-11-02", "X", -300_000), operation("2026-09-01", "X", -300_000)]
    assert still_open(make_dossier(lines, schedule=[scheduled("Loyer", -300_000, "2026-10-15")])) == [("Loyer", "10-15", True)]


def test_a_cheque_is_paid_by_its_number_whatever_the_amount_and_by_no_other_cheque() -> None:
    schedule = [scheduled("Chèque", -1000, "2026-10-15", kind="cheque", reference="0018834")]
    assert still_open(make_dossier([operation("2026-10-22", "CHQ 18834", -1000)], schedule=schedule)) == []
    assert len(still_open(make_dossier([operation("2026-10-22", "CHQ 0018835", -1000)], schedule=schedule))) == 1
    assert still_open(make_dossier([operation("2026-10-22", "CHEQUE EMIS", -1000)], schedule=schedule)) == []


def test_of_a_recurring_due_only_a_recent_last_occurrence_can_be_late() -> None:
    recent = make_dossier(schedule=[scheduled("G50", -515, "2026-01-20", every="month", kind="tax")])
    assert still_open(recent, date(2026, 11, 30)) == [("G50", "10-20", True), ("G50", "11-20", False)]
    older = make_dossier(schedule=[scheduled("Loyer", -515, "2026-01-05", every="month")])
    assert still_open(older, date(2026, 11, 30)) == [("Loyer", "11-05", False)]


def test_a_due_that_is_a_settled_invoice_is_paid_but_a_cheque_stays_until_the_bank_shows_it() -> None:
    paid = [supplier_invoice("FA881", "INFODIS", 119, due="2026-10-10", paid_on="2026-10-12")]
    assert still_open(make_dossier(invoices=paid, schedule=[scheduled("Infodis FA881", -119, "2026-10-12")])) == []
    cheque = scheduled("Chèque Infodis", -119, "2026-10-12", kind="cheque", reference="18835", counterparty="INFODIS")
    assert still_open(make_dossier(invoices=paid, schedule=[cheque])) == [("Chèque Infodis", "10-12", True)]


def same(planned: dict, *invoices: dict) -> list[int]:
    dossier = make_dossier(invoices=invoices, schedule=[planned])
    found = occurrences(dossier.schedule, AS_OF, UNTIL)
    return same_invoice(found, dossier.invoices.assign(open_cents=dossier.invoices["amount_cents"])).tolist()


def test_a_due_is_an_invoice_by_its_number_or_by_tiers_amount_and_date() -> None:
    invoice = supplier_invoice("FA881/26", "SARL Infodis", 119, due="2026-11-10")
    assert same(scheduled("Facture FA881/26", -100, "2026-11-20"), invoice) == [0]
    assert same(scheduled("Infodis", -119, "2026-11-20"), invoice) == [0]
    assert same(scheduled("Infodis", -118, "2026-11-20"), invoice) == [-1]
    assert same(scheduled("Infodis", -119, "2027-01-20"), invoice) == [-1]
    assert same(scheduled("Mobilier", -119, "2026-11-20"), invoice) == [-1]


def test_a_monthly_due_repeats_only_the_invoice_of_its_month() -> None:
    invoice = supplier_invoice("12", "BAILLEUR", 119, due="2026-11-10")
    rent = scheduled("Loyer bailleur", -119, "2026-01-05", every="month", counterparty="BAILLEUR")
    assert same(rent, invoice) == [0, -1, -1]


RHYTHMS = st.sampled_from(["once", "week", "month", "quarter", "half_year", "year"])
DATES = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@settings(max_examples=120, deadline=None)
@given(DATES, RHYTHMS, DATES, st.integers(0, 200), st.one_of(st.none(), DATES))
def test_occurrences_stay_within_the_bounds_and_from_the_first_day_on(
    due: date, every: str, first: date, length: int, until: date | None
) -> None:
    last = first + timedelta(days=length)
    schedule = make_dossier(schedule=[scheduled("x", -1, due.isoformat(), every=every, until=until)]).schedule
    found = [on.date() for on in occurrences(schedule, first, last)["on"]]
    assert all(max(first, due) <= on <= min(last, until or last) for on in found)
    assert found == sorted(set(found))
    longer = [on.date() for on in occurrences(schedule, first - timedelta(days=50), last + timedelta(days=50))["on"]]
    assert [on for on in longer if first <= on <= last] == found
    if every not in ("once", "week"):
        assert all(on.day == due.day or (on + timedelta(days=1)).day == 1 for on in found)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 60), st.sampled_from(["VIR LOYER", "G50 09/26", "CHQ 18834", "X"]), st.sampled_from([100, 110, 500])),
        max_size=6,
    ),
    st.lists(st.tuples(DATES, RHYTHMS, st.sampled_from(["Loyer", "G50", "Chèque"]), st.sampled_from([100, 500])), max_size=4),
)
def test_bank_lines_only_ever_close_dues_and_at_most_as_many_as_they_are(lines: list, planned: list) -> None:
    schedule = [scheduled(label, -amount, on.isoformat(), every=every) for on, every, label, amount in planned]
    booked = [operation((AS_OF - timedelta(days=ago)).isoformat(), label, -amount) for ago, label, amount in lines]
    without = open_occurrences(make_dossier(schedule=schedule), AS_OF, UNTIL)
    left = open_occurrences(make_dossier(booked, schedule=schedule), AS_OF, UNTIL)
    keys = [set(zip(frame["line"], frame["on"], strict=True)) for frame in (left, without)]
    assert keys[0] <= keys[1]
    assert len(keys[1]) - len(keys[0]) <= len(booked)
    assert ((left["on"] < pd.Timestamp(AS_OF)) == left["is_late"]).all()
    assert (left["days_late"] >= np.where(left["is_late"], 1, 0)).all()
