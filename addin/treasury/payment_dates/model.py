"""When an open invoice will be paid (date de paiement probable): a distribution of days, by counterparty and by the days already waited.

Each side mixes delays counted from the issue, from the due date, and a declared prior: paid on the due date once in two, later with
`late_days` as median, which is what an invoice without any history gets. All is conditional on not being paid yet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from addin.treasury.payment_dates.history import GROUPS, Invoices, day_number, read_invoices
from addin.treasury.payment_dates.survival import Curves, Survival

LONGEST_DAYS = 3650
"""No day is predicted further than that from the closing date."""

WorkingDays = Callable[[np.ndarray], np.ndarray]
"""`datetime64[D]` days to the days on which money moves, never earlier ones."""

_LEAST_DAYS, _MOST_DAYS = 30, 800
_CHUNK = 1024
_MEMORY = 200  # days of a tail that are told apart: an exponential has no memory, and powers must not vanish
_VANISHED = 1e-300
_ROUNDING = 1e-12


@dataclass(frozen=True, eq=False)
class _Part:
    """One of the distributions that are mixed: its weight, the day it counts from (0 is the closing date) and the curve of each invoice."""

    weight: float
    origin: np.ndarray
    curves: Curves
    which: np.ndarray


@dataclass(frozen=True, eq=False)
class Ahead:
    """What is expected of some invoices after the closing date."""

    parts: tuple[_Part, ...]

    def unpaid(self, days: np.ndarray) -> np.ndarray:
        """P(still unpaid at the end of each of these days after the closing date): invoices × days."""
        ages = np.concatenate([[0], days])[None, :]
        mixed = np.full((len(self.parts[0].origin), ages.shape[1]), _VANISHED)
        for part in self.parts:
            delays = ages - part.origin[:, None]
            forgotten = np.maximum(delays[:, :1] - (part.curves.last + _MEMORY), 0)
            mixed += part.weight * part.curves.survival(part.which, delays - forgotten)
        unpaid: np.ndarray = mixed[:, 1:] / mixed[:, :1]
        return unpaid

    def counted_days(self) -> np.ndarray:
        """For each invoice, the day from which all its curves are exponential, `_LEAST_DAYS` to `_MOST_DAYS`."""
        ends = [part.origin + part.curves.last for part in self.parts]
        latest: np.ndarray = np.clip(np.max(ends, axis=0), _LEAST_DAYS, _MOST_DAYS)
        return latest

    def tail(self) -> np.ndarray:
        """For each invoice, the daily hazard from then on: the slowest of its curves, which is what is left in the end."""
        slowest: np.ndarray = np.min([part.curves.tail[part.which] for part in self.parts], axis=0)
        return slowest


@dataclass(frozen=True, eq=False)
class SideDelays:
    """Delays of one side (customers or suppliers).

    Attributes:
        from_issue, from_due: None when fewer than `learning.FEWEST_PAYMENTS` are known.
        due_weight: 0 to 1, how much delays from the due date count beside those from the issue.
        prior_weight: 0 to 1, of the declared prior.
        dispute_days: how much longer a disputed invoice takes (litige), >= 0.
        late_days: median of the prior from the due date on.
        payments: number of payments learnt from.
    """

    from_issue: Survival | None
    from_due: Survival | None
    due_weight: float
    prior_weight: float
    dispute_days: int
    late_days: int
    payments: int

    def ahead(self, invoices: Invoices, as_of: int) -> Ahead:
        """The distributions of some invoices, given not paid at the end of `as_of`."""
        moved = self.dispute_days * invoices.is_disputed
        issued, due = invoices.issued + moved - as_of, invoices.due + moved - as_of
        parts = [_Part(self.prior_weight, due, _prior_curve(self.late_days), np.zeros(len(invoices), dtype=np.int64))]
        for survival, origin, share in ((self.from_issue, issued, 1 - self.due_weight), (self.from_due, due, self.due_weight)):
            if survival is not None:
                parts.append(_Part((1 - self.prior_weight) * share, origin, *_curves(survival, invoices)))
        return Ahead(tuple(part for part in parts if part.weight > 0))


@dataclass(frozen=True, eq=False)
class DelayModel:
    """What was learnt of payment delays at a date; `predict`, `quantiles` and `table` take INVOICES rows and treat each as open.

    Attributes:
        sides: "customer" and "supplier".
    """

    sides: Mapping[str, SideDelays]

    def predict(self, invoices: pd.DataFrame, as_of: date, quantile: float = 0.5, *, working_days: WorkingDays | None = None) -> pd.Series:
        """The day each invoice is paid with that probability, after `as_of` (date de paiement probable); the median by default.

        Args:
            invoices: INVOICES columns; an invoice issued after `as_of` is predicted from its issue.
            quantile: 0 to 1; 0.5 minimises the mean absolute error in days.
            working_days: moves the days, e.g. to the next working day (jour ouvré); without it they stay as they are.
        Returns:
            `datetime64[s]`, index of the invoices.
        """
        days = np.datetime64(as_of, "D") + self.quantiles(invoices, as_of, np.array([quantile]))[:, 0].astype("timedelta64[D]")
        moved = days if working_days is None else working_days(days)
        return pd.Series(moved.astype("datetime64[s]"), index=invoices.index, name="paid_on", dtype="datetime64[s]")

    def table(self, invoices: pd.DataFrame, as_of: date, size: int = 129) -> np.ndarray:
        """Equally likely days of payment: a column drawn at random is a draw of the day.

        Returns:
            int64, invoices × `size`: `quantiles` at the middles of `size` equal slices of probability.
        """
        return self.quantiles(invoices, as_of, (np.arange(size) + 0.5) / size)

    def quantiles(self, invoices: pd.DataFrame, as_of: date, levels: np.ndarray) -> np.ndarray:
        """Days after `as_of` by which each invoice is paid with each probability.

        Args:
            levels: float, 0 to 1, in any order.
        Returns:
            int64, invoices × levels, 1 to `LONGEST_DAYS`, never decreasing in the level.
        """
        levels = np.asarray(levels, dtype=np.float64)
        days = np.ones((len(invoices), len(levels)), dtype=np.int64)
        of_side = invoices["side"].to_numpy()
        today = day_number(as_of)
        for side, delays in self.sides.items():
            rows = np.flatnonzero(of_side == side)
            asked = read_invoices(invoices.iloc[rows], as_of)
            first, of_row = _situations(asked)
            order = np.argsort(levels, kind="stable")
            found = np.empty((len(first), len(levels)), dtype=np.int64)
            for start in range(0, len(first), _CHUNK):
                chunk = slice(start, start + _CHUNK)
                found[chunk, order] = _inverse(delays.ahead(asked.picked(first[chunk]), today), levels[order])
            days[rows] = found[of_row]
        return days


def _inverse(ahead: Ahead, levels: np.ndarray) -> np.ndarray:
    """First day on which each level (ascending) is reached: among the days counted, else in the exponential tail after them."""
    last = ahead.counted_days()
    days = int(last.max())
    unpaid = ahead.unpaid(np.arange(1, days + 1))
    row = np.arange(len(last))
    shelves = row[:, None] * 2.0  # rows side by side on one ascending line
    place = np.searchsorted((1 - unpaid + shelves).ravel(), (levels[None, :] + shelves - _ROUNDING).ravel()).reshape(len(last), -1)
    inside = place - row[:, None] * days + 1
    left = np.maximum(unpaid[row, last - 1], _VANISHED)[:, None]
    beyond = np.log(np.maximum(1 - levels, _VANISHED)[None, :] / left) / np.log1p(-ahead.tail())[:, None]
    later = last[:, None] + np.ceil(np.maximum(beyond, 1.0))
    found: np.ndarray = np.clip(np.where(inside > last[:, None], later, inside), 1, LONGEST_DAYS).astype(np.int64)
    return found


def _curves(survival: Survival, invoices: Invoices) -> tuple[Curves, np.ndarray]:
    """The curves of some invoices and which is whose; those of one counterparty and group share one."""
    party, code = np.unique(invoices.party.astype(str), return_inverse=True)
    pairs, which = np.unique(code * GROUPS + invoices.group, return_inverse=True)
    return survival.curves(party[pairs // GROUPS], pairs % GROUPS), which


def _prior_curve(late_days: int) -> Curves:
    """Paid on the due date once in two, later with `late_days` as median."""
    return Curves(0, np.array([[1.0, 0.5]]), np.array([1 - 0.5 ** (1 / max(late_days, 1))]))


def _situations(invoices: Invoices) -> tuple[np.ndarray, np.ndarray]:
    """First row of each distinct situation, and the situation of each row; those of one counterparty stand together."""
    party, _ = pd.factorize(invoices.party, sort=True)
    rows = np.column_stack([party, invoices.group, invoices.issued, invoices.due, invoices.is_disputed])
    _, first, of_row = np.unique(rows, axis=0, return_index=True, return_inverse=True)
    return first, of_row.ravel()
