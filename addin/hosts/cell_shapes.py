"""Ranges of several shapes in one call, as Excel does it: a cell or a row or a column is repeated, what sticks out is `#N/A`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from math import isfinite

from addin.app.ports import CellError
from addin.hosts.cell_cleaning import Cells
from addin.messages import TresoError
from addin.registry import Rows

Grid = list[list[object]]
LARGEST = 2_000_000
"""Cells that one call may ask for: a column against a row multiplies."""
LONGEST = 32_767
"""Characters that a cell of Excel holds."""
NOT_AVAILABLE, VALUE, NUMBER = CellError("#N/A"), CellError("#VALUE!"), CellError("#NUM!")
_LARGE = 1e308


@dataclass(frozen=True)
class Shape:
    """Rows and columns of a result, in the orientation of the ranges."""

    rows: int = 1
    columns: int = 1

    @property
    def count(self) -> int:
        return self.rows * self.columns


def common_shape(ranges: Sequence[Cells]) -> Shape:
    """The shape of the result of ranges: as high as the highest, as wide as the widest.

    Raises:
        TresoError: ARGUMENT_TOO_LARGE.
    """
    shape = Shape(max((cells.rows for cells in ranges), default=1), max((cells.columns for cells in ranges), default=1))
    if shape.count > LARGEST:
        raise TresoError("ARGUMENT_TOO_LARGE", count=shape.count, most=LARGEST)
    return shape


def spread(cells: Cells, shape: Shape) -> tuple[list[object], set[int]]:
    """The cells of a range row by row over a shape, and the positions that it does not reach (`#N/A`, as in Excel).

    >>> spread(Cells([1.0, 2.0], 2, 1), Shape(2, 2)), spread(Cells([1.0, 2.0], 1, 2), Shape(1, 3))
    (([1.0, 1.0, 2.0, 2.0], set()), ([1.0, 2.0, CellError(text='#N/A')], {2}))
    """
    height, width = cells.rows, cells.columns
    if (height, width) == (shape.rows, shape.columns):
        return cells.flat, set()
    if (height, width) == (1, 1):
        return cells.flat * shape.count, set()
    grid = fold(cells.flat, Shape(height, width))
    wide = [row * shape.columns for row in grid] if width == 1 else [row + [NOT_AVAILABLE] * (shape.columns - width) for row in grid]
    high = wide * shape.rows if height == 1 else wide + [[NOT_AVAILABLE] * shape.columns] * (shape.rows - height)
    out = {
        i * shape.columns + j
        for i in range(shape.rows)
        for j in range(shape.columns)
        if (width > 1 and j >= width) or (height > 1 and i >= height)
    } if (1 < width < shape.columns or 1 < height < shape.rows) else set()  # fmt: skip
    return list(chain.from_iterable(high)), out


def fold(results: Sequence[object], shape: Shape) -> Grid:
    """Results back in the rows and columns of a shape."""
    if shape.columns == 1:
        return [[result] for result in results]
    return [list(results[at : at + shape.columns]) for at in range(0, shape.count, shape.columns)]


def table(rows: Rows) -> Grid:
    """A table as a grid with at least one cell."""
    width = max((len(row) for row in rows.rows), default=0) or 1
    return [[*row, *[None] * (width - len(row))] for row in rows.rows] or [[None]]


def plain_result(result: object) -> object:
    """One result as a cell: None, str, float, bool, date, datetime, `CellError` — or the `TresoError` that it is.

    Raises:
        TypeError: no cell can hold it.
    """
    if result is None or isinstance(result, (bool, CellError, TresoError)):
        return result
    if isinstance(result, str):
        return str(result) if len(result) <= LONGEST else result[: LONGEST - 1] + "…"
    if isinstance(result, (int, float, Decimal)):
        number = float(result)
        return number if -_LARGE < number < _LARGE else NUMBER
    if isinstance(result, (date, datetime)):
        if result != result:  # pandas' NaT
            return None
        return _plain_date(result)
    if type(result).__name__ == "datetime64":
        return plain_result(result.astype("datetime64[s]").item())  # type: ignore[attr-defined]
    if hasattr(result, "item"):  # a number of numpy
        return plain_result(result.item())
    if type(result).__name__ in ("NaTType", "NAType"):
        return None
    raise TypeError(f"a function gave {type(result).__name__}, which no cell can hold")


def _plain_date(day: date) -> date:
    if not isinstance(day, datetime):
        return day
    return datetime(day.year, day.month, day.day, day.hour, day.minute, day.second, day.microsecond)


def plain_results(results: Sequence[object]) -> list[object]:
    """`plain_result` of each, at once where they are ordinary numbers or texts."""
    kinds = set(map(type, results))
    if (kinds == {float} and all(map(isfinite, results))) or (kinds == {str} and max(map(len, results)) <= LONGEST):  # type: ignore[arg-type]
        return list(results)
    return [plain_result(result) for result in results]
