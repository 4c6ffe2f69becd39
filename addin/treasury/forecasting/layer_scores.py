"""How good each layer would have been (fiabilité par couche): what it expected of past weeks, and what came of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from addin.treasury.bridge import NEUTRAL_STATES
from addin.treasury.counterparties import map_distinct, normalise
from addin.treasury.dossier import Dossier
from addin.treasury.forecast import known_events
from addin.treasury.forecasting.history import ENOUGH_DAYS
from addin.treasury.forecasting.layers import layer_events
from addin.treasury.receivables import in_base
from addin.treasury.schedule import occurrences
from addin.treasury.schedule_payments import paid_by_lines
from addin.treasury.settlement import Settlement, dated_payments, settle_invoices

ORIGINS, WEEKS = 6, 4
_DAYS = 7 * WEEKS
_LATE_DAYS = 7
"""A recurrence comes so many days around its own."""
_LIKE = 0.3
"""A line of about the amount of a recurrence: within this share of it."""


@dataclass(frozen=True)
class LayerScore:
    """One layer, over all past windows of `WEEKS` weeks. Base currency, minor units.

    Attributes:
        origins: windows in which it expected something.
        expected, came: events that it expected, and those of them that came within their window.
        expected_cents, error_cents: sum of what it expected, receipts and payments both counted as positive, and by how much the windows
            were off; None for the Échéancier, whose lines are only found again or not.
    """

    origins: int
    expected: int
    came: int
    expected_cents: int | None = None
    error_cents: int | None = None

    @property
    def error(self) -> float | None:
        """What it was off by, over what it expected; None without amounts."""
        return self.error_cents / self.expected_cents if self.expected_cents and self.error_cents is not None else None


def score_layers(dossier: Dossier, settled: Settlement, as_of: date, first: date) -> Mapping[str, LayerScore]:
    """The dated layers (`LAYERS`, the remainder aside) on the last windows that are over, each with what was known at its start.

    Invoices: what the open ones were expected to bring in the window, each on its predicted day, against what they did, part payments and
    early ones included. Recurrences: each against the line that came of its tiers. Échéancier: its regular dues against the bank lines; the
    tab keeps no memory, so its lines are those of today. A layer that expected nothing is left out.

    Args:
        settled: at the closing date.
        first: day on which the history starts.
    """
    told: dict[str, list[LayerScore]] = defaultdict(list)
    payments = dated_payments(dossier, settled, as_of)
    for number in range(1, ORIGINS + 1):
        origin = as_of - timedelta(days=_DAYS * number)
        if (origin - first).days < ENOUGH_DAYS:
            break
        then = settle_invoices(dossier, origin)
        events = layer_events(dossier, then, origin, _DAYS, known_events(dossier, then, origin, _DAYS)).events
        told["invoices"].append(_invoices(dossier, payments, then, events[events["layer"] == "invoices"], origin))
        told["recurrences"].append(_recurrences(dossier, events[events["layer"] == "recurrences"], origin))
        told["committed"].append(_committed(dossier, settled, as_of, origin))
    summed = {layer: _sum(told[layer]) for layer in ("committed", "invoices", "recurrences")}
    return {layer: score for layer, score in summed.items() if score.expected}


def _sum(scores: list[LayerScore]) -> LayerScore:
    def total(cents: list[int | None]) -> int | None:
        known = [each for each in cents if each is not None]
        return sum(known) if known else None

    return LayerScore(
        sum(each.expected > 0 for each in scores),
        sum(each.expected for each in scores),
        sum(each.came for each in scores),
        total([each.expected_cents for each in scores]),
        total([each.error_cents for each in scores]),
    )


def _invoices(dossier: Dossier, payments: pd.DataFrame, then: Settlement, events: pd.DataFrame, origin: date) -> LayerScore:
    window = (payments["on"] > pd.Timestamp(origin)) & (payments["on"] <= pd.Timestamp(origin + timedelta(days=_DAYS)))
    open_then = then.invoices[then.invoices["remaining_cents"] != 0]
    places = set(zip(open_then["sheet"], open_then["row"], strict=True))
    mine = payments[window]
    mine = mine[np.array([place in places for place in zip(mine["sheet"], mine["row"], strict=True)], dtype=bool)]
    cents, has_rate, _ = in_base(mine["paid_cents"].astype("int64"), mine["currency"], origin, dossier.rates, dossier.base_currency)
    came = np.where(has_rate, cents, 0)
    due = events[events["on"] <= pd.Timestamp(origin + timedelta(days=_DAYS))]
    expected = due["amount_cents"].to_numpy(dtype=np.int64)
    paid = set(zip(mine["sheet"], mine["row"], strict=True))
    seen = sum(place in paid for place in zip(due["sheet"], due["row"], strict=True))
    error = sum(abs(int(came[came * way > 0].sum()) - int(expected[expected * way > 0].sum())) for way in (1, -1))
    return LayerScore(1, len(due), seen, int(np.abs(expected).sum()), error)


def _recurrences(dossier: Dossier, events: pd.DataFrame, origin: date) -> LayerScore:
    last = origin + timedelta(days=_DAYS)
    due = events[events["on"] <= pd.Timestamp(last)]
    lines = dossier.operations
    lines = lines[lines["booked_on"].between(pd.Timestamp(origin), pd.Timestamp(last + timedelta(days=_LATE_DAYS)), inclusive="right")]
    lines = lines[lines["base_cents"].notna() & ~lines["transfer_state"].isin(NEUTRAL_STATES)]
    left: dict[str, list[tuple[date, int]]] = defaultdict(list)
    for who, on, cents in zip(map_distinct(lines["party"], normalise), lines["booked_on"].dt.date, lines["base_cents"], strict=True):
        left[who].append((on, int(cents)))
    seen = error = 0
    for who, stamp, cents in zip(map_distinct(due["counterparty"], normalise), due["on"], due["amount_cents"], strict=True):
        on = stamp.date()
        like = [line for line in left[who] if abs((line[0] - on).days) <= _LATE_DAYS and abs(line[1] - cents) <= _LIKE * abs(cents)]
        if not like:
            error += abs(int(cents))
            continue
        nearest = min(like, key=lambda line: (abs((line[0] - on).days), abs(line[1] - cents)))
        left[who].remove(nearest)
        seen, error = seen + 1, error + abs(nearest[1] - int(cents))
    return LayerScore(1, len(due), seen, int(due["amount_cents"].abs().sum()), error)


def _committed(dossier: Dossier, settled: Settlement, as_of: date, origin: date) -> LayerScore:
    regular = dossier.schedule[dossier.schedule["every"] != "once"]  # what stands alone may still be open: a cheque in circulation
    due = occurrences(regular, origin + timedelta(days=1), origin + timedelta(days=_DAYS))
    return LayerScore(1, len(due), int(paid_by_lines(due, dossier, as_of, settled).sum()) if len(due) else 0)
