"""What is known to come, the low point, the shortfall and the dues of the next days."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.treasury.dossier import Dossier, Settings
from addin.treasury.forecast import EVENT_COLUMNS, KnownEvents, due_within, known_events, low_point, shortfall
from addin.treasury.settlement import settle_invoices
from tests.treasury.builders import customer_invoice, make_dossier, operation, placement, rate, scheduled, supplier_invoice

AS_OF = date(2026, 10, 31)


def known(dossier: Dossier, days: int = 91) -> KnownEvents:
    return known_events(dossier, settle_invoices(dossier, AS_OF), AS_OF, days)


def shown(dossier: Dossier) -> list[tuple[str, int, str]]:
    events = known(dossier).events
    return [
        (f"{on:%m-%d}", cents // 100, kind) for on, cents, kind in zip(events["on"], events["amount_cents"], events["kind"], strict=True)
    ]


def test_open_invoices_move_cash_on_their_due_date() -> None:
    invoices = [
        customer_invoice("FA1", "ALFA", 1000, due="2026-11-10", issued="2026-10-10"),
        supplier_invoice("9", "INFODIS", 119, due="2026-11-15", issued="2026-10-10"),
    ]
    assert shown(make_dossier(invoices=invoices)) == [("11-10", 1000, "customer"), ("11-15", -119, "supplier")]


def test_overdue_receivables_come_after_the_usual_wait_and_overdue_payables_the_next_day() -> None:
    invoices = [customer_invoice("FA1", "ALFA", 1000, due="2026-10-10"), supplier_invoice("9", "INFODIS", 119, due="2026-10-10")]
    dossier = make_dossier(invoices=invoices, settings=Settings(late_receipt_days=20))
    assert shown(dossier) == [("11-01", -119, "supplier"), ("11-20", 1000, "customer")]
    assert known(dossier).events["is_late"].all()


def test_what_is_due_on_the_closing_date_moves_the_next_day_and_is_not_late() -> None:
    invoices = [customer_invoice("FA1", "ALFA", 1000, due="2026-10-31"), supplier_invoice("9", "INFODIS", 119, due="2026-10-31")]
    found = known(make_dossier(invoices=invoices)).events
    assert found["on"].dt.date.tolist() == [date(2026, 11, 1)] * 2
    assert not found["is_late"].any()


def test_a_receivable_late_for_too_long_is_left_out_and_said() -> None:
    invoices = [
        customer_invoice("FA1", "ALFA", 1000, due="2026-08-02"),  # 90 days
        customer_invoice("FA2", "BETA", 500, due="2026-08-01"),  # 91 days
        customer_invoice("FA3", "WILAYA", 833, due="2026-08-30", is_public=True),  # 62 days
        customer_invoice("FA4", "COMMUNE", 70, due="2026-09-30", is_public=True),  # 31 days
    ]
    found = known(make_dossier(invoices=invoices))
    assert sorted(found.events["number"]) == ["FA1", "FA4"]
    assert list(zip(found.left_out["number"], found.left_out["reason"], strict=True)) == [("FA2", "doubtful"), ("FA3", "public")]


def test_a_credit_note_reduces_what_its_customer_will_pay_and_is_never_paid_out() -> None:
    invoices = [
        customer_invoice("FA1", "ALFA", 1000, due="2026-11-10", issued="2026-10-10"),
        customer_invoice("AV1", "ALFA", -300, due="2026-10-10"),
        customer_invoice("AV2", "BETA", -50, due="2026-10-10"),
    ]
    found = known(make_dossier(invoices=invoices))
    assert found.events["amount_cents"].tolist() == [70_000]
    assert found.left_out["reason"].tolist() == ["credit_note"]


def test_a_due_that_is_an_open_invoice_counts_once() -> None:
    invoices = [supplier_invoice("FA881", "INFODIS", 119, due="2026-11-15", issued="2026-10-10")]
    by_number = make_dossier(invoices=invoices, schedule=[scheduled("Infodis FA881", -119, "2026-11-20")])
    assert shown(by_number) == [("11-15", -119, "supplier")]


def test_a_cheque_issued_for_an_invoice_counts_once_as_the_cheque() -> None:
    invoices = [supplier_invoice("FA881", "INFODIS", 119, due="2026-10-15")]
    cheque = scheduled("Chèque Infodis", -119, "2026-10-20", kind="cheque", reference="18835")
    dossier = make_dossier(invoices=invoices, schedule=[cheque])
    assert shown(dossier) == [("11-03", -119, "cheque")]
    assert not known(dossier).events["is_late"].any()


def test_a_postdated_cheque_goes_on_its_day() -> None:
    assert shown(make_dossier(schedule=[scheduled("Chèque", -119, "2026-11-25", kind="cheque")])) == [("11-25", -119, "cheque")]


def test_salaries_carry_no_name() -> None:
    schedule = [
        scheduled("Paie Karim Benali", -60_000, "2026-11-30", kind="salary", counterparty="KARIM BENALI"),
        scheduled("Salaire Amine", -60_000, "2026-11-30", counterparty="AMINE"),
    ]
    events = known(make_dossier(schedule=schedule)).events
    assert events["label"].tolist() == ["Salaires", "Salaires"]
    assert events["counterparty"].tolist() == ["", ""]
    assert events["kind"].tolist() == ["salary", "salary"]


def test_a_late_due_is_paid_the_next_day() -> None:
    assert shown(make_dossier(schedule=[scheduled("Loyer", -300, "2026-10-05")])) == [("11-01", -300, "other")]


def test_placements_come_in_at_maturity_within_the_horizon_only() -> None:
    placements = [placement("DAT 1", 2000, "2026-12-01"), placement("DAT 2", 500, "2027-06-01"), placement("Sans terme", 300, None)]
    assert shown(make_dossier(placements=placements)) == [("12-01", 2000, "placement")]
    matured = make_dossier(placements=[placement("DAT 0", 900, "2026-10-30")])
    assert shown(matured) == []


def test_a_placement_already_on_the_bank_line_is_not_to_come() -> None:
    placements = [placement("DAT", 2000, "2026-10-31")]
    assert shown(make_dossier(placements=placements)) == [("11-01", 2000, "placement")]
    assert shown(make_dossier([operation("2026-10-31", "REMB DAT", 2000)], placements=placements)) == []


def test_a_currency_without_rate_is_listed_and_never_zero() -> None:
    invoices = [supplier_invoice("9", "META", 290, due="2026-11-15", issued="2026-10-10", currency="EUR")]
    missing = known(make_dossier(invoices=invoices))
    assert missing.events.empty
    assert list(zip(missing.left_out["amount_cents"], missing.left_out["currency"], missing.left_out["reason"], strict=True)) == [
        (-29_000, "EUR", "no_rate")
    ]
    assert [finding.code for finding in missing.findings] == ["RATE_MISSING"]
    valued = known(make_dossier(invoices=invoices, rates=[rate("EUR", "2026-10-01", 150)]))
    assert valued.events["amount_cents"].tolist() == [-4_350_000]


def test_events_keep_their_place_and_their_types_even_when_there_is_none() -> None:
    empty = known(make_dossier()).events
    assert list(empty.columns) == list(EVENT_COLUMNS)
    one = known(make_dossier(schedule=[scheduled("Loyer", -300, "2026-11-05")])).events
    assert (one["sheet"].iloc[0], one["row"].iloc[0]) == ("Échéancier", 2)
    assert (empty.dtypes == one.dtypes).all()


def events(*moves: tuple[str, int]) -> pd.DataFrame:
    return known(make_dossier(schedule=[scheduled("x", amount, on) for on, amount in moves])).events


def test_the_low_point_is_the_earliest_lowest_day() -> None:
    found = low_point(100_000, events(("2026-11-05", -600), ("2026-11-10", 600), ("2026-11-20", -600)), AS_OF)
    assert (found.on, found.amount_cents) == (date(2026, 11, 5), 40_000)
    assert len(found.path) == 92
    assert found.path["on"].iloc[0].date() == AS_OF
    assert found.path["on"].iloc[-1].date() == AS_OF + timedelta(days=91)
    assert len(found.weekly) == 14


def test_without_outflow_the_low_point_is_the_closing_date() -> None:
    found = low_point(5_000, events(("2026-11-05", 600)), AS_OF)
    assert (found.on, found.amount_cents) == (AS_OF, 5_000)


def test_the_shortfall_says_the_first_day_below_and_the_depth() -> None:
    path = low_point(100_000, events(("2026-11-05", -600), ("2026-11-20", -600)), AS_OF).path
    below = shortfall(path, 40_000)
    assert (below.first_date, below.depth_cents, below.probability) == (date(2026, 11, 20), 60_000, None)
    assert shortfall(path, -20_000) == type(below)(None, 0, None)


def test_dues_of_fourteen_days_keep_overdue_items_apart() -> None:
    invoices = [
        customer_invoice("FA1", "ALFA", 1000, due="2026-11-14", issued="2026-10-10"),
        customer_invoice("FA2", "BETA", 500, due="2026-11-15", issued="2026-10-10"),
        customer_invoice("FA3", "GAMMA", 70, due="2026-10-10"),
        supplier_invoice("9", "INFODIS", 119, due="2026-10-15"),
        supplier_invoice("10", "DELTA", 20, due="2026-11-01", issued="2026-10-10"),
    ]
    dues = due_within(known(make_dossier(invoices=invoices)).events, AS_OF)
    assert (dues.to_receive_cents, dues.to_pay_cents) == (100_000, -2_000)
    assert (dues.overdue_to_receive_cents, dues.overdue_to_pay_cents) == (7_000, -11_900)
    assert dues.overdue_to_receive["number"].tolist() == ["FA3"]


MOVES = st.lists(st.tuples(st.integers(-30, 150), st.integers(-1000, 1000)), max_size=12)


@settings(max_examples=80, deadline=None)
@given(st.integers(-10_000, 10_000), MOVES)
def test_the_low_point_is_on_the_path_and_never_above_the_start(start: int, moves: list[tuple[int, int]]) -> None:
    frame = pd.DataFrame(
        {
            "on": pd.Series([pd.Timestamp(AS_OF + timedelta(days=n)) for n, _ in moves], dtype="datetime64[s]"),
            "amount_cents": pd.Series([cents for _, cents in moves], dtype="int64"),
        }
    )
    found = low_point(start, frame, AS_OF)
    assert found.amount_cents <= start
    assert found.amount_cents == found.path["balance_cents"].min()
    at = found.path[found.path["on"] == pd.Timestamp(found.on)]["balance_cents"]
    assert at.tolist() == [found.amount_cents]
    assert found.path["balance_cents"].iloc[-1] == start + sum(cents for n, cents in moves if 0 < n <= 91)
    below = shortfall(found.path, start)
    assert below.depth_cents == start - found.amount_cents


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(-120, 120), st.integers(-500, 500).filter(bool), st.booleans()), max_size=8))
def test_every_open_invoice_is_either_an_event_or_left_out_or_beyond_the_horizon(rows: list[tuple[int, int, bool]]) -> None:
    invoices = [
        customer_invoice(
            f"FA{n}", f"TIERS{n}", amount, due=(AS_OF + timedelta(days=days)).isoformat(), issued="2026-01-01", is_public=public
        )
        for n, (days, amount, public) in enumerate(rows)
    ]
    found = known(make_dossier(invoices=invoices))
    beyond = [f"FA{n}" for n, (days, _, _) in enumerate(rows) if days > 91]
    assert sorted([*found.events["number"], *found.left_out["number"], *beyond]) == sorted(f"FA{n}" for n in range(len(rows)))
    assert (found.events["on"] > pd.Timestamp(AS_OF)).all()
