"""How much may be spent on advertising each week (budget publicité) while the risk stays low."""

from __future__ import annotations

import numpy as np

from addin.treasury.forecasting.cash_forecast import CashForecast


def weekly_budget(forecast: CashForecast, alpha: float) -> int:
    """The biggest weekly budget for which at most a share of the paths goes below the threshold, minor units, >= 0.

    What is usually spent on advertising beyond dated items is in the forecast: the budget takes its place. On each path the room is the
    least of what stands above the threshold, spread over the weeks gone by then; the budget is the room of the path that the accepted risk
    allows to be lost.

    Args:
        alpha: accepted share of the paths, between 0 and 1.
    """
    weeks = (np.arange(forecast.days) + 7) // 7
    usual = -sum(each.weekly_cents for each in forecast.habits if each.kind == "advertising")
    room = ((forecast.paths - forecast.threshold_cents) / weeks).min(axis=1) + usual
    lost = int(np.floor(alpha * len(room)))  # paths that may go below
    return max(0, int(np.floor(np.sort(room)[min(lost, len(room) - 1)])))
