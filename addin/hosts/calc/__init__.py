"""An xlwings engine over LibreOffice Calc: `connect` makes `xlwings` drive a LibreOffice through UNO.

Only the open-source part of xlwings is used. What the engine does not have raises `NotPortedError`, a `NotImplementedError`,
never silence; docs/adr/0014 says what is there and how far it follows Excel.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from addin.hosts.calc.members import NobodyAnswersError, NotPortedError, OfficeGoneError

if TYPE_CHECKING:
    import xlwings

__all__ = ["NobodyAnswersError", "NotPortedError", "OfficeGoneError", "book_of", "connect"]


def connect(
    context: Any,
    *,
    answer: Callable[[str, str, str], str] | None = None,
    pick: Callable[[str, Sequence[str]], int | None] | None = None,
    files: Callable[[str], Sequence[str]] | None = None,
) -> xlwings.App:
    """The LibreOffice behind a UNO component context as an xlwings application; its engine « calc » becomes the active one.

    Args:
        context: a remote component context (socket) or the one inside LibreOffice. The same LibreOffice gives the same application.
        answer: (prompt, title, buttons) → "ok", "cancel", "yes" or "no", asked instead of a message box; where there is neither
            it nor a screen, `App.alert` raises `NobodyAnswersError`.
        pick: (question, options) → position of the option picked or None, asked instead of a list.
        files: title → full paths, asked instead of the file picker.
    Raises:
        OfficeGoneError: LibreOffice does not answer.
    """
    import xlwings

    from addin.hosts.calc.engine import ENGINE

    if ENGINE.name not in xlwings.engines.engines_by_name:
        xlwings.engines.add(xlwings.main.Engine(impl=ENGINE))
    xlwings.engines[ENGINE.name].activate()
    return xlwings.App(impl=ENGINE.apps.connect(context, answer, pick, files))


def book_of(app: xlwings.App, document: Any) -> xlwings.Book:
    """An open spreadsheet document (UNO) as an xlwings book.

    Raises:
        ValueError: the document is not a spreadsheet.
    """
    import xlwings

    from addin.hosts.calc.books import Book, is_spreadsheet

    if not is_spreadsheet(document):
        raise ValueError("the document is not a spreadsheet")
    return xlwings.Book(impl=Book(app.impl, document))
