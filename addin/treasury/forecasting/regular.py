"""What comes back on known days (récurrences), dated over the weeks to come, and how it bends a smooth forecast."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from addin.treasury.currency import to_base
from addin.treasury.dossier import Dossier
from addin.treasury.recurrences.model import Recurrence


def due_days(each: Recurrence, as_of: date, days: int) -> list[date]:
    """The days after a closing date on which a recurrence is expected; one that is late comes on the next day.

    Months keep their day: the 31st falls on 30, 28 or 29 where the month is shorter.
    """
    if each.next_on is None:
        return []
    last = as_of + timedelta(days=days)
    months = round(each.period_days / 30.4375) if each.period_days > 20 else 0
    found: list[date] = []
    step = 0
    while True:
        if months:
            on = (pd.Timestamp(each.next_on) + pd.DateOffset(months=months * step)).date()
        else:
            on = each.next_on + timedelta(days=round(each.period_days) * step)
        if on > last:
            return found
        if on > as_of:
            found.append(on)
        elif step == 0:
            found.append(as_of + timedelta(days=1))
        step += 1


def bend(flows: np.ndarray, over: int = 91) -> np.ndarray:
    """How far dated flows run ahead of the same flows spread evenly: the sawtooth of paydays, zero after `over` days.

    >>> bend(np.array([0.0, -100.0]), over=2).tolist()
    [50.0, 0.0]
    """
    path = np.cumsum(flows)
    length = min(over, len(flows))
    bent: np.ndarray = path - path[length - 1] * np.arange(1, len(flows) + 1) / length
    return bent


def base_cents(dossier: Dossier, each: Recurrence, as_of: date) -> int | None:
    """What the next one is worth in the base currency at the rate of the closing date; None without a rate."""
    if each.currency == dossier.base_currency:
        return each.amount_cents
    cents, has_rate = to_base(
        np.array([each.amount_cents]), each.currency, np.array([as_of], dtype="datetime64[s]"), dossier.rates, dossier.base_currency
    )
    return int(cents[0]) if has_rate[0] else None
