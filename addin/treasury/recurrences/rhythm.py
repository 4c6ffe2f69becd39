"""At what interval days come back: weeks, months, quarters, years; month ends are neighbours of month starts."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

MONTH_DAYS = 30.4375
_MONTHS = (1, 3, 6, 12)
_DAY_PERIODS = ((7, 1), (14, 2))
"""Days of a period, and by how many an interval may differ."""
_MONTH_SLACK = 4.5
"""Days around the usual day of the month: a weekend with a feast."""
_FAR_SLACK = 12.0
"""A salary paid before the Aïd comes this early."""
_FAR_SHARE = 0.15
_LEAST = {7: 4, 14: 4}
_EXTRA_SHARE = 0.125
_MISSED_SHARE = 0.25
_REGULAR_SHARE = 0.85


@dataclass(frozen=True)
class Rhythm:
    """How days come back.

    Attributes:
        days: length of a period.
        months: the same in months, 0 for weeks.
        kept: positions of the days that follow it; the others are too many (a payment made twice).
        phase: of months, the usual place inside the month, 0 to 1.
        day: of months, the usual day of the month, 0 when it is about its end.
    """

    days: float
    months: int
    kept: np.ndarray
    phase: float = 0.0
    day: int = 0

    def after(self, last: date) -> date:
        """The day expected after one of them."""
        if not self.months:
            return last + timedelta(days=round(self.days))
        at = round(float(_places(np.array([last], dtype="datetime64[D]"))[0]) - self.phase) + self.months + self.phase
        month = int(np.floor(at))
        year, number = divmod(month, 12)
        length = monthrange(year, number + 1)[1]
        return date(year, number + 1, self.day or min(length, 1 + round((at - month) * length)))

    @property
    def slack(self) -> int:
        """Days of patience before it is late."""
        return 7 if self.months else 3


def rhythm_of(days: np.ndarray) -> Rhythm | None:
    """The rhythm of days, None when they follow none.

    Args:
        days: datetime64[D], ascending; the same day may stand twice.

    >>> found = rhythm_of(np.array(["2026-01-31", "2026-02-28", "2026-03-31", "2026-05-01"], dtype="datetime64[D]"))
    >>> found.months, len(found.kept), found.after(date(2026, 5, 1))
    (1, 4, datetime.date(2026, 5, 31))
    """
    distinct = np.unique(days)
    allowed = _extras(len(distinct))
    if len(distinct) < 2 or len(days) - len(distinct) > allowed:
        return None
    gap = float(np.median(np.diff(distinct).astype(np.int64)))
    for period, slack in _DAY_PERIODS:
        if abs(gap - period) <= slack:
            return _by_days(days, distinct, period, slack)
    for months in _MONTHS:
        if abs(gap / MONTH_DAYS - months) <= _month_tolerance(months):
            return _by_months(days, months)
    return None


def may_have_rhythm(days: np.ndarray, band: np.ndarray) -> np.ndarray:
    """For each band, False when `rhythm_of` surely finds none in its days: what is worth a closer look, all bands at once.

    Args:
        days: datetime64[D], ascending inside each band.
        band: number of the band of each day, from 0.
    """
    count = int(band.max(initial=-1)) + 1
    order = np.argsort(band, kind="stable")
    numbers, gaps = band[order], np.diff(days[order].astype(np.int64))
    is_inside = np.diff(numbers) == 0
    is_gap = is_inside & (gaps > 0)
    of_gap, gaps = numbers[1:][is_gap], gaps[is_gap]
    lines, steps = np.bincount(numbers, minlength=count), np.bincount(of_gap, minlength=count)
    extras = np.where(steps >= 3, np.maximum(1, ((steps + 1) * _EXTRA_SHARE).astype(np.int64)), 0)
    may = (steps > 0) & (lines - steps - 1 <= extras)
    gaps = gaps[np.lexsort((gaps, of_gap))]
    filled = np.flatnonzero(steps)
    first = np.cumsum(steps)[filled] - steps[filled]
    usual, longest = np.full(count, np.inf), np.zeros(count)
    usual[filled] = (gaps[first + (steps[filled] - 1) // 2] + gaps[first + steps[filled] // 2]) / 2
    longest[filled] = gaps[first + steps[filled] - 1]
    fits = np.zeros(count, dtype=bool)
    for period, slack in _DAY_PERIODS:
        regular = np.bincount(of_gap, weights=_is_regular(gaps, period, slack), minlength=count)
        fits |= (np.abs(usual - period) <= slack) & (steps + 1 >= _LEAST[period]) & (regular >= _REGULAR_SHARE * steps)
    span = np.bincount(of_gap, weights=gaps, minlength=count) / MONTH_DAYS
    for months in _MONTHS:
        is_near = np.abs(usual / MONTH_DAYS - months) <= _month_tolerance(months)
        is_near &= longest <= 2 * (months * MONTH_DAYS + _FAR_SLACK + 1)
        is_near &= span - 1 <= months * (steps + np.maximum(1, steps * _MISSED_SHARE))
        most = (span + 1) / months + 1
        fits |= is_near & (lines <= most + np.maximum(1, most * _EXTRA_SHARE)) & (lines >= (3 if months < 12 else 2))
    return may & fits


def _month_tolerance(months: int) -> float:
    """By how many months the median gap of a rhythm of months may differ."""
    return float(0.35 * max(1, months**0.5))


def _by_days(days: np.ndarray, distinct: np.ndarray, period: int, slack: int) -> Rhythm | None:
    gaps = np.diff(distinct).astype(np.int64)
    regular = _is_regular(gaps, period, slack)
    if len(distinct) < _LEAST[period] or regular.mean() < _REGULAR_SHARE or (gaps >= 1.5 * period).mean() > _MISSED_SHARE:
        return None
    return Rhythm(float(period), 0, np.unique(days, return_index=True)[1])


def _is_regular(gaps: np.ndarray, period: int, slack: int) -> np.ndarray:
    """Which intervals are of one period, or of two when one was missed."""
    times = np.maximum(1, np.rint(gaps / period))
    regular: np.ndarray = (np.abs(gaps - times * period) <= slack) & (times <= 2)
    return regular


def _by_months(days: np.ndarray, months: int) -> Rhythm | None:
    places = _places(days)
    phase = _phase(places)
    number = np.rint(places - phase).astype(np.int64)
    off = np.abs(places - phase - number) * MONTH_DAYS
    kept = np.array([chosen[np.argmin(off[chosen])] for chosen in _runs(number)], dtype=np.int64)  # one for each month
    steps = np.diff(number[kept])
    if len(days) - len(kept) > _extras(len(kept)) or len(kept) < 2 or (len(kept) < 3 and months < 12):
        return None
    is_single = steps == months
    is_missed = steps == 2 * months
    missed = max(1, int(len(steps) * _MISSED_SHARE)) if len(steps) > 2 else 0
    if not (is_single | is_missed).all() or int(is_missed.sum()) > missed:
        return None
    far = off[kept] > _MONTH_SLACK
    if int(far.sum()) > len(kept) * _FAR_SHARE or (off[kept] > _FAR_SLACK).any():
        return None
    inside = (days[kept] - days[kept].astype("datetime64[M]").astype("datetime64[D]")).astype(np.int64) + 1
    usual = int(np.median(inside))
    return Rhythm(MONTH_DAYS * months, months, kept, phase, usual if usual < 28 and int(np.ptp(inside)) <= 2 * _MONTH_SLACK else 0)


def _extras(count: int) -> int:
    """How many lines too many a rhythm of that many bears: one of three is no extra, it is another rhythm."""
    return max(1, int(count * _EXTRA_SHARE)) if count >= 4 else 0


def _places(days: np.ndarray) -> np.ndarray:
    """Months since the year 0, with the part of the month that is over."""
    months = days.astype("datetime64[M]")
    length = ((months + 1).astype("datetime64[D]") - months.astype("datetime64[D]")).astype(np.int64)
    inside = (days - months.astype("datetime64[D]")).astype(np.int64)
    places: np.ndarray = months.astype(np.int64) + 12 * 1970 + inside / length
    return places


def _phase(places: np.ndarray) -> float:
    """The usual place inside a month, on a circle: its end is beside its start."""
    angle = 2 * np.pi * places
    mean = float(np.arctan2(np.sin(angle).mean(), np.cos(angle).mean()) / (2 * np.pi))
    off = (places - mean + 0.5) % 1.0 - 0.5
    return (mean + float(np.median(off))) % 1.0


def _runs(number: np.ndarray) -> list[np.ndarray]:
    """Positions of each run of equal numbers."""
    return np.split(np.arange(len(number)), np.flatnonzero(np.diff(number)) + 1)
