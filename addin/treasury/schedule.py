"""The dated occurrences of the Échéancier, and those that the bank lines do not show as paid (échéances ouvertes)."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pandas as pd

from addin.treasury.dossier import SCHEDULE_COLUMNS, Dossier, frame
from addin.treasury.natures import natures_of
from addin.treasury.schedule_payments import PAPERS, paid_by_lines, same_invoice
from addin.treasury.settlement import Settlement

OCCURRENCE_COLUMNS = (*SCHEDULE_COLUMNS, "on", "line")
"""SCHEDULE columns, the day of the occurrence, and the index of its line in the Échéancier."""
SALARIES = "Salaires"
"""A due of salaries shows under this label, never with a name."""
LATE_DAYS = 20
"""Of a recurring line only the last occurrence, at most this old, can be late; older ones were settled under another form."""
_OPEN_COLUMNS = {"on": "datetime64[s]", "line": "int64", "is_late": "bool", "days_late": "int64"}
_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


def occurrences(schedule: pd.DataFrame, first: date, last: date) -> pd.DataFrame:
    """One row per dated occurrence from `first` to `last`, both included, in date order (`OCCURRENCE_COLUMNS`).

    Monthly ones keep the day of the first: the 31st falls on 30, 28 or 29 where the month is shorter, then on 31 again.
    Lines done, cancelled or without date have none.

    Raises:
        ValueError: an unknown rhythm (`every`).
    """
    lines, days = [], []
    is_live = schedule["due_on"].notna() & ~schedule["status"].isin(("done", "cancelled"))
    for line, due, every, until in schedule.loc[is_live, ["due_on", "every", "until"]].itertuples():
        end = last if pd.isna(until) else min(last, until.date())
        for on in _dates(due.date(), every, first, end):
            lines.append(line)
            days.append(on)
    found = schedule.loc[lines].assign(
        on=pd.Series(days, index=lines, dtype="datetime64[s]").to_numpy(), line=np.array(lines, dtype=np.int64)
    )
    return found.sort_values(["on", "line"], kind="stable").reset_index(drop=True)[list(OCCURRENCE_COLUMNS)]


def _dates(due: date, every: str, first: date, last: date) -> Iterator[date]:
    if every == "once":
        if first <= due <= last:
            yield due
    elif every == "week":
        weeks = max(0, -((due - first).days // 7)) if first > due else 0
        on = due + timedelta(weeks=weeks)
        while on <= last:
            if on >= first:
                yield on
            on += timedelta(weeks=1)
    elif every in _MONTHS:
        step = _MONTHS[every]
        k = max(0, ((first.year - due.year) * 12 + first.month - due.month) // step - 1)
        while (on := _months_later(due, k * step)) <= last:
            if on >= first:
                yield on
            k += 1
    else:
        raise ValueError(f"unknown rhythm: {every!r}")


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def are_salaries(planned: pd.DataFrame) -> pd.Series:
    """Which dues are salaries, by their kind or their label, whatever paper pays them."""
    return (planned["kind"] == "salary") | (natures_of(planned["label"]) == "salary")


def open_occurrences(dossier: Dossier, as_of: date, until: date, settled: Settlement | None = None) -> pd.DataFrame:
    """Occurrences past and to come that the bank lines up to the closing date do not show as paid.

    Each is paired with at most one line (or, for dues of a known nature such as salaries, with the lines of that nature that
    add up to it): the number of a cheque or effect; else exact amount or ±20 % with the same nature, tiers or label; else the
    exact amount alone, unless that line pays an invoice. All within a window around the due date.

    Args:
        until: last day, included.
        settled: with it, lines that pay invoices are left alone, and an occurrence that is a settled supplier invoice is paid.
    Returns:
        `OCCURRENCE_COLUMNS` and `is_late` (due before the closing date), `days_late`.
    """
    if dossier.schedule.empty:
        return frame(SCHEDULE_COLUMNS).assign(**{name: pd.Series(dtype=dtype) for name, dtype in _OPEN_COLUMNS.items()})
    once = dossier.schedule["every"] == "once"
    back = as_of - timedelta(days=100)
    earliest = min([back, *dossier.schedule.loc[once, "due_on"].dropna().dt.date])
    single = occurrences(dossier.schedule[once], earliest, until)
    recurring = occurrences(dossier.schedule[~once], back, until)
    planned = pd.concat([single, recurring], ignore_index=True).sort_values(["on", "line"], kind="stable").reset_index(drop=True)
    if planned.empty:
        return planned.assign(is_late=pd.Series(dtype=bool), days_late=pd.Series(dtype="int64"))
    paid = paid_by_lines(planned, dossier, as_of, settled)
    if settled is not None:
        invoices = settled.invoices
        done = invoices[(invoices["remaining_cents"] == 0) & (invoices["amount_cents"] != 0)].assign(
            open_cents=lambda rows: rows["amount_cents"]
        )
        paid |= (same_invoice(planned, done) >= 0) & ~planned["kind"].isin(PAPERS).to_numpy()
    days = (pd.Timestamp(as_of) - planned["on"]).dt.days
    is_past = days > 0
    is_last = planned["on"].eq(planned["on"].where(is_past).groupby(planned["line"]).transform("max"))
    is_settled_otherwise = is_past & planned["every"].ne("once") & ~(is_last & days.le(LATE_DAYS))
    left = planned.assign(is_late=is_past, days_late=days.clip(lower=0))
    open_ones: pd.DataFrame = left[~paid & ~is_settled_otherwise].reset_index(drop=True)
    return open_ones
