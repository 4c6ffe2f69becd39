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

from addin.treasury.payment_dates.history import Invoices, day_number, read_invoices
from addin.treasury.payment_dates.survival import Survival

LONGEST_DAYS = 3650
"""No day is predicted further than that from the closing date."""

WorkingDays = Callable[[np.ndarray], np.ndarray]
"""`datetime64[D]` days to the days on which money moves, never earlier ones."""

_MARGIN_DAYS, _MOST_DAYS = 30, 800
_CHUNK = 1024
_VANISHED = 1e-300


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

    def unpaid(self, invoices: Invoices, as_of: int, ahead: np.ndarray) -> np.ndarray:
        """P(still unpaid at the end of the day `as_of` + ahead), given not paid at the end of `as_of`: invoices × `ahead`."""
        ages = as_of + np.concatenate([[0], ahead])[None, :]
        moved = self.dispute_days * invoices.is_disputed
        issued, due = invoices.issued + moved, invoices.due + moved
        mixed = np.full((len(invoices), ages.shape[1]), _VANISHED)
        if self.prior_weight > 0:
            mixed += self.prior_weight * self._prior(ages - due[:, None])
        for survival, origin, share in ((self.from_issue, issued, 1 - self.due_weight), (self.from_due, due, self.due_weight)):
            if survival is not None and share > 0:
                mixed += (1 - self.prior_weight) * share * _learned(survival, invoices, ages - origin[:, None])
        unpaid: np.ndarray = mixed[:, 1:] / mixed[:, :1]
        return unpaid

    def days_counted(self, invoices: Invoices, as_of: int) -> int:
        """Days ahead in which something may be counted; from then on the tail holds."""
        last = [survival.last for survival in (self.from_issue, self.from_due) if survival is not None]
        latest = int(invoices.due.max()) + self.dispute_days + max(last, default=0) - as_of
        return int(np.clip(latest + _MARGIN_DAYS, _MARGIN_DAYS, _MOST_DAYS))

    def tail_hazard(self) -> float:
        """Daily hazard beyond the last column of `unpaid`: the slowest of what is mixed, which is what is left then."""
        learned = [survival.tail_hazard for survival in (self.from_issue, self.from_due) if survival is not None]
        return min([*learned, self._late_hazard()])

    def _late_hazard(self) -> float:
        return float(1 - 0.5 ** (1 / max(self.late_days, 1)))

    def _prior(self, late: np.ndarray) -> np.ndarray:
        """P(unpaid) so many days after the due date: 1 before it, one half at its end, half of it again every `late_days`."""
        return np.where(late < 0, 1.0, 0.5 * (1 - self._late_hazard()) ** np.clip(late, 0, LONGEST_DAYS))


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
                found[chunk, order] = _inverse(delays, asked.picked(first[chunk]), today, levels[order])
            days[rows] = found[of_row]
        return days


def _inverse(delays: SideDelays, invoices: Invoices, today: int, levels: np.ndarray) -> np.ndarray:
    """First day on which each level (ascending) is reached: in the matrix of days, else in the exponential tail after it."""
    days = delays.days_counted(invoices, today)
    paid = 1 - delays.unpaid(invoices, today, np.arange(1, days + 1))
    rows = np.arange(len(paid))[:, None] * 2.0
    flat: np.ndarray = np.searchsorted((paid + rows).ravel(), (levels[None, :] + rows - 1e-12).ravel()).reshape(len(paid), len(levels))
    inside = flat - np.arange(len(paid))[:, None] * days + 1
    left = np.maximum(1 - paid[:, -1:], _VANISHED)
    with np.errstate(divide="ignore"):
        beyond = np.log(np.maximum(1 - levels, _VANISHED)[None, :] / left) / np.log1p(-delays.tail_hazard())
    later = days + np.ceil(np.maximum(beyond, 1.0))
    return np.clip(np.where(inside > days, later, inside), 1, LONGEST_DAYS).astype(np.int64)


def _learned(survival: Survival, invoices: Invoices, delays: np.ndarray) -> np.ndarray:
    """P(delay > delays) of each invoice; those of one counterparty and group share a curve."""
    party, code = np.unique(invoices.party.astype(str), return_inverse=True)
    pairs, which = np.unique(np.column_stack([code, invoices.group]), axis=0, return_inverse=True)
    curves = survival.curves(party[pairs[:, 0]], pairs[:, 1])
    return survival.survival(curves, which.ravel(), delays)


def _situations(invoices: Invoices) -> tuple[np.ndarray, np.ndarray]:
    """First row of each distinct situation, and the situation of each row; those of one counterparty stand together."""
    party, _ = pd.factorize(invoices.party, sort=True)
    rows = np.column_stack([party, invoices.group, invoices.issued, invoices.due, invoices.is_disputed])
    _, first, of_row = np.unique(rows, axis=0, return_index=True, return_inverse=True)
    return first, of_row.ravel()
