"""`treso prevision --json` and `treso scenarios --json`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from addin.app.past_forecasts import confronted_as_json
from addin.app.results import Json, day, money, place, warnings_and_notes
from addin.messages import Finding
from addin.treasury.forecasting.actions import Action
from addin.treasury.forecasting.backtest import Backtest
from addin.treasury.forecasting.cash_forecast import CashForecast, layer_totals
from addin.treasury.forecasting.layer_scores import LayerScore
from addin.treasury.forecasting.report import ForecastReport
from addin.treasury.forecasting.risk import Risk
from addin.treasury.forecasting.scenarios import Outcome
from addin.treasury.forecasting.weeks import Week


def forecast_as_json(report: ForecastReport, findings: Sequence[Finding]) -> Json:
    """Every day and every week after the closing date; amounts in the base currency.

    `reliability.wape_4`: sum of the errors over the sum of the balances four weeks later, on past weeks; `flat_balance_ratio`: error over
    that of the balance left as it is, the mean of the horizons; both null when the history is too short.
    """
    forecast, unit = report.forecast, report.currency
    low, high = forecast.quantile(0.1), forecast.quantile(0.9)
    days = [
        {
            "date": day(forecast.day(at + 1)),
            "p10": money(int(low[at]), unit),
            "p50": money(int(centre), unit),
            "p90": money(int(high[at]), unit),
        }
        for at, centre in enumerate(forecast.centre)
    ]
    return {
        "as_of": day(forecast.as_of),
        "currency": unit,
        "scenario": None if report.outcome is None else report.outcome.scenario.name,
        "balance": money(report.base.cash_cents, unit),
        "days": days,
        "weeks": [_week(week, unit) for week in report.weeks],
        "low_point": {"date": day(report.risk.low_on), "amount": money(report.risk.low_cents, unit)},
        "shortfall": shortfall_as_json(report.risk, unit),
        "cash_flow_at_risk": money(report.risk.at_risk_cents, unit),
        "autonomy_days": report.risk.autonomy_days,
        "known_items_only": report.base.knows_only_dated,
        "layers": _layers(forecast, unit),
        "reliability": {**_reliability(report.trust, unit), "layers": _layer_scores(report.layers, unit)},
        "past_forecasts": [confronted_as_json(each, unit) for each in report.confronted],
        "actions": [_action(each, unit) for each in report.actions],
        **warnings_and_notes(findings),
    }


def scenarios_as_json(
    base: CashForecast, outcomes: Sequence[Outcome], actions: Sequence[Action], unit: str, findings: Sequence[Finding]
) -> Json:
    """The base first, then each scenario; `delta_vs_base` is that of the low point."""
    return {
        "as_of": day(base.as_of),
        "currency": unit,
        "days": base.days,
        "scenarios": [_outcome(each, unit) for each in outcomes],
        "actions": [_action(each, unit) for each in actions],
        **warnings_and_notes(findings),
    }


def shortfall_as_json(risk: Risk, unit: str) -> Json:
    """The passage below the threshold."""
    return {
        "threshold": money(risk.threshold_cents, unit),
        "probability": round(risk.probability, 4),
        "first_date": day(risk.first_on),
        "depth": money(risk.depth_cents, unit),
    }


def _outcome(each: Outcome, unit: str) -> Json:
    risk = each.risk
    return {
        "name": each.scenario.name,
        "low_point": {"date": day(risk.low_on), "amount": money(risk.low_cents, unit)},
        "end_balance": money(risk.end_cents, unit),
        "autonomy_days": risk.autonomy_days,
        "shortfall_probability": round(risk.probability, 4),
        "shortfall": shortfall_as_json(risk, unit),
        "delta_vs_base": money(each.low_delta_cents, unit),
        "delta_end_balance": money(each.end_delta_cents, unit),
        "touched": each.touched,
        "moved": money(each.moved_cents, unit),
        "beyond_horizon": money(each.beyond_cents, unit),
    }


def _week(week: Week, unit: str) -> Json:
    cents = {
        "receipts": week.receipts_cents, "payments": week.payments_cents, "p10": week.p10_cents, "p50": week.p50_cents,
        "p90": week.p90_cents, "low": week.low_cents,
    }  # fmt: skip
    return {"start": day(week.start), "end": day(week.end), **{name: money(each, unit) for name, each in cents.items()}}


def _layers(forecast: CashForecast, unit: str) -> list[Json]:
    habits = [{"category": each.category or None, "kind": each.kind, "weekly": money(each.weekly_cents, unit)} for each in forecast.habits]
    told = []
    for layer, (receipts, payments, count) in layer_totals(forecast).items():
        line: Json = {"layer": layer, "receipts": money(receipts, unit), "payments": money(payments, unit), "events": count}
        told.append({**line, "habits": habits} if layer == "remainder" else line)
    return told


def _reliability(trust: Backtest | None, unit: str) -> Json:
    scores = {} if trust is None else trust.scores
    wapes = {f"wape_{weeks}": None if weeks not in scores else _rounded(scores[weeks].wape) for weeks in (4, 8, 13)}
    return {
        **wapes,
        "flat_balance_ratio": None if trust is None else _rounded(trust.ratio),
        "coverage_80": None if trust is None else _rounded(trust.coverage),
        "horizons": [
            {
                "weeks": weeks, "origins": score.origins, "mean_error": money(score.error_cents, unit),
                "flat_mean_error": money(score.flat_cents, unit), "flat_balance_ratio": _rounded(score.ratio), "covered": score.covered,
            }
            for weeks, score in scores.items()
        ],
    }  # fmt: skip


def _layer_scores(scores: Mapping[str, LayerScore], unit: str) -> Json:
    """By layer, over past windows of four weeks: what it expected and what came."""
    return {
        layer: {
            "origins": each.origins, "expected": each.expected, "came": each.came, "expected_amount": money(each.expected_cents, unit),
            "error": money(each.error_cents, unit), "error_share": _rounded(each.error),
        }
        for layer, each in scores.items()
    }  # fmt: skip


def _action(each: Action, unit: str) -> Json:
    return {
        "action": each.verb, "who": each.who or None, "amount": money(each.cents, unit), "date": day(each.on),
        "low_point_gain": money(each.gain_cents, unit), "rows": [place(sheet, row) for sheet, row in each.places],
    }  # fmt: skip


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
