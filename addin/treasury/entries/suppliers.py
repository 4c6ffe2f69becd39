"""État des fournisseurs joined to the G50: who, with NIF and RC, which invoice, net of tax and TVA deducted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from addin.treasury.counterparties import normalise
from addin.treasury.entries.model import Entry
from addin.treasury.entries.settings import EntrySettings
from addin.treasury.headings import SEARCH_ROWS, simplify
from addin.treasury.tables import shown

TAB = "fournisseurs"
_NAMES = frozenset({"fournisseur", "nom", "raison sociale", "tiers", "nom du fournisseur", "societe", "denomination"})
_NIF = frozenset({"nif", "n nif", "matricule fiscal", "identifiant fiscal"})
_RC = frozenset({"rc", "n rc", "registre du commerce", "registre de commerce"})


@dataclass(frozen=True)
class SupplierLine:
    """One invoice of the statement; amounts in the base currency, positive for an invoice, negative for a credit note."""

    party: str
    nif: str
    rc: str
    number: str
    issued_on: date
    net_cents: int
    vat_cents: int
    sheet: str
    row: int

    @property
    def is_complete(self) -> bool:
        """NIF and RC are known: without them the TVA is not deductible."""
        return bool(self.nif and self.rc)


def supplier_numbers(rows: Sequence[Sequence[object]], customers: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """Tiers (normalised) → NIF and RC, from her tab « Fournisseurs », then from that of customers, who may supply too.

    Args:
        rows: the tab from A1, empty without it.
        customers: CUSTOMERS.
    """
    out = {
        normalise(str(name)): (str(nif).strip(), str(rc).strip())
        for name, nif, rc in zip(customers["customer"], customers["nif"], customers["rc"], strict=True)
    }
    headings = [[simplify(shown(cell)) for cell in row] for row in rows[:SEARCH_ROWS]]
    head = next((i for i, names in enumerate(headings) if _NAMES.intersection(names) and (_NIF | _RC).intersection(names)), None)
    if head is None:
        return out
    places = [next((j for j, name in enumerate(headings[head]) if name in wanted), None) for wanted in (_NAMES, _NIF, _RC)]
    for row in rows[head + 1 :]:
        name, nif, rc = (shown(row[j]) if j is not None and j < len(row) else "" for j in places)
        if name:
            out[normalise(name)] = (nif, rc)
    return out


def supplier_lines(
    entries: Sequence[Entry], invoices: pd.DataFrame, numbers: dict[str, tuple[str, str]], settings: EntrySettings
) -> list[SupplierLine]:
    """The purchases of an export whose TVA is deducted, by day.

    Args:
        invoices: INVOICES that the entries tell of.
        numbers: `supplier_numbers`.
    """
    deductible = (settings.accounts["vat_purchases"], settings.accounts["vat_assets"])
    out = []
    for entry in entries:
        if entry.kind != "supplier":
            continue
        vat = sum(each.cents for each in entry.postings if each.account in deductible)
        if not vat:
            continue
        gross = -sum(each.cents for each in entry.postings if each.auxiliary)
        row = invoices.loc[entry.index]
        party = str(row["counterparty"]).strip()
        nif, rc = numbers.get(normalise(party), ("", ""))
        out.append(SupplierLine(party, nif, rc, str(row["number"]).strip(), entry.piece_on, gross - vat, vat, entry.sheet, entry.row))
    return sorted(out, key=lambda line: (line.issued_on, line.party, line.number))
