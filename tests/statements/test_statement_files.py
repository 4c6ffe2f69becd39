"""Files opened: the content wins over the extension, archives and workbooks are read piece by piece, nothing large is read at all."""

from __future__ import annotations

import contextlib
import os
import time
import tracemalloc
from datetime import date
from pathlib import Path

import pytest

from addin.hosts.compound_check import is_sound
from addin.hosts.statement_archives import shown_name
from addin.hosts.statement_files import read_statement_bytes, read_statement_file, refusals
from addin.hosts.statement_web import excel_xml_sheets, web_tables
from addin.hosts.statement_workbooks import workbook_sheets
from addin.messages import TresoError
from addin.treasury.statements.model import StatementFile
from addin.treasury.statements.sniffing import contradicts, sniff
from tests.errors.refused_statements import CSV, ROWS, far_cell, huge, workbook, zipped
from tests.statements.fuzzed import DATA
from tests.statements.laws import check_form, counted

QIF = b"!Type:Bank\nD13/01/2026\nT-700.50\nPLoyer\n^\n"


def read(data: bytes, file: str) -> list[StatementFile]:
    found = read_statement_bytes(data, file, profiles=())
    statements = [one for one in found if isinstance(one, StatementFile)]
    assert len(statements) == len(found)
    return statements


def amounts(one: StatementFile) -> list[int]:
    return [cents for statement in one.statements for cents in statement.lines["amount_cents"]]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"OFXHEADER:100\nDATA:OFXSGML\n\n<OFX>", "ofx"),
        (b'<?xml version="1.0"?><?OFX OFXHEADER="200"?><OFX>', "ofx"),
        (b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"/>', "camt"),
        (b"<html><table>", "html"),
        (b"\r\n<TABLE border=1>", "html"),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><table/></html>', "html"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "spreadsheetml"),
        (b"!Type:Bank\nD1", "qif"),
        (b"!Account\nNBNA\n^\n!type:bank\n", "qif"),
        (b"{1:F01BNADDZAL}{2:I940}{4:\r\n:20:1\r\n", "mt940"),
        (b"\x01{1:F01BNADDZAL0000000000}", "mt940"),
        (b"Releve\r\n:20:1\r\n:25:2\r\n:61:2601", "mt940"),
        ("!Type:Bank\nD1".encode("utf-16"), "qif"),
        ("Date;Libellé\n".encode("utf-16-le"), "delimited"),
        (b"\xef\xbb\xbf!Type:Bank\nD1", "qif"),
        (b"BM;MZ;ID3;1\n2;3;4;5\n", "delimited"),
        (b"MZabc;2;3\n", "delimited"),
        (b"%PDF-1.7\n", "pdf"),
        (b"garbage\n%PDF-1.4\n", "pdf"),
        (b"0112345    00001DZD2 01234567890  020126" + b" " * 80 + b"\n", "cfonb"),
        (b"PK\x03\x04", "zip"),
        (b'{"a": 1}', "delimited"),
    ],
)
def test_the_kind_is_told_by_the_content(data: bytes, kind: str) -> None:
    assert sniff(data, "x") == kind


def test_another_extension_is_said_and_the_content_is_read() -> None:
    for name, data, format in (("relevé.xls", CSV, "CSV"), ("relevé.csv", workbook(ROWS), "XLSX"), ("relevé.csv", QIF, "QIF")):
        one = read(data, name)[0]
        assert one.format == format
        assert ("STATEMENT_EXTENSION", {"file": name, "format": format}) in one.findings
    assert "STATEMENT_EXTENSION" not in dict(read(CSV, "relevé.txt")[0].findings)
    assert not contradicts("XLS", "relevé.XML")


@pytest.mark.parametrize("name", ["releve.xlsx", "releve.xls", "releve.ods"])
def test_the_three_kinds_of_workbook_give_the_same_statement(name: str) -> None:
    one = read((DATA / name).read_bytes(), name)[0]
    check_form(one)
    assert amounts(one) == [15_000_000, -7_005_050, 1_250_000]
    assert [str(day.date()) for day in one.statements[0].lines["booked_on"]] == ["2026-01-02", "2026-01-13", "2026-01-20"]
    assert counted(one) - one.left_out.get("blank", 0) == 6


def test_a_cell_in_error_and_a_formula_without_value_are_seen() -> None:
    rows = [*ROWS, ("14/01/2026", "Écart", "=1/0", 10799.5)]
    _, sheets = workbook_sheets(workbook(rows), "relevé.xlsx")
    assert sheets[0][1][3][2] == "formule jamais calculée"
    one = read(workbook(rows), "relevé.xlsx")[0]
    assert [(rejected.line, rejected.value) for rejected in one.rejected] == [(4, "formule jamais calculée")]


def test_each_sheet_of_a_workbook_is_read_on_its_own() -> None:
    other: list[tuple[object, ...]] = [("Date", "Libellé", "Montant"), (date(2026, 1, 3), "Frais", -12.5), (date(2026, 1, 4), "Vente", 90)]
    files = read(workbook(ROWS, more={"CPA": other, "Vide": []}), "relevé.xlsx")
    assert [(one.file, amounts(one)) for one in files] == [
        ("relevé.xlsx › Relevé", [150_000, -70_050]),
        ("relevé.xlsx › CPA", [-1_250, 9_000]),
    ]


def test_a_sheet_without_operations_is_named_and_does_not_stop_the_others() -> None:
    one = read(workbook(ROWS, more={"Notice": [("Lisez ceci",)]}), "relevé.xlsx")[0]
    skipped = dict(one.findings)["STATEMENT_SHEET_SKIPPED"]
    assert (skipped["tab"], skipped["count"]) == ("Notice", 1)
    assert amounts(one) == [150_000, -70_050]


def test_two_cells_at_the_ends_of_a_sheet_do_not_fill_the_memory(tmp_path: Path) -> None:
    data = far_cell(tmp_path).read_bytes()
    tracemalloc.start()
    try:
        with pytest.raises(TresoError) as refusal:
            read(data, "relevé.xlsx")
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()
    assert refusal.value.code == "STATEMENT_CELLS_ABNORMAL"


@pytest.mark.parametrize(
    "cell",
    [
        b'<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>',
        b'<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/>',
    ],
)
def test_repeated_cells_do_not_fill_the_memory(cell: bytes) -> None:
    content = (
        b'<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        b'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:spreadsheet><table:table table:name="A">'
        b'<table:table-row table:number-rows-repeated="1048576">' + cell + b"</table:table-row></table:table></office:spreadsheet>"
        b"</office:body></office:document-content>"
    )
    data = zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})
    with pytest.raises(TresoError) as refusal:
        read(data, "relevé.ods")
    assert refusal.value.code == "STATEMENT_CELLS_ABNORMAL"


@pytest.mark.parametrize("place", [44, 48, 60, 68, 76])
@pytest.mark.parametrize("number", [0, 1, 5, 0x00FFFFFF, 0x7FFFFFFF])
def test_a_container_that_goes_round_in_circles_or_beyond_its_end_does_not_fill_the_memory(place: int, number: int) -> None:
    """The tables of an old workbook lead anywhere: the reader of its cells would follow."""
    data = bytearray((DATA / "releve.xls").read_bytes())
    data[place : place + 4] = number.to_bytes(4, "little")
    start = time.perf_counter()
    with contextlib.suppress(TresoError):
        read(bytes(data), "relevé.xls")
    assert time.perf_counter() - start < 2


def test_a_table_of_sectors_that_leads_back_is_no_sound_container() -> None:
    data = bytearray((DATA / "releve.xls").read_bytes())
    assert is_sound(bytes(data))
    table = (int.from_bytes(data[76:80], "little") + 1) * 512
    data[table : table + 8] = b"\1\0\0\0\0\0\0\0"
    assert not is_sound(bytes(data))


def test_a_web_page_is_read_as_its_tables() -> None:
    page = (
        "<html><meta charset=windows-1252><table><tr><td><table><tr><th>Date<th colspan=2>Libellé<th>Montant</tr>"
        "<tr><td rowspan=2>02/01/2026<td>VIR<br>SARL<td>x<td>1 500,00</tr><tr><td>suite<td>y<td></tr></table></td></tr></table>"
    )
    assert web_tables(page.encode("cp1252"), "relevé.xls") == [
        ["Date", "Libellé", "", "Montant"],
        ["02/01/2026", "VIR SARL", "x", "1 500,00"],
        ["", "suite", "y", ""],
    ]


def test_excel_xml_keeps_the_places_of_its_cells() -> None:
    data = b"""<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
    <Worksheet ss:Name="A"><Table><Row ss:Index="2"><Cell ss:Index="2"><Data ss:Type="Number">5</Data></Cell><Cell ss:MergeAcross="1">
    <Data ss:Type="DateTime">2026-01-02T00:00:00.000</Data></Cell><Cell><Data ss:Type="Error">#REF!</Data></Cell></Row></Table>
    </Worksheet></Workbook>"""
    ((name, rows),) = excel_xml_sheets(data, "relevé.xls")
    assert (name, rows[0]) == ("A", [])
    assert rows[1][0:2] == ["", 5.0]
    assert rows[1][4] == "#REF!"


def test_the_files_of_an_archive_are_read_each_on_its_own() -> None:
    members = {"janvier/a.csv": CSV, "__MACOSX/._a.csv": b"\0\5\x16\7", "b.qif": QIF, "photo.png": b"\x89PNG\r\n", "c.xlsx": workbook(ROWS)}
    found = read_statement_bytes(zipped(members), "relevés.zip", profiles=())
    names = [one.file for one in found]
    assert names == [f"relevés.zip › {name}" for name in ("a.csv", "b.qif", "photo.png", "c.xlsx")]
    assert [refusal.code for refusal in refusals(found)] == ["STATEMENT_BINARY"]


def test_a_member_whose_checksum_is_wrong_does_not_stop_the_others() -> None:
    data = bytearray(zipped({"a.csv": CSV * 3, "b.csv": CSV}))
    data[40] ^= 0xFF
    found = read_statement_bytes(bytes(data), "relevés.zip", profiles=())
    assert [refusal.code for refusal in refusals(found)] == ["STATEMENT_TRUNCATED"]
    assert len(found) == 2


@pytest.mark.parametrize("name", ["../../a.csv", "/etc/a.csv", "C:\\x\\a.csv", "a\u202e.csv", "x" * 4000, "\n"])
def test_the_name_of_a_member_never_leads_anywhere(name: str) -> None:
    shown = shown_name(name)
    assert not set("/\\\n\u202e") & set(shown)
    assert 0 < len(shown) <= 121


def test_a_file_of_500_mb_is_refused_unread(tmp_path: Path) -> None:
    path = huge(tmp_path)
    start = time.perf_counter()
    with pytest.raises(TresoError, match="500") as refusal:
        read_statement_file(path, profiles=())
    assert refusal.value.code == "STATEMENT_TOO_BIG"
    assert time.perf_counter() - start < 0.5


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the administrator may read everything")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "relevé.csv"
    path.write_bytes(CSV)
    path.chmod(0)
    with pytest.raises(TresoError) as refusal:
        read_statement_file(path, profiles=())
    assert refusal.value.code == "STATEMENT_FORBIDDEN"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names are not of this system")
def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "relevé.csv")
    with pytest.raises(TresoError) as refusal:
        read_statement_file(tmp_path / "relevé.csv", profiles=())
    assert refusal.value.code == "STATEMENT_FORBIDDEN"


def test_a_path_that_no_system_knows_leads_nowhere() -> None:
    with pytest.raises(TresoError) as refusal:
        read_statement_file(Path("a\0b.csv"), profiles=())
    assert refusal.value.code == "STATEMENT_NOT_FOUND"
