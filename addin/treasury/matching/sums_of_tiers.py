"""Which tiers may have invoices that add up to a line, all tiers at once: a screen before sums are looked for one tiers at a time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from addin.treasury.matching.ledger import OF_TIERS, ROUNDING, SUM_DAYS, Ledger
from addin.treasury.matching.pools import EARLY_DAYS

_FEW_TIERS = 16
"""With no more tiers, asking each of them is quicker."""


class SumScreen:
    """Open invoices in the order of their tiers, oldest due first, as columns.

    It never leaves out a tiers that has a run of consecutive invoices (so any that are due together, too) within the rounding of a
    line; a tiers with credit notes or more invoices than are looked at is always let through.

    Args:
        every: tiers, in the order in which they are asked.

    Attributes:
        counts: how many open invoices each of them has.
    """

    def __init__(self, ledger: Ledger, every: Sequence[str]) -> None:
        pool = ledger.invoices
        mine = [pool.all_of(tiers) for tiers in every]
        self.counts = np.array([len(each) for each in mine], dtype=np.int64)
        order = np.array([i for each in mine for i in each], dtype=np.int64)
        self._place = {i: at for at, i in enumerate(order.tolist())}
        self._is_useful = len(every) > _FEW_TIERS
        self._owner = np.repeat(np.arange(len(every)), self.counts)
        self._left = np.array(pool.left, dtype=np.int64)[order]
        self._issued = np.array(pool.issued, dtype=np.int64)[order]
        self._currency = np.array(pool.currency, dtype=object)[order]
        signs = np.zeros((2, len(every)), dtype=np.int64)
        np.add.at(signs, ((self._left > 0).astype(int), self._owner), 1)
        self._is_odd = (signs > 0).all(axis=0) | (self.counts > OF_TIERS)

    def drop(self, paid: Sequence[int]) -> None:
        """These invoices are paid."""
        for i in paid:
            at = self._place[i]
            self._left[at] = 0
            self.counts[self._owner[at]] -= 1

    def may_make(self, cents: int, currency: str, day: int) -> list[int]:
        """Positions in `every` of the tiers to ask, in order.

        Args:
            cents: of the line, signed; day: day number of the line.
        """
        if not self._is_useful:
            return list(range(len(self.counts)))
        is_known = (self._issued <= day + EARLY_DAYS) & (self._issued >= day - SUM_DAYS) & (self._currency == currency)
        at = np.flatnonzero(is_known & (self._left * (1 if cents > 0 else -1) > ROUNDING))
        before = np.concatenate(([0], np.cumsum(np.abs(self._left[at]))))
        owner = self._owner[at]
        start = np.arange(len(at))
        end = np.maximum(np.searchsorted(before, before[:-1] + abs(cents) - ROUNDING), start + 2)  # of the shortest run large enough
        inside = np.minimum(end, len(at))
        fits = (end <= len(at)) & (before[inside] - before[:-1] <= abs(cents) + ROUNDING) & (owner == owner[inside - 1])
        through = self._is_odd.copy()
        through[owner[fits]] = True
        return np.flatnonzero(through).tolist()
