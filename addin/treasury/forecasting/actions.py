"""What would lift the low point (arbitrages): collect, pay, limit, postpone; each with its effect."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

import numpy as np
import pandas as pd

from addin.treasury.forecasting.cash_forecast import CashForecast

Verb = Literal["collect", "pay", "limit", "postpone"]
QUICK_RECEIPT_DAYS = 3
"""A customer who is reminded now pays this many days after the closing date at best."""
POSTPONED_DAYS = 30
_LIMITED_WEEKS = 4
_MOST = 10
_MOST_EACH = 4


@dataclass(frozen=True)
class Action:
    """Something to do. Base currency, minor units.

    Attributes:
        verb: relancer, payer, limiter, arbitrer.
        cents: amount concerned, its own sign.
        on: the day on which it is expected; of a debt to pay, the day it was due.
        gain_cents: by how much the low point of the horizon rises; 0 for what must be paid.
        places: (sheet, row) that it comes from.
    """

    verb: Verb
    who: str
    cents: int
    on: date
    gain_cents: int
    places: tuple[tuple[str, int], ...] = ()


def actions_of(forecast: CashForecast) -> tuple[Action, ...]:
    """The actions that change the low point most, and the dues that are late; at most ten (arbitrages)."""
    events = forecast.events
    events = events.assign(day=(events["on"] - pd.Timestamp(forecast.as_of)).dt.days)
    invoices = events[(events["layer"] == "invoices") & (events["label"] == "")]
    left_out = forecast.layers.left_out
    doubtful = left_out[left_out["reason"].isin(("doubtful", "public"))].assign(day=forecast.days + 1)  # not counted on at all
    customers = pd.concat([invoices[(invoices["kind"] == "customer") & (invoices["amount_cents"] > 0)], doubtful])
    suppliers = invoices[(invoices["kind"] == "supplier") & (invoices["amount_cents"] < 0)]
    found = _ranked([_moved(forecast, "collect", row) for row in customers.to_dict("records")])
    found += _ranked([_moved(forecast, "postpone", row) for row in suppliers.to_dict("records")])
    found += _ranked(_limit(forecast))
    committed = events[(events["layer"] == "committed") & events["is_late"] & (events["amount_cents"] < 0)]
    pay = [_debt(event) for event in committed.to_dict("records")]
    pay.sort(key=lambda each: (each.cents, each.on))
    return (*pay[:_MOST_EACH], *sorted(found, key=lambda each: -each.gain_cents))[:_MOST]


def _debt(event: dict[Hashable, Any]) -> Action:
    place = ((str(event["sheet"]), int(event["row"])),)
    return Action("pay", str(event["label"] or event["counterparty"]), int(event["amount_cents"]), event["due_on"].date(), 0, place)


def _moved(forecast: CashForecast, verb: Verb, event: dict[Hashable, Any]) -> Action:
    """An event on another day: the third after the closing date, or later by `POSTPONED_DAYS`."""
    before, cents = int(event["day"]), int(event["amount_cents"])
    after = min(QUICK_RECEIPT_DAYS, before) if verb == "collect" else before + POSTPONED_DAYS
    days = np.arange(1, forecast.days + 1)
    change = cents * ((days >= after).astype(np.int64) - (days >= before).astype(np.int64))
    place = ((str(event["sheet"]), int(event["row"])),)
    return Action(verb, str(event["counterparty"]), cents, event["on"].date(), _gain(forecast, change), place)


def _gain(forecast: CashForecast, change: np.ndarray) -> int:
    return int((forecast.centre + change).min() - forecast.centre.min())


def _limit(forecast: CashForecast) -> list[Action]:
    weekly = sum(each.weekly_cents for each in forecast.habits if each.kind == "advertising")
    saved = -weekly * _LIMITED_WEEKS // 2
    if saved <= 0:
        return []
    days = np.arange(1, forecast.days + 1)
    change = -weekly // 2 * np.minimum((days + 6) // 7, _LIMITED_WEEKS)
    return [Action("limit", "", saved, forecast.as_of + timedelta(days=1), _gain(forecast, change))]


def _ranked(actions: list[Action]) -> list[Action]:
    return sorted((each for each in actions if each.gain_cents > 0), key=lambda each: (-each.gain_cents, each.on))[:_MOST_EACH]
