"""What is open beside what was invoiced, on each side."""

from __future__ import annotations

from datetime import date

from addin.treasury.outstanding import Outstanding, outstanding
from addin.treasury.settlement import settle_invoices
from tests.treasury.builders import customer_invoice, make_dossier, rate, supplier_invoice

AS_OF = date(2026, 10, 31)
INVOICES = [
    customer_invoice("F1", "Novatec", 1_000, issued="2026-10-01", due="2026-10-30"),
    customer_invoice("F1", "Novatec", 1_000, issued="2026-10-01", due="2026-10-30"),  # entered twice
    customer_invoice("F2", "Pharmadz", 500, issued="2026-09-01", due="2026-09-30", status="cancelled"),
    customer_invoice("F3", "Lumen", 100, issued="2026-10-05", due="2026-11-05", currency="EUR"),
    customer_invoice("F4", "Lumen", 100, issued="2026-10-06", due="2026-11-05", currency="GBP"),
    customer_invoice("AV1", "Novatec", -200, issued="2026-10-20", due="2026-10-20"),
    customer_invoice("F5", "Novatec", 700, issued="2026-11-02", due="2026-12-02"),  # after the closing date
    supplier_invoice("B1", "Infodis", 300, due="2026-10-15", issued=None),
]


def side(name: str) -> Outstanding:
    dossier = make_dossier(invoices=INVOICES, rates=[rate("EUR", "2026-10-01", 150)])
    return outstanding(dossier, settle_invoices(dossier, AS_OF), name, AS_OF)


def test_copies_cancelled_and_later_invoices_count_for_nothing_and_credit_notes_are_taken_off() -> None:
    customers = side("customer")
    assert customers.open_cents == (1_000 - 200 + 100 * 150) * 100  # the pounds have no rate
    assert customers.invoiced(date(2026, 10, 1), AS_OF) == customers.open_cents


def test_the_bounds_of_a_period_belong_to_it() -> None:
    customers = side("customer")
    assert customers.invoiced(date(2026, 10, 1), date(2026, 10, 1)) == 1_000_00
    assert customers.invoiced(date(2026, 10, 2), date(2026, 10, 4)) == 0
    assert customers.invoiced(date(2026, 10, 20), date(2026, 10, 20)) == -200_00


def test_what_suppliers_are_owed_is_positive() -> None:
    assert side("supplier").open_cents == 300_00
