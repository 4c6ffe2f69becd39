"""Money as integer minor units, currency codes, and conversion with the workbook's own rates (onglet Cours)."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

import numpy as np
import pandas as pd

_USUAL_SIGNS = {
    "DA": "DZD", "D.A": "DZD", "D.A.": "DZD", "DINAR": "DZD", "DINARS": "DZD", "DZ": "DZD", "دج": "DZD", "د.ج": "DZD",
    "€": "EUR", "EURO": "EUR", "EUROS": "EUR", "$": "USD", "US$": "USD", "DOLLAR": "USD", "DOLLARS": "USD", "$US": "USD",
    "£": "GBP", "LIVRE": "GBP", "LIVRES": "GBP", "DT": "TND", "DH": "MAD", "DHS": "MAD",
}  # fmt: skip


@cache
def exponent(currency: str) -> int:
    """Number of decimals of a currency: 2 for DZD, 3 for TND, 0 for JPY (ISO 4217 through CLDR)."""
    if currency in ("DZD", "EUR", "USD"):  # what nearly every workbook holds; CLDR says 0 for DZD as nobody pays in centimes
        return 2
    from babel.numbers import get_currency_precision

    return max(2, get_currency_precision(currency)) if currency not in _NO_DECIMALS else 0


_NO_DECIMALS = frozenset({"JPY", "KRW", "XOF", "XAF", "VND", "CLP", "ISK", "PYG", "RWF", "UGX", "KMF", "GNF", "DJF", "BIF", "VUV", "XPF"})


@cache
def currency_code(text: str) -> str | None:
    """ISO code of what was typed (« DA », « € », « eur »), None when it is not a currency.

    >>> currency_code("da"), currency_code(" € "), currency_code("Dinar"), currency_code("XYZ")
    ('DZD', 'EUR', 'DZD', None)
    """
    cleaned = text.replace(" ", " ").replace(" ", " ").strip().upper()
    if cleaned in _USUAL_SIGNS:
        return _USUAL_SIGNS[cleaned]
    if len(cleaned) != 3 or not cleaned.isalpha():
        return None
    if cleaned in ("DZD", "EUR", "USD"):
        return cleaned
    from babel.numbers import list_currencies

    return cleaned if cleaned in list_currencies() else None


def to_decimal(cents: int, currency: str) -> Decimal:
    """Major units: 1234 centimes of dinar → Decimal('12.34')."""
    return Decimal(int(cents)).scaleb(-exponent(currency))


def convert(cents: int, from_currency: str, to_currency: str, rate: Decimal) -> int:
    """Amount in the minor units of another currency, rounded half up.

    Args:
        rate: units of `to_currency` for one unit of `from_currency`.
    """
    value = to_decimal(cents, from_currency) * rate
    return int(value.scaleb(exponent(to_currency)).to_integral_value(rounding=ROUND_HALF_UP))


def rate_on(rates: pd.DataFrame, currency: str, on: date, *, kind: str = "BANQUE") -> tuple[Decimal, date] | None:
    """Last known rate of a currency at a date, with the day it was quoted; None when there is none on or before.

    Args:
        rates: `RATES` frame. A line without kind counts as BANQUE.
    """
    known = rates[(rates["currency"] == currency) & (rates["quoted_on"] <= pd.Timestamp(on)) & rates["kind"].isin((kind, ""))]
    if known.empty:
        return None
    last = int(known["quoted_on"].to_numpy().argmax())
    return Decimal(str(known["rate"].iloc[last])), known["quoted_on"].iloc[last].date()


def to_base(cents: np.ndarray, currency: str, booked_on: np.ndarray, rates: pd.DataFrame, base: str) -> tuple[np.ndarray, np.ndarray]:
    """Amounts in the base currency at the rate of each day.

    Args:
        cents: int64 minor units of `currency`.
        booked_on: datetime64[s], same length.
    Returns:
        (int64 minor units of `base`, bool mask of those that have a rate); where the mask is False the amount is meaningless.
    """
    if currency == base:
        return cents.copy(), np.ones(len(cents), dtype=bool)
    mine = rates[(rates["currency"] == currency) & rates["kind"].isin(("BANQUE", ""))].sort_values("quoted_on", kind="stable")
    if mine.empty:
        return np.zeros(len(cents), dtype=np.int64), np.zeros(len(cents), dtype=bool)
    at = np.searchsorted(mine["quoted_on"].to_numpy(), booked_on, side="right") - 1
    known = at >= 0
    out = np.zeros(len(cents), dtype=np.int64)
    decimals = [Decimal(str(rate)) for rate in mine["rate"]]
    for i in np.flatnonzero(known):
        out[i] = convert(int(cents[i]), currency, base, decimals[at[i]])
    return out, known
