"""`treso rapprochement --json`: the bank against the books of each account, and what is in suspense."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from addin.app.reconcile import Reconciled
from addin.app.results import Json, day, money, place, warnings_and_notes
from addin.sheets.reconciliation import AccountPage
from addin.treasury.reconciliation.model import Item


def reconciled_as_json(done: Reconciled) -> Json:
    """The result of a reconciliation; `difference` is null where the bank or the books are not known."""
    return {
        "as_of": day(done.page.as_of),
        "sheet": done.sheet.title,
        "accounts": [_account(each) for each in done.shown],
        "unassigned": _items(done.page.unassigned),
        "negative_cash": [
            {
                "account": each.account, "first_date": day(each.first), "last_date": day(each.last), "days": each.days,
                "depth": money(each.depth_cents, each.currency), "depth_date": day(each.depth_on), "over": each.is_over,
                "rows": [place(sheet, row) for sheet, row in each.rows],
            }
            for each in done.page.negative_cash
        ],
        "books": dict(done.page.books),
        "signed_off": [
            {
                "account": visa.account, "as_of": day(visa.as_of), "bank_balance": money(visa.bank_cents, visa.currency),
                "book_balance": money(visa.book_cents, visa.currency), "difference": money(visa.difference_cents, visa.currency),
                "signed_off_on": day(visa.signed_on), "signed_off_by": visa.signed_by or None,
                "changed": [each.what for each in done.page.changed if each.visa == visa],
            }
            for visa in done.page.visas
        ],
        **warnings_and_notes(done.findings),
    }  # fmt: skip


def _account(page: AccountPage) -> Json:
    account = page.account
    unit = account.currency
    figures = {
        "bank_balance": account.bank_cents,
        "computed_balance": account.calculated_cents,
        "book_balance": account.book_cents,
        "difference": account.difference_cents,
    }
    return {
        "account": account.account,
        "currency": unit,
        **{name: money(cents, unit) for name, cents in figures.items()},
        "bank_source": account.bank_source or None,
        "bank_date": day(account.bank_on),
        "book_source": account.book_source or None,
        "in_transit": _items(account.in_transit),
        "unbooked": _items(account.unbooked),
        "carried": _items(account.carried),
        "elsewhere": _items(account.elsewhere),
        "last_line": day(account.last_line),
        "signed_off_on": day(page.signed_on) if page.is_signed and isinstance(page.signed_on, date) else None,
        "signed_off_by": page.signed_by or None if page.is_signed else None,
        "changed": [each.what for each in page.changed],
    }


def _items(items: Iterable[Item]) -> list[Json]:
    return [
        {
            **(place(each.sheet, each.row) if each.sheet else {"sheet": None, "row": None}),
            "nature": each.nature, "date": day(each.on), "label": each.label, "reference": each.reference or None,
            "amount": money(each.cents, each.currency), "currency": each.currency, "age_days": each.days, "stale": each.is_stale,
            "count": each.count,
        }
        for each in items
    ]  # fmt: skip
