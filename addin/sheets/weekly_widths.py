"""How much room words and figures take on the weekly page, in the units of column widths (the width of a digit of the default font)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from addin.sheets.model import Block, Cell, Role
from addin.sheets.text import value_text

_DEFAULT_SIZE = 11  # the font that column widths are counted in
_SIZES = {Role.NOTE: 9, Role.HEAD: 9, Role.LEAD: 12}
_BOLD = frozenset({Role.LEAD, Role.HEAD, Role.TOTAL, Role.TOTAL_TEXT})
_NARROW, _WIDE = frozenset("iljtfrI.,;:'’!|()[]-· "), frozenset("MWmw@%…—ŒÆ")
_MARGIN = 1.2
_MEASURED = frozenset({Role.AMOUNT, Role.TOTAL})


def text_width(text: str, role: Role = Role.TEXT) -> float:
    """Width of a text in a cell of this role, a little more than it takes in Calibri.

    >>> round(text_width("1234567890"), 1), text_width("NOVATEC") > text_width("Novatec")
    (9.1, True)
    """
    units = sum(_letter(character) for character in text)
    return units * _SIZES.get(role, 10) / _DEFAULT_SIZE * (1.05 if role in _BOLD else 1.0)


def fit(text: str, room: float, role: Role = Role.TEXT) -> str:
    """The text, cut with « … » where the room ends.

    >>> fit("Établissements Hamdani et fils", 12)
    'Établissemen…'
    """
    if text_width(text, role) <= room:
        return text
    kept = text
    while kept and text_width(kept + "…", role) > room:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def wrapped(text: str, room: float, role: Role = Role.TEXT) -> list[str]:
    """The text in lines no wider than the room, broken at ordinary spaces."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if lines[-1] and text_width(longer, role) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def widened(widths: tuple[float, ...], blocks: Iterable[tuple[int, Block]]) -> tuple[float, ...]:
    """The widths of the grid, wider where an amount would show as « ### ».

    Args:
        blocks: with the first grid column of each.
    """
    out = list(widths)
    for left, block in blocks:
        for row in block.rows:
            column = left
            for cell in row.cells:
                if cell.span == 1 and cell.role in _MEASURED:
                    out[column] = max(out[column], round(_needed(cell), 1))
                column += cell.span
    return tuple(out)


def _needed(cell: Cell) -> float:
    shown = value_text(cell.value, cell.role)
    bold = Role.TOTAL if isinstance(cell.value, Decimal) else cell.role  # any amount may be printed in bold
    return text_width(shown, bold) + _MARGIN


def _letter(character: str) -> float:
    if character in _NARROW or character.isspace():
        return 0.55
    if character in _WIDE:
        return 1.6
    return 1.2 if character.isupper() else 1.0 if character.isdigit() else 0.96
