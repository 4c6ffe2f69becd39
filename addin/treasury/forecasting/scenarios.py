"""Scenarios (scénarios): the forecast with what they change, on the same luck."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
import pandas as pd

from addin.treasury.dossier import Dossier
from addin.treasury.forecasting.cash_forecast import CashForecast
from addin.treasury.forecasting.effects import EFFECTS, Changed
from addin.treasury.forecasting.risk import Risk, risk_of
from addin.treasury.forecasting.scenario import Change, Scenario
from addin.treasury.forecasting.season import low_season
from addin.treasury.forecasting.simulation import delayed, simulate_again


@dataclass(frozen=True, eq=False)
class Outcome:
    """A forecast under a scenario. Base currency, minor units.

    Attributes:
        scenario: with the months of the low season, where it asks for them.
        forecast: the changed forecast; of a scenario that changes nothing, the base itself.
        risk: of the changed forecast.
        low_delta_cents, end_delta_cents: less those of the base.
        touched: events and habits of the horizon that the scenario moves; 0: it says nothing about this dossier.
        moved_cents: sum of what it adds to and takes from the cash within the horizon.
        beyond_cents: what it moves beyond the horizon: late, not lost.
    """

    scenario: Scenario
    forecast: CashForecast
    risk: Risk
    low_delta_cents: int
    end_delta_cents: int
    touched: int
    moved_cents: int
    beyond_cents: int


def run_scenario(dossier: Dossier, base: CashForecast, scenario: Scenario) -> Outcome:
    """The forecast under a scenario (scénario): same luck on every path, so that the difference is the scenario's.

    An invoice that is issued keeps its amount; what is not billed yet, and what the Échéancier plans, may change. Each change works on what
    the ones before it left.
    """
    events = base.events
    scenario = replace(scenario, changes=tuple(_in_season(dossier, base, change) for change in scenario.changes))
    changed = Changed(events, events["amount_cents"].to_numpy(dtype=np.int64, copy=True), np.zeros(len(events), dtype=np.int64))
    follow = next((change.value for change in scenario.changes if change.effect == "follow"), Fraction(0))
    for change in scenario.changes:
        EFFECTS[change.effect](dossier, base, changed, change, follow)
    day = ((events["on"] - pd.Timestamp(base.as_of)) // pd.Timedelta(days=1)).to_numpy(dtype=np.int64)
    leaves = (day <= base.days) & (day + changed.shift > base.days)
    is_touched = (changed.cents != events["amount_cents"].to_numpy()) | (changed.shift != 0)
    after = _moved(base, changed)
    low, end = base_risk(base), int(base.centre[-1])
    risk = risk_of(after)
    extra = sum(changed.added.values()) + changed.at_once
    return Outcome(
        scenario=scenario,
        forecast=after,
        risk=risk,
        low_delta_cents=risk.low_cents - low.low_cents,
        end_delta_cents=int(after.centre[-1]) - end,
        touched=int(is_touched.sum()) + len(changed.added) + (changed.at_once != 0),
        moved_cents=int((changed.cents - events["amount_cents"].to_numpy()).sum()) + extra,
        beyond_cents=int(changed.cents[leaves].sum()),
    )


def _in_season(dossier: Dossier, base: CashForecast, change: Change) -> Change:
    """The change with the months of the low season that lie in the horizon."""
    if not change.is_low_season:
        return change
    ahead = {base.day(number).month for number in range(1, base.days + 1)}
    return replace(change, months=low_season(dossier, base.as_of) & ahead)


def base_risk(base: CashForecast) -> Risk:
    """The risk without any scenario."""
    return risk_of(base)


def _moved(base: CashForecast, changed: Changed) -> CashForecast:
    """The forecast with its centre and paths moved by what the changes do on each of them."""
    before = base.drawn()
    after = before
    tags = before.events.tag
    shift = changed.shift
    for tag in np.unique(tags[shift != 0]):
        mine = tags == tag
        if len(np.unique(shift[mine])) == 1:  # a whole class, later by the same
            after = delayed(after, int(tag), int(shift[mine][0]))
            shift = np.where(mine, 0, shift)
    days = np.clip(after.events.days + shift[:, None], 1, np.iinfo(np.int16).max).astype(np.int16)
    after = simulate_again(after, replace(after.events, cents=changed.cents, days=days))
    added = np.zeros(base.days)
    for day, cents in changed.added.items():
        if 1 <= day <= base.days:
            added[day - 1] += cents
    difference = np.cumsum(after.total - before.total + added, axis=1) + changed.at_once
    centre = base.centre + np.rint(difference.mean(axis=0)).astype(np.int64)
    return replace(base, centre=centre, paths=base.paths + difference, dated=after.events, cash_cents=base.cash_cents + changed.at_once)


def run_scenarios(dossier: Dossier, base: CashForecast, scenarios: Iterable[Scenario]) -> list[Outcome]:
    """Each scenario on the same base."""
    return [run_scenario(dossier, base, each) for each in scenarios]
