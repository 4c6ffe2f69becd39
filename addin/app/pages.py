"""The pages that a command makes and makes again: the one that it replaces, and where a new one stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from addin.app.history import ADDED, REPLACED, Change, History, read_history, record
from addin.app.ports import Dialogs, SheetInfo, Workbook, find_sheet
from addin.app.read_dossier import closing_date, read_with_tabs
from addin.messages import TresoError
from addin.sheets.history import TITLE as HISTORY
from addin.sheets.model import Sheet, fingerprint
from addin.treasury.dossier import Dossier

Grid = Sequence[Sequence[object]]


@dataclass(frozen=True, eq=False)
class PageToMake:
    """What every page of ours is made from.

    Attributes:
        closing: closing date (arrêté), included.
        title: name of the page.
        earlier: its values as it stands, None when there is none.
    """

    history: History
    dossier: Dossier
    closing: date
    title: str
    earlier: Grid | None


def begin_page(
    workbook: Workbook, dialogs: Dialogs, as_of: date | None, titles: Sequence[str], is_ours: Callable[[Grid], bool]
) -> PageToMake:
    """Read the workbook and find the page that is to be made or made again.

    Args:
        as_of: None takes the default closing date.
    Raises:
        TresoError: WORKBOOK_EMPTY, NO_OPERATIONS, NO_OPERATION_BEFORE; SHEET_NAME_TAKEN when sheets of hers have all the names.
    """
    history = read_history(workbook)
    dossier, _ = read_with_tabs(workbook, dialogs)
    closing = closing_date(dossier, as_of, workbook.name)
    return PageToMake(history, dossier, closing, *named_page(workbook, titles, is_ours))


def end_page(workbook: Workbook, page: PageToMake, action: str, changes: Sequence[Change], now: datetime) -> None:
    """Remember the action, if anything changed, and save: without news too, as another output may be asked for."""
    if changes:
        record(workbook, page.history, action, changes, now)
    workbook.save()


def earlier_page(workbook: Workbook, title: str, is_ours: Callable[[Grid], bool]) -> Grid | None:
    """Values of the page of that name as it stands, None when there is none.

    Raises:
        TresoError: SHEET_NAME_TAKEN when it is a sheet of hers.
    """
    return named_page(workbook, [title], is_ours)[1]


def named_page(workbook: Workbook, titles: Sequence[str], is_ours: Callable[[Grid], bool]) -> tuple[str, Grid | None]:
    """The name of a page, the first one that no sheet of hers has, and the values of the page as it stands, None when there is none.

    Raises:
        TresoError: SHEET_NAME_TAKEN when sheets of hers have all the names.
    """
    sheets = workbook.sheets()
    for title in titles:
        found = find_sheet(sheets, title)
        if found is None:
            return title, None
        rows = workbook.read(found.name).rows if found.is_grid else ()
        if is_ours(rows):
            return found.name, rows
    raise TresoError("SHEET_NAME_TAKEN", file=workbook.name, sheet=titles[0])


def require_consent(workbook: Workbook, dialogs: Dialogs, question: str) -> None:
    """Ask before a page is made again.

    Raises:
        TresoError: DECLINED; CONFIRMATION_NEEDED where nobody can answer.
    """
    if not dialogs.confirm(question):
        raise TresoError("DECLINED", file=workbook.name)


def put_page(workbook: Workbook, page: Sheet, earlier: Grid | None) -> Change:
    """Queue a page behind her own tabs, or in the place of the earlier one; what `Historique` tells of it."""
    workbook.put(page, after=_last_tab(workbook.sheets()))
    nature, before = (ADDED, "") if earlier is None else (REPLACED, fingerprint(earlier))
    return Change(page.title, nature, before, fingerprint(page.values()))


def put_changed(workbook: Workbook, dialogs: Dialogs, history: History, page: Sheet, earlier: Grid | None, question: str) -> list[Change]:
    """Queue a page that says something new; she is asked only when something of hers stands on the earlier one.

    Returns:
        What `Historique` tells of it, nothing when the page says so already.
    Raises:
        TresoError: DECLINED; CONFIRMATION_NEEDED where nobody can answer.
    """
    if earlier is not None:
        now = fingerprint(earlier)
        if now == fingerprint(page.values()):
            return []
        changes = (change for action in history.actions for _, change in action.changes if change.nature in (ADDED, REPLACED))
        if now not in {change.after for change in changes if change.sheet == page.title}:
            require_consent(workbook, dialogs, question)
    return [put_page(workbook, page, earlier)]


def _last_tab(sheets: Sequence[SheetInfo]) -> str | None:
    """The last tab that shows and is not `Historique`."""
    shown = [sheet.name for sheet in sheets if sheet.visibility == "visible" and sheet.name.casefold() != HISTORY.casefold()]
    return shown[-1] if shown else None
