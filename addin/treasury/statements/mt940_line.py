"""The statement line of MT940 (:61:): value date, entry date, mark, amount, references."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from addin.treasury.statements.records import exact_cents, full_year, interest_day, one_line, real_day

_LINE = re.compile(
    r"""[ ]*(?P<value>\d{6})
    (?P<entry>\d{4}|[ ]{4})?\s*
    (?P<mark>R[CD]|E[CD]|[CD])  # R takes an operation back, E announces one
    [A-Z]?\s*  # funds code: third letter of the currency, or the bank's own
    (?P<amount>[\d.,]*\d[\d.,]*)[ ]*
    (?P<rest>.*)""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_TYPE = re.compile(r"([A-Z][A-Z0-9 ]{3})(.*)", re.IGNORECASE | re.DOTALL)
_AMOUNT = re.compile(r"(\d*),(\d*)|(\d+)\.(\d{1,3})")
_NO_REFERENCE = re.compile(r"(?:N|NO ?N?REF|NONE|NOT ?PROVIDED|UNKNOWN|[0/. -]*)", re.IGNORECASE)
_SIGNS = {"C": 1, "D": -1, "RC": -1, "RD": 1, "EC": 1, "ED": -1}
_CLOSER = 183  # days: the entry is made in the year that brings it nearest to the value date


@dataclass(frozen=True)
class StatementLine:
    """One `:61:` as read.

    Attributes:
        cents: signed, credit positive.
        is_expected: announced (EC, ED), not booked.
        kind: transaction type (« NTRF »), "" without.
        customer, bank: the two references, "" where the bank has none (NONREF).
        more: supplementary details, on one line.
        moved: value date as printed when the calendar does not have it (30 February), "".
    """

    booked_on: date
    value_date: date
    cents: int
    is_expected: bool
    kind: str
    customer: str
    bank: str
    more: str
    moved: str


@dataclass(frozen=True)
class Unread:
    """Why a line cannot be read: code of the message, and the text that offends."""

    code: str
    value: str


def read_line(text: str, decimals: int) -> StatementLine | Unread:
    """One `:61:`, its lines joined by line feeds.

    Args:
        decimals: of the statement's currency.

    >>> line = read_line("2501020103D1250,5NTRFFAC12//BNA77\\nVIREMENT", 2)
    >>> line.booked_on.isoformat(), line.value_date.isoformat(), line.cents, line.customer, line.bank, line.more
    ('2025-01-03', '2025-01-02', -125050, 'FAC12', 'BNA77', 'VIREMENT')
    """
    match = _LINE.match(text)
    if match is None:
        return Unread("RECORD_UNREADABLE", text)
    printed = match["value"]
    year, month, day = full_year(int(printed[:2])), int(printed[2:4]), int(printed[4:])
    value_date = interest_day(year, month, day)
    booked_on = _entry_day((match["entry"] or "").strip(), value_date) if value_date else None
    if value_date is None or booked_on is None:
        return Unread("RECORD_DATE", printed if value_date is None else match["entry"])
    kind, customer, bank, more = _references(match["rest"])
    cents = _cents(match["amount"], decimals, has_type=bool(kind))
    if cents is None:
        return Unread("RECORD_AMOUNT", match["amount"])
    mark = match["mark"].upper()
    moved = "" if value_date.day == day else printed
    return StatementLine(booked_on, value_date, _SIGNS[mark] * cents, mark[0] == "E", kind, customer, bank, more, moved)


def read_money(text: str, decimals: int, *, has_type: bool = False) -> int | None:
    """Minor units of an amount « 1250,5 » or « 1250.50 », None when it is not one; whole numbers only where `has_type` says so.

    >>> read_money("1250,5", 2), read_money("1250.50", 2), read_money("1.250", 2), read_money("1250", 2)
    (125050, 125050, None, None)
    """
    return _cents(text, decimals, has_type=has_type)


def _cents(text: str, decimals: int, *, has_type: bool) -> int | None:
    match = _AMOUNT.fullmatch(text)
    if match is None:
        return exact_cents(text, "", decimals) if has_type and text.isdecimal() else None
    whole, fraction = (match[1], match[2]) if match[2] is not None else (match[3], match[4])
    if match[2] is None and len(fraction) != decimals:  # a point is not the standard's mark: « 5.000 » may be five thousand
        return None
    return exact_cents(whole, fraction, decimals) if whole or fraction else None


def _entry_day(printed: str, value_date: date) -> date | None:
    """The day of entry MMJJ in the year nearest to the value date; the value date itself when it is blank or 0000."""
    if printed in ("", "0000"):
        return value_date
    month, day = int(printed[:2]), int(printed[2:])
    years = (value_date.year, value_date.year - 1, value_date.year + 1)
    days = [found for year in years if (found := real_day(year, month, day))]
    return next((each for each in days if abs((each - value_date).days) <= _CLOSER), None)


def _references(rest: str) -> tuple[str, str, str, str]:
    """Type, customer reference, bank reference, supplementary details."""
    first, _, more = rest.partition("\n")
    match = _TYPE.match(first)
    kind, tail = (match[1], match[2]) if match else ("", first)
    customer, _, bank = tail.partition("//")
    return kind.strip(), _reference(customer), _reference(bank), one_line(more)


def _reference(text: str) -> str:
    text = one_line(text)
    return "" if _NO_REFERENCE.fullmatch(text) else text
