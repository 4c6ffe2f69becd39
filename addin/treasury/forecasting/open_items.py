"""What the invoices open on each past day were worth in cash to come, by the delays known on that day."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from addin.treasury.dossier import Dossier
from addin.treasury.receivables import in_base
from addin.treasury.settlement import Settlement, dated_payments

_OLDEST = 365
"""Days after the issue beyond which nothing is expected any more."""
_ENOUGH = 5
"""Payments that a curve of delays needs."""
_REFIT_DAYS = 28
_OPEN = np.iinfo(np.int64).max


def open_item_paths(dossier: Dossier, settled: Settlement, first: date, days: int, horizons: np.ndarray, since: int = 0) -> np.ndarray:
    """What the open invoices were expected to bring within each horizon, on each of some consecutive days (encours attendu).

    Each day knows its own past only: invoices issued and payments made by then. An invoice is expected by the curve of all delays of its
    side (Kaplan–Meier from the day of issue, open ones censored), given the days that it has waited.

    Args:
        settled: at the last of the days.
        horizons: days ahead, ascending, at least 1.
        since: first day wanted; those before it stay nil.
    Returns:
        float64, days × horizons, minor units of the base currency.
    """
    paths = np.zeros((days, len(horizons)))
    issued, paid, cents, is_customer = _pieces(dossier, settled, first, days)
    for start in range(since, days, _REFIT_DAYS):
        block = np.arange(start, min(start + _REFIT_DAYS, days))
        for side in (is_customer, ~is_customer):
            gained = _gains(issued[side], paid[side], start, horizons)
            if gained is None:
                continue
            for day in block:
                is_open = side & (issued <= day) & (paid > day) & (day - issued <= _OLDEST)
                weights = np.bincount(day - issued[is_open], weights=cents[is_open], minlength=_OLDEST + 1)
                paths[day] += weights @ gained
    return paths


def _pieces(dossier: Dossier, settled: Settlement, first: date, days: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Day of issue, day of payment (`_OPEN` without one), amount and side of each part of an invoice."""
    last = pd.Timestamp(first) + pd.Timedelta(days=days - 1)
    parts = dated_payments(dossier, settled, last.date())
    paid = parts[["side", "issued_on", "due_on", "currency", "on"]].assign(cents=parts["paid_cents"])
    left = settled.invoices[settled.invoices["remaining_cents"] != 0]
    rest = left[["side", "issued_on", "due_on", "currency"]].assign(on=np.datetime64("NaT", "s"), cents=left["remaining_cents"])
    both = pd.concat([paid, rest], ignore_index=True)
    both = both[both["cents"] != 0]
    cents, has_rate, _ = in_base(both["cents"].astype("int64"), both["currency"], last.date(), dossier.rates, dossier.base_currency)
    since = both["issued_on"].fillna(both["due_on"])
    day = ((since - pd.Timestamp(first)) // pd.Timedelta(days=1)).to_numpy(dtype=np.int64)
    on = np.where(
        both["on"].isna(), _OPEN, ((both["on"].fillna(last) - pd.Timestamp(first)) // pd.Timedelta(days=1)).to_numpy(dtype=np.int64)
    )
    kept = np.asarray(has_rate, dtype=bool)
    return day[kept], np.maximum(on, day)[kept], np.asarray(cents, dtype=np.float64)[kept], (both["side"] == "customer").to_numpy()[kept]


def _gains(issued: np.ndarray, paid: np.ndarray, day: int, horizons: np.ndarray) -> np.ndarray | None:
    """Share of an invoice of each age that is paid within each horizon, by what is known on a day; None when nothing is known."""
    known = issued <= day
    delay = np.minimum(paid[known], day + 1) - issued[known]
    is_paid = paid[known] <= day
    if int(is_paid.sum()) < _ENOUGH:
        return None
    size = _OLDEST + int(horizons[-1]) + 2
    events = np.bincount(np.minimum(delay[is_paid], size - 1), minlength=size)
    at_risk = np.cumsum(np.bincount(np.minimum(delay, size - 1), minlength=size)[::-1])[::-1]
    stays = 1 - events / np.maximum(at_risk, 1)
    survival = np.cumprod(np.where(at_risk > 0, stays, 1.0))
    ages = np.arange(_OLDEST + 1)
    now = survival[ages]
    later = survival[ages[:, None] + horizons[None, :]]
    gained: np.ndarray = np.where(now[:, None] > 1e-9, 1 - later / np.maximum(now[:, None], 1e-9), 0.0)
    return gained
