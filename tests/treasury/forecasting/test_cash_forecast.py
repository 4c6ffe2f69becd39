"""The forecast of a firm: its band, its layers, what counts in full, what counts once, and what no history can teach."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from addin.treasury.dossier import Dossier, Settings
from addin.treasury.forecasting.backtest import backtest
from addin.treasury.forecasting.cash_forecast import MOST_DAYS, CashForecast, forecast_cash, forecast_dossier, layer_totals
from addin.treasury.forecasting.layer_scores import score_layers
from addin.treasury.forecasting.risk import risk_of
from addin.treasury.forecasting.weeks import weeks_of
from addin.treasury.settlement import settle_invoices
from tests.treasury.builders import account, customer_invoice, make_dossier, operation, placement, scheduled, supplier_invoice
from tests.treasury.forecasting.years import AS_OF, RENT, SALARIES, firm, lines_of_a_year

DATA = Path(__file__).parents[4] / "shared" / "data" / "pme_fec_e"


def forecast(dossier: Dossier, days: int = 91) -> CashForecast:
    found = forecast_dossier(dossier, AS_OF, days=days)
    assert found is not None
    return found


def at(path: CashForecast, day: date) -> int:
    """Expected balance of a day."""
    return int(path.centre[(day - AS_OF).days - 1])


def test_the_quantiles_are_ordered_and_the_middle_one_is_the_expected_balance() -> None:
    path = forecast(firm())
    low, middle, high = path.quantile(0.1), path.quantile(0.5), path.quantile(0.9)
    assert (low < middle).all()
    assert (middle < high).all()
    assert (middle == path.centre).all()
    assert np.abs(np.median(path.paths, axis=0) / middle - 1).max() < 1e-3  # between the two paths in the middle


def test_the_same_workbook_gives_the_same_numbers() -> None:
    first, second = forecast(firm()), forecast(firm())
    assert (first.centre == second.centre).all()
    assert (first.paths == second.paths).all()


def test_the_layers_sum_to_the_change_of_the_balance() -> None:
    path = forecast(firm())
    assert sum(receipts + payments for receipts, payments, _ in layer_totals(path).values()) == path.centre[-1] - path.cash_cents


def test_the_weeks_lead_from_one_balance_to_the_next_to_the_centime() -> None:
    path = forecast(firm(), days=40)
    balance = path.cash_cents
    weeks = weeks_of(path)
    assert [(week.end - week.start).days for week in weeks] == [6, 6, 6, 6, 6, 4]
    for week in weeks:
        assert week.receipts_cents >= 0 >= week.payments_cents
        balance += week.receipts_cents + week.payments_cents
        assert balance == week.p50_cents
        assert week.p10_cents <= week.p50_cents <= week.p90_cents


def test_nothing_later_than_the_closing_date_is_known() -> None:
    whole = firm(
        more=[operation("2026-11-15", "VIR RECU Novatec", 9_000_000, counterparty="Novatec")],
        invoices=[
            customer_invoice("FA1", "Novatec", 120_000, due="2026-11-20", issued="2026-10-15", paid_on="2026-11-15"),
            customer_invoice("FA9", "Novatec", 8_000_000, due="2026-11-20", issued="2026-11-02"),
        ],
    )
    known = firm(invoices=[customer_invoice("FA1", "Novatec", 120_000, due="2026-11-20", issued="2026-10-15")])
    assert (forecast(whole).centre == forecast(known).centre).all()


@pytest.mark.skipif(not DATA.is_dir(), reason="the shared data are not beside this checkout")
def test_a_real_company_is_forecast_with_what_was_known_on_the_day() -> None:
    from bench.forecast_sets import pme

    whole, on = pme(), date(2020, 12, 12)
    stamp = pd.Timestamp(on)
    invoices = whole.invoices[whole.invoices["issued_on"] <= stamp].reset_index(drop=True)
    invoices["paid_on"] = invoices["paid_on"].where(invoices["paid_on"] <= stamp)
    cut = replace(whole, operations=whole.operations[whole.operations["booked_on"] <= stamp], invoices=invoices)
    cash = int(cut.operations["base_cents"].sum())
    both = [forecast_cash(each, settle_invoices(each, on), on, cash) for each in (whole, cut)]
    assert (both[0].centre == both[1].centre).all()
    assert (both[0].quantile(0.1) == both[1].quantile(0.1)).all()


def test_a_machine_to_be_paid_lowers_the_balance_by_its_price_from_its_day_on() -> None:
    plain, planned = forecast(firm()), forecast(firm(schedule=[scheduled("Machine neuve", -700_000, "2026-12-10")]))
    difference = planned.centre - plain.centre
    days = (date(2026, 12, 10) - AS_OF).days
    assert (difference[: days - 1] == 0).all()
    assert (np.abs(difference[days - 1 :] + 700_000_00) <= 1).all()


def test_a_placement_that_matures_comes_on_top() -> None:
    matured = replace(firm(), placements=make_dossier(placements=[placement("DAT", 500_000, "2026-12-01")]).placements)
    assert abs(forecast(matured).centre[-1] - forecast(firm()).centre[-1] - 500_000_00) <= 1


def test_salaries_that_the_history_pays_are_seen_on_payday_and_not_taken_twice() -> None:
    schedule = [scheduled("Salaires", -SALARIES, "2026-11-27", every="month", kind="salary")]
    plain, planned = forecast(firm()), forecast(firm(schedule=schedule))
    assert abs(planned.centre[-1] - plain.centre[-1]) < SALARIES * 100 // 4
    payday = date(2026, 11, 27)
    assert at(planned, payday - timedelta(days=1)) - at(planned, payday) > SALARIES * 100 // 2


def test_a_recurrence_that_the_schedule_tells_is_one_event() -> None:
    named = [scheduled("Loyer", -60_000, "2026-11-05", every="month", kind="rent", counterparty="SCI El Nour")]
    events = forecast(firm(schedule=named)).events
    on_the_fifth = events[(events["on"] == pd.Timestamp("2026-11-05")) & (events["amount_cents"] == -60_000_00)]
    assert on_the_fifth["layer"].tolist() == ["committed"]


def test_an_invoice_that_is_open_past_its_due_date_stays() -> None:
    late = [customer_invoice("FA1", "Novatec", 120_000, due="2026-10-01", issued="2026-09-01")]
    events = forecast(firm(invoices=late)).events
    mine = events[events["number"] == "FA1"]
    assert mine["is_late"].tolist() == [True]
    assert (mine["on"] > pd.Timestamp(AS_OF)).all()


def test_an_invoice_worth_months_of_payments_is_seen_though_the_history_holds_none_like_it() -> None:
    huge = [supplier_invoice("B9", "Constructeur", 5_000_000, due="2026-11-30", issued="2026-10-20")]
    assert forecast(firm(invoices=huge)).centre[-1] < forecast(firm(invoices=[])).centre[-1] - 4_000_000_00


def test_below_eight_weeks_only_dated_items_count_and_the_band_is_wide() -> None:
    path = forecast(firm(days=7))
    assert path.knows_only_dated
    assert path.habits == ()
    assert at(path, date(2026, 11, 11)) == path.cash_cents
    assert at(path, date(2026, 11, 12)) == path.cash_cents - 40_000_00
    assert path.centre[-1] == path.cash_cents + 80_000_00
    assert path.quantile(0.9)[-1] - path.quantile(0.1)[-1] >= 2 * 30 * 1_600_00


def test_a_few_lines_over_a_year_teach_nothing() -> None:
    rare = make_dossier([operation("2025-11-01", "Apport", 100), operation("2026-10-01", "Achat", -20)])
    assert forecast(rare).knows_only_dated


@pytest.mark.parametrize("days", [0, -1, MOST_DAYS + 1, 5_000])
def test_a_horizon_of_no_day_or_too_many_is_refused(days: int) -> None:
    with pytest.raises(ValueError, match="1 to"):
        forecast(firm(), days)


def test_a_year_can_be_forecast() -> None:
    year = forecast(firm(), MOST_DAYS)
    assert len(year.centre) == MOST_DAYS
    assert np.isfinite(year.paths).all()
    assert (year.quantile(0.1)[:-1] < year.quantile(0.9)[:-1]).all()


def test_without_a_known_balance_there_is_no_forecast() -> None:
    assert forecast_dossier(make_dossier([operation("2026-10-01", "Vente", 5)], accounts=[account("BNA")]), AS_OF) is None


def test_a_balance_that_never_moved_is_forecast_flat() -> None:
    still = [operation((AS_OF - timedelta(days=number)).isoformat(), "Frais", 0) for number in range(100)]
    path = forecast(make_dossier([operation("2026-01-01", "Apport", 100), *still]))
    assert (path.centre == 100_00).all()
    assert (path.quantile(0.1) == 100_00).all()
    assert risk_of(path).probability == 0.0


@pytest.mark.parametrize(
    "invoices",
    [
        [],
        [customer_invoice("FA1", "Nouveau", 10, due=None, issued="2026-10-01")],
        [customer_invoice("FA1", "Nouveau", 10, due="2026-09-01", issued="2026-10-01")],
        [customer_invoice(f"FA{number}", f"Client {number}", 10, due="2026-11-20", issued="2026-10-01") for number in range(300)],
        [customer_invoice("AV1", "Novatec", -500, due="2026-11-20", issued="2026-10-01")],
    ],
    ids=["none", "no due date", "due before its date", "all customers new", "a credit note"],
)
def test_odd_invoices_still_give_a_forecast(invoices: list[dict[str, object]]) -> None:
    path = forecast(firm(invoices=invoices))
    assert np.isfinite(path.paths).all()


def test_a_negative_cash_is_below_the_threshold_from_the_first_day() -> None:
    path = forecast(firm(more=[operation("2026-10-30", "Achat", -5_000_000)]))
    risk = risk_of(path)
    assert path.cash_cents < 0
    assert risk.probability > 0.9
    assert risk.autonomy_days == 1


def test_the_risk_counts_paths_days_and_depth() -> None:
    path = replace(forecast(firm()), threshold_cents=100)
    paths = np.full_like(path.paths, 200.0)
    paths[:500, 9:] = 50.0  # a quarter of the paths, from the tenth day on
    risk = risk_of(replace(path, paths=paths, centre=np.full(91, 200, dtype=np.int64)))
    assert (risk.probability, risk.first_on, risk.depth_cents) == (0.25, AS_OF + timedelta(days=10), 50)
    assert (risk.low_cents, risk.low_on, risk.autonomy_days, risk.at_risk_cents) == (200, AS_OF + timedelta(days=1), None, 150)
    assert risk_of(replace(path, paths=paths), days=9).probability == 0.0


def test_the_backtest_scores_past_weeks_against_the_balance_left_as_it_is() -> None:
    combined = forecast(firm()).combined
    assert combined is not None
    trust = backtest(combined)
    assert sorted(trust.scores) == [4, 8, 13]
    for score in trust.scores.values():
        assert score.origins > 20
        assert 0 <= score.covered <= score.origins
        assert score.ratio is not None
        assert score.ratio == pytest.approx(score.error_cents / score.flat_cents, rel=1e-3)


def test_a_minimum_balance_is_the_threshold() -> None:
    assert forecast(firm(settings=Settings(minimum_balance_cents=123_00))).threshold_cents == 123_00


def test_an_open_invoice_stands_for_what_comes_back_from_its_tiers_and_only_for_its_period() -> None:
    def rents(*more: dict[str, object]) -> list[date]:
        events = forecast(firm(invoices=more)).layers.events
        mine = events[(events["layer"] == "recurrences") & (events["counterparty"].str.upper() == "SCI EL NOUR")]
        return [on.date() for on in mine["on"]]

    alone = rents()
    assert len(alone) == 3
    billed = supplier_invoice("L11", "SCI El Nour", RENT, due=alone[0].isoformat(), issued="2026-10-25")
    assert rents(billed) == alone[1:]
    assert rents(supplier_invoice("L11", "SCI El Nour", 4 * RENT, due=alone[0].isoformat(), issued="2026-10-25")) == alone
    assert rents({**billed, "counterparty": "Un autre"}) == alone


def test_a_balance_at_the_threshold_is_not_below_it() -> None:
    base = forecast(firm())
    for cents_off, share, autonomy in ((0, 0.0, None), (-1, 1.0, 1)):
        flat = replace(
            base, centre=np.full(base.days, 5_000 + cents_off), paths=np.full((10, base.days), 5_000.0 + cents_off), threshold_cents=5_000
        )
        risk = risk_of(flat)
        assert (risk.probability, risk.autonomy_days, risk.depth_cents) == (share, autonomy, -cents_off)
        assert (risk.first_on is None) == (cents_off == 0)


def test_each_layer_is_scored_on_past_weeks_by_what_it_expected_and_what_came() -> None:
    months = [f"2026-{month:02d}" for month in range(1, 11)]
    paid = [
        customer_invoice(f"FA{at}", "Atlas", 50_000, issued=f"{month}-01", due=f"{month}-20", paid_on=f"{month}-20")
        for at, month in enumerate(months)
    ]
    dues = [scheduled("Loyer", -RENT, "2026-01-05", every="month", counterparty="SCI El Nour")]
    dossier = firm(invoices=paid)
    scores = score_layers(dossier, settle_invoices(dossier, AS_OF), AS_OF, date(2025, 10, 31))
    assert set(scores) == {"invoices", "recurrences"}
    regular = scores["recurrences"]
    assert regular.origins == 6
    assert 0.9 * regular.expected < regular.came <= regular.expected
    assert regular.error is not None
    assert regular.error < 0.2
    assert 0 < scores["invoices"].came <= scores["invoices"].expected
    planned = firm(invoices=[], schedule=dues)
    found = score_layers(planned, settle_invoices(planned, AS_OF), AS_OF, date(2025, 10, 31))["committed"]
    assert (found.came, found.expected, found.error) == (5, 5, None)
    gone = make_dossier([line for line in lines_of_a_year() if "LOYER" not in str(line["label"]) or str(line["booked_on"]) < "2026-08"])
    lost = score_layers(gone, settle_invoices(gone, AS_OF), AS_OF, date(2025, 10, 31))["recurrences"]
    assert lost.came < lost.expected
    assert lost.error is not None
    assert lost.error > 0


def test_a_short_history_scores_no_layer() -> None:
    dossier = firm(days=80)
    assert score_layers(dossier, settle_invoices(dossier, AS_OF), AS_OF, AS_OF - timedelta(days=80)) == {}


def test_a_recurrence_is_not_told_by_a_line_of_another_amount_or_by_the_one_before_it() -> None:
    def came(lines: list[dict[str, Any]]) -> int:
        dossier = make_dossier(lines)
        return score_layers(dossier, settle_invoices(dossier, AS_OF), AS_OF, date(2025, 10, 31))["recurrences"].came

    def is_last_rent(line: dict[str, Any]) -> bool:
        return "LOYER" in str(line["label"]) and str(line["booked_on"]).startswith("2026-10")

    lines = lines_of_a_year()
    dearer = [{**line, "amount_cents": 3 * line["amount_cents"]} if is_last_rent(line) else line for line in lines]
    assert came(dearer) == came(lines) - 1
    taxis = [operation((AS_OF - timedelta(weeks=week)).isoformat(), "PRLV TAXI RAPIDE", -900) for week in range(40, -1, -1)]
    assert came([*lines, *taxis[:-4]]) == came([*lines, *taxis]) - 4  # the last one came on the day on which the window starts
