"""Who cites a sheet: formulas of other sheets, charts, pivot tables, names. Searched in the bytes, without parsing the sheets."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from addin.hosts.book import Book, Tab, cites
from addin.hosts.splice import OUR_NAMES

_SHEET_TYPES = ("worksheet+xml", "dialogsheet+xml", "macrosheet+xml")
_OTHER_TYPES = (
    "chart+xml",
    "chartex+xml",
    "drawing+xml",
    "pivotCacheDefinition+xml",
    "controlproperties+xml",
    "table+xml",
    "queryTable+xml",
    "slicerCache+xml",
)
_FORMULA = re.compile(rb"<(?:[\w.-]+:)?(?:f|formula|formula1|formula2|calculatedColumnFormula|totalsRowFormula)(?:\s[^>]*)?>([^<]*!)")
_OVERLAP = 1 << 16


def citing(book: Book, tab: Tab) -> str | None:
    """Name of a sheet, or of a defined name, that cites the sheet; None when the sheet can go without harm."""
    for name in book.names():
        if (
            name.get("comment") != OUR_NAMES
            and name.get("localSheetId") in (None, *_scopes(book, tab))
            and cites(name.text or "", tab.name)
        ):
            return str(name.get("name"))
    own = book.package.own_parts(tab.part)
    owners = part_owners(book)
    for part in book.package.names():
        kind = book.package.content_type(part)
        if part in own or not kind.endswith((*_SHEET_TYPES, *_OTHER_TYPES)):
            continue
        if _part_cites(book, part, tab.name, in_formulas_only=kind.endswith(_SHEET_TYPES)):
            return owners.get(part, part)
    return None


def _scopes(book: Book, tab: Tab) -> list[str]:
    """Scopes of the names local to the other sheets."""
    return [str(i) for i, other in enumerate(book.tabs()) if other.part != tab.part]


def part_owners(book: Book) -> dict[str, str]:
    """Part → name of the sheet that leads to it."""
    owners: dict[str, str] = {}
    for tab in book.tabs():
        waiting = [tab.part]
        while waiting:
            part = waiting.pop()
            if part not in owners:
                owners[part] = tab.name
                waiting.extend(link.target for link in book.package.relations(part) if not link.is_external)
    return owners


def _part_cites(book: Book, part: str, sheet: str, *, in_formulas_only: bool) -> bool:
    hint = sheet_hint(sheet)
    for piece in _pieces(book, part):
        if hint not in piece.lower():
            continue
        if in_formulas_only:
            if any(cites(html.unescape(found.decode("utf-8", "replace")), sheet) for found in _FORMULA.findall(piece)):
                return True
        else:
            text = html.unescape(piece.decode("utf-8", "replace"))
            if cites(text, sheet) or re.search(rf"\bsheet=\"{re.escape(sheet)}\"", text, re.IGNORECASE):
                return True
    return False


def _pieces(book: Book, part: str) -> Iterator[bytes]:
    """The part, piece by piece; pieces overlap so that nothing is cut."""
    if part in book.package.written:
        yield book.package.read(part)
        return
    tail = b""
    for chunk in book.package.chunks(part):
        yield tail + chunk
        tail = (tail + chunk)[-_OVERLAP:]


def sheet_hint(sheet: str) -> bytes:
    """Longest run of plain letters and digits of the name: whatever the spelling of the others, it stands in each citation."""
    return max(re.findall(r"[A-Za-z0-9]+", sheet), key=len, default="!").lower().encode()
