"""One tab of operations (opérations bancaires, caisse, cartes) read as it is.

Total lines, repeated headings, blank lines and opening balances are recognised; each other row is either an operation or
a finding with its place. The running balance (Solde) is checked line by line and settles the order of the tab and, when
needed, the sense of its Débit and Crédit columns.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import numpy as np
import pandas as pd

from addin.messages import Finding
from addin.treasury.amount_columns import AMOUNT_FIELDS, read_amount_columns
from addin.treasury.amounts import AmountColumn
from addin.treasury.column_contents import settle_operations
from addin.treasury.currency import currency_code, exponent
from addin.treasury.dates import DateColumn, read_dates
from addin.treasury.headings import Headings, simplify
from addin.treasury.later_headings import Part
from addin.treasury.lines_above import balances_above, currency_above, period_above
from addin.treasury.signs import SignedAmounts, money, sign_amounts
from addin.treasury.special_lines import SpecialLines, find_special_lines
from addin.treasury.tab_balances import Lines, Material, prove
from addin.treasury.table_dates import carry_dates, report_dates
from addin.treasury.tables import Table, column_letter, shown
from addin.treasury.tabs import RawTab
from addin.treasury.vocabularies import CONFIDENCE_HEADING, OPERATIONS, REASON_HEADING

_TEXT_FIELDS = ("category", "scf_account", "counterparty", "piece", "project", "card", "receipt")
_NEEDED = ("booked_on", *AMOUNT_FIELDS, "direction", "currency", "account")
CurrencyOf = Callable[[str], str]
"""Account name → ISO code of its currency."""


@dataclass
class TabOperations:
    """The operations of one tab, in chronological order, and what else the tab says.

    `columns` holds arrays or lists of equal length: row, booked_on, value_date, amount_cents, balance_cents (int64),
    has_balance (bool), account, currency and the text fields.

    Attributes:
        headings: the columns as they were read.
        opening_cents: balance before the first line, when a line of the tab states a balance.
        is_start_certain: no rejected line stands before the first balance.
    """

    sheet: str
    columns: dict[str, Any]
    headings: Headings
    opening_cents: int | None = None
    opening_on: date | None = None
    is_start_certain: bool = True
    balance_check: Literal["ok", "broken", "absent"] = "absent"
    left_out: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.columns["row"])


def read_operations(tab: RawTab, headings: Headings, currency_of: CurrencyOf, aside: tuple[int, ...] = ()) -> TabOperations:
    """Read the lines under the headings.

    Args:
        currency_of: currency of an account when neither its lines nor the headings say one.
        aside: first columns of further tables of operations beside this one.
    """
    return _Reader(tab, headings, currency_of).read(aside)


class _Reader:
    """The steps of reading one tab; they share the table, the lines already refused and the counts of lines left out."""

    def __init__(self, tab: RawTab, headings: Headings, currency_of: CurrencyOf) -> None:
        self.tab = tab
        self.table = Table(tab, settle_operations(tab.rows, headings), OPERATIONS)
        self.currency_of = currency_of
        self.rejected = np.zeros(self.table.count, dtype=bool)
        self.left_out: Counter[str] = Counter()

    def read(self, aside: tuple[int, ...]) -> TabOperations:
        table = self.table
        table.report_headings()
        for at in aside:
            table.find("SIDE_TABLE_UNREAD", None, columns=column_letter(at))
        dates = read_dates(table.cells("booked_on"), period_above(self.tab, table.first - 1))
        labels, account = self._labels(), self._accounts()
        codes = self._codes(account)
        decimals = max(exponent(code) for code in {*filter(None, codes), self.currency_of(self.tab.sheet)})
        columns = read_amount_columns(table, decimals)
        special = find_special_lines(table, dates, columns, labels)
        self._count(special)
        live = table.filled & ~special.mask
        self._report_errors(live)
        live &= ~self.rejected
        dates = carry_dates(table, dates, live & _any_known(columns))
        live &= ~self._comments(live, dates, _any_known(columns) | self._has_trouble(columns))
        self._report_currencies(codes, live)
        self._report_amounts(columns, live, codes, decimals)
        amounts = sign_amounts(table, columns, live, self.rejected, decimals)
        report_dates(table, dates, live, amounts.known, self.rejected)
        for i in np.flatnonzero(live & dates.known & ~amounts.known & ~self.rejected).tolist():
            table.find("AMOUNT_MISSING", i, self._amount_field())
        keep = live & dates.known & amounts.known & ~self.rejected
        self.rejected |= live & ~keep
        self.left_out["rejected"] += int(self.rejected.sum())
        material = Material(table, dates, columns, special, balances_above(self.tab, table.first - 1, decimals), self.rejected, decimals)
        return self._assemble(np.flatnonzero(keep), material, amounts, labels, account, codes)

    # ------------------------------------------------------------------ texts
    def _labels(self) -> list[str]:
        """The label of each line; a second label column (Libellé + Détail) is added when it says something else."""
        labels = [" ".join(text.split()) if "\n" in text else text for text in self.table.texts("label")]
        headings = {at: simplify(text) for at, text in self.table.headings.cells.items()}
        for at in self.table.headings.others("label"):
            if headings[at] == REASON_HEADING and CONFIDENCE_HEADING in headings.values():
                continue  # what « Catégoriser » wrote beside the line
            more = [cell.strip() if type(cell) is str else shown(cell) for cell in self.table.column(at)]
            labels = [
                f"{label} {text}" if text and label and text not in label else label or text
                for label, text in zip(labels, more, strict=True)
            ]
        return labels

    def _accounts(self) -> np.ndarray:
        """Account of each line: the Compte column, else the name of the tab."""
        account = np.full(self.table.count, self.tab.sheet, dtype=object)
        if "account" in self.table.headings:
            account[:] = [text or self.tab.sheet for text in self.table.texts("account")]
        return account

    def _codes(self, account: np.ndarray) -> list[str]:
        """Currency of each line, "" for an unknown one.

        What the heading of the amount says comes first (« Montant DA » beside « Montant devise »), then the line, then the lines
        above the headings, then the account.
        """
        headings = self.table.headings
        head = next((code for name in (*AMOUNT_FIELDS, "balance") if (code := headings.currencies.get(name))), "")
        above = head or currency_above(self.tab, self.table.first - 1)
        group, names = pd.factorize(account)
        usual: list[str] = np.array([above or self.currency_of(name) for name in names], dtype=object)[group].tolist()
        if "currency" not in headings:
            return usual
        is_elsewhere = bool(head) or "foreign_amount" in headings  # the line's currency is that of another column
        stated = [currency_code(text) if text else code for text, code in zip(self.table.texts("currency"), usual, strict=True)]
        return [("" if own is None else code if is_elsewhere else own) for own, code in zip(stated, usual, strict=True)]

    # ------------------------------------------------------------------ lines left out
    def _count(self, special: SpecialLines) -> None:
        table = self.table
        self.left_out.update(special.counts)
        last = int(np.flatnonzero(table.filled | table.is_aside)[-1]) if (table.filled | table.is_aside).any() else -1
        self.left_out["blank"] = int((~table.filled & ~table.is_aside)[: last + 1].sum())
        self.left_out["comment"] += int(table.is_aside.sum())
        if special.below:
            table.find("BELOW_TABLE", special.below[0], count=len(special.below))
        starts = np.flatnonzero((table.part[1:] == Part.BELOW) & (table.part[:-1] == Part.HEADING)) + 1
        for start in starts.tolist():
            stop = next((i for i in range(start, table.count) if table.part[i] != Part.BELOW), table.count)
            dated = int(read_dates(list(table.cells("booked_on"))[start:stop]).known.sum())
            if dated:
                table.find("OTHER_TABLE_UNREAD", start, count=dated)

    def _comments(self, live: np.ndarray, dates: DateColumn, has_amount: np.ndarray) -> np.ndarray:
        """Lines without amount and without date: continued labels, titles between two months."""
        bare: np.ndarray = live & ~dates.known & ~has_amount
        for i in dates.troubles:
            if bare[i]:
                bare[i] = not _looks_like_date(self.table.cells("booked_on")[i]) or len(self.table.words(i)) < 2
        self.left_out["comment"] += int(bare.sum())
        if bare.any():
            self.table.find("ROW_NOT_OPERATION", None, count=int(bare.sum()))
        return bare

    def _report_errors(self, live: np.ndarray) -> None:
        """Errors and never calculated formulas: the line is refused when its date or amount is concerned."""
        table = self.table
        needed = {table.headings.columns[name]: name for name in _NEEDED if name in table.headings}
        aside: dict[int, list[int]] = {}
        for (i, c), text in sorted(table.errors.items()):
            if not live[i]:
                continue
            if c in needed:
                if not self.rejected[i]:
                    table.find("CELL_ERROR" if text else "CELL_NOT_CALCULATED", i, needed[c], text)
                self.rejected[i] = True
            else:
                aside.setdefault(c, []).append(i)
        for c, lines in aside.items():
            heading = table.headings.cells.get(c, column_letter(c))
            rows = [table.row(i) for i in lines]
            table.findings.append(Finding("CELL_ERROR_ASIDE", self.tab.sheet, rows[0], heading, "", {"count": len(rows)}, tuple(rows[1:])))

    # ------------------------------------------------------------------ amounts
    def _amount_field(self) -> str:
        return next(name for name in AMOUNT_FIELDS if name in self.table.headings)

    def _has_trouble(self, columns: dict[str, AmountColumn]) -> np.ndarray:
        wrong = np.zeros(self.table.count, dtype=bool)
        for name in AMOUNT_FIELDS:
            if name in columns:
                wrong[list(columns[name].troubles)] = True
        return wrong

    def _report_currencies(self, codes: list[str], live: np.ndarray) -> None:
        if "currency" not in self.table.headings:
            return
        for i, text in enumerate(self.table.texts("currency")):
            if text and not codes[i] and live[i] and not self.rejected[i]:
                self.table.find("CURRENCY_UNKNOWN", i, "currency", text)
                self.rejected[i] = True

    def _report_amounts(self, columns: dict[str, AmountColumn], live: np.ndarray, codes: list[str], decimals: int) -> None:
        for name in AMOUNT_FIELDS:
            if name not in columns:
                continue
            cells, column = self.table.cells(name), columns[name]
            for i, trouble in sorted(column.troubles.items()):
                if live[i] and not self.rejected[i]:
                    self.table.find("AMOUNT_AMBIGUOUS" if trouble == "ambiguous" else "AMOUNT_UNREADABLE", i, name, cells[i])
                    self.rejected[i] = True
            rounded = set(column.rounded)
            for code in {*codes} - {""}:  # a tab that mixes dinars and Tunisian dinars is read in thousandths
                if (extra := decimals - exponent(code)) > 0:
                    finer = live & column.known & (column.cents % 10**extra != 0)
                    rounded |= {i for i in np.flatnonzero(finer).tolist() if codes[i] == code}
            for i in sorted(rounded):
                if live[i] and not self.rejected[i]:
                    shown_as = money(_coarser(column.cents[i], decimals - exponent(codes[i])), exponent(codes[i]))
                    self.table.find("AMOUNT_TOO_PRECISE", i, name, cells[i], rounded=shown_as)

    # ------------------------------------------------------------------ the result
    def _assemble(
        self, at: np.ndarray, material: Material, amounts: SignedAmounts, labels: list[str], account: np.ndarray, codes: list[str]
    ) -> TabOperations:
        """The kept lines in chronological order."""
        table = self.table
        none = AmountColumn(np.zeros(table.count, dtype=np.int64), np.zeros(table.count, dtype=bool), {}, ())
        printed = material.columns.get("balance", none)
        kept = set(at.tolist()) if printed.troubles else set()
        for i in sorted(kept & printed.troubles.keys()):
            table.find("BALANCE_UNREADABLE", i, "balance", table.cells("balance")[i])
        self._report_blank_accounts(at)
        lines = Lines(at, account[at], printed.cents[at], printed.known[at])
        proof = prove(material, lines, amounts, labels)
        currency = np.array(codes, dtype=object)[at]
        cents, balance = proof.cents, lines.balance
        for code in set(currency.tolist()):
            if (extra := material.decimals - exponent(code)) > 0:
                cents, balance = (np.where(currency == code, _coarser(values, extra), values) for values in (cents, balance))
        order = proof.order
        picked = at[order].tolist()
        result: dict[str, Any] = {
            "row": at[order] + table.first + 1,
            "booked_on": material.dates.days[at][order],
            "value_date": read_dates(table.cells("value_date")).days[at][order],
            "amount_cents": cents[order],
            "balance_cents": balance[order],
            "has_balance": lines.has_balance[order] & (not proof.is_shared),
            "account": lines.account[order],
            "currency": currency[order],
            "label": [labels[i] for i in picked],
        }
        for name in _TEXT_FIELDS:
            cells = table.cells(name)
            chosen = [cells[i] for i in picked] if name in table.headings else []
            result[name] = [cell.strip() if type(cell) is str else shown(cell) for cell in chosen] or [""] * len(picked)
        return TabOperations(
            self.tab.sheet,
            result,
            table.headings,
            proof.opening_cents,
            proof.opening_on,
            proof.is_start_certain,
            proof.check,
            dict(+self.left_out),
            table.findings,
        )

    def _report_blank_accounts(self, at: np.ndarray) -> None:
        """Lines without account in a tab that gives one to the others: they count under the name of the tab."""
        if "account" not in self.table.headings:
            return
        named = self.table.texts("account")
        rows = [self.table.row(i) for i in at.tolist() if not named[i]]
        if rows and len(rows) < len(at):
            heading, details = self.table.headings.texts["account"], {"account": self.tab.sheet}
            self.table.findings.append(Finding("ACCOUNT_BLANK", self.tab.sheet, rows[0], heading, "", details, tuple(rows[1:])))


def _any_known(columns: dict[str, AmountColumn]) -> np.ndarray:
    known: np.ndarray = np.logical_or.reduce([columns[name].known for name in AMOUNT_FIELDS if name in columns])
    return known


def _coarser(cents: Any, extra: int) -> Any:
    """Minor units with fewer decimals, rounded half away from zero."""
    return np.sign(cents) * ((np.abs(cents) + 10**extra // 2) // 10**extra) if extra > 0 else cents


def _looks_like_date(cell: object) -> bool:
    return not isinstance(cell, str) or re.fullmatch(r"\W*\d{1,4}\s*[/.\- ]\s*[^\W_]{1,9}\s*[/.\- ]\s*\d{1,4}\W*", cell) is not None
