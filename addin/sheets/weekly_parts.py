"""The grid of the weekly page and the small pieces that its blocks share."""

from __future__ import annotations

from addin.sheets.model import Cell, Role, Row, Tone
from addin.treasury.currency import to_decimal

HALF = 4
FULL = 2 * HALF + 1
_HALF_WIDTHS = (26.0, 13.0, 15.0, 16.0)
GRID = (*_HALF_WIDTHS, 1.5, *_HALF_WIDTHS, 3.0, 3.0, 11.0, 14.0, 14.0)

UNKNOWN = "non renseigné"


def heading(title: str, span: int = HALF) -> Row:
    """The heading line of a block."""
    return Row((Cell(title, Role.BLOCK, span=span),), 1.1)


def heads(*titles: str) -> Row:
    """Column headings, one grid column each."""
    return Row(tuple(Cell(title, Role.HEAD) for title in titles))


def text(value: str, span: int = 1, tone: Tone = Tone.PLAIN, *, wrap: bool = False) -> Cell:
    return Cell(value or None, Role.TEXT, tone, span, wrap)


def note(value: str, span: int = HALF, lines: float = 1.0, tone: Tone = Tone.MUTED) -> Row:
    """A small remark over the whole lane."""
    return Row((Cell(value, Role.NOTE, tone, span, wrap=lines > 1),), lines)


def amount(cents: int | None, currency: str, tone: Tone = Tone.PLAIN, *, total: bool = False) -> Cell:
    """An amount in major units, « non renseigné » when unknown."""
    if cents is None:
        return Cell(UNKNOWN, Role.TEXT, Tone.MUTED)
    return Cell(to_decimal(cents, currency), Role.TOTAL if total else Role.AMOUNT, tone)


def unknown_block(title: str, why: str) -> tuple[Row, ...]:
    """A block about which the workbook says nothing."""
    return (heading(title), note(f"{UNKNOWN} : {why}".replace(" :", "\u00a0:"), lines=2.0 if len(why) > 55 else 1.0))
