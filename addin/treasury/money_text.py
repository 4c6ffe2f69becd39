"""An amount as the bookkeeper reads it in a sentence."""

from __future__ import annotations

from addin.treasury.currency import to_decimal

_SPACE = "\u00a0"
_SYMBOLS = {"DZD": "DA", "EUR": "€", "USD": "$"}


def money_text(cents: int, currency: str) -> str:
    """The amount in French with its currency and non-breaking spaces.

    >>> money_text(119_000_000, "DZD").replace("\u00a0", "_"), money_text(-1250, "EUR").replace("\u00a0", "_")
    ('1_190_000,00_DA', '-12,50_€')
    """
    figures = f"{to_decimal(cents, currency):,f}".replace(",", _SPACE).replace(".", ",")
    return f"{figures}{_SPACE}{_SYMBOLS.get(currency, currency)}"
