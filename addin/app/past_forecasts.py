"""What was forecast before, kept in the workbook by every forecast and every weekly report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from addin.app.history import Change
from addin.app.pages import Grid, named_page, put_page
from addin.app.ports import Workbook
from addin.app.results import Json, day, money
from addin.sheets.past_forecasts import TITLES, are_past_forecasts, past_sheet, read_past
from addin.treasury.forecasting.cash_forecast import CashForecast
from addin.treasury.forecasting.confronted import Confronted, PastForecast
from addin.treasury.forecasting.weeks import weeks_of


@dataclass(frozen=True, eq=False)
class PastForecasts:
    """The hidden sheet as it stands.

    Attributes:
        title: its name, or the one that it will have.
        page: its values, None when there is none yet.
    """

    title: str
    page: Grid | None
    forecasts: Sequence[PastForecast]


def past_forecasts(workbook: Workbook, currency: str) -> PastForecasts:
    """What the workbook remembers of earlier forecasts.

    Raises:
        TresoError: SHEET_NAME_TAKEN when sheets of hers have all the names.
    """
    title, page = named_page(workbook, TITLES, are_past_forecasts)
    return PastForecasts(title, page, [] if page is None else read_past(page, currency))


def remember(workbook: Workbook, made: CashForecast, past: PastForecasts, currency: str) -> list[Change]:
    """Queue what a forecast says of the end of each week, in the place of what one of the same day said of them."""
    weeks = [PastForecast(made.as_of, week.end, week.p10_cents, week.p50_cents, week.p90_cents) for week in weeks_of(made)]
    days = {each.day for each in weeks}
    kept = [each for each in past.forecasts if each.made_on != made.as_of or each.day not in days]
    if {*kept, *weeks} == set(past.forecasts):
        return []
    return [put_page(workbook, past_sheet([*kept, *weeks], currency, past.title), past.page)]


def confronted_as_json(each: Confronted, unit: str) -> Json:
    """A forecast of before and what came: dates ISO, amounts as decimal strings."""
    cents = {"forecast": each.forecast.p50_cents, "actual": each.actual_cents, "gap": each.gap_cents, "timing": each.timing_cents}
    dates = {"made_on": day(each.forecast.made_on), "date": day(each.forecast.day)}
    amounts = {name: money(value, unit) for name, value in {**cents, "amount": each.amount_cents}.items()}
    return {**dates, **amounts, "inside_band": each.is_inside}
