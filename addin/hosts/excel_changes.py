"""Changes of an open workbook, applied together: each step knows how it is taken back, what cannot be taken back comes last."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

from addin.app.ports import SheetInfo, SheetValues, find_sheet
from addin.hosts import excel_gaps
from addin.hosts.book import cites
from addin.hosts.excel_cells_written import before, write_cells
from addin.hosts.excel_changed_rows import ChangedRows
from addin.hosts.excel_citations import Citations, citations, enter_again, enter_formulas, formulas_of
from addin.hosts.excel_kept import KeptSheet, KeptSheets, is_small
from addin.hosts.excel_queue import AddRows, Append, Change, Delete, Put, RemoveRows, Restore
from addin.hosts.excel_rows import NewRows
from addin.hosts.excel_side import book_names, formulas_in, opened, side_workbook, values_only
from addin.hosts.excel_values import Place, last_used_row
from addin.hosts.row_moves import Move
from addin.hosts.side import Renderer
from addin.messages import TresoError
from addin.sheets.live import DOSSIER_NAME
from addin.sheets.model import Sheet, TableBlock, Value

if TYPE_CHECKING:
    import xlwings

OUR_BOOK_NAMES = (DOSSIER_NAME,)
"""Names of the whole workbook that come with a sheet of ours and leave with it."""
_BLANK = Sheet("_", (10.0,), {"full": (0, 1)}, ())
_log = logging.getLogger("addin")


class Applied:
    """One `save`: the workbook while its changes are applied.

    Args:
        collection: the sheets of the book as xlwings has them; asked for when None.
        sheets: the sheets before.
        grids: those that hold cells, by name.
        read: the values of a sheet before.

    Attributes:
        is_damaged: something failed and could not be taken back.
    """

    def __init__(
        self, book: xlwings.Book, collection: xlwings.main.Sheets | None, system: excel_gaps.System, sheets: Sequence[SheetInfo],
        grids: Mapping[str, xlwings.Sheet],
        read: Callable[[str], SheetValues],
        kept: KeptSheets, *, file: str, render: Renderer | None,
    ) -> None:  # fmt: skip
        self._book, self._system, self._before, self._read, self._kept = book, system, sheets, read, kept
        self._file, self._render = file, render
        self._sheets, self._grids = book.sheets if collection is None else collection, dict(grids)
        self._order = [sheet.name for sheet in sheets if sheet.is_grid]
        self._tabs = [self._grids[name] for name in self._order]  # those set aside included
        self._steps_back: list[Callable[[], object]] = []
        self._doomed: list[xlwings.Sheet] = []
        self._keeping: dict[str, KeptSheet] = {}
        self._last: dict[str, int] = {}
        self._rows = ChangedRows(self._grids, read, system, file=file)
        self.is_damaged = False

    def apply(self, changes: Sequence[Change]) -> None:
        """Apply all, or take back what was begun and raise what stopped it."""
        self._refuse_nothing_visible(changes)
        order = list(self._order)
        with ExitStack() as open_books:
            sources = self._sources(changes, open_books)
            try:
                self._keep_copies(changes)
                self._apply(changes, sources)
                self._delete_doomed()
            except BaseException:
                self._take_back()
                self._kept.give_up()
                raise
        try:
            self._kept.commit(order, self._keeping)
        except OSError:  # done, but it cannot be undone
            _log.exception("the version before was not kept")
            self._kept.forget()

    def _refuse_nothing_visible(self, changes: Sequence[Change]) -> None:
        gone = {change.name for change in changes if isinstance(change, Delete)}
        comes = any(isinstance(change, Restore) or (isinstance(change, Put) and change.sheet.tab != "state") for change in changes)
        if not comes and all(sheet.name in gone or sheet.visibility != "visible" for sheet in self._before):
            raise ValueError("a workbook needs a visible sheet")

    # ------------------------------------------------------------------------------------------ before the first write
    def _sources(self, changes: Sequence[Change], open_books: ExitStack) -> dict[Change, xlwings.Sheet]:
        """The sheets to copy in, in workbooks of ours that are opened for it."""
        sources: dict[Change, xlwings.Sheet] = {}
        puts = [change for change in changes if isinstance(change, Put)]
        if puts:
            latest = {put.sheet.title.casefold(): put.sheet for put in puts}
            side = open_books.enter_context(self._side_workbook(list(latest.values())))
            side_sheets = side.sheets
            for put in puts:
                sources[put] = side_sheets(put.sheet.title)
        for change in changes:
            if isinstance(change, Restore):
                sources[change] = open_books.enter_context(opened(self._book.app, change.copies)).sheets(change.name)
        return sources

    def _side_workbook(self, sheets: Sequence[Sheet]) -> AbstractContextManager[xlwings.Book]:
        return side_workbook(self._book.app, [values_only(sheet) for sheet in sheets], file=self._file, render=self._render)

    def _keep_copies(self, changes: Sequence[Change]) -> None:
        """Save a copy of each sheet that will be replaced or deleted into a workbook of ours."""
        target = self._kept.begin()
        leaving = [name for change in changes if (name := self._leaving(change)) is not None]
        if not leaving:
            return
        with self._side_workbook([_BLANK]) as copies:  # made as our sheets are, so that cells without a format look alike
            for name in dict.fromkeys(leaving):
                sheet = self._grids[name]
                self._keeping[name] = KeptSheet(self._read(name), None, formulas_of(sheet))
                sheet.impl.copy(before=None, after=copies.sheets(1).impl)
            copies.save(target)

    def _leaving(self, change: Change) -> str | None:
        if isinstance(change, Delete):
            return change.name
        title = change.sheet.title if isinstance(change, Put) else change.name if isinstance(change, Restore) else ""
        found = find_sheet(self._before, title)
        return found.name if found is not None else None

    # ------------------------------------------------------------------------------------------ the steps
    def _apply(self, changes: Sequence[Change], sources: Mapping[Change, xlwings.Sheet]) -> None:
        formulas: list[tuple[xlwings.Sheet, Mapping[Place, Value]]] = []
        for change in changes:
            if isinstance(change, Put):
                made = self._put(change, sources[change])
                formulas.append((made, formulas_in(change.sheet)))
            elif isinstance(change, Restore):
                position = max((self._order.index(name) + 1 for name in change.earlier if name in self._order), default=0)
                made = self._place(sources[change], change.name, position, ())
                enter_formulas(made, change.formulas)
            elif isinstance(change, Delete):
                self._remove_names(change.name)
                self._set_aside(change.name)
                self._order.remove(change.name)
            elif isinstance(change, Append):
                self._append(change)
            elif isinstance(change, AddRows):
                self._last.pop(change.name, None)
                self._rows.add(change, self._steps_back)
                self._keep_rows(change.name, (change.at, len(change.rows)))
            elif isinstance(change, RemoveRows):
                self._last.pop(change.name, None)
                self._rows.remove(change, self._steps_back)
                self._keep_rows(change.name, None)
            else:
                self._update(change.name, change.cells)
        for made, cells in formulas:  # they may cite each other: all sheets are there now
            write_cells(made, cells)

    def _put(self, put: Put, source: xlwings.Sheet) -> xlwings.Sheet:
        after = None if put.after is None else next(i for i, name in enumerate(self._order) if name.casefold() == put.after.casefold())
        ours = [name for _, _, block in put.sheet.placed() if not isinstance(block, TableBlock) for name in block.book_names]
        made = self._place(source, put.sheet.title, len(self._order) if after is None else after + 1, ours)
        if put.sheet.tab == "state":
            made.visible = False
        for name, cells in book_names(put.sheet).items():
            self._name(made, name, cells)
        return made

    def _place(self, source: xlwings.Sheet, title: str, position: int, our_names: Sequence[str]) -> xlwings.Sheet:
        """Copy a sheet in at a position; the one of its name gives its place, its name and those who cite it."""
        index = next((i for i, name in enumerate(self._order) if name.casefold() == title.casefold()), None)
        if index is None:
            made = self._copy(source, position)
            self._order.insert(position, title)
            self._grids[title] = made  # a copy keeps its name where that is free
            return made
        old = self._order[index]
        citing = citations(self._book, old, [name for name in self._order if name != old], our_names=our_names)
        for sheet in citing.formulas:
            if excel_gaps.is_protected(self._grids[sheet], self._system):
                raise TresoError("SHEET_PROTECTED", file=self._file, sheet=sheet)
        made = self._copy(source, index + 1)
        self._set_aside(old, citing)
        made.name = title
        self._order[index] = title
        self._grids[title] = made
        enter_again(self._book, citing)
        return made

    def _copy(self, source: xlwings.Sheet, position: int) -> xlwings.Sheet:
        """A copy of the sheet at a position (0-based) among the grids that stay."""
        beside = self._grids[self._order[max(position - 1, 0)]] if self._order else self._tabs[-1]
        at = next(i for i, tab in enumerate(self._tabs) if tab is beside)
        if position or not self._order:
            source.impl.copy(before=None, after=beside.impl)  # `Sheet.copy` reads the names of all sheets, twice
            at += 1
        else:
            source.impl.copy(before=beside.impl, after=None)
        made = self._sheets(at + 1)
        self._tabs.insert(at, made)
        self._steps_back.append(made.delete)
        return made

    def _set_aside(self, name: str, citing: Citations | None = None) -> None:
        """Give a sheet another name; it is deleted once all is done."""
        sheet = self._grids[name]

        def back() -> None:
            sheet.name = name
            if citing is not None:
                enter_again(self._book, citing)

        # the copy that has taken the name goes before the name comes back: steps are taken back from the last to the first
        copied = self._steps_back.pop() if citing is not None else None
        self._steps_back.append(back)
        if copied is not None:
            self._steps_back.append(copied)
        sheet.name = f"~{uuid4().hex[:12]}"
        self._doomed.append(sheet)

    def _name(self, sheet: xlwings.Sheet, name: str, cells: str) -> None:
        """Let a name of the whole workbook lead to a sheet of ours; one that is hers stays hers, ours is then local to the sheet."""
        names = self._book.names
        if name not in names:
            self._steps_back.append(names.add(name, cells).delete)
            return
        known = names[name]
        was = str(known.refers_to)
        if "#REF!" in was or any(cites(was, title) for title in (str(sheet.name), *(str(old.name) for old in self._doomed))):
            self._steps_back.append(lambda: setattr(known, "refers_to", was))
            known.refers_to = cells
        elif was != cells:
            sheet.names.add(name, cells)

    def _remove_names(self, sheet: str) -> None:
        names = self._book.names
        for name in OUR_BOOK_NAMES:
            if name in names and cites(was := str(names[name].refers_to), sheet):
                self._steps_back.append(partial(names.add, name, was))
                names[name].delete()

    def _append(self, change: Append) -> None:
        sheet, values = self._grids[change.name], self._read(change.name)
        new = NewRows(sheet, change.rows)
        if not new.columns:
            return
        rows = self._rows.known.get(change.name)
        last = self._last.get(change.name) or (rows.last_used() if rows else last_used_row(values.rows, values.errors))
        first = new.place_under(last)
        if first is None:
            raise TresoError("FILE_CHANGED_MEANWHILE", file=self._file)
        self._last[change.name] = first + len(change.rows) - 1
        if rows is not None:
            rows.moved(Move(first, len(change.rows), in_place=True))
        self._keep_cells(change.name, {(first + i, column): None for i in range(len(change.rows)) for column in new.columns})
        new.write(first, self._steps_back)

    def _update(self, name: str, cells: Mapping[Place, Value]) -> None:
        sheet = self._grids[name]
        was = before(sheet, cells)
        self._keep_cells(name, was)
        self._steps_back.append(lambda: write_cells(sheet, was))
        write_cells(sheet, cells)

    def _keep_rows(self, name: str, added: tuple[int, int] | None) -> None:
        """Rows that were put in can be taken out again; a sheet whose cells changed too cannot be put back so."""
        values, known = self._read(name), self._keeping.get(name)
        if (known is not None and known.cells is None) or not is_small(values):
            return
        before = () if known is None else None if known.cells else known.added
        self._keeping[name] = KeptSheet(values, {}, added=None if added is None or before is None else (*before, added))

    def _keep_cells(self, name: str, was: Mapping[Place, Value]) -> None:
        values = self._read(name)
        known = self._keeping.get(name)
        if known is not None and known.cells is None:  # the whole sheet is kept already
            return
        if is_small(values):
            can_be_put_back = known is None or not (known.added is None or known.added)
            self._keeping[name] = KeptSheet(values, {**was, **(known.cells or {} if known else {})}, added=() if can_be_put_back else None)

    # ------------------------------------------------------------------------------------------ the end
    def _delete_doomed(self) -> None:
        """What cannot be taken back."""
        for i, sheet in enumerate(self._doomed):
            try:
                sheet.delete()
            except Exception:
                if i:  # some are gone: the rest stays as it is, and is told
                    self._steps_back.clear()
                    self.is_damaged = True
                raise

    def _take_back(self) -> None:
        while self._steps_back:
            try:
                self._steps_back.pop()()
            except Exception:  # the others are tried all the same
                _log.exception("a change could not be taken back")
                self.is_damaged = True
