"""How long invoices stay unpaid: survival by counterparty, shrunk to those alike (Kaplan and Meier, in numpy).

Daily hazards h = (d + k·d₀/n₀) / (r + k·r₀/n₀): d payments and r invoices still open at each delay, of the counterparty and (₀) of all
those alike, recent invoices weighing more. Open invoices are in r as long as they have been seen: censoring, not absence. Where too few
payments come any later, days cannot be counted one by one any more: the hazard is a constant of the counterparty (exponential tail), its
payments over its days of waiting there, shrunk to the slowest third of all.
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
_FEW, _FEW_SHARE = 5, 20  # five payments, or a twentieth of a short history
_LEAST_WEIGHT = 0.5
"""Those alike never count for less than that share of `SHRINKAGE`, at delays that few of them reach."""

_TAIL_SHARE = 1 / 3
_TAIL_SHRINKAGE = 5.0
"""Payments that those alike count for in the tail of a counterparty."""

_SLOWEST, _FASTEST = 1 / 730, 1 / 4
_CERTAIN = 0.98


@dataclass(frozen=True, eq=False)
class Curves:
    """Survival of some counterparties.

    Attributes:
        first: delay in days that column 0 comes before.
        counted: P(delay ≥ first + column), 1 in column 0.
        tail: daily hazard after the last column.
    """

    first: int
    counted: np.ndarray
    tail: np.ndarray

    @property
    def last(self) -> int:
        """The longest delay counted."""
        return self.first + int(self.counted.shape[1]) - 2

    def survival(self, which: np.ndarray, delays: np.ndarray) -> np.ndarray:
        """P(delay > delays): `delays` (rows × days) in days, `which` the curve of each row."""
        last = self.counted.shape[1] - 1
        column = delays - self.first + 1
        beyond = np.maximum(column - last, 0)
        powers = (1 - self.tail[:, None]) ** np.arange(int(beyond.max(initial=0)) + 1)[None, :]
        survival: np.ndarray = self.counted[which[:, None], np.clip(column, 0, last)] * powers[which[:, None], beyond]
        return survival


@dataclass(frozen=True, eq=False)
class Survival:
    """Delays of one side counted from one origin (issue or due date).

    Attributes:
        first: delay in days of the first column.
        parties: sorted keys of the counterparties.
        party, column, weight, is_paid: of each invoice learnt from; `column` goes beyond the columns counted, into the tail.
        events, at_risk: (groups × columns), weighted numbers of those alike, for one invoice in all.
        tail: daily hazard of all, after the last column.
    """

    first: int
    parties: np.ndarray
    party: np.ndarray
    column: np.ndarray
    weight: np.ndarray
    is_paid: np.ndarray
    events: np.ndarray
    at_risk: np.ndarray
    tail: float

    def curves(self, party: np.ndarray, group: np.ndarray) -> Curves:
        """The curves of some counterparties, each with a group; those that are not known have that of their group."""
        days = self.at_risk.shape[1]
        events, at_risk = SHRINKAGE * self.events[group], SHRINKAGE * self.at_risk[group]
        place = np.minimum(np.searchsorted(self.parties, party), len(self.parties) - 1)
        is_known = (self.parties[place] == party) & (party != "")
        asked, of_asked = np.unique(place, return_inverse=True)
        rank = np.full(len(self.parties), -1)
        rank[asked] = np.arange(len(asked))
        rows = np.flatnonzero(rank[self.party] >= 0)
        of_row, column, weight, is_paid = rank[self.party[rows]], self.column[rows], self.weight[rows], self.is_paid[rows]
        own_events, own_risk = _counts(of_row, len(asked), column, days, weight, is_paid)
        events = events + own_events[of_asked] * is_known[:, None]
        at_risk = at_risk + own_risk[of_asked] * is_known[:, None]
        hazards = np.minimum(np.divide(events, at_risk, out=np.zeros_like(events), where=at_risk > 0), _CERTAIN)
        survival = np.ones((len(party), days + 1))
        np.cumprod(1 - hazards, axis=1, out=survival[:, 1:])
        paid_late = np.bincount(of_row, weight * (is_paid & (column >= days)), len(asked))[of_asked] * is_known
        waited = np.bincount(of_row, weight * np.maximum(column - days + 1, 0), len(asked))[of_asked] * is_known
        tail = (paid_late + _TAIL_SHRINKAGE) / (waited + _TAIL_SHRINKAGE / self.tail)
        return Curves(self.first, survival, np.clip(tail, _SLOWEST, _FASTEST))


def learn_survival(history: History, origin: np.ndarray, as_of: int, *, uses_terms: bool) -> Survival:
    """Count the delays from `origin` (a day for each invoice) to the payment.

    Args:
        history: with one payment or more.
        as_of: day number; what the history knows is of that day or earlier.
        uses_terms: invoices with terms of another kind tell less; for delays from the issue.
    """
    delay = history.until - origin
    first = max(_EARLIEST, int(delay.min()))
    column = np.clip(delay, first, max(_LATEST, first)) - first
    is_paid = history.is_paid & (column == delay - first)
    seen = np.bincount(column[is_paid], minlength=int(column.max()) + 1)[::-1].cumsum()[::-1]
    few = max(1, min(_FEW, int(is_paid.sum()) // _FEW_SHARE))
    days = max(1, int((seen >= few).sum()))  # `seen` never grows
    weight = 0.5 ** ((as_of - history.invoices.issued) / HALF_LIFE_DAYS)
    parties, party = np.unique(history.invoices.party.astype(str), return_inverse=True)
    all_events, all_risk = _counts(history.invoices.group, GROUPS, column, len(seen), weight, is_paid)
    alike = likeness(uses_terms)
    events, at_risk = alike @ all_events[:, :days], alike @ all_risk[:, :days]
    total = at_risk[:, :1].copy()
    strength = np.maximum(1.0, np.divide(_LEAST_WEIGHT * total, at_risk, out=np.ones_like(at_risk), where=at_risk > 0)) / total
    tail = _tail_hazard(all_events.sum(axis=0), all_risk.sum(axis=0))
    return Survival(first, parties, party, column, weight, is_paid, events * strength, at_risk * strength, tail)


def _counts(
    row: np.ndarray, rows: int, column: np.ndarray, days: int, weight: np.ndarray, is_paid: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Payments and invoices still open at each delay, weighted: two arrays (rows × days); later delays are open at the last day."""
    inside = row * (days + 1) + np.minimum(column, days)
    events = np.bincount(inside[is_paid], weight[is_paid], rows * (days + 1)).reshape(rows, days + 1)
    exits = np.bincount(inside, weight, rows * (days + 1)).reshape(rows, days + 1)
    return events[:, :days], exits[:, ::-1].cumsum(axis=1)[:, ::-1][:, :days]


def _tail_hazard(events: np.ndarray, at_risk: np.ndarray) -> float:
    """Payments a day and open invoice, from the day on that the slowest third of the payments came after."""
    start = int((events.cumsum() <= (1 - _TAIL_SHARE) * events.sum()).sum())
    exposed = float(at_risk[start:].sum())
    hazard = float(events[start:].sum()) / exposed if exposed > 0 else 0.0
    return min(max(hazard, _SLOWEST), _FASTEST)
