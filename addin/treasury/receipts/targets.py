"""What a receipt can belong to: an invoice with the bank lines that pay it, or a bank line by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd

from addin.treasury.bridge import NEUTRAL_STATES
from addin.treasury.counterparties import fold, normalise
from addin.treasury.currency import currency_code, exponent
from addin.treasury.invoice_numbers import invoice_number
from addin.treasury.settlement import Settlement

_SIGN, _FIGURES = r"(EUR|USD|GBP|CHF|CAD|€|\$|£)", r"(\d+(?:[.,]\d{2})?)"
_FOREIGN = re.compile(rf"(?<![A-Z]){_SIGN} ?{_FIGURES}(?![\d.,])|(?<![\d.,]){_FIGURES} ?{_SIGN}(?![A-Z])")
_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class Target:
    """What one file can prove.

    Attributes:
        operations: index of the bank lines; of an invoice all that pay it, in order.
        amounts: (cents, currency) of which the file may bear one.
        days: days since 1970 of the lines, and of the invoice's issue.
        names: who is paid, as `normalise` gives it.
        numbers: `InvoiceNumber.short`.
        invoice: index of the invoice, -1 for a line by itself.
    """

    operations: tuple[int, ...]
    amounts: tuple[tuple[int, str], ...]
    days: tuple[int, ...]
    names: tuple[str, ...]
    numbers: frozenset[str] = frozenset()
    invoice: int = -1


def targets_of(operations: pd.DataFrame, settlement: Settlement, as_of: date) -> list[Target]:
    """Everything that a receipt may prove up to a date: own-account transfers left out, each line once, invoices with their lines."""
    usable = operations[(operations["booked_on"] <= pd.Timestamp(as_of)) & ~operations["transfer_state"].isin(NEUTRAL_STATES)]
    usable = usable[usable["amount_cents"] != 0]
    lines = _Lines(usable)
    targets, covered = _of_invoices(settlement, lines)
    for at in usable.index:
        if covered.get(at, 0) != 1:
            targets.append(Target((at,), lines.amounts(at), (lines.day[at],), lines.names(at), lines.numbers(at)))
    return targets


class _Lines:
    """Look-ups in the bank lines, by index."""

    def __init__(self, usable: pd.DataFrame) -> None:
        days = usable["booked_on"].to_numpy().astype("datetime64[D]").astype(np.int64).tolist()
        self.day: dict[int, int] = dict(zip(usable.index.tolist(), days, strict=True))
        columns = ("amount_cents", "currency", "label", "party", "piece")
        self._cells = dict(zip(usable.index.tolist(), zip(*(usable[name].tolist() for name in columns), strict=True), strict=True))
        self._folded: dict[str, str] = {}

    def amounts(self, at: int) -> tuple[tuple[int, str], ...]:
        cents, currency, label, _, _ = self._cells[at]
        return tuple(dict.fromkeys(((abs(int(cents)), str(currency)), *foreign_amounts(str(label)))))

    def names(self, at: int) -> tuple[str, ...]:
        name = normalise(str(self._cells[at][3]))
        return (name,) if name else ()

    def numbers(self, at: int) -> frozenset[str]:
        piece = str(self._cells[at][4]).strip()
        number = invoice_number(piece) if piece else None
        return frozenset({number.short}) if number is not None and number.is_telling else frozenset()


def foreign_amounts(label: str) -> list[tuple[int, str]]:
    """The amounts in another currency that a bank label names.

    >>> foreign_amounts("VISA ADOBE USD59,99"), foreign_amounts("VIR 12 EUROPE")
    ([(5999, 'USD')], [])
    """
    out = []
    for found in _FOREIGN.finditer(fold(label)):
        currency, figures = currency_code(found[1] or found[4]), found[2] or found[3]
        if currency:
            out.append((int(Decimal(figures.replace(",", ".")) * 10 ** exponent(currency)), currency))
    return out


def _of_invoices(settlement: Settlement, lines: _Lines) -> tuple[list[Target], dict[int, int]]:
    """A target for each invoice that bank lines pay; and how many invoices each line pays."""
    paid: dict[int, list[int]] = {}
    covered: dict[int, int] = {}
    payments = settlement.payments
    for invoice, line in zip(payments["invoice"].tolist(), payments["operation"].tolist(), strict=True):
        if line in lines.day and line not in paid.setdefault(invoice, []):
            paid[invoice].append(line)
            covered[line] = covered.get(line, 0) + 1
    targets = []
    for invoice, its in paid.items():
        if not its:
            continue
        row = settlement.invoices.loc[invoice].to_dict()
        amounts = [(abs(int(row["amount_cents"])), str(row["currency"]))]
        if len(its) == 1 and covered[its[0]] == 1:
            amounts += lines.amounts(its[0])
        issued: list[int] = [] if pd.isna(row["issued_on"]) else [row["issued_on"].toordinal() - _EPOCH]
        number = invoice_number(str(row["number"]))
        names = _distinct([normalise(str(row["counterparty"])), *(name for line in its for name in lines.names(line))])
        numbers = frozenset({number.short}) if number is not None else frozenset[str]()
        days = (*issued, *(lines.day[line] for line in its))
        targets.append(Target(tuple(its), tuple(dict.fromkeys(amounts)), days, names, numbers, int(invoice)))
    return targets, covered


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))
