"""« Actualiser »: read the workbook, keep its dossier, and let the cell `Dossier` lead to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from addin.app.cells import Store, column_letters
from addin.app.history import ADDED, CELL, REPLACED, Change, read_history, record
from addin.app.ports import Dialogs, Workbook, find_sheet
from addin.app.read_dossier import closing_date, read_with_tabs, require_operations
from addin.messages import Finding, TresoError
from addin.sheets.dashboard import TITLE, dashboard_sheet, handle_in, handle_place, is_dashboard, refreshed_cells
from addin.sheets.dashboard_check import Read
from addin.sheets.model import fingerprint
from addin.treasury.coverage import tab_totals
from addin.treasury.dossier import Dossier
from addin.treasury.summary import WeeklySummary, summarise
from addin.treasury.tabs import RawTab

ACTION = "Actualiser"
_OURS = ("report", "state", "guide")


@dataclass(frozen=True, eq=False)
class Refreshed:
    """What « Actualiser » did.

    Attributes:
        sheet: the dashboard.
        is_new: it was put in; else only the handle and the check were written.
        has_changed: the handle is another one than before.
    """

    handle: str
    dossier: Dossier
    sheet: str
    is_new: bool
    has_changed: bool

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the reading found."""
        return self.dossier.findings


def refresh(workbook: Workbook, dialogs: Dialogs, store: Store, now: datetime) -> Refreshed:
    """Read the workbook again and let its live formulas speak of what it holds now (actualiser).

    The dashboard is put in front when it is not there; else only its handle and its check are written, wherever she moved them.

    Args:
        store: where the dossier is kept for the functions.
        now: local time, for `Historique` only.
    Raises:
        TresoError: WORKBOOK_EMPTY, NO_OPERATIONS, NO_OPERATION_BEFORE; SHEET_NAME_TAKEN when « Tableau de bord » or « Historique »
            is a sheet of hers; DOSSIER_NOT_KEPT; whatever the workbook refuses. Nothing is written then.
    """
    history = read_history(workbook)
    dossier, tabs = read_with_tabs(workbook, dialogs)
    require_operations(dossier, workbook.name)
    sheets = workbook.sheets()
    found = find_dashboard(tabs)
    taken = find_sheet(sheets, TITLE)
    if found is None and taken is not None:
        raise TresoError("SHEET_NAME_TAKEN", file=workbook.name, sheet=taken.name)
    count = len(sheets) + (history.sheet is None) + (found is None)
    before = "" if found is None else handle_in(found.rows)
    handle, changes = _queue(workbook, dossier, tabs, store, count, found)
    record(workbook, history, ACTION, changes, now)
    workbook.save()
    return Refreshed(handle, dossier, changes[0].sheet, changes[0].nature == ADDED, handle != before)


def refresh_handle(workbook: Workbook, dossier: Dossier, tabs: Sequence[RawTab], store: Store, *, sheets: int) -> list[Change]:
    """Queue the new handle and check on the dashboard, as a part of another action; nothing when there is no dashboard.

    Args:
        dossier, tabs: as `read_with_tabs` gave them.
        sheets: how many sheets the workbook will have when the action is done, hidden ones included.
    Returns:
        What to record with the action; empty without a dashboard.
    Raises:
        TresoError: DOSSIER_NOT_KEPT; whatever the workbook refuses.
    """
    found = find_dashboard(tabs)
    return [] if found is None else _queue(workbook, dossier, tabs, store, sheets, found)[1]


def find_dashboard(tabs: Sequence[RawTab]) -> RawTab | None:
    """Our dashboard among the tabs read, under whatever name."""
    return next((tab for tab in tabs if is_dashboard(tab.rows)), None)


def _queue(
    workbook: Workbook, dossier: Dossier, tabs: Sequence[RawTab], store: Store, sheets: int, found: RawTab | None
) -> tuple[str, list[Change]]:
    """Queue the whole page where there is none, or that of the template; else the cells that follow the dossier.

    Returns:
        The handle, and what to record.
    """
    whole = found is None or _is_pristine(found)
    summary = _summary(dossier, workbook.name) if whole else None
    read = Read(store.save(_kept(dossier)), tab_totals(dossier, tabs), sheets)
    if found is not None and not whole:
        workbook.update(found.sheet, refreshed_cells(found.rows, read))
        row, column = handle_place(found.rows)
        return read.handle, [Change(found.sheet, CELL, handle_in(found.rows), read.handle, row, column_letters(column))]
    page = replace(dashboard_sheet(summary, read), title=TITLE if found is None else found.sheet)
    workbook.put(page, after=tabs[0].sheet)  # behind « Mode d'emploi », or the first sheet of hers
    nature, before = (ADDED, "") if found is None else (REPLACED, fingerprint(found.rows))
    return read.handle, [Change(page.title, nature, before, fingerprint(page.values()))]


def _summary(dossier: Dossier, file: str) -> WeeklySummary:
    return summarise(dossier, closing_date(dossier, None, file))


def _kept(dossier: Dossier) -> Dossier:
    """The dossier without what it says of sheets of ours: a new report does not make another handle of the same lines."""
    return replace(dossier, readings=tuple(reading for reading in dossier.readings if reading.kind not in _OURS))


def _is_pristine(tab: RawTab) -> bool:
    """The dashboard of the template as we made it: it may be replaced by one of her accounts."""
    return fingerprint(tab.rows) == fingerprint(dashboard_sheet(None, Read()).values())
