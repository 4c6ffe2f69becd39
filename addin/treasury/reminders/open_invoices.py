"""What each customer still owes, invoice by invoice: payments and credit notes taken off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd

from addin.treasury.counterparties import map_distinct, normalise
from addin.treasury.currency import convert, rate_on
from addin.treasury.dates import as_date
from addin.treasury.receivables import net_of_credit_notes
from addin.treasury.reminders.model import OpenInvoice
from addin.treasury.settlement import Settlement


@dataclass(frozen=True)
class Debtor:
    """A customer with something open, oldest due first."""

    key: str
    name: str
    is_public: bool
    invoices: tuple[OpenInvoice, ...]


def debtors(settled: Settlement, as_of: date) -> tuple[Debtor, ...]:
    """The customers who owe something, in the order of their oldest due date."""
    net = net_of_credit_notes(settled)
    owed = net[(net["side"] == "customer") & (net["net_cents"] > 0)]
    owed = owed.sort_values(["due_on", "issued_on", "row"], kind="stable")
    days = (np.datetime64(as_of, "s") - owed["due_on"].to_numpy()).astype("timedelta64[D]").astype(np.int64)
    paid = owed["amount_cents"] - owed["remaining_cents"]
    credited = owed["remaining_cents"] - owed["net_cents"]
    keys = map_distinct(owed["counterparty"], normalise)
    groups: dict[str, list[tuple[OpenInvoice, str, bool]]] = {}
    columns = (
        owed.index, owed["sheet"], owed["row"], owed["number"], owed["issued_on"], owed["due_on"], owed["due_is_estimated"],
        owed["amount_cents"], paid, credited, owed["currency"], days, owed["is_disputed"], owed["counterparty"], owed["is_public"], keys,
    )  # fmt: skip
    for index, sheet, row, number, issued, due, estimated, cents, less, noted, code, age, disputed, name, public, key in zip(
        *columns, strict=True
    ):
        issued_on = None if pd.isna(issued) else as_date(issued)
        invoice = OpenInvoice(
            int(index), sheet, int(row), number, issued_on, as_date(due), bool(estimated), int(cents), int(less), int(noted), code,
            int(age), bool(disputed),
        )  # fmt: skip
        groups.setdefault(key, []).append((invoice, name, bool(public)))
    return tuple(
        Debtor(key, members[0][1], any(public for _, _, public in members), tuple(invoice for invoice, _, _ in members))
        for key, members in groups.items()
    )


def totals_of(invoices: tuple[OpenInvoice, ...], base: str) -> tuple[tuple[str, int], ...]:
    """What is left of invoices by currency, the base currency first."""
    sums: dict[str, int] = {}
    for invoice in invoices:
        sums[invoice.currency] = sums.get(invoice.currency, 0) + invoice.left_cents
    return tuple(sorted(sums.items(), key=lambda one: (one[0] != base, one[0])))


class BaseAmounts:
    """Amounts in the base currency at the last rate known at a date, each rate looked up once."""

    def __init__(self, rates: pd.DataFrame, base: str, on: date) -> None:
        self._rates, self._base, self._on = rates, base, on
        self._known: dict[str, Decimal | None] = {base: Decimal(1)}

    def of(self, totals: tuple[tuple[str, int], ...]) -> int | None:
        """The sum of totals once each is converted, None where one has no rate."""
        parts = [self._one(currency, cents) for currency, cents in totals]
        return None if None in parts else sum(part for part in parts if part is not None)

    def _one(self, currency: str, cents: int) -> int | None:
        if currency not in self._known:
            quoted = rate_on(self._rates, currency, self._on)
            self._known[currency] = quoted[0] if quoted else None
        rate = self._known[currency]
        return None if rate is None else convert(cents, currency, self._base, rate)
