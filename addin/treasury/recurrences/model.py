"""A recurrence: the same tiers, about the same amount, at about the same interval."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Status = Literal["running", "late", "stopped"]


@dataclass(frozen=True)
class PriceChange:
    """The amount of a fixed recurrence that changed, and when. Minor units, signed."""

    on: date
    before_cents: int
    after_cents: int


@dataclass(frozen=True)
class Recurrence:
    """Lines that come back.

    Attributes:
        party: name of the tiers as shown; currency: of the amounts.
        period_days: 7, 14, 30.4375, 91.3125, 182.625 or 365.25.
        amount_cents: signed, what the next one should be.
        is_fixed: amounts are equal within 5 %, price changes set aside; else a bill that varies.
        lines: index in OPERATIONS, oldest first.
        next_on: expected day of the next one, None when stopped.
        status: "late" when the next one is due and missing; "stopped" beyond one and a half intervals.
        change: the last change of price, None without one.
    """

    party: str
    account: str
    currency: str
    period_days: float
    amount_cents: int
    is_fixed: bool
    lines: tuple[int, ...]
    first_on: date
    last_on: date
    next_on: date | None
    status: Status
    change: PriceChange | None = None
