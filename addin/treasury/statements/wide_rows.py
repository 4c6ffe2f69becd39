"""Rows with more fields than the headings name: numbers torn at their comma, or a delimiter inside a label.

A field too many moves all fields behind it under the wrong heading, where an amount could be misread without a word. Torn numbers are
put together where that can be done in one way only; a row that stays too wide, among rows that are not, is rejected.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise

from addin.treasury.statements.model import Rejected

_LINES_ABOVE = 80
_DATE = re.compile(r"\s*(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2})(?:[ T].*)?")
_FIGURE = re.compile(r"\d")
_HEAD_DECIMAL, _TAIL_DECIMAL = re.compile(r"\s*[-+]?\d{1,3}(?:[ .\u00a0]?\d{3})*\s*"), re.compile(r"\d{2}\s*")
_HEAD_THOUSANDS, _TAIL_THOUSANDS = re.compile(r"\s*[-+]?\d{1,3}\s*"), re.compile(r"\d{3}(?:\.\d{1,2})?\s*")
_MOST_JOINS = 4
_MOST_PAIRS = 10
_REGULAR = 0.9
"""Share of the wide rows that must be put together in one way, for any to be."""
_SHOWN = 200

Joins = tuple[int, ...]
"""Places of the fields that are put together with the next one."""


@dataclass
class Narrowed:
    """Rows as they are to be read.

    Attributes:
        joined: number of rows whose torn numbers were put together; the first one, and its number.
        rejected: rows with a field too many.
        dropped: their places.
    """

    rows: list[list[str]]
    joined: int = 0
    first: tuple[int, str] | None = None
    rejected: list[Rejected] = field(default_factory=list)
    dropped: set[int] = field(default_factory=set)


def narrowed(rows: list[list[str]], numbers: Sequence[int], delimiter: str) -> Narrowed:
    """The rows with torn numbers put together and the ones that stay too wide set aside; all as they are without headings.

    Args:
        rows: of the text.
        numbers: line of each row.
        delimiter: numbers are only torn by a comma.
    """
    result = Narrowed(rows)
    at = _heading(rows)
    if at is None:
        return result
    width = _width(rows[at])
    wide = [place for place in range(at + 1, len(rows)) if len(rows[place]) > width and _width(rows[place]) > width]
    if not wide:
        return result
    dated = [place for place in range(at + 1, len(rows)) if _has_date(rows[place])]
    joins = _settled({place: _ways(rows[place], width) for place in wide} if delimiter == "," else {})
    usual = sum(len(rows[place]) > width and _width(rows[place]) > width for place in dated)
    if not joins and 2 * usual > len(dated):  # the headings name fewer columns than there are
        return result
    result.rows = list(rows)
    for place in wide:
        if place in joins:
            result.rows[place] = _join(rows[place], joins[place])
            result.joined += 1
            result.first = result.first or (numbers[place], result.rows[place][joins[place][0]])
        elif place in set(dated):
            value = next(cell for cell in rows[place][width:] if cell.strip())[:_SHOWN]
            result.rejected.append(Rejected(numbers[place], "", value, "FIELDS_TOO_MANY", {"count": _width(rows[place]), "width": width}))
            result.dropped.add(place)
    return result


def _heading(rows: Sequence[Sequence[str]]) -> int | None:
    """The first row of several words, none with a figure, above a row with a date."""
    for at, row in enumerate(rows[:_LINES_ABOVE]):
        cells = [cell for cell in row if cell.strip()]
        if len(cells) < 3 or any(_FIGURE.search(cell) for cell in cells):
            continue
        below = [row for row in rows[at + 1 : at + 6] if any(cell.strip() for cell in row)]
        if any(map(_has_date, below)):
            return at
    return None


def _width(row: Sequence[str]) -> int:
    """Fields up to the last one that is not blank."""
    return next((at for at in range(len(row), 0, -1) if row[at - 1].strip()), 0)


def _has_date(row: Sequence[str]) -> bool:
    return any(_DATE.fullmatch(cell) for cell in row[:4])


def _ways(row: Sequence[str], width: int) -> list[Joins]:
    """All ways to make a row fit by putting torn numbers together."""
    lacking = _width(row) - width
    pairs = [at for at in range(len(row) - 1) if _is_torn(row[at], row[at + 1])]
    if lacking > _MOST_JOINS or len(pairs) > _MOST_PAIRS:
        return []
    return [way for way in combinations(pairs, lacking) if all(second - first > 1 for first, second in pairwise(way))]


def _is_torn(head: str, tail: str) -> bool:
    decimal = _HEAD_DECIMAL.fullmatch(head) and _TAIL_DECIMAL.fullmatch(tail)
    return bool(decimal or (_HEAD_THOUSANDS.fullmatch(head) and _TAIL_THOUSANDS.fullmatch(tail)))


def _settled(ways: Mapping[int, list[Joins]]) -> dict[int, Joins]:
    """Rows that fit in one way; where there are more, the columns of the others decide. Nothing when too few fit."""
    sure = {place: found[0] for place, found in ways.items() if len(found) == 1}
    columns = Counter(column for way in sure.values() for column in _columns(way))
    for place, found in ways.items():
        if len(found) > 1:
            fitting = [way for way in found if all(column in columns for column in _columns(way))]
            if len(fitting) == 1:
                sure[place] = fitting[0]
    return sure if ways and len(sure) >= _REGULAR * len(ways) else {}


def _columns(way: Joins) -> list[int]:
    """Columns of the numbers once they are put together."""
    return [at - before for before, at in enumerate(way)]


def _join(row: Sequence[str], way: Joins) -> list[str]:
    joined: list[str] = []
    at = 0
    while at < len(row):
        if at in way:
            joined.append(f"{row[at].strip()},{row[at + 1].strip()}")
            at += 2
        else:
            joined.append(row[at])
            at += 1
    return joined
