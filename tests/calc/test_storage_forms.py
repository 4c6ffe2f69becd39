"""Every form in which a file may store a call of ours, from an .xlsx to a figure in a real LibreOffice."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.packaging.relationship import Relationship
from openpyxl.workbook.external_link import ExternalLink
from openpyxl.workbook.external_link.external import ExternalBook, ExternalDefinedName
from openpyxl.worksheet.formula import ArrayFormula

from addin.hosts.stored_formulas import plain_formula
from tests.soffice import RunningOffice

STARTUP = "http://schemas.microsoft.com/office/2006/relationships/xlExternalLinkPath/xlStartup"
NAMES = {"TVA", "TIMBRE"}
FORMS = {
    "plain": "=TRESO.TVA(100000,9)",
    "lower case, as LibreOffice leaves a name that it does not know": "=treso.tva(100000,9)",
    "link of a shared workbook": "=[1]!TRESO.TVA(100000,9)",
    "link to the name without a dot": "=[1]!TRESO_TVA(100000,9)",
    "the macros of the very file": "=[0]!TRESO.TVA(100000,9)",
    "an .xll": "=_xll.TRESO.TVA(100000,9)",
    "a name unknown to an older Excel": "=_xlfn.TRESO.TVA(100000,9)",
    "a function unknown to an older Excel": "=_xludf.TRESO.TVA(100000,9)",
    "Office.js": "=_xldudf_TRESO_TVA(100000,9)",
    "path of a Windows user": r"='C:\Users\Samia B\AppData\Roaming\Microsoft\Excel\XLSTART\tresorerie.xlam'!TRESO.TVA(100000,9)",
    "path of a Mac": "='/Users/samia/Library/tresorerie.xlam'!TRESO.TVA(100000,9)",
    "name of the add-in": "=tresorerie.xlam!TRESO.TVA(100000,9)",
    "name without a dot": "=TRESO_TVA(100000,9)",
    "implementation of an early extension": "=FR.TRESO.CALC.TRESO.TVA(100000,9)",
    "inside other functions": "=IF([1]!TRESO.TVA(100,9)=109,SUM([1]!TRESO.TVA(100000,9),0),-1)",
}


def workbook(path: Path, formulas: list[object], *, is_protected: bool = False) -> Path:
    """A workbook with a link to the add-in, as ours have it, and formulas down column B."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for i, formula in enumerate(formulas, 1):
        sheet.cell(i, 2, formula)
    sheet["E1"], sheet["E2"] = 100, 200
    sheet.protection.sheet = is_protected
    link = ExternalLink(externalBook=ExternalBook(id="rId1"))
    link.externalBook.definedNames = [ExternalDefinedName(name="TRESO.TVA")]
    link.file_link = Relationship(type="externalLinkPath", Target="tresorerie.xlam", TargetMode="External")
    link.file_link.Type = STARTUP
    book._external_links.append(link)  # type: ignore[attr-defined]
    book.save(path)
    return path


def cell(document: Any, name: str) -> Any:
    return document.Sheets.getByIndex(0).getCellRangeByName(name)


@pytest.mark.parametrize("form", FORMS, ids=list(FORMS))
def test_each_form_becomes_the_plain_one_as_text(form: str) -> None:
    assert plain_formula(FORMS[form], NAMES).replace("TRESO.TVA", "").count("TRESO") == 0
    assert plain_formula(plain_formula(FORMS[form], NAMES), NAMES) == plain_formula(FORMS[form], NAMES)
    assert plain_formula(FORMS[form], set()) == FORMS[form]


@pytest.mark.parametrize(
    "formula",
    [
        '="[1]!TRESO.TVA(1)"&A1', "=MATRESO.TVA(1)", "=TRESO.INCONNUE(1)", "=[2]Feuil1!TRESO", "=TRESO!A1", "='TRESO'!TVA", "=TRESO_TVA+1",
        "='[autre.xlam]x'!TVA(1)", "='C:\\autre\\autre.xlam'!TRESO.TVA(1)", "=x.TRESO.TVA(1)",
    ],
)  # fmt: skip
def test_what_is_not_a_call_of_ours_stays_as_it_is(formula: str) -> None:
    assert plain_formula(formula, NAMES) == formula


@pytest.fixture(scope="module")
def opened(calc: RunningOffice, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """All forms in one workbook, opened."""
    document = calc.open(workbook(tmp_path_factory.mktemp("formes") / "formes.xlsx", list(FORMS.values())))
    yield document
    document.close(True)


@pytest.mark.calc
@pytest.mark.parametrize("number", range(1, len(FORMS) + 1), ids=list(FORMS))
def test_each_form_gives_a_figure_in_libreoffice(opened: Any, number: int) -> None:
    shown = cell(opened, f"B{number}")
    assert (shown.getError(), shown.Value) == (0, 109000.0)


@pytest.mark.calc
def test_opening_does_not_mark_the_workbook_as_modified_nor_add_something_to_undo(opened: Any) -> None:
    assert not opened.isModified()
    assert not opened.UndoManager.isUndoPossible()


def test_an_array_of_ours_stays_one_array(calc: RunningOffice, tmp_path: Path) -> None:
    document = calc.open(workbook(tmp_path / "matrice.xlsx", [ArrayFormula("B1:B2", "=[1]!TRESO.TVA(E1:E2,9)")]))
    try:
        assert [cell(document, name).Value for name in ("B1", "B2")] == [109.0, 218.0]
        assert cell(document, "B2").Formula == "{=TRESO.TVA(E1:E2;9)}"
    finally:
        document.close(True)


def test_a_protected_sheet_is_left_alone(calc: RunningOffice, tmp_path: Path) -> None:
    document = calc.open(workbook(tmp_path / "protege.xlsx", ["=[1]!TRESO.TVA(100000,9)"], is_protected=True))
    try:
        assert document.Sheets.getByIndex(0).isProtected()
        assert cell(document, "B1").Formula.startswith("=[1]!")
        assert not document.isModified()
    finally:
        document.close(True)


def test_a_workbook_without_our_functions_is_not_written_at_all(calc: RunningOffice, tmp_path: Path) -> None:
    document = calc.open(workbook(tmp_path / "autre.xlsx", ["=[1]!AUTRE.TVA(1)", "=SUM(1,2)"]))
    try:
        assert cell(document, "B1").Formula == "=[1]!autre.tva(1)"
        assert not document.isModified()
    finally:
        document.close(True)


def test_libreoffice_saves_the_plain_form(calc: RunningOffice, opened: Any, tmp_path: Path) -> None:
    import uno

    option = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    option.Name, option.Value = "FilterName", "Calc MS Excel 2007 XML"
    saved = tmp_path / "enregistre.xlsx"
    opened.storeToURL(saved.as_uri(), (option,))
    sheet = load_workbook(saved).worksheets[0]
    for number in range(1, len(FORMS)):
        assert sheet.cell(number, 2).value == "=TRESO.TVA(100000,9)"
    assert b"TRESO.TVA(100000,9)" in zipfile.ZipFile(saved).read("xl/worksheets/sheet1.xml")
