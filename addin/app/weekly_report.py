"""Build the weekly report in the workbook (rapport hebdo)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from addin.app.cells import Store
from addin.app.history import ADDED, REPLACED, Change, read_history, record
from addin.app.past_forecasts import past_forecasts, remember
from addin.app.ports import Dialogs, SheetInfo, Workbook, find_sheet
from addin.app.read_dossier import closing_date, read_with_tabs
from addin.app.refresh import refresh_handle
from addin.messages import QUESTIONS, Finding, TresoError, say
from addin.sheets.controls import is_controls_page
from addin.sheets.controls_read import standing_of
from addin.sheets.history import TITLE as HISTORY
from addin.sheets.model import Sheet, fingerprint
from addin.sheets.weekly import comment_in, is_report, report_title, weekly_sheet
from addin.treasury.controls.standing import Standing
from addin.treasury.summary import WeeklySummary, summarise
from addin.treasury.tabs import RawTab

ACTION = "Rapport hebdo"
_REPORT_NAME = re.compile(r"Rapport \d{4}-S\d{2}", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class WeeklyReport:
    """The page as written, and the facts it was made from."""

    sheet: Sheet
    summary: WeeklySummary

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What deserves a look or is only said."""
        return self.summary.findings


def build_weekly_report(
    workbook: Workbook, dialogs: Dialogs, *, as_of: date | None, now: datetime, print_page: Callable[[Sheet], None] = lambda page: None,
    store: Store | None = None,
) -> WeeklyReport:  # fmt: skip
    """Read the workbook, compute the week, write its page and remember the action.

    Args:
        as_of: closing date (arrêté), included; None takes `Paramètres`, else the last week that is over.
        now: local time, for `Historique` only.
        print_page: called with the page before anything is written, so that what it refuses leaves the workbook as it was.
        store: where the functions find the dossier; with it the dashboard's handle leads to what was read now.
    Raises:
        TresoError: WORKBOOK_EMPTY, NO_OPERATIONS, NO_OPERATION_BEFORE; SHEET_NAME_TAKEN when a sheet of hers has the name of
            the report or of `Historique`; DECLINED when she does not want the week rebuilt, CONFIRMATION_NEEDED where nobody
            can be asked; whatever the workbook refuses. Nothing is written then.
    """
    history = read_history(workbook)
    dossier, tabs = read_with_tabs(workbook, dialogs)
    closing = closing_date(dossier, as_of, workbook.name)
    past = past_forecasts(workbook, dossier.base_currency)
    summary = summarise(dossier, closing, _controlled(tabs, closing, dossier.base_currency), past.forecasts)
    title = report_title(summary)
    sheets = workbook.sheets()
    earlier = _page_to_replace(workbook, dialogs, find_sheet(sheets, title))
    page = weekly_sheet(summary, "" if earlier is None else comment_in(earlier))
    print_page(page)
    nature, before = (ADDED, "") if earlier is None else (REPLACED, fingerprint(earlier))
    workbook.put(page, after=_place([sheet.name for sheet in sheets], title))
    changes = [Change(title, nature, before, fingerprint(page.values()))]
    if summary.forecast is not None and not summary.knows_only_dated:
        changes += remember(workbook, summary.forecast, past, dossier.base_currency)
    if store is not None:
        more = (history.sheet is None) + sum(change.nature == ADDED for change in changes)
        changes += refresh_handle(workbook, dossier, tabs, store, sheets=len(sheets) + more)
    record(workbook, history, ACTION, changes, now)
    workbook.save()
    return WeeklyReport(page, summary)


def _controlled(tabs: Sequence[RawTab], closing: date, base: str) -> Standing | None:
    """The page « Contrôles » as it stands, None without one."""
    pages = (tab.rows for tab in tabs if is_controls_page(tab.rows))
    return next((standing_of(rows, closing, base) for rows in pages), None)


def _page_to_replace(workbook: Workbook, dialogs: Dialogs, found: SheetInfo | None) -> Sequence[Sequence[object]] | None:
    """Values of the page that the new one replaces, once she agrees; None when the week is new."""
    if found is None:
        return None
    earlier = workbook.read(found.name).rows if found.is_grid else ()
    if not is_report(earlier):
        raise TresoError("SHEET_NAME_TAKEN", file=workbook.name, sheet=found.name)
    if not dialogs.confirm(say(QUESTIONS["replace_report"], sheet=found.name)):
        raise TresoError("DECLINED", file=workbook.name)
    return earlier


def _place(names: Sequence[str], title: str) -> str | None:
    """The sheet to stand after: reports follow each other in the order of their weeks, behind her own tabs."""
    reports = [name for name in names if _REPORT_NAME.fullmatch(name)]
    earlier = [name for name in reports if name.casefold() < title.casefold()]
    if earlier:
        return max(earlier, key=str.casefold)
    first = names.index(reports[0]) if reports else len(names)
    others = [name for name in names[:first] if name.casefold() != HISTORY.casefold()]
    return others[-1] if others else None
