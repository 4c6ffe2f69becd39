"""The week in facts (rapport hebdomadaire): everything the page says, computed once from the dossier."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from addin.messages import Finding
from addin.treasury.alerts import Alert, three_alerts
from addin.treasury.balances import account_days, balances_on, daily_balances
from addin.treasury.bridge import Bridge, week_bridge
from addin.treasury.caps import CapState, cap_states
from addin.treasury.closing import week_name
from addin.treasury.controls.standing import Standing
from addin.treasury.dated_needs import dated_needs
from addin.treasury.decisions import Decision, Rescue, decide, rescue
from addin.treasury.dossier import Dossier, PocketMode
from addin.treasury.earmarks import SetAside, set_aside
from addin.treasury.expenses import Expense, top_expenses
from addin.treasury.forecast import Dues, KnownEvents, LowPoint, Shortfall, due_within, known_events
from addin.treasury.forecasting.cash_forecast import CashForecast, forecast_cash
from addin.treasury.forecasting.confronted import Confronted, PastForecast, confront
from addin.treasury.outlook import HORIZON_DAYS, look_ahead
from addin.treasury.pocket_horizon import split_by_horizon
from addin.treasury.pockets import Needs, Pockets, daily_needs, split_pockets
from addin.treasury.receivables import LateInvoices, Payables, in_base, late_receivables, payables
from addin.treasury.reliability import Reliability, reliability
from addin.treasury.settlement import Settlement, dated_payments, settle_invoices

DUE_DAYS = 14
WEEK_DAYS = 7
_HISTORY_DAYS = 366
"""How far back the cash of each evening is computed, for « depuis le »."""


@dataclass(frozen=True, eq=False)
class WeeklySummary:
    """The facts of the seven days that end on the closing date. Amounts in minor units of the base currency.

    Attributes:
        week: ISO year and week of the Thursday within.
        balances: `balances.BALANCE_COLUMNS`, all accounts, at the closing date.
        cash_cents: known and included accounts; None when there is no such account.
        available_cents: cash less what is set aside (disponible); None with `cash_cents`.
        late, owed: None when the workbook has no tab of such invoices.
        cover: the pockets sized on average needs; None when the needs or the cash are unknown.
        pockets: of the mode that she chose (« Mode des poches »); those of `cover` when that mode has nothing to say.
        pocket_mode: the mode of `pockets`.
        threshold_cents: minimum balance, 0 when none is set.
        forecast: None when no balance is known; `low` and `shortfall` are its p50 when its history is long enough.
        rescue: whom to collect from in a tense week; None in a calm one.
        controlled: the page « Contrôles » as it stands, None without one.
        confronted: the last earlier forecast, at its latest day that has come; None without one.
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
    rescue: Rescue | None
    findings: tuple[Finding, ...]
    controlled: Standing | None = None
    forecast: CashForecast | None = None
    confronted: Confronted | None = None
    cover: Pockets | None = None
    pocket_mode: PocketMode = "cover"

    @property
    def knows_only_dated(self) -> bool:
        """Nothing is forecast: the history is too short, or no balance is known."""
        return self.forecast is None or self.forecast.knows_only_dated

    @property
    def currency(self) -> str:
        return self.dossier.base_currency


def summarise(dossier: Dossier, as_of: date, controlled: Standing | None = None, past: Sequence[PastForecast] = ()) -> WeeklySummary:
    """Compute the week that ends on a closing date (arrêté), included.

    Args:
        dossier: must hold at least one operation on or before the date.
        controlled: the page « Contrôles » as it stands, None without one.
        past: what was forecast before.
    """
    base, rates = dossier.base_currency, dossier.rates
    held = account_days(dossier, as_of - timedelta(days=_HISTORY_DAYS), as_of)
    settled = settle_invoices(dossier, as_of)
    bridge = week_bridge(dossier, as_of, WEEK_DAYS, held)
    cash = bridge.total.now_cents if bridge.accounts else None
    aside = set_aside(dossier, settled, as_of)
    available = None if cash is None else cash - aside.total_cents
    events = known_events(dossier, settled, as_of, HORIZON_DAYS)
    sides = set(dossier.invoices["side"])
    late = late_receivables(settled, as_of, rates, base) if "customer" in sides else None
    owed = payables(settled, as_of, rates, base) if "supplier" in sides else None
    needs = daily_needs(dossier, as_of)
    caps = cap_states(dossier, as_of)
    first_day = max(dossier.operations["booked_on"].min().date(), as_of - timedelta(days=_HISTORY_DAYS))
    cash_by_day = daily_balances(dossier, first_day, as_of, held)
    alerts = three_alerts(dossier, as_of, cash_by_day, None if late is None else _late_over_time(dossier, settled, late, as_of), caps)
    forecast = None
    if cash is not None:
        forecast = forecast_cash(dossier, settled, as_of, cash, threshold_cents=alerts[0].threshold_cents or 0, known=events)
    confronted = () if forecast is None else confront(dossier, settled, forecast.history, as_of, past, most=1)
    cover, horizon = _cover(dossier, available, needs), _horizon(dossier, available, settled, aside, as_of, forecast)
    outlook = look_ahead(as_of, cash, events, alerts[0].threshold_cents or 0, forecast)
    trust = reliability(dossier, as_of, bridge, settled, held)
    return WeeklySummary(
        dossier=dossier,
        as_of=as_of,
        first=as_of - timedelta(days=WEEK_DAYS - 1),
        week=week_name(as_of),
        balances=balances_on(dossier, as_of, held),
        bridge=bridge,
        cash_cents=cash,
        aside=aside,
        available_cents=available,
        events=events,
        dues=due_within(events.events, as_of, DUE_DAYS),
        forecast=forecast,
        confronted=confronted[0] if confronted else None,
        low=outlook.low,
        threshold_cents=outlook.threshold_cents,
        shortfall=outlook.short,
        late=late,
        owed=owed,
        expenses=top_expenses(dossier, as_of, WEEK_DAYS),
        needs=needs,
        pockets=cover if horizon is None else horizon,
        cover=cover,
        pocket_mode="cover" if horizon is None else "horizon",
        caps=caps,
        alerts=alerts,
        reliability=trust,
        decisions=decide(as_of, outlook, aside, late, caps, trust, bridge, controlled),
        controlled=controlled,
        rescue=rescue(outlook, late),
        findings=_each_once(
            dossier.findings,
            settled.findings,
            events.findings,
            aside.findings,
            late.findings if late else (),
            owed.findings if owed else (),
            trust.findings,
        ),
    )


def _horizon(
    dossier: Dossier, available: int | None, settled: Settlement, aside: SetAside, as_of: date, forecast: CashForecast | None
) -> Pockets | None:
    """The pockets sized on dated outflows, when she chose that mode and something is dated."""
    if available is None or dossier.settings.pocket_mode != "horizon":
        return None
    needs = dated_needs(dossier, settled, aside, as_of, forecast)
    days = dossier.settings.security_days, dossier.settings.operating_days
    return None if needs is None else split_by_horizon(available, needs, days)


def _cover(dossier: Dossier, available: int | None, needs: Needs) -> Pockets | None:
    if available is None or needs.vital_per_day is None:
        return None
    days = dossier.settings.security_days, dossier.settings.operating_days
    return split_pockets(available, needs.vital_per_day, needs.operating_per_day or 0, *days)


def _late_over_time(dossier: Dossier, settled: Settlement, late: LateInvoices, as_of: date) -> pd.DataFrame:
    """What customers owe late today, and what they paid late since (`paid_on`), for the alert's « depuis le »."""
    invoices = [invoice for tiers in late.customers for invoice in tiers.invoices]
    still = pd.DataFrame(
        {
            "due_on": pd.Series([pd.Timestamp(invoice.due_on) for invoice in invoices], dtype="datetime64[s]"),
            "remaining_cents": pd.Series([invoice.cents for invoice in invoices], dtype="int64"),
        }
    )
    paid = dated_payments(dossier, settled, as_of)
    paid = paid[(paid["side"] == "customer") & (paid["on"] > paid["due_on"])]
    cents, has_rate, _ = in_base(paid["paid_cents"], paid["currency"], as_of, dossier.rates, dossier.base_currency)
    since = paid.assign(remaining_cents=np.where(has_rate, cents, 0), paid_on=paid["on"])
    return pd.concat([still, since[["due_on", "remaining_cents", "paid_on"]]], ignore_index=True).assign(side="customer")


def _each_once(*found: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings of the reading and of all the facts; what two of them found is said once."""
    every = (finding for part in found for finding in part)
    return tuple({(each.code, each.sheet, each.row, each.column, str(each.details)): each for each in every}.values())
