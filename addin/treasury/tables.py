"""The lines under the headings of a tab, by column, and the findings that name their place."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

import numpy as np

from addin.messages import Finding
from addin.treasury.characters import is_blank
from addin.treasury.headings import Headings, Vocabulary, simplify
from addin.treasury.later_headings import parts_below
from addin.treasury.tabs import RawTab

_NOTHING = frozenset({"", None})
_DIGIT = re.compile(r"\d")


@dataclass
class Table:
    """The lines under the headings, cut to the columns of the table.

    Attributes:
        first: 0-based row of the tab that holds the first line.
        count: number of lines.
        filled: bool, the line holds something in the columns of the table.
        part: for each line, where it stands (`Part`): in the table, a heading again, or in another table below.
        errors: (line, column) → text of the error, "" for a formula without a stored result.
        findings: what deserves a look, in the order it was found.
    """

    tab: RawTab
    headings: Headings
    vocabulary: Vocabulary
    findings: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.first = self.headings.row
        last_error = max((r + 1 for r, _ in self.tab.errors), default=0)  # a reader may leave out last rows that hold nothing else
        body = [*self.tab.rows[self.first :], *([] for _ in range(len(self.tab.rows), last_error))]
        self.count = len(body)
        left, right = min(self.headings.cells), max(self.headings.cells)
        self._columns = _columns(body, range(left, right + 1))
        self.errors = {(r - self.first, c): text for (r, c), text in self.tab.errors.items() if r >= self.first and left <= c <= right}
        dates = self.cells(self._date_field())
        without_digit = {cell for cell in {cell for cell in dates if type(cell) is str} if not _DIGIT.search(cell)}
        undated = [i for i, cell in enumerate(dates) if cell is None or (type(cell) is str and cell in without_digit)]
        self.filled = self._find_filled(undated)
        self.part, moved = parts_below(self.line, self.headings, self.vocabulary, self.filled, undated)
        for lines, columns in moved:
            self._realign(lines, columns, body)
        errors_aside = {r - self.first for r, c in self.tab.errors if not left <= c <= right}
        beside = left > 0 or any(len(row) > right + 1 for row in body)
        self.is_aside = np.zeros(self.count, dtype=bool)
        if beside or errors_aside:
            for i in np.flatnonzero(~self.filled).tolist():
                is_blank_line = {*body[i]} <= _NOTHING or all(is_blank(cell) for cell in body[i])
                self.is_aside[i] = i in errors_aside or not is_blank_line

    # ------------------------------------------------------------------ cells
    def cells(self, name: str) -> Sequence[object]:
        """The cells of a field, "" where the tab has no such column."""
        at = self.headings.columns.get(name)
        return ("",) * self.count if at is None else self._columns[at]

    def column(self, at: int) -> Sequence[object]:
        """The cells of a 0-based column of the tab."""
        return self._columns[at]

    def line(self, i: int) -> dict[int, object]:
        """The cells of one line: 0-based column → cell."""
        return {at: cells[i] for at, cells in self._columns.items()}

    def texts(self, name: str) -> list[str]:
        """The cells of a field as text."""
        return [cell.strip() if type(cell) is str else shown(cell) for cell in self.cells(name)]

    def words(self, i: int) -> list[str]:
        """The texts of one line, simplified."""
        return [simplify(cell) for cell in self.line(i).values() if isinstance(cell, str) and not is_blank(cell)]

    def mask(self, condition: Callable[[int], bool]) -> np.ndarray:
        """The lines for which something holds."""
        return np.fromiter((condition(i) for i in range(self.count)), dtype=bool, count=self.count)

    # ------------------------------------------------------------------ findings
    def row(self, i: int) -> int:
        """Row of a line as Excel numbers it."""
        return self.first + int(i) + 1

    def find(self, code: str, i: int | None, name: str = "", value: object = "", **details: object) -> None:
        """Remember something to look at, on a line (None: the whole tab) and in the column of a field."""
        row = None if i is None else self.row(i)
        self.findings.append(Finding(code, self.tab.sheet, row, self.headings.texts.get(name, ""), shown(value), details))

    def report_headings(self) -> None:
        """Headings that stand twice: only the first column is read."""
        for name, at in self.headings.twins():
            letters = [column_letter(j) for j in at]
            heading = self.headings.texts[name]
            details = {"columns": ", ".join(letters), "used": column_letter(self.headings.columns[name])}
            self.findings.append(Finding("DUPLICATE_HEADING", self.tab.sheet, self.headings.row, heading, heading, details))

    # ------------------------------------------------------------------ building
    def _date_field(self) -> str:
        return next((name for name in ("booked_on", "issued_on", "due_on") if name in self.headings), "")

    def _find_filled(self, undated: Sequence[int]) -> np.ndarray:
        """Lines with something in them; those that only look empty (spaces) have no date."""
        filled = np.fromiter(map(any, zip(*self._columns.values(), strict=True)), dtype=bool, count=self.count)
        for i in {*np.flatnonzero(~filled).tolist(), *undated}:
            filled[i] = not all(is_blank(cell) for cell in self.line(i).values())
        for i, _ in self.errors:
            filled[i] = True
        return filled

    def _realign(self, lines: range, columns: dict[str, int], body: Sequence[Sequence[object]]) -> None:
        """Put the cells of lines under a heading line with other columns where the first heading line has them."""
        targets = {name: at for name, at in self.headings.columns.items() if name in columns}
        found = {(i, c): self.errors.pop((i, c)) for i, c in list(self.errors) if i in lines}
        lists = {at: list(cells) for at, cells in self._columns.items()}
        for i in lines:
            for cells in lists.values():
                cells[i] = None
            for name, at in targets.items():
                source = columns[name]
                lists[at][i] = body[i][source] if source < len(body[i]) else None
                if (i, source) in found:
                    self.errors[i, at] = found[i, source]
        self._columns.update(lists)


def _columns(body: Sequence[Sequence[object]], wanted: range) -> dict[int, Sequence[object]]:
    widths = set(map(len, body))
    if len(widths) == 1 and min(widths) >= wanted.stop:
        cells, width = list(chain.from_iterable(body)), min(widths)  # rows as they lie in memory, then every n-th cell
        return {j: cells[j::width] for j in wanted}
    return {j: [row[j] if j < len(row) else None for row in body] for j in wanted}


def shown(value: object) -> str:
    """A cell as she sees it: whole numbers without decimals, dates as jj/mm/aaaa."""
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return str(value).strip()


def column_letter(j: int) -> str:
    """Name of a 0-based column.

    >>> column_letter(0), column_letter(27)
    ('A', 'AB')
    """
    letters, n = "", j + 1
    while n:
        n, rest = divmod(n - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
