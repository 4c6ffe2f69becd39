"""The Algerian calendar: public holidays, the weekly rest, working days (jours ouvrés).

Fixed holidays by law (63-278 as amended by 18-12). Moving feasts are known to within a day until they are announced: 2025 to 2027
after the `holidays` library (MIT), the Mawlid of 2025 as announced (5 September), all other years after the tabular Hijri calendar.
The weekly rest is Friday and Saturday since 14 August 2009, Thursday and Friday before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import numpy as np

_FIXED = (
    (1, 1, "new_year", 1963),
    (1, 12, "yennayer", 2018),
    (5, 1, "labour", 1963),
    (7, 5, "independence", 1963),
    (11, 1, "revolution", 1963),
)
_HIJRI = (("moharram", 1, 1), ("achoura", 1, 10), ("mawlid", 3, 12), ("fitr", 10, 1), ("adha", 12, 10))  # month, day
_KNOWN = {
    date(2025, 3, 30): "fitr", date(2025, 6, 6): "adha", date(2025, 6, 26): "moharram", date(2025, 7, 5): "achoura",
    date(2025, 9, 5): "mawlid",
    date(2026, 3, 20): "fitr", date(2026, 5, 27): "adha", date(2026, 6, 16): "moharram", date(2026, 6, 25): "achoura",
    date(2026, 8, 25): "mawlid",
    date(2027, 3, 9): "fitr", date(2027, 5, 16): "adha", date(2027, 6, 6): "moharram", date(2027, 6, 15): "achoura",
    date(2027, 8, 14): "mawlid",
}  # fmt: skip
_KNOWN_YEARS = frozenset(day.year for day in _KNOWN)
_ANNOUNCED = frozenset({date(2025, 9, 5)})
_FRIDAY_SATURDAY, _THURSDAY_FRIDAY = "1111001", "1110011"  # Monday to Sunday, 1 = worked
_NEW_REST = date(2009, 8, 14)


@dataclass(frozen=True)
class Holiday:
    """A public holiday (jour férié).

    Attributes:
        name: "new_year", "yennayer", "labour", "independence", "revolution", "fitr", "adha", "moharram", "achoura", "mawlid".
        is_estimated: a moving feast that was not announced yet when this was written.
    """

    day: date
    name: str
    is_estimated: bool = False


@cache
def public_holidays(year: int) -> tuple[Holiday, ...]:
    """The public holidays of a year, in date order; a feast of several days stands once for each.

    >>> [(f"{each.day:%d/%m}", each.name) for each in public_holidays(2026)][2:4]
    [('20/03', 'fitr'), ('21/03', 'fitr')]
    """
    fixed = [Holiday(date(year, month, day), name) for month, day, name, since in _FIXED if year >= since]
    moving = [
        Holiday(start + timedelta(days=i), name, is_estimated=start not in _ANNOUNCED)
        for start, name in [*_starts(year - 1), *_starts(year)]  # a feast may begin on 31 December
        for i in range(_days(name, start.year))
    ]
    return tuple(sorted([*fixed, *(each for each in moving if each.day.year == year)], key=lambda each: (each.day, each.name)))


def _starts(year: int) -> list[tuple[date, str]]:
    """First days of the moving feasts that begin in a year."""
    return [(day, name) for day, name in _KNOWN.items() if day.year == year] if year in _KNOWN_YEARS else _moving(year)


def _days(name: str, year: int) -> int:
    """The two Aïds last three days since 2023, two before."""
    if name not in ("fitr", "adha"):
        return 1
    return 3 if year >= 2023 else 2


def _moving(year: int) -> list[tuple[date, str]]:
    first = int((year - 622) * 33 / 32)  # the Hijri year is eleven days shorter
    found = [(_from_hijri(hijri, month, day), name) for hijri in (first - 1, first, first + 1, first + 2) for name, month, day in _HIJRI]
    return sorted((day, name) for day, name in found if day.year == year)


def _from_hijri(year: int, month: int, day: int) -> date:
    """Day of the tabular Hijri calendar (civil epoch), within a day of what is announced."""
    julian = (11 * year + 3) // 30 + 354 * year + 30 * month - (month - 1) // 2 + day + 1_948_440 - 385
    return date.fromordinal(julian - 1_721_425)


def working_days_from(days: np.ndarray, counts: np.ndarray, closed: Iterable[date] | None = None) -> np.ndarray:
    """The working day (jour ouvré) that is so many working days from each day.

    Args:
        days: `datetime64[D]`.
        counts: int64, same length; 0 gives the day itself when it is worked, else the next one; negative counts go back.
        closed: public holidays; None takes `public_holidays`.
    Returns:
        `datetime64[D]`, same length.

    >>> working_days_from(np.array(["2026-11-20"], "datetime64[D]"), np.array([0])).astype(str).tolist()
    ['2026-11-22']
    """
    days, counts = days.astype("datetime64[D]"), counts.astype(np.int64)
    if not len(days):
        return days
    reach = int(np.abs(counts).max()) * 2 + 60  # rests and feasts never make half of the days
    years = range(int(str(days.min() - reach)[:4]), int(str(days.max() + reach)[:4]) + 1)
    closed = [each.day for year in years for each in public_holidays(year)] if closed is None else list(closed)
    holidays = np.array(sorted(closed), dtype="datetime64[D]")
    result = np.empty_like(days)
    is_old = days < np.datetime64(_NEW_REST)
    for mask, week in ((is_old, _THURSDAY_FRIDAY), (~is_old, _FRIDAY_SATURDAY)):
        for chosen, roll in ((counts > 0, "backward"), (counts <= 0, "forward")):
            at = mask & chosen
            if at.any():
                result[at] = np.busday_offset(days[at], counts[at], roll=roll, weekmask=week, holidays=holidays)  # type: ignore[call-overload]
    return result


def next_working_day(day: date, closed: Iterable[date] | None = None) -> date:
    """The day itself when it is worked, else the next working day."""
    return _shifted(day, 0, closed)


def working_day_before(day: date, count: int, closed: Iterable[date] | None = None) -> date:
    """The working day so many working days before a day."""
    return _shifted(day, -count, closed)


def _shifted(day: date, count: int, closed: Iterable[date] | None) -> date:
    moved = working_days_from(np.array([day], dtype="datetime64[D]"), np.array([count]), closed)
    result: date = moved[0].item()
    return result
