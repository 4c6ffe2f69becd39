"""The link of a closed workbook to the add-in: found, or added, when formulas of ours come into it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from urllib.parse import unquote

from lxml import etree

from addin.hosts.book import Book
from addin.hosts.formulas import ADDIN_FILE, STARTUP_LINK
from addin.hosts.package import LINK_NS, MAIN_NS, Element, main, rels_part, serialise

_LINK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"
_RELS_NS = "http://schemas.openxmlformats.org/package/2006/relationships"


def addin_link(book: Book) -> str | None:
    """Part of the workbook's link to the add-in, None without one."""
    found = _find(book)
    return found[1] if found else None


def link_number(book: Book, functions: Iterable[str]) -> int:
    """Number of the link to the add-in, which then names these functions (« TRESO.SOLDE »); it is added when there is none."""
    number, part = _find(book) or _added(book)
    known = {name.get("name", "").upper() for name in book.package.tree(part).iter(main("definedName"))}
    lacking = sorted({name.upper() for name in functions} - known)
    if lacking:
        external = book.package.edit(part).find(main("externalBook"))
        names = external.find(main("definedNames"))
        if names is None:
            names = etree.Element(main("definedNames"))
            sheets = external.find(main("sheetNames"))
            external.insert(0 if sheets is None else 1, names)
        for name in lacking:
            etree.SubElement(names, main("definedName"), {"name": name})
    return number


def _find(book: Book) -> tuple[int, str] | None:
    """Number and part of the link that leads to a file of the add-in's name, wherever it lies."""
    parts = {link.id: link.target for link in book.package.relations(book.part) if link.kind == "externalLink"}
    for number, reference in enumerate(_references(book), 1):
        part = parts.get(reference.get(f"{{{LINK_NS}}}id"))
        if part is None or not book.package.has(part):
            continue
        for link in book.package.relations(part):
            name = posixpath.basename(unquote(link.target).replace("\\", "/"))
            if link.is_external and name.casefold() == ADDIN_FILE and book.package.tree(part).find(main("externalBook")) is not None:
                return number, part
    return None


def _added(book: Book) -> tuple[int, str]:
    package = book.package
    part = package.free_name(posixpath.join(book.folder, "externalLinks", "externalLink1.xml"))
    root = etree.Element(main("externalLink"), nsmap={None: MAIN_NS, "r": LINK_NS})
    etree.SubElement(root, main("externalBook"), {f"{{{LINK_NS}}}id": "rId1"})
    package.put(part, serialise(root))
    links = etree.Element(f"{{{_RELS_NS}}}Relationships", nsmap={None: _RELS_NS})
    attributes = {"Id": "rId1", "Type": STARTUP_LINK, "Target": ADDIN_FILE, "TargetMode": "External"}
    etree.SubElement(links, f"{{{_RELS_NS}}}Relationship", attributes)
    package.put(rels_part(part), serialise(links))
    package.declare_type(part, _LINK_TYPE)
    return book.add_external_reference(package.relate(book.part, "externalLink", part)), part


def _references(book: Book) -> list[Element]:
    return list(book.package.tree(book.part).iterfind(f"{main('externalReferences')}/{main('externalReference')}"))
