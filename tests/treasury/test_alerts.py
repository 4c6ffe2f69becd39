"""The three alerts: minimum balance, late invoices, advertising cap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.treasury.alerts import Alert, three_alerts
from addin.treasury.caps import cap_states
from addin.treasury.dossier import Settings
from tests.treasury.builders import cents, make_dossier, operation

DAY = date(2026, 10, 31)


def threshold(alert: str, amount: float | None, **more: Any) -> dict[str, Any]:
    return {"alert": alert, "threshold_cents": pd.NA if amount is None else cents(amount), "is_active": True, **more}


def daily(*amounts: float | None) -> pd.Series:
    days = pd.date_range(end=pd.Timestamp(DAY), periods=len(amounts), unit="s")
    return pd.Series([pd.NA if amount is None else cents(amount) for amount in amounts], index=days, dtype="Int64")


def invoices(*late: tuple[str, float], side: str = "customer") -> pd.DataFrame:
    due_on = pd.Series([pd.Timestamp(day) for day, _ in late], dtype="datetime64[s]")
    return pd.DataFrame({"side": side, "due_on": due_on, "remaining_cents": [cents(amount) for _, amount in late]})


def alerts(
    *rows: Mapping[str, Any],
    cash: pd.Series | None = None,
    settled: pd.DataFrame | None = None,
    caps: Sequence[Mapping[str, Any]] = (),
    lines: Sequence[Mapping[str, Any]] = (),
    settings: Settings | None = None,
) -> tuple[Alert, Alert, Alert]:
    dossier = make_dossier(lines, alerts=rows, caps=caps, settings=settings)
    return three_alerts(dossier, DAY, daily(500) if cash is None else cash, settled, cap_states(dossier, DAY))


def test_without_thresholds_nothing_is_said_but_the_values_that_are_known() -> None:
    found = alerts(settled=invoices(("2026-10-01", 70)))
    assert [(a.name, a.state, a.value_cents, a.since) for a in found] == [
        ("SOLDE_MINIMAL", "NON_RENSEIGNE", cents(500), None),
        ("FACTURES_RETARD", "NON_RENSEIGNE", cents(70), None),
        ("PLAFOND_PUB", "NON_RENSEIGNE", None, None),
    ]


@pytest.mark.parametrize(("now", "state"), [(99.99, "ALERTE"), (100, "ATTENTION"), (119.99, "ATTENTION"), (120, "OK"), (-5, "ALERTE")])
def test_the_cash_is_in_alert_below_the_minimum_and_in_attention_up_to_a_fifth_above(now: float, state: str) -> None:
    assert alerts(threshold("minimum_balance", 100), cash=daily(now))[0].state == state


def test_since_is_the_first_day_of_the_current_stretch() -> None:
    found = alerts(threshold("minimum_balance", 100), cash=daily(50, 500, 90, 80, 70))[0]
    assert (found.state, found.since, found.value_cents, found.threshold_cents) == ("ALERTE", date(2026, 10, 29), cents(70), cents(100))
    assert alerts(threshold("minimum_balance", 100), cash=daily(110, 90, 110, 110))[0].since == date(2026, 10, 30)
    assert alerts(threshold("minimum_balance", 100), cash=daily(None, 90, 90))[0].since == date(2026, 10, 30)
    assert alerts(threshold("minimum_balance", 100), cash=daily(500, 500))[0].since is None


def test_the_minimum_of_the_settings_serves_when_the_tab_has_no_such_alert() -> None:
    settings = Settings(minimum_balance_cents=cents(600))
    assert alerts(settings=settings)[0].state == "ALERTE"
    assert alerts(threshold("minimum_balance", 100), settings=settings)[0].state == "OK"
    assert alerts(threshold("minimum_balance", 100, is_active=False), settings=settings)[0].state == "NON_RENSEIGNE"


def test_an_unknown_cash_is_never_a_success() -> None:
    for cash in (daily(None), daily()):
        assert alerts(threshold("minimum_balance", 100), cash=cash)[0].state == "NON_RENSEIGNE"


def test_late_customer_invoices_above_the_threshold_are_in_alert_since_the_day_it_was_crossed() -> None:
    settled = pd.concat(
        [invoices(("2026-10-01", 60), ("2026-10-10", 50), ("2026-10-31", 900)), invoices(("2026-09-01", -500), side="supplier")]
    )
    found = alerts(threshold("late_invoices", 100), settled=settled)[1]
    assert (found.state, found.value_cents, found.since) == ("ALERTE", cents(110), date(2026, 10, 11))
    assert alerts(threshold("late_invoices", 110), settled=settled)[1].state == "ATTENTION"
    assert alerts(threshold("late_invoices", 200), settled=settled)[1].state == "OK"
    assert alerts(threshold("late_invoices", 0), settled=settled)[1].since == date(2026, 10, 2)
    assert alerts(threshold("late_invoices", 0), settled=invoices(("2026-11-01", 60)))[1].state == "OK"


def test_without_an_invoice_tab_the_second_alert_says_nothing_and_with_nothing_late_all_is_well() -> None:
    assert alerts(threshold("late_invoices", 100))[1].state == "NON_RENSEIGNE"
    assert alerts(threshold("late_invoices", 100), settled=None)[1].value_cents is None
    assert alerts(threshold("late_invoices", 100), settled=invoices())[1] == Alert("FACTURES_RETARD", "OK", None, 0, cents(100))


def ad_cap(target: str, amount: float, **more: Any) -> dict[str, Any]:
    return {"target": target, "kind": "category", "period": "week", "amount_cents": cents(amount), "warn_at": 0.8, **more}


LINES = (
    operation("2026-10-27", "VISA META", -90, category="Publicité", project="Rentrée"),
    operation("2026-10-29", "TPE NAFTAL", -900, category="Déplacements"),
)


def test_the_third_alert_is_the_worst_of_the_caps_on_advertising() -> None:
    found = alerts(caps=[ad_cap("Publicité", 100), ad_cap("Rentrée", 50, kind="campaign"), ad_cap("Déplacements", 1)], lines=LINES)[2]
    assert (found.state, found.subject, found.value_cents, found.threshold_cents) == ("ALERTE", "Rentrée", cents(90), cents(50))
    assert found.since == date(2026, 10, 27)


def test_a_threshold_of_the_alerts_tab_is_a_weekly_cap_on_publicite_when_there_is_no_such_cap() -> None:
    found = alerts(threshold("ad_cap", 100), lines=LINES)[2]
    assert (found.state, found.value_cents, found.threshold_cents, found.subject) == ("ATTENTION", cents(90), cents(100), "Publicité")
    assert alerts(threshold("ad_cap", 100), caps=[ad_cap("Publicité", 500)], lines=LINES)[2].threshold_cents == cents(500)


def test_caps_on_other_things_are_no_advertising_caps() -> None:
    assert alerts(caps=[ad_cap("Déplacements", 1)], lines=LINES)[2].state == "NON_RENSEIGNE"


@given(st.lists(st.integers(-50, 250), min_size=1, max_size=30))
def test_the_state_holds_on_every_day_since_and_not_on_the_day_before(amounts: list[int]) -> None:
    row = threshold("minimum_balance", 100)
    found = alerts(row, cash=daily(*amounts))[0]
    if found.since is None:
        assert found.state == "OK"
        return
    length = (DAY - found.since).days + 1
    states = [alerts(row, cash=daily(amount))[0].state for amount in amounts]
    assert set(states[-length:]) == {found.state}
    assert length == len(states) or states[-length - 1] != found.state
