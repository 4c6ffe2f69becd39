"""The weeks to come in cells: over known items alone where there is no history, over the forecast of the example."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from addin.app.cells import Source
from addin.functions.ahead import ad_budget, autonomy, forecast, lowest_balance, risk, scenario
from addin.messages import TresoError
from addin.registry import Rows
from addin.treasury.dossier import Settings
from tests.functions.facts import code, example_source, one, source_of
from tests.treasury.builders import customer_invoice, make_dossier, operation, scheduled, supplier_invoice

AS_OF = date(2026, 10, 31)


@pytest.fixture
def source() -> Source:
    """1 000 in cash; +800 from a customer on 05/11, −1 500 of tax on 20/11, +600 of planned sales on 25/11, −200 of purchases on 30/11."""
    return source_of(
        make_dossier(
            [operation("2026-10-01", "Apport", 1_000), operation("2026-10-30", "Frais", 0)],
            [
                customer_invoice("FA1", "Novatec", 800, due="2026-11-05", issued="2026-10-01"),
                supplier_invoice("B7", "Infodis", 100, due="2026-12-10", issued="2026-10-15"),
            ],
            schedule=[
                scheduled("G50", -1_500, "2026-11-20", kind="tax"),
                scheduled("Ventes du mois", 600, "2026-11-25"),
                scheduled("Achats de matières", -200, "2026-11-30"),
                scheduled("Effet à recevoir", 50, "2027-01-20", kind="effect"),
            ],
            settings=Settings(as_of=AS_OF, minimum_balance_cents=200_00),
        )
    )


def test_the_base_is_the_low_point_of_the_known_items(source: Source) -> None:
    assert one(scenario(source, ["BASE"])) == one(lowest_balance(source)) == 300.0  # 1 000 + 800 − 1 500
    assert one(scenario(source, ["base"], ["DATE"])) == one(lowest_balance(source, None, None, ["DATE"])) == date(2026, 11, 20)
    assert one(scenario(source, ["BASE"], ["FINAL"])) == 650.0
    assert one(lowest_balance(source, None, None, ["MARGE"])) == 100.0
    assert [one(scenario(source, ["BASE"], [what])) for what in ("ECART", "TOUCHES", "HORS_HORIZON")] == [0.0, 0.0, 0.0]
    assert one(scenario(source, ["BASE"], ["AUTONOMIE"])) is None  # the threshold holds


def test_customers_who_pay_late_move_their_invoices_and_planned_sales_only(source: Source) -> None:
    assert one(scenario(source, ["RETARD"])) == 100.0  # the 800 still come in time on 20/11, the planned sales no more on 30/11
    assert one(scenario(source, ["RETARD"], ["DATE"])) == date(2026, 11, 30)
    assert one(scenario(source, ["RETARD"], ["TOUCHES"])) == 2.0


def test_a_delay_is_counted_in_days_from_the_expected_day(source: Source) -> None:
    assert one(scenario(source, ["RETARD"], None, [5.0])) == 300.0  # the planned sales come on the day of the purchases
    assert one(scenario(source, ["RETARD"], None, [6.0])) == 100.0
    assert one(scenario(source, ["RETARD 16"])) == one(scenario(source, ["RETARD"], None, [16.0])) == -500.0
    assert one(scenario(source, ["RETARD 16"], ["DATE"])) == date(2026, 11, 20)
    assert one(scenario(source, ["RETARD 16"], ["ECART"])) == -800.0
    assert one(scenario(source, ["RETARD 16"], ["AUTONOMIE"])) == 20.0


def test_what_a_delay_pushes_beyond_the_horizon_is_said_not_lost(source: Source) -> None:
    assert one(scenario(source, ["RETARD 100"], ["HORS_HORIZON"])) == 1_400.0
    assert one(scenario(source, ["RETARD 100"], ["FINAL"])) == 650.0 - 1_400.0


def test_a_low_season_takes_a_part_of_the_planned_sales_and_nothing_of_issued_invoices(source: Source) -> None:
    assert one(scenario(source, ["BASSE_SAISON"], ["FINAL"])) == 650.0 - 60.0
    assert one(scenario(source, ["basse saison"], ["FINAL"], [50.0])) == 650.0 - 300.0
    assert one(scenario(source, ["BASSE_SAISON"], ["TOUCHES"])) == 1.0


def test_dearer_materials_add_to_the_planned_purchases_and_nothing_to_issued_invoices(source: Source) -> None:
    assert one(scenario(source, ["MATIERES"], ["FINAL"])) == 650.0 - 20.0
    assert one(scenario(source, ["Matières 25 %"], ["FINAL"])) == 650.0 - 50.0
    assert one(scenario(source, ["MATIERES"], ["TOUCHES"])) == 1.0


@pytest.mark.parametrize("parameter", [10.0, 0.1, "10 %", "10", -10.0, None])
def test_a_percentage_may_be_written_in_any_form(source: Source, parameter: object) -> None:
    assert one(scenario(source, ["BASSE_SAISON"], ["FINAL"], [parameter])) == 590.0


def test_scenarios_combine(source: Source) -> None:
    final = one(scenario(source, ["RETARD 100 + BASSE_SAISON 50 + MATIERES 5"], ["FINAL"]))
    assert final == 650.0 - 800.0 - 600.0 - 10.0  # the planned sales are late and halved: nothing of them comes
    assert one(scenario(source, ["RETARD 100+BASSE_SAISON 50"], ["HORS_HORIZON"])) == 800.0 + 300.0


@pytest.mark.parametrize("name", ["RETAR", "RETARD 10 20", "BASE 5", "+", "RETARD;BASE", 12.0])
def test_a_scenario_that_is_not_understood_is_refused(source: Source, name: object) -> None:
    assert code(scenario(source, [name])) == "SCENARIO_UNREADABLE"


def test_a_parameter_out_of_bounds_is_refused(source: Source) -> None:
    assert code(scenario(source, ["RETARD"], None, [400.0])) == "ARGUMENT_NOT_WHOLE"
    assert code(scenario(source, ["BASSE_SAISON"], None, [101.0])) == "ARGUMENT_NOT_WHOLE"
    assert code(scenario(source, ["RETARD"], ["POINT"])) == "ARGUMENT_UNKNOWN"
    assert code(lowest_balance(source, [0.0])) == "ARGUMENT_NOT_WHOLE"


def test_the_horizon_may_be_shorter_or_longer_than_that_of_the_report(source: Source) -> None:
    assert lowest_balance(source, [19.0, 20.0, 91.0, 200.0]) == [1_000.0, 300.0, 300.0, 300.0]


def test_without_a_known_balance_there_is_no_low_point() -> None:
    from tests.treasury.builders import account

    nothing = source_of(make_dossier([operation("2026-10-01", "Vente", 5)], accounts=[account("BNA")]))
    assert code(lowest_balance(nothing)) == code(scenario(nothing, ["RETARD"])) == "FACT_UNKNOWN"


def test_in_the_example_a_delay_lowers_the_low_point_and_one_of_no_day_changes_nothing() -> None:
    source = example_source()
    assert one(scenario(source, ["RETARD"], ["ECART"])) < 0
    assert one(scenario(source, ["RETARD 0"], ["ECART"])) == 0.0
    assert one(scenario(source, ["RETARD"], ["FINAL"])) + one(scenario(source, ["RETARD"], ["HORS_HORIZON"])) == pytest.approx(
        one(scenario(source, ["BASE"], ["FINAL"])), abs=1_000_000
    )


def test_a_forecast_lies_in_its_band_and_leads_to_the_end_of_the_scenario() -> None:
    source = example_source()
    day = (AS_OF + timedelta(days=91)).isoformat()
    low, middle, high = (one(forecast(source, [day], None, [level])) for level in ("P10", "P50", "P90"))
    assert low < middle < high
    assert middle == one(scenario(source, ["BASE"], ["FINAL"]))


def test_without_a_day_the_forecast_is_a_table_of_thirteen_weeks() -> None:
    table = forecast(example_source())
    assert isinstance(table, Rows)
    assert [len(row) for row in table.rows] == [4] * 13
    assert next(row[0] for row in table.rows) == AS_OF + timedelta(days=7)


@pytest.mark.parametrize("day", ["31/10/2026", "01/01/2020", "01/01/2030"])
def test_a_day_that_is_not_to_come_or_too_far_is_refused(day: str) -> None:
    assert code(forecast(example_source(), [day])) == "ARGUMENT_NOT_WHOLE"


def test_the_risk_grows_with_the_threshold_and_with_the_delay() -> None:
    source = example_source()
    risks = [one(risk(source, [limit])) for limit in (0.0, 2_000_000.0, 4_000_000.0, 50_000_000.0)]
    assert risks == sorted(risks)
    assert risks[-1] == 1.0
    assert one(risk(source, None, None, ["RETARD 45"])) > one(risk(source))


def test_the_autonomy_is_empty_where_the_threshold_holds() -> None:
    source = example_source()
    assert one(autonomy(source)) is None
    assert one(autonomy(source, ["RETARD 45"])) == 26.0


def test_a_bigger_risk_accepted_allows_a_bigger_budget_of_advertising() -> None:
    source = example_source()
    budgets = [one(ad_budget(source, [share])) for share in (0.05, 0.2, "50 %")]
    assert 0 < budgets[0] < budgets[1] < budgets[2]
    assert one(ad_budget(source, [0.01], ["RETARD 45"])) == 0.0
    assert code(ad_budget(source, [0.0])) == "ARGUMENT_UNKNOWN"
    assert code(ad_budget(source, ["beaucoup"])) == "ARGUMENT_NOT_AMOUNT"


def test_her_own_scenarios_are_known_by_their_name() -> None:
    source = example_source()
    assert one(scenario(source, ["Clients : 15 jours de retard"])) == one(scenario(source, ["RETARD"]))


def test_one_wrong_element_does_not_silence_the_others(source: Source) -> None:
    results = scenario(source, ["BASE", "X", "RETARD 16"])
    assert results[0] == 300.0
    assert isinstance(results[1], TresoError)
    assert results[2] == -500.0
