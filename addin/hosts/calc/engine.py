"""The engine that xlwings registers: how values are made ready for LibreOffice, and what its values become."""

from __future__ import annotations

import datetime as dt
import numbers
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from addin.hosts.calc.applications import Apps
from addin.hosts.calc.members import Member

CELL_ERRORS: Mapping[int, str] = {
    -2146826281: "#DIV/0!",
    -2146826246: "#N/A",
    -2146826259: "#NAME?",
    -2146826288: "#NULL!",
    -2146826252: "#NUM!",
    -2146826265: "#REF!",
    -2146826273: "#VALUE!",
}
"""How Excel, and so xlwings, hands over a cell in error: numbers of COM."""


class Engine(Member):
    """Values in and out as xlwings' engine for Windows treats them."""

    name = "calc"
    type = "desktop"
    apps: Apps

    def __init__(self) -> None:
        self.apps = Apps(self)

    @staticmethod
    def prepare_xl_data_element(x: object, options: object = None) -> object:
        """One value made ready to be written: str, bool, float, datetime or "" for nothing.

        Raises:
            TypeError: Excel has no such value.
        """
        if x is None:
            return ""
        kind = type(x)
        if kind is float:
            return x if x == x else ""
        if kind is str or kind is bool:
            return x
        if kind is int:
            return float(x)  # type: ignore[arg-type]
        return _prepared(x)

    @staticmethod
    def clean_value_data(
        data: Sequence[Sequence[Any]],
        datetime_builder: Callable[..., object],
        empty_as: object,
        number_builder: Callable[[float], object] | None,
        err_to_str: bool,
    ) -> list[list[object]]:
        """Values as read made into what was asked for (dates, numbers, blanks, errors)."""

        def clean(value: Any) -> object:
            kind = type(value)
            if kind is float:
                return value if number_builder is None else number_builder(value)
            if value is None or value == "":
                return empty_as
            if kind is int:
                return CELL_ERRORS.get(value, value) if err_to_str else (None if value in CELL_ERRORS else value)
            if kind is dt.datetime and datetime_builder is not dt.datetime:
                parts = ("month", "day", "year", "hour", "minute", "second", "microsecond")
                return datetime_builder(**{part: getattr(value, part) for part in parts}, tzinfo=None)
            return value

        return [[clean(value) for value in row] for row in data]


def _prepared(x: Any) -> object:
    """Values of pandas, numpy and subclasses; never a text made from an object that is no text."""
    if isinstance(x, str):
        return str.__str__(x)
    if isinstance(x, dt.datetime):
        return "" if x != x else dt.datetime(x.year, x.month, x.day, x.hour, x.minute, x.second, x.microsecond)
    if isinstance(x, dt.date):
        return dt.datetime(x.year, x.month, x.day)
    if isinstance(x, (Decimal, numbers.Number)):
        number = float(x)  # type: ignore[arg-type]
        return bool(x) if type(x).__name__ in ("bool_", "bool") else number if number == number else ""
    kind = type(x)
    if kind.__name__ in ("bool_", "bool") and kind.__module__.startswith("numpy"):
        return bool(x)
    if kind.__name__ == "datetime64":
        return "" if x != x else x.astype("datetime64[us]").item()
    if kind.__name__ in ("NaTType", "NAType"):
        return ""
    raise TypeError(f"a cell cannot hold a {kind.__name__}")


ENGINE = Engine()
