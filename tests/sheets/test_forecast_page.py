"""The pages « Prévision » and « Comparaison des scénarios » as text, and what every situation must keep.

A golden is read before it is accepted. To write the files again: `TRESO_GOLDEN=write python -m pytest tests/sheets/test_forecast_page.py`
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from addin.hosts.pdf import find_office, sheet_as_pdf
from addin.sheets.forecast import TITLES, forecast_sheet, is_forecast_page
from addin.sheets.model import Sheet
from addin.sheets.scenarios import TITLES as SCENARIO_TITLES
from addin.sheets.scenarios import is_scenarios_page, scenarios_sheet
from addin.sheets.text import as_text
from addin.treasury.dossier import Dossier
from addin.treasury.forecasting.actions import actions_of
from addin.treasury.forecasting.cash_forecast import forecast_dossier
from addin.treasury.forecasting.confronted import PastForecast
from addin.treasury.forecasting.report import report_forecast
from addin.treasury.forecasting.scenario import Scenario
from addin.treasury.forecasting.scenarios import run_scenarios
from addin.treasury.scenario_list import BASE, find_scenario, scenarios_of
from addin.treasury.settlement import settle_invoices
from tests.sheets.weekly_dossiers import DAY, example
from tests.treasury.builders import operation
from tests.treasury.forecasting.years import firm

GOLDEN = Path(__file__).parent / "golden"


def short() -> Dossier:
    """One week of history: dated items only."""
    return firm(days=7)


def overdrawn() -> Dossier:
    """A cash below zero, amounts of billions."""
    return firm(more=[operation("2026-10-30", "VIR CONSTRUCTEUR", -9_876_543_210)])


SITUATIONS: dict[str, Callable[[], Dossier]] = {"example": example, "short": short, "overdrawn": overdrawn}


@cache
def forecast_page(name: str, scenario: str = "") -> Sheet:
    dossier = SITUATIONS[name]()
    base = forecast_dossier(dossier, DAY)
    assert base is not None
    past = [PastForecast(base.history.first, DAY, -5_00, base.cash_cents - 100_00, base.cash_cents)] if name == "example" else []
    under = find_scenario(dossier, scenario) if scenario else None
    return forecast_sheet(report_forecast(dossier, settle_invoices(dossier, DAY), base, past, under))


@cache
def scenario_page(name: str) -> Sheet:
    dossier = SITUATIONS[name]()
    base = forecast_dossier(dossier, DAY)
    assert base is not None
    outcomes = run_scenarios(dossier, base, [Scenario(BASE), *scenarios_of(dossier)])
    return scenarios_sheet(outcomes, actions_of(base), dossier.base_currency, dossier.settings.company)


PAGES: dict[str, Callable[[], Sheet]] = {
    "forecast_example": lambda: forecast_page("example"),
    "forecast_short": lambda: forecast_page("short"),
    "forecast_overdrawn": lambda: forecast_page("overdrawn"),
    "forecast_late": lambda: forecast_page("example", "RETARD 30 + MATIERES"),
    "scenarios_example": lambda: scenario_page("example"),
    "scenarios_short": lambda: scenario_page("short"),
}


def printed(sheet: Sheet) -> str:
    """The page as text without the points of its chart."""
    return re.sub(r"─+\n\[data\] (?:forecast_path|scenario_paths)\n[\s\S]*\Z", "", as_text(sheet))


@pytest.mark.parametrize("name", ["forecast_example", "scenarios_example"])
def test_the_page_says_what_was_read_and_accepted(name: str) -> None:
    path, text = GOLDEN / f"{name}.txt", printed(PAGES[name]())
    if os.environ.get("TRESO_GOLDEN") == "write":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_known_again_and_names_nobody_paid(name: str) -> None:
    sheet = PAGES[name]()
    rows = sheet.values()
    assert is_forecast_page(rows) == (sheet.title == TITLES[0])
    assert is_scenarios_page(rows) == (sheet.title == SCENARIO_TITLES[0])
    shown = [cell.value for _, _, cell in sheet.cells() if isinstance(cell.value, str)]
    assert not [text for text in shown if re.search(r"\bnan\b|None|NaT", text)]


@pytest.mark.parametrize("name", PAGES)
def test_the_page_prints_on_a4_with_nothing_cut(name: str) -> None:
    if find_office() is None:
        pytest.skip("LibreOffice is not here")
    pdf = sheet_as_pdf(PAGES[name]())
    assert pdf.startswith(b"%PDF")
    assert b"###" not in pdf
