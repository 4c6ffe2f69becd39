"""Amount cells as integer minor units: numbers, or text in the ways people write it.

A text column is read with the evidence of the whole column: « 1.234 » alone is ambiguous, beside « 12,50 » it is 1234.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

import numpy as np

from addin.treasury.currency import currency_code

Trouble = Literal["", "unreadable", "ambiguous"]

_DIGITS = {ord(a): str(i) for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for i, a in enumerate(digits)}
_ODD = _DIGITS | {ord("٫"): ",", ord("٬"): " ", ord("−"): "-", ord("–"): "-", ord("‐"): "-", ord("—"): "-"} | {ord(c): " " for c in "\u00a0\u202f\u2009\u2007\u2008\u200a\t\n\r'’"}
_MARKS = re.compile(r"^([^\W\d_.]{1,8}\.?|[€$£])?\s*(.*?)\s*([^\W\d_]{1,8}\.?[^\W\d_]?\.?|[€$£])?$")
_PLAIN = re.compile(r"\d[\d., ]*|[.,]\d+")
_DIRECTIONS = {"D": -1, "DB": -1, "DR": -1, "DEB": -1, "C": 1, "CR": 1, "CD": 1}


@dataclass(frozen=True)
class AmountColumn:
    """A column of amounts as read.

    Attributes:
        cents: int64 minor units, 0 where `known` is False.
        known: bool, the cell holds a readable amount.
        troubles: position → what is wrong with a cell that is neither blank nor readable.
        rounded: positions whose value had more decimals than the currency.
    """

    cents: np.ndarray
    known: np.ndarray
    troubles: Mapping[int, Trouble]
    rounded: tuple[int, ...]


def read_amounts(cells: Sequence[object], decimals: int = 2) -> AmountColumn:
    """Read a column of cells (numbers, text, blanks) into minor units.

    Args:
        cells: one value a row; None, "" and text of spaces or a lone dash are blank.
        decimals: decimals of the currency.
    """
    count = len(cells)
    numbers = np.fromiter((c if type(c) is float else _number(c) for c in cells), dtype=np.float64, count=count)
    known = ~np.isnan(numbers)
    scaled = np.where(known, numbers, 0.0) * 10**decimals
    finite = np.abs(scaled) < 2**53
    cents = np.where(finite, np.trunc(scaled + np.copysign(0.5 + 1e-7, scaled)), 0).astype(np.int64)
    over = known & finite & (np.abs(scaled - cents) > 1e-4 + 1e-9 * np.abs(scaled))
    troubles: dict[int, Trouble] = dict.fromkeys(np.flatnonzero(known & ~finite).tolist(), "unreadable")
    known &= finite
    rounded = np.flatnonzero(over).tolist()
    if not known.all():
        texts = {i: c for i in np.flatnonzero(~known).tolist() if i not in troubles and isinstance(c := cells[i], str) and c.strip(" \u00a0\u202f-–—−")}
        others = [i for i in np.flatnonzero(~known).tolist() if cells[i] is not None and not isinstance(cells[i], str)]
        troubles.update(dict.fromkeys(others, "unreadable"))
        decimal_mark = _decimal_mark(texts.values())
        cache: dict[str, Decimal | Trouble] = {}
        for i, text in texts.items():
            if text not in cache:
                cache[text] = parse_amount(text, decimal_mark)
            value = cache[text]
            if isinstance(value, str):
                troubles[i] = value
                continue
            exact = value.scaleb(decimals)
            whole = exact.to_integral_value(rounding=ROUND_HALF_UP)
            if abs(whole) >= 2**53:
                troubles[i] = "unreadable"
                continue
            cents[i], known[i] = int(whole), True
            if whole != exact:
                rounded.append(i)
    return AmountColumn(cents, known, troubles, tuple(sorted(rounded)))


def parse_amount(text: str, decimal_mark: str = "") -> Decimal | Trouble:
    """Amount written as text.

    Args:
        decimal_mark: "," or "." when the rest of the column proves it, "" otherwise.

    >>> parse_amount("1 234,56"), parse_amount("(1.234,56) DA"), parse_amount("1 234,56-"), parse_amount("٣٤٥٫٥٠")
    (Decimal('1234.56'), Decimal('-1234.56'), Decimal('-1234.56'), Decimal('345.50'))
    >>> parse_amount("1.234"), parse_amount("1.234", ","), parse_amount("douze")
    ('ambiguous', Decimal('1234'), 'unreadable')
    """
    cleaned = text.translate(_ODD).strip()
    sign = 1
    if cleaned.startswith("(") and ")" in cleaned:
        cleaned, sign = cleaned.replace("(", "", 1).replace(")", "", 1).strip(), -1
    cleaned, flips = _strip_signs(cleaned)
    sign *= flips
    match = _MARKS.match(cleaned)
    if match is None:
        return "unreadable"
    before, body, after = match.groups()
    for mark in (before, after):
        if not mark:
            continue
        direction = _DIRECTIONS.get(mark.strip(".").upper())
        if direction is not None:
            sign *= direction
        elif currency_code(mark) is None:
            return "unreadable"
    body, flips = _strip_signs(body.strip())
    sign *= flips
    if not _PLAIN.fullmatch(body):
        return "unreadable"
    number = _plain_number(body, decimal_mark)
    return number if isinstance(number, str) else sign * number


def _number(cell: object) -> float:
    if isinstance(cell, bool) or cell is None or isinstance(cell, str):
        return np.nan
    if isinstance(cell, (int, float, Decimal)):
        return float(cell)
    return np.nan


def _strip_signs(text: str) -> tuple[str, int]:
    if text.startswith(("-", "+")):
        return text[1:].strip(), -1 if text[0] == "-" else 1
    if text.endswith(("-", "+")):
        return text[:-1].strip(), -1 if text[-1] == "-" else 1
    return text, 1


def _plain_number(body: str, decimal_mark: str) -> Decimal | Trouble:
    marks = [c for c in body if c in ".,"]
    kinds = set(marks)
    if len(kinds) == 2:
        decimal = marks[-1]
        if marks.count(decimal) > 1:
            return "unreadable"
    elif len(marks) > 1:
        decimal = ""
    elif len(marks) == 1:
        whole, fraction = body.split(marks[0])
        if len(fraction.strip()) != 3 or " " in body or whole.strip() in ("", "0") or len(whole) > 3:
            decimal = marks[0]
        elif decimal_mark and decimal_mark != marks[0]:
            decimal = ""
        else:
            return "ambiguous"
    else:
        decimal = ""
    whole, _, fraction = body.partition(decimal) if decimal else (body, "", "")
    groups = re.split(r"[., ]", whole.strip())
    if any(len(group) != 3 for group in groups[1:]) or (len(groups) > 1 and not 1 <= len(groups[0]) <= 3) or " " in fraction.strip():
        return "unreadable"
    return Decimal(f"{''.join(groups) or '0'}.{fraction.strip() or '0'}") if fraction else Decimal("".join(groups) or "0")


def _decimal_mark(texts: object) -> str:
    """The decimal mark that the column proves: a mark followed by 1 or 2 digits at the end, or after another mark."""
    seen = {"," if match.group(1) == "," else "." for text in texts if (match := re.search(r"([.,])\d{1,2}\D*$", str(text).translate(_ODD)))}  # type: ignore[attr-defined]
    return seen.pop() if len(seen) == 1 else ""
