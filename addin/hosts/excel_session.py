"""One button pressed on an open workbook: the application quiet meanwhile and as before afterwards, one message at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from addin.hosts import excel_gaps
from addin.hosts.bug_log import log_bug
from addin.hosts.excel import ExcelWorkbook
from addin.hosts.excel_dialogs import ExcelDialogs
from addin.hosts.excel_exit import spare_other_excels
from addin.hosts.excel_settings import QUIET, settings
from addin.hosts.places import log_file
from addin.messages import SCREEN, TresoError, say

if TYPE_CHECKING:
    import xlwings

Action = Callable[[ExcelWorkbook, ExcelDialogs], str | None]
"""What a button does; it gives the name of the sheet to be shown, None for the one that was."""


def run_action(name: str, action: Action, book: xlwings.Book | None = None) -> None:
    """Run what a button does and say what came of it; nothing but the end of the process gets out of here.

    A refusal is said with its remedy, a bug with its number and whether something was changed.

    Args:
        name: of the button, for the log.
        book: the workbook; None for the one that called, else the active one.
    """
    spare_other_excels()
    try:
        book = book or calling_book()
        if book is None:
            _say_without_book(str(TresoError("BOOK_NONE")))
            return
        dialogs = ExcelDialogs(book.app)
        if not excel_gaps.wait_until_ready(book.app):
            dialogs.tell(str(TresoError("BOOK_BUSY")))
            dialogs.finish(is_trouble=True)
            return
        _run(name, action, book, dialogs)
    except Exception:  # what stands in the way of telling: no host to tell it
        log_bug(name)
    finally:
        excel_gaps.forget_caller()


def _run(name: str, action: Action, book: xlwings.Book, dialogs: ExcelDialogs) -> None:
    is_trouble = False
    workbook = ExcelWorkbook(book)
    try:
        with settings(book.app, QUIET):
            with _same_sheet(book) as show:
                show(action(workbook, dialogs))
            dialogs.show_sheets()
    except TresoError as refusal:
        is_trouble = True
        dialogs.tell(str(refusal))
    except Exception as error:
        is_trouble = True
        dialogs.tell(str(TresoError("BOOK_BUSY")) if excel_gaps.is_busy(error) and not workbook.is_damaged else _bug(name, workbook))
    dialogs.finish(is_trouble=is_trouble)


def _bug(name: str, workbook: ExcelWorkbook) -> str:
    number = log_bug(name)
    state = "maybe_changed" if workbook.is_damaged else "written" if workbook.is_saved else "untouched"
    log = SCREEN["no_log"]
    with suppress(OSError):
        log = str(log_file())
    file = ""
    with suppress(Exception):  # the application may be gone
        file = workbook.name
    return say(SCREEN["bug"], number=number, state=say(SCREEN[state], file=file), log=log)


def calling_book() -> xlwings.Book | None:
    """The workbook whose button was pressed, else the active one; None when nothing is open."""
    import xlwings

    for find in (xlwings.Book.caller, lambda: xlwings.books.active):
        with suppress(Exception):  # xlwings says in many ways that there is none
            return find()
    return None


def _say_without_book(text: str) -> None:
    import xlwings

    app = xlwings.apps.active
    if app is not None:
        app.alert(text, title=SCREEN["product"], buttons="ok", mode="critical")


@contextmanager
def _same_sheet(book: xlwings.Book) -> Iterator[Callable[[str | None], None]]:
    """Her sheet in front again, or the one that the action asks for; each sheet keeps its own selection."""
    before: xlwings.Sheet | None = None
    sheets = book.sheets
    with suppress(Exception):  # a chart sheet is in front, which xlwings does not know
        before = sheets.active
    wanted: list[str] = []
    try:
        yield lambda title: wanted.extend([title] if title else [])
    finally:
        with suppress(Exception):  # it was deleted, or is hidden
            sheet = sheets(wanted[0]) if wanted else before
            if sheet is not None:
                book.impl.activate()  # `Sheet.activate` looks for the application first, in which she is
                sheet.impl.activate()
