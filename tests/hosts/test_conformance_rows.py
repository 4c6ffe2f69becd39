"""Rows put into a tab and taken out again: the closed file and the open document give the same cells, formulas, values and looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.table import Table

from addin.hosts.excel import ExcelWorkbook
from addin.hosts.excel_kept import KeptSheets
from addin.hosts.excel_values import sheet_values
from addin.hosts.file import FileWorkbook
from addin.messages import TresoError
from addin.sheets.model import Value
from tests.soffice import RunningOffice

pytestmark = pytest.mark.calc

NEW: list[list[Value]] = [
    [date(2026, 1, 8), "=1+1", None, Decimal("12.50")],
    [date(2026, 1, 9), "+213 21", 7, None],
    [datetime(2026, 1, 10), "@tiers", Decimal("0.10"), None],
]
HEADINGS = ["Date", "Libellé", "Débit", "Crédit", "Solde"]
Build = Callable[[Any], None]
Cells = dict[str, object]


class Closed:
    """The file host, and the file read by another program."""

    def __init__(self, path: Path, office: RunningOffice, folder: Path) -> None:
        self.path = path

    def open(self) -> FileWorkbook:
        return FileWorkbook.open(self.path)

    def cells(self) -> tuple[Cells, Cells, Cells]:
        """Formulas or constants, values, looks (number format, bold, fill)."""
        formulas, values = openpyxl.load_workbook(self.path), openpyxl.load_workbook(self.path, data_only=True)
        found: tuple[Cells, Cells, Cells] = {}, {}, {}
        for cell in (cell for row in formulas["BNA"].iter_rows() for cell in row):
            is_formula = cell.data_type == "f"
            if cell.value is None:
                continue
            found[0][cell.coordinate] = cell.value if is_formula else "…"
            found[1][cell.coordinate] = _plain(values["BNA"][cell.coordinate].value)
            found[2][cell.coordinate] = (bool(cell.font.b), cell.fill.fill_type == "solid")
        return found

    def table(self) -> str | None:
        tables = openpyxl.load_workbook(self.path)["BNA"].tables
        return next(iter(tables.values())).ref if tables else None

    def close(self) -> None:
        """Nothing is open."""


class Open:
    """The live host over LibreOffice."""

    def __init__(self, path: Path, office: RunningOffice, folder: Path) -> None:
        from addin.hosts.calc import book_of, connect

        self.document = office.open(path)
        self.book: xlwings.Book = book_of(connect(office.context), self.document)
        self._folder = folder

    def open(self) -> ExcelWorkbook:
        return ExcelWorkbook(self.book, kept=KeptSheets(self._folder / "gardé", "x"))

    def cells(self) -> tuple[Cells, Cells, Cells]:
        sheet = self.book.sheets["BNA"]
        used = sheet.range("A1", sheet.used_range.last_cell)
        texts, raw = used.formula, sheet_values(used.options(err_to_str=True).raw_value, (1, 1)).rows
        found: tuple[Cells, Cells, Cells] = {}, {}, {}
        for i, row in enumerate(texts):
            for j, text in enumerate(row):
                if text == "":
                    continue
                cell = sheet.range((i + 1, j + 1))
                name = cell.address.replace("$", "")
                found[0][name] = text if text.startswith("=") and text != raw[i][j] else "…"
                found[1][name] = _plain(raw[i][j])
                found[2][name] = (bool(cell.font.bold), cell.color is not None)
        return found

    def table(self) -> str | None:
        tables = list(self.book.sheets["BNA"].tables)
        return tables[0].range.address.replace("$", "") if tables else None

    def close(self) -> None:
        self.document.close(True)


Host = Closed | Open


@pytest.fixture(params=[Closed, Open], ids=["closed", "open"])
def make(request: pytest.FixtureRequest, running_office: RunningOffice, tmp_path: Path) -> Iterator[Callable[[Build], Host]]:
    """Makes a workbook with one tab « BNA », calculated as its owner's is."""
    made: list[Host] = []

    def make(build: Build) -> Host:
        from addin.hosts.calc.office import properties

        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        sheet.title = "BNA"
        build(sheet)
        plain, path = tmp_path / "nu.xlsx", tmp_path / "classeur.xlsx"
        book.save(plain)
        document = running_office.open(plain)
        document.calculateAll()
        document.storeToURL(path.as_uri(), properties(FilterName="Calc MS Excel 2007 XML"))
        document.close(True)
        made.append(request.param(path, running_office, tmp_path))
        return made[-1]

    yield make
    for host in made:
        host.close()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.date() if value.time() == datetime.min.time() else value
    return round(float(value), 6) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def _add(host: Host, rows: Sequence[Sequence[Value]], *, at: int, model: int | None) -> None:
    workbook = host.open()
    assert workbook.add_rows("bna", rows, at=at, model=model) == ()
    workbook.save()


def _remove(host: Host, first: int, count: int) -> None:
    workbook = host.open()
    workbook.remove_rows("BNA", first, count)
    workbook.save()


def _lines(sheet: Any, count: int = 3, *, headings: int = 1, balance: str = "") -> None:
    """Headings, then lines in the look of a bank tab."""
    for column, text in enumerate(HEADINGS, 1):
        sheet.cell(headings, column, text).font = Font(bold=True)
    for k in range(count):
        row = headings + 1 + k
        sheet.cell(row, 1, date(2026, 1, 1 + k)).number_format = "dd/mm/yyyy"
        sheet.cell(row, 2, f"opération {k}").fill = PatternFill("solid", fgColor="FFFFEE")
        sheet.cell(row, 4, 100.0 * (k + 1)).number_format = "#,##0.00"
        if balance:
            sheet.cell(row, 5, balance.format(row=row, above=row - 1, below=row + 1)).number_format = "#,##0.00"


def _plain_list(sheet: Any) -> None:
    _lines(sheet)


def test_lines_go_under_a_plain_list_in_its_look_and_labels_stay_texts(make: Callable[[Build], Host]) -> None:
    host = make(_plain_list)
    _add(host, NEW, at=5, model=4)
    formulas, values, looks = host.cells()
    assert set(formulas.values()) == {"…"}
    assert [values.get(f"{letter}{row}") for row in (5, 6, 7) for letter in "ABCD"] == [
        date(2026, 1, 8), "=1+1", None, 12.5, date(2026, 1, 9), "+213 21", 7.0, None, date(2026, 1, 10), "@tiers", 0.1, None,
    ]  # fmt: skip
    assert [looks[f"B{row}"] for row in (1, 4, 5, 7)] == [(True, False), (False, True), (False, True), (False, True)]


def test_a_running_balance_goes_on_with_its_values(make: Callable[[Build], Host]) -> None:
    host = make(lambda sheet: _lines(sheet, balance="=N(E{above})+D{row}-C{row}"))
    _add(host, NEW, at=5, model=4)
    formulas, values, _ = host.cells()
    assert [formulas[f"E{row}"] for row in (4, 5, 7)] == ["=N(E3)+D4-C4", "=N(E4)+D5-C5", "=N(E6)+D7-C7"]
    assert [values[f"E{row}"] for row in (4, 5, 6, 7)] == [600.0, 612.5, 605.5, 605.4]


def test_a_formula_of_one_line_is_not_carried(make: Callable[[Build], Host]) -> None:
    def build(sheet: Any) -> None:
        _lines(sheet)
        sheet["D4"] = "=1200+350"

    host = make(build)
    _add(host, NEW, at=5, model=4)
    formulas, values, _ = host.cells()
    assert [formulas.get(f"D{row}") for row in (4, 5, 6)] == ["=1200+350", "…", None]
    assert (values["D4"], values["D5"]) == (1550.0, 12.5)


def test_newest_first_lines_go_under_the_headings_and_the_balance_runs_upwards(make: Callable[[Build], Host]) -> None:
    def build(sheet: Any) -> None:
        _lines(sheet, balance="=E{below}+D{row}-C{row}")
        sheet["E5"] = 1000.0

    host = make(build)
    _add(host, list(reversed(NEW)), at=2, model=2)
    formulas, values, _ = host.cells()
    assert [formulas[f"E{row}"] for row in (2, 4, 5, 7)] == ["=E3+D2-C2", "=E5+D4-C4", "=E6+D5-C5", "=E8+D7-C7"]
    assert [values[f"E{row}"] for row in (2, 3, 4, 5, 8)] == [1605.4, 1605.5, 1612.5, 1600.0, 1000.0]
    assert [values[f"A{row}"] for row in (2, 4, 5)] == [date(2026, 1, 10), date(2026, 1, 8), date(2026, 1, 1)]


def test_a_total_line_moves_down_and_sums_the_new_lines(make: Callable[[Build], Host]) -> None:
    def build(sheet: Any) -> None:
        _lines(sheet)
        sheet["B5"] = "Total"
        sheet["D5"] = "=SUM(D2:D4)"
        sheet["E5"] = "=D5-C5"
        sheet["B5"].font = Font(bold=True)

    host = make(build)
    _add(host, NEW, at=5, model=4)
    formulas, values, looks = host.cells()
    assert [formulas[f"{letter}8"] for letter in "BDE"] == ["…", "=SUM(D2:D7)", "=D8-C8"]
    assert (values["B8"], values["D8"], values["E8"]) == ("Total", 612.5, 612.5)
    assert (looks["B5"], looks["B8"]) == ((False, True), (True, False))
    _remove(host, 5, 3)
    formulas, values, _ = host.cells()
    assert (formulas["D5"], values["D5"], values["B5"]) == ("=SUM(D2:D4)", 600.0, "Total")


def test_a_table_takes_the_lines_in_and_gives_them_back(make: Callable[[Build], Host]) -> None:
    def build(sheet: Any) -> None:
        _lines(sheet, balance="=N(E{above})+D{row}-C{row}")
        sheet.add_table(Table(displayName="tblBNA", ref="A1:E4"))

    host = make(build)
    before = host.cells()
    _add(host, NEW, at=5, model=4)
    assert host.table() == "A1:E7"
    assert host.cells()[1]["E7"] == 605.4
    _remove(host, 5, 3)
    assert host.table() == "A1:E4"
    assert host.cells() == before


def test_lines_between_others_do_not_break_the_balance(make: Callable[[Build], Host]) -> None:
    """A closed file refuses what its formulas would lose; the application adapts them, and the balance goes through the new lines."""
    host = make(lambda sheet: _lines(sheet, balance="=N(E{above})+D{row}-C{row}"))
    before = host.cells()
    if isinstance(host, Closed):
        with pytest.raises(TresoError) as refusal:
            _add(host, NEW, at=4, model=3)
        assert refusal.value.code == "ROWS_WOULD_SHIFT"
        return
    _add(host, NEW, at=4, model=3)
    formulas, values, _ = host.cells()
    assert [formulas[f"E{row}"] for row in (3, 4, 6, 7)] == ["=N(E2)+D3-C3", "=N(E3)+D4-C4", "=N(E5)+D6-C6", "=N(E6)+D7-C7"]
    assert values["E7"] == 605.4
    _remove(host, 4, 3)
    assert host.cells() == before


def test_lines_under_bare_headings_do_not_look_like_headings(make: Callable[[Build], Host]) -> None:
    host = make(lambda sheet: _lines(sheet, 0))
    _add(host, NEW, at=2, model=None)
    _, values, looks = host.cells()
    assert [values["A2"], values["B4"]] == [date(2026, 1, 8), "@tiers"]
    assert [looks["A1"], looks["A2"], looks["B4"]] == [(True, False), (False, False), (False, False)]


def test_a_day_shows_as_a_day_where_the_column_shows_amounts(make: Callable[[Build], Host]) -> None:
    def build(sheet: Any) -> None:
        _lines(sheet)
        sheet["A4"] = 3
        sheet["A4"].number_format = "#,##0.00"

    host = make(build)
    _add(host, NEW, at=5, model=4)
    assert host.cells()[1]["A5"] == date(2026, 1, 8)


def test_prepared_lines_are_filled_not_pushed_down(make: Callable[[Build], Host]) -> None:
    def build(sheet: Any) -> None:
        _lines(sheet, balance='=IF(A{row}="","",N(E{above})+D{row}-C{row})')
        for row in range(5, 10):
            sheet.cell(row, 5, f'=IF(A{row}="","",N(E{row - 1})+D{row}-C{row})')

    host = make(build)
    before = host.cells()
    _add(host, NEW, at=5, model=4)
    formulas, values, _ = host.cells()
    assert [row for row in range(2, 14) if f"E{row}" in formulas] == list(range(2, 10))
    assert (values["E7"], formulas["E8"]) == (605.4, '=IF(A8="","",N(E7)+D8-C8)')
    _remove(host, 5, 3)
    assert host.cells()[:2] == before[:2]


@pytest.mark.parametrize(("at", "model"), [(5, 4), (2, 2)])
def test_lines_taken_out_are_as_if_they_had_never_come(make: Callable[[Build], Host], at: int, model: int) -> None:
    host = make(_plain_list)
    before = host.cells()
    _add(host, NEW, at=at, model=model)
    assert host.cells() != before
    _remove(host, at, 3)
    assert host.cells() == before


def test_several_places_of_one_save_hold_from_the_bottom_up(make: Callable[[Build], Host]) -> None:
    host = make(_plain_list)
    workbook = host.open()
    workbook.add_rows("BNA", [NEW[2]], at=5, model=4)
    workbook.add_rows("BNA", [NEW[1]], at=4, model=3)
    workbook.add_rows("BNA", [NEW[0]], at=2, model=2)
    workbook.save()
    values = host.cells()[1]
    assert [values.get(f"B{row}") for row in range(2, 8)] == ["=1+1", "opération 0", "opération 1", "+213 21", "opération 2", "@tiers"]
