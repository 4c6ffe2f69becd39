"""The tab « Justificatifs » as the dossier holds it: the state of each operation that stands in it."""

from __future__ import annotations

import pandas as pd

from addin.messages.receipts import RECEIPT_STATES
from addin.treasury.dossier import RECEIPT_COLUMNS
from addin.treasury.headings import simplify
from addin.treasury.lists import List, list_frame

STATE_CODES = {simplify(word): code for code, word in RECEIPT_STATES.items()}
"""Word of a state, simplified → its code."""


def read_receipts(tab: List, base: str) -> pd.DataFrame:
    """`Justificatifs` as a `RECEIPT` frame: lines of an operation with its day and amount, in the order of the tab.

    Files without operation, and lines without a state that is known, are left out.
    """
    records = []
    for line in tab.lines:
        state = STATE_CODES.get(line.words("status"), "")
        if not state or state == "no_operation" or not line.text("place"):
            continue
        currency = line.currency(base) or base
        amount, day = line.amount("amount", currency), line.day("day")
        if amount is None or day is None:
            continue
        records.append(
            {
                "sheet": tab.tab.sheet,
                "row": line.row,
                "status": state,
                "day": day,
                "amount_cents": amount,
                "currency": currency,
                "label": line.text("label"),
                "counterparty": line.text("counterparty"),
                "place": line.text("place"),
                "file": line.text("file"),
            }
        )
    return list_frame(RECEIPT_COLUMNS, records)
