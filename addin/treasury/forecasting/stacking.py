"""Combine simple forecasts by what they were worth so far, shrunk towards a cautious mixture with the flat balance."""

from __future__ import annotations

import numpy as np

WARM_UP_DAYS = 28
"""Days before the first forecast."""
_REFIT_DAYS = 7
_SHRINKAGE = 5.0
"""Independent windows that the starting weights are worth."""
_BANDS = ((1, 35, (0.30, 0.20, 0.20, 0.05)), (21, 63, (0.25, 0.20, 0.20, 0.10)), (49, 10_000, (0.20, 0.20, 0.20, 0.20)))
"""First and last horizon that share weights, in days, and the weights to start from (`members.NAMES`); what is left is the flat balance."""
_ROBUST = 0.15
_STEPS = 4
_STRIDE = 3


def weights_over_time(forecasts: np.ndarray, actual: np.ndarray, horizons: np.ndarray) -> np.ndarray:
    """The weight of each member on each day, by the outcomes known on that day.

    Least absolute deviations with a ridge towards the starting weights, renewed every week; not negative, one at most in all (the rest is
    the flat balance). Horizons of one band share their weights, between bands they are interpolated.

    Args:
        forecasts: n × horizons × members.
        actual: n × horizons, the change of the cash that came true; NaN where it lies after the last day.
    Returns:
        n × horizons × members; zero before `WARM_UP_DAYS`.
    """
    days, _, members = forecasts.shape
    weights = np.zeros_like(forecasts)
    in_band = [np.flatnonzero((horizons >= first) & (horizons <= last)) for first, last, _ in _BANDS]
    middles = [float(horizons[mine].mean()) for mine in in_band]
    for day in range(days - 1, WARM_UP_DAYS - 1, -_REFIT_DAYS):  # the last day is always fresh
        learnt = np.array(
            [_learn(forecasts, actual, horizons, mine, day, np.array(start)) for mine, (_, _, start) in zip(in_band, _BANDS, strict=True)]
        )
        spread = np.stack([np.interp(horizons, middles, learnt[:, member]) for member in range(members)], axis=-1)
        weights[day : day + _REFIT_DAYS] = spread
    return weights


def _learn(forecasts: np.ndarray, actual: np.ndarray, horizons: np.ndarray, mine: np.ndarray, day: int, start: np.ndarray) -> np.ndarray:
    """The weights of one band of horizons on a day."""
    rows, outcomes, worth = [], [], []
    for at in mine:
        last = day - int(horizons[at])
        if last < WARM_UP_DAYS:
            continue
        came = actual[WARM_UP_DAYS : last + 1 : _STRIDE, at]
        scale = float(np.abs(came).mean())
        if scale == 0:
            continue
        rows.append(forecasts[WARM_UP_DAYS : last + 1 : _STRIDE, at] / scale)
        outcomes.append(came / scale)
        worth.append(np.full(len(came), _STRIDE / int(horizons[at])))  # days that overlap are not independent
    if not rows:
        return start
    x, y, base = np.concatenate(rows), np.concatenate(outcomes), np.concatenate(worth)
    weights = start
    ridge = _SHRINKAGE * np.eye(len(start))
    for _ in range(_STEPS):
        robust = base / np.maximum(np.abs(y - x @ weights), _ROBUST)
        weights = np.clip(np.linalg.solve((x * robust[:, None]).T @ x + ridge, (x * robust[:, None]).T @ y + _SHRINKAGE * start), 0, 1)
    total = float(weights.sum())
    return weights / total if total > 1 else weights
