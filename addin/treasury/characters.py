"""Characters that cells hold and nobody sees: other digits, other spaces, other dashes, marks of writing direction."""

from __future__ import annotations

from collections.abc import Sequence

_ARABIC_DIGITS = {ord(digit): str(i) for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for i, digit in enumerate(digits)}
_SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\u2002\u2003\u2007\u2008\u2009\u200a\u3000\t\n\r\v\f"), " ")
_INVISIBLE = dict.fromkeys([0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF])
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−﹣－"), "-")

INVISIBLE: dict[int, None] = _INVISIBLE
_SEPARATOR = "\x1e"
_PLAIN: dict[int, str | None] = {**_ARABIC_DIGITS, **_SPACES, **_INVISIBLE, **_DASHES}


def plain(text: str) -> str:
    """The text with ordinary digits, spaces and dashes, nothing invisible, and no space at its ends.

    >>> plain("\u200f١٢\u00a0٣٤ ")
    '12 34'
    """
    return text.translate(_PLAIN).strip()


def texts_of(cells: Sequence[object]) -> list[str]:
    """The cells that hold text, those without any character left out."""
    if set(map(type, cells)) <= {str, type(None)}:
        return list(filter(None, cells))  # type: ignore[arg-type]
    return [cell for cell in cells if type(cell) is str and cell]


def plain_texts(texts: Sequence[str]) -> list[str]:
    """`plain` of each text."""
    whole = "".join(texts)
    if whole.isascii() and whole.isprintable():
        return list(map(str.strip, texts)) if " " in whole else list(texts)
    found = _SEPARATOR.join(texts).translate(_PLAIN).split(_SEPARATOR)
    return [text.strip() for text in found] if len(found) == len(texts) else [plain(text) for text in texts]


def is_blank(cell: object) -> bool:
    """True for an empty cell, and for one that only looks empty (spaces, invisible marks)."""
    return cell is None or cell == "" or (isinstance(cell, str) and not plain(cell))
