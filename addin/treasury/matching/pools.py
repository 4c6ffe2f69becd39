"""Open invoices and free bank lines while a lettrage is made: looked up by amount and by tiers, closed as they are paid.

Positions count the rows of the frames from 0; amounts are signed minor units.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np

EARLY_DAYS = 12
"""A payment may be booked a few days before the date of its invoice."""

_TIDY_EVERY = 16


class OpenInvoices:
    """What is left of each invoice, by (currency, amount), and by tiers in the order of their due dates; filed when first asked for."""

    def __init__(self, left: np.ndarray, currency: Sequence[str], tiers: Sequence[str], issued: np.ndarray, due: np.ndarray) -> None:
        self.left: list[int] = left.tolist()
        self.currency, self.tiers = currency, tiers
        self.issued, self.due = issued.tolist(), due.tolist()
        self._due_order = np.lexsort((np.arange(len(left)), issued, due))
        self._was_open = left != 0
        self._gone: dict[tuple[str | int, ...], int] = defaultdict(int)
        self._changed: set[str] = set()

    @property
    def _oldest_first(self) -> list[int]:
        return [i for i in self._due_order.tolist() if self.left[i]]

    @cached_property
    def _by_amount(self) -> dict[tuple[str, int], list[int]]:
        filed: dict[tuple[str, int], list[int]] = defaultdict(list)
        for i in self._oldest_first:
            filed[self.currency[i], self.left[i]].append(i)
        return filed

    @cached_property
    def _earliest(self) -> dict[tuple[str, int], int]:
        return {key: min(self.issued[i] for i in filed) for key, filed in self._by_amount.items()}

    @cached_property
    def _by_tiers_and_amount(self) -> dict[tuple[str, int, str], list[int]]:
        filed: dict[tuple[str, int, str], list[int]] = defaultdict(list)
        for i in self._oldest_first:
            filed[self.currency[i], self.left[i], self.tiers[i]].append(i)
        return filed

    @cached_property
    def _by_tiers(self) -> dict[str, list[int]]:
        filed: dict[str, list[int]] = defaultdict(list)
        for i in self._oldest_first:
            if self.tiers[i]:
                filed[self.tiers[i]].append(i)
        return filed

    def close(self, i: int) -> None:
        """An invoice is paid whole."""
        self.close_all([i])

    def close_all(self, chosen: Sequence[int]) -> None:
        """Many invoices are paid whole."""
        left, tiers, currency = self.left, self.tiers, self.currency
        if "_by_amount" in self.__dict__ or "_by_tiers_and_amount" in self.__dict__:
            for i in chosen:
                self._gone[currency[i], left[i]] += 1
                self._gone[currency[i], left[i], tiers[i]] += 1
        for i in chosen:
            left[i] = 0
        self._changed.update([tiers[i] for i in chosen])

    def with_amount(self, currency: str, cents: int, day: int, tiers: str | None = None) -> Iterator[int]:
        """Open invoices of exactly this amount known by a day, oldest due first."""
        key = (currency, cents) if tiers is None else (currency, cents, tiers)
        filed = self._by_amount.get((currency, cents)) if tiers is None else self._by_tiers_and_amount.get((currency, cents, tiers))
        latest = day + EARLY_DAYS
        if not filed or (tiers is None and self._earliest[currency, cents] > latest):
            return
        if self._gone.get(key, 0) >= _TIDY_EVERY:  # those that are done with are dropped now and then
            filed[:] = [i for i in filed if self.left[i] == cents]
            self._gone[key] = 0
        for i in filed:
            if self.left[i] == cents and self.issued[i] <= latest:
                yield i

    def of_tiers(self, tiers: str, currency: str, day: int, most: int) -> list[int]:
        """Open invoices of a tiers known by a day, oldest due first, `most` at most."""
        latest = day + EARLY_DAYS
        mine = self._open_of(tiers)
        out = [i for i in mine[: 2 * most] if self.issued[i] <= latest and self.currency[i] == currency]
        return out[:most]

    def all_of(self, tiers: str) -> list[int]:
        """All open invoices of a tiers, oldest due first."""
        return self._open_of(tiers)

    def count_of(self, tiers: str) -> int:
        """How many invoices of a tiers are open."""
        return len(self._open_of(tiers))

    def _open_of(self, tiers: str) -> list[int]:
        mine = self._by_tiers.get(tiers, [])
        if tiers in self._changed:
            mine = self._by_tiers[tiers] = [i for i in mine if self.left[i]]
            self._changed.discard(tiers)
        return mine

    @cached_property
    def all_tiers(self) -> list[str]:
        """The tiers that have or had open invoices."""
        return list(dict.fromkeys(self.tiers[i] for i in self._due_order[self._was_open[self._due_order]].tolist() if self.tiers[i]))
