"""Amount cells as integer minor units: numbers, or text in the ways people write it.

A text is read with the evidence of the columns around it: « 1.234 » alone is ambiguous, beside « 12,50 » it is 1234.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

import numpy as np

from addin.treasury.amount_shapes import MARKS, only_mark, proven_marks, read_usual
from addin.treasury.characters import plain, plain_texts
from addin.treasury.currency import currency_code

Trouble = Literal["unreadable", "ambiguous"]

_USUAL = re.compile(r"(-?)(\d{1,3}(?: \d{3})*|\d+),(\d\d)")
_DASH_END = re.compile(r"[.,]-{1,2}$")  # « 12,- »
_WORD = r"[^\W\d_]{1,9}\.?(?:[^\W\d_]\.?)?|[€$£]"
_WORD_BEFORE = re.compile(rf"({_WORD})\s*(?=[-+\d.,(])")
_WORD_AFTER = re.compile(rf"(?<=[-+\d.,) ])({_WORD})$")
_NUMBER = re.compile(r"\d[\d., ]*|[.,]\d+")
_DIRECTIONS = {
    **dict.fromkeys(("D", "DB", "DR", "DEB", "DEBIT", "DÉBIT", "DEBITEUR", "DÉBITEUR", "SD"), -1),
    **dict.fromkeys(("C", "CR", "CD", "CRED", "CREDIT", "CRÉDIT", "CREDITEUR", "CRÉDITEUR", "SC"), 1),
}
_LARGEST = 2**53
_NAN = float("nan")
_TOO_LONG = 200  # nor an amount; a million digits overflow even a Decimal


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


def read_amounts(cells: Sequence[object], decimals: int = 2, decimal_mark: str | None = None) -> AmountColumn:
    """Read a column of cells (numbers, text, blanks) into minor units.

    Args:
        cells: one value a row; None, "" and text of spaces or lone dashes are blank.
        decimals: decimals of the currency.
        decimal_mark: what `proven_decimal_mark` found in this and the neighbouring columns; None looks at this one alone.
    """
    numbers = _numbers(cells)
    known = ~np.isnan(numbers)
    small = ~known | (np.abs(numbers) < _LARGEST / 10**decimals)
    scaled = np.where(known & small, numbers, 0.0) * 10**decimals
    cents = np.trunc(scaled + np.copysign(0.5 + 1e-7, scaled)).astype(np.int64)
    rounded = np.flatnonzero(known & (np.abs(scaled - cents) > 2e-3 + 1e-12 * np.abs(scaled))).tolist()
    troubles: dict[int, Trouble] = dict.fromkeys(np.flatnonzero(known & ~small).tolist(), "unreadable")
    unknown = np.flatnonzero(~known).tolist()
    known &= small
    if set(map(type, cells)) <= {str, type(None)}:
        written = np.flatnonzero(np.fromiter(map(bool, cells), bool, len(cells))).tolist()
    else:
        written = [i for i in unknown if cells[i] and isinstance(cells[i], str)]
        troubles.update(dict.fromkeys([i for i in unknown if cells[i] is not None and not isinstance(cells[i], str)], "unreadable"))
    if written:
        texts = plain_texts([str(cells[i]) for i in written] if len(written) < len(cells) else list(map(str, cells)))
        usual, is_usual = read_usual(texts, decimals)
        at = np.array(written)
        cents[at[is_usual]], known[at[is_usual]] = usual[is_usual], True
        others = {written[k]: texts[k] for k in np.flatnonzero(~is_usual).tolist() if texts[k].strip("- ")}
        mark = proven_decimal_mark([texts]) if decimal_mark is None and others else decimal_mark or ""
        read = {text: _minor_units(text, mark, decimals) for text in set(others.values())}
        for i, text in others.items():
            value = read[text]
            if isinstance(value, str):
                troubles[i] = value
                continue
            cents[i], known[i] = value[0], True
            if value[1]:
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
    written = plain(text)
    if usual := _USUAL.fullmatch(written):
        return Decimal(f"{usual[1]}{usual[2].replace(' ', '')}.{usual[3]}")
    body, sign = _peel(" ".join(written.translate(MARKS).split()))
    if sign == 0 or not _NUMBER.fullmatch(body):
        return "unreadable"
    number = _bare_number(body, decimal_mark)
    return number if isinstance(number, str) else sign * number


def proven_decimal_mark(columns: Iterable[Sequence[object]]) -> str:
    """The decimal mark that the texts of some columns prove, "" when none does or when they contradict each other.

    >>> proven_decimal_mark([["1.234", "5"], ["12,50"]]), proven_decimal_mark([["1.234"]]), proven_decimal_mark([["1.234.567"]])
    (',', '', ',')
    """
    return only_mark(proven_marks(columns))


def _numbers(cells: Sequence[object]) -> np.ndarray:
    """The numbers among the cells, NaN elsewhere."""
    if set(map(type, cells)) <= {str, type(None)}:
        return np.full(len(cells), _NAN)
    return np.array([c if type(c) is float else _NAN if type(c) is str or c is None else _number(c) for c in cells], dtype=np.float64)


def _number(cell: object) -> float:
    if isinstance(cell, (int, float, Decimal)) and not isinstance(cell, bool):
        return float(cell)
    return _NAN


def _minor_units(text: str, decimal_mark: str, decimals: int) -> tuple[int, bool] | Trouble:
    """Minor units and whether they had to be rounded; the text is plain."""
    value = parse_amount(text, decimal_mark) if len(text) < _TOO_LONG else "unreadable"
    if isinstance(value, str):
        return value
    exact = value.scaleb(decimals)
    whole = exact.to_integral_value(rounding=ROUND_HALF_UP)
    return "unreadable" if abs(whole) >= _LARGEST else (int(whole), whole != exact)


def _peel(text: str) -> tuple[str, int]:
    """The digits of a text and its sign: minus before or after, parentheses, D or C, a currency; sign 0 when these contradict."""
    signs: set[int] = set()
    if text.startswith("(") and ")" in text:
        text = text.replace("(", "", 1).replace(")", "", 1).strip()
        signs.add(-1)
    if re.search(r"\d", text):
        text = _DASH_END.sub("", text)
    explicit = 0
    for _ in range(4):
        if text.startswith(("-", "+")) or text.endswith(("-", "+")):
            mark, text = (text[0], text[1:].strip()) if text[0] in "-+" else (text[-1], text[:-1].strip())
            signs.add(-1 if mark == "-" else 1)
            explicit += 1
        elif match := _WORD_BEFORE.match(text) or _WORD_AFTER.search(text):
            direction = _DIRECTIONS.get(match[1].strip(".").upper())
            if direction is None and currency_code(match[1]) is None:
                return text, 0
            signs |= {direction} if direction is not None else set()
            text = f"{text[: match.start()]}{text[match.end() :]}".strip()
    return text, 0 if len(signs) > 1 or explicit > 1 else signs.pop() if signs else 1


def _bare_number(body: str, decimal_mark: str) -> Decimal | Trouble:
    marks = [c for c in body if c in ".,"]
    decimal = ""
    if len(set(marks)) == 2:
        decimal = marks[-1]
        if marks.count(decimal) > 1:
            return "unreadable"
    elif len(marks) == 1:
        whole, fraction = body.split(marks[0])
        if len(fraction.strip()) != 3 or " " in body or whole.strip() in ("", "0") or len(whole) > 3:
            decimal = marks[0]
        elif not decimal_mark or decimal_mark == marks[0]:
            return "ambiguous"
    whole, _, fraction = body.partition(decimal) if decimal else (body, "", "")
    groups = re.split(r"[., ]", whole.strip())
    if any(len(group) != 3 for group in groups[1:]) or (len(groups) > 1 and not 1 <= len(groups[0]) <= 3) or " " in fraction.strip():
        return "unreadable"
    return Decimal(f"{''.join(groups) or '0'}.{fraction.strip() or '0'}") if fraction else Decimal("".join(groups) or "0")
