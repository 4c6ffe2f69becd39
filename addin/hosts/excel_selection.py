"""The rows that she has selected in the open workbook."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from addin.hosts import excel_gaps

if TYPE_CHECKING:
    import xlwings

_AREA = re.compile(r"\$?[A-Z]{0,3}\$?(\d+)(?::\$?[A-Z]{0,3}\$?(\d+))?")
_COLUMNS = re.compile(r"\$?[A-Z]{1,3}:\$?[A-Z]{1,3}")


def selected_rows(book: xlwings.Book, last_row: int) -> tuple[str, frozenset[int]] | None:
    """The sheet in front and the rows that she selected there; None for one cell, which only says where the cursor is.

    Whole columns are all rows down to `last_row`; rows under it are blank and left out.
    """
    with suppress(Exception):  # a drawing is selected, or a chart sheet is in front: xlwings says it in many ways
        chosen = book.app.selection
        if chosen is None or chosen.sheet.book.name != book.name:
            return None
        areas = list(_areas(chosen, excel_gaps.system_of(book.app)))
        if areas == [] or (len(areas) == 1 and ":" not in areas[0]):
            return None
        rows = frozenset(row for area in areas for row in rows_of(area, last_row))
        return (str(chosen.sheet.name), rows) if rows else None
    return None


def rows_of(area: str, last_row: int) -> range:
    """The rows of an address.

    >>> list(rows_of("$A$2:$D$4", 99)), list(rows_of("$7:$8", 99)), len(rows_of("$A:$D", 99)), list(rows_of("$B$3", 99))
    ([2, 3, 4], [7, 8], 99, [3])
    """
    if _COLUMNS.fullmatch(area):
        return range(1, last_row + 1)
    found = _AREA.fullmatch(area)
    if found is None:
        return range(0)
    return range(int(found[1]), min(int(found[2] or found[1]), last_row) + 1)


def _areas(chosen: xlwings.Range, system: excel_gaps.System) -> Iterator[str]:
    """The address of each area; the address of all of them together is cut by Excel at 255 characters."""
    if system == "windows":
        yield from (str(area.Address) for area in chosen.api.Areas)
    else:
        yield from str(chosen.address).split(",")
