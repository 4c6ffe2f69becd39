"""The effects of scenarios: what each change does to the dated events and to what is to come."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

import numpy as np
import pandas as pd

from addin.treasury.balances import balances_on
from addin.treasury.calendar_dz import next_working_day
from addin.treasury.counterparties import map_distinct, normalise
from addin.treasury.dossier import Dossier
from addin.treasury.forecasting.cash_forecast import CashForecast
from addin.treasury.forecasting.planned import planned_trade, recurring_trade
from addin.treasury.forecasting.scenario import Change, Effect
from addin.treasury.spending.foreign import amount_in_label

_SALARY_DAY = 28
_VAT_DAY = 20
_LEAD_DAYS = 30
"""An investment without a date is paid so many days after the closing date."""


@dataclass(eq=False)
class Changed:
    """Events under change, in the order of the forecast's; what is added stands apart, day → minor units."""

    events: pd.DataFrame
    cents: np.ndarray
    shift: np.ndarray
    added: dict[int, int] = field(default_factory=dict)
    at_once: int = 0

    def add(self, day: int, cents: int) -> None:
        self.added[day] = self.added.get(day, 0) + cents


_Apply = Callable[[Dossier, CashForecast, Changed, Change, Fraction], None]


def _delay(dossier: Dossier, base: CashForecast, changed: Changed, change: Change, follow: Fraction) -> None:
    changed.shift[_receipts(dossier, changed) & _in_months(changed, change)] += int(change.value)


def _supplier_delay(dossier: Dossier, base: CashForecast, changed: Changed, change: Change, follow: Fraction) -> None:
    events = changed.events
    mine = ((events["layer"] == "invoices") & (events["kind"] == "supplier")) | (events["kind"] == "purchases")
    changed.shift[mine.to_numpy() & _in_months(changed, change)] += int(change.value)


def _sales(dossier: Dossier, base: CashForecast, changed: Changed, change: Change, follow: Fraction) -> None:
    mine = _sales_of(dossier, changed) & _in_months(changed, change)
    before = changed.cents.copy()
    _scale(changed, mine, change.value)
    _vat(dossier, base, changed, before)
    if follow:
        _scale(changed, _purchases_of(dossier, changed) & _in_months(changed, change), change.value * follow / 100)


def _purchases(dossier: Dossier, base: CashForecast, changed: Changed, change: Change, follow: Fraction) -> None:
    _scale(changed, _purchases_of(dossier, changed) & _in_months(changed, change), change.value)


def _follow(dossier: Dossier, base: CashForecast, changed: Changed, change: Change, follow: Fraction) -> None:
    """Taken into account by the change of sales."""


def _exchange(dossier: Dossier, base: CashForecast, changed: Changed, change: Change, follow: Fraction) -> None:
    wanted = change.target.upper()
    foreign: dict[tuple[str, int], str] = {}
    for frame in (dossier.invoices, dossier.schedule, dossier.placements):
        foreign |= {(sheet, row): currency for sheet, row, currency in frame[["sheet", "row", "currency"]].itertuples(index=False)}
    foreign |= _priced_abroad(dossier, changed.events)
    of_event = [foreign.get(place, dossier.base_currency) for place in zip(changed.events["sheet"], changed.events["row"], strict=True)]
    mine = np.array([code != dossier.base_currency and wanted in ("", code) for code in of_event], dtype=bool)
    _scale(changed, mine & _in_months(changed, change), change.value)
    held = balances_on(dossier, base.as_of)
    counts = held["is_included"] & held["is_known"] & (held["currency"] != dossier.base_currency) & held["base_cents"].notna()
    if wanted:
        counts &= held["currency"] == wanted
    changed.at_once += _part(int(held.loc[counts, "base_cents"].sum()), change.value)


def _priced_abroad(dossier: Dossier, events: pd.DataFrame) -> dict[tuple[str, int], str]:
    """Last line of what comes back → the currency that it is priced in: that of its account, else the one in its label (« USD59,99 »)."""
    again = set(zip(*(events.loc[events["layer"] == "recurrences", name] for name in ("sheet", "row")), strict=True))
    lines = dossier.operations
    lines = lines[[place in again for place in zip(lines["sheet"], lines["row"], strict=True)]] if again else lines[:0]
    priced = {}
    for sheet, row, label, currency in lines[["sheet", "row", "label", "currency"]].itertuples(index=False):
        told = amount_in_label(str(label), currency)
        priced[sheet, int(row)] = currency if told is None else told[0]
    return priced


def _lost_customer(dossier: Dossier, base: CashForecast, changed: Changed, change: Change, follow: Fraction) -> None:
    """What is billed is still paid; the customer's share of the sales to come, and what it pays regularly, go."""
    who = normalise(change.target)
    events, operations = changed.events, dossier.operations
    recent = operations["booked_on"].between(pd.Timestamp(base.as_of - timedelta(days=90)), pd.Timestamp(base.as_of))
    received = operations[recent & (operations["base_cents"] > 0).fillna(False)]
    total = int(received["base_cents"].sum())
    theirs = int(received.loc[(map_distinct(received["party"], normalise) == who).to_numpy(), "base_cents"].sum())
    before = changed.cents.copy()
    if total:
        _scale(changed, (events["kind"] == "sales").to_numpy() & _in_months(changed, change), Fraction(-100 * theirs, total))
    named = (map_distinct(events["counterparty"], normalise) == who).to_numpy() & events["layer"].isin(
        ("recurrences", "committed")
    ).to_numpy()
    _scale(changed, named & (changed.cents > 0) & _in_months(changed, change), Fraction(-100))
    _vat(dossier, base, changed, before)


def _hire(dossier: Dossier, base: CashForecast, changed: Changed, change: Change, follow: Fraction) -> None:
    first = _first_day(base, change)
    month = first.replace(day=_SALARY_DAY)
    while month <= base.day(base.days):
        if month > base.as_of and month >= first.replace(day=1):
            changed.add((month - base.as_of).days, -abs(int(change.value)))
        month = (month.replace(day=1) + timedelta(days=32)).replace(day=_SALARY_DAY)


def _investment(dossier: Dossier, base: CashForecast, changed: Changed, change: Change, follow: Fraction) -> None:
    changed.add((_first_day(base, change) - base.as_of).days, -abs(int(change.value)))


def _receipt(dossier: Dossier, base: CashForecast, changed: Changed, change: Change, follow: Fraction) -> None:
    changed.add((_first_day(base, change) - base.as_of).days, abs(int(change.value)))


def _advertising(dossier: Dossier, base: CashForecast, changed: Changed, change: Change, follow: Fraction) -> None:
    """A weekly budget in the place of what is usually spent."""
    mine = (changed.events["kind"] == "advertising").to_numpy() & _in_months(changed, change)
    changed.cents[mine] = 0
    for day in range(1, base.days + 1, 7):
        on = base.day(min(day + 3, base.days))
        if not change.months or on.month in change.months:
            changed.add((on - base.as_of).days, -abs(int(change.value)))


EFFECTS: Mapping[Effect, _Apply] = {
    "delay": _delay, "supplier_delay": _supplier_delay, "sales": _sales, "purchases": _purchases, "follow": _follow, "exchange": _exchange,
    "lost_customer": _lost_customer, "hire": _hire, "investment": _investment, "receipt": _receipt, "advertising": _advertising,
}  # fmt: skip


def _receipts(dossier: Dossier, changed: Changed) -> np.ndarray:
    """Customers' invoices, and sales that are regular, planned or to come."""
    events = changed.events
    is_billed = ((events["layer"] == "invoices") & (events["kind"] == "customer") & (events["amount_cents"] > 0)).to_numpy()
    receipts: np.ndarray = is_billed | _sales_of(dossier, changed)
    return receipts


def _sales_of(dossier: Dossier, changed: Changed) -> np.ndarray:
    """Sales that are not billed yet: regular, planned or to come."""
    events = changed.events
    sold: np.ndarray = (events["kind"] == "sales").to_numpy() | planned_trade(dossier, events)[0] | recurring_trade(dossier, events)[0]
    return sold


def _purchases_of(dossier: Dossier, changed: Changed) -> np.ndarray:
    """Purchases that are not billed yet: regular, planned or to come."""
    events = changed.events
    bought: np.ndarray = (
        (events["kind"] == "purchases").to_numpy() | planned_trade(dossier, events)[1] | recurring_trade(dossier, events)[1]
    )
    return bought


def _in_months(changed: Changed, change: Change) -> np.ndarray:
    if not change.months:
        return np.ones(len(changed.events), dtype=bool)
    inside: np.ndarray = changed.events["on"].dt.month.isin(change.months).to_numpy()
    return inside


def _scale(changed: Changed, mine: np.ndarray, percent: Fraction) -> None:
    """So many percent more; what falls by more than all of it is nothing."""
    kept = max(Fraction(0), 100 + percent)
    changed.cents[mine] = [_part(cents, kept) for cents in changed.cents[mine].tolist()]


def _vat(dossier: Dossier, base: CashForecast, changed: Changed, before: np.ndarray) -> None:
    """The TVA of sales that change is declared with them: due on the 20th of the month after, on a working day."""
    rate = dossier.settings.vat_rate
    if rate is None:
        return
    share = Fraction(rate) / (1 + Fraction(rate))
    closed = dossier.holidays["day"].dropna().dt.date.tolist() or None
    for on, less in zip(changed.events["on"].dt.date, (before - changed.cents).tolist(), strict=True):
        if less:
            month = (on.replace(day=1) + timedelta(days=32)).replace(day=_VAT_DAY)
            changed.add((next_working_day(month, closed) - base.as_of).days, _round(share * less))


def _first_day(base: CashForecast, change: Change) -> date:
    """The first day of the first month named that is to come; without one, thirty days after the closing date."""
    if not change.months:
        return base.day(min(_LEAD_DAYS, base.days))
    day = base.day(1)
    while day.month not in change.months:
        day = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return day


def _part(cents: int, percent: Fraction) -> int:
    return _round(Fraction(cents) * percent / 100)


def _round(value: Fraction) -> int:
    whole = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return whole if value >= 0 else -whole
