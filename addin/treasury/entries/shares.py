"""What each payment takes of an invoice, in the base currency: whole centimes whose sum is the invoice."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from addin.treasury.dossier import Dossier
from addin.treasury.entries.invoice_entries import InvoicePosting
from addin.treasury.paid_invoices import tolerance_cents
from addin.treasury.settlement import Settlement


@dataclass(frozen=True)
class Share:
    """The part of a bank line that pays an invoice.

    Attributes:
        part_cents: in the invoice's currency, its sign.
        booked_cents: that part in the base currency as the invoice was posted; None when the invoice has no rate.
        gap_cents: what is left of the invoice once this last payment has come, in the base currency; its closing is a difference of
            payment (fees, rounding). 0 for none.
    """

    invoice: int
    operation: int
    part_cents: int
    booked_cents: int | None
    gap_cents: int = 0


def shares(dossier: Dossier, settlement: Settlement, invoices: InvoicePosting) -> dict[int, list[Share]]:
    """Bank line → what it pays, in the order of the payments."""
    payments = settlement.payments
    if not len(payments):
        return {}
    booked = dossier.operations["booked_on"].reindex(payments["operation"]).to_numpy()
    order = np.lexsort((payments["operation"].to_numpy(), booked, payments["invoice"].to_numpy()))
    rows = payments.iloc[order]
    by_invoice: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for invoice, operation, cents in zip(rows["invoice"].tolist(), rows["operation"].tolist(), rows["amount_cents"].tolist(), strict=True):
        by_invoice[int(invoice)].append((int(operation), int(cents)))
    out: dict[int, list[Share]] = defaultdict(list)
    for invoice, pieces in by_invoice.items():
        row = settlement.invoices.loc[invoice].to_dict()
        amount, base = int(row["amount_cents"]), invoices.posted[invoice].base_cents
        paid = taken = 0
        for at, (operation, cents) in enumerate(pieces):
            paid += cents
            share = None if base is None else _portion(base, paid, amount) - taken
            taken += share or 0
            is_last = at == len(pieces) - 1
            gap = 0
            if is_last and base is not None and int(row["remaining_cents"]) == 0:
                left = amount - paid
                gap = base - taken if 0 < abs(left) <= tolerance_cents(amount, str(row["currency"])) else 0
            out[operation].append(Share(invoice, operation, cents, share, gap))
    return dict(out)


def _portion(base: int, part: int, whole: int) -> int:
    """`part / whole` of `base`, rounded half up in whole units; all of it for the whole."""
    if part == whole:
        return base
    size = 2 * abs(base) * abs(part) + abs(whole)
    sign = 1 if (base >= 0) == ((part >= 0) == (whole >= 0)) else -1
    return sign * (size // (2 * abs(whole)))
