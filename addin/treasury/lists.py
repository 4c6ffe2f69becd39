"""The small tabs of the template (Comptes, Échéancier, Cours, Plafonds, Paramètres…) read into frames and settings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pandas as pd

from addin.messages import SETTING_REASONS, Finding
from addin.treasury.amounts import parse_amount, read_amounts
from addin.treasury.currency import currency_code, exponent
from addin.treasury.dates import read_date
from addin.treasury.dossier import (
    ACCOUNT_COLUMNS,
    ALERT_COLUMNS,
    CAP_COLUMNS,
    CATEGORY_COLUMNS,
    HOLIDAY_COLUMNS,
    PLACEMENT_COLUMNS,
    RATE_COLUMNS,
    RULE_COLUMNS,
    SCHEDULE_COLUMNS,
    frame,
)  # fmt: skip
from addin.treasury.headings import Headings, simplify
from addin.treasury.tables import shown as text
from addin.treasury.tabs import RawTab

_YES = frozenset({"oui", "o", "x", "vrai", "1", "yes", "true", "actif", "active", "ok"})
_NO = frozenset({"non", "n", "faux", "0", "no", "false", "inactif", "inactive"})
_EVERY = {
    "": "once", "une fois": "once", "unique": "once", "ponctuel": "once", "ponctuelle": "once", "semaine": "week", "hebdomadaire": "week", "hebdo": "week", "chaque semaine": "week",
    "mois": "month", "mensuel": "month", "mensuelle": "month", "chaque mois": "month", "trimestre": "quarter", "trimestriel": "quarter", "trimestrielle": "quarter",
    "semestre": "half_year", "semestriel": "half_year", "semestrielle": "half_year", "annee": "year", "an": "year", "annuel": "year", "annuelle": "year", "chaque annee": "year",
}  # fmt: skip
_KINDS = (
    ("salary", r"salaires?|paie|remunerations?"), ("tax", r"impots?.*|taxes?|g50|tva|irg|ibs|fiscal.*|ifu"), ("social", r"charges? sociales?|cnas|casnos|cacobatph|social.*"),
    ("loan", r"emprunts?|credit|pret|banque|leasing"), ("cheque", r"cheques?( emis)?"), ("effect", r"effets?|traites?|lettre de change"), ("rent", r"loyers?"),
)  # fmt: skip
POCKETS = (("security", r"securite.*"), ("operating", r"exploitation.*"), ("opportunity", r"opportunites?.*"))
_NOT_EXPENSES = re.compile(r"impots?.*|financement.*|investissement.*|encaissement.*|autre encaissement.*|virement interne.*|a classer.*")


@dataclass
class List:
    """A small tab: its filled lines, one mapping field → cell each, with their Excel row."""

    tab: RawTab
    headings: Headings
    findings: list[Finding] = field(default_factory=list)

    def lines(self) -> list[tuple[int, dict[str, object]]]:
        out = []
        errors: dict[int, dict[int, str]] = {}
        for (r, c), error in self.tab.errors.items():
            errors.setdefault(r, {})[c] = error
        names = {at: name for name, at in self.headings.columns.items()}
        for i, row in enumerate(self.tab.rows[self.headings.row :], self.headings.row):
            for c, error in errors.get(i, {}).items():
                if c in names:
                    self.find("CELL_ERROR_ASIDE", i + 1, names[c], error, count=1)
            cells = {name: row[at] if at < len(row) else None for name, at in self.headings.columns.items()}
            if any(cell not in (None, "") for cell in cells.values()):
                out.append((i + 1, cells))
        return out

    def find(self, code: str, row: int | None, column: str = "", value: object = "", **details: object) -> None:
        """Remember something to look at, on a row (None: the whole tab) and in the column of a field."""
        self.findings.append(Finding(code, self.tab.sheet, row, self.headings.texts.get(column, ""), text(value), details))

    def amount(self, row: int, cells: dict[str, object], name: str, currency: str) -> int | None:
        """Minor units of a cell, None when it is blank or unreadable (then said)."""
        column = read_amounts([cells.get(name)], exponent(currency))
        if column.troubles:
            self.find("AMOUNT_UNREADABLE" if column.troubles[0] == "unreadable" else "AMOUNT_AMBIGUOUS", row, name, cells.get(name))
        return int(column.cents[0]) if column.known[0] else None

    def day(self, row: int, cells: dict[str, object], name: str) -> date | None:
        cell = cells.get(name)
        found = read_date(cell)
        if found is None and cell not in (None, ""):
            self.find("DATE_UNREADABLE", row, name, cell)
        return found

    def currency(self, row: int, cells: dict[str, object], default: str) -> str | None:
        """ISO code of the line, None when what stands there is no currency (then said)."""
        written = text(cells.get("currency"))
        code = currency_code(written) if written else default
        if code is None:
            self.find("CURRENCY_UNKNOWN", row, "currency", written)
        return code


def _flag(cell: object, default: bool) -> bool:
    if isinstance(cell, bool):
        return cell
    word = simplify(text(cell)) if cell is not None else ""
    return True if word in _YES else False if word in _NO else default


def _frame(columns: tuple[str, ...], records: Sequence[dict[str, object]]) -> pd.DataFrame:
    if not records:
        return frame(columns)
    data: dict[str, object] = {name: [record.get(name) for record in records] for name in columns if name in records[0]}
    for name, values in data.items():
        data[name] = [
            pd.NaT if value is None and name.endswith(("_on", "until", "day")) else pd.NA if value is None else value for value in values
        ]  # type: ignore[attr-defined]
    return frame(columns, data)


def read_accounts(tab: List, default_currency: str) -> pd.DataFrame:
    """`Comptes` as an `ACCOUNTS` frame."""
    records = []
    for row, cells in tab.lines():
        name = text(cells.get("account"))
        if not name or simplify(name).startswith("total"):
            continue
        currency = tab.currency(row, cells, default_currency) or default_currency
        kind = simplify(text(cells.get("kind")))
        records.append({
            "account": name, "kind": account_kind(kind or simplify(name)), "currency": currency, "opening_cents": tab.amount(row, cells, "opening", currency),
            "opening_on": tab.day(row, cells, "opening_on"), "overdraft_cents": abs(tab.amount(row, cells, "overdraft", currency) or 0),
            "is_included": _flag(cells.get("included"), True), "scf_account": text(cells.get("scf_account")), "sheet": tab.tab.sheet, "row": row,
        })  # fmt: skip
    return _frame(ACCOUNT_COLUMNS, records)


def account_numbers(tab: List) -> dict[str, str]:
    """Numbers and codes of the accounts of `Comptes` (RIB, n° de compte, compte SCF) → account, those that two share left out."""
    found: dict[str, set[str]] = {}
    for _, cells in tab.lines():
        if name := text(cells.get("account")):
            for column in ("number", "scf_account"):
                if number := text(cells.get(column)):
                    found.setdefault(number, set()).add(name)
    return {number: names.pop() for number, names in found.items() if len(names) == 1}


def account_kind(words: str) -> str:
    """ "cash", "postal", "card" or "bank" from a simplified type or name.

    >>> account_kind("caisse principale"), account_kind("ccp"), account_kind("carte visa"), account_kind("bna")
    ('cash', 'postal', 'card', 'bank')
    """
    if re.search(r"\b(caisse|especes|cash|petite caisse)\b", words):
        return "cash"
    if re.search(r"\b(ccp|poste|algerie poste|banque postale)\b", words):
        return "postal"
    if re.search(r"\b(carte|cartes|cib|edahabia|visa|mastercard)\b", words):
        return "card"
    return "bank"


def read_schedule(tab: List, default_currency: str) -> pd.DataFrame:
    """`Échéancier` as a `SCHEDULE` frame; without « Sens », an item that is not clearly a receipt is to be paid."""
    records = []
    for row, cells in tab.lines():
        label, due = text(cells.get("label")), tab.day(row, cells, "due_on")
        currency = tab.currency(row, cells, default_currency)
        amount = tab.amount(row, cells, "amount", currency or default_currency)
        if simplify(label).startswith("total") and due is None:
            continue
        if due is None or amount is None or currency is None:
            if due is None and cells.get("due_on") in (None, ""):
                tab.find("DATE_MISSING", row, "due_on")
            if amount is None and cells.get("amount") in (None, ""):
                tab.find("AMOUNT_MISSING", row, "amount")
            continue
        direction = simplify(text(cells.get("direction")))
        receives = bool(re.match(r"encaiss|recevoir|entree|credit|recette|c$|\+", direction))
        pays = bool(re.match(r"pay|decaiss|sortie|debit|depense|d$", direction))
        signed = abs(amount) if receives else -abs(amount) if pays or "direction" not in tab.headings or not direction else amount
        if (
            "direction" not in tab.headings
            and amount > 0
            and re.search(r"\b(client|encaissement|recette)", simplify(f"{label} {text(cells.get('kind'))}"))
        ):
            signed = amount
        every = _EVERY.get(simplify(text(cells.get("every"))))
        if every is None:
            name = tab.headings.texts["every"]
            tab.find(
                "SETTING_UNREADABLE", row, "every", cells.get("every"), name=name, reason=SETTING_REASONS["every"], default="« une fois »"
            )
            every = "once"
        status = simplify(text(cells.get("status")))
        kind = simplify(text(cells.get("kind")))
        records.append({
            "sheet": tab.tab.sheet, "row": row, "label": label, "counterparty": text(cells.get("counterparty")), "amount_cents": signed, "currency": currency, "due_on": due, "every": every,
            "until": tab.day(row, cells, "until"), "kind": next((name for name, pattern in _KINDS if re.fullmatch(pattern, kind)), "other"), "reference": text(cells.get("reference")),
            "status": "done" if re.match(r"(paye|regle|fait|debite|encaisse|solde|oui|o$|termine)", status) else "cancelled" if re.match(r"annul", status) else "",
        })  # fmt: skip
    return _frame(SCHEDULE_COLUMNS, records)


def read_categories(tab: List) -> pd.DataFrame:
    records = []
    for row, cells in tab.lines():
        name = text(cells.get("category"))
        if not name:
            continue
        pocket = simplify(text(cells.get("pocket")))
        kind = next((key for key, pattern in POCKETS if re.fullmatch(pattern, pocket)), "")
        if _flag(cells.get("vital"), False):
            kind = "security"
        is_expense = _flag(cells.get("is_expense"), not _NOT_EXPENSES.fullmatch(simplify(name)))
        records.append(
            {
                "sheet": tab.tab.sheet,
                "row": row,
                "category": name,
                "scf_account": text(cells.get("scf_account")),
                "pocket": kind,
                "is_expense": is_expense,
            }
        )
    if (count := sum(bool(record["is_expense"]) for record in records)) > 6:
        tab.find("TOO_MANY_CATEGORIES", None, count=count)
    return _frame(CATEGORY_COLUMNS, records)


def read_caps(tab: List, base: str) -> pd.DataFrame:
    records = []
    for row, cells in tab.lines():
        target, amount = text(cells.get("target")), tab.amount(row, cells, "amount", base)
        if not target or amount is None:
            if target:
                tab.find("AMOUNT_MISSING", row, "amount")
            continue
        kind, period = simplify(text(cells.get("kind"))), simplify(text(cells.get("period")))
        kinds = (
            ("category", r"categorie.*"),
            ("campaign", r"campagne.*|projet.*"),
            ("card", r"carte.*"),
            ("supplier", r"fournisseur.*|tiers.*"),
        )
        warn = cells.get("warn_at")
        share = float(warn) if isinstance(warn, (int, float)) else percent(text(warn))
        records.append({
            "sheet": tab.tab.sheet, "row": row, "target": target, "kind": next((name for name, pattern in kinds if re.fullmatch(pattern, kind)), ""),
            "period": "month" if period.startswith("mois") or period.startswith("mens") else "week", "amount_cents": abs(amount),
            "warn_at": 0.8 if share is None else share / 100 if share > 1 else share, "starts_on": tab.day(row, cells, "starts_on"), "ends_on": tab.day(row, cells, "ends_on"),
        })  # fmt: skip
    return _frame(CAP_COLUMNS, records)


def percent(written: str) -> float | None:
    """« 19 % » → 19.0, None when it is no number."""
    value = parse_amount(written.rstrip("% "), ",") if written.strip() else "unreadable"
    return float(value) if isinstance(value, Decimal) else None


def read_alerts(tab: List, base: str) -> pd.DataFrame:
    records = []
    for row, cells in tab.lines():
        name = simplify(text(cells.get("alert")))
        alert = (
            "minimum_balance"
            if "solde" in name
            else "late_invoices"
            if re.search(r"factures?|retard", name)
            else "ad_cap"
            if re.search(r"plafond|pub", name)
            else ""
        )
        if not alert:
            continue
        records.append(
            {
                "sheet": tab.tab.sheet,
                "row": row,
                "alert": alert,
                "threshold_cents": tab.amount(row, cells, "threshold", base),
                "is_active": _flag(cells.get("active"), True),
            }
        )
    return _frame(ALERT_COLUMNS, records)


def read_rates(tab: List) -> pd.DataFrame:
    """`Cours` as a `RATES` frame: units of the base currency for one unit, one line a rate or one column a currency."""
    records = []
    for row, cells in tab.lines():
        day = tab.day(row, cells, "quoted_on")
        if "rate" in tab.headings:
            quoted = [("rate", tab.currency(row, cells, ""), cells.get("rate"))]
        else:
            quoted = [(code, code, cell) for code, cell in cells.items() if code != "quoted_on"]
        for column, code, cell in quoted:
            value = _rate(cell)
            if isinstance(value, str) or (value is not None and value <= 0):
                tab.find("AMOUNT_UNREADABLE", row, column, cell)
            elif day is not None and code and value is not None:
                kind = simplify(text(cells.get("kind"))).upper()
                kind = "" if kind in ("", "BANQUE") else kind
                records.append({"sheet": tab.tab.sheet, "row": row, "quoted_on": day, "currency": code, "kind": kind, "rate": float(value)})
    return _frame(RATE_COLUMNS, records)


def _rate(cell: object) -> Decimal | str | None:
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return Decimal(str(cell))
    return parse_amount(text(cell), ",") if text(cell) else None


def read_placements(tab: List, base: str) -> pd.DataFrame:
    records = []
    for row, cells in tab.lines():
        currency = tab.currency(row, cells, base)
        amount = tab.amount(row, cells, "amount", currency or base)
        if amount is None or currency is None:
            continue
        notice = read_amounts([cells.get("notice_days")], 0)
        records.append({
            "sheet": tab.tab.sheet, "row": row, "label": text(cells.get("label")), "amount_cents": amount, "currency": currency, "matures_on": tab.day(row, cells, "matures_on"),
            "notice_days": int(notice.cents[0]), "scf_account": text(cells.get("scf_account")),
        })  # fmt: skip
    return _frame(PLACEMENT_COLUMNS, records)


def read_holidays(tab: List) -> pd.DataFrame:
    records = [
        {"sheet": tab.tab.sheet, "row": row, "day": day, "label": text(cells.get("label"))}
        for row, cells in tab.lines()
        if (day := tab.day(row, cells, "day"))
    ]
    return _frame(HOLIDAY_COLUMNS, records)


def read_rules(tab: List, base: str) -> pd.DataFrame:
    records = [
        {
            "sheet": tab.tab.sheet, "row": row, "text": text(cells.get("text")), "direction": simplify(text(cells.get("direction"))),
            "minimum_cents": tab.amount(row, cells, "minimum", base), "maximum_cents": tab.amount(row, cells, "maximum", base),
            "account": text(cells.get("account")), "category": text(cells.get("category")), "scf_account": text(cells.get("scf_account")),
        }
        for row, cells in tab.lines() if text(cells.get("text"))
    ]  # fmt: skip
    return _frame(RULE_COLUMNS, records)
