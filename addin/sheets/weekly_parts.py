"""The grid of the weekly page and the small pieces that its blocks share."""

from __future__ import annotations

import re
import textwrap

from addin.messages import french
from addin.sheets.model import Cell, Role, Row, Tone
from addin.treasury.currency import to_decimal

HALF = 4
FULL = 2 * HALF + 1
_HALF_WIDTHS = (26.0, 13.0, 15.0, 16.0)
_NOTE_WIDTH, _TEXT_WIDTH = 84, 74
_ROOM = {1: 27, 2: 42, 3: 58, 4: 76, 5: 90}
"""Characters that fit in a cell of so many columns, from the first column of a half."""
GRID = (*_HALF_WIDTHS, 1.5, *_HALF_WIDTHS, 3.0, 3.0, 11.0, 14.0, 14.0)

UNKNOWN = "non renseigné"


def heading(title: str, span: int = HALF) -> Row:
    """The heading line of a block."""
    return Row((Cell(title, Role.BLOCK, span=span),), 1.1)


def heads(*titles: str) -> Row:
    """Column headings, one grid column each."""
    return Row(tuple(Cell(title, Role.HEAD) for title in titles))


def text(value: str, span: int = 1, tone: Tone = Tone.PLAIN) -> Cell:
    """Words, without the runs of spaces that bank files hold; cut where the column ends, so that nothing runs over its neighbour."""
    shown = re.sub(r" {2,}", " ", value.strip())
    room = _ROOM[span]
    return Cell((shown if len(shown) <= room else shown[: room - 1].rstrip() + "…") or None, Role.TEXT, tone, span)


def notes(value: str, tone: Tone = Tone.MUTED, role: Role = Role.NOTE) -> list[Row]:
    """A remark over the whole lane, on as many lines as it needs: a taller row would stretch the lane beside it."""
    width = _NOTE_WIDTH if role is Role.NOTE else _TEXT_WIDTH
    return [Row((Cell(line, role, tone, HALF),)) for line in textwrap.wrap(french(value), width)]


def amount(cents: int | None, currency: str, tone: Tone = Tone.PLAIN, *, total: bool = False) -> Cell:
    """An amount in major units, « non renseigné » when unknown."""
    if cents is None:
        return aside(UNKNOWN)
    return Cell(to_decimal(cents, currency), Role.TOTAL if total else Role.AMOUNT, tone)


def aside(words: str, tone: Tone = Tone.MUTED) -> Cell:
    """Words in a column of amounts, aligned like them."""
    return Cell(words, Role.AMOUNT, tone)


def unknown_block(title: str, why: str) -> tuple[Row, ...]:
    """A block about which the workbook says nothing."""
    return (heading(title), *notes(f"{UNKNOWN.capitalize()} : {why}."))
