"""Which invoices are settled at a date (règlement des factures), by what was typed and by what the bank lines prove."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from addin.messages import Finding
from addin.treasury.bounced import bounces
from addin.treasury.bridge import NEUTRAL_STATES
from addin.treasury.counterparties import map_distinct, normalise
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
            `settled_by` ("" | "lettered" | "date" | "status" | "amount_typed" | "number" | "amount": the last evidence) and
            `settled_operation` (int64, index in `dossier.operations`, -1 without bank line).
        findings: copies, overpayments, bounced payments that reopen an invoice.
        payments: `payment_evidence.PAYMENT_COLUMNS`: the part of each bank line that pays (or explains the typed payment of) each invoice.
    """

    invoices: pd.DataFrame
    findings: tuple[Finding, ...]
    payments: pd.DataFrame


def settle_invoices(dossier: Dossier, as_of: date) -> Settlement:
    """What is left of each invoice at a date (lettrage simple).

    Order of evidence: the tab « Lettrage », what she typed (date, state, amount paid), the number in a bank label, one line of that
    tiers with exactly the amount; oldest due first. Typed facts later than the date do not count. A line is used once, a bounced one
    never; a bounced payment reopens the invoice that it had settled, typed as paid or not. An invoice entered twice counts once: a
    total of late invoices that doubles it, or a second reminder, would be wrong; the finding names both rows.

    Args:
        as_of: closing date (arrêté), included. An invoice exists from its date of issue, without one from its due date.
    """
    if dossier.invoices.empty:
        return _nothing_to_settle(dossier.invoices)
    evidence, findings = read_evidence(dossier, as_of)
    evidence.read_amounts()
    return Settlement(evidence.settled(), (*findings, *evidence.findings()), evidence.payments())


def read_evidence(dossier: Dossier, as_of: date, *, only_hers: bool = False) -> tuple[PaymentEvidence, list[Finding]]:
    """All evidence but bare amounts, over the invoices that exist and the lines that may pay them; the invoices typed twice are said.

    Args:
        as_of: closing date (arrêté), included.
        only_hers: of the tab « Lettrage », what she decided counts, not what was found before.
    """
    invoices, findings = _without_copies(_existing(dossier, as_of), as_of)
    booked = dossier.operations["booked_on"]
    is_evidence = (booked <= pd.Timestamp(as_of)) & ~dossier.operations["transfer_state"].isin(NEUTRAL_STATES)
    lines = dossier.operations[is_evidence].sort_values(["booked_on", "account", "position"], kind="stable")
    evidence = PaymentEvidence(invoices, lines, as_of)
    evidence.take_back(bounces(lines))
    lettering = dossier.lettering
    if only_hers:
        lettering = lettering[lettering["is_hers"]]
    if len(lettering):
        evidence.read_lettering(lettering)
    evidence.read_numbers()
    evidence.read_typed()
    return evidence, findings


def _nothing_to_settle(invoices: pd.DataFrame) -> Settlement:
    """The answer without invoices, which spares the sorting of all lines."""
    types = {"remaining_cents": "int64", "settled_cents": "int64", "settled_by": "object", "settled_operation": "int64"}
    payments = {"invoice": "int64", "operation": "int64", "amount_cents": "int64", "evidence": "object"}
    settled = invoices.assign(**{name: pd.Series(dtype=dtype) for name, dtype in types.items()})
    return Settlement(settled, (), pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in payments.items()}))


def dated_payments(dossier: Dossier, settled: Settlement, as_of: date) -> pd.DataFrame:
    """What was paid of each invoice and when: by its bank lines, else on the typed date. Payments without a date are left out.

    Returns:
        One row a payment up to the date: `invoice` (index), `on`, `paid_cents` (sign of the invoice), and the invoice's columns.
    """
    by_line = settled.payments
    on = dossier.operations["booked_on"].reindex(by_line["operation"]).to_numpy()
    dated = by_line.assign(on=on, paid_cents=by_line["amount_cents"])[["invoice", "on", "paid_cents"]]
    invoices = settled.invoices
    typed = invoices[~invoices.index.isin(by_line["invoice"]) & invoices["paid_on"].notna() & (invoices["settled_cents"] != 0)]
    rest = pd.DataFrame({"invoice": typed.index, "on": typed["paid_on"].to_numpy(), "paid_cents": typed["settled_cents"].to_numpy()})
    both = pd.concat([dated, rest], ignore_index=True)
    both = both[both["on"] <= pd.Timestamp(as_of)]
    return both.merge(invoices.drop(columns=["paid_cents", "paid_on"]), left_on="invoice", right_index=True, how="left")


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


def _without_copies(invoices: pd.DataFrame, as_of: date) -> tuple[pd.DataFrame, list[Finding]]:
    """Each invoice once: same side, number, tiers, amount and year; the copy that says most about its payment is kept.

    Most: paid by the date, then most paid, then paid first; so the order of the tab does not matter.
    """
    numbers = [number for number in map(invoice_number, invoices["number"].tolist()) if number]
    if len({number.short for number in numbers}) == len(numbers):
        return invoices, []
    said = pd.Series([number.key if number else "" for number in map(invoice_number, invoices["number"].tolist())], index=invoices.index)
    may_be_copied = said.duplicated(keep=False) & (said != "")
    every, invoices, keys = invoices, invoices[may_be_copied], said[may_be_copied]
    part = invoices["paid_cents"].fillna(0).abs()
    says_paid = invoices["paid_on"].notna() | (invoices["status"] == "paid") | part.ne(0)
    is_past = invoices["paid_on"].isna() | (invoices["paid_on"] <= pd.Timestamp(as_of))
    ranked = invoices.assign(
        _key=keys,
        _tiers=map_distinct(invoices["counterparty"], normalise),
        _year=invoices["issued_on"].fillna(invoices["due_on"]).dt.year,
        _unsaid=2 - says_paid.astype(int) - (says_paid & is_past).astype(int),
        _unpaid=-part.mask(invoices["status"] == "paid", invoices["amount_cents"].abs()),
    ).sort_values(["_unsaid", "_unpaid", "paid_on"], kind="stable")
    same = ["side", "_key", "_tiers", "amount_cents", "currency", "_year"]
    is_copy = ranked.duplicated(same, keep="first")
    first = ranked.assign(_first=ranked.index).groupby(same, sort=False)["_first"].transform("first")
    findings = []
    for copy in ranked.index[is_copy]:
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
    return every.drop(index=ranked.index[is_copy]), findings
