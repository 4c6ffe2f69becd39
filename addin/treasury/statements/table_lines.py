"""The lines of one table of a bank: each is an operation, a rejected line, or left out for a reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from addin.treasury.amounts import AmountColumn
from addin.treasury.characters import is_blank, plain
from addin.treasury.currency import currency_code, exponent
from addin.treasury.dates import DateColumn
from addin.treasury.later_headings import Part
from addin.treasury.special_lines import SpecialLines, find_special_lines
from addin.treasury.statements.columns_amounts import AmountsFound, read_marked_amounts
from addin.treasury.statements.columns_dates import DateTexts, OrderFound, parse_date_cells, settle_order
from addin.treasury.statements.columns_layout import MONEY, Layout
from addin.treasury.statements.columns_vocabulary import BANK_COLUMNS, is_pending, line_meanings
from addin.treasury.statements.model import Rejected
from addin.treasury.statements.profiles import Profile
from addin.treasury.statements.table_above import Above, amount_currency, read_above
from addin.treasury.statements.table_signs import Signed, sign_lines
from addin.treasury.table_dates import carry_dates
from addin.treasury.tables import Table, shown
from addin.treasury.tabs import RawTab

_TEXT_FIELDS = ("label", "counterparty", "piece", "reference")
_LONGEST = 200
Rows = Sequence[Sequence[object]]


@dataclass
class TableLines:
    """One table of a bank, read line by line.

    Attributes:
        numbers: line of the file of each row of the grid.
        fate: for each row of the grid: "line", "rejected", or the reason why it is left out.
        continued: row of the table → texts of the lines that continue its label.
    """

    rows: Rows
    table: Table
    layout: Layout
    above: Above
    dates: DateColumn
    value_dates: DateColumn
    order: OrderFound
    amounts: AmountsFound
    signed: Signed
    special: SpecialLines
    codes: list[str]
    currency_from: str
    decimals: int
    keep: np.ndarray
    rejected: list[Rejected]
    fate: np.ndarray
    continued: dict[int, list[str]]
    labels: list[str]
    numbers: np.ndarray
    findings: list[tuple[str, Mapping[str, object]]]

    @property
    def first(self) -> int:
        return self.table.first

    @property
    def balance(self) -> AmountColumn | None:
        """The printed balances."""
        return self.amounts.columns.get("balance")


def read_lines(rows: Rows, layout: Layout, profile: Profile, choices: Mapping[str, str], numbers: np.ndarray, context: str) -> TableLines:
    """Read the lines under the headings.

    Args:
        numbers: line of the file of each row.
        context: names of the file and of the sheet.
    """
    return _Reader(rows, layout, profile, choices, numbers, context).read()


class _Reader:
    def __init__(self, rows: Rows, layout: Layout, profile: Profile, choices: Mapping[str, str], numbers: np.ndarray, context: str) -> None:
        self.rows, self.layout, self.profile, self.choices, self.numbers, self.context = rows, layout, profile, choices, numbers, context
        self.table = Table(RawTab("", rows), layout.headings, BANK_COLUMNS)
        self.refused: dict[int, Rejected] = {}
        self.findings: list[tuple[str, Mapping[str, object]]] = []

    def read(self) -> TableLines:
        table, layout = self.table, self.layout
        head_rows = self.rows[: table.first - (layout.origin != "content" and table.first > 0)]
        above = read_above(head_rows, 2, self.context)
        labels = self._labels()
        dates, value_dates, order = self._dates(above)
        codes, currency_from = self._codes(above)
        decimals = max(exponent(code) for code in {*codes, self.profile.currency})
        amounts = self._amounts(decimals)
        special = find_special_lines(table, dates, amounts.columns, line_meanings(labels))
        live = table.filled & ~special.mask
        pending = live & self._pending()
        live &= ~pending
        moved = _known(amounts.columns)
        undated = live & moved & ~dates.known
        dates = carry_dates(table, dates, live & moved)
        if any(each.code == "DATE_CARRIED" for each in table.findings):
            self.found("TABLE_DATES_CARRIED", undated & dates.known)
        bare = live & ~dates.known & ~moved & ~self._troubled(amounts.columns)
        bare &= ~np.isin(np.arange(table.count), [i for i in dates.troubles if self._is_date_like(i)])
        continued, is_continuation = self._continuations(bare, live, labels)
        live &= ~bare
        rejected = np.zeros(table.count, dtype=bool)
        self._reject_currencies(codes, live, rejected)
        self._reject_amounts(amounts.columns, live, rejected)
        signed = sign_lines(table, layout, amounts.columns, live, rejected, decimals)
        self._reject_both_sides(rejected)
        self._reject_rest(dates, signed, live, rejected)
        keep = live & ~rejected
        self._find_troubles(amounts.columns, value_dates, keep)
        fate = self._fates(above, special, pending, bare, is_continuation, rejected, keep, amounts.columns)
        refused = [self.refused[i] for i in sorted(self.refused)]
        return TableLines(
            self.rows, table, layout, above, dates, value_dates, order, amounts, signed, special, codes, currency_from, decimals, keep,
            refused, fate, continued, labels, self.numbers, self.findings,
        )  # fmt: skip

    # ------------------------------------------------------------------ columns
    def _labels(self) -> list[str]:
        """Label of each line, one line long; further label columns are added when they say something else."""
        table = self.table
        labels = all_collapsed(table.texts("label"))
        for at in table.headings.places.get("label", ())[1:]:
            more = [collapsed(cell) if type(cell) is str else shown(cell) for cell in table.column(at)]
            labels = [
                f"{label} {text}" if text and label and text not in label else label or text
                for label, text in zip(labels, more, strict=True)
            ]
        return labels

    def _dates(self, above: Above) -> tuple[DateColumn, DateColumn, OrderFound]:
        booked = parse_date_cells(self.table.cells("booked_on"), above.period)
        value = parse_date_cells(self.table.cells("value_date"), above.period) if "value_date" in self.table.headings else None
        told = self.choices.get("date_order") or self.profile.date_order
        order = settle_order(booked, value, above.texts, self.context)
        if told and order.why not in ("plain", "same", "days"):
            total = sum(booked.counts.values())
            order = OrderFound(told, "chosen" if "date_order" in self.choices else "profile", total, total)
        column = booked.read(order.order)
        blank = DateTexts([None] * self.table.count, {})
        return column, (value or blank).read(order.order), order

    def _codes(self, above: Above) -> tuple[list[str], str]:
        """Currency of each line, "?" for a word that is none, and what told it."""
        headings = self.table.headings
        head = next((code for name in MONEY if (code := headings.currencies.get(name))), "")
        if head:
            return [head] * self.table.count, "heading"
        in_amounts = amount_currency(self.table.cells(name) for name in ("amount", "debit", "credit"))
        usual = above.currency or in_amounts or self.profile.currency
        origin = "above" if above.currency else "amounts" if in_amounts else "profile" if usual else ""
        if "currency" not in headings:
            return [usual] * self.table.count, origin
        texts = self.table.texts("currency")
        meaning = {text: (currency_code(text) or "?") if text else usual for text in set(texts)}
        return [meaning[text] for text in texts], "column"

    def _amounts(self, decimals: int) -> AmountsFound:
        cells = {name: self.table.cells(name) for name in MONEY if name in self.table.headings}
        told = self.choices.get("decimal") or self.profile.decimal
        found = read_marked_amounts(cells, decimals, told, "chosen" if "decimal" in self.choices else "profile")
        return AmountsFound(_with_one_balance(found.columns), found.mark, found.why, found.count, found.proofs, found.example)

    # ------------------------------------------------------------------ lines left out
    def _pending(self) -> np.ndarray:
        waiting = np.zeros(self.table.count, dtype=bool)
        columns = [self.table.cells("booked_on"), *(self.table.column(at) for at in self.table.headings.places.get("status", ()))]
        for cells in columns:
            words = {cell for cell in {cell for cell in cells if type(cell) is str} if is_pending(cell)}
            if words:
                waiting |= np.fromiter((type(cell) is str and cell in words for cell in cells), dtype=bool, count=self.table.count)
        return waiting

    def _is_date_like(self, i: int) -> bool:
        """An unreadable date that is meant as one: it has digits and marks, or the line has more than one text."""
        cell = self.table.cells("booked_on")[i]
        return not isinstance(cell, str) or re.fullmatch(r"\W*\d{1,4}\s*[/.\- ]\s*[^\W_]{1,9}\s*[/.\- ]\s*\d{1,4}\W*", cell) is not None

    def _continuations(self, bare: np.ndarray, live: np.ndarray, labels: Sequence[str]) -> tuple[dict[int, list[str]], np.ndarray]:
        """Lines with a text in the label columns only, right under an operation: the rest of its label."""
        table = self.table
        found: dict[int, list[str]] = {}
        mask = np.zeros(table.count, dtype=bool)
        if "label" not in table.headings or not bare.any():
            return found, mask
        texts = {at for name in ("label", "counterparty") for at in table.headings.places.get(name, ())}
        owner = -1
        before = -1
        for i in np.flatnonzero(live | table.filled).tolist():
            if not bare[i]:
                owner, before = (i, i) if live[i] else (-1, i)
                continue
            filled = {at for at, cell in table.line(i).items() if not is_blank(cell)}
            if owner >= 0 and before == i - 1 and labels[i] and filled <= texts and len(filled) < 3:
                found.setdefault(owner, []).append(labels[i])
                mask[i] = True
                before = i
            else:
                owner = -1
        return found, mask

    # ------------------------------------------------------------------ lines refused
    def _refuse(self, i: int, name: str, code: str, **details: object) -> None:
        headings = self.table.headings
        column = headings.texts.get(name, "")
        value = shown(self.table.cells(name)[i])[:_LONGEST] if name in headings else ""
        self.refused.setdefault(i, Rejected(self._number(i), column, value, code, details))

    def _number(self, i: int) -> int:
        return int(self.numbers[self.table.first + i])

    def _troubled(self, columns: Mapping[str, AmountColumn]) -> np.ndarray:
        wrong = np.zeros(self.table.count, dtype=bool)
        for name in ("amount", "debit", "credit"):
            if name in columns:
                wrong[[i for i in columns[name].troubles if self._is_number_like(name, i)]] = True
        return wrong

    def _is_number_like(self, name: str, i: int) -> bool:
        """An unreadable amount that is meant as one: digits and marks for the most part, or a line with a date."""
        cell = self.table.cells(name)[i]
        text = "".join(plain(cell).split()) if isinstance(cell, str) else ""
        return not text or (2 * sum(not char.isalpha() for char in text) > len(text) and any(char.isdigit() for char in text))

    def _reject_currencies(self, codes: Sequence[str], live: np.ndarray, rejected: np.ndarray) -> None:
        if "?" in codes:
            for i in [i for i, code in enumerate(codes) if code == "?" and live[i]]:
                self._refuse(i, "currency", "LINE_CURRENCY_UNKNOWN")
                rejected[i] = True

    def _reject_amounts(self, columns: Mapping[str, AmountColumn], live: np.ndarray, rejected: np.ndarray) -> None:
        for name in ("amount", "debit", "credit"):
            for i, trouble in columns[name].troubles.items() if name in columns else ():
                if live[i] and not rejected[i]:
                    self._refuse(i, name, "LINE_AMOUNT_AMBIGUOUS" if trouble == "ambiguous" else "LINE_AMOUNT_UNREADABLE")
                    rejected[i] = True

    def _reject_both_sides(self, rejected: np.ndarray) -> None:
        """What `sign_amounts` has said of lines with a debit and a credit."""
        for finding in [each for each in self.table.findings if each.code == "DEBIT_AND_CREDIT"]:
            assert finding.row is not None
            self._refuse(finding.row - self.table.first - 1, "debit", "LINE_BOTH_SIDES", **finding.details)
        self.table.findings[:] = [each for each in self.table.findings if each.code != "DEBIT_AND_CREDIT"]

    def _reject_rest(self, dates: DateColumn, signed: Signed, live: np.ndarray, rejected: np.ndarray) -> None:
        money = next(name for name in ("amount", "debit", "credit") if name in self.table.headings)
        for i in np.flatnonzero(live & ~rejected & ~dates.known).tolist():
            self._refuse(i, "booked_on", "LINE_DATE_UNREADABLE" if i in dates.troubles else "LINE_DATE_MISSING")
            rejected[i] = True
        for i in np.flatnonzero(live & ~rejected & ~signed.known).tolist():
            self._refuse(i, money, "LINE_AMOUNT_MISSING")
            rejected[i] = True
        for i in np.flatnonzero(live & ~rejected & signed.unknown).tolist():
            self._refuse(i, "direction", "LINE_DIRECTION_UNKNOWN")
            rejected[i] = True

    # ------------------------------------------------------------------ findings without a line of their own
    def found(self, code: str, lines: np.ndarray, name: str = "") -> None:
        """Remember something about several lines: how many, and the first."""
        first = int(np.flatnonzero(lines)[0])
        details: dict[str, object] = {"count": int(lines.sum()), "line": self._number(first)}
        if name:
            details["value"] = shown(self.table.cells(name)[first])[:_LONGEST]
        self.findings.append((code, details))

    def _find_troubles(self, columns: Mapping[str, AmountColumn], value_dates: DateColumn, keep: np.ndarray) -> None:
        for name, code, places in (
            ("value_date", "TABLE_VALUE_DATES_UNREADABLE", list(value_dates.troubles)),
            ("balance", "TABLE_BALANCES_UNREADABLE", list(columns["balance"].troubles) if "balance" in columns else []),
            *((side, "TABLE_AMOUNTS_ROUNDED", list(columns[side].rounded)) for side in ("amount", "debit", "credit") if side in columns),
        ):
            mask = np.zeros(self.table.count, dtype=bool)
            mask[places] = True
            if (mask & keep).any():
                self.found(code, mask & keep, name if name in self.table.headings else "")

    # ------------------------------------------------------------------ the count
    def _fates(
        self,
        above: Above,
        special: SpecialLines,
        pending: np.ndarray,
        bare: np.ndarray,
        is_continuation: np.ndarray,
        rejected: np.ndarray,
        keep: np.ndarray,
        columns: Mapping[str, AmountColumn],
    ) -> np.ndarray:
        """What becomes of each row of the grid."""
        table = self.table
        fate = np.full(len(self.rows), "blank", dtype=object)
        for r in range(min(table.first, len(self.rows))):
            if not all(is_blank(cell) for cell in self.rows[r]):
                fate[r] = "balance" if r in above.balance_rows else "junk"
        if self.layout.origin != "content" and 0 < table.first <= len(self.rows):
            fate[table.first - 1] = "heading"
        body = np.full(table.count, "blank", dtype=object)
        body[table.filled | table.is_aside] = "junk"
        body[table.part == Part.HEADING] = "heading"
        body[special.totals] = "total"
        body[special.balances] = "balance"
        body[pending] = "pending"
        body[bare] = "junk"
        body[is_continuation] = "continuation"
        body[rejected] = "rejected"
        body[keep] = "line"
        fate[table.first :] = body[: len(self.rows) - table.first]
        unread = ((table.part == Part.BELOW) & table.filled & _known(columns)) | np.isin(np.arange(table.count), special.below)
        if unread.any():
            self.found("TABLE_LINES_BELOW", unread)
        return fate


def collapsed(text: str) -> str:
    """One line, spaces collapsed."""
    return " ".join(text.split())


def all_collapsed(texts: Sequence[str]) -> list[str]:
    """`collapsed` of texts without spaces at their ends; those that nearly all statements hold are quick."""
    whole = "".join(texts)
    return list(texts) if "  " not in whole and whole.isprintable() else [collapsed(text) for text in texts]


def _known(columns: Mapping[str, AmountColumn]) -> np.ndarray:
    known: np.ndarray = np.logical_or.reduce([columns[name].known for name in ("amount", "debit", "credit") if name in columns])
    return known


def _with_one_balance(columns: Mapping[str, AmountColumn]) -> dict[str, AmountColumn]:
    """« Solde débiteur » and « Solde créditeur » as one signed balance."""
    out = {name: column for name, column in columns.items() if not name.startswith("balance_")}
    parts = [(sign, columns[name]) for sign, name in ((-1, "balance_debit"), (1, "balance_credit")) if name in columns]
    if parts and "balance" not in out:
        cents = np.sum([sign * np.where(column.known, np.abs(column.cents), 0) for sign, column in parts], axis=0)
        known = np.logical_or.reduce([column.known for _, column in parts])
        out["balance"] = AmountColumn(cents, known, {}, ())
    return out


def reasons(fate: np.ndarray) -> dict[str, int]:
    """Reason → number of rows left out."""
    counts = Counter(fate.tolist())
    return {reason: n for reason, n in counts.items() if reason not in ("line", "rejected")}
