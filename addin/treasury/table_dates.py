"""The dates of a tab: carried down where she writes them once for several lines, and what is wrong with them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from addin.treasury.dates import DateColumn, as_date
from addin.treasury.tables import Table

_ENOUGH = 5
_FEW_CARRIED, _CARRIED_SHARE = 3, 0.2
_FAR_DAYS, _FEW_SHARE = 366, 0.25
_JUMP_DAYS, _NEIGHBOUR_DAYS = 300, 62


def carry_dates(table: Table, dates: DateColumn, wanted: np.ndarray) -> DateColumn:
    """Dates written once for several lines, carried down to them.

    Only where that is a habit of the tab: at least three lines and a fifth of all have an amount and no date, each under a line
    that has one. A few of them are oversights, and said one by one.

    Args:
        wanted: lines that hold an amount.
    """
    lacking = wanted & ~dates.known
    lacking[list(dates.troubles)] = False
    count = int(lacking.sum())
    if count < _FEW_CARRIED or count < _CARRIED_SHARE * int(wanted.sum()):
        return dates
    dated = np.flatnonzero(dates.known & table.filled)
    lines = np.flatnonzero(lacking)
    above = np.searchsorted(dated, lines) - 1
    if not len(dated) or (above < 0).any():
        return dates
    days, known = dates.days.copy(), dates.known.copy()
    days[lines], known[lines] = dates.days[dated[above]], True
    table.find("DATE_CARRIED", int(lines[0]), "booked_on", count=count)
    return replace(dates, days=days, known=known)


def report_dates(table: Table, dates: DateColumn, live: np.ndarray, has_amount: np.ndarray, rejected: np.ndarray) -> None:
    """Say what is wrong with the dates; lines without a readable one are added to `rejected`.

    Args:
        live: lines that may be operations.
        rejected: bool, changed in place.
    """
    for i, trouble in sorted(dates.troubles.items()):
        if live[i] and not rejected[i]:
            table.find("DATE_AMBIGUOUS" if trouble == "ambiguous" else "DATE_UNREADABLE", i, "booked_on", table.cells("booked_on")[i])
            rejected[i] = True
    for i in np.flatnonzero(live & ~dates.known & has_amount & ~rejected).tolist():
        table.find("DATE_MISSING", i, "booked_on")
        rejected[i] = True
    report_order(table, dates, "booked_on")
    report_implausible(table, dates, np.flatnonzero(dates.known & live & ~rejected), "booked_on", in_sequence=True)


def report_order(table: Table, dates: DateColumn, name: str) -> None:
    """Say how the order of day and month of text was settled, when that is not plain."""
    if dates.order == "dmy_unproven":
        table.find("DATE_ORDER_UNPROVEN", None, name)
    elif dates.order == "mdy":
        table.find("DATE_ORDER_US", None, name, mdy=dates.mdy, total=dates.dmy + dates.mdy + dates.ambiguous)
    elif dates.order == "mdy_by_sequence":
        table.find("DATE_ORDER_SEQUENCE", None, name)
    elif dates.order == "mixed":
        table.find("DATE_ORDER_MIXED", None, name, dmy=dates.dmy, mdy=dates.mdy, ambiguous=dates.ambiguous)
    if dates.looks_swapped:
        table.find("DATE_SWAPPED", None, name, text=dates.dmy)


def report_implausible(table: Table, dates: DateColumn, lines: np.ndarray, name: str, *, in_sequence: bool) -> None:
    """Say which dates are far from all others; in a tab written day after day, also those a year away from their neighbours."""
    days = dates.days[lines].astype("datetime64[D]").astype(np.int64)
    if len(days) < _ENOUGH:
        return
    wrong = _far_from_the_rest(days)
    if in_sequence:
        before, after = days[1:-1] - days[:-2], days[1:-1] - days[2:]
        wrong[1:-1] |= (np.minimum(np.abs(before), np.abs(after)) > _JUMP_DAYS) & (np.abs(days[2:] - days[:-2]) <= _NEIGHBOUR_DAYS)
    for i in lines[wrong].tolist():
        table.find("DATE_IMPLAUSIBLE", i, name, as_date(dates.days[i]).strftime("%d/%m/%Y"))


def _far_from_the_rest(days: np.ndarray) -> np.ndarray:
    """Few days that more than a year without any line parts from most of the others."""
    ordered = np.sort(days)
    group = np.searchsorted(ordered[1:][np.diff(ordered) > _FAR_DAYS], days, side="right")
    sizes = np.bincount(group)
    far: np.ndarray = (group != sizes.argmax()) & (sizes[group] <= _FEW_SHARE * len(days))
    return far
