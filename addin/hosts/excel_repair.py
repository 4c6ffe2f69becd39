"""Our formulas that show #NAME?, typed anew, so that the host binds them to the add-in that is loaded."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from addin.app.ports import CellError
from addin.hosts import excel_gaps
from addin.hosts.excel_citations import enter_formulas, formulas_of
from addin.hosts.excel_values import Place, first_cell, sheet_values
from addin.hosts.stored_formulas import plain_formula

if TYPE_CHECKING:
    import xlwings

_UNBOUND = CellError("#NAME?")


@dataclass(frozen=True)
class Repaired:
    """What was done.

    Attributes:
        cells: formulas typed anew.
        protected: sheets that would have needed it and are protected.
    """

    cells: int
    protected: tuple[str, ...]


def repair_formulas(book: xlwings.Book, names: Collection[str]) -> Repaired:
    """Type our formulas anew that are not bound: those that show #NAME?, and those stored with a link to a file.

    Args:
        names: short names of the functions that exist (« SOLDE »).
    """
    system = excel_gaps.system_of(book.app)
    if system == "calc":
        from addin.hosts import calc_formulas

        done = calc_formulas.repair_formulas(book.api, names)
        return Repaired(done.cells, done.protected)
    cells, protected = 0, []
    for sheet in book.sheets:
        wrong = unbound(sheet, names)
        if wrong and excel_gaps.is_protected(sheet, system):
            protected.append(str(sheet.name))
        elif wrong:
            enter_formulas(sheet, wrong)
            cells += len(wrong)
    return Repaired(cells, tuple(protected))


def unbound(sheet: xlwings.Sheet, names: Collection[str]) -> dict[Place, str]:
    """The formulas of a sheet to type anew, in the form in which they are typed."""
    ours = {at: text for at, text in formulas_of(sheet).items() if "TRESO" in text.upper()}
    if not ours:
        return {}
    used = sheet.used_range.options(err_to_str=True)
    errors = sheet_values(used.raw_value, first_cell(used.address)).errors
    plain = {at: plain_formula(text, names) for at, text in ours.items()}
    return {at: text for at, text in plain.items() if text != ours[at] or errors.get((at[0] - 1, at[1] - 1)) == _UNBOUND}
