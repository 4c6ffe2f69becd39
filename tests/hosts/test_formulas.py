"""Formulas in a rendered workbook: bound to the add-in without anybody's path, with their results, and nothing to calculate on opening."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from addin.hosts.addin_link import addin_link
from addin.hosts.book import Book
from addin.hosts.file import FileWorkbook
from addin.hosts.formulas import ADDIN_FILE, STARTUP_LINK, functions_in, renumbered, stored, unbound
from addin.hosts.package import Package
from addin.hosts.render import side_workbook
from addin.sheets.model import Band, Block, Cell, Formula, Role, Row, Sheet, Tone, fingerprint
from tests.soffice import find_soffice, kill, write_profile

RESULTS: list[tuple[Formula, object]] = [
    (Formula('TRESO.SOLDE(Dossier,"BNA")', Decimal("3922040.82")), 3922040.82),
    (Formula('TRESO.ALERTE(Dossier,"FACTURES_RETARD")', "ALERTE"), "ALERTE"),
    (Formula('TRESO.POINTBAS(Dossier,,,"DATE")', date(2026, 11, 22)), datetime(2026, 11, 22)),
    (Formula("B1=C1", False), False),
    (Formula("TRESO.RETARDS(Dossier)", error="#N/A"), "#N/A"),
    (Formula("SHEETS()", 3), 3),
    (Formula('"<é> & « x »"', "<é> & « x »"), "<é> & « x »"),
]


def sheet(
    *rows: tuple[Formula | str | float | None, ...], title: str = "Tableau", names: dict[str, tuple[int, int]] | None = None
) -> Sheet:
    lines = tuple(Row(tuple(Cell(value) for value in row)) for row in rows)
    return Sheet(title, (12.0,) * 8, {"full": (0, 8)}, (Band((Block("b", lines, "full", book_names=names or {}),)),))


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize(("formula", "result"), RESULTS, ids=lambda value: getattr(value, "text", None))
def test_a_formula_carries_its_result_for_those_without_the_add_in(formula: Formula, result: object) -> None:
    data = side_workbook([sheet((formula,))])
    assert openpyxl.load_workbook(io.BytesIO(data), data_only=True).worksheets[0]["A1"].value == result
    ((shown, *_),) = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python() or [("",)]
    expected: Any = "" if formula.error else result.date() if isinstance(result, datetime) else result
    assert shown == expected


def test_our_functions_are_bound_by_one_link_to_a_file_name_in_the_start_up_folder() -> None:
    calls = ("TRESO.SOLDE(Dossier)", "treso.TVA(1)+TRESO.SOLDE(Dossier)", 'IF(A1="TRESO.TVA(1)",1,2)', "'TRESO.X(1)'!A1")
    data = parts(side_workbook([sheet(*((Formula(text, 1.0),) for text in calls)), sheet((Formula("TRESO.TIMBRE(1)", 0.0),), title="B")]))
    written = re.findall(r"<f>(.*?)</f>", data["xl/worksheets/sheet1.xml"].decode())
    assert written == [
        "[1]!TRESO.SOLDE(Dossier)", "[1]!TRESO.TVA(1)+[1]!TRESO.SOLDE(Dossier)", 'IF(A1="TRESO.TVA(1)",1,2)', "'TRESO.X(1)'!A1",
    ]  # fmt: skip
    assert [name for name in data if name.startswith("xl/externalLinks/") and not name.endswith(".rels")] == [
        "xl/externalLinks/externalLink1.xml"
    ]
    link = data["xl/externalLinks/externalLink1.xml"].decode()
    assert re.findall(r'<definedName name="(.*?)"', link) == ["TRESO.SOLDE", "TRESO.TIMBRE", "TRESO.TVA"]
    relation = data["xl/externalLinks/_rels/externalLink1.xml.rels"].decode()
    assert f'Type="{STARTUP_LINK}" Target="{ADDIN_FILE}" TargetMode="External"' in relation
    assert 'updateLinks="never"' in data["xl/workbook.xml"].decode()


def test_nothing_asks_for_a_calculation_when_the_workbook_is_opened() -> None:
    for page in (sheet(("sans formule",)), sheet((Formula("TRESO.TVA(1)", 1.19),))):
        book = parts(side_workbook([page]))["xl/workbook.xml"].decode()
        assert "fullCalcOnLoad" not in book
        assert 'calcId="191029"' in book


def test_a_workbook_without_our_functions_has_no_link() -> None:
    data = parts(side_workbook([sheet((Formula("1+1", 2),))]))
    assert not any("externalLink" in name for name in data)
    assert "updateLinks" not in data["xl/workbook.xml"].decode()


def test_a_workbook_that_holds_the_functions_itself_needs_no_link() -> None:
    data = parts(side_workbook([sheet((Formula("TRESO.TVA(1)+SHEETS()", 1.0),))], is_bound=False))
    assert "<f>TRESO.TVA(1)+_xlfn.SHEETS()</f>" in data["xl/worksheets/sheet1.xml"].decode()
    assert not any("externalLink" in name for name in data)


def test_an_array_formula_fills_its_range_with_the_results_of_each_cell() -> None:
    table = sheet((Formula("TRESO.POCHES(Dossier)", "a", rows=2, columns=2), 1.5), ("b & c", 2.5))
    data = side_workbook([table])
    xml = parts(data)["xl/worksheets/sheet1.xml"].decode()
    assert '<f t="array" ref="A1:B2">[1]!TRESO.POCHES(Dossier)</f><v>a</v>' in xml
    assert re.search(r'<c r="A2"[^>]* t="str"><v>b &amp; c</v></c>', xml)
    assert table.values() == [["a", 1.5], ["b & c", 2.5]]
    rows = openpyxl.load_workbook(io.BytesIO(data), data_only=True).worksheets[0].iter_rows(values_only=True)
    assert [row[:2] for row in rows] == [("a", 1.5), ("b & c", 2.5)]


def test_the_same_formulas_give_the_same_bytes() -> None:
    page = sheet(*((formula,) for formula, _ in RESULTS), names={"Dossier": (0, 0)})
    assert side_workbook([page]) == side_workbook([page])


def test_a_named_cell_belongs_to_the_whole_workbook() -> None:
    book = openpyxl.load_workbook(io.BytesIO(side_workbook([sheet((None, "poignée"), title="L'été", names={"Dossier": (0, 1)})])))
    assert book.defined_names["Dossier"].attr_text == "'L''été'!$B$1"
    with pytest.raises(ValueError, match="given twice"):
        side_workbook([sheet(("a",), names={"Dossier": (0, 0)}), sheet(("b",), title="B", names={"Dossier": (0, 0)})])


def test_a_formula_has_a_fingerprint_as_its_result() -> None:
    page = sheet((Formula("1+1", Decimal(2)), "x"))
    assert fingerprint(page.values()) == fingerprint([[2.0, "x"]])
    assert fingerprint([[Formula("1+1", 2)]]) == fingerprint([[2]])


def test_an_impossible_formula_is_a_mistake_of_the_caller() -> None:
    for wrong in (("=1+1", None), ("", None)):
        with pytest.raises(ValueError, match="not a formula"):
            Formula(*wrong)
    with pytest.raises(ValueError, match="not a formula"):
        Formula("NA()", 1, error="#N/A")


def test_the_looks_of_a_live_cell_follow_what_it_shows() -> None:
    cells = (Cell(Formula("A1", "OK"), tones=(("OK", Tone.GOOD),)), Cell(Formula("A2", 1.0), Role.AMOUNT, tones=(("<0", Tone.BAD),)))
    page = Sheet("T", (9.0,) * 2, {"full": (0, 2)}, (Band((Block("b", (Row(cells),), "full"),)),))
    rules = openpyxl.load_workbook(io.BytesIO(side_workbook([page]))).worksheets[0].conditional_formatting
    written = {str(where.sqref): [rule.formula[0] for rule in where.rules] for where in rules}
    assert written == {"A1": ["ISERROR(A1)", 'A1="OK"'], "B1": ["ISERROR(B1)", "AND(ISNUMBER(B1),B1<-0.004)"]}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('TRESO.SOLDE(Dossier,"a ""TRESO.TVA(1)"" b")', {"TRESO.SOLDE"}),
        ("treso.tva (1)", {"TRESO.TVA"}),
        ("MaTRESO.TVA(1)+x.TRESO.TVA(1)+[1]!TRESO.TVA(1)", set()),
        ("TRESO!A1+TRESO.A1", set()),
    ],
)
def test_our_functions_are_told_from_texts_and_from_names_of_others(text: str, names: set[str]) -> None:
    assert functions_in(text) == names
    assert unbound(stored(text)).upper() == text.replace("[1]!", "").upper()


def test_storing_twice_changes_nothing_more() -> None:
    once = stored('TRESO.SOLDE(Dossier,"BNA")+SHEETS()')
    assert stored(once) == once
    assert renumbered(once, 4) == '[4]!TRESO.SOLDE(Dossier,"BNA")+_xlfn.SHEETS()'


# ------------------------------------------------------------------------------------------------ in a workbook of hers


def hers(path: Path, *links: str) -> Path:
    """A workbook of hers that leads to other workbooks."""
    from openpyxl.packaging.relationship import Relationship
    from openpyxl.workbook.external_link.external import ExternalBook, ExternalLink

    book = openpyxl.Workbook()
    book.worksheets[0].title = "BNA"
    for target in links:
        link = ExternalLink(externalBook=ExternalBook(id="rId1"))
        link.file_link = Relationship(type="externalLinkPath", Target=target, TargetMode="External", Id="rId1")
        book._external_links.append(link)  # type: ignore[attr-defined]
    book.save(path)
    return path


def put(path: Path, page: Sheet) -> dict[str, bytes]:
    with FileWorkbook.open(path) as workbook:
        workbook.put(page)
        workbook.save()
    return parts(path.read_bytes())


def test_a_sheet_with_our_functions_brings_the_link_into_a_workbook_that_has_none(tmp_path: Path) -> None:
    data = put(hers(tmp_path / "c.xlsx"), sheet((Formula("TRESO.SOLDE(Dossier)", 1.0),), names={"Dossier": (0, 0)}))
    assert b"[1]!TRESO.SOLDE(Dossier)" in data["xl/worksheets/sheet2.xml"]
    assert b'<definedName name="TRESO.SOLDE"/>' in data["xl/externalLinks/externalLink1.xml"]
    assert b'updateLinks="never"' in data["xl/workbook.xml"]
    assert openpyxl.load_workbook(tmp_path / "c.xlsx").defined_names["Dossier"].attr_text == "'Tableau'!$A$1"


def test_her_own_links_keep_their_numbers_and_their_questions(tmp_path: Path) -> None:
    data = put(hers(tmp_path / "c.xlsx", "budget.xlsx", "autre.xlsx"), sheet((Formula("TRESO.SOLDE(Dossier)", 1.0),)))
    assert b"[3]!TRESO.SOLDE(Dossier)" in data["xl/worksheets/sheet2.xml"]
    assert b"updateLinks" not in data["xl/workbook.xml"]
    targets = [data[f"xl/externalLinks/_rels/externalLink{i}.xml.rels"].decode() for i in (1, 2, 3)]
    assert [name in text for name, text in zip(("budget.xlsx", "autre.xlsx", ADDIN_FILE), targets, strict=True)] == [True] * 3


@pytest.mark.parametrize("target", ["file:///C:\\Users\\S\\XLSTART\\Tresorerie.xlam", "tresorerie.xlam", "../XLSTART/tresorerie.xlam"])
def test_the_link_that_excel_has_written_is_used_again(tmp_path: Path, target: str) -> None:
    path = hers(tmp_path / "c.xlsx", "budget.xlsx", target)
    put(path, sheet((Formula("TRESO.SOLDE(Dossier)", 1.0),)))
    data = put(path, sheet((Formula("TRESO.TVA(1)", 1.0),), title="Autre"))
    assert b"[2]!TRESO.TVA(1)" in data["xl/worksheets/sheet3.xml"]
    assert re.findall(rb'name="(TRESO\.\w+)"', data["xl/externalLinks/externalLink2.xml"]) == [b"TRESO.SOLDE", b"TRESO.TVA"]
    assert not any("externalLink3" in name for name in data)


def test_a_formula_is_put_into_a_cell_of_a_sheet_that_is_there(tmp_path: Path) -> None:
    path = hers(tmp_path / "c.xlsx", "budget.xlsx")
    with FileWorkbook.open(path) as workbook:
        workbook.update("BNA", {(2, 1): Formula('TRESO.SOLDE(Dossier,"<BNA>")', 12.5), (2, 2): Formula("A2>1", True)})
        workbook.append("BNA", [[Formula("TRESO.ALERTE(Dossier)", "OK"), Formula("NA()", error="#N/A"), Formula('""')]])
        workbook.save()
        assert workbook.read("BNA").rows[1:] == [[12.5, True, ""], ["OK", "", ""]]
    xml = parts(path.read_bytes())["xl/worksheets/sheet1.xml"].decode()
    assert '<f>[2]!TRESO.SOLDE(Dossier,"&lt;BNA&gt;")</f><v>12.5</v>' in xml
    with path.open("rb") as handle:
        assert addin_link(Book(Package(handle))) == "xl/externalLinks/externalLink2.xml"


def test_a_page_read_back_has_the_fingerprint_of_the_page_put(tmp_path: Path) -> None:
    page = sheet(*((formula, "x") for formula, _ in RESULTS))
    path = hers(tmp_path / "c.xlsx")
    put(path, page)
    with FileWorkbook.open(path, for_writing=False) as workbook:
        assert fingerprint(workbook.read("Tableau").rows) == fingerprint(page.values())


@pytest.mark.calc
def test_libreoffice_without_the_add_in_shows_the_results_when_it_does_not_calculate(tmp_path: Path) -> None:
    program = find_soffice()
    assert program
    path = tmp_path / "c.xlsx"
    path.write_bytes(side_workbook([sheet(*((formula,) for formula, _ in RESULTS[:3]))]))
    write_profile(tmp_path / "profil", {("/org.openoffice.Office.Calc/Formula/Load", "OOXMLRecalcMode"): "1"})  # never
    command = [program, f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}", "--headless", "--norestore", "--convert-to"]
    command += ["csv:Text - txt - csv (StarCalc):59,34,76", "--outdir", str(tmp_path), str(path)]
    process = subprocess.Popen(command, start_new_session=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        process.wait(timeout=90)
    finally:
        kill(process)
    lines = (tmp_path / "c.csv").read_text(encoding="utf-8").splitlines()
    assert [line.replace("\u00a0", " ") for line in lines] == ["3 922 040,82", "ALERTE", "22/11/2026"]
