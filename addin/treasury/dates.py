"""Date cells as `datetime64[s]`: dates, serials, numbers like 20260131, text in jj/mm/aaaa, ISO or with month names.

The order of day and month in text is proved by the data of the whole column, or said to be unproven; it is never guessed
against the evidence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

import numpy as np

from addin.treasury.characters import is_blank, plain

Trouble = Literal["unreadable", "ambiguous"]
Order = Literal["none", "dmy", "dmy_unproven", "mdy", "mdy_by_sequence", "mixed"]
Parts = tuple[int, int, int]
Period = tuple[date, date]

_EPOCH = date(1970, 1, 1).toordinal()
_SERIAL_EPOCH = date(1899, 12, 30).toordinal()
_SERIALS = (18_264, 73_050)  # 01/01/1950 to 31/12/2099
_COMPACT_NUMBERS = (19_500_101, 20_991_231)
_NOWHERE = np.iinfo(np.int64).min
_SMALL_DAY = 12
_FEW_SWAPPED, _MANY_SWAPPED = 3, 5
_ENOUGH_IN_SEQUENCE = 6

_TIME = r"(?:[t ,àa]+\d{1,2}\s*[:hH].*)?"
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _TIME)
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_NUMERIC = re.compile(r"(?:[a-z]{3,8}\.? +)?(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4}|\d{2})" + _TIME)
_NAMED = re.compile(r"(?:[a-z]{3,8}\.? +)?(\d{1,2})(?:er)?[-/. ]*([a-zéûùôà]{3,9})\.?[-/. ,]*(\d{4}|\d{2})" + _TIME)
_NAMED_FIRST = re.compile(r"([a-z]{3,9})\.? +(\d{1,2}),? +(\d{4})")
_NO_YEAR = re.compile(r"(\d{1,2})\s*[-/. ]\s*(\d{1,2})")
_MONTH_NAMES = (
    "janvier janv jan january",
    "fevrier février fevr févr fev fév feb february",
    "mars mar march",
    "avril avr apr april",
    "mai may",
    "juin jun june",
    "juillet juil jul july",
    "aout août aou aoû aug august",
    "septembre sept sep september",
    "octobre oct october",
    "novembre nov november",
    "decembre décembre dec déc december",
)
MONTHS = {name: month for month, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}


@dataclass(frozen=True)
class DateColumn:
    """A column of dates as read.

    Attributes:
        days: `datetime64[s]`, NaT where `known` is False.
        known: bool, the cell holds a readable date.
        troubles: position → what is wrong with a cell that is neither blank nor readable.
        order: how the day/month order of the text cells was settled.
        dmy, mdy: number of text cells that can only be read in that order; `ambiguous`: in both.
        looks_swapped: real dates all have a day ≤ 12 while the text ones all have a day > 12 (a file opened with
            American settings).
    """

    days: np.ndarray
    known: np.ndarray
    troubles: Mapping[int, Trouble]
    order: Order = "none"
    dmy: int = 0
    mdy: int = 0
    ambiguous: int = 0
    looks_swapped: bool = False


def read_dates(cells: Sequence[object], period: Period | None = None) -> DateColumn:
    """Read a column of cells (dates, serials, text, blanks).

    Args:
        period: first and last day that a line above the table announces; it gives its year to text like « 05/01 ».
    """
    days = _days(cells)
    known = days != _NOWHERE
    troubles: dict[int, Trouble] = {}
    order: Order = "none"
    dmy = mdy = unsure = 0
    looks_swapped = False
    if not known.all():
        unread = np.flatnonzero(~known).tolist()
        texts = {i: text for i in unread if isinstance(cell := cells[i], str) and (text := plain(cell))}
        troubles.update({i: "unreadable" for i in unread if not isinstance(cells[i], str) and not is_blank(cells[i])})
        parsed = {text: _parse(text, period) for text in set(texts.values())}
        kinds = {text: _order_of(found) for text, found in parsed.items() if isinstance(found, tuple)}
        uses = [kinds[text] for text in texts.values() if text in kinds]
        dmy, mdy, unsure = uses.count("dmy"), uses.count("mdy"), uses.count("either")
        order = _settle(dmy, mdy, unsure)
        if order == "dmy_unproven" and _follow_only_as_mdy([found for text in texts.values() if isinstance(found := parsed[text], tuple)]):
            order = "mdy_by_sequence"
        if dmy and mdy == unsure == 0:
            looks_swapped = _look_swapped(days[known], [found for text in texts.values() if isinstance(found := parsed[text], tuple)])
        for i, text in texts.items():
            found = parsed[text]
            day = found if not isinstance(found, tuple) else _resolve(found, order)
            if isinstance(day, str):
                troubles[i] = day
            elif day is None:
                troubles[i] = "unreadable"
            else:
                days[i], known[i] = day, True
    days = np.where(known, days, 0)
    values = (days * 86_400).astype("datetime64[s]")
    values[~known] = np.datetime64("NaT")
    return DateColumn(values, known, troubles, order, dmy, mdy, unsure, looks_swapped)


def read_date(cell: object) -> date | None:
    """One date cell, read in jj/mm order; None when it is blank or unreadable.

    >>> read_date("05/04/2020"), read_date("2020-04-05"), read_date(43926.0), read_date("5 avr. 20"), read_date("32/01/2020")
    (datetime.date(2020, 4, 5), datetime.date(2020, 4, 5), datetime.date(2020, 4, 5), datetime.date(2020, 4, 5), None)
    """
    column = read_dates([cell])
    return column.days[0].astype("datetime64[D]").item() if column.known[0] else None


def dates_in(text: str) -> list[date]:
    """The dates jj/mm/aaaa that stand in a sentence.

    >>> dates_in("Relevé du 01/01/2021 au 31.01.21")
    [datetime.date(2021, 1, 1), datetime.date(2021, 1, 31)]
    """
    found = (read_date(match[0]) for match in re.finditer(r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})\b|\b\d{4}-\d\d-\d\d\b", plain(text)))
    return [day for day in found if day is not None]


def as_date(value: np.datetime64 | datetime) -> date:
    """A `datetime64`, or a pandas `Timestamp`, as a plain date."""
    if isinstance(value, datetime):
        return value.date()
    day: date = value.astype("datetime64[D]").item()
    return day


def _days(cells: Sequence[object]) -> np.ndarray:
    """Days since 1970 of the cells that are dates or numbers of dates, `_NOWHERE` for the others."""
    kinds = set(map(type, cells))
    if kinds == {date}:
        day_of = {cell: cell.toordinal() - _EPOCH for cell in set(cells) if isinstance(cell, date)}  # thousands of lines share a few days
        return np.fromiter(map(day_of.__getitem__, cells), np.int64, len(cells))  # type: ignore[arg-type]
    if kinds <= {str, type(None)}:
        return np.full(len(cells), _NOWHERE)
    return np.array([_NOWHERE if type(cell) is str or cell is None else _day(cell) for cell in cells], dtype=np.int64)


def _day(cell: object) -> int:
    if isinstance(cell, date):  # datetime too
        return cell.toordinal() - _EPOCH
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        if _SERIALS[0] <= cell <= _SERIALS[1]:
            return int(cell) + _SERIAL_EPOCH - _EPOCH
        if _COMPACT_NUMBERS[0] <= cell <= _COMPACT_NUMBERS[1] and cell == int(cell):
            day = _build(int(cell) // 10_000, int(cell) // 100 % 100, int(cell) % 100)
            return _NOWHERE if day is None else day
    return _NOWHERE


def _parse(text: str, period: Period | None) -> int | Parts | None:
    """Days since 1970, or (first, second, year) when the order of day and month is open, or None."""
    text = text.lower()
    if match := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        return _build(int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMERIC.fullmatch(text):
        return int(match[1]), int(match[2]), _full_year(match[3])
    if (match := _NAMED.fullmatch(text)) and match[2] in MONTHS:
        return _build(_full_year(match[3]), MONTHS[match[2]], int(match[1]))
    if (match := _NAMED_FIRST.fullmatch(text)) and match[1] in MONTHS:
        return _build(int(match[3]), MONTHS[match[1]], int(match[2]))
    if period is not None and (match := _NO_YEAR.fullmatch(text)):
        return _within(period, int(match[1]), int(match[2]))
    return None


def _within(period: Period, day: int, month: int) -> int | None:
    """The only day jj/mm of a period shorter than a year."""
    first, last = (each.toordinal() - _EPOCH for each in period)
    if not 0 <= last - first < 365:
        return None
    found = [built for year in range(period[0].year, period[1].year + 1) if (built := _build(year, month, day)) is not None]
    return next((built for built in found if first <= built <= last), None)


def _full_year(text: str) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    return year + (2000 if year < 70 else 1900)


def _build(year: int, month: int, day: int) -> int | None:
    try:
        return date(year, month, day).toordinal() - _EPOCH
    except ValueError:
        return None


def _order_of(parts: Parts) -> Literal["dmy", "mdy", "either", "neither"]:
    first, second, year = parts
    as_dmy, as_mdy = _build(year, second, first) is not None, _build(year, first, second) is not None
    if as_dmy and as_mdy:
        return "either" if first != second else "neither"  # 05/05: same date both ways, no evidence and no doubt
    return "dmy" if as_dmy else "mdy" if as_mdy else "neither"


def _settle(dmy: int, mdy: int, either: int) -> Order:
    if not dmy and not mdy:
        return "dmy_unproven" if either else "none"
    if not mdy or (dmy >= 3 * mdy and mdy <= max(1, (dmy + mdy + either) // 20)):
        return "dmy"
    if not dmy and mdy >= 3 and mdy >= 0.3 * (mdy + either):
        return "mdy"
    return "mixed"


def _follow_only_as_mdy(parts: Sequence[Parts]) -> bool:
    """Six different dates or more that follow each other as mm/jj and not as jj/mm."""
    if len(set(parts)) < _ENOUGH_IN_SEQUENCE:
        return False
    as_dmy, as_mdy = ([_build(year, *pair) for first, second, year in parts for pair in [(second, first)[::step]]] for step in (1, -1))
    return not _is_in_sequence(as_dmy) and _is_in_sequence(as_mdy)


def _is_in_sequence(days: Sequence[int | None]) -> bool:
    known = [day for day in days if day is not None]
    return known in (sorted(known), sorted(known, reverse=True))


def _resolve(parts: Parts, order: Order) -> int | Trouble | None:
    first, second, year = parts
    as_dmy, as_mdy = _build(year, second, first), _build(year, first, second)
    if order in ("mdy", "mdy_by_sequence"):
        return as_mdy if as_mdy is not None else "unreadable"
    if order == "mixed":
        if as_dmy is not None and as_mdy is not None and as_dmy != as_mdy:
            return "ambiguous"
        return as_dmy if as_dmy is not None else as_mdy
    return as_dmy if as_dmy is not None else "unreadable"


def _look_swapped(days: np.ndarray, texts: Sequence[Parts]) -> bool:
    """Real dates, none after the 12th of its month, beside texts that all are: Excel took the day for the month where it could.

    Few of each are enough when the days of the real dates are the months of the texts (a statement of one month).
    """
    dates = days.astype("datetime64[D]")
    day_of_month = set(((dates - dates.astype("datetime64[M]")).astype(int) + 1).tolist())
    if min(len(days), len(texts)) < _FEW_SWAPPED or max(day_of_month) > _SMALL_DAY:
        return False
    is_told_by_months = day_of_month <= {month for _, month, _ in texts} and len(set(days.tolist())) > 1
    return is_told_by_months or (min(len(days), len(texts)) >= _MANY_SWAPPED and len(day_of_month) > 1)
