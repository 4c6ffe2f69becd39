"""Formulas of a column compiled once, then calculated row by row; a look at the cells goes through `Cells`.

A library was looked for first: `formulas` (EUPL, with numpy and schedula), `pycel` (GPL) and `xlcalculator` (beta) load the whole
workbook and calculate cell by cell. What columns of a bank tab use is small, and every result is proved on rows whose value is known.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from addin.hosts.formula_arguments import Block, Compiled, OnRow, Settings
from addin.hosts.formula_functions import FUNCTIONS
from addin.hosts.formula_parser import Call, Cited, Constant, ErrorConstant, Named, Node, NotCalculableError, Operation, TableCited, parse
from addin.hosts.formula_tokens import Reference
from addin.hosts.formula_values import CellValue, ErrorValue, Scalar, added, compare, number, scalar, text

_LONGEST_NAMES = 5


class Cells(Protocol):
    """The values that formulas of one sheet read."""

    def value(self, sheet: str, row: int, column: int) -> CellValue:
        """One cell; `sheet` "" is the formula's own. Raises NotCalculableError when it cannot be known."""

    def own_column(self, column: int) -> tuple[list[CellValue], int]:
        """Cells of a column of the formula's own sheet that are at hand, and the row of the first."""

    def block(self, sheet: str, rows: tuple[int, int], columns: tuple[int, int]) -> Block:
        """The cells of a range; the same object again while they stay as they are."""

    def table(self, text: str) -> tuple[Reference, bool]:
        """What a reference to a table means, and whether it means the formula's own row of it. Raises NotCalculableError."""

    def named(self, name: str) -> str:
        """Formula of a defined name. Raises NotCalculableError."""

    def used_rows(self, sheet: str) -> int:
        """Last row of a sheet that holds anything."""


@dataclass(frozen=True)
class Calculation:
    """A compiled formula.

    Attributes:
        on_row: its worth on a row. Raises ErrorValue, NotCalculableError.
    """

    on_row: OnRow

    def value(self, row: int) -> CellValue:
        """Worth on a row as a cell shows it: an error is a value, a blank is 0."""
        try:
            found = self.on_row(row)
        except ErrorValue as error:
            return error
        except (OverflowError, ValueError, RecursionError) as error:
            raise NotCalculableError(str(error)) from error
        if isinstance(found, float) and not math.isfinite(found):
            return ErrorValue("#NUM!")
        return 0.0 if found is None else found


def compiled(formula: str, row: int, cells: Cells, settings: Settings) -> Calculation:
    """A formula that stands on a row, ready to be calculated on any row that it is filled down to.

    Args:
        formula: as the file keeps it, without « = ».
    Raises:
        NotCalculableError: something in it is not calculated here.
    """
    return Calculation(_Compiler(row, cells, settings).one(parse(formula)).value)


class _Compiler:
    def __init__(self, row: int, cells: Cells, settings: Settings) -> None:
        self._row = row
        self._cells = cells
        self._settings = settings
        self._names = 0

    def one(self, node: Node) -> Compiled:
        match node:
            case Constant(value):
                return Compiled(lambda row: value, is_left_out=value is None)
            case ErrorConstant(code):
                return Compiled(_failing(code))
            case Cited(cells):
                return self._cited(cells)
            case TableCited(text):
                cited, is_own_row = self._cells.table(text)
                return self._own_row(cited) if is_own_row else self._cited(cited)
            case Named(name):
                return self._named(name)
            case Call(function, arguments):
                builder = FUNCTIONS.get(function)
                if builder is None:
                    raise NotCalculableError(function)
                return Compiled(builder([self.one(argument) for argument in arguments], self._settings))
            case Operation(sign, operands):
                return Compiled(_operation(sign, [self.one(operand).value for operand in operands]))

    def _named(self, name: str) -> Compiled:
        self._names += 1
        if self._names > _LONGEST_NAMES:
            raise NotCalculableError(name)
        tree = parse(self._cells.named(name))
        if isinstance(tree, Cited) and not (tree.cells.sheet and all(tree.cells.fixed)):
            raise NotCalculableError(name)
        if not isinstance(tree, Constant | Cited):
            raise NotCalculableError(name)
        return self.one(tree)

    def _own_row(self, cited: Reference) -> Compiled:
        """Cells of the formula's own row."""
        columns = (cited.first_column, cited.last_column)
        if cited.sheet:
            raise NotCalculableError("a row of another sheet")
        if columns[0] == columns[1]:
            return self._own_cell(columns[0], 0, is_fixed=False)
        return Compiled(_no_single_value, lambda row: self._cells.block("", (row, row), columns), first_row=lambda row: row)

    def _cited(self, cited: Reference) -> Compiled:
        sheet = cited.sheet_name
        if "[" in sheet or ":" in sheet:
            raise NotCalculableError(cited.sheet)
        if cited.is_range or not cited.first_row:
            return self._range(cited, sheet)
        if cited.last_column != cited.first_column:
            raise NotCalculableError(str(cited))
        is_fixed, offset, column = cited.fixed[1], cited.first_row - self._row, cited.first_column
        if not sheet:
            return self._own_cell(column, cited.first_row if is_fixed else offset, is_fixed=is_fixed)
        value = self._cells.value

        def at(row: int) -> int:
            return cited.first_row if is_fixed else row + offset

        def block(row: int) -> Block:
            return self._cells.block(sheet, (at(row), at(row)), (column, column))

        return Compiled(lambda row: scalar(value(sheet, at(row), column)), block, first_row=at)

    def _own_cell(self, column: int, place: int, *, is_fixed: bool) -> Compiled:
        """A cell of the formula's own sheet: at the row `place`, or that far from the formula's row."""
        cells = self._cells
        values, base = cells.own_column(column)
        count = len(values)
        shift = place - base

        def on_row(row: int) -> Scalar:
            i = shift if is_fixed else row + shift
            found = values[i] if 0 <= i < count else cells.value("", i + base, column)
            return found if found.__class__ is float else scalar(found)

        def at(row: int) -> int:
            return place if is_fixed else row + place

        return Compiled(on_row, lambda row: cells.block("", (at(row), at(row)), (column, column)), first_row=at)

    def _range(self, cited: Reference, sheet: str) -> Compiled:
        columns = (cited.first_column, cited.last_column)
        if not cited.first_column:
            raise NotCalculableError("whole rows")
        top, bottom = cited.first_row - self._row, cited.last_row - self._row
        cells = self._cells

        def rows(row: int) -> tuple[int, int]:
            if not cited.first_row:
                return 1, cells.used_rows(sheet)
            first = cited.first_row if cited.fixed[1] else row + top
            last = cited.last_row if cited.fixed[3] else row + bottom
            return (first, last) if first <= last else (last, first)

        total = _RunningTotal(cells, columns[0], rows) if not sheet and columns[0] == columns[1] and cited.first_row else None
        return Compiled(
            _no_single_value,
            lambda row: cells.block(sheet, rows(row), columns),
            total=total.on_row if total else None,
            first_row=lambda row: rows(row)[0],
        )


class _RunningTotal:
    """Sum of a range that grows row by row (`SUM(D$5:D12)`): what the row before had, and what came since."""

    def __init__(self, cells: Cells, column: int, rows: Callable[[int], tuple[int, int]]) -> None:
        self._cells, self._column, self._rows = cells, column, rows
        self._known: tuple[int, int, float] | None = None

    def on_row(self, row: int) -> float:
        first, last = self._rows(row)
        start, before = first, 0.0
        if self._known and self._known[0] == first and self._known[1] <= last:
            start, before = self._known[1] + 1, self._known[2]
        total = before
        if start <= last:
            for line in self._cells.block("", (start, last), (self._column, self._column)):
                value = scalar(line[0])
                if isinstance(value, float):
                    total += value
        self._known = (first, last, total)
        return total


def _failing(code: str) -> OnRow:
    def on_row(row: int) -> Scalar:
        raise ErrorValue(code)

    return on_row


def _no_single_value(row: int) -> Scalar:
    raise NotCalculableError("a range where one value is wanted")


def _operation(sign: str, operands: list[OnRow]) -> OnRow:
    first = operands[0]
    if len(operands) == 1:
        return (lambda row: -number(first(row))) if sign == "-" else (lambda row: number(first(row)) / 100)
    second = operands[1]
    if sign in _COMPARISONS:
        test = _COMPARISONS[sign]
        return lambda row: test(compare(first(row), second(row)))
    if sign == "&":
        return lambda row: text(first(row)) + text(second(row))
    work = _ARITHMETIC[sign]

    def on_row(row: int) -> Scalar:
        x, y = first(row), second(row)
        if x.__class__ is not float:
            x = number(x)
        if y.__class__ is not float:
            y = number(y)
        return work(x, y)

    return on_row


def _divided(a: float, b: float) -> float:
    if b == 0:
        raise ErrorValue("#DIV/0!")
    return a / b


def _power(a: float, b: float) -> float:
    if a == 0 and b <= 0:
        raise ErrorValue("#NUM!" if b == 0 else "#DIV/0!")
    if a < 0 and b != int(b):
        raise ErrorValue("#NUM!")
    return float(a**b)


_COMPARISONS: dict[str, Callable[[int], bool]] = {
    "=": lambda c: c == 0,
    "<>": lambda c: c != 0,
    "<": lambda c: c < 0,
    ">": lambda c: c > 0,
    "<=": lambda c: c <= 0,
    ">=": lambda c: c >= 0,
}
_ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": added,
    "-": lambda a, b: added(a, -b),
    "*": lambda a, b: a * b,
    "/": _divided,
    "^": _power,
}
