"""What each tab is taken for, and why."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from addin.treasury.characters import is_blank
from addin.treasury.dossier import Kind
from addin.treasury.headings import Headings, Vocabulary, find_headings, simplify
from addin.treasury.list_vocabularies import NAMED_TABS, rates_by_column
from addin.treasury.side_tables import cut_side_tables
from addin.treasury.tab_evidence import completed, holds_dated_amounts, invoice_evidence, other_nature
from addin.treasury.vocabularies import CUSTOMER_TAB, GUIDE_TABS, INVOICES, OPERATIONS, OUR_MARKS, REPORT_TAB, STATE_TABS, SUPPLIER_TAB

_DASHBOARD_ROWS = 60
"""Rows in which the mark of a dashboard stands, even when lines were inserted above it."""


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
        reason: code of the French reason (`messages.REASONS`) when the tab is ignored or unreadable, "" otherwise.
        is_unreadable: it looks like operations or invoices, but cannot be read.
        is_set_aside: its headings would do for operations, but its name or its cells say that it holds something else.
        aside: first columns of further tables of operations beside the one that is read.
    """

    kind: Kind
    headings: Headings | None = None
    side: str = ""
    reason: str = ""
    is_unreadable: bool = False
    is_set_aside: bool = False
    aside: tuple[int, ...] = ()


def classify(tab: RawTab, ignored: Sequence[str] = ()) -> TabKind:
    """Tell what a tab holds from its name, its headings and, where these leave a doubt, its cells.

    Args:
        ignored: names of tabs that she asked to leave out (`Paramètres`).
    """
    name = simplify(tab.sheet)
    if name in {simplify(other) for other in ignored}:
        return TabKind("ignored", reason="asked")
    if name in STATE_TABS:
        return TabKind("state")
    if re.fullmatch(REPORT_TAB, name) or any(mark in row for row in tab.rows[:_DASHBOARD_ROWS] for mark in OUR_MARKS):
        return TabKind("report")
    if not any(any(row) and not all(is_blank(cell) for cell in row) for row in tab.rows) and not tab.errors:
        return TabKind("ignored", reason="empty")
    operations, aside = _main_table(tab, OPERATIONS)
    is_operations = operations is not None and OPERATIONS.is_complete(operations.columns)
    named = _named_list(tab, name, operations if is_operations else None)
    if named is not None:
        return named
    invoices, _ = _main_table(tab, INVOICES)
    for_invoices, against = invoice_evidence(tab.rows, invoices, operations, name)
    other = other_nature(tab.rows, name, operations if is_operations else None, is_invoices=for_invoices > against)
    if other:
        return TabKind("ignored", reason=other, is_set_aside=is_operations)
    if invoices is not None and for_invoices > against:
        side = _side(invoices, name)
        if side:
            return TabKind(f"{'supplier' if side == 'supplier' else 'customer'}_invoices", invoices, side)  # type: ignore[arg-type]
        return TabKind("ignored", invoices, reason="side_unknown", is_unreadable=True)
    if is_operations:
        return TabKind("operations", operations, aside=aside)
    for kind in ("schedule", "rates"):
        _, vocabulary, needed = NAMED_TABS[kind]
        headings = find_headings(tab.rows, vocabulary)
        if headings and headings.covers(*needed, *(("every",) if kind == "schedule" else ())):
            return TabKind(kind, headings)
    if re.fullmatch(GUIDE_TABS, name):
        return TabKind("guide")
    if holds_dated_amounts(tab.rows):
        return TabKind("ignored", operations, reason=_missing(operations), is_unreadable=True)
    return TabKind("ignored", reason="no_headings" if operations is None else "other")


def _main_table(tab: RawTab, vocabulary: Vocabulary) -> tuple[Headings | None, tuple[int, ...]]:
    headings = find_headings(tab.rows, vocabulary)
    if headings is None:
        return None, ()
    headings, aside = cut_side_tables(tab.rows, headings, vocabulary)
    return (completed(tab.rows, headings), aside) if vocabulary is OPERATIONS else (headings, aside)


def _named_list(tab: RawTab, name: str, operations: Headings | None) -> TabKind | None:
    """One of the small tabs that are known by their name."""
    for kind, (pattern, vocabulary, needed) in NAMED_TABS.items():
        if not re.fullmatch(pattern, name):
            continue
        if operations is not None and kind in ("accounts", "rates") and (operations.covers("debit", "credit") or "label" in operations):
            continue  # a bank tab named « Banques » or « Devises »
        if kind == "customers" and not _is_address_book(tab):
            continue  # invoices in a tab named « Clients »
        headings = find_headings(tab.rows, vocabulary)
        if headings is not None and headings.covers(*needed) and vocabulary.is_complete(headings.columns):
            return TabKind(kind, headings)
        if kind == "rates" and (wide := rates_by_column(tab.rows)) is not None:
            return TabKind(kind, wide)
    return None


def _is_address_book(tab: RawTab) -> bool:
    """The tab says how to reach customers, and does not hold their invoices."""
    _, vocabulary, _ = NAMED_TABS["customers"]
    people, invoices = find_headings(tab.rows, vocabulary), find_headings(tab.rows, INVOICES)
    return people is not None and vocabulary.is_complete(people.columns) and not (invoices and INVOICES.is_complete(invoices.columns))


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
