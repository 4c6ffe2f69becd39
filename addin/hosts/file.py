"""A closed workbook (.xlsx, .xlsm) as the port `Workbook`: calamine reads, sheets are spliced in, rows are patched.

The workbook is never loaded and saved as a whole by a library: every part that no action touches is copied byte for byte.
"""

from __future__ import annotations

import contextlib
import io
import os
import zipfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from itertools import chain
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO

from addin.app.ports import SheetInfo, SheetLayout, SheetValues, find_sheet
from addin.hosts.addin_link import addin_link, link_number
from addin.hosts.admission import admit, refuse_place, refuse_source
from addin.hosts.atomic import Replacement, kept_version, refusals, sweep
from addin.hosts.book import Book, Tab
from addin.hosts.citations import citing
from addin.hosts.formulas import functions_in, stored
from addin.hosts.guard import Declared, guard
from addin.hosts.package import CONTENT_TYPES, LARGE_CHUNK, Package, PackageError, rels_part
from addin.hosts.row_changes import RowChange, RowChanges, RowsRefusedError
from addin.hosts.rowpatch import FormulaGroupError, Patched, SheetXml
from addin.hosts.side import Renderer, rendered
from addin.hosts.splice import has_formulas, splice, take_out
from addin.hosts.tableparts import grow_tables, heading_rows, sheet_tables
from addin.hosts.unread import unread_cells
from addin.hosts.versions import Versions
from addin.messages import FILE_WORDS, TresoError, french
from addin.messages.statements import ROW_WORDS
from addin.sheets.model import Formula, Sheet, Value

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_MACRO_EXTENSIONS, _PLAIN_EXTENSIONS = (".xlsm", ".xltm"), (".xlsx", ".xltx")


class FileWorkbook:
    """A closed workbook. It is read as it stood when it was opened; changes are queued and written by `save`.

    Open it with `FileWorkbook.open`; use it as a context manager, or call `close`.

    Attributes:
        is_saved: `save` has written.
    """

    def __init__(self, path: Path, target: Path, render: Renderer | None, *, for_writing: bool) -> None:
        self._path, self._target = path, target
        self._render = render
        self._is_writable = for_writing
        self.is_saved = False
        self.keeps_version = True
        self._handle: BinaryIO | None = None
        self._ahead: ThreadPoolExecutor | None = None
        self._coming: dict[str, Future[SheetValues]] = {}
        self._load(checked=True)

    @classmethod
    def open(cls, path: Path, output: Path | None = None, *, for_writing: bool = True, render: Renderer | None = None) -> FileWorkbook:
        """The workbook of a file, after all that could make us refuse it has been looked at.

        Args:
            path: the workbook.
            output: where `save` writes; the workbook itself when None, with its version before kept beside it.
            for_writing: False to read only: then neither the place, nor signatures, sharing and locked structure matter.
            render: makes the side workbook; `render.side_workbook` when None.
        Raises:
            TresoError: a refusal of the group « the file itself »; nothing has been written.
        """
        refuse_source(path)
        target = path if output is None else output
        if for_writing:
            refuse_place(target)
            sweep(target)
        workbook = cls(path, target, render, for_writing=for_writing)
        if for_writing and output is not None:
            try:
                workbook._refuse_extension()
            except TresoError:
                workbook.close()
                raise
        return workbook

    def _load(self, *, checked: bool) -> None:
        """Open the file anew; forget all that is known of the one before."""
        self.close()
        try:
            self._handle = self._path.open("rb")
        except OSError as error:
            raise TresoError("FILE_FORBIDDEN", file=self.name) from error
        try:
            self._state = _state(os.fstat(self._handle.fileno()))
            self._package = admit(self._handle, self.name, for_writing=self._is_writable) if checked else Package(self._handle)
            self._book = Book(self._package)
            self._tabs = self._book.tabs()
        except BaseException:
            self.close()
            raise
        self._calamine: CalamineWorkbook | None = None
        self._lock = Lock()
        self._unread = {tab.name for tab in self._tabs if tab.kind == "worksheet"}
        fixed = {CONTENT_TYPES, self._book.part, rels_part(self._book.part)}
        fixed |= {part for part in (*map(self._book.related, ("styles", "calcChain")), addin_link(self._book)) if part}
        self._declared = Declared(parts=fixed)

    def close(self) -> None:
        """Let go of the file; what was queued is forgotten."""
        self._stop_reading_ahead()
        self._calamine = None
        if self._handle is not None:
            self._handle.close()
            self._handle = None

    def __enter__(self) -> FileWorkbook:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    # ------------------------------------------------------------------------------------------ reading
    @property
    def name(self) -> str:
        """File name, without its folder."""
        return self._path.name

    def sheets(self) -> list[SheetInfo]:
        """The sheets in tab order."""
        return [SheetInfo(tab.name, tab.visibility, is_grid=tab.kind == "worksheet") for tab in self._tabs]

    def read(self, sheet: str) -> SheetValues:
        """All values of a sheet from A1; cells in error or never calculated are told apart from blank ones.

        Raises:
            KeyError: no such sheet, or it is not a grid.
            TresoError: FILE_CORRUPT.
        """
        tab = next((tab for tab in self._tabs if tab.name.casefold() == sheet.casefold() and tab.kind == "worksheet"), None)
        if tab is None:
            raise KeyError(f"no grid {sheet!r}")
        coming = self._coming.pop(tab.name, None)
        return self._read(tab) if coming is None else coming.result()

    def read_ahead(self) -> None:
        """Begin to read all sheets aside, in their order: calamine works outside Python's lock, while we load what comes next."""
        self._stop_reading_ahead()
        self._ahead = ThreadPoolExecutor(1)
        self._coming = {tab.name: self._ahead.submit(self._read, tab) for tab in self._tabs if tab.kind == "worksheet"}

    def _stop_reading_ahead(self) -> None:
        self._coming = {}
        if self._ahead is not None:
            self._ahead.shutdown(cancel_futures=True)
            self._ahead = None

    def _read(self, tab: Tab) -> SheetValues:
        with ThreadPoolExecutor(1) as aside:  # calamine and zlib both work outside Python's lock: the search costs no time of its own
            search = aside.submit(unread_cells, lambda: self._package.chunks(tab.part, LARGE_CHUNK))
            rows = self._values(tab)
            errors = search.result()
        for row, column in errors:
            if row < len(rows) and column < len(rows[row]):
                rows[row][column] = ""
        return SheetValues(rows, errors)

    def read_kept(self, sheet: str) -> SheetValues | None:
        """Values of a sheet in the version kept at the last `save`; None without that version or that sheet.

        Raises:
            TresoError: FILE_CORRUPT and the like, when the kept version cannot be read.
        """
        kept = kept_version(self._path)
        if not kept.exists():
            return None
        with FileWorkbook.open(kept, for_writing=False) as before:
            found = find_sheet(before.sheets(), sheet)
            return before.read(sheet) if found is not None and found.is_grid else None

    def _values(self, tab: Tab) -> list[list[Any]]:
        from python_calamine import CalamineError, CalamineWorkbook

        with self._lock:
            try:
                if self._calamine is None:
                    self._calamine = CalamineWorkbook.from_path(str(self._path))
                values: list[list[Any]] = self._calamine.get_sheet_by_name(tab.name).to_python(skip_empty_area=False)
            except (CalamineError, OSError) as error:
                raise TresoError("FILE_CORRUPT", file=self.name, reason=FILE_WORDS["bad_part"].format(part=tab.part)) from error
            self._unread.discard(tab.name)
            if not self._unread:  # all sheets have been read: its shared texts need not stay in memory
                self._calamine = None
            return values

    def layout(self, sheet: str) -> SheetLayout:
        """Which cells of a sheet hold formulas, and whether a table or a filter fixes which columns belong together.

        Raises:
            KeyError: no such sheet.
        """
        tab = self._book.tab(sheet)
        data = self._package.read(tab.part)
        is_fixed = b"autoFilter" in data or next(sheet_tables(self._book, tab.part), None) is not None
        return SheetLayout(self._formula_cells(data), is_fixed)

    # ------------------------------------------------------------------------------------------ changing
    def put(self, sheet: Sheet, *, after: str | None = None) -> None:
        """Add a rendered sheet after another one (else at the end), or replace the sheet of that name in its place.

        Raises:
            KeyError: `after` is not a sheet.
        """
        side = Book(Package(io.BytesIO(rendered([sheet], file=self.name, render=self._render))))
        self._replace(side, sheet.title, lambda: len(self._book.tabs()) if after is None else self._position(after) + 1)

    def delete(self, sheet: str) -> None:
        """Remove a sheet, with the parts only it uses and the names that came with it.

        Raises:
            TresoError: SHEET_REFERENCED, naming the sheet or the name that cites it.
            KeyError: no such sheet.
        """
        self._require_writable()
        tab = self._book.tab(sheet)
        user = citing(self._book, tab)
        if user is not None:
            raise TresoError("SHEET_REFERENCED", file=self.name, sheet=tab.name, user=user)
        self._declared.parts |= self._package.own_parts(tab.part)
        take_out(self._book, sheet)

    def restore(self, sheet: str) -> None:
        """Put back a sheet as it stood in the version kept at the last `save`, in its place among the tabs.

        Raises:
            TresoError: UNDO_GONE when no version is kept or it has no such sheet.
        """
        kept = kept_version(self._path)
        if not kept.exists():
            raise TresoError("UNDO_GONE", file=self.name, sheet=sheet, action=sheet, reason=FILE_WORDS["no_kept_version"])
        with kept.open("rb") as handle:
            before = Book(admit(handle, kept.name, for_writing=False))
            index = before.index(sheet)
            if index is None:
                raise TresoError("UNDO_GONE", file=self.name, sheet=sheet, action=sheet, reason=FILE_WORDS["not_in_kept"])
            earlier = [tab.name for tab in before.tabs()[:index]]
            self._replace(before, sheet, lambda: self._position_after(earlier))

    def append(self, sheet: str, rows: Sequence[Sequence[Value]]) -> None:
        """Add rows under the last used row; None leaves a cell as it is, a table that ends there grows.

        Raises:
            TresoError: SHEET_PROTECTED.
            KeyError: no such sheet.
        """
        tab = self._book.tab(sheet)
        headings = heading_rows(self._book, tab.part)
        bound = [[self._bound(value) for value in row] for row in rows]
        patched = self._patch(tab, lambda xml: xml.append(bound, headings))
        self._declared.parts |= grow_tables(self._book, tab.part, patched.span) if patched.rows else set()

    def add_rows(self, sheet: str, rows: Sequence[Sequence[Value]], *, at: int, model: int | None) -> tuple[str, ...]:
        """Put rows in at an Excel row; what stands at it and under it moves down.

        Formats come from the row `model`, formulas of its columns with their results; tables, filters, rules and names that cover it
        grow. Rows prepared there with formats alone are filled, not moved.

        Returns:
            Letters of the columns with a formula that could not be calculated here: Excel does it on opening. An array formula is
            not carried; its column is among them.
        Raises:
            TresoError: SHEET_PROTECTED; ROWS_WOULD_SHIFT, when formulas, charts or rules cite rows that would move.
            KeyError: no such sheet.
            ValueError: a value that a cell cannot hold.
        """
        if not rows:
            self._book.tab(sheet)
            return ()
        has_formulas = Formula in set(map(type, chain.from_iterable(rows)))
        bound = [[self._bound(value) for value in row] for row in rows] if has_formulas else rows
        return self._change_rows(
            self._book.tab(sheet),
            lambda changes: changes.add(bound, at=at, model=model),
            lambda reason: ("ROWS_WOULD_SHIFT", {"at": at, "reason": reason}),
        )

    def remove_rows(self, sheet: str, first: int, count: int) -> None:
        """Take rows out; what stands under them moves up.

        Raises:
            TresoError: SHEET_PROTECTED; ROWS_STILL_READ, when formulas, charts or rules cite rows that would go or move.
            KeyError: no such sheet.
        """
        if count < 1:
            self._book.tab(sheet)
            return
        self._change_rows(
            self._book.tab(sheet),
            lambda changes: changes.remove(first, count),
            lambda reason: ("ROWS_STILL_READ", {"first": first, "last": first + count - 1, "reason": reason}),
        )

    def update(self, sheet: str, cells: Mapping[tuple[int, int], Value]) -> None:
        """Set the values of cells at (row, column), 1-based; formats are kept, None blanks.

        Raises:
            TresoError: SHEET_PROTECTED, CELL_IN_FORMULA_GROUP.
            KeyError: no such sheet.
        """
        tab = self._book.tab(sheet)
        bound = {at: self._bound(value) for at, value in cells.items()}
        self._patch(tab, lambda xml: xml.update(bound))

    def save(self) -> None:
        """Write everything or nothing, atomically; the version before is kept when the workbook itself is replaced.

        Raises:
            TresoError: DISK_FULL, FILE_CHANGED_MEANWHILE, FILE_WOULD_LOSE, FOLDER_READ_ONLY, FILE_OPEN_ELSEWHERE…
        """
        self._require_writable()
        self._stop_reading_ahead()
        in_place = self._target.exists() and self._target.samefile(self._path)
        if in_place and not self._package.changes() and not self._package.dropped:
            return
        if all(tab.visibility != "visible" for tab in self._book.tabs()):
            raise ValueError("a workbook needs a visible sheet")
        self._refuse_changed()
        with Replacement(self._target) as new:
            try:
                with refusals(self._target.name):
                    self._package.write(new.handle)
                    new.handle.flush()
                with ThreadPoolExecutor(1) as aside:  # the disk takes its time while what was written is read back
                    on_disk = aside.submit(new.sync)
                    guard(self._package, Package(new.handle), self._declared, file=self.name)
                    on_disk.result()
            except (PackageError, zipfile.BadZipFile) as error:  # the source no longer reads as it did when it was opened
                raise TresoError("FILE_CHANGED_MEANWHILE", file=self.name) from error
            self._refuse_changed()
            self.close()
            try:
                new.commit(keep=in_place)
            finally:
                self.is_saved |= new.is_committed
        if in_place and self.keeps_version:
            Versions().keep(kept_version(self._target), self._target)
        self._path = self._target
        self._load(checked=False)

    def can_take_back(self) -> bool:
        """This is exactly what the last command of ours made, and the file that it replaced is at hand."""
        return Versions().before(self._path) is not None

    def take_back(self) -> bool:
        """Write the file that the last command of ours replaced, byte for byte; False when this is not exactly what it made.

        Raises:
            TresoError: as `save`.
        """
        self._require_writable()
        earlier = Versions().before(self._path)
        if earlier is None:
            return False
        in_place = self._target.exists() and self._target.samefile(self._path)
        self._refuse_changed()
        with Replacement(self._target) as new:
            new.fill(earlier)
            self.close()
            try:
                new.commit(keep=in_place)
            finally:
                self.is_saved |= new.is_committed
        self._path = self._target
        self._load(checked=False)
        return True

    # ------------------------------------------------------------------------------------------ how
    def _replace(self, source: Book, name: str, position: Callable[[], int]) -> None:
        """Splice a sheet of another package in, in the place of the one of that name if there is one."""
        self._require_writable()
        index = self._book.index(name)
        if index is None:
            splice(self._book, source, name, position())
            return
        self._declared.parts |= self._package.own_parts(self._book.tab(name).part)
        is_read = self._book.related("calcChain") is not None and citing(self._book, self._book.tab(name)) is not None
        splice(self._book, source, name, index, instead_of=take_out(self._book, name))
        if is_read:  # formulas, names or charts of hers read the sheet that was replaced
            self._book.recalculate_on_open()

    def _change_rows(
        self, tab: Tab, change: Callable[[RowChanges], RowChange], refusal: Callable[[str], tuple[str, dict[str, Any]]]
    ) -> tuple[str, ...]:
        xml = self._sheet_xml(tab)
        is_read = self._book.related("calcChain") is not None and self._is_read(tab, xml.data)
        try:
            changed = change(RowChanges(self._book, tab, xml, self._values_now))
        except RowsRefusedError as error:
            code, details = refusal(french(ROW_WORDS[error.reader.reason]).format(user=error.reader.user))
            raise TresoError(code, file=self.name, sheet=tab.name, row=None, **details) from error
        self._package.put(tab.part, changed.data)
        self._declared.move(tab.part, changed.move, changed.rewritten)
        self._declared.parts |= changed.parts
        if is_read or changed.uncalculated:
            self._book.recalculate_on_open()
        if changed.has_formulas:
            self._book.drop_calculation_chain()
        return changed.uncalculated

    def _values_now(self, sheet: str) -> list[list[Any]]:
        """Values of a sheet with the queued changes."""
        tab = self._book.tab(sheet)
        if tab.part not in self._package.written and any(tab == known for known in self._tabs):
            return self._values(tab)
        from python_calamine import CalamineError, CalamineWorkbook

        stream = io.BytesIO()
        self._stop_reading_ahead()  # one reader of the file at a time
        self._package.write(stream)
        stream.seek(0)
        try:
            values: list[list[Any]] = CalamineWorkbook.from_filelike(stream).get_sheet_by_name(tab.name).to_python(skip_empty_area=False)
        except CalamineError as error:
            raise TresoError("FILE_CORRUPT", file=self.name, reason=FILE_WORDS["bad_part"].format(part=tab.part)) from error
        return values

    def _patch(self, tab: Tab, change: Callable[[SheetXml], Patched]) -> Patched:
        xml = self._sheet_xml(tab)
        try:
            patched = change(xml)
        except FormulaGroupError as error:
            raise TresoError("CELL_IN_FORMULA_GROUP", file=self.name, sheet=tab.name, cell=error.cell) from error
        if patched.rows:
            self._package.put(tab.part, patched.data)
            self._declared.rows.setdefault(tab.part, set()).update(patched.rows)
            if self._book.related("calcChain") is not None and self._is_read(tab, patched.data):
                self._book.recalculate_on_open()
            if patched.dropped_formula:
                self._book.drop_calculation_chain()
        return patched

    def _formula_cells(self, data: bytes) -> frozenset[tuple[int, int]]:
        if not has_formulas(data):
            return frozenset()
        xml = SheetXml(data, counts_from_1904=self._book.counts_from_1904)
        return frozenset((row.number, cell.column) for row in xml.rows() for cell in xml.cells(row) if b"<f" in cell.content)

    def _sheet_xml(self, tab: Tab) -> SheetXml:
        """The sheet's part, to be changed."""
        self._require_writable()
        if tab.kind != "worksheet":
            raise KeyError(f"{tab.name!r} is not a grid")
        xml = SheetXml(self._package.read(tab.part), counts_from_1904=self._book.counts_from_1904)
        if xml.is_protected:
            raise TresoError("SHEET_PROTECTED", file=self.name, sheet=tab.name)
        return xml

    def _is_read(self, tab: Tab, data: bytes) -> bool:
        """Formulas may read the sheet: its own, or others that cite it. Else nothing is asked of Excel when it opens the workbook:
        a machine without the add-in would calculate our functions into errors."""
        return has_formulas(data) or citing(self._book, tab) is not None

    def _bound(self, value: Value) -> Value:
        """A formula that calls our functions, bound to the workbook's link to the add-in; any other value as it is."""
        if not isinstance(value, Formula) or not (names := functions_in(value.text)):
            return value
        self._require_writable()
        return replace(value, text=stored(value.text, link_number(self._book, names)))

    def _position(self, name: str) -> int:
        index = self._book.index(name)
        if index is None:
            raise KeyError(f"no sheet {name!r}")
        return index

    def _position_after(self, names: Sequence[str]) -> int:
        """Behind the last of these sheets that are there, else in front."""
        return max((index + 1 for index in map(self._book.index, names) if index is not None), default=0)

    def _require_writable(self) -> None:
        if not self._is_writable:
            raise ValueError(f"{self.name} was opened for reading only")

    def _refuse_extension(self) -> None:
        has_macros = "macroEnabled" in self._package.content_type(self._book.part)
        allowed = _MACRO_EXTENSIONS if has_macros else _PLAIN_EXTENSIONS
        if self._target.suffix.lower() not in allowed:
            raise TresoError("OUTPUT_EXTENSION", file=self._target.name, extension=allowed[0])

    def _refuse_changed(self) -> None:
        with contextlib.suppress(FileNotFoundError):
            if _state(self._path.stat()) == self._state:
                return
        raise TresoError("FILE_CHANGED_MEANWHILE", file=self.name)


def _state(status: os.stat_result) -> tuple[int, int, int]:
    """What changes when another program saves the file."""
    return status.st_size, status.st_mtime_ns, status.st_ino
