"""Which rows are settled together: invoices and the bank lines that pay them, a payment and the impayé that takes it back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from addin.treasury.entries.model import Entry, Posting

Row = tuple[str, int]
"""("operation" | "invoice", index in its frame)."""


class Groups:
    """Rows joined two by two; each group has the number of its first row."""

    def __init__(self, pairs: Iterable[tuple[Row, Row]]) -> None:
        self._parent: dict[Row, Row] = {}
        for one, other in pairs:
            first, second = self._root(one), self._root(other)
            if first != second:
                self._parent[max(first, second)] = min(first, second)
        roots = sorted({self._root(row) for row in list(self._parent)})
        self._numbers = {root: number for number, root in enumerate(roots)}

    def of(self, row: Row) -> int:
        """Number of the group of a row, -1 for a row that is joined to none."""
        return self._numbers[self._root(row)] if row in self._parent else -1

    @property
    def members(self) -> dict[int, set[Row]]:
        """Rows by group."""
        out: dict[int, set[Row]] = {}
        for row in list(self._parent):
            out.setdefault(self.of(row), set()).add(row)
        return out

    def _root(self, row: Row) -> Row:
        path = []
        while (above := self._parent.setdefault(row, row)) != row:
            path.append(row)
            row = above
        for each in path:
            self._parent[each] = row
        return row


def lettered(entries: list[Entry], groups: Groups, used: int) -> tuple[list[Entry], int]:
    """The entries with their letters: a group gets one when all its rows are here and each of its tiers comes to nothing.

    Args:
        used: letters given by earlier exports; the next ones follow, so that a letter never comes back.
    Returns:
        The entries and the letters used so far.
    """
    here = {("operation" if entry.kind == "operation" else "invoice", entry.index) for entry in entries}
    whole = {number for number, rows in groups.members.items() if rows <= here}
    sums: dict[int, dict[tuple[str, str], int]] = {}
    for entry in entries:
        for posting in entry.postings:
            if posting.group in whole:
                its = sums.setdefault(posting.group, {})
                its[posting.account, posting.auxiliary] = its.get((posting.account, posting.auxiliary), 0) + posting.cents
    letters: dict[int, str] = {}
    for number in sorted(sums):
        if not any(sums[number].values()):
            letters[number] = letter(used)
            used += 1

    def with_letter(posting: Posting) -> Posting:
        return replace(posting, letter=letters[posting.group]) if posting.group in letters else posting

    return [replace(entry, postings=tuple(map(with_letter, entry.postings))) for entry in entries], used


def letter(number: int) -> str:
    """AAA, AAB … ZZZ, then four letters.

    >>> letter(0), letter(27), letter(26**3)
    ('AAA', 'ABB', 'AAAA')
    """
    width = 3
    while number >= 26**width:
        number -= 26**width
        width += 1
    out = ""
    for _ in range(width):
        number, digit = divmod(number, 26)
        out = chr(ord("A") + digit) + out
    return out
