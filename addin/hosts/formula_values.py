"""Values of formulas as Excel treats them: numbers, texts, booleans, blanks and errors; how one becomes another."""

from __future__ import annotations

import re
from datetime import date, timedelta

from addin.hosts.formula_parser import NotCalculableError

_CLOSE = 2.0**-48
"""Two numbers nearer than this, relatively, are the same number (LibreOffice's `rtl_math_approxEqual`; Excel shows 15 digits)."""
_PLAIN_NUMBER = re.compile(r"\s*[+-]?\d+\s*")
_DAYS_TO_1904 = 1462
_FALSE_LEAP_DAY = 60


class ErrorValue(Exception):  # noqa: N818  (a value first: it stands in cells, and is raised when it is read)
    """An error as a cell holds it (« #N/A »)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


Scalar = float | str | bool | None
"""What a formula works with; None is a blank cell. Dates are numbers."""
CellValue = Scalar | ErrorValue


UNKNOWN = ErrorValue("?")
"""Stands where a value could not be calculated: whoever reads it cannot be calculated either."""


def scalar(value: CellValue) -> Scalar:
    """The value of a cell. Raises the error that it holds; NotCalculableError when it is not known."""
    if isinstance(value, ErrorValue):
        if value is UNKNOWN:
            raise NotCalculableError("not calculated")
        raise value
    return value


def number(value: Scalar) -> float:
    """A value where a number is wanted.

    Raises:
        ErrorValue: #VALUE!, a text that is no number.
        NotCalculableError: a text whose reading depends on the country (« 1,5 », « 31/12/2026 »).

    >>> number(None), number(True), number(" 12 ")
    (0.0, 1.0, 12.0)
    """
    if isinstance(value, float):
        return value
    if value is None:
        return 0.0
    if isinstance(value, bool):
        return float(value)
    if _PLAIN_NUMBER.fullmatch(value):
        return float(value)
    if re.search(r"\d", value):
        raise NotCalculableError(value)
    raise ErrorValue("#VALUE!")


def text(value: Scalar) -> str:
    """A value where a text is wanted.

    Raises:
        NotCalculableError: a number with decimals (its comma depends on the country), a boolean (so does its word).

    >>> text(12.0), text(None), text("é")
    ('12', '', 'é')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or value != int(value) or abs(value) >= 1e15:
        raise NotCalculableError(str(value))
    return str(int(value))


def truth(value: Scalar) -> bool:
    """A value where true or false is wanted."""
    if isinstance(value, str):
        if value.upper() in ("TRUE", "FALSE"):
            return value.upper() == "TRUE"
        raise ErrorValue("#VALUE!")
    return bool(value)


def is_close(a: float, b: float) -> bool:
    """The same number, but for the last bits."""
    return a == b or abs(a - b) < abs(a) * _CLOSE


def added(a: float, b: float) -> float:
    """A sum; two numbers that cancel but for the last bits give 0, as in Excel.

    >>> added(0.1 + 0.2, -0.3)
    0.0
    """
    total = a + b
    return 0.0 if total and abs(total) < abs(a) * _CLOSE else total


def compare(a: Scalar, b: Scalar) -> int:
    """-1, 0 or 1: numbers before texts before booleans; the case of letters does not count; a blank takes the kind of the other.

    >>> compare(2.0, 10.0), compare("b", "A"), compare(9.0, "0"), compare(None, ""), compare(None, 0.0)
    (-1, 1, -1, 0, 0)
    """
    if a is None:
        a = _blank_as(b)
    if b is None:
        b = _blank_as(a)
    ranks = [2 if isinstance(value, bool) else 1 if isinstance(value, str) else 0 for value in (a, b)]
    if ranks[0] != ranks[1]:
        return -1 if ranks[0] < ranks[1] else 1
    if isinstance(a, str) and isinstance(b, str):
        one, other = a.casefold(), b.casefold()
        return (one > other) - (one < other)
    x, y = float(a), float(b)  # type: ignore[arg-type]
    return 0 if is_close(x, y) else -1 if x < y else 1


def _blank_as(other: Scalar) -> Scalar:
    return "" if isinstance(other, str) else False if isinstance(other, bool) else 0.0


def day_of(serial: float, *, counts_from_1904: bool) -> date:
    """The day of a date as Excel counts it.

    Raises:
        ErrorValue: #NUM!, before the first or after the last day.
    """
    days = int(serial // 1) + (_DAYS_TO_1904 if counts_from_1904 else 0)
    if not 1 <= days < 2_958_466:
        raise ErrorValue("#NUM!")
    if days == _FALSE_LEAP_DAY:
        raise NotCalculableError("29/02/1900")
    return date(1899, 12, 30) + timedelta(days=days if days > _FALSE_LEAP_DAY else days + 1)
