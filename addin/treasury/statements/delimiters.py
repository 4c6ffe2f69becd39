"""Which character separates the columns of a text: the one that gives most lines the same number of fields, holding dates and amounts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from addin.treasury.statements.quoted_fields import split_lines

DELIMITERS = {";": "semicolon", ",": "comma", "\t": "tab", "|": "pipe", "~": "tilde", "^": "caret"}
"""Delimiter → how an answer names it."""

_SAMPLE_LINES, _SAMPLE_CHARS = 400, 200_000
_SURE = 0.9
"""Score of the second delimiter, as a share of the best one's, from which the choice is a question."""
_DATE = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?:[ T]\d{1,2}:\d\d(?::\d\d)?.*)?|\d{1,2}[ -][^\W\d_]{3,9}\.?[ -]\d{2,4}|\d{8}"
_AMOUNT = r"[-+(]?[^\W\d]{0,3} ?[-+]?(?:\d{1,3}(?:[ .,'\u00a0\u202f]\d{3})+|\d+)(?:[.,]\d{1,3})?\)?[-+]? ?(?:[^\W\d]{1,3}|[€$£])?"
_VALUE = re.compile(rf"\s*(?:{_DATE}|{_AMOUNT}|[A-Z]{{3}}|[A-Z]{{2}}\d\d[A-Z0-9 ]{{10,30}})\s*")
_LONGEST_VALUE = 40


@dataclass(frozen=True)
class Delimiter:
    """How well a delimiter fits; `count` lines of `total` have `width` fields."""

    mark: str
    score: float
    width: int
    count: int
    total: int


def rank_delimiters(lines: Sequence[str]) -> list[Delimiter]:
    """The delimiters that make columns of a text, the best one first; none for a text without columns.

    Args:
        lines: of the text, without their ends; only the first ones are looked at.

    >>> [found.mark for found in rank_delimiters(["Date;Libellé;Montant", "02/01/2026;Loyer;-700,50", "05/01/2026;Frais;-12,00"])]
    [';', ',']
    """
    sample = sample_of(lines)
    found = [fit(sample, mark) for mark in DELIMITERS if any(mark in line for line in sample)]
    return sorted((one for one in found if one.width > 1), key=lambda one: -one.score)


def is_unsure(ranked: Sequence[Delimiter]) -> bool:
    """True when the two best delimiters are too close to choose."""
    return len(ranked) > 1 and ranked[1].score > _SURE * ranked[0].score


def sample_of(lines: Sequence[str]) -> list[str]:
    """The first lines that are not blank, not too many characters of them."""
    sample: list[str] = []
    room = _SAMPLE_CHARS
    for line in lines[: 4 * _SAMPLE_LINES]:
        if line.strip():
            sample.append(line[:room])
            room -= len(line)
        if room <= 0 or len(sample) >= _SAMPLE_LINES:
            break
    return sample


def fit(sample: Sequence[str], mark: str) -> Delimiter:
    """How well one delimiter fits."""
    rows = [row for row in split_lines(sample, mark, width=0).rows if any(cell.strip() for cell in row)]
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return Delimiter(mark, 0.0, 1, 0, len(rows))
    width = max(widths, key=lambda one: (widths[one] * (1 - 1 / one), one))
    regular = sum(1.0 if len(row) == width else 0.5 if len(row) > 1 else 0.0 for row in rows) / len(rows)
    cells = [cell for row in rows if 1 < len(row) <= width for cell in row if cell.strip()]
    values = sum(len(cell) <= _LONGEST_VALUE and bool(_VALUE.fullmatch(cell)) for cell in cells)
    meaning = (values + 0.1) / (len(cells) + 0.1)
    return Delimiter(mark, regular * meaning * (1 - 1 / width), width, widths[width], len(rows))
