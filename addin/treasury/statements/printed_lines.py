"""Words placed on printed pages, put together into lines of text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_ON_ONE_LINE = 0.5  # of the height of the letters
_JOINED = 0.65  # gap within a number, or within a heading, in heights
_APART = 1.5  # gap between two cells of a line outside the table
_NUMBER_START = re.compile(r"[-+(]?\d{1,3}")
_NUMBER_MIDDLE = re.compile(r"\d{3}")
_NUMBER_END = re.compile(r"\d{3}(?:[.,]\d{1,3})?[-)]?")


class Word(NamedTuple):
    """A word and its box, in points from the top left corner of the page."""

    x0: float
    x1: float
    top: float
    bottom: float
    text: str


class Page(NamedTuple):
    """A page and its words in any order; `number` from 1."""

    number: int
    words: tuple[Word, ...]


class Line(NamedTuple):
    """A line of text.

    Attributes:
        number: among all lines of the document, from 1.
        page: number of the page.
        words: from left to right, the groups of one number joined.
        top, bottom: of the tallest word.
    """

    number: int
    page: int
    words: tuple[Word, ...]
    top: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


def lines_of(pages: Iterable[Page]) -> list[Line]:
    """The lines of all pages from top to bottom."""
    lines: list[Line] = []
    for page in pages:
        rows: list[list[Word]] = []
        for word in sorted(page.words, key=lambda word: (word.top + word.bottom, word.x0)):
            middle, height = (word.top + word.bottom) / 2, word.bottom - word.top
            if rows:
                first = rows[-1][0]
                low = min(height, first.bottom - first.top) * _ON_ONE_LINE
                if abs(middle - (first.top + first.bottom) / 2) <= low:
                    rows[-1].append(word)
                    continue
            rows.append([word])
        for row in rows:
            words = with_numbers_joined(sorted(row))
            lines.append(Line(len(lines) + 1, page.number, words, min(word.top for word in row), max(word.bottom for word in row)))
    return lines


def with_numbers_joined(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words of a line with « 1 », « 234 », « 567,89 » made one word « 1 234 567,89 »."""
    joined: list[Word] = []
    at = 0
    while at < len(words):
        end = at + 1
        if _NUMBER_START.fullmatch(words[at].text):
            while end < len(words) and is_near(words[end - 1], words[end], _JOINED) and _NUMBER_MIDDLE.fullmatch(words[end].text):
                end += 1
            if end < len(words) and is_near(words[end - 1], words[end], _JOINED) and _NUMBER_END.fullmatch(words[end].text):
                end += 1
        joined.append(merged(words[at:end]))
        at = end
    return tuple(joined)


def merged(words: Sequence[Word]) -> Word:
    """Several words of one line as one."""
    return Word(
        min(word.x0 for word in words),
        max(word.x1 for word in words),
        min(word.top for word in words),
        max(word.bottom for word in words),
        " ".join(word.text for word in words),
    )


def is_near(left: Word, right: Word, heights: float) -> bool:
    """True when the gap between two words of a line is at most that many times the height of the letters."""
    return right.x0 - left.x1 <= heights * max(left.bottom - left.top, right.bottom - right.top)


def cells_of(line: Line) -> list[str]:
    """The texts of a line outside the table, parted at wide gaps."""
    cells: list[list[Word]] = []
    for word in line.words:
        if cells and is_near(cells[-1][-1], word, _APART):
            cells[-1].append(word)
        else:
            cells.append([word])
    return [" ".join(word.text for word in cell) for cell in cells]
