"""A sheet copied into another book is the same sheet, and nothing of the other book stays behind."""

from __future__ import annotations

import html
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlwings
from openpyxl.chart import LineChart, Reference
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.table import Table

from tests.calc.engine import app, sheet

__all__ = ["app", "sheet"]


@pytest.fixture
def side(tmp_path: Path) -> Path:
    """A book with one sheet that has something of everything, and a second one that it cites."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Rapport 2026-S44"
    page.append(["Jour", "Solde", "Note"])
    for day in range(1, 6):
        page.append([day, day * 100.5, f"n° {day}"])
    page["B2"].number_format = "#,##0.00"
    page["A1"].font = Font(bold=True, color="FF0000")
    page["A1"].fill = PatternFill("solid", fgColor="DDEEFF")
    page["D1"] = "=Autre!A1*2"
    page["D2"] = "=SUM(B2:B6)"
    page.merge_cells("A8:C8")
    page["A8"] = "fusion"
    page.conditional_formatting.add(
        "B2:B6", CellIsRule(operator="greaterThan", formula=["300"], fill=PatternFill("solid", bgColor="FF0000"))
    )
    page.add_table(Table(displayName="tblJours", ref="A1:C6"))
    chart = LineChart()
    chart.add_data(Reference(page, min_col=2, min_row=1, max_row=6), titles_from_data=True)
    page.add_chart(chart, "F2")
    page.column_dimensions["A"].width = 30
    page.sheet_properties.tabColor = "1F5C6B"
    page.page_setup.orientation = "landscape"
    page.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(fitToPage=True)
    page.print_area = "A1:C8"
    page.print_title_rows = "1:1"
    page.oddFooter.left.text = "Trésorerie"
    page.sheet_view.showGridLines = False
    book.create_sheet("Autre")["A1"] = 21
    path = tmp_path / "côté.xlsx"
    book.save(path)
    return path


def test_a_copied_sheet_keeps_its_looks_and_loses_its_links(app: xlwings.App, sheet: xlwings.Sheet, side: Path, tmp_path: Path) -> None:
    sheet.name = "Lignes"
    target = sheet.book
    other = app.books.open(side)
    copy = other.sheets[0].copy(after=target.sheets[0])
    other.close()
    assert [page.name for page in target.sheets] == ["Lignes", "Rapport 2026-S44"]
    assert copy["A1:D2"].value == [["Jour", "Solde", "Note", 42.0], [1.0, 100.5, "n° 1", 1507.5]]
    assert copy["D1:D2"].formula == (("42",), ("=SUM(B2:B6)",))
    assert copy["B2"].number_format == "#,##0.00"
    assert copy["A1"].font.bold
    assert copy["A1"].color == (0xDD, 0xEE, 0xFF)
    assert copy["A8"].merge_area.address == "$A$8:$C$8"
    assert copy["A1"].column_width == pytest.approx(30, abs=1)
    assert [table.name for table in copy.tables] == ["tblJours"]
    assert not copy.show_gridlines
    assert target.sheets["Lignes"].show_gridlines
    target.save(tmp_path / "copie.xlsx")
    target.close()
    written = openpyxl.load_workbook(tmp_path / "copie.xlsx")["Rapport 2026-S44"]
    assert written.sheet_properties.tabColor.rgb == "FF1F5C6B"
    assert written.page_setup.orientation == "landscape"
    assert written.sheet_properties.pageSetUpPr.fitToPage
    assert written.print_area == "'Rapport 2026-S44'!$A$1:$C$8"
    assert written.print_title_rows == "$1:$1"
    assert "Trésorerie" in written.oddFooter.left.text
    assert len(written.conditional_formatting) == 1
    with zipfile.ZipFile(tmp_path / "copie.xlsx") as archive:
        assert not [name for name in archive.namelist() if "externalLink" in name]
        chart = next(name for name in archive.namelist() if name.startswith("xl/charts/chart"))
        assert "'Rapport 2026-S44'!$B$2:$B$6" in html.unescape(archive.read(chart).decode())


def test_a_formula_that_cites_a_sheet_of_the_other_book_cites_the_one_here(app: xlwings.App, sheet: xlwings.Sheet, side: Path) -> None:
    sheet.name = "Autre"
    sheet["A1"].value = 5
    copy = app.books.open(side).sheets[0].copy(before=sheet)
    assert copy["D1"].formula == "=Autre!A1*2"
    assert copy["D1"].value == 10.0


def test_a_copy_takes_the_next_free_name_as_in_excel(app: xlwings.App, sheet: xlwings.Sheet, side: Path) -> None:
    sheet.name = "RAPPORT 2026-s44"
    other = app.books.open(side)
    first = other.sheets[0].copy(after=sheet)
    second = other.sheets[0].copy(after=sheet)
    assert (first.name, second.name) == ("Rapport 2026-S44 (2)", "Rapport 2026-S44 (3)")
    assert [table.name for table in first.tables] == ["tblJours"]
    assert [table.name for table in second.tables] == ["tblJours_2"]
    assert len(first.charts) == len(second.charts) == 1
    named = other.sheets[0].copy(after=sheet, name="Copie")
    assert named.name == "Copie"
    with pytest.raises(ValueError, match="already present"):
        other.sheets[0].copy(after=sheet, name="copie")
