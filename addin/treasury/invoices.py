"""One tab of invoices (factures clients, factures fournisseurs) read as it is."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

import numpy as np
import pandas as pd

from addin.messages import Finding
from addin.treasury.amounts import AmountColumn, proven_decimal_mark, read_amounts
from addin.treasury.column_contents import settle_invoices
from addin.treasury.counterparties import normalise
from addin.treasury.currency import currency_code, exponent
from addin.treasury.dates import DateColumn, as_date, read_dates
from addin.treasury.dossier import INVOICE_COLUMNS, Settings, frame
from addin.treasury.headings import Headings, simplify
from addin.treasury.invoice_words import Terms, is_credit_note, is_disputed, is_public_body, status_of, terms_of
from addin.treasury.later_headings import Part
from addin.treasury.table_dates import report_implausible, report_order
from addin.treasury.tables import Table
from addin.treasury.tabs import RawTab
from addin.treasury.vocabularies import INVOICES

_AMOUNTS = ("amount", "amount_net_of_vat", "vat", "paid", "remaining")
_PARTIES = ("customer", "supplier", "counterparty")
_TOTAL = re.compile(r"(sous )?tota(l|ux)( .*)?|reports?( .*)?|cumuls?( .*)?")
_ALREADY_SIGNED = 0.6  # share of negative amounts that makes them the habit of the tab


@dataclass(frozen=True, eq=False)
class TabInvoices:
    """The invoices of one tab (`INVOICES` frame), and what else reading it showed.

    Attributes:
        headings: the columns as they were read.
        left_out: rows left out, by nature.
    """

    invoices: pd.DataFrame
    headings: Headings
    left_out: dict[str, int]
    findings: list[Finding]


def read_invoices(tab: RawTab, headings: Headings, side: str, settings: Settings, default_currency: str) -> TabInvoices:
    """Read the lines under the headings.

    Args:
        side: "customer", "supplier", or "both" when a column says it line by line.
    """
    reader = _Reader(tab, headings, side, settings, default_currency)
    invoices = reader.read()
    return TabInvoices(invoices, reader.table.headings, dict(+reader.left_out), reader.table.findings)


class _Reader:
    """The steps of reading one tab; they share the table, its columns and the counts of lines left out."""

    def __init__(self, tab: RawTab, headings: Headings, side: str, settings: Settings, default_currency: str) -> None:
        self.table = table = Table(tab, settle_invoices(tab.rows, headings), INVOICES)
        self.side, self.settings = side, settings
        self.left_out: Counter[str] = Counter()
        table.report_headings()
        self.numbers, self.party, self.labels = table.texts("number"), self._parties(), table.texts("label")
        self.terms = [terms_of(due) or terms_of(terms) for due, terms in zip(table.texts("due_on"), table.texts("terms"), strict=True)]
        self.errors: dict[int, dict[int, str]] = {}
        for (i, c), text in table.errors.items():
            self.errors.setdefault(i, {})[c] = text
        self.issued, self.due, self.paid_on = (read_dates(table.cells(name)) for name in ("issued_on", "due_on", "paid_on"))
        self.codes = self._currencies(table.headings.currencies.get("amount") or default_currency)
        decimals = max(exponent(code) for code in {default_currency, *filter(None, self.codes)})
        mark = proven_decimal_mark([table.cells(name) for name in _AMOUNTS])
        self.amounts = {name: read_amounts(table.cells(name), decimals, mark) for name in _AMOUNTS}
        for at in table.headings.others("paid"):  # « Acompte 1 », « Acompte 2 »
            more = read_amounts(table.column(at), decimals, mark)
            paid = self.amounts["paid"]
            self.amounts["paid"] = AmountColumn(paid.cents + more.cents, paid.known | more.known, {**more.troubles, **paid.troubles}, ())
        self.total, self.known = self._total()

    def read(self) -> pd.DataFrame:
        keep = np.array([self._is_invoice(i) for i in range(self.table.count)], dtype=bool)
        if self.left_out["comment"]:
            self.table.find("ROW_NOT_OPERATION", None, count=self.left_out["comment"])
        lines = np.flatnonzero(keep)
        for name, dates in (("issued_on", self.issued), ("due_on", self.due)):
            report_order(self.table, dates, name)
            report_implausible(self.table, dates, lines[dates.known[lines]], name, in_sequence=False)
        if not len(lines):
            return frame(INVOICE_COLUMNS)
        picked = lines.tolist()
        sides = self._sides(picked)
        cents = self._signed(lines, sides)
        due_days, estimated = self._due_dates(picked)
        names = [self.party[i] for i in picked]
        listed = {normalise(name) for name in self.settings.public_bodies}
        return frame(
            INVOICE_COLUMNS,
            {
                "sheet": [self.table.tab.sheet] * len(picked),
                "row": lines + self.table.first + 1,
                "side": sides,
                "number": [self.numbers[i] for i in picked],
                "counterparty": names,
                "issued_on": self.issued.days[lines],
                "due_on": due_days,
                "due_is_estimated": estimated,
                "amount_cents": cents,
                "currency": [self.codes[i] for i in picked],
                "vat_cents": self._vat(lines, cents),
                "paid_on": self.paid_on.days[lines],
                "paid_cents": self._paid(lines, cents),
                "status": self._statuses(picked),
                "category": self._picked("category", picked),
                "project": self._picked("project", picked),
                "is_public": [is_public_body(name) or name in listed for name in map(normalise, names)],
                "is_disputed": [is_disputed(text) for text in self._picked("status", picked)],
                "bank_number": self._picked("bank_number", picked),
            },
        )

    # ------------------------------------------------------------------ columns
    def _picked(self, name: str, lines: list[int]) -> list[str]:
        texts = self.table.texts(name)
        return [texts[i] for i in lines]

    def _parties(self) -> list[str]:
        """Who the invoice is for or from; without such a column, what the label says."""
        names = [name for name in _PARTIES if name in self.table.headings] or ["label"]
        columns = [self.table.texts(name) for name in names]
        return [next((text for text in cells if text), "") for cells in zip(*columns, strict=True)]

    def _currencies(self, head: str) -> list[str]:
        """ISO code of each line, "" when what stands there is no currency."""
        return [(currency_code(text) or "") if text else head for text in self.table.texts("currency")]

    def _total(self) -> tuple[np.ndarray, np.ndarray]:
        """Amounts with taxes: as written, else net and TVA, else what is left and what was paid."""
        gross, net, vat, paid, rest = (self.amounts[name] for name in _AMOUNTS)
        total, known = gross.cents.copy(), gross.known.copy()
        from_net = ~known & net.known & vat.known
        total[from_net], known[from_net] = (net.cents + vat.cents)[from_net], True
        if "amount" not in self.table.headings and "vat" not in self.table.headings:
            from_net = ~known & net.known
            total[from_net], known[from_net] = net.cents[from_net], True
        from_rest = ~known & rest.known
        total[from_rest] = (rest.cents + np.where(paid.known, paid.cents, 0))[from_rest]
        return total, known | from_rest

    # ------------------------------------------------------------------ lines
    def _is_invoice(self, i: int) -> bool:
        """Whether a line is an invoice; what is not is counted by nature, what is wrong is said."""
        table = self.table
        if not table.filled[i]:
            nature = "comment" if table.is_aside[i] else "blank"
            self.left_out[nature] += nature == "comment" or bool(table.filled[i:].any())
            return False
        if table.part[i] != Part.TABLE:
            self.left_out["heading" if table.part[i] == Part.HEADING else "comment"] += 1
            return False
        words = table.words(i)
        has_date = bool(self.issued.known[i] or self.due.known[i])
        if words and _TOTAL.fullmatch(words[0]) and not has_date:
            self.left_out["total"] += 1
            return False
        if self._has_error(i):
            self.left_out["rejected"] += 1
            return False
        if not has_date and not self.numbers[i] and not self.party[i] and not self._troubled_date(i):
            self.left_out["comment"] += 1
            return False
        if not self.known[i] and not has_date and not (self.numbers[i] and self.party[i]) and not self._troubled_amount(i):
            self.left_out["comment"] += 1
            return False
        if self._is_wrong(i, has_date):
            self.left_out["rejected"] += 1
            return False
        self._report_aside(i)
        return True

    def _has_error(self, i: int) -> bool:
        """An error or a formula never calculated in a cell that the invoice needs; elsewhere it is only said."""
        names = {at: name for name, at in self.table.headings.columns.items()}
        found = {names.get(c, ""): text for c, text in self.errors.get(i, {}).items()}
        needed = next((name for name in ("issued_on", "amount", "due_on", "paid", "remaining") if name in found), None)
        for name, text in found.items():
            if name and name == needed:
                self.table.find("CELL_ERROR" if text else "CELL_NOT_CALCULATED", i, name, text)
            elif name and needed is None:
                self.table.find("CELL_ERROR_ASIDE", i, name, text, count=1)
        return needed is not None

    def _troubled_date(self, i: int) -> str:
        """The date column that holds something else than a date or payment terms, "" without one."""
        return "issued_on" if i in self.issued.troubles else "due_on" if i in self.due.troubles and self.terms[i] is None else ""

    def _troubled_amount(self, i: int) -> str:
        return next((name for name in ("amount", "amount_net_of_vat", "remaining") if i in self.amounts[name].troubles), "")

    def _is_wrong(self, i: int, has_date: bool) -> bool:
        table = self.table
        if not self.known[i]:
            name = self._troubled_amount(i)
            if name:
                code = "AMOUNT_AMBIGUOUS" if self.amounts[name].troubles[i] == "ambiguous" else "AMOUNT_UNREADABLE"
                table.find(code, i, name, table.cells(name)[i])
            else:
                table.find("AMOUNT_MISSING", i, "amount")
            return True
        if not self.codes[i]:
            table.find("CURRENCY_UNKNOWN", i, "currency", table.cells("currency")[i])
            return True
        if not has_date:
            if name := self._troubled_date(i):
                trouble = (self.issued if name == "issued_on" else self.due).troubles[i]
                table.find("DATE_AMBIGUOUS" if trouble == "ambiguous" else "DATE_UNREADABLE", i, name, table.cells(name)[i])
            else:
                table.find("INVOICE_WITHOUT_DATE", i, "issued_on", number=self.numbers[i] or f"« {self.party[i]} »")
            return True
        return False

    def _report_aside(self, i: int) -> None:
        """Cells of an invoice that could not be read and are not needed to follow it."""
        columns: tuple[tuple[str, DateColumn], ...] = (("issued_on", self.issued), ("due_on", self.due), ("paid_on", self.paid_on))
        for name, dates in columns:
            if i in dates.troubles and not (name == "due_on" and self.terms[i] is not None):
                self.table.find("DATE_UNREADABLE_ASIDE", i, name, self.table.cells(name)[i])
        for name in ("paid", "vat", "remaining"):
            if i in self.amounts[name].troubles:
                self.table.find("AMOUNT_UNREADABLE_ASIDE", i, name, self.table.cells(name)[i])

    # ------------------------------------------------------------------ values
    def _sides(self, lines: list[int]) -> np.ndarray:
        if self.side != "both":
            return np.full(len(lines), self.side, dtype=object)
        words = [simplify(text) for text in self._picked("side", lines)]
        return np.array(
            ["supplier" if re.search(r"\bfourn|\bfrs|achat|recu|depense|payer|dette", text) else "customer" for text in words], dtype=object
        )

    def _signed(self, lines: np.ndarray, sides: np.ndarray) -> np.ndarray:
        """Customer positive, supplier negative, credit notes the other way, whatever sign the tab writes."""
        types = self.table.texts("side")
        notes = np.array([is_credit_note(self.numbers[i], self.labels[i], types[i]) for i in lines.tolist()])
        cents = self.total[lines]
        for side in ("customer", "supplier"):
            mine = (sides == side) & ~notes & (cents != 0)
            if mine.any() and (cents[mine] < 0).mean() > _ALREADY_SIGNED:
                cents = np.where(sides == side, -cents, cents)
        cents = np.where(notes, -np.abs(cents), cents)
        signed: np.ndarray = cents * np.where(sides == "customer", 1, -1)
        return signed

    def _vat(self, lines: np.ndarray, cents: np.ndarray) -> object:
        """TVA as typed, else the total less the net amount; NA when neither says anything."""
        gross, net, vat = (self.amounts[name] for name in ("amount", "amount_net_of_vat", "vat"))
        derived = ~vat.known & net.known & gross.known
        values = pd.array(np.abs(np.where(derived, self.total - net.cents, vat.cents))[lines] * np.sign(cents), dtype="Int64")
        values[~(vat.known | derived)[lines]] = pd.NA
        return values

    def _paid(self, lines: np.ndarray, cents: np.ndarray) -> object:
        """Paid so far, as typed or from what is left to pay; NA when neither says anything."""
        paid, rest = self.amounts["paid"], self.amounts["remaining"]
        is_typed = (paid.known & (paid.cents != 0))[lines]
        by_rest = rest.known[lines] & ~is_typed
        left = cents - np.abs(rest.cents[lines]) * np.sign(cents)
        values = pd.array(np.where(by_rest, left, np.abs(paid.cents[lines]) * np.sign(cents)), dtype="Int64")
        values[~(is_typed | by_rest)] = pd.NA
        return values

    def _due_dates(self, lines: list[int]) -> tuple[np.ndarray, np.ndarray]:
        """Due dates as typed, else by the terms of the line, else after the usual delay (estimated)."""
        days = self.due.days[lines].copy()
        estimated = np.zeros(len(lines), dtype=bool)
        for k, i in enumerate(lines):
            if self.due.known[i]:
                continue
            terms = self.terms[i] or Terms(self.settings.terms_days)
            days[k] = np.datetime64(terms.due_on(as_date(self.issued.days[i])), "s")
            estimated[k] = self.terms[i] is None
        if estimated.any():
            self.table.find("INVOICE_WITHOUT_DUE_DATE", None, "due_on", count=int(estimated.sum()), days=self.settings.terms_days)
        return days, estimated

    def _statuses(self, lines: list[int]) -> list[str]:
        cells, texts = self.table.cells("status"), self.table.texts("status")
        found: list[str] = []
        for i in lines:
            text = {True: "oui", False: "non"}[bool(cells[i])] if isinstance(cells[i], bool) else texts[i]
            status = status_of(text)
            if status is None:
                self.table.find("STATUS_UNKNOWN", i, "status", text)
            found.append(status or "")
        return found
