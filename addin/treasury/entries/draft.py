"""All entries that are ready to be exported at a date, and every row that is not, with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from addin.messages import Finding
from addin.treasury.dates import as_date
from addin.treasury.dossier import Dossier
from addin.treasury.entries.bank_entries import BankPosting, Refused, bounced_links
from addin.treasury.entries.classified import Classified
from addin.treasury.entries.groups import Groups, Row, lettered
from addin.treasury.entries.invoice_entries import InvoicePosting
from addin.treasury.entries.journals import Journals
from addin.treasury.entries.model import Drafted, Entry, Skipped
from addin.treasury.entries.plan import Plan
from addin.treasury.entries.register import ExportRegister, recognised_invoices, recognised_lines
from addin.treasury.entries.settings import EntrySettings
from addin.treasury.entries.shares import Share, shares
from addin.treasury.money_text import money_text
from addin.treasury.settlement import Settlement

CASH_LIMIT_CENTS = 1_000_000_00
"""A purchase invoice above it, taxes included, paid in cash gives no right to deduct (LF 2023, DOMAIN 8: to be confirmed)."""


def draft_entries(
    dossier: Dossier, settlement: Settlement, as_of: date, settings: EntrySettings, journals: Journals, register: ExportRegister
) -> Drafted:
    """The entries (écritures) of the rows that she has validated and that no export holds yet.

    Validated: a bank line up to the closing date that she has classified, or that is proven to pay an invoice, to belong to a transfer
    or to a bounced payment; an invoice with number, date, tiers, account and TVA. Entries always balance, to the centime.

    Args:
        settlement: `settle_invoices(dossier, as_of)`.
        as_of: closing date (arrêté), included.
    """
    return _Draft(dossier, settlement, as_of, settings, journals, register).drafted()


class _Draft:
    def __init__(
        self, dossier: Dossier, settlement: Settlement, as_of: date, settings: EntrySettings, journals: Journals, register: ExportRegister
    ) -> None:
        self.dossier, self.settlement, self.settings, self.journals, self.register = dossier, settlement, settings, journals, register
        booked = dossier.operations["booked_on"]
        lines = dossier.operations[booked <= pd.Timestamp(as_of)]
        self.lines = lines.sort_values(["booked_on", "account", "position"], kind="stable")
        self.skipped: list[Skipped] = []
        self.findings: list[Finding] = []
        self._before = 0
        classified = Classified(dossier)
        self.invoices = InvoicePosting(dossier, settlement, settings, classified)
        self.shares: dict[int, list[Share]] = shares(dossier, settlement, self.invoices)
        pairs: list[tuple[Row, Row]] = [
            (("operation", operation), ("invoice", each.invoice)) for operation, its in self.shares.items() for each in its
        ]
        pairs += [(("operation", one), ("operation", other)) for one, other in bounced_links(self.lines)]
        self.groups = Groups(pairs)
        self.bank = BankPosting(dossier, self.lines, settings, classified, self.invoices, self.shares, self.groups)
        memory = register.memory()
        # Exported rows may stand after this closing date or in cancelled invoices: they are looked for among all rows.
        self.known_lines = recognised_lines(dossier.operations, memory)
        self.known_invoices = recognised_invoices(dossier.invoices, memory)

    def drafted(self) -> Drafted:
        """The entries in order, lettered."""
        entries = [*self._of_invoices(), *self._of_lines()]
        entries.sort(key=lambda entry: (entry.on, entry.journal, entry.piece_on, entry.sheet, entry.row))
        entries, letters = lettered(entries, self.groups, self.register.letters)
        start = self.register.entries
        entries = [
            replace(entry, number=start + n, piece=entry.piece or f"{entry.journal}{start + n:06d}") for n, entry in enumerate(entries, 1)
        ]
        self._say_what_was_closed(entries)
        if self._before and self.settings.starts_on is not None:
            self.findings.append(
                Finding("EXPORT_BEFORE_START", details={"count": self._before, "day": f"{self.settings.starts_on:%d/%m/%Y}"})
            )
        lost = self.known_lines.lost + self.known_invoices.lost
        if lost:
            self.findings.append(Finding("EXPORTED_ROWS_GONE", details={"count": lost}))
        known = int(self.known_lines.known.sum() + self.known_invoices.known.sum())
        return Drafted(tuple(entries), tuple(self.skipped), tuple(self.findings), known, letters)

    # ------------------------------------------------------------------------------------------ invoices
    def _of_invoices(self) -> list[Entry]:
        out = []
        at = {int(index): n for n, index in enumerate(self.dossier.invoices.index)}
        line_at = {int(index): n for n, index in enumerate(self.dossier.operations.index)}
        paid_directly = {each.invoice for line, its in self.shares.items() for each in its if self.known_lines.direct[line_at[line]]}
        cash = set(self.dossier.accounts.loc[self.dossier.accounts["kind"] == "cash", "account"])
        accounts = self.dossier.operations["account"]
        paid_in_cash = {each.invoice for line, its in self.shares.items() for each in its if accounts.at[line] in cash}
        estimated: list[int] = []
        usual = 0
        for index, row in self.settlement.invoices.iterrows():
            number = int(index)  # type: ignore[call-overload]
            mine = self.invoices.posted[number]
            if self.known_invoices.known[at[number]] or self._is_before(row["issued_on"]):
                continue
            reason = (
                "changed" if self.known_invoices.changed[at[number]] else "payment_exported" if number in paid_directly else mine.refusal
            )
            if reason:
                self._skip(row, reason)
                continue
            issued = as_date(row["issued_on"])
            on = self._day(issued)
            journal = self.journals.sales if mine.side == "customer" else self.journals.purchases
            label = f"{mine.party} {str(row['number']).strip()}".strip()
            out.append(
                Entry(
                    journal,
                    on,
                    _clean(row["number"]),
                    issued,
                    _clean(label),
                    self.invoices.postings(number, self.groups.of(("invoice", number))),
                    "customer" if mine.side == "customer" else "supplier",
                    number,
                    str(row["sheet"]),
                    int(row["row"]),
                )
            )
            if mine.vat_is_estimated:
                estimated.append(number)
            usual += mine.is_default
            if mine.side == "supplier" and mine.vat_base_cents and abs(mine.base_cents or 0) > CASH_LIMIT_CENTS and number in paid_in_cash:
                told = {
                    "number": row["number"],
                    "counterparty": mine.party,
                    "amount": money_text(-(mine.base_cents or 0), self.dossier.base_currency),
                }
                self.findings.append(Finding("EXPORT_CASH_VAT", str(row["sheet"]), int(row["row"]), details=told))
        if estimated:
            self.findings.append(self._on_rows("EXPORT_VAT_ESTIMATED", self.settlement.invoices.loc[estimated]))
        if usual:
            self.findings.append(Finding("EXPORT_SALES_ACCOUNT", details={"count": usual, "account": self.settings.accounts["sales"]}))
        return out

    # ------------------------------------------------------------------------------------------ bank lines
    def _of_lines(self) -> list[Entry]:
        out = []
        at = {int(index): n for n, index in enumerate(self.dossier.operations.index)}
        undated = self.dossier.operations["booked_on"].isna()
        for _, row in self.dossier.operations[undated].iterrows():
            self._skip(row, "no_date")
        names = list(self.lines.columns)
        for index, *values in self.lines.itertuples(name=None):
            if self.known_lines.known[at[index]]:
                continue
            line = dict(zip(names, values, strict=True))
            if self._is_before(line["booked_on"]):
                continue
            if self.known_lines.changed[at[index]]:
                self._skip(line, "changed")
                continue
            made = self.bank.made(int(index), line)
            if isinstance(made, Refused):
                self._skip(line, made.reason)
                continue
            booked = as_date(line["booked_on"])
            out.append(
                Entry(
                    self.journals.of_account[str(line["account"])],
                    self._day(booked),
                    _clean(line["piece"]) or self._number_paid(int(index)),
                    booked,
                    _clean(line["label"]) or _clean(line["party"]) or str(line["account"]),
                    made.postings,
                    "operation",
                    int(index),
                    str(line["sheet"]),
                    int(line["row"]),
                    made.direct,
                )
            )
        return out

    def _number_paid(self, index: int) -> str:
        """Number of the only invoice that a line pays."""
        its = self.shares.get(index, ())
        return _clean(self.settlement.invoices.at[its[0].invoice, "number"]) if len(its) == 1 else ""

    def _is_before(self, day: pd.Timestamp) -> bool:
        """The accountant has it already."""
        start = self.settings.starts_on
        is_before = start is not None and pd.notna(day) and as_date(day) < start
        self._before += is_before
        return is_before

    def _day(self, on: date) -> date:
        """The day of the entry: in a closed month nothing is written any more, the first open day takes it."""
        closed = self.settings.closed_until
        return on if closed is None or on > closed else closed + timedelta(days=1)

    def _say_what_was_closed(self, entries: Sequence[Entry]) -> None:
        moved = [entry for entry in entries if entry.on != entry.piece_on]
        if moved and self.settings.closed_until is not None:
            details = {"count": len(moved), "closed": f"{self.settings.closed_until:%d/%m/%Y}", "day": f"{moved[0].on:%d/%m/%Y}"}
            self.findings.append(Finding("EXPORT_CLOSED_MONTH", details=details))

    def _skip(self, row: object, reason: str) -> None:
        sheet, number, cents = row["sheet"], int(row["row"]), int(row["amount_cents"])  # type: ignore[index]
        self.skipped.append(Skipped(str(sheet), number, reason, cents, _clean(row["category"])))  # type: ignore[index]

    @staticmethod
    def _on_rows(code: str, rows: pd.DataFrame) -> Finding:
        first = rows.iloc[0]
        same = rows[rows["sheet"] == first["sheet"]]
        also = tuple(int(row) for row in same["row"].to_numpy(dtype=np.int64)[1:])
        return Finding(code, str(first["sheet"]), int(first["row"]), details={"count": len(rows)}, also_rows=also)


def unknown_accounts(entries: Sequence[Entry], plan: Plan, *, strict: bool) -> list[tuple[str, int, str, int]]:
    """Accounts of entries that are not in the plan: account, how often, sheet and row of the first.

    Args:
        strict: only those that she listed herself are good.
    """
    uses: Counter[str] = Counter()
    first: dict[str, tuple[str, int]] = {}
    for entry in entries:
        for posting in entry.postings:
            is_known = posting.account in plan.hers if strict and plan.hers else plan.holds(posting.account)
            if not is_known:
                uses[posting.account] += 1
                first.setdefault(posting.account, (entry.sheet, entry.row))
    return [(account, count, *first[account]) for account, count in sorted(uses.items())]


def _clean(text: object) -> str:
    """A text on one line, without characters that a file of entries cannot hold."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in str(text)).split())
