"""The few blocks of the weekly page that are worth a terminal: what holds, what to decide, what there is, what alerts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from addin.sheets.model import Block, Cell, Role, Row, Sheet, Tone
from addin.sheets.text import value_text

SHOWN = ("title", "conclusion", "decisions", "available", "low_point", "alerts")
"""Keys of the blocks shown, in the order of the page."""

_RIGHT = (Role.AMOUNT, Role.TOTAL, Role.TOTAL_COUNT, Role.COUNT, Role.PERCENT, Role.RATE)
_WIDE = 4
"""A cell over so many columns is a sentence: it goes on a line of its own under its row."""
_MARKS = {Tone.BAD: "! ", Tone.WATCH: "? "}
_BETWEEN = 2


def terminal_text(page: Sheet, keys: Sequence[str] = SHOWN) -> str:
    """Some blocks as lines of text, aligned, ending with a line break; « ! » marks what is bad, « ? » what needs a look.

    Args:
        keys: of the blocks shown, in their order.
    """
    blocks = {block.key: block for _, _, block in page.placed() if isinstance(block, Block)}
    lines = [line.rstrip() for key in keys if key in blocks for line in _block(blocks[key])]
    return "\n".join(lines).strip("\n") + "\n"


def _block(block: Block) -> Iterator[str]:
    widths = _widths(block)
    on_the_right = {column for row in block.rows for column, cell in _placed(row) if cell.role in _RIGHT}
    for row in block.rows:
        role = row.cells[0].role if row.cells else Role.TEXT
        if role is Role.BLOCK:
            yield from ("", _text(row.cells[0]).upper())
            continue
        narrow = [(column, cell) for column, cell in _placed(row) if cell.span < _WIDE]
        line = (" " * _BETWEEN).join(_aligned(cell, column, widths, on_the_right) for column, cell in narrow)
        if line.strip():
            yield f"  {line}"
        if role is not Role.HEAD:
            indent = "" if role in (Role.TITLE, Role.SUBTITLE) else "      " if line.strip() else "  "
            yield from (indent + _text(cell) for cell in row.cells if cell.span >= _WIDE and cell.value is not None)


def _widths(block: Block) -> dict[int, int]:
    """Width of each grid column that a narrow cell uses; a column that only sentences cover has none."""
    cells = [(column, cell) for row in block.rows for column, cell in _placed(row) if cell.span < _WIDE and cell.role is not Role.BLOCK]
    widths: dict[int, int] = {}
    for column, cell in sorted(cells, key=lambda placed: placed[1].span):
        lacking = len(_text(cell)) - _room(cell, column, widths)
        if cell.span == 1 or lacking > 0:
            last = column + cell.span - 1
            widths[last] = widths.get(last, 0) + max(lacking, 0)
    return widths


def _room(cell: Cell, column: int, widths: dict[int, int]) -> int:
    used = [widths[i] for i in range(column, column + cell.span) if i in widths]
    return sum(used) + _BETWEEN * (max(len(used), 1) - 1)


def _aligned(cell: Cell, column: int, widths: dict[int, int], on_the_right: Set[int]) -> str:
    text, room = _text(cell), _room(cell, column, widths)
    is_right = cell.role in _RIGHT or (cell.role is Role.HEAD and column in on_the_right)
    return text.rjust(room) if is_right else text.ljust(room)


def _placed(row: Row) -> Iterator[tuple[int, Cell]]:
    column = 0
    for cell in row.cells:
        yield column, cell
        column += cell.span


def _text(cell: Cell) -> str:
    text = value_text(cell.value, cell.role)
    return _MARKS.get(cell.tone, "") + text if text and cell.role is not Role.HEAD else text
