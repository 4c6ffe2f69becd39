"""What the customers owe, or what the suppliers are owed, beside what was invoiced: the two sides of the ratios."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from addin.treasury.dossier import Dossier
from addin.treasury.receivables import in_base, net_of_credit_notes
from addin.treasury.settlement import Settlement


@dataclass(frozen=True, eq=False)
class Outstanding:
    """One side at a closing date, taxes included, positive, in minor units of the base currency.

    Attributes:
        open_cents: what is left of its invoices, credit notes taken off.
        issued_on: datetime64[s] of each of its invoices and credit notes; the due date where none was typed.
        cents: int64, their amounts; negative for credit notes.
    """

    open_cents: int
    issued_on: np.ndarray
    cents: np.ndarray

    def invoiced(self, first: date, last: date) -> int:
        """What was invoiced from one day to another, both included, credit notes taken off."""
        inside = (self.issued_on >= np.datetime64(first, "s")) & (self.issued_on <= np.datetime64(last, "s"))
        return int(self.cents[inside].sum())


def outstanding(dossier: Dossier, settled: Settlement, side: str, as_of: date) -> Outstanding:
    """What is open and what was invoiced on one side (« customer » or « supplier »).

    Args:
        settled: `settle_invoices` at the closing date; copies and cancelled invoices are already out.
        as_of: other currencies are converted at the last rate known on that day; those without a rate are left out.
    """
    sign = 1 if side == "customer" else -1
    invoices = settled.invoices[settled.invoices["side"] == side]
    cents, known, _ = in_base(invoices["amount_cents"], invoices["currency"], as_of, dossier.rates, dossier.base_currency)
    left = net_of_credit_notes(settled)
    left = left[left["side"] == side]
    open_cents, has_rate, _ = in_base(left["net_cents"], left["currency"], as_of, dossier.rates, dossier.base_currency)
    issued: pd.Series = invoices["issued_on"].fillna(invoices["due_on"])
    return Outstanding(sign * int(open_cents[has_rate].sum()), issued.to_numpy()[known], sign * cents[known])
