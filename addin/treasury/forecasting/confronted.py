"""Earlier forecasts against what happened (prévu et réalisé), the gap split in timing and amount."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from addin.treasury.dossier import Dossier
from addin.treasury.forecast import known_events
from addin.treasury.forecasting.history import CashHistory
from addin.treasury.receivables import in_base
from addin.treasury.settlement import Settlement, dated_payments, settle_invoices


@dataclass(frozen=True)
class PastForecast:
    """The balance of one day as it was forecast. Base currency, minor units."""

    made_on: date
    day: date
    p10_cents: int
    p50_cents: int
    p90_cents: int


@dataclass(frozen=True)
class Confronted:
    """A forecast and what came. Base currency, minor units.

    Attributes:
        gap_cents: what came less the p50.
        timing_cents: of the gap, invoices known when it was made that were paid earlier or later than expected.
        amount_cents: the rest: what was not foreseen, or for another amount.
    """

    forecast: PastForecast
    actual_cents: int
    timing_cents: int

    @property
    def gap_cents(self) -> int:
        return self.actual_cents - self.forecast.p50_cents

    @property
    def amount_cents(self) -> int:
        return self.gap_cents - self.timing_cents

    @property
    def is_inside(self) -> bool:
        """It lay in its band."""
        return self.forecast.p10_cents <= self.actual_cents <= self.forecast.p90_cents


def confront(
    dossier: Dossier, settled: Settlement, history: CashHistory, as_of: date, past: Sequence[PastForecast], most: int = 6
) -> tuple[Confronted, ...]:
    """The last forecasts, each at its latest day that has come, oldest first.

    Args:
        settled: at the closing date.
        past: days forecast, of any number of forecasts.
        most: forecasts looked at.
    """
    latest: dict[date, PastForecast] = {}
    for each in sorted(past, key=lambda each: (each.made_on, each.day)):
        if each.made_on < each.day <= as_of and history.first <= each.day:
            latest[each.made_on] = each
    chosen = [latest[made] for made in sorted(latest)][-most:]
    payments = dated_payments(dossier, settled, as_of)
    found = []
    for each in chosen:
        actual = round(float(history.balance[(each.day - history.first).days]))
        found.append(Confronted(each, actual, _timing(dossier, payments, each)))
    return tuple(found)


def _timing(dossier: Dossier, payments: pd.DataFrame, each: PastForecast) -> int:
    """What the invoices known when the forecast was made paid in its window, less what they were expected to."""
    made, end = pd.Timestamp(each.made_on), pd.Timestamp(each.day)
    mine = payments[(payments["on"] > made) & (payments["on"] <= end) & (payments["issued_on"].fillna(payments["due_on"]) <= made)]
    cents, has_rate, _ = in_base(mine["paid_cents"].astype("int64"), mine["currency"], each.day, dossier.rates, dossier.base_currency)
    came = int(cents[has_rate].sum())
    days = (each.day - each.made_on).days
    known = known_events(dossier, settle_invoices(dossier, each.made_on), each.made_on, days).events
    expected = int(known.loc[known["source"] == "invoice", "amount_cents"].sum())
    return came - expected
