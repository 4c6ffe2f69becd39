"""How long invoices stay unpaid: survival by counterparty, shrunk to those alike (Kaplan and Meier, in numpy).

Daily hazards h = (d + k·d₀/n₀) / (r + k·r₀/n₀): d payments and r invoices still open at each delay, of the counterparty and (₀) of all
those alike, recent invoices weighing more. Open invoices are in r as long as they have been seen: censoring, not absence. Where too few
invoices of the side are left, nothing can be counted any more: the hazard is one constant, the exponential tail.
Source: Kaplan, Meier, « Nonparametric estimation from incomplete observations », JASA 53 (1958); docs/adr/0031.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from addin.treasury.payment_dates.history import GROUPS, History, likeness

SHRINKAGE = 3.0
"""Invoices that those alike count for beside a counterparty's own."""

HALF_LIFE_DAYS = 150
"""An invoice issued so many days earlier counts half."""

_EARLIEST, _LATEST = -180, 730
_FEW, _FEW_SHARE = 5, 20  # five invoices left, or a twentieth of a short history
_TAIL_SHARE = 0.2
_SLOWEST, _FASTEST = 1 / 730, 1 / 4
_CERTAIN = 0.98
_MEMORY = 200
"""Days of the tail that are still told apart: it has no memory, and powers must not vanish."""


@dataclass(frozen=True, eq=False)
class Survival:
    """Delays of one side counted from one origin (issue or due date).

    Attributes:
        first: delay in days of the first column.
        parties: sorted keys of the counterparties.
        party, column, weight, is_paid: of each invoice learnt from.
        events, at_risk: (groups × columns), weighted numbers of those alike, for one invoice in all.
        tail_hazard: daily, from the last column on.
    """

    first: int
    parties: np.ndarray
    party: np.ndarray
    column: np.ndarray
    weight: np.ndarray
    is_paid: np.ndarray
    events: np.ndarray
    at_risk: np.ndarray
    tail_hazard: float

    @property
    def last(self) -> int:
        """The longest delay that could be counted."""
        return self.first + int(self.at_risk.shape[1]) - 1

    def curves(self, party: np.ndarray, group: np.ndarray) -> np.ndarray:
        """P(delay > first − 1 + column) for some counterparties, each with a group: column 0 is 1, one column more than `at_risk`."""
        days = self.at_risk.shape[1]
        events, at_risk = SHRINKAGE * self.events[group], SHRINKAGE * self.at_risk[group]
        if len(self.parties):
            place = np.minimum(np.searchsorted(self.parties, party), len(self.parties) - 1)
            is_known = (self.parties[place] == party) & (party != "")
            asked, of_asked = np.unique(place, return_inverse=True)
            rank = np.full(len(self.parties), -1)
            rank[asked] = np.arange(len(asked))
            rows = np.flatnonzero(rank[self.party] >= 0)
            column, weight, is_paid = self.column[rows], self.weight[rows], self.is_paid[rows]
            own_events, own_risk = _counts(rank[self.party[rows]], len(asked), column, days, weight, is_paid)
            events = events + own_events[of_asked] * is_known[:, None]
            at_risk = at_risk + own_risk[of_asked] * is_known[:, None]
        hazards = np.minimum(np.divide(events, at_risk, out=np.zeros_like(events), where=at_risk > 0), _CERTAIN)
        survival = np.ones((len(party), days + 1))
        np.cumprod(1 - hazards, axis=1, out=survival[:, 1:])
        return survival

    def survival(self, curves: np.ndarray, which: np.ndarray, delays: np.ndarray) -> np.ndarray:
        """P(delay > delays): `delays` (rows × days) in days from the origin, `which` the curve of each row."""
        last = curves.shape[1] - 1
        column = delays - self.first + 1
        inside: np.ndarray = curves[which[:, None], np.clip(column, 0, last)]
        tail: np.ndarray = (1 - self.tail_hazard) ** np.arange(_MEMORY + 1)
        survival: np.ndarray = inside * tail[np.clip(column - last, 0, _MEMORY)]
        return survival


def learn_survival(history: History, origin: np.ndarray, as_of: int, *, uses_terms: bool) -> Survival:
    """Count the delays from `origin` (a day for each invoice) to the payment.

    Args:
        as_of: day number; what the history knows is of that day or earlier.
        uses_terms: invoices with terms of another kind tell less; for delays from the issue.
    """
    delay = history.until - origin
    seen = delay[history.is_paid]
    first = max(_EARLIEST, int(delay.min()))
    last = min(_LATEST, max(first, int(seen.max())))
    column = np.clip(delay, first, last) - first
    is_paid = history.is_paid & (delay <= last)
    left = np.bincount(column, minlength=last - first + 1)[::-1].cumsum()[::-1]
    few = max(1, min(_FEW, len(history) // _FEW_SHARE))
    days = int((left >= few).sum())  # `left` never grows
    is_paid &= column < days
    column = np.minimum(column, days - 1)
    weight = 0.5 ** ((as_of - history.invoices.issued) / HALF_LIFE_DAYS)
    parties, party = np.unique(history.invoices.party.astype(str), return_inverse=True)
    events, at_risk = _counts(history.invoices.group, GROUPS, column, days, weight, is_paid)
    alike = likeness(uses_terms)
    events, at_risk = alike @ events, alike @ at_risk
    total = at_risk[:, :1].copy()
    tail = _tail_hazard(events.sum(axis=0), at_risk.sum(axis=0))
    return Survival(first, parties, party, column, weight, is_paid, events / total, at_risk / total, tail)


def _counts(
    row: np.ndarray, rows: int, column: np.ndarray, days: int, weight: np.ndarray, is_paid: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Payments and invoices still open at each delay, weighted: two arrays (rows × days)."""
    cell = row * days + column
    events = np.bincount(cell[is_paid], weight[is_paid], rows * days).reshape(rows, days)
    exits = np.bincount(cell, weight, rows * days).reshape(rows, days)
    return events, exits[:, ::-1].cumsum(axis=1)[:, ::-1]


def _tail_hazard(events: np.ndarray, at_risk: np.ndarray) -> float:
    """Payments a day and invoice among the slowest fifth."""
    survival = np.cumprod(1 - np.divide(events, at_risk, out=np.zeros_like(events), where=at_risk > 0))
    start = min(int((survival > _TAIL_SHARE).sum()), len(events) - 1)
    exposed = float(at_risk[start:].sum())
    hazard = float(events[start:].sum()) / exposed if exposed > 0 else 0.0
    return min(max(hazard, _SLOWEST), _FASTEST)
