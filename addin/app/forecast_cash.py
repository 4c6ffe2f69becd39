"""Forecast the cash (prévision): write the page, remember what was forecast, confront what was forecast before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from addin.app.pages import begin_page, end_page, put_changed
from addin.app.past_forecasts import past_forecasts, remember
from addin.app.ports import Dialogs, Workbook
from addin.messages import Finding, TresoError, say
from addin.messages.forecast import FORECAST_SCREEN
from addin.sheets.forecast import TITLES, forecast_sheet, is_forecast_page
from addin.sheets.french import full_day
from addin.sheets.model import Sheet
from addin.treasury.forecasting.cash_forecast import CashForecast, forecast_dossier
from addin.treasury.forecasting.report import ForecastReport, report_forecast
from addin.treasury.forecasting.scenario import combine_scenarios
from addin.treasury.scenario_list import find_scenario
from addin.treasury.settlement import settle_invoices

ACTION = "Prévision"
WEEKS, MOST_WEEKS = 13, 52


@dataclass(frozen=True, eq=False)
class Forecasted:
    """A forecast as written, and what was found on the way."""

    sheet: Sheet
    report: ForecastReport
    findings: tuple[Finding, ...]


def forecast_workbook(
    workbook: Workbook, dialogs: Dialogs, *, as_of: date | None, now: datetime, weeks: int = WEEKS, scenarios: Sequence[str] = ()
) -> Forecasted:
    """Read the workbook, forecast its cash, write the page and remember the action; nothing is written when all says so already.

    Args:
        as_of: closing date (arrêté), included; None takes the default one.
        now: local time, for `Historique`.
        weeks: 1 to `MOST_WEEKS`.
        scenarios: names, applied together; what is remembered is the forecast without them.
    Raises:
        TresoError: WEEKS_OUTSIDE, SCENARIO_UNREADABLE, FORECAST_NO_BALANCE; WORKBOOK_EMPTY, NO_OPERATIONS, NO_OPERATION_BEFORE;
            SHEET_NAME_TAKEN; DECLINED, CONFIRMATION_NEEDED; whatever the workbook refuses. Nothing is written then.
    """
    if not 1 <= weeks <= MOST_WEEKS:
        raise TresoError("WEEKS_OUTSIDE", value=weeks)
    page = begin_page(workbook, dialogs, as_of, TITLES, is_forecast_page)
    dossier, closing = page.dossier, page.closing
    scenario = combine_scenarios([find_scenario(dossier, name) for name in scenarios]) if scenarios else None
    past = past_forecasts(workbook, dossier.base_currency)
    settled = settle_invoices(dossier, closing)
    base = require_forecast(closing, forecast_dossier(dossier, closing, days=7 * weeks, settled=settled))
    report = report_forecast(dossier, settled, base, past.forecasts, scenario)
    sheet = forecast_sheet(report, page.title)
    changes = put_changed(workbook, dialogs, page.history, sheet, page.earlier, say(FORECAST_SCREEN["replace"], sheet=page.title))
    changes += remember(workbook, base, past, dossier.base_currency)
    end_page(workbook, page, ACTION, changes, now)
    return Forecasted(sheet, report, (*base.layers.findings, *settled.findings, *dossier.findings))


def require_forecast(closing: date, forecast: CashForecast | None) -> CashForecast:
    """The forecast, or a refusal when no balance is known.

    Raises:
        TresoError: FORECAST_NO_BALANCE.
    """
    if forecast is None:
        raise TresoError("FORECAST_NO_BALANCE", date=full_day(closing))
    return forecast
