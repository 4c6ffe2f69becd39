"""What POURQUOI adds in LibreOffice: why Calc itself did not call a function (Err:504)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from addin.app.cells import Block, column_letters
from addin.app.formula_text import FormulaError, Reference, calls, own_name, parse
from addin.app.ports import CellError
from addin.hosts.stored_formulas import plain_formula
from addin.messages import WHY, say

if TYPE_CHECKING:
    from addin.app.cells import LiveCell

NOT_CALLED = 504
"""LibreOffice's « error in the list of arguments »: a range of values holds an error cell, or a value stands where a range must (that
one POURQUOI explains by itself)."""


def why_not_called(cells: Any, live: LiveCell, names: Collection[str]) -> str:
    """The error cell for which Calc did not call a function of ours in the first cell of a range; "" when there is none.

    Args:
        cells: the range (UNO).
        live: the same cell as POURQUOI sees it.
        names: short names of the functions.
    """
    if cells.getCellByPosition(0, 0).getError() != NOT_CALLED:
        return ""
    try:
        found = next(_error_cells(live, names), None)
    except FormulaError:
        return ""
    return say(WHY["calc_error_cell"], place=found[0], error=found[1]) if found else ""


def _error_cells(live: LiveCell, names: Collection[str]) -> Iterator[tuple[str, CellError]]:
    """Cells in error in the ranges that our calls are given."""
    for call in calls(parse(plain_formula(live.formula, names))):
        for argument in call.arguments if own_name(call.name) else ():
            if isinstance(argument, Reference):
                yield from _errors_in(live, argument.text)


def _errors_in(live: LiveCell, reference: str) -> Iterator[tuple[str, CellError]]:
    try:
        block = live.read(reference)
    except LookupError:
        return
    if not isinstance(block, Block):
        return
    for i, row in enumerate(block.rows):
        for j, cell in enumerate(row):
            if isinstance(cell, CellError):
                place = f"{column_letters(block.column + j)}{block.row + i}"
                yield (place if block.sheet == live.sheet else f"{block.sheet}!{place}"), cell
