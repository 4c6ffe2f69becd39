"""Control the workbook (contrôles): write the page of what deserves a look, her decisions kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from addin.app.pages import begin_page, end_page, put_page, require_consent
from addin.app.ports import Dialogs, Workbook
from addin.messages import Finding, say
from addin.messages.controls import CONTROL_SCREEN
from addin.sheets.controls import COLUMNS, TITLES, ShownFinding, controls_sheet, counts_of, is_controls_page
from addin.sheets.controls_read import Answers, Decision, has_notes, read_controls
from addin.sheets.model import Sheet, fingerprint
from addin.treasury.controls.controls import control
from addin.treasury.controls.model import ControlFinding
from addin.treasury.dossier import Dossier
from addin.treasury.recurrences.subscriptions import Subscription, find_subscriptions

ACTION = "Contrôles"


@dataclass(frozen=True, eq=False)
class Controlled:
    """What the controls gave.

    Attributes:
        shown: all findings with her decisions, those that she closed among them.
        more: kind → findings that are not listed.
        findings: what the reading of the workbook found.
        is_written: the page was added or has changed.
    """

    sheet: Sheet
    as_of: date
    shown: tuple[ShownFinding, ...]
    subscriptions: tuple[Subscription, ...]
    more: Mapping[str, int]
    findings: tuple[Finding, ...]
    is_written: bool

    @property
    def counts(self) -> dict[str, int]:
        """How many wait by severity, and how many are decided."""
        return counts_of(self.shown)


def control_workbook(workbook: Workbook, dialogs: Dialogs, *, as_of: date | None, now: datetime) -> Controlled:
    """Read the workbook, control it, write the page and remember the action; nothing is written when it says so already.

    Her decisions, remarks and answers are carried to the new page; anything else that she typed on it is only dropped with her consent.

    Args:
        as_of: closing date (arrêté), included; None takes the default one.
        now: local time, for `Historique`.
    Raises:
        TresoError: WORKBOOK_EMPTY, NO_OPERATIONS, NO_OPERATION_BEFORE; SHEET_NAME_TAKEN when tabs of hers have both names of the page;
            DECLINED, CONFIRMATION_NEEDED; whatever the workbook refuses. Nothing is written then.
    """
    page = begin_page(workbook, dialogs, as_of, TITLES, is_controls_page)
    dossier, closing = page.dossier, page.closing
    said = Answers() if page.earlier is None else read_controls(page.earlier, page.title)
    found = control(dossier, closing, {key for key, decision in said.decisions.items() if decision.code})
    subscriptions = find_subscriptions(dossier, found.recurrences, closing, said.subscriptions)
    shown = tuple(_shown(dossier, each, said) for each in found.findings)
    sheet = controls_sheet(shown, subscriptions, found.more, closing, dossier.settings.company, page.title)
    is_written = page.earlier is None or fingerprint(page.earlier) != fingerprint(sheet.values())
    if is_written and page.earlier is not None and has_notes(page.earlier, len(COLUMNS)):
        require_consent(workbook, dialogs, say(CONTROL_SCREEN["replace"], sheet=page.title))
    end_page(workbook, page, ACTION, [put_page(workbook, sheet, page.earlier)] if is_written else [], now)
    return Controlled(sheet, closing, shown, subscriptions, found.more, (*said.findings, *dossier.findings), is_written)


def _shown(dossier: Dossier, finding: ControlFinding, said: Answers) -> ShownFinding:
    lines = dossier.operations.loc[list(finding.lines), ["sheet", "row"]]
    papers = dossier.invoices.loc[list(finding.invoices), ["sheet", "row"]]
    places = [(str(sheet), int(row)) for part in (lines, papers) for sheet, row in zip(part["sheet"], part["row"].tolist(), strict=True)]
    return ShownFinding(finding, tuple(places), said.decisions.get(finding.key, Decision()))
