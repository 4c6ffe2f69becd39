"""The category of a line by the invoices that it pays: theirs, else what her lines and invoices of that supplier are for."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from addin.treasury.classification.classes import CUSTOMER_RECEIPT
from addin.treasury.classification.verdicts import no_verdicts
from addin.treasury.counterparties import normalise

_SURE = 0.97
"""Confidence in a category typed on the invoice itself."""
_SHARE = 0.8
"""Share of a supplier's lines under one category from which it is given, not only suggested."""
_FEW = 2.0
"""Lines counted beside hers for doubt: one line alone says less than ten."""


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
        shown: Mapping[str, object] = {"number": number or "sans numéro", "counterparty": name}
        detail = shown
        if side == "customer":
            category, confidence, reason = CUSTOMER_RECEIPT, _SURE, "invoice_customer"
        elif typed:
            category, confidence, reason = str(typed), _SURE, "invoice"
        elif normalise(name) in known:
            category, same, total = known[normalise(name)]
            confidence = same / (total + _FEW * (total > same) + 0.1)
            reason, detail = "invoice_supplier", {**shown, "same": same, "total": total}
        else:
            continue
        weights[category] = weights.get(category, 0) + int(cents)
        doubts.append((confidence, reason, detail))
    if not weights:
        return "", "", 0.0, "none", {}
    biggest = max(weights, key=lambda name: weights[name])
    confidence, reason, detail = min(doubts, key=lambda each: each[0])
    if len(weights) > 1:
        return "", biggest, weights[biggest] / max(sum(weights.values()), 1) / 2, "invoice_split", {"count": len(parts)}
    return biggest if confidence >= _SHARE else "", biggest, float(np.round(confidence, 4)), reason, detail
