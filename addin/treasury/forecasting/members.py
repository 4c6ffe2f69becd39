"""Simple forecasts of the cash, made on every past day, from which one is combined."""

from __future__ import annotations

import numpy as np
import pandas as pd

NAMES = ("recent_mean", "long_mean", "usual_flow", "open_items")
"""Back to the mean of eight weeks; back to the mean of all the history; the median flow of such a length; what open invoices bring."""
_RECENT_DAYS = 56
_RETURN_DAYS = 30.0
"""Time constant of the return to a mean."""
_YEAR = 365
_ENOUGH = 14


def forecasts_of(balance: np.ndarray, open_items: np.ndarray, horizons: np.ndarray) -> np.ndarray:
    """The change of the cash expected by each member, on each day of a history, within each horizon.

    Owners steer their cash: it comes back to where it usually stands, and the flat balance is hard to beat; each member adds one thing that
    the flat balance does not know.

    Args:
        balance: n evenings.
        open_items: n × horizons, `open_items.open_item_paths`.
        horizons: days ahead, at least 1.
    Returns:
        float64, n × horizons × members (`NAMES`).
    """
    past = pd.Series(balance)
    back = _back(horizons)
    recent = (past.rolling(_RECENT_DAYS, min_periods=1).mean().to_numpy() - balance)[:, None] * back
    long = (past.expanding().mean().to_numpy() - balance)[:, None] * back
    usual = np.zeros((len(balance), len(horizons)))
    for at, days in enumerate(horizons.tolist()):
        flows = past.diff(days)
        usual[:, at] = flows.rolling(_YEAR, min_periods=_ENOUGH).median().fillna(0.0).to_numpy()
    return np.stack([recent, long, usual, open_items], axis=-1)


def forecasts_now(balance: np.ndarray, open_items: np.ndarray, horizons: np.ndarray) -> np.ndarray:
    """The same on the last day alone, horizons × members.

    Args:
        open_items: of the last day, one for each horizon.
    """
    back = _back(horizons)
    recent, long = (balance[-_RECENT_DAYS:].mean() - balance[-1]) * back, (balance.mean() - balance[-1]) * back
    usual = np.zeros(len(horizons))
    for at, days in enumerate(horizons.tolist()):
        flows = balance[days:] - balance[:-days] if days < len(balance) else balance[:0]
        usual[at] = np.median(flows[-_YEAR:]) if len(flows[-_YEAR:]) >= _ENOUGH else 0.0
    return np.stack([recent, long, usual, open_items], axis=-1)


def _back(horizons: np.ndarray) -> np.ndarray:
    """How much of the way back to a mean is gone by then."""
    gone: np.ndarray = 1 - np.exp(-horizons / _RETURN_DAYS)
    return gone
