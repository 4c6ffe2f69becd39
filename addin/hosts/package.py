"""An Office package (.xlsx, .xlsm): its parts, their relations and types, and the changes queued on them.

Nothing is written here: parts that are edited or added wait in memory until `write`.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO
from urllib.parse import unquote

from lxml import etree

from addin.hosts.zipcopy import Deflated, ZipWriter

Element = Any
"""An lxml element (lxml ships no types)."""

CONTENT_TYPES = "[Content_Types].xml"
MAIN_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINK_NS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS_NS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES_NS = "http://schemas.openxmlformats.org/package/2006/content-types"
_CHUNK, LARGE_CHUNK = 1 << 20, 1 << 24


class PackageError(Exception):
    """The package is broken.

    Attributes:
        reason: key of `messages.FILE_WORDS`.
        part: the part concerned, or "".
    """

    def __init__(self, reason: str, part: str = "") -> None:
        super().__init__(f"{reason} {part}".strip())
        self.reason = reason
        self.part = part


@dataclass(frozen=True)
class Relation:
    """A link from a part; `target` is a part name, or the address as written when `is_external`."""

    id: str
    type: str
    target: str
    is_external: bool

    @property
    def kind(self) -> str:
        """Last word of the type: « worksheet », « drawing », « table »…"""
        return self.type.rsplit("/", 1)[-1]


def main(tag: str) -> str:
    """Qualified name of a SpreadsheetML element."""
    return f"{{{MAIN_NS}}}{tag}"


def parse(data: bytes) -> Element:
    """Root element; no entity, no network. Raises `lxml.etree.XMLSyntaxError`."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    return etree.fromstring(data, parser)


def serialise(root: Element) -> bytes:
    """The part as bytes, with what stands before its root."""
    data: bytes = etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


def rels_part(part: str) -> str:
    """
    >>> rels_part("xl/workbook.xml"), rels_part("")
    ('xl/_rels/workbook.xml.rels', '_rels/.rels')
    """
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def owner_of(rels: str) -> str:
    """
    >>> owner_of("xl/_rels/workbook.xml.rels"), owner_of("_rels/.rels")
    ('xl/workbook.xml', '')
    """
    folder, name = posixpath.split(rels)
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))


class Package:
    """The parts of one zip and the changes queued on them. Part names are compared without case, as the standard says.

    Args:
        handle: an open binary file, which the package reads until it is closed; not closed by the package.
    Raises:
        PackageError: not a zip, or two parts of one name.
    """

    def __init__(self, handle: BinaryIO) -> None:
        self._handle = handle
        try:
            self.archive = zipfile.ZipFile(handle)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise PackageError("truncated") from error
        self._names: dict[str, str] = {}
        for info in self.archive.infolist():
            if info.is_dir():
                continue
            if info.filename.lower() in self._names:
                raise PackageError("twice", info.filename)
            self._names[info.filename.lower()] = info.filename
        self.written: dict[str, bytes] = {}
        self.dropped: set[str] = set()
        self._trees: dict[str, Element] = {}
        self._edited: set[str] = set()
        self._deflated: dict[str, Deflated] = {}

    # ------------------------------------------------------------------------------------------ parts
    def names(self) -> list[str]:
        """Parts as they will be, in the order of the zip, new ones last."""
        kept = [name for name in self._names.values() if name not in self.dropped]
        return kept + [name for name in self.written if name.lower() not in self._names]

    def has(self, name: str) -> bool:
        return self.find(name) is not None

    def find(self, name: str) -> str | None:
        """The part's name as it is spelled in the zip, None when there is no such part."""
        known = self._names.get(name.lower())
        if known is not None and known not in self.dropped:
            return known
        return next((new for new in self.written if new.lower() == name.lower()), None)

    def read(self, name: str) -> bytes:
        """The bytes of a part, with the queued changes.

        Raises:
            PackageError: the part is missing or broken.
        """
        found = self.find(name)
        if found is None:
            raise PackageError("missing_part", name)
        if found in self._edited:
            return serialise(self._trees[found])
        return self.written[found] if found in self.written else b"".join(self.chunks(found))

    def chunks(self, name: str, size: int = _CHUNK) -> Iterator[bytes]:
        """The bytes of a part of the zip, `size` at a time, checked against its CRC at the end.

        Args:
            size: `LARGE_CHUNK` in a thread that works beside others: between two chunks it waits for Python's lock.
        """
        try:
            with self.archive.open(name) as stream:
                while chunk := stream.read(size):
                    yield chunk
        except (zipfile.BadZipFile, zipfile.zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:  # type: ignore[attr-defined]
            raise PackageError("bad_part", name) from error

    def tree(self, name: str) -> Element:
        """The parsed part, to be read; call `edit` to change it."""
        found = self.find(name)
        if found is None:
            raise PackageError("missing_part", name)
        if found not in self._trees:
            try:
                self._trees[found] = parse(self.read(found))
            except etree.XMLSyntaxError as error:
                raise PackageError("bad_part", found) from error
        return self._trees[found]

    def edit(self, name: str) -> Element:
        """The parsed part; what is changed in it will be written."""
        root = self.tree(name)
        self._edited.add(self.find(name) or name)
        return root

    def put(self, name: str, data: bytes) -> None:
        """Add a part or replace its bytes."""
        found = self.find(name) or name
        self._forget(found)
        self.dropped.discard(found)
        self.written[found] = data
        if Deflated.is_worth(data):
            self._deflated[found] = Deflated(data)

    def drop(self, name: str) -> None:
        """Remove a part, its relations and its content type."""
        for gone in (name, rels_part(name)):
            found = self.find(gone)
            if found is None:
                continue
            self._forget(found)
            self.written.pop(found, None)
            if found.lower() in self._names:
                self.dropped.add(found)
            for override in self._overrides(found):
                self.edit(CONTENT_TYPES).remove(override)

    def free_name(self, wanted: str) -> str:
        """`wanted`, or the same with the lowest number that no part has."""
        stem, extension = posixpath.splitext(wanted)
        base, number, name = re.sub(r"\d+$", "", stem), 1, wanted
        while self.has(name):
            name = f"{base}{number}{extension}"
            number += 1
        return name

    def _forget(self, found: str) -> None:
        self._trees.pop(found, None)
        self._edited.discard(found)
        if (before := self._deflated.pop(found, None)) is not None:
            before.cancel()

    # ------------------------------------------------------------------------------------------ relations and types
    def relations(self, part: str) -> list[Relation]:
        """Links from a part ("" for the package), in their order."""
        rels = self.find(rels_part(part))
        if rels is None:
            return []
        found = []
        for link in self.tree(rels):
            target = link.get("Target", "") if isinstance(link.tag, str) else ""
            if target:
                external = link.get("TargetMode") == "External" or target.startswith("#")
                found.append(
                    Relation(link.get("Id", ""), link.get("Type", ""), target if external else self.resolve(part, target), external)
                )
        return found

    def resolve(self, part: str, target: str) -> str:
        """The part that a relation's target means, spelled as in the zip when it is there."""
        path = unquote(target).split("#")[0].replace("\\", "/")
        name = path[1:] if path.startswith("/") else posixpath.normpath(posixpath.join(posixpath.dirname(part), path))
        return self.find(name) or name

    def relate(self, part: str, kind: str, target: str) -> str:
        """Add a relation of the usual office kind from a part; gives its new id."""
        rels = rels_part(part)
        if not self.has(rels):
            self.put(rels, f'<Relationships xmlns="{_RELS_NS}"/>'.encode())
        root = self.edit(rels)
        taken = {link.get("Id") for link in root}
        number = next(i for i in range(1, len(taken) + 2) if f"rId{i}" not in taken)
        attributes = {"Id": f"rId{number}", "Type": f"{LINK_NS}/{kind}", "Target": f"/{target}"}
        etree.SubElement(root, f"{{{_RELS_NS}}}Relationship", attributes)
        return f"rId{number}"

    def unrelate(self, part: str, id: str) -> None:
        """Remove the relation of that id from a part."""
        for link in list(self.tree(rels_part(part))):
            if link.get("Id") == id:
                self.edit(rels_part(part)).remove(link)

    def content_type(self, part: str) -> str:
        """Content type of a part, "" when none is declared."""
        for override in self._overrides(part):
            return str(override.get("ContentType"))
        extension = posixpath.splitext(part)[1][1:].lower()
        for default in self.tree(CONTENT_TYPES).iterfind(f"{{{_TYPES_NS}}}Default"):
            if default.get("Extension", "").lower() == extension:
                return str(default.get("ContentType"))
        return ""

    def declare_type(self, part: str, content_type: str) -> None:
        """Say the content type of a part, unless its extension says it already."""
        if content_type and self.content_type(part) != content_type:
            root = self.edit(CONTENT_TYPES)
            for override in self._overrides(part):
                root.remove(override)
            etree.SubElement(root, f"{{{_TYPES_NS}}}Override", {"PartName": f"/{part}", "ContentType": content_type})

    def _overrides(self, part: str) -> list[Element]:
        name = f"/{part}".lower()
        found = self.tree(CONTENT_TYPES).iterfind(f"{{{_TYPES_NS}}}Override")
        return [override for override in found if unquote(override.get("PartName", "")).lower() == name]

    def own_parts(self, part: str) -> set[str]:
        """A part and all those that only it, or they, lead to: what disappears with it. Relation parts included."""
        referrers: dict[str, set[str]] = {}
        for rels in [name for name in self.names() if name.lower().endswith(".rels")]:
            for link in self.relations(owner_of(rels)):
                if not link.is_external:
                    referrers.setdefault(link.target, set()).add(owner_of(rels))
        own, waiting = {part}, [part]
        while waiting:
            for link in self.relations(waiting.pop()):
                if link.target not in own and self.has(link.target) and referrers.get(link.target, set()) <= own:
                    own.add(link.target)
                    waiting.append(link.target)
                    waiting.extend(known for known in own if known != link.target)  # a part may have waited for this one
        return own | {rels for rels in map(self.find, map(rels_part, own)) if rels is not None}

    # ------------------------------------------------------------------------------------------ writing
    def changes(self) -> dict[str, bytes]:
        """Parts edited or added, with their new bytes."""
        return {**self.written, **{name: serialise(self._trees[name]) for name in self._edited}}

    def write(self, output: BinaryIO) -> None:
        """The whole package with its changes; every other part is copied raw, compressed bytes included."""
        writer, changes = ZipWriter(output), self.changes()
        for info in self.archive.infolist():
            if info.filename in changes:
                writer.add(info.filename, *self._packed(info.filename, changes.pop(info.filename)))
            elif info.filename not in self.dropped:
                writer.copy(self._handle, info)
        for name, data in changes.items():
            writer.add(name, *self._packed(name, data))
        writer.close()

    def _packed(self, name: str, data: bytes) -> tuple[bytes, Deflated | None]:
        """A changed part, and its compression when that was begun when it was put."""
        begun = self._deflated.get(name)
        return data, begun if begun is not None and begun.data is data else None
