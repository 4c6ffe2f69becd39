"""What a lettrage found, as matches: the pieces that hang together by a line or an invoice, and what is left of the invoices.

A line and an invoice that meet nobody else, nearly all of them, are told apart first and need no grouping.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np
import pandas as pd

from addin.treasury.connected import connected
from addin.treasury.matching.ledger import Found, Ledger, Pairs
from addin.treasury.matching.model import Match, Origin, Piece, Status
from addin.treasury.money_text import money_text

_SURE = {"lettered": 1.0, "number": 0.99, "typed": 0.97}
_EXACT: Mapping[str, object] = {"count": 1, "lines": 1, "gap": ""}


@dataclass(frozen=True)
class Evidenced:
    """A piece with what it rests on; indices of the dossier."""

    operation: int
    invoice: int
    cents: int
    reason: str
    score: float
    difference: int
    is_new: bool


@dataclass(frozen=True, eq=False)
class Rows:
    """The lines and invoices of a lettrage: what positions stand for.

    Attributes:
        operations, invoices: index in the dossier's frames; days: of the lines; currency: of the lines.
        left: signed cents of each invoice before the lettrage; surplus: index of an invoice → paid beyond it.
        hers: (operation, invoice) that she decided, indices.
    """

    operations: list[int]
    invoices: list[int]
    days: np.ndarray
    currency: Sequence[str]
    left: np.ndarray
    surplus: Mapping[int, int]
    hers: frozenset[tuple[int, int]]


def matches_of(known: pd.DataFrame, ledger: Ledger, rows: Rows) -> tuple[tuple[Match, ...], np.ndarray]:
    """The matches in the order of their first lines, and what is left of each invoice (signed cents, by position).

    Args:
        known: `PaymentEvidence.payments`, what was known before.
    """
    left = rows.left.copy()
    pieces = [*_known_pieces(known), *_found_pieces(ledger.found, rows)]
    in_several = {piece.invoice for piece in pieces}
    matches: list[Match] = []
    days: list[np.ndarray] = []
    for pairs in ledger.pairs:
        chosen = np.array(pairs.invoices, dtype=np.int64)
        left[chosen] -= np.where(left[chosen] != 0, np.array(pairs.cents, dtype=np.int64), 0)
        apart = [at for at, i in enumerate(pairs.invoices) if rows.invoices[i] not in in_several] if in_several else range(len(chosen))
        matches += _one_to_one(pairs, apart, left, rows)
        days.append(rows.days[pairs.lines][list(apart)])
        pieces += [_piece_of(pairs, at, rows) for at, i in enumerate(pairs.invoices) if rows.invoices[i] in in_several]
    if pieces:
        place = {index: at for at, index in enumerate(rows.invoices)}
        for piece in pieces:
            if piece.is_new and left[place[piece.invoice]]:
                left[place[piece.invoice]] -= piece.cents
        currency = dict(zip(rows.operations, rows.currency, strict=True))
        rest = {piece.invoice: int(left[place[piece.invoice]]) for piece in pieces}
        groups = [
            _match_of(group, currency, rest, rows.surplus, rows.hers)
            for group in connected(pieces, lambda piece: (("operation", piece.operation), ("invoice", piece.invoice)))
        ]
        day = dict(zip(rows.operations, rows.days.tolist(), strict=True))
        matches += groups
        days.append(np.array([min(day[operation] for operation in match.operations) for match in groups], dtype=np.int64))
    if not matches:
        return (), left
    first = np.array([match.operations[0] for match in matches], dtype=np.int64)  # no line is in two matches
    return tuple([matches[at] for at in np.lexsort((first, np.concatenate(days))).tolist()]), left


def _found_pieces(found: Iterable[Found], rows: Rows) -> list[Evidenced]:
    return [
        Evidenced(rows.operations[k], rows.invoices[i], cents, each.reason, each.score, each.difference, True)
        for each in found
        for k, i, cents in each.pieces
    ]


def _match_of(
    group: Sequence[Evidenced],
    currency: Mapping[int, str],
    left: Mapping[int, int],
    surplus: Mapping[int, int],
    hers: frozenset[tuple[int, int]],
) -> Match:
    """The match that pieces make together; its reason is the weakest of theirs.

    Args:
        currency: of operations; left, surplus: of invoices, what is open and what was paid too much; hers: pairs that she decided.
    """
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


def _known_pieces(known: pd.DataFrame) -> list[Evidenced]:
    columns = (known[name].tolist() for name in ("operation", "invoice", "amount_cents", "evidence"))
    return [Evidenced(o, i, c, why, _SURE.get(why, 0.9), 0, False) for o, i, c, why in zip(*columns, strict=True)]


def _piece_of(pairs: Pairs, at: int, rows: Rows) -> Evidenced:
    """A pair whose invoice something else pays too; its cents are already taken away from what is left."""
    operation, invoice = rows.operations[pairs.lines[at]], rows.invoices[pairs.invoices[at]]
    return Evidenced(operation, invoice, pairs.cents[at], pairs.reason, pairs.scores[at], 0, False)


def _one_to_one(pairs: Pairs, apart: Sequence[int], left: np.ndarray, rows: Rows) -> list[Match]:
    """A match for each of the pairs that stand apart."""
    operations = [rows.operations[pairs.lines[at]] for at in apart]
    invoices = [rows.invoices[pairs.invoices[at]] for at in apart]
    cents, scores = [pairs.cents[at] for at in apart], [pairs.scores[at] for at in apart]
    statuses: list[Status] = ["matched"] * len(invoices)
    is_open = left[pairs.invoices] != 0
    if rows.surplus or is_open.any():
        statuses = [
            "partial" if is_open[at] else "overpaid" if i in rows.surplus else "matched" for at, i in zip(apart, invoices, strict=True)
        ]
    origins: list[Origin] = ["found"] * len(invoices)
    if rows.hers:
        origins = ["hers" if pair in rows.hers else "found" for pair in zip(operations, invoices, strict=True)]
    pieces = zip(map(Piece, operations, invoices, cents))
    columns = (zip(operations), zip(invoices), pieces, statuses, scores, repeat(pairs.reason), repeat(_EXACT), repeat(0), origins)
    return list(map(Match, *columns))
