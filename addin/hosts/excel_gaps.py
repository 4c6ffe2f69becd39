"""What xlwings does not say of an open workbook, asked of each host in its own words: Excel on Windows, on macOS, LibreOffice.

The one place where `.api` is used.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from addin.hosts.excel_values import Place, address_of
from addin.hosts.places import OVERRIDE, cache_folder

if TYPE_CHECKING:
    import xlwings

System = Literal["windows", "mac", "calc"]

_CALL_REJECTED, _RETRY_LATER, _IGNORED = -2147418111, -2147417846, -2146777998
"""Excel is in a cell or a dialog: RPC_E_CALL_REJECTED, RPC_E_SERVERCALL_RETRYLATER, VBA_E_IGNORE."""
_MAC_TIMEOUT = -1712
_CALC_NOTES = 8
"""com.sun.star.sheet.CellFlags.ANNOTATION"""
_PATIENCE_SECONDS, _PAUSE_SECONDS = 5.0, 0.25


@dataclass(frozen=True)
class BookState:
    """What forbids changing a workbook."""

    is_read_only: bool
    is_shared: bool
    is_structure_locked: bool


def system_of(app: xlwings.App) -> System:
    """Which host an application is."""
    if sys.platform in ("win32", "darwin") and app.engine.name == "excel":
        return "windows" if sys.platform == "win32" else "mac"
    return "calc"


def book_state(book: xlwings.Book, system: System) -> BookState:
    """Whether the workbook can be changed."""
    api = book.api
    if system == "windows":
        return BookState(bool(api.ReadOnly), bool(api.MultiUserEditing), bool(api.ProtectStructure))
    if system == "mac":
        return BookState(bool(api.read_only.get()), bool(api.multi_user_editing.get()), bool(api.protect_structure.get()))
    return BookState(bool(api.isReadonly()), False, bool(api.isProtected()))


def is_protected(sheet: xlwings.Sheet, system: System) -> bool:
    """True when the protection of the sheet forbids us its cells."""
    api = sheet.api
    if system == "windows":
        return bool(api.ProtectContents) and not bool(api.ProtectionMode)
    if system == "mac":
        return bool(api.protect_contents.get()) and not bool(api.protection_mode.get())
    return bool(api.isProtected())


def is_filtered(sheet: xlwings.Sheet, system: System) -> bool:
    """True when a filter hides rows in which Excel would write wrongly; LibreOffice writes into hidden rows as into others."""
    if system == "windows":
        return bool(sheet.api.FilterMode)
    return system == "mac" and bool(sheet.api.filter_mode.get())


def has_filter(sheet: xlwings.Sheet, system: System) -> bool:
    """True when the sheet carries a filter, whether it hides rows or not."""
    if system == "windows":
        return bool(sheet.api.AutoFilterMode)
    if system == "mac":
        return bool(sheet.api.autofilter_mode.get())
    return bool(sheet.book.api.getPropertyValue("UnnamedDatabaseRanges").hasByTable(sheet.index - 1))


def chart_sheets(book: xlwings.Book, system: System) -> list[str]:
    """Names of the sheets that are no grids, which xlwings does not list; LibreOffice has none."""
    if system == "windows":
        return [str(chart.Name) for chart in book.api.Charts]
    if system == "mac":
        return [str(name) for name in book.api.chart_sheets.name.get() or ()]
    return []


def array_cell(sheet: xlwings.Sheet, first: Place, height: int, width: int, system: System) -> Place | None:
    """A cell of a rectangle that belongs to an array formula; in Excel, its first cell whichever it is."""
    if system != "calc":  # None: some of the cells
        return None if sheet.range(address_of(first, height, width)).has_array is False else first
    places = ((first[0] + i, first[1] + j) for i in range(height) for j in range(width))  # the engine looks at one cell
    return next((at for at in places if sheet.range(address_of(at)).has_array), None)


def clear_attached(cells: xlwings.Range, system: System) -> None:
    """Take away what a copy brought besides formats and contents: notes, links."""
    if system == "windows":
        cells.api.ClearComments()
        cells.api.ClearHyperlinks()
    elif system == "mac":
        with suppress(Exception):  # not tried: no reason to stop there
            cells.api.clear_Excel_comments()
    else:
        cells.api.clearContents(_CALC_NOTES)


def grow_filter(sheet: xlwings.Sheet, last: int, new_last: int) -> Callable[[], object] | None:
    """Let the filter of a sheet of LibreOffice that ends at a row take in the next ones; what takes that back.

    Excel's own filter takes in the rows that follow it.
    """
    filters = sheet.book.api.getPropertyValue("UnnamedDatabaseRanges")
    position = sheet.index - 1
    if not filters.hasByTable(position):
        return None
    found = filters.getByTable(position)
    area = found.DataArea
    if area.EndRow != last - 1:
        return None

    def end_at(row: int) -> None:
        area.EndRow = row - 1
        found.DataArea = area

    end_at(new_last)
    return lambda: end_at(last)


def exchange_folder(system: System) -> Path:
    """Where this process and the host both may write: on macOS the container of Excel, elsewhere the temporary folder."""
    if system == "mac":
        container = Path.home() / "Library/Containers/com.microsoft.Excel/Data/tmp"
        if container.is_dir():
            return container
    return Path(tempfile.gettempdir())


def kept_folder(system: System) -> Path:
    """Where versions of sheets are kept, to be undone: the cache of this user; on macOS Excel may save in its container only."""
    if system == "mac" and OVERRIDE not in os.environ:
        container = Path.home() / "Library/Containers/com.microsoft.Excel/Data"
        if container.is_dir():
            return container / "Tresorerie"
    return cache_folder() / "feuilles"


# ------------------------------------------------------------------------------------------ a host that does not answer


def is_busy(error: BaseException) -> bool:
    """True for the errors by which Excel says that it is in a cell or a dialog."""
    if type(error).__name__ == "ExcelBusyError":
        return True
    codes = [getattr(error, "hresult", None), getattr(error, "errornumber", None)]
    details = getattr(error, "excepinfo", None)
    if isinstance(details, tuple) and details:
        codes.append(details[-1])
    return any(code in (_CALL_REJECTED, _RETRY_LATER, _IGNORED, _MAC_TIMEOUT) for code in codes)


def wait_until_ready(app: xlwings.App) -> bool:
    """Wait a little for a host in which a cell is being edited; True when it answers."""
    end = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            with _no_endless_retries():
                _ = app.screen_updating
        except Exception as error:  # each engine has an exception of its own
            if not is_busy(error):
                raise
            if time.monotonic() > end:
                return False
            time.sleep(_PAUSE_SECONDS)
        else:
            return True


@contextmanager
def _no_endless_retries() -> Iterator[None]:
    """xlwings asks a busy Excel again and again, for ever; here it asks once."""
    windows = _windows_engine()
    if windows is None:
        yield
        return
    before, windows.N_COM_ATTEMPTS = windows.N_COM_ATTEMPTS, 1
    try:
        yield
    finally:
        windows.N_COM_ATTEMPTS = before


def forget_caller() -> None:
    """Let go of the workbook that called: a reference kept in our server would hold Excel open."""
    windows = _windows_engine()
    if windows is not None:
        windows.BOOK_CALLER = None


def _windows_engine() -> xlwings._xlwindows | None:  # type: ignore[name-defined]
    import xlwings

    return getattr(xlwings, "_xlwindows", None) if sys.platform == "win32" else None
