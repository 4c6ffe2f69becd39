"""Every registered function's example, typed as a formula in the example workbook in a real LibreOffice, gives what it declares."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from addin.app.read_dossier import read_dossier
from addin.functions import catalogue
from addin.hosts.calc_functions import TRACE
from addin.hosts.dossier_store import DossierStore
from addin.hosts.example import write_example
from addin.hosts.file import FileWorkbook
from addin.hosts.places import OVERRIDE
from addin.registry import FUNCTIONS, Function, Rows
from addin.sheets.example import example_sheets
from tests.app.fakes import Answers
from tests.calc.conftest import Sheet
from tests.soffice import RunningOffice

assert catalogue.MODULES  # imported for its declarations


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example workbook, without its report."""
    return write_example(tmp_path_factory.mktemp("exemple"), example_sheets(), FileWorkbook.save)


@pytest.fixture(scope="module")
def handle(example: Path, calc_environment: dict[str, str]) -> str:
    """The handle of its dossier, kept where the functions in LibreOffice look."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(OVERRIDE, calc_environment[OVERRIDE])
        with FileWorkbook.open(example, for_writing=False) as workbook:
            return DossierStore().save(read_dossier(workbook, Answers()))


@pytest.fixture(scope="module")
def opened(calc: RunningOffice, example: Path, handle: str) -> Iterator[Any]:
    """The example workbook in LibreOffice, with a tab of tries whose A1 is the cell « Dossier »."""
    import uno

    document = calc.open(example)
    document.Sheets.insertNewByName("Essais", document.Sheets.Count)
    tab = document.Sheets.getByName("Essais")
    tab.getCellRangeByName("A1").String = handle
    if document.NamedRanges.hasByName("Dossier"):
        document.NamedRanges.removeByName("Dossier")
    document.NamedRanges.addNewByName("Dossier", "$Essais.$A$1", uno.createUnoStruct("com.sun.star.table.CellAddress"), 0)
    yield document
    document.close(True)


def as_cell(result: object) -> object:
    """A declared result as a cell of LibreOffice holds it."""
    if isinstance(result, date):
        day = result.date() if isinstance(result, datetime) else result
        return float((day - date(1899, 12, 30)).days)
    if result is None:
        return ""
    return float(result) if isinstance(result, (int, float)) else result


@pytest.mark.parametrize("declared", list(FUNCTIONS.values()), ids=list(FUNCTIONS))
def test_an_example_gives_what_it_declares(opened: Any, declared: Function) -> None:
    tab = Sheet(opened.Sheets.getByName("Essais"))
    rows = declared.result.rows if isinstance(declared.result, Rows) else ((declared.result,),)
    cells = tab.sheet.getCellRangeByPosition(4, 10, 3 + len(rows[0]), 9 + len(rows))
    anchor = cells.getCellByPosition(0, 0)
    anchor.FormulaLocal = declared.example.replace("!", ".")  # « BNA!A:F » is « BNA.A:F » in LibreOffice
    english = anchor.Formula
    anchor.String = ""
    cells.setArrayFormula(english)
    try:
        shown = [[Sheet.shown(cells.getCellByPosition(j, i)) for j in range(len(rows[0]))] for i in range(len(rows))]
    finally:
        cells.setArrayFormula("")
    assert shown == [[pytest.approx(as_cell(cell)) if isinstance(as_cell(cell), float) else as_cell(cell) for cell in row] for row in rows]


def test_the_wizard_shows_every_function_in_french(calc: RunningOffice, sheet: Sheet) -> None:
    """French names, helps and labels of the arguments, in the order in which they are typed."""
    sheet["A1"] = "=TRESO.VERSION()"  # the arguments are known once the component is loaded
    descriptions = calc.service("com.sun.star.sheet.FunctionDescriptions")
    shown: dict[str, tuple[str, list[str]]] = {}
    for number in range(descriptions.Count):
        properties = {each.Name: each.Value for each in descriptions.getByIndex(number)}
        if str(properties["Name"]).startswith("TRESO."):
            shown[properties["Name"]] = (properties["Description"], [each.Name for each in properties["Arguments"] or ()])
    assert set(shown) == set(FUNCTIONS)
    for name, (help_text, labels) in shown.items():
        declared = FUNCTIONS[name]
        expected = [f"[{argument.label}]" if argument.is_optional else argument.label for argument in declared.arguments]
        assert help_text.replace("\u00a0", " ") == declared.help.replace("\u00a0", " ")
        assert list(dict.fromkeys(labels)) == expected


def test_typing_in_a_transactions_tab_recalculates_nothing_of_ours(opened: Any, calc_environment: dict[str, str]) -> None:
    tab = Sheet(opened.Sheets.getByName("Essais"))
    tab["C1"], tab["C2"] = '=TRESO.SOLDE(Dossier;"BNA")', "=TRESO.VARIATION(Dossier)"
    shown = [tab["C1"], tab["C2"]]
    calls = Path(calc_environment[TRACE])
    before = calls.read_text(encoding="utf-8")
    assert before.endswith("TRESO.SOLDE\nTRESO.VARIATION\n"), "the two formulas above were counted"
    bank = opened.Sheets.getByName("BNA")
    for row in range(5, 25):
        bank.getCellByPosition(2, row).String = "Saisie"
        bank.getCellByPosition(3, row).Value = 1234.0 + row
    assert [tab["C1"], tab["C2"]] == shown
    assert calls.read_text(encoding="utf-8") == before
    tab["C1"] = tab["C2"] = ""


def test_a_range_with_headings_takes_the_place_of_the_dossier(opened: Any) -> None:
    tab = Sheet(opened.Sheets.getByName("Essais"))
    tab["C4"] = "=TRESO.VARIATION(BNA.A:H)"
    assert isinstance(tab["C4"], float)
    tab["C5"] = "=TRESO.POURQUOI(C4)"
    assert "BNA!A1" in tab["C5"]


def test_an_error_cell_in_a_range_with_headings_silences_nothing(calc: RunningOffice) -> None:
    document = calc.open()
    try:
        tab = Sheet(document.Sheets.getByIndex(0))
        tab.sheet.Name = "BNA"
        rows = (
            ("Date", "Libellé", "Montant", "Solde"), (46026.0, "Vente", 100000.0, 100000.0), (46027.0, "Loyer", -30000.0, 70000.0),
            (46028.0, "Sonelgaz", -5500.5, 64499.5),
        )  # fmt: skip
        tab.sheet.getCellRangeByName("A1:D4").setDataArray(rows)
        formats = document.NumberFormats
        tab.sheet.getCellRangeByName("A2:A4").NumberFormat = formats.getStandardFormat(2, calc_locale())
        tab["B3"] = "=NA()"
        tab["H1"], tab["H2"] = "=TRESO.SOLDE(A:D)", "=TRESO.SOLDE(A1:D4)"
        assert [tab["H1"], tab["H2"]] == [64499.5, 64499.5]
    finally:
        document.close(True)


def calc_locale() -> Any:
    import uno

    return uno.createUnoStruct("com.sun.star.lang.Locale")


def test_a_dossier_that_this_machine_does_not_know_is_na_and_pourquoi_says_what_to_do(opened: Any, handle: str) -> None:
    tab = Sheet(opened.Sheets.getByName("Essais"))
    tab.sheet.getCellRangeByName("A3").String = handle[:-4] + ("0000" if not handle.endswith("0000") else "1111")
    tab["C6"], tab["C7"] = '=TRESO.SOLDE(A3;"BNA")', "=TRESO.POURQUOI(C6)"
    assert tab["C6"] == "#N/D"
    assert "Actualiser" in tab["C7"]


def test_a_text_in_the_place_of_the_dossier_is_explained(opened: Any) -> None:
    tab = Sheet(opened.Sheets.getByName("Essais"))
    tab["C8"], tab["C9"] = '=TRESO.SOLDE("BNA")', "=TRESO.POURQUOI(C8)"
    assert tab["C8"] == "Err:504"
    assert 'TRESO.SOLDE(Dossier;"BNA")' in tab["C9"]
