"""Bank against books, account by account, at a date (état de rapprochement bancaire)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from addin.messages import Finding
from addin.treasury.dates import as_date
from addin.treasury.dossier import Dossier
from addin.treasury.money_text import money_text
from addin.treasury.reconciliation.bank_side import BankSide, BankSides
from addin.treasury.reconciliation.book_lines import carried_lines, same_lines
from addin.treasury.reconciliation.books import Books, book_accounts, books_findings, declared_balances
from addin.treasury.reconciliation.cash_boxes import negative_cash, negative_cash_findings
from addin.treasury.reconciliation.model import AccountReconciliation, Item, Nature, Reconciliation, StatementBalance
from addin.treasury.reconciliation.transit import Key, item, items_in_transit
from addin.treasury.settlement import Settlement, settle_invoices

_BEFORE = timedelta(days=60)
"""Lines so long before both sides begin may still be the counterpart of one after."""


def reconcile(
    dossier: Dossier,
    as_of: date,
    *,
    stated: Sequence[StatementBalance] = (),
    typed: Mapping[Key, int] | None = None,
    ledgers: Mapping[str, Books] | None = None,
    settled: Settlement | None = None,
) -> Reconciliation:
    """The reconciliation of each bank, postal and card account at the end of a day.

    Books are those of the workbook (a tab 512, the general ledger), else a balance declared in `Paramètres`, else our own: the lines
    and what is known to be under way. A cash box is controlled instead: it can never be negative.

    Args:
        stated: balances that imported statements carry.
        typed: balances that she typed from the paper statement at that very date.
        ledgers: `ledger_books` at that date.
        settled: `settle_invoices` at that date, when already known.
    """
    books = book_accounts(dossier)
    declared, findings = declared_balances(dossier, as_of)
    by_account, unassigned = items_in_transit(dossier, as_of, settled or settle_invoices(dossier, as_of), books)
    sides = BankSides(dossier, as_of, stated, dict(typed or {}))
    found_books = {**(ledgers or {}), **_tab_books(dossier, books, sides, as_of)}
    scf = dossier.accounts.drop_duplicates("account").set_index("account")["scf_account"].to_dict()
    accounts = []
    for at, (name, currency, kind) in enumerate(sides.accounts[["account", "currency", "kind"]].itertuples(index=False)):
        if kind == "cash" or name in books:
            continue
        side, under_way = sides.of(at), tuple(by_account.pop((name, currency), ()))
        if side.cents is None and side.last_line is None and not under_way:
            continue  # declared, and nothing is known of it
        facts = (str(name), str(currency), as_of, str(scf.get(name, "")))
        if name in found_books:
            found = _against_lines(facts, side, found_books[name], _bank_lines(dossier, name, currency, as_of))
            accounts.append(replace(found, elsewhere=_without(under_way, found.in_transit)))
        else:
            accounts.append(_against_balance(facts, side, under_way, declared.get(name)))
    for left in by_account.values():
        unassigned += left
    boxes = negative_cash(dossier, as_of)
    said = [*findings, *books_findings(dossier, books), *_findings(accounts, unassigned), *negative_cash_findings(boxes)]
    return Reconciliation(as_of, tuple(accounts), tuple(unassigned), boxes, books, tuple(said))


def _tab_books(dossier: Dossier, books: Mapping[str, str], sides: BankSides, as_of: date) -> dict[str, Books]:
    """Account → its books, from the tabs that are read as accounts; their signs are turned when the bank's are the opposite."""
    found = {}
    places = {str(name): at for at, name in enumerate(sides.accounts["account"])}
    for book, bank in books.items():
        side, lines = sides.of(places[book]), _bank_lines(dossier, book, None, as_of)
        amounts = set(dossier.operations.loc[dossier.operations["account"] == bank, "amount_cents"])
        straight, turned = (int((sign * lines["amount_cents"]).isin(amounts).sum()) for sign in (1, -1))
        balance = side.cents if side.cents is not None else side.calculated_cents
        if turned > straight:
            lines, balance = lines.assign(amount_cents=-lines["amount_cents"]), None if balance is None else -balance
        found[bank] = Books(str(lines["sheet"].iloc[0]) if len(lines) else book, lines, balance, "tab")
    return found


def _bank_lines(dossier: Dossier, account: str, currency: str | None, as_of: date) -> pd.DataFrame:
    operations = dossier.operations
    is_mine = (operations["account"] == account) & (operations["booked_on"] <= pd.Timestamp(as_of))
    if currency is not None:
        is_mine &= operations["currency"] == currency
    columns = ["sheet", "row", "booked_on", "label", "piece", "amount_cents"]
    return operations.loc[is_mine, columns].sort_values("booked_on", kind="stable").reset_index(drop=True)


def _against_lines(facts: tuple[str, str, date, str], side: BankSide, books: Books, bank: pd.DataFrame) -> AccountReconciliation:
    """Each line of the books against each line of the bank, since both sides have lines."""
    currency, as_of = facts[1], facts[2]
    entries = books.lines.sort_values("booked_on", kind="stable").reset_index(drop=True)
    start = max((lines["booked_on"].iloc[0] for lines in (entries, bank) if len(lines)), default=pd.Timestamp(as_of))
    entries, bank = (lines[lines["booked_on"] >= start - _BEFORE].reset_index(drop=True) for lines in (entries, bank))
    in_books, at_bank = same_lines(entries, bank)
    left_books = entries[~in_books & (entries["booked_on"] >= start).to_numpy()]
    left_bank = bank[~at_bank & (bank["booked_on"] >= start).to_numpy()].reset_index(drop=True)
    in_transit = _items("book", left_books, currency, as_of)
    gap = _difference(side.cents, int(left_books["amount_cents"].sum()), books.balance_cents, int(left_bank["amount_cents"].sum()))
    carried = carried_lines(left_bank, gap or 0)
    is_carried = np.isin(np.arange(len(left_bank)), carried)
    unbooked = _items("bank", left_bank[~is_carried], currency, as_of)
    difference = None if gap is None else gap + int(left_bank.loc[is_carried, "amount_cents"].sum())
    return AccountReconciliation(
        *facts, side.cents, side.source, side.on, side.calculated_cents, books.balance_cents, books.source, books.name, in_transit,
        unbooked, _items("bank", left_bank[is_carried], currency, as_of), difference, side.last_line,
    )  # fmt: skip


def _against_balance(
    facts: tuple[str, str, date, str], side: BankSide, under_way: tuple[Item, ...], declared: tuple[str, int] | None
) -> AccountReconciliation:
    """The bank against a declared balance, else against our own books: what the lines give and what is under way."""
    transit = sum(each.cents for each in under_way)
    if declared is not None:
        name, book_cents, source = declared[0], declared[1], "declared"
        difference = _difference(side.cents, transit, book_cents, 0)
    else:
        book_cents = None if side.calculated_cents is None else side.calculated_cents + transit  # type: ignore[assignment]
        name, source = "", "" if book_cents is None else "own"
        difference = None if side.source in ("calculated", "") else _difference(side.cents, transit, book_cents, 0)
    return AccountReconciliation(
        *facts, side.cents, side.source, side.on, side.calculated_cents, book_cents, source, name, under_way, (), (), difference,  # type: ignore[arg-type]
        side.last_line,
    )  # fmt: skip


def _without(under_way: Sequence[Item], in_transit: Sequence[Item]) -> tuple[Item, ...]:
    """What is known to be under way and no entry of the books in suspense tells, by its amount."""
    told = Counter(each.cents for each in in_transit)
    left = []
    for each in under_way:
        if told[each.cents]:
            told[each.cents] -= 1
        else:
            left.append(each)
    return tuple(left)


def _difference(bank_cents: int | None, transit: int, book_cents: int | None, unbooked: int) -> int | None:
    return None if bank_cents is None or book_cents is None else bank_cents + transit - book_cents - unbooked


def _items(nature: Nature, lines: pd.DataFrame, currency: str, as_of: date) -> tuple[Item, ...]:
    columns = (lines[name] for name in ("booked_on", "label", "piece", "amount_cents", "sheet", "row"))
    return tuple(
        item(nature, as_date(on), as_of, " ".join(str(label).split()), str(piece), int(cents), currency, str(sheet), int(row))
        for on, label, piece, cents, sheet, row in zip(*columns, strict=True)
    )


def _findings(accounts: Sequence[AccountReconciliation], unassigned: Sequence[Item]) -> list[Finding]:
    """What does not agree, what is not known, and what has been in suspense for too long."""
    said = []
    for each in accounts:
        if each.difference_cents:
            gap = money_text(each.difference_cents, each.currency)
            details = {"account": each.account, "amount": gap, "date": f"{each.as_of:%d/%m/%Y}"}
            said.append(Finding("RECONCILIATION_GAP", details=details))
        if each.bank_source in ("calculated", ""):
            said.append(Finding("BANK_BALANCE_UNSTATED", details={"account": each.account, "date": f"{each.as_of:%d/%m/%Y}"}))
    said += _stale(found for items in (*((*each.in_transit, *each.elsewhere) for each in accounts), unassigned) for found in items)
    if unassigned:
        said.append(Finding("TRANSIT_UNASSIGNED", details={"count": sum(each.count for each in unassigned)}))
    return said


def _stale(items: Iterable[Item]) -> list[Finding]:
    said = []
    for each in items:
        if each.is_stale and each.is_cheque and each.on is not None:
            amount = money_text(abs(each.cents), each.currency)
            details = {"label": each.label, "amount": amount, "date": f"{each.on:%d/%m/%Y}", "days": each.days}
            said.append(Finding("CHEQUE_NOT_DEBITED", each.sheet, each.row, value=each.reference, details=details))
    return said
