"""What could go wrong (risque): the low point, the probability and day of a passage below the threshold, cash-flow-at-risk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from addin.treasury.forecasting.cash_forecast import CashForecast

WORST = 0.05
"""Share of the paths that count as the worst."""


@dataclass(frozen=True)
class Risk:
    """The weeks to come in a few figures. Base currency, minor units.

    Attributes:
        low_cents, low_on: lowest expected balance and its day, the earliest on ties.
        low_10_cents, low_90_cents: what the lowest balance of a path is below in 10 % and in 90 % of them.
        end_cents: expected balance of the last day.
        probability: share of the paths that go strictly below the threshold, 0 to 1.
        first_on: day on which half of those have done so, None when none does.
        depth_cents: how far below the threshold the worst twentieth of the paths goes at least; 0 when it holds.
        at_risk_cents: cash-flow-at-risk: expected change by the last day less that of the worst twentieth, >= 0.
        autonomy_days: days before the expected balance is below the threshold; None when it holds.
    """

    low_cents: int
    low_on: date
    low_10_cents: int
    low_90_cents: int
    end_cents: int
    threshold_cents: int
    probability: float
    first_on: date | None
    depth_cents: int
    at_risk_cents: int
    autonomy_days: int | None


def risk_of(forecast: CashForecast, *, days: int | None = None, threshold_cents: int | None = None) -> Risk:
    """The risk of a forecast over its first days.

    Args:
        days: 1 to the horizon of the forecast, which is the default.
        threshold_cents: another threshold than the forecast's.

    Source: DOMAIN 5.8; cash-flow-at-risk = E[CF] − Q₅(CF).
    """
    length = forecast.days if days is None else days
    if not 1 <= length <= forecast.days:
        raise ValueError(f"a risk is of 1 to {forecast.days} days, not {length}")
    limit = forecast.threshold_cents if threshold_cents is None else threshold_cents
    centre, paths = forecast.centre[:length], forecast.paths[:, :length]
    lowest = paths.min(axis=1)
    is_below = paths < limit
    hit = is_below.any(axis=1)
    first = forecast.day(1 + int(np.median(is_below[hit].argmax(axis=1)))) if hit.any() else None
    low = int(np.argmin(centre))
    under = np.flatnonzero(centre < limit)
    return Risk(
        low_cents=int(centre[low]),
        low_on=forecast.day(low + 1),
        low_10_cents=int(np.rint(np.quantile(lowest, 0.1))),
        low_90_cents=int(np.rint(np.quantile(lowest, 0.9))),
        end_cents=int(centre[-1]),
        threshold_cents=limit,
        probability=float(hit.mean()),
        first_on=first,
        depth_cents=max(0, limit - int(np.rint(np.quantile(lowest, WORST)))),
        at_risk_cents=max(0, int(centre[-1]) - int(np.rint(np.quantile(paths[:, -1], WORST)))),
        autonomy_days=int(under[0]) + 1 if len(under) else None,
    )
