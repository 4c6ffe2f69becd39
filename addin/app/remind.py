"""Remind customers (relances): letters beside the workbook, lines in the journal, the page of the week. Nothing is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

import pandas as pd

from addin.app.added_rows import last_row, rows_added
from addin.app.history import ADDED, Change, History, read_history, record
from addin.app.pages import earlier_page, put_page
from addin.app.ports import Dialogs, Workbook, find_sheet
from addin.app.read_dossier import read_with_tabs
from addin.messages import Finding, TresoError, say
from addin.messages.reminders import COMPANY_MENTIONS, REMINDER_SCREEN
from addin.sheets.french import listed
from addin.sheets.letter import Letter
from addin.sheets.model import Sheet, fingerprint
from addin.sheets.reminder_letter import reminder_letter
from addin.sheets.reminder_page import TITLE as PAGE
from addin.sheets.reminder_page import is_reminder_page, reminder_page
from addin.sheets.reminder_tabs import JOURNAL, OWN_COLUMNS, journal_row, journal_sheet
from addin.treasury.closing import default_closing_date
from addin.treasury.dates import as_date
from addin.treasury.dossier import Dossier, SheetReading
from addin.treasury.reminders.campaign import remind
from addin.treasury.reminders.company import Company, company_of
from addin.treasury.reminders.model import Reminder, Reminders
from addin.treasury.settlement import settle_invoices
from addin.treasury.statements.account_numbers import check_rib
from addin.treasury.tabs import RawTab

ACTION = REMINDER_SCREEN["action"]
_KINDS = ("customer_invoices", "reminders", "customers", "settings")
_NAMED = 5
"""Customers whom a finding names at most."""


class StagedLetters(Protocol):
    """Letters that are complete on the disk, under names that nobody sees yet.

    Attributes:
        folder: where they go, as a person reads it.
        paths: full path of each, in the order given.
    """

    @property
    def folder(self) -> str: ...
    @property
    def paths(self) -> tuple[str, ...]: ...

    def commit(self) -> list[tuple[str, str]]:
        """Give each its name; those that could not have it, with why."""

    def discard(self) -> None:
        """Leave nothing."""


class LetterPlace(Protocol):
    """Where letters are written."""

    def folder_for(self, title: str) -> str:
        """The folder that letters of this title go to, as a person reads it."""

    def stage(
        self, letters: Sequence[Letter], title: str, author: str, now: datetime, progress: Callable[[int, int], None]
    ) -> StagedLetters:
        """Write the letters, all or none; a file that is there is never replaced.

        Raises:
            TresoError: what the folder refuses.
        """


@dataclass(frozen=True, eq=False)
class Reminded:
    """What was done.

    Attributes:
        paths: full path of the letter of each of `campaign.to_send`; none when nothing was written.
        folder: where they are, "" without letters.
        journal: name of the journal's tab.
    """

    campaign: Reminders
    page: Sheet
    paths: tuple[str, ...]
    folder: str
    journal: str
    findings: tuple[Finding, ...]


def remind_customers(
    workbook: Workbook,
    dialogs: Dialogs,
    place: LetterPlace,
    agrees: Callable[[Reminders, Sheet, str, str], bool],
    *,
    as_of: date | None,
    now: datetime,
    catch_up: bool = False,
) -> Reminded:
    """Write the letters of a date, note them in the journal, and renew the page « À relancer ».

    Args:
        agrees: shown the campaign, its page, the folder of the letters and the journal's tab; asked only when there are letters.
        as_of: closing date (arrêté), included; None takes `Paramètres`, else the last week that is over.
        now: local time, for `Historique` and the properties of the documents.
        catch_up: the level of the age at once, instead of one level at a time.
    Raises:
        TresoError: REMINDER_NO_INVOICES; REMINDER_JOURNAL_OTHER or SHEET_NAME_TAKEN when a sheet of hers has the name of ours;
            DECLINED; what the folder or the workbook refuses. Nothing is written then.
    """
    history = read_history(workbook)
    dossier, tabs = read_with_tabs(workbook, dialogs)
    if not (dossier.invoices["side"] == "customer").any():
        raise TresoError("REMINDER_NO_INVOICES", file=workbook.name)
    closing = as_of or _closing_date(dossier)
    settled = settle_invoices(dossier, closing)
    campaign = remind(dossier, closing, settled=settled, catch_up=catch_up)
    company = company_of(dossier.settings)
    letters = [reminder_letter(each, campaign, company, dossier.settings.terms_days) for each in campaign.to_send]
    page = reminder_page(campaign, company.name)
    findings = [*_about_invoices(dossier, settled.findings), *campaign.findings, *_about_letters(campaign, company, dossier)]
    writing = _Writing(workbook, dossier, tabs)
    title = say(REMINDER_SCREEN["folder"], date=campaign.sent_on.isoformat())
    if letters and not agrees(campaign, page, place.folder_for(title), writing.journal):
        raise TresoError("DECLINED", file=workbook.name)

    def progress(done: int, total: int) -> None:
        dialogs.progress(done, total, say(REMINDER_SCREEN["writing"], customer=campaign.to_send[min(done, total - 1)].customer))

    staged = place.stage(letters, title, company.name, now, progress) if letters else None
    try:
        writing.write(campaign, page, staged.paths if staged else (), history, now)
    except BaseException:
        if staged is not None:
            staged.discard()
        raise
    if staged is None:
        return Reminded(campaign, page, (), "", writing.journal, tuple(findings))
    lost = [Finding("REMINDER_LETTER_LOST", value=path, details={"reason": reason}) for path, reason in staged.commit()]
    return Reminded(campaign, page, staged.paths, staged.folder, writing.journal, (*findings, *lost))


def _closing_date(dossier: Dossier) -> date:
    """The closing date of the report; of a workbook that holds invoices only, the day of the newest one."""
    if len(dossier.operations) or dossier.settings.as_of is not None:
        return default_closing_date(dossier) if len(dossier.operations) else dossier.settings.as_of or date.min
    newest = dossier.invoices["issued_on"].fillna(dossier.invoices["due_on"]).max()
    if pd.isna(newest):
        raise TresoError("REMINDER_NO_INVOICES")
    return as_date(newest)


def _about_invoices(dossier: Dossier, settled: Iterable[Finding]) -> Iterable[Finding]:
    """What was found in the tabs that reminders rest on, and all that could not be read."""
    sheets = {reading.sheet for reading in dossier.readings if reading.kind in _KINDS}
    return (finding for finding in (*dossier.findings, *settled) if finding.sheet in sheets or finding.severity == "error")


def _about_letters(campaign: Reminders, company: Company, dossier: Dossier) -> Iterable[Finding]:
    """What the letters lack."""
    letters = campaign.to_send
    if not letters:
        return
    settings = next((reading.sheet for reading in dossier.readings if reading.kind == "settings"), "")
    if company.lacking:
        mentions = listed([COMPANY_MENTIONS[name] for name in company.lacking])
        yield Finding("REMINDER_COMPANY", settings, details={"mentions": mentions})
    if check_rib(company.rib).holds is False:
        yield Finding("REMINDER_RIB", settings, value=company.rib)
    unknown = [each.customer for each in letters if each.contact is None or not each.contact.address]
    if unknown:
        names = ", ".join(unknown[:_NAMED]) + ("…" if len(unknown) > _NAMED else "")
        yield Finding("REMINDER_NO_ADDRESS", details={"count": len(unknown), "customers": names})
    undated = sum(invoice.due_is_estimated for each in letters for invoice in each.invoices)
    if undated:
        yield Finding("REMINDER_UNDATED", details={"count": undated, "days": dossier.settings.terms_days})


class _Writing:
    """The writes of one campaign: the journal, the page, `Historique`. Making it refuses what cannot be written.

    Attributes:
        journal: name of the tab of the journal, as it stands or will be.
    """

    def __init__(self, workbook: Workbook, dossier: Dossier, tabs: Sequence[RawTab]) -> None:
        self._workbook = workbook
        self._reading: SheetReading | None = next((each for each in dossier.readings if each.kind == "reminders"), None)
        self._tab = next((tab for tab in tabs if self._reading is not None and tab.sheet == self._reading.sheet), None)
        found = find_sheet(workbook.sheets(), JOURNAL.title)
        if self._reading is None and found is not None:
            raise TresoError("REMINDER_JOURNAL_OTHER", file=workbook.name, sheet=found.name)
        self.journal = JOURNAL.title if self._reading is None else self._reading.sheet
        self._earlier = earlier_page(workbook, PAGE, is_reminder_page)

    def write(self, campaign: Reminders, page: Sheet, paths: Sequence[str], history: History, now: datetime) -> None:
        """Queue everything and save."""
        changes = [put_page(self._workbook, page, self._earlier), *self._note(campaign.to_send, paths, campaign.sent_on)]
        record(self._workbook, history, ACTION, changes, now)
        self._workbook.save()

    def _note(self, letters: Sequence[Reminder], paths: Sequence[str], sent_on: date) -> list[Change]:
        """A line of the journal for each letter."""
        columns = OWN_COLUMNS if self._reading is None else self._reading.columns
        rows = [journal_row(each, _name(path), sent_on, columns) for each, path in zip(letters, paths, strict=True)]
        if self._reading is None or self._tab is None:
            sheet = journal_sheet(rows)
            self._workbook.put(sheet)
            return [Change(JOURNAL.title, ADDED, "", fingerprint(sheet.values()))]
        if not rows:
            return []
        head = self._reading.header_row or 0
        last = max(head, last_row(self._tab.rows))
        self._workbook.add_rows(self._reading.sheet, rows, at=last + 1, model=last if last > head else None)
        return [rows_added(self._reading.sheet, last + 1, rows, sorted(set(columns.values())))]


def _name(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2]
