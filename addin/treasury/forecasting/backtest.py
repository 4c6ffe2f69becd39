"""How good the forecast would have been (fiabilité): made anew on past weeks, against what came and against the flat balance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from addin.treasury.forecasting.bands import band_over_time
from addin.treasury.forecasting.combined import Combined
from addin.treasury.forecasting.stacking import WARM_UP_DAYS

HORIZONS = {4: 28, 8: 56, 13: 91}
"""Weeks → days."""
_LEARNT_DAYS = 28
"""Origins start when there has been something to learn from, this long after the first forecasts."""


@dataclass(frozen=True)
class Score:
    """One horizon. Base currency, minor units.

    Attributes:
        origins: past weeks from which it was forecast.
        error_cents, flat_cents: mean absolute error of the forecast, and of the balance left as it is.
        wape: sum of the errors over the sum of the balances that came, None when those are nil.
        ratio: error over that of the flat balance, None when the balance did not move.
        covered: origins whose outcome lay in the 80 % band of their day.
    """

    origins: int
    error_cents: int
    flat_cents: int
    wape: float | None
    ratio: float | None
    covered: int


@dataclass(frozen=True)
class Backtest:
    """The scores by horizon in weeks (4, 8, 13); a horizon without any past outcome is left out."""

    scores: Mapping[int, Score]

    @property
    def ratio(self) -> float | None:
        """Error over that of the flat balance, the mean of the horizons."""
        known = [score.ratio for score in self.scores.values() if score.ratio is not None]
        return float(np.mean(known)) if known else None

    @property
    def coverage(self) -> float | None:
        """Share of the outcomes inside their band, all horizons together."""
        origins = sum(score.origins for score in self.scores.values())
        return sum(score.covered for score in self.scores.values()) / origins if origins else None


def backtest(combined: Combined) -> Backtest:
    """Score every past week, the last day's weekday, with what was known on it (rolling origin)."""
    history, horizons = combined.history, combined.horizons
    errors = combined.came - combined.past
    last = history.days - 1
    origins = np.arange(last, WARM_UP_DAYS + _LEARNT_DAYS - 1, -7)
    bands = {int(day): band_over_time(errors, horizons, int(day), history.weekly_spread_at(int(day))) for day in origins}
    scores = {}
    for weeks, days in HORIZONS.items():
        at = int(np.flatnonzero(horizons == days)[0])
        known = origins[origins + days <= last]
        if not len(known):
            continue
        error, moved = errors[known, at], combined.came[known, at]
        came = np.abs(history.balance[known + days]).sum()
        flat = np.abs(moved).mean()
        inside = [bands[int(day)][0][at] <= miss <= bands[int(day)][1][at] for day, miss in zip(known, error, strict=True)]
        scores[weeks] = Score(
            origins=len(known),
            error_cents=int(np.rint(np.abs(error).mean())),
            flat_cents=int(np.rint(flat)),
            wape=float(np.abs(error).sum() / came) if came else None,
            ratio=float(np.abs(error).mean() / flat) if flat else None,
            covered=int(np.sum(inside)),
        )
    return Backtest(scores)
