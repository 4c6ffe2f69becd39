"""The rows that she has selected in an open workbook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest

from addin.app.categorise import categorise
from addin.hosts import excel_gaps
from addin.hosts.excel import ExcelWorkbook
from addin.hosts.excel_kept import KeptSheets
from addin.hosts.excel_selection import rows_of, selected_rows
from tests.app.fakes import Answers, MemoryWorkbook
from tests.app.test_categorise import FUEL, NEW, NOW, NoCache, bank
from tests.soffice import RunningOffice


@pytest.mark.parametrize(
    ("area", "rows"),
    [("$B$3", [3]), ("$A$2:$D$4", [2, 3, 4]), ("$7:$8", [7, 8]), ("$A:$C", list(range(1, 11))), ("$A$9:$A$99", [9, 10]), ("?", [])],
)
def test_an_address_gives_its_rows(area: str, rows: list[int]) -> None:
    assert list(rows_of(area, 10)) == rows


@dataclass
class Chosen:
    """What an application says is selected."""

    address: str
    sheet: Any = field(default_factory=lambda: SimpleNamespace(name="BNA", book=SimpleNamespace(name="c.xlsx")))
    api: Any = None


def book(chosen: object) -> Any:
    return SimpleNamespace(name="c.xlsx", app=SimpleNamespace(selection=chosen, engine=SimpleNamespace(name="calc")))


def test_several_areas_are_all_taken() -> None:
    assert selected_rows(book(Chosen("$A$2:$D$3,$A$9:$D$9")), 100) == ("BNA", frozenset({2, 3, 9}))
    assert selected_rows(book(Chosen("$A$2,$A$9")), 100) == ("BNA", frozenset({2, 9}))


def test_a_long_list_of_areas_is_read_area_by_area_in_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel_gaps, "system_of", lambda app: "windows")
    areas = [SimpleNamespace(Address=f"$A${row}:$D${row}") for row in range(2, 200, 2)]
    found = selected_rows(book(Chosen("cut", api=SimpleNamespace(Areas=areas))), 1_000)
    assert found == ("BNA", frozenset(range(2, 200, 2)))


@pytest.mark.parametrize(
    "chosen",
    [None, Chosen("$B$3"), Chosen("$B$3:$B$9", SimpleNamespace(name="BNA", book=SimpleNamespace(name="autre.xlsx"))), SimpleNamespace()],
    ids=["a drawing", "one cell", "another workbook", "something unknown"],
)
def test_what_is_no_selection_of_rows_is_none(chosen: object) -> None:
    assert selected_rows(book(chosen), 100) is None


def test_a_selection_without_any_operation_counts_as_none() -> None:
    workbook = MemoryWorkbook({"BNA": bank(*NEW), "Notes": [["rien"], ["du", "tout"]]})
    done = categorise(workbook, Answers(True), NoCache(), as_of=date(2026, 11, 30), now=NOW, selected={"Notes": {1, 2}, "BNA": {1}})
    assert done.counts.new == 2
    assert done.counts.selected == 0
    assert workbook.content["BNA"][32][3] == FUEL


@pytest.fixture
def opened(running_office: RunningOffice, tmp_path: Path) -> Iterator[Any]:
    from addin.hosts.calc import book_of, connect

    made = openpyxl.Workbook()
    made.active.title = "BNA"
    for row in bank(*NEW):
        made.active.append(row)
    path = tmp_path / "c.xlsx"
    made.save(path)
    document = running_office.open(path)
    yield ExcelWorkbook(book_of(connect(running_office.context), document), kept=KeptSheets(tmp_path / "gardé", "x"))
    document.close(True)


@pytest.mark.calc
def test_libreoffice_says_which_rows_are_selected(opened: Any) -> None:
    sheet = opened.book.sheets["BNA"]
    sheet.range("A30:B33").select()
    assert opened.selected_rows() == {"BNA": frozenset({30, 31, 32, 33})}
    sheet.range("A30").select()
    assert opened.selected_rows() == {}
    sheet.range("33:9000").select()
    assert opened.selected_rows() == {"BNA": frozenset({33, 34})}
