"""Text whose columns are kept apart by spaces (a printed listing): where the columns begin and end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

_OPERATION = re.compile(r"\s*(?:\S{1,12}\s+)?(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d\d-\d\d)\b.*?\s{2,}.*?\d\s*(?:[-+]|[CD]R?)?\s*$")
_FEWEST = 3
_SAMPLE = 2_000
_WIDEST = 400
_GAP = 2
_ODD = 50
"""One line in so many may run through a gap."""
_AMOUNT = re.compile(r"[-+(]?\d[\d .,'\u00a0\u202f]*[-+)]?(?: ?[CD]R?)?")


def find_columns(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Start and end of each column of a listing; none when the lines are not one.

    A gap of two spaces or more that runs through all lines of operations parts two columns. Under one heading, pieces without
    a heading of their own belong together (words of labels that happen to stand apart).

    >>> find_columns(["Date        Libelle           Debit", *["02/01/2026  Loyer du mois    700,50"] * 3])
    [(0, 12), (12, 29), (29, 400)]
    """
    found = [at for at, line in enumerate(lines[:_SAMPLE]) if len(line) <= _WIDEST and "\t" not in line and _OPERATION.match(line)]
    if len(found) < _FEWEST:
        return []
    sample = [lines[at] for at in found]
    grid = np.array([list(line.ljust(_WIDEST)) for line in sample])
    times_used = (~np.isin(grid, [" ", "\u00a0"])).sum(axis=0)
    heading = _heading(lines[: found[0]])
    pieces = _joined(_runs(times_used > 0), heading, sample)
    if len(pieces) < max(len(heading), 3):  # a few lines that run over their column do not hide it
        tolerant = _joined(_runs(times_used > len(sample) // _ODD), heading, sample)
        pieces = tolerant if len(tolerant) > len(pieces) else pieces
    if len(pieces) < 2:
        return []
    cuts = [0, *(_cut(left, right, heading) for left, right in pairwise(pieces)), _WIDEST]
    return list(pairwise(cuts))


def cut_lines(lines: Sequence[str], columns: Sequence[tuple[int, int]]) -> tuple[list[list[str]], list[int]]:
    """The cells of each line, and the places of the operations whose text runs through a gap.

    Another line that runs through the gaps (a title, a note) is one cell.
    """
    last = columns[-1][0]
    starts = [start for start, _ in columns[1:]]
    rows, across = [], []
    for place, line in enumerate(lines):
        if any(len(line) > at and not (line[at - 1].isspace() or line[at].isspace()) for at in starts):
            rows.append([line.strip()])
            if _OPERATION.match(line[:_WIDEST]):
                across.append(place)
            continue
        rows.append([line[start:end].strip() for start, end in columns[:-1]] + [line[last:].strip()])
    return rows, across


def _runs(used: np.ndarray) -> list[tuple[int, int]]:
    """Runs of used places, those nearer than a gap put together."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], used, [False])).astype(np.int8)))
    runs: list[tuple[int, int]] = []
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if runs and start - runs[-1][1] < _GAP:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return runs


def _heading(above: Sequence[str]) -> list[tuple[int, int]]:
    """Places of the headings in the nearest line above that has several words well apart and no figure."""
    for line in reversed(above[-10:]):
        words = [(match.start(), match.end()) for match in re.finditer(r"\S+(?: \S+)*", line)]
        if len(words) > 1 and not any(char.isdigit() for char in line):
            return words
    return []


def _joined(pieces: list[tuple[int, int]], heading: Sequence[tuple[int, int]], sample: Sequence[str]) -> list[tuple[int, int]]:
    """Pieces of text without a heading of their own go to the text on their left; amounts stay apart."""
    if not heading:
        return pieces
    joined: list[tuple[int, int]] = []
    for start, end in pieces:
        has_own = any(first < end and start < last for first, last in heading)
        if joined and not has_own and not _is_amounts(sample, start, end):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _is_amounts(sample: Sequence[str], start: int, end: int) -> bool:
    cells = [cell for line in sample if (cell := line[start:end].strip())]
    return bool(cells) and all(_AMOUNT.fullmatch(cell) for cell in cells)


def _cut(left: tuple[int, int], right: tuple[int, int], heading: Sequence[tuple[int, int]]) -> int:
    """Where two columns part: before the amounts on the right and, as far as can be, between their headings."""
    for first, _ in heading:
        if left[1] <= first <= right[0]:
            return first
    return right[0]
