"""An open workbook as the port `Workbook`: xlwings objects only, so that it runs in Excel and, over UNO, in LibreOffice Calc.

Each call crosses the border of two processes: a sheet is read as one block, once; changes are queued and applied together.
Her file is never saved: `save` changes the open workbook, all or nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from addin.app.ports import SheetInfo, SheetLayout, SheetValues, Visibility, find_sheet
from addin.hosts import excel_gaps
from addin.hosts.excel_changes import OUR_BOOK_NAMES, Applied
from addin.hosts.excel_citations import citations, formulas_of, rows_reader
from addin.hosts.excel_kept import KeptSheet, KeptSheets
from addin.hosts.excel_queue import AddRows, Append, Change, Delete, Put, RemoveRows, Restore, Update
from addin.hosts.excel_selection import selected_rows
from addin.hosts.excel_settings import UNCALCULATED, settings
from addin.hosts.excel_values import Place, first_cell, sheet_values
from addin.hosts.row_moves import Move
from addin.hosts.side import Renderer
from addin.messages import UNDO_REASONS, TresoError, french, say
from addin.messages.statements import ROW_WORDS
from addin.sheets.model import Sheet, Value

if TYPE_CHECKING:
    import xlwings

LAST_ROW = 1_048_576
_VERY_HIDDEN = 2


class ExcelWorkbook:
    """A workbook that is open. What it shows is what it was when it was first looked at, until `save`.

    Args:
        book: the workbook.
        kept: where the version before the last `save` is; in this user's cache when None.
        render: makes the side workbook; `render.side_workbook` when None.

    Attributes:
        is_saved: `save` has changed the workbook.
        is_damaged: a change failed and could not be taken back.
    """

    def __init__(self, book: xlwings.Book, *, kept: KeptSheets | None = None, render: Renderer | None = None) -> None:
        self.book = book
        self._system = excel_gaps.system_of(book.app)
        self._kept_place = kept
        self._render = render
        self.is_saved = self.is_damaged = False
        self._name = ""
        self._forget()

    def _forget(self) -> None:
        self._queue: list[Change] = []
        self._sheets: list[SheetInfo] | None = None
        self._collection: xlwings.main.Sheets | None = None
        self._grids: dict[str, xlwings.Sheet] = {}
        self._values: dict[str, SheetValues] = {}
        self._version: tuple[list[str], dict[str, KeptSheet]] | None = None
        self._is_writable = False

    # ------------------------------------------------------------------------------------------ reading
    @property
    def name(self) -> str:
        """File name, without its folder."""
        self._name = self._name or str(self.book.name)
        return self._name

    def sheets(self) -> list[SheetInfo]:
        """The sheets in tab order; chart sheets, which hold no cells, come last."""
        if self._sheets is None:
            self._collection = self.book.sheets
            self._grids = {str(sheet.name): sheet for sheet in self._collection}
            grids = [SheetInfo(name, _visibility(sheet.visible)) for name, sheet in self._grids.items()]
            charts = excel_gaps.chart_sheets(self.book, self._system)
            self._sheets = [*grids, *(SheetInfo(name, "visible", is_grid=False) for name in charts)]
        return self._sheets

    def read(self, sheet: str) -> SheetValues:
        """All values of a sheet from A1, hidden and filtered rows included; a cell in error is told apart.

        Raises:
            KeyError: no such sheet, or it is not a grid.
        """
        name = self._named(sheet)
        if name not in self._values:
            used = self._grids[name].used_range.options(err_to_str=True)  # the option makes macOS tell errors at all
            self._values[name] = sheet_values(used.raw_value, first_cell(used.address))
        return self._values[name]

    def read_kept(self, sheet: str) -> SheetValues | None:
        """Values of a sheet as they were before the last `save` changed it; None when it did not, or nothing is kept."""
        found = self._kept_sheet(sheet)
        return None if found is None else found[1].values

    def layout(self, sheet: str) -> SheetLayout:
        """Which cells of a sheet hold formulas, and whether a table or a filter fixes which columns belong together.

        Raises:
            KeyError: no such sheet, or it is not a grid.
        """
        name = self._named(sheet)
        grid = self._grids[name]
        is_fixed = len(grid.tables) > 0 or excel_gaps.has_filter(grid, self._system)
        return SheetLayout(formulas_of(grid).keys(), is_fixed)

    def selected_rows(self) -> dict[str, frozenset[int]]:
        """The rows that she selected, by tab; none when her cursor only stands in a cell. Only an open workbook has a selection."""
        found = selected_rows(self.book, LAST_ROW)
        if found is None or found[0] not in {sheet.name for sheet in self.sheets() if sheet.is_grid}:
            return {}
        name, rows = found
        used = len(self.read(name).rows)
        return {name: frozenset(row for row in rows if row <= used)}

    # ------------------------------------------------------------------------------------------ changing
    def put(self, sheet: Sheet, *, after: str | None = None) -> None:
        """Add a rendered sheet after another one (else at the end), or replace the sheet of that name in its place.

        Formulas of hers that cite the sheet replaced cite the new one.

        Raises:
            KeyError: `after` is not a sheet.
            TresoError: the workbook cannot be changed (`_require_writable`); SHEET_NAME_TAKEN by a chart sheet.
        """
        self._require_writable()
        found = find_sheet(self.sheets(), sheet.title)
        if found is not None and not found.is_grid:
            raise TresoError("SHEET_NAME_TAKEN", file=self.name, sheet=found.name)
        if after is not None and after.casefold() not in {put.sheet.title.casefold() for put in self._queue if isinstance(put, Put)}:
            after = self._named(after)
        self._queue.append(Put(sheet, after))

    def delete(self, sheet: str) -> None:
        """Remove a sheet and the names that came with it.

        Raises:
            TresoError: SHEET_REFERENCED, naming the sheet or the name that cites it; the workbook cannot be changed.
            KeyError: no such sheet.
        """
        self._require_writable()
        name = self._named(sheet)
        user = citations(self.book, name, self._others_that_stay(name), our_names=OUR_BOOK_NAMES).first
        if user is not None:
            raise TresoError("SHEET_REFERENCED", file=self.name, sheet=name, user=user)
        self._queue.append(Delete(name))

    def restore(self, sheet: str) -> None:
        """Put back a sheet as it stood before the last `save` changed it, in its place among the tabs.

        Raises:
            TresoError: UNDO_GONE when no version is kept or it has no such sheet; the workbook cannot be changed.
        """
        self._require_writable()
        kept = self._kept_sheet(sheet)
        if kept is None:
            raise TresoError("UNDO_GONE", file=self.name, sheet=sheet, action=sheet, reason=say(UNDO_REASONS["not_kept"], sheet=sheet))
        version = self._kept_version()
        assert version is not None
        name, found = kept
        if found.added is None:
            raise TresoError("UNDO_GONE", file=self.name, sheet=sheet, action=sheet, reason=say(UNDO_REASONS["not_kept"], sheet=sheet))
        if found.added:
            self._queue.extend(RemoveRows(self._named(name), first, count) for first, count in reversed(found.added))
        elif found.cells is not None:
            self._queue.append(Update(self._named(name), found.cells))
        else:
            self._queue.append(Restore(name, self._kept.copies, tuple(version[0][: version[0].index(name)]), found.links))

    def append(self, sheet: str, rows: Sequence[Sequence[Value]]) -> None:
        """Add rows under the last used row; None leaves a cell as it is, a table that ends there grows.

        Raises:
            TresoError: SHEET_PROTECTED, BOOK_FILTERED; the workbook cannot be changed.
            KeyError: no such sheet.
        """
        name = self._patchable(sheet)
        self._queue.append(Append(name, rows))

    def add_rows(self, sheet: str, rows: Sequence[Sequence[Value]], *, at: int, model: int | None) -> tuple[str, ...]:
        """Put rows in at a row; the application moves what stands at it and under it, and calculates.

        Formats come from the row `model`, and those of its formulas that belong to their column. Tables, filters, names, the print
        area and total lines that cover it grow; a formula that cites the last line alone (the final balance) cites the new last
        one. Ranges of other sheets stay as the application leaves them. Prepared rows that show nothing are filled.

        Returns:
            Nothing: all is calculated.
        Raises:
            TresoError: SHEET_PROTECTED, BOOK_FILTERED, ROWS_NO_ROOM; the workbook cannot be changed.
            KeyError: no such sheet.
            ValueError: no such row.
        """
        name = self._patchable(sheet)
        if at < 1 or (model is not None and model < 1):
            raise ValueError("no such row")
        if rows:
            if max(at, self._rows_in(name) + 1) + len(rows) - 1 > LAST_ROW:
                raise TresoError("ROWS_NO_ROOM", file=self.name, sheet=name, count=len(rows))
            self._queue.append(AddRows(name, rows, at, model))
        return ()

    def remove_rows(self, sheet: str, first: int, count: int) -> None:
        """Take rows out; what stands under them moves up.

        Raises:
            TresoError: ROWS_STILL_READ, naming a sheet or a name that cites nothing but these rows; SHEET_PROTECTED, BOOK_FILTERED;
                the workbook cannot be changed.
            KeyError: no such sheet.
            ValueError: no such rows.
        """
        name = self._patchable(sheet)
        if first < 1 or first + count - 1 > LAST_ROW:
            raise ValueError("no such rows")
        if count < 1:
            return
        user = rows_reader(self.book, name, Move(first, -count), self._others_that_stay(name))
        if user is not None:
            reason = french(ROW_WORDS["formula"]).format(user=user)
            raise TresoError("ROWS_STILL_READ", file=self.name, sheet=name, first=first, last=first + count - 1, reason=reason)
        self._queue.append(RemoveRows(name, first, count))

    def update(self, sheet: str, cells: Mapping[Place, Value]) -> None:
        """Set the values of cells at (row, column), 1-based; formats are kept, None blanks.

        Raises:
            TresoError: SHEET_PROTECTED, BOOK_FILTERED, CELL_IN_FORMULA_GROUP; the workbook cannot be changed.
            KeyError: no such sheet.
        """
        name = self._patchable(sheet)
        change = Update(name, cells)
        change.refuse_formula_groups(self._grids[name], self.name, self._system)
        self._queue.append(change)

    def save(self) -> None:
        """Change the open workbook: everything or nothing. Her file on disk is not saved.

        Raises:
            TresoError: DISK_FULL; FILE_CHANGED_MEANWHILE; SHEET_PROTECTED.
            ValueError: no visible sheet would be left.
        """
        if not self._queue:
            return
        sheets = self.sheets()
        applied = Applied(
            self.book, self._collection, self._system, sheets, self._grids, self.read, self._kept, file=self.name, render=self._render
        )
        try:
            with settings(self.book.app, {} if self._system == "calc" else UNCALCULATED):
                applied.apply(self._queue)
        finally:
            self.is_damaged |= applied.is_damaged
        self.is_saved = True
        self._forget()

    def close(self) -> None:
        """Forget what was queued; the workbook stays open."""
        self._forget()

    # ------------------------------------------------------------------------------------------ how
    def _rows_in(self, name: str) -> int:
        """Rows of a sheet that are used, those that wait to be put in included."""
        waiting = sum(len(change.rows) for change in self._queue if isinstance(change, AddRows) and change.name == name)
        return len(self.read(name).rows) + waiting

    @property
    def _kept(self) -> KeptSheets:
        if self._kept_place is None:
            self._kept_place = KeptSheets(excel_gaps.kept_folder(self._system), str(self.book.fullname))
        return self._kept_place

    def _kept_version(self) -> tuple[list[str], dict[str, KeptSheet]] | None:
        if self._version is None:
            self._version = self._kept.load()
        return self._version

    def _kept_sheet(self, sheet: str) -> tuple[str, KeptSheet] | None:
        version = self._kept_version()
        found = find_sheet([SheetInfo(name, "visible") for name in version[1]], sheet) if version else None
        return (found.name, version[1][found.name]) if version and found else None

    def _named(self, sheet: str) -> str:
        found = find_sheet(self.sheets(), sheet)
        if found is None or not found.is_grid:
            raise KeyError(f"no grid {sheet!r}")
        return found.name

    def _others_that_stay(self, name: str) -> list[str]:
        going = {name, *(change.name for change in self._queue if isinstance(change, Delete))}
        return [sheet.name for sheet in self.sheets() if sheet.is_grid and sheet.name not in going]

    def _patchable(self, sheet: str) -> str:
        self._require_writable()
        name = self._named(sheet)
        if excel_gaps.is_protected(self._grids[name], self._system):
            raise TresoError("SHEET_PROTECTED", file=self.name, sheet=name)
        if excel_gaps.is_filtered(self._grids[name], self._system):
            raise TresoError("BOOK_FILTERED", file=self.name, sheet=name)
        return name

    def _require_writable(self) -> None:
        """Refuse a workbook that cannot be changed.

        Raises:
            TresoError: BOOK_READ_ONLY, FILE_SHARED, FILE_LOCKED_STRUCTURE.
        """
        if self._is_writable:
            return
        state = excel_gaps.book_state(self.book, self._system)
        if state.is_read_only:
            raise TresoError("BOOK_READ_ONLY", file=self.name)
        if state.is_shared:
            raise TresoError("FILE_SHARED", file=self.name)
        if state.is_structure_locked:
            raise TresoError("FILE_LOCKED_STRUCTURE", file=self.name)
        self._is_writable = True


def _visibility(visible: object) -> Visibility:
    """Excel says -1, 0 or 2, other hosts say yes or no."""
    if visible == _VERY_HIDDEN and not isinstance(visible, bool):
        return "very_hidden"
    return "visible" if visible else "hidden"
