"""What was spent over the last months: by card, team, campaign and category, against the caps, refunds and cashback taken off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from addin.messages import Finding
from addin.treasury.cap_projection import project_caps
from addin.treasury.caps import CapState, cap_states
from addin.treasury.counterparties import map_distinct, normalise
from addin.treasury.dossier import Dossier
from addin.treasury.recurrences.recurrences import find_recurrences
from addin.treasury.spending.foreign import ForeignCost, ForeignPurchase, foreign_costs, foreign_findings, foreign_purchases
from addin.treasury.spending.lines import Cashback, cashback_rule, spending_lines

Dimension = Literal["card", "team", "campaign", "category"]
DIMENSIONS: tuple[Dimension, ...] = ("card", "team", "campaign", "category")
MONTHS = 6
_CAP_KINDS: dict[Dimension, tuple[str, ...]] = {
    "card": ("card", ""),
    "team": ("team", "campaign", ""),
    "campaign": ("campaign", ""),
    "category": ("category", ""),
}


@dataclass(frozen=True)
class SpendingRow:
    """One card, team, campaign, category or supplier.

    Attributes:
        name: "" for the lines that tell none.
        months: minor units of the base currency, one a month, oldest first.
        cap: the cap on it, when there is one.
    """

    name: str
    months: tuple[int, ...]
    count: int
    cap: CapState | None = None

    @property
    def total_cents(self) -> int:
        return sum(self.months)


@dataclass(frozen=True)
class CapLine:
    """A cap, with the day on which it will be exceeded at the pace so far."""

    state: CapState
    breach_on: date | None


@dataclass(frozen=True, eq=False)
class Spending:
    """The spending of some months up to a date, in the base currency.

    Attributes:
        months: first day of each, oldest first; the last one goes up to `as_of`.
        by: dimension → its rows, the biggest first; of "category" they add up to `total`. A dimension that nothing tells has none.
        total: spent, what came back taken off (cashback only when it is a reduction).
        travel: suppliers of travel, part of the spending.
        refunds, cashback: what came back, positive.
        unrated: lines that no rate converts, not counted.
    """

    as_of: date
    currency: str
    months: tuple[date, ...]
    by: Mapping[Dimension, tuple[SpendingRow, ...]]
    total: SpendingRow
    caps: tuple[CapLine, ...]
    travel: tuple[SpendingRow, ...]
    refunds: SpendingRow
    cashback: SpendingRow
    cashback_rule: Cashback
    purchases: tuple[ForeignPurchase, ...]
    foreign: tuple[ForeignCost, ...]
    unrated: int
    findings: tuple[Finding, ...]


def spending(dossier: Dossier, as_of: date, months: int = MONTHS) -> Spending:
    """What was spent in the month of a date and those before, never before the first line."""
    wanted = _months(dossier, as_of, months)
    found = spending_lines(dossier, wanted[0], as_of)
    rule = cashback_rule(dossier)
    lines = found.lines
    counted = lines if rule == "reduction" else lines[~lines["is_cashback"]]
    states = cap_states(dossier, as_of)
    recurrences = find_recurrences(dossier.operations, as_of) if states else ()
    by = {name: _rows(counted, name, wanted, states, with_blank=name == "category") for name in DIMENSIONS}
    back = lines[lines["is_back"]]
    purchases = foreign_purchases(dossier, wanted[0], as_of)
    return Spending(
        as_of=as_of,
        currency=dossier.base_currency,
        months=wanted,
        by=by,
        total=_row("", counted, wanted),
        caps=tuple(CapLine(each.cap, each.breach_on) for each in project_caps(dossier, as_of, states, recurrences)),
        travel=_rows(counted[counted["is_travel"]], "party", wanted, (), with_blank=True),
        refunds=_row("", _turned(back[~back["is_cashback"]]), wanted),
        cashback=_row("", _turned(back[back["is_cashback"]]), wanted),
        cashback_rule=rule,
        purchases=purchases,
        foreign=foreign_costs(purchases),
        unrated=found.unrated,
        findings=tuple(foreign_findings(purchases)),
    )


def _months(dossier: Dossier, as_of: date, months: int) -> tuple[date, ...]:
    last = as_of.year * 12 + as_of.month - 1
    begin = dossier.operations["booked_on"].min() if len(dossier.operations) else pd.NaT
    first = last if pd.isna(begin) else begin.year * 12 + begin.month - 1
    return tuple(date(at // 12, at % 12 + 1, 1) for at in range(max(min(first, last), last - months + 1), last + 1))


def _rows(
    lines: pd.DataFrame, dimension: str, months: tuple[date, ...], states: tuple[CapState, ...], *, with_blank: bool
) -> tuple[SpendingRow, ...]:
    """One row for each way of one name, whatever its case and accents; written as it is first."""
    mine = lines if with_blank else lines[lines[dimension] != ""]
    rows = []
    for key, group in mine.groupby(map_distinct(mine[dimension], normalise), sort=False):
        kinds = _CAP_KINDS.get(dimension, ())  # type: ignore[call-overload]
        cap = next((state for state in states if state.kind in kinds and key and normalise(state.target) == key), None)
        rows.append(_row(str(group[dimension].iloc[0]), group, months, cap))
    return tuple(sorted(rows, key=lambda row: (row.name == "", -row.total_cents, row.name)))


def _row(name: str, lines: pd.DataFrame, months: tuple[date, ...], cap: CapState | None = None) -> SpendingRow:
    by_month = lines.groupby("month")["cents"].sum()
    return SpendingRow(name, tuple(int(by_month.get(pd.Timestamp(month), 0)) for month in months), len(lines), cap)


def _turned(lines: pd.DataFrame) -> pd.DataFrame:
    return lines.assign(cents=-lines["cents"])
