"""Functions of days."""

from __future__ import annotations

import math
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from addin.hosts.cellxml import serial
from addin.hosts.formula_arguments import Builder, Compiled, OnRow, Settings, plain_function
from addin.hosts.formula_parser import NotCalculableError
from addin.hosts.formula_values import ErrorValue, Scalar, day_of, number


def dated_function(of: Callable[..., Scalar | date], *, at_least: int = 1, at_most: int | None = None) -> Builder:
    """A function whose first value is a day."""

    def build(arguments: list[Compiled], settings: Settings) -> OnRow:
        since_1904 = settings.counts_from_1904

        def bound(first: Scalar, *more: Scalar) -> Scalar:
            result = of(day_of(number(first), counts_from_1904=since_1904), *more)
            return serial(result, counts_from_1904=since_1904) if isinstance(result, date) else result

        return plain_function(bound, at_least=at_least, at_most=at_most or at_least)(arguments, settings)

    return build


def date_of(arguments: list[Compiled], settings: Settings) -> OnRow:
    """DATE: months and days beyond the year count on."""
    if len(arguments) != 3:
        raise NotCalculableError("DATE")

    def result(row: int) -> Scalar:
        year, month, day = (math.floor(number(argument.value(row))) for argument in arguments)
        year += 1900 if 0 <= year < 1900 else 0
        try:
            first = date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
            return serial(first + timedelta(days=day - 1), counts_from_1904=settings.counts_from_1904)
        except (ValueError, OverflowError):
            raise ErrorValue("#NUM!") from None

    return result


def _months_later(day: date, months: Scalar) -> tuple[int, int]:
    index = day.year * 12 + day.month - 1 + int(number(months))
    if not 1900 * 12 <= index < 10_000 * 12:
        raise ErrorValue("#NUM!")
    return index // 12, index % 12 + 1


def end_of_month(day: date, months: Scalar) -> date:
    """EOMONTH."""
    year, month = _months_later(day, months)
    return date(year, month, monthrange(year, month)[1])


def same_day_later(day: date, months: Scalar) -> date:
    """EDATE: the last day of a shorter month."""
    year, month = _months_later(day, months)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def week_number(day: date, kind: Scalar = 1.0) -> float:
    """WEEKNUM, all its kinds; 21 is the ISO week."""
    if number(kind) == 21:
        return float(day.isocalendar().week)
    first_days = {1.0: 6, 2.0: 0, 17.0: 6, 11.0: 0, 12.0: 1, 13.0: 2, 14.0: 3, 15.0: 4, 16.0: 5}  # weekday() on which weeks begin
    if number(kind) not in first_days:
        raise ErrorValue("#NUM!")
    lead = (date(day.year, 1, 1).weekday() - first_days[number(kind)]) % 7
    return float((day.timetuple().tm_yday - 1 + lead) // 7 + 1)


def weekday(day: date, kind: Scalar = 1.0) -> float:
    """WEEKDAY."""
    offsets = {1.0: 1, 2.0: 0, 17.0: 1, 11.0: 0}
    if number(kind) == 3:
        return float(day.weekday())
    if number(kind) not in offsets:
        raise NotCalculableError("WEEKDAY")
    return float((day.weekday() + offsets[number(kind)]) % 7 + 1)
