"""FACTURE: the invoices that a bank line pays, whether the line is in the workbook or not."""

from __future__ import annotations

from datetime import date

import pytest

from addin.app.cells import Source
from addin.functions.lettering import invoices_paid
from addin.treasury.dossier import Settings
from tests.functions.facts import code, source_of
from tests.treasury.builders import customer_invoice, make_dossier, operation, supplier_invoice

AS_OF = date(2026, 10, 31)


@pytest.fixture
def source() -> Source:
    operations = [
        operation("2026-10-05", "VIR RECU NOVATEC", "2035.60"),
        operation("2026-10-06", "VIR INFODIS FA881", -119_000),
        operation("2026-10-06", "VIR INFODIS FA881", -119_000),
    ]
    invoices = [
        customer_invoice("FA12", "Novatec", "1210.10", due="2026-10-01"),
        customer_invoice("FA15", "Novatec", "825.50", due="2026-10-01"),
        customer_invoice("FA20", "Immo El Bahia", "777.40", due="2026-10-20"),
        supplier_invoice("FA881", "Infodis", 119_000, due="2026-10-02"),
    ]
    return source_of(make_dossier(operations, invoices, settings=Settings(as_of=AS_OF)))


def test_a_line_that_pays_several_invoices_gives_their_numbers(source: Source) -> None:
    assert invoices_paid(source, ["VIR RECU NOVATEC"], [2035.6]) == ["FA12+FA15"]


def test_a_line_that_is_not_there_yet_is_compared_with_the_open_invoices(source: Source) -> None:
    assert invoices_paid(source, ["REM CHQ IMMO EL BAHIA"], [777.4], [date(2026, 11, 2)]) == ["FA20"]
    assert invoices_paid(source, ["REM CHQ"], [777.4], None, ["Immo El Bahia"]) == ["FA20"]


def test_an_invoice_that_is_paid_already_is_not_given_again(source: Source) -> None:
    assert invoices_paid(source, ["VIR INFODIS", "VIR NOVATEC"], [-119_000.0, 1210.1]) == ["", ""]


def test_two_lines_asked_together_never_get_the_same_invoice(source: Source) -> None:
    asked = invoices_paid(source, ["VIR IMMO EL BAHIA", "CHQ IMMO EL BAHIA"], [777.4, 777.4])
    assert sorted(map(str, asked)) == ["", "FA20"]


def test_nothing_sure_is_an_empty_text_and_a_bad_amount_refuses_its_element_alone(source: Source) -> None:
    found = invoices_paid(source, ["SADEG", "VIR RECU NOVATEC"], ["abc", 2035.6])
    assert found[1] == "FA12+FA15"
    assert code(found[:1]) == "ARGUMENT_NOT_AMOUNT"
    assert invoices_paid(source, ["SADEG"], [-14380.55]) == [""]
