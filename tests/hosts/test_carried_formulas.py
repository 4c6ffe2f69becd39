# ruff: noqa: E501  (a list of formulas)
"""Formulas calculated here: the same results as LibreOffice gives, and nothing where the answer depends on the country."""

from __future__ import annotations

import contextlib
import subprocess
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import to_excel

from addin.hosts.carried_formulas import same_result
from addin.hosts.formula_arguments import Settings
from addin.hosts.formula_evaluator import compiled
from addin.hosts.formula_parser import NotCalculableError
from addin.hosts.formula_tokens import TOKEN, filled, relative_form
from addin.hosts.formula_values import CellValue, ErrorValue
from addin.hosts.row_moves import Move
from addin.hosts.sheet_cells import SheetCells
from tests.soffice import find_soffice, write_profile

GRID: list[list[object]] = [
    [46000.0, "VIR SARL ATLAS", 12.5, None, 1000.0],
    [46031.0, "Chèque 0012", None, 300.0, 1300.0],
    [46062.0, "FRAIS", 0.1, 0.2, 1300.1],
    [46099.0, "vir sarl atlas", None, 1e3, 2300.1],
    [46365.0, "A~B*", 7.0, -3.0, 2290.1],
]
KNOWN = """
C1+D2*2-E1/4 | -2^2 | 2^3^2 | 10%*E1 | C3+D3-0.3 | 1/3 | (C1-12.5)*5 | E1>E2 | B1=B4 | B1<>"x" | "a"&"b"&C5 | D1=0 | D1="" | -C1--C1
IF(C1>0,C1,-D1) | IF(D1,1) | IFERROR(1/0,"-") | IFNA(VLOOKUP("x",B1:E5,2,FALSE),0) | IFERROR(B1+1,9) | 1/0 | B1+1 | IFS(C1>100,1,TRUE,2)
AND(C1>0,E1>0) | OR(C1>100,FALSE) | NOT(C1>0) | ISBLANK(D1) | ISNUMBER(B1) | ISTEXT(B1) | ISERROR(1/0) | N(B1) | VALUE("12")
SUM(C1:D5) | SUM(C1,D2,TRUE) | AVERAGE(C1:C5) | MIN(C1:D5) | MAX(C1:D5) | COUNT(A1:E5) | COUNTA(B1:D5) | PRODUCT(C1,D2) | SUBTOTAL(9,E1:E5)
ROUND(2.675,2) | ROUND(-2.5,0) | ROUND(1234.5,-2) | ROUNDUP(1.21,1) | ROUNDDOWN(-1.29,1) | TRUNC(-1.9) | INT(-1.1) | ABS(-3) | MOD(-7,3) | SIGN(-2)
SQRT(16) | ROW() | ROW(B3) | LEFT(B1,3) | RIGHT(B2,4) | MID(B1,5,4) | LEN(B1) | TRIM("  a  b ") | UPPER(B2) | LOWER(B1) | FIND("L",B1)
SEARCH("l",B1) | SUBSTITUTE(B1," ","-") | SUBSTITUTE("aXbXc","X","-",2) | CONCATENATE(B3,"/",7) | EXACT(B1,B4) | TEXT(7,"000") | LEFT(B1,0)
YEAR(A1) | MONTH(A2) | DAY(A3) | WEEKDAY(A1) | WEEKDAY(A1,2) | WEEKDAY(A1,3) | WEEKNUM(A4) | WEEKNUM(A4,2) | WEEKNUM(A5,21) | ISOWEEKNUM(A5)
EOMONTH(A1,1) | EDATE(A5,-2) | DATE(2026,14,3) | DATE(2026,3,0) | A5-A1 | COUNTIF(B1:B5,"VIR*") | COUNTIF(C1:D5,">5") | COUNTIF(B1:B5,"<>FRAIS")
SUMIF(B1:B5,"vir*",E1:E5) | SUMIF(C1:C5,">1") | SUMIFS(E1:E5,C1:C5,">0",D1:D5,"<1") | COUNTIFS(A1:A5,">46050",E1:E5,">2000")
VLOOKUP("FRAIS",B1:E5,4,FALSE) | VLOOKUP(46040,A1:E5,2,TRUE) | VLOOKUP("zz",B1:E5,2,FALSE) | INDEX(B1:B5,3) | INDEX(A1:E5,2,4) | MATCH("FRAIS",B1:B5,0)
MATCH(46070,A1:A5,1) | INDEX(E1:E5,MATCH(46062,A1:A5,0)) | VLOOKUP("A~~B~*",B1:E5,2,FALSE) | SUM($E$1:E3) | SUM(E:E) | A1:A1 | C2&"" | 5&""
""".replace("\n", " | ").split(" | ")
FORMULAS = [formula for formula in map(str.strip, KNOWN) if formula and formula != "A1:A1"]


def _cells() -> SheetCells:
    return SheetCells("A", 1, 0, {}, Move(1_048_576, 0, in_place=True), lambda name: GRID)


def _worth(formula: str, row: int = 8) -> CellValue:
    return compiled(formula, row, _cells(), Settings()).value(row)


@pytest.mark.calc
def test_functions_give_what_libreoffice_gives(tmp_path: Path) -> None:
    soffice = find_soffice()
    if soffice is None:
        pytest.skip("LibreOffice is not installed")
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "A"
    for row in GRID:
        sheet.append(row)
    younger = ("IFS", "IFNA", "ISOWEEKNUM")
    for i, formula in enumerate(FORMULAS):
        name = formula.split("(")[0]
        sheet.cell(8, 10 + i, f"=_xlfn.{formula}" if name in younger else f"={formula}")
    path = tmp_path / "f.xlsx"
    book.save(path)
    write_profile(tmp_path / "profile")
    command = [soffice, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", str(tmp_path / "out"), str(path)], timeout=120, capture_output=True, check=True)
    results = openpyxl.load_workbook(tmp_path / "out" / "f.xlsx", data_only=True)["A"]
    wrong = []
    for i, formula in enumerate(FORMULAS):
        theirs = results.cell(8, 10 + i).value
        ours = _worth(formula)
        known: CellValue = ErrorValue(theirs) if isinstance(theirs, str) and theirs.startswith("#") else theirs or ""
        if isinstance(theirs, (int, datetime)) and not isinstance(theirs, bool):
            known = float(to_excel(theirs) if isinstance(theirs, datetime) else theirs)
        if not (same_result(ours, known) or (ours is False and theirs is False)):
            wrong.append((formula, ours, theirs))
    assert wrong == []


@pytest.mark.parametrize(
    "formula",
    ['"1,5"+1', '"31/12/2026"+1', "C1&\"\"", "TRUE&\"\"", 'TEXT(A1,"mmmm")', 'TEXT(C1,"0.00")', "TODAY()", "RAND()", "A1:A3+1", "{1,2}", "[1]X!A1", "Inconnu*2"],
)  # fmt: skip
def test_what_depends_on_the_country_the_day_or_another_file_is_not_calculated(formula: str) -> None:
    with pytest.raises(NotCalculableError):
        _worth(formula)


@given(st.text("A1B$2:!'\"#()+-*/^&=<>,;.[]{}% SUMIF\u00e9", max_size=30))
def test_any_text_is_either_calculated_or_refused(text: str) -> None:
    assert "".join(found[0] for found in TOKEN.finditer(text)) == text
    with contextlib.suppress(NotCalculableError):
        _worth(text)


@given(rows=st.integers(-5, 50))
def test_a_formula_filled_down_keeps_its_relative_form(rows: int) -> None:
    formula = "SUM(D$5:D12)-E12*$B$2+IF('Été'!$A9=\"D7\",Taux,LOG10(F11))"
    assert relative_form(filled(formula, rows), 12 + rows) == relative_form(formula, 12)
