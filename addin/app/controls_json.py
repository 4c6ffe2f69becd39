"""`treso controles --json`: what deserves a look, and the subscriptions."""

from __future__ import annotations

from addin.app.controls import Controlled
from addin.app.results import Json, day, money, place, warnings_and_notes
from addin.sheets.controls import ShownFinding, reason_of
from addin.treasury.recurrences.subscriptions import Subscription


def controls_as_json(done: Controlled) -> Json:
    """The result; `decision` is "ok", "fix", "ignore" or None.

    `unused`: true when she answered Non, or has left the question without answer for 60 days (then `to_verify` too); false when she uses
    it; None while the question is fresh.
    """
    return {
        "as_of": day(done.as_of),
        "sheet": done.sheet.title,
        "findings": [_finding(each) for each in done.shown],
        "not_listed": dict(done.more),
        "counts": done.counts,
        "subscriptions": [_subscription(each) for each in done.subscriptions],
        **warnings_and_notes(done.findings),
    }


def _finding(each: ShownFinding) -> Json:
    found = each.finding
    return {
        "kind": found.kind, "severity": found.severity, "rows": [place(sheet, row) for sheet, row in each.places], "score": found.score,
        "reason": reason_of(found), "date": day(found.on), "counterparty": found.party or None,
        "amount": money(found.amount_cents, found.currency), "currency": found.currency, "key": found.key,
        "decision": each.decision.code or None, "remark": each.decision.remark or None,
    }  # fmt: skip


def _subscription(each: Subscription) -> Json:
    change = each.change
    told = None
    if change is not None:
        told = {
            "date": day(change.on),
            "before": money(change.before_cents, each.currency),
            "after": money(change.after_cents, each.currency),
        }
    return {
        "counterparty": each.counterparty, "account": each.account, "currency": each.currency, "period_days": each.period_days,
        "amount": money(each.amount_cents, each.currency), "next_date": day(each.next_on),
        "yearly_cost": money(-each.yearly_cents, each.currency),
        "status": each.status, "price_change": told, "unused": each.is_unused, "to_verify": each.is_to_verify,
        "asked_on": day(each.asked_on), "function": each.function or None, "overlaps": list(each.overlaps),
    }  # fmt: skip
