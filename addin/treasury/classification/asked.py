"""Lines that are not in the workbook, as a cell asks about them: a label, perhaps an amount and a tiers; and what is told of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np
import pandas as pd

from addin.treasury.classification.verdicts import VERDICT_COLUMNS
from addin.treasury.dossier import OPERATION_COLUMNS, Dossier, frame
from addin.treasury.meaning import with_meaning

_USUAL_CENTS = 100_000
"""Amount asked about without any line to take a usual one from, in minor units."""


class Teller(Protocol):
    """Who knows what a line is for (`classify.Classifier`)."""

    def tell(self, lines: pd.DataFrame) -> pd.DataFrame:
        """VERDICT of each of some OPERATIONS rows."""


@dataclass(frozen=True)
class AskedLine:
    """A line as asked.

    Attributes:
        cents: minor units of the base currency, credit positive; None when no amount is given.
        tiers: the name given, "" without one.
        category: the category that she gives it, "" when that is what is asked.
    """

    label: str
    cents: int | None = None
    tiers: str = ""
    category: str = ""


def tell_asked(teller: Teller, dossier: Dossier, asked: Sequence[AskedLine], on: date) -> pd.DataFrame:
    """VERDICT of each line asked, its index the position among them; alone or together, a line is told the same.

    A line without an amount is asked about as a payment and as a receipt, of a usual amount: what both agree on is told, else what is
    told of the only direction that is sure of itself; when both are sure and do not agree, nothing is.

    Args:
        on: day taken for the lines: they carry none.
    """
    without = np.array([line.cents is None for line in asked], dtype=bool)
    usual = _usual_cents(dossier)
    paid = [-usual if line.cents is None else line.cents for line in asked]
    lines = _lines(dossier, [*asked, *(line for line in asked if line.cents is None)], [*paid, *[usual] * int(without.sum())], on)
    verdicts = teller.tell(lines)
    if not without.any():
        return verdicts
    told = verdicts.iloc[: len(asked)].copy()
    positions = np.flatnonzero(without)
    as_receipt = verdicts.iloc[len(asked) :].set_axis(told.index[positions])
    as_payment = told.iloc[positions]
    told.iloc[positions] = _of_both(as_payment, as_receipt)[list(VERDICT_COLUMNS)].to_numpy()
    return told.astype({"confidence": "float64"})


def _of_both(payment: pd.DataFrame, receipt: pd.DataFrame) -> pd.DataFrame:
    """What is told of lines that may be payments as well as receipts."""
    pays, receives = (payment["category"] != "").to_numpy(), (receipt["category"] != "").to_numpy()
    surer = receipt["confidence"].to_numpy() > payment["confidence"].to_numpy()
    take_receipt = np.where(pays == receives, surer, receives)
    both = payment.where(pd.Series(~take_receipt, index=payment.index), receipt)
    torn = pays & receives & (payment["category"] != receipt["category"]).to_numpy()
    both.loc[torn, "category"] = ""
    return both


def _lines(dossier: Dossier, asked: Sequence[AskedLine], cents: Sequence[int], on: date) -> pd.DataFrame:
    day = pd.Timestamp(on)
    return with_meaning(
        frame(
            OPERATION_COLUMNS,
            {
                "label": [line.label for line in asked],
                "amount_cents": list(cents),
                "currency": [dossier.base_currency] * len(asked),
                "base_cents": list(cents),
                "booked_on": [day] * len(asked),
                "value_date": [day] * len(asked),
                "counterparty": [line.tiers for line in asked],
                "category": [line.category for line in asked],
                "position": list(range(len(asked))),
            },
        )
    )


def _usual_cents(dossier: Dossier) -> int:
    """About the median amount of her lines in the base currency, without its sign; the amount of none of them, which would be evidence."""
    operations = dossier.operations
    amounts = operations.loc[operations["currency"] == dossier.base_currency, "amount_cents"].abs()
    taken = set(amounts.tolist())
    usual = max(int(amounts.median()), 1) if len(amounts) else _USUAL_CENTS
    while usual in taken:
        usual += 1
    return usual
