"""Open invoices and free bank lines while a lettrage is made: looked up by amount and by tiers, closed as they are paid.

Positions count the rows of the frames from 0; amounts are signed minor units.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

EARLY_DAYS = 12
"""A payment may be booked a few days before the date of its invoice."""

_TIDY_FROM, _TIDY_EVERY = 4, 16


class OpenInvoices:
    """What is left of each invoice, by (currency, amount), and by tiers in the order of their due dates."""

    def __init__(self, left: np.ndarray, currency: Sequence[str], tiers: Sequence[str], issued: np.ndarray, due: np.ndarray) -> None:
        self.left: list[int] = left.tolist()
        self.currency, self.tiers = currency, tiers
        self.issued, self.due = issued.tolist(), due.tolist()
        order = np.lexsort((np.arange(len(left)), issued, due)).tolist()
        self._by_amount: dict[tuple[str, int], list[int]] = defaultdict(list)
        self._by_tiers_and_amount: dict[tuple[str, int, str], list[int]] = defaultdict(list)
        self._asked = 0
        self._by_tiers: dict[str, list[int]] = defaultdict(list)
        self._changed: set[str] = set()
        for i in order:
            if self.left[i]:
                self._file(i)

    def _file(self, i: int) -> None:
        self._by_amount[self.currency[i], self.left[i]].append(i)
        self._by_tiers_and_amount[self.currency[i], self.left[i], self.tiers[i]].append(i)
        if self.tiers[i]:
            self._by_tiers[self.tiers[i]].append(i)

    def pay(self, i: int, cents: int) -> None:
        """Take a part away; what is left is filed under its new amount."""
        before = self.left[i]
        self.left[i] -= cents
        self._changed.add(self.tiers[i])
        if self.left[i] and self.left[i] != before:
            self._by_amount[self.currency[i], self.left[i]].append(i)
            self._by_tiers_and_amount[self.currency[i], self.left[i], self.tiers[i]].append(i)

    def with_amount(self, currency: str, cents: int, day: int, tiers: str | None = None) -> Iterator[int]:
        """Open invoices of exactly this amount known by a day, oldest due first."""
        filed = self._by_amount.get((currency, cents)) if tiers is None else self._by_tiers_and_amount.get((currency, cents, tiers))
        if not filed:
            return
        if len(filed) > _TIDY_FROM:  # those that are done with are dropped now and then
            self._asked += 1
            if self._asked % _TIDY_EVERY == 0:
                filed[:] = [i for i in filed if self.left[i] == cents]
        latest = day + EARLY_DAYS
        for i in filed:
            if self.left[i] == cents and self.issued[i] <= latest:
                yield i

    def of_tiers(self, tiers: str, currency: str, day: int, most: int) -> list[int]:
        """Open invoices of a tiers known by a day, oldest due first, `most` at most."""
        latest = day + EARLY_DAYS
        mine = self._open_of(tiers)
        out = [i for i in mine[: 2 * most] if self.issued[i] <= latest and self.currency[i] == currency]
        return out[:most]

    def count_of(self, tiers: str) -> int:
        """How many invoices of a tiers are open."""
        return len(self._open_of(tiers))

    def _open_of(self, tiers: str) -> list[int]:
        mine = self._by_tiers.get(tiers, [])
        if tiers in self._changed:
            mine = self._by_tiers[tiers] = [i for i in mine if self.left[i]]
            self._changed.discard(tiers)
        return mine

    @property
    def all_tiers(self) -> list[str]:
        """The tiers that have or had open invoices."""
        return list(self._by_tiers)
