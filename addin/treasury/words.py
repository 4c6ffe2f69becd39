"""Amounts in French words (montant en toutes lettres), as a cheque or an invoice wants them.

num2words gives the words up to 999; it takes 0.2 ms a number and calls the dinar « dinard », so thousands, millions and units are put
together here (docs/adr/0016).
"""

from __future__ import annotations

from functools import cache

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
_LARGE = ((10**9, "milliard"), (10**6, "million"))


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
        words = _in_words(units)
        parts.append(f"{words}{'e' if currency in _FEMININE and words.endswith('un') else ''} {unit}")
    if rest:
        parts.append(f"{_in_words(rest)} {small_many if rest >= 2 else small_one}")
    return ("moins " if cents < 0 else "") + " et ".join(parts)


def number_in_words(number: int) -> str:
    """A whole number of 0 or more in French words.

    >>> number_in_words(8), number_in_words(15)
    ('huit', 'quinze')
    """
    return _in_words(number)


def _in_words(number: int) -> str:
    """A cardinal number in French words, traditional spelling: hyphens below one hundred only."""
    if not number:
        return "zéro"
    parts = []
    for size, name in _LARGE:
        count, number = divmod(number, size)
        if count:  # « million » and « milliard » are nouns: they take an s, and « cents » and « vingts » keep theirs before them
            parts.append(f"{_below_thousand(count)} {name}{'s' if count > 1 else ''}")
    thousands, number = divmod(number, 1000)
    if thousands:
        parts.append("mille" if thousands == 1 else f"{_below_thousand(thousands, is_last=False)} mille")
    if number:
        parts.append(_below_thousand(number))
    return " ".join(parts)


_SMALL = (
    "", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze",
    "seize", "dix-sept", "dix-huit", "dix-neuf",
)  # fmt: skip
_TENS = ("", "", "vingt", "trente", "quarante", "cinquante", "soixante", "soixante", "quatre-vingt", "quatre-vingt")


@cache
def _below_thousand(number: int, *, is_last: bool = True) -> str:
    """One to 999; `is_last` when no « mille » follows, which takes the plural of « cent » and « vingt » away."""
    hundreds, rest = divmod(number, 100)
    words = [] if not hundreds else ["cent"] if hundreds == 1 else [_SMALL[hundreds], "cents" if is_last and not rest else "cent"]
    if rest:
        words.append(_below_hundred(rest, is_last=is_last))
    return " ".join(words)


def _below_hundred(number: int, *, is_last: bool) -> str:
    if number < 20:
        return _SMALL[number]
    tens, unit = divmod(number, 10)
    if tens in (7, 9):  # counted from soixante and quatre-vingt: soixante et onze, quatre-vingt-onze
        unit += 10
    if not unit:
        return _TENS[tens] + ("s" if tens == 8 and is_last else "")
    return _TENS[tens] + (" et " if unit in (1, 11) and tens < 8 else "-") + _SMALL[unit]
