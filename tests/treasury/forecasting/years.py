"""A year of a small firm: rent on the 5th, salaries on the 27th, purchases and sales every week, two customers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import numpy as np

from addin.treasury.dossier import Dossier, Settings
from tests.treasury.builders import customer_invoice, make_dossier, operation, supplier_invoice

AS_OF = date(2026, 10, 31)
RENT, SALARIES = 60_000, 200_000


def lines_of_a_year(days: int = 365, seed: int = 1) -> list[dict[str, Any]]:
    """The bank lines of so many days up to the closing date, in DA."""
    random = np.random.default_rng(seed)
    lines = [operation((AS_OF - timedelta(days=days)).isoformat(), "Apport", 1_000_000, category="Financement")]
    for number in range(days, -1, -1):
        day = AS_OF - timedelta(days=number)
        on = day.isoformat()
        if day.day == 5:
            lines.append(operation(on, "LOYER SCI EL NOUR", -RENT, counterparty="SCI El Nour"))
        if day.day == 27:
            lines.append(operation(on, "VIR SALAIRES", -SALARIES))
        if day.weekday() == 1:
            paid, size = ("Novatec", "Algerlait")[number % 2], 95_000 + int(random.integers(-30_000, 30_000))
            lines.append(operation(on, f"VIR RECU {paid}", size, counterparty=paid, category="Encaissement clients"))
        if day.weekday() == 3:
            size = 30_000 + int(random.integers(-10_000, 10_000))
            lines.append(operation(on, "CHQ INFODIS", -size, counterparty="Infodis", category="Achats de matières"))
    return lines


def firm(
    days: int = 365,
    *,
    more: Iterable[dict[str, Any]] = (),
    invoices: Iterable[dict[str, Any]] | None = None,
    schedule: Iterable[dict[str, Any]] = (),
    settings: Settings | None = None,
) -> Dossier:
    """The firm with open invoices: 120,000 from Novatec due on 20/11, 40,000 to Infodis due on 12/11."""
    usual = [
        customer_invoice("FA1", "Novatec", 120_000, due="2026-11-20", issued="2026-10-15"),
        supplier_invoice("B7", "Infodis", 40_000, due="2026-11-12", issued="2026-10-10"),
    ]
    return make_dossier([*lines_of_a_year(days), *more], usual if invoices is None else invoices, schedule=schedule, settings=settings)
