"""Months of much more spending than usual (pics): of a category at one tiers, of a campaign, of a category as a whole."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import numpy as np
import pandas as pd

from addin.treasury.controls.amounts import usual_month
from addin.treasury.controls.model import LOOK_BACK, Books, ControlFinding
from addin.treasury.controls.robust import FAR, modified_z
from addin.treasury.counterparties import normalise
from addin.treasury.money_text import money_text
from addin.treasury.recurrences.model import Recurrence
from addin.treasury.stable_key import key_of

_NOT_SPENDING = ("salary", "tax", "social", "bank_fee", "loan")
_MONTHS = 6
"""Months of history, that one left out, before a month can be called high."""
_RATIO = 2.0
_INVOICED_RATIO = 3.0
"""The same for what only invoices made."""
_MATTERS = 0.02
"""An excess under this share of a usual month's payments is not worth her time."""
_SEASON = 0.7
"""The same month a year before, when it was at least this share of it, explains it."""
_BY_MONTH = 31.0


def peaks(books: Books, recurrences: Sequence[Recurrence], told: frozenset[int], invoiced: Collection[int]) -> Iterator[ControlFinding]:
    """The months of the last six that are far above what is usual, each said once, as finely as it can be told.

    Args:
        told: lines that another finding tells already: they make no peak.
        invoiced: lines that pay an invoice, which explains a part of what is high.
    """
    seldom = {line for each in recurrences if each.period_days > _BY_MONTH for line in each.lines}
    lines = books.paid[~books.paid["nature"].isin(_NOT_SPENDING) & books.paid["base_cents"].notna()]
    lines = lines[(lines["category"] != "") & ~lines.index.isin(told | seldom)]
    if lines.empty:
        return
    months = lines["booked_on"].to_numpy().astype("datetime64[M]").astype(np.int64)
    lines = lines.assign(month=months, base=-lines["base_cents"].astype("int64"))
    last = int(np.datetime64(books.as_of, "M").astype(np.int64))
    first, since = int(months.min()), int(books.since(LOOK_BACK).to_datetime64().astype("datetime64[M]").astype(np.int64))
    floor = usual_month(books) * _MATTERS
    said: set[int] = set()
    named = lines[lines["who"] != ""]
    for (_, category), mine in named.groupby(["who", "category"], sort=False):
        for month, usual in _high(mine, first, last, since, floor, invoiced):
            finding = _finding(books, mine, month, usual, (str(mine["party"].iloc[-1]), str(category)), is_tiers=True)
            said |= set(finding.lines)
            yield finding
    projects = lines[(lines["project"] != "") & ~lines.index.isin(said)]
    for project, mine in projects.groupby("project", sort=False):
        for month, usual in _high(mine, first, last, since, floor, invoiced):
            finding = _finding(books, mine, month, usual, (str(project),), is_tiers=False)
            said |= set(finding.lines)
            yield finding
    rest = lines[~lines.index.isin(said)]
    for category, mine in rest.groupby("category", sort=False):
        for month, usual in _high(mine, first, last, since, floor, invoiced):
            yield _finding(books, mine, month, usual, (str(category),), is_tiers=False)


def _high(mine: pd.DataFrame, first: int, last: int, since: int, floor: float, invoiced: Collection[int]) -> list[tuple[int, float]]:
    """Months that are high, with what is usual in the others (base currency, minor units); those that only invoices made, if very high."""
    of_invoices = mine.index.isin(invoiced)
    totals = np.bincount(mine["month"].to_numpy() - first, weights=mine["base"].to_numpy(), minlength=last - first + 1)
    started = int(mine["month"].min()) - first
    found = []
    for month in range(max(since, first + started), last + 1):
        at = month - first
        others = np.delete(totals[started:], at - started)
        usual = float(np.median(others)) if len(others) else 0.0
        if len(others) < _MONTHS or usual <= 0 or totals[at] < _RATIO * usual or totals[at] - usual < floor:
            continue
        if totals[at] < _INVOICED_RATIO * usual and of_invoices[(mine["month"] == month).to_numpy()].all():
            continue
        is_season = at >= 12 and totals[at - 12] >= _SEASON * totals[at]
        if modified_z(np.append(others, totals[at]))[-1] > FAR and not is_season:
            found.append((month, usual))
    return found


def _finding(books: Books, mine: pd.DataFrame, month: int, usual: float, name: tuple[str, ...], *, is_tiers: bool) -> ControlFinding:
    lines = mine[mine["month"] == month]
    total = int(lines["base"].sum())
    base = books.dossier.base_currency
    at = tuple(int(line) for line in lines.index)
    details = {
        "name": name[0], "category": name[-1], "total": money_text(total, base), "usual": money_text(round(usual), base),
        "month": f"{np.datetime64(month, 'M').astype(object):%m/%Y}",
    }  # fmt: skip
    score = min(0.95, 0.4 + 0.1 * total / usual)
    reason, party = ("spike_tiers", name[0]) if is_tiers else ("spike_category", "")
    return ControlFinding(
        "spike", "likely" if is_tiers else "watch", round(score, 3), reason, round(usual) - total, base,
        key_of("spike", (*map(normalise, name), details["month"])), at, on=books.last_day(at), party=party, details=details,
    )  # fmt: skip
