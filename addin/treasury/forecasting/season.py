"""The low season (basse saison): months of the year that bring clearly less than the others, as her own receipts tell."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from addin.treasury.bridge import NEUTRAL_STATES
from addin.treasury.dossier import Dossier

_MOST = 4
"""Months that a low season lasts at most."""
_ONE_YEAR, _MORE_YEARS = 0.75, 0.85
"""Share of a usual month under which a month is low: seen once, or each year."""
_BEYOND_NOISE = 2.0
"""Seen once, it must also lie so many robust standard deviations below the usual month."""
_MAD = 1.4826
_LATE_START = 10
"""A history that starts after this day has no whole first month."""


def low_season(dossier: Dossier, as_of: date) -> frozenset[int]:
    """Months of the year, 1 to 12, in which customers bring clearly less; none where the history does not tell.

    Whole months up to the closing date, twelve at least, own-account transfers aside. Each month is compared with the median of the twelve
    months around it, so that a firm that grows has no season for it. Seen in several years, a month is low when it is every time, and by
    15 % in the mean; seen once, by 25 % and beyond what the months differ anyway.

    Source: ratio to moving average of the classical decomposition (Makridakis, Wheelwright, Hyndman 1998, 3), with medians.
    """
    received = _by_month(dossier, as_of)
    if len(received) < 12 or not received.any():
        return frozenset()
    usual = np.array([np.median(_around(received, at)) for at in range(len(received))])
    ratio = np.divide(received, usual, out=np.ones(len(received)), where=usual > 0)
    spread = _MAD * float(np.median(np.abs(ratio - np.median(ratio))))
    last = (as_of + timedelta(days=1)).month - 2
    month = (last - np.arange(len(received))[::-1]) % 12 + 1
    found = {}
    for number in range(1, 13):
        mine = ratio[month == number]
        is_low = mine.mean() <= _MORE_YEARS and (mine < 1).all()
        if len(mine) == 1:
            is_low = mine[0] <= min(_ONE_YEAR, 1 - _BEYOND_NOISE * spread)
        if is_low:
            found[number] = float(mine.mean())
    return frozenset(sorted(found, key=found.__getitem__)[:_MOST])


def _by_month(dossier: Dossier, as_of: date) -> np.ndarray:
    """What came in each whole month, oldest first, up to the closing date; base currency, minor units."""
    lines = dossier.operations
    lines = lines[(lines["booked_on"] <= pd.Timestamp(as_of)) & lines["base_cents"].notna()]
    if lines.empty:
        return np.zeros(0)
    after = np.datetime64(as_of + timedelta(days=1), "M")  # the first month that is not over
    started = lines["booked_on"].min().date()
    first = np.datetime64(started, "M") + int(started.day > _LATE_START)
    count = int((after - first).astype(int))
    if count <= 0:
        return np.zeros(0)
    is_receipt = (lines["base_cents"] > 0) & ~lines["transfer_state"].isin(NEUTRAL_STATES)
    place = (lines["booked_on"].to_numpy().astype("datetime64[M]") - first).astype(np.int64)
    chosen = is_receipt.to_numpy(dtype=bool) & (place >= 0) & (place < count)
    cents = lines["base_cents"].to_numpy(dtype=np.float64, na_value=0.0)
    received: np.ndarray = np.bincount(place[chosen], weights=cents[chosen], minlength=count)
    return received


def _around(received: np.ndarray, at: int) -> np.ndarray:
    """The twelve months around one of them, as many as there are on either side."""
    start = min(max(0, at - 6), len(received) - 12)
    return received[start : start + 12]
