"""The cash of the weeks to come from its own past (prévision statistique): combined, banded, and scored as it would have been."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from addin.treasury.dossier import Dossier
from addin.treasury.forecasting.bands import band_over_time
from addin.treasury.forecasting.history import CashHistory
from addin.treasury.forecasting.members import NAMES, forecasts_now, forecasts_of
from addin.treasury.forecasting.open_items import open_item_paths
from addin.treasury.forecasting.stacking import weights_over_time
from addin.treasury.settlement import Settlement

_LEARNT = np.array([7, 10, 14, 21, 28, 35, 42, 49, 56, 70, 84, 91])
"""Horizons whose past outcomes are learnt from, in days."""


@dataclass(frozen=True, eq=False)
class Combined:
    """The change of the cash after the closing date, as the past teaches it. Minor units, float64.

    Attributes:
        centre: expected change within 1, 2, … days.
        below, above: distance of the 10 % and 90 % quantiles from the centre, at most and at least 0.
        weights: days × members (`members.NAMES`); the rest to one is the flat balance.
        history: what it was learnt from.
        horizons: of the past forecasts.
        past: n × horizons, what would have been forecast on each past day.
        came: n × horizons, the change that came true, NaN where it is not known yet.
    """

    centre: np.ndarray
    below: np.ndarray
    above: np.ndarray
    weights: np.ndarray
    history: CashHistory
    horizons: np.ndarray
    past: np.ndarray
    came: np.ndarray


def combine(dossier: Dossier, settled: Settlement, history: CashHistory, days: int) -> Combined:
    """The statistical forecast of a history long enough (`CashHistory.is_enough`).

    Each past day is forecast with what was known on it; the weights of a day are learnt from the outcomes known on it. Beyond thirteen
    weeks the weights are those of thirteen weeks, and the band grows with the square root of time.

    Args:
        settled: at the closing date, the last day of the history.
        days: how far ahead, at least 1.
    """
    first, balance = history.first, history.balance
    forecasts = forecasts_of(balance, open_item_paths(dossier, settled, first, history.days, _LEARNT), _LEARNT)
    came = _outcomes(balance, _LEARNT)
    weights = weights_over_time(forecasts, came, _LEARNT)
    past = (weights * forecasts).sum(axis=-1)
    all_days = np.arange(1, days + 1)
    now = np.stack([np.interp(all_days, _LEARNT, weights[-1, :, member]) for member in range(len(NAMES))], axis=-1)
    open_now = open_item_paths(dossier, settled, first, history.days, all_days, since=history.days - 1)[-1]
    ahead = forecasts_now(balance, open_now, all_days)
    below, above = band_over_time(came - past, _LEARNT, history.days - 1, history.weekly_spread)
    return Combined((now * ahead).sum(axis=-1), _spread(below, all_days), _spread(above, all_days), now, history, _LEARNT, past, came)


def _outcomes(balance: np.ndarray, horizons: np.ndarray) -> np.ndarray:
    came = np.full((len(balance), len(horizons)), np.nan)
    for at, ahead in enumerate(horizons.tolist()):
        if ahead < len(balance):
            came[:-ahead, at] = balance[ahead:] - balance[:-ahead]
    return came


def _spread(edge: np.ndarray, days: np.ndarray) -> np.ndarray:
    """An edge of the band on each day; before the first and after the last learnt horizon it goes with the square root of time."""
    inside: np.ndarray = np.interp(days, _LEARNT, edge)
    before, after = days < _LEARNT[0], days > _LEARNT[-1]
    inside[before] = edge[0] * np.sqrt(days[before] / _LEARNT[0])
    inside[after] = edge[-1] * np.sqrt(days[after] / _LEARNT[-1])
    return inside
