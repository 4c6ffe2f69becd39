"""`treso lettrer --json`: matches and proposals, and what is left on both sides."""

from __future__ import annotations

import pandas as pd

from addin.app.letter_payments import Lettered, in_order
from addin.app.results import Json, day, money, place, warnings_and_notes
from addin.messages import say
from addin.messages.lettering import MATCH_REASONS
from addin.treasury.matching.model import Match


def lettering_as_json(done: Lettered) -> Json:
    """The result of a lettrage; `unmatched_operations` may have proposals, `unmatched_invoices` are those with something left."""
    operations, invoices = done.dossier.operations, done.dossier.invoices
    places = _places(operations)
    papers = {
        index: {**where, "number": number} for (index, where), number in zip(_places(invoices).items(), invoices["number"], strict=True)
    }
    cents = dict(zip(places, operations["amount_cents"].tolist(), strict=True))
    currency = dict(zip(places, operations["currency"], strict=True))
    remaining = done.matching.remaining_cents
    left = {index: cents for index, cents in zip(remaining.index.tolist(), remaining.tolist(), strict=True) if cents}
    owed_in = dict(zip(papers, invoices["currency"], strict=True))

    def match(each: Match) -> Json:
        code = currency[each.operations[0]]
        return {
            "operations": [places[index] for index in each.operations],
            "invoices": [papers[index] for index in each.invoices],
            "status": each.status,
            "amount": money(int(sum(cents[index] for index in each.operations)), code),
            "score": each.score,
            "reason": say(MATCH_REASONS[each.reason], **each.details),
            "origin": each.origin,
            "difference": money(each.difference_cents, code),
            "pieces": [
                {"operation": places[piece.operation], "invoice": papers[piece.invoice], "amount": money(piece.cents, code)}
                for piece in each.pieces
            ],
        }

    return {
        "as_of": day(done.as_of),
        "matches": [match(each) for each in in_order(done.matching.matches, done.matching.proposals)],
        "unmatched_operations": [places[index] for index in done.matching.unused_cents.index],
        "unmatched_invoices": [{**papers[index], "remaining": money(cents, owed_in[index])} for index, cents in left.items()],
        "counts": dict(done.counts),
        **warnings_and_notes(done.findings),
    }


def _places(frame: pd.DataFrame) -> dict[int, Json]:
    return {index: place(sheet, row) for index, sheet, row in zip(frame.index.tolist(), frame["sheet"], frame["row"], strict=True)}
