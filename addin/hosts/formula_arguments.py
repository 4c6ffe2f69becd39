"""Arguments of functions, compiled: their value and their cells on a row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from addin.hosts.formula_parser import NotCalculableError
from addin.hosts.formula_values import CellValue, ErrorValue, Scalar, number, scalar

OnRow = Callable[[int], Scalar]
"""Worth of an expression on a row (as Excel numbers it)."""
Block = list[list[CellValue]]


@dataclass(frozen=True)
class Compiled:
    """An argument.

    Attributes:
        value: its worth on a row.
        block: its cells on a row, when it is a reference; None otherwise.
        is_left_out: nothing stands between the commas.
        total: sum of its numbers on a row, quicker than through `block`; None without.
        first_row: the row where its cells begin, on a row.
    """

    value: OnRow
    block: Callable[[int], Block] | None = None
    is_left_out: bool = False
    total: Callable[[int], float] | None = None
    first_row: Callable[[int], int] | None = None


@dataclass(frozen=True)
class Settings:
    """What functions need to know of the workbook."""

    counts_from_1904: bool = False
    has_hidden_rows: bool = False


Builder = Callable[[list[Compiled], Settings], OnRow]


def argument_cells(arguments: list[Compiled], row: int) -> Iterator[tuple[CellValue, bool]]:
    """The values of arguments one after the other, and whether each comes from a cell."""
    for argument in arguments:
        if argument.block is None:
            yield argument.value(row), False
        else:
            for line in argument.block(row):
                for value in line:
                    yield value, True


def argument_numbers(arguments: list[Compiled], row: int) -> Iterator[float]:
    """Numbers of arguments: in cells, texts and booleans do not count."""
    for value, is_cell in argument_cells(arguments, row):
        if isinstance(value, float):
            yield value
        elif not is_cell or isinstance(value, ErrorValue):
            yield number(scalar(value))


def plain_function(of: Callable[..., Scalar], *, at_least: int, at_most: int | None = None) -> Builder:
    """A function of single values."""

    def build(arguments: list[Compiled], _: Settings) -> OnRow:
        if not at_least <= len(arguments) <= (at_most or at_least):
            raise NotCalculableError("number of arguments")
        values = [argument.value for argument in arguments]
        if len(values) == 1:
            first = values[0]
            return lambda row: of(first(row))
        return lambda row: of(*(value(row) for value in values))

    return build
