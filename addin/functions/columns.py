"""Columns of cells: how a function of single cells, or of equal cells, becomes the function of columns that the bridge calls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps

from addin.app.ports import CellError
from addin.messages import TresoError

Column = list[object]
"""Clean cells: None, str, float, bool, date, datetime, `CellError`. All columns of one call are equally long."""


def each(scalar: Callable[..., object]) -> Callable[..., list[object]]:
    """The function of columns that calls a function of single cells for each element.

    An argument that is no column (a `Source`) is handed over as it is, one left out as None. A cell in error is the result of its
    element; so is the `TresoError` that the element is refused with. Equal elements are computed once.
    """

    @wraps(scalar)
    def of_columns(*given: object) -> list[object]:
        columns = [argument for argument in given if type(argument) is list]
        results: list[object] = []
        known: dict[object, object] = {}
        for cells in zip(*columns, strict=True) if columns else ((),):
            key = tuple((type(cell), cell) for cell in cells)
            if key not in known:
                known[key] = _one(scalar, given, cells)
            results.append(known[key])
        return results

    return of_columns


def grouped(main: Sequence[Column | None], others: Sequence[Column | None], compute: Callable[..., list[object]]) -> list[object]:
    """The results of long columns, computed at once for all elements whose other arguments are equal.

    Args:
        main: the columns that change from row to row, at least one of them given; None for one left out.
        others: the arguments that seldom change.
        compute: of a part of each main column (cells in error as blanks) and one cell of each of the others; gives a result for
            each row of the part, a `TresoError` for a refused one, or raises a `TresoError` that refuses them all.
    """
    height = next(len(column) for column in main if column is not None)
    filled: list[Column] = [column if column is not None else [None] * height for column in main]
    results: list[object] = [None] * height
    for cells, rows in _groups(height, others):
        error = first_error(cells)
        found: list[object] = [error] * len(rows)
        if error is None:
            parts = filled if len(rows) == height else [[column[row] for row in rows] for column in filled]
            try:
                found = compute(*map(_without_errors, parts), *cells)
            except TresoError as refused:
                found = [refused] * len(rows)
        for row, result in zip(rows, found, strict=True):
            results[row] = result
    for column in reversed(filled):
        for row, cell in enumerate(column):
            if type(cell) is CellError:
                results[row] = cell
    return results


def first_error(cells: Sequence[object]) -> CellError | None:
    """The first cell in error among some, None when there is none."""
    return next((cell for cell in cells if type(cell) is CellError), None)


def is_left_out(column: Column | None) -> bool:
    """True for an argument left out, or one blank cell."""
    return column is None or column == [None]


def _groups(height: int, others: Sequence[Column | None]) -> list[tuple[tuple[object, ...], Sequence[int]]]:
    """The distinct elements of some columns, and the rows where each stands."""
    if all(column is None or len(set(map(id, column))) == 1 for column in others):
        return [(tuple(None if column is None else column[0] for column in others), range(height))]
    rows: dict[object, tuple[tuple[object, ...], list[int]]] = {}
    for row, cells in enumerate(zip(*[column if column is not None else [None] * height for column in others], strict=True)):
        rows.setdefault(tuple((type(cell), cell) for cell in cells), (cells, []))[1].append(row)
    return list(rows.values())


def _without_errors(column: Column) -> Column:
    return [None if type(cell) is CellError else cell for cell in column] if CellError in set(map(type, column)) else column


def _one(scalar: Callable[..., object], given: Sequence[object], cells: Sequence[object]) -> object:
    error = first_error(cells)
    if error is not None:
        return error
    rest = iter(cells)
    try:
        return scalar(*[next(rest) if type(argument) is list else argument for argument in given])
    except TresoError as refused:
        return refused
