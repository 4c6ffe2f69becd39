"""What the cash already owes: cheques, taxes, social dues, TVA."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.treasury.dossier import Dossier, Settings
from addin.treasury.earmarks import SetAside, set_aside
from addin.treasury.settlement import settle_invoices
from tests.treasury.builders import customer_invoice, make_dossier, operation, rate, scheduled, supplier_invoice

AS_OF = date(2026, 10, 31)
RATE = Settings(vat_rate=Decimal("0.19"))


def aside(dossier: Dossier, as_of: date = AS_OF) -> SetAside:
    return set_aside(dossier, settle_invoices(dossier, as_of), as_of)


def cheque(amount: float, due: str, reference: str = "18834") -> dict:
    return scheduled("Chèque Pixelrégie", -amount, due, kind="cheque", reference=reference)


def test_a_cheque_not_debited_is_set_aside_and_flagged_after_twenty_days_never_dropped() -> None:
    schedule = [cheque(1000, "2026-10-11", "18834"), cheque(500, "2026-10-10", "18835"), cheque(70, "2026-01-10", "18836")]
    found = aside(make_dossier(schedule=schedule)).cheques
    assert found.cents == 157_000
    assert {row.reference: row.is_stale for row in found.rows} == {"18834": False, "18835": True, "18836": True}


def test_a_cheque_debited_or_not_yet_issued_is_not_set_aside() -> None:
    schedule = [cheque(1000, "2026-10-11"), cheque(500, "2026-11-10", "18835")]
    found = aside(make_dossier([operation("2026-10-20", "CHQ 0018834", -1000)], schedule=schedule)).cheques
    assert (found.cents, found.rows, found.is_known) == (0, (), True)


def test_taxes_and_social_dues_overdue_or_due_within_35_days_are_set_aside() -> None:
    schedule = [
        scheduled("G50", -515, "2026-01-20", every="month", kind="tax"),
        scheduled("IBS", -276, "2026-12-05", kind="tax"),
        scheduled("IBS suivant", -276, "2026-12-06", kind="tax"),
        scheduled("CNAS", -336, "2026-10-30", kind="social"),
        scheduled("Loyer", -999, "2026-11-05"),
    ]
    dossier = make_dossier([operation("2026-10-20", "G50 09/26", -515)], schedule=schedule)
    found = aside(dossier)
    assert [(row.label, row.cents) for row in found.taxes.rows] == [("G50", 51_500), ("IBS", 27_600)]
    assert [(row.label, row.cents, row.is_late) for row in found.social.rows] == [("CNAS", 33_600, True)]
    assert found.total_cents == 51_500 + 27_600 + 33_600


def test_each_row_keeps_its_place() -> None:
    found = aside(make_dossier(schedule=[scheduled("CNAS", -336, "2026-11-30", kind="social")])).social
    assert [(row.sheet, row.row, row.due_on) for row in found.rows] == [("Échéancier", 2, date(2026, 11, 30))]


def test_without_schedule_nor_rate_it_is_not_said_to_be_zero() -> None:
    found = aside(make_dossier([operation("2026-10-20", "VIR ALFA", 1000)]))
    assert (found.is_known, found.taxes.is_known, found.vat.is_known, found.cheques.is_known) == (False, False, False, False)
    assert [finding.code for finding in found.findings] == ["TAX_ASIDE_UNKNOWN"]


def test_vat_is_what_was_received_this_month_less_what_is_deductible() -> None:
    invoices = [
        customer_invoice("FA1/26", "ALFA", 119_000, due="2026-10-15", vat_cents=1_900_000),
        customer_invoice("FA2/26", "BETA", 119_000, due="2026-09-15", vat_cents=1_900_000, paid_on="2026-09-30"),
        customer_invoice("FA3/26", "GAMMA", 119_000, due="2026-10-15", vat_cents=1_900_000),
        supplier_invoice("9", "INFODIS", 11_900, due="2026-10-15", vat_cents=-190_000, paid_on="2026-10-20"),
    ]
    lines = [operation("2026-10-18", "VIR ALFA FA1/26", 119_000), operation("2026-10-19", "VIR GAMMA FA3/26", 59_500)]
    found = aside(make_dossier(lines, invoices)).vat
    assert (found.cents, found.is_known) == (1_900_000 + 950_000 - 190_000, True)
    assert [(row.reference, row.cents) for row in found.rows] == [("FA1/26", 1_900_000), ("FA3/26", 950_000), ("9", -190_000)]


def test_vat_is_taken_from_the_rate_of_the_settings_when_the_invoice_does_not_state_it() -> None:
    invoices = [
        customer_invoice("FA1", "ALFA", 119_000, due="2026-10-15", paid_on="2026-10-18"),
        supplier_invoice("9", "X", 500, due="2026-10-15", paid_on="2026-10-18"),
    ]
    found = aside(make_dossier(invoices=invoices, settings=RATE)).vat
    assert (found.cents, found.is_known) == (1_900_000, True)


def test_vat_of_a_receipt_that_states_none_is_unknown_without_a_rate() -> None:
    invoices = [
        customer_invoice("FA1", "ALFA", 119_000, due="2026-10-15", paid_on="2026-10-18", vat_cents=1_900_000),
        customer_invoice("FA2", "BETA", 119_000, due="2026-10-15", paid_on="2026-10-18"),
    ]
    found = aside(make_dossier(invoices=invoices)).vat
    assert (found.cents, found.is_known) == (0, False)


def test_more_deductible_than_received_sets_nothing_aside() -> None:
    invoices = [
        customer_invoice("FA1", "ALFA", 1190, due="2026-10-15", vat_cents=19_000, paid_on="2026-10-18"),
        supplier_invoice("9", "X", 11_900, due="2026-10-15", vat_cents=-190_000, paid_on="2026-10-20"),
    ]
    assert aside(make_dossier(invoices=invoices)).vat.cents == 0


def test_vat_is_not_counted_twice_when_the_schedule_holds_the_return_of_the_month() -> None:
    invoices = [customer_invoice("FA1", "ALFA", 119_000, due="2026-10-15", paid_on="2026-10-18", vat_cents=1_900_000)]
    schedule = [scheduled("G50", -515, "2026-01-20", every="month", kind="tax")]
    found = aside(make_dossier([operation("2026-10-20", "G50 09/26", -515)], invoices, schedule=schedule))
    assert (found.vat.cents, found.vat.is_known, found.taxes.cents) == (0, True, 51_500)


@pytest.mark.parametrize(("lines", "cents"), [([], 1_900_000), ([operation("2026-11-08", "G50 10/26", -515)], 0)])
def test_until_the_20th_the_month_before_is_still_to_pay_unless_the_bank_shows_its_return(lines: list[dict], cents: int) -> None:
    invoices = [customer_invoice("FA1", "ALFA", 119_000, due="2026-10-15", paid_on="2026-10-18", vat_cents=1_900_000)]
    assert aside(make_dossier(lines, invoices), date(2026, 11, 10)).vat.cents == cents


def test_a_due_in_a_currency_without_rate_is_said() -> None:
    schedule = [scheduled("Taxe", -100, "2026-11-05", kind="tax", currency="EUR")]
    found = aside(make_dossier(schedule=schedule))
    assert [finding.code for finding in found.findings] == ["RATE_MISSING"]
    assert aside(make_dossier(schedule=schedule, rates=[rate("EUR", "2026-10-01", 150)])).taxes.cents == 1_500_000


PLANS = st.lists(
    st.tuples(st.sampled_from(["cheque", "tax", "social", "rent"]), st.integers(1, 900), st.dates(date(2026, 8, 1), date(2027, 1, 31))),
    max_size=6,
)


@settings(max_examples=40, deadline=None)
@given(PLANS)
def test_the_total_is_the_sum_of_the_parts_and_the_parts_of_their_rows(plans: list) -> None:
    schedule = [scheduled(kind, -amount, due.isoformat(), kind=kind, reference=f"10{n:03}") for n, (kind, amount, due) in enumerate(plans)]
    found = aside(make_dossier(schedule=schedule))
    parts = (found.cheques, found.taxes, found.social, found.vat)
    assert found.total_cents == sum(part.cents for part in parts)
    for part in parts[:3]:
        assert part.cents == sum(row.cents for row in part.rows)
        assert all(row.cents > 0 for row in part.rows)
