"""The side workbook, open beside hers while its sheets are copied; what they bring besides values is written once they are in hers.

A formula of the side workbook that cites another sheet would cite a sheet that is not there, or link hers to a file that goes away.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from addin.hosts import excel_gaps
from addin.hosts.cellxml import column_letters
from addin.hosts.excel_values import Place
from addin.hosts.side import Renderer, rendered
from addin.messages import FILE_WORDS, TresoError
from addin.sheets.model import Band, Block, Cell, Formula, Row, Sheet, TableBlock, Value, shown

if TYPE_CHECKING:
    import xlwings


@contextmanager
def side_workbook(app: xlwings.App, sheets: Sequence[Sheet], *, file: str, render: Renderer | None = None) -> Iterator[xlwings.Book]:
    """The rendered sheets in a workbook of ours, open meanwhile; its file is gone afterwards.

    Args:
        file: name of the workbook they are made for, for the message.
    Raises:
        TresoError: DISK_FULL.
    """
    data = rendered(sheets, file=file, render=render)
    folder = Path(tempfile.mkdtemp(prefix="tresorerie-", dir=excel_gaps.exchange_folder(excel_gaps.system_of(app))))
    try:
        path = folder / f"{folder.name}.xlsx"  # Excel opens no two workbooks of the same name
        try:
            path.write_bytes(data)
        except OSError as error:
            raise TresoError("DISK_FULL", file=file, reason=FILE_WORDS["temporary"]) from error
        with opened(app, path, read_only=False) as side:
            yield side
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def opened(app: xlwings.App, path: Path, *, read_only: bool = True) -> Iterator[xlwings.Book]:
    """A workbook of ours, open meanwhile and never saved in place."""
    book = app.books.open(path, update_links=False, read_only=read_only, add_to_mru=False)
    try:
        yield book
    finally:
        book.close()


def values_only(sheet: Sheet) -> Sheet:
    """The sheet with the results of its formulas, and without names of the whole workbook."""
    if not formulas_in(sheet) and not book_names(sheet):
        return sheet
    return replace(sheet, bands=tuple(Band(tuple(map(_block, band.blocks)), band.gap) for band in sheet.bands))


def _block(block: Block | TableBlock) -> Block | TableBlock:
    if isinstance(block, TableBlock):
        return replace(block, rows=tuple(tuple(map(shown, row)) for row in block.rows))
    return replace(block, rows=tuple(map(_row, block.rows)), book_names={})


def _row(row: Row) -> Row:
    return replace(row, cells=tuple(map(_cell, row.cells)))


def _cell(cell: Cell) -> Cell:
    return replace(cell, value=shown(cell.value)) if isinstance(cell.value, Formula) else cell


def formulas_in(sheet: Sheet) -> dict[Place, Value]:
    """The formulas of the sheet by cell, 1-based."""
    return {(row + 1, column + 1): cell.value for row, column, cell in sheet.cells() if isinstance(cell.value, Formula)}


def book_names(sheet: Sheet) -> dict[str, str]:
    """Names of the whole workbook that the sheet brings → what they refer to."""
    quoted = sheet.title.replace("'", "''")
    return {
        name: f"='{quoted}'!${column_letters(left + column + 1)}${top + row + 1}"
        for top, left, block in sheet.placed()
        if not isinstance(block, TableBlock)
        for name, (row, column) in block.book_names.items()
    }
