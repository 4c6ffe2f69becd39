"""What `sheet.range(...)` accepts, as an area of a sheet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from xlwings import NoSuchObjectError

from addin.hosts.calc.addresses import parse_area, split_sheet
from addin.hosts.calc.ranges import Range

if TYPE_CHECKING:
    from addin.hosts.calc.sheets import Sheet

_STRUCTURED = re.compile(r"([^\[\]]+)\[(#?)([^\[\]]*)\]")


def resolve(sheet: Sheet, arg1: Any, arg2: Any = None) -> Range:
    """The range that one or two references stand for.

    Raises:
        IndexError: a row or column below 1.
        NoSuchObjectError: neither an address nor a name, a table or a column of a table.
    """
    if isinstance(arg1, int) and isinstance(arg2, int):
        arg1, arg2 = (arg1, arg2), None
    first = _one(sheet, arg1)
    if arg2 is None:
        return first
    second = _one(sheet, arg2)
    (top1, left1, bottom1, right1), (top2, left2, bottom2, right2) = first.area, second.area
    return first.sheet.area((min(top1, top2), min(left1, left2), max(bottom1, bottom2), max(right1, right2)))


def _one(sheet: Sheet, reference: Any) -> Range:
    if isinstance(reference, Range):
        return reference
    if isinstance(reference, tuple):
        if 0 in reference[:2]:
            raise IndexError("Attempted to access 0-based Range. xlwings/Excel Ranges are 1-based.")
        row, column, height, width = (*reference, 1, 1) if len(reference) == 2 else reference
        return sheet.area((row, column, row + height - 1, column + width - 1))
    return _by_text(sheet, str(reference))


def _by_text(sheet: Sheet, text: str) -> Range:
    area = parse_area(text)
    if area is not None:
        found = sheet.area(area)
        found.arg1_input = text
        return found
    sheet_name, rest = split_sheet(text)
    if sheet_name is not None:
        return _by_text(sheet.book.sheets(sheet_name), rest)
    cells = _named(sheet, text)
    if cells is None:
        raise NoSuchObjectError(f"The address/named range '{text}' doesn't exist.")
    return range_of(sheet, cells)


def range_of(sheet: Sheet, cells: Any) -> Range:
    """A UNO range, on whatever sheet of the book, as a range."""
    from addin.hosts.calc.sheets import Sheet as SheetOf

    at = cells.RangeAddress
    return SheetOf(sheet.book, cells.Spreadsheet).area((at.StartRow + 1, at.StartColumn + 1, at.EndRow + 1, at.EndColumn + 1))


def _named(sheet: Sheet, text: str) -> Any:
    """The UNO range of a name: the sheet's own names, the book's, tables, columns of tables."""
    for names in (sheet.cells_api.NamedRanges, sheet.book.doc.NamedRanges):
        known = next((name for name in names.ElementNames if name.casefold() == text.casefold()), None)
        if known is not None:
            return names.getByName(known).ReferredCells
    tables = sheet.book.doc.DatabaseRanges
    match = _STRUCTURED.fullmatch(text)
    wanted = (match[1] if match else text).casefold()
    known = next((name for name in tables.ElementNames if name.casefold() == wanted), None)
    if known is None:
        return None
    cells = tables.getByName(known).ReferredCells
    at = cells.RangeAddress
    width, height = at.EndColumn - at.StartColumn, at.EndRow - at.StartRow
    if match is None or (match[2] and match[3].casefold() == "data"):
        return cells.getCellRangeByPosition(0, 1, width, height)
    if match[2]:
        last = {"all": height, "headers": 0}.get(match[3].casefold())
        return None if last is None else cells.getCellRangeByPosition(0, 0, width, last)
    headings = cells.getCellRangeByPosition(0, 0, width, 0).getDataArray()[0]
    column = next((j for j, heading in enumerate(headings) if str(heading).casefold() == match[3].casefold()), None)
    return None if column is None else cells.getCellRangeByPosition(column, 1, column, height)
