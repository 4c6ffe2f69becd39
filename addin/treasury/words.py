"""Amounts in French words (montant en toutes lettres), as a cheque or an invoice wants them."""

from __future__ import annotations

from addin.treasury.currency import exponent

LARGEST_UNITS = 10**12 - 1
"""Whole units at most: 999 milliards."""

_UNITS = {  # currency → singular and plural of its unit and of its subunit
    "DZD": ("dinar", "dinars", "centime", "centimes"),
    "EUR": ("euro", "euros", "centime", "centimes"),
    "USD": ("dollar", "dollars", "cent", "cents"),
    "GBP": ("livre sterling", "livres sterling", "penny", "pence"),
    "TND": ("dinar tunisien", "dinars tunisiens", "millime", "millimes"),
    "MAD": ("dirham", "dirhams", "centime", "centimes"),
    "CHF": ("franc suisse", "francs suisses", "centime", "centimes"),
}
KNOWN = tuple(_UNITS)
_FEMININE = frozenset({"GBP"})


def amount_in_words(cents: int, currency: str = "DZD") -> str:
    """An amount in French words, small letters (montant en lettres).

    Args:
        cents: minor units, signed.
        currency: one of `KNOWN`.
    Raises:
        KeyError: a currency whose name is not known.
        ValueError: more than `LARGEST_UNITS` whole units.

    >>> amount_in_words(1_190_000_00), amount_in_words(451_50)
    ('un million cent quatre-vingt-dix mille dinars', 'quatre cent cinquante et un dinars et cinquante centimes')
    >>> amount_in_words(80_000_000_00), amount_in_words(-1_00), amount_in_words(50)
    ('quatre-vingts millions de dinars', 'moins un dinar', 'cinquante centimes')
    """
    one, many, small_one, small_many = _UNITS[currency]
    units, rest = divmod(abs(cents), 10 ** exponent(currency))
    if units > LARGEST_UNITS:
        raise ValueError("too large for words")
    parts = []
    if units or not rest:
        unit = many if units >= 2 else one
        if units >= 1_000_000 and units % 1_000_000 == 0:
            unit = f"d'{unit}" if unit[0] in "aeiou" else f"de {unit}"
        parts.append(f"{_in_words(units, is_feminine=currency in _FEMININE)} {unit}")
    if rest:
        parts.append(f"{_in_words(rest)} {small_many if rest >= 2 else small_one}")
    return ("moins " if cents < 0 else "") + " et ".join(parts)


def _in_words(number: int, *, is_feminine: bool = False) -> str:
    from num2words import num2words

    words = str(num2words(number, lang="fr"))
    if is_feminine and number % 10 == 1 and words.endswith("un"):
        words += "e"
    return words
