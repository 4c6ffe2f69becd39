"""Values through the engine are what xlwings gives over Excel."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings

from tests.calc.engine import app, sheet

__all__ = ["app", "sheet"]


def test_each_kind_of_value_comes_back_as_it_was_written(sheet: xlwings.Sheet) -> None:
    rows = [
        ["Été", 12.5, dt.datetime(2026, 10, 31), True, None],
        ["d'ici", -3.0, dt.datetime(2026, 10, 31, 8, 30), False, "123"],
    ]
    sheet["B2"].value = rows
    assert sheet["B2:F3"].value == rows
    assert [[type(value) for value in row] for row in sheet["B2:F3"].value] == [[type(value) for value in row] for row in rows]
    assert sheet.used_range.address == "$B$2:$F$3"


def test_a_date_is_a_datetime_and_a_decimal_a_float(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = [dt.date(2026, 1, 2), Decimal("12.34"), 7]
    assert sheet["A1:C1"].value == [dt.datetime(2026, 1, 2), 12.34, 7.0]
    assert sheet["A1"].number_format == "dd/mm/yyyy"


def test_a_text_is_kept_as_a_text_and_loses_one_leading_apostrophe_as_in_excel(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = [["'=1+1", "'0012", "1,5", "01/02/2026", "=", "''x"]]
    assert sheet["A1:F1"].value == ["=1+1", "0012", "1,5", "01/02/2026", "=", "'x"]


def test_dates_keep_the_date_format_that_the_cells_have(sheet: xlwings.Sheet) -> None:
    sheet["A1:A2"].number_format = "yyyy-mm-dd"
    sheet["A3"].number_format = "0.00"
    sheet["A1"].options(transpose=True).value = [dt.datetime(2026, 1, 1)] * 4
    assert [sheet[f"A{row}"].number_format for row in range(1, 5)] == ["yyyy-mm-dd", "yyyy-mm-dd", "dd/mm/yyyy", "dd/mm/yyyy"]


def test_a_number_where_a_truth_value_stood_is_a_number(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = [[True, True, "x"], [False, True, 1.0]]
    sheet["A1"].value = [[1.0, True], [0.0, 2.0]]
    assert sheet["A1:C2"].value == [[1.0, True, "x"], [0.0, 2.0, 1.0]]


def test_errors_are_none_or_their_text_and_the_rest_stays(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = [["=1/0", "=NA()", '=VALUE("x")'], ["=nobody(1)", 5.0, "=B2+1"]]
    assert sheet["A1:C2"].value == [[None, None, None], [None, 5.0, 6.0]]
    shown = sheet["A1:C2"].options(err_to_str=True).value
    assert shown == [["#DIV/0!", "#N/A", "#VALUE!"], ["#NAME?", 5.0, 6.0]]
    assert sheet["A1"].raw_value == -2146826281


def test_values_of_formulas_show_what_they_are(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = ["=DATE(2026,1,2)", "=1=1", "=NOT(B1)", '="a"&"b"']
    assert sheet["A1:D1"].value == [dt.datetime(2026, 1, 2), True, False, "ab"]


def test_hidden_and_filtered_rows_are_read(sheet: xlwings.Sheet) -> None:
    sheet["A1"].options(transpose=True).value = ["Montant", 1, 2, 3]
    table = sheet.tables.add(sheet["A1:A4"], name="tblFiltre")
    sheet["A3"].rows.hidden = True
    assert table.data_body_range is not None
    assert table.data_body_range.value == [1.0, 2.0, 3.0]


def test_whole_columns_are_read_as_far_as_the_sheet_is_used(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = [["a", "b"], [1, 2]]
    read = sheet["A:C"].value
    assert len(read) == 1_048_576
    assert read[:3] == [["a", "b", None], [1.0, 2.0, None], [None] * 3]


def test_truth_values_and_dates_of_an_excel_file_are_such(app: xlwings.App, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append([True, dt.date(2026, 3, 4), dt.datetime(2026, 3, 4, 12, 30), "x", 2.5])
    book.save(tmp_path / "fichier.xlsx")
    read = app.books.open(tmp_path / "fichier.xlsx").sheets[0]["A1:E1"]
    assert read.value == [True, dt.datetime(2026, 3, 4), dt.datetime(2026, 3, 4, 12, 30), "x", 2.5]
    assert read.formula[0][0] == "TRUE"


def test_rows_of_unequal_length_and_unknown_objects_are_refused(sheet: xlwings.Sheet) -> None:
    with pytest.raises(Exception, match="same length"):
        sheet["A1"].value = [[1, 2], [3]]
    with pytest.raises(ValueError, match="equally long"):
        sheet["A1"].raw_value = [[1.0, 2.0], [3.0]]
    with pytest.raises(TypeError, match="a cell cannot hold a dict"):
        sheet["A1"].value = [[{}]]
    assert sheet["A1:B2"].value == [[None, None], [None, None]]


class Counted:
    """A UNO object that counts what is asked of it, and of what it gives."""

    def __init__(self, api: Any, calls: list[str]) -> None:
        self.__dict__.update(api=api, calls=calls)

    def __getattr__(self, name: str) -> Any:
        self.calls.append(name)
        value = getattr(self.api, name)
        if callable(value):
            return lambda *args: self._wrapped(value(*args))
        return self._wrapped(value)

    def __setattr__(self, name: str, value: object) -> None:
        self.calls.append(name)
        setattr(self.api, name, value)

    def _wrapped(self, value: Any) -> Any:
        return Counted(value, self.calls) if type(value).__name__ == "pyuno" and hasattr(value, "queryInterface") else value


@pytest.fixture
def calls(sheet: xlwings.Sheet) -> dict[int, tuple[int, int]]:
    """Rows → calls to write and to read as many rows."""
    from addin.hosts.calc.values import read_block, write_block

    found = {}
    formats = sheet.book.impl.formats
    for count in (10, 5_000):
        rows = [[dt.datetime(2026, 1, 1 + i % 28), f"x{i}", float(i), True] for i in range(count)]
        sheet.clear()
        written: list[str] = []
        write_block(Counted(sheet["A1"].resize(count, 4).api, written), rows, formats)
        read: list[str] = []
        assert read_block(Counted(sheet["A1"].resize(count, 4).api, read), formats) == rows
        found[count] = (len(written), len(read))
    return found


def test_a_block_crosses_to_libreoffice_in_one_call_whatever_its_size(calls: dict[int, tuple[int, int]]) -> None:
    assert calls[10] == calls[5_000]
    assert max(calls[10]) <= 30
