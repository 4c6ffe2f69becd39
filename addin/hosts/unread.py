"""Cells that a fast reader leaves blank without a word: errors (`#REF!`) and formulas that were never calculated.

The sheet is searched as bytes, a piece at a time; cells are looked at one by one only where a search has hit. Sheets that
are written in an unusual way (indented, single quotes, cells without address) are parsed in full, which is slower.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from xml.parsers import expat

from addin.app.ports import CellError
from addin.hosts.cellxml import column_index
from addin.hosts.package import MAIN_NS

Chunks = Callable[[], Iterable[bytes]]

_NEVER_CALCULATED = CellError("")
_START = re.compile(rb"<((?:[\w.-]+:)?)sheetData\b[^>]*>")
_ADDRESS = re.compile(rb'\sr="([A-Z]{1,3})([0-9]+)"')
_BLANK_TEXT = re.compile(rb'\st="str"')
_ERROR_TYPE = re.compile(rb'\st="e"')
_UNUSUAL = re.compile(rb">\s+<|=\s*'|<!\[CDATA\[")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_SAMPLE = 1 << 14


class _UnusualXmlError(Exception):
    """The sheet is not written the way that the search expects."""


def unread_cells(chunks: Chunks) -> dict[tuple[int, int], CellError]:
    """Cells in error or never calculated: (row, column), 0-based → what stands there.

    Args:
        chunks: gives the sheet's XML from its start, in pieces of any size, each time it is called.
    Raises:
        xml.parsers.expat.ExpatError: the XML is broken (seen only in sheets that are parsed in full).

    >>> sheet = b'<worksheet><sheetData><row r="1"><c r="B1" t="e"><f>A1</f><v>#REF!</v></c></row></sheetData></worksheet>'
    >>> unread_cells(lambda: [sheet])
    {(0, 1): CellError(text='#REF!')}
    """
    try:
        return dict(_searched(chunks()))
    except _UnusualXmlError:
        return dict(parsed_cells(chunks()))


def _searched(chunks: Iterable[bytes]) -> Iterator[tuple[tuple[int, int], CellError]]:
    pieces = _from_sheet_data(chunks)
    prefix = next(pieces, None)
    if prefix is None:
        return
    cell, value, end = b"<" + prefix + b"c ", b"<" + prefix + b"v", b"</" + prefix + b"c>"
    formula, formula_end, value_end = b"<" + prefix + b"f", b"</" + prefix + b"f>", b"</" + prefix + b"v>"
    unfinished = (formula_end + end, b"/>" + end, value + b">" + value_end + end)
    text = re.compile(value + rb"[^>]*>([^<]*)")
    rest = b""
    for piece in pieces:
        buffer = rest + piece
        cut = buffer.rfind(end) + len(end)
        if cut < len(end):
            rest = buffer
            continue
        for start, inside, stop in _cells_around(buffer, b't="e"', cell, end, cut):
            if _ERROR_TYPE.search(buffer, start, inside):
                found = text.search(buffer, inside, stop)
                yield _address(buffer, start, inside), CellError(found[1].decode() if found else "")
        if buffer.find(formula, 0, cut) >= 0:
            for needle in unfinished:
                for start, inside, stop in _cells_around(buffer, needle, cell, end, cut):
                    has_value = buffer.find(value, inside, stop) >= 0
                    if buffer.startswith(formula, inside) and not (has_value and _BLANK_TEXT.search(buffer, start, inside)):
                        yield _address(buffer, start, inside), _NEVER_CALCULATED
        rest = buffer[cut:]


def _from_sheet_data(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """First the prefix of the sheet's tags, then the pieces from the first row on."""
    pieces = iter(chunks)
    head, start = b"", None
    for piece in pieces:
        head += piece
        start = start or _START.search(head)
        if start is not None and len(head) >= start.end() + _SAMPLE:
            break
    if start is None:
        if b"sheetData" in head or head.startswith(_UTF_16):
            raise _UnusualXmlError
        return
    sample = head[start.end() : start.end() + _SAMPLE]
    if _UNUSUAL.search(sample) or not _first_cell_has_address(sample, start[1]):
        raise _UnusualXmlError
    yield start[1]
    yield head[start.end() :]
    yield from pieces


def _first_cell_has_address(sample: bytes, prefix: bytes) -> bool:
    first = re.search(rb"<" + prefix + rb"c\b[^>]*>", sample)
    return first is None or _ADDRESS.search(first[0]) is not None


def _cells_around(buffer: bytes, needle: bytes, cell: bytes, end: bytes, limit: int) -> Iterator[tuple[int, int, int]]:
    """Cells where the needle stands: start of the cell, start of its content, start of its end tag."""
    at = buffer.find(needle, 0, limit)
    while at >= 0:
        start = buffer.rfind(cell, 0, at)
        if start >= 0:
            inside = buffer.find(b">", start) + 1
            stop = buffer.find(end, at)
            if stop >= 0 and buffer[inside - 2] != 0x2F:  # a cell closed at once, <c …/>, holds nothing
                if buffer.find(end, inside, at) >= 0:  # the cell around the needle does not start as cells do
                    raise _UnusualXmlError
                yield start, inside, stop
        at = buffer.find(needle, at + len(needle), limit)


def _address(buffer: bytes, start: int, inside: int) -> tuple[int, int]:
    found = _ADDRESS.search(buffer, start, inside)
    if found is None:
        raise _UnusualXmlError
    return int(found[2]) - 1, column_index(found[1])


def parsed_cells(chunks: Iterable[bytes]) -> Iterator[tuple[tuple[int, int], CellError]]:
    """The same by parsing the whole sheet, whatever way it is written."""
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = reader.start, reader.end, reader.text
    for chunk in chunks:
        parser.Parse(chunk, False)
        yield from reader.taken()
    parser.Parse(b"", True)
    yield from reader.taken()


class _Reader:
    """Follows rows and cells; addresses that are left out are counted."""

    def __init__(self) -> None:
        self.row, self.column = -1, -1
        self.kind, self.value, self.has_formula, self.has_value, self.in_value = "", "", False, False, False
        self._found: list[tuple[tuple[int, int], CellError]] = []

    def taken(self) -> list[tuple[tuple[int, int], CellError]]:
        found, self._found = self._found, []
        return found

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        namespace, _, name = tag.rpartition(" ")
        if namespace not in (MAIN_NS, ""):
            return
        if name == "row":
            self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
            self.column = -1
        elif name == "c":
            letters = attributes.get("r", "").rstrip("0123456789")
            self.column = column_index(letters.encode()) if letters else self.column + 1
            self.kind, self.value, self.has_formula, self.has_value = attributes.get("t", "n"), "", False, False
        elif name == "f":
            self.has_formula = True
        elif name == "v":
            self.has_value = self.in_value = True

    def text(self, data: str) -> None:
        if self.in_value:
            self.value += data

    def end(self, tag: str) -> None:
        name = tag.rpartition(" ")[2]
        if name == "v":
            self.in_value = False
        elif name == "c":
            if self.kind == "e":
                self._found.append(((self.row, self.column), CellError(self.value)))
            elif self.has_formula and not self.value and not (self.kind == "str" and self.has_value):
                self._found.append(((self.row, self.column), _NEVER_CALCULATED))
