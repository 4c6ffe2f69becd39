"""What is left to her: for a line that has no sure invoice, those that it may pay, best first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from addin.treasury.matching.ledger import ALIKE, Ledger
from addin.treasury.matching.model import Match, Piece
from addin.treasury.matching.outcome import Rows
from addin.treasury.money_text import money_text

_MOST = 3
Ranked = list[tuple[int, float, str]]


def proposals_of(ledger: Ledger, rows: Rows) -> dict[int, tuple[Match, ...]]:
    """Operation (index) → up to three matches that wait for her, for free lines that may pay an invoice."""
    out: dict[int, tuple[Match, ...]] = {}
    lines = ledger.lines
    refusing = {k for k, _ in ledger.refused}
    ideas_of: dict[tuple[object, ...], list[_Idea]] = {}
    for k, is_free in enumerate(ledger.free):
        if not is_free or not (lines.tiers[k] or lines.can_stand_alone[k]):
            continue
        alike = (lines.currency[k], lines.cents[k], lines.days[k], lines.tiers[k], k if k in refusing else -1)
        ideas = ideas_of.get(alike)
        if ideas is None:
            ideas = ideas_of[alike] = [_idea(ledger, k, *ranked) for ranked in rank(ledger, k)]
        if ideas:
            operation = rows.operations[k]
            out[operation] = tuple([_match(operation, rows.invoices[idea.invoice], idea) for idea in ideas])
    return out


class _Idea(NamedTuple):
    invoice: int
    score: float
    reason: str
    cents: int
    difference: int
    details: Mapping[str, object]


def _idea(ledger: Ledger, k: int, i: int, score: float, reason: str) -> _Idea:
    cents, left = ledger.lines.cents[k], ledger.invoices.left[i]
    part = min(abs(cents), abs(left))
    gap = money_text(abs(cents - left), ledger.lines.currency[k]) if cents != left else ""
    return _Idea(i, score, reason, part if cents > 0 else -part, cents - left, {"count": 1, "lines": 1, "gap": gap})


def _match(operation: int, invoice: int, idea: _Idea) -> Match:
    pieces = (Piece(operation, invoice, idea.cents),)
    return Match((operation,), (invoice,), pieces, "proposed", idea.score, idea.reason, idea.details, idea.difference)


def rank(ledger: Ledger, k: int) -> Ranked:
    """The invoices that a free line may pay, how likely and why: its tiers' invoices and those of its amount, best first."""
    cents, day = ledger.lines.cents[k], ledger.lines.days[k]
    ranked: dict[int, tuple[float, str]] = {}
    for i in ledger.exact(k, None, ALIKE):
        distance = abs(day - ledger.invoices.due[i])
        is_named = ledger.invoices.tiers[i] in ledger.lines.tiers[k]
        ranked[i] = (0.8 if is_named else 0.7) - min(distance, 365) / 1_000, "named_amount" if is_named else "amount_among"
    for tiers in sorted(ledger.lines.tiers[k]):
        for i in ledger.of_tiers(k, tiers):
            left = ledger.invoices.left[i]
            if left * cents > 0 and i not in ranked:
                lateness = min(abs(day - ledger.invoices.due[i]), 365) / 1_000
                ratio = min(abs(cents), abs(left)) / max(abs(cents), abs(left))
                ranked[i] = 0.3 + ratio / 10 - lateness / 2, "named_part"
    best = sorted(ranked.items(), key=lambda each: (-each[1][0], each[0]))[:_MOST]
    return [(i, round(score, 3), reason) for i, (score, reason) in best]
