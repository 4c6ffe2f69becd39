"""Invoices while it is read what pays them: figures in columns, an object only for an invoice that some evidence touches.

Amounts are integer minor units; positions count the rows of the frame of invoices from 0.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd

from addin.treasury.currency import exponent


def tolerance_cents(amount_cents: int, currency: str) -> int:
    """The shortfall that bank fees or stamp duty explain: 5 units of the currency, or 1 % when that is more.

    >>> tolerance_cents(10_000, "DZD"), tolerance_cents(-119_000_000, "DZD")
    (500, 1190000)
    """
    return int(max(5 * 10 ** exponent(currency), abs(amount_cents) // 100))


@dataclass
class PaidInvoice:
    """One invoice while the evidence is read; amounts are magnitudes."""

    amount: int
    sign: int
    tolerance: int
    typed_cents: int  # paid so far as typed, at the date
    typed_by: str  # "date", "status", "amount_typed" or ""
    left: int
    by: str = ""
    line: int = -1
    surplus: int = 0
    reopened_by: int = -1  # position of the bank's reversal
    pieces: list[tuple[int, int, str]] = field(default_factory=list)  # (line, magnitude, why)

    def pay(self, line: int, cents: int, why: str) -> None:
        """Give it a part of a line."""
        self.pieces.append((line, cents, why))
        self.line = line

    @property
    def received(self) -> int:
        """What lines have paid of it."""
        return sum(cents for _, cents, _ in self.pieces)


class PaidInvoices:
    """All invoices with what was typed about their payment, as it stood at a date.

    A date of payment means paid in full unless an amount was typed; « partielle » with neither leaves it to the bank lines.

    Attributes:
        cents: signed amounts.
    """

    def __init__(self, invoices: pd.DataFrame, as_of: date) -> None:
        is_later = invoices["paid_on"] > pd.Timestamp(as_of)
        typed = invoices["paid_cents"].fillna(0).astype("int64").abs().where(~is_later, 0)
        is_dated = invoices["paid_on"].notna() & ~is_later
        is_said = (invoices["status"] == "paid") & ~is_later
        by_date = is_dated & (is_said | ((typed == 0) & (invoices["status"] != "partial")))
        self.cents = invoices["amount_cents"].to_numpy()
        self._currency = invoices["currency"].to_numpy()
        self._typed_cents = typed.to_numpy()
        self._typed_by = np.select([by_date, is_said, typed > 0], ["date", "status", "amount_typed"], default="")
        self._touched: dict[int, PaidInvoice] = {}

    def __getitem__(self, i: int) -> PaidInvoice:
        invoice = self._touched.get(i)
        if invoice is None:
            cents = int(self.cents[i])
            size = abs(cents)
            tolerance = tolerance_cents(size, self._currency[i])
            typed = int(self._typed_cents[i]), str(self._typed_by[i])
            invoice = self._touched[i] = PaidInvoice(size, 1 if cents >= 0 else -1, tolerance, *typed, left=size)
        return invoice

    def touched(self) -> list[tuple[int, PaidInvoice]]:
        """Those asked for so far, in order; of the others nothing has changed."""
        return sorted(self._touched.items())

    def typed(self, how: Collection[str]) -> list[int]:
        """The invoices of which she typed a payment in one of these ways and no bank line has taken it back."""
        found = np.flatnonzero(np.isin(self._typed_by, list(how))).tolist()
        return [i for i in found if i not in self._touched or self._touched[i].typed_by in how]

    def left(self) -> np.ndarray:
        """What is left of each, signed cents."""
        out = self.cents.copy()
        for i, invoice in self._touched.items():
            out[i] = invoice.sign * invoice.left
        return out

    def unexplained(self) -> np.ndarray:
        """What of each no bank line has paid yet, signed cents; all of one that was typed as paid."""
        out = self.cents.copy()
        for i, invoice in self._touched.items():
            is_only_typed = invoice.typed_by and not invoice.pieces
            out[i] = invoice.sign * (invoice.amount if is_only_typed else invoice.left)
        return out

    def sizes(self) -> np.ndarray:
        """The amounts that a payment of one of them may have: all of it, what is left, what was typed, and the rest of that; signed."""
        sign = np.where(self.cents >= 0, 1, -1)
        typed = self._typed_cents
        for i, invoice in self._touched.items():
            if invoice.typed_cents != typed[i]:
                typed = typed.copy()
                typed[i] = invoice.typed_cents
        size = np.abs(self.cents)
        several = (size, np.abs(self.left()), typed, size - typed)
        return np.unique(np.concatenate([(sign * each)[each > 0] for each in several]))

    def surpluses(self) -> dict[int, int]:
        """Invoice → what was paid beyond its amount and beyond what fees or the stamp duty explain, as a magnitude, not 0."""
        out = {}
        for i, invoice in self.touched():
            surplus = max(invoice.surplus, invoice.typed_cents - invoice.amount)
            if surplus > max(invoice.tolerance, invoice.amount // 50):  # stamp duty on a cash receipt is at most 2 %
                out[i] = surplus
        return out

    def proofs(self) -> tuple[np.ndarray, np.ndarray]:
        """For each the last evidence ("" without) and the position of its bank line (-1 without)."""
        by, line = np.full(len(self.cents), "", dtype=object), np.full(len(self.cents), -1, dtype=np.int64)
        for i, invoice in self._touched.items():
            by[i], line[i] = invoice.by, invoice.line
        return by, line
