"""Formulas that go on from row to row (running balances and totals): between which rows others may be put without breaking them.

Excel and LibreOffice are told to type them again (`excel_row_formulas`); in a closed file such an insertion is refused.
"""

from __future__ import annotations

from collections.abc import Callable

from addin.hosts.carried_formulas import Neighbours
from addin.hosts.formula_tokens import Reference, references, relative_form
from addin.hosts.row_moves import cell_name

IsOwn = Callable[[Reference], bool]


def broken_chain(neighbours: Neighbours, at: int, is_own: IsOwn, *, is_filled: bool) -> str | None:
    """The cell whose formula would no longer go on from the row beside it, None when rows may go in at `at`.

    Args:
        is_own: a reference leads to the sheet itself.
        is_filled: the rows at `at` are prepared ones that are filled: nothing moves.
    """
    model = neighbours.model
    if not model:
        return None
    own = _texts(neighbours, model)
    if at <= model:  # above the model: nothing may reach up from it, nor down to it
        reaching = {column for column, text in own.items() if _reaches(text, model, is_own, up=True)}
        beside = {column for column in own if _goes_on(neighbours, model - 1, column, is_own, up=False)}
        row = model
    else:
        reaching = {column for column, text in own.items() if _reaches(text, model, is_own, up=False)}
        nothing: dict[int, str] = {}
        beside = {
            column for column in (nothing if is_filled else _texts(neighbours, at)) if _goes_on(neighbours, at, column, is_own, up=True)
        }
        row = at if beside else model
    found = reaching | beside
    return cell_name(row, min(found)) if found else None


def _texts(neighbours: Neighbours, row: int) -> dict[int, str]:
    return {column: formula.text for column, formula in neighbours.formulas.get(row, {}).items() if formula.text}


def _goes_on(neighbours: Neighbours, row: int, column: int, is_own: IsOwn, *, up: bool) -> bool:
    """The formula of a row reaches that way and is one of its column: that of a row beside it, filled."""
    text = _texts(neighbours, row).get(column)
    if text is None or not _reaches(text, row, is_own, up=up):
        return False
    form = relative_form(text, row)
    return any(relative_form(other, row + step) == form for step in (-1, 1) if (other := _texts(neighbours, row + step).get(column)))


def _reaches(text: str, row: int, is_own: IsOwn, *, up: bool) -> bool:
    """The formula reads rows above (or below) its own that follow it when it is filled."""
    for cited in references(text):
        if not cited.first_row or not is_own(cited):
            continue
        ends = [end - row for end, is_fixed in ((cited.first_row, cited.fixed[1]), (cited.last_row, cited.fixed[3])) if not is_fixed]
        is_anchored = cited.fixed[1] != cited.fixed[3]
        if any(end < 0 if up else end > 0 for end in ends) or (is_anchored and up):
            return True
    return False
