"""Dates, amounts and counts in French sentences (fr-DZ)."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from addin.treasury.currency import exponent, to_decimal
from addin.treasury.money_text import money_text

MONTH_NAMES = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre")
_SHORT_MONTHS = ("janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
NBSP = "\u00a0"


def money(cents: int, currency: str, *, signed: bool = False, bare: bool = False) -> str:
    """An amount in a sentence, rounded to the whole unit: « 6 420 000 DA »; `bare` without its currency.

    >>> money(642_000_050, "DZD").replace(NBSP, " "), money(31_000_000, "DZD", signed=True).replace(NBSP, " ")
    ('6 420 001 DA', '+310 000 DA')
    """
    whole = to_decimal(cents, currency).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    rounded = money_text(int(whole.scaleb(exponent(currency))), currency)
    decimals = exponent(currency)
    if decimals:
        figures, _, unit = rounded.rpartition(NBSP)
        rounded = figures[: -(decimals + 1)] + NBSP + unit
    if bare:
        rounded = rounded.rpartition(NBSP)[0]
    return f"+{rounded}" if signed and whole > 0 else rounded


def exact(cents: int, currency: str) -> str:
    """An amount to the centime: « 1 190 000,00 DA »."""
    return money_text(cents, currency)


def short_day(day: date) -> str:
    """« 31/10 »."""
    return f"{day:%d/%m}"


def full_day(day: date) -> str:
    """« 31/10/2026 »."""
    return f"{day:%d/%m/%Y}"


def long_day(day: date) -> str:
    """« 31 octobre 2026 », « 1er novembre 2026 »."""
    return f"{_day(day)}{NBSP}{MONTH_NAMES[day.month - 1]}{NBSP}{day.year}"


def month_name(month: date, *, short: bool = False) -> str:
    """« octobre 2026 », « oct. 2026 ».

    >>> month_name(date(2026, 10, 1), short=True).replace(NBSP, " "), month_name(date(2026, 5, 1), short=True).replace(NBSP, " ")
    ('oct. 2026', 'mai 2026')
    """
    name = (_SHORT_MONTHS if short else MONTH_NAMES)[month.month - 1]
    return f"{name}{NBSP}{month.year}"


def period(first: date, last: date) -> str:
    """« du 25 au 31 octobre 2026 », « du 28 décembre 2026 au 3 janvier 2027 ».

    >>> period(date(2026, 10, 25), date(2026, 10, 31)).replace(NBSP, " "), period(date(2026, 10, 28), date(2026, 11, 3)).replace(NBSP, " ")
    ('du 25 au 31 octobre 2026', 'du 28 octobre au 3 novembre 2026')
    """
    if first.year != last.year:
        return f"du {long_day(first)} au {long_day(last)}"
    if first.month != last.month:
        return f"du {_day(first)}{NBSP}{MONTH_NAMES[first.month - 1]} au {long_day(last)}"
    return f"du {_day(first)} au {long_day(last)}"


def count(number: int, one: str, many: str = "") -> str:
    """« 1 facture », « 3 factures », « 0 facture ».

    >>> count(3, "facture").replace(NBSP, " "), count(1, "cheval", "chevaux").replace(NBSP, " ")
    ('3 factures', '1 cheval')
    """
    word = one if abs(number) < 2 else many or one + "s"
    return f"{number:,}".replace(",", NBSP) + NBSP + word


def listed(items: Sequence[str]) -> str:
    """« a, b et c »."""
    return ", ".join(items[:-1]) + (" et " if len(items) > 1 else "") + (items[-1] if items else "")


def of(name: str) -> str:
    """« de Novatec », « d'Infodis ».

    >>> of("Novatec"), of("Électro Sud")
    ('de Novatec', "d'Électro Sud")
    """
    first = unicodedata.normalize("NFD", name[:1]).upper()
    return f"d'{name}" if first[:1] in tuple("AEIOUY") else f"de {name}"


def _day(day: date) -> str:
    return "1er" if day.day == 1 else str(day.day)
