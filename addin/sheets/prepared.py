"""The tab « Comptes » as « Préparer le classeur » adds it: the accounts found, what is not known left for her to fill."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from addin.sheets.model import Band, Sheet, TableBlock, Value
from addin.sheets.template import ACCOUNTS
from addin.treasury.account_list import account_kind
from addin.treasury.currency import to_decimal
from addin.treasury.dossier import Dossier
from addin.treasury.headings import simplify

_KINDS = {"bank": "Banque", "cash": "Caisse", "postal": "CCP", "card": "Carte"}
_OPENING = ("Solde initial", "Date du solde initial")


def account_sheet(dossier: Dossier) -> Sheet:
    """« Comptes » with one row for each account found; opening balances that nothing tells are blank and marked to be filled."""
    unknown = {finding.details.get("account") for finding in dossier.findings if finding.code == "OPENING_MISSING"}
    lines: list[Any] = list(_lines(dossier))
    sheet = ACCOUNTS.sheet([_row(line) for line in lines])
    columns = [ACCOUNTS.headings.index(heading) for heading in _OPENING]
    to_fill = frozenset((i, j) for i, line in enumerate(lines) if line.account in unknown for j in columns)
    ((block,),) = (band.blocks for band in sheet.bands)
    assert isinstance(block, TableBlock)
    return replace(sheet, bands=(Band((replace(block, to_fill=to_fill),), gap=0),))


def _lines(dossier: Dossier) -> Iterable[Any]:
    return dossier.accounts.itertuples(index=False)


def _row(line: Any) -> tuple[Value, ...]:
    opening = None if pd.isna(line.opening_cents) else to_decimal(int(line.opening_cents), line.currency)
    since = None if pd.isna(line.opening_on) else line.opening_on.date()
    overdraft = to_decimal(int(line.overdraft_cents), line.currency) if line.overdraft_cents else None
    included = "Oui" if line.is_included else "Non"
    return line.account, _KINDS[line.kind], line.currency, opening, since, overdraft, included, line.scf_account or None, None, None


def declared_row(
    columns: Mapping[str, int], account: str, currency: str, number: str, opening_cents: int | None, opening_on: date | None
) -> tuple[Value, ...]:
    """A line of « Comptes » for an account that a statement brought, in the columns of her tab.

    Args:
        columns: field → 0-based column, as the tab was read.
        opening_cents, opening_on: balance before the first line of the statement, None when the bank does not state it.
    """
    values: dict[str, Value] = {
        "account": account,
        "kind": _KINDS[account_kind(simplify(account))],
        "currency": currency,
        "number": number or None,
        "opening": None if opening_cents is None else to_decimal(opening_cents, currency),
        "opening_on": opening_on,
        "included": "Oui",
    }
    row: list[Value] = [None] * (max(columns.values()) + 1)
    for field, value in values.items():
        if field in columns:
            row[columns[field]] = value
    return tuple(row)
