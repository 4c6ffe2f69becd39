"""The two Excel files: `tresorerie.xlam` (add-in) and `tresorerie.xlsm` (the template with the macros inside).

Both are an ordinary .xlsx package to which a VBA project and the ribbon are added. The same sources give the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

from lxml import etree
from openpyxl import Workbook
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment

from addin import __version__
from addin.build.checkout import SOURCES
from addin.build.vba_modules import PROJECT_ID, PROJECT_NAME
from addin.build.vba_project import Module, document_module, vba_project
from addin.hosts.zipcopy import ZipWriter

Kind = Literal["xlam", "xlsm"]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_VBA_RELATION = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
_CONTENT_TYPE = {
    "xlam": "application/vnd.ms-excel.addin.macroEnabled.main+xml",
    "xlsm": "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
}
_RIBBON_RELATION = {
    "customUI14.xml": "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility",
    "customUI.xml": "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility",
}
_LINK_TO_ADDIN = re.compile(r"(?<![A-Za-z0-9_'\])!])\[\d+\]!(?=TRESO[._])")
_EXTERNAL = "xl/externalLinks/"


def addin_base() -> bytes:
    """The package of the add-in without its macros: one sheet, which nobody sees, with the licences."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Licences"
    texts = [f"Trésorerie {__version__}", (SOURCES.parent / "LICENSE").read_text(encoding="utf-8")]
    texts.append((SOURCES / "licences.txt").read_text(encoding="utf-8"))
    for i, text in enumerate(texts, 1):
        cell = sheet.cell(i, 1, text)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.column_dimensions["A"].width = 100
    day = datetime(2020, 1, 1)
    book.properties = DocumentProperties(creator="Trésorerie", title="Trésorerie", created=day, modified=day)
    book.properties.description = "Trésorerie hebdomadaire dans le classeur du comptable : fonctions TRESO et onglet de ruban."
    written = io.BytesIO()
    book.save(written)
    parts = read_parts(written.getvalue())
    core = parts["docProps/core.xml"]  # openpyxl sets the date of the save
    parts["docProps/core.xml"] = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2020-01-01T00:00:00Z", core)
    return write_parts(parts)


def with_macros(package: bytes, kind: Kind, modules: Sequence[Module], workbook_code: str, ribbons: Mapping[str, bytes]) -> bytes:
    """A package with a VBA project and a ribbon.

    Args:
        package: an .xlsx; its formulas that reach the add-in by a link call the macros inside instead.
        kind: what it becomes.
        modules: the standard modules.
        workbook_code: code of the workbook's own module.
        ribbons: file name → ribbon part, of `customUI14.xml` and `customUI.xml`.
    """
    parts = read_parts(package)
    _drop_links(parts)
    names = _name_documents(parts)
    documents = [document_module("ThisWorkbook", "workbook", workbook_code), *(document_module(name, "sheet") for name in names)]
    parts["xl/vbaProject.bin"] = vba_project(PROJECT_NAME, [*documents, *modules], project_id=PROJECT_ID)
    _relate(parts, "xl/_rels/workbook.xml.rels", _VBA_RELATION, "vbaProject.bin")
    for name, ribbon in ribbons.items():
        parts[f"customUI/{name}"] = ribbon
        _relate(parts, "_rels/.rels", _RIBBON_RELATION[name], f"customUI/{name}")
    _declare(parts, kind)
    return write_parts(parts)


def read_parts(package: bytes) -> dict[str, bytes]:
    """Name → content of each part, in the order of the package."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write_parts(parts: Mapping[str, bytes]) -> bytes:
    """The package of these parts; `[Content_Types].xml` comes first, as readers of streams like it."""
    written = io.BytesIO()
    writer = ZipWriter(written)
    for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name != "_rels/.rels", name)):
        writer.add(name, parts[name])
    writer.close()
    return written.getvalue()


def _name_documents(parts: dict[str, bytes]) -> list[str]:
    """Write the code names of workbook and sheets; those of the sheets, in their order."""
    book = etree.fromstring(parts["xl/workbook.xml"])
    properties = book.find(f"{{{_MAIN}}}workbookPr")
    assert properties is not None, "openpyxl writes one"
    properties.set("codeName", "ThisWorkbook")
    for calculation in book.iterfind(f"{{{_MAIN}}}calcPr"):
        calculation.attrib.pop("fullCalcOnLoad", None)  # recalculating without Python would replace good values by errors
    parts["xl/workbook.xml"] = _bytes(book)
    targets = {relation.get("Id"): relation.get("Target") for relation in etree.fromstring(parts["xl/_rels/workbook.xml.rels"])}
    names = []
    for i, sheet in enumerate(book.iterfind(f"{{{_MAIN}}}sheets/{{{_MAIN}}}sheet"), 1):
        target = str(targets[sheet.get(f"{{{_OFFICE}}}id")]).removeprefix("/").removeprefix("xl/")
        root = etree.fromstring(parts[f"xl/{target}"])
        first = root.find(f"{{{_MAIN}}}sheetPr")
        if first is None:
            first = etree.Element(f"{{{_MAIN}}}sheetPr")
            root.insert(0, first)
        first.set("codeName", f"Feuil{i}")
        parts[f"xl/{target}"] = _bytes(root)
        names.append(f"Feuil{i}")
    return names


def _drop_links(parts: dict[str, bytes]) -> None:
    """Formulas that call the add-in through a link call the macros of this very file; the link goes.

    Raises:
        ValueError: the package has a link to another workbook.
    """
    links = [name for name in parts if name.startswith(_EXTERNAL)]
    if not links:
        return
    if len([name for name in links if not name.endswith(".rels")]) > 1:
        raise ValueError("the template links to more than the add-in")
    for name in links:
        del parts[name]
    book = etree.fromstring(parts["xl/workbook.xml"])
    for references in book.findall(f"{{{_MAIN}}}externalReferences"):
        book.remove(references)
    parts["xl/workbook.xml"] = _bytes(book)
    for place, attribute in (("xl/_rels/workbook.xml.rels", "Target"), ("[Content_Types].xml", "PartName")):
        root = etree.fromstring(parts[place])
        for element in [element for element in root if "externalLinks/" in (element.get(attribute) or "")]:
            root.remove(element)
        parts[place] = _bytes(root)
    for name in [name for name in parts if name == "xl/workbook.xml" or name.startswith("xl/worksheets/sheet")]:
        root = etree.fromstring(parts[name])
        changed = False
        for formula in root.iter(f"{{{_MAIN}}}f", f"{{{_MAIN}}}definedName", f"{{{_MAIN}}}formula", f"{{{_MAIN}}}formula1"):
            local = _local(formula.text or "")
            changed = changed or local != (formula.text or "")
            formula.text = local
        if changed:
            parts[name] = _bytes(root)


def _local(formula: str) -> str:
    """A formula without links in front of our functions; texts in it, every second piece between quotation marks, stay."""
    pieces = formula.split('"')
    return '"'.join(piece if i % 2 else _LINK_TO_ADDIN.sub("", piece) for i, piece in enumerate(pieces))


def _relate(parts: dict[str, bytes], place: str, kind: str, target: str) -> None:
    root = etree.fromstring(parts[place])
    used = {relation.get("Id") for relation in root}
    number = next(i for i in range(1, len(used) + 2) if f"rId{i}" not in used)
    etree.SubElement(root, f"{{{_RELATIONS}}}Relationship", Id=f"rId{number}", Type=kind, Target=target)
    parts[place] = _bytes(root)


def _declare(parts: dict[str, bytes], kind: Kind) -> None:
    root = etree.fromstring(parts["[Content_Types].xml"])
    for element in root:
        if element.get("PartName") == "/xl/workbook.xml":
            element.set("ContentType", _CONTENT_TYPE[kind])
    if not any(element.get("Extension") == "bin" for element in root):
        default = etree.Element(f"{{{_TYPES}}}Default", Extension="bin", ContentType="application/vnd.ms-office.vbaProject")
        root.insert(0, default)
    parts["[Content_Types].xml"] = _bytes(root)


def _bytes(root: etree._Element) -> bytes:
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written
