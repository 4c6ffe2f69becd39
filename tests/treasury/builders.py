"""Short ways to write a dossier in a test: amounts in dinars, dates as text, everything else neutral.

make_dossier(
    operations=[operation("2026-10-05", "VIR RECU NOVATEC FA112/26", 1_190_000)],
    invoices=[customer_invoice("FA112/26", "NOVATEC", 1_190_000, due="2026-10-01")],
)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pandas as pd

from addin.messages import Finding
from addin.treasury import dossier as d
from addin.treasury.dossier import Dossier, Settings, SheetReading
from addin.treasury.meaning import with_meaning

Line = Mapping[str, Any]
Amount = int | float | str | Decimal


def cents(amount: Amount) -> int:
    """Dinars to centimes: 12.5 → 1250."""
    return int((Decimal(str(amount)) * 100).to_integral_value())


def operation(on: str, label: str, amount: Amount, *, account: str = "BNA", currency: str = "DZD", **more: Any) -> dict[str, Any]:
    """One bank or cash line; positive = received. `more`: other OPERATIONS columns."""
    return {"booked_on": on, "label": label, "amount_cents": cents(amount), "account": account, "currency": currency, **more}


def customer_invoice(
    number: str, customer: str, amount: Amount, *, due: str | None = None, issued: str | None = None, **more: Any
) -> dict[str, Any]:
    """One invoice to receive; a negative amount is a credit note (avoir). Issued 30 days before its due date when not said."""
    return _invoice("customer", "Factures clients", number, customer, cents(amount), due, issued, more)


def supplier_invoice(
    number: str, supplier: str, amount: Amount, *, due: str | None = None, issued: str | None = None, **more: Any
) -> dict[str, Any]:
    """One invoice to pay, amount written as on the paper (positive); it is negative in the dossier."""
    return _invoice("supplier", "Factures fournisseurs", number, supplier, -cents(amount), due, issued, more)


def scheduled(label: str, amount: Amount, due: str, *, every: str = "once", kind: str = "other", **more: Any) -> dict[str, Any]:
    """One line of the Échéancier; negative = to pay."""
    line = {"label": label, "amount_cents": cents(amount), "due_on": due, "every": every, "kind": kind, "currency": "DZD"}
    return {**line, **more}


def account(name: str, opening: Amount | None = None, *, kind: str = "bank", currency: str = "DZD", **more: Any) -> dict[str, Any]:
    """One account, included in the cash, without overdraft."""
    opening_cents = pd.NA if opening is None else cents(opening)
    return {"account": name, "kind": kind, "currency": currency, "opening_cents": opening_cents, "is_included": True, **more}


def rate(currency: str, on: str, value: float, *, kind: str = "BANQUE") -> dict[str, Any]:
    """One line of the tab Cours: base units for one unit of `currency`."""
    return {"currency": currency, "quoted_on": on, "rate": value, "kind": kind}


def placement(label: str, amount: Amount, matures: str | None, **more: Any) -> dict[str, Any]:
    """One line of the tab Placements."""
    return {"label": label, "amount_cents": cents(amount), "matures_on": matures, "currency": "DZD", **more}


def make_dossier(
    operations: Iterable[Line] = (),
    invoices: Iterable[Line] = (),
    accounts: Iterable[Line] = (),
    schedule: Iterable[Line] = (),
    *,
    categories: Iterable[Line] = (),
    caps: Iterable[Line] = (),
    alerts: Iterable[Line] = (),
    rates: Iterable[Line] = (),
    placements: Iterable[Line] = (),
    holidays: Iterable[Line] = (),
    rules: Iterable[Line] = (),
    lettering: Iterable[Line] = (),
    reminders: Iterable[Line] = (),
    customers: Iterable[Line] = (),
    receipts: Iterable[Line] = (),
    base: str = "DZD",
    settings: Settings | None = None,
    readings: Sequence[SheetReading] = (),
    findings: Sequence[Finding] = (),
) -> Dossier:
    """A dossier of the lines given, each a mapping over the columns of its frame; what is left out is neutral.

    Lines get the sheet of their kind (operations: their account) and Excel rows from 2 on, unless they say otherwise.
    Operations get their position in the account and their base amount (unknown for a foreign currency, unless given).
    Without `accounts`, each account named by an operation is a bank account in that currency with an opening balance of 0.
    """
    lines = [dict(line) for line in operations]
    positions: dict[str, int] = {}
    for line in lines:
        name = str(line.get("account", ""))
        line.setdefault("sheet", name)
        line.setdefault("row", positions.get(name, 0) + 2)
        line.setdefault("position", positions.get(name, 0))
        line.setdefault("base_cents", line["amount_cents"] if line.get("currency", base) == base else pd.NA)
        positions[name] = positions.get(name, 0) + 1
    declared = list(accounts)
    if not declared:
        declared = [account(name, 0, currency=currency) for name, currency in {line["account"]: line["currency"] for line in lines}.items()]
    return Dossier(
        base_currency=base,
        operations=with_meaning(_frame(d.OPERATION_COLUMNS, lines, "")),
        invoices=_frame(d.INVOICE_COLUMNS, invoices, ""),
        accounts=_frame(d.ACCOUNT_COLUMNS, declared, "Comptes"),
        schedule=_frame(d.SCHEDULE_COLUMNS, schedule, "Échéancier"),
        categories=_frame(d.CATEGORY_COLUMNS, categories, "Catégories"),
        caps=_frame(d.CAP_COLUMNS, caps, "Plafonds"),
        alerts=_frame(d.ALERT_COLUMNS, alerts, "Alertes"),
        rates=_frame(d.RATE_COLUMNS, rates, "Cours"),
        placements=_frame(d.PLACEMENT_COLUMNS, placements, "Placements"),
        holidays=_frame(d.HOLIDAY_COLUMNS, holidays, "Jours fériés"),
        rules=_frame(d.RULE_COLUMNS, rules, "Règles"),
        lettering=_frame(d.LETTERING_COLUMNS, lettering, "Lettrage"),
        reminders=_frame(d.REMINDER_COLUMNS, reminders, "Relances"),
        customers=_frame(d.CUSTOMER_COLUMNS, customers, "Clients"),
        receipts=_frame(d.RECEIPT_COLUMNS, receipts, "Justificatifs"),
        settings=settings or Settings(),
        readings=tuple(readings),
        findings=tuple(findings),
    )


def _invoice(
    side: str, sheet: str, number: str, who: str, amount: int, due: str | None, issued: str | None, more: Mapping[str, Any]
) -> dict[str, Any]:
    if issued is None and due is not None:
        issued = (date.fromisoformat(due) - timedelta(days=30)).isoformat()
    if due is None and issued is not None:
        due = (date.fromisoformat(issued) + timedelta(days=30)).isoformat()
    line = {"side": side, "sheet": sheet, "number": number, "counterparty": who, "amount_cents": amount, "currency": "DZD"}
    return {**line, "due_on": due, "issued_on": issued, **more}


def _frame(columns: tuple[str, ...], given: Iterable[Line], sheet: str) -> pd.DataFrame:
    lines = [dict(line) for line in given]
    for i, line in enumerate(lines):
        if "sheet" in columns:
            line.setdefault("sheet", sheet)
        if "row" in columns:
            line.setdefault("row", i + 2)
        if unknown := set(line) - set(columns):
            raise KeyError(f"unknown columns: {sorted(unknown)}")
    if not lines:
        return d.frame(columns)
    neutral = d.frame(columns, {columns[0]: [""]}).iloc[0]
    return d.frame(columns, {name: [line.get(name, neutral[name]) for line in lines] for name in columns})
