"""Legal deadlines (échéances fiscales et sociales): when an obligation falls due for a period, and when to be safe."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from addin.treasury.calendar_dz import next_working_day, working_day_before

SAFETY_WORKING_DAYS = 2

_MONTH = re.compile(r"(?:(?P<year>\d{4})[-/ ](?P<month>\d{1,2})|(?P<month2>\d{1,2})[-/ ](?P<year2>\d{4}))")
_QUARTER = re.compile(r"(?:T(?P<quarter>[1-4])[-/ ]?(?P<year>\d{4})|(?P<year2>\d{4})[-/ ]?T(?P<quarter2>[1-4]))")
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True)
class Period:
    """A month, a quarter or a year.

    Attributes:
        months: 1, 3 or 12.
    """

    first: date
    months: int

    @property
    def last(self) -> date:
        return _first_of(self.first.year, self.first.month + self.months) - timedelta(days=1)


@dataclass(frozen=True)
class Deadline:
    """When an obligation falls due.

    Attributes:
        legal_on: the date of the law, moved to the next working day when it falls on a rest day.
        safe_on: two working days earlier.
    """

    legal_on: date
    safe_on: date


def read_period(text: str) -> Period | None:
    """The period typed: « 10/2026 », « 2026-10 », « T3 2026 », « 2026 »; None when it is none of these.

    >>> read_period("T3 2026")
    Period(first=datetime.date(2026, 7, 1), months=3)
    """
    cleaned = text.strip().upper()
    if found := _QUARTER.fullmatch(cleaned):
        quarter, year = int(found["quarter"] or found["quarter2"]), int(found["year"] or found["year2"])
        return Period(date(year, 3 * quarter - 2, 1), 3)
    if found := _MONTH.fullmatch(cleaned):
        month, year = int(found["month"] or found["month2"]), int(found["year"] or found["year2"])
        return Period(date(year, month, 1), 1) if 1 <= month <= 12 else None
    return Period(date(int(cleaned), 1, 1), 12) if _YEAR.fullmatch(cleaned) else None


def month_of(day: date) -> Period:
    """The month that holds a day."""
    return Period(day.replace(day=1), 1)


def _day_of_next_month(day: int) -> Callable[[Period], date]:
    def due(period: Period) -> date:
        return (period.last + timedelta(days=1)).replace(day=day)

    return due


def _day_of_year(month: int, day: int, *, years_later: int = 0) -> Callable[[Period], date]:
    def due(period: Period) -> date:
        return date(period.first.year + years_later, month, day)

    return due


_DUE: dict[str, tuple[frozenset[int], Callable[[Period], date]]] = {
    "G50": (frozenset({1, 3}), _day_of_next_month(20)),
    "CNAS": (frozenset({1, 3}), lambda period: period.last + timedelta(days=30)),
    "DAS": (frozenset({12}), _day_of_year(1, 31, years_later=1)),
    "CASNOS": (frozenset({12}), _day_of_year(6, 30)),
    "ACOMPTE1": (frozenset({12}), _day_of_year(3, 20)),
    "ACOMPTE2": (frozenset({12}), _day_of_year(6, 20)),
    "ACOMPTE3": (frozenset({12}), _day_of_year(11, 20)),
    "BILAN": (frozenset({12}), _day_of_year(4, 30, years_later=1)),
    "G12": (frozenset({12}), _day_of_year(6, 30)),
    "G12BIS": (frozenset({12}), _day_of_year(1, 20, years_later=1)),
}
"""Obligation → lengths of its period in months, and its date before rest days are looked at.

G50 (TVA, IRG, timbre): within the first 20 days of the next month or quarter. CNAS: 30 days after the month or the quarter. DAS: 31
January after the year. CASNOS: 30 June. IBS instalments: 20 March, 20 June, 20 November (art. 356 CIDTA). BILAN: annual return of IBS,
30 April after the year. G12 and G12 bis (IFU): 30 June of the year, 20 January after it."""

OBLIGATIONS = tuple(_DUE)


def rhythms(obligation: str) -> frozenset[int]:
    """Lengths in months of the periods that an obligation is due for: {1, 3} or {12}.

    Raises:
        KeyError: another obligation than `OBLIGATIONS`.
    """
    return _DUE[obligation][0]


def deadline(obligation: str, period: Period, closed: Iterable[date] | None = None) -> Deadline:
    """When an obligation falls due for a period (échéance).

    Args:
        obligation: one of `OBLIGATIONS`.
        period: a month given for a yearly obligation stands for its year.
        closed: public holidays; None takes the shipped ones.
    Raises:
        KeyError: another obligation.
        ValueError: a year or a quarter for an obligation that is due more often.

    >>> deadline("G50", Period(date(2026, 2, 1), 1)).legal_on
    datetime.date(2026, 3, 23)
    """
    lengths, due = _DUE[obligation]
    if lengths == {12}:
        period = Period(date(period.first.year, 1, 1), 12)
    if period.months not in lengths:
        raise ValueError(f"{obligation} is not due for {period.months} months")
    legal = next_working_day(due(period), closed)
    return Deadline(legal, working_day_before(legal, SAFETY_WORKING_DAYS, closed))


def _first_of(year: int, month: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
