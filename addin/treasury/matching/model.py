"""What a lettrage says: matches between bank lines and invoices, and what is left of each.

Amounts are integer minor units of the invoices' currency, with the sign of the dossier: credit positive, so a supplier invoice and its
payment are both negative. Operations and invoices are named by their index in the dossier's frames.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, NamedTuple

import pandas as pd

from addin.messages import Finding

Status = Literal["matched", "proposed", "partial", "overpaid"]
Origin = Literal["hers", "found"]


class Piece(NamedTuple):
    """The part of a bank line that pays (or, negative of it, is paid back by) an invoice."""

    operation: int
    invoice: int
    cents: int


class Match(NamedTuple):
    """Bank lines and the invoices that they pay together; thousands are made at once, hence a tuple.

    Attributes:
        pieces: how the money goes from lines to invoices; the sum of a line's pieces differs from its amount by fees, timbre,
            exchange (`difference_cents`) or by what is left of it (advance, overpayment).
        status: "matched" (sure, counts), "proposed" (waits for her), "partial" (sure, and the invoice is not wholly paid),
            "overpaid" (sure, and more was paid than was left).
        score: 0–1, how sure.
        reason: key of `messages.MATCH_REASONS`; `details` fills its sentence.
        difference_cents: line minus invoices, 0 when exact.
        origin: "hers" when she said so (sheet « Lettrage »), "found" otherwise.
    """

    operations: tuple[int, ...]
    invoices: tuple[int, ...]
    pieces: tuple[Piece, ...]
    status: Status
    score: float
    reason: str
    details: Mapping[str, object] = MappingProxyType({})
    difference_cents: int = 0
    origin: Origin = "found"


@dataclass(frozen=True)
class Refusal:
    """A pair that she refused: never proposed again."""

    operation: int
    invoice: int


@dataclass(frozen=True, eq=False)
class Matching:
    """A whole lettrage at a date.

    Attributes:
        matches: in the order of the first bank line; no line and no invoice is given away twice among those that are not "proposed".
        proposals: operation → up to three matches, best first, for lines that have no sure one.
        remaining_cents: what is left of each invoice (index of the invoices, int64, sign of the invoice).
        unused_cents: what is left of each line that can pay invoices (index of the operations, int64, sign of the line).
        findings: invoice paid twice, number held by two tiers, number in scientific form, bounced payments that reopen…
    """

    matches: tuple[Match, ...]
    proposals: Mapping[int, tuple[Match, ...]]
    remaining_cents: pd.Series
    unused_cents: pd.Series
    findings: tuple[Finding, ...] = ()
