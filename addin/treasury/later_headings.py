"""Heading lines further down a tab: the same ones again (the next month or page), in another order, or those of another table."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from enum import IntEnum

import numpy as np

from addin.treasury.characters import is_blank, plain
from addin.treasury.headings import Headings, Vocabulary, name_columns

_AMOUNTS = frozenset({"amount", "debit", "credit"})
_OTHER_TABLE_FIELDS = 3


class Part(IntEnum):
    """Where a line stands."""

    TABLE = 0
    HEADING = 1
    BELOW = 2  # in another table under this one, whose headings are not those of this one


def parts_below(
    line: Callable[[int], dict[int, object]], headings: Headings, vocabulary: Vocabulary, filled: np.ndarray, undated: Sequence[int]
) -> tuple[np.ndarray, list[tuple[range, dict[str, int]]]]:
    """Where each line stands, and the stretches whose headings put the same fields in other columns.

    Args:
        line: gives the cells of a line, column → cell.
        filled: lines that hold something.
        undated: lines with words or nothing in the date column; the others are no headings.
    """
    part = np.full(len(filled), Part.TABLE, dtype=np.int8)
    moved: list[tuple[range, dict[str, int]]] = []
    state, since, columns = Part.TABLE, 0, dict(headings.columns)
    for i in [*(i for i in undated if filled[i]), len(filled)]:
        found = _named(line(i), vocabulary) if i < len(filled) else None
        if found is None and i < len(filled):
            continue
        if found is not None and not _repeats(found, headings) and not (moves := _moves(found, headings)):
            starts_other = "booked_on" in found or len(found.columns) >= _OTHER_TABLE_FIELDS or i == 0 or not filled[i - 1]
            if not starts_other:
                continue
        part[since:i] = np.where(part[since:i] == Part.HEADING, part[since:i], state)
        if state == Part.TABLE and columns != headings.columns:
            moved.append((range(since, i), columns))
        if found is None:
            break
        if _repeats(found, headings):
            state, columns = Part.TABLE, dict(headings.columns)
        elif moves:
            state, columns = Part.TABLE, dict(found.columns)
        else:
            state = Part.BELOW
        part[i] = Part.HEADING
        since = i + 1
    return part, moved


def _named(cells: dict[int, object], vocabulary: Vocabulary) -> Headings | None:
    """The line as headings, None when it holds other things than texts or when few of them are headings."""
    texts = {at: cell for at, cell in cells.items() if not is_blank(cell)}
    if len(texts) < 2 or not all(isinstance(cell, str) and not re.search(r"\d", plain(cell)) for cell in texts.values()):
        return None
    found = name_columns({at: str(cell) for at, cell in texts.items()}, 0, vocabulary)
    named = sum(len(places) for places in found.places.values())
    return found if len(found.columns) >= 2 and 2 * named >= len(texts) else None


def _repeats(found: Headings, headings: Headings) -> bool:
    return all(at in headings.places.get(name, ()) for name, at in found.columns.items())


def _moves(found: Headings, headings: Headings) -> bool:
    """The same date and amount fields, in other columns."""
    needed = {name for name in headings.columns if name in _AMOUNTS or name in ("booked_on", "issued_on")}
    return bool(needed) and needed == {name for name in found.columns if name in _AMOUNTS or name in ("booked_on", "issued_on")}
