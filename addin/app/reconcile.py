"""Make the page « Rapprochement »: the bank against the books, what was signed off kept as it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from addin.app.history import read_history, record
from addin.app.pages import named_page, put_page, require_consent
from addin.app.ports import Dialogs, Workbook
from addin.app.read_dossier import closing_date, read_with_tabs
from addin.messages import Finding, TresoError, say
from addin.messages.reconciliation import RECONCILIATION_QUESTIONS, UNKNOWN_FIGURE, VISA_FIGURES
from addin.sheets.imports import TITLE as REGISTER
from addin.sheets.imports import read_register
from addin.sheets.model import Sheet
from addin.sheets.reconciliation import AccountPage, ReconciliationPage, reconciliation_sheet
from addin.sheets.reconciliation_back import PageBack, is_reconciliation_page, read_page
from addin.sheets.reconciliation_parts import TITLES
from addin.treasury.dossier import Dossier
from addin.treasury.headings import simplify
from addin.treasury.reconciliation.ledger import ledger_books
from addin.treasury.reconciliation.model import AccountReconciliation, Reconciliation, StatementBalance
from addin.treasury.reconciliation.reconcile import reconcile
from addin.treasury.reconciliation.sign_off import changed_findings, changed_since
from addin.treasury.reconciliation.transit import Key
from addin.treasury.tabs import RawTab

ACTION = "Rapprochement"


@dataclass(frozen=True, eq=False)
class Reconciled:
    """The page as written, and what it was made from.

    Attributes:
        shown: the accounts that were asked for.
    """

    sheet: Sheet
    page: ReconciliationPage
    shown: tuple[AccountPage, ...]
    reconciliation: Reconciliation
    findings: tuple[Finding, ...]

    @property
    def good(self) -> int:
        """Accounts without any difference."""
        return sum(each.account.difference_cents == 0 for each in self.shown)

    @property
    def told(self) -> Sheet:
        """The page with the accounts that were asked for only."""
        return reconciliation_sheet(replace(self.page, accounts=self.shown), self.sheet.title)


def reconcile_accounts(
    workbook: Workbook, dialogs: Dialogs, *, as_of: date | None, now: datetime, account: str | None = None
) -> Reconciled:
    """Compare the bank with the books of each account at a date, and write the page.

    What she signed off stays with its figures, and what changed in that past since is said.

    Args:
        as_of: closing date (arrêté), included; None takes the default one.
        now: local time, for `Historique`.
        account: the only account to tell of, the page holds all of them; None for all.
    Raises:
        TresoError: WORKBOOK_EMPTY, NO_OPERATIONS, NO_OPERATION_BEFORE; RECONCILIATION_NO_ACCOUNT; SHEET_NAME_TAKEN; DECLINED;
            CONFIRMATION_NEEDED; whatever the workbook refuses. Nothing is written then.
    """
    history = read_history(workbook)
    dossier, tabs = read_with_tabs(workbook, dialogs)
    closing = closing_date(dossier, as_of, workbook.name)
    title, earlier = named_page(workbook, TITLES, is_reconciliation_page)
    back = read_page(earlier or ())
    page, done = _page(dossier, tabs, closing, back, workbook.name)
    shown = page.accounts if account is None else (_only(page, account, workbook.name),)
    said = [*_unreadable(back, title), *changed_findings(page.changed, VISA_FIGURES, UNKNOWN_FIGURE)]
    sheet = reconciliation_sheet(page, title)
    if earlier is not None:
        require_consent(workbook, dialogs, say(RECONCILIATION_QUESTIONS["replace_reconciliation"], sheet=title))
    change = put_page(workbook, sheet, earlier)
    record(workbook, history, ACTION, [change], now)
    workbook.save()
    return Reconciled(sheet, page, shown, done, (*said, *done.findings, *dossier.findings))


def _page(dossier: Dossier, tabs: Sequence[RawTab], as_of: date, back: PageBack, file: str) -> tuple[ReconciliationPage, Reconciliation]:
    by_name = {tab.sheet: tab for tab in tabs}
    stated = _stated_balances(by_name, file)

    def again(on: date, typed: Mapping[Key, int]) -> Reconciliation:
        return reconcile(dossier, on, stated=stated, typed=typed, ledgers=ledger_books(dossier, by_name, on))

    done = again(as_of, _typed(back, as_of))
    changed = changed_since(back.visas, again)
    pages = []
    for account in done.accounts:
        stood = back.of(account.account, account.currency, as_of)
        visa = next((each for each in back.visas if (each.account, each.currency, each.as_of) == _key(account)), None)
        mine = tuple(each for each in changed if each.visa == visa)
        frozen = stood.frozen(account) if mine and stood is not None and stood.is_signed else account
        if visa is not None:
            pages.append(AccountPage(frozen, visa.signed_on or visa.signed_text, visa.signed_by, True, mine))
        else:
            pages.append(AccountPage(account, None, stood.signed_by if stood else ""))
    boxes = tuple(dossier.accounts.loc[dossier.accounts["kind"] == "cash", "account"])
    page = ReconciliationPage(
        as_of, dossier.settings.company, tuple(pages), done.unassigned, done.negative_cash, boxes, back.visas, changed, done.books
    )
    return page, done


def _key(account: AccountReconciliation) -> tuple[str, str, date]:
    return account.account, account.currency, account.as_of


def _typed(back: PageBack, as_of: date) -> dict[Key, int]:
    """Balances that she typed on the page, at this very date."""
    typed: dict[Key, int] = {}
    for each in back.accounts:
        cents = each.typed_balance
        if each.as_of == as_of and cents is not None:
            typed[each.account, each.currency] = cents
    return typed


def _unreadable(back: PageBack, title: str) -> list[Finding]:
    """Balances that she typed and that are no amounts."""
    return [
        Finding("TYPED_BALANCE_UNREADABLE", title, each.typed_row, value=each.typed_text, details={"account": each.account})
        for each in back.accounts
        if each.typed_text
    ]


def _only(page: ReconciliationPage, name: str, file: str) -> AccountPage:
    found = [each for each in page.accounts if simplify(each.account.account) == simplify(name)]
    if len(found) != 1:
        known = ", ".join(each.account.account for each in page.accounts)
        raise TresoError("RECONCILIATION_NO_ACCOUNT", file=file, value=name, accounts=known)
    return found[0]


def _stated_balances(tabs: Mapping[str, RawTab], file: str) -> tuple[StatementBalance, ...]:
    """Closing balances that the register of imports holds."""
    tab = next((tab for name, tab in tabs.items() if name.casefold() == REGISTER.casefold()), None)
    if tab is None:
        return ()
    try:
        register = read_register(tab.rows, file=file, sheet=tab.sheet)
    except TresoError:
        return ()  # a sheet of hers with that name
    return tuple(
        StatementBalance(each.account, each.currency, each.last, each.closing_cents)
        for each in register.imports
        if each.last is not None and each.closing_cents is not None and not each.is_undone and not each.is_interim
    )
