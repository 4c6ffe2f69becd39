"""« Préparer le classeur »: add the tabs of the template that her workbook lacks, and say what remains for her."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from addin.app.history import ADDED, Change, read_history, record
from addin.app.ports import Dialogs, SheetInfo, Workbook, find_sheet
from addin.app.read_dossier import read_even_empty
from addin.messages import PREPARATION, say
from addin.sheets.french import listed
from addin.sheets.guide import guide_sheet
from addin.sheets.history import TITLE as HISTORY
from addin.sheets.holidays import holidays
from addin.sheets.model import Band, Sheet, TableBlock, fingerprint
from addin.sheets.prepared import account_sheet
from addin.sheets.starter import ALERT_NAMES, ALERTS, CATEGORIES, POCKETS, RULES, settings
from addin.sheets.template import (
    ACCOUNTS,
    ALERT_TAB,
    CAP_TAB,
    CATEGORY_TAB,
    CUSTOMER_INVOICES,
    ENTRY,
    HOLIDAY_TAB,
    OPERATIONS,
    POCKET_TAB,
    RATE_TAB,
    RULE_TAB,
    SCHEDULE_TAB,
    SETTING_TAB,
    SUPPLIER_INVOICES,
)
from addin.treasury.dossier import Dossier, Kind
from addin.treasury.pockets import ENOUGH_DAYS

ACTION = "Préparer le classeur"
_MOST_EXPENSES = 6


@dataclass(frozen=True)
class Prepared:
    """What was added, and what is left to do.

    Attributes:
        added: titles of the new sheets, in tab order; empty when nothing was lacking.
        remaining: sentences for her, in the order of the seven days.
    """

    added: tuple[str, ...]
    remaining: tuple[str, ...]


def prepare(workbook: Workbook, dialogs: Dialogs, now: datetime) -> Prepared:
    """Add the first tabs that the workbook lacks (préparer le classeur); nothing of hers is touched.

    A tab is lacking when no tab of hers was taken for it, whatever the titles. A workbook that is still empty gets them all.

    Args:
        now: local time, for `Historique` only.
    Raises:
        TresoError: SHEET_NAME_TAKEN when « Historique » is a sheet of hers; whatever the workbook refuses. Nothing is written then.
    """
    history = read_history(workbook)
    dossier, _ = read_even_empty(workbook, dialogs)
    sheets = workbook.sheets()
    lacking = [sheet for kinds, sheet in _first_tabs(dossier) if not _has(dossier, kinds)]
    taken = [found.name for sheet in lacking if (found := find_sheet(sheets, sheet.title))]
    added = [_alone(sheet) for sheet in lacking if not find_sheet(sheets, sheet.title)]
    if added:
        after = _last_of_hers(sheets)
        for sheet in reversed(added):  # each right behind hers, so that they follow each other in their order
            workbook.put(sheet, after=after)
        record(workbook, history, ACTION, [Change(sheet.title, ADDED, "", fingerprint(sheet.values())) for sheet in added], now)
        workbook.save()
    return Prepared(tuple(sheet.title for sheet in added), tuple(_remaining(dossier, taken)))


def _first_tabs(dossier: Dossier) -> list[tuple[tuple[Kind, ...], Sheet]]:
    """What each first tab is read as, and the tab, filled with what is known."""
    currency = dossier.base_currency
    return [
        (("guide",), guide_sheet()),
        (("operations",), OPERATIONS.sheet()),
        (("operations",), ENTRY.sheet()),
        (("customer_invoices",), CUSTOMER_INVOICES.sheet()),
        (("supplier_invoices",), SUPPLIER_INVOICES.sheet()),
        (("accounts",), account_sheet(dossier)),
        (("categories",), CATEGORY_TAB.sheet(CATEGORIES)),
        (("rules",), RULE_TAB.sheet(RULES)),
        (("pockets",), POCKET_TAB.sheet(POCKETS)),
        (("caps",), CAP_TAB.sheet()),
        (("alerts",), ALERT_TAB.sheet(ALERTS)),
        (("schedule",), SCHEDULE_TAB.sheet()),
        (("rates",), RATE_TAB.sheet()),
        (("holidays",), HOLIDAY_TAB.sheet(holidays(2025, 2028))),
        (("settings",), SETTING_TAB.sheet(settings({"Devise": currency}))),
    ]


def _has(dossier: Dossier, kinds: Sequence[Kind]) -> bool:
    """A tab of hers was taken for one of these; a tab of both sides' invoices serves for customers and suppliers."""
    sides = {f"{side}_invoices" for side in dossier.invoices["side"]}
    return any(reading.kind in kinds for reading in dossier.readings) or bool(sides & set(kinds))


def _alone(sheet: Sheet) -> Sheet:
    """The tab without the lists that come from other tabs: hers may stand in their place."""
    bands = tuple(
        Band(
            tuple(
                replace(block, columns=tuple(replace(column, choices_from=None) for column in block.columns))
                if isinstance(block, TableBlock)
                else block
                for block in band.blocks
            ),
            band.gap,
        )
        for band in sheet.bands
    )
    return replace(sheet, bands=bands)


def _last_of_hers(sheets: Sequence[SheetInfo]) -> str | None:
    others = [sheet.name for sheet in sheets if sheet.name.casefold() != HISTORY.casefold()]
    return others[-1] if others else None


# ------------------------------------------------------------------------------------------------ what remains
def _remaining(dossier: Dossier, taken: Sequence[str]) -> list[str]:
    """The steps of the seven days that are not done yet."""
    steps: list[str] = []

    def add(step: str, **values: object) -> None:
        steps.append(say(PREPARATION[step], **values))

    unread = [reading.sheet for reading in dossier.unreadable]
    if unread:
        add("unread" if len(unread) > 1 else "unread_one", names=_quoted(unread))
    for sheet in taken:
        add("taken", sheet=sheet)
    if dossier.operations.empty:
        add("operations")
    without = [str(finding.details["account"]) for finding in dossier.findings if finding.code == "OPENING_MISSING"]
    if without:
        declared = next((reading.sheet for reading in dossier.readings if reading.kind == "accounts"), ACCOUNTS.title)
        add("openings" if len(without) > 1 else "openings_one", names=_quoted(without), sheet=declared)
    expenses = int(dossier.categories["is_expense"].sum())
    if expenses > _MOST_EXPENSES:
        add("categories", count=expenses)
    if _history_days(dossier) < ENOUGH_DAYS and dossier.settings.vital_monthly_cents is None:
        add("pockets")
    if not any(reading.kind == "report" for reading in dossier.readings):
        add("report")
    thresholds = dossier.alerts[dossier.alerts["threshold_cents"].notna()]
    open_alerts = [name for key, name in ALERT_NAMES.items() if key not in set(thresholds["alert"])]
    if open_alerts:
        add("alerts" if len(open_alerts) > 1 else "alerts_one", names=_quoted(open_alerts))
    if not any(reading.kind == "receipts" for reading in dossier.readings):
        add("receipts")
    add("compare")
    return steps


def _history_days(dossier: Dossier) -> int:
    booked = dossier.operations["booked_on"].dropna()
    return 0 if booked.empty else (booked.max() - booked.min()).days + 1


def _quoted(names: Sequence[str]) -> str:
    return listed([f"«\u00a0{name}\u00a0»" for name in names])
