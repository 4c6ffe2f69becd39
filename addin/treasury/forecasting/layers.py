"""Cash as dated events in layers (couches): what is committed, invoices, what comes back; each counted once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from addin.messages import Finding
from addin.treasury.counterparties import map_distinct, normalise
from addin.treasury.dossier import Dossier
from addin.treasury.forecast import EVENT_COLUMNS, known_events
from addin.treasury.forecasting.regular import base_cents, due_days
from addin.treasury.natures import natures_of
from addin.treasury.recurrences.model import Recurrence
from addin.treasury.recurrences.recurrences import find_recurrences
from addin.treasury.schedule import occurrences
from addin.treasury.schedule_payments import paid_by_lines
from addin.treasury.settlement import Settlement

LAYERS = ("committed", "invoices", "recurrences", "remainder")
"""The layers of a forecast (DOMAIN 5.1); no event belongs to the last one."""
LAYER_COLUMNS = (
    *EVENT_COLUMNS,
    "layer",      # one of the first three of `LAYERS`
    "is_habit",   # bool: the history holds its like, so the statistics know it already; else it comes on top of them
)  # fmt: skip
_PAST_DAYS = 100
_HABIT_KINDS = ("salary", "tax", "social", "loan")
_NEAR_AMOUNT = 0.5
"""An invoice stands for a recurrence of its tiers when its amount is within this share of it."""


@dataclass(frozen=True, eq=False)
class Layers:
    """The dated events of a horizon.

    Attributes:
        events: `LAYER_COLUMNS`, in date order.
        left_out: what prudence leaves out (`forecast.KnownEvents`).
        recurrences: those that became events.
    """

    events: pd.DataFrame
    left_out: pd.DataFrame
    recurrences: tuple[Recurrence, ...]
    findings: tuple[Finding, ...]

    def flows(self, kept: pd.Series | np.ndarray, as_of: date, days: int) -> np.ndarray:
        """Sum of some events on each day after the closing date, float64, minor units."""
        mine = self.events[kept]
        day = ((mine["on"] - pd.Timestamp(as_of)) // pd.Timedelta(days=1)).to_numpy(dtype=np.int64)
        inside = (day >= 1) & (day <= days)
        flows: np.ndarray = np.bincount(day[inside], weights=mine["amount_cents"].to_numpy(dtype=np.float64)[inside], minlength=days + 1)[
            1:
        ]
        return flows


def layer_events(dossier: Dossier, settled: Settlement, as_of: date, days: int) -> Layers:
    """Everything dated that is to come, once each, with its layer.

    A recurrence is left out when the Échéancier has it (its tiers, its label, or its nature for salaries, taxes, dues and loans), and each
    of its days on which an open invoice of the same tiers stands for it.

    Args:
        days: horizon; the last day is included.
    """
    known = known_events(dossier, settled, as_of, days)
    is_invoice = (known.events["source"] == "invoice").to_numpy()
    committed = known.events[~is_invoice]
    committed = committed.assign(layer="committed", is_habit=_are_habits(dossier, settled, committed, as_of))
    invoices = known.events[is_invoice].assign(layer="invoices", is_habit=True)
    found = _unscheduled(dossier, find_recurrences(dossier.operations, as_of))
    coming, used = _recurrence_events(dossier, found, invoices, as_of, days)
    events = pd.concat([committed, invoices, coming], ignore_index=True)
    events = events.sort_values(["on", "amount_cents", "sheet", "row"], kind="stable").reset_index(drop=True)
    return Layers(events[list(LAYER_COLUMNS)].astype({"is_habit": bool}), known.left_out, used, known.findings)


def _are_habits(dossier: Dossier, settled: Settlement, committed: pd.DataFrame, as_of: date) -> np.ndarray:
    """Which committed events the history holds the like of.

    A line of the Échéancier that comes back does when one of its past occurrences was paid; a single salary, tax, due or loan when the last
    hundred days hold lines of that nature. Cheques, effects, placements and whatever else stands alone do not.
    """
    every = {(sheet, row): every for sheet, row, every in dossier.schedule[["sheet", "row", "every"]].itertuples(index=False)}
    past = occurrences(dossier.schedule[dossier.schedule["every"] != "once"], as_of - timedelta(days=_PAST_DAYS), as_of)
    paid = past[paid_by_lines(past, dossier, as_of, settled)] if len(past) else past
    was_paid = set(zip(paid["sheet"], paid["row"], strict=True))
    recent = dossier.operations["booked_on"].between(pd.Timestamp(as_of - timedelta(days=_PAST_DAYS)), pd.Timestamp(as_of))
    natures = set(dossier.operations.loc[recent, "nature"])
    return np.array(
        [
            (sheet, row) in was_paid if every.get((sheet, row), "once") != "once" else kind in _HABIT_KINDS and kind in natures
            for sheet, row, kind in committed[["sheet", "row", "kind"]].itertuples(index=False)
        ],
        dtype=bool,
    )


def _unscheduled(dossier: Dossier, found: Sequence[Recurrence]) -> list[Recurrence]:
    """The recurrences that no line of the Échéancier tells already."""
    schedule = dossier.schedule[~dossier.schedule["status"].isin(("done", "cancelled"))]
    names = {key for column in ("counterparty", "label") for key in map_distinct(schedule[column], normalise) if key}
    natures = ({*schedule["kind"], *natures_of(schedule["label"])} & set(_HABIT_KINDS)) if len(schedule) else set()
    nature = dossier.operations["nature"]
    return [each for each in found if normalise(each.party) not in names and nature.loc[each.lines[-1]] not in natures]


def _recurrence_events(
    dossier: Dossier, found: Sequence[Recurrence], invoices: pd.DataFrame, as_of: date, days: int
) -> tuple[pd.DataFrame, tuple[Recurrence, ...]]:
    """The days of each recurrence as events, less those that an open invoice stands for."""
    open_ones = invoices.assign(who=map_distinct(invoices["counterparty"], normalise))
    rows, used = [], []
    for each in found:
        cents = base_cents(dossier, each, as_of)
        if cents is None:
            continue
        who = normalise(each.party)
        theirs = open_ones[(open_ones["who"] == who) & ((open_ones["amount_cents"] > 0) == (cents > 0))]
        billed = theirs.loc[(theirs["amount_cents"] - cents).abs() <= _NEAR_AMOUNT * abs(cents), "on"].sort_values().tolist()
        place = dossier.operations.loc[each.lines[-1], ["sheet", "row"]]
        for on in due_days(each, as_of, days):
            near = next((at for at in billed if abs((at.date() - on).days) <= max(3, each.period_days / 2)), None)
            if near is not None:
                billed.remove(near)
                continue
            rows.append((on, cents, each.party, place["sheet"], place["row"]))
            used.append(each)
    columns = list(zip(*rows, strict=True)) if rows else [[], [], [], [], []]
    days_due = pd.Series(columns[0], dtype="datetime64[s]")
    events = pd.DataFrame(
        {
            "on": days_due, "amount_cents": pd.Series(columns[1], dtype="int64"), "source": "recurrence", "kind": "recurrence",
            "label": pd.Series(columns[2], dtype=object), "counterparty": pd.Series(columns[2], dtype=object),
            "sheet": pd.Series(columns[3], dtype=object), "row": pd.Series(columns[4], dtype="int64"), "is_late": False, "number": "",
            "due_on": days_due, "layer": "recurrences", "is_habit": True,
        }
    )  # fmt: skip
    return events, tuple(dict.fromkeys(used))
