# ruff: noqa: E501  (sheets written out as XML)
"""Reading a closed workbook: every value, and the cells that a fast reader would leave blank without a word."""

from __future__ import annotations

import itertools
import time
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.app.ports import CellError, SheetInfo
from addin.hosts.file import FileWorkbook
from addin.hosts.unread import parsed_cells, unread_cells
from tests.hosts.workbooks import LINKS, MAIN, pack, rich_workbook, sheet_xml, simple_parts, simple_workbook

NEVER = CellError("")


def _rows(path: Path, sheet: str) -> list[list[object]]:
    with FileWorkbook.open(path, for_writing=False) as workbook:
        return [list(row) for row in workbook.read(sheet).rows]


def test_sheets_come_in_tab_order_with_their_state_and_kind(tmp_path: Path) -> None:
    with FileWorkbook.open(rich_workbook(tmp_path / "c.xlsm")) as workbook:
        assert workbook.name == "c.xlsm"
        assert workbook.sheets() == [
            SheetInfo("BNA", "visible"),
            SheetInfo("Caché", "hidden"),
            SheetInfo("Graphe", "visible", is_grid=False),
            SheetInfo("Système", "very_hidden"),
        ]
        with pytest.raises(KeyError):
            workbook.read("Graphe")
        with pytest.raises(KeyError):
            workbook.read("Absente")


def test_values_dates_and_texts_are_read_from_a1(tmp_path: Path) -> None:
    with FileWorkbook.open(rich_workbook(tmp_path / "c.xlsm")) as workbook:
        assert workbook.read("BNA").rows[1] == [date(2021, 1, 1), "Virement SARL Été & Fils", 1250.5, 1250.5]
        hidden = workbook.read("Caché")
        assert hidden.rows == [["", "", ""], ["", "", ""], ["", "Virement SARL Été & Fils", 2501.0]]
        assert workbook.read("Système").rows == []
        assert hidden.errors == {}
        assert workbook.read("BNA").rows[2][1] == "Loyer", "a sheet can be read again after all have been read"


def test_errors_and_formulas_never_calculated_are_reported(tmp_path: Path) -> None:
    cells = (
        '<c r="A1" t="e"><v>#REF!</v></c><c r="B1" s="2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="C1"><f>A1</f></c><c r="D1"><f>A1</f><v></v></c>'
        '<c r="E1"><f>A1</f><v/></c><c r="F1"><f t="shared" si="0"/></c><c r="G1"><f t="shared" ref="G1:G2" si="1">A1</f><v /></c>'
        '<c r="H1" t="str"><f>""</f><v></v></c><c r="I1" t="str"><f>""</f><v/></c><c r="J1"><v/></c><c r="K1"><f>2</f><v>2</v></c>'
        '<c r="L1" t="inlineStr"><is><t>t="e" et &lt;/f>&lt;/c></t></is></c><c r="M1" s="1"/><c r="N1"><f>A1</f><v>0</v></c><c r="AB1" t="e"><v>#N/A</v></c>'
    )
    path = simple_workbook(tmp_path / "c.xlsx", {"F": sheet_xml(f'<row r="1">{cells}</row>')})
    with FileWorkbook.open(path) as workbook:
        values = workbook.read("F")
    assert values.errors == {
        (0, 0): CellError("#REF!"),
        (0, 1): CellError("#DIV/0!"),
        (0, 27): CellError("#N/A"),
        **{(0, column): NEVER for column in (2, 3, 4, 5, 6)},
    }
    assert all(values.rows[row][column] == "" for row, column in values.errors)
    assert values.rows[0][11] == 't="e" et </f></c>'


_CONTENTS = (
    ("", ""),
    ("", "<{p}v>1</{p}v>"),
    ("", "<{p}f>A1</{p}f><{p}v>1</{p}v>"),
    ("", "<{p}f>A1</{p}f>"),
    ("", "<{p}f>A1</{p}f><{p}v></{p}v>"),
    ("", "<{p}f>A1</{p}f><{p}v/>"),
    ("", '<{p}f t="shared" si="0"/>'),
    (' t="str"', "<{p}f>A1</{p}f><{p}v></{p}v>"),
    (' t="str"', "<{p}f>A1</{p}f><{p}v>x</{p}v>"),
    (' t="e"', "<{p}v>#REF!</{p}v>"),
    (' t="e"', "<{p}f>A1</{p}f><{p}v>#N/A</{p}v>"),
    (' t="inlineStr"', '<{p}is><{p}t>t="e"</{p}t></{p}is>'),
    (' t="inlineStr"', "<{p}is><{p}t/></{p}is>"),
)


@given(
    rows=st.lists(st.lists(st.sampled_from(_CONTENTS), min_size=1, max_size=5), min_size=1, max_size=6),
    prefix=st.sampled_from(["", "x:"]),
    addressed=st.booleans(),
    indented=st.booleans(),
    size=st.integers(1, 300),
)
def test_the_search_finds_what_parsing_finds(
    rows: list[list[tuple[str, str]]], prefix: str, addressed: bool, indented: bool, size: int
) -> None:
    xml = f'<{prefix}worksheet xmlns{":x" if prefix else ""}="{MAIN}"><{prefix}sheetData>'
    gap = "\n  " if indented else ""
    for i, row in enumerate(rows, 1):
        xml += f'{gap}<{prefix}row r="{i}">'
        for j, (attributes, content) in enumerate(row):
            where = f' r="{chr(65 + j)}{i}"' if addressed else ""
            xml += gap + (f"<{prefix}c{where}{attributes}>" + content.format(p=prefix) + f"</{prefix}c>")
        xml += f"{gap}</{prefix}row>"
    data = f"{xml}</{prefix}sheetData></{prefix}worksheet>".encode()
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    assert unread_cells(lambda: pieces) == dict(parsed_cells([data]))


def test_many_formulas_never_calculated_are_found_quickly() -> None:
    row = "".join(f'<c r="{letter}{{0}}"><f>A{{0}}+1</f><v></v></c>' for letter in "BCDE")
    data = sheet_xml("".join(f'<row r="{i}"><c r="A{i}"><v>1</v></c>{row.format(i)}</row>' for i in range(1, 10_001))).encode()
    started = time.perf_counter()
    found = unread_cells(lambda: [data[at : at + (1 << 20)] for at in range(0, len(data), 1 << 20)])
    assert len(found) == 40_000
    assert time.perf_counter() - started < 2


def test_a_workbook_of_openpyxl_is_said_to_be_never_calculated(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["Date", "=1+1"])
    book.save(tmp_path / "c.xlsx")
    with FileWorkbook.open(tmp_path / "c.xlsx") as workbook:
        assert workbook.read("Sheet").errors == {(0, 1): NEVER}


def test_dates_counted_from_1904_are_the_same_dates(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" s="1"><v>42735</v></c></row>'
    path = simple_workbook(tmp_path / "c.xlsx", {"F": sheet_xml(rows)}, properties=' date1904="1"')
    assert _rows(path, "F") == [[date(2021, 1, 1)]]


def test_blank_rows_and_columns_in_front_keep_their_place(tmp_path: Path) -> None:
    path = simple_workbook(tmp_path / "c.xlsx", {"F": sheet_xml('<row r="4"><c r="C4"><v>7</v></c><c r="D4" t="e"><v>#REF!</v></c></row>')})
    with FileWorkbook.open(path) as workbook:
        values = workbook.read("F")
    assert len(values.rows) == 4
    assert values.rows[3][2] == 7.0
    assert values.errors == {(3, 3): CellError("#REF!")}


def test_prefixed_tags_are_read(tmp_path: Path) -> None:
    parts = simple_parts(
        {
            "F": f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>5</x:v></x:c><x:c r="B1" t="e"><x:v>#N/A</x:v></x:c></x:row></x:sheetData></x:worksheet>'
        }
    )
    parts["xl/workbook.xml"] = (
        f'<x:workbook xmlns:x="{MAIN}" xmlns:r="{LINKS}"><x:sheets><x:sheet name="F" sheetId="1" r:id="rId1"/></x:sheets></x:workbook>'
    )
    with FileWorkbook.open(pack(tmp_path / "c.xlsx", parts)) as workbook:
        values = workbook.read("F")
    assert values.rows[0][0] == 5.0
    assert values.errors == {(0, 1): CellError("#N/A")}


@pytest.mark.parametrize(("folder", "target"), list(itertools.product(["xl", "classeur"], ["relative", "absolute"])))
def test_parts_may_stand_anywhere(folder: str, target: str, tmp_path: Path) -> None:
    parts = simple_parts({"F": sheet_xml('<row r="1"><c r="A1"><v>5</v></c></row>')})
    moved: dict[str, str | bytes] = {}
    for name, data in parts.items():
        text = str(data).replace("/xl/", f"/{folder}/").replace('"xl/', f'"{folder}/')
        if target == "absolute":
            text = text.replace('Target="worksheets/', f'Target="/{folder}/worksheets/')
        moved[name.replace("xl/", f"{folder}/")] = text
    assert _rows(pack(tmp_path / "c.xlsx", moved), "F") == [[5.0]]
