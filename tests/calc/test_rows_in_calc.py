"""Rows put into an open document and taken out again: all or nothing, and what is around them follows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from addin.hosts import excel_added_rows
from addin.hosts.calc import book_of, connect
from addin.hosts.calc.office import enum, struct
from addin.hosts.excel import LAST_ROW, ExcelWorkbook
from addin.hosts.excel_dialogs import ExcelDialogs
from addin.hosts.excel_kept import KeptSheets
from addin.hosts.excel_session import run_action
from addin.hosts.places import OVERRIDE
from addin.messages import TresoError
from tests.soffice import RunningOffice

pytestmark = pytest.mark.calc
NEW = [(date(2026, 1, 8), "=cmd|' /C calc'!A0", None, 10.0), (date(2026, 1, 9), "@x", 2.0, None)]


class Tab:
    """The tab « BNA » of an open document: three lines, a running balance, a total line."""

    def __init__(self, office: RunningOffice, folder: Path) -> None:
        self._office, self._folder = office, folder
        self._path = folder / "classeur.xlsx"
        self.file = openpyxl.Workbook()
        self.sheet: Any = self.file.worksheets[0]
        self.sheet.title = "BNA"
        lines: list[list[Any]] = [
            ["Date", "Libellé", "Débit", "Crédit", "Solde"],
            *([date(2026, 1, day), f"op {day}", None, 100.0, f"=N(E{day})+D{day + 1}-C{day + 1}"] for day in (1, 2, 3)),
        ]
        for line in lines:
            self.sheet.append(line)
        self.book: xlwings.Book | None = None

    def open(self) -> xlwings.Sheet:
        self.file.save(self._path)
        self.book = book_of(connect(self._office.context), self._office.open(self._path))
        return self.book.sheets["BNA"]

    def workbook(self) -> ExcelWorkbook:
        assert self.book is not None
        return ExcelWorkbook(self.book, kept=KeptSheets(self._folder / "gardé", "x"))

    def add(self, *, at: int = 5, model: int | None = 4) -> None:
        workbook = self.workbook()
        workbook.add_rows("BNA", NEW, at=at, model=model)
        workbook.save()

    def state(self) -> list[tuple[object, ...]]:
        """Formulas, values, number formats, fills of all cells of all sheets, and the tables."""
        assert self.book is not None
        found: list[tuple[object, ...]] = []
        for sheet in self.book.sheets:
            used = sheet.used_range
            height, width = used.shape
            found += [(sheet.name, used.address, used.formula, str(used.value))]
            found += [(cell.address, cell.number_format, cell.color) for i in range(height) for j in range(width) if (cell := used[i, j])]
            found += [(table.name, table.range.address) for table in sheet.tables]
        return found + [(name.name, name.refers_to) for name in self.book.names]


@pytest.fixture
def tab(running_office: RunningOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tab]:
    monkeypatch.setenv(OVERRIDE, str(tmp_path / "moi"))
    made = Tab(running_office, tmp_path)
    yield made
    if made.book is not None:
        made.book.close()


def _rule() -> Any:
    make: Any = FormulaRule
    return make(formula=["$D2>50"], fill=PatternFill(bgColor="FFFFC7CE"))


def _formulas(sheet: xlwings.Sheet, address: str) -> Any:
    return sheet.range(address).formula


def _total_line(sheet: Any) -> None:
    sheet.append(["", "Total", "=SUM(C2:C4)", "=SUM(D2:D4)", "=E4"])


def test_the_total_line_sums_the_new_lines_and_shows_the_new_last_balance(tab: Tab) -> None:
    _total_line(tab.sheet)
    sheet = tab.open()
    tab.add()
    assert _formulas(sheet, "B7:E7") == (("Total", "=SUM(C2:C6)", "=SUM(D2:D6)", "=E6"),)
    assert sheet.range("C7:E7").value == [2.0, 310.0, 308.0]
    assert sheet.range("B5:B6").value == ["=cmd|' /C calc'!A0", "@x"]


def test_a_total_above_a_newest_first_tab_takes_the_lines_in(tab: Tab) -> None:
    tab.sheet.insert_rows(1, 2)
    tab.sheet["D1"], tab.sheet["E1"] = "=SUM(D4:D6)", "=E4"
    for row in (4, 5, 6):
        tab.sheet.cell(row, 5, f"=N(E{row + 1})+D{row}-C{row}")
        tab.sheet.cell(row, 1, date(2026, 1, 7 - row))
    sheet = tab.open()
    tab.add(at=4, model=4)
    assert _formulas(sheet, "D1:E1") == (("=SUM(D4:D8)", "=E4"),)
    assert sheet.range("D1:E1").value == [310.0, 308.0]


def test_what_covers_the_lines_covers_the_new_ones(tab: Tab) -> None:
    tab.sheet.auto_filter.ref = "A1:E4"
    tab.sheet.print_area = "A1:E4"
    tab.sheet.conditional_formatting.add("A2:E4", _rule())
    rule = DataValidation(type="decimal", operator="greaterThan", formula1="0")
    rule.add("C2:D4")
    tab.sheet.add_data_validation(rule)
    tab.file.defined_names.add(DefinedName("Credits", attr_text="BNA!$D$2:$D$4"))
    tab.file.defined_names.add(DefinedName("Fixe", attr_text="BNA!$D$2"))
    sheet = tab.open()
    assert tab.book is not None
    tab.add()
    assert tab.book.names["Credits"].refers_to == "=BNA!$D$2:$D$6"
    assert tab.book.names["Fixe"].refers_to == "=BNA!$D$2"
    assert sheet.page_setup.print_area == "$A$1:$E$6"
    filters = sheet.book.api.getPropertyValue("UnnamedDatabaseRanges")
    assert filters.getByTable(0).DataArea.EndRow == 5
    assert sheet.range("C6").api.Validation.Type.value == "DECIMAL"
    assert sheet.range("D6").api.ConditionalFormat.Count == 1


def test_lines_that_a_filter_hides_do_not_hide_or_skip_new_ones(tab: Tab) -> None:
    _total_line(tab.sheet)
    sheet = tab.open()
    cells = sheet.range("A1:E4").api
    described = cells.createFilterDescriptor(True)
    described.ContainsHeader = True
    described.FilterFields = (
        struct("sheet.TableFilterField", Field=1, StringValue="op 2", Operator=enum("sheet.FilterOperator", "EQUAL")),
    )
    cells.filter(described)
    assert [bool(sheet.range(f"{row}:{row}").api.Rows.IsVisible) for row in (2, 3, 4)] == [False, True, False]
    tab.add()
    assert sheet.range("A5:D6").value == [[datetime(2026, 1, 8), NEW[0][1], None, 10.0], [datetime(2026, 1, 9), "@x", 2.0, None]]
    assert sheet.range("E6").value == 308.0
    assert [bool(sheet.range(f"{row}:{row}").api.Rows.IsVisible) for row in (2, 3, 4, 5, 6, 7)] == [False, True, False, True, True, True]


def test_notes_of_the_model_are_not_multiplied(tab: Tab) -> None:
    sheet = tab.open()
    sheet.range("B4").impl.add_note("vu avec la banque")
    tab.add()
    assert len(sheet.api.Annotations) == 1


def test_the_height_of_the_lines_goes_on(tab: Tab) -> None:
    for row in (2, 3, 4):
        tab.sheet.row_dimensions[row].height = 24
    sheet = tab.open()
    tab.add()
    assert [sheet.range(f"{row}:{row}").row_height for row in (4, 5, 6)] == [24.0] * 3


@pytest.mark.parametrize(("at", "model"), [(5, 4), (4, 3), (2, 2)])
def test_what_was_begun_is_taken_back_when_a_later_step_fails(tab: Tab, at: int, model: int, monkeypatch: pytest.MonkeyPatch) -> None:
    _total_line(tab.sheet)
    tab.sheet.add_table(Table(displayName="tblBNA", ref="A1:E4"))
    tab.file.defined_names.add(DefinedName("Credits", attr_text="BNA!$D$2:$D$4"))
    tab.file.create_sheet("Autre")["A1"] = "=SUM(BNA!D2:D4)"
    tab.open()
    before = tab.state()

    def fails(*_: object) -> None:
        raise RuntimeError("le câble")

    monkeypatch.setattr(excel_added_rows, "write_cells", fails)  # once rows, table, names and values are there
    workbook = tab.workbook()
    workbook.add_rows("BNA", NEW, at=at, model=model)
    with pytest.raises(RuntimeError, match="câble"):
        workbook.save()
    assert not workbook.is_damaged
    assert tab.state() == before


def test_lines_taken_out_come_back_when_a_later_step_fails(tab: Tab) -> None:
    _total_line(tab.sheet)
    sheet = tab.open()
    before = (sheet.used_range.formula, sheet.used_range.value)
    workbook = tab.workbook()
    workbook.remove_rows("BNA", 3, 1)
    workbook.remove_rows("BNA", 2, 2)  # the total would lose its cells
    with pytest.raises(TresoError) as refusal:
        workbook.save()
    assert refusal.value.code == "ROWS_STILL_READ"
    assert (sheet.used_range.formula, sheet.used_range.value) == before


def test_the_version_kept_takes_the_lines_out_again(tab: Tab) -> None:
    _total_line(tab.sheet)
    tab.open()
    before = tab.state()
    workbook = tab.workbook()
    workbook.add_rows("BNA", NEW, at=5, model=4)
    workbook.add_rows("BNA", NEW[:1], at=2, model=2)
    workbook.save()
    kept = tab.workbook().read_kept("BNA")
    assert kept is not None
    assert kept.rows[4][1] == "Total"
    workbook = tab.workbook()
    workbook.restore("BNA")
    workbook.save()
    assert tab.state() == before
    with pytest.raises(TresoError) as refusal:
        tab.workbook().restore("BNA")
    assert refusal.value.code == "UNDO_GONE"


def test_rows_that_other_sheets_or_names_read_alone_are_not_taken_out(tab: Tab) -> None:
    tab.file.create_sheet("Autre")["A1"] = "=BNA!D3*2"
    tab.file.defined_names.add(DefinedName("Dernier", attr_text="BNA!$D$4"))
    tab.open()
    for row, user in ((3, "Autre"), (4, "Dernier")):
        with pytest.raises(TresoError) as refusal:
            tab.workbook().remove_rows("BNA", row, 1)
        assert refusal.value.code == "ROWS_STILL_READ"
        assert user in str(refusal.value)
    tab.workbook().remove_rows("BNA", 2, 1)


def test_a_protected_sheet_and_a_full_one_are_refused(tab: Tab) -> None:
    sheet = tab.open()
    with pytest.raises(TresoError) as full:
        tab.workbook().add_rows("BNA", NEW, at=LAST_ROW, model=4)
    sheet.api.protect("")
    for change in (lambda: tab.workbook().add_rows("BNA", NEW, at=5, model=4), lambda: tab.workbook().remove_rows("BNA", 2, 1)):
        with pytest.raises(TresoError) as refusal:
            change()
        assert refusal.value.code == "SHEET_PROTECTED"
    assert full.value.code == "ROWS_NO_ROOM"


def test_an_array_formula_is_not_cut(tab: Tab) -> None:
    sheet = tab.open()
    sheet.range("G3:G6").formula_array = "=ROW(A3:A6)"
    before = tab.state()
    workbook = tab.workbook()
    workbook.add_rows("BNA", NEW, at=5, model=4)
    with pytest.raises(TresoError) as refusal:
        workbook.save()
    assert refusal.value.code == "CELL_IN_FORMULA_GROUP"
    assert tab.state() == before


def test_lines_put_in_then_appended_follow_each_other(tab: Tab) -> None:
    sheet = tab.open()
    workbook = tab.workbook()
    workbook.add_rows("BNA", NEW, at=5, model=4)
    workbook.append("BNA", [[None, "dessous"]])
    workbook.add_rows("BNA", NEW[:1], at=8, model=7)
    workbook.save()
    assert sheet.range("B4:B8").value == ["op 3", NEW[0][1], "@x", "dessous", NEW[0][1]]


# ------------------------------------------------------------------------------------------------ the person


def test_options_and_files_are_asked_of_the_person(tab: Tab, running_office: RunningOffice) -> None:
    tab.open()
    asked: list[object] = []

    def pick(question: str, options: Any) -> int | None:
        asked.append((question, list(options)))
        return 1 if len(asked) == 1 else None

    def files(title: str) -> list[str]:
        asked.append(title)
        return ["/tmp/a.csv", "/tmp/b.csv"]

    app = connect(running_office.context, pick=pick, files=files)
    try:
        dialogs = ExcelDialogs(app)
        assert [dialogs.choose("Quel compte ?", ["BNA", "CPA"]) for _ in range(2)] == [1, None]
        assert dialogs.choose_files() == ["/tmp/a.csv", "/tmp/b.csv"]
        assert asked == [("Quel compte ?", ["BNA", "CPA"])] * 2 + ["Relevés à importer"]
    finally:
        app.impl.pick = app.impl.files = None
    for ask in (lambda: dialogs.choose("Quel compte ?", ["BNA", "CPA"]), dialogs.choose_files):
        with pytest.raises(TresoError) as refusal:
            ask()
        assert refusal.value.code == "CONFIRMATION_NEEDED"


def test_her_workbook_is_in_front_again_when_a_button_ends(tab: Tab, running_office: RunningOffice) -> None:
    """What a button opens meanwhile, or another workbook of hers, does not stay in front."""
    tab.open()
    assert tab.book is not None
    other = book_of(connect(running_office.context, answer=lambda *_: "ok"), running_office.open())
    try:
        run_action("X", lambda workbook, dialogs: other.activate(), tab.book)
        assert tab.book.app.books.active.name == tab.book.name
    finally:
        tab.book.app.impl.answer = None
        other.close()
