"""Why a bank line carries its category or its account: what POURQUOI says of a cell without a formula in her own tabs."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from addin.app.cells import Block, LiveCell, caller_store, column_number
from addin.functions.arguments import text_of
from addin.messages import say
from addin.messages.category_answers import CATEGORY_ANSWERS
from addin.treasury.dossier import Dossier, SheetReading
from addin.treasury.headings import simplify

_ADDRESS = re.compile(r"([A-Z]+)([0-9]+)")
_FIELDS = ("category", "scf_account")


@dataclass(frozen=True)
class _Place:
    """A cell of a line of hers: the dossier that has the line, the column's field, the line."""

    dossier: Dossier
    reading: SheetReading
    field: str
    line: pd.Series
    row: int


def category_told(cell: LiveCell) -> str:
    """What the category (or the account) in a cell rests on; "" when the cell is none of a bank line in the dossier."""
    place = _place(cell)
    if place is None:
        return ""
    shown, known = text_of(cell.value), text_of(place.line[place.field])
    if simplify(shown) != simplify(known):
        return say(CATEGORY_ANSWERS["changed"], cell=cell.address, category=shown)
    if not shown:
        return say(CATEGORY_ANSWERS["empty"], cell=cell.address)
    reason = _beside(cell, place)
    if reason:
        return say(CATEGORY_ANSWERS["written_because"], cell=cell.address, category=shown, reason=reason)
    return say(CATEGORY_ANSWERS["typed"], cell=cell.address, category=shown)


def _place(cell: LiveCell) -> _Place | None:
    from addin.sheets.live import DOSSIER_NAME

    found = _ADDRESS.fullmatch(cell.address)
    if found is None:
        return None
    try:
        handle = _first(cell.read(DOSSIER_NAME))
        dossier = caller_store().load(handle) if isinstance(handle, str) else None
    except LookupError:
        return None
    if dossier is None:
        return None
    column, row = column_number(found[1]) - 1, int(found[2])
    for reading in dossier.readings:
        if reading.kind != "operations" or reading.sheet.casefold() != cell.sheet.casefold():
            continue
        field = next((name for name in _FIELDS if reading.columns.get(name) == column), None)
        operations = dossier.operations
        lines = operations[(operations["sheet"] == reading.sheet) & (operations["row"] == row)]
        if field is not None and len(lines):
            return _Place(dossier, reading, field, lines.iloc[0], row)
    return None


def _beside(cell: LiveCell, place: _Place) -> str:
    """What « Catégoriser » wrote in the column « Motif » of the line."""
    sheet = "'" + cell.sheet.replace("'", "''") + "'"
    try:
        headings = cell.read(f"{sheet}!A{place.reading.header_row}:XFD{place.reading.header_row}")
        values = cell.read(f"{sheet}!A{place.row}:XFD{place.row}")
    except LookupError:
        return ""
    if not isinstance(headings, Block) or not isinstance(values, Block):
        return ""
    for heading, value in zip(headings.rows[0], values.rows[0], strict=False):
        if simplify(text_of(heading)) == simplify("Motif"):
            return text_of(value)
    return ""


def _first(cells: object) -> object:
    return cells.rows[0][0] if isinstance(cells, Block) else cells
