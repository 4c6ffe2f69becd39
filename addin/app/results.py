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


def money(cents: int | None, currency: str) -> str | None:
    """Decimal string in major units, None when unknown: 123450 → "1234.50"."""
    return None if cents is None else f"{to_decimal(cents, currency):f}"


def day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def place(sheet: str, row: int) -> Json:
    return {"sheet": sheet, "row": int(row)}


def warnings_and_notes(findings: Iterable[Finding]) -> Json:
    """`warnings`: what deserves a look; `notes`: what is only said. Each with its place."""
    listed = [
        {"code": finding.code, "severity": finding.severity, "message": finding.text(), "sheet": finding.sheet or None, "row": row, "column": finding.column or None, "value": finding.value or None}
        for finding in findings
        for row in (finding.row, *finding.also_rows)
    ]
    return {"warnings": [each for each in listed if each["severity"] != "info"], "notes": [each for each in listed if each["severity"] == "info"]}


def check_as_json(check: Check) -> Json:
    """`treso verifier --json`."""
    return {"as_of": check.as_of or None, "sheets": [_reading(reading) for reading in check.dossier.readings], **warnings_and_notes(check.findings)}


def _reading(reading: SheetReading) -> Json:
    currency = reading.currency or "DZD"
    dated = reading.kind in ("operations", "customer_invoices", "supplier_invoices")
    return {
        "sheet": reading.sheet, "kind": reading.kind, "header_row": reading.header_row, "rows": reading.rows, "first_date": day(reading.first_date), "last_date": day(reading.last_date),
        "total_in": money(reading.total_in_cents, currency) if dated else None, "total_out": money(reading.total_out_cents, currency) if dated else None, "currency": reading.currency or None,
        "balance_check": reading.balance_check, "reason": reading.reason or None, "headings": dict(reading.headings), "left_out": dict(reading.left_out), "hidden": reading.is_hidden,
    }  # fmt: skip
