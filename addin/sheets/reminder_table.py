"""The table of invoices in a letter of reminder: only the columns that say something."""

from __future__ import annotations

from addin.messages import french
from addin.messages.reminders import LETTER_WORDS, TABLE_HEADS
from addin.sheets.french import NBSP, count, exact, full_day
from addin.sheets.letter import LetterTable
from addin.treasury.reminders.model import OpenInvoice, Reminder

_WIDTHS = {"number": 2.0, "issued_on": 1.85, "due_on": 1.95, "amount": 2.2, "paid": 2.2, "credited": 2.1, "left": 2.2, "days": 1.3}
_FIGURES = ("amount", "paid", "credited", "left", "days")
_AMOUNTS = ("amount", "paid", "credited", "left")
_ROOMY = 6
"""Columns above which amounts say their currency in the heading, and days are « j »."""


def invoice_table(reminder: Reminder, level: int) -> LetterTable:
    """The invoices, oldest due first, and what is left of them by currency.

    « Déjà réglé », « Avoirs » and « Retard » stand only where an invoice has one; so does « Montant TTC » beside « Reste dû ».
    """
    invoices = reminder.invoices
    columns = ["number", "issued_on", "due_on"]
    has_paid, has_credit = any(each.paid_cents for each in invoices), any(each.credited_cents for each in invoices)
    columns += ["amount"] + ["paid"] * has_paid + ["credited"] * has_credit + ["left"] * (has_paid or has_credit)
    columns += ["days"] * (level > 0)
    is_tight = len(columns) > _ROOMY
    unit = exact(0, reminder.totals[0][0]).rpartition(NBSP)[2] if is_tight and len(reminder.totals) == 1 else ""
    rows = tuple(tuple(_cell(each, column, unit, is_tight=is_tight) for column in columns) for each in invoices)
    last = "left" if "left" in columns else "amount"
    label = french(LETTER_WORDS["left_total" if level > 0 else "total"])
    totals = tuple(
        tuple(label if column == "number" else _amount(cents, currency, unit) if column == last else "" for column in columns)
        for currency, cents in reminder.totals
    )
    return LetterTable(
        tuple(TABLE_HEADS[column] + (f" ({unit})" if unit and column in _AMOUNTS else "") for column in columns),
        rows,
        totals if len(invoices) > 1 or "left" in columns else (),
        frozenset(at for at, column in enumerate(columns) if column in _FIGURES),
        tuple(_WIDTHS[column] for column in columns),
    )


def _amount(cents: int, currency: str, unit: str) -> str:
    """An amount, bare when the heading says its currency."""
    return exact(cents, currency).removesuffix(f"{NBSP}{unit}") if unit else exact(cents, currency)


def _cell(invoice: OpenInvoice, column: str, unit: str, *, is_tight: bool) -> str:
    if column == "number":
        return invoice.number
    if column == "issued_on":
        return full_day(invoice.issued_on) if invoice.issued_on else ""
    if column == "due_on":
        return full_day(invoice.due_on) + ("*" if invoice.due_is_estimated else "")
    if column == "days":
        return f"{invoice.days_late}{NBSP}j" if is_tight else count(invoice.days_late, "jour")
    cents = {"amount": invoice.amount_cents, "paid": invoice.paid_cents, "credited": invoice.credited_cents, "left": invoice.left_cents}
    return _amount(cents[column], invoice.currency, unit) if cents[column] or column in ("amount", "left") else ""
