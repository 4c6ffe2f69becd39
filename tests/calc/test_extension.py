"""Worksheet functions typed in cells of a real LibreOffice: the extension, the bridge and the product behind it."""

from __future__ import annotations

import pytest

from tests.calc.conftest import Sheet
from tests.soffice import RunningOffice


def test_a_function_answers_in_a_cell_whatever_its_case(sheet: Sheet) -> None:
    sheet["A1"], sheet["A2"] = "=TRESO.TVA(100000;9)", "=treso.timbre(33970)"
    assert [sheet["A1"], sheet["A2"]] == [109000.0, 510.0]


def test_a_refusal_is_a_real_error_that_formulas_see(sheet: Sheet) -> None:
    sheet["A1"], sheet["A2"] = "=TRESO.TVA(100000;12)", "=ISERROR(A1)"
    sheet["A3"], sheet["A4"] = "=IFERROR(TRESO.TIMBRE(-5);-1)", "=SUM(1;TRESO.TVA(1;12))"
    assert [sheet[cell] for cell in ("A1", "A2", "A3", "A4")] == ["#VALEUR!", 1.0, -1.0, "#VALEUR!"]


def test_each_element_of_an_array_has_its_own_error(sheet: Sheet) -> None:
    for cell, amount in (("A1", 100), ("A2", -5), ("A3", 33970)):
        sheet[cell] = amount
    sheet["B1:B3"] = "=TRESO.TIMBRE(A1:A3)"
    sheet["C1"], sheet["C2"] = "=ISERROR(B2)", "=COUNT(B1:B3)"
    assert sheet["B1:B3"] == [[0.0], ["#VALEUR!"], [510.0]]
    assert [sheet["C1"], sheet["C2"]] == [1.0, 2.0]


def test_an_argument_that_is_longer_than_another_gives_na_where_nothing_answers(sheet: Sheet) -> None:
    for number in (1, 2, 3):
        sheet[f"A{number}"] = 100.0 * number
    sheet["B1"], sheet["B2"] = 19, 9
    sheet["C1:C3"] = "=TRESO.TVA(A1:A3;B1:B2)"
    sheet["D3"] = "=ISNA(C3)"
    assert sheet["C1:C3"] == [[119.0], [218.0], ["#N/D"]]
    assert sheet["D3"] == 1.0


def test_an_error_cell_in_a_column_of_values_needs_iferror(sheet: Sheet) -> None:
    """Calc does not call a function of an add-in whose values hold an error: docs/adr/0015."""
    sheet["A1"], sheet["A2"], sheet["A3"] = 100, "=NA()", 300
    sheet["B1:B3"], sheet["C1:C3"] = "=TRESO.TVA(A1:A3)", '=TRESO.TVA(IFERROR(A1:A3;""))'
    assert sheet["B1:B3"] == [["Err:504"]] * 3
    assert sheet["C1:C3"] == [[119.0], [0.0], [357.0]]


def test_pourquoi_names_the_error_cell_for_which_calc_calls_no_function(sheet: Sheet) -> None:
    sheet["A1"], sheet["A2"] = 100, "=1/0"
    sheet["B1:B2"] = "=TRESO.TVA(A1:A2)"
    sheet["C1"] = "=TRESO.POURQUOI(B1)"
    assert sheet["B1:B2"] == [["Err:504"], ["Err:504"]]
    assert "#DIV/0! en A2" in sheet["C1"].replace("\u00a0", " ")


def test_pourquoi_explains_a_refusal(sheet: Sheet) -> None:
    sheet["A1"], sheet["B1"] = "=TRESO.TVA(100;12)", "=TRESO.POURQUOI(A1)"
    assert "12" in sheet["B1"]
    assert "19" in sheet["B1"]


@pytest.mark.parametrize("formula", ["=TRESO.VERSION()", "=TRESO.POURQUOI(Z9)"])
def test_a_text_compares_equal_in_formulas(sheet: Sheet, formula: str) -> None:
    sheet["A1"] = formula
    text = sheet["A1"].replace('"', '""')
    sheet["B1"], sheet["B2"], sheet["B3"] = f'=A1="{text}"', f'={formula[1:]}="{text}"', f'=MATCH("{text}";A1:A1;0)'
    sheet["B4"], sheet["C1"] = f'=SUMIF(A1:A1;"{text}";C1:C1)', 7
    assert [sheet[f"B{number}"] for number in (1, 2, 3)] == [1.0, 1.0, 1.0]
    assert sheet["B4"] == 7.0 or len(text) > 40  # SUMIF reads a criterion of its own: « * » and « ? » in sentences


def test_a_column_of_texts_compares_equal_in_formulas(sheet: Sheet) -> None:
    sheet["A1"], sheet["A2"] = 1, 200
    sheet["B1:B2"] = "=TRESO.ENLETTRES(A1:A2)"
    sheet["C1"], sheet["C2"] = "=MATCH(TRESO.ENLETTRES(200);B1:B2;0)", "=B1=TRESO.ENLETTRES(1)"
    assert [sheet["C1"], sheet["C2"]] == [2.0, 1.0]


def test_a_whole_column_is_no_obstacle(calc: RunningOffice) -> None:
    document = calc.open()
    try:
        tab = Sheet(document.Sheets.getByIndex(0))
        rows = (("Date", "Libellé", "Montant"), (46026.0, "Vente", 100000.0), (46027.0, "Loyer", -30000.0))
        tab.sheet.getCellRangeByName("A1:C3").setDataArray(rows)
        tab.sheet.Name = "BNA"
        tab["H1"] = '=TRESO.VARIATION(A:C;"SORTIES")'
        assert tab["H1"] != "Err:504"
    finally:
        document.close(True)
