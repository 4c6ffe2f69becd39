"""A plan of import in the words of the page that shows it."""

from __future__ import annotations

import pandas as pd

from addin.app.import_plan import ImportPlan, PlannedStatement
from addin.sheets.import_page import SHOWN_LINES, ShownLine, ShownStatement
from addin.treasury.counterparties import names_of
from addin.treasury.dates import as_date


def shown_statements(plan: ImportPlan) -> list[ShownStatement]:
    """What is shown of each statement of a plan."""
    return [_shown(each) for each in plan.planned]


def _shown(each: PlannedStatement) -> ShownStatement:
    lines = each.statement.lines
    days = lines["booked_on"]
    return ShownStatement(
        each.file.file,
        each.file.format,
        each.account,
        each.sheet,
        each.needs_tab,
        each.currency,
        as_date(days.min()) if len(lines) else None,
        as_date(days.max()) if len(lines) else None,
        len(lines) + len(each.rejected),
        each.count,
        len(lines) - each.count,
        len(each.rejected),
        int(lines["amount_cents"].sum()),
        each.opening_cents,
        each.closing_cents,
        each.proof.check,
        each.evidence,
        tuple(_lines(each)),
    )


def _lines(each: PlannedStatement) -> list[ShownLine]:
    picked = each.order[:SHOWN_LINES]
    lines = each.statement.lines.iloc[picked]
    balances = each.known_balances.iloc[picked].tolist()
    named = lines["counterparty"].where(lines["counterparty"] != "", names_of(lines["label"])).tolist()
    return [
        ShownLine(as_date(day), label, int(cents), None if pd.isna(balance) else int(balance), party)
        for day, label, cents, balance, party in zip(
            lines["booked_on"], lines["label"], lines["amount_cents"], balances, named, strict=True
        )
    ]
