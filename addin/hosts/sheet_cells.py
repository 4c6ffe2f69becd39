"""The values that formulas of one sheet of a closed workbook read, as they will be once rows are put in or taken out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from addin.hosts.cellxml import serial
from addin.hosts.formula_arguments import Block
from addin.hosts.formula_parser import NotCalculableError
from addin.hosts.formula_tokens import Reference
from addin.hosts.formula_values import CellValue, ErrorValue
from addin.hosts.row_moves import Move

_ERRORS = frozenset(("#N/A", "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!"))
_MOST_CELLS = 20_000_000
"""Cells gone through by the ranges of all formulas together; more would take too long, and the workbook calculates itself."""
_TABLE = re.compile(r"([^\[]*)\[(?:\[#This Row\],)?\[?([^\[\]#]+)\]?(?::\[([^\[\]#]+)\])?\]", re.DOTALL)


@dataclass(frozen=True)
class TableCells:
    """Where a table stands once the rows are moved: rows of its data, and its columns by name, 1-based."""

    sheet: str
    first_row: int
    last_row: int
    columns: Mapping[str, int]


@dataclass
class SheetCells:
    """Values around one sheet.

    Attributes:
        sheet: its name.
        base: row of the first values of `columns`, after the move.
        count: rows in `columns`.
        columns: values at hand, by column; a column that is not there is blank on all these rows.
        moves: what happens to the rows of the sheet.
        values: all values of a sheet as they stand before the move, by its name. Raises KeyError without it.
        tables: by name in small letters.
        names: defined names in small letters → formula.
        is_changing: rows whose values are still being calculated.
        calculated: (row, column) → new results of formulas elsewhere on the sheet.
    """

    sheet: str
    base: int
    count: int
    columns: dict[int, list[CellValue]]
    moves: Move
    values: Callable[[str], Sequence[Sequence[object]]]
    tables: Mapping[str, TableCells] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    is_changing: range = range(0)
    calculated: dict[tuple[int, int], CellValue] = field(default_factory=dict)
    counts_from_1904: bool = False
    _blocks: dict[tuple[str, tuple[int, int], tuple[int, int]], Block] = field(default_factory=dict)
    _visited: int = 0

    def own_column(self, column: int) -> tuple[list[CellValue], int]:
        """Cells of a column that are at hand, and the row of the first."""
        return self.columns.setdefault(column, [None] * self.count), self.base

    def put(self, row: int, column: int, value: CellValue) -> None:
        """A new result of a formula that stands outside the new rows."""
        if self.base <= row < self.base + self.count:
            self.own_column(column)[0][row - self.base] = value
        self.calculated[row, column] = value
        self._blocks.clear()

    def value(self, sheet: str, row: int, column: int) -> CellValue:
        """One cell, after the move."""
        if self._is_own(sheet):
            if self.base <= row < self.base + self.count:
                return self.own_column(column)[0][row - self.base]
            if (row, column) in self.calculated:
                return self.calculated[row, column]
            before = self._before(row)
            return None if before is None else self._stored(self.sheet, before, column)
        return self._stored(sheet, row, column)

    def block(self, sheet: str, rows: tuple[int, int], columns: tuple[int, int]) -> Block:
        """The cells of a range; the same object again while none of them is being calculated."""
        key = (sheet.casefold(), rows, columns)
        if key in self._blocks:
            return self._blocks[key]
        is_own = self._is_own(sheet)
        last = rows[1] if is_own and rows[1] < self.base + self.count else min(rows[1], self.used_rows(sheet))
        size = max(0, last - rows[0] + 1) * (columns[1] - columns[0] + 1)
        self._visited += size
        if self._visited > _MOST_CELLS:
            raise NotCalculableError("too many cells")
        wide = range(columns[0], columns[1] + 1)
        found: Block = [[self.value(sheet, row, column) for column in wide] for row in range(rows[0], last + 1)]
        if size > 1 and not (is_own and rows[0] < self.is_changing.stop and rows[1] >= self.is_changing.start):
            self._blocks[key] = found
        return found

    def used_rows(self, sheet: str) -> int:
        """Last row that holds anything, after the move."""
        if not self._is_own(sheet):
            return len(self._all(sheet))
        last = len(self._all(self.sheet))
        return max(self.base + self.count - 1, self.moves.row(last) or self.moves.at - 1)

    def table(self, text: str) -> tuple[Reference, bool]:
        """What a reference to columns of a table means: cells of the formula's own row, or all its data."""
        found = _TABLE.fullmatch(text)
        known = self.tables.get(found[1].casefold()) if found and found[1] else None
        if found is None or known is None:
            raise NotCalculableError(text)
        ends = [known.columns.get(re.sub(r"'(.)", r"\1", name).casefold()) for name in (found[2], found[3] or found[2])]
        if ends[0] is None or ends[1] is None:
            raise NotCalculableError(text)
        is_own_row = "[#This Row]" in text
        sheet = "" if self._is_own(known.sheet) else f"'{known.sheet.replace(chr(39), chr(39) * 2)}'!"
        fixed = (True, True, True, True)
        return Reference(sheet, known.first_row, ends[0], known.last_row, ends[1], True, fixed), is_own_row

    def named(self, name: str) -> str:
        """Formula of a defined name of the whole workbook."""
        if name.casefold() not in self.names:
            raise NotCalculableError(name)
        return self.names[name.casefold()]

    # ------------------------------------------------------------------------------------------ how
    def _is_own(self, sheet: str) -> bool:
        return not sheet or sheet.casefold() == self.sheet.casefold()

    def _before(self, row: int) -> int | None:
        """Number of a row before the move; None for a new one."""
        if row < self.moves.at or self.moves.in_place:
            return row
        if self.moves.count > 0 and row <= self.moves.last:
            return None
        return row - self.moves.count

    def _all(self, sheet: str) -> Sequence[Sequence[object]]:
        try:
            return self.values(sheet)
        except KeyError:
            raise NotCalculableError(sheet) from None

    def _stored(self, sheet: str, row: int, column: int) -> CellValue:
        grid = self._all(sheet)
        if not (0 < row <= len(grid) and 0 < column <= len(grid[row - 1])):
            return None
        return cell_value(grid[row - 1][column - 1], counts_from_1904=self.counts_from_1904)


def cell_value(value: object, *, counts_from_1904: bool = False) -> CellValue:
    """A value as it is read or given, as formulas see it: dates and times are numbers.

    Raises:
        NotCalculableError: a kind of value that formulas do not know.
    """
    if value is None or value == "":
        return None
    if isinstance(value, bool | ErrorValue):
        return value
    if isinstance(value, int | float | Decimal):
        return float(value)
    if isinstance(value, str):
        return ErrorValue(value) if value in _ERRORS else value
    if isinstance(value, datetime | date):
        return float(serial(value, counts_from_1904=counts_from_1904))
    if isinstance(value, time):
        return (value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6) / 86400
    if isinstance(value, timedelta):
        return value.total_seconds() / 86400
    raise NotCalculableError(repr(value))
