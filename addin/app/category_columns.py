"""Where the category, the account, the confidence and the reason of a line stand in a tab of hers; what may be written there."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from addin.app.ports import SheetLayout
from addin.treasury.dossier import SheetReading
from addin.treasury.headings import simplify
from addin.treasury.vocabularies import CONFIDENCE_HEADING

HEADINGS: Mapping[str, str] = {"category": "Catégorie", "scf_account": "Compte SCF", "confidence": "Confiance", "reason": "Motif"}
"""Field → heading of a column that we add."""

_OURS = ("confidence", "reason")

Grid = Sequence[Sequence[object]]
Place = tuple[int, int]


@dataclass(frozen=True)
class CategoryColumns:
    """The four columns of a tab.

    Attributes:
        at: field → column, 1-based; a field without a column is not written.
        added: heading cells to be written, for the columns that the tab lacks.
        formulas: cells of the tab that hold formulas: never written.
    """

    sheet: str
    at: Mapping[str, int]
    added: Mapping[Place, str]
    formulas: Collection[Place]

    def is_free(self, rows: Grid, row: int, field: str) -> bool:
        """The cell of a field may be written: it is blank and holds no formula."""
        column = self.at.get(field)
        return column is not None and (row, column) not in self.formulas and not cell_text(rows, row, column)


def category_columns(reading: SheetReading, rows: Grid, layout: SheetLayout, wanted: Collection[str] = tuple(HEADINGS)) -> CategoryColumns:
    """The columns of a tab of operations; those that it lacks go to the right of its headings when that place is free.

    A table or a filter says which columns are sorted together: nothing is added beside it.

    Args:
        rows: the tab from A1.
        wanted: fields that a column may be added for.
    """
    head = reading.header_row
    at = {field: reading.columns[field] + 1 for field in ("category", "scf_account") if field in reading.columns}
    if head is None or head > len(rows):
        return CategoryColumns(reading.sheet, at, {}, layout.formulas)
    titles = {simplify(str(cell)): column for column, cell in reversed(list(enumerate(rows[head - 1], 1))) if cell not in (None, "")}
    if CONFIDENCE_HEADING in titles:  # a « Motif » without it is a label of the bank
        at |= {field: titles[simplify(HEADINGS[field])] for field in _OURS if simplify(HEADINGS[field]) in titles}
    missing = [field for field in HEADINGS if field not in at and field in wanted]
    if not missing or layout.is_fixed:
        return CategoryColumns(reading.sheet, at, {}, layout.formulas)
    first = 1 + max((width_of(row) for row in rows), default=0)
    new = {field: first + i for i, field in enumerate(missing)}
    added = {(head, column): HEADINGS[field] for field, column in new.items()}
    return CategoryColumns(reading.sheet, {**at, **new}, added, layout.formulas)


def cell_text(rows: Grid, row: int, column: int) -> str:
    """What stands in a cell, "" when it is blank or outside what was read."""
    cells = rows[row - 1] if row <= len(rows) else ()
    cell = cells[column - 1] if column <= len(cells) else None
    return "" if cell is None else str(cell).strip()


def width_of(row: Sequence[object]) -> int:
    """Columns of a row up to its last filled cell."""
    return next((column for column in range(len(row), 0, -1) if row[column - 1] not in (None, "")), 0)
