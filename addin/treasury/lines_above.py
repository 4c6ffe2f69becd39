"""What the lines above the headings say: period of the statement, its opening and closing balance, its currency."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from addin.treasury.amounts import read_amounts
from addin.treasury.characters import is_blank
from addin.treasury.currency import currency_code
from addin.treasury.dates import Period, dates_in
from addin.treasury.headings import simplify
from addin.treasury.special_lines import amount_in, nature_of
from addin.treasury.tabs import RawTab

_LONGEST_PERIOD = 366
_STATED_CURRENCY = re.compile(
    r"\b(?:devise|monnaie|(?:compte )?tenu en|libelle en|exprime en|montants? en|compte en)\b(?: du compte)?(?: en)? ([a-z]+)"
)
_NAMED_CURRENCY = re.compile(r"\b(eur|euros?|usd|dollars?|gbp|livres?|chf|cad|tnd|mad)\b")


@dataclass(frozen=True)
class StatedBalance:
    """A balance written above the headings.

    Attributes:
        row: Excel row.
        cents: minor units.
        on: its date, None when none is written.
        opens: True for an opening balance, False for a closing one, None when only its date can tell.
    """

    row: int
    cents: int
    on: date | None
    opens: bool | None

    def opens_before(self, first: date) -> bool:
        """True for a balance that stands before the first line of the table."""
        return self.opens is True or (self.opens is None and self.on is not None and self.on <= first)

    def closes_after(self, first: date, last: date) -> bool:
        """True for a balance that stands after the last line of the table."""
        return self.opens is False or (self.opens is None and self.on is not None and first < self.on >= last)


def period_above(tab: RawTab, first: int) -> Period | None:
    """First and last day announced above the headings (« Période du … au … »), None when no line tells."""
    for row in tab.rows[:first]:
        days = [day for cell in row if not is_blank(cell) for day in ([cell] if isinstance(cell, date) else dates_in(str(cell)))]
        if len(days) == 2 and 0 <= (days[1].toordinal() - days[0].toordinal()) < _LONGEST_PERIOD:
            return _plain_day(days[0]), _plain_day(days[1])
    return None


def balances_above(tab: RawTab, first: int, decimals: int) -> list[StatedBalance]:
    """Balances written above the headings: « Ancien solde : 1 234,56 », or the words and the amount in cells side by side."""
    found = []
    for r, row in enumerate(tab.rows[:first]):
        for j, cell in enumerate(row):
            if not isinstance(cell, str) or ("solde" not in (words := simplify(cell)) and "report" not in words):
                continue
            nature = nature_of(re.sub(r"\b(dzd|da|eur|euros?)\b", " ", words))
            if nature not in ("opening", "closing"):
                continue
            cents = _amount_beside(row[j + 1 :], decimals)
            if cents is None:
                cents = amount_in(cell, decimals)
            if cents is None:
                continue
            owed = -abs(cents) if re.search(r"\bdebiteur\b", words) else cents
            days = dates_in(cell) or [day for other in row[j + 1 :] for day in _day_of(other)]
            opens = True if nature == "opening" else None if words.startswith("solde") and "final" not in words else False
            found.append(StatedBalance(r + 1, owed, days[0] if days else None, opens))
    return found


def currency_above(tab: RawTab, first: int) -> str:
    """Currency announced above the headings (« Devise : EUR », « Compte tenu en : euros »), "" when none is."""
    for row in tab.rows[:first]:
        words = simplify(" ".join(str(cell) for cell in row if isinstance(cell, str)))
        if (match := _STATED_CURRENCY.search(words)) and (code := currency_code(match[1])):
            return code
    return ""


def currency_in_name(name: str) -> str:
    """Currency in the name of an account or tab, "" when it names none or two.

    >>> currency_in_name("BEA EUR"), currency_in_name("Compte devises €"), currency_in_name("BNA")
    ('EUR', 'EUR', '')
    """
    codes = {currency_code(word) for word in _NAMED_CURRENCY.findall(simplify(name))}
    return codes.pop() or "" if len(codes) == 1 else ""


def _amount_beside(cells: object, decimals: int) -> int | None:
    """The first amount to the right of a text, before any other text."""
    for cell in _filled(cells):
        if isinstance(cell, date) or (isinstance(cell, str) and (dates_in(cell) or currency_code(cell))):
            continue
        column = read_amounts([cell], decimals, ",")
        return int(column.cents[0]) if column.known[0] else None
    return None


def _filled(cells: object) -> Iterator[object]:
    return (cell for cell in cells if not is_blank(cell))  # type: ignore[attr-defined]


def _day_of(cell: object) -> list[date]:
    if isinstance(cell, date):
        return [_plain_day(cell)]
    return dates_in(cell) if isinstance(cell, str) else []


def _plain_day(day: date) -> date:
    return date(day.year, day.month, day.day)
