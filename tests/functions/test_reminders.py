"""RELANCE: the next step with a customer, or with the customer of an invoice."""

from __future__ import annotations

from datetime import date

import pytest

from addin.app.cells import Source
from addin.functions.reminders import reminder
from addin.treasury.dossier import Settings
from tests.functions.facts import code, one, source_of
from tests.treasury.builders import customer_invoice, make_dossier, operation

AS_OF = date(2026, 10, 31)


@pytest.fixture
def source() -> Source:
    invoices = [
        customer_invoice("FA1/26", "Novatec", 119_000, due="2026-09-01"),
        customer_invoice("FA2/26", "Pharmadz", 59_500, due="2026-10-28"),
        customer_invoice("FA3/26", "Transmed", 59_500, due="2026-09-28", paid_on="2026-10-01"),
        customer_invoice("12/26", "Batipro", 1, due="2026-12-28"),
        customer_invoice("12/26", "Aurès Textiles", 1, due="2026-12-28"),
    ]
    journal = [{"day": "2026-10-01", "counterparty": "Novatec", "level": 1}]
    return source_of(make_dossier([operation("2026-10-01", "Frais", -1)], invoices, reminders=journal, settings=Settings(as_of=AS_OF)))


def test_it_tells_the_step_the_level_and_the_day_of_a_customer(source: Source) -> None:
    assert reminder(source, ["NOVATEC"] * 3, None, ["ACTION", "NIVEAU", "PROCHAINE"]) == ["Relance ferme", "N2", date(2026, 11, 2)]
    assert reminder(source, ["Pharmadz"] * 3, None, ["ACTION", "NIVEAU", "PROCHAINE"]) == ["Attendre", "—", date(2026, 11, 4)]


def test_the_number_of_an_invoice_leads_to_its_customer(source: Source) -> None:
    assert reminder(source, ["FAC-001/2026"], None, ["niveau"]) == ["N2"]


def test_the_text_of_the_letter_is_there_to_be_copied(source: Source) -> None:
    text = one(reminder(source, ["Novatec"], None, ["TEXTE"]))
    assert isinstance(text, str)
    assert text.startswith("Madame, Monsieur,")
    assert "119\u00a0000,00\u00a0DA" in text
    assert reminder(source, ["Pharmadz"], None, ["TEXTE"]) == ["—"]


def test_nothing_is_to_be_done_with_a_customer_who_has_paid(source: Source) -> None:
    assert reminder(source, ["Transmed"] * 3, None, ["ACTION", "NIVEAU", "PROCHAINE"]) == ["—", "—", "—"]


def test_it_can_be_asked_for_another_day(source: Source) -> None:
    assert reminder(source, ["Novatec"], [date(2026, 9, 10)], ["NIVEAU"]) == ["N1"]


def test_what_cannot_be_asked_is_refused(source: Source) -> None:
    assert code(reminder(source, ["Novatek"])) == "NAME_UNKNOWN"
    assert code(reminder(source, ["12/26"])) == "INVOICE_NUMBER_SHARED"
    assert code(reminder(source, [None])) == code(reminder(source, ["Novatec"], None, ["QUAND"])) == "ARGUMENT_UNKNOWN"
    assert code(reminder(source, ["Novatec"], ["hier"])) == "ARGUMENT_NOT_DATE"
    nothing = source_of(make_dossier([operation("2026-10-01", "Frais", -1)]))
    assert code(reminder(nothing, ["Novatec"])) == "FACT_UNKNOWN"
