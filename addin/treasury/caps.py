"""Spending caps (plafonds): what was spent against each cap in the current week or month."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import pandas as pd

from addin.treasury.bridge import NEUTRAL_STATES
from addin.treasury.counterparties import map_distinct, normalise
from addin.treasury.dossier import Dossier
from addin.treasury.splits.parts import split_operations
from addin.treasury.teams import teams_of

State = Literal["OK", "ATTENTION", "ALERTE", "NON_RENSEIGNE"]
DEFAULT_WARN_AT = 0.8

_FIELDS = {
    "category": ("category",), "campaign": ("project",), "team": ("team",), "card": ("card", "account"), "supplier": ("counterparty",),
}  # fmt: skip
_ANY = ("category", "project", "team", "card", "account", "counterparty")


@dataclass(frozen=True)
class CapState:
    """One cap at the closing date. Base currency, minor units.

    Attributes:
        target, kind, period: as in CAPS.
        first, last: bounds of the period, both included; clipped to the cap's own validity.
        spent_cents: outflows less refunds up to the closing date, >= 0.
        remaining_cents: limit − spent, negative when over.
        share: spent / limit; None when the limit is 0.
        state: "ALERTE" when spent > limit, "ATTENTION" from `warn_at` × limit on, "OK" below; "NON_RENSEIGNE" when no line of the
            dossier fills the column that the cap looks at, so that nothing can be said.
        since: first day of the current stretch in that state; None for "OK" and "NON_RENSEIGNE".
        unrated: lines of the period that have no rate and are not in `spent_cents`.
    """

    sheet: str
    row: int
    target: str
    kind: str
    period: str
    first: date
    last: date
    limit_cents: int
    spent_cents: int
    remaining_cents: int
    share: float | None
    warn_at: float
    state: State
    since: date | None
    unrated: int


def cap_states(dossier: Dossier, as_of: date, caps: pd.DataFrame | None = None) -> tuple[CapState, ...]:
    """The state of each cap (plafond) that is valid at the closing date, in the order of the tab.

    A target is compared without accents and case: equal to the category, campaign or project, team, card or account, or a run of whole
    words of the supplier. A cap without kind looks at all of them, each line once. Own-account transfers and bounced receipts do
    not count; foreign lines count at their own day's rate.

    Args:
        caps: other CAPS than the dossier's.
    """
    table = dossier.caps if caps is None else caps
    day = pd.Timestamp(as_of)
    valid = table[(table["starts_on"].isna() | (table["starts_on"] <= day)) & (table["ends_on"].isna() | (table["ends_on"] >= day))]
    if valid.empty:
        return ()
    lines = lines_of_caps(dossier, as_of)
    return tuple(_state(dossier, lines, cap, as_of) for cap in valid.itertuples(index=False))


def period_bounds(as_of: date, period: str, week_starts_on: int) -> tuple[date, date]:
    """First and last day of the week or calendar month that holds a day.

    >>> period_bounds(date(2026, 10, 31), "week", 6)
    (datetime.date(2026, 10, 25), datetime.date(2026, 10, 31))
    """
    if period == "month":
        return as_of.replace(day=1), as_of.replace(day=monthrange(as_of.year, as_of.month)[1])
    first = as_of - timedelta(days=(as_of.weekday() - week_starts_on) % 7)
    return first, first + timedelta(days=6)


def lines_of_caps(dossier: Dossier, as_of: date) -> pd.DataFrame:
    """Lines of the last two months that may count, with `team`, their texts as comparison keys and `line`, their index in OPERATIONS."""
    operations = split_operations(dossier)
    if "line" not in operations:
        operations = operations.assign(line=operations.index)
    kept = (operations["booked_on"] > pd.Timestamp(as_of - timedelta(days=62))) & (operations["booked_on"] <= pd.Timestamp(as_of))
    kept &= ~operations["transfer_state"].isin(NEUTRAL_STATES)
    lines = operations[kept]
    lines = lines[~lines["nature"].isin(("transfer", "bounced"))]
    lines = lines.assign(counterparty=lines["party"], team=teams_of(dossier, lines))
    return lines.assign(**{field: map_distinct(lines[field], normalise) for field in _ANY})


def _state(dossier: Dossier, lines: pd.DataFrame, cap: object, as_of: date) -> CapState:
    target, kind, period = str(getattr(cap, "target", "")), str(getattr(cap, "kind", "")), str(getattr(cap, "period", ""))
    starts_on, ends_on, warn_at = getattr(cap, "starts_on", pd.NaT), getattr(cap, "ends_on", pd.NaT), float(getattr(cap, "warn_at", "nan"))
    limit = int(getattr(cap, "amount_cents", 0))
    first, last = period_bounds(as_of, period, dossier.settings.week_starts_on)
    first = max(first, starts_on.date()) if not pd.isna(starts_on) else first
    last = min(last, ends_on.date()) if not pd.isna(ends_on) else last
    warn_at = warn_at if warn_at == warn_at else DEFAULT_WARN_AT

    mine = lines[matches(lines, normalise(target), kind) & (lines["booked_on"] >= pd.Timestamp(first))]
    rated = mine[mine["base_cents"].notna()]
    by_day = -rated.groupby("booked_on")["base_cents"].sum().astype("int64").sort_index()
    spent_so_far = by_day.cumsum()
    spent = max(0, int(spent_so_far.iloc[-1])) if len(spent_so_far) else 0
    told = spent > 0 or _is_filled(dossier, kind)
    state = _judge(spent, limit, warn_at) if told else "NON_RENSEIGNE"
    since = None
    if state in ("ATTENTION", "ALERTE"):
        states = [_judge(int(cents), limit, warn_at) for cents in spent_so_far]
        changed = [i for i, earlier in enumerate(states) if earlier != state]
        start = changed[-1] + 1 if changed else 0
        since = spent_so_far.index[start].date() if len(states) else first
    return CapState(
        sheet=str(getattr(cap, "sheet", "")),
        row=int(getattr(cap, "row", 0)),
        target=target,
        kind=kind,
        period=period,
        first=first,
        last=last,
        limit_cents=limit,
        spent_cents=spent,
        remaining_cents=limit - spent,
        share=spent / limit if limit else None,
        warn_at=warn_at,
        state=state,
        since=since,
        unrated=len(mine) - len(rated),
    )


def _judge(spent: int, limit: int, warn_at: float) -> State:
    if spent > limit:
        return "ALERTE"
    return "ATTENTION" if spent > 0 and spent >= warn_at * limit else "OK"


def matches(lines: pd.DataFrame, target: str, kind: str) -> pd.Series:
    """bool per line: a cap on a target (comparison key) counts it.

    Args:
        lines: what `lines_of_caps` gives.
    """
    matched = pd.Series(False, index=lines.index)
    for field in _FIELDS.get(kind, _ANY) if target else ():
        if field == "counterparty":
            matched |= (" " + lines[field] + " ").str.contains(f" {target} ", regex=False)
        else:
            matched |= lines[field] == target
    return matched


def _is_filled(dossier: Dossier, kind: str) -> bool:
    """True when the dossier's lines fill a column that caps of this kind look at."""
    if kind == "supplier":
        return True
    fields = [field for field in _FIELDS.get(kind, _ANY) if field not in ("account", "counterparty", "team")]
    if "team" in _FIELDS.get(kind, _ANY) and bool((teams_of(dossier, dossier.operations) != "").any()):
        return True
    return any(bool((dossier.operations[field] != "").any()) for field in fields)
