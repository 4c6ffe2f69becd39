"""Formulas of an open sheet when rows are put in or taken out: which go down with the new rows, and which the host would leave wrong.

Excel and LibreOffice move formulas themselves. Two things they do not do: a balance goes on from the line beside it, not from the
one that was beside it; a total whose range ends at the last line takes the next lines in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from addin.hosts.carried_formulas import Neighbours
from addin.hosts.excel_values import Place
from addin.hosts.formula_tokens import Reference, references, relative_form, rewritten
from addin.hosts.row_formulas import CellFormula
from addin.hosts.row_moves import Move

Change = Callable[[Reference], Reference | None]
_GONE = "#REF!"


@dataclass(frozen=True)
class Formulas:
    """Formulas of a part of a sheet, as they stand before the change.

    Attributes:
        sheet: name of the sheet.
        texts: cell → formula, without « = ».
        numbers: cells that hold a typed number.
    """

    sheet: str
    texts: Mapping[Place, str]
    numbers: frozenset[Place]

    def is_own(self, cited: Reference) -> bool:
        """True when a reference leads to this sheet, and to rows of it."""
        return bool(cited.first_row) and cited.sheet_name.casefold() in ("", self.sheet.casefold())

    def moved(self, text: str, change: Change) -> str:
        """A formula with its references to this sheet changed."""
        return rewritten(text, lambda cited: change(cited) if self.is_own(cited) else cited)

    def is_of_column(self, at: Place) -> bool:
        """True when the cell above or under it holds the same formula, told relatively."""
        row, column = at
        form = relative_form(self.texts[at], row)
        return any(
            (beside, column) in self.texts and relative_form(self.texts[beside, column], beside) == form for beside in (row - 1, row + 1)
        )


def carried_columns(formulas: Formulas, model: int, at: int) -> dict[int, str]:
    """Column → formula of the model's row, for those that go down with the new rows: see `carried_formulas.Neighbours`."""
    rows = range(model - 2, model + 3)
    texts: dict[int, dict[int, CellFormula]] = {row: {} for row in rows}
    for (row, column), text in formulas.texts.items():
        if row in texts:
            texts[row][column] = CellFormula(text, "", None)
    filled = {row for row, _ in formulas.numbers} | {row for row, cells in texts.items() if cells}
    is_below_data = model + 1 < at or (at <= model and model + 1 in filled)
    is_only_row = model - 1 not in filled and not is_below_data
    return Neighbours(model, texts, set(formulas.numbers), is_only_row).of_columns()


def after_adding(
    formulas: Formulas, move: Move, carried: Mapping[int, str], *, is_first: bool, is_last: bool
) -> dict[Place, tuple[Place, str]]:
    """The formulas to be typed again once rows were put in.

    Args:
        carried: column → formula of the model's row.
        is_first, is_last: the new rows come before (behind) all others of the tab.
    Returns:
        Place before → (place after, formula after).
    """
    model = move.model or 0
    forms = {column: relative_form(text, model) for column, text in carried.items()}
    anchor = _anchor(move, is_first=is_first, is_last=is_last)

    def one(cited: Reference, row: int) -> Reference | None:
        """A reference of a formula that is not one of a column."""
        first, last = sorted((cited.first_row, cited.last_row))
        if cited.is_range:
            rows = move.rows(first, last)
            return replace(cited, first_row=rows[0], last_row=rows[1]) if rows else None
        if first == model and is_last and model == move.at - 1 and row > model:
            return replace(cited, first_row=move.last, last_row=move.last)
        if first == model == move.at and is_first and row < model:
            return cited
        return move.reference(cited)

    found = {}
    for (row, column), text in formulas.texts.items():
        new_row = move.row(row)
        assert new_row is not None
        by_host = formulas.moved(text, move.reference)
        if column in forms and relative_form(text, row) == forms[column]:
            wanted = formulas.moved(text, lambda cited, by=new_row - row: _beside(cited, by, move, anchor))  # type: ignore[misc]
        elif model and not formulas.is_of_column((row, column)):
            wanted = formulas.moved(text, lambda cited, row=row: one(cited, row))  # type: ignore[misc]
        else:
            continue
        if wanted != by_host and _GONE not in wanted:
            found[row, column] = (new_row, column), wanted
    return found


def is_anchored(formulas: Formulas, carried: Mapping[int, str], move: Move, *, is_first: bool, is_last: bool) -> bool:
    """True when all formulas of a column sum up from the first (or the last) line, which is no longer the one they cite."""
    anchor = _anchor(move, is_first=is_first, is_last=is_last)
    return anchor is not None and any(
        formulas.is_own(cited) and _anchored(cited, anchor) for text in carried.values() for cited in references(text)
    )


@dataclass(frozen=True)
class Anchor:
    """First (or last) line of the tab before and after the change."""

    before: int
    after: int
    is_first: bool


def _anchor(move: Move, *, is_first: bool, is_last: bool) -> Anchor | None:
    """The end of the tab where the new rows are, None when they are between others."""
    if move.model is None:
        return None
    if is_first and move.model == move.at:
        return Anchor(move.at, move.at, is_first=True)
    return Anchor(move.model, move.last, is_first=False) if is_last and move.model == move.at - 1 else None


def _anchored(cited: Reference, anchor: Anchor) -> bool:
    """One end of the range is fixed there, the other one goes down with the formula: a running total."""
    first_fixed, last_fixed = cited.fixed[1], cited.fixed[3]
    if not cited.is_range or first_fixed == last_fixed:
        return False
    return first_fixed is anchor.is_first and (cited.first_row if first_fixed else cited.last_row) == anchor.before


def after_removing(formulas: Formulas, move: Move) -> tuple[dict[Place, tuple[Place, str]], list[Place]]:
    """The formulas to be typed again once rows were taken out, and the cells that would lose what they read.

    Returns:
        Place before → (place after, formula after); places before.
    """
    first, last = move.at, move.last

    def one(cited: Reference, row: int) -> Reference | None:
        new = move.reference(cited)
        if new is not None or cited.is_range:
            return new
        if row > last and cited.first_row == last and first > 1:  # what goes on from the last line goes on from the one before
            return replace(cited, first_row=first - 1, last_row=first - 1)
        return cited if row < first and cited.first_row == first else None

    found, lost = {}, []
    for (row, column), text in formulas.texts.items():
        new_row = move.row(row)
        if new_row is None or _GONE in text:
            continue
        form = relative_form(text, row)
        beside = [(edge, formulas.texts[edge, column]) for edge in (first, last) if (edge, column) in formulas.texts]
        if any(relative_form(other, edge) == form for edge, other in beside):
            wanted = formulas.moved(text, lambda cited, by=new_row - row: _beside(cited, by, move))  # type: ignore[misc]
        else:
            wanted = formulas.moved(text, lambda cited, row=row: one(cited, row))  # type: ignore[misc]
        if _GONE in wanted:
            lost.append((row, column))
        elif wanted != formulas.moved(text, move.reference):
            found[row, column] = (new_row, column), wanted
    return found, lost


def loses_cells(text: str, sheet: str, move: Move) -> bool:
    """True when a formula of another sheet, or a name, cites nothing but rows that are taken out, in one of its references."""
    own = (cited for cited in references(text) if cited.first_row and cited.sheet_name.casefold() == sheet.casefold())
    return any(move.reference(cited) is None for cited in own)


def _beside(cited: Reference, by: int, move: Move, anchor: Anchor | None = None) -> Reference | None:
    """A reference that keeps its distance, as when the formula is filled; its fixed ends follow their cells."""
    is_anchored = anchor is not None and _anchored(cited, anchor)

    def end(row: int, is_fixed: bool) -> int | None:
        if not is_fixed:
            return row + by
        return anchor.after if anchor is not None and is_anchored else move.row(row)

    first, last = end(cited.first_row, cited.fixed[1]), end(cited.last_row, cited.fixed[3])
    if first is None or last is None:
        return move.reference(cited)
    return replace(cited, first_row=first, last_row=last) if first > 0 and last > 0 else None
