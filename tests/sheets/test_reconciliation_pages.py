"""The pages « Rapprochement » and « Dépenses » as text, one golden file each.

A golden is read before it is accepted. To write the files again:
`TRESO_GOLDEN=write python -m pytest tests/sheets/test_reconciliation_pages.py`
"""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path

import pytest

from addin.app.reconcile import reconcile_accounts
from addin.app.spending import follow_spending
from addin.sheets.example import example_sheets
from addin.sheets.model import Role, Sheet
from addin.sheets.reconciliation_parts import LANES
from addin.sheets.text import as_text
from tests.app.fakes import Answers, MemoryWorkbook

GOLDEN = Path(__file__).parent / "golden"
DAY, NOW = date(2026, 10, 31), datetime(2026, 11, 1, 9, 30)


def her_books() -> MemoryWorkbook:
    """A bank whose books stand in a tab, with every kind of line that the page shows; what she signed off has changed since."""
    bank: list[list[object]] = [
        ["Date", "Libellé", "Débit", "Crédit", "Solde"],
        [datetime(2026, 10, 1), "VIR RECU NOVATEC FA112", None, 119_000.0, 219_000.0],
        [datetime(2026, 10, 6), "CHQ 0018834", 12_000.0, None, 207_000.0],
        [datetime(2026, 10, 28), "AGIOS T3", 1_284.0, None, 205_716.0],
        [datetime(2026, 10, 29), "VIR INTERNE", 20_000.0, None, 185_716.0],
    ]
    book: list[list[object]] = [
        ["Date", "Libellé", "Pièce", "Débit", "Crédit"],
        [datetime(2026, 10, 1), "Règlement Novatec", "FA112", 119_000.0, None],
        [datetime(2026, 10, 2), "Chèque loyer", "18834", None, 12_000.0],
        [datetime(2026, 10, 5), "Chèque Infodis", "18840", None, 30_000.0],
        [datetime(2026, 10, 29), "Virement interne", "", None, 20_000.0],
    ]
    cash: list[list[object]] = [
        ["Date", "Libellé", "Entrées", "Sorties"], [datetime(2026, 10, 6), "Alimentation", 2_000.0, None],
        [datetime(2026, 10, 7), "Timbres", None, 2_600.0], [datetime(2026, 10, 9), "Alimentation", 5_000.0, None],
    ]  # fmt: skip
    accounts: list[list[object]] = [
        ["Compte", "Type", "Devise", "Solde initial", "Date du solde initial", "Inclus"],
        ["BNA", "Banque", "DZD", 100_000.0, datetime(2026, 10, 1), "Oui"],
        ["512 BNA", "Banque", "DZD", 99_000.0, datetime(2026, 10, 1), "Non"],
        ["Caisse", "Caisse", "DZD", 0.0, datetime(2026, 10, 1), "Oui"],
    ]  # fmt: skip
    return MemoryWorkbook({"BNA": bank, "512 BNA": book, "Caisse": cash, "Comptes": accounts})


def signed_and_changed() -> Sheet:
    workbook = her_books()
    reconcile_accounts(workbook, Answers(), as_of=DAY, now=NOW)
    page = workbook.content["Rapprochement"]
    row = next(line for line in page if line and line[0] == "Visé le")
    row[1], row[3] = datetime(2026, 11, 3), "Samia B."
    workbook.content["512 BNA"].append([datetime(2026, 10, 30), "Oubli", "", None, 500.0])
    return reconcile_accounts(workbook, Answers(), as_of=DAY, now=NOW).sheet


def example_workbook() -> MemoryWorkbook:
    return MemoryWorkbook({sheet.title: sheet.values() for sheet in example_sheets()})


PAGES = {
    "reconciliation_example": lambda: reconcile_accounts(example_workbook(), Answers(), as_of=DAY, now=NOW).sheet,
    "reconciliation_books": lambda: reconcile_accounts(her_books(), Answers(), as_of=DAY, now=NOW).sheet,
    "reconciliation_signed": signed_and_changed,
    "spending_example": lambda: follow_spending(example_workbook(), Answers(), as_of=DAY, now=NOW).sheet,
}


@pytest.mark.parametrize("page", PAGES)
def test_the_page_says_what_was_read_and_accepted(page: str) -> None:
    told = as_text(PAGES[page]())
    file = GOLDEN / f"{page}.txt"
    if os.environ.get("TRESO_GOLDEN") == "write":
        file.write_text(told, encoding="utf-8", newline="\n")
    assert told == file.read_text(encoding="utf-8")


def test_an_unexplained_difference_is_red() -> None:
    sheet = PAGES["reconciliation_books"]()
    tones = [cell.tone.value for _, _, cell in sheet.cells() if cell.role is Role.TOTAL_TEXT and cell.value == "Écart non expliqué"]
    assert tones == ["bad"]


def test_what_was_signed_off_stands_beside_the_page_and_is_not_printed() -> None:
    sheet = signed_and_changed()
    assert sheet.page.print_lanes == ("full",)
    (memory,) = [block for _, left, block in sheet.placed() if left == LANES["memory"][0]]
    assert memory.height == 3
