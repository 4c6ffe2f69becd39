"""The thirteen weeks to come (perspective): the low point, the threshold, and what another date for some events would change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from addin.treasury.forecast import KnownEvents, LowPoint, Shortfall, low_point, lowest_of, shortfall
from addin.treasury.forecasting.actions import QUICK_RECEIPT_DAYS
from addin.treasury.forecasting.cash_forecast import CashForecast
from addin.treasury.forecasting.risk import risk_of
from addin.treasury.receivables import LateInvoice

HORIZON_DAYS = 91

Place = tuple[str, int]
"""(sheet, row)"""


@dataclass(frozen=True, eq=False)
class Outlook:
    """The weeks to come, in minor units of the base currency: the forecast, else the known events over the cash of the closing date.

    Attributes:
        events: `forecast.EVENT_COLUMNS`: what is known to come, whose dates may change.
        expected: change of the cash within 1, 2, … days that the forecast adds to the known events; nil without a forecast.
        cash_cents: None when no balance is known; `low` and `short` are then None too.
        threshold_cents: minimum balance, 0 when none is set.
        open_places: where the events, and those left out for prudence, come from.
    """

    as_of: date
    cash_cents: int | None
    events: pd.DataFrame
    expected: np.ndarray
    threshold_cents: int
    open_places: frozenset[Place]
    low: LowPoint | None
    short: Shortfall | None

    @property
    def is_tense(self) -> bool:
        """The cash goes below the threshold."""
        return self.short is not None and self.short.first_date is not None

    def if_collected(self, invoices: Iterable[LateInvoice]) -> LowPoint | None:
        """The low point when these invoices are paid within three days, instead of what the events expect of them.

        An invoice that an effect of the Échéancier already pays brings nothing more.
        """
        events = self.events
        theirs = {(invoice.sheet, invoice.row): invoice.cents for invoice in invoices}
        cents = sum(amount for place, amount in theirs.items() if place in self.open_places)
        others = events.loc[[place not in theirs for place in _places(events)], ["on", "amount_cents"]]
        paid = self.as_of + timedelta(days=QUICK_RECEIPT_DAYS)
        receipt = pd.DataFrame({"on": pd.Series([pd.Timestamp(paid)], dtype="datetime64[s]"), "amount_cents": [cents]})
        return self._low(pd.concat([others, receipt], ignore_index=True))

    def if_moved(self, rows: pd.Index, on: date) -> LowPoint | None:
        """The low point when the events of these rows happen on another day."""
        return self._low(self.events.assign(on=self.events["on"].mask(self.events.index.isin(rows), pd.Timestamp(on))))

    def gain(self, after: LowPoint | None) -> int | None:
        """By how much the low point rises; None when no balance is known."""
        return None if after is None or self.low is None else after.amount_cents - self.low.amount_cents

    def is_enough(self, after: LowPoint | None) -> bool:
        """That low point is at or above the threshold, hence every day before and after it is too."""
        return after is not None and after.amount_cents >= self.threshold_cents

    def waits(self, after: LowPoint | None) -> bool:
        """The passage below the threshold comes later, or not at all."""
        if after is None or self.short is None or self.short.first_date is None:
            return False
        first = shortfall(after.path, self.threshold_cents).first_date
        return first is None or first > self.short.first_date

    def _low(self, events: pd.DataFrame) -> LowPoint | None:
        return None if self.cash_cents is None else _lowest(self.as_of, self.cash_cents, events, self.expected)


def look_ahead(
    as_of: date, cash_cents: int | None, known: KnownEvents, threshold_cents: int, forecast: CashForecast | None = None
) -> Outlook:
    """The thirteen weeks after the closing date (perspective).

    Args:
        forecast: from the same day and cash; without one, or when its history is too short, just the known events happen.
    """
    places = frozenset([*_places(known.events), *_places(known.left_out)])
    nothing = np.zeros(HORIZON_DAYS, dtype=np.int64)
    if cash_cents is None:
        return Outlook(as_of, None, known.events, nothing, threshold_cents, places, None, None)
    if forecast is None or forecast.knows_only_dated:
        low = low_point(cash_cents, known.events, as_of, HORIZON_DAYS)
        return Outlook(as_of, cash_cents, known.events, nothing, threshold_cents, places, low, shortfall(low.path, threshold_cents))
    events = _at_predicted_dates(known.events, forecast)
    dated = low_point(cash_cents, events, as_of, HORIZON_DAYS).path["balance_cents"].to_numpy()[1:]
    expected = forecast.centre[:HORIZON_DAYS] - dated
    low = _lowest(as_of, cash_cents, events, expected)
    risk = risk_of(forecast, days=HORIZON_DAYS, threshold_cents=threshold_cents)
    short = replace(shortfall(low.path, threshold_cents), probability=risk.probability)
    return Outlook(as_of, cash_cents, events, expected, threshold_cents, places, low, short)


def _at_predicted_dates(events: pd.DataFrame, forecast: CashForecast) -> pd.DataFrame:
    """The same events, each invoice on the day on which it is most likely paid."""
    billed = forecast.layers.events
    billed = billed[billed["layer"] == "invoices"]
    on = dict(zip(zip(billed["sheet"], billed["row"], strict=True), billed["on"], strict=True))
    days = [on.get(place, day) for place, day in zip(_places(events), events["on"], strict=True)]
    return events.assign(on=pd.Series(days, index=events.index, dtype="datetime64[s]"))


def _lowest(as_of: date, cash_cents: int, events: pd.DataFrame, expected: np.ndarray) -> LowPoint:
    """The low point of the known events and of what is expected besides."""
    path = low_point(cash_cents, events, as_of, HORIZON_DAYS).path
    return lowest_of(path.assign(balance_cents=path["balance_cents"] + np.concatenate([[0], expected])))


def _places(events: pd.DataFrame) -> list[Place]:
    return list(zip(events["sheet"], events["row"], strict=True))
