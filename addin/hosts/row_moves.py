"""Rows put into a sheet or taken out of it: where each row, range and reference stands afterwards."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from addin.hosts.cellxml import column_letters
from addin.hosts.formula_tokens import Reference

_RANGE = re.compile(r"(\$?[A-Z]{1,3}\$?)(\d+)(?::(\$?[A-Z]{1,3}\$?)(\d+))?")

Rows = tuple[int, int]
"""First and last row, 1-based."""


@dataclass(frozen=True)
class Move:
    """Rows put in (`count` > 0) or taken out (`count` < 0) at the row `at`.

    Attributes:
        model: row whose ranges the new rows join; None when it is the blank row that they fill.
        in_place: nothing of value stands at `at` or under it (or under the rows taken out): no row changes its number.
    """

    at: int
    count: int
    model: int | None = None
    in_place: bool = False

    @property
    def last(self) -> int:
        """Last of the rows put in or taken out."""
        return self.at + abs(self.count) - 1

    def row(self, row: int) -> int | None:
        """New number of a row; None when it is taken out."""
        if self.count < 0 and self.at <= row <= self.last:
            return None
        return row if row < self.at or self.in_place else row + self.count

    def rows(self, first: int, last: int, *, joins: bool = True, also: int | None = None) -> Rows | None:
        """Where a run of rows stands afterwards; None when all of it is taken out.

        Args:
            joins: a run that covers the model takes the new rows in.
            also: another row that counts as the model (headings of a filter or table).
        """
        if self.count < 0:
            return self._without(first, last)
        new_first, new_last = self.row(first) or first, self.row(last) or last
        own = self.at if self.model is None and self.in_place else self.model
        if joins and any(row is not None and first <= row <= last for row in (own, also)):
            return min(new_first, self.at), max(new_last, self.last)
        return new_first, new_last

    def _without(self, first: int, last: int) -> Rows | None:
        if self.in_place:
            new_first = self.last + 1 if self.at <= first <= self.last else first
            new_last = self.at - 1 if self.at <= last <= self.last else last
        else:
            new_first = first if first < self.at else max(self.at, first + self.count)
            new_last = last if last < self.at else max(self.at - 1, last + self.count)
        return (new_first, new_last) if new_first <= new_last else None

    def reference(self, cited: Reference, *, joins: bool = False) -> Reference | None:
        """A reference to the sheet as it reads afterwards; None when its cells are gone.

        Args:
            joins: a range of several rows that covers the model takes the new rows in.
        """
        if not cited.first_row:
            return cited
        first, last = sorted((cited.first_row, cited.last_row))  # « B9:B2 » may be written upside down
        found = self.rows(first, last, joins=joins and first < last)
        if found is None or found == (first, last):
            return cited if found else None
        return replace(cited, first_row=found[0], last_row=found[1])

    def ranges(self, sqref: str, *, joins: bool = True, also: int | None = None) -> str:
        """A list of ranges (`sqref`) as it reads afterwards; "" when nothing is left.

        >>> Move(at=6, count=2, model=5).ranges("A2:C5 E7"), Move(at=6, count=-2).ranges("A2:C7 E9 B6")
        ('A2:C7 E9', 'A2:C5 E7')
        """
        return " ".join(one for one in (self._range(text, joins, also) for text in sqref.split()) if one)

    def _range(self, text: str, joins: bool, also: int | None) -> str:
        found = _RANGE.fullmatch(text)
        if found is None:  # whole columns; whole rows are rare and told apart by their digits
            return text
        left, top, right, bottom = found[1], int(found[2]), found[3], int(found[4] or found[2])
        rows = self.rows(top, bottom, joins=joins, also=also)
        if rows is None:
            return ""
        if rows == (top, bottom):
            return text
        is_one_cell = rows[0] == rows[1] and right in (None, left)
        return f"{left}{rows[0]}" if is_one_cell else f"{left}{rows[0]}:{right or left}{rows[1]}"


def cell_name(row: int, column: int) -> str:
    """
    >>> cell_name(12, 28)
    'AB12'
    """
    return f"{column_letters(column)}{row}"
