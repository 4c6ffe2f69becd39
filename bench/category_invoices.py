"""The measures of categorisation that need more than labels: the invoices that lines pay, and starter knowledge in a new workbook.

Invoices carry the category of their account in the ledger when they are older than the split, as she typed it; later ones carry none,
and the category of their supplier is what its earlier invoices and bank lines had.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from addin.treasury.classification.classify import classify
from addin.treasury.dossier import INVOICE_COLUMNS, Dossier, frame
from addin.treasury.matching.matching import match_payments
from addin.treasury.reading import build_dossier
from bench.categories import Score, guesses_of, score
from bench.category_sets import PME, Known, pme, pme_six, six_categories


@dataclass(frozen=True)
class Workbook:
    """A workbook to classify.

    Attributes:
        claim: share of best guesses that must be right.
        is_six: in six categories and technical classes, else in the accountant's own.
        is_new: nothing was classified before, and there is no invoice.
        only_expenses: only the lines of the six categories are counted.
    """

    claim: float
    is_six: bool
    is_new: bool = False
    only_expenses: bool = False


INVOICE_TASKS: Mapping[str, Workbook] = {
    "pme_invoices": Workbook(0.80, is_six=False),
    "pme_six_invoices": Workbook(0.70, is_six=True, only_expenses=True),
    "new_workbook": Workbook(0.88, is_six=True, is_new=True),
    "new_expenses": Workbook(0.75, is_six=True, is_new=True, only_expenses=True),
}


def measure(name: str) -> tuple[int, Score, float]:
    """Lines, score and claim of a workbook, by all evidence that there is."""
    workbook = INVOICE_TASKS[name]
    known = pme_six() if workbook.is_six else pme()
    if not workbook.only_expenses:
        known = replace(known, counts=pd.Series(True, index=known.truth.index))
    learnt, told = known.cut()
    if workbook.is_new:
        learnt, told = learnt[:0], np.arange(len(known.truth))
    operations = known.operations.assign(category=known.truth.where(known.truth.index.isin(learnt), ""))
    dossier = replace(build_dossier([]), base_currency="EUR", operations=operations)
    last = operations["booked_on"].max().date()
    paid = None
    if not workbook.is_new:
        since = operations["booked_on"].iloc[int(learnt[-1])].date()
        dossier = replace(dossier, invoices=_invoices(since, is_six=workbook.is_six))
        paid = _paid(dossier, last)
    verdicts = classify(dossier, last, paid=paid).verdicts.iloc[told]
    return len(known.truth), score(_guesses(known, told, verdicts)), workbook.claim


def _guesses(known: Known, told: np.ndarray, verdicts: pd.DataFrame) -> pd.DataFrame:
    kept = (verdicts["category"] != "").to_numpy()
    return guesses_of(known, told, verdicts["suggestion"].to_numpy(), verdicts["confidence"].to_numpy(), kept)


def _paid(dossier: Dossier, as_of: date) -> pd.DataFrame:
    """The part of each line that pays each invoice, by the lettrage."""
    pieces = [piece for match in match_payments(dossier, as_of).matches for piece in match.pieces]
    return pd.DataFrame(
        {
            "invoice": [piece.invoice for piece in pieces],
            "operation": [piece.operation for piece in pieces],
            "amount_cents": [piece.cents for piece in pieces],
            "evidence": ["lettered"] * len(pieces),
        }
    )


def _invoices(since: date, *, is_six: bool) -> pd.DataFrame:
    with (PME / "invoices_and_payments_lettrage.csv").open(encoding="utf-8") as stream:
        rows = [
            row
            for row in csv.DictReader(stream)
            if row["kind"] == "invoice" or (row["kind"] == "other" and row["JournalCode"] in ("VE", "AC"))
        ]
    categories = _ledger_categories()
    is_old = [date.fromisoformat(row["EcritureDate"]) <= since for row in rows]
    given = pd.Series([categories.get(row["line"], "") if old else "" for row, old in zip(rows, is_old, strict=True)], dtype=object)
    days = pd.to_datetime([row["EcritureDate"] for row in rows])
    return frame(
        INVOICE_COLUMNS,
        {
            "sheet": ["Factures"] * len(rows),
            "row": list(range(2, len(rows) + 2)),
            "side": ["customer" if row["CompteNum"].startswith("411") else "supplier" for row in rows],
            "number": [row["PieceRef"] for row in rows],
            "counterparty": [row["auxn"] for row in rows],
            "issued_on": days,
            "due_on": pd.to_datetime([row["PieceEcheance"] or row["EcritureDate"] for row in rows]),
            "amount_cents": [round(float(row["m"]) * 100) for row in rows],
            "currency": ["EUR"] * len(rows),
            "category": (six_categories(given) if is_six else given).tolist(),
        },
    )


def _ledger_categories() -> dict[str, str]:
    """Line of an invoice in the ledger → category of the largest account that it was entered under."""
    names: defaultdict[str, Counter[str]] = defaultdict(Counter)
    with (PME / "bank_operations.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            names[row["resolved_account"]][row["category"]] += 1
    with (PME / "fec_e.csv").open(encoding="utf-8", errors="replace") as stream:
        ledger = list(csv.DictReader(stream, delimiter="\t"))
    out = {}
    for at, row in enumerate(ledger):
        if row["CompteNum"][:3] in ("401", "411") and row["JournalCode"] in ("VE", "AC"):
            account = _largest_account(ledger, at)
            if names[account]:
                out[str(at)] = names[account].most_common(1)[0][0]
    return out


def _largest_account(ledger: list[dict[str, str]], at: int) -> str:
    """The account with the largest amount among the lines that follow a tiers' line in its entry, "" without one."""
    found: list[tuple[float, str]] = []
    for row in ledger[at + 1 : at + 20]:
        if row["EcritureNum"] != ledger[at]["EcritureNum"] or row["CompteNum"][:3] in ("401", "411"):
            break
        if row["CompteNum"][:1] in "267":
            found.append((abs(float(row["MontantSigne"].replace(",", ".") or 0)), row["CompteNum"]))
    return max(found)[1] if found else ""
