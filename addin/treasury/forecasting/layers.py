"""Cash as dated events in layers (couches): what is committed, invoices, what comes back; each counted once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from addin.messages import Finding
from addin.treasury.calendar_dz import working_days_from
from addin.treasury.counterparties import map_distinct, normalise
from addin.treasury.dossier import Dossier
from addin.treasury.forecast import EVENT_COLUMNS, KnownEvents
from addin.treasury.forecasting.regular import base_cents, due_days
from addin.treasury.forecasting.simulation import LEVELS
from addin.treasury.natures import natures_of
from addin.treasury.payment_dates.history import with_payments
from addin.treasury.payment_dates.learning import learn_delays
from addin.treasury.recurrences.model import Recurrence
from addin.treasury.recurrences.recurrences import find_recurrences
from addin.treasury.schedule import occurrences
from addin.treasury.schedule_payments import paid_by_lines
from addin.treasury.settlement import Settlement, dated_payments

LAYERS = ("committed", "invoices", "recurrences", "remainder")
"""The layers of a forecast (DOMAIN 5.1); no event belongs to the last one."""
LAYER_COLUMNS = (
    *EVENT_COLUMNS,
    "layer",      # one of the first three of `LAYERS`
    "is_habit",   # bool: the history holds its like, so the statistics know it already; else it comes on top of them
)  # fmt: skip
_PAST_DAYS = 100
_YEAR_DAYS = 370
_NEAR = 0.2
"""A line of about the amount of an event: within this share of it."""
_STEM = 6
"""Letters by which words are compared."""
_HABIT_KINDS = ("salary", "tax", "social", "loan")
_NEAR_AMOUNT = 0.5
"""An invoice stands for a recurrence of its tiers when its amount is within this share of it."""
_NEAR_PLANNED, _PLANNED_DAYS = 0.02, 7
"""A line of the Échéancier stands for a recurrence of that amount, so many days around."""


@dataclass(frozen=True, eq=False)
class Layers:
    """The dated events of a horizon.

    Attributes:
        events: `LAYER_COLUMNS`, in date order.
        left_out: what prudence leaves out (`forecast.KnownEvents`).
        recurrences: those that became events.
        payment_days: (sheet, row) of an invoice → days after the closing date on which it is paid, at each of `LEVELS` quantiles.
    """

    events: pd.DataFrame
    left_out: pd.DataFrame
    recurrences: tuple[Recurrence, ...]
    payment_days: Mapping[tuple[str, int], np.ndarray]
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


def known_layers(known: KnownEvents) -> Layers:
    """Just the known events, on their own days: what there is without a history."""
    layer = np.where(known.events["source"] == "invoice", "invoices", "committed")
    events = known.events.assign(layer=layer, is_habit=False)
    return Layers(events[list(LAYER_COLUMNS)], known.left_out, (), {}, known.findings)


def layer_events(dossier: Dossier, settled: Settlement, as_of: date, days: int, known: KnownEvents) -> Layers:
    """Everything dated that is to come, once each, with its layer.

    A recurrence is left out when the Échéancier has it (its tiers, its label, or its nature for salaries, taxes, dues and loans), and each
    of its days on which an open invoice of the same tiers stands for it.

    Args:
        days: horizon; the last day is included.
        known: `known_events` of that day and horizon.
    """
    is_invoice = (known.events["source"] == "invoice").to_numpy()
    committed = known.events[~is_invoice]
    committed = committed.assign(layer="committed", is_habit=_are_habits(dossier, settled, committed, as_of))
    billed = known.events[is_invoice].assign(layer="invoices", is_habit=True)
    invoices, tables = _at_predicted_dates(dossier, settled, billed, as_of)
    found = _unscheduled(dossier, find_recurrences(dossier.operations, as_of))
    coming, used = _recurrence_events(dossier, found, pd.concat([invoices, committed]), as_of, days)
    events = pd.concat([committed, invoices, coming], ignore_index=True)
    events = events.sort_values(["on", "amount_cents", "sheet", "row"], kind="stable").reset_index(drop=True)
    return Layers(events[list(LAYER_COLUMNS)].astype({"is_habit": bool}), known.left_out, used, tables, known.findings)


def _at_predicted_dates(
    dossier: Dossier, settled: Settlement, billed: pd.DataFrame, as_of: date
) -> tuple[pd.DataFrame, dict[tuple[str, int], np.ndarray]]:
    """The invoices on the working day on which they are most likely paid, and the days of each at every quantile."""
    if billed.empty:
        return billed, {}
    papers = settled.invoices
    at = pd.MultiIndex.from_frame(papers[["sheet", "row"]]).get_indexer(pd.MultiIndex.from_frame(billed[["sheet", "row"]]))
    mine = papers.iloc[at]
    model = learn_delays(
        with_payments(settled, dated_payments(dossier, settled, as_of)), as_of, late_days=dossier.settings.late_receipt_days
    )  # fmt: skip
    closed = dossier.holidays["day"].dropna().dt.date.tolist() or None
    predicted = model.predict(mine, as_of, working_days=lambda days: working_days_from(days, np.zeros(len(days), dtype=np.int64), closed))
    table = model.table(mine, as_of, LEVELS)
    places = zip(billed["sheet"], billed["row"], strict=True)
    return billed.assign(on=predicted.to_numpy()), {(sheet, int(row)): days for (sheet, row), days in zip(places, table, strict=True)}


def _are_habits(dossier: Dossier, settled: Settlement, committed: pd.DataFrame, as_of: date) -> np.ndarray:
    """Which committed events the history holds the like of.

    Salaries, taxes, dues and loans do when the last hundred days hold lines of that nature. A line of the Échéancier that comes back does
    when one of its past occurrences was paid, when a line of the last year has about its amount, or when its words are those of lines or of
    their categories. What stands alone (a cheque, a machine) needs both the amount and the words; a placement never does.
    """
    every = {(sheet, row): every for sheet, row, every in dossier.schedule[["sheet", "row", "every"]].itertuples(index=False)}
    past = occurrences(dossier.schedule[dossier.schedule["every"] != "once"], as_of - timedelta(days=_PAST_DAYS), as_of)
    paid = past[paid_by_lines(past, dossier, as_of, settled)] if len(past) else past
    was_paid = set(zip(paid["sheet"], paid["row"], strict=True))
    booked = dossier.operations["booked_on"]
    year = dossier.operations[booked.between(pd.Timestamp(as_of - timedelta(days=_YEAR_DAYS)), pd.Timestamp(as_of))]
    recent = year["booked_on"] >= pd.Timestamp(as_of - timedelta(days=_PAST_DAYS))
    natures = set(year.loc[recent, "nature"])
    cents = year["base_cents"].fillna(0).to_numpy(dtype=np.int64)
    spoken = {is_in: _words(year.loc[(cents > 0) == is_in, ["party", "category"]].to_numpy().ravel()) for is_in in (True, False)}
    habits = []
    for event in committed.to_dict("records"):
        place, amount = (event["sheet"], event["row"]), int(event["amount_cents"])
        is_near = bool((np.abs(cents - amount) <= _NEAR * abs(amount)).any())
        is_named = bool(_words([event["label"], event["counterparty"]]) & spoken[amount > 0])
        comes_back = every.get(place, "once") != "once"
        is_known = place in was_paid or is_near or is_named if comes_back else is_near and is_named
        habits.append(event["source"] == "schedule" and ((event["kind"] in _HABIT_KINDS and event["kind"] in natures) or is_known))
    return np.array(habits, dtype=bool)


def _words(texts: Iterable[object]) -> set[str]:
    """The beginnings of the words of some texts, short ones left out: « télécoms » and « telecom » are the same."""
    return {word[:_STEM] for text in set(texts) for word in normalise(str(text)).split() if len(word) >= _STEM and not word.isdigit()}


def _unscheduled(dossier: Dossier, found: Sequence[Recurrence]) -> list[Recurrence]:
    """The recurrences that no line of the Échéancier tells already."""
    schedule = dossier.schedule[~dossier.schedule["status"].isin(("done", "cancelled"))]
    names = {key for column in ("counterparty", "label") for key in map_distinct(schedule[column], normalise) if key}
    natures = ({*schedule["kind"], *natures_of(schedule["label"])} & set(_HABIT_KINDS)) if len(schedule) else set()
    nature = dossier.operations["nature"]
    return [each for each in found if normalise(each.party) not in names and nature.loc[each.lines[-1]] not in natures]


def _recurrence_events(
    dossier: Dossier, found: Sequence[Recurrence], told: pd.DataFrame, as_of: date, days: int
) -> tuple[pd.DataFrame, tuple[Recurrence, ...]]:
    """The days of each recurrence as events, less those that an open invoice, or the same amount in the Échéancier, stands for."""
    told = told.sort_values("on", kind="stable")
    payers = map_distinct(told["counterparty"], normalise).to_numpy(dtype=object)
    amounts, is_billed = told["amount_cents"].to_numpy(dtype=np.int64), (told["layer"] == "invoices").to_numpy()
    days_told = told["on"].tolist()
    places = {line: place for line, *place in dossier.operations.loc[[each.lines[-1] for each in found], ["sheet", "row"]].itertuples()}
    rows, used = [], []
    for each in found:
        cents = base_cents(dossier, each, as_of)
        if cents is None:
            continue
        who = normalise(each.party)
        off = np.abs(amounts - cents)
        theirs = is_billed & (payers == who) & (off <= _NEAR_AMOUNT * abs(cents))
        same = ~is_billed & (off <= _NEAR_PLANNED * abs(cents))
        billed, planned = ([days_told[at] for at in np.flatnonzero(mine)] for mine in (theirs, same))
        for on in due_days(each, as_of, days):
            if _takes(billed, on, max(3, each.period_days / 2)) or _takes(planned, on, _PLANNED_DAYS):
                continue
            rows.append((on, cents, each.party, *places[each.lines[-1]]))
            used.append(each)
    columns: list[Sequence[Any]] = [*zip(*rows, strict=True)] if rows else [()] * 5
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


def _takes(days: list[pd.Timestamp], on: date, within: float) -> bool:
    """One of the days is near enough; it is used up."""
    near = next((at for at in days if abs((at.date() - on).days) <= within), None)
    if near is not None:
        days.remove(near)
    return near is not None
