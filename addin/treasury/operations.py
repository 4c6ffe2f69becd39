"""One tab of operations (opérations bancaires, caisse, cartes) read as it is.

Total lines, repeated headings, blank lines and opening balances are recognised; each other row is either an operation or
a finding with its place. The running balance (Solde) is checked line by line and settles the order of the tab and, when
needed, the sign habit of its Débit and Crédit columns.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import numpy as np

from addin.messages import Finding
from addin.treasury.amounts import AmountColumn, read_amounts
from addin.treasury.currency import currency_code, exponent, to_decimal
from addin.treasury.dates import DateColumn, as_date, read_dates
from addin.treasury.headings import Headings, simplify
from addin.treasury.tabs import RawTab

_TOTAL = re.compile(r"(sous )?tota(l|ux)( .*)?|cumul( .*)?|total general.*|ensemble|somme")
_OPENING = re.compile(r"(ancien|solde) (solde|initial|precedent|anterieur|d ouverture|reporte|debut|debiteur reporte|crediteur reporte|de depart|au debut).*|ancien solde.*|report( a nouveau| solde| du solde| precedent)?( .*)?|a nouveau.*|solde (debiteur|crediteur) (initial|precedent).*")  # fmt: skip
_CLOSING = re.compile(r"(nouveau solde|solde (final|au|actuel|fin|de cloture|arrete|a reporter|debiteur|crediteur|cloture)|a reporter).*|solde")
_PURE_TOTAL = re.compile(r"(sous )?tota(l|ux)( (general|generaux|du mois|mois|des mouvements|mouvements|periode|de la periode|mensuel|debit|credit|a reporter))*")
_FIRST_WORDS = ("total", "sous", "cumul", "ensemble", "somme", "ancien", "solde", "report", "a nouveau", "à nouveau", "nouveau", "a reporter", "à reporter")
_DIRECTIONS = {"d": -1, "debit": -1, "deb": -1, "sortie": -1, "s": -1, "depense": -1, "paiement": -1, "out": -1, "c": 1, "credit": 1, "cred": 1, "entree": 1, "e": 1, "recette": 1, "encaissement": 1}
_TEXT_FIELDS = ("label", "category", "scf_account", "counterparty", "piece", "project", "card", "receipt")
_YEARS = 20


@dataclass
class TabOperations:
    """The operations of one tab, in chronological order, and what else the tab says.

    `columns` holds arrays or lists of equal length: row, booked_on, value_date, amount_cents, balance_cents (int64),
    has_balance (bool), account, currency and the text fields.
    """

    sheet: str
    columns: dict[str, object]
    opening_cents: int | None = None
    opening_on: date | None = None
    balance_check: Literal["ok", "broken", "absent"] = "absent"
    left_out: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.columns["row"])  # type: ignore[arg-type]


def read_operations(tab: RawTab, headings: Headings, currency_of: dict[str, str], default_currency: str) -> TabOperations:
    """Read the lines under the headings.

    Args:
        currency_of: simplified account name → declared currency (`Comptes`).
        default_currency: currency of an account for which nothing says one.
    """
    return _Reader(tab, headings, currency_of, default_currency).read()


class _Reader:
    """The steps of reading one tab; they share the columns and the growing list of findings."""

    def __init__(self, tab: RawTab, headings: Headings, currency_of: dict[str, str], default_currency: str) -> None:
        self.tab, self.headings = tab, headings
        self.currency_of, self.default_currency = currency_of, default_currency
        self.first = headings.row  # 0-based index of the first line under the headings
        body = tab.rows[self.first :]
        width = max((len(row) for row in body), default=0)
        ragged = any(len(row) != width for row in body)
        if ragged:
            body = [list(row) + [None] * (width - len(row)) for row in body]
        self.by_column: list[Sequence[object]] = list(zip(*body, strict=True))
        self.count = len(body)
        self.findings: list[Finding] = []
        self.rejected = np.zeros(self.count, dtype=bool)
        self.left_out: Counter[str] = Counter()

    def cells(self, name: str) -> Sequence[object]:
        at = self.headings.columns.get(name)
        if at is None or at >= len(self.by_column):
            return ("",) * self.count
        return self.by_column[at]

    def row(self, i: int) -> int:
        return self.first + int(i) + 1

    def find(self, code: str, i: int | None, name: str = "", value: object = "", **details: object) -> None:
        heading = self.headings.texts.get(name, "")
        row = None if i is None else self.row(i)
        self.findings.append(Finding(code, self.tab.sheet, row, heading, _shown(value), details))

    def read(self) -> TabOperations:
        self._report_duplicate_headings()
        dates = read_dates(self.cells("booked_on"))
        value_dates = read_dates(self.cells("value_date"))
        filled = self._filled()
        labels = [cell.strip() if type(cell) is str else _shown(cell) for cell in self.cells("label")]
        special = self._special_lines(labels, dates, filled)
        errors = self._error_rows()
        live = filled & ~special & ~errors
        currencies = self._currencies(live)
        amount, has_amount = self._amounts(live, currencies)
        dated = dates.known
        comment = live & ~dated & ~has_amount & ~self.rejected & ~self._troubled(dates)
        self.left_out["comment"] += int(comment.sum())
        live &= ~comment
        self._report_dates(dates, live, has_amount)
        missing = live & dated & ~has_amount & ~self.rejected
        for i in np.flatnonzero(missing):
            self.find("AMOUNT_MISSING", i, self._amount_field())
        keep = live & dated & has_amount & ~self.rejected
        self.left_out["rejected"] += int((live & ~keep).sum()) + int((errors & filled & ~special).sum())
        return self._assemble(keep, dates, value_dates, labels, amount, currencies)

    # ------------------------------------------------------------------ lines that are not operations
    def _filled(self) -> np.ndarray:
        filled = np.zeros(self.count, dtype=bool)
        for cells in self.by_column:
            filled |= np.fromiter((cell is not None and cell != "" and not (type(cell) is str and not cell.strip()) for cell in cells), dtype=bool, count=self.count)
        for r, _ in self.tab.errors:
            if r >= self.first:
                filled[r - self.first] = True
        self.left_out["blank"] = int((~filled[: _last(filled) + 1]).sum())
        return filled

    def _special_lines(self, labels: list[str], dates: DateColumn, filled: np.ndarray) -> np.ndarray:
        """Repeated headings, total lines, opening and closing balances: marked, counted, and their amounts used as proof."""
        special = np.zeros(self.count, dtype=bool)
        self.opening: tuple[int, int | None] | None = None  # (line, cents)
        self.totals: list[int] = []
        heads = {simplify(text) for text in self.headings.texts.values()}
        label_at = self.headings.columns.get("label", -1)
        suspects = [i for i, text in enumerate(labels) if text and text.lower().startswith(_FIRST_WORDS)]
        suspects += [i for i in np.flatnonzero(filled & ~dates.known).tolist() if i not in set(suspects)] if not dates.known.all() else []
        for i in sorted(set(suspects)):
            if not filled[i]:
                continue
            cells = [column[i] for column in self.by_column]
            texts = [cell.strip() for cell in cells if isinstance(cell, str) and cell.strip()]
            simple = [simplify(text) for text in texts]
            if not dates.known[i] and len(simple) >= 2 and sum(text in heads for text in simple) >= max(2, len(heads) // 2):
                special[i] = True
                self.left_out["heading"] += 1
                continue
            label = simplify(labels[i]) if label_at >= 0 else ""
            first = next((text for text in (label, *simple) if text), "")
            opens = _OPENING.fullmatch(first) or (first.startswith("solde") and _CLOSING.fullmatch(first) and not dates.known[:i].any())
            if opens and self.opening is None and not self.left_out["opening"]:
                special[i] = True
                self.left_out["opening"] += 1
                self.opening = (i, None)
            elif (dates.known[i] and _PURE_TOTAL.fullmatch(label)) or not dates.known[i] and (_TOTAL.fullmatch(first) or (_OPENING.fullmatch(first) and self.left_out["opening"])):
                special[i] = True
                self.left_out["total"] += 1
                self.totals.append(i)
            elif _CLOSING.fullmatch(first) and (not dates.known[i] or self._no_movement(i)):
                special[i] = True
                self.left_out["total"] += 1
        return special

    def _no_movement(self, i: int) -> bool:
        return all(self.cells(name)[i] in (None, "", 0, 0.0) for name in ("amount", "debit", "credit"))

    def _error_rows(self) -> np.ndarray:
        """Rows whose date or amount cell holds an error: reported and left out."""
        wrong = np.zeros(self.count, dtype=bool)
        needed = {self.headings.columns[name]: name for name in ("booked_on", "amount", "debit", "credit", "direction") if name in self.headings}
        unread: Counter[int] = Counter()
        for (r, c), text in sorted(self.tab.errors.items()):
            i = r - self.first
            if not 0 <= i < self.count:
                continue
            if c in needed:
                wrong[i] = True
                self.find("CELL_ERROR" if text else "CELL_NOT_CALCULATED", i, needed[c], text)
            else:
                unread[c] += 1
        names = {at: name for name, at in self.headings.columns.items()}
        for c, count in unread.items():
            if c in names:
                rows = sorted(r + 1 for r, at in self.tab.errors if at == c and r >= self.first)
                self.findings.append(Finding("CELL_ERROR_ASIDE", self.tab.sheet, rows[0], self.headings.texts[names[c]], "", {"count": count}, tuple(rows[1:])))
        return wrong

    def _troubled(self, dates: DateColumn) -> np.ndarray:
        mask = np.zeros(self.count, dtype=bool)
        mask[list(dates.troubles)] = True
        return mask

    # ------------------------------------------------------------------ dates
    def _report_dates(self, dates: DateColumn, live: np.ndarray, has_amount: np.ndarray) -> None:
        for i, trouble in sorted(dates.troubles.items()):
            if live[i] and not self.rejected[i]:
                self.find("DATE_AMBIGUOUS" if trouble == "ambiguous" else "DATE_UNREADABLE", i, "booked_on", self.cells("booked_on")[i])
                self.rejected[i] = True
        for i in np.flatnonzero(live & ~dates.known & has_amount & ~self.rejected):
            self.find("DATE_MISSING", i, "booked_on")
            self.rejected[i] = True
        total = dates.dmy + dates.mdy + dates.ambiguous
        if dates.order == "dmy_unproven":
            self.find("DATE_ORDER_UNPROVEN", None, "booked_on")
        elif dates.order == "mdy":
            self.find("DATE_ORDER_US", None, "booked_on", mdy=dates.mdy, total=total)
        elif dates.order == "mixed":
            self.find("DATE_ORDER_MIXED", None, "booked_on", dmy=dates.dmy, mdy=dates.mdy, ambiguous=dates.ambiguous)
        if dates.looks_swapped:
            self.find("DATE_SWAPPED", None, "booked_on", text=dates.dmy)
        days = dates.days[dates.known & live]
        if len(days) >= 5:
            middle = np.sort(days)[len(days) // 2]
            years = np.abs((dates.days - middle).astype("timedelta64[D]").astype(np.int64)) / 365.25
            for i in np.flatnonzero(dates.known & live & (years > _YEARS)):
                self.find("DATE_IMPLAUSIBLE", i, "booked_on", as_date(dates.days[i]).strftime("%d/%m/%Y"), years=_YEARS)

    # ------------------------------------------------------------------ amounts
    def _amount_field(self) -> str:
        return next((name for name in ("amount", "debit", "credit") if name in self.headings), "amount")

    def _currencies(self, live: np.ndarray) -> list[str]:
        """ISO code of each line, "" when nothing on the line says one; unknown ones are reported."""
        head = next((code for name in ("amount", "debit", "credit", "balance") if (code := self.headings.currencies.get(name))), "")
        if "currency" not in self.headings:
            return [head] * self.count
        out = []
        for i, cell in enumerate(self.cells("currency")):
            text = cell.strip() if isinstance(cell, str) else ""
            code = currency_code(text) if text else head
            if code is None and live[i]:
                self.find("CURRENCY_UNKNOWN", i, "currency", text)
                self.rejected[i] = True
            out.append(code or head)
        return out

    def _amounts(self, live: np.ndarray, currencies: list[str]) -> tuple[np.ndarray, np.ndarray]:
        """Signed minor units (credit positive) and the mask of rows that have an amount."""
        decimals = max({exponent(code) for code in set(currencies) if code} | {exponent(self._currency_here())})
        self.decimals = decimals
        columns = {name: read_amounts(self.cells(name), decimals) for name in ("amount", "debit", "credit") if name in self.headings}
        for name, column in columns.items():
            self._report_amounts(name, column, live)
        debit, credit = columns.get("debit"), columns.get("credit")
        if debit is not None or credit is not None:
            both_sided = self._two_columns(debit, credit, live)
            if "amount" not in columns:
                return both_sided
            amount, known = self._one_column(columns["amount"], live)
            return np.where(both_sided[1], both_sided[0], amount), both_sided[1] | known
        return self._one_column(columns["amount"], live)

    def _currency_here(self) -> str:
        return self.currency_of.get(simplify(self.tab.sheet), self.default_currency)

    def _report_amounts(self, name: str, column: AmountColumn, live: np.ndarray) -> None:
        for i, trouble in sorted(column.troubles.items()):
            if live[i] and not self.rejected[i]:
                self.find("AMOUNT_AMBIGUOUS" if trouble == "ambiguous" else "AMOUNT_UNREADABLE", i, name, self.cells(name)[i])
                self.rejected[i] = True
        for i in column.rounded:
            if live[i]:
                self.find("AMOUNT_TOO_PRECISE", i, name, self.cells(name)[i], rounded=_money(column.cents[i], self.decimals))

    def _two_columns(self, debit: AmountColumn | None, credit: AmountColumn | None, live: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        none = np.zeros(self.count, dtype=np.int64)
        out, has_out = (debit.cents, debit.known) if debit else (none, none.astype(bool))
        into, has_in = (credit.cents, credit.known) if credit else (none, none.astype(bool))
        for i in np.flatnonzero(live & has_out & has_in & (out != 0) & (into != 0) & ~self.rejected):
            self.find("DEBIT_AND_CREDIT", i, "debit", debit=_money(out[i], self.decimals), credit=_money(into[i], self.decimals))
            self.rejected[i] = True
        spent = -out if _mostly_positive(out[live]) else out
        earned = into if _mostly_positive(into[live]) else -into
        return spent + earned, has_out | has_in

    def _one_column(self, column: AmountColumn, live: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        cents = column.cents
        if "direction" not in self.headings:
            return cents, column.known
        signs = np.zeros(self.count, dtype=np.int64)
        cache: dict[str, int] = {}
        for i, cell in enumerate(self.cells("direction")):
            text = cell.strip() if isinstance(cell, str) else ""
            if text not in cache:
                cache[text] = {"+": 1, "-": -1, "−": -1}.get(text) or _DIRECTIONS.get(simplify(text), 0) if text else 2
            signs[i] = cache[text]
            if signs[i] == 0 and live[i] and not self.rejected[i]:
                self.find("DIRECTION_UNKNOWN", i, "direction", text)
                self.rejected[i] = True
        has_sign = bool((cents[live] < 0).any())
        return np.where((signs == 2) | (has_sign & (np.sign(cents) == signs)), cents, np.abs(cents) * np.sign(signs)), column.known

    # ------------------------------------------------------------------ the result
    def _assemble(self, keep: np.ndarray, dates: DateColumn, value_dates: DateColumn, labels: list[str], amount: np.ndarray, currencies: list[str]) -> TabOperations:
        lines = np.flatnonzero(keep)
        accounts = [cell.strip() if isinstance(cell, str) else _shown(cell) for cell in self.cells("account")] if "account" in self.headings else []
        account = [accounts[i] or self.tab.sheet for i in lines] if accounts else [self.tab.sheet] * len(lines)
        currency = [currencies[i] or self.currency_of.get(simplify(name), self.default_currency) for i, name in zip(lines.tolist(), account, strict=True)]
        balance, has_balance = self._balances(lines)
        amounts = amount[lines]
        for code in set(currency):
            if (extra := self.decimals - exponent(code)) > 0:  # a tab that mixes dinars and Tunisian dinars
                mine = np.array(currency) == code
                amounts[mine], balance[mine] = amounts[mine] // 10**extra, balance[mine] // 10**extra
        newest_first = _is_newest_first(dates.days[lines])
        check: Literal["ok", "broken", "absent"] = "absent"
        names = np.array(account, dtype=object)
        if has_balance.any():
            amounts, newest_first, check = self._check_balances(lines, names, amounts, balance, has_balance, newest_first)
        order = np.arange(len(lines))[::-1] if newest_first else np.arange(len(lines))
        if check == "absent" and len(lines) and not _is_sorted(dates.days[lines][order]):
            order = order[np.argsort(dates.days[lines][order], kind="stable")]
        columns: dict[str, object] = {
            "row": lines[order] + self.first + 1,
            "booked_on": dates.days[lines][order],
            "value_date": value_dates.days[lines][order],
            "amount_cents": amounts[order],
            "balance_cents": balance[order],
            "has_balance": has_balance[order],
            "account": names[order],
            "currency": np.array(currency, dtype=object)[order],
        }
        picked = lines[order].tolist()
        for name in _TEXT_FIELDS:
            if name == "label":
                columns[name] = [labels[i] for i in picked]
            elif name in self.headings:
                cells = self.cells(name)
                columns[name] = [cell.strip() if type(cell) is str else _shown(cell) for cell in (cells[i] for i in picked)]
            else:
                columns[name] = [""] * len(picked)
        self._check_totals(lines, amount, keep)
        opening, opening_on = self._opening(dates)
        if self.left_out["comment"]:
            self.find("ROW_NOT_OPERATION", None, count=self.left_out["comment"])
        return TabOperations(self.tab.sheet, columns, opening, opening_on, check, dict(+self.left_out), self.findings)

    def _balances(self, lines: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        if "balance" not in self.headings:
            return np.zeros(len(lines), dtype=np.int64), np.zeros(len(lines), dtype=bool)
        column = read_amounts(self.cells("balance"), self.decimals)
        kept = set(lines.tolist())
        for i, _ in sorted(column.troubles.items()):
            if i in kept:
                self.find("BALANCE_UNREADABLE", i, "balance", self.cells("balance")[i])
        return column.cents[lines], column.known[lines]

    def _check_balances(
        self, lines: np.ndarray, names: np.ndarray, amounts: np.ndarray, balance: np.ndarray, has: np.ndarray, newest_first: bool
    ) -> tuple[np.ndarray, bool, Literal["ok", "broken"]]:
        """Follow the printed balance under the likely reading; another order or sign habit is taken only when it fits far better."""
        group = np.unique(names.astype(str), return_inverse=True)[1]
        if len(set(names.tolist())) > 1 and len(_breaks(amounts, balance, has, np.zeros_like(group), newest_first)) < len(_breaks(amounts, balance, has, group, newest_first)):
            group = np.zeros_like(group)  # one balance runs over all the accounts of the tab
        tried = [(1, newest_first), (1, not newest_first), (-1, newest_first), (-1, not newest_first)]
        checked = int(has.sum())
        best, found = (1, newest_first), _breaks(amounts, balance, has, group, newest_first)
        if len(found) > 0.2 * checked:
            for sign, order in tried[1:]:
                other = _breaks(sign * amounts, balance, has, group, order)
                if len(other) < 0.5 * len(found) and len(other) <= 0.1 * checked and (sign == 1 or {"debit", "credit"} <= self.headings.columns.keys()):
                    best, found = (sign, order), other
        sign, newest_first = best
        if sign == -1:  # the books' side (account 512): a debit is money in
            self.find("BALANCE_REVERSED", None, "balance")
        for at, expected in _without_echo(found, balance):
            gap = int(balance[at]) - expected
            self.find("BALANCE_BROKEN", int(lines[at]), "balance", found=_money(balance[at], self.decimals), expected=_money(expected, self.decimals), gap=_money(gap, self.decimals))
        return sign * amounts, newest_first, "broken" if found else "ok"

    def _check_totals(self, lines: np.ndarray, amount: np.ndarray, keep: np.ndarray) -> None:
        """A total line must equal the rows read above it (since the previous total for a sub-total, or since the top)."""
        for name in ("debit", "credit", "amount"):
            if name not in self.headings or not self.totals:
                continue
            column = read_amounts(self.cells(name), self.decimals)
            values = np.where(keep & column.known, column.cents, 0)
            start = 0
            for at in self.totals:
                if not column.known[at]:
                    continue
                announced = int(column.cents[at])
                since_top, since_last = int(values[:at].sum()), int(values[start:at].sum())
                below = int(values[at:].sum())
                if announced not in (since_top, since_last, below, -since_top, -since_last):
                    self.find("TOTAL_BROKEN", at, name, found=_money(announced, self.decimals), expected=_money(since_top, self.decimals))
                start = at + 1

    def _opening(self, dates: DateColumn) -> tuple[int | None, date | None]:
        """Opening balance written in the tab: a line « Ancien solde », under the headings or among the lines above them."""
        if self.opening is not None:
            i = self.opening[0]
            for name, sign in (("balance", 1), ("credit", 1), ("debit", -1), ("amount", 1)):
                if name in self.headings:
                    column = read_amounts([self.cells(name)[i]], self.decimals)
                    if column.known[0] and (name == "balance" or column.cents[0] != 0):
                        on = as_date(dates.days[i]) if dates.known[i] else None
                        return sign * int(column.cents[0]), on
        for row in self.tab.rows[: max(0, self.headings.row - 1)]:
            texts = [simplify(cell) for cell in row if isinstance(cell, str) and cell.strip()]
            if texts and _OPENING.fullmatch(re.sub(r"[\d ]+$", "", texts[0]).strip() or "-"):
                numbers = [cell for cell in row if isinstance(cell, (int, float)) and not isinstance(cell, bool)]
                numbers += [tail for cell in row if isinstance(cell, str) and (tail := re.sub(r"^.*?:", "", cell).strip()) and re.search(r"\d", tail) and not re.search(r"\d/\d", tail)]
                column = read_amounts(numbers, self.decimals)
                if len(numbers) and column.known[-1]:
                    return int(column.cents[-1]), None
        return None, None

    def _report_duplicate_headings(self) -> None:
        for name, heading, at in self.headings.duplicates:
            letters = [_letter(j) for j in at]
            self.findings.append(Finding("DUPLICATE_HEADING", self.tab.sheet, self.headings.row, heading, heading, {"columns": ", ".join(letters), "used": letters[0]}))
            del name


def _breaks(amounts: np.ndarray, balance: np.ndarray, has: np.ndarray, group: np.ndarray, newest_first: bool) -> list[tuple[int, int]]:
    """Positions whose printed balance does not follow from the previous printed one, with the balance expected there."""
    order = np.arange(len(amounts))[::-1] if newest_first else np.arange(len(amounts))
    order = order[np.argsort(group[order], kind="stable")]
    running = np.cumsum(amounts[order])
    at = np.flatnonzero(has[order])
    if len(at) < 2:
        return []
    positions = order[at]
    expected = balance[positions[:-1]] + (running[at[1:]] - running[at[:-1]])
    wrong = (expected != balance[positions[1:]]) & (group[positions[:-1]] == group[positions[1:]])
    return [(int(positions[1:][k]), int(expected[k])) for k in np.flatnonzero(wrong)]


def _without_echo(found: list[tuple[int, int]], balance: np.ndarray) -> list[tuple[int, int]]:
    """One mistyped balance breaks two lines in a row by opposite gaps: keep the first of the two."""
    out: list[tuple[int, int]] = []
    last: tuple[int, int] | None = None
    for at, expected in found:
        gap = int(balance[at]) - expected
        if last is not None and abs(at - last[0]) == 1 and gap == -last[1]:
            last = None
            continue
        out.append((at, expected))
        last = (at, gap)
    return out


def _is_newest_first(days: np.ndarray) -> bool:
    steps = np.sign((days[1:] - days[:-1]).astype(np.int64))
    return int((steps < 0).sum()) > int((steps > 0).sum())


def _is_sorted(days: np.ndarray) -> bool:
    return bool((days[1:] >= days[:-1]).all())


def _mostly_positive(cents: np.ndarray) -> bool:
    return int((cents > 0).sum()) >= int((cents < 0).sum())


def _last(mask: np.ndarray) -> int:
    at = np.flatnonzero(mask)
    return int(at[-1]) if len(at) else -1


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return str(value)


def _money(cents: int | np.int64, decimals: int) -> str:
    code = {2: "DZD", 3: "TND", 0: "JPY"}[decimals]
    return f"{to_decimal(int(cents), code):,f}".replace(",", " ").replace(".", ",")


def _letter(j: int) -> str:
    letters, n = "", j + 1
    while n:
        n, rest = divmod(n - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
