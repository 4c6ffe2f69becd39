"""Formulas of an open LibreOffice document that Excel stored in a form of its own, put into the plain form."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from addin.hosts.stored_formulas import plain_formula

_FORMULA = 16
"""com.sun.star.sheet.CellFlags.FORMULA"""


@dataclass(frozen=True)
class Repair:
    """What was done.

    Attributes:
        cells: cells whose formula is now in the plain form.
        protected: tabs that would have needed it and are protected.
    """

    cells: int = 0
    protected: tuple[str, ...] = ()


def repair_formulas(document: Any, names: Collection[str]) -> Repair:
    """Put all calls of our functions into the plain form; only those cells are written.

    A document that was not modified is not after this either: nothing of hers changed. Protected tabs are left alone.
    """
    was_modified = bool(document.isModified())
    cells, protected = 0, []
    with _quietly(document):
        for name in document.Sheets.ElementNames:
            sheet = document.Sheets.getByName(name)
            wrong = list(_wrong_cells(sheet, names))
            if wrong and sheet.isProtected():
                protected.append(str(name))
                continue
            for write in wrong:
                write()
            cells += len(wrong)
    if cells and not was_modified:
        document.setModified(False)
    return Repair(cells, tuple(protected))


def _wrong_cells(sheet: Any, names: Collection[str]) -> Iterator[Callable[[], None]]:
    """A writer for each cell, or array of cells, that needs one."""
    for at in sheet.queryContentCells(_FORMULA).RangeAddresses:
        area = sheet.getCellRangeByPosition(at.StartColumn, at.StartRow, at.EndColumn, at.EndRow)
        for i, row in enumerate(area.getFormulaArray()):
            for j, text in enumerate(row):
                if "treso" not in text.lower():
                    continue
                is_array = text.startswith("{")
                formula = text[1:-1] if is_array else text
                plain = plain_formula(formula, names)
                if plain != formula:
                    yield _writer(sheet, area.getCellByPosition(j, i), plain, is_array)


def _writer(sheet: Any, cell: Any, formula: str, is_array: bool) -> Callable[[], None]:
    def write() -> None:
        if is_array:
            cursor = sheet.createCursorByRange(cell)
            cursor.collapseToCurrentArray()
            at = cursor.RangeAddress
            if (at.StartRow, at.StartColumn) == (cell.CellAddress.Row, cell.CellAddress.Column):
                cursor.setArrayFormula(formula)
        else:
            cell.setFormula(formula)

    return write


@contextmanager
def _quietly(document: Any) -> Iterator[None]:
    """No drawing and no entry in the list of what can be undone."""
    undo = document.UndoManager
    document.lockControllers()
    undo.lock()
    try:
        yield
    finally:
        undo.unlock()
        document.unlockControllers()
