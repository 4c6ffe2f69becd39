"""The day on which the books are closed for a report (arrêté), and the name of its week."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from addin.treasury.dossier import Dossier

_WEEKS_LOOKED_AT = 26
_HOLE_DAYS = 370
_TAIL_SHARE = 0.1
_SUNDAY_WEEKEND = frozenset({5, 6})  # Saturday and Sunday, where the week starts on Monday
_FRIDAY_WEEKEND = frozenset({4, 5})


def default_closing_date(dossier: Dossier) -> date:
    """The closing date (arrêté): the one in `Paramètres`, else the end of the last week that is over. Never the clock.

    Weeks start on `settings.week_starts_on`. All lines of the included accounts are looked at together, so a dormant account
    holds nothing back. From the last week with lines backwards, a week is over when

    1. it is not a stray entry: it has lines on two different days, or the accounts usually have a single day of lines a week;
    2. its lines reach its last working day (Thursday, or Friday where the week starts on Monday), or the day that three quarters
       of the 26 weeks before reached, if that is earlier; accounts with one day of lines a week need not reach any.

    When the last week that is no stray entry is not over, the week before it is the answer; the first week of all always counts, as
    before it there is nothing to report. Lines behind a hole of more than a
    year are taken for a mistyped year when they are less than a tenth of all.

    Raises:
        ValueError: the dossier has no dated operation.
    """
    if dossier.settings.as_of is not None:
        return dossier.settings.as_of
    starts_on = dossier.settings.week_starts_on
    days = _plausible_days(dossier)
    weeks, offsets = _weeks(days, starts_on)
    names, first_at = np.unique(weeks, return_index=True)  # days are sorted and distinct
    active_days = np.diff(np.r_[first_at, len(days)])
    last_offsets = offsets[np.r_[first_at[1:], len(days)] - 1]
    sparse = bool(np.median(active_days) <= 1)
    last = len(names) - 1
    while last > 0 and not sparse and active_days[last] < 2:
        last -= 1
    needed = 0 if sparse else _needed_offset(last_offsets[:last], starts_on)
    is_over = last == 0 or last_offsets[last] >= needed
    ended = int(names[last]) if is_over else int(names[last]) - 1
    return _week_start(ended, starts_on) + timedelta(days=6)


def week_name(as_of: date) -> tuple[int, int]:
    """ISO year and week of the Thursday among the seven days ending on the closing date: the report's name.

    >>> week_name(date(2021, 1, 31)), week_name(date(2026, 10, 31))
    ((2021, 4), (2026, 44))
    """
    thursday = as_of - timedelta(days=(as_of.weekday() - 3) % 7)
    year, week, _ = thursday.isocalendar()
    return year, week


def _plausible_days(dossier: Dossier) -> np.ndarray:
    """Sorted distinct days with lines of the included accounts (of all accounts when none is included)."""
    operations = dossier.operations
    excluded = dossier.accounts.loc[~dossier.accounts["is_included"], "account"]
    booked = operations["booked_on"]
    counted = booked[~operations["account"].isin(excluded)].dropna()
    if counted.empty:
        counted = booked.dropna()
    if counted.empty:
        raise ValueError("a dossier without dated operations has no closing date")
    days, lines = np.unique(counted.to_numpy().astype("datetime64[D]"), return_counts=True)
    holes = np.flatnonzero(np.diff(days).astype(np.int64) > _HOLE_DAYS) + 1
    for hole in holes:
        if lines[hole:].sum() < _TAIL_SHARE * lines.sum():
            return days[:hole]
    return days


def _weeks(days: np.ndarray, starts_on: int) -> tuple[np.ndarray, np.ndarray]:
    """Number of the week of each day (weeks since 1970) and its rank inside the week, 0 to 6."""
    shifted = days.astype("datetime64[D]").astype(np.int64) + 3 - starts_on  # 1970-01-01 was a Thursday (3)
    return shifted // 7, shifted % 7


def _week_start(week: int, starts_on: int) -> date:
    return date(1970, 1, 1) + timedelta(days=week * 7 - 3 + starts_on)


def _needed_offset(earlier: np.ndarray, starts_on: int) -> int:
    """Rank, inside its week, of the day that lines must reach for the week to be over."""
    weekend = _SUNDAY_WEEKEND if starts_on == 0 else _FRIDAY_WEEKEND
    last_working = max(rank for rank in range(7) if (starts_on + rank) % 7 not in weekend)
    if len(earlier) < 4:
        return last_working
    usual = int(np.quantile(earlier[-_WEEKS_LOOKED_AT:], 0.25, method="lower"))
    return min(last_working, usual)
