"""The rows of a sheet of an open workbook while changes are applied: what was read, moved by the rows put in and taken out since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from addin.app.ports import SheetValues
from addin.hosts.excel_row_formulas import Formulas
from addin.hosts.excel_values import Place, address_of, first_cell, last_used_row, sheet_values
from addin.hosts.row_moves import Move, Rows

if TYPE_CHECKING:
    import xlwings

AROUND = 3
"""Rows looked at above and under a change: formulas of a column cite rows beside their own."""


class SheetRows:
    """One sheet.

    Args:
        values: of the sheet before the first change.
    """

    def __init__(self, sheet: xlwings.Sheet, name: str, values: SheetValues) -> None:
        self.sheet, self.name = sheet, name
        self._values = values
        self._moves: list[Move] = []

    def moved(self, move: Move) -> None:
        """Remember that rows came or went."""
        self._moves.append(move)

    def last_used(self) -> int:
        """The last row that holds a value."""
        last = last_used_row(self._values.rows, self._values.errors)
        return self._now(last, last)[1] if last or self._moves else 0

    def dated(self, columns: Sequence[int]) -> Rows | None:
        """First and last row with a day in one of the columns (1-based): the lines of the tab. None without any."""
        rows = self._values.rows

        def is_dated(i: int) -> bool:
            return any(column <= len(rows[i]) and isinstance(rows[i][column - 1], date) for column in columns)

        first = next((i for i in range(len(rows)) if is_dated(i)), None)
        if first is None:
            return None
        last = next(i for i in range(len(rows) - 1, -1, -1) if is_dated(i))
        return self._now(first + 1, last + 1)

    def _now(self, first: int, last: int) -> Rows:
        for move in self._moves:
            first, last = move.rows(first, last, joins=False) or (move.at, move.at - 1)
            if move.count > 0:
                first, last = min(first, move.at), max(last, move.last)
        return first, last

    def used_end(self) -> tuple[int, int]:
        """Last row and column of the used range, formats included."""
        used = self.sheet.used_range
        top, left = first_cell(used.address)
        height, width = used.shape
        return top + height - 1, left + width - 1

    def formulas(self, parts: Iterable[Rows], width: int) -> Formulas:
        """Formulas and typed numbers of some parts of the sheet; a text that looks like a formula is none."""
        texts: dict[Place, str] = {}
        numbers: set[Place] = set()
        for first, last in joined(parts):
            block = self.sheet.range(address_of((first, 1), last - first + 1, width))
            found = sheet_values(block.options(err_to_str=True).raw_value, (1, 1))
            formulas = block.formula
            for i, row in enumerate(formulas if isinstance(formulas, (list, tuple)) else ((formulas,),)):
                for j, text in enumerate(row):
                    value, at = found.rows[i][j], (first + i, j + 1)
                    if isinstance(text, str) and text.startswith("=") and text != value:
                        texts[at] = text[1:]
                    elif isinstance(value, (float, int)) and not isinstance(value, bool):
                        numbers.add(at)
        return Formulas(self.name, texts, frozenset(numbers))


def joined(parts: Iterable[Rows]) -> list[Rows]:
    """Runs of rows in their order, those that touch as one; blank ones left out.

    >>> joined([(8, 12), (1, 3), (4, 5), (11, 20), (7, 6), (-2, 0)])
    [(1, 5), (8, 20)]
    """
    found: list[Rows] = []
    for first, last in sorted((max(first, 1), last) for first, last in parts):
        if last < first:
            continue
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found
