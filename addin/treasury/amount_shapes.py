"""Amounts written as text, read by shape: thousands of texts have a few shapes (« 9 999,99 »), and a shape is read once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from addin.treasury.characters import plain_texts, texts_of

MARKS = str.maketrans({"٫": ",", "٬": " ", "'": " ", "’": " ", "*": " "})
"""Marks that stand for others between digits."""

_SEPARATOR = "\x1e"
_DIGITS = str.maketrans("012345678", "9" * 9)
_PROOFS = (  # what shows the decimal mark of a text: (pattern, the mark it proves is the one found)
    (re.compile(r"([.,])\d{1,2}\D*$"), True),
    (re.compile(r"(?:^|\D)0([.,])\d"), True),
    (re.compile(r"\d \d{3}([.,])\d"), True),
    (re.compile(r"\d{4}([.,])\d"), True),
    (re.compile(r"([.,])\d{3}\1\d{3}"), False),
)
_USUAL = re.compile(r"-?(?:9+|9{1,3}(?P<group>[ .,])9{3}(?:(?P=group)9{3})*)(?:(?!(?P=group))[.,](?P<decimals>99?))?")
_BARE = str.maketrans({" ": None, ".": None, ",": None, _SEPARATOR: " "})
_SHORT = 15  # characters that cannot hold too large a number


def shapes_of(texts: Sequence[str]) -> list[str]:
    """The texts with all digits as 9.

    >>> shapes_of(["1 234,56", "-7"])
    ['9 999,99', '-9']
    """
    whole = _SEPARATOR.join(texts)
    shapes = whole.translate(_DIGITS).split(_SEPARATOR)
    return shapes if len(shapes) == len(texts) else [text.translate(_DIGITS) for text in texts]


def read_usual(texts: Sequence[str], decimals: int) -> tuple[np.ndarray, np.ndarray]:
    """Minor units (int64) of the texts that can be read in one way only whatever their digits, and which ones these are (bool).

    Args:
        texts: plain.
        decimals: decimals of the currency.

    >>> read_usual(["1 234,56", "-7", "1.234"], 2)
    (array([123456,   -700,      0]), array([ True,  True, False]))
    """
    shapes = shapes_of(texts)
    missing = {shape: _missing_decimals(shape, decimals) for shape in set(shapes)}
    zeros = np.array([missing[shape] for shape in shapes], dtype=np.int64)
    is_usual, cents = zeros >= 0, np.zeros(len(texts), dtype=np.int64)
    if is_usual.any():
        usual = texts if is_usual.all() else [texts[i] for i in np.flatnonzero(is_usual).tolist()]
        digits = _SEPARATOR.join(usual).translate(_BARE)
        cents[is_usual] = np.fromstring(digits, dtype=np.int64, sep=" ") * 10 ** zeros[is_usual]
    return cents, is_usual


def _missing_decimals(shape: str, decimals: int) -> int:
    """Zeros that make minor units of the digits of a usual shape; -1 for another shape."""
    found = _USUAL.fullmatch(shape) if len(shape) < _SHORT else None
    if found is None or (found["group"] in (".", ",") and not found["decimals"]):
        return -1
    return max(decimals - len(found["decimals"] or ""), -1)


def proven_marks(columns: Iterable[Sequence[object]]) -> Counter[str]:
    """Decimal mark → number of texts that prove it, "" → number of those that prove none.

    >>> proven_marks([["1.234", "5"], ["12,50", "0.125"]])
    Counter({'': 2, ',': 1, '.': 1})
    """
    seen: Counter[str] = Counter()
    for cells in columns:
        texts = plain_texts(texts_of(cells))
        shapes = shapes_of(texts)
        depending = set()
        for shape, count in Counter(shapes).items():
            mark = _proven_mark(shape)
            if mark != _proven_mark(shape.replace("9", "0")):  # « 0.125 » is not « 9.125 »
                depending.add(shape)
            elif shape:
                seen[mark] += count
        if depending:
            seen.update(_proven_mark(text) for text, shape in zip(texts, shapes, strict=True) if shape in depending)
    return seen


def only_mark(marks: Mapping[str, int]) -> str:
    """The mark that is proven without contradiction, "" without one."""
    found = [mark for mark, count in marks.items() if mark and count]
    return found[0] if len(found) == 1 else ""


def _proven_mark(text: str) -> str:
    if text[-3:-2] == ",":  # nearly all
        return ","
    written = text.translate(MARKS)
    for pattern, is_decimal in _PROOFS:
        if match := pattern.search(written):
            return match[1] if is_decimal else "," if match[1] == "." else "."
    return ""
