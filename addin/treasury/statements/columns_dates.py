"""Date columns of a statement: which order of day, month and year they are written in, and what proves it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from addin.treasury.characters import plain
from addin.treasury.dates import DateColumn, Period, Trouble, read_dates

ORDERS = ("dmy", "mdy", "ymd")
_EPOCH = date(1970, 1, 1).toordinal()
_NOWHERE = np.iinfo(np.int64).min
_TIME = r"(?:[ T,]+(?:à |a |at |um )?\d{1,2}\s*[:hH.]\s*\d{2}.*|Z|[+-]\d{2}:?\d{2})?"
_NUMERIC = re.compile(rf"(?:[^\W\d_]{{2,9}}\.?,? +)?(\d{{1,4}})\s*([-/. ])\s*(\d{{1,2}})\s*\2\s*(\d{{4}}|\d{{1,2}})\.?{_TIME}")
_COMPACT = re.compile(r"\d{8}|\d{6}")
_COMPACT_TIME = re.compile(r"(\d{8})[T ]?\d{4,6}(?:\.\d+)?(?:\[.*\])?")
_IN_TEXT = re.compile(r"(?<![\d/.-])\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})(?![\d/.-])")
_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")
_YEARS = range(1950, 2100)
_ENOUGH_IN_SEQUENCE, _ENOUGH_PAIRS, _ENOUGH_FOR_SPAN = 6, 2, 3
_NEAR, _FAR = 10, 25
_ONE_YEAR, _FAR_FROM_NAME, _YEARS_AWAY = 400, 550, 1100
_SHEET_YEARS = range(1900, 2200)  # what a cell of a workbook can hold, and a bank can mean
_FEW_WRONG = 0.05
_MONTH_WORDS = (
    "januar januari gennaio gen enero ene janeiro leden stycznia جانفي يناير",
    "februar februari febbraio febrero febrer fevereiro lutego فيفري فبراير",
    "märz marz mär maart mrt marzo março marco marca مارس",
    "aprile abril abr kwietnia أفريل افريل ابريل أبريل",
    "mei maggio mag mayo maio maja maj ماي مايو",
    "juni giugno giu junio junho czerwca جوان يونيو",
    "juli luglio lug julio julho lipca جويلية يوليو",
    "augustus agosto ago sierpnia أوت اوت أغسطس",
    "settembre set septiembre setembro września سبتمبر",
    "oktober okt ottobre ott octubre outubro out października أكتوبر اكتوبر",
    "november noviembre nov novembro listopada نوفمبر",
    "dezember dez dicembre dic diciembre dezembro grudnia ديسمبر",
)
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: _ENGLISH[i] for i, names in enumerate(_MONTH_WORDS) for name in names.split()}
_WORD = re.compile(r"[^\W\d_]+")

Readings = Mapping[str, int]
"""Order → days since 1970; the key "" when the text can be read in one way only."""


@dataclass(frozen=True)
class OrderFound:
    """How the dates of a file are written.

    Attributes:
        order: one of `ORDERS`; "" when no date depends on it; None when nothing settles it.
        why: "plain", "days" (days > 12), "above", "span", "bounds", "sequence", "value_dates", "chosen", "profile", "same", "open".
        count: dates read under this order, of `total`.
        proofs: what counts for it: dates, or lines, that fit no other order.
        against: dates that fit only another order.
        options: orders that are still possible when it is None.
    """

    order: str | None
    why: str
    count: int = 0
    total: int = 0
    proofs: int = 0
    against: int = 0
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class DateTexts:
    """A column of date cells, its texts parsed once for each distinct one.

    Attributes:
        cells: as in the file.
        readings: text → its readings; empty for what is no date.
    """

    cells: Sequence[object]
    readings: Mapping[str, Readings]

    @property
    def counts(self) -> Counter[str]:
        """Distinct text that holds a date → number of cells."""
        return Counter({cell: n for cell, n in Counter(self.cells).items() if type(cell) is str and self.readings.get(cell)})

    def read(self, order: str | None) -> DateColumn:
        """The dates under an order."""
        found = {text: readings.get("", readings.get(order or "dmy")) for text, readings in self.readings.items()}
        values = {text: day for text, day in found.items() if day is not None and date.fromordinal(day + _EPOCH).year in _SHEET_YEARS}
        days = np.array([values.get(cell, _NOWHERE) if type(cell) is str else _NOWHERE for cell in self.cells], dtype=np.int64)
        known = days != _NOWHERE
        dates = np.where(known, days, 0).astype("datetime64[D]").astype("datetime64[s]")
        dates[~known] = np.datetime64("NaT")
        troubles: dict[int, Trouble] = {}
        if set(map(type, self.cells)) - {str}:
            column = read_dates([None if type(cell) is str else cell for cell in self.cells])
            dates, known = np.where(known, dates, column.days), known | column.known
            troubles.update(column.troubles)
        for i in np.flatnonzero(~known).tolist():
            if type(cell := self.cells[i]) is str and plain(cell):
                troubles[i] = "unreadable"
        return DateColumn(dates, known, troubles)


def parse_date_cells(cells: Sequence[object], period: Period | None = None) -> DateTexts:
    """The readings of the texts of a column; other cells are read as they are.

    Args:
        period: first and last day announced above, which gives its year to « 05/01 ».
    """
    texts = {cell for cell in cells if type(cell) is str and cell}
    return DateTexts(cells, {text: readings_of(text, period) for text in texts})


def readings_of(text: str, period: Period | None = None) -> Readings:
    """All the days that a text may mean.

    >>> sorted(readings_of("05/04/2020")), readings_of("31.12.2020"), readings_of("2020-04-05 12:34:56 +0000")
    (['dmy', 'mdy'], {'dmy': 18627}, {'': 18357})
    """
    written = plain(text).strip("'\"")
    if match := _COMPACT_TIME.fullmatch(written):
        written = match[1]
    if match := _NUMERIC.fullmatch(written):
        return _numeric(match[1], match[3], match[4])
    if _COMPACT.fullmatch(written):
        return _compact(written)
    if not any(char.isdigit() for char in written) or len(written) > 60:
        return {}
    words = _WORD.sub(lambda match: _MONTHS.get(match[0].lower(), match[0]), written)
    column = read_dates([words.rstrip(".")], period)
    return {"": int(column.days[0].astype("datetime64[D]").astype(np.int64))} if column.known[0] else {}


def _numeric(first: str, second: str, third: str) -> Readings:
    if len(first) >= 3:
        return _only("", _day(int(first), int(second), int(third))) if len(first) == 4 and len(third) <= 2 else {}
    a, b, c = int(first), int(second), int(third)
    if len(third) == 4:
        return {**_only("dmy", _day(c, b, a)), **_only("mdy", _day(c, a, b))}
    found = {**_only("dmy", _day(_full_year(c), b, a)), **_only("mdy", _day(_full_year(c), a, b))}
    return {**found, **(_only("ymd", _day(_full_year(a), b, c)) if len(first) == 2 else {})}


def _compact(text: str) -> Readings:
    if len(text) == 8:
        if int(text[:4]) in _YEARS and (found := _only("", _day(int(text[:4]), int(text[4:6]), int(text[6:])))):
            return found
        return _numeric(text[:2], text[2:4], text[4:]) if int(text[4:]) in _YEARS else {}
    return _numeric(text[:2], text[2:4], text[4:])


def _full_year(year: int) -> int:
    return year + (2000 if year < 70 else 1900)


def _day(year: int, month: int, day: int) -> int | None:
    try:
        return date(year, month, day).toordinal() - _EPOCH
    except ValueError:
        return None


def _only(order: str, day: int | None) -> dict[str, int]:
    return {} if day is None else {order: day}


def settle_order(booked: DateTexts, value: DateTexts | None, above: Sequence[str], name: str) -> OrderFound:
    """The order of the dates of a file, by everything that tells: days above 12, value dates, sequence, period, name of the file.

    Args:
        booked: the dates that count.
        value: value dates, None without.
        above: texts of the lines outside of the table.
        name: name of the file and of the sheet.
    """
    counts = booked.counts
    total = sum(counts.values())
    depends = {text: n for text, n in counts.items() if "" not in booked.readings[text]}
    if not depends:
        return OrderFound("", "plain", total, total)
    pooled = Counter(depends)
    if value is not None:
        pooled.update({text: n for text, n in value.counts.items() if "" not in value.readings[text]})
    readings = {**(value.readings if value else {}), **booked.readings}
    found = _by_days(pooled, readings)
    if found is not None:
        against = sum(n for text, n in depends.items() if found.order not in readings[text])
        others = [order for order in ORDERS if order != found.order]
        proofs = sum(n for text, n in depends.items() if found.order in readings[text] and not any(o in readings[text] for o in others))
        return replace(found, count=total - against, total=total, proofs=proofs or found.proofs, against=against)
    options = _orders_that_fit(pooled, readings)
    depends = {text: n for text, n in depends.items() if all(order in readings[text] for order in options)}
    if not depends:  # the dates contradict each other: none can be read in every order
        return OrderFound(None, "open", 0, total, options=options)
    if all(len({readings[text].get(order) for order in options}) == 1 for text in depends):
        return OrderFound(options[0], "same", total, total)
    within = _dates_within(above)
    from_above = _by_days(Counter(within), {text: readings_of(text) for text in within})
    if from_above is not None and from_above.order in options:
        return OrderFound(from_above.order, "above", total, total, from_above.proofs)
    stamps = [date(int(y), int(m), int(d)) for y, m, d in _IN_NAME.findall(name) if _day(int(y), int(m), int(d)) is not None]
    for keep, why in (
        (_by_span(depends, readings), "span"),
        (_by_bounds(depends, readings, stamps), "bounds"),
        (_by_sequence(booked), "sequence"),
        (_by_value_dates(booked, value), "value_dates"),
    ):
        kept, proofs = keep(options)
        if len(kept) == 1:
            return OrderFound(kept[0], why, total, total, proofs)
        options = kept
    return OrderFound(None, "open", 0, total, options=options)


Filter = Callable[[tuple[str, ...]], tuple[tuple[str, ...], int]]
"""The orders that remain of those given, and the number of dates that count against the others."""


def _orders_that_fit(counts: Mapping[str, int], readings: Mapping[str, Readings]) -> tuple[str, ...]:
    fits = {order: sum(n for text, n in counts.items() if order in readings[text]) for order in ORDERS}
    best = max(fits.values())
    return tuple(order for order in ORDERS if fits[order] == best and best)


def _by_days(counts: Mapping[str, int], readings: Mapping[str, Readings]) -> OrderFound | None:
    """The one order that fits, by dates that fit no other."""
    fits = {order: sum(n for text, n in counts.items() if order in readings[text]) for order in ORDERS}
    first, second = sorted(ORDERS, key=lambda order: (-fits[order], ORDERS.index(order)))[:2]
    size = sum(counts.values())
    against = sum(n for text, n in counts.items() if readings[text] and first not in readings[text])
    proofs = sum(n for text, n in counts.items() if first in readings[text] and not any(o in readings[text] for o in ORDERS if o != first))
    if fits[first] == fits[second] or not proofs or not (against == 0 or (proofs >= 3 * against and against <= max(1, size * _FEW_WRONG))):
        return None
    return OrderFound(first, "days", size - against, size, proofs, against)


def _dates_within(texts: Iterable[str]) -> list[str]:
    return [match for text in texts for match in _IN_TEXT.findall(plain(text))]


def _by_span(texts: Mapping[str, int], readings: Mapping[str, Readings]) -> Filter:
    """Without the orders that would spread the dates over years while another keeps them within one (« 25/11/03 »)."""

    def keep(options: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
        days = {order: [readings[text][order] for text in texts] for order in options}
        spans = {order: max(found) - min(found) for order, found in days.items()}
        if len(texts) < _ENOUGH_FOR_SPAN or min(spans.values()) > _ONE_YEAR:
            return options, 0
        return tuple(order for order in options if spans[order] <= _YEARS_AWAY), len(texts)

    return keep


def _by_bounds(texts: Mapping[str, int], readings: Mapping[str, Readings], stamps: Sequence[date]) -> Filter:
    """By the dates in the name of the file: two are its period, one is near the operations."""
    low, high = (pick(stamps).toordinal() - _EPOCH if stamps else 0 for pick in (min, max))
    is_period = len(set(stamps)) > 1

    def keep(options: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
        if not stamps:
            return options, 0
        near, far = (0, 0) if is_period else (_ONE_YEAR, _FAR_FROM_NAME)
        outside = {
            order: (
                sum(not low - near <= readings[text][order] <= high + near for text in texts),
                [readings[text][order] for text in texts],
            )
            for order in options
        }
        within = [order for order in options if not outside[order][0]]
        if not within:
            return options, 0
        left = tuple(o for o in options if o in within or (any(low - far <= day <= high + far for day in outside[o][1]) and not is_period))
        return left, min((outside[order][0] for order in options if order not in left), default=0)

    return keep


def _by_sequence(booked: DateTexts) -> Filter:
    """Dates that follow each other, up or down, under one order only."""
    texts = [cell for cell in booked.cells if type(cell) is str and booked.readings.get(cell)]

    def keep(options: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
        if len(set(texts)) < _ENOUGH_IN_SEQUENCE:
            return options, 0
        runs = []
        for order in options:
            steps = np.diff(np.array([day_under(booked.readings[text], order) for text in texts]))
            if (steps >= 0).all() or (steps <= 0).all():
                runs.append(order)
        return (tuple(runs), len(set(texts))) if runs else (options, 0)

    return keep


def _by_value_dates(booked: DateTexts, value: DateTexts | None) -> Filter:
    """Value dates near their operation under one order, and weeks away from it under the others."""
    readings = value.readings if value else {}
    cells = value.cells if value else [None] * len(booked.cells)
    both = {(a, b) for a, b in zip(booked.cells, cells, strict=True) if type(a) is str and type(b) is str}
    pairs = [(booked.readings[a], readings[b]) for a, b in both if booked.readings.get(a) and readings.get(b)]

    def keep(options: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
        gaps = {order: [abs(day_under(a, order) - day_under(b, order)) for a, b in pairs] for order in options}
        near = tuple(order for order in options if pairs and max(gaps[order]) <= _NEAR)
        proofs = min((sum(gap >= _FAR for gap in gaps[order]) for order in options if order not in near), default=0)
        return (near, proofs) if len(near) == 1 and proofs >= _ENOUGH_PAIRS else (options, 0)

    return keep


def day_under(readings: Readings, order: str) -> int:
    """The day that a text means under an order, in days since 1970; 0 when it is none under it."""
    return readings.get("", readings.get(order, 0))
