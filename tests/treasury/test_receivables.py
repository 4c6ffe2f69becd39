"""Late invoices: which, how old, who owes them, what credit notes take off."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from addin.treasury.dossier import Dossier
from addin.treasury.receivables import BUCKETS, LateReceivables, Payables, bucket_of, late_receivables, payables
from addin.treasury.settlement import settle_invoices
from tests.treasury.builders import customer_invoice, make_dossier, operation, rate, supplier_invoice

AS_OF = date(2026, 10, 31)


def late(dossier: Dossier) -> LateReceivables:
    return late_receivables(settle_invoices(dossier, AS_OF), AS_OF, dossier.rates, dossier.base_currency)


def owed(dossier: Dossier) -> Payables:
    return payables(settle_invoices(dossier, AS_OF), AS_OF, dossier.rates, dossier.base_currency)


def days_ago(days: int) -> str:
    return (AS_OF - timedelta(days=days)).isoformat()


def test_an_invoice_due_on_the_closing_date_is_not_late() -> None:
    assert late(make_dossier(invoices=[customer_invoice("1", "A", 10, due=days_ago(0))])).count == 0
    assert late(make_dossier(invoices=[customer_invoice("1", "A", 10, due=days_ago(1))])).count == 1


def test_a_settled_invoice_is_not_late_and_a_part_paid_one_is_late_for_the_rest() -> None:
    invoices = [customer_invoice("FA1/26", "ALFA", 1000, due=days_ago(5)), customer_invoice("FA2/26", "ALFA", 1000, due=days_ago(5))]
    lines = [operation("2026-10-28", "VIR ALFA FA1/26", 1000), operation("2026-10-29", "VIR ALFA FA2/26", 400)]
    found = late(make_dossier(lines, invoices))
    assert (found.count, found.total_cents) == (1, 60_000)


def test_each_age_falls_in_its_bucket() -> None:
    invoices = [customer_invoice(f"{n}", f"TIERS{n}", n, due=days_ago(n)) for n in (1, 15, 16, 30, 31, 60, 61, 90, 91, 400)]
    found = late(make_dossier(invoices=invoices))
    assert list(found.buckets) == list(BUCKETS)
    assert found.buckets == {"1-15": (2, 1600), "16-30": (2, 4600), "31-60": (2, 9100), "61-90": (2, 15_100), ">90": (2, 49_100)}


def test_public_bodies_are_apart_and_both_parts_make_the_whole() -> None:
    invoices = [customer_invoice("1", "WILAYA", 833, due=days_ago(40), is_public=True), customer_invoice("2", "ALFA", 100, due=days_ago(3))]
    found = late(make_dossier(invoices=invoices))
    assert (found.public.count, found.public.total_cents) == (1, 83_300)
    assert (found.private.count, found.private.total_cents) == (1, 10_000)
    assert found.public.buckets["31-60"] == (1, 83_300)
    assert found.total_cents == 93_300


def test_customers_come_biggest_first_with_their_rows() -> None:
    invoices = [
        customer_invoice("1", "Alfa", 100, due=days_ago(3)),
        customer_invoice("2", "BETA", 500, due=days_ago(10), due_is_estimated=True),
        customer_invoice("3", "ALFA", 200, due=days_ago(33)),
    ]
    found = late(make_dossier(invoices=invoices))
    assert [(customer.name, customer.cents, customer.oldest_days) for customer in found.customers] == [
        ("BETA", 50_000, 10),
        ("ALFA", 30_000, 33),
    ]
    assert [(row.number, row.row, row.days) for row in found.customers[1].invoices] == [("3", 4, 33), ("1", 2, 3)]
    assert found.estimated_count == 1


def test_a_credit_note_reduces_the_oldest_late_invoices_of_its_customer_first() -> None:
    invoices = [
        customer_invoice("1", "ALFA", 100, due=days_ago(3)),
        customer_invoice("2", "ALFA", 50, due=days_ago(40)),
        customer_invoice("AV1", "ALFA", -70, due=days_ago(1)),
    ]
    found = late(make_dossier(invoices=invoices))
    assert [(row.number, row.cents) for row in found.customers[0].invoices] == [("1", 8_000)]
    assert found.count == 1


def test_a_credit_note_never_makes_a_customer_negative_nor_helps_another() -> None:
    invoices = [
        customer_invoice("1", "ALFA", 100, due=days_ago(3)),
        customer_invoice("AV1", "ALFA", -500, due=days_ago(1)),
        customer_invoice("2", "BETA", 50, due=days_ago(3)),
    ]
    found = late(make_dossier(invoices=invoices))
    assert [(customer.name, customer.cents) for customer in found.customers] == [("BETA", 5_000)]


def test_credit_notes_of_a_name_that_covers_several_people_reduce_nothing() -> None:
    invoices = [customer_invoice("1", "DIVERS", 100, due=days_ago(3)), customer_invoice("AV1", "DIVERS", -40, due=days_ago(1))]
    assert late(make_dossier(invoices=invoices)).total_cents == 10_000


def test_a_foreign_invoice_is_converted_at_the_last_known_rate() -> None:
    invoices = [customer_invoice("1", "ALFA", 100, due=days_ago(3), currency="EUR")]
    found = late(make_dossier(invoices=invoices, rates=[rate("EUR", "2026-10-01", 150.5), rate("EUR", "2026-11-05", 160)]))
    assert found.total_cents == 1_505_000


def test_a_foreign_invoice_without_rate_is_listed_and_in_no_total() -> None:
    found = late(make_dossier(invoices=[customer_invoice("1", "ALFA", 100, due=days_ago(3), currency="EUR")]))
    assert (found.count, found.total_cents) == (0, 0)
    ((invoice, currency),) = found.unconverted
    assert (invoice.cents, currency) == (10_000, "EUR")
    assert [finding.code for finding in found.findings] == ["RATE_MISSING"]
    assert "EUR" in found.findings[0].text()


def test_suppliers_show_what_is_open_and_what_is_late() -> None:
    invoices = [
        supplier_invoice("1", "INFODIS", 119, due=days_ago(16)),
        supplier_invoice("2", "PIXELREGIE", 416, due="2026-11-15", issued="2026-10-15"),
        supplier_invoice("AV2", "PIXELREGIE", -16, due="2026-11-15", issued="2026-10-15"),
    ]
    found = owed(make_dossier(invoices=invoices))
    assert (found.open_count, found.open_cents) == (2, -51_900)
    assert (found.late.count, found.late.total_cents, found.late.buckets["16-30"]) == (1, -11_900, (1, -11_900))
    assert late(make_dossier(invoices=invoices)).count == 0


INVOICES = st.builds(
    lambda name, amount, days, public: customer_invoice("", name, amount, due=days_ago(days), issued=days_ago(400), is_public=public),
    st.sampled_from(["ALFA", "BETA", "DIVERS"]),
    st.integers(-500, 1000).filter(bool),
    st.integers(-20, 200),
    st.booleans(),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(INVOICES, max_size=8))
def test_the_buckets_the_parts_and_the_customers_all_add_up_to_the_total(invoices: list[dict]) -> None:
    found = late(make_dossier(invoices=invoices))
    assert sum(cents for _, cents in found.buckets.values()) == found.total_cents
    assert sum(count for count, _ in found.buckets.values()) == found.count
    assert found.public.total_cents + found.private.total_cents == found.total_cents
    assert sum(customer.cents for customer in found.customers) == found.total_cents
    rows = [row for customer in found.customers for row in customer.invoices]
    assert len(rows) == found.count
    assert all(row.cents > 0 for row in rows)
    for bucket in BUCKETS:
        assert sum(row.cents for row in rows if bucket_of(row.days) == bucket) == found.buckets[bucket][1]


@settings(max_examples=60, deadline=None)
@given(st.lists(INVOICES, max_size=8))
def test_credit_notes_take_off_no_more_than_they_are_worth(invoices: list[dict]) -> None:
    gross = late(make_dossier(invoices=[invoice for invoice in invoices if invoice["amount_cents"] > 0])).total_cents
    notes = sum(-invoice["amount_cents"] for invoice in invoices if invoice["amount_cents"] < 0 and invoice["counterparty"] != "DIVERS")
    assert max(0, gross - notes) <= late(make_dossier(invoices=invoices)).total_cents <= gross
