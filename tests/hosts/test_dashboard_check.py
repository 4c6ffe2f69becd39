"""The check beside the handle, calculated for real: it answers without the add-in, and sees what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from addin.app.refresh import refresh
from addin.hosts.file import FileWorkbook
from addin.sheets.dashboard import TITLE
from addin.sheets.dashboard_check import TO_REFRESH, UP_TO_DATE, find_check
from tests.app.fakes import Answers, MemoryStore
from tests.app.workbooks import NOW, bank
from tests.hosts.adapters import OnDisk
from tests.soffice import RunningOffice


class Opened:
    """A refreshed workbook, open in LibreOffice."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.page = document.Sheets.getByName(TITLE)

    @property
    def answer(self) -> str:
        return str(self.page.getCellRangeByName("H5").String)

    def type_in(self, sheet: str, cell: str, value: float | str) -> None:
        target = self.document.Sheets.getByName(sheet).getCellRangeByName(cell)
        if isinstance(value, str):
            target.String = value
        else:
            target.Value = value

    def calculate(self, sheet: str, cell: str, formula: str) -> None:
        self.document.Sheets.getByName(sheet).getCellRangeByName(cell).Formula = formula


@pytest.fixture
def opened(tmp_path: Path, running_office: RunningOffice) -> Iterator[Opened]:
    tabs = {
        **bank(),
        "Caisse d'été": [["Date", "Libellé", "Montant"], *([f"0{day}/10/2026", "TPE", "1 200,00"] for day in range(1, 6))],
        "Notes": [["à faire"]],
    }
    owned = OnDisk(tmp_path, tabs)
    with FileWorkbook.open(owned.path) as workbook:
        refresh(workbook, Answers(), MemoryStore(), NOW)
    document = running_office.open(owned.path)
    document.calculateAll()
    yield Opened(document)
    document.close(True)


CHANGES: dict[str, Callable[[Opened], None]] = {
    "an amount": lambda book: book.type_in("BNA", "C3", 300_000.01),
    "a new line": lambda book: book.type_in("BNA", "A9", 46_330.0),
    "a new line of texts": lambda book: book.type_in("Caisse d'été", "A7", "06/10/2026"),
    "a line less": lambda book: book.document.Sheets.getByName("BNA").Rows.removeByIndex(7, 1),
    "a new sheet": lambda book: book.document.Sheets.insertNewByName("BNA 2026", 1),
    "a tab that is gone": lambda book: book.document.Sheets.removeByName("Factures clients"),
    "another handle": lambda book: book.type_in(TITLE, "A5", "3 opérations · BNA · au 31/10/2026 · #00000000"),
}
NOTHING: dict[str, Callable[[Opened], None]] = {
    "nothing": lambda book: None,
    "a sheet that holds no data": lambda book: book.type_in("Notes", "A2", "appeler la banque"),
    "another name of a tab": lambda book: setattr(book.document.Sheets.getByName("BNA"), "Name", "BNA 2"),
    "an error in a column of words": lambda book: setattr(
        book.document.Sheets.getByName("BNA").getCellRangeByName("B20"), "Formula", "=1/0"
    ),
    "rows and columns put in above": lambda book: [
        book.page.Rows.insertByIndex(0, 1),
        book.page.Rows.removeByIndex(0, 1),
        book.document.Sheets.getByName("BNA").Columns.insertByIndex(0, 1),
    ],
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_the_dossier_is_seen(opened: Opened, change: str) -> None:
    assert opened.answer == UP_TO_DATE
    CHANGES[change](opened)
    assert opened.answer == TO_REFRESH


@pytest.mark.parametrize("change", NOTHING)
def test_what_does_not_change_the_dossier_leaves_it_up_to_date(opened: Opened, change: str) -> None:
    NOTHING[change](opened)
    assert opened.answer == UP_TO_DATE


def test_an_error_in_a_column_of_amounts_is_seen_and_hides_no_other_change(opened: Opened) -> None:
    opened.calculate("BNA", "C3", "=1/0")
    assert opened.answer == TO_REFRESH
    opened.type_in("BNA", "C3", 300_000.0)
    assert opened.answer == UP_TO_DATE


def test_the_counts_are_those_that_were_read(opened: Opened) -> None:
    rows = [list(row) for row in opened.page.getCellRangeByName("A1:P60").DataArray]
    found = find_check(rows)
    assert found is not None
    top, shown = found
    lines = [rows[top.row + 4 + i][top.column - 1 :] for i in range(shown)]
    assert [line[0] for line in lines] == ["BNA", "Factures clients", "Caisse d'été"]
    assert [line[1] == line[3] and abs(line[2] - line[4]) < 0.005 for line in lines] == [True] * 3
