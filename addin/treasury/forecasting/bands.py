"""How wide a forecast must be (bande): its own past errors, and the spread of the weeks while there are few."""

from __future__ import annotations

import numpy as np

from addin.treasury.forecasting.stacking import WARM_UP_DAYS

LOW, HIGH = 0.1, 0.9
_NORMAL = 1.1
"""Standard deviations taken for the 10 % and 90 % quantiles: 1.28 less what weeks that follow each other make up for."""
_TRUST = 3.0
"""Independent windows after which past errors weigh as much as the spread."""
_CONFORMAL = 0.3


def band_over_time(errors: np.ndarray, horizons: np.ndarray, day: int, weekly_spread: float) -> tuple[np.ndarray, np.ndarray]:
    """How far below and above the forecast of a day the 10 % and 90 % quantiles lie.

    Quantiles of the errors of all past days that are known on that day, a little further out than their rank when they are few (split
    conformal), mixed with the normal spread of that many weeks.

    Args:
        errors: n × horizons, outcome less forecast.
        weekly_spread: `CashHistory.weekly_spread` of that day.
    Returns:
        Below (at most 0) and above (at least 0), one for each horizon.
    """
    below, above = np.zeros(len(horizons)), np.zeros(len(horizons))
    for at, ahead in enumerate(horizons.tolist()):
        normal = _NORMAL * weekly_spread * float(np.sqrt(ahead / 7))
        known = errors[WARM_UP_DAYS : max(WARM_UP_DAYS, day - ahead + 1), at]
        independent = len(known) / ahead
        share = independent / (independent + _TRUST) if len(known) else 0.0
        if len(known):
            wider = 1 + _CONFORMAL / (independent + 1)
            low, high = np.quantile(known, [max(0.0, 0.5 - (0.5 - LOW) * wider), min(1.0, 0.5 + (HIGH - 0.5) * wider)])
        else:
            low = high = 0.0
        below[at] = min(0.0, share * low - (1 - share) * normal)
        above[at] = max(0.0, share * high + (1 - share) * normal)
    return below, above
