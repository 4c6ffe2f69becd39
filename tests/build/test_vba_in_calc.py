"""The VBA compiled and run for real, by LibreOffice: the committed workbook as it is, then each part with a Python that is played.

LibreOffice silently gives empty values for a whole project when one module does not compile, so that a value is a proof for all.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from addin import __version__
from addin.build.all import STANDALONE, declarations
from addin.build.excel_files import with_macros
from addin.build.vba_modules import generated_modules, handwritten, project_modules, read_texts
from addin.build.vba_project import Module
from tests.build.vba_conditions import compiled
from tests.soffice import RunningOffice

pytestmark = pytest.mark.calc

_PLAYED = """\
Attribute VB_Name = "Jeu"
Option Explicit
Public mAppels As Long, mDemarrages As Long, mPresent As String

Function JoueVersion()
    mDemarrages = mDemarrages + 1
    If mPresent = "" Then mPresent = VERSION_TRESO
    If mPresent = "absent" Then Err.Raise 53, "xlwings", "no interpreter"
    JoueVersion = mPresent
End Function

' Python becomes "absent", another version, or ours again; gives the number of starts tried so far.
Function PYTHONEST(etat)
    mPresent = IIf(etat = "la", VERSION_TRESO, etat)
    Reessayer
    PYTHONEST = mDemarrages
End Function

Function JOURNALDIT()
    JOURNALDIT = DernierJournal()
End Function

Function DEMARRAGES()
    DEMARRAGES = mDemarrages
End Function

' Plays Python: TRESO.TVA gives what the test asks for by its first argument.
Function JoueCallUDF(m, nom, envoi, classeur, appelant)
    Dim t(1, 1), ligne(1)
    mAppels = mAppels + 1
    If IsArray(envoi(0)) Then
        JoueCallUDF = Decrit(envoi(0))
    ElseIf envoi(0) = "erreur" Then
        JoueCallUDF = Chr(1) & "2042"
    ElseIf envoi(0) = "tableau" Then
        t(0, 0) = 1.5
        t(0, 1) = "Loyer"
        t(1, 0) = Chr(1) & "2015"
        t(1, 1) = Null
        JoueCallUDF = t
    ElseIf envoi(0) = "panne" Then
        Err.Raise 1000, "Python", "exception"
    ElseIf envoi(0) = "manquants" Then
        JoueCallUDF = "0 to " & UBound(envoi)
        If UBound(envoi) > 0 Then JoueCallUDF = JoueCallUDF & ", second " & TypeName(envoi(1))
    Else
        JoueCallUDF = envoi(0)
    End If
End Function

Function Decrit(v)
    Dim element, texte
    If Not IsArray(v) Then
        Decrit = TypeName(v) & " " & CStr(v)
    ElseIf Dimensions(v) = 2 Then
        Decrit = UBound(v, 1) & "x" & UBound(v, 2)
    Else
        For Each element In v
            texte = texte & "|" & Decrit(element)
        Next
        Decrit = Mid(texte, 2)
    End If
End Function

Function PAQUETS(genre, ParamArray zones())
    Dim suite As Variant
    suite = zones
    PAQUETS = Decrit(Emballer(CStr(genre), Joindre(Array(), suite)))
End Function

Function MILIEU()
    MILIEU = TVA("manquants", , "HT")
End Function

Function PROPRE(f)
    PROPRE = FormulePropre(f)
End Function

Function NOTRE(f)
    NOTRE = EstANous(f)
End Function

Function PHRASE(cle)
    PHRASE = Texte(cle)
End Function

Function Repare()
    Dim reparees As Long, laissees As Long
    RessaisirClasseur ThisWorkbook, False, reparees, laissees
    Repare = reparees & " " & laissees & " " & Reglage()
End Function

Function ZoneFausse()
    Dim zone As Range
    Set zone = CellulesEnErreur(ThisWorkbook.Worksheets(1))
    ZoneFausse = zone.Address
End Function

Function Reglage()
    Reglage = Application.EnableEvents & " " & Application.ScreenUpdating & " " & Application.DisplayAlerts & " " & Application.Calculation
End Function

Function ESSAIRUN(commande)
    On Error GoTo refus
    RunPython commande
    ESSAIRUN = "ok"
    Exit Function
refus:
    ESSAIRUN = "refus " & Err.Number
End Function
"""


def played_modules() -> list[Module]:
    """The project's modules as Excel for Windows compiles them.

    The two lines that reach Python reach `Jeu` instead, and what the tests look into is public.
    """
    changed = {
        "XLPy.CallUDF(": "JoueCallUDF(",
        'version = XLPy.Str(XLPy.GetAttr(XLPy.Module("addin"), "__version__"))': "version = JoueVersion()",
        "Private Function Emballer(": "Public Function Emballer(",
        "Private Function Dimensions(": "Public Function Dimensions(",
    }  # fmt: skip
    links = {  # what LibreOffice has not: the value of a cell in error, CountLarge, HasArray
        "Private Sub RessaisirClasseur(": "Public Sub RessaisirClasseur(",
        "Private Function CellulesEnErreur(": "Public Function CellulesEnErreur(",
        "    If IsError(valeur) Then ANomInconnu = (valeur = CVErr(ERREUR_NOM))\n": "    ANomInconnu = True\n",
        "zone.CountLarge": "zone.Count",
        "If c.HasArray Then": "If False Then",
    }
    modules = []
    for module in project_modules(generated_modules(*declarations())):
        source = module.source
        for old, new in {"TresoAppel": changed, "TresoLiens": links}.get(module.name, {}).items():
            assert source.count(old) == 1, old
            source = source.replace(old, new)
        modules.append(Module(module.name, compiled(source)))
    return [*modules, Module("Jeu", _PLAYED)]


class Sheet:
    """The first sheet of a workbook with the macros, open in LibreOffice."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self._sheet = document.Sheets.getByIndex(0)
        self._row = 20

    def shows(self, formula: str) -> str:
        """What a formula (English, `;`) shows in a new cell."""
        self._row += 1
        cell = self._sheet.getCellByPosition(0, self._row)
        cell.setFormula(formula)
        return str(cell.getString())

    def run(self, function: str) -> object:
        """What a function of the project gives, called as a macro."""
        url = f"vnd.sun.star.script:Tresorerie.{function}?language=Basic&location=document"
        return self.document.getScriptProvider().getScript(url).invoke((), (), ())[0]

    def shows_array(self, formula: str, rows: int, columns: int) -> list[list[str]]:
        """What an array formula shows."""
        self._row += 1
        zone = self._sheet.getCellRangeByPosition(0, self._row, columns - 1, self._row + rows - 1)
        zone.setArrayFormula(formula)
        shown = [[str(zone.getCellByPosition(j, i).getString()) for j in range(columns)] for i in range(rows)]
        self._row += rows
        return shown


def opened(office: RunningOffice, path: Path) -> Any:
    import uno

    def setting(name: str, value: object) -> Any:
        made = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        made.Name, made.Value = name, value
        return made

    always_run_macros = 4
    settings = (setting("Hidden", True), setting("MacroExecutionMode", always_run_macros))
    return office.desktop.loadComponentFromURL(path.resolve().as_uri(), "_blank", 0, settings)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    book = openpyxl.Workbook()
    for row in range(1, 6):
        book.worksheets[0].cell(row, 3, row * 1.5)
        book.worksheets[0].cell(row, 4, "x")
    written = io.BytesIO()
    book.save(written)
    path = tmp_path_factory.mktemp("vba") / "essai.xlsm"
    path.write_bytes(with_macros(written.getvalue(), "xlsm", played_modules(), handwritten("ThisWorkbook"), {}))
    return path


@pytest.fixture(scope="module")
def sheet(running_office: RunningOffice, workbook: Path) -> Iterator[Sheet]:
    document = opened(running_office, workbook)
    yield Sheet(document)
    document.close(True)


def test_the_committed_workbook_compiles_and_answers(running_office: RunningOffice, tmp_path: Path) -> None:
    document = opened(running_office, Path(shutil.copy(STANDALONE, tmp_path)))
    try:
        names = set(document.BasicLibraries.getByName("Tresorerie").ElementNames)
        assert {module.name for module in project_modules(generated_modules(*declarations()))} <= names
        sheet = document.Sheets.getByIndex(0)
        for formula, shown in {"=VERSION()": __version__, "=TRESO_VERSION()": __version__}.items():
            cell = sheet.getCellByPosition(20, 200)
            cell.setFormula(formula)
            assert cell.getString() == shown
    finally:
        document.close(True)


def test_a_scalar_result_comes_back(sheet: Sheet) -> None:
    assert sheet.shows("=TVA(12.5)") == "12,5"
    assert sheet.shows('=TRESO_TVA("Loyer")') == "Loyer"


def test_an_error_comes_back_as_an_error_of_the_cell(sheet: Sheet) -> None:
    assert sheet.shows('=TVA("erreur")') == "Error 2042"  # LibreOffice's way to show CVErr(xlErrNA)


def test_an_exception_of_python_is_a_value_error(sheet: Sheet) -> None:
    assert "2015" in sheet.shows('=TVA("panne")')


@pytest.fixture
def python_back(sheet: Sheet) -> Iterator[None]:
    yield
    sheet.shows('=PYTHONEST("la")')


@pytest.mark.usefixtures("python_back")
def test_without_python_cells_are_not_available_and_do_not_try_each_time(sheet: Sheet) -> None:
    before = int(sheet.shows('=PYTHONEST("absent")'))
    assert [sheet.shows("=TVA(1)") for _ in range(3)] == ["Error 2042"] * 3
    assert int(sheet.shows("=DEMARRAGES()")) == before + 1
    assert sheet.shows("=JOURNALDIT()").endswith("Python 53 no interpreter")
    assert sheet.shows("=VERSION()") == __version__
    sheet.shows('=PYTHONEST("la")')
    assert sheet.shows("=TVA(1)") == "1"


@pytest.mark.usefixtures("python_back")
def test_another_version_of_python_is_seen_and_not_used(sheet: Sheet) -> None:
    before = int(sheet.shows('=PYTHONEST("9.9.9")'))
    assert [sheet.shows("=TVA(1)") for _ in range(3)] == ["Error 2042"] * 3
    assert int(sheet.shows("=DEMARRAGES()")) == before + 1
    assert sheet.shows("=JOURNALDIT()").endswith(f"Excel {__version__}, Python 9.9.9")


def test_the_version_is_asked_once(sheet: Sheet) -> None:
    sheet.shows("=TVA(1)")
    before = sheet.shows("=DEMARRAGES()")
    sheet.shows("=TVA(2)")
    assert sheet.shows("=DEMARRAGES()") == before


def test_an_array_comes_back_cell_by_cell(sheet: Sheet) -> None:
    first, second = sheet.shows_array('=TVA("tableau")', 2, 2)
    assert first == ["1,5", "Loyer"]
    assert "2015" in second[0]
    assert second[1] == ""


def test_arguments_left_out_are_not_sent_and_those_in_the_middle_are_empty(sheet: Sheet) -> None:
    assert sheet.shows('=TVA("manquants")') == "0 to 0"
    assert sheet.shows("=MILIEU()") == "0 to 2, second Empty"


def test_a_range_is_sent_with_its_place_and_values(sheet: Sheet) -> None:
    assert sheet.shows("=TVA(C2:C4)") == "String \x02|String Sheet|Long 2|Long 3|3x1"
    assert sheet.shows("=TVA(C2)").endswith("|Long 2|Long 3|Double 3")


def test_whole_columns_are_cut_to_what_is_used(sheet: Sheet) -> None:
    rows = int(sheet.shows("=TVA(C:C)").rpartition("|")[2].partition("x")[0])
    assert 5 <= rows < 500
    assert sheet.shows('=PAQUETS("r"; C:H)').endswith("x2")


def test_a_range_of_values_keeps_its_size_and_a_table_does_not(sheet: Sheet) -> None:
    assert sheet.shows('=PAQUETS("v"; C1:H400)').endswith("|400x6")
    assert sheet.shows('=PAQUETS("d"; D1:H400)').endswith("x1")


def test_several_ranges_are_several_packets(sheet: Sheet) -> None:
    assert sheet.shows('=PAQUETS("r"; C1:C2; D1:D3)').count("String \x02") == 2


@pytest.mark.parametrize(
    ("stored", "plain"),
    [
        ('=TRESO.SOLDE(A1,"BNA")', '=TRESO.SOLDE(A1,"BNA")'),
        ("=[1]!TRESO.SOLDE(A1)+1", "=TRESO.SOLDE(A1)+1"),
        ("=[0]!TRESO.SOLDE(A1)", "=TRESO.SOLDE(A1)"),
        ("='C:\\Users\\x y\\XLSTART\\tresorerie.xlam'!TRESO.TVA(1)", "=TRESO.TVA(1)"),
        ("='/Users/x/tresorerie.xlam'!TRESO_TVA(1)*2", "=TRESO_TVA(1)*2"),
        ("=SUM(1,tresorerie.xlam!TRESO.TVA(1))", "=SUM(1,TRESO.TVA(1))"),
        ("=_xll.TRESO.TVA(1)+_xlfn.TRESO.TVA(2)", "=TRESO.TVA(1)+TRESO.TVA(2)"),
        ("=_xldudf_TRESO_TVA(1)", "=TRESO.TVA(1)"),
        ("=treso.tva(1)", "=TRESO.TVA(1)"),
        ('=TRESO.X("[1]!treso.tva(1)")', '=TRESO.X("[1]!treso.tva(1)")'),
        ("='[2]Feuille 1'!A1+TRESO.TVA(1)", "='[2]Feuille 1'!A1+TRESO.TVA(1)"),
        ("='autre.xlsx'!TRESO.X(1)", "='autre.xlsx'!TRESO.X(1)"),
        ("=SUM(Tresorerie)", "=SUM(Tresorerie)"),
        ("=ma_treso.x(1)", "=ma_treso.x(1)"),
    ],
)
def test_each_stored_form_becomes_the_plain_one(sheet: Sheet, stored: str, plain: str) -> None:
    assert sheet.shows('=PROPRE("{}")'.format(stored.replace('"', '""'))) == plain


@pytest.mark.parametrize(
    ("formula", "ours"), [("=[1]!TRESO.X(1)", True), ("=TRESO_X(1)", True), ('="TRESO.X"', False), ("=SUM(A1:A3)", False)]
)
def test_only_formulas_of_ours_are_entered_anew(sheet: Sheet, formula: str, ours: bool) -> None:
    shown = sheet.shows('=IF(NOTRE("{}");"oui";"non")'.format(formula.replace('"', '""')))
    assert shown == ("oui" if ours else "non")


def test_sentences_have_their_accents(sheet: Sheet) -> None:
    for key, text in read_texts().items():
        assert sheet.shows(f'=PHRASE("{key}")') == text


def test_formulas_in_error_are_entered_anew_and_settings_given_back(sheet: Sheet) -> None:
    stored = ["=treso.inconnue(1)", "=_xll.treso.inconnue(2)", "=autre(3)", "=1/0"]
    column = [sheet.document.Sheets.getByIndex(0).getCellByPosition(9, row) for row in range(len(stored))]
    for cell, formula in zip(column, stored, strict=True):
        cell.setFormula(formula)
    before = sheet.run("Jeu.Reglage")
    try:
        assert "$J$1:$J$4" in str(sheet.run("Jeu.ZoneFausse"))
        assert sheet.run("Jeu.Repare") == f"2 0 {before}"
        assert [cell.getFormula().lower() for cell in column] == ["=treso.inconnue(1)", "=treso.inconnue(2)", *stored[2:]]
    finally:
        for cell in column:
            cell.setFormula("")


@pytest.mark.parametrize(
    "command",
    [
        "import os; os.system('calc')",
        "import addin.macros; addin.macros.run('X'); import os; addin.macros.run('Y')",
        "import addin.macros; addin.macros.run('')",
        "import addin.macros; addin.macros.run('RapportHebdo')",
    ],
)
def test_nothing_but_a_button_outside_of_a_cell_is_run(sheet: Sheet, command: str) -> None:
    assert sheet.shows(f'=ESSAIRUN("{command}")').startswith("refus")
