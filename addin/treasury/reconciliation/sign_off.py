"""Reconciliations that were signed off (visés): their figures stay, and what changed in that past since is said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal

from addin.messages import Finding
from addin.treasury.money_text import money_text
from addin.treasury.reconciliation.model import AccountReconciliation, Reconciliation, Visa
from addin.treasury.reconciliation.transit import Key

What = Literal["bank", "book", "transit", "difference", "account"]
Again = Callable[[date, Mapping[Key, int]], Reconciliation]
"""Date and typed balances of that date → the reconciliation as the workbook gives it now."""


@dataclass(frozen=True)
class Changed:
    """One figure that is no longer what was signed off; `after` is None when it is no longer known."""

    visa: Visa
    what: What
    before_cents: int | None
    after_cents: int | None


def visa_of(account: AccountReconciliation, signed_on: date | None, signed_text: str, signed_by: str) -> Visa:
    """The figures of an account as they are signed off."""
    return Visa(
        account.account, account.currency, account.as_of, account.bank_cents, account.bank_source, account.book_cents,
        account.transit_cents, account.unbooked_cents, account.difference_cents, signed_on, signed_text, signed_by,
    )  # fmt: skip


def changed_since(visas: Iterable[Visa], again: Again) -> tuple[Changed, ...]:
    """The figures signed off that the workbook no longer gives, oldest date first."""
    out: list[Changed] = []
    for as_of, signed in groupby(sorted(visas, key=lambda visa: visa.as_of), key=lambda visa: visa.as_of):
        mine = list(signed)
        by_hand = [visa for visa in mine if visa.bank_source == "typed"]
        typed = {(visa.account, visa.currency): visa.bank_cents for visa in by_hand if visa.bank_cents is not None}
        now = {(each.account, each.currency): each for each in again(as_of, typed).accounts}
        for visa in mine:
            account = now.get((visa.account, visa.currency))
            if account is None:
                out.append(Changed(visa, "account", visa.bank_cents, None))
            else:
                out += _compared(visa, account)
    return tuple(out)


def _compared(visa: Visa, now: AccountReconciliation) -> list[Changed]:
    figures: tuple[tuple[What, int | None, int | None], ...] = (
        ("bank", visa.bank_cents, now.bank_cents),
        ("book", visa.book_cents, now.book_cents),
        ("transit", visa.transit_cents - visa.unbooked_cents, now.transit_cents - now.unbooked_cents),
        ("difference", visa.difference_cents, now.difference_cents),
    )
    return [Changed(visa, what, before, after) for what, before, after in figures if before != after]


def changed_findings(changed: Iterable[Changed], words: Mapping[str, str], unknown: str) -> list[Finding]:
    """One finding for each figure.

    Args:
        words: figure → its name.
        unknown: what is written for a figure that is not known.
    """
    said = []
    for each in changed:
        visa = each.visa
        before, after = (unknown if cents is None else money_text(cents, visa.currency) for cents in (each.before_cents, each.after_cents))
        details = {
            "account": visa.account, "date": f"{visa.as_of:%d/%m/%Y}", "signed": visa.signed_text, "what": words[each.what],
            "before": before, "after": after,
        }  # fmt: skip
        said.append(Finding("RECONCILIATION_CHANGED", details=details))
    return said
