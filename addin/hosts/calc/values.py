"""Blocks of values between a range of LibreOffice and Python: one call for the values, a few for their formats.

LibreOffice keeps dates and booleans as numbers with a number format; Excel's conventions are made from the formats.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from addin.hosts.calc.numberformats import DATE, LOGICAL, TIME, NumberFormats

EPOCH = dt.datetime(1899, 12, 30)
DATE_CODE, MOMENT_CODE, BOOLEAN_CODE = "dd/mm/yyyy", "dd/mm/yyyy hh:mm", "BOOLEAN"

_NAME, _VALUE, _NULL, _REF, _NUM, _DIV, _NA = (-2146826259, -2146826273, -2146826288, -2146826265, -2146826252, -2146826281, -2146826246)
_ERRORS = {
    32767: _NA, 532: _DIV, 524: _REF, 521: _NULL, 519: _VALUE, 525: _NAME, 503: _NUM, 523: _NUM,
    501: _NAME, 507: _NAME, 508: _NAME, 509: _NAME, 510: _NAME, 511: _NAME, 512: _NAME, 533: _VALUE,
}  # fmt: skip
"""LibreOffice's error codes → Excel's errors as COM hands them over. All others are #VALUE!."""

Rectangle = tuple[int, int, int, int]
"""First row, first column, last row, last column; 0-based inside a block, inclusive."""


def from_serial(serial: float) -> dt.datetime:
    """A moment from a day number, to the millisecond as Excel gives it."""
    return EPOCH + dt.timedelta(milliseconds=round(serial * 86_400_000))


def to_serial(moment: dt.datetime) -> float:
    """The day number of a moment; a time zone is dropped, not converted."""
    span = moment.replace(tzinfo=None) - EPOCH
    return span.days + (span.seconds + span.microseconds / 1e6) / 86_400


def read_block(cells: Any, formats: NumberFormats) -> list[list[Any]]:
    """The values of a range: float, str ("" for blank), bool, datetime, and errors as the integers of COM."""
    rows = [list(row) for row in cells.getDataArray()]
    for rectangles, key in _format_groups(cells):
        kind = formats.kind(key)
        if not kind & (DATE | TIME | LOGICAL):
            continue
        made: Any = bool if kind & LOGICAL else from_serial
        for top, left, bottom, right in rectangles:
            for row in rows[top : bottom + 1]:
                for column in range(left, right + 1):
                    if type(row[column]) is float:
                        row[column] = made(row[column])
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            if value is None:
                row[j] = _ERRORS.get(cells.getCellByPosition(j, i).getError(), _VALUE)
    return rows


def write_block(cells: Any, rows: Sequence[Sequence[Any]], formats: NumberFormats) -> list[tuple[int, int, str]]:
    """Write values into a range of the same size; formats are kept, except that dates and booleans must show as such.

    A text is written as it stands; a leading apostrophe is dropped, as in Excel.

    Returns:
        (row, column, text) of what is a formula, not yet written.
    """
    formulas: list[tuple[int, int, str]] = []
    numbers: list[tuple[int, int]] = []
    days: list[tuple[int, int]] = []
    moments: list[tuple[int, int]] = []
    booleans: list[tuple[int, int]] = []
    raw: list[tuple[object, ...]] = []
    for i, row in enumerate(rows):
        line: list[object] = []
        for j, value in enumerate(row):
            kind = type(value)
            if kind is float:
                numbers.append((i, j))
            elif kind is str:
                if value[:1] == "=" and len(value) > 1:
                    formulas.append((i, j, value))
                    value = ""
                elif value[:1] == "'":
                    value = value[1:]
            elif kind is bool:
                booleans.append((i, j))
                value = float(value)
            elif kind is dt.datetime:
                (days if value.time() == dt.time() else moments).append((i, j))
                value = to_serial(value)
            elif value is None:
                value = ""
            else:
                raise TypeError(f"a cell cannot hold a {kind.__name__}")
            line.append(value)
        raw.append(tuple(line))
    width = len(raw[0])
    if any(len(line) != width for line in raw):
        raise ValueError("the rows of a block must be equally long")
    cells.setDataArray(tuple(raw))
    _show(cells, formats, days, DATE, DATE_CODE)
    _show(cells, formats, moments, DATE, MOMENT_CODE)
    _show(cells, formats, booleans, LOGICAL, BOOLEAN_CODE)
    _hide_logical(cells, formats, numbers)
    return formulas


def _show(cells: Any, formats: NumberFormats, places: Sequence[tuple[int, int]], kind: int, code: str) -> None:
    """Give those places a format of a kind, where they do not have one."""
    for top, left, bottom, right in rectangles_of(places):
        part = cells.getCellRangeByPosition(left, top, right, bottom)
        for group, key in _formatted(part):
            if not formats.kind(key) & kind:
                group.NumberFormat = formats.key(code)


def _hide_logical(cells: Any, formats: NumberFormats, places: Sequence[tuple[int, int]]) -> None:
    """Numbers written where truth values stood show as numbers."""
    if not places or not any(formats.kind(key) & LOGICAL for _, key in _format_groups(cells)):
        return
    for top, left, bottom, right in rectangles_of(places):
        for group, key in _formatted(cells.getCellRangeByPosition(left, top, right, bottom)):
            if formats.kind(key) & LOGICAL:
                group.NumberFormat = 0


def _formatted(cells: Any) -> Iterator[tuple[Any, int]]:
    """Parts of a range with the key of their number format: the range itself when all its cells have the same."""
    if cells.getPropertyState("NumberFormat").value != "AMBIGUOUS_VALUE":
        yield cells, cells.NumberFormat
        return
    groups = cells.getUniqueCellFormatRanges()
    for i in range(groups.Count):
        group = groups.getByIndex(i)
        yield group, group.NumberFormat


def _format_groups(cells: Any) -> Iterator[tuple[Iterable[Rectangle], int]]:
    """Rectangles inside a range with the key of their number format."""
    at = cells.RangeAddress
    for group, key in _formatted(cells):
        areas = (at,) if group is cells else group.RangeAddresses
        yield (
            [
                (area.StartRow - at.StartRow, area.StartColumn - at.StartColumn, area.EndRow - at.StartRow, area.EndColumn - at.StartColumn)
                for area in areas
            ],
            key,
        )


def rectangles_of(places: Iterable[tuple[int, int]]) -> list[Rectangle]:
    """Places (row, column) as few rectangles: runs in a column, joined with equal runs beside them.

    >>> rectangles_of([(0, 0), (1, 0), (0, 1), (1, 1), (3, 0)])
    [(0, 0, 1, 1), (3, 0, 3, 0)]
    """
    columns: dict[int, list[int]] = {}
    for row, column in places:
        columns.setdefault(column, []).append(row)
    runs: dict[tuple[int, int], list[int]] = {}
    for column in sorted(columns):
        rows = sorted(columns[column])
        start = last = rows[0]
        for row in [*rows[1:], -1]:
            if row == last + 1:
                last = row
                continue
            runs.setdefault((start, last), []).append(column)
            start = last = row
    found: list[Rectangle] = []
    for (top, bottom), beside in runs.items():
        left = right = beside[0]
        for column in [*beside[1:], -1]:
            if column == right + 1:
                right = column
                continue
            found.append((top, left, bottom, right))
            left = right = column
    return sorted(found)
