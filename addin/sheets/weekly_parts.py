"""The grid of the weekly page and the small pieces that its blocks share."""

from __future__ import annotations

import re

from addin.messages import french
from addin.sheets.model import Cell, Role, Row, Tone
from addin.sheets.weekly_widths import fit, wrapped
from addin.treasury.currency import to_decimal

HALF = 4
FULL = 2 * HALF + 1
_HALF_WIDTHS = (26.0, 12.0, 14.0, 15.5)
GRID = (*_HALF_WIDTHS, 1.5, *_HALF_WIDTHS, 3.0, 3.0, 11.0, 15.5, 15.5)
LANES = {"full": (0, FULL), "left": (0, HALF), "right": (HALF + 1, HALF), "data": (FULL + 2, 3)}
_MARGIN = 1.0

UNKNOWN = "non renseigné"


def single_spaced(words: str) -> str:
    """The words without the runs of spaces that bank files hold; the non-breaking ones stay."""
    return re.sub(r" {2,}", " ", words.strip(" "))


def room(at: int, span: int) -> float:
    """What fits in so many grid columns from one on."""
    return sum(GRID[at : at + span]) - _MARGIN


def heading(title: str, span: int = HALF) -> Row:
    """The heading line of a block."""
    return Row((Cell(title, Role.BLOCK, span=span),), 1.1)


def heads(*titles: str) -> Row:
    """Column headings, one grid column each."""
    return Row(tuple(Cell(title, Role.HEAD) for title in titles))


def text(value: str, span: int = 1, tone: Tone = Tone.PLAIN, *, at: int = 0, role: Role = Role.TEXT) -> Cell:
    """Words on one line; cut where the column ends, so that nothing runs over its neighbour.

    Args:
        at: grid column that they stand in, of the left half as the right one is alike.
    """
    return Cell(fit(single_spaced(value), room(at, span), role) or None, role, tone, span)


def notes(value: str, tone: Tone = Tone.MUTED, role: Role = Role.NOTE) -> list[Row]:
    """A remark over the whole lane, on as many lines as it needs: a taller row would stretch the lane beside it."""
    return [Row((Cell(line, role, tone, HALF),)) for line in wrapped(french(value), room(0, HALF), role)]


def amount(cents: int | None, currency: str, tone: Tone = Tone.PLAIN, *, total: bool = False) -> Cell:
    """An amount in major units, « non renseigné » when unknown."""
    if cents is None:
        return aside(UNKNOWN)
    return Cell(to_decimal(cents, currency), Role.TOTAL if total else Role.AMOUNT, tone)


def signed(cents: int | None, currency: str, *, total: bool = False) -> Cell:
    """An amount of which a negative one is bad news."""
    return amount(cents, currency, Tone.BAD if (cents or 0) < 0 else Tone.PLAIN, total=total)


def total_line(label: str, *amounts: Cell) -> Row:
    """A total: its name over the columns that the amounts leave."""
    return Row((Cell(label, Role.TOTAL_TEXT, span=HALF - len(amounts)), *amounts))


def line(label: str, *cells: Cell, tone: Tone = Tone.PLAIN) -> Row:
    """An ordinary line: its name over the columns that the cells leave."""
    return Row((text(label, HALF - len(cells), tone), *cells))


def aside(words: str, tone: Tone = Tone.MUTED) -> Cell:
    """Words in a column of amounts, aligned like them."""
    return Cell(words, Role.AMOUNT, tone)


def said(words: str, tone: Tone) -> Row:
    """One sentence instead of the lines of a block."""
    return Row((Cell(french(words), Role.TEXT, tone, span=HALF),))


def unknown_block(title: str, why: str) -> tuple[Row, ...]:
    """A block about which the workbook says nothing."""
    return (heading(title), *notes(f"{UNKNOWN.capitalize()} : {why}."))
