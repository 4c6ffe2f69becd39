"""The week in facts (rapport hebdomadaire): everything the page says, computed once from the dossier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from addin.messages import Finding
from addin.treasury.alerts import Alert, three_alerts
from addin.treasury.balances import balances_on, daily_balances
from addin.treasury.bridge import Bridge, week_bridge
from addin.treasury.caps import CapState, cap_states
from addin.treasury.closing import week_name
from addin.treasury.decisions import Decision, decide
from addin.treasury.dossier import Dossier
from addin.treasury.earmarks import SetAside, set_aside
from addin.treasury.expenses import Expense, top_expenses
from addin.treasury.forecast import Dues, KnownEvents, LowPoint, Shortfall, due_within, known_events, low_point, shortfall
from addin.treasury.pockets import Needs, Pockets, daily_needs, split_pockets
from addin.treasury.receivables import LateInvoices, Payables, late_receivables, payables
from addin.treasury.reliability import Reliability, reliability
from addin.treasury.settlement import settle_invoices

HORIZON_DAYS = 91
DUE_DAYS = 14
WEEK_DAYS = 7


@dataclass(frozen=True, eq=False)
class WeeklySummary:
    """The facts of the seven days that end on the closing date. Amounts in minor units of the base currency.

    Attributes:
        week: ISO year and week of the Thursday within.
        balances: `balances.BALANCE_COLUMNS`, all accounts, at the closing date.
        cash_cents: known and included accounts; None when there is no such account.
        available_cents: cash less what is set aside (disponible); None with `cash_cents`.
        late, owed: None when the workbook has no tab of such invoices.
        pockets: None when the needs or the cash are unknown.
        threshold_cents: minimum balance, 0 when none is set.
        findings: what the reading and the facts found, in reading order.
    """

    dossier: Dossier
    as_of: date
    first: date
    week: tuple[int, int]
    balances: pd.DataFrame
    bridge: Bridge
    cash_cents: int | None
    aside: SetAside
    available_cents: int | None
    events: KnownEvents
    dues: Dues
    low: LowPoint | None
    threshold_cents: int
    shortfall: Shortfall | None
    late: LateInvoices | None
    owed: Payables | None
    expenses: tuple[Expense, ...]
    needs: Needs
    pockets: Pockets | None
    caps: tuple[CapState, ...]
    alerts: tuple[Alert, Alert, Alert]
    reliability: Reliability
    decisions: tuple[Decision, ...]
    findings: tuple[Finding, ...]

    @property
    def currency(self) -> str:
        return self.dossier.base_currency


def summarise(dossier: Dossier, as_of: date) -> WeeklySummary:
    """Compute the week that ends on a closing date (arrêté), included.

    Args:
        dossier: must hold at least one operation on or before the date.
    """
    settled = settle_invoices(dossier, as_of)
    bridge = week_bridge(dossier, as_of, WEEK_DAYS)
    cash = bridge.total.now_cents if bridge.accounts else None
    aside = set_aside(dossier, settled, as_of)
    available = None if cash is None else cash - aside.total_cents
    events = known_events(dossier, settled, as_of, HORIZON_DAYS)
    low = None if cash is None else low_point(cash, events.events, as_of, HORIZON_DAYS)
    sides = set(dossier.invoices["side"])
    late = late_receivables(settled, as_of, dossier.rates, dossier.base_currency) if "customer" in sides else None
    owed = payables(settled, as_of, dossier.rates, dossier.base_currency) if "supplier" in sides else None
    needs = daily_needs(dossier, as_of)
    settings = dossier.settings
    pockets = None
    if available is not None and needs.vital_per_day is not None:
        pockets = split_pockets(available, needs.vital_per_day, needs.operating_per_day or 0, settings.security_days, settings.operating_days)
    caps = cap_states(dossier, as_of)
    first_day = dossier.operations["booked_on"].min().date()
    cash_by_day = daily_balances(dossier, max(first_day, as_of - timedelta(days=366)), as_of) if first_day <= as_of else pd.Series(dtype="Int64")
    alerts = three_alerts(dossier, as_of, cash_by_day, None if late is None else _late_frame(late), caps)
    threshold = alerts[0].threshold_cents or 0
    short = None if low is None else shortfall(low.path, threshold)
    balances = balances_on(dossier, as_of)
    trust = reliability(dossier, as_of, bridge)
    return WeeklySummary(
        dossier=dossier, as_of=as_of, first=as_of - timedelta(days=WEEK_DAYS - 1), week=week_name(as_of), balances=balances, bridge=bridge, cash_cents=cash,
        aside=aside, available_cents=available, events=events, dues=due_within(events.events, as_of, DUE_DAYS), low=low, threshold_cents=threshold, shortfall=short, late=late, owed=owed,
        expenses=top_expenses(dossier, as_of, WEEK_DAYS), needs=needs, pockets=pockets, caps=caps, alerts=alerts, reliability=trust,
        decisions=decide(as_of, cash, low, short, events, aside, late, caps, trust, bridge),
        findings=_all_findings(dossier, settled.findings, events.findings, aside.findings, late, owed, trust),
    )  # fmt: skip


def _late_frame(late: LateInvoices) -> pd.DataFrame:
    invoices = [invoice for tiers in late.customers for invoice in tiers.invoices]
    return pd.DataFrame(
        {
            "side": ["customer"] * len(invoices),
            "due_on": pd.Series([pd.Timestamp(invoice.due_on) for invoice in invoices], dtype="datetime64[s]"),
            "remaining_cents": pd.Series([invoice.cents for invoice in invoices], dtype="int64"),
        }
    )


def _all_findings(
    dossier: Dossier, settled: tuple[Finding, ...], events: tuple[Finding, ...], aside: tuple[Finding, ...], late: LateInvoices | None, owed: Payables | None, trust: Reliability
) -> tuple[Finding, ...]:
    found = [*dossier.findings, *settled, *events, *aside, *(late.findings if late else ()), *(owed.findings if owed else ()), *trust.findings]
    return tuple({(each.code, each.sheet, each.row, each.column, str(each.details)): each for each in found}.values())
