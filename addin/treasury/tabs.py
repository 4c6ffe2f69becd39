"""What each tab is taken for, and why."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from addin.treasury.dossier import Kind
from addin.treasury.headings import SEARCH_ROWS, Headings, find_headings, simplify
from addin.treasury.vocabularies import CUSTOMER_TAB, GUIDE_TABS, INVOICES, NAMED_TABS, OPERATIONS, REPORT_TAB, STATE_TABS, SUPPLIER_TAB


@dataclass(frozen=True)
class RawTab:
    """A tab as a block of values from A1.

    Attributes:
        rows: values, blank as None or "".
        errors: (row, column), 0-based → text of the error (`#REF!`), "" for a formula without a stored result.
    """

    sheet: str
    rows: Sequence[Sequence[object]]
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    is_hidden: bool = False


@dataclass(frozen=True)
class TabKind:
    """The nature of a tab.

    Attributes:
        side: "customer", "supplier" or "both" for invoices, "" otherwise.
        reason: code of the French reason (`sheets.reasons`) when the tab is ignored or unreadable, "" otherwise.
        is_unreadable: it looks like operations or invoices, but cannot be read.
    """

    kind: Kind
    headings: Headings | None = None
    side: str = ""
    reason: str = ""
    is_unreadable: bool = False


def classify(tab: RawTab, ignored: Sequence[str] = ()) -> TabKind:
    """Tell what a tab holds from its name and its headings.

    Args:
        ignored: names of tabs that she asked to leave out (`Paramètres`).
    """
    name = simplify(tab.sheet)
    if name in {simplify(other) for other in ignored}:
        return TabKind("ignored", reason="asked")
    if name in STATE_TABS:
        return TabKind("state")
    if re.fullmatch(REPORT_TAB, name):
        return TabKind("report")
    if not any(cell not in (None, "") for row in tab.rows for cell in row):
        return TabKind("ignored", reason="empty")
    for kind, (pattern, vocabulary, needed) in NAMED_TABS.items():
        if re.fullmatch(pattern, name) and (headings := find_headings(tab.rows, vocabulary)) and headings.covers(*needed):
            movements = find_headings(tab.rows, OPERATIONS)
            if kind in ("accounts", "scenarios") and movements and _is_operations(movements) and "label" in movements and "opening" not in headings:
                continue
            return TabKind(kind, headings)
    operations, invoices = find_headings(tab.rows, OPERATIONS), find_headings(tab.rows, INVOICES)
    if invoices is not None and _is_invoices(invoices, operations, name):
        side = _side(invoices, name)
        if side:
            return TabKind(f"{'supplier' if side == 'supplier' else 'customer'}_invoices", invoices, side)  # type: ignore[arg-type]
        return TabKind("ignored", invoices, reason="side_unknown", is_unreadable=True)
    if operations is not None and _is_operations(operations):
        return TabKind("operations", operations)
    for kind in ("schedule", "rates"):
        _, vocabulary, needed = NAMED_TABS[kind]
        headings = find_headings(tab.rows, vocabulary)
        if headings and headings.covers(*needed, *(("every",) if kind == "schedule" else ())):
            return TabKind(kind, headings)
    if re.fullmatch(GUIDE_TABS, name):
        return TabKind("guide")
    if _holds_dated_amounts(tab):
        return TabKind("ignored", operations, reason=_missing(operations), is_unreadable=True)
    return TabKind("ignored", reason="no_headings" if operations is None else "other")


def _is_operations(headings: Headings) -> bool:
    return "booked_on" in headings and ("amount" in headings or "debit" in headings or "credit" in headings)


def _is_invoices(invoices: Headings, operations: Headings | None, name: str) -> bool:
    party = bool({"customer", "supplier", "counterparty"} & invoices.columns.keys())
    amount = bool({"amount", "amount_net_of_vat", "remaining"} & invoices.columns.keys())
    if not (party or re.search(r"\bfactur\w*|\bcreances?\b|\bdettes?\b", name)) or not amount or not {"issued_on", "due_on"} & invoices.columns.keys():
        return False
    if operations is not None and ({"debit", "credit"} <= operations.columns.keys() or "balance" in operations) and "due_on" not in invoices:
        return False
    marks = sum(
        (
            "number" in invoices and "factur" in simplify(invoices.texts["number"]),
            "due_on" in invoices,
            "issued_on" in invoices and "factur" in simplify(invoices.texts["issued_on"]),
            "paid_on" in invoices and "booked_on" in invoices.texts.values(),
            bool({"amount_net_of_vat", "vat", "remaining", "paid"} & invoices.columns.keys()),
            "ttc" in simplify(invoices.texts.get("amount", "")),
            bool(re.search(r"\bfactures?\b", name)),
            "number" in invoices and bool(re.search(CUSTOMER_TAB, name) or re.search(SUPPLIER_TAB, name)),
        )
    )
    has_label = operations is not None and "label" in operations
    return marks >= (2 if has_label else 1)


def _side(headings: Headings, name: str) -> str:
    if "customer" in headings and "supplier" not in headings:
        return "customer"
    if "supplier" in headings and "customer" not in headings:
        return "supplier"
    is_customer, is_supplier = bool(re.search(CUSTOMER_TAB, name)), bool(re.search(SUPPLIER_TAB, name))
    if is_customer != is_supplier:
        return "customer" if is_customer else "supplier"
    return "both" if "side" in headings else ""


def _missing(headings: Headings | None) -> str:
    if headings is None:
        return "no_headings"
    if "booked_on" not in headings:
        return "no_date"
    return "no_amount"


def _holds_dated_amounts(tab: RawTab) -> bool:
    """Most filled rows hold a date, a number and a text: it looks like operations."""
    filled = hits = 0
    texts: set[str] = set()
    for row in tab.rows[: SEARCH_ROWS * 10]:
        cells = [cell for cell in row if cell not in (None, "")]
        if len(cells) < 3:
            continue
        filled += 1
        has_date = any(isinstance(cell, date) or (isinstance(cell, str) and re.fullmatch(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}", cell.strip())) for cell in cells)
        has_number = any(isinstance(cell, (int, float)) and not isinstance(cell, bool) or (isinstance(cell, str) and re.fullmatch(r"-?\d[\d  .]*,\d\d", cell.strip())) for cell in cells)
        words = [cell for cell in cells if isinstance(cell, str) and re.search(r"[^\W\d]{3}", cell)]
        if has_date and has_number and words:
            hits += 1
            texts.update(words)
    return hits >= 3 and hits >= 0.6 * filled and len(texts) >= 2
