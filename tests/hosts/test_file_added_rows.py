# ruff: noqa: E501  (sheets written out as XML)
"""Rows put into a sheet of a closed workbook, and taken out again: formats, formulas, tables, filters and what stands below."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from addin.hosts.file import FileWorkbook
from addin.messages import TresoError
from addin.sheets.model import Value
from tests.hosts.workbooks import parts_of, rich_workbook, sheet_xml, simple_workbook

SHEET = "xl/worksheets/sheet1.xml"


def _loaded(path: Path, *, values: bool = False) -> openpyxl.Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(path, data_only=values)


def _cell(address: str, value: object, *, style: int = 0, formula: str = "") -> str:
    kind = ' t="inlineStr"' if isinstance(value, str) and not formula else ' t="str"' if isinstance(value, str) else ""
    shown = f"<is><t>{value}</t></is>" if isinstance(value, str) and not formula else "" if value is None else f"<v>{value}</v>"
    return f'<c r="{address}" s="{style}"{kind}>{f"<f>{formula}</f>" if formula else ""}{shown}</c>'


def _bank(count: int = 3, *, total: str = "", after: str = "", before: str = "", cols: str = "") -> str:
    """Date, label, debit, credit, running balance; then a total line."""
    rows = [
        '<row r="1">'
        + "".join(_cell(f"{letter}1", text) for letter, text in zip("ABCDE", ("Date", "Libellé", "Débit", "Crédit", "Solde"), strict=True))
        + "</row>"
    ]
    balance = 0
    for row in range(2, count + 2):
        balance += 100 * row
        formula = f"E{row - 1}+D{row}-C{row}" if row > 2 else f"D{row}-C{row}"
        rows.append(
            f'<row r="{row}" ht="18" customHeight="1" hidden="1">'
            + _cell(f"A{row}", 44200 + row, style=1) + _cell(f"B{row}", f"op {row}") + f'<c r="C{row}" s="2"/>'
            + _cell(f"D{row}", 100 * row, style=2) + _cell(f"E{row}", balance, style=2, formula=formula) + "</row>"
        )  # fmt: skip
    return sheet_xml("".join(rows) + total, before=f'<dimension ref="A1:E{count + 1 + bool(total)}"/>{cols}{before}', after=after)


def _total(row: int, *, more: str = "") -> str:
    last, value = row - 1, 100 * sum(range(2, row))
    return (
        f'<row r="{row}">'
        + _cell(f"B{row}", "Total")
        + _cell(f"C{row}", 0, style=2, formula=f"SUM(C2:C{last})")
        + _cell(f"D{row}", value, style=2, formula=f"SUM(D2:D{last})")
        + more
        + "</row>"
    )


def _workbook(path: Path, sheets: Mapping[str, str]) -> Path:
    return simple_workbook(path, sheets)


NEW: list[list[Value]] = [
    [date(2021, 1, 9), "Frais", Decimal("12.50"), None],
    [date(2021, 1, 10), "=cmd|' /C calc'!A0", None, 300],
]


def _added(path: Path, rows: list[list[Value]], *, at: int, model: int | None, sheet: str = "A") -> tuple[str, ...]:
    with FileWorkbook.open(path) as workbook:
        letters = workbook.add_rows(sheet, rows, at=at, model=model)
        workbook.save()
    return letters


def test_new_rows_look_like_the_model_and_its_balance_runs_on_with_its_results(tmp_path: Path) -> None:
    path = _workbook(tmp_path / "c.xlsx", {"A": _bank()})
    assert _added(path, NEW, at=5, model=4) == ()
    xml = parts_of(path)[SHEET].decode()
    assert '<row r="5" ht="18" customHeight="1"><c r="A5" s="1"><v>44205</v></c>' in xml
    assert '<c r="E5" s="2"><f>E4+D5-C5</f><v>887.5</v></c>' in xml
    assert '<c r="E6" s="2"><f>E5+D6-C6</f><v>1187.5</v></c>' in xml
    assert '<dimension ref="A1:E6"/>' in xml
    rows = _loaded(path)["A"]
    assert rows["B6"].value == "=cmd|' /C calc'!A0"
    assert rows["B6"].data_type == "s"
    assert rows["B6"].quotePrefix
    assert rows.row_dimensions[5].height == 18
    assert not rows.row_dimensions[5].hidden


def test_rows_taken_out_again_leave_the_sheet_byte_for_byte(tmp_path: Path) -> None:
    rule = '<autoFilter ref="A1:E4"/><conditionalFormatting sqref="A2:E4"><cfRule type="expression" priority="1"><formula>$C2&gt;0</formula></cfRule></conditionalFormatting><dataValidations count="1"><dataValidation type="decimal" sqref="C2:D4"><formula1>0</formula1></dataValidation></dataValidations>'
    for name, xml, at, model in (
        ("under.xlsx", _bank(after=rule), 5, 4),
        ("total.xlsx", _bank(total=_total(5), after=rule), 5, 4),
        ("plain.xlsx", sheet_xml('<row r="1"><c r="A1" t="inlineStr"><is><t>Date</t></is></c></row><row r="2"><c r="A2"><v>44201</v></c><c r="B2"><v>7</v></c></row><row r="3"><c r="A3"><v>44200</v></c></row>', before='<dimension ref="A1:E3"/>', after='<conditionalFormatting sqref="A2:E3"><cfRule type="expression" priority="1"><formula>$C2&gt;0</formula></cfRule></conditionalFormatting>'), 2, 2),
    ):  # fmt: skip
        path = _workbook(tmp_path / name, {"A": xml})
        before = parts_of(path)[SHEET]
        _added(path, NEW, at=at, model=model)
        assert parts_of(path)[SHEET] != before
        with FileWorkbook.open(path) as workbook:
            workbook.remove_rows("A", at, 2)
            workbook.save()
        assert parts_of(path)[SHEET] == before, name


def test_a_total_line_moves_down_and_sums_the_new_rows_too(tmp_path: Path) -> None:
    more = _cell("E5", 900, style=2, formula="D5-C5") + _cell("F5", "x", formula='IF(D5&gt;0,"x","")')
    path = _workbook(tmp_path / "c.xlsx", {"A": _bank(total=_total(5, more=more))})
    assert _added(path, NEW, at=5, model=4) == ()
    sheet, values = _loaded(path)["A"], _loaded(path, values=True)["A"]
    assert [sheet.cell(7, column).value for column in range(2, 7)] == ["Total", "=SUM(C2:C6)", "=SUM(D2:D6)", "=D7-C7", '=IF(D7>0,"x","")']
    assert [values.cell(7, column).value for column in range(3, 7)] == [12.5, 1200, 1187.5, "x"]


def test_a_line_whose_result_cannot_be_calculated_is_left_without(tmp_path: Path) -> None:
    more = _cell("E5", 4, style=2, formula="MEDIAN(D2:D4)")
    path = _workbook(tmp_path / "c.xlsx", {"A": _bank(total=_total(5, more=more))})
    assert _added(path, NEW, at=5, model=4) == ("E",)
    assert _loaded(path)["A"]["E7"].value == "=MEDIAN(D2:D6)"
    assert _loaded(path, values=True)["A"]["E7"].value is None
    assert b'fullCalcOnLoad="1"' in parts_of(path)["xl/workbook.xml"]


@pytest.mark.parametrize(
    ("formula", "result"),
    [("RAND()*0+E{above}", 1), ("E{above}+D{row}-C{row}+1", 1)],
    ids=["not known here", "not what the workbook stored"],
)
def test_a_formula_that_is_not_proved_is_carried_without_result_and_excel_calculates(formula: str, result: int, tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{r}">' + _cell(f"D{r}", 5) + (_cell(f"E{r}", result, formula=formula.format(row=r, above=r - 1))) + "</row>"
        for r in (2, 3, 4)
    )
    path = _workbook(tmp_path / "c.xlsx", {"A": sheet_xml(rows)})
    assert _added(path, [[None, None, None, 7, 99]], at=5, model=4) == ("E",)
    xml = parts_of(path)[SHEET].decode()
    assert f'<c r="E5" s="0"><f>{formula.format(row=5, above=4)}</f></c>' in xml
    assert b'fullCalcOnLoad="1"' in parts_of(path)["xl/workbook.xml"]


def test_a_formula_of_one_row_is_not_carried_and_the_given_value_stands(tmp_path: Path) -> None:
    rows = (
        '<row r="2">'
        + _cell("A2", 5)
        + _cell("B2", 3)
        + '</row><row r="3">'
        + _cell("A3", 1550, formula="1200+350")
        + _cell("B3", 7, formula="Autre!B9")
        + "</row>"
    )
    path = _workbook(tmp_path / "c.xlsx", {"A": sheet_xml(rows), "Autre": sheet_xml("")})
    assert _added(path, [[8, 9]], at=4, model=3) == ()
    assert [cell.value for cell in _loaded(path)["A"][4]] == [8, 9]


def test_shared_formulas_go_on_as_plain_ones(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{r}">' + _cell(f"A{r}", r) + f'<c r="B{r}"><f t="shared" si="0"' + (f' ref="B2:B4">A{r}*2</f>' if r == 2 else "/>") + f"<v>{2 * r}</v></c></row>"
        for r in (2, 3, 4)
    )  # fmt: skip
    path = _workbook(tmp_path / "c.xlsx", {"A": sheet_xml(rows)})
    assert _added(path, [[50], [60]], at=5, model=4) == ()
    assert '<c r="B6"><f>A6*2</f><v>120</v></c>' in parts_of(path)[SHEET].decode()


def test_an_array_formula_is_not_carried_and_its_column_is_named(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{r}">' + _cell(f"A{r}", r) + f'<c r="B{r}"><f t="array" ref="B{r}">SUM(A{r}*2)</f><v>{2 * r}</v></c></row>'
        for r in (2, 3)
    )
    path = _workbook(tmp_path / "c.xlsx", {"A": sheet_xml(rows)})
    assert _added(path, [[50]], at=4, model=3) == ("B",)


def test_the_formula_goes_on_from_a_typed_opening_balance(tmp_path: Path) -> None:
    rows = (
        '<row r="2">'
        + _cell("A2", 0)
        + _cell("B2", 1000)
        + '</row><row r="3">'
        + _cell("A3", 5)
        + _cell("B3", 1005, formula="B2+A3")
        + "</row>"
    )
    path = _workbook(tmp_path / "c.xlsx", {"A": sheet_xml(rows)})
    _added(path, [[7]], at=4, model=3)
    assert '<c r="B4" s="0"><f>B3+A4</f><v>1012</v></c>' in parts_of(path)[SHEET].decode()


def test_a_date_gets_the_look_of_its_column_and_a_date_format(tmp_path: Path) -> None:
    path = _workbook(
        tmp_path / "c.xlsx",
        {"A": sheet_xml('<row r="1">' + _cell("A1", "Date") + '</row><row r="2">' + _cell("A2", 1, style=2) + "</row>")},
    )
    _added(path, [[date(2026, 11, 1)], [datetime(2026, 11, 2, 12)]], at=3, model=2)
    _added(path, [[date(2026, 11, 3)]], at=5, model=4)
    sheet = _loaded(path)["A"]
    assert [sheet.cell(row, 1).value for row in (3, 4, 5)] == [datetime(2026, 11, 1), datetime(2026, 11, 2, 12), datetime(2026, 11, 3)]
    assert {sheet.cell(row, 1).number_format for row in (3, 4, 5)} == {"dd/mm/yyyy"}


def test_prepared_rows_are_filled_not_pushed_down(tmp_path: Path) -> None:
    rows = '<row r="2">' + _cell("A2", 5, style=2) + _cell("B2", 5, formula='IF(A2="","",A2)') + "</row>"
    prepared = "".join(
        f'<row r="{r}">' + f'<c r="A{r}" s="2"/>' + f'<c r="B{r}" s="0" t="str"><f>IF(A{r}="","",A{r})</f><v></v></c></row>'
        for r in range(3, 9)
    )
    path = _workbook(
        tmp_path / "c.xlsx",
        {"A": sheet_xml(rows + prepared), "B": sheet_xml('<row r="1">' + _cell("A1", 5, formula="SUM(A!A2:A8)") + "</row>")},
    )
    before = parts_of(path)[SHEET]
    assert _added(path, [[6], [7]], at=3, model=2) == ()
    values = _loaded(path, values=True)["A"]
    assert [[cell.value for cell in row] for row in values["A2:B5"]] == [[5, 5], [6, 6], [7, 7], [None, None]]
    assert _loaded(path)["A"]["B8"].value == '=IF(A8="","",A8)'
    with FileWorkbook.open(path) as workbook:
        workbook.remove_rows("A", 3, 2)
        workbook.save()
    assert parts_of(path)[SHEET] == before


def test_tables_filters_rules_names_and_print_area_take_the_rows_in(tmp_path: Path) -> None:
    path = tmp_path / "c.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "A"
    for row in (["Date", "Montant"], [datetime(2026, 1, 1), 5], [datetime(2026, 1, 2), 6]):
        sheet.append(row)
    sheet.add_table(Table(displayName="tblA", ref="A1:B3"))
    sheet.conditional_formatting.add("A2:B3", FormulaRule(formula=["$B2<0"], fill=PatternFill(bgColor="FFFFC7CE")))
    rule = DataValidation(type="decimal", formula1="0")
    rule.add("B2:B3")
    sheet.add_data_validation(rule)
    sheet.print_area = "A1:B3"
    book.defined_names.add(DefinedName("Montants", attr_text="A!$B$2:$B$3"))
    book.defined_names.add(DefinedName("Fixe", attr_text="A!$B$2"))
    sheet["B3"].font = Font(bold=True)
    book.save(path)
    _added(path, [[date(2026, 1, 3), 7], [date(2026, 1, 4), 8]], at=4, model=3)
    after = _loaded(path)
    sheet = after["A"]
    assert sheet.tables["tblA"].ref == "A1:B5"
    assert sheet.tables["tblA"].autoFilter.ref == "A1:B5"
    assert [str(one.sqref) for one in sheet.conditional_formatting] == ["A2:B5"]
    assert [str(one.sqref) for one in sheet.data_validations.dataValidation] == ["B2:B5"]
    assert sheet.print_area == "'A'!$A$1:$B$5"
    assert (after.defined_names["Montants"].attr_text, after.defined_names["Fixe"].attr_text) == ("A!$B$2:$B$5", "A!$B$2")
    assert sheet["B5"].font.b


def test_columns_calculated_by_a_table_and_its_totals_row_go_on(tmp_path: Path) -> None:
    path = tmp_path / "c.xlsx"
    table = (
        '<table xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" id="1" name="tblA" displayName="tblA" ref="A1:B4" totalsRowCount="1">'
        '<autoFilter ref="A1:B3"/><tableColumns count="2"><tableColumn id="1" name="HT" totalsRowFunction="sum"/>'
        '<tableColumn id="2" name="TTC"><calculatedColumnFormula>tblA[[#This Row],[HT]]*2</calculatedColumnFormula></tableColumn></tableColumns></table>'
    )
    rows = '<row r="1">' + _cell("A1", "HT") + _cell("B1", "TTC") + "</row>"
    rows += "".join(
        f'<row r="{r}">' + _cell(f"A{r}", r) + _cell(f"B{r}", 2 * r, formula="tblA[[#This Row],[HT]]*2") + "</row>" for r in (2, 3)
    )
    rows += '<row r="4">' + _cell("A4", 5, formula="SUBTOTAL(109,tblA[HT])") + _cell("B4", 10, formula="SUBTOTAL(109,tblA[TTC])") + "</row>"
    _with_table(path, sheet_xml(rows, after='<tableParts count="1"><tablePart r:id="rId1"/></tableParts>'), table)
    assert _added(path, [[10], [20]], at=4, model=3) == ()
    xml, grown = parts_of(path)[SHEET].decode(), parts_of(path)["xl/tables/table1.xml"].decode()
    assert 'ref="A1:B6"' in grown
    assert 'ref="A1:B5"' in grown
    assert '<c r="B5" s="0"><f>tblA[[#This Row],[HT]]*2</f><v>40</v></c>' in xml
    assert '<c r="A6" s="0"><f>SUBTOTAL(109,tblA[HT])</f><v>35</v></c>' in xml
    assert '<c r="B6" s="0"><f>SUBTOTAL(109,tblA[TTC])</f><v>70</v></c>' in xml


def _with_table(path: Path, sheet: str, table: str) -> None:
    """A workbook of one sheet with one table."""
    import zipfile

    plain = simple_workbook(path.with_suffix(".plain.xlsx"), {"A": sheet})
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts_of(plain).items():
            if name == "[Content_Types].xml":
                data = data.replace(
                    b"</Types>",
                    b'<Override PartName="/xl/tables/table1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"/></Types>',
                )
            archive.writestr(name, data)
        archive.writestr("xl/tables/table1.xml", table)
        archive.writestr(
            "xl/worksheets/_rels/sheet1.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/table" Target="../tables/table1.xml"/></Relationships>',
        )


def test_rows_go_in_right_under_the_headings_of_a_newest_first_tab(tmp_path: Path) -> None:
    rows = (
        '<row r="1">'
        + _cell("A1", "Date")
        + "</row>"
        + "".join(f'<row r="{r}">' + _cell(f"A{r}", 44210 - r, style=1) + _cell(f"B{r}", r) + "</row>" for r in (2, 3))
    )
    after = '<autoFilter ref="A1:B3"/><mergeCells count="1"><mergeCell ref="D3:E3"/></mergeCells><conditionalFormatting sqref="A2:B3"><cfRule type="expression" priority="1"><formula>$B2&lt;0</formula></cfRule></conditionalFormatting><hyperlinks><hyperlink ref="B3" location="A1"/></hyperlinks>'
    path = _workbook(tmp_path / "c.xlsx", {"A": sheet_xml(rows, after=after)})
    _added(path, [[date(2021, 3, 1), 100], [date(2021, 2, 1), 200]], at=2, model=2)
    sheet = _loaded(path)["A"]
    assert [sheet.cell(row, 2).value for row in range(2, 6)] == [100, 200, 2, 3]
    assert sheet.auto_filter.ref == "A1:B5"
    assert [str(one) for one in sheet.merged_cells.ranges] == ["D5:E5"]
    assert [str(one.sqref) for one in sheet.conditional_formatting] == ["A2:B5"]
    assert sheet["B5"].hyperlink is not None


def test_balances_of_a_newest_first_tab_are_calculated_upwards(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{r}">' + _cell(f"A{r}", 10) + _cell(f"B{r}", 10 * (6 - r), formula=f"B{r + 1}+A{r}") + "</row>" for r in (2, 3, 4)
    )
    path = _workbook(tmp_path / "c.xlsx", {"A": sheet_xml(rows + '<row r="5">' + _cell("B5", 10) + "</row>")})
    assert _added(path, [[2], [1]], at=2, model=2) == ()
    values, formulas = _loaded(path, values=True)["A"], _loaded(path)["A"]
    assert [values.cell(row, 2).value for row in range(2, 8)] == [43, 41, 40, 30, 20, 10]
    assert [formulas.cell(row, 2).value for row in range(2, 8)] == ["=B3+A2", "=B4+A3", "=B5+A4", "=B6+A5", "=B7+A6", 10]


def _refused(path: Path, *, at: int, model: int | None = 4) -> str:
    before = path.read_bytes()
    with FileWorkbook.open(path) as workbook:
        with pytest.raises(TresoError) as refusal:
            workbook.add_rows("A", NEW, at=at, model=model)
        assert refusal.value.code == "ROWS_WOULD_SHIFT"
        workbook.save()
    assert path.read_bytes() == before
    return str(refusal.value)


@pytest.mark.parametrize(
    ("other", "after", "more", "word"),
    [
        ('<row r="1"><c r="A1"><f>A!D5</f><v>1</v></c></row>', "", "", "« Autre »"),
        ('<row r="1"><c r="A1"><f>SUM(A!D2:D9)</f><v>1</v></c></row>', "", "", "« Autre »"),
        ("", "", '<c r="E5"><f>E4</f><v>900</v></c>', "E5 reprend"),
        ("", '<mergeCells count="1"><mergeCell ref="G4:G6"/></mergeCells>', "", "G4:G6"),
        (
            "",
            '<conditionalFormatting sqref="A2:E4"><cfRule type="expression" priority="1"><formula>$C2&gt;$D$5</formula></cfRule></conditionalFormatting>',
            "",
            "numéro",
        ),
    ],
    ids=["cell", "range", "last balance", "merge", "rule"],
)
def test_an_insertion_that_would_break_something_is_refused_with_the_remedy(
    other: str, after: str, more: str, word: str, tmp_path: Path
) -> None:
    path = _workbook(tmp_path / "c.xlsx", {"A": _bank(total=_total(5, more=more), after=after), "Autre": sheet_xml(other)})
    text = _refused(path, at=5)
    assert word in text.replace("\u00a0", " ")
    assert "Excel" in text


def test_comments_and_charts_below_are_not_left_behind(tmp_path: Path) -> None:
    path = rich_workbook(tmp_path / "c.xlsm")
    with FileWorkbook.open(path) as workbook:
        with pytest.raises(TresoError) as refusal:
            workbook.add_rows("BNA", [[date(2021, 1, 2), "x", 1]], at=3, model=2)
        assert refusal.value.code == "ROWS_WOULD_SHIFT"
        workbook.add_rows("BNA", [[date(2021, 1, 9), "x", 1]], at=4, model=3)
        workbook.save()
    after = _loaded(path)["BNA"]
    assert after["D4"].value == "=D3+C4"
    assert after.tables["tblBNA"].ref == "A1:D4"
    assert _loaded(path, values=True)["BNA"]["D4"].value == 951.5


def test_rows_that_a_formula_reads_are_not_taken_out(tmp_path: Path) -> None:
    path = _workbook(tmp_path / "c.xlsx", {"A": _bank(), "Autre": sheet_xml('<row r="1"><c r="A1"><f>A!D4</f><v>400</v></c></row>')})
    with FileWorkbook.open(path) as workbook:
        with pytest.raises(TresoError) as refusal:
            workbook.remove_rows("A", 4, 1)
        assert refusal.value.code == "ROWS_STILL_READ"


def test_two_additions_of_one_save_follow_each_other(tmp_path: Path) -> None:
    path = _workbook(tmp_path / "c.xlsx", {"A": _bank(total=_total(5)), "B": _bank()})
    with FileWorkbook.open(path) as workbook:
        workbook.update("A", {(2, 2): "repris"})
        workbook.add_rows("A", NEW, at=5, model=4)
        workbook.add_rows("B", NEW, at=5, model=4)
        workbook.add_rows("A", NEW, at=7, model=6)
        workbook.update("A", {(9, 2): "Totaux"})
        workbook.save()
    values = _loaded(path, values=True)["A"]
    assert [values.cell(9, column).value for column in (2, 3, 4)] == ["Totaux", 25, 1500]
    assert values["E8"].value == 1475
    assert _loaded(path, values=True)["B"]["E6"].value == 1187.5


def test_a_protected_sheet_is_refused(tmp_path: Path) -> None:
    path = _workbook(tmp_path / "c.xlsx", {"A": _bank(after='<sheetProtection sheet="1"/>')})
    with FileWorkbook.open(path) as workbook:
        for change in (lambda: workbook.add_rows("A", NEW, at=5, model=4), lambda: workbook.remove_rows("A", 4, 1)):
            with pytest.raises(TresoError) as refusal:
                change()
            assert refusal.value.code == "SHEET_PROTECTED"


def test_rows_under_bare_headings_take_the_formats_of_their_columns(tmp_path: Path) -> None:
    cols = '<cols><col min="3" max="4" width="12" style="2"/></cols>'
    head = (
        '<row r="1">'
        + "".join(_cell(f"{letter}1", text) for letter, text in zip("ABCD", ("Date", "Libellé", "Débit", "Crédit"), strict=True))
        + "</row>"
    )
    path = _workbook(
        tmp_path / "c.xlsx", {"A": sheet_xml(head, before=f'<dimension ref="A1:D1"/>{cols}', after='<autoFilter ref="A1:D1"/>')}
    )
    _added(path, NEW, at=2, model=None)
    sheet = _loaded(path)["A"]
    assert sheet.auto_filter.ref == "A1:D3"
    assert sheet["A2"].number_format == "dd/mm/yyyy"
    assert re.search("0", sheet["C2"].number_format)


@given(
    count=st.integers(1, 6),
    new=st.integers(1, 5),
    has_total=st.booleans(),
    texts=st.lists(st.text("aé<&\"'=+-@> \n", max_size=6), min_size=5, max_size=5),
)
@settings(max_examples=40, deadline=None)
def test_whatever_is_put_in_can_be_taken_out(
    count: int, new: int, has_total: bool, texts: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = _workbook(tmp_path_factory.mktemp("law") / "c.xlsx", {"A": _bank(count, total=_total(count + 2) if has_total else "")})
    before = parts_of(path)[SHEET]
    rows: list[list[Value]] = [[date(2026, 1, i + 1), texts[i], i, 7.25] for i in range(new)]
    assert _added(path, rows, at=count + 2, model=count + 1) == ()
    sheet = _loaded(path)["A"]
    assert [(sheet.cell(count + 2 + i, 2).value or "") for i in range(new)] == texts[:new]
    with FileWorkbook.open(path) as workbook:
        workbook.remove_rows("A", count + 2, new)
        workbook.save()
    assert parts_of(path)[SHEET] == before
