"""The adapters of the port `Workbook`, each as a workbook that can be made, opened again and again, and edited by its owner.

A new adapter joins `HOSTS`: the conformance suite and the tests of the use cases then run over it too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import openpyxl
import pytest

from addin.app.ports import Workbook
from addin.hosts.atomic import kept_version
from addin.hosts.excel import ExcelWorkbook
from addin.hosts.excel_kept import KeptSheets
from addin.hosts.excel_values import written
from addin.hosts.file import FileWorkbook
from tests.app.fakes import MemoryWorkbook
from tests.soffice import RunningOffice

Sheets = Mapping[str, Sequence[Sequence[object]]]


class Owned(Protocol):
    """A workbook and what its owner can do with it outside our commands."""

    def open(self) -> Workbook:
        """The workbook as a new command finds it."""

    def type_in(self, sheet: str, cells: Mapping[tuple[int, int], object]) -> None:
        """She types values at (row, column), 1-based, and saves."""

    def rewrite(self, sheet: str, rows: Sequence[Sequence[object]]) -> None:
        """She replaces all values of a sheet (sorts it, for instance) and saves."""

    def remove(self, sheet: str) -> None:
        """She deletes a sheet and saves."""

    def rename(self, old: str, new: str) -> None:
        """She renames a sheet and saves."""

    def forget_kept(self) -> None:
        """She deletes the version kept beside the workbook."""


class InMemory:
    """`MemoryWorkbook`."""

    def __init__(self, folder: Path, sheets: Sheets) -> None:
        self.workbook = MemoryWorkbook(sheets)

    def open(self) -> MemoryWorkbook:
        self.workbook.close()
        return self.workbook

    def type_in(self, sheet: str, cells: Mapping[tuple[int, int], object]) -> None:
        grid = self.workbook.content[sheet]
        for (row, column), value in cells.items():
            grid.extend([] for _ in range(row - len(grid)))
            grid[row - 1] += [None] * (column - len(grid[row - 1]))
            grid[row - 1][column - 1] = value

    def rewrite(self, sheet: str, rows: Sequence[Sequence[object]]) -> None:
        self.workbook.content[sheet] = [list(row) for row in rows]

    def remove(self, sheet: str) -> None:
        del self.workbook.content[sheet]

    def rename(self, old: str, new: str) -> None:
        self.workbook.content = {new if name == old else name: rows for name, rows in self.workbook.content.items()}

    def forget_kept(self) -> None:
        self.workbook.forget_kept()


class OnDisk:
    """`FileWorkbook` over an .xlsx that another program (openpyxl) makes and edits."""

    def __init__(self, folder: Path, sheets: Sheets) -> None:
        self.path = folder / "classeur.xlsx"
        self._opened: list[FileWorkbook] = []
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for name, rows in sheets.items():
            _fill(book.create_sheet(name), rows)
        book.save(self.path)

    def open(self) -> FileWorkbook:
        return FileWorkbook.open(self.path)

    def type_in(self, sheet: str, cells: Mapping[tuple[int, int], object]) -> None:
        def change(book: openpyxl.Workbook) -> None:
            for (row, column), value in cells.items():
                _type(book[sheet].cell(row, column), value)

        self._edit(change)

    def rewrite(self, sheet: str, rows: Sequence[Sequence[object]]) -> None:
        def change(book: openpyxl.Workbook) -> None:
            book[sheet].delete_rows(1, book[sheet].max_row)
            _fill(book[sheet], rows)

        self._edit(change)

    def remove(self, sheet: str) -> None:
        self._edit(lambda book: book.remove(book[sheet]))

    def rename(self, old: str, new: str) -> None:
        def change(book: openpyxl.Workbook) -> None:
            sheet = book[old]
            sheet.title = "_"  # openpyxl takes the same name in other letters for a second sheet
            sheet.title = new

        self._edit(change)

    def forget_kept(self) -> None:
        kept_version(self.path).unlink(missing_ok=True)

    def _edit(self, change: Callable[[openpyxl.Workbook], None]) -> None:
        book = openpyxl.load_workbook(self.path)
        change(book)
        book.save(self.path)


def _fill(sheet: Any, rows: Sequence[Sequence[object]]) -> None:
    for i, row in enumerate(rows, 1):
        for j, value in enumerate(row, 1):
            if value not in (None, ""):
                _type(sheet.cell(i, j), value)


def _type(cell: Any, value: object) -> None:
    """A text stays a text, whatever it starts with."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"


class InCalc:
    """`ExcelWorkbook` over a document open in LibreOffice, driven through xlwings; its owner works on the same document."""

    def __init__(self, folder: Path, sheets: Sheets, office: RunningOffice) -> None:
        from addin.hosts.calc import book_of, connect

        path = OnDisk(folder, sheets).path
        self.document = office.open(path)
        self.book = book_of(connect(office.context, answer=lambda prompt, title, buttons: "yes"), self.document)
        self._folder = folder / "gardé"

    def open(self) -> ExcelWorkbook:
        return ExcelWorkbook(self.book, kept=self._kept())

    def type_in(self, sheet: str, cells: Mapping[tuple[int, int], object]) -> None:
        for at, value in cells.items():
            self.book.sheets[sheet].range(at).value = written(value)  # type: ignore[arg-type]

    def rewrite(self, sheet: str, rows: Sequence[Sequence[object]]) -> None:
        self.book.sheets[sheet].clear_contents()
        self.type_in(sheet, {(i, j): value for i, row in enumerate(rows, 1) for j, value in enumerate(row, 1)})

    def remove(self, sheet: str) -> None:
        self.book.sheets[sheet].delete()

    def rename(self, old: str, new: str) -> None:
        self.book.sheets[old].name = "_"
        self.book.sheets["_"].name = new

    def forget_kept(self) -> None:
        self._kept().forget()

    def close(self) -> None:
        """The test is over."""
        self.document.close(True)

    def _kept(self) -> KeptSheets:
        return KeptSheets(self._folder, self.book.fullname)


Make = Callable[[Sheets], Owned]
HOSTS = (InMemory, OnDisk, pytest.param(InCalc, marks=pytest.mark.calc))


def maker(request: pytest.FixtureRequest, folder: Path) -> Make:
    """Makes workbooks of the host that the parameter of a fixture says (one of `HOSTS`)."""
    host = request.param
    if host is not InCalc:
        return lambda sheets: host(folder, sheets)
    office: RunningOffice = request.getfixturevalue("running_office")

    def make(sheets: Sheets) -> InCalc:
        owned = InCalc(folder, sheets, office)
        request.addfinalizer(owned.close)
        return owned

    return make
