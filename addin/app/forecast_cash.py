"""Forecast the cash (prévision): write the page, remember what was forecast, confront what was forecast before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from addin.app.history import Change, read_history, record
from addin.app.pages import earlier_page, named_page, put_changed, put_page
from addin.app.ports import Dialogs, Workbook, find_sheet
from addin.app.read_dossier import closing_date, read_with_tabs
from addin.messages import Finding, TresoError, say
from addin.messages.forecast import FORECAST_SCREEN
from addin.sheets.forecast import TITLES, forecast_sheet, is_forecast_page
from addin.sheets.french import full_day
from addin.sheets.model import Sheet
from addin.sheets.past_forecasts import TITLE as PAST
from addin.sheets.past_forecasts import past_sheet, read_past
from addin.treasury.forecasting.cash_forecast import CashForecast, forecast_dossier
from addin.treasury.forecasting.confronted import PastForecast
from addin.treasury.forecasting.report import ForecastReport, report_forecast
from addin.treasury.forecasting.scenario import combine_scenarios
from addin.treasury.forecasting.weeks import weeks_of
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
    history = read_history(workbook)
    dossier, _ = read_with_tabs(workbook, dialogs)
    closing = closing_date(dossier, as_of, workbook.name)
    scenario = combine_scenarios([find_scenario(dossier, name) for name in scenarios]) if scenarios else None
    title, earlier = named_page(workbook, TITLES, is_forecast_page)
    past = _remembered(workbook, dossier.base_currency)
    settled = settle_invoices(dossier, closing)
    base = require_forecast(closing, forecast_dossier(dossier, closing, days=7 * weeks, settled=settled))
    report = report_forecast(dossier, settled, base, past, scenario)
    sheet = forecast_sheet(report, title)
    changes = put_changed(workbook, dialogs, history, sheet, earlier, say(FORECAST_SCREEN["replace"], sheet=title))
    changes += _remember(workbook, base, past, dossier.base_currency)
    if changes:
        record(workbook, history, ACTION, changes, now)
    workbook.save()  # without news too: another output is asked for all the same
    return Forecasted(sheet, report, (*base.layers.findings, *settled.findings, *dossier.findings))


def require_forecast(closing: date, forecast: CashForecast | None) -> CashForecast:
    """The forecast, or a refusal when no balance is known.

    Raises:
        TresoError: FORECAST_NO_BALANCE.
    """
    if forecast is None:
        raise TresoError("FORECAST_NO_BALANCE", date=full_day(closing))
    return forecast


def _remembered(workbook: Workbook, currency: str) -> list[PastForecast]:
    found = find_sheet(workbook.sheets(), PAST)
    return [] if found is None else read_past(workbook.read(found.name).rows, currency, file=workbook.name, sheet=found.name)


def _remember(workbook: Workbook, base: CashForecast, past: Sequence[PastForecast], currency: str) -> list[Change]:
    """Queue what this forecast says of the end of each week, in the place of one of the same day."""
    made = [PastForecast(base.as_of, week.end, week.p10_cents, week.p50_cents, week.p90_cents) for week in weeks_of(base)]
    kept = [each for each in past if each.made_on != base.as_of]
    same = {each for each in past if each.made_on == base.as_of}
    if same == set(made):
        return []
    earlier = earlier_page(workbook, PAST, lambda rows: True)
    return [put_page(workbook, past_sheet([*kept, *made], currency), earlier)]
