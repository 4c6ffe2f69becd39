"""One tab of invoices (factures clients, factures fournisseurs) read as it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from addin.messages import Finding
from addin.treasury.amounts import AmountColumn, read_amounts
from addin.treasury.counterparties import normalise
from addin.treasury.currency import currency_code, exponent
from addin.treasury.dates import DateColumn, read_dates
from addin.treasury.dossier import INVOICE_COLUMNS, Settings, frame
from addin.treasury.headings import Headings, simplify
from addin.treasury.tabs import RawTab

_STATUSES = {
    "paid": "payee paye reglee regle soldee solde oui o x ok encaissee encaisse acquittee acquitte totalement fait lettree paid".split() + ["payee oui", "reglee oui", "1"],
    "open": ["", "ouverte", "ouvert", "non", "n", "impayee", "impaye", "en attente", "a payer", "a encaisser", "en cours", "due", "non payee", "non reglee", "non paye", "non regle", "emise", "envoyee", "en retard", "a regler", "echue",
             "retard", "relancee", "recue", "validee", "0"],
    "partial": ["partielle", "partiel", "partiellement payee", "partiellement reglee", "acompte", "acompte verse", "partiellement paye", "en partie"],
    "cancelled": ["annulee", "annule", "abandonnee", "nulle", "litige annule", "supprimee"],
}  # fmt: skip
_STATUS = {word: status for status, words in _STATUSES.items() for word in words}
_CREDIT_NOTE = re.compile(r"\b(avoir|avoirs|note de credit|credit note)\b|^av[ -]?\d")
_PUBLIC = re.compile(
    r"\b(WILAYA|APC|DAIRA|COMMUNE|MAIRIE|MINISTERE|TRESOR|CHU|EPH|EPSP|UNIVERSITE|ECOLE|LYCEE|ACADEMIE|DIRECTION|DGSN|PROTECTION CIVILE|OPGI|ADE|ONA|RECTORAT|PREFECTURE|CONSEIL DEPARTEMENTAL|TRESORERIE|ANEP|EPIC|HOPITAL)\b"
)
_TOTAL = re.compile(r"(sous )?tota(l|ux)( .*)?")


def read_invoices(tab: RawTab, headings: Headings, side: str, settings: Settings, default_currency: str) -> tuple[pd.DataFrame, tuple[Finding, ...], dict[str, int]]:
    """Invoices of one tab (`INVOICES` frame), what deserves a look, and the rows left out by nature.

    Args:
        side: "customer", "supplier", or "both" when a column says it line by line.
    """
    return _Reader(tab, headings, side, settings, default_currency).read()


class _Reader:
    def __init__(self, tab: RawTab, headings: Headings, side: str, settings: Settings, default_currency: str) -> None:
        self.tab, self.headings, self.side, self.settings, self.default_currency = tab, _by_content(tab, headings), side, settings, default_currency
        self.first = headings.row
        body = tab.rows[self.first :]
        width = max((len(row) for row in body), default=0)
        self.rows = [[*row, *(None for _ in range(width - len(row)))] for row in body] if any(len(row) != width for row in body) else body
        self.by_column: list[Sequence[object]] = list(zip(*self.rows, strict=True))
        self.count = len(body)
        self.findings: list[Finding] = []
        self.left_out: dict[str, int] = {}

    def cells(self, name: str) -> Sequence[object]:
        at = self.headings.columns.get(name)
        return ("",) * self.count if at is None or at >= len(self.by_column) else self.by_column[at]

    def texts(self, name: str) -> list[str]:
        return [_text(cell) for cell in self.cells(name)]

    def find(self, code: str, i: int | None, name: str = "", value: object = "", **details: object) -> None:
        row = None if i is None else self.first + int(i) + 1
        self.findings.append(Finding(code, self.tab.sheet, row, self.headings.texts.get(name, ""), _text(value), details))

    def read(self) -> tuple[pd.DataFrame, tuple[Finding, ...], dict[str, int]]:
        for _, heading, at in self.headings.duplicates:
            letters = [chr(65 + j) if j < 26 else str(j + 1) for j in at]
            self.findings.append(Finding("DUPLICATE_HEADING", self.tab.sheet, self.headings.row, heading, heading, {"columns": ", ".join(letters), "used": letters[0]}))
        issued, due, paid_on = (read_dates(self.cells(name)) for name in ("issued_on", "due_on", "paid_on"))
        currencies = self._currencies()
        decimals = max(exponent(code) for code in {*currencies, self.default_currency})
        amounts = {name: read_amounts(self.cells(name), decimals) for name in ("amount", "amount_net_of_vat", "vat", "paid", "remaining")}
        total, known = self._total(amounts)
        numbers = self.texts("number")
        party = self._party()
        keep = self._keep(numbers, party, issued, due, paid_on, known, amounts)
        lines = np.flatnonzero(keep)
        if not len(lines):
            return frame(INVOICE_COLUMNS), tuple(self.findings), self.left_out
        sides = self._sides(lines)
        credit_note = np.array([bool(_CREDIT_NOTE.search(simplify(" ".join(text for text in (numbers[i], self.texts_at("label", i), self.texts_at("side", i)))))) for i in lines])
        sign = np.where(sides == "customer", 1, -1)
        cents = total[lines]
        cents = np.where(credit_note & (cents > 0), -cents, cents) * sign
        paid = amounts["paid"]
        paid_cents = pd.array(np.where(paid.known[lines], np.abs(paid.cents[lines]) * np.sign(cents), 0), dtype="Int64")
        paid_known = paid.known[lines] & (paid.cents[lines] != 0)
        remaining = amounts["remaining"]
        left_known = remaining.known[lines]
        by_rest = left_known & ~paid_known
        rest = np.abs(remaining.cents[lines]) * np.sign(cents)
        paid_cents = pd.array(np.where(by_rest, cents - rest, paid_cents.to_numpy(dtype=np.int64, na_value=0)), dtype="Int64")
        paid_cents[~(paid_known | by_rest)] = pd.NA
        due_days, estimated = self._due_dates(issued, due, lines)
        vat = amounts["vat"]
        known_vat = vat.known[lines]
        vat_cents = pd.array(np.abs(vat.cents[lines]) * np.sign(cents), dtype="Int64")
        derived = ~known_vat & amounts["amount_net_of_vat"].known[lines] & amounts["amount"].known[lines]
        vat_cents[derived] = (np.abs(total - amounts["amount_net_of_vat"].cents)[lines] * np.sign(cents))[derived]
        vat_cents[~known_vat & ~derived] = pd.NA
        picked = lines.tolist()
        names = [party[i] for i in picked]
        out = frame(
            INVOICE_COLUMNS,
            {
                "sheet": [self.tab.sheet] * len(picked), "row": lines + self.first + 1, "side": sides, "number": [numbers[i] for i in picked], "counterparty": names,
                "issued_on": issued.days[lines], "due_on": due_days, "due_is_estimated": estimated, "amount_cents": cents, "currency": [currencies[i] for i in picked],
                "vat_cents": vat_cents, "paid_on": paid_on.days[lines], "paid_cents": paid_cents, "status": self._statuses(picked),
                "category": [self.texts_at("category", i) for i in picked], "project": [self.texts_at("project", i) for i in picked],
                "is_public": self._public(names),
            },
        )  # fmt: skip
        return out, tuple(self.findings), self.left_out

    def texts_at(self, name: str, i: int) -> str:
        return _text(self.cells(name)[i])

    def _currencies(self) -> list[str]:
        head = self.headings.currencies.get("amount") or self.default_currency
        out = []
        for i, text in enumerate(self.texts("currency")):
            code = currency_code(text) if text else head
            if code is None and any(_text(cell) for cell in self.rows[i]):
                self.find("CURRENCY_UNKNOWN", i, "currency", text)
            out.append(code or "")
        self._bad_currency = np.array([code == "" for code in out], dtype=bool)
        return [code or head for code in out]

    def _total(self, amounts: dict[str, AmountColumn]) -> tuple[np.ndarray, np.ndarray]:
        gross, net, vat, rest, paid = (amounts[name] for name in ("amount", "amount_net_of_vat", "vat", "remaining", "paid"))
        total, known = gross.cents.copy(), gross.known.copy()
        from_net = ~known & net.known & vat.known
        total[from_net], known[from_net] = (net.cents + vat.cents)[from_net], True
        if "amount" not in self.headings and "vat" not in self.headings:
            total[~known & net.known], known = net.cents[~known & net.known], known | net.known
        from_rest = ~known & rest.known
        total[from_rest] = (rest.cents + np.where(paid.known, paid.cents, 0))[from_rest]
        return total, known | from_rest

    def _party(self) -> list[str]:
        columns = [self.texts(name) for name in ("customer", "supplier", "counterparty") if name in self.headings]
        return [next((text for text in cells if text), "") for cells in zip(*columns, strict=True)] if columns else [""] * self.count

    def _keep(self, numbers: list[str], party: list[str], issued: DateColumn, due: DateColumn, paid_on: DateColumn, known: np.ndarray, amounts: dict[str, AmountColumn]) -> np.ndarray:
        keep = np.zeros(self.count, dtype=bool)
        heads = {simplify(text) for text in self.headings.texts.values()}
        needed = {self.headings.columns[name]: name for name in ("issued_on", "due_on", "amount", "paid_on", "paid") if name in self.headings}
        wrong = {r - self.first: (c, text) for (r, c), text in self.tab.errors.items() if r >= self.first and c in needed}
        counts = {"blank": 0, "heading": 0, "total": 0, "comment": 0, "rejected": 0}
        for i, row in enumerate(self.rows):
            if i in wrong:
                c, text = wrong[i]
                self.find("CELL_ERROR" if text else "CELL_NOT_CALCULATED", i, needed[c], text)
                if needed[c] != "paid_on":
                    counts["rejected"] += 1
                    continue
            texts = [simplify(cell) for cell in row if isinstance(cell, str) and cell.strip()]
            if not texts and not any(cell not in (None, "") for cell in row):
                counts["blank"] += 1
            elif len(texts) >= 2 and sum(text in heads for text in texts) >= max(2, len(heads) // 2):
                counts["heading"] += 1
            elif texts and _TOTAL.fullmatch(texts[0]) and not issued.known[i] and not due.known[i]:
                counts["total"] += 1
            elif not known[i]:
                trouble = next(((name, amounts[name].troubles[i]) for name in ("amount", "amount_net_of_vat", "remaining") if i in amounts[name].troubles), None)
                if trouble:
                    self.find("AMOUNT_AMBIGUOUS" if trouble[1] == "ambiguous" else "AMOUNT_UNREADABLE", i, trouble[0], self.cells(trouble[0])[i])
                elif issued.known[i] or due.known[i] or (numbers[i] and party[i]):
                    self.find("AMOUNT_MISSING", i, "amount")
                else:
                    counts["comment"] += 1
                    continue
                counts["rejected"] += 1
            elif self._bad_currency[i]:
                counts["rejected"] += 1
            elif not issued.known[i] and not due.known[i]:
                at = "issued_on" if i in issued.troubles else "due_on" if i in due.troubles else ""
                if at:
                    self.find("DATE_UNREADABLE", i, at, self.cells(at)[i])
                    counts["rejected"] += 1
                elif not numbers[i] and not party[i]:
                    counts["comment"] += 1
                else:
                    self.find("INVOICE_WITHOUT_DATE", i, "issued_on", number=numbers[i] or f"de {party[i]}")
                    counts["rejected"] += 1
            else:
                for name, column in (("issued_on", issued), ("due_on", due), ("paid_on", paid_on)):
                    if i in column.troubles:
                        self.find("DATE_UNREADABLE_ASIDE", i, name, self.cells(name)[i])
                for name in ("paid", "vat", "remaining"):
                    if i in amounts[name].troubles:
                        self.find("AMOUNT_UNREADABLE_ASIDE", i, name, self.cells(name)[i])
                keep[i] = True
        self.left_out = {nature: count for nature, count in counts.items() if count}
        if counts["comment"]:
            self.find("ROW_NOT_OPERATION", None, count=counts["comment"])
        return keep

    def _sides(self, lines: np.ndarray) -> np.ndarray:
        if self.side != "both":
            return np.full(len(lines), self.side, dtype=object)
        return np.array(["supplier" if re.search(r"fourn|achat|recu|depense|payer", simplify(self.texts_at("side", i))) else "customer" for i in lines], dtype=object)

    def _due_dates(self, issued: DateColumn, due: DateColumn, lines: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        estimated = ~due.known[lines]
        days = np.where(estimated, issued.days[lines] + np.timedelta64(self.settings.terms_days * 86_400, "s"), due.days[lines])
        if estimated.any():
            self.find("INVOICE_WITHOUT_DUE_DATE", None, "due_on", count=int(estimated.sum()), days=self.settings.terms_days)
        return days, estimated

    def _statuses(self, picked: list[int]) -> list[str]:
        out = []
        for i in picked:
            cell = self.cells("status")[i]
            text = "oui" if cell is True else "non" if cell is False else _text(cell)
            status = _STATUS.get(simplify(text))
            if status is None:
                self.find("STATUS_UNKNOWN", i, "status", text)
            out.append("" if status is None or not text else status)
        return out

    def _public(self, names: list[str]) -> list[bool]:
        listed = {normalise(name) for name in self.settings.public_bodies}
        return [bool(_PUBLIC.search(name)) or name in listed for name in map(normalise, names)]


def _by_content(tab: RawTab, headings: Headings) -> Headings:
    """« Payé » may hold a date, an amount or « oui »: the cells tell which."""
    columns = dict(headings.columns)
    for name in ("paid_on", "paid", "status", "remaining"):
        at = columns.get(name)
        if at is None:
            continue
        cells = [row[at] for row in tab.rows[headings.row :] if at < len(row) and row[at] not in (None, "")]
        if not cells:
            continue
        dates = int(read_dates([cell if isinstance(cell, (date, str)) else None for cell in cells]).known.sum())
        numbers = int(read_amounts(cells).known.sum())
        held = "paid_on" if 2 * dates > len(cells) else "paid" if 2 * numbers > len(cells) else "status"
        if held != name and held not in columns and not (name == "remaining" and held == "paid") and not (name == "status" and held == "paid"):
            columns[held] = columns.pop(name)
    names = {at: name for name, at in headings.columns.items()}
    return replace(headings, columns=columns, texts={name: headings.texts[names[at]] for name, at in columns.items()})


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
