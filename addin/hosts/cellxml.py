"""One cell in a sheet's XML: its address, and a value as Excel stores it."""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from decimal import Decimal
from xml.sax.saxutils import escape

from addin.hosts.formulas import stored
from addin.sheets.model import Formula, Value

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_LONGEST_TEXT = 32767
_FALSE_LEAP_DAY = 60  # Excel counts a 29 February 1900


def column_index(letters: bytes) -> int:
    """0-based column of its letters.

    >>> column_index(b"A"), column_index(b"AB")
    (0, 27)
    """
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1


def column_letters(column: int) -> str:
    """Letters of a 1-based column.

    >>> column_letters(1), column_letters(28)
    ('A', 'AB')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def serial(day: date, *, counts_from_1904: bool = False) -> float:
    """A date as Excel counts it: days since 1899-12-30, or since 1904-01-01; the time of a `datetime` is the fraction.

    >>> serial(date(2021, 1, 31)), serial(date(1900, 1, 1)), serial(datetime(2021, 1, 31, 12))
    (44227.0, 1.0, 44227.5)
    >>> serial(date(1904, 1, 2), counts_from_1904=True)
    1.0
    """
    moment = day.replace(tzinfo=None) if isinstance(day, datetime) else datetime(day.year, day.month, day.day)
    origin = datetime(1904, 1, 1) if counts_from_1904 else datetime(1899, 12, 30)
    days = (moment - origin).total_seconds() / 86400
    return days if counts_from_1904 or days > _FALSE_LEAP_DAY else days - 1


def escaped_text(text: str) -> str:
    """A text with what XML cannot hold written as Excel writes it (`_x000B_`)."""
    return _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def cell_content(value: Value, prefix: bytes, *, counts_from_1904: bool) -> tuple[bytes, bytes]:
    """Type (`t`, b"" for a number or a blank) and content of a cell; texts stand in the cell itself.

    A formula is stored with its result; one that calls our functions comes bound to its link already (`formulas.stored`).

    Args:
        prefix: of the sheet's tags, with its colon, or b"".
    Raises:
        ValueError: a number that is not finite, a text of more than 32,767 characters.

    >>> cell_content("Été & <b>", b"", counts_from_1904=False)[1].decode()
    '<is><t xml:space="preserve">Été &amp; &lt;b&gt;</t></is>'
    >>> cell_content(12.50, b"x:", counts_from_1904=False)
    (b'', b'<x:v>12.5</x:v>')
    """
    if isinstance(value, Formula):
        return _formula_content(value, prefix, counts_from_1904=counts_from_1904)
    if value is None or value == "":
        return b"", b""
    if isinstance(value, bool):
        return b"b", b"<%bv>%d</%bv>" % (prefix, value, prefix)
    if isinstance(value, str):
        if len(value) > _LONGEST_TEXT:
            raise ValueError(f"a cell holds at most {_LONGEST_TEXT} characters")
        text = escape(escaped_text(value)).encode()
        return b"inlineStr", b'<%bis><%bt xml:space="preserve">%b</%bt></%bis>' % (prefix, prefix, text, prefix, prefix)
    number = serial(value, counts_from_1904=counts_from_1904) if isinstance(value, date) else value
    if not (number.is_finite() if isinstance(number, Decimal) else math.isfinite(number)):
        raise ValueError(f"a cell cannot hold {number}")
    digits = repr(number).removesuffix(".0") if isinstance(number, float) else f"{number:f}" if isinstance(number, Decimal) else str(number)
    return b"", b"<%bv>%b</%bv>" % (prefix, digits.encode(), prefix)


def _formula_content(formula: Formula, prefix: bytes, *, counts_from_1904: bool) -> tuple[bytes, bytes]:
    if formula.is_array:
        raise ValueError("an array formula is not put into a sheet that is there")
    written = b"<%bf>%b</%bf>" % (prefix, escape(stored(formula.text)).encode(), prefix)
    if formula.error or formula.cached is None or isinstance(formula.cached, str):
        shown = escaped_text(formula.error or str(formula.cached or ""))
        return b"e" if formula.error else b"str", written + b"<%bv>%b</%bv>" % (prefix, escape(shown).encode(), prefix)
    kind, result = cell_content(formula.cached, prefix, counts_from_1904=counts_from_1904)
    return kind, written + result
