"""Make the page « Dépenses »: what was spent by card, team, campaign and category."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from addin.app.pages import begin_page, end_page, put_page, require_consent
from addin.app.ports import Dialogs, Workbook
from addin.messages import Finding, say
from addin.messages.reconciliation import RECONCILIATION_QUESTIONS
from addin.sheets.model import Sheet
from addin.sheets.spending import TITLES, is_spending_page, spending_sheet
from addin.treasury.spending.spending import Spending, spending

ACTION = "Dépenses"


@dataclass(frozen=True, eq=False)
class Spent:
    """The page as written, and what it says."""

    sheet: Sheet
    spending: Spending
    findings: tuple[Finding, ...]


def follow_spending(workbook: Workbook, dialogs: Dialogs, *, as_of: date | None, now: datetime) -> Spent:
    """Read the workbook, add up what was spent, write the page and remember the action.

    Args:
        as_of: closing date (arrêté), included; None takes the default one.
        now: local time, for `Historique`.
    Raises:
        TresoError: WORKBOOK_EMPTY, NO_OPERATIONS, NO_OPERATION_BEFORE; SHEET_NAME_TAKEN when tabs of hers have both names of the page;
            DECLINED, CONFIRMATION_NEEDED; whatever the workbook refuses. Nothing is written then.
    """
    page = begin_page(workbook, dialogs, as_of, TITLES, is_spending_page)
    dossier, closing = page.dossier, page.closing
    spent = spending(dossier, closing)
    sheet = spending_sheet(spent, dossier.settings.company, page.title)
    if page.earlier is not None:
        require_consent(workbook, dialogs, say(RECONCILIATION_QUESTIONS["replace_spending"], sheet=page.title))
    end_page(workbook, page, ACTION, [put_page(workbook, sheet, page.earlier)], now)
    return Spent(sheet, spent, (*spent.findings, *dossier.findings))
