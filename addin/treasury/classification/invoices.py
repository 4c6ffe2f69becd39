"""The category of a line by the invoices that it pays: theirs, else what her lines and invoices of that supplier are for."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from addin.treasury.classification.classes import CUSTOMER_RECEIPT
from addin.treasury.classification.verdicts import no_verdicts
from addin.treasury.counterparties import normalise

_SURE = 0.97
"""Confidence in a category typed on the invoice itself."""
_SHARE = 0.8
"""Share of a supplier's lines under one category from which it is given, not only suggested."""
_DOUBT = 0.5
"""Lines counted on both sides of hers (the estimate of Jeffreys): one line alone says less than ten."""


def tell_by_invoice(lines: pd.DataFrame, paid: pd.DataFrame, invoices: pd.DataFrame, supplier_categories: pd.DataFrame) -> pd.DataFrame:
    """VERDICT of the lines that pay invoices; of several categories the biggest part is only suggested.

    Args:
        lines: OPERATIONS rows with the index of the dossier.
        paid: `payment_evidence.PAYMENT_COLUMNS`.
        invoices: INVOICES.
        supplier_categories: `party` (comparison key), `category`, `lines`: what her lines of each tiers are for.
    """
    verdicts = no_verdicts(lines.index)
    mine = paid[paid["operation"].isin(lines.index) & paid["invoice"].isin(invoices.index)]
    if mine.empty:
        return verdicts
    known = _of_suppliers(invoices, supplier_categories)
    columns = ["side", "number", "counterparty", "category"]
    facts = mine.join(invoices[columns], on="invoice")
    told: dict[int, tuple[str, str, float, str, Mapping[str, object]]] = {}
    for operation, parts in facts.groupby("operation", sort=False):
        told[int(str(operation))] = _verdict(parts, known)
    at = verdicts.index.get_indexer(pd.Index(list(told)))
    answers = list(told.values())
    for name, place in (("category", 0), ("suggestion", 1), ("confidence", 2), ("reason", 3)):
        values = verdicts[name].to_numpy(copy=True)
        values[at] = [answer[place] for answer in answers]
        verdicts[name] = values
    origin = verdicts["origin"].to_numpy(copy=True)
    origin[at] = ["invoice" if answer[1] else "none" for answer in answers]
    details = verdicts["detail"].to_numpy(copy=True)
    for place, answer in zip(at.tolist(), answers, strict=True):
        details[place] = answer[4]
    return verdicts.assign(origin=origin, detail=details)


def _of_suppliers(invoices: pd.DataFrame, supplier_categories: pd.DataFrame) -> dict[str, tuple[str, int, int]]:
    """Tiers → (its usual category, lines and invoices under it, all of them)."""
    typed = invoices[(invoices["side"] == "supplier") & (invoices["category"] != "")]
    own = pd.DataFrame({"party": typed["counterparty"].map(normalise), "category": typed["category"], "lines": 1})
    counted = pd.concat([own, supplier_categories], ignore_index=True).groupby(["party", "category"], sort=True)["lines"].sum()
    out: dict[str, tuple[str, int, int]] = {}
    for key, count in zip(counted.index.tolist(), counted.tolist(), strict=True):
        party, category = str(key[0]), str(key[1])
        best, most, total = out.get(party, ("", 0, 0))
        out[party] = (category, int(count), total + int(count)) if count > most else (best, most, total + int(count))
    return out


def _verdict(parts: pd.DataFrame, known: Mapping[str, tuple[str, int, int]]) -> tuple[str, str, float, str, Mapping[str, object]]:
    """(category, suggestion, confidence, reason, detail) of one line."""
    weights: dict[str, int] = {}
    doubts: list[tuple[float, str, Mapping[str, object]]] = []
    columns = zip(parts["side"], parts["number"], parts["counterparty"], parts["category"], parts["amount_cents"].abs(), strict=True)
    for side, number, name, typed, cents in columns:
        category, confidence, reason, detail = _of_invoice(str(side), str(number), str(name), str(typed), known)
        weights[category] = weights.get(category, 0) + int(cents)
        if category:
            doubts.append((confidence, reason, detail))
    told = {category: cents for category, cents in weights.items() if category}
    if not told:
        return "", "", 0.0, "none", {}
    biggest = max(told, key=lambda name: told[name])
    if len(weights) > 1:  # several categories, or a part that nothing tells
        share = told[biggest] / max(sum(weights.values()), 1)
        return "", biggest, round(share / 2, 4), "invoice_split", {"count": len(parts), "parts": tuple(weights.items())}
    confidence, reason, detail = min(doubts, key=lambda each: each[0])
    return biggest if confidence >= _SHARE else "", biggest, round(confidence, 4), reason, detail


def _of_invoice(
    side: str, number: str, name: str, typed: str, known: Mapping[str, tuple[str, int, int]]
) -> tuple[str, float, str, Mapping[str, object]]:
    """(category, confidence, reason, detail) of one invoice paid, "" when nothing tells."""
    shown: Mapping[str, object] = {"number": number, "counterparty": name}
    unnumbered = "" if number else "_unnumbered"
    if side == "customer":
        return CUSTOMER_RECEIPT, _SURE, f"invoice_customer{unnumbered}", shown
    if typed:
        return typed, _SURE, f"invoice{unnumbered}", shown
    if normalise(name) not in known:
        return "", 0.0, "none", {}
    category, same, total = known[normalise(name)]
    return category, (same + _DOUBT) / (total + 2 * _DOUBT), "invoice_supplier", {**shown, "same": same, "total": total}
