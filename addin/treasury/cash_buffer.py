"""How much cash to keep (solde minimal): from her own bad weeks, with Baumol and Miller–Orr as second opinions.

Amounts are integer minor units, rounded half up; rates are shares (0.04 for 4 %). Source: DOMAIN 5.7.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from statistics import NormalDist

import numpy as np

_DIGITS = 50
_HALF, _THIRD = Fraction(1, 2), Fraction(1, 3)
Number = int | Decimal | Fraction


@dataclass(frozen=True)
class MillerOrr:
    """The band of Miller and Orr (1966), minor units.

    Attributes:
        return_point_cents: where a transfer brings the cash back to (Z).
        upper_cents: above it, the surplus over the return point is placed (U).
        mean_cents: what is held on average.
    """

    return_point_cents: int
    upper_cents: int
    mean_cents: int


def baumol(yearly_need_cents: int, transfer_cost_cents: int, yearly_rate: Number) -> int | None:
    """What to draw at each transfer from the placements (Baumol): √(2·F·T/i); None without a need, a cost or a rate.

    Args:
        yearly_need_cents: cash used in a year (T), >= 0.
        transfer_cost_cents: cost of one transfer (F), >= 0.
        yearly_rate: what a placement brings (i), >= 0; at 0 nothing is worth moving.
    Raises:
        ValueError: one of them is negative.

    >>> baumol(1_200_000_000, 150_000, Fraction(4, 100))
    94868330
    """
    _refuse_negative(yearly_need_cents, transfer_cost_cents, yearly_rate)
    if not (yearly_need_cents and transfer_cost_cents and yearly_rate):
        return None
    return _rounded(_root_of(Fraction(2 * transfer_cost_cents * yearly_need_cents) / Fraction(yearly_rate), _HALF))


def miller_orr(floor_cents: int, transfer_cost_cents: int, daily_variance: Number, daily_rate: Number) -> MillerOrr | None:
    """The return point, upper bound and mean of Miller–Orr; None without a cost, a variance or a rate.

    Z = L + (3·F·σ²/(4·R))^⅓, U = 3Z − 2L, mean (4Z − L)/3.

    Args:
        floor_cents: below this the cash must never go (L), >= 0.
        transfer_cost_cents: cost of one transfer (F), >= 0.
        daily_variance: of the net flow of a day, minor units squared (σ²), >= 0.
        daily_rate: what a placement brings in one day (R), >= 0.
    Raises:
        ValueError: one of them is negative.

    >>> miller_orr(40_000_000, 150_000, 8_500_000**2, Fraction(4, 100) / 365)
    MillerOrr(return_point_cents=82015327, upper_cents=166045981, mean_cents=96020436)
    """
    _refuse_negative(floor_cents, transfer_cost_cents, daily_variance, daily_rate)
    if not (transfer_cost_cents and daily_variance and daily_rate):
        return None
    spread = _root_of(Fraction(3 * transfer_cost_cents) * Fraction(daily_variance) / (4 * Fraction(daily_rate)), _THIRD)
    return MillerOrr(_rounded(floor_cents + spread), _rounded(floor_cents + 3 * spread), _rounded(floor_cents + 4 * spread / 3))


def gaussian_buffer(deviation_cents: Number, periods: int, confidence: Number) -> int:
    """What covers so many periods if flows were normal and independent: z·σ·√L, a check on the quantile (réserve gaussienne).

    Args:
        deviation_cents: standard deviation of the net flow of one period, minor units, >= 0.
        periods: how many of them to cover, >= 1.
        confidence: share of the cases covered, at least 0.5 and below 1.
    Raises:
        ValueError: an argument outside its bounds.

    >>> gaussian_buffer(32_000_000, 4, Fraction(95, 100))
    105270632
    """
    _refuse_negative(deviation_cents)
    _refuse_lead(periods)
    _refuse_confidence(confidence)
    score = Decimal(NormalDist().inv_cdf(float(confidence)))
    return _rounded(_decimal(Fraction(deviation_cents)) * score * Decimal(periods).sqrt())


def quantile_buffer(flows: np.ndarray, lead_days: int, confidence: Number) -> int | None:
    """What would have covered the worst of each window of days (réserve par quantile); None when no window is that long.

    max(0, −Q(min over the days of the window of the cumulative net flow)): the smallest amount that was enough in at least that
    share of the windows. Windows overlap.

    Args:
        flows: int64 net flow of each day in order, minor units; or one simulated path a row.
        lead_days: days until help comes, >= 1; of a path its first ones.
        confidence: share of the cases covered, at least 0.5 and below 1.
    Raises:
        ValueError: an argument outside its bounds, amounts that are no integers.

    >>> quantile_buffer(np.array([100, -300, 250, -100, -50, 400]), 2, Fraction(1, 2))
    150
    """
    _refuse_lead(lead_days)
    _refuse_confidence(confidence)
    if flows.dtype != np.int64 or flows.ndim not in (1, 2):
        raise ValueError("flows are int64 minor units, one row or one path a row")
    if flows.shape[-1] < lead_days or not flows.size:
        return None
    windows = np.lib.stride_tricks.sliding_window_view(flows, lead_days) if flows.ndim == 1 else flows[:, :lead_days]
    drops = np.sort(np.maximum(0, -np.cumsum(windows, axis=1).min(axis=1)))
    return int(drops[math.ceil(Fraction(confidence) * len(drops)) - 1])


def variance(flows: np.ndarray) -> Fraction:
    """Variance of the net flow of a day, minor units squared, exactly; 0 for fewer than two days."""
    days = [int(cents) for cents in flows]
    if len(days) < 2:
        return Fraction(0)
    return Fraction(len(days) * sum(cents * cents for cents in days) - sum(days) ** 2, len(days) * (len(days) - 1))


def deviation(flows: np.ndarray) -> Decimal:
    """Standard deviation of the net flow of a day, minor units."""
    return _root_of(variance(flows), _HALF)


def _root_of(value: Fraction, power: Fraction) -> Decimal:
    with localcontext() as context:
        context.prec = _DIGITS
        return _decimal(value) ** (Decimal(power.numerator) / power.denominator) if value else Decimal(0)


def _decimal(value: Fraction) -> Decimal:
    with localcontext() as context:
        context.prec = _DIGITS
        return Decimal(value.numerator) / Decimal(value.denominator)


def _rounded(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_HALF_UP))


def _refuse_negative(*values: Number) -> None:
    if any(Fraction(value) < 0 for value in values):
        raise ValueError("amounts, costs, variances and rates cannot be negative")


def _refuse_lead(days: int) -> None:
    if days < 1:
        raise ValueError("at least one day must be covered")


def _refuse_confidence(confidence: Number) -> None:
    if not _HALF <= Fraction(confidence) < 1:
        raise ValueError("a confidence is at least 0.5 and below 1")
