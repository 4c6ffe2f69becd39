"""What the headings, the name and the cells of a tab say about its nature, where its headings alone leave a doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from addin.treasury.amounts import read_amounts
from addin.treasury.characters import is_blank, plain
from addin.treasury.dates import read_dates
from addin.treasury.headings import SEARCH_ROWS, Headings, cells_below, holds_data, simplify
from addin.treasury.vocabularies import (
    BANK_TAB,
    CUSTOMER_TAB,
    INVOICE_TAB,
    INVOICES,
    OPERATIONS,
    OTHER_HEADINGS,
    OTHER_TABS,
    SUPPLIER_TAB,
)  # fmt: skip

Rows = Sequence[Sequence[object]]

_SAMPLE = 300  # lines looked at
_MOSTLY, _HALF = 0.7, 0.5
_ENOUGH = 3
_LONGEST_HEADING = 40
_PARTIES = frozenset({"customer", "supplier", "counterparty"})


def completed(rows: Rows, headings: Headings) -> Headings:
    """The headings of operations with what is missing found in other columns by their cells.

    « Date de valeur » is the date when there is no other; « Débit/Crédit », « Valeur » or « Mouvement » is the amount when it
    holds numbers and there is no other.
    """
    columns = dict(headings.columns)
    if "booked_on" not in columns and "value_date" in columns and _share_of_dates(rows, headings, columns["value_date"]) > _MOSTLY:
        columns["booked_on"] = columns.pop("value_date")
    if "booked_on" in columns and not OPERATIONS.is_complete(columns):
        for name in ("direction", "value_date", "label"):
            numbers = [at for at in headings.places.get(name, ()) if at != columns["booked_on"] and _holds_numbers(rows, headings, at)]
            if numbers:
                others = [at for at in headings.places[name] if at not in numbers]
                columns.pop(name)
                columns |= {"amount": numbers[0], **({"label": others[0]} if name == "label" and others else {})}
                break
    is_completed = columns != headings.columns and OPERATIONS.is_complete(columns)
    return headings.renamed(columns) if is_completed else headings


def _share_of_dates(rows: Rows, headings: Headings, at: int) -> float:
    cells = _filled_cells(rows, headings, at)
    return float(read_dates(cells).known.mean()) if cells else 0.0


def _holds_numbers(rows: Rows, headings: Headings, at: int) -> bool:
    cells = _filled_cells(rows, headings, at)
    return bool(cells) and float(read_amounts(cells).known.mean()) > _MOSTLY


def _filled_cells(rows: Rows, headings: Headings, at: int) -> list[object]:
    return [row[at] for row in rows[headings.row : headings.row + _SAMPLE] if at < len(row) and not is_blank(row[at])]


def invoice_evidence(rows: Rows, invoices: Headings | None, operations: Headings | None, name: str) -> tuple[int, int]:
    """How many things say that the tab holds invoices, and how many that it is a bank or a cash box."""
    if invoices is None or not INVOICES.is_complete(invoices.columns):
        return 0, 1
    if not _PARTIES & invoices.columns.keys() and not re.search(INVOICE_TAB, name):
        return 0, 1
    texts = {field: simplify(text) for field, text in invoices.texts.items()}
    has_taxes = bool({"amount_net_of_vat", "vat"} & invoices.columns.keys()) or "ttc" in texts.get("amount", "")
    follows_payment = "paid" in invoices or "reste" in texts.get("remaining", "") or "status" in invoices
    marks = (
        "factur" in texts.get("number", ""),
        "due_on" in invoices,
        bool(re.search(r"factur|emission", texts.get("issued_on", ""))),
        "paid_on" in invoices and "issued_on" in invoices,
        has_taxes,
        follows_payment,
        bool(re.search(INVOICE_TAB, name)),
        bool(re.search(INVOICE_TAB, name)),
        bool(re.search(CUSTOMER_TAB, name) or re.search(SUPPLIER_TAB, name)),
        bool({"customer", "supplier"} & invoices.columns.keys()),
    )
    if operations is None or not OPERATIONS.is_complete(operations.columns):
        return sum(marks) + 1, 0
    against = (
        3 * operations.covers("debit", "credit")
        + 2 * ("balance" in operations and not (has_taxes or "paid" in invoices))
        + 2 * ("value_date" in operations)
        + 2 * ("account" in operations)
        + 2 * ("direction" in operations and simplify(operations.texts["direction"]).startswith(("sens", "d c")))
        + 3 * bool(re.search(BANK_TAB, name))
        + 2 * _has_both_signs(rows, operations)
        + ("label" in operations)
    )
    return sum(marks), against


def _has_both_signs(rows: Rows, headings: Headings) -> bool:
    """Payments among receipts, and not just a credit note here and there."""
    if "amount" not in headings:
        return False
    column = read_amounts(cells_below(rows, headings, "amount", _SAMPLE))
    negative, positive = int((column.cents < 0).sum()), int((column.cents > 0).sum())
    return 4 * negative > positive and 4 * positive > negative


def other_nature(rows: Rows, name: str, operations: Headings | None, *, is_invoices: bool) -> str:
    """Reason why dated amounts are neither operations nor invoices, "" without one."""
    has_sides = operations is not None and ("balance" in operations or operations.covers("debit", "credit"))
    for reason, pattern in OTHER_TABS.items():
        if not re.search(pattern, name) or (is_invoices and reason not in ("forecast", "quotes", "paper")):
            continue
        if not has_sides or (reason in ("summary", "forecast") and operations is not None and "label" not in operations):
            return reason
    if operations is not None and _is_ledger(rows, operations):
        return "ledger"
    if operations is not None and "label" not in operations and _is_summary(rows, operations):
        return "summary"
    if is_invoices or has_sides:
        return ""
    lines = (row for row in rows[:SEARCH_ROWS] if not holds_data(row))
    words = {simplify(cell) for row in lines for cell in row if isinstance(cell, str) and len(cell) < _LONGEST_HEADING}
    for reason, pattern in OTHER_HEADINGS.items():
        if sum(bool(re.fullmatch(pattern, word)) for word in words) >= (1 if operations is None else 2):
            return reason
    return ""


def _is_ledger(rows: Rows, headings: Headings) -> bool:
    """Entries of the general ledger: accounts of several classes, debits that equal the credits."""
    name = "account" if "account" in headings else "scf_account"
    if name not in headings or not headings.covers("debit", "credit"):
        return False
    cells = {cell for cell in cells_below(rows, headings, name) if not is_blank(cell)}
    numbers = [plain(str(int(cell) if isinstance(cell, float) else cell)) for cell in cells]
    accounts = [number for number in numbers if re.fullmatch(r"[1-8]\d{2,9}", number)]
    if len(accounts) < _MOSTLY * max(1, len(numbers)) or len({number[0] for number in accounts}) < 2:
        return False
    dated = read_dates(cells_below(rows, headings, "booked_on")).known
    debit, credit = (int(read_amounts(cells_below(rows, headings, side)).cents[dated].sum()) for side in ("debit", "credit"))
    return debit == credit != 0


def _is_summary(rows: Rows, headings: Headings) -> bool:
    """Without any label: one line a month, or money in and money out on most lines."""
    cells = cells_below(rows, headings, "booked_on", _SAMPLE)
    dates = read_dates(cells)
    months = dates.days[dates.known].astype("datetime64[M]").tolist()
    if sum(isinstance(cells[i], str) and _is_month(str(cells[i])) for i in dates.troubles) >= _ENOUGH:
        return True
    if len(months) >= _ENOUGH and len(set(months)) == len(months):
        return True
    if not headings.covers("debit", "credit") or len(months) < _ENOUGH:
        return False
    debit, credit = (read_amounts(cells_below(rows, headings, side, _SAMPLE)).cents for side in ("debit", "credit"))
    return int(((debit != 0) & (credit != 0) & dates.known).sum()) > _HALF * len(months)


def _is_month(text: str) -> bool:
    return re.match(r"(jan|fev|mar|avr|mai|juin|juil|aou|sep|oct|nov|dec)[a-z]*\b", simplify(text)) is not None


def holds_dated_amounts(rows: Rows) -> bool:
    """A column of dates that follow each other, one of amounts and one of different texts: it looks like operations."""
    lines = [row for row in rows[: SEARCH_ROWS + _SAMPLE] if sum(not is_blank(cell) for cell in row) >= 3]
    if len(lines) < _ENOUGH:
        return False
    dated = moneyed = worded = False
    for cells in _columns(lines):
        filled = [cell for cell in cells if not is_blank(cell)]
        dates = read_dates(filled)
        if not dated and dates.known.sum() >= max(_ENOUGH, _HALF * len(lines)):
            dated = _mostly_in_order(dates.days[dates.known].tolist())
        elif not moneyed and read_amounts(filled).known.sum() >= max(_ENOUGH, _HALF * len(lines)):
            moneyed = True
        elif not worded:
            worded = len({cell for cell in filled if isinstance(cell, str) and re.search(r"[^\W\d]{3}", cell)}) > 2
    return dated and moneyed and worded


def _columns(lines: Sequence[Sequence[object]]) -> Iterator[list[object]]:
    width = min(max(len(row) for row in lines), 60)
    return ([row[j] if j < len(row) else None for row in lines] for j in range(width))


def _mostly_in_order(days: Sequence[object]) -> bool:
    steps = [(after > before) - (after < before) for before, after in pairwise(days)]  # type: ignore[operator]
    up, down = steps.count(1), steps.count(-1)
    return max(up, down) >= _MOSTLY * (up + down)
