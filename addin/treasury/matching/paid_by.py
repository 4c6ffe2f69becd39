"""Which invoices a bank line pays, asked line by line: as the lettrage has it, else as it would have it for a line not there yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from addin.treasury.counterparties import normalise
from addin.treasury.dossier import LETTERING_COLUMNS, OPERATION_COLUMNS, Dossier, frame
from addin.treasury.matching.matching import match_payments
from addin.treasury.matching.model import Matching
from addin.treasury.meaning import with_meaning


@dataclass(frozen=True)
class AskedLine:
    """A bank line as asked: amount in minor units of the currency, credit positive; no day stands for the last one."""

    label: str
    cents: int
    currency: str
    day: date | None
    tiers: str = ""


def invoices_paid_by(dossier: Dossier, matching: Matching, asked: Sequence[AskedLine], as_of: date) -> list[tuple[int, ...]]:
    """For each line asked the invoices (index) that it pays, oldest due first; empty when nothing tells.

    A line that is one of the operations gets what the lettrage gave it, each operation answering once. The others are matched,
    together, with what is left of the invoices: two of them never take the same one.
    """
    known = _operations(dossier)
    paid: dict[int, list[int]] = defaultdict(list)
    for match in matching.matches:
        for piece in match.pieces:
            paid[piece.operation].append(piece.invoice)
    answers: list[tuple[int, ...]] = []
    others: list[int] = []
    for at, line in enumerate(asked):
        same = known.get((normalise(line.label), line.cents, line.currency), [])
        fitting = next((index for day, index in same if line.day in (None, day)), None)
        if fitting is None:
            others.append(at)
            answers.append(())
        else:
            answers.append(tuple(dict.fromkeys(paid.get(fitting, ()))))
            same.remove(next(each for each in same if each[1] == fitting))
    if others:
        for at, found in zip(others, _as_if(dossier, matching, [asked[at] for at in others], as_of), strict=True):
            answers[at] = found
    return answers


def _operations(dossier: Dossier) -> dict[tuple[str, int, str], list[tuple[date, int]]]:
    known: dict[tuple[str, int, str], list[tuple[date, int]]] = defaultdict(list)
    operations = dossier.operations
    columns = (operations[name].tolist() for name in ("label", "amount_cents", "currency", "booked_on"))
    for index, label, cents, currency, day in zip(operations.index.tolist(), *columns, strict=True):
        known[normalise(label), cents, currency].append((day.date(), index))
    return known


def _as_if(dossier: Dossier, matching: Matching, asked: Sequence[AskedLine], as_of: date) -> list[tuple[int, ...]]:
    """The lettrage of lines that are not there, against what is left."""
    left = matching.remaining_cents[matching.remaining_cents != 0]
    invoices = dossier.invoices.loc[left.index].assign(amount_cents=left, status="")
    invoices["paid_on"] = pd.Series(pd.NaT, index=invoices.index, dtype="datetime64[s]")
    invoices["paid_cents"] = pd.Series(pd.NA, index=invoices.index, dtype="Int64")
    days = [pd.Timestamp(line.day or as_of) for line in asked]
    operations = frame(
        OPERATION_COLUMNS,
        {
            "label": [line.label for line in asked],
            "amount_cents": [line.cents for line in asked],
            "currency": [line.currency for line in asked],
            "booked_on": days,
            "value_date": days,
            "counterparty": [line.tiers for line in asked],
            "position": list(range(len(asked))),
        },
    )
    bare = replace(dossier, operations=with_meaning(operations), invoices=invoices, lettering=frame(LETTERING_COLUMNS))
    found: dict[int, list[int]] = defaultdict(list)
    for match in match_payments(bare, max(as_of, *(day.date() for day in days))).matches:
        for piece in match.pieces:
            found[piece.operation].append(piece.invoice)
    return [tuple(dict.fromkeys(found.get(at, ()))) for at in range(len(asked))]
