"""À décider: who, how much, when, with which effect; the effects are computed again here, day by day, in plain Python."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.treasury.counterparties import normalise
from addin.treasury.decisions import MOST, Decision
from addin.treasury.dossier import Dossier, Settings
from addin.treasury.summary import WeeklySummary, summarise
from tests.sheets.weekly_dossiers import example
from tests.treasury.builders import account, cents, customer_invoice, make_dossier, operation, scheduled, supplier_invoice

DAY = date(2026, 10, 31)
HORIZON = 91
Move = tuple[date, int, tuple[str, int]]


def dossier(*due: dict[str, Any], cash: float = 1_000_000, **more: Any) -> Dossier:
    """A firm that holds `cash`, with invoices and dues."""
    invoices = [line for line in due if "side" in line]
    schedule = [line for line in due if "side" not in line]
    lines = [operation("2026-10-20", "SADEG", -1), operation("2026-10-28", "SADEG", -1), operation("2026-10-30", "SADEG", -1)]
    return make_dossier(lines, invoices, [account("BNA", cash + 3)], schedule, **more)


def kinds(summary: WeeklySummary) -> list[tuple[str, str]]:
    return [(decision.kind, decision.who) for decision in summary.decisions]


def moves_of(summary: WeeklySummary) -> list[Move]:
    events = summary.events.events
    columns = (events["on"].dt.date, events["amount_cents"], events["sheet"], events["row"])
    known = [(on, int(amount), (sheet, int(row))) for on, amount, sheet, row in zip(*columns, strict=True)]
    return known if summary.forecast is None or summary.forecast.knows_only_dated else _with_the_forecast(summary, known)


def _with_the_forecast(summary: WeeklySummary, known: list[Move]) -> list[Move]:
    """Invoices on their probable day, and what the forecast expects each day besides."""
    assert summary.forecast is not None
    forecast = summary.forecast
    billed = forecast.layers.events[forecast.layers.events["layer"] == "invoices"]
    probable = {(sheet, int(row)): on.date() for sheet, row, on in billed[["sheet", "row", "on"]].itertuples(index=False)}
    dated = [(probable.get(place, on), amount, place) for on, amount, place in known]
    before, more = forecast.cash_cents, []
    for number, balance in enumerate(forecast.centre.tolist(), 1):
        day = DAY + timedelta(days=number)
        more.append((day, balance - before - sum(amount for on, amount, _ in dated if on == day), ("", -1)))
        before = balance
    return [*dated, *more]


def lowest(cash: int, moves: Iterable[Move]) -> int:
    """The lowest evening from the closing date to the end of the horizon."""
    found = list(moves)
    return min(
        cash + sum(amount for on, amount, _ in found if DAY < on <= DAY + timedelta(days=n)) for n in range(HORIZON + 1)
    )  # fmt: skip


def low_if_collected(summary: WeeklySummary, decision: Decision) -> int:
    assert summary.cash_cents is not None
    assert decision.amount_cents is not None
    others = [move for move in moves_of(summary) if move[2] not in decision.rows]
    return lowest(summary.cash_cents, [*others, (DAY + timedelta(days=3), decision.amount_cents, ("", 0))])


def low_if_deferred(summary: WeeklySummary, decision: Decision) -> int:
    assert summary.cash_cents is not None
    frame = summary.events.events
    mine = [place in decision.rows for place in zip(frame["sheet"], frame["row"], strict=True)]
    dues = [due.date() for due in frame.loc[mine, "due_on"]]
    if decision.kind == "postpone":  # one occurrence, not the others of the same line of the Échéancier
        mine = [is_one and due.date() == decision.on for is_one, due in zip(mine, frame["due_on"], strict=True)]
        dues = [day for day in dues if day == decision.on]
    later = min(max(DAY, *dues) + timedelta(days=30), DAY + timedelta(days=HORIZON))
    moves = [(later if is_one else on, amount, place) for is_one, (on, amount, place) in zip(mine, moves_of(summary), strict=True)]
    return lowest(summary.cash_cents, moves)


def check_effects(summary: WeeklySummary) -> None:
    """Every effect that the page announces, computed again."""
    if summary.cash_cents is None:
        assert all(decision.low_point_gain_cents is None for decision in summary.decisions)
        return
    base = lowest(summary.cash_cents, moves_of(summary))
    assert summary.low is not None
    assert summary.low.amount_cents == base
    is_tense = base < summary.threshold_cents
    for decision in summary.decisions:
        if decision.kind == "collect":
            after = low_if_collected(summary, decision)
        elif decision.kind in ("pay_late", "postpone") and is_tense:
            after = low_if_deferred(summary, decision)
        else:
            assert decision.low_point_gain_cents is None
            assert not decision.is_enough
            continue
        assert decision.low_point_gain_cents == after - base
        if decision.is_enough:
            assert is_tense
            assert after >= summary.threshold_cents


# ------------------------------------------------------------------------------------------------ effects


def test_the_effects_of_the_example_are_those_of_another_computation() -> None:
    summary = summarise(example(), DAY)
    assert [decision.kind for decision in summary.decisions].count("collect") >= 2
    check_effects(summary)


def test_collecting_from_the_late_customer_is_enough_when_every_day_then_holds() -> None:
    summary = summarise(
        dossier(
            customer_invoice("FA1/26", "Novatec", 1_190_000, due="2026-09-27"),
            scheduled("G50 10/26", -515_000, "2026-11-22", kind="tax"),
            cash=275_000,
            settings=Settings(late_receipt_days=25),
        ),
        DAY,
    )
    (collect,) = (decision for decision in summary.decisions if decision.kind == "collect")
    assert (collect.who, collect.amount_cents, collect.on, collect.days) == ("Novatec", cents(1_190_000), date(2026, 9, 27), 34)
    assert collect.is_enough
    assert summary.rescue is not None
    assert summary.rescue.is_enough
    check_effects(summary)


def test_a_payment_due_before_the_customer_can_pay_is_not_saved_by_him() -> None:
    late = customer_invoice("FA1/26", "Novatec", 1_190_000, due="2026-09-27")
    summary = summarise(dossier(late, scheduled("Loyer", -300_000, "2026-11-02", kind="rent"), cash=275_000), DAY)
    assert summary.rescue is not None
    assert not summary.rescue.is_enough
    assert not any(decision.is_enough for decision in summary.decisions)
    check_effects(summary)


def test_two_customers_are_said_to_be_enough_together_when_neither_is_alone() -> None:
    summary = summarise(
        dossier(
            customer_invoice("FA1/26", "Novatec", 300_000, due="2026-09-27"),
            customer_invoice("FA2/26", "Algerlait", 250_000, due="2026-10-01"),
            customer_invoice("FA3/26", "Pharmadz", 200_000, due="2026-10-05"),
            scheduled("Matériel", -1_500_000, "2026-11-10", kind="tax"),
            settings=Settings(late_receipt_days=30),
        ),
        DAY,
    )
    assert summary.rescue is not None
    assert (summary.rescue.customers, summary.rescue.cents, summary.rescue.is_enough) == (("Novatec", "Algerlait"), cents(550_000), True)


def test_a_public_body_is_never_said_to_be_enough() -> None:
    summary = summarise(
        dossier(
            customer_invoice("FA1/26", "Wilaya de Tipaza", 1_190_000, due="2026-09-27", is_public=True),
            scheduled("G50", -515_000, "2026-11-22", kind="tax"),
            cash=275_000,
            settings=Settings(late_receipt_days=25),
        ),
        DAY,
    )
    assert summary.rescue is not None
    assert (summary.rescue.customers, summary.rescue.is_enough) == (("Wilaya de Tipaza",), False)
    assert not any(decision.is_enough for decision in summary.decisions)


def test_a_calm_week_rescues_nobody() -> None:
    assert summarise(dossier(customer_invoice("FA1/26", "Novatec", 10, due="2026-09-27")), DAY).rescue is None


DUES = st.builds(
    lambda side, who, amount, days: (customer_invoice if side else supplier_invoice)(
        f"F{who}{days + 200}/26", f"Tiers {who}", amount, due=str(DAY + timedelta(days=days)), issued="2026-06-01"
    ),
    st.booleans(), st.sampled_from("ABC"), st.integers(1, 900_000), st.integers(-120, 80),
)  # fmt: skip
PLANNED = st.builds(
    lambda amount, days, kind, every: scheduled(f"Poste {kind}", -amount, str(DAY + timedelta(days=days)), kind=kind, every=every),
    st.integers(1, 900_000), st.integers(-5, 80), st.sampled_from(["other", "tax", "rent"]), st.sampled_from(["once", "month"]),
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(DUES, max_size=8), st.lists(PLANNED, max_size=4), st.integers(-500_000, 1_500_000), st.integers(0, 500_000))
def test_whatever_is_due_the_effects_hold_and_nobody_is_named_twice(
    due: list[dict[str, Any]], planned: list[dict[str, Any]], cash: int, minimum: int
) -> None:
    for n, line in enumerate(due):
        line["number"] += f"-{n}"
    summary = summarise(dossier(*due, *planned, cash=cash, settings=Settings(minimum_balance_cents=minimum * 100)), DAY)
    check_effects(summary)
    assert len(summary.decisions) <= MOST
    named = [(decision.kind, normalise(decision.who)) for decision in summary.decisions]
    assert len(named) == len(set(named))
    if summary.rescue and summary.rescue.is_enough:
        assert summary.late is not None
        chosen = [tiers for tiers in summary.late.customers if tiers.name in summary.rescue.customers]
        rows = tuple((invoice.sheet, invoice.row) for tiers in chosen for invoice in tiers.invoices)
        assert low_if_collected(summary, Decision("collect", "", summary.rescue.cents, rows=rows)) >= summary.threshold_cents


# ------------------------------------------------------------------------------------------------ choice and order


def test_there_are_at_most_five_decisions_each_with_its_rows() -> None:
    late = [customer_invoice(f"FA{n}/26", f"Client {n}", 1_000 * (n + 1), due="2026-09-01", row=n + 2) for n in range(60)]
    found = summarise(dossier(*late), DAY).decisions
    assert len(found) == MOST
    assert all(decision.rows for decision in found)


def test_a_customer_with_several_late_invoices_is_named_once_for_all_of_them() -> None:
    names = ("NOVATEC", "Novatec", "novatec ")
    late = [customer_invoice(f"FA{n}/26", name, 1_000, due="2026-09-01", row=n + 2) for n, name in enumerate(names)]
    (decision,) = summarise(dossier(*late), DAY).decisions
    assert (decision.kind, decision.count, decision.amount_cents) == ("collect", 3, cents(3_000))


def test_a_calm_week_leaves_customers_in_peace_for_two_weeks() -> None:
    summary = summarise(dossier(customer_invoice("FA1/26", "Novatec", 1_000, due="2026-10-17")), DAY)
    assert kinds(summary) == []
    summary = summarise(dossier(customer_invoice("FA1/26", "Novatec", 1_000, due="2026-10-16")), DAY)
    assert kinds(summary) == [("collect", "Novatec")]


def test_a_calm_week_pays_before_it_reminds_and_a_tense_one_reminds_before_it_pays() -> None:
    due = (
        customer_invoice("FA1/26", "Novatec", 100_000, due="2026-09-27"),
        supplier_invoice("881", "Infodis", 50_000, due="2026-10-01"),
        scheduled("CNAS 10/26", -90_000, "2026-11-10", kind="social"),
    )
    assert kinds(summarise(dossier(*due), DAY)) == [("pay_tax", "CNAS 10/26"), ("pay_late", "Infodis"), ("collect", "Novatec")]
    assert kinds(summarise(dossier(*due, cash=10_000), DAY)) == [("collect", "Novatec"), ("pay_tax", "CNAS 10/26"), ("pay_late", "Infodis")]


def test_an_overdue_tax_says_how_late_it_is() -> None:
    summary = summarise(dossier(scheduled("G50 09/26", -90_000, "2026-10-20", kind="tax")), DAY)
    (decision,) = summary.decisions
    assert (decision.kind, decision.on, decision.days) == ("pay_tax", date(2026, 10, 20), 11)


def test_a_tax_due_in_more_than_two_weeks_waits() -> None:
    assert kinds(summarise(dossier(scheduled("G50", -90_000, "2026-11-15", kind="tax")), DAY)) == []
    assert kinds(summarise(dossier(scheduled("G50", -90_000, "2026-11-14", kind="tax")), DAY)) == [("pay_tax", "G50")]


def test_a_tense_week_arbitrates_the_big_ordinary_payment_and_says_what_waiting_brings() -> None:
    summary = summarise(
        dossier(scheduled("Matériel vidéo", -1_830_000, "2026-11-15"), scheduled("Loyer", -90_000, "2026-11-10", kind="rent")), DAY
    )
    (decision,) = summary.decisions
    assert (decision.kind, decision.who, decision.amount_cents) == ("postpone", "Matériel vidéo", cents(1_830_000))
    assert (decision.low_point_gain_cents, decision.is_enough) == (0, False)  # it comes a month later, within the horizon
    check_effects(summary)


def test_a_payment_that_waits_until_a_receipt_has_come_is_enough() -> None:
    due = (scheduled("Matériel", -1_200_000, "2026-11-15"), customer_invoice("FA1/26", "Novatec", 500_000, due="2026-11-30"))
    (decision,) = summarise(dossier(*due), DAY).decisions
    assert (decision.kind, decision.is_enough) == ("postpone", True)


@pytest.mark.parametrize(("name", "kind"), [("Salaire Amine Kaci", "other"), ("Virement Amine Kaci", "salary")])
def test_no_salary_is_named(name: str, kind: str) -> None:
    due = (
        scheduled(name, -1_500_000, "2026-11-05", kind=kind, counterparty="Amine Kaci"),
        scheduled(
            name if kind == "other" else "Salaire Amine Kaci",
            -70_000,
            "2026-09-01",
            kind="cheque",
            reference="0018999",
            counterparty="Amine Kaci",
        ),
        supplier_invoice("SAL-KACI", "Amine Kaci", 95_000, due="2026-10-05", category="Personnel"),
    )
    said = str(summarise(dossier(*due), DAY).decisions)
    assert "kaci" not in said.lower()


def test_a_cap_that_is_over_is_limited_by_what_it_is_over() -> None:
    caps = [{"target": "Publicité", "kind": "category", "period": "week", "amount_cents": cents(500), "warn_at": 0.8}]
    lines = [operation("2026-10-27", "META", -400, category="Publicité"), operation("2026-10-29", "META", -350, category="Publicité")]
    (decision,) = summarise(make_dossier(lines, accounts=[account("BNA", 10_000)], caps=caps), DAY).decisions
    assert (decision.kind, decision.who, decision.amount_cents, decision.on) == ("limit", "Publicité", cents(250), date(2026, 10, 29))


def test_without_any_known_balance_the_opening_balance_comes_first() -> None:
    lines = [operation("2026-10-28", "VIR", 5)]
    summary = summarise(make_dossier(lines, [customer_invoice("FA1/26", "Novatec", 9, due="2026-09-01")], [account("BNA", None)]), DAY)
    assert kinds(summary) == [("add_opening", "BNA"), ("collect", "Novatec")]
    check_effects(summary)


def test_an_invoice_that_an_effect_already_pays_is_not_counted_twice() -> None:
    due = (
        customer_invoice("FA1/26", "Novatec", 500_000, due="2026-10-10"),
        scheduled("Effet Novatec FA1/26", 500_000, "2026-11-12", kind="effect", counterparty="Novatec", reference="002917"),
        scheduled("G50", -1_200_000, "2026-11-05", kind="tax"),
    )
    summary = summarise(dossier(*due), DAY)
    assert list(summary.events.events["source"]) == ["schedule", "schedule"]
    (collect,) = (decision for decision in summary.decisions if decision.kind == "collect")
    assert (collect.low_point_gain_cents, collect.is_enough) == (0, False)
