"""What the readers of text records share: one-line labels, exact amounts, dates, rows, and what is set aside."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate, chain
from typing import NamedTuple

import pandas as pd

from addin.treasury.characters import INVISIBLE
from addin.treasury.statements.model import Rejected, line_frame

_CONTROLS = {**dict.fromkeys(range(0x20), " "), **dict.fromkeys(range(0x7F, 0xA0), " "), **INVISIBLE}
_PIVOT = 70  # 69 is 2069, 70 is 1970
_TOO_LONG = 16  # digits: amounts stay under 2**53
_SHOWN = 200


class Row(NamedTuple):
    """One operation, with the columns of `LINE_COLUMNS` that these formats have."""

    line: int
    booked_on: date
    value_date: date | None
    amount_cents: int
    label: str
    reference: str
    counterparty: str
    piece: str


@dataclass
class Tally:
    """What the reading of a file has set aside so far.

    Attributes:
        rejected: records that could not be read.
        left_out: reason → number of records that are not operations.
        found: code → details of the first thing to look at, with the `count` of all.
    """

    rejected: list[Rejected] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
    found: dict[str, dict[str, object]] = field(default_factory=dict)

    def leave(self, reason: str, count: int = 1) -> None:
        """Count records that are not operations."""
        if count:
            self.left_out[reason] = self.left_out.get(reason, 0) + count

    def reject(self, line: int, column: str, value: str, code: str, **details: object) -> None:
        """Keep a record that cannot be read, with the code of the message that says why."""
        self.rejected.append(Rejected(line, column, one_line(value)[:_SHOWN], code, details))

    def find(self, code: str, **details: object) -> None:
        """Keep a thing to look at: the first of its code in full, the others as a count."""
        first = self.found.setdefault(code, {**details, "count": 0})
        first["count"] = int(str(first["count"])) + 1

    @property
    def findings(self) -> tuple[tuple[str, dict[str, object]], ...]:
        return tuple(self.found.items())


def one_line(text: str) -> str:
    """The text on one line: spaces collapsed, control and invisible characters out.

    >>> one_line("  VIR\\x00 RECU \\n  SARL\\u200b NOVATEC ")
    'VIR RECU SARL NOVATEC'
    """
    if not (text.isascii() and text.isprintable()):
        text = text.translate(_CONTROLS)
    return " ".join(text.split())


def exact_cents(whole: str, fraction: str, decimals: int) -> int | None:
    """Minor units of an amount given as its digits; None when it is too large or finer than the currency.

    >>> exact_cents("12", "5", 2), exact_cents("12", "", 3), exact_cents("12", "500", 2), exact_cents("12", "505", 2)
    (1250, 12000, 1250, None)
    """
    if fraction[decimals:].strip("0"):
        return None
    digits = (whole + fraction[:decimals].ljust(decimals, "0")).lstrip("0")
    return int(digits or "0") if len(digits) < _TOO_LONG else None


def full_year(two_digits: int) -> int:
    """2069 for 69, 1970 for 70."""
    return two_digits + (2000 if two_digits < _PIVOT else 1900)


def real_day(year: int, month: int, day: int) -> date | None:
    """The day, None when the calendar does not have it."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def interest_day(year: int, month: int, day: int) -> date | None:
    """The day; the 29th to 31st of a shorter month is its last day, as in banks that count 30 days a month.

    >>> interest_day(2025, 2, 30), interest_day(2025, 4, 31), interest_day(2025, 2, 32)
    (datetime.date(2025, 2, 28), datetime.date(2025, 4, 30), None)
    """
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return date(year, month, min(day, monthrange(year, month)[1]))


def row_frames(groups: Sequence[Sequence[Row]]) -> list[pd.DataFrame]:
    """`LINE_COLUMNS` of each group of rows; built in one go, as a file may hold thousands of short statements."""
    rows = list(chain.from_iterable(groups))
    columns = zip(*rows, strict=True) if rows else ((),) * len(Row._fields)
    whole = line_frame({name: list(column) for name, column in zip(Row._fields, columns, strict=True)})
    ends = list(accumulate(map(len, groups)))
    return [whole.iloc[end - len(group) : end].reset_index(drop=True) for group, end in zip(groups, ends, strict=True)]
