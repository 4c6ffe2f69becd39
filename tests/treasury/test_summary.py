"""The week in facts: its figures agree with each other, and on the example with what was planted there."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from functools import cache

import pandas as pd
import pytest

from addin.sheets.example import CLOSING_CASH_CENTS
from addin.sheets.example.planted import CAMPAIGN, CAMPAIGN_CAP, NOVATEC_DUE
from addin.treasury.dossier import Dossier, Settings
from addin.treasury.settlement import dated_payments, settle_invoices
from addin.treasury.summary import WeeklySummary, summarise
from tests.sheets.weekly_dossiers import DAY, SITUATIONS, example
from tests.treasury.builders import account, cents, customer_invoice, make_dossier, operation

FIRST = DAY - timedelta(days=6)


@cache
def example_dossier() -> Dossier:
    return example()


@cache
def summary_of(situation: str) -> WeeklySummary:
    return summarise(example_dossier() if situation == "example" else SITUATIONS[situation](), DAY)


def week_lines(dossier: Dossier) -> pd.DataFrame:
    booked = dossier.operations["booked_on"]
    return dossier.operations[(booked >= pd.Timestamp(FIRST)) & (booked <= pd.Timestamp(DAY))]


# ------------------------------------------------------------------------------------------------ laws on every situation


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_bridge_closes_to_the_centime_on_each_account_and_in_all(situation: str) -> None:
    bridge = summary_of(situation).bridge
    for line in (*bridge.accounts, bridge.total):
        assert line.before_cents is not None
        assert line.before_cents + line.change_cents == line.now_cents
    assert bridge.total.now_cents == sum(line.now_cents or 0 for line in bridge.accounts)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_pockets_share_the_available_cash(situation: str) -> None:
    summary = summary_of(situation)
    if summary.pockets is None or summary.available_cents is None:
        assert summary.available_cents is None or summary.needs.basis == "unknown"
        return
    pockets = summary.pockets
    assert pockets.security_cents + pockets.operating_cents + pockets.opportunity_cents == max(0, summary.available_cents)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_available_is_the_cash_less_what_is_set_aside(situation: str) -> None:
    summary = summary_of(situation)
    if summary.cash_cents is None:
        assert summary.available_cents is None
        return
    parts = (summary.aside.cheques, summary.aside.taxes, summary.aside.social, summary.aside.vat)
    assert summary.available_cents == summary.cash_cents - sum(part.cents for part in parts)
    included = summary.balances[summary.balances["is_included"] & summary.balances["base_cents"].notna()]
    assert summary.cash_cents == int(included["base_cents"].sum())


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_shortfall_is_read_off_the_path(situation: str) -> None:
    summary = summary_of(situation)
    if summary.low is None or summary.shortfall is None:
        assert summary.cash_cents is None
        return
    path = summary.low.path
    assert summary.low.amount_cents == path["balance_cents"].min()
    assert path["balance_cents"].iloc[0] == summary.cash_cents
    assert len(path) == 92
    below = path[path["balance_cents"] < summary.threshold_cents]
    assert summary.shortfall.first_date == (below["on"].iloc[0].date() if len(below) else None)
    assert summary.shortfall.depth_cents == max(0, summary.threshold_cents - summary.low.amount_cents)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_buckets_and_the_customers_add_up_to_the_late_invoices(situation: str) -> None:
    late, invoices = summary_of(situation).late, summary_of(situation).dossier.invoices
    assert (late is not None) == bool((invoices["side"] == "customer").any())
    if late is None:
        return
    assert (late.count, late.total_cents) == tuple(map(sum, zip(*late.buckets.values(), strict=True)))
    assert late.total_cents == sum(tiers.cents for tiers in late.customers) == late.private.total_cents + late.public.total_cents


# ------------------------------------------------------------------------------------------------ the example


def test_the_example_closes_on_its_cash() -> None:
    assert summary_of("example").cash_cents == CLOSING_CASH_CENTS


def test_the_flows_of_the_example_are_those_of_its_lines() -> None:
    lines = week_lines(example_dossier())
    ordinary = lines[lines["transfer_state"].isin(("", "proposed"))]["base_cents"]
    total = summary_of("example").bridge.total
    assert (total.receipts_cents, total.payments_cents) == (ordinary[ordinary > 0].sum(), ordinary[ordinary < 0].sum())
    assert total.gap_cents == 0


def test_the_planted_late_customer_leads() -> None:
    summary = summary_of("example")
    assert summary.late is not None
    first = summary.late.customers[0]
    assert (first.name, first.cents, first.oldest_days) == ("Novatec", cents(1_190_000), (DAY - NOVATEC_DUE).days)
    assert summary.decisions[0].who == "Novatec"


def test_the_cap_of_the_planted_campaign_is_over_since_the_day_that_its_lines_say() -> None:
    lines = example_dossier().operations
    mine = lines[(lines["project"] == CAMPAIGN) & (lines["booked_on"] >= "2026-10-01") & (lines["booked_on"] <= pd.Timestamp(DAY))]
    spent, since = 0, None
    for on, amount in sorted(zip(mine["booked_on"].dt.date, -mine["base_cents"], strict=True)):
        spent += int(amount)
        if spent > CAMPAIGN_CAP:
            since = since or on
    (cap,) = (cap for cap in summary_of("example").caps if cap.target == CAMPAIGN)
    assert (cap.state, cap.spent_cents, cap.since) == ("ALERTE", spent, since)


def test_late_invoices_are_over_their_threshold_since_the_day_that_the_invoices_and_payments_say() -> None:
    """Each invoice is late from the day after its due date until its lines pay it; the sum is followed backwards, day by day."""
    dossier, summary = example_dossier(), summary_of("example")
    alert = summary.alerts[1]
    assert alert.threshold_cents is not None
    assert summary.late is not None
    owed_on: dict[date, int] = defaultdict(int)
    days = [DAY - timedelta(days=n) for n in range(200)]
    for tiers in summary.late.customers:
        for invoice in tiers.invoices:
            for day in days:
                owed_on[day] += invoice.cents if day > invoice.due_on else 0
    paid = dated_payments(dossier, settle_invoices(dossier, DAY), DAY)
    paid = paid[(paid["side"] == "customer") & (paid["currency"] == "DZD")]
    for on, due, amount in zip(paid["on"].dt.date, paid["due_on"].dt.date, paid["paid_cents"], strict=True):
        for day in days:
            owed_on[day] += int(amount) if due < day < on else 0
    since = next(day for n, day in enumerate(days) if owed_on[days[n + 1]] <= alert.threshold_cents)
    assert (alert.state, alert.value_cents, alert.since) == ("ALERTE", summary.late.total_cents, since)


def test_salaries_are_one_expense_without_a_name() -> None:
    expense = summary_of("example").expenses[0]
    assert (expense.counterparty, expense.label, expense.amount_cents) == ("Salaires", "", cents(-730_000))


# ------------------------------------------------------------------------------------------------ edges of time


def test_an_invoice_paid_late_counts_as_late_until_its_payment() -> None:
    dossier = make_dossier(
        [operation("2026-10-20", "VIR RECU ALPHA FA1/26", 400), operation("2026-10-25", "SADEG", -1)],
        [customer_invoice("FA1/26", "Alpha", 400, due="2026-10-01"), customer_invoice("FA2/26", "Beta", 300, due="2026-10-10")],
        alerts=[{"alert": "late_invoices", "threshold_cents": cents(250), "is_active": True}],
    )
    alert = summarise(dossier, DAY).alerts[1]
    assert (alert.state, alert.value_cents, alert.since) == ("ALERTE", cents(300), date(2026, 10, 2))


def test_a_closing_date_before_the_last_lines_ignores_them() -> None:
    lines = [operation("2026-10-01", "VIR", 100), operation("2026-11-20", "VIR", -40)]
    summary = summarise(make_dossier(lines), DAY)
    assert (summary.cash_cents, summary.expenses) == (cents(100), ())


def test_a_closing_date_long_after_the_last_line_keeps_the_balance() -> None:
    summary = summarise(make_dossier([operation("2020-01-05", "VIR", 100)]), DAY)
    assert (summary.cash_cents, summary.bridge.total.change_cents) == (cents(100), 0)


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2027, 1, 3), (2026, 53)), (date(2024, 2, 29), (2024, 9)), (date(2021, 1, 2), (2020, 53)), (date(2025, 12, 31), (2025, 52)),
        (date(2026, 1, 1), (2026, 1)),
    ],
)  # fmt: skip
def test_the_week_is_that_of_its_thursday_at_the_turn_of_the_year_too(day: date, week: tuple[int, int]) -> None:
    summary = summarise(make_dossier([operation(str(day), "VIR", 100)]), day)
    assert (summary.week, summary.first) == (week, day - timedelta(days=6))


def test_a_line_of_the_last_minute_of_the_week_counts_and_the_evening_before_does_not() -> None:
    lines = [operation("2026-10-24", "VIR", 1), operation("2026-10-25", "VIR", 10), operation("2026-10-31", "VIR", 100)]
    total = summarise(make_dossier(lines), DAY).bridge.total
    assert (total.before_cents, total.receipts_cents, total.now_cents) == (cents(1), cents(110), cents(111))


def test_the_threshold_is_the_minimum_balance() -> None:
    dossier = make_dossier(
        [operation("2026-10-28", "VIR", 100)], accounts=[account("BNA", 0)], settings=Settings(minimum_balance_cents=cents(150))
    )
    summary = summarise(dossier, DAY)
    assert summary.shortfall is not None
    assert (summary.threshold_cents, summary.shortfall.first_date, summary.shortfall.depth_cents) == (cents(150), DAY, cents(50))
