"""Workbooks as programs write them: what the reader of files gives is read, and what it leaves out is said."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from addin.app.read_dossier import needs_a_look, read_dossier
from addin.hosts.file import FileWorkbook
from addin.treasury.dossier import Dossier
from tests.app.fakes import Answers
from tests.treasury.raw_tabs import (
    LATER,
    MOVEMENTS,
    ONE_COLUMN,
    TWO_COLUMNS,
    in_one_column,
    in_two_columns,
    opening,
    rows_of,
    total,
    totals,
)

SUM = total(*MOVEMENTS)
LAST = len(MOVEMENTS) + 1


def fill(sheet: Worksheet, rows: Sequence[Sequence[object]], *, row: int = 1, column: int = 1) -> None:
    for i, cells in enumerate(rows):
        for j, value in enumerate(cells):
            if value not in (None, ""):
                cell = sheet.cell(row + i, column + j, value)  # type: ignore[arg-type]
                if isinstance(value, date):
                    cell.number_format = "dd/mm/yyyy"


@pytest.fixture
def read_file(tmp_path: Path) -> Callable[[Callable[[Workbook], None]], Dossier]:
    """The dossier of a workbook that a test fills, closes and opens again."""

    def read(build: Callable[[Workbook], None]) -> Dossier:
        book = Workbook()
        book.remove(book.worksheets[0])
        build(book)
        path = tmp_path / "classeur.xlsx"
        book.save(path)
        with FileWorkbook.open(path, for_writing=False) as workbook:
            return read_dossier(workbook, Answers())

    return read


Reader = Callable[[Callable[[Workbook], None]], Dossier]


def test_rows_that_a_filter_hides_and_tabs_that_are_hidden_count(read_file: Reader) -> None:
    def build(book: Workbook) -> None:
        shown, hidden = book.create_sheet("BNA"), book.create_sheet("CPA")
        fill(shown, [TWO_COLUMNS, *in_two_columns()])
        fill(hidden, [TWO_COLUMNS, *in_two_columns(LATER)])
        shown.auto_filter.ref, shown.freeze_panes = f"A1:D{LAST}", "A2"
        for row in (3, 5):
            shown.row_dimensions[row].hidden = True
        hidden.sheet_state = "veryHidden"

    dossier = read_file(build)
    assert totals(dossier) == {"BNA": SUM, "CPA": total(*LATER)}
    assert [each.is_hidden for each in dossier.readings] == [False, True]


def test_a_table_with_a_total_row_of_formulas_never_calculated_is_read(read_file: Reader) -> None:
    def build(book: Workbook) -> None:
        sheet = book.create_sheet("BNA")
        fill(sheet, [TWO_COLUMNS, *in_two_columns(), ["Total", "", f"=SUM(C2:C{LAST})", f"=SUM(D2:D{LAST})"]])
        sheet.add_table(Table(displayName="Operations", ref=f"A1:D{LAST + 1}", totalsRowCount=1))

    dossier = read_file(build)
    assert totals(dossier) == {"BNA": SUM}
    assert rows_of(dossier, "CELL_NOT_CALCULATED") == []


def test_merged_headings_and_dates_merged_over_their_lines_are_read(read_file: Reader) -> None:
    def build(book: Workbook) -> None:
        sheet = book.create_sheet("Caisse")
        rows = [[row[0] if i % 2 == 0 else "", *row[1:]] for i, row in enumerate(in_two_columns())]
        fill(sheet, [["RELEVE DE CAISSE"], ["Opérations", "", "Mouvements", ""], TWO_COLUMNS, *rows])
        for area in ("A1:D1", "A2:B2", "C2:D2", *(f"A{row}:A{row + 1}" for row in range(4, LAST + 2, 2))):
            sheet.merge_cells(area)

    assert totals(read_file(build)) == {"Caisse": SUM}


def test_dates_counted_from_1904_are_the_same_days(read_file: Reader) -> None:
    def build(book: Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904
        fill(book.create_sheet("BNA"), [ONE_COLUMN, *in_one_column()])

    assert (found := read_file(build).readings[0]).first_date == MOVEMENTS[0][0]
    assert found.last_date == MOVEMENTS[-1][0]


def test_a_table_far_from_the_corner_with_formatted_rows_below_and_a_cell_in_the_last_column_is_read(read_file: Reader) -> None:
    def build(book: Workbook) -> None:
        sheet = book.create_sheet("BNA")
        fill(sheet, [TWO_COLUMNS, *in_two_columns()], row=7, column=4)
        sheet.cell(7, 16_384, "x")
        for row in range(20, 500):
            sheet.cell(row, 5).fill = PatternFill("solid", fgColor="FFFF00")

    assert totals(read_file(build)) == {"BNA": SUM}


def test_a_running_balance_of_formulas_never_calculated_leaves_the_amounts_and_the_opening_balance(read_file: Reader) -> None:
    def build(book: Workbook) -> None:
        formulas = [[*row, f"=E{i}-C{i + 1}+D{i + 1}"] for i, row in enumerate(in_two_columns(), 2)]
        fill(book.create_sheet("BNA"), [[*TWO_COLUMNS, "Solde"], ["", "Solde initial", "", "", 1000.0], *formulas])

    dossier = read_file(build)
    assert (totals(dossier), opening(dossier, "BNA")) == ({"BNA": SUM}, 1_000_00)
    assert not needs_a_look(dossier.findings)


def test_errors_and_formulas_never_calculated_are_said_at_their_rows(read_file: Reader) -> None:
    def build(book: Workbook) -> None:
        sheet = book.create_sheet("BNA")
        fill(sheet, [ONE_COLUMN, *in_one_column()])
        sheet["C3"] = "=1+1"
        for place, error in (("C4", "#REF!"), ("A5", "#N/A"), ("B6", "#DIV/0!")):
            sheet[place].value, sheet[place].data_type = error, "e"

    dossier = read_file(build)
    assert totals(dossier) == {"BNA": SUM - total(*MOVEMENTS[1:4])}
    assert (rows_of(dossier, "CELL_NOT_CALCULATED"), rows_of(dossier, "CELL_ERROR"), rows_of(dossier, "CELL_ERROR_ASIDE")) == (
        [3],
        [4, 5],
        [6],
    )


def test_last_rows_that_hold_only_formulas_never_calculated_are_not_lost(read_file: Reader) -> None:
    def build(book: Workbook) -> None:
        last = LAST + 1
        fill(book.create_sheet("BNA"), [ONE_COLUMN, *in_one_column(), [f"=A{LAST}+1", "", f"=C{LAST}"], ["", "", f"=SUM(C2:C{last})"]])

    dossier = read_file(build)
    assert rows_of(dossier, "CELL_NOT_CALCULATED") == [LAST + 1]
    assert dossier.readings[0].left_out == {"rejected": 1, "total": 1}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<dimension ref="A1:D9"/>', '<dimension ref="A1"/>'),
        ("<is><t>VIR RECU", '<is><r><t>VIR</t></r><r><rPr><b/></rPr><t xml:space="preserve"> RECU'),
        ("<sheetData>", "\n  <sheetData>\n"),
    ],
)
def test_other_ways_of_writing_the_same_sheet_are_read(tmp_path: Path, old: str, new: str) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "BNA"
    fill(sheet, [TWO_COLUMNS, *in_two_columns()])
    first, path = tmp_path / "premier.xlsx", tmp_path / "classeur.xlsx"
    book.save(first)
    with zipfile.ZipFile(first) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            text = source.read(name).decode()
            if name.endswith("sheet1.xml"):
                assert old in text
                text = text.replace(old, new)
                if "<r><t>VIR" in text:
                    text = text.replace("NOVATEC FA112/26</t></is>", "NOVATEC FA112/26</t></r></is>")
            target.writestr(name, text)
    with FileWorkbook.open(path, for_writing=False) as workbook:
        dossier = read_dossier(workbook, Answers())
    assert totals(dossier) == {"BNA": SUM}
    assert dossier.operations["label"].iloc[0] == MOVEMENTS[0][1]
