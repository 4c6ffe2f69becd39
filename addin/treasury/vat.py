"""Value added tax (TVA): from net to gross and back, in whole centimes, and the rates by date."""

from __future__ import annotations

from datetime import date

RATES: tuple[tuple[date | None, tuple[int, ...]], ...] = (  # newest first; percent, the normal rate first
    (date(2017, 1, 1), (19, 9, 0)),
    (None, (17, 7, 0)),
)
"""Loi de finances 2017, art. 26 and 27: 19 % and 9 %, 17 % and 7 % before; 0 for exempt sales and exports."""


def known_rates(on: date | None = None) -> tuple[int, ...]:
    """Rates in percent: those in force on a day; without a day, all that ever were, newest first.

    >>> known_rates(date(2026, 1, 1)), known_rates(date(2016, 12, 31))
    ((19, 9, 0), (17, 7, 0))
    """
    if on is None:
        return tuple(dict.fromkeys(rate for _, rates in RATES for rate in rates))
    return next(rates for start, rates in RATES if start is None or start <= on)


def tax_on(net_cents: int, rate: int) -> int:
    """Tax on a net amount (HT), rounded half up to the centime.

    Args:
        net_cents: signed centimes; a credit note gives the opposite of its invoice.
        rate: percent.

    >>> tax_on(100_000_00, 19)
    1900000
    """
    return _divide(net_cents * rate, 100)


def net_of(gross_cents: int, rate: int) -> int:
    """Net amount (HT) in a gross one (TTC), rounded half up to the centime; the rest of the gross amount is the tax.

    >>> net_of(119_000_00, 19)
    10000000
    """
    return _divide(gross_cents * 100, 100 + rate)


def _divide(value: int, by: int) -> int:
    """Quotient rounded half away from zero."""
    quotient = (2 * abs(value) + by) // (2 * by)
    return quotient if value >= 0 else -quotient
