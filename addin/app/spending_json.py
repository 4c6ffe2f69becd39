"""`treso depenses --json`: what was spent by month, against the caps, and what purchases in other currencies cost."""

from __future__ import annotations

from decimal import Decimal

from addin.app.results import Json, day, money, place, warnings_and_notes
from addin.app.spending import Spent
from addin.treasury.spending.foreign import ForeignCost
from addin.treasury.spending.spending import CapLine, SpendingRow


def spent_as_json(done: Spent) -> Json:
    """The result: `by` holds one list a dimension, each row with an amount a month in the order of `months`."""
    spent = done.spending
    unit = spent.currency
    return {
        "as_of": day(spent.as_of),
        "sheet": done.sheet.title,
        "currency": unit,
        "months": [f"{month:%Y-%m}" for month in spent.months],
        "by": {name: [_row(row, unit) for row in rows] for name, rows in spent.by.items()},
        "total": _row(spent.total, unit),
        "travel": [_row(row, unit) for row in spent.travel],
        "refunds": _row(spent.refunds, unit),
        "cashback": {**_row(spent.cashback, unit), "rule": spent.cashback_rule},
        "caps": [_cap(each, unit) for each in spent.caps],
        "foreign": [_cost(each) for each in spent.foreign],
        "without_rate": spent.unrated,
        **warnings_and_notes(done.findings),
    }


def _row(row: SpendingRow, unit: str) -> Json:
    cap = row.cap
    told = None if cap is None else {"limit": money(cap.limit_cents, unit), "left": money(cap.remaining_cents, unit), "state": cap.state}
    amounts = [money(cents, unit) for cents in row.months]
    return {"name": row.name or None, "months": amounts, "total": money(row.total_cents, unit), "lines": row.count, "cap": told}


def _cap(each: CapLine, unit: str) -> Json:
    state = each.state
    return {
        **place(state.sheet, state.row),
        "target": state.target, "kind": state.kind or None, "period": state.period, "first": day(state.first), "last": day(state.last),
        "limit": money(state.limit_cents, unit), "spent": money(state.spent_cents, unit), "left": money(state.remaining_cents, unit),
        "share": None if state.share is None else round(state.share, 4), "state": state.state, "breach_on": day(each.breach_on),
        "without_rate": state.unrated,
    }  # fmt: skip


def _cost(each: ForeignCost) -> Json:
    return {
        "supplier": each.supplier, "month": f"{each.month:%Y-%m}", "currency": each.currency, "unit": each.unit,
        "amount": money(each.foreign_cents, each.currency), "debited": money(each.debited_cents, each.unit),
        "card_rate": _rate(each.card_rate), "bank_rate": _rate(each.bank_rate), "fee": money(each.fee_cents, each.unit),
        "rate_age_days": each.oldest_days, "without_rate": each.unrated, "odd": each.odd,
        "rows": [place(line.sheet, line.row) for line in each.purchases],
    }  # fmt: skip


def _rate(rate: Decimal | None) -> str | None:
    return None if rate is None else f"{rate:.4f}"
