"""Results as plain JSON values (see the command line's contract): amounts as decimal strings, dates ISO, rows located."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from addin.app.check_workbook import Check
from addin.messages import Finding
from addin.treasury.currency import to_decimal
from addin.treasury.dossier import SheetReading

Json = dict[str, Any]
_KINDS_WITH_TOTALS = ("operations", "customer_invoices", "supplier_invoices")


def money(cents: int | None, currency: str) -> str | None:
    """Decimal string in major units, None when unknown.

    >>> money(123450, "DZD"), money(None, "DZD")
    ('1234.50', None)
    """
    return None if cents is None else f"{to_decimal(cents, currency):f}"


def day(value: date | None) -> str | None:
    """ISO date, None when unknown."""
    return None if value is None else value.isoformat()


def place(sheet: str, row: int) -> Json:
    """Where a row stands, numbered as Excel numbers it."""
    return {"sheet": sheet, "row": int(row)}


def warnings_and_notes(findings: Iterable[Finding]) -> Json:
    """`warnings`: what deserves a look; `notes`: what is only said. One entry for each row that a finding covers."""
    listed: dict[str, list[Json]] = {"warnings": [], "notes": []}
    for finding in findings:
        told = {
            "code": finding.code,
            "severity": finding.severity,
            "message": finding.text(),
            "sheet": finding.sheet or None,
            "column": finding.column or None,
            "value": finding.value or None,
        }
        kind = "notes" if finding.severity == "info" else "warnings"
        listed[kind] += [{**told, "row": row} for row in (finding.row, *finding.also_rows)]
    return dict(listed)


def check_as_json(check: Check) -> Json:
    """`treso verifier --json`."""
    sheets = [_reading(reading) for reading in check.dossier.readings]
    return {"as_of": day(check.as_of), "sheets": sheets, **warnings_and_notes(check.findings)}


def _reading(reading: SheetReading) -> Json:
    currency = reading.currency or "DZD"
    has_totals = reading.kind in _KINDS_WITH_TOTALS
    return {
        "sheet": reading.sheet,
        "kind": reading.kind,
        "header_row": reading.header_row,
        "rows": reading.rows,
        "first_date": day(reading.first_date),
        "last_date": day(reading.last_date),
        "total_in": money(reading.total_in_cents, currency) if has_totals else None,
        "total_out": money(reading.total_out_cents, currency) if has_totals else None,
        "currency": reading.currency or None,
        "balance_check": reading.balance_check,
        "reason": reading.reason or None,
        "headings": dict(reading.headings),
        "left_out": dict(reading.left_out),
        "hidden": reading.is_hidden,
    }
