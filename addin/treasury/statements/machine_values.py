"""Amounts and days as programs write them in XML and OFX: digits, a decimal mark, the year first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache, lru_cache

import numpy as np
import pandas as pd

from addin.treasury.amounts import Trouble, parse_amount
from addin.treasury.statements.model import line_frame
from addin.treasury.statements.records import one_line

MOST_STATEMENTS = 5_000
"""In one file: a daily statement of ten accounts for more than a year."""
LONGEST_TEXT = 2_000
MOST_PARTS = 50

_DECIMAL = re.compile(r"([+-]?)([0-9]*)(?:\.([0-9]*))?")  # xs:decimal
_DIGITS_AND_MARKS = re.compile(r"[-+]?[0-9][0-9., ]*[-+]?")
_LARGEST = 2**53
_LONGEST = 40
_ZONE = r"(?:Z|[+-]\d\d:?\d\d|\[.*)?"
_DAY = re.compile(r"(\d{4})(-?)(\d\d)\2(\d\d)(?:[T ]?\d\d(?::?\d\d){0,2}(?:[.:,]\d*)?)?\s*" + _ZONE, re.ASCII)


def minor_units(text: str, decimals: int, decimal_mark: str | None = None) -> tuple[int, bool] | Trouble:
    """Minor units of an amount, and whether it had to be rounded (half up).

    Args:
        decimals: of the currency.
        decimal_mark: None reads the decimals of XML and nothing else; a text reads what banks write too (`parse_amount`): the mark
            that the other amounts prove, or "" without proof, and then a comma before three digits is "ambiguous".

    >>> minor_units("8.850", 2), minor_units("-197.1063", 2), minor_units("-19,78", 2, ""), minor_units("1,234", 2, "")
    ((885, False), (-19711, True), (-1978, False), 'ambiguous')
    >>> minor_units("1,234.50", 2, "."), minor_units("1.234", 2, ","), minor_units("12,50", 2), minor_units("$120", 2, "")
    ((123450, False), (123400, False), 'unreadable', 'unreadable')
    """
    written = text.strip()
    if len(written) > _LONGEST:
        return "unreadable"
    if decimal_mark != "," and (match := _DECIMAL.fullmatch(written)):
        sign, whole, fraction = match[1], match[2], match[3] or ""
        if not whole and not fraction:
            return "unreadable"
        rest = fraction[decimals:]
        cents = int((whole or "0") + fraction[:decimals].ljust(decimals, "0")) + (rest[:1] >= "5")
        return "unreadable" if cents >= _LARGEST else (-cents if sign == "-" else cents, bool(rest.strip("0")))
    if decimal_mark is None or not _DIGITS_AND_MARKS.fullmatch(written):
        return "unreadable"
    if decimal_mark and written.count(decimal_mark) == 1 and not re.search("[., ]", written.replace(decimal_mark, "")):
        return minor_units(written.replace(decimal_mark, "."), decimals)  # three digits after the known mark are decimals
    value = parse_amount(written, decimal_mark)
    if isinstance(value, str):
        return value
    sign, digits = ("-" if value < 0 else ""), format(abs(value), "f")
    return minor_units(sign + digits, decimals)


@lru_cache(maxsize=4096)
def printed_day(text: str) -> date | None:
    """The day as printed, whatever time and time zone follow it; None when it is none.

    >>> printed_day("20090401233017.000[-5:EST]"), printed_day("2014-12-31T23:30:00+01:00"), printed_day("2015-01-02+01:00")
    (datetime.date(2009, 4, 1), datetime.date(2014, 12, 31), datetime.date(2015, 1, 2))
    >>> printed_day("20120231"), printed_day("31/12/2014"), printed_day("201120000000"), printed_day("")
    (None, None, None, None)
    """
    match = _DAY.fullmatch(text.strip()) if len(text) < 2 * _LONGEST else None
    try:
        return date(int(match[1]), int(match[3]), int(match[4])) if match else None
    except ValueError:
        return None


def day_column(days: Sequence[date | None]) -> np.ndarray:
    """The days as `datetime64[s]`, NaT for None."""
    return np.array(days, dtype="datetime64[D]").astype("datetime64[s]")


def clean(text: str) -> str:
    """As `one_line`, at once for a text that already is one clean line."""
    return text if text.isprintable() and "  " not in text and text[:1] != " " != text[-1:] else one_line(text)


def empty_lines() -> pd.DataFrame:
    """The lines of a statement without any."""
    return _no_lines().copy()


@cache
def _no_lines() -> pd.DataFrame:
    return line_frame({"line": [], "booked_on": [], "amount_cents": []})


def joined(parts: Iterable[str]) -> str:
    """Clean texts one after the other; what another one already says is left out, and what is too much for a cell (« … »).

    >>> joined(["VIREMENT RECU", "", "Virement recu SARL X", "FACTURE 12", "12"])
    'Virement recu SARL X FACTURE 12'
    """
    kept: list[str] = []
    for count, part in enumerate(filter(None, parts)):
        if count == MOST_PARTS:
            kept.append("…")
            break
        folded = part.casefold()
        if any(folded in other.casefold() for other in kept):
            continue
        kept = [other for other in kept if other.casefold() not in folded]
        kept.append(part)
    text = " ".join(kept)
    return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}…"
