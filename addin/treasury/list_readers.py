"""The other small tabs of the template as frames: Catégories, Plafonds, Alertes, Cours, Placements, Jours fériés, Règles."""

from __future__ import annotations

import re
from decimal import Decimal

import pandas as pd

from addin.treasury.amounts import parse_amount, read_amounts
from addin.treasury.characters import is_blank, plain
from addin.treasury.dossier import (
    ALERT_COLUMNS,
    CAP_COLUMNS,
    CATEGORY_COLUMNS,
    HOLIDAY_COLUMNS,
    PLACEMENT_COLUMNS,
    RATE_COLUMNS,
    RULE_COLUMNS,
)
from addin.treasury.headings import simplify
from addin.treasury.lists import List, list_frame

POCKETS = (("security", r"securite.*"), ("operating", r"exploitation.*"), ("opportunity", r"opportunites?.*"))
_NOT_EXPENSES = re.compile(r"impots?.*|financement.*|investissement.*|encaissement.*|autre encaissement.*|virement interne.*|a classer.*")
_CAP_KINDS = (
    ("category", r"categorie.*"),
    ("campaign", r"campagne.*|projet.*"),
    ("team", r"equipes?.*|services?.*|departements?.*|poles?.*"),
    ("card", r"carte.*"),
    ("supplier", r"fournisseur.*|tiers.*"),
)
_ALERTS = (("minimum_balance", r"solde"), ("late_invoices", r"factures?|retard"), ("ad_cap", r"plafond|pub"))
_CATEGORIES_AT_MOST = 6
_WARN_AT = 0.8


def read_categories(tab: List) -> pd.DataFrame:
    """`Catégories` as a `CATEGORIES` frame."""
    records = []
    for line in tab.lines:
        if not (name := line.text("category")):
            continue
        pocket = next((key for key, pattern in POCKETS if re.fullmatch(pattern, line.words("pocket"))), "")
        records.append(
            {
                "sheet": tab.tab.sheet,
                "row": line.row,
                "category": name,
                "scf_account": line.text("scf_account"),
                "pocket": "security" if line.flag("vital", False) else pocket,
                "is_expense": line.flag("is_expense", not _NOT_EXPENSES.fullmatch(simplify(name))),
            }
        )
    if (count := sum(bool(record["is_expense"]) for record in records)) > _CATEGORIES_AT_MOST:
        tab.find("TOO_MANY_CATEGORIES", None, count=count)
    return list_frame(CATEGORY_COLUMNS, records)


def read_caps(tab: List, base: str) -> pd.DataFrame:
    """`Plafonds` as a `CAPS` frame."""
    records = []
    for line in tab.lines:
        target, amount = line.text("target"), line.amount("amount", base)
        if target and is_blank(line.cells.get("amount")):
            line.find("AMOUNT_MISSING", "amount")
        if not target or amount is None:
            continue
        warn_at = line.percent("warn_at")
        records.append(
            {
                "sheet": tab.tab.sheet,
                "row": line.row,
                "target": target,
                "kind": next((name for name, pattern in _CAP_KINDS if re.fullmatch(pattern, line.words("kind"))), ""),
                "period": "month" if line.words("period").startswith(("mois", "mens")) else "week",
                "amount_cents": abs(amount),
                "warn_at": _WARN_AT if warn_at is None else warn_at,
                "starts_on": line.day("starts_on"),
                "ends_on": line.day("ends_on"),
            }
        )
    return list_frame(CAP_COLUMNS, records)


def read_alerts(tab: List, base: str) -> pd.DataFrame:
    """`Alertes` as an `ALERTS` frame; lines that name none of the three are hers."""
    records = []
    for line in tab.lines:
        alert = next((name for name, pattern in _ALERTS if re.search(pattern, line.words("alert"))), "")
        if alert:
            threshold = line.amount("threshold", base)
            is_active = line.flag("active", True)
            records.append({"sheet": tab.tab.sheet, "row": line.row, "alert": alert, "threshold_cents": threshold, "is_active": is_active})
    return list_frame(ALERT_COLUMNS, records)


def read_rates(tab: List) -> pd.DataFrame:
    """`Cours` as a `RATES` frame: units of the base currency for one unit, one line a rate or one column a currency."""
    records = []
    for line in tab.lines:
        day = line.day("quoted_on")
        kind = line.words("kind").upper()
        if "rate" in tab.headings:
            quoted = [("rate", line.currency(""), line.cells.get("rate"))]
        else:
            quoted = [(code, code, cell) for code, cell in line.cells.items() if code != "quoted_on"]
        for column, code, cell in quoted:
            value = _rate(cell)
            if isinstance(value, str) or (value is not None and value <= 0):
                line.find("AMOUNT_UNREADABLE", column, cell)
            elif value is not None and day is None and is_blank(line.cells.get("quoted_on")):
                line.find("DATE_MISSING", "quoted_on")
            elif day is not None and code and value is not None:
                record = {"sheet": tab.tab.sheet, "row": line.row, "quoted_on": day, "currency": code, "rate": float(value)}
                records.append({**record, "kind": "" if kind == "BANQUE" else kind})
    return list_frame(RATE_COLUMNS, records)


def _rate(cell: object) -> Decimal | str | None:
    """A rate, None when the cell is blank, a word when it is no number; « 145.320 » is a rate, not thousands."""
    if is_blank(cell):
        return None
    if isinstance(cell, (int, float, Decimal)) and not isinstance(cell, bool):
        return Decimal(str(cell))
    written = plain(str(cell))
    return Decimal(written.replace(",", ".")) if re.fullmatch(r"\d+[.,]\d+", written) else parse_amount(written, ",")


def read_placements(tab: List, base: str) -> pd.DataFrame:
    """`Placements` as a `PLACEMENTS` frame; where she gives only what it is worth, that is its amount too."""
    records = []
    for line in tab.lines:
        currency = line.currency(base)
        value = line.amount("value", currency or base)
        amount = line.amount("amount", currency or base)
        amount = value if amount is None else amount
        if amount is None or currency is None:
            continue
        notice = read_amounts([line.cells.get("notice_days")], 0)
        records.append(
            {
                "sheet": tab.tab.sheet,
                "row": line.row,
                "label": line.text("label"),
                "amount_cents": amount,
                "currency": currency,
                "matures_on": line.day("matures_on"),
                "notice_days": int(notice.cents[0]) if notice.known[0] and notice.cents[0] >= 0 else None,
                "scf_account": line.text("scf_account"),
                "value_cents": value,
            }
        )
    return list_frame(PLACEMENT_COLUMNS, records)


def read_holidays(tab: List) -> pd.DataFrame:
    """`Jours fériés` as a `HOLIDAYS` frame."""
    days = [(line, line.day("day")) for line in tab.lines]
    records = [{"sheet": tab.tab.sheet, "row": line.row, "day": day, "label": line.text("label")} for line, day in days if day is not None]
    return list_frame(HOLIDAY_COLUMNS, records)


def read_rules(tab: List, base: str) -> pd.DataFrame:
    """`Règles` as a `RULES` frame."""
    records = [
        {
            "sheet": tab.tab.sheet,
            "row": line.row,
            "text": line.text("text"),
            "direction": line.words("direction"),
            "minimum_cents": line.amount("minimum", base),
            "maximum_cents": line.amount("maximum", base),
            "account": line.text("account"),
            "category": line.text("category"),
            "scf_account": line.text("scf_account"),
            "project": line.text("project"),
        }
        for line in tab.lines
        if line.text("text")
    ]
    return list_frame(RULE_COLUMNS, records)
