"""The empty workbook (modèle) that people share: what the template's tabs hold before she types anything."""

from __future__ import annotations

from addin.sheets.dashboard import dashboard_sheet
from addin.sheets.dashboard_check import Read
from addin.sheets.guide import guide_sheet
from addin.sheets.holidays import holidays
from addin.sheets.model import Sheet, Value
from addin.sheets.starter import ALERTS, CATEGORIES, POCKETS, RULES, SCENARIOS, settings
from addin.sheets.template import ALERT_TAB, CATEGORY_TAB, HOLIDAY_TAB, POCKET_TAB, RULE_TAB, SCENARIO_TAB, SETTING_TAB, TABS, Tab


def template_sheets() -> tuple[Sheet, ...]:
    """The empty template (modèle): « Mode d'emploi », « Tableau de bord », then `TABS` with what is the same for every firm."""
    filled: dict[Tab, tuple[tuple[Value, ...], ...]] = {
        CATEGORY_TAB: CATEGORIES, RULE_TAB: RULES, POCKET_TAB: POCKETS, ALERT_TAB: ALERTS, SCENARIO_TAB: SCENARIOS,
        HOLIDAY_TAB: holidays(2025, 2028), SETTING_TAB: settings(),
    }  # fmt: skip
    return (guide_sheet(), dashboard_sheet(None, Read()), *(tab.sheet(filled.get(tab, ())) for tab in TABS))
