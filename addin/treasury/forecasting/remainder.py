"""What no invoice, schedule or recurrence tells yet (reste): sales and spending to come, week by week, by category."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from addin.treasury.bridge import NEUTRAL_STATES
from addin.treasury.counterparties import map_distinct, normalise
from addin.treasury.dossier import Dossier
from addin.treasury.forecasting.layers import LAYER_COLUMNS, Layers
from addin.treasury.forecasting.planned import CAPITAL, PURCHASES, planned_trade

WINDOW_DAYS = 91
_LEFT_OUT = ("transfer", "bounced", "cash_withdrawal")
_ADS = re.compile(r"\b(?:PUBLICITES?|PUB|ADS|MARKETING|META|FACEBOOK|GOOGLE ADS|TIKTOK|LINKEDIN)\b")


@dataclass(frozen=True)
class Habit:
    """What a category usually moves in a week beyond dated items. Base currency, minor units.

    Attributes:
        kind: "sales", "purchases", "advertising" or "other".
        weekly_cents: signed mean of the last thirteen weeks.
    """

    category: str
    kind: str
    weekly_cents: int


def habits_of(dossier: Dossier, layers: Layers, as_of: date, started: date) -> tuple[Habit, ...]:
    """What each category moves in a week, recurrences and what the Échéancier repeats set aside (habitudes), biggest first.

    Args:
        started: first day of the history; under thirteen weeks the mean is over what there is.
    """
    first = max(started, as_of - timedelta(days=WINDOW_DAYS - 1))
    weeks = max(1.0, ((as_of - first).days + 1) / 7)
    operations = dossier.operations
    kept = operations["booked_on"].between(pd.Timestamp(first), pd.Timestamp(as_of)) & operations["base_cents"].notna()
    kept &= ~operations["transfer_state"].isin(NEUTRAL_STATES) & ~operations["nature"].isin(_LEFT_OUT)
    kept &= ~operations.index.isin([line for each in layers.recurrences for line in each.lines])
    planned = layers.events.loc[(layers.events["layer"] == "committed") & layers.events["is_habit"], "kind"]
    kept &= ~operations["nature"].isin(set(planned) - {""})
    lines = operations[kept]
    category = map_distinct(lines["category"], normalise)
    says = category + " " + map_distinct(lines["party"], normalise)
    is_in = (lines["base_cents"] > 0).to_numpy(dtype=bool)
    suppliers = set(map_distinct(dossier.invoices.loc[dossier.invoices["side"] == "supplier", "counterparty"], normalise)) - {""}
    is_capital = _says(category, CAPITAL)
    is_bought = _says(category, PURCHASES) | map_distinct(lines["party"], normalise).isin(suppliers).to_numpy()
    kind = np.select([is_in & ~is_capital, ~is_in & _says(says, _ADS), ~is_in & is_bought], ["sales", "advertising", "purchases"], "other")
    moved = pd.DataFrame({"category": lines["category"].to_numpy(), "kind": kind, "cents": lines["base_cents"].to_numpy(dtype=np.int64)})
    sums = moved[~is_capital].groupby(["category", "kind"], sort=True, as_index=False)["cents"].sum()
    weekly = np.rint(sums["cents"].to_numpy() / weeks).astype(np.int64).tolist()
    habits = [Habit(str(name), str(kind), cents) for name, kind, cents in zip(sums["category"], sums["kind"], weekly, strict=True) if cents]
    return tuple(sorted(habits, key=lambda each: (-abs(each.weekly_cents), each.category, each.kind)))


def remainder_events(dossier: Dossier, habits: tuple[Habit, ...], layers: Layers, as_of: date, days: int) -> pd.DataFrame:
    """The habits as weekly events, less what is dated in the same weeks (`LAYER_COLUMNS`).

    Sales to come are what is usually received less the customers' invoices and the sales planned; purchases less the suppliers' ones and
    the purchases planned. What is dated beyond the habit of a week takes from the weeks after it, so nothing is counted twice.
    """
    weeks = -(-days // 7)
    sales, purchases = planned_trade(dossier, layers.events)
    is_billed = layers.events["layer"] == "invoices"
    billed = {
        "sales": layers.flows(is_billed & (layers.events["kind"] == "customer") | sales, as_of, weeks * 7),
        "purchases": layers.flows(is_billed & (layers.events["kind"] == "supplier") | purchases, as_of, weeks * 7),
    }
    rows = []
    for kind in ("sales", "purchases", "advertising", "other"):
        mine = [each for each in habits if each.kind == kind]
        usual = sum(each.weekly_cents for each in mine)
        known = billed[kind].reshape(weeks, 7).sum(axis=1) if kind in billed else np.zeros(weeks)
        left = 0.0
        for week in range(weeks):
            left += usual - known[week]  # negative for payments
            share = max(0.0, left / usual) if usual else 0.0
            left -= usual * min(1.0, share)
            middle = as_of + timedelta(days=min(7 * week + 4, days))
            rows += [(middle, round(each.weekly_cents * min(1.0, share)), kind, each.category) for each in mine]
    rows = [row for row in rows if row[1]]
    on = pd.Series([row[0] for row in rows], dtype="datetime64[s]")
    return pd.DataFrame(
        {
            "on": on, "amount_cents": pd.Series([row[1] for row in rows], dtype="int64"), "source": "remainder",
            "kind": pd.Series([row[2] for row in rows], dtype=object), "label": pd.Series([row[3] for row in rows], dtype=object),
            "counterparty": "", "sheet": "", "row": 0, "is_late": False, "number": "", "due_on": on, "layer": "remainder", "is_habit": True,
        },
        columns=list(LAYER_COLUMNS),
    )  # fmt: skip


def _says(texts: pd.Series, words: re.Pattern[str]) -> np.ndarray:
    said: np.ndarray = map_distinct(texts, lambda text: words.search(text) is not None).to_numpy(dtype=bool)
    return said
