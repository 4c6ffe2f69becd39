"""The weekly report as plain JSON values (`treso rapport --json`); keys are those of the command line's contract."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from addin.app.past_forecasts import confronted_as_json
from addin.app.results import Json, day, money, place, warnings_and_notes
from addin.app.weekly_report import WeeklyReport
from addin.messages import Finding
from addin.treasury.alerts import Alert
from addin.treasury.bridge import BridgeLine
from addin.treasury.decisions import Decision
from addin.treasury.expenses import Expense
from addin.treasury.receivables import Aged, LateInvoices, LateTiers
from addin.treasury.summary import WeeklySummary


def report_as_json(report: WeeklyReport, also: Sequence[Finding] = ()) -> Json:
    """The whole result: amounts as decimal strings, dates ISO, rows located; null where the workbook says nothing.

    Args:
        also: what was found besides, while the page was printed for instance.
    """
    return {"sheet": report.sheet.title, **_Facts(report.summary).all(), **warnings_and_notes([*report.findings, *also])}


@dataclass(frozen=True, eq=False)
class _Facts:
    """The facts of one week, told in its currency."""

    summary: WeeklySummary

    def all(self) -> Json:
        summary = self.summary
        low, short = summary.low, summary.shortfall
        return {
            "as_of": day(summary.as_of),
            "currency": summary.currency,
            "week": {"first": day(summary.first), "last": day(summary.as_of)},
            "cash": self._cash(),
            "due_14_days": self._dues(),
            "low_point": None if low is None else {"date": day(low.on), "amount": self._money(low.amount_cents)},
            "late_invoices": None if summary.late is None else self._late(summary.late),
            "top_expenses": [self._expense(rank, expense) for rank, expense in enumerate(summary.expenses, 1)],
            "shortfall": None
            if short is None
            else {
                "probability": short.probability,
                "first_date": day(short.first_date),
                "depth": self._money(short.depth_cents),
                "threshold": self._money(summary.threshold_cents),
            },
            "past_forecast": None if summary.confronted is None else confronted_as_json(summary.confronted, summary.currency),
            "pockets": self._pockets(),
            "alerts": [self._alert(alert) for alert in summary.alerts],
            "to_decide": [self._decision(decision) for decision in summary.decisions],
            "reliability": self._reliability(),
        }

    def _money(self, cents: int | None) -> str | None:
        return money(cents, self.summary.currency)

    # ------------------------------------------------------------------------------------------ cash
    def _cash(self) -> Json:
        summary, total = self.summary, self.summary.bridge.total
        has_accounts = summary.bridge.accounts != ()
        aside = {"cheques": summary.aside.cheques, "taxes": summary.aside.taxes, "social": summary.aside.social, "vat": summary.aside.vat}
        return {
            "now": self._money(summary.cash_cents),
            "week_before": self._money(total.before_cents) if has_accounts else None,
            "change": self._money((total.now_cents or 0) - (total.before_cents or 0)) if has_accounts else None,
            "available": self._money(summary.available_cents),
            "accounts": [self._account(line) for line in _rows(summary.balances)],
            "bridge": self._bridge(total) if has_accounts else None,
            "set_aside": {name: self._money(part.cents) if part.is_known else None for name, part in aside.items()},
        }

    def _account(self, line: Any) -> Json:
        balance, in_base = (None if pd.isna(cents) else int(cents) for cents in (line.balance_cents, line.base_cents))
        return {
            "name": line.account,
            "currency": line.currency,
            "balance": money(balance, line.currency),
            "balance_base": self._money(in_base),
            "last_line": None if pd.isna(line.last_line) else day(line.last_line.date()),
            "known": bool(line.is_known),
            "included": bool(line.is_included),
        }

    def _bridge(self, total: BridgeLine) -> Json:
        """What leads from the balance of seven days before to that of now; the seven amounts close to the centime."""
        return {
            "opening": self._money(total.before_cents),
            "receipts": self._money(total.receipts_cents),
            "payments": self._money(total.payments_cents),
            "internal_transfers": self._money(total.transfers_cents),
            "exchange": self._money(total.exchange_cents),
            "gap": self._money(total.gap_cents),
            "closing": self._money(total.now_cents),
        }

    # ------------------------------------------------------------------------------------------ dues and invoices
    def _dues(self) -> Json:
        dues = self.summary.dues
        return {
            "to_pay": self._due(dues.to_pay, dues.to_pay_cents),
            "to_receive": self._due(dues.to_receive, dues.to_receive_cents),
            "overdue_to_pay": self._due(dues.overdue_to_pay, dues.overdue_to_pay_cents),
            "overdue_to_receive": self._due(dues.overdue_to_receive, dues.overdue_to_receive_cents),
        }

    def _due(self, items: pd.DataFrame, total: int) -> Json:
        lines = [
            {
                "date": day(item.due_on.date()),
                "expected": day(item.on.date()),
                "who": _who(item),
                "label": item.label,
                "number": item.number or None,
                "amount": self._money(int(item.amount_cents)),
                **place(item.sheet, item.row),
            }
            for item in _rows(items)
        ]
        return {"total": self._money(total), "count": len(lines), "items": lines}

    def _late(self, late: LateInvoices) -> Json:
        return {
            "count": late.count,
            "total": self._money(late.total_cents),
            "buckets": self._buckets(late.buckets),
            "public": self._aged(late.public),
            "private": self._aged(late.private),
            "estimated": late.estimated_count,
            "customers": [self._customer(each) for each in late.customers],
        }

    def _aged(self, aged: Aged) -> Json:
        return {"count": aged.count, "total": self._money(aged.total_cents), "buckets": self._buckets(aged.buckets)}

    def _buckets(self, buckets: Mapping[str, tuple[int, int]]) -> Json:
        return {name: {"count": number, "total": self._money(cents)} for name, (number, cents) in buckets.items()}

    def _customer(self, each: LateTiers) -> Json:
        invoices = [
            {**place(one.sheet, one.row), "number": one.number, "amount": self._money(one.cents), "days": one.days, "due": day(one.due_on)}
            for one in each.invoices
        ]
        total = self._money(each.cents)
        return {"name": each.name, "total": total, "oldest_days": each.oldest_days, "public": each.is_public, "invoices": invoices}

    # ------------------------------------------------------------------------------------------ the rest of the page
    def _expense(self, rank: int, expense: Expense) -> Json:
        return {
            "rank": rank,
            "counterparty": expense.counterparty,
            "label": expense.label,
            "category": expense.category or None,
            "amount": self._money(expense.amount_cents),
            "share": round(expense.share, 4),
            "usual": self._money(expense.usual_cents),
            "unusual": expense.is_unusual,
            "new": expense.is_new,
            "rows": [place(*row) for row in expense.rows],
        }

    def _pockets(self) -> Json | None:
        pockets, needs = self.summary.pockets, self.summary.needs
        if pockets is None:
            return None
        vital, operating = needs.vital_per_day, needs.operating_per_day
        return {
            "mode": self.summary.pocket_mode,
            "basis": needs.basis,
            "cash": self._money(self.summary.available_cents),
            "vital_per_day": None if vital is None else self._money(round(vital)),
            "operating_per_day": None if operating is None else self._money(round(operating)),
            "security": {
                "amount": self._money(pockets.security_cents),
                "target": self._money(pockets.security_target_cents),
                "missing": self._money(pockets.missing_cents),
                "days": pockets.security_days,
            },
            "operating": {
                "amount": self._money(pockets.operating_cents),
                "target": self._money(pockets.operating_target_cents),
                "missing": self._money(pockets.operating_target_cents - pockets.operating_cents),
                "days": pockets.operating_days,
            },
            "opportunity": {"amount": self._money(pockets.opportunity_cents)},
            "overdraft_used": self._money(pockets.overdraft_used_cents),
            "days_covered": pockets.days_covered,
            "state": pockets.state,
        }

    def _alert(self, alert: Alert) -> Json:
        return {
            "name": alert.name,
            "state": alert.state,
            "since": day(alert.since),
            "value": self._money(alert.value_cents),
            "threshold": self._money(alert.threshold_cents),
            "subject": alert.subject or None,
        }

    def _decision(self, decision: Decision) -> Json:
        return {
            "kind": decision.kind,
            "who": decision.who,
            "amount": self._money(decision.amount_cents),
            "date": day(decision.on),
            "effect": {"low_point_gain": self._money(decision.low_point_gain_cents), "is_enough": decision.is_enough},
            "days": decision.days,
            "rows": [place(*row) for row in decision.rows],
        }

    def _reliability(self) -> Json:
        trust = self.summary.reliability
        return {
            "provisional": trust.is_provisional,
            "unclassified": self._counted(trust.unclassified_count, trust.unclassified_cents),
            "unmatched": self._counted(trust.unmatched_count, trust.unmatched_cents),
            "proposed_transfers": trust.proposed_transfers,
            "single_transfers": trust.single_transfers,
            "stale_accounts": [{"name": each.account, "last_line": day(each.last_line), "days": each.days} for each in trust.stale],
            "dormant_accounts": [{"name": each.account, "last_line": day(each.last_line), "days": each.days} for each in trust.dormant],
            "unknown_accounts": list(trust.unknown),
            "unreadable_sheets": list(trust.unreadable),
            "broken_balances": list(trust.broken),
            "rejected_rows": trust.rejected_rows,
            "gap": self._money(trust.gap_cents),
            "estimated_dues": trust.estimated_dues,
            "missing_rates": list(trust.missing_rates),
        }

    def _counted(self, number: int | None, cents: int | None) -> Json | None:
        return None if number is None else {"count": number, "total": self._money(cents)}


def _rows(frame: pd.DataFrame) -> Iterable[Any]:
    return frame.itertuples(index=False)


def _who(item: Any) -> str:
    """The tiers of an invoice; for the rest its label, which names no employee."""
    return str(item.counterparty if item.source == "invoice" and item.counterparty else item.label or item.counterparty)
