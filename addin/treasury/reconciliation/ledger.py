"""The bank accounts (512, 517) of a tab that holds the general ledger (grand livre): its entries and balances."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from addin.treasury.amounts import read_amounts
from addin.treasury.characters import is_blank, plain
from addin.treasury.counterparties import normalise
from addin.treasury.dates import read_dates
from addin.treasury.dossier import Dossier
from addin.treasury.headings import cells_below, find_headings, simplify
from addin.treasury.reconciliation.books import Books
from addin.treasury.tabs import RawTab
from addin.treasury.vocabularies import OPERATIONS

_BANK_ACCOUNT = re.compile(r"51[27]\d{0,7}")
_OPENING = re.compile(r"\b(?:A NOUVEAUX?|REPORTS?|RAN|SOLDE (?:INITIAL|D OUVERTURE|OUVERTURE|PRECEDENT|ANTERIEUR))\b")
_OPENING_JOURNALS = frozenset({"an", "ran", "a nouveau", "a nouveaux", "journal des a nouveaux"})
_COLUMNS = ("sheet", "row", "booked_on", "label", "piece", "amount_cents")
_MOSTLY = 0.5


@dataclass(frozen=True, eq=False)
class LedgerAccount:
    """One account of the ledger.

    Attributes:
        number: in the chart (« 512100 »).
        lines: its entries without the opening ones; a debit is money in.
        openings: days of its opening entries (à nouveau) and the balance that each restates.
    """

    number: str
    lines: pd.DataFrame
    openings: tuple[tuple[date, int], ...]

    def balance(self, as_of: date) -> int | None:
        """At the end of a day, from the last opening before; None when nothing says what the account held before."""
        last = max((opening for opening in self.openings if opening[0] <= as_of), default=None)
        if last is None:
            return None
        booked = self.lines["booked_on"]
        inside = (booked >= pd.Timestamp(last[0])) & (booked <= pd.Timestamp(as_of))
        return last[1] + int(self.lines.loc[inside, "amount_cents"].sum())


def ledger_accounts(tab: RawTab, decimals: int = 2) -> tuple[LedgerAccount, ...]:
    """The bank accounts of a tab of ledger entries; none when it is not such a tab."""
    headings = find_headings(tab.rows, OPERATIONS)
    if headings is None or not headings.covers("booked_on", "debit", "credit"):
        return ()
    column = "account" if "account" in headings else "scf_account"
    if column not in headings:
        return ()
    numbers = [_number(cell) for cell in cells_below(tab.rows, headings, column)]
    dates = read_dates(cells_below(tab.rows, headings, "booked_on"))
    sides = {side: read_amounts(cells_below(tab.rows, headings, side), decimals) for side in ("debit", "credit")}
    texts = {
        name: [_text(cell) for cell in cells_below(tab.rows, headings, name)] if name in headings else [""] * len(numbers)
        for name in ("label", "piece")
    }
    chosen: dict[str, list[int]] = defaultdict(list)
    for line, number in enumerate(numbers):
        if _BANK_ACCOUNT.fullmatch(number) and dates.known[line] and (sides["debit"].known[line] or sides["credit"].known[line]):
            chosen[number].append(line)
    found = []
    for number, lines in chosen.items():
        at = np.array(lines)
        debit, credit = (np.where(sides[side].known[at], sides[side].cents[at], 0) for side in ("debit", "credit"))
        table = pd.DataFrame(
            {
                "sheet": tab.sheet,
                "row": at + headings.row + 1,
                "booked_on": dates.days[at].astype("datetime64[s]"),
                "label": [texts["label"][i] for i in lines],
                "piece": [texts["piece"][i] for i in lines],
                "amount_cents": (debit - credit).astype(np.int64),
            },
            columns=list(_COLUMNS),
        )
        by_label = table["label"].map(lambda label: _OPENING.search(normalise(label)) is not None).to_numpy(dtype=bool)
        is_opening = by_label | np.array([_is_of_opening_journal(tab.rows[headings.row + line]) for line in lines], dtype=bool)
        days = table.loc[is_opening].groupby("booked_on")["amount_cents"].sum()
        openings = tuple((day.date(), int(cents)) for day, cents in days.items())
        found.append(LedgerAccount(number, table[~is_opening].sort_values("booked_on", kind="stable").reset_index(drop=True), openings))
    return tuple(found)


def ledger_books(dossier: Dossier, tabs: Mapping[str, RawTab], as_of: date) -> dict[str, Books]:
    """Account → its books, from the tabs that were set aside as a general ledger.

    An account of the ledger is a bank's by its number in `Comptes`, else when most of its amounts are those of that bank only.
    """
    found: dict[str, Books] = {}
    for reading in dossier.readings:
        if reading.reason != "ledger" or reading.sheet not in tabs:
            continue
        for entry in ledger_accounts(tabs[reading.sheet]):
            bank = _bank_of(dossier, entry)
            if bank is not None and bank not in found:
                lines = entry.lines[entry.lines["booked_on"] <= pd.Timestamp(as_of)]
                found[bank] = Books(f"{reading.sheet} {entry.number}", lines, entry.balance(as_of), "ledger")
    return found


def _bank_of(dossier: Dossier, entry: LedgerAccount) -> str | None:
    accounts = dossier.accounts[dossier.accounts["kind"] != "cash"]
    numbered = accounts.loc[accounts["scf_account"] == entry.number, "account"].tolist()
    if len(numbered) == 1:
        return str(numbered[0])
    operations = dossier.operations
    alike = []
    for name in numbered or accounts["account"].tolist():
        amounts = set(operations.loc[operations["account"] == name, "amount_cents"])
        if len(entry.lines) and entry.lines["amount_cents"].isin(amounts).mean() >= _MOSTLY:
            alike.append(str(name))
    return alike[0] if len(alike) == 1 else None


def _is_of_opening_journal(row: Sequence[object]) -> bool:
    """The entry stands in the journal of openings (« AN »)."""
    return any(isinstance(cell, str) and simplify(cell) in _OPENING_JOURNALS for cell in row)


def _number(cell: object) -> str:
    text = plain(str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell)) if not is_blank(cell) else ""
    return simplify(text).split(" ")[0] if text else ""


def _text(cell: object) -> str:
    return "" if is_blank(cell) else str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell).strip()
