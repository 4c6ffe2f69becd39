"""The formulas of single rows of a sheet part: their text whatever the way it is stored, their stored result."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from xml.sax.saxutils import escape

from addin.hosts.cellxml import column_index
from addin.hosts.formula_tokens import filled
from addin.hosts.formula_values import CellValue, ErrorValue
from addin.hosts.rowpatch import SheetCell, SheetRow, SheetXml

_ATTRIBUTE = re.compile(rb'\s([\w:]+)="([^"]*)"')
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True)
class CellFormula:
    """The formula of one cell.

    Attributes:
        text: as it stands in this cell, without « = »; "" for one that cannot be read alone (array, data table).
        kind: « », « shared », « array », « dataTable ».
        result: the stored result, None when there is none.
    """

    text: str
    kind: str
    result: CellValue


class RowFormulas:
    """Reads cells of one sheet part."""

    def __init__(self, xml: SheetXml) -> None:
        self._xml = xml
        prefix = re.escape(xml.prefix)
        self._formula = re.compile(rb"<" + prefix + rb"f\b([^>]*?)(?:/>|>([^<]*)</" + prefix + rb"f>)")
        self._value = re.compile(rb"<" + prefix + rb"v\b[^>]*>([^<]*)</" + prefix + rb"v>")
        self._text = re.compile(rb"<" + prefix + rb"t\b[^>]*>([^<]*)</" + prefix + rb"t>")

    def of_row(self, row: SheetRow | None) -> dict[int, CellFormula]:
        """Column (1-based) → formula, for the cells of a row that have one."""
        if row is None:
            return {}
        found = {}
        for cell in self._xml.cells(row):
            formula = self._formula.search(cell.content)
            if formula is not None:
                attributes = attributes_of(formula[1])
                kind = attributes.get("t", "")
                text = html.unescape((formula[2] or b"").decode())
                if kind == "shared" and not text:
                    text = self._from_its_head(attributes.get("si", ""), row.number, cell.column)
                found[cell.column] = CellFormula("" if kind in ("array", "dataTable") else text, kind, self.value(cell))
        return found

    def value(self, cell: SheetCell) -> CellValue:
        """The value that a cell stores. Shared texts are not looked up.

        Raises:
            KeyError: the cell holds a shared text.
        """
        kind = attributes_of(cell.attributes).get("t", "n")
        found = self._value.search(cell.content)
        if kind == "inlineStr":
            return _text(b"".join(self._text.findall(cell.content)))
        if kind == "s":
            raise KeyError("shared text")
        if found is None:
            return "" if kind == "str" and b"<" + self._xml.prefix + b"v" in cell.content else None
        if kind == "b":
            return found[1] == b"1"
        if kind == "e":
            return ErrorValue(found[1].decode())
        return _text(found[1]) if kind in ("str", "d") else float(found[1]) if found[1] else None

    def _from_its_head(self, number: str, row: int, column: int) -> str:
        """Text of a shared formula in one of the cells that share it, "" when its head is not found."""
        data, prefix = self._xml.data, self._xml.prefix
        pattern = rb"<" + re.escape(prefix) + rb'f\b(?=[^>]*\st="shared")(?=[^>]*\ssi="' + number.encode() + rb'")[^>]*>([^<]+)<'
        head = re.compile(pattern).search(data, *self._xml.inner)
        if head is None:
            return ""
        cell = data.rfind(b"<" + prefix + b"c ", 0, head.start())
        address = re.search(rb'\sr="([A-Z]+)(\d+)"', data[cell : head.start()])
        if address is None:
            return ""
        try:
            return filled(html.unescape(head[1].decode()), row - int(address[2]), column - column_index(address[1]) - 1)
        except ValueError:
            return ""


def attributes_of(tag: bytes) -> dict[str, str]:
    """Attributes of a tag."""
    return {name.decode(): html.unescape(value.decode()) for name, value in _ATTRIBUTE.findall(tag)}


def unescaped(data: bytes) -> str:
    """The text of a formula from its XML."""
    return html.unescape(data.decode())


def escaped(text: str) -> bytes:
    """The XML of the text of a formula."""
    return escape(text).encode()


def _text(data: bytes) -> str:
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), html.unescape(data.decode()))
