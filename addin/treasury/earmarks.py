"""What the cash already owes (à mettre de côté): cheques in circulation, taxes and social dues, TVA collected."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd

from addin.messages import Finding
from addin.treasury.counterparties import normalise
from addin.treasury.dossier import Dossier
from addin.treasury.receivables import in_base
from addin.treasury.schedule import SALARIES, are_salaries, occurrences, open_occurrences
from addin.treasury.settlement import Settlement, dated_payments

STALE_CHEQUE_DAYS = 20
"""A cheque not debited after this many days is flagged, never dropped."""
TAX_DAYS = 35
"""Taxes and social dues are set aside this long before they are due."""
G50_DAY = 20
"""The monthly return (G50) is paid by this day of the next month."""
VAT_RETURN = re.compile(r"\bG ?50\b|\bTVA\b")
"""What the monthly return is called in an Échéancier."""


@dataclass(frozen=True)
class EarmarkRow:
    """One thing set aside and where it comes from; `cents` in the base currency (the TVA to deduct is negative)."""

    sheet: str
    row: int
    label: str
    counterparty: str
    reference: str
    cents: int
    due_on: date
    is_late: bool
    is_stale: bool = False  # a cheque issued more than 20 days ago


@dataclass(frozen=True)
class Earmark:
    """One kind of money set aside: its total (0 or more) and its rows; when `is_known` is False it is « non renseigné »."""

    cents: int
    rows: tuple[EarmarkRow, ...]
    is_known: bool


@dataclass(frozen=True)
class SetAside:
    """What to take off the cash to know what is available (disponible); amounts are 0 or more, in the base currency.

    Attributes:
        total_cents: sum of the parts that are known.
        is_known: all parts are known.
    """

    cheques: Earmark
    taxes: Earmark
    social: Earmark
    vat: Earmark
    total_cents: int
    is_known: bool
    findings: tuple[Finding, ...]


def set_aside(dossier: Dossier, settled: Settlement, as_of: date) -> SetAside:
    """The money of the cash that is already owed (à mettre de côté), each part with its rows.

    Cheques of the Échéancier not yet debited; its taxes and social dues unpaid, overdue or due within 35 days; the TVA of the
    payments of the months whose G50 the Échéancier does not hold and no bank line has paid. A part that the workbook says
    nothing about is unknown, never 0 by default.
    """
    planned = open_occurrences(dossier, as_of, as_of + timedelta(days=TAX_DAYS), settled)
    planned = planned[planned["amount_cents"] < 0]
    cents, known, findings = in_base(planned["amount_cents"], planned["currency"], as_of, dossier.rates, dossier.base_currency)
    is_salary = are_salaries(planned)
    names = {"label": planned["label"].mask(is_salary, SALARIES), "counterparty": planned["counterparty"].mask(is_salary, "")}
    valued = planned.assign(base_cents=-cents, **names)[known]
    is_issued = (valued["kind"] == "cheque") & (valued["on"] <= pd.Timestamp(as_of))
    kinds = set(dossier.schedule["kind"])
    cheques = _earmark(valued[is_issued], len(dossier.schedule) > 0)
    taxes = _earmark(valued[valued["kind"] == "tax"], "tax" in kinds)
    social = _earmark(valued[valued["kind"] == "social"], "social" in kinds)
    vat = _vat(dossier, settled, as_of)
    parts = (cheques, taxes, social, vat)
    nothing_known = not (taxes.is_known or social.is_known or vat.is_known)
    said = (*findings, Finding("TAX_ASIDE_UNKNOWN")) if nothing_known else findings
    return SetAside(*parts, sum(part.cents for part in parts), all(part.is_known for part in parts), said)


def _earmark(rows: pd.DataFrame, is_known: bool) -> Earmark:
    columns = ("sheet", "row", "label", "counterparty", "reference", "base_cents", "on", "is_late", "kind", "days_late")
    found = tuple(
        EarmarkRow(
            sheet, int(row), label, tiers, reference, int(cents), on.date(), bool(late), kind == "cheque" and days > STALE_CHEQUE_DAYS
        )
        for sheet, row, label, tiers, reference, cents, on, late, kind, days in zip(*(rows[name] for name in columns), strict=True)
    )
    return Earmark(sum(row.cents for row in found), found, is_known)


def _vat(dossier: Dossier, settled: Settlement, as_of: date) -> Earmark:
    """TVA received less TVA deductible on the payments of the months still to declare, floor 0 for each month."""
    months = [month for month in _months_to_declare(as_of) if not _is_covered(dossier, month, as_of)]
    invoices = settled.invoices[settled.invoices["currency"] == dossier.base_currency]
    if not months:
        return Earmark(0, (), True)
    if not (invoices["side"] == "customer").any():
        return Earmark(0, (), False)
    paid = dated_payments(dossier, settled, as_of)
    paid = paid[paid["currency"] == dossier.base_currency]
    rate = dossier.settings.vat_rate
    total, rows, is_known = 0, [], bool(invoices["vat_cents"].notna().any()) or rate is not None
    columns = ("sheet", "row", "side", "counterparty", "number", "amount_cents", "paid_cents", "vat_cents")
    for month in months:
        inside = paid[(paid["on"] >= pd.Timestamp(month)) & (paid["on"] < pd.Timestamp(_next_month(month)))]
        of_month = []
        due = _next_month(month).replace(day=G50_DAY)
        for sheet, row, side, tiers, number, amount, part, stated in zip(*(inside[name] for name in columns), strict=True):
            vat = _vat_in(int(part), int(amount), None if pd.isna(stated) else int(stated), rate if side == "customer" else None)
            if vat is None:
                is_known = is_known and side == "supplier"  # an unknown deduction is no deduction
            elif vat:
                of_month.append(EarmarkRow(sheet, int(row), "", tiers, number, vat, due, due < as_of))
        total += max(0, sum(row.cents for row in of_month))
        rows += of_month
    return Earmark(total if is_known else 0, tuple(rows), is_known)


def _months_to_declare(as_of: date) -> list[date]:
    """First days of the month of the closing date and, until its G50 is due, of the month before."""
    current = as_of.replace(day=1)
    before = (current - timedelta(days=1)).replace(day=1)
    return [before, current] if as_of.day <= G50_DAY else [current]


def _next_month(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def _is_covered(dossier: Dossier, month: date, as_of: date) -> bool:
    """Whether the Échéancier holds the G50 of a month, or a bank line of the next month has paid it."""
    first = _next_month(month)
    schedule = dossier.schedule.assign(status=dossier.schedule["status"].replace("done", ""))
    is_return = np.array([VAT_RETURN.search(normalise(label)) is not None for label in schedule["label"]], dtype=bool)
    taxes = schedule[(schedule["kind"] == "tax") & is_return]
    if not occurrences(taxes, first, _next_month(first) - timedelta(days=1)).empty:
        return True
    operations = dossier.operations
    booked = operations["booked_on"]
    lines = operations[(booked >= pd.Timestamp(first)) & (booked <= pd.Timestamp(as_of)) & (operations["amount_cents"] < 0)]
    return any(re.search(r"\bG ?50\b", normalise(label)) for label in lines["label"].unique())


def _vat_in(paid_cents: int, amount_cents: int, vat_cents: int | None, rate: Decimal | None) -> int | None:
    """TVA inside a payment, rounded half up, sign of the payment; None when neither the invoice nor a rate tells it."""
    if vat_cents is not None:
        share = Decimal(vat_cents) * paid_cents / amount_cents
    elif rate is not None:
        share = paid_cents * rate / (1 + rate)
    else:
        return None
    return int(share.quantize(Decimal(1), ROUND_HALF_UP))
