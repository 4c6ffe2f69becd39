"""What the cash will be (prévision): the likely balance of each day with its band, thousands of paths, and where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from addin.treasury.alerts import minimum_balance
from addin.treasury.balances import balances_on
from addin.treasury.dossier import Dossier
from addin.treasury.forecast import KnownEvents, known_events
from addin.treasury.forecasting.combined import Combined, combine
from addin.treasury.forecasting.history import CashHistory, cash_history
from addin.treasury.forecasting.layers import LAYERS, Layers, known_layers, layer_events
from addin.treasury.forecasting.regular import bend
from addin.treasury.forecasting.remainder import Habit, habits_of, remainder_events
from addin.treasury.forecasting.simulation import LEVELS, DatedAmounts, Simulated, bootstrap_paths, simulate
from addin.treasury.settlement import Settlement, settle_invoices

PATHS = 2000
SEED = 20_260_101
MOST_DAYS = 364
HORIZON_DAYS = 91
QUANTILES = (0.1, 0.5, 0.9)
TAGS = {"customer": 0, "supplier": 1, "committed": 2, "recurrences": 3, "sales": 4, "purchases": 5, "advertising": 6, "other": 7}
"""Classes of events that a scenario moves as a whole."""
_SLACK_DAYS = 14
"""Open invoices worth so many days of flow more than usual are still the usual ones."""
_WIDE = 0.3
"""Without a history: half-width of the band, in shares of all that has moved by then."""


@dataclass(frozen=True, eq=False)
class CashForecast:
    """The cash of the days after a closing date. Base currency, minor units; days are counted from 1, the day after the closing date.

    Attributes:
        days: horizon.
        events: `layers.LAYER_COLUMNS`, all layers, in date order; the remainder week by week.
        layers: the dated events and what prudence leaves out.
        habits: what the remainder is made of.
        centre: int64, expected balance of each day: the p50.
        paths: float64, paths × days: balances.
        dated: the events as they are drawn; drawn again with the same luck when a scenario needs them.
        combined: what the history taught; None when it is too short, then only dated items count and the band is wide.
        history: evenings up to the closing date.
        threshold_cents: minimum balance, 0 when none is set.
    """

    as_of: date
    days: int
    cash_cents: int
    threshold_cents: int
    events: pd.DataFrame
    layers: Layers
    habits: tuple[Habit, ...]
    centre: np.ndarray
    paths: np.ndarray
    dated: DatedAmounts
    combined: Combined | None
    history: CashHistory

    @property
    def knows_only_dated(self) -> bool:
        """Under eight weeks of history there are no statistics."""
        return self.combined is None

    def quantile(self, level: float) -> np.ndarray:
        """Balance of each day that so many paths stay below, int64; the half is `centre`."""
        if level == 0.5:
            return self.centre
        rounded: np.ndarray = np.rint(np.quantile(self.paths, level, axis=0)).astype(np.int64)
        return rounded

    def drawn(self) -> Simulated:
        """The dated events on each path."""
        return simulate(self.dated, self.days, paths=len(self.paths), seed=SEED)

    def day(self, number: int) -> date:
        """The date of a day, 1 is the day after the closing date."""
        return self.as_of + timedelta(days=number)


def forecast_cash(
    dossier: Dossier,
    settled: Settlement,
    as_of: date,
    cash_cents: int,
    *,
    days: int = HORIZON_DAYS,
    threshold_cents: int = 0,
    paths: int = PATHS,
    known: KnownEvents | None = None,
) -> CashForecast:
    """Forecast the cash of the days after a closing date (prévision).

    The centre is the combination that the history teaches (`combined`), bent by the days of what comes back, plus what the history cannot
    know: a machine to be paid, a placement that matures, a first instalment. The paths are spread by the days on which invoices may be paid
    and by past weeks drawn anew, to the width that past errors call for. Same workbook, same numbers.

    Args:
        settled: at the closing date.
        days: 1 to `MOST_DAYS`.
        threshold_cents: minimum balance.
        known: `forecast.known_events` of that day and of the longer of `days` and `HORIZON_DAYS`, when already known.

    Method: docs/adr/0033.
    """
    if not 1 <= days <= MOST_DAYS:
        raise ValueError(f"a forecast is of 1 to {MOST_DAYS} days, not {days}")
    history = cash_history(dossier, as_of, cash_cents)
    known = known_events(dossier, settled, as_of, max(days, HORIZON_DAYS)) if known is None else known
    layers = layer_events(dossier, settled, as_of, max(days, HORIZON_DAYS), known) if history.is_enough else known_layers(known)
    combined = combine(dossier, settled, history, days) if history.is_enough else None
    habits = habits_of(dossier, layers, as_of, history.first) if combined is not None else ()
    remainder = remainder_events(dossier, habits, layers, as_of, days)
    events = pd.concat([layers.events[layers.events["on"] <= pd.Timestamp(as_of + timedelta(days=days))], remainder], ignore_index=True)
    events = events.sort_values(["on", "amount_cents", "sheet", "row"], kind="stable").reset_index(drop=True)
    dated = dated_amounts(events, as_of, layers.payment_days)
    moved = np.cumsum(simulate(dated, days, paths=paths, seed=SEED).total, axis=1)
    if combined is None:
        change = _dated_only(layers, as_of, days)
        below, above = _wide(layers, history, as_of, days)
    else:
        is_habit = layers.events["is_habit"] & (layers.events["layer"] != "invoices")
        usual = bend(layers.flows(is_habit, as_of, max(days, HORIZON_DAYS)))[:days]
        change = (
            combined.centre
            + usual
            + np.cumsum(layers.flows(~layers.events["is_habit"], as_of, days))
            + _extraordinary(layers, history, as_of, days)
        )
        below, above = combined.below, combined.above
    noise = moved - moved.mean(axis=0) + bootstrap_paths(np.diff(history.balance), days, paths=paths, seed=SEED + 1)
    around = _fitted(noise, below, above)
    centre = np.rint(cash_cents + change).astype(np.int64)
    return CashForecast(as_of, days, cash_cents, threshold_cents, events, layers, habits, centre, centre + around, dated, combined, history)


def dated_amounts(events: pd.DataFrame, as_of: date, payment_days: Mapping[tuple[str, int], np.ndarray]) -> DatedAmounts:
    """Events as the simulation takes them: invoices on the days on which they may be paid, the others on their own."""
    day = ((events["on"] - pd.Timestamp(as_of)) // pd.Timedelta(days=1)).to_numpy(dtype=np.int64)
    layer, kind = events["layer"].to_numpy(dtype=object), events["kind"].to_numpy(dtype=object)
    named = np.where(layer == "invoices", np.where(kind == "customer", "customer", "supplier"), np.where(layer == "remainder", kind, layer))
    tag = np.array([TAGS[str(name)] for name in named], dtype=np.int8)
    days = np.repeat(np.clip(day, 1, 30_000).astype(np.int16)[:, None], LEVELS, axis=1)
    for at, place in enumerate(zip(events["sheet"], events["row"], strict=True)):
        if layer[at] == "invoices" and place in payment_days:
            days[at] = np.clip(payment_days[place], 1, 30_000)
    return DatedAmounts(events["amount_cents"].to_numpy(dtype=np.int64), days, tag == TAGS["customer"], tag)


def _extraordinary(layers: Layers, history: CashHistory, as_of: date, days: int) -> np.ndarray:
    """What open invoices bring and take beyond what such a history moves: its usual flow, and two weeks more.

    The statistics hold the usual invoices already; one that is worth months of payments they cannot know.
    """
    ahead = np.arange(1, days + 1)
    change = np.zeros(days)
    for sign, past in ((1, history.receipts), (-1, history.payments)):
        weekly = np.abs(past[-HORIZON_DAYS:]).mean()
        mine = (layers.events["layer"] == "invoices") & (layers.events["amount_cents"] * sign > 0)
        due = np.cumsum(np.abs(layers.flows(mine, as_of, days)))
        beyond = np.maximum(0.0, due - weekly * (ahead + _SLACK_DAYS))
        change += sign * np.maximum.accumulate(beyond)
    return change


def _dated_only(layers: Layers, as_of: date, days: int) -> np.ndarray:
    path: np.ndarray = np.cumsum(layers.flows(np.ones(len(layers.events), dtype=bool), as_of, days))
    return path


def _wide(layers: Layers, history: CashHistory, as_of: date, days: int) -> tuple[np.ndarray, np.ndarray]:
    """The band without statistics: the spread of the few weeks that there are, and a share of all that is dated to move."""
    flows = [np.cumsum(np.abs(layers.flows(layers.events["amount_cents"] * sign > 0, as_of, days))) for sign in (1, -1)]
    weeks = np.sqrt(np.arange(1, days + 1) / 7)
    half = np.maximum(1.2816 * history.weekly_spread * weeks, _WIDE * (flows[0] + flows[1]))
    return -half, half


def _fitted(noise: np.ndarray, below: np.ndarray, above: np.ndarray) -> np.ndarray:
    """Noise whose median is zero and whose 10 % and 90 % quantiles are the band's, day by day; the order of the paths stays."""
    low, middle, high = np.quantile(noise, QUANTILES, axis=0)
    around = noise - middle
    down = np.where(middle - low > 0, -below / np.maximum(middle - low, 1e-9), 0.0)
    up = np.where(high - middle > 0, above / np.maximum(high - middle, 1e-9), 0.0)
    fitted: np.ndarray = np.where(around < 0, around * down, around * up)
    return fitted


def layer_totals(forecast: CashForecast) -> dict[str, tuple[int, int, int]]:
    """What each layer receives, pays and counts within the horizon; the remainder holds what makes the sum the centre."""
    totals: dict[str, tuple[int, int, int]] = {}
    events = forecast.events
    for layer in LAYERS[:-1]:
        cents = events.loc[events["layer"] == layer, "amount_cents"]
        totals[layer] = (int(cents[cents > 0].sum()), int(cents[cents < 0].sum()), len(cents))
    rest = int(forecast.centre[-1]) - forecast.cash_cents - sum(inside + out for inside, out, _ in totals.values())
    totals[LAYERS[-1]] = (max(0, rest), min(0, rest), 0)
    return totals


def forecast_dossier(dossier: Dossier, as_of: date, *, days: int = HORIZON_DAYS, settled: Settlement | None = None) -> CashForecast | None:
    """The forecast of a workbook from the cash of its accounts and its minimum balance; None when no balance is known.

    Args:
        settled: at the closing date, when already known.
    """
    held = balances_on(dossier, as_of)
    counts = held["is_included"] & held["is_known"] & held["base_cents"].notna()
    if not counts.any():
        return None
    known = settle_invoices(dossier, as_of) if settled is None else settled
    threshold = minimum_balance(dossier) or 0
    return forecast_cash(dossier, known, as_of, int(held.loc[counts, "base_cents"].sum()), days=days, threshold_cents=threshold)
