"""What comes back (récurrences): rents, salaries, bills, subscriptions, regular customers."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from addin.treasury.dates import as_date
from addin.treasury.recurrences.grouping import BAND, NEAR, bands, groups, recurrent_lines
from addin.treasury.recurrences.model import PriceChange, Recurrence, Status
from addin.treasury.recurrences.rhythm import Rhythm, may_have_rhythm, rhythm_of

_STOPPED = 1.5
"""Periods without a line after which it has stopped."""
_VARIES = 0.3
"""A bill may be so far from its median…"""
_VARY_SHARE = 0.8
"""… for this share of its lines."""
_ENOUGH = 4
"""Lines of a narrow band that is picked among other amounts, unless they are all equal."""
_LATEST = 3
"""Lines whose median tells the next amount of a bill that varies."""


def find_recurrences(operations: pd.DataFrame, as_of: date) -> tuple[Recurrence, ...]:
    """What comes back among the lines up to a day, by tiers, in order of its first line.

    All lines of a tiers are looked at together, then by bands of amounts: two contracts of one supplier are two recurrences, a price that
    rises is one. Three lines are needed, two of equal amount for what comes once a year. A line too many in its period belongs to none.

    Args:
        operations: OPERATIONS rows.

    Method: DOMAIN 5.6 (intervals of a week to a year, day of the month on a circle, ± 5 % or 30 %).
    """
    lines = recurrent_lines(operations, as_of)
    days = lines["booked_on"].to_numpy().astype("datetime64[D]")
    values = lines["value"].to_numpy()
    found: list[Recurrence] = []
    left, band = np.arange(len(lines)), groups(lines)
    for factor in (None, BAND, NEAR):
        if factor is not None:
            band = bands(values[left], factor, band)
        is_taken = np.zeros(len(left), dtype=bool)
        for at in _promising(days[left], band):
            whole = _recurrence(lines, days, values, left[at], as_of)
            if whole is not None:
                is_taken[at] = True
                if factor != NEAR or len(whole.lines) >= _ENOUGH or len(np.unique(values[left[at]])) == 1:
                    found.append(whole)  # a few amounts among many others are near each other by chance
        left, band = left[~is_taken], band[~is_taken]
    return tuple(sorted(found, key=lambda each: (each.first_on, each.lines)))


def _promising(days: np.ndarray, band: np.ndarray) -> list[np.ndarray]:
    """Positions of the lines of each band whose days may have a rhythm, in order."""
    may = may_have_rhythm(days, band)[band]
    places = np.flatnonzero(may)
    places = places[np.argsort(band[places], kind="stable")]
    return np.split(places, np.flatnonzero(np.diff(band[places])) + 1) if len(places) else []


def _recurrence(lines: pd.DataFrame, days: np.ndarray, values: np.ndarray, band: np.ndarray, as_of: date) -> Recurrence | None:
    """The lines of a band as one recurrence, None when they do not come back."""
    rhythm = rhythm_of(days[band])
    if rhythm is None:
        return None
    kept = band[rhythm.kept]
    amounts = values[kept]
    starts = _levels(amounts)
    is_fixed = bool((np.diff(starts) > 1).all())  # a price holds for two lines at least
    if not is_fixed:
        usual = np.median(amounts)
        if (np.abs(amounts - usual) <= _VARIES * usual).mean() < _VARY_SHARE:
            return None
    if len(kept) < 3 and len(starts) > 1:
        return None
    last = lines.iloc[kept[-1]]
    signed = lines["amount_cents"].to_numpy()[kept]
    last_on = as_date(last["booked_on"])
    change = None
    if is_fixed and len(starts) > 1:
        at = starts[-1]
        change = PriceChange(as_date(lines["booked_on"].iloc[kept[at]]), int(signed[at - 1]), int(signed[at]))
    next_on, status = _status(rhythm, last_on, as_of)
    return Recurrence(
        party=str(last["party"]),
        account=str(last["account"]),
        currency=str(last["currency"]),
        period_days=rhythm.days,
        amount_cents=int(signed[-1]) if is_fixed else round(float(np.median(signed[-_LATEST:]))),
        is_fixed=is_fixed,
        lines=tuple(int(line) for line in lines.index[kept]),
        first_on=as_date(lines["booked_on"].iloc[kept[0]]),
        last_on=last_on,
        next_on=next_on,
        status=status,
        change=change,
    )


def _levels(amounts: np.ndarray) -> list[int]:
    """Where each level of equal amounts starts: within 5 % of the first of the level."""
    starts, level = [0], int(amounts[0])
    for at, amount in enumerate(amounts.tolist()):
        if max(amount, level) > min(amount, level) * NEAR:
            starts.append(at)
            level = amount
    return starts


def _status(rhythm: Rhythm, last_on: date, as_of: date) -> tuple[date | None, Status]:
    due = rhythm.after(last_on)
    if as_of > last_on + timedelta(days=round(_STOPPED * rhythm.days) + rhythm.slack // 2):
        return None, "stopped"
    return due, "late" if as_of > due + timedelta(days=rhythm.slack) else "running"
