"""The lettrage against an accountant's own, and its time against a pandas merge on amounts.

    python -m bench.matching [--speed] [--truth]

Truth: the ledger of `../shared/data/pme_fec_e`, where the accountant's letters say which payment met which invoice. Payments carry
their label, date and amount; once also their tiers, as a bank tab with a column Tiers does. An invoice is known to a payment only
once it is issued. A pair is right when both carry the same letter; a payment is found when one of its pairs is right; recall is over
the payments whose letter holds an invoice. The tiers are cut in two halves (by the parity of their number): nothing was tuned on the
second one alone.
Speed: see `bench.matching_speed`.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from addin.treasury.dossier import Dossier
from addin.treasury.matching.matching import match_payments
from bench.matching_speed import dossier_of, speed

_SHARED = Path(__file__).parents[2] / "shared" / "data" / "pme_fec_e" / "invoices_and_payments_lettrage.csv"
_END = date(2021, 12, 31)
_BEFORE = 12  # days that an invoice may be dated after its payment
Row = dict[str, Any]


# ------------------------------------------------------------------------------------------------ truth
def _truth() -> tuple[list[Row], list[Row], Counter[str]]:
    with _SHARED.open(encoding="utf-8") as stream:
        rows: list[Row] = list(csv.DictReader(stream))
    for row in rows:
        row["cents"] = round(float(row["m"]) * 100)
        row["side"] = "customer" if row["CompteNum"].startswith("411") else "supplier"
    invoices = [row for row in rows if row["kind"] == "invoice" or (row["kind"] == "other" and row["JournalCode"] in ("VE", "AC"))]
    payments = sorted((row for row in rows if row["kind"] == "payment" and row["cents"]), key=lambda row: str(row["EcritureDate"]))
    return payments, invoices, Counter(row["grp"] for row in invoices if row["kind"] == "invoice")


def _as_dossier(payments: Sequence[Row], invoices: Sequence[Row], *, has_tiers: bool) -> Dossier:
    return dossier_of(
        {
            "sheet": ["Banque"] * len(payments),
            "row": list(range(2, len(payments) + 2)),
            "account": ["Banque"] * len(payments),
            "position": list(range(len(payments))),
            "booked_on": pd.to_datetime([row["EcritureDate"] for row in payments]),
            "label": [row["EcritureLib"] for row in payments],
            "counterparty": [row["auxn"] if has_tiers else "" for row in payments],
            "amount_cents": [-row["cents"] for row in payments],
            "currency": ["EUR"] * len(payments),
        },
        {
            "sheet": ["Factures"] * len(invoices),
            "row": list(range(2, len(invoices) + 2)),
            "side": [row["side"] for row in invoices],
            "number": [row["PieceRef"] for row in invoices],
            "counterparty": [row["auxn"] for row in invoices],
            "issued_on": pd.to_datetime([row["EcritureDate"] for row in invoices]),
            "due_on": pd.to_datetime([row["PieceEcheance"] or row["EcritureDate"] for row in invoices]),
            "amount_cents": [row["cents"] for row in invoices],
            "currency": ["EUR"] * len(invoices),
        },
    )


def _ours(payments: Sequence[Row], invoices: Sequence[Row], *, has_tiers: bool) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    found = match_payments(_as_dossier(payments, invoices, has_tiers=has_tiers), _END)
    sure: dict[int, set[int]] = defaultdict(set)
    ideas: dict[int, set[int]] = defaultdict(set)
    for match in found.matches:
        for piece in match.pieces:
            sure[piece.operation].add(piece.invoice)
    for operation, three in found.proposals.items():
        ideas[operation] = {piece.invoice for match in three for piece in match.pieces}
    return sure, ideas


def _baseline(payments: Sequence[Row], invoices: Sequence[Row], *, has_tiers: bool) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """The nearest invoice of the same amount, of the tiers when it is named."""
    by_amount: dict[tuple[str, int], list[int]] = defaultdict(list)
    for i, row in enumerate(invoices):
        by_amount[row["side"], row["cents"]].append(i)
    sure: dict[int, set[int]] = {}
    for k, row in enumerate(payments):
        day = date.fromisoformat(row["EcritureDate"])
        known = [(abs((day - date.fromisoformat(invoices[i]["EcritureDate"])).days), i) for i in by_amount[row["side"], -row["cents"]]
                 if invoices[i]["EcritureDate"] <= row["EcritureDate"]]  # fmt: skip
        text = row["auxn"] if has_tiers else row["EcritureLib"]
        named = [each for each in known if invoices[each[1]]["auxn"] in text]
        if known:
            sure[k] = {min(named or known)[1]}
    return sure, {}


def _scores(payments: Sequence[Row], invoices: Sequence[Row], lettered: Counter[str], sure: dict[int, set[int]], ideas: dict[int, set[int]],
            half: int | None) -> str:  # fmt: skip
    mine = [k for k, row in enumerate(payments) if half is None or int(row["aux"]) % 2 == half]
    pairs = [payments[k]["grp"] == invoices[i]["grp"] for k in mine for i in sure.get(k, ())]
    with_invoice = [k for k in mine if lettered[payments[k]["grp"]]]
    hit = {k for k in with_invoice if any(invoices[i]["grp"] == payments[k]["grp"] for i in sure.get(k, ()))}
    near = {k for k in with_invoice if any(invoices[i]["grp"] == payments[k]["grp"] for i in ideas.get(k, ()))}
    precision = sum(pairs) / max(len(pairs), 1)
    return f"precision {precision:.3f}  recall {len(hit) / len(with_invoice):.3f}  with proposals {len(hit | near) / len(with_invoice):.3f}"


def truth() -> None:
    """Print precision and recall, baseline and ours side by side."""
    payments, invoices, lettered = _truth()
    print(f"{len(payments)} payments, {len(invoices)} invoices and credit notes")
    for has_tiers in (False, True):
        print("with the tiers beside each payment" if has_tiers else "labels alone")
        for name, make in (("baseline", _baseline), ("ours", _ours)):
            sure, ideas = make(payments, invoices, has_tiers=has_tiers)
            for half, what in ((None, "all"), (0, "even tiers"), (1, "odd tiers")):
                print(f"  {name:8} {what:10} {_scores(payments, invoices, lettered, sure, ideas, half)}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--truth", action="store_true")
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=11)
    options = parser.parse_args()
    if options.truth or not options.speed:
        truth()
    if options.speed or not options.truth:
        speed(options.count, options.runs)


if __name__ == "__main__":
    main()
