"""Scenarios: each effect, that they compose, that nothing changed is the forecast, and how they are named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from addin.messages import TresoError
from addin.treasury.dossier import Dossier, Settings
from addin.treasury.forecasting.actions import actions_of
from addin.treasury.forecasting.cash_forecast import CashForecast, forecast_dossier
from addin.treasury.forecasting.confronted import PastForecast, confront
from addin.treasury.forecasting.scenario import Change, Effect, Scenario, combine_scenarios
from addin.treasury.forecasting.scenarios import Outcome, run_scenario
from addin.treasury.forecasting.season import low_season
from addin.treasury.reading import build_dossier
from addin.treasury.scenario_list import find_scenario, scenarios_of
from addin.treasury.settlement import settle_invoices
from addin.treasury.tabs import RawTab
from tests.treasury.builders import account, customer_invoice, make_dossier, operation, rate, scheduled, supplier_invoice
from tests.treasury.forecasting.years import AS_OF, firm, lines_of_a_year

HEAD = ["Scénario", "Effet", "Valeur", "Mois", "Cible", "Actif"]


def base_of(dossier: Dossier) -> CashForecast:
    found = forecast_dossier(dossier, AS_OF)
    assert found is not None
    return found


def run(effect: Effect, value: float = 0, *, dossier: Dossier | None = None, months: tuple[int, ...] = (), target: str = "") -> Outcome:
    of = dossier or firm()
    change = Change(effect, Fraction(str(value)), frozenset(months), target)
    return run_scenario(of, base_of(of), Scenario("essai", (change,)))


@pytest.mark.parametrize(
    ("effect", "value"), [("delay", 0), ("supplier_delay", 0), ("sales", 0), ("purchases", 0), ("exchange", 5), ("follow", 50), ("hire", 0)]
)
def test_a_scenario_that_changes_nothing_is_the_forecast(effect: Effect, value: float) -> None:
    dossier = firm()
    base = base_of(dossier)
    after = run(effect, value).forecast
    assert (after.centre == base.centre).all()
    assert np.allclose(after.paths, base.paths)


def test_late_customers_lower_the_path_and_give_it_back_or_say_what_they_carry_away() -> None:
    late = run("delay", 15)
    base = base_of(firm())
    gone = base.centre - late.forecast.centre
    assert late.low_delta_cents <= 0
    assert gone.max() > 50_000_00
    assert late.moved_cents == 0
    assert late.beyond_cents > 0
    assert abs(gone[-1] - late.beyond_cents) <= 0.35 * late.beyond_cents  # invoices have no single day


def test_a_delay_beyond_the_horizon_leaves_no_receipt() -> None:
    never = run("delay", 365)
    assert (never.forecast.drawn().flows[0] == 0).all()  # invoices
    events = never.forecast.events
    assert never.beyond_cents == events.loc[events["counterparty"].isin(["Novatec", "Algerlait"]), "amount_cents"].sum()


def test_sales_that_fall_take_the_same_part_of_what_is_not_billed_yet_in_the_months_named() -> None:
    base = base_of(firm())
    sales = base.events[(base.events["layer"] != "invoices") & base.events["counterparty"].isin(["Novatec", "Algerlait"])]
    december = int(sales.loc[sales["on"].dt.month == 12, "amount_cents"].sum())
    found = run("sales", -10, months=(12,))
    assert december > 0
    assert found.moved_cents == pytest.approx(-december / 10, abs=20)
    assert found.end_delta_cents == pytest.approx(-december / 10, abs=20)
    assert run("sales", -10, months=(6,)).touched == 0


def test_the_tva_of_lost_sales_is_not_declared_and_purchases_follow_when_asked() -> None:
    with_vat = replace(firm(), settings=Settings(vat_rate=Decimal("0.19")))
    plain, less_tax = run("sales", -10, months=(11,)), run("sales", -10, dossier=with_vat, months=(11,))
    assert less_tax.moved_cents == pytest.approx(plain.moved_cents * (1 - 19 / 119), abs=20)
    dossier = firm()
    follow = (Change("sales", Fraction(-10)), Change("follow", Fraction(50)))
    both = run_scenario(dossier, base_of(dossier), Scenario("suivi", follow))
    events = both.forecast.events
    bought = int(events.loc[(events["layer"] != "invoices") & (events["counterparty"] == "Infodis"), "amount_cents"].sum())
    assert both.moved_cents - run("sales", -10).moved_cents == pytest.approx(-bought / 20, abs=30)


def test_dearer_purchases_touch_what_is_not_billed_yet_and_planned_ones() -> None:
    planned = firm(schedule=[scheduled("Achats de matières", -100_000, "2026-12-01")])
    events = base_of(planned).events
    is_bought = (events["counterparty"] == "Infodis") | (events["label"] == "Achats de matières")
    bought = int(events.loc[is_bought & (events["layer"] != "invoices"), "amount_cents"].sum())
    assert run("purchases", 10, dossier=planned).moved_cents == pytest.approx(bought / 10, abs=20)


def test_a_rate_that_rises_costs_what_is_owed_and_brings_what_is_held_in_that_currency() -> None:
    foreign = firm(
        invoices=[supplier_invoice("E1", "Adobe", 1_000, due="2026-11-20", issued="2026-10-20", currency="EUR")],
    )
    foreign = replace(foreign, rates=firm_rates())
    found = run("exchange", 10, dossier=foreign, target="EUR")
    assert found.moved_cents == -1_000_00 * 150 // 10
    assert run("exchange", 10, dossier=foreign, target="USD").touched == 0


def firm_rates() -> object:
    from tests.treasury.builders import make_dossier

    return make_dossier(rates=[rate("EUR", "2026-10-01", 150.0)], accounts=[account("BNA", 0)]).rates


def test_a_customer_lost_pays_its_bills_and_takes_its_share_of_the_sales_to_come() -> None:
    found = run("lost_customer", target="novatec")
    events, changed = base_of(firm()).events, found.forecast
    assert (
        found.moved_cents == -events.loc[(events["layer"] == "recurrences") & (events["counterparty"] == "Novatec"), "amount_cents"].sum()
    )
    assert (changed.drawn().flows[0] == base_of(firm()).drawn().flows[0]).all()
    assert run("lost_customer", target="Personne").touched == 0


def test_a_hire_an_investment_and_a_receipt_come_on_their_days() -> None:
    hired, bought, received = run("hire", 50_000_00, months=(12,)), run("investment", 300_000_00, months=(1,)), run("receipt", 70_000_00)
    assert (hired.moved_cents, bought.moved_cents, received.moved_cents) == (-100_000_00, -300_000_00, 70_000_00)
    base = base_of(firm()).centre
    day = (date(2027, 1, 1) - AS_OF).days
    assert (bought.forecast.centre - base)[day - 2 : day].tolist() == [0, -300_000_00]
    assert (received.forecast.centre - base)[28:30].tolist() == [0, 70_000_00]


def test_a_budget_of_advertising_takes_the_place_of_what_is_usual() -> None:
    found = run("advertising", 10_000_00)
    assert found.moved_cents == -13 * 10_000_00  # the firm spends nothing on it


def test_scenarios_compose_and_their_order_does_not_matter_for_plain_sums() -> None:
    dossier = firm()
    base = base_of(dossier)
    one, two = Scenario("A", (Change("sales", Fraction(-10)),)), Scenario("B", (Change("investment", Fraction(1_000_00)),))
    both = [run_scenario(dossier, base, combine_scenarios(pair)) for pair in ((one, two), (two, one))]
    assert both[0].scenario.name == "A + B"
    assert (both[0].forecast.centre == both[1].forecast.centre).all()
    alone = [run_scenario(dossier, base, each) for each in (one, two)]
    assert both[0].end_delta_cents == pytest.approx(sum(each.end_delta_cents for each in alone), abs=2)


def read(*rows: list[object]) -> Dossier:
    return build_dossier([RawTab("Scénarios", [HEAD, *rows], {}, False)])


def test_the_tab_is_read_with_months_in_words_and_lines_of_one_name_together() -> None:
    dossier = read(
        ["Crise", "Retard des encaissements (jours)", 30.0, None, None, "Oui"],
        [None, "Variation des ventes (%)", "-20 %", "Juillet ; août", None, "Oui"],
        ["Euro", "Variation du cours (%)", 0.1, None, "EUR", "Oui"],
        ["Recrutement", "Embauche", 90_000.0, "mars", None, "Oui"],
        ["Dormant", "Client perdu", None, None, "Novatec", "Non"],
    )
    crisis, euro, hire = scenarios_of(dossier)
    assert crisis == Scenario("Crise", (Change("delay", Fraction(30)), Change("sales", Fraction(-20), frozenset((7, 8)))))
    assert euro.changes == (Change("exchange", Fraction(10), frozenset(), "EUR"),)
    assert hire.changes == (Change("hire", Fraction(90_000_00), frozenset((3,))),)
    assert not dossier.findings


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["A", "Pluie", 3.0, None, None, "Oui"], "SCENARIO_EFFECT"),
        (["A", "Variation des ventes (%)", -10.0, "brumaire", None, "Oui"], "SCENARIO_MONTH"),
        (["A", "Retard des encaissements (jours)", -3.0, None, None, "Oui"], "SCENARIO_VALUE"),
        (["A", "Retard des encaissements (jours)", 4_000.0, None, None, "Oui"], "SCENARIO_VALUE"),
        (["A", "Variation des achats (%)", "beaucoup", None, None, "Oui"], "SCENARIO_VALUE"),
        (["A", "Client perdu", None, None, None, "Oui"], "SCENARIO_VALUE"),
    ],
)
def test_a_line_that_is_not_understood_is_said_with_its_place_and_the_others_count(row: list[object], code: str) -> None:
    dossier = read(row, ["B", "Variation des achats (%)", 5.0, None, None, "Oui"])
    assert [(each.code, each.sheet, each.row) for each in dossier.findings] == [(code, "Scénarios", 2)]
    assert [each.name for each in scenarios_of(dossier)] == ["B"]


def test_without_a_tab_the_three_of_the_house_are_there() -> None:
    assert [each.changes[0].effect for each in scenarios_of(firm())] == ["delay", "sales", "purchases"]


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("BASE", ()),
        ("retard", (Change("delay", Fraction(15)),)),
        ("RETARD 30 jours", (Change("delay", Fraction(30)),)),
        ("Basse saison 12,5 %", (Change("sales", Fraction("-12.5"), is_low_season=True),)),
        ("RETARD 5 + MATIERES", (Change("delay", Fraction(5)), Change("purchases", Fraction(10)))),
        ("matières premières : hausse des achats", (Change("purchases", Fraction(10)),)),
    ],
)
def test_scenarios_are_named_in_any_case_with_or_without_their_number(text: str, changes: tuple[Change, ...]) -> None:
    assert find_scenario(firm(), text).changes == changes


@pytest.mark.parametrize("text", ["Inconnu", "RETARD 400", "BASSE_SAISON 120", "RETARD + Inconnu", ""])
def test_an_unknown_name_or_number_is_refused_with_the_legal_ones(text: str) -> None:
    with pytest.raises(TresoError) as refusal:
        find_scenario(firm(), text)
    assert refusal.value.finding.code == "SCENARIO_UNREADABLE"
    assert "BASSE_SAISON" in str(refusal.value)


def test_actions_are_ranked_by_what_they_lift_and_late_dues_come_first() -> None:
    dossier = firm(
        invoices=[
            customer_invoice("FA1", "Novatec", 300_000, due="2026-12-20", issued="2026-10-15"),
            supplier_invoice("B7", "Infodis", 150_000, due="2026-11-08", issued="2026-10-10"),
        ],
        schedule=[
            scheduled("G50", -90_000, "2026-10-20", kind="tax"),
            scheduled("Machine", -5_500_000, "2026-11-20"),
            scheduled("Prêt reçu", 5_500_000, "2026-11-30"),
        ],
    )
    actions = actions_of(base_of(dossier))
    assert next(each.verb for each in actions) == "pay"
    gains = [each.gain_cents for each in actions[1:]]
    assert {each.verb for each in actions} == {"pay", "collect", "postpone"}
    assert gains == sorted(gains, reverse=True)
    assert all(gain > 0 for gain in gains)


def test_an_earlier_forecast_is_confronted_with_what_came_its_gap_split_in_timing_and_amount() -> None:
    dossier = firm(invoices=[customer_invoice("FA1", "Novatec", 120_000, due="2026-10-20", issued="2026-09-15")])
    base = base_of(dossier)
    made = date(2026, 10, 3)
    past = [PastForecast(made, date(2026, 10, 10), 0, 1, 2), PastForecast(made, date(2026, 10, 31), 0, 5_000_00, 9)]
    (found,) = confront(dossier, settle_invoices(dossier, AS_OF), base.history, AS_OF, past)
    assert found.forecast.day == date(2026, 10, 31)
    assert found.actual_cents == base.cash_cents
    assert found.gap_cents == base.cash_cents - 5_000_00
    assert found.timing_cents == -120_000_00  # expected on its due date, still open
    assert found.timing_cents + found.amount_cents == found.gap_cents
    assert not found.is_inside


def test_the_lines_of_the_year_are_what_the_tests_say() -> None:
    assert len(lines_of_a_year()) > 100


def test_the_low_season_is_that_of_her_receipts_and_only_where_it_lies_ahead() -> None:
    slow = {11: 0.3, 12: 0.4}
    lines = [
        operation(f"{year}-{month:02d}-{day:02d}", "VIR RECU Novatec", 100_000 * slow.get(month, 1.0) * (1 + 0.04 * (day % 3)))
        for year, first in ((2024, 9), (2025, 1), (2026, 1))
        for month in range(first, 13 if year < 2026 else 11)
        for day in (2, 9, 16, 23)
    ]
    dossier = make_dossier([*lines, *paid_monthly()], accounts=[account("BNA", 2_000_000)])
    assert low_season(dossier, AS_OF) == {11, 12}
    base = forecast_dossier(dossier, AS_OF)
    assert base is not None
    found = run_scenario(dossier, base, find_scenario(dossier, "BASSE_SAISON 20"))
    assert [(change.value, change.months) for change in found.scenario.changes] == [(Fraction(-20), {11, 12})]
    named = run_scenario(dossier, base, Scenario("nommés", (Change("sales", Fraction(-20), frozenset((11, 12))),)))
    assert found.end_delta_cents == named.end_delta_cents < 0
    assert run_scenario(dossier, base, Scenario("tous", (Change("sales", Fraction(-20)),))).end_delta_cents < named.end_delta_cents
    early = forecast_dossier(dossier, date(2026, 7, 31), days=56)
    assert early is not None
    assert run_scenario(dossier, early, find_scenario(dossier, "BASSE_SAISON")).scenario.changes[0].months == frozenset()


def paid_monthly() -> list[dict[str, object]]:
    return [operation(f"{2024 + month // 12}-{month % 12 + 1:02d}-27", "VIR SALAIRES", -150_000) for month in range(8, 34)]


def test_a_year_without_a_season_has_none_and_a_short_history_too() -> None:
    steady = [operation(f"2025-{month:02d}-10", "VIR RECU X", 100_000 + 9_000 * (month % 4)) for month in range(1, 13)]
    assert low_season(make_dossier(steady), date(2025, 12, 31)) == frozenset()
    growing = [operation(f"{2024 + at // 12}-{at % 12 + 1:02d}-10", "VIR RECU X", 100_000 * 1.04**at) for at in range(24)]
    assert low_season(make_dossier(growing), date(2025, 12, 31)) == frozenset()
    assert low_season(make_dossier(steady[:11]), date(2025, 11, 30)) == frozenset()
    assert low_season(make_dossier(), date(2025, 11, 30)) == frozenset()
    once = [line if str(line["booked_on"])[5:7] != "08" else operation("2025-08-10", "VIR RECU X", 30_000) for line in steady]
    assert low_season(make_dossier(once), date(2025, 12, 31)) == {8}


def test_the_tab_may_ask_for_the_months_that_are_detected() -> None:
    for words in ("détectés", "Basse saison", "mois détectés", "auto"):
        (hers,) = scenarios_of(read(["Été", "Variation des ventes (%)", -10.0, words, None, "Oui"]))
        assert hers.changes == (Change("sales", Fraction(-10), is_low_season=True),)


def test_a_subscription_priced_in_dollars_on_a_card_in_dinars_follows_the_dollar() -> None:
    cards = [operation(f"2026-{month:02d}-03", "VISA ADOBE USD59,99", -8_000, counterparty="Adobe") for month in range(1, 11)]
    local = [operation(f"2026-{month:02d}-09", "PRLV DJEZZY", -8_000, counterparty="Djezzy") for month in range(1, 11)]
    dossier = firm(more=[*cards, *local])
    base = base_of(dossier)
    found = run_scenario(dossier, base, Scenario("dollar", (Change("exchange", Fraction(10), target="USD"),)))
    months = int(((base.events["layer"] == "recurrences") & (base.events["counterparty"] == "Adobe")).sum())
    assert months == 3
    assert (found.touched, found.moved_cents) == (3, -3 * 800_00)
    assert run_scenario(dossier, base, Scenario("euro", (Change("exchange", Fraction(10), target="EUR"),))).touched == 0


def test_a_month_that_is_low_in_one_year_only_is_no_season() -> None:
    august = {2024: 40_000, 2025: 105_000}
    lines = [
        operation(f"{year}-{month:02d}-05", "VIR RECU X", august[year] if month == 8 else 100_000 + 2_000 * (month % 3))
        for year in august
        for month in range(1, 13)
    ]
    assert low_season(make_dossier(lines), date(2025, 12, 31)) == frozenset()
    both = [{**line, "amount_cents": 40_000_00} if str(line["booked_on"])[5:7] == "08" else line for line in lines]
    assert low_season(make_dossier(both), date(2025, 12, 31)) == {8}
