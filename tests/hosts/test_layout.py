"""What stands in a sheet besides its values: the closed file and the open document say the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.table import Table

from addin.app.ports import SheetLayout
from addin.hosts.excel import ExcelWorkbook
from addin.hosts.excel_kept import KeptSheets
from addin.hosts.file import FileWorkbook
from tests.soffice import RunningOffice

Build = Callable[[Any], None]
Layout = Callable[[Build], SheetLayout]


def _written(folder: Path, build: Build) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "BNA"
    sheet.append(["Date", "Libellé", "Montant", "Catégorie"])
    for row in range(2, 6):
        sheet.append([row, f"ligne {row}", -10.0 * row, None])
    build(sheet)
    path = folder / "c.xlsx"
    book.save(path)
    return path


@pytest.fixture(params=["fichier", pytest.param("document", marks=pytest.mark.calc)])
def layout(request: pytest.FixtureRequest, tmp_path: Path) -> Layout:
    """The layout of a sheet « BNA » that is made so."""

    def closed(build: Build) -> SheetLayout:
        with FileWorkbook.open(_written(tmp_path, build), for_writing=False) as workbook:
            return workbook.layout("bna")

    def opened(build: Build) -> SheetLayout:
        from addin.hosts.calc import book_of, connect

        office: RunningOffice = request.getfixturevalue("running_office")
        document = office.open(_written(tmp_path, build))
        try:
            return ExcelWorkbook(book_of(connect(office.context), document), kept=KeptSheets(tmp_path / "gardé", "x")).layout("bna")
        finally:
            document.close(True)

    return closed if request.param == "fichier" else opened


def test_cells_with_formulas_are_told(layout: Layout) -> None:
    def build(sheet: Any) -> None:
        sheet["D3"], sheet["D5"] = '=IF(C3<0,"","x")', "=C5*2"

    found = layout(build)
    assert set(found.formulas) == {(3, 4), (5, 4)}
    assert not found.is_fixed


def test_a_plain_list_leaves_room_beside_it(layout: Layout) -> None:
    found = layout(lambda sheet: None)
    assert (set(found.formulas), found.is_fixed) == (set(), False)


def test_a_table_fixes_its_columns(layout: Layout) -> None:
    assert layout(lambda sheet: sheet.add_table(Table(displayName="tblBna", ref="A1:D5"))).is_fixed


def test_a_filter_fixes_its_columns(layout: Layout) -> None:
    def build(sheet: Any) -> None:
        sheet.auto_filter.ref = "A1:D5"

    assert layout(build).is_fixed
