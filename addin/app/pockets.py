"""Follow the pockets (poches): write their page, in both modes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from addin.app.pages import begin_page, end_page, put_changed
from addin.app.ports import Dialogs, Workbook
from addin.messages import Finding, say
from addin.messages.pockets import POCKET_SCREEN
from addin.sheets.model import Sheet
from addin.sheets.pocket_page import TITLES, is_pocket_page, pocket_sheet
from addin.treasury.pocket_review import PocketReview, review_pockets

ACTION = "Poches"


@dataclass(frozen=True, eq=False)
class FollowedPockets:
    """The page as written, and what it was made from; `is_written`: it was added or has changed."""

    sheet: Sheet
    review: PocketReview
    is_written: bool

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What deserves a look or is only said."""
        return self.review.findings


def follow_pockets(workbook: Workbook, dialogs: Dialogs, *, as_of: date | None, now: datetime) -> FollowedPockets:
    """Read the workbook, pour the cash into the pockets, write the page and remember the action.

    Nothing is written when the page says so already; what she typed on it is only dropped with her consent.

    Args:
        as_of: closing date (arrêté), included; None takes the default one.
        now: local time, for `Historique`.
    Raises:
        TresoError: WORKBOOK_EMPTY, NO_OPERATIONS, NO_OPERATION_BEFORE; SHEET_NAME_TAKEN when tabs of hers have both names of the page;
            DECLINED, CONFIRMATION_NEEDED; whatever the workbook refuses. Nothing is written then.
    """
    page = begin_page(workbook, dialogs, as_of, TITLES, is_pocket_page)
    dossier, closing = page.dossier, page.closing
    review = review_pockets(dossier, closing)
    sheet = pocket_sheet(review, page.title)
    changes = put_changed(workbook, dialogs, page.history, sheet, page.earlier, say(POCKET_SCREEN["replace"], sheet=page.title))
    end_page(workbook, page, ACTION, changes, now)
    return FollowedPockets(sheet, review, bool(changes))
