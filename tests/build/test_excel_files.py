"""The add-in and the standalone workbook: what the code builds, whole, and read by programs that others wrote."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import zipfile
from collections import Counter
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator
from pyopenvba import ExcelFile

from addin.build import all as build
from addin.build.all import ADDIN, BUILDS, STANDALONE, declarations, excel_files, stale
from addin.build.checkout import CHECKOUT, GENERATED
from addin.build.excel_files import addin_base, read_parts, with_macros, write_parts
from addin.build.template import template_bytes
from addin.build.vba_modules import generated_modules, handwritten, project_modules
from addin.resources import resource

VBA_Parser = pytest.importorskip("oletools.olevba", reason="oletools is not installed on Windows").VBA_Parser

FILES = (ADDIN, STANDALONE)
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@cache
def built() -> dict[Path, bytes]:
    return excel_files()


@cache
def sources() -> dict[str, str]:
    """Name → source of the standard modules."""
    return {module.name: module.source for module in project_modules(generated_modules(*declarations()))}


@pytest.mark.parametrize("write", BUILDS, ids=lambda write: write.__name__)
def test_committed_files_are_what_the_code_builds(write: object) -> None:
    assert callable(write)
    assert [path.relative_to(CHECKOUT).as_posix() for path in stale(write())] == [], "run: python -m addin.build.all"


def test_a_stale_missing_or_forgotten_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "GENERATED", tmp_path)
    page, package, old = tmp_path / "page.md", tmp_path / "book.xlsm", tmp_path / "Old.bas"
    wanted = {page: b"new\n", package: write_parts({"a": b"1"}), tmp_path / "absent": b""}
    page.write_bytes(b"old\n")
    package.write_bytes(write_parts({"a": b"2"}))
    old.write_bytes(b"")
    assert stale(wanted) == [*wanted, old]
    page.write_bytes(b"new\r\n")  # a checkout on Windows
    with zipfile.ZipFile(package, "w", zipfile.ZIP_STORED) as stored:
        stored.writestr("a", b"1")
    assert stale(wanted) == [tmp_path / "absent", old]


def test_the_command_writes_what_differs_and_then_has_nothing_to_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "CHECKOUT", tmp_path)
    monkeypatch.setattr(build, "GENERATED", tmp_path / "generated")
    monkeypatch.setattr(build, "BUILDS", [lambda: {tmp_path / "generated" / "A.bas": b"a"}])
    assert build.main(["--check"]) == 1
    assert build.main() == 0
    (tmp_path / "generated" / "B.bas").write_bytes(b"b")
    assert build.main() == 0
    assert build.main(["--check"]) == 0
    assert [path.name for path in (tmp_path / "generated").iterdir()] == ["A.bas"]


def test_two_builds_give_the_same_bytes() -> None:
    program = (
        "import hashlib; from addin.build.all import excel_files, ADDIN, STANDALONE; files = excel_files(); "
        "print(*(hashlib.sha256(files[path]).hexdigest() for path in (ADDIN, STANDALONE)))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "1", "PYTHONPATH": str(CHECKOUT), "TZ": "Asia/Tokyo"}
    other = subprocess.run([sys.executable, "-c", program], cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=True)
    assert other.stdout.split() == [hashlib.sha256(built()[path]).hexdigest() for path in FILES]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_both_readers_find_all_modules_as_they_were_written(path: Path, tmp_path: Path) -> None:
    macros = VBA_Parser(path.name, data=built()[path]).extract_macros()
    by_olevba = {stream.split("/")[-1]: code.replace("\r\n", "\n") for _, stream, _, code in macros}
    copy = tmp_path / path.name
    copy.write_bytes(built()[path])
    with ExcelFile(copy) as package:
        by_pyopenvba = {module.name: module.source.replace("\r\n", "\n") for module in package.vba_project().modules}
        assert package.validate() == []
    for found in (by_olevba, by_pyopenvba):
        assert {name: code.rstrip("\n") for name, code in found.items() if name in sources()} == {
            name: source.rstrip("\n") for name, source in sources().items()
        }
        assert handwritten("ThisWorkbook").rstrip("\n") in found["ThisWorkbook"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_document_has_its_module(path: Path, tmp_path: Path) -> None:
    parts = read_parts(built()[path])
    sheets = sorted(name for name in parts if name.startswith("xl/worksheets/sheet"))
    book = etree.fromstring(parts["xl/workbook.xml"])
    properties = book.find(f"{_MAIN}workbookPr")
    assert properties is not None
    assert properties.get("codeName") == "ThisWorkbook"
    code_names = []
    for name in sheets:
        (sheet_properties,) = etree.fromstring(parts[name]).findall(f"{_MAIN}sheetPr")
        code_names.append(sheet_properties.get("codeName"))
    copy = tmp_path / path.name
    copy.write_bytes(built()[path])
    with ExcelFile(copy) as package:
        modules = package.module_names()
    assert sorted(map(str, code_names)) == sorted(name for name in modules if name.startswith("Feuil"))
    assert len(code_names) == len(book.findall(f"{_MAIN}sheets/{_MAIN}sheet"))


@pytest.mark.parametrize(("path", "kind"), [(ADDIN, "addin"), (STANDALONE, "sheet")])
def test_the_package_says_what_it_is_and_carries_both_ribbons(path: Path, kind: str) -> None:
    parts = read_parts(built()[path])
    assert f"application/vnd.ms-excel.{kind}.macroEnabled.main+xml".encode() in parts["[Content_Types].xml"]
    for name in ("customUI14.xml", "customUI.xml"):
        assert parts[f"customUI/{name}"] == built()[GENERATED / name]
        assert f"customUI/{name}".encode() in parts["_rels/.rels"]
    assert b"fullCalcOnLoad" not in parts["xl/workbook.xml"]


def _faults(package: bytes, folder: Path, name: str) -> Counter[str]:
    """What the structural auditor says, without numbers and names of parts."""
    path = folder / name
    path.write_bytes(package)
    result = OpenXmlValidator().validate(str(path))
    return Counter(error.description.split(" has ")[-1].split(" 'rId")[0] for error in result.errors)


def test_the_auditor_says_of_the_standalone_workbook_what_it_says_of_the_template(tmp_path: Path) -> None:
    assert _faults(built()[STANDALONE], tmp_path, "a.xlsm").keys() <= _faults(template_bytes(), tmp_path, "b.xlsx").keys()


def test_the_auditor_says_of_the_addin_what_it_says_of_a_plain_workbook(tmp_path: Path) -> None:
    plain = openpyxl.Workbook()
    plain.worksheets[0]["A1"] = "x"
    written = io.BytesIO()
    plain.save(written)
    assert _faults(built()[ADDIN], tmp_path, "a.xlam").keys() <= _faults(written.getvalue(), tmp_path, "b.xlsx").keys()


def test_the_standalone_workbook_has_the_tabs_of_the_template() -> None:
    template, standalone = (openpyxl.load_workbook(io.BytesIO(data)) for data in (template_bytes(), built()[STANDALONE]))
    assert standalone.sheetnames == template.sheetnames
    for sheet in template.worksheets:
        assert list(standalone[sheet.title].tables) == list(sheet.tables)


def test_formulas_of_the_standalone_workbook_call_the_macros_inside() -> None:
    parts = read_parts(built()[STANDALONE])
    assert not [name for name in parts if "externalLink" in name]
    for name in parts:
        if name.endswith((".xml", ".rels")):
            assert b"]!TRESO" not in parts[name]
            assert b"externalLink" not in parts[name], name


def linked_package() -> bytes:
    """A workbook whose formulas call the add-in, as the template's do."""
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = '=[1]!TRESO.SOLDE(Dossier,"[1]!TRESO.X")+[1]!TRESO_TVA(1)'
    written = io.BytesIO()
    book.save(written)
    parts = read_parts(written.getvalue())
    link = "xl/externalLinks/externalLink1.xml"
    parts[link] = parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = b"<x/>"
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        b"</sheets>",
        b'</sheets><externalReferences><externalReference r:id="rId9" '
        b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/></externalReferences>',
    )
    rels = "xl/_rels/workbook.xml.rels"
    parts[rels] = parts[rels].replace(b"</Rel", b'<Relationship Id="rId9" Type="x" Target="externalLinks/externalLink1.xml"/></Rel')
    types = "[Content_Types].xml"
    parts[types] = parts[types].replace(b"</Types>", f'<Override PartName="/{link}" ContentType="x"/></Types>'.encode())
    return write_parts(parts)


def test_a_link_to_the_addin_goes_and_texts_stay() -> None:
    parts = read_parts(with_macros(linked_package(), "xlsm", [], "", {}))
    assert not [name for name in parts if "externalLink" in name]
    assert all(b"externalLink" not in part for name, part in parts.items() if not name.endswith(".bin"))
    sheet = openpyxl.load_workbook(io.BytesIO(write_parts(parts))).worksheets[0]
    assert sheet["A1"].value == '=TRESO.SOLDE(Dossier,"[1]!TRESO.X")+TRESO_TVA(1)'


def test_a_link_to_something_else_is_refused() -> None:
    parts = read_parts(linked_package())
    parts["xl/externalLinks/externalLink2.xml"] = b"<x/>"
    with pytest.raises(ValueError, match="more than the add-in"):
        with_macros(write_parts(parts), "xlsm", [], "", {})


def test_the_addin_carries_the_licences() -> None:
    texts = [str(row[0].value) for row in openpyxl.load_workbook(io.BytesIO(addin_base())).worksheets[0].rows]
    assert any("Zoomer Analytics" in text for text in texts)
    assert any("MIT" in text for text in texts)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_program_finds_its_excel_files(path: Path) -> None:
    assert resource(f"xlsm/{path.name}") == path
