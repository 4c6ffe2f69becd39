"""Lists of hers that name a category (invoices, « Règles », « Plafonds »): their cells that carry a name that she has changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from addin.app.cells import column_letters
from addin.app.history import CELL, Change
from addin.app.ports import Workbook
from addin.treasury.classification.renames import Renaming, renamed
from addin.treasury.dossier import Dossier, Kind
from addin.treasury.tabs import RawTab

_LISTS: tuple[tuple[str, str, tuple[Kind, ...]], ...] = (
    ("invoices", "category", ("customer_invoices", "supplier_invoices")),
    ("rules", "category", ("rules",)),
    ("caps", "target", ("caps",)),
)
"""Frame of the dossier, its column that names a category, kinds of tab that it is read from."""


@dataclass(frozen=True)
class ListedCell:
    """One cell of a list that carries the old name.

    Attributes:
        frame, index, field: where it stands in the dossier.
        column: 1-based.
    """

    frame: str
    index: int
    field: str
    sheet: str
    row: int
    column: int
    old: str
    new: str

    @property
    def change(self) -> Change:
        """What `Historique` tells of it."""
        return Change(self.sheet, CELL, self.old, self.new, self.row, column_letters(self.column))


def listed_cells(
    workbook: Workbook, dossier: Dossier, tabs: Sequence[RawTab], renamings: Sequence[Renaming], closed: date | None
) -> list[ListedCell]:
    """Cells of her lists that carry an old name; formulas and invoices of closed months are left out.

    Args:
        closed: last day of the closed months.
    """
    grids = {tab.sheet: tab.rows for tab in tabs}
    found = []
    for name, field, kinds in _LISTS:
        table: pd.DataFrame = getattr(dossier, name)
        becomes = renamed(table.rename(columns={field: "category"})[["category"]], renamings)
        moves = becomes != table[field]
        if name == "caps":
            moves &= table["kind"].isin(("", "category"))
        if name == "invoices" and closed:
            moves &= ~(table["issued_on"] <= pd.Timestamp(closed))
        at = _columns(dossier, field, kinds)
        formulas = {sheet: workbook.layout(sheet).formulas for sheet in set(table.loc[moves, "sheet"]) & set(at)}
        for index, sheet, row, old in zip(
            table.index[moves], *(table.loc[moves, each].tolist() for each in ("sheet", "row", field)), strict=True
        ):
            column = at.get(sheet, 0)
            if column and (row, column) not in formulas[sheet] and _text(grids[sheet], row, column) == old:
                found.append(ListedCell(name, int(index), field, sheet, row, column, old, becomes[index]))
    return found


def with_new_names(dossier: Dossier, cells: Collection[ListedCell]) -> Dossier:
    """The dossier with its lists as they will be."""
    changed: dict[str, pd.DataFrame] = {}
    for cell in cells:
        table = changed.setdefault(cell.frame, getattr(dossier, cell.frame).copy())
        table.loc[cell.index, cell.field] = cell.new
    return replace(dossier, **changed)  # type: ignore[arg-type]


def _columns(dossier: Dossier, field: str, kinds: Collection[Kind]) -> Mapping[str, int]:
    return {each.sheet: each.columns[field] + 1 for each in dossier.readings if each.kind in kinds and field in each.columns}


def _text(rows: Sequence[Sequence[object]], row: int, column: int) -> str | None:
    """The text of a cell, None for anything else."""
    cells = rows[row - 1] if row <= len(rows) else ()
    cell = cells[column - 1] if column <= len(cells) else None
    return cell.strip() if isinstance(cell, str) else None
