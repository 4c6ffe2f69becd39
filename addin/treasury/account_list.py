"""`Comptes`: the accounts as she declares them."""

from __future__ import annotations

import re

import pandas as pd

from addin.treasury.counterparties import normalise
from addin.treasury.dossier import ACCOUNT_COLUMNS
from addin.treasury.headings import simplify
from addin.treasury.lists import List, list_frame


def read_accounts(tab: List, default_currency: str) -> pd.DataFrame:
    """`Comptes` as an `ACCOUNTS` frame."""
    records = []
    seen: set[str] = set()
    for line in tab.lines:
        name = line.text("account")
        if not name or simplify(name).startswith("total"):
            continue
        if simplify(name) in seen:
            line.find("ACCOUNT_TWICE", "account", name)
            continue
        seen.add(simplify(name))
        currency = line.currency(default_currency) or default_currency
        records.append(
            {
                "account": name,
                "kind": account_kind(line.words("kind") or simplify(name)),
                "currency": currency,
                "opening_cents": line.amount("opening", currency),
                "opening_on": line.day("opening_on"),
                "overdraft_cents": abs(line.amount("overdraft", currency) or 0),
                "is_included": line.flag("included", True),
                "scf_account": line.text("scf_account"),
                "holder": line.text("holder"),
                "number": line.text("number"),
                "sheet": tab.tab.sheet,
                "row": line.row,
            }
        )
    return list_frame(ACCOUNT_COLUMNS, records)


def account_numbers(tab: List) -> dict[str, str]:
    """Numbers and codes of the accounts (RIB, n° de compte, compte SCF) → account, those that two share left out."""
    found: dict[str, set[str]] = {}
    for line in tab.lines:
        if name := line.text("account"):
            for column in ("number", "scf_account"):
                if number := line.text(column):
                    found.setdefault(number, set()).add(name)
    return {number: names.pop() for number, names in found.items() if len(names) == 1}


def holders_of(accounts: pd.DataFrame) -> dict[str, str]:
    """Account or card number (`normalise`) → who answers for it (« Responsable » of `Comptes`).

    Args:
        accounts: ACCOUNTS rows.
    """
    found: dict[str, str] = {}
    for name in ("account", "number"):
        for key, holder in zip(map(normalise, accounts[name]), accounts["holder"], strict=True):
            if key and holder:
                found.setdefault(key, str(holder))
    return found


def account_kind(words: str) -> str:
    """ "cash", "postal", "card" or "bank" from a simplified type or name.

    >>> account_kind("caisse principale"), account_kind("ccp"), account_kind("carte visa"), account_kind("bna")
    ('cash', 'postal', 'card', 'bank')
    """
    if re.search(r"\b(caisse|especes|cash|petite caisse)\b", words) and not re.search(r"\bcaisse d epargne\b", words):
        return "cash"
    if re.search(r"\b(ccp|poste|algerie poste|banque postale)\b", words):
        return "postal"
    if re.search(r"\b(carte|cartes|cib|edahabia|visa|mastercard)\b", words):
        return "card"
    return "bank"
