"""The person in front of Excel or LibreOffice: asked by a message box, kept informed in the status bar, told once at the end."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from addin.hosts.excel_questions import choose, choose_files, choose_folder
from addin.hosts.excel_side import side_workbook
from addin.messages import SCREEN, TresoError
from addin.sheets.model import Sheet

if TYPE_CHECKING:
    import xlwings

_STEPS = 2
"""How often a long work writes into the status bar: each time crosses the border of the processes."""
_log = logging.getLogger("addin")


class ExcelDialogs:
    """`Dialogs` over an application; nothing is shown before the end, except questions and the status bar."""

    def __init__(self, app: xlwings.App) -> None:
        self._app = app
        self._told: list[str] = []
        self._sheets: list[Sheet] = []
        self._step = -1

    # ------------------------------------------------------------------ the port Dialogs
    def confirm(self, question: str) -> bool:
        """Yes or no in a message box.

        Raises:
            TresoError: CONFIRMATION_NEEDED where there is no screen.
        """
        import xlwings

        try:
            return self._app.alert(question, title=SCREEN["product"], buttons="yes_no", mode="info") == "yes"
        except xlwings.XlwingsError as error:
            raise TresoError("CONFIRMATION_NEEDED", question=question) from error

    def choose(self, question: str, options: Sequence[str]) -> int | None:
        """Position of the option that she picks, None when she gives up.

        Raises:
            TresoError: CONFIRMATION_NEEDED where there is no screen.
        """
        return choose(self._app, question, options)

    def choose_files(self) -> list[str]:
        """Full paths of the files that she picks, none when she gives up.

        Raises:
            TresoError: CONFIRMATION_NEEDED where there is no screen.
        """
        return choose_files(self._app)

    def choose_folder(self, title: str) -> str:
        """Full path of the folder that she picks, "" when she gives up.

        Raises:
            TresoError: CONFIRMATION_NEEDED where there is no screen.
        """
        return choose_folder(self._app, title)

    def progress(self, done: int, total: int, what: str) -> None:
        """Say how far a long work is, in the status bar."""
        step = min(done * _STEPS // max(total, 1), _STEPS - 1)
        if step != self._step:
            self._step = step
            self._app.status_bar = f"{SCREEN['product']} · {what}"

    def tell(self, text: str) -> None:
        """Keep a sentence for the message at the end."""
        self._told.append(text)

    def display(self, sheet: Sheet) -> None:
        """Keep a long result for the end: it comes in a new workbook, which is not saved."""
        self._sheets.append(sheet)

    # ------------------------------------------------------------------ the end
    def show_sheets(self) -> None:
        """Open what was displayed."""
        if self._sheets:
            show_in_new_book(self._app, self._sheets)
            self._sheets = []

    def finish(self, *, is_trouble: bool = False) -> None:
        """Give the status bar back and say everything in one message.

        Args:
            is_trouble: the message is a refusal or a bug.
        """
        self.give_status_bar_back()
        if self._told:
            self._say("\n".join(self._told), is_trouble)

    def give_status_bar_back(self) -> None:
        """Excel writes into the status bar again."""
        if self._step >= 0:
            self._step = -1
            self._app.status_bar = False

    def _say(self, text: str, is_trouble: bool) -> None:
        import xlwings

        try:
            self._app.alert(text, title=SCREEN["product"], buttons="ok", mode="critical" if is_trouble else "info")
        except xlwings.XlwingsError:  # no screen
            _log.info("%s", text)


def show_in_new_book(app: xlwings.App, sheets: Sequence[Sheet]) -> xlwings.Book:
    """Rendered sheets in a new workbook, in front and not saved; closing it loses nothing of hers."""
    shown = app.books.add()
    blank = shown.sheets(1)
    with side_workbook(app, sheets, file=sheets[0].title) as side:
        for sheet in reversed(sheets):
            side.sheets(sheet.title).impl.copy(before=None, after=blank.impl)
    blank.delete()
    while len(shown.sheets) > len(sheets):  # a new workbook of older Excels has three sheets
        shown.sheets(len(sheets) + 1).delete()
    shown.activate()
    shown.sheets(1).activate()
    return shown
