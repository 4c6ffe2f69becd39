"""Formulas go in and come out as Excel's object model writes them."""

from __future__ import annotations

import pytest
import xlwings

from tests.calc.engine import app, sheet

__all__ = ["app", "sheet"]

FORMULAS = (
    "=C1*2",
    "=SUM(A1:B2,3)",
    "=IFS(A1>1,2)",
    "=SUM(BNA!A:A)",
    "='L''été 1'!A1+1",
    '=IF(A1="a;b",TRUE,1.5)',
    "={1,2;3,4}",
    "=EOMONTH(A1,1)",
    "=CEILING(A1,2)",
    "=STDEV.S(A1:A3)",
    '=SUMIFS(A:A,B:B,">="&C1)',
    "=A1&\"'x;'\"",
    "=TRESO.TVA(A1,0.19)",
    "=INCONNUE(1)",
    '=TRESO.SOLDE(Dossier,"BNA")',
)


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_comes_back_as_it_was_written(sheet: xlwings.Sheet, formula: str) -> None:
    sheet.name = "L'été 1"
    sheet.book.sheets.add("BNA", after=sheet)
    sheet.book.names.add("Dossier", "='L''été 1'!$A$9")
    sheet["E5"].formula = formula
    assert sheet["E5"].formula == formula
    assert sheet.book.impl.formulas.text(sheet["E5"].impl.api.getCellByPosition(0, 0)) == formula  # the long way says the same


@pytest.mark.parametrize("stored", ["=[1]!TRESO.TVA(A1,2)", "='C:\\x\\tresorerie.xlam'!TRESO.TVA(A1,2)", "=_xll.TRESO.TVA(A1,2)"])
def test_a_formula_of_ours_loses_its_link_to_the_add_in(sheet: xlwings.Sheet, stored: str) -> None:
    sheet["A2"].formula = stored
    assert sheet["A2"].formula == "=TRESO.TVA(A1,2)"


def test_one_formula_over_a_range_moves_its_references(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = [[1, 2], [3, 4]]
    sheet["C1:D2"].formula = "=A1*10+$A$1"
    assert sheet["C1:D2"].value == [[11.0, 21.0], [31.0, 41.0]]
    assert sheet["C1:D2"].formula == (("=A1*10+$A$1", "=B1*10+$A$1"), ("=A2*10+$A$1", "=B2*10+$A$1"))


def test_a_block_of_values_may_hold_formulas(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = [[2, "=A1*3"], ["texte", '=A2&"s"']]
    assert sheet["A1:B2"].value == [[2.0, 6.0], ["texte", "textes"]]
    assert sheet["A1:B2"].formula == (("2", "=A1*3"), ("texte", '=A2&"s"'))


def test_a_formula_that_cites_a_sheet_that_is_not_there_is_refused(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = "avant"
    with pytest.raises(ValueError, match="Nulle part"):
        sheet["A1"].formula = "='Nulle part'!A1"
    assert sheet["A1"].value == "avant"


def test_an_array_formula_covers_its_range(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = [[1, 4], [2, 5]]
    sheet["D1:D2"].formula_array = "=A1:A2*B1:B2"
    assert sheet["D1:D2"].value == [4.0, 10.0]
    assert sheet["D1"].impl.has_array
    assert not sheet["A1"].impl.has_array


def test_names_tables_and_their_columns_are_ranges(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = [["Date", "Montant"], [1, 10], [2, 20]]
    sheet.tables.add(sheet["A1:B3"], name="tblOperations")
    sheet["A3"].name = "Dossier"
    assert sheet.range("tblOperations").address == "$A$2:$B$3"
    assert sheet.range("tbloperations[Montant]").value == [10.0, 20.0]
    assert sheet.range("tblOperations[#All]").address == "$A$1:$B$3"
    assert sheet.range("dossier").value == 2.0
    assert sheet.book.names["Dossier"].refers_to == f"={sheet.name}!$A$3"
    with pytest.raises(xlwings.NoSuchObjectError):
        sheet.range("tblOperations[Solde]")
