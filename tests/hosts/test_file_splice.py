"""A sheet put into a closed workbook, replaced, removed, put back: nothing else in the file changes."""

from __future__ import annotations

import warnings
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from addin.hosts.atomic import kept_version
from addin.hosts.file import FileWorkbook, Renderer
from addin.messages import TresoError
from addin.sheets.model import Band, Block, Cell, Role, Row, Sheet
from tests.conftest import Office
from tests.hosts.workbooks import (
    MAIN,
    pack,
    parts_of,
    report,
    rich_workbook,
    sheet_xml,
    side_with_everything,
    simple_parts,
    simple_workbook,
)

MAY_CHANGE = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}


def _raw(path: Path) -> dict[str, bytes]:
    """The compressed bytes of each part."""
    found = {}
    with zipfile.ZipFile(path) as archive, path.open("rb") as stream:
        for info in archive.infolist():
            stream.seek(info.header_offset + 26)
            name, extra = int.from_bytes(stream.read(2), "little"), int.from_bytes(stream.read(2), "little")
            stream.seek(name + extra, 1)
            found[info.filename] = stream.read(info.compress_size)
    return found


def _put(path: Path, sheet: Sheet, *, after: str | None = None, render: Renderer | None = None, output: Path | None = None) -> None:
    with FileWorkbook.open(path, output, render=render) as workbook:
        workbook.put(sheet, after=after)
        workbook.save()


def _workbook_xml(path: Path) -> etree._Element:
    return etree.fromstring(parts_of(path)["xl/workbook.xml"])


def _tabs(path: Path) -> list[str]:
    with FileWorkbook.open(path, for_writing=False) as workbook:
        return [info.name for info in workbook.sheets()]


@pytest.mark.parametrize("render", [None, side_with_everything], ids=["our renderer", "every kind of part"])
def test_all_other_parts_stay_equal_to_the_compressed_byte(render: Renderer | None, tmp_path: Path) -> None:
    path = rich_workbook(tmp_path / "c.xlsm")
    before = _raw(path)
    _put(path, report(), after="BNA", render=render)
    after = _raw(path)
    assert {name for name in before if before[name] != after.get(name)} <= MAY_CHANGE
    assert list(after)[: len(before)] == list(before)


def test_the_workbook_part_keeps_what_nobody_knows(tmp_path: Path) -> None:
    path = rich_workbook(tmp_path / "c.xlsm")
    _put(path, report())
    text = parts_of(path)["xl/workbook.xml"].decode()
    for piece in ('mc:Ignorable="x15"', 'chartTrackingRefBase="1"', 'codeName="ThisWorkbook"', 'rupBuild="22228"', 'calcId="191029"'):
        assert piece in text


def test_names_and_the_active_tab_follow_their_sheets(tmp_path: Path) -> None:
    parts = simple_parts(
        {name: sheet_xml("") for name in ("A", "B", "C")},
        workbook_extra='<definedNames><definedName name="N" localSheetId="1">B!$A$1</definedName>'
        '<definedName name="G">C!$A$1</definedName></definedNames>',
    )
    views = '<bookViews><workbookView activeTab="2" firstSheet="1"/></bookViews>'
    parts["xl/workbook.xml"] = str(parts["xl/workbook.xml"]).replace("<sheets>", f"{views}<sheets>")
    path = pack(tmp_path / "c.xlsx", parts)
    _put(path, report("R"), after="A")
    root = _workbook_xml(path)
    assert _tabs(path) == ["A", "R", "B", "C"]
    assert root.find(f"{{{MAIN}}}definedNames/{{{MAIN}}}definedName[@name='N']").get("localSheetId") == "2"
    view = root.find(f".//{{{MAIN}}}workbookView")
    assert (view.get("activeTab"), view.get("firstSheet")) == ("3", "2")
    with FileWorkbook.open(path) as workbook:
        workbook.delete("R")
        workbook.save()
    assert parts_of(path).keys() == parts.keys()
    view = _workbook_xml(path).find(f".//{{{MAIN}}}workbookView")
    assert (view.get("activeTab"), view.get("firstSheet")) == ("2", "1")


def test_replacing_keeps_the_tab_position_and_drops_the_old_parts(tmp_path: Path) -> None:
    path = rich_workbook(tmp_path / "c.xlsm")
    original = set(parts_of(path))
    _put(path, report("R", "un"), after="BNA", render=side_with_everything)
    first = set(parts_of(path))
    _put(path, report("R", "deux"), render=side_with_everything)
    assert _tabs(path) == ["BNA", "R", "Caché", "Graphe", "Système"]
    assert set(parts_of(path)) == first
    with FileWorkbook.open(path) as workbook:
        assert workbook.read("R").rows[0][0] == "deux"
        workbook.delete("R")
        workbook.save()
    assert set(parts_of(path)) == original
    names = [name.get("name") for name in _workbook_xml(path).iter(f"{{{MAIN}}}definedName")]
    assert names == ["_xlnm.Print_Area", "Local", "Montants"]


def test_fifty_weeks_do_not_make_the_styles_grow(tmp_path: Path) -> None:
    path = rich_workbook(tmp_path / "c.xlsm")
    sizes = []
    for week in range(1, 6):
        _put(path, report(f"Rapport 2021-S{week:02}"), render=side_with_everything)
        _put(path, report(f"Rapport 2021-S{week:02}", "encore"), render=side_with_everything)
        sizes.append(len(parts_of(path)["xl/styles.xml"]))
    assert len(set(sizes)) == 1


def test_the_formats_of_existing_cells_do_not_move(tmp_path: Path) -> None:
    path = rich_workbook(tmp_path / "c.xlsm")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        before = openpyxl.load_workbook(path)["BNA"]
        _put(path, report(), render=side_with_everything)
        book = openpyxl.load_workbook(path)
    for row in before.iter_rows():
        for cell in row:
            same = book["BNA"][cell.coordinate]
            assert (same.number_format, same.font.b, same.font.name) == (cell.number_format, cell.font.b, cell.font.name)
    sheet = book["Rapport 2021-S04"]
    assert (sheet["A1"].font.sz, sheet["A1"].font.b, sheet["E2"].number_format) == (16, True, '#,##0.00 "DA"')
    assert sheet["D1"].value == "Jour"
    assert sheet.tables["tblRapport2021S04"].ref == "D1:E5"
    assert len(sheet._charts) == 1
    assert sheet["A1"].comment.text == "note"
    assert [rule.dxf.fill.bgColor.rgb for rules in sheet.conditional_formatting for rule in rules.rules] == ["FFFFC7CE"]
    assert book.defined_names["Commentaire"].attr_text == "'Rapport 2021-S04'!$A$1"
    assert sheet.print_area == "'Rapport 2021-S04'!$A$1:$E$5"


def test_texts_stand_in_the_sheet_and_her_shared_texts_stay(tmp_path: Path) -> None:
    path = rich_workbook(tmp_path / "c.xlsm")
    _put(path, report("R", "Été « & » <x>", "  deux  ", "trois\nlignes"))
    with FileWorkbook.open(path) as workbook:
        assert [row[0] for row in workbook.read("R").rows] == ["Été « & » <x>", "  deux  ", "trois\nlignes"]
    names = parts_of(path)
    assert b't="s"' not in names["xl/worksheets/sheet4.xml"]


def test_a_table_name_already_taken_gets_another_one(tmp_path: Path) -> None:
    path = rich_workbook(tmp_path / "c.xlsm")
    _put(path, report("BNA "), render=side_with_everything)  # its table would also be called tblBNA
    tables = [etree.fromstring(data) for name, data in parts_of(path).items() if name.startswith("xl/tables/")]
    assert sorted(table.get("displayName") for table in tables) == ["tblBNA", "tblBNA_2"]
    assert sorted(table.get("id") for table in tables) == ["1", "2"]


def test_a_name_of_hers_stays_hers(tmp_path: Path) -> None:
    path = simple_workbook(
        tmp_path / "c.xlsx",
        {"A": sheet_xml("")},
        workbook_extra='<definedNames><definedName name="Commentaire">A!$B$2</definedName></definedNames>',
    )
    _put(path, report("R"), render=side_with_everything)
    names = {(n.get("name"), n.get("localSheetId")): n.text for n in _workbook_xml(path).iter(f"{{{MAIN}}}definedName")}
    assert names["Commentaire", None] == "A!$B$2"
    assert names["Commentaire", "1"] == "'R'!$A$1"


def test_dates_are_the_same_days_in_a_workbook_that_counts_from_1904(tmp_path: Path) -> None:
    path = simple_workbook(tmp_path / "c.xlsx", {"A": sheet_xml("")}, properties=' date1904="1"')
    rows = (Row((Cell(date(2021, 1, 31), Role.DATE),)), Row((Cell(Decimal("44227.5"), Role.AMOUNT),)))
    _put(path, Sheet("R", (20.0,), {"full": (0, 1)}, (Band((Block("b", rows, "full"),)),)))
    with FileWorkbook.open(path) as workbook:
        assert workbook.read("R").rows == [[date(2021, 1, 31)], [44227.5]]


def test_state_sheets_come_hidden_and_several_changes_are_saved_together(tmp_path: Path) -> None:
    path = rich_workbook(tmp_path / "c.xlsm")
    _put(path, report("Vieux"))
    with FileWorkbook.open(path) as workbook:
        workbook.put(report("Rapport"), after="BNA")
        workbook.put(report("Historique", "Date", tab="state"))
        workbook.append("Historique", [["ligne 1"], ["ligne 2"]])
        workbook.append("BNA", [[date(2021, 1, 9), "Frais", -12.5]])
        workbook.delete("Vieux")
        workbook.save()
        assert [(info.name, info.visibility) for info in workbook.sheets()][-1] == ("Historique", "hidden")
        assert [row[0] for row in workbook.read("Historique").rows] == ["Date", "ligne 1", "ligne 2"]
        assert workbook.read("BNA").rows[3][:3] == [date(2021, 1, 9), "Frais", -12.5]
    assert _tabs(path) == ["BNA", "Rapport", "Caché", "Graphe", "Système", "Historique"]


@pytest.mark.parametrize(
    ("formula", "is_cited"),
    [
        ("'Mon rapport'!A1", True),
        ("SUM('mon RAPPORT'!A1:A9)", True),
        ("SUM('A:Mon rapport'!A1)", True),
        ("&apos;Mon rapport&apos;!A1", True),
        ("&#39;Mon&#32;rapport&#39;!A1", True),
        ("'[1]Mon rapport'!A1", False),
        ("'Pas Mon rapport'!A1", False),
        ("A1+1", False),
    ],
)
def test_a_sheet_that_formulas_cite_is_not_removed(formula: str, is_cited: bool, tmp_path: Path) -> None:
    rows = f'<row r="1"><c r="A1"><f>{formula}</f><v>1</v></c><c r="B1" t="inlineStr"><is><t>\'Mon rapport\'!A1</t></is></c></row>'
    path = simple_workbook(tmp_path / "c.xlsx", {"A": sheet_xml(rows), "Mon rapport": sheet_xml("")})
    with FileWorkbook.open(path) as workbook:
        if is_cited:
            with pytest.raises(TresoError) as refusal:
                workbook.delete("Mon rapport")
            assert refusal.value.code == "SHEET_REFERENCED"
            assert "de « A »" in str(refusal.value).replace("\xa0", " ")
        else:
            workbook.delete("Mon rapport")
            workbook.save()
            assert [info.name for info in workbook.sheets()] == ["A"]


@pytest.mark.parametrize("name", ["L'été & <co>", "Données", "Q1", "D.B_2"])
def test_a_cited_sheet_is_found_whatever_its_name(name: str, tmp_path: Path) -> None:
    written = name.replace("&", "&amp;").replace("<", "&lt;")
    quoted = "'" + written.replace("'", "''") + "'"
    path = simple_workbook(
        tmp_path / "c.xlsx", {"A": sheet_xml(f'<row r="1"><c r="A1"><f>{quoted}!A1</f><v>1</v></c></row>'), written: sheet_xml("")}
    )
    with FileWorkbook.open(path) as workbook, pytest.raises(TresoError):
        workbook.delete(name)


def test_a_chart_and_a_name_also_cite_a_sheet(tmp_path: Path) -> None:
    path = rich_workbook(tmp_path / "c.xlsm")
    with FileWorkbook.open(path) as workbook:
        with pytest.raises(TresoError) as refusal:
            workbook.delete("BNA")  # by the name Montants, by Caché, by the chart of Graphe
        assert refusal.value.code == "SHEET_REFERENCED"
    parts = parts_of(path)
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b'<definedName name="Montants">BNA!$C$2:$C$3</definedName>', b"")
    parts["xl/worksheets/sheet2.xml"] = parts["xl/worksheets/sheet2.xml"].replace(b"BNA!C2*2", b"2501")
    pack(path, parts)
    with FileWorkbook.open(path) as workbook, pytest.raises(TresoError, match="Graphe"):
        workbook.delete("BNA")


def test_a_replaced_sheet_is_put_back_as_it_was(tmp_path: Path) -> None:
    path = rich_workbook(tmp_path / "c.xlsm")
    _put(path, report("R", "un"), after="BNA", render=side_with_everything)
    before = parts_of(path)
    _put(path, report("R", "deux"))
    assert parts_of(path).keys() != before.keys()
    with FileWorkbook.open(path) as workbook:
        kept = workbook.read_kept("R")
        assert kept is not None
        assert kept.rows[0][0] == "un"
        workbook.restore("R")
        workbook.save()
        assert workbook.read("R").rows[0][0] == "un"
    after = parts_of(path)
    assert after.keys() == before.keys()
    assert {name for name in before if before[name] != after[name]} <= {*MAY_CHANGE, "xl/worksheets/sheet4.xml"}
    assert _tabs(path) == ["BNA", "R", "Caché", "Graphe", "Système"]


def test_a_removed_sheet_is_put_back_with_its_chart_table_and_rich_texts(tmp_path: Path) -> None:
    path = rich_workbook(tmp_path / "c.xlsm")
    parts = parts_of(path)
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b'<definedName name="Montants">BNA!$C$2:$C$3</definedName>', b"")
    parts["xl/worksheets/sheet2.xml"] = parts["xl/worksheets/sheet2.xml"].replace(b"BNA!C2*2", b"2501")
    parts["xl/charts/chart2.xml"] = parts["xl/charts/chart2.xml"].replace(b"BNA!", b"Autre!")
    pack(path, parts)
    with FileWorkbook.open(path) as workbook:
        rows = workbook.read("BNA").rows
        workbook.delete("BNA")
        workbook.save()
    assert "xl/slicers/slicer1.xml" not in parts_of(path)
    assert "xl/calcChain.xml" not in parts_of(path)
    with FileWorkbook.open(path) as workbook:
        workbook.restore("BNA")
        workbook.save()
        assert workbook.read("BNA").rows == rows
    after = parts_of(path)
    assert after.keys() == parts.keys() - {"xl/calcChain.xml"}
    same = {name for name in after if after[name] == parts[name]}
    assert {"xl/slicers/slicer1.xml", "xl/charts/chart1.xml", "xl/printerSettings/printerSettings1.bin", "xl/sharedStrings.xml"} <= same
    assert b"<b/>" in after["xl/worksheets/sheet1.xml"], "the rich text keeps its bold run"
    assert _tabs(path)[0] == "BNA"


def test_without_the_kept_version_nothing_can_be_put_back(tmp_path: Path) -> None:
    path = rich_workbook(tmp_path / "c.xlsm")
    with FileWorkbook.open(path) as workbook:
        assert workbook.read_kept("BNA") is None
        with pytest.raises(TresoError) as refusal:
            workbook.restore("BNA")
    assert refusal.value.code == "UNDO_GONE"
    _put(path, report("R"))
    assert kept_version(path).exists()
    with FileWorkbook.open(path) as workbook:
        assert workbook.read_kept("R") is None
        with pytest.raises(TresoError) as refusal:
            workbook.restore("R")
    assert refusal.value.code == "UNDO_GONE"


def test_a_workbook_without_styles_gets_those_of_the_report(tmp_path: Path) -> None:
    parts = simple_parts({"A": sheet_xml("")})
    del parts["xl/styles.xml"]
    parts["xl/_rels/workbook.xml.rels"] = str(parts["xl/_rels/workbook.xml.rels"]).split('<Relationship Id="rId99"')[0] + "</Relationships>"
    parts["[Content_Types].xml"] = str(parts["[Content_Types].xml"]).split('<Override PartName="/xl/styles.xml"')[0] + "</Types>"
    path = pack(tmp_path / "c.xlsx", parts)
    _put(path, report("R"), render=side_with_everything)
    assert openpyxl.load_workbook(path)["R"]["A1"].font.sz == 16


def test_the_shared_example_takes_a_report(shared: Path, tmp_path: Path) -> None:
    source, output = shared / "data" / "pme_fec_e" / "classeur_pme_e.xlsx", tmp_path / "r.xlsx"
    if not source.exists():
        pytest.skip("the real workbook is not in the shared folder")
    original = source.read_bytes()
    _put(source, report(), output=output, render=side_with_everything)
    assert source.read_bytes() == original
    before, after = _raw(source), _raw(output)
    assert {name for name in before if before[name] != after.get(name)} == MAY_CHANGE
    with FileWorkbook.open(source, for_writing=False) as one, FileWorkbook.open(output) as two:
        assert all(one.read(info.name) == two.read(info.name) for info in one.sheets())
    assert openpyxl.load_workbook(output)["Rapport 2021-S04"]["E5"].value == 500


@pytest.mark.calc
@pytest.mark.parametrize("render", [None, side_with_everything], ids=["our renderer", "every kind of part"])
def test_libreoffice_opens_the_result(render: Renderer | None, office: Office, tmp_path: Path) -> None:
    path = rich_workbook(tmp_path / "c.xlsm")
    with FileWorkbook.open(path, render=render) as workbook:
        workbook.put(report("R", "Trésorerie", "deux"), after="BNA")
        workbook.append("BNA", [[date(2021, 1, 9), "Frais", -12.5]])
        workbook.save()
    assert office.convert(path, "pdf").stat().st_size > 1000
    book = openpyxl.load_workbook(office.convert(path, "xlsx"))
    assert book.sheetnames == ["BNA", "R", "Caché", "Graphe", "Système"]
    assert [book["R"]["A1"].value, book["R"]["A2"].value][0] == "Trésorerie"
    assert book["BNA"]["C4"].value == -12.5
    assert book["BNA"]["B2"].value == "Virement SARL Été & Fils"
