"""Compare the scenarios of the workbook (scénarios): write the page, remember the action."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from addin.app.forecast_cash import require_forecast
from addin.app.pages import begin_page, end_page, put_changed
from addin.app.ports import Dialogs, Workbook
from addin.messages import Finding, say
from addin.messages.forecast import SCENARIO_SCREEN
from addin.sheets.model import Sheet
from addin.sheets.scenarios import TITLES, is_scenarios_page, scenarios_sheet
from addin.treasury.forecasting.actions import Action, actions_of
from addin.treasury.forecasting.cash_forecast import CashForecast, forecast_dossier
from addin.treasury.forecasting.scenario import Scenario, combine_scenarios
from addin.treasury.forecasting.scenarios import Outcome, run_scenarios
from addin.treasury.scenario_list import BASE, scenarios_of
from addin.treasury.settlement import settle_invoices

ACTION = "Scénarios"


@dataclass(frozen=True, eq=False)
class Compared:
    """The page as written; `outcomes` hold the base first, then each scenario, then the two hardest together."""

    sheet: Sheet
    base: CashForecast
    outcomes: tuple[Outcome, ...]
    actions: tuple[Action, ...]
    currency: str
    findings: tuple[Finding, ...]


def compare_scenarios(workbook: Workbook, dialogs: Dialogs, *, as_of: date | None, now: datetime) -> Compared:
    """Read the workbook, run its scenarios on one forecast, write the page; nothing is written when it says so already.

    Args:
        as_of: closing date (arrêté), included; None takes the default one.
        now: local time, for `Historique`.
    Raises:
        TresoError: FORECAST_NO_BALANCE; WORKBOOK_EMPTY, NO_OPERATIONS, NO_OPERATION_BEFORE; SHEET_NAME_TAKEN; DECLINED,
            CONFIRMATION_NEEDED; whatever the workbook refuses. Nothing is written then.
    """
    page = begin_page(workbook, dialogs, as_of, TITLES, is_scenarios_page)
    dossier, closing = page.dossier, page.closing
    settled = settle_invoices(dossier, closing)
    base = require_forecast(closing, forecast_dossier(dossier, closing, settled=settled))
    alone = run_scenarios(dossier, base, [Scenario(BASE), *scenarios_of(dossier)])
    hardest = sorted((each for each in alone[1:] if each.low_delta_cents < 0), key=lambda each: each.low_delta_cents)[:2]
    together = [combine_scenarios([each.scenario for each in alone if each in hardest])] if len(hardest) == 2 else []
    outcomes = (*alone, *run_scenarios(dossier, base, together))
    actions = actions_of(base)
    sheet = scenarios_sheet(outcomes, actions, dossier.base_currency, dossier.settings.company, page.title)
    changes = put_changed(workbook, dialogs, page.history, sheet, page.earlier, say(SCENARIO_SCREEN["replace"], sheet=page.title))
    end_page(workbook, page, ACTION, changes, now)
    return Compared(sheet, base, outcomes, actions, dossier.base_currency, (*base.layers.findings, *settled.findings, *dossier.findings))
