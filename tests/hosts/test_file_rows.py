# ruff: noqa: E501  (sheets written out as XML)
"""Cells changed and rows added in existing sheets: only the touched rows differ."""

from __future__ import annotations

import re
import warnings
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.hosts.file import FileWorkbook
from addin.hosts.rowpatch import SheetXml
from addin.messages import TresoError
from addin.sheets.history import history_sheet
from addin.sheets.model import Band, Block, Cell, Column, Role, Row, Sheet, TableBlock, Value
from tests.hosts.workbooks import MAIN, parts_of, rich_workbook, sheet_xml, simple_workbook


def _loaded(path: Path) -> openpyxl.Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(path)


def _without_rows(data: bytes, *rows: int) -> bytes:
    for row in rows:
        data = re.sub(rb'<row r="%d".*?(?:</row>|/>(?=<row|</sheetData>))' % row, b"", data, flags=re.DOTALL)
    return re.sub(rb'<dimension ref="[^"]*"/>', b"", data)


def test_an_updated_cell_keeps_its_format_and_all_else_stays_equal(tmp_path: Path) -> None:
    path = rich_workbook(tmp_path / "c.xlsm")
    before = parts_of(path)
    with FileWorkbook.open(path) as workbook:
        workbook.update("BNA", {(2, 3): Decimal("99.95"), (3, 2): "Loyer de « janvier » & <charges>", (3, 1): None})
        workbook.save()
        rows = workbook.read("BNA").rows
    assert rows[1][2] == 99.95
    assert rows[2][:2] == ["", "Loyer de « janvier » & <charges>"]
    after = parts_of(path)
    assert {name for name in before if before[name] != after[name]} == {"xl/worksheets/sheet1.xml", "xl/workbook.xml"}
    assert b'fullCalcOnLoad="1"' in after["xl/workbook.xml"]
    sheet = "xl/worksheets/sheet1.xml"
    assert _without_rows(before[sheet], 2, 3) == _without_rows(after[sheet], 2, 3)
    assert b'x14ac:dyDescent="0.2"><c r="A2" s="1"><v>44197</v></c>' in after[sheet]
    assert b"<f>D2+C3</f>" in after[sheet]
    assert _loaded(path)["BNA"]["C2"].number_format == "#,##0.00"


def test_nothing_is_recalculated_for_a_sheet_that_no_formula_reads(tmp_path: Path) -> None:
    path = rich_workbook(tmp_path / "c.xlsm")
    for text in ("un", "deux"):  # added, then replaced; the second time « Historique » is there and grows
        with FileWorkbook.open(path) as workbook:
            rows = (Row((Cell(text),)),)
            workbook.put(Sheet("Rapport", (9.0,), {"full": (0, 1)}, (Band((Block("b", rows, "full"),)),)))
            if text == "un":
                workbook.put(history_sheet([]))
            else:
                workbook.append("Historique", [[1, "01/01/2026", "Rapport"]])
            workbook.save()
    assert b"fullCalcOnLoad" not in parts_of(path)["xl/workbook.xml"]


def test_a_formula_that_gives_way_leaves_the_calculation_chain(tmp_path: Path) -> None:
    path = rich_workbook(tmp_path / "c.xlsm")
    with FileWorkbook.open(path) as workbook:
        workbook.update("BNA", {(3, 4): 5})
        workbook.save()
    after = parts_of(path)
    assert "xl/calcChain.xml" not in after
    assert b"calcChain" not in after["[Content_Types].xml"] + after["xl/_rels/workbook.xml.rels"]
    assert _loaded(path)["BNA"]["D3"].value == 5


def test_added_rows_take_the_formats_above_and_the_table_grows(tmp_path: Path) -> None:
    path = rich_workbook(tmp_path / "c.xlsm")
    before = parts_of(path)
    with FileWorkbook.open(path) as workbook:
        workbook.append("BNA", [[date(2021, 1, 9), "Frais", -12.5], [datetime(2021, 1, 10, 12), "Client", 300, Decimal("1238.00")]])
        workbook.append("BNA", [[date(2021, 1, 11), "Encore", 1]])
        workbook.save()
    after = parts_of(path)
    assert {name for name in before if before[name] != after[name]} == {
        "xl/worksheets/sheet1.xml",
        "xl/tables/table1.xml",
        "xl/workbook.xml",
    }
    assert b'<dimension ref="A1:D6"/>' in after["xl/worksheets/sheet1.xml"]
    sheet = _loaded(path)["BNA"]
    assert sheet.tables["tblBNA"].ref == "A1:D6"
    assert sheet.tables["tblBNA"].autoFilter.ref == "A1:D6"
    assert [cell.value for cell in sheet[4]] == [datetime(2021, 1, 9), "Frais", -12.5, None]
    assert [cell.number_format for cell in sheet[5]] == ["dd/mm/yyyy", "General", "#,##0.00", "#,##0.00"]
    assert sheet["A5"].value == datetime(2021, 1, 10, 12)


def test_the_first_row_of_an_empty_table_is_filled_first(tmp_path: Path) -> None:
    columns = (Column("Date", Role.DATE), Column("Action"), Column("Montant", Role.AMOUNT))
    journal = Sheet(
        "Historique", (12.0, 30.0, 12.0), {"full": (0, 3)}, (Band((TableBlock("log", "tblHistorique", columns, ()),)),), tab="state"
    )
    path = simple_workbook(tmp_path / "c.xlsx", {"A": sheet_xml("")})
    with FileWorkbook.open(path) as workbook:
        workbook.put(journal)
        workbook.save()
        workbook.append("Historique", [[date(2021, 2, 1), "rapport", Decimal("12.50")]])
        workbook.save()
        workbook.append("Historique", [[date(2021, 2, 8), "rapport", 3], [date(2021, 2, 9), "annuler", None]])
        workbook.save()
        rows = workbook.read("Historique").rows
    assert [row[1] for row in rows[:4]] == ["Action", "rapport", "rapport", "annuler"]
    assert [row[0] for row in rows[1:4]] == [date(2021, 2, 1), date(2021, 2, 8), date(2021, 2, 9)]
    sheet = _loaded(path)["Historique"]
    assert sheet.tables["tblHistorique"].ref == "A1:C4"
    assert {sheet.cell(row, 3).number_format for row in (2, 3)} == {sheet["C2"].number_format}
    assert not sheet["A3"].font.b


def test_rows_are_added_under_the_last_value_not_under_formats_or_blank_formulas(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Montant</t></is></c></row><row r="2"><c r="A2" s="2"><v>1</v></c><c r="B2"><f>A2</f><v>1</v></c></row>'
        '<row r="3"><c r="A3" s="2"/><c r="B3" t="str"><f>IF(A3="","",A3)</f><v></v></c></row><row r="9" ht="20"/>'
    )
    path = simple_workbook(tmp_path / "c.xlsx", {"A": sheet_xml(rows)})
    with FileWorkbook.open(path) as workbook:
        workbook.append("A", [[5], [6]])
        workbook.save()
    xml = parts_of(path)["xl/worksheets/sheet1.xml"].decode()
    assert '<row r="3"><c r="A3" s="2"><v>5</v></c><c r="B3" t="str"><f>IF(A3="","",A3)</f><v></v></c></row>' in xml
    assert '<row r="4"><c r="A4" s="2"><v>6</v></c></row><row r="9" ht="20"/>' in xml
    with FileWorkbook.open(path) as workbook:
        workbook.append("A", [[7, "dans B"]])
        workbook.save()
        assert workbook.read("A").rows[4] == [7.0, "dans B"]


@pytest.mark.parametrize("inner", ["<sheetData/>", "<sheetData></sheetData>", "<sheetData />"])
def test_a_blank_sheet_can_be_filled(inner: str, tmp_path: Path) -> None:
    xml = f'<worksheet xmlns="{MAIN}"><dimension ref="A1"/>{inner}<pageMargins left="1" right="1" top="1" bottom="1" header="0" footer="0"/></worksheet>'
    path = simple_workbook(tmp_path / "c.xlsx", {"A": xml})
    with FileWorkbook.open(path) as workbook:
        workbook.append("A", [["x", True, None, 2.5]])
        workbook.update("A", {(3, 28): "loin"})
        workbook.save()
        assert workbook.read("A").rows[0][:4] == ["x", True, "", 2.5]
        assert workbook.read("A").rows[2][27] == "loin"
    assert b'<dimension ref="A1:AB3"/>' in parts_of(path)["xl/worksheets/sheet1.xml"]


def test_rows_and_cells_without_address_are_counted() -> None:
    sheet = SheetXml(
        f'<worksheet xmlns="{MAIN}"><sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row></sheetData></worksheet>'.encode()
    )
    assert (
        b'<row><c><v>1</v></c><c r="B1"><v>9</v></c></row><row><c><v>3</v></c><c r="B2"><v>8</v></c></row>'
        in sheet.update({(1, 2): 9, (2, 2): 8}).data
    )


def test_prefixed_tags_stay_prefixed() -> None:
    sheet = SheetXml(f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"/></x:row></x:sheetData></x:worksheet>'.encode())
    assert b'<x:c r="A1" t="inlineStr"><x:is><x:t xml:space="preserve">a</x:t></x:is></x:c>' in sheet.update({(1, 1): "a"}).data


def test_dates_are_written_the_way_the_workbook_counts_them(tmp_path: Path) -> None:
    for name, properties in (("1900.xlsx", ""), ("1904.xlsx", ' date1904="1"')):
        path = simple_workbook(tmp_path / name, {"A": sheet_xml('<row r="1"><c r="A1" s="1"><v>1</v></c></row>')}, properties=properties)
        with FileWorkbook.open(path) as workbook:
            workbook.update("A", {(1, 1): date(2021, 1, 31)})
            workbook.append("A", [[date(2024, 2, 29)]])
            workbook.save()
            assert workbook.read("A").rows == [[date(2021, 1, 31)], [date(2024, 2, 29)]]


def test_a_new_cell_takes_the_format_of_its_row_else_of_its_column() -> None:
    xml = '<cols><col min="2" max="3" style="7" width="9"/></cols><sheetData><row r="1" s="5" customFormat="1" spans="1:2"><c r="A1"/></row></sheetData>'
    data = SheetXml(f'<worksheet xmlns="{MAIN}">{xml}</worksheet>'.encode()).update({(1, 4): 1, (2, 3): 2, (2, 4): 3}).data
    assert b'<row r="1" s="5" customFormat="1" spans="1:4"><c r="A1"/><c r="D1" s="5"><v>1</v></c></row>' in data
    assert b'<row r="2"><c r="C2" s="7"><v>2</v></c><c r="D2"><v>3</v></c></row>' in data


def test_a_protected_sheet_is_refused(tmp_path: Path) -> None:
    path = simple_workbook(
        tmp_path / "c.xlsx",
        {"A": sheet_xml("", after='<sheetProtection sheet="1" objects="1"/>'), "B": sheet_xml("", after="<sheetProtection/>")},
    )
    with FileWorkbook.open(path) as workbook:
        for change in (lambda: workbook.append("A", [[1]]), lambda: workbook.update("A", {(1, 1): 1})):
            with pytest.raises(TresoError) as refusal:
                change()
            assert refusal.value.code == "SHEET_PROTECTED"
        workbook.append("B", [[1]])


@pytest.mark.parametrize("cell", [(1, 1), (1, 3), (2, 3)])
def test_a_formula_that_other_cells_need_is_not_broken(cell: tuple[int, int], tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1</f><v>0</v></c><c r="C1"><f t="array" ref="C1:C2">B1:B2</f><v>0</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>0</v></c><c r="C2"><v>0</v></c></row>'
    )
    path = simple_workbook(tmp_path / "c.xlsx", {"A": sheet_xml(rows)})
    with FileWorkbook.open(path) as workbook:
        with pytest.raises(TresoError) as refusal:
            workbook.update("A", {cell: 1})
        assert refusal.value.code == "CELL_IN_FORMULA_GROUP"
        workbook.update("A", {(2, 1): 5})  # a filled-down copy may go
        workbook.save()
        assert workbook.read("A").rows[1][0] == 5.0


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN"), "x" * 40_000])
def test_a_value_that_no_cell_can_hold_is_a_bug(value: Value, tmp_path: Path) -> None:
    path = simple_workbook(tmp_path / "c.xlsx", {"A": sheet_xml("")})
    with FileWorkbook.open(path) as workbook, pytest.raises(ValueError, match="cell"):
        workbook.update("A", {(1, 1): value})


def test_texts_come_back_as_they_were_even_with_control_characters_and_formula_signs(tmp_path: Path) -> None:
    texts = ["=1+1", "_x000D_", "a\x0bb", "  espaces  ", "1 234,56", "ligne\nligne", "Windows\r\nligne", "😀 دج"]
    path = simple_workbook(tmp_path / "c.xlsx", {"A": sheet_xml("")})
    with FileWorkbook.open(path) as workbook:
        workbook.append("A", [[text] for text in texts])
        workbook.save()
        assert [row[0] for row in workbook.read("A").rows] == texts


VALUES = st.one_of(st.none(), st.integers(-(10**9), 10**9), st.booleans(), st.text("abé<&\"'> ", max_size=8))


@given(cells=st.dictionaries(st.tuples(st.integers(1, 9), st.integers(1, 30)), VALUES, min_size=1, max_size=12))
def test_a_patch_changes_what_it_was_told_and_nothing_else(cells: dict[tuple[int, int], Value]) -> None:
    rows = "".join(
        f'<row r="{r}">' + "".join(f'<c r="{c}{r}" s="1"><v>{r}</v></c>' for c in ("B", "D", "AA")) + "</row>" for r in (2, 3, 5, 8)
    )
    before = sheet_xml(rows, before='<dimension ref="B2:AA8"/>').encode()
    patched = SheetXml(before).update(cells)
    old, new = _grid(before), _grid(patched.data)
    expected = {**old, **cells}
    assert {place: value for place, value in new.items() if value is not None} == {
        place: value for place, value in expected.items() if value not in (None, "")
    }
    assert patched.rows == {row for row, _ in cells}
    assert SheetXml(before).digest_outside(patched.rows) == SheetXml(patched.data).digest_outside(patched.rows)


def _grid(data: bytes) -> dict[tuple[int, int], Value]:
    """The cells by a plain XML reading; rows and cells must be in order."""
    from lxml import etree
    from openpyxl.utils.cell import coordinate_to_tuple

    found: dict[tuple[int, int], Value] = {}
    for cell in etree.fromstring(data).iter(f"{{{MAIN}}}c"):
        place = coordinate_to_tuple(cell.get("r"))
        assert not found or place > max(found)
        text = "".join(cell.itertext())
        kind = cell.get("t", "n")
        found[place] = None if not text else text if kind == "inlineStr" else text == "1" if kind == "b" else int(text)
    return found
