"""Codes of the journals: one for each account of the treasury, one for sales, one for purchases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from addin.treasury.account_list import account_kind
from addin.treasury.entries.settings import EntrySettings
from addin.treasury.headings import simplify

_PREFIX = {"bank": "BQ", "cash": "CA", "postal": "CCP", "card": "CB"}
SALES, PURCHASES = "VE", "AC"


@dataclass(frozen=True)
class Journals:
    """Code → name (the account's own, « Ventes », « Achats »), and the codes by account."""

    of_account: Mapping[str, str]
    sales: str
    purchases: str

    def name(self, code: str) -> str:
        """What a code stands for: the account, or "" for sales and purchases."""
        return next((account for account, its in self.of_account.items() if its == code), "")


def journals(accounts: pd.DataFrame, settings: EntrySettings, kept: Mapping[str, str], also: Iterable[str] = ()) -> Journals:
    """The codes: hers (« Journal BNA » in `Paramètres`), else those of earlier exports, else BQ, BQ2, CA, CCP, CB in the order of accounts.

    Args:
        accounts: ACCOUNTS.
        kept: account → code of earlier exports, so that a new account renames none.
        also: accounts that have lines, declared or not.
    """
    sales, purchases = settings.journal("ventes") or SALES, settings.journal("achats") or PURCHASES
    out: dict[str, str] = {}
    names = [(str(name), str(kind)) for name, kind in zip(accounts["account"], accounts["kind"], strict=True)]
    names += [(name, account_kind(simplify(name))) for name in sorted({str(name) for name in also} - {name for name, _ in names})]
    for name, _ in names:
        code = settings.journal(name) or kept.get(name, "")
        if code:
            out[name] = code
    taken = {*out.values(), *kept.values(), sales, purchases}
    for name, kind in names:
        if name not in out:
            prefix, number = _PREFIX.get(kind, "BQ"), 1
            while (code := prefix if number == 1 else f"{prefix}{number}") in taken:
                number += 1
            out[name] = code
            taken.add(code)
    return Journals(out, sales, purchases)
