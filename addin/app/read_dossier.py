"""Read the whole workbook into the dossier."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from addin.app.ports import Dialogs, Workbook
from addin.messages import REASONS, SCREEN, Finding, TresoError, say
from addin.treasury.closing import default_closing_date
from addin.treasury.dates import as_date
from addin.treasury.dossier import Dossier
from addin.treasury.reading import build_dossier
from addin.treasury.tabs import RawTab


def read_dossier(workbook: Workbook, dialogs: Dialogs) -> Dossier:
    """Everything the workbook says (dossier).

    Raises:
        TresoError: WORKBOOK_EMPTY when no sheet holds a value.
    """
    return read_with_tabs(workbook, dialogs)[0]


def read_with_tabs(workbook: Workbook, dialogs: Dialogs) -> tuple[Dossier, list[RawTab]]:
    """The dossier, and the tabs that it was made from: each sheet is read once.

    Raises:
        TresoError: WORKBOOK_EMPTY when no sheet holds a value.
    """
    dossier, tabs = read_even_empty(workbook, dialogs)
    if not dossier.readings or all(reading.reason == "empty" for reading in dossier.readings):
        raise TresoError("WORKBOOK_EMPTY", file=workbook.name)
    return dossier, tabs


def read_even_empty(workbook: Workbook, dialogs: Dialogs) -> tuple[Dossier, list[RawTab]]:
    """As `read_with_tabs`, of a workbook that may hold nothing yet."""
    tabs = []
    sheets = [sheet for sheet in workbook.sheets() if sheet.is_grid]
    for done, sheet in enumerate(sheets):
        dialogs.progress(done, 2 * len(sheets), say(SCREEN["reading"], sheet=sheet.name))
        values = workbook.read(sheet.name)
        tabs.append(RawTab(sheet.name, values.rows, {at: error.text for at, error in values.errors.items()}, sheet.visibility != "visible"))
    return build_dossier(tabs, lambda done, total, what: dialogs.progress(total + done, 2 * total, _analysing(what))), tabs


def require_operations(dossier: Dossier, file: str) -> None:
    """Refuse a workbook in which no operation could be read.

    Raises:
        TresoError: NO_OPERATIONS, with the reason of the first tab that came close.
    """
    if len(dossier.operations):
        return
    read = [reading for reading in dossier.readings if reading.kind == "operations"]
    if read:
        raise TresoError("NO_OPERATIONS", file=file, sheet=read[0].sheet, reason=REASONS["no_row_read"])
    close = [*dossier.unreadable, *(reading for reading in dossier.readings if reading.kind == "ignored" and reading.reason != "empty")]
    if close:
        raise TresoError("NO_OPERATIONS", file=file, sheet=close[0].sheet, reason=REASONS[close[0].reason])
    raise TresoError("NO_OPERATIONS", file=file, reason=REASONS["no_operations"])


def _analysing(tab: str) -> str:
    return say(SCREEN["analysing"], sheet=tab) if tab else SCREEN["analysis"]


def needs_a_look(findings: Iterable[Finding]) -> bool:
    """True when one of the findings is more than a remark (exit status 1)."""
    return any(finding.severity != "info" for finding in findings)


def closing_date(dossier: Dossier, as_of: date | None, file: str = "") -> date:
    """The closing date (arrêté), included: the one asked for, else the default one of the workbook.

    Raises:
        TresoError: NO_OPERATIONS; NO_OPERATION_BEFORE when the first operation is later.
    """
    require_operations(dossier, file)
    closing = as_of or default_closing_date(dossier)
    first = as_date(dossier.operations["booked_on"].min())
    if first > closing:
        raise TresoError("NO_OPERATION_BEFORE", file=file, date=f"{closing:%d/%m/%Y}", first=f"{first:%d/%m/%Y}")
    return closing
