"""The weeks of a forecast: what comes in, what goes out, and the balance at the end of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from addin.treasury.forecasting.cash_forecast import CashForecast
from addin.treasury.forecasting.history import CashHistory


@dataclass(frozen=True)
class Week:
    """Seven days of a forecast, the last ones fewer. Base currency, minor units.

    Attributes:
        start, end: first and last day.
        receipts_cents, payments_cents: expected; payments are negative; their sum is the change of the p50.
        p10_cents, p50_cents, p90_cents: balance of the last day.
        low_cents: lowest p50 of the days.
    """

    start: date
    end: date
    receipts_cents: int
    payments_cents: int
    p10_cents: int
    p50_cents: int
    p90_cents: int
    low_cents: int


def weeks_of(forecast: CashForecast) -> list[Week]:
    """The forecast week by week, from the day after the closing date.

    Receipts and payments are those of the events and habits of the week; what the statistics expect of the balance besides is shared among
    them, more to the one that varies more, so that they lead from one p50 to the next to the centime.
    """
    day = ((forecast.events["on"] - pd.Timestamp(forecast.as_of)) // pd.Timedelta(days=1)).to_numpy(dtype=np.int64)
    cents = forecast.events["amount_cents"].to_numpy(dtype=np.int64)
    low, high = forecast.quantile(0.1), forecast.quantile(0.9)
    share = _receipts_share(forecast.history)
    weeks, before = [], forecast.cash_cents
    for start in range(1, forecast.days + 1, 7):
        end = min(start + 6, forecast.days)
        inside = (day >= start) & (day <= end)
        after = int(forecast.centre[end - 1])
        receipts, payments = int(cents[inside & (cents > 0)].sum()), int(cents[inside & (cents < 0)].sum())
        receipts, payments = _balanced(receipts, payments, after - before, share)
        balances = (int(low[end - 1]), after, int(high[end - 1]))
        lowest = int(forecast.centre[start - 1 : end].min())
        weeks.append(Week(forecast.day(start), forecast.day(end), receipts, payments, *balances, lowest))
        before = after
    return weeks


def _receipts_share(history: CashHistory) -> float:
    """How much of the variance of the weeks is that of the receipts; a half without any."""
    whole = history.days // 7 * 7
    spreads = [
        flows[len(flows) - whole :].reshape(-1, 7).sum(axis=1).var() if whole else 0.0 for flows in (history.receipts, history.payments)
    ]
    return float(spreads[0] / sum(spreads)) if sum(spreads) else 0.5


def _balanced(receipts: int, payments: int, change: int, share: float) -> tuple[int, int]:
    """Receipts and payments that add up to a change, each moved by its share of what is missing; neither changes its sign."""
    missing = change - receipts - payments
    more = round(missing * share)
    more = max(-receipts, missing + payments, more)  # payments take missing − more, and stay below zero
    return receipts + more, payments + missing - more
