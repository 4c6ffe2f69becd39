"""Cells between Excel and the bridge: live cells through xlwings objects, and results as COM takes them."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime
from itertools import chain
from typing import TYPE_CHECKING

from addin.app.cells import Block
from addin.app.ports import CellError
from addin.hosts.cell_cleaning import ERROR_MARK, clean, clean_rows, excel_number

if TYPE_CHECKING:
    import xlwings

_ON_SHEET = re.compile(r"(?:'((?:[^']|'')+)'|([^'!\[\]]+))!(.+)", re.DOTALL)


class ExcelCell:
    """A cell of an open workbook as POURQUOI looks at it (`LiveCell`); of a range, its first cell."""

    def __init__(self, cells: xlwings.Range) -> None:
        self._cell = cells if cells.shape == (1, 1) else cells[0, 0]

    @property
    def formula(self) -> str:
        text = self._cell.formula
        return text if isinstance(text, str) and text.startswith("=") else ""

    @property
    def value(self) -> object:
        return clean(self._cell.raw_value)

    @property
    def sheet(self) -> str:
        return str(self._cell.sheet.name)

    @property
    def address(self) -> str:
        return str(self._cell.address).replace("$", "")

    def read(self, reference: str) -> Block:
        """The cells of another reference or name of the workbook, cut to their used part.

        Raises:
            LookupError: it leads to no cells here.
        """
        try:
            return block_of(self._find(reference))
        except Exception as error:  # each engine of xlwings has an exception of its own
            raise LookupError(reference) from error

    def _find(self, reference: str) -> xlwings.Range:
        sheet = self._cell.sheet
        elsewhere = _ON_SHEET.fullmatch(reference)
        if elsewhere is not None:
            quoted, plain, place = elsewhere.groups()
            return sheet.book.sheets[quoted.replace("''", "'") if quoted else plain].range(place)
        names = sheet.book.names
        if reference in names:
            return names[reference].refers_to_range
        for each in chain([sheet], sheet.book.sheets):  # a table is only found on its own sheet
            with suppress(Exception):
                found: xlwings.Range = each.range(reference)
                return found
        raise LookupError(reference)


def block_of(cells: xlwings.Range) -> Block:
    """A range with its place, cut to the used part of its sheet; its values cross the border of the processes once."""
    row, column = cells.row, cells.column
    height, width = cells.shape
    sheet = cells.sheet
    if height * width > 1:
        used = sheet.used_range
        rows = max(min(height, used.row + used.shape[0] - row), 1)
        columns = max(min(width, used.column + used.shape[1] - column), 1)
        if (rows, columns) != (height, width):
            cells = cells.resize(rows, columns)
    return Block(str(sheet.name), row, column, clean_rows(cells.raw_value))


def to_excel(results: list[list[object]]) -> list[list[object]]:
    """Results of the bridge as they go back through COM: always rows, because xlwings' server takes `len(result[0])`.

    An error is the text that our VBA turns into one (`Chr(1) & "2042"`), an empty cell an empty text. A date carries the zone
    UTC: without one pywin32 would move it by the offset of this machine.

    >>> to_excel([[CellError("#N/A"), 1.0, None]])
    [['\\x012042', 1.0, '']]
    """
    if set(map(type, chain.from_iterable(results))) <= {float, str, bool}:
        return results
    return [[_to_excel(cell) for cell in row] for row in results]


def _to_excel(cell: object) -> object:
    if cell is None:
        return ""
    if isinstance(cell, CellError):
        return f"{ERROR_MARK}{excel_number(cell)}"
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=UTC)
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day, tzinfo=UTC)
    return cell
