"""When a cap (plafond) will be exceeded: the pace of the ordinary spending, and what comes back on a known day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from addin.treasury.caps import CapState, lines_of_caps, matches
from addin.treasury.counterparties import normalise
from addin.treasury.dossier import Dossier
from addin.treasury.recurrences.model import Recurrence


@dataclass(frozen=True)
class CapProjection:
    """A cap at the end of its period. Base currency, minor units.

    Attributes:
        total_cents: what will be spent by the last day.
        breach_on: the first day above the limit; of a cap that is exceeded, the day on which it was; None when it lasts.
    """

    cap: CapState
    total_cents: int
    breach_on: date | None


def project_caps(dossier: Dossier, as_of: date, states: Sequence[CapState], recurrences: Sequence[Recurrence]) -> tuple[CapProjection, ...]:
    """Each cap carried to the end of its period.

    What is spent again and again (a subscription, a weekly order) counts once for each day on which it is due, one that is late on the day
    after the closing date; the rest goes on at the pace since the start of the period, spread evenly over the days.

    Args:
        states: `caps.cap_states` of the closing date.
        recurrences: `find_recurrences` of the same date.
    """
    if not states:
        return ()
    lines = lines_of_caps(dossier, as_of)
    return tuple(_project(lines, cap, as_of, recurrences) for cap in states)


def _project(lines: pd.DataFrame, cap: CapState, as_of: date, recurrences: Sequence[Recurrence]) -> CapProjection:
    mine = lines[matches(lines, normalise(cap.target), cap.kind)]
    rated = mine[mine["base_cents"].notna()].groupby("line")["base_cents"].sum().astype("int64")
    base: dict[int, int] = dict(zip(rated.index.tolist(), rated.tolist(), strict=True))
    inside = set(mine.loc[mine["booked_on"] >= pd.Timestamp(cap.first), "line"])
    due: dict[date, int] = {}
    regular = 0
    for each in recurrences:
        if each.amount_cents >= 0 or each.lines[-1] not in base:
            continue
        regular -= sum(base[line] for line in each.lines if line in inside and line in base)
        for day in _days_of(each, as_of, cap.last):
            due[day] = due.get(day, 0) - base[each.lines[-1]]
    elapsed = (as_of - cap.first).days + 1
    ordinary = max(0, cap.spent_cents - regular)
    spent, breach = cap.spent_cents, cap.since if cap.state == "ALERTE" else None
    left = (cap.last - as_of).days
    for ahead in range(1, left + 1):
        day = as_of + timedelta(days=ahead)
        spent += due.get(day, 0)
        if breach is None and spent + ordinary * ahead // elapsed > cap.limit_cents:
            breach = day
    return CapProjection(cap, spent + (ordinary * left // elapsed if left > 0 else 0), breach)


def _days_of(each: Recurrence, as_of: date, last: date) -> list[date]:
    """The days after the closing date on which a recurrence is due, until a day."""
    if each.next_on is None:
        return []
    days = []
    day = max(each.next_on, as_of + timedelta(days=1))
    while day <= last:
        days.append(day)
        day += timedelta(days=round(each.period_days))
    return days
