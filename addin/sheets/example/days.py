"""The calendar of the example: eighteen months, Algerian working days, paydays before the Aïd."""

from __future__ import annotations

from datetime import date, timedelta

from addin.sheets.holidays import holidays

FIRST, LAST = date(2025, 5, 1), date(2026, 10, 31)
_FRIDAY, _SATURDAY = 4, 5
_FEASTS = {day: str(label) for day, label, _ in holidays(2025, 2028) if isinstance(day, date)}


def is_working(day: date) -> bool:
    """Sunday to Thursday, feasts excepted: the days on which banks book."""
    return day.weekday() not in (_FRIDAY, _SATURDAY) and day not in _FEASTS


def working(day: date) -> date:
    """The day itself, or the next working day."""
    while not is_working(day):
        day += timedelta(days=1)
    return day


def working_before(day: date) -> date:
    """The day itself, or the working day before."""
    while not is_working(day):
        day -= timedelta(days=1)
    return day


def months(first: date = FIRST, last: date = LAST) -> list[tuple[int, int]]:
    """(year, month) of each month touched, in order."""
    return [(n // 12, n % 12 + 1) for n in range(first.year * 12 + first.month - 1, last.year * 12 + last.month)]


def previous(year: int, month: int) -> tuple[int, int]:
    return (year - 1, 12) if month == 1 else (year, month - 1)


def payday(year: int, month: int) -> date:
    """The 28th or the working day before; three working days before an Aïd that falls between the 15th and the 5th after."""
    usual = working_before(date(year, month, 28))
    for day in sorted(_FEASTS):
        if _FEASTS[day].startswith("Aïd") and date(year, month, 15) <= day <= usual + timedelta(days=8):
            before = day
            for _ in range(3):
                before = working_before(before - timedelta(days=1))
            return min(before, usual)
    return usual
