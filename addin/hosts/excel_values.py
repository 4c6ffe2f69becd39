"""Cells between an open workbook and the port: what is read made plain, what is written kept from being understood otherwise."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import TypeVar

from addin.app.ports import CellError, SheetValues
from addin.hosts.cell_cleaning import clean
from addin.hosts.cellxml import column_letters
from addin.sheets.model import Formula, Value

_Cell = TypeVar("_Cell")
Place = tuple[int, int]
"""(row, column), 1-based."""

_READ_AS_THEY_ARE = frozenset((float, str, bool, type(None)))
_NO_DAY = date(1899, 12, 30)
_WORDS = re.compile(r"[^\W\d_][^\d]*")
_NOT_WORDS = frozenset(("true", "false", "vrai", "faux"))
_ADDRESS = re.compile(r"\$?([A-Z]*)\$?(\d*)")


def sheet_values(raw: object, first: Place, *, errors_are_texts: bool = sys.platform == "darwin") -> SheetValues:
    """The used part of a sheet as its values from A1.

    Args:
        raw: what xlwings gives for the used range: one cell, or rows of them. Errors are whole numbers there, on macOS texts.
        first: its first cell.
    """
    block = raw if isinstance(raw, (list, tuple)) else ((raw,),)
    top, left = first[0] - 1, first[1] - 1
    blank: list[object] = [None] * left
    rows: list[list[object]] = [[] for _ in range(top)]
    errors: dict[Place, CellError] = {}
    for cells in block:
        row = [*blank, *cells]
        if not _READ_AS_THEY_ARE.issuperset(map(type, cells)) or errors_are_texts:
            for column in range(left, len(row)):
                if type(row[column]) in _READ_AS_THEY_ARE and not errors_are_texts:
                    continue  # a text that looks like an error is a text
                cell = _cell(row[column])
                if isinstance(cell, CellError):
                    errors[len(rows), column] = cell
                    cell = None
                row[column] = cell
        rows.append(row)
    return SheetValues(rows, errors)


def _cell(value: object) -> object:
    cell = clean(value)
    if isinstance(cell, datetime) and cell.date() == _NO_DAY:
        return cell.time()
    return cell


def first_cell(address: str) -> Place:
    """Row and column of the first cell of an address.

    >>> first_cell("$B$3:$D$9"), first_cell("$A:$C"), first_cell("$2:$4")
    ((3, 2), (1, 1), (2, 1))
    """
    found = _ADDRESS.match(address)
    assert found is not None
    letters, row = found.groups()
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(row or 1), column or 1


def address_of(first: Place, height: int = 1, width: int = 1) -> str:
    """The address of a rectangle.

    >>> address_of((3, 2), 7, 3), address_of((1, 28))
    ('B3:D9', 'AB1')
    """
    top, left = first
    start = f"{column_letters(left)}{top}"
    return start if height == width == 1 else f"{start}:{column_letters(left + width - 1)}{top + height - 1}"


def written(value: Value | time) -> object:
    """A value as it is handed to xlwings: a text that the spreadsheet would take for something else gets its apostrophe.

    A formula is no value: see `formula_text`.

    >>> written("007"), written("Salaires"), written("=A1"), written("'cité'"), written(Decimal("12.50")), written(3)
    ("'007", 'Salaires', "'=A1", "''cité'", 12.5, 3.0)
    """
    if isinstance(value, str):
        is_plain = _WORDS.fullmatch(value) is not None and value.casefold() not in _NOT_WORDS
        return value if is_plain or not value else f"'{value}"
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, (int, float, Decimal)):
        return float(value)
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    if isinstance(value, time):
        return datetime.combine(_NO_DAY, value)
    raise TypeError(f"not a value: {value!r}")


def formula_text(formula: Formula) -> str:
    """The formula as it is typed: the host binds our functions to the add-in that is loaded."""
    return f"={formula.text}"


def last_used_row(rows: Sequence[Sequence[object]], errors: Iterable[Place] = ()) -> int:
    """Excel's number of the last row that holds something, 0 without one."""
    last = next((i for i in range(len(rows), 0, -1) if any(cell not in (None, "") for cell in rows[i - 1])), 0)
    return max([last, *(row + 1 for row, _ in errors)])


def runs(cells: Mapping[Place, _Cell]) -> Iterator[tuple[Place, list[list[_Cell]]]]:
    """The cells as full rectangles, each to be written at once: runs down a column, joined with equal runs beside them.

    >>> list(runs({(1, 1): "a", (2, 1): "b", (1, 2): "c", (2, 2): "d", (9, 1): "e"}))
    [((1, 1), [['a', 'c'], ['b', 'd']]), ((9, 1), [['e']])]
    """
    columns: dict[int, list[int]] = {}
    for row, column in sorted(cells):
        columns.setdefault(column, []).append(row)
    spans: dict[tuple[int, int], list[int]] = {}
    for column in sorted(columns):
        for top, bottom in _stretches(columns[column]):
            spans.setdefault((top, bottom), []).append(column)
    for (top, bottom), beside in sorted(spans.items()):
        for left, right in _stretches(beside):
            yield (top, left), [[cells[row, column] for column in range(left, right + 1)] for row in range(top, bottom + 1)]


def _stretches(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of following numbers."""
    start = last = numbers[0]
    for number in numbers[1:]:
        if number != last + 1:
            yield start, last
            start = number
        last = number
    yield start, last
