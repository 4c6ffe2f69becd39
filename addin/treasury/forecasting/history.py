"""The cash of each evening up to the closing date (historique de trésorerie), as one series that a forecast can learn from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from addin.treasury.balances import balances_on
from addin.treasury.bridge import NEUTRAL_STATES
from addin.treasury.dossier import Dossier

MOST_DAYS = 730
"""Older days say little about the weeks to come."""
ENOUGH_DAYS = 56
"""A history under eight weeks teaches nothing: known items only."""
ENOUGH_LINES = 30
"""Nor do a few lines, however far apart."""


@dataclass(frozen=True, eq=False)
class CashHistory:
    """Daily cash of the accounts that count and have a known balance, oldest day first, up to the closing date. Minor units, float64.

    Attributes:
        first: day of the first element.
        balance: at the end of each day; the last is the cash of the closing date.
        lines: lines of the days.
        receipts, payments: gross flows of each day, own-account transfers set aside; payments are negative.
    """

    first: date
    balance: np.ndarray
    receipts: np.ndarray
    payments: np.ndarray
    lines: int

    @property
    def days(self) -> int:
        return len(self.balance)

    @property
    def is_enough(self) -> bool:
        """There is something to learn from."""
        return self.days >= ENOUGH_DAYS and self.lines >= ENOUGH_LINES

    @property
    def weekly_spread(self) -> float:
        """Root mean square of the net flow of a week, over the last year; 0 without a full week."""
        return self.weekly_spread_at(self.days - 1)

    def weekly_spread_at(self, day: int) -> float:
        """The same as it was known on a day, 0 being the first one."""
        net = np.diff(self.balance[: day + 1], prepend=self.balance[0])[-364:]
        weeks = net[len(net) % 7 :].reshape(-1, 7).sum(axis=1)
        return float(np.sqrt(np.mean(weeks**2))) if len(weeks) else 0.0


def cash_history(dossier: Dossier, as_of: date, cash_cents: int) -> CashHistory:
    """The evenings up to the closing date, from its cash and the lines before it (`CashHistory`).

    The series is carried back by the flows, so an account opened on the way, or a rate that moved, makes no jump.

    Args:
        cash_cents: cash at the end of the closing date.
    """
    held = balances_on(dossier, as_of)
    counts = (
        set(zip(*held.loc[held["is_included"] & held["is_known"], ["account", "currency"]].to_numpy().T, strict=True)) if len(held) else ()
    )
    lines = dossier.operations
    lines = lines[(lines["booked_on"] <= pd.Timestamp(as_of)) & lines["base_cents"].notna()]
    is_ours = [pair in counts for pair in zip(lines["account"], lines["currency"], strict=True)] if counts else []
    lines = lines[is_ours] if counts else lines[:0]
    started = as_of if lines.empty else lines["booked_on"].min().date()
    first = max(started, as_of - timedelta(days=MOST_DAYS - 1))
    length = (as_of - first).days + 1
    day = ((lines["booked_on"] - pd.Timestamp(first)) // pd.Timedelta(days=1)).to_numpy(dtype=np.int64)
    cents = lines["base_cents"].to_numpy(dtype=np.float64)
    inside = day >= 0
    net = np.bincount(day[inside], weights=cents[inside], minlength=length)
    is_flow = inside & ~lines["transfer_state"].isin(NEUTRAL_STATES).to_numpy()
    gross = [np.bincount(day[way], weights=cents[way], minlength=length) for way in (is_flow & (cents > 0), is_flow & (cents < 0))]
    balance = cash_cents - (net.sum() - np.cumsum(net))
    return CashHistory(first, balance, gross[0], gross[1], int(inside.sum()))
