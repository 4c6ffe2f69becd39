"""Build the weekly report in the workbook (rapport hebdo)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from addin.app.history import ADDED, REPLACED, Change, record
from addin.app.ports import Dialogs, Workbook
from addin.app.read_dossier import read_dossier, require_operations
from addin.app.results import Json, day, money, place, warnings_and_notes
from addin.messages import Finding, TresoError
from addin.sheets.history import TITLE as HISTORY
from addin.sheets.model import Sheet, fingerprint
from addin.sheets.weekly import comment_in, is_report, report_title, weekly_sheet
from addin.treasury.closing import default_closing_date
from addin.treasury.currency import to_decimal
from addin.treasury.summary import WeeklySummary, summarise

ACTION = "Rapport hebdo"


@dataclass(frozen=True, eq=False)
class WeeklyReport:
    sheet: Sheet
    summary: WeeklySummary

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.summary.findings


def build_weekly_report(workbook: Workbook, dialogs: Dialogs, *, as_of: date | None, now: datetime) -> WeeklyReport:
    """Read the workbook, compute the week, write its page and remember the action.

    Args:
        as_of: closing date (arrêté), included; None takes `Paramètres`, else the last week that is over.
        now: local time, for `Historique` only.
    Raises:
        TresoError: WORKBOOK_EMPTY, NO_OPERATIONS, NO_OPERATION_BEFORE; DECLINED when she does not want the week rebuilt;
            whatever the workbook refuses. Nothing is written then.
    """
    dossier = read_dossier(workbook, dialogs)
    require_operations(dossier, workbook.name)
    closing = as_of or default_closing_date(dossier)
    first = dossier.operations["booked_on"].min().date()
    if first > closing:
        raise TresoError("NO_OPERATION_BEFORE", file=workbook.name, date=f"{closing:%d/%m/%Y}", first=f"{first:%d/%m/%Y}")
    summary = summarise(dossier, closing)
    title = report_title(summary)
    names = [sheet.name for sheet in workbook.sheets()]
    comment, before = "", ""
    if title in names:
        earlier = workbook.read(title).rows
        if not is_report(earlier):
            raise TresoError("SHEET_NAME_TAKEN", file=workbook.name, sheet=title)
        if not dialogs.confirm(f"La feuille « {title} » existe déjà : la remplacer ? Votre commentaire sera gardé."):
            raise TresoError("DECLINED", file=workbook.name)
        comment, before = comment_in(earlier), fingerprint(earlier)
    sheet = weekly_sheet(summary, comment)
    workbook.put(sheet, after=_place(names, title))
    change = Change(title, REPLACED if title in names else ADDED, before, fingerprint(sheet.values()))
    record(workbook, ACTION, (change,), now)
    workbook.save()
    return WeeklyReport(sheet, summary)


def _place(names: list[str], title: str) -> str | None:
    """Reports stand together in the order of their weeks, after the last earlier one, else at the end of her own tabs."""
    earlier = [name for name in names if name.startswith("Rapport ") and name < title]
    own = [name for name in names if name != HISTORY]
    return max(earlier) if earlier else own[-1] if own else None


def report_as_json(report: WeeklyReport) -> Json:
    """`treso rapport --json`."""
    summary = report.summary
    unit = summary.currency
    return {
        "sheet": report.sheet.title,
        "as_of": day(summary.as_of),
        "currency": unit,
        "week": {"first": day(summary.first), "last": day(summary.as_of)},
        "cash": _cash(summary),
        "due_14_days": _dues(summary),
        "low_point": None if summary.low is None else {"date": day(summary.low.on), "amount": money(summary.low.amount_cents, unit)},
        "late_invoices": _late(summary),
        "top_expenses": [_expense(summary, i) for i in range(len(summary.expenses))],
        "shortfall": None if summary.shortfall is None else {"probability": summary.shortfall.probability, "first_date": day(summary.shortfall.first_date), "depth": money(summary.shortfall.depth_cents, unit), "threshold": money(summary.threshold_cents, unit)},
        "pockets": _pockets(summary),
        "alerts": [
            {"name": alert.name, "state": alert.state, "since": day(alert.since), "value": money(alert.value_cents, unit), "threshold": money(alert.threshold_cents, unit), "subject": alert.subject or None}
            for alert in summary.alerts
        ],
        "to_decide": [
            {
                "kind": each.kind, "who": each.who, "amount": money(each.amount_cents, unit), "date": day(each.on), "effect": {"low_point_gain": money(each.low_point_gain_cents, unit), "is_enough": each.is_enough},
                "days": each.days, "rows": [place(*row) for row in each.rows],
            }
            for each in summary.decisions
        ],
        "reliability": _reliability(summary),
        **warnings_and_notes(report.findings),
    }  # fmt: skip


def _cash(summary: WeeklySummary) -> Json:
    unit, bridge = summary.currency, summary.bridge
    total = bridge.total
    known = bridge.accounts != ()
    accounts = [
        {
            "name": line.account, "currency": line.currency, "balance": _native(line.balance_cents, line.currency), "balance_base": None if line.base_cents is None else money(line.base_cents, unit),
            "last_line": day(line.last_line), "known": bool(line.is_known), "included": bool(line.is_included),
        }
        for line in _balances(summary)
    ]  # fmt: skip
    aside = summary.aside
    return {
        "now": money(summary.cash_cents, unit),
        "week_before": money(total.before_cents, unit) if known else None,
        "change": money((total.now_cents or 0) - (total.before_cents or 0), unit) if known else None,
        "available": money(summary.available_cents, unit),
        "accounts": accounts,
        "bridge": {"opening": money(total.before_cents, unit), "receipts": money(total.receipts_cents, unit), "payments": money(total.payments_cents, unit), "internal_transfers": money(total.transfers_cents, unit),
                   "exchange": money(total.exchange_cents, unit), "gap": money(total.gap_cents, unit), "closing": money(total.now_cents, unit)} if known else None,
        "set_aside": {name: money(part.cents, unit) if part.is_known else None for name, part in (("cheques", aside.cheques), ("taxes", aside.taxes), ("social", aside.social), ("vat", aside.vat))},
    }  # fmt: skip


@dataclass(frozen=True)
class _Balance:
    account: str
    currency: str
    balance_cents: int | None
    base_cents: int | None
    last_line: date | None
    is_known: bool
    is_included: bool


def _balances(summary: WeeklySummary) -> list[_Balance]:
    out = []
    for line in summary.balances.itertuples(index=False):
        native, base = (None if cents is None or cents != cents or str(cents) == "<NA>" else int(cents) for cents in (line.balance_cents, line.base_cents))
        last = None if str(line.last_line) == "NaT" else line.last_line.date()
        out.append(_Balance(line.account, line.currency, native, base, last, bool(line.is_known), bool(line.is_included)))
    return out


def _native(cents: int | None, currency: str) -> str | None:
    return None if cents is None else f"{to_decimal(cents, currency):f}"


def _dues(summary: WeeklySummary) -> Json:
    unit, dues = summary.currency, summary.dues

    def part(items: object, total: int) -> Json:
        lines = [
            {"date": day(item.due_on.date()), "who": item.counterparty or item.label, "label": item.label, "number": item.number or None, "amount": money(int(item.amount_cents), unit), **place(item.sheet, item.row)}
            for item in items.itertuples(index=False)  # type: ignore[attr-defined]
        ]  # fmt: skip
        return {"total": money(total, unit), "count": len(lines), "items": lines}

    return {
        "to_pay": part(dues.to_pay, dues.to_pay_cents), "to_receive": part(dues.to_receive, dues.to_receive_cents),
        "overdue_to_pay": part(dues.overdue_to_pay, dues.overdue_to_pay_cents), "overdue_to_receive": part(dues.overdue_to_receive, dues.overdue_to_receive_cents),
    }  # fmt: skip


def _late(summary: WeeklySummary) -> Json | None:
    late, unit = summary.late, summary.currency
    if late is None:
        return None

    def buckets(table: Mapping[str, tuple[int, int]]) -> Json:
        return {name: {"count": number, "total": money(cents, unit)} for name, (number, cents) in table.items()}

    return {
        "count": late.count, "total": money(late.total_cents, unit), "buckets": buckets(late.buckets),
        "public": {"count": late.public.count, "total": money(late.public.total_cents, unit), "buckets": buckets(late.public.buckets)}, "estimated": late.estimated_count,
        "customers": [
            {"name": each.name, "total": money(each.cents, unit), "oldest_days": each.oldest_days, "public": each.is_public,
             "invoices": [{**place(one.sheet, one.row), "number": one.number, "amount": money(one.cents, unit), "days": one.days, "due": day(one.due_on)} for one in each.invoices]}
            for each in late.customers
        ],
    }  # fmt: skip


def _expense(summary: WeeklySummary, i: int) -> Json:
    expense, unit = summary.expenses[i], summary.currency
    return {
        "rank": i + 1, "counterparty": expense.counterparty, "label": expense.label, "category": expense.category or None, "amount": money(expense.amount_cents, unit), "share": round(expense.share, 4),
        "usual": money(expense.usual_cents, unit), "unusual": expense.is_unusual, "new": expense.is_new, "rows": [place(*row) for row in expense.rows],
    }  # fmt: skip


def _pockets(summary: WeeklySummary) -> Json | None:
    pockets, needs, unit = summary.pockets, summary.needs, summary.currency
    if pockets is None:
        return None
    per_day = [None if value is None else money(round(value), unit) for value in (needs.vital_per_day, needs.operating_per_day)]
    return {
        "mode": "cover", "basis": needs.basis, "cash": money(summary.available_cents, unit), "vital_per_day": per_day[0], "operating_per_day": per_day[1],
        "security": {"amount": money(pockets.security_cents, unit), "target": money(pockets.security_target_cents, unit), "missing": money(pockets.missing_cents, unit), "days": pockets.security_days},
        "operating": {"amount": money(pockets.operating_cents, unit), "target": money(pockets.operating_target_cents, unit), "missing": money(pockets.operating_target_cents - pockets.operating_cents, unit), "days": pockets.operating_days},
        "opportunity": {"amount": money(pockets.opportunity_cents, unit)}, "overdraft_used": money(pockets.overdraft_used_cents, unit), "days_covered": pockets.days_covered, "state": pockets.state,
    }  # fmt: skip


def _reliability(summary: WeeklySummary) -> Json:
    trust, unit = summary.reliability, summary.currency
    return {
        "provisional": trust.is_provisional,
        "unclassified": None if trust.unclassified_count is None else {"count": trust.unclassified_count, "total": money(trust.unclassified_cents, unit)},
        "proposed_transfers": trust.proposed_transfers, "single_transfers": trust.single_transfers,
        "stale_accounts": [{"name": each.account, "last_line": day(each.last_line), "days": each.days} for each in trust.stale],
        "unknown_accounts": list(trust.unknown), "unreadable_sheets": list(trust.unreadable), "broken_balances": list(trust.broken), "rejected_rows": trust.rejected_rows,
        "gap": money(trust.gap_cents, unit), "estimated_dues": trust.estimated_dues, "missing_rates": list(trust.missing_rates),
    }  # fmt: skip
