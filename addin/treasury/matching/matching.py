"""The lettrage of a dossier at a date: what she decided, what labels and typed dates prove, what amounts tell, what is left to her."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from addin.messages import Finding
from addin.treasury.counterparties import map_distinct, normalise
from addin.treasury.dossier import Dossier
from addin.treasury.matching.ledger import Found, Ledger, Lines
from addin.treasury.matching.model import Match, Matching, Piece, Status
from addin.treasury.matching.pools import OpenInvoices
from addin.treasury.matching.solver import proposals, solve
from addin.treasury.matching.tiers import LabelledTiers
from addin.treasury.money_text import money_text
from addin.treasury.payment_evidence import PaymentEvidence
from addin.treasury.settlement import read_evidence

_SURE = {"lettered": 1.0, "number": 0.99, "typed": 0.97}
_NO_INVOICE = frozenset({"salary", "tax", "social", "loan", "bank_fee", "cash_withdrawal", "transfer", "bounced"})
"""Natures of lines that pay no invoice unless a label, a tiers or she says so."""
_SCIENTIFIC = r"\d(?:[.,]\d+)?E\+?\d{2,3}"


def match_payments(dossier: Dossier, as_of: date) -> Matching:
    """Which bank lines pay which invoices up to a date (lettrage).

    What she decided in « Lettrage » comes first and is never contradicted; then numbers in labels and typed dates
    (`payment_evidence`); then tiers and amounts (`solver`). A line and an invoice are never given away twice. What a payment of a
    later date shows does not count.

    Args:
        as_of: closing date (arrêté), included.
    """
    if dossier.invoices.empty or dossier.operations.empty:
        return _nothing(dossier)
    evidence, findings = read_evidence(dossier, as_of, only_hers=True)
    lines, invoices = evidence.lines.reset_index(), evidence.invoices.reset_index()
    known = evidence.payments()
    ledger = _ledger(evidence, lines, invoices)
    found = solve(ledger)
    pieces = _known_pieces(known) + _found_pieces(found, lines, invoices)
    rest = {index: evidence.left(i) for i, index in enumerate(evidence.invoices.index.tolist())}
    for piece in pieces:
        if piece.is_new and rest[piece.invoice]:
            rest[piece.invoice] -= piece.cents
    currency = dict(zip(lines["index"].tolist(), lines["currency"].tolist(), strict=True))
    hers = _decided(dossier)
    surplus = {int(invoices["index"].iloc[i]): evidence.surplus(i) for i in range(len(invoices)) if evidence.surplus(i)}
    matches = [_match(group, currency, rest, surplus, hers) for group in _groups(pieces)]
    booked = dict(zip(lines["index"].tolist(), _days(lines["booked_on"]).tolist(), strict=True))
    ideas = _proposals(ledger, lines, invoices, currency)
    return Matching(
        matches=tuple(sorted(matches, key=lambda match: (min(booked[o] for o in match.operations), match.operations))),
        proposals=ideas,
        remaining_cents=pd.Series(rest, dtype="int64"),
        unused_cents=_unused(ledger, lines),
        findings=(*findings, *evidence.findings(), *_scientific(dossier)),
    )


@dataclass(frozen=True)
class _Evidenced:
    """A piece with what it rests on; indices of the dossier."""

    operation: int
    invoice: int
    cents: int
    reason: str
    score: float
    difference: int
    is_new: bool


def _nothing(dossier: Dossier) -> Matching:
    unused = dossier.operations["amount_cents"].iloc[:0]
    return Matching((), {}, dossier.invoices["amount_cents"].copy(), unused)


def _ledger(evidence: PaymentEvidence, lines: pd.DataFrame, invoices: pd.DataFrame) -> Ledger:
    count = len(invoices)
    left = np.array([evidence.unexplained(i) for i in range(count)], dtype=np.int64)
    names = map_distinct(invoices["counterparty"], normalise).tolist()
    keys = [f"{side} {name}" if name else "" for side, name in zip(invoices["side"], names, strict=True)]
    expected = invoices["paid_on"].fillna(invoices["due_on"]).fillna(invoices["issued_on"])
    issued = invoices["issued_on"].fillna(invoices["due_on"])
    pool = OpenInvoices(left, invoices["currency"].tolist(), keys, _days(issued), _days(expected))
    named = LabelledTiers(names)
    known = frozenset(keys)
    free = [evidence.is_free(k) for k in range(len(lines))]
    cents = lines["amount_cents"].tolist()
    tiers: list[frozenset[str]] = []
    mains: list[str] = []
    is_transfer = lines["category"].str.startswith("Virement")
    is_named = map_distinct(lines["counterparty"], normalise).isin(frozenset(names))
    may_stand = ~lines["nature"].isin(_NO_INVOICE) & ~is_named & ~is_transfer
    for k, (label, typed) in enumerate(zip(lines["label"].tolist(), lines["counterparty"].tolist(), strict=True)):
        found = named.of_line(label, typed) if free[k] else frozenset()
        side = "customer" if cents[k] > 0 else "supplier"
        tiers.append(frozenset(key for name in found for key in (f"customer {name}", f"supplier {name}") if key in known))
        main = f"{side} {next(iter(found))}" if len(found) == 1 else ""
        mains.append(main if main in known else "")
    usable = [value if is_free else 0 for value, is_free in zip(cents, free, strict=True)]
    days = _days(lines["booked_on"]).tolist()
    labels = map_distinct(lines["label"], normalise).tolist()
    return Ledger(Lines(usable, days, lines["currency"].tolist(), labels, tiers, mains, may_stand.tolist()), pool, evidence.refused)


def _days(dates: pd.Series) -> np.ndarray:
    return dates.to_numpy().astype("datetime64[D]").astype(np.int64)


def _scientific(dossier: Dossier) -> list[Finding]:
    """Invoice numbers that a spreadsheet has turned into « 1.23E+05 »: no label will ever name them."""
    numbers = dossier.invoices["number"]
    lost = dossier.invoices[numbers.str.fullmatch(_SCIENTIFIC)]
    return [
        Finding("INVOICE_NUMBER_SCIENTIFIC", sheet, int(row), value=number)
        for sheet, row, number in zip(lost["sheet"], lost["row"], lost["number"], strict=True)
    ]


# ------------------------------------------------------------------------------------------------ pieces
def _known_pieces(known: pd.DataFrame) -> list[_Evidenced]:
    columns = (known[name].tolist() for name in ("operation", "invoice", "amount_cents", "evidence"))
    return [_Evidenced(o, i, c, why, _SURE.get(why, 0.9), 0, False) for o, i, c, why in zip(*columns, strict=True)]


def _found_pieces(found: Iterable[Found], lines: pd.DataFrame, invoices: pd.DataFrame) -> list[_Evidenced]:
    operation, invoice = lines["index"].tolist(), invoices["index"].tolist()
    return [
        _Evidenced(operation[k], invoice[i], cents, each.reason, each.score, each.difference, True)
        for each in found
        for k, i, cents in each.pieces
    ]


def _groups(pieces: Sequence[_Evidenced]) -> list[list[_Evidenced]]:
    """The pieces that hang together by a line or an invoice."""
    parent: dict[tuple[str, int], tuple[str, int]] = {}

    def root(node: tuple[str, int]) -> tuple[str, int]:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for piece in pieces:
        parent[root(("operation", piece.operation))] = root(("invoice", piece.invoice))
    groups: dict[tuple[str, int], list[_Evidenced]] = defaultdict(list)
    for piece in pieces:
        groups[root(("operation", piece.operation))].append(piece)
    return list(groups.values())


def _match(
    group: Sequence[_Evidenced],
    currency: Mapping[int, str],
    left: Mapping[int, int],
    surplus: Mapping[int, int],
    hers: frozenset[tuple[int, int]],
) -> Match:
    operations = tuple(dict.fromkeys([piece.operation for piece in group]))
    invoices = tuple(dict.fromkeys([piece.invoice for piece in group]))
    weakest = min(group, key=lambda piece: piece.score)
    status: Status = "matched"
    if any(left.get(i, 0) for i in invoices):
        status = "partial"
    elif any(surplus.get(i) for i in invoices):
        status = "overpaid"
    difference = weakest.difference
    gap = money_text(abs(difference), currency.get(operations[0], "")) if difference else ""
    details = {"count": len(invoices), "lines": len(operations), "gap": gap}
    return Match(
        operations=operations,
        invoices=invoices,
        pieces=tuple(Piece(piece.operation, piece.invoice, piece.cents) for piece in group),
        status=status,
        score=weakest.score,
        reason=weakest.reason,
        details=details,
        difference_cents=difference,
        origin="hers" if any((piece.operation, piece.invoice) in hers for piece in group) else "found",
    )


def _decided(dossier: Dossier) -> frozenset[tuple[int, int]]:
    kept = dossier.lettering[(dossier.lettering["decision"] == "kept") & dossier.lettering["is_hers"]]
    return frozenset(zip(kept["operation"].tolist(), kept["invoice"].tolist(), strict=True))


# ------------------------------------------------------------------------------------------------ what is left to her
def _proposals(ledger: Ledger, lines: pd.DataFrame, invoices: pd.DataFrame, currency: Mapping[int, str]) -> dict[int, tuple[Match, ...]]:
    out: dict[int, tuple[Match, ...]] = {}
    operation = lines["index"].tolist()
    for k, is_free in enumerate(ledger.free):
        if not is_free or not (ledger.lines.tiers[k] or ledger.lines.can_stand_alone[k]):
            continue
        ideas = []
        for found in proposals(ledger, k):
            pieces = _found_pieces([found], lines, invoices)
            match = _match(pieces, currency, {}, {}, frozenset())
            ideas.append(replace(match, status="proposed", score=found.score))
        if ideas:
            out[operation[k]] = tuple(ideas)
    return out


def _unused(ledger: Ledger, lines: pd.DataFrame) -> pd.Series:
    """Free lines that may pay an invoice: they name a tiers of ours, or their nature does not rule it out."""
    may = np.array(
        [is_free and (bool(ledger.lines.tiers[k]) or ledger.lines.can_stand_alone[k]) for k, is_free in enumerate(ledger.free)], dtype=bool
    )
    mine = lines[may]
    return pd.Series(mine["amount_cents"].to_numpy(), index=mine["index"].to_numpy(), dtype="int64")
