"""Which invoices are settled at a date (règlement des factures), by what was typed and by what the bank lines prove."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from addin.messages import Finding
from addin.treasury.bounced import bounces
from addin.treasury.counterparties import normalise
from addin.treasury.dossier import Dossier
from addin.treasury.invoice_numbers import invoice_number
from addin.treasury.money_text import money_text
from addin.treasury.payment_evidence import PaymentEvidence


@dataclass(frozen=True, eq=False)
class Settlement:
    """What is settled and what is left at a date.

    Attributes:
        invoices: INVOICES that exist at the date, index as in the dossier, without second copies and cancelled ones, plus
            `remaining_cents` (int64, sign of the amount, 0 when settled), `settled_cents` (amount − remaining),
            `settled_by` ("" | "date" | "status" | "amount_typed" | "number" | "amount": the last evidence) and
            `settled_operation` (int64, index in `dossier.operations`, -1 without bank line).
        findings: copies, overpayments, bounced payments that reopen an invoice.
        payments: `payment_evidence.PAYMENT_COLUMNS`: the part of each bank line that pays (or explains the typed payment of) each invoice.
    """

    invoices: pd.DataFrame
    findings: tuple[Finding, ...]
    payments: pd.DataFrame


def settle_invoices(dossier: Dossier, as_of: date) -> Settlement:
    """What is left of each invoice at a date (lettrage simple).

    Order of evidence: what she typed (date, state, amount paid), the number in a bank label, one line of that tiers with exactly
    the amount; oldest due first. Typed facts later than the date do not count. A line is used once, a bounced one never; a bounced
    payment reopens the invoice that it had settled, typed as paid or not. An invoice entered twice counts once: a total of late
    invoices that doubles it, or a second reminder, would be wrong; the finding names both rows.

    Args:
        as_of: closing date (arrêté), included. An invoice exists from its date of issue, without one from its due date.
    """
    invoices, findings = _without_copies(_existing(dossier, as_of))
    booked = dossier.operations["booked_on"]
    is_evidence = (booked <= pd.Timestamp(as_of)) & ~dossier.operations["transfer_state"].isin(("paired", "single"))
    lines = dossier.operations[is_evidence].sort_values(["booked_on", "account", "position"], kind="stable")
    evidence = PaymentEvidence(invoices, lines, as_of)
    evidence.take_back(bounces(lines))
    evidence.read_numbers()
    evidence.read_typed()
    evidence.read_amounts()
    return Settlement(evidence.settled(), (*findings, *evidence.findings()), evidence.payments())


def _existing(dossier: Dossier, as_of: date) -> pd.DataFrame:
    """Invoices that exist at the date; a missing due date is the usual delay after the issue."""
    invoices = dossier.invoices
    since = invoices["issued_on"].fillna(invoices["due_on"])
    existing = invoices[(since <= pd.Timestamp(as_of)) & (invoices["status"] != "cancelled")].copy()
    undated = existing["due_on"].isna()
    terms = pd.Timedelta(days=dossier.settings.terms_days)
    existing["due_on"] = existing["due_on"].fillna(existing["issued_on"] + terms).astype("datetime64[s]")
    existing["due_is_estimated"] = existing["due_is_estimated"] | undated
    return existing


def _without_copies(invoices: pd.DataFrame) -> tuple[pd.DataFrame, list[Finding]]:
    """Each invoice once: same side, number, tiers, amount and year; the copy that says most about its payment is kept."""
    keys = [number.key if number else "" for number in map(invoice_number, invoices["number"])]
    said = invoices["paid_on"].notna() | (invoices["status"] == "paid") | invoices["paid_cents"].fillna(0).ne(0)
    ranked = invoices.assign(
        _key=keys,
        _tiers=invoices["counterparty"].map(normalise),
        _year=invoices["issued_on"].fillna(invoices["due_on"]).dt.year,
        _said=said.astype(bool),
    ).sort_values("_said", ascending=False, kind="stable")
    same = ["side", "_key", "_tiers", "amount_cents", "currency", "_year"]
    numbered = ranked[ranked["_key"] != ""]
    is_copy = numbered.duplicated(same, keep="first")
    first = numbered.assign(_first=numbered.index).groupby(same, sort=False)["_first"].transform("first")
    findings = []
    for copy in numbered.index[is_copy]:
        row, kept = invoices.loc[copy], invoices.loc[first[copy]]
        details = {
            "number": row["number"],
            "counterparty": row["counterparty"],
            "amount": money_text(int(row["amount_cents"]), row["currency"]),
            "other_sheet": kept["sheet"],
            "other_row": int(kept["row"]),
        }
        also = (int(kept["row"]),) if kept["sheet"] == row["sheet"] else ()
        findings.append(Finding("INVOICE_TWICE", row["sheet"], int(row["row"]), value=row["number"], details=details, also_rows=also))
    return invoices.drop(index=numbered.index[is_copy]), findings
