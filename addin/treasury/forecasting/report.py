"""All that a page or a result says of a forecast, computed once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from addin.treasury.dossier import Dossier
from addin.treasury.forecasting.actions import Action, actions_of
from addin.treasury.forecasting.backtest import Backtest, backtest
from addin.treasury.forecasting.cash_forecast import CashForecast
from addin.treasury.forecasting.confronted import Confronted, PastForecast, confront
from addin.treasury.forecasting.layer_scores import LayerScore, score_layers
from addin.treasury.forecasting.risk import Risk, risk_of
from addin.treasury.forecasting.scenario import Scenario
from addin.treasury.forecasting.scenarios import Outcome, run_scenario
from addin.treasury.forecasting.weeks import Week, weeks_of
from addin.treasury.settlement import Settlement


@dataclass(frozen=True, eq=False)
class ForecastReport:
    """A forecast told.

    Attributes:
        currency: base currency, of all amounts.
        base: without any scenario; `forecast` under it.
        outcome: what the scenario does, None without one.
        trust: None when the history is too short.
        layers: by layer, how good it would have been; empty when the history is too short.
        confronted: earlier forecasts and what came.
    """

    currency: str
    company: str
    base: CashForecast
    forecast: CashForecast
    outcome: Outcome | None
    risk: Risk
    weeks: tuple[Week, ...]
    actions: tuple[Action, ...]
    trust: Backtest | None
    layers: Mapping[str, LayerScore]
    confronted: tuple[Confronted, ...]


def report_forecast(
    dossier: Dossier, settled: Settlement, base: CashForecast, past: Sequence[PastForecast] = (), scenario: Scenario | None = None
) -> ForecastReport:
    """Tell a forecast, under a scenario or as it is.

    Args:
        settled: at its closing date.
        past: what was forecast before.
    """
    outcome = None if scenario is None else run_scenario(dossier, base, scenario)
    forecast = base if outcome is None else outcome.forecast
    return ForecastReport(
        currency=dossier.base_currency,
        company=dossier.settings.company,
        base=base,
        forecast=forecast,
        outcome=outcome,
        risk=risk_of(forecast),
        weeks=tuple(weeks_of(forecast)),
        actions=actions_of(forecast),
        trust=None if base.combined is None else backtest(base.combined),
        layers={} if base.combined is None else score_layers(dossier, settled, base.as_of, base.history.first),
        confronted=confront(dossier, settled, base.history, base.as_of, past),
    )
