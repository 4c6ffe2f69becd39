"""Stamp duty on cash payments (droit de timbre sur les paiements en espèces), by the rules in force on a date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

_FRACTION_CENTS = 100_00  # the duty is due « par tranche de 100 DA ou fraction de tranche »


@dataclass(frozen=True)
class StampDutyScale:
    """The rules of one period.

    Attributes:
        starts_on: first day in force; None for the oldest known.
        exempt_cents: sums up to this one pay nothing.
        bands: (upper bound of the sum in centimes, centimes of duty for each 100 DA or fraction). One band applies to the
            whole sum; the last one has no bound.
        minimum_cents, maximum_cents: bounds of the duty; None = no maximum.
    """

    starts_on: date | None
    exempt_cents: int
    bands: tuple[tuple[int | None, int], ...]
    minimum_cents: int
    maximum_cents: int | None


SCALES = (  # newest first
    StampDutyScale(date(2025, 1, 1), 300_00, ((30_000_00, 1_00), (100_000_00, 1_50), (None, 2_00)), 5_00, None),
    StampDutyScale(date(2023, 1, 1), 0, ((None, 1_00),), 5_00, 10_000_00),
    StampDutyScale(None, 0, ((None, 1_00),), 5_00, 2_500_00),
)
"""Loi de finances 2025, art. 46 (code du timbre, art. 100-I; circulaire 14/MF/DGI/LF.2025): one rate on the whole sum, no
maximum any more. Before it 1 DA per 100 DA, at most 10 000 DA from 2023 and 2 500 DA earlier. The minimum of 5 DA may have been
raised to 30 DA by a later circular: sources disagree, the older value stands."""


def stamp_duty(amount_cents: int, on: date | None = None) -> int:
    """Duty (timbre) on a sum paid in cash.

    Args:
        amount_cents: the sum, taxes included, in centimes of dinar, not negative.
        on: day of the payment; None takes the newest rules (never the clock).
    Returns:
        Centimes of dinar.
    Raises:
        ValueError: the sum is negative.

    >>> stamp_duty(33_970_00), stamp_duty(33_970_00, date(2024, 6, 1))
    (51000, 34000)
    """
    if amount_cents < 0:
        raise ValueError("a cash payment is not negative")
    scale = scale_on(on)
    if amount_cents <= scale.exempt_cents:
        return 0
    fractions = -(-amount_cents // _FRACTION_CENTS)
    per_fraction = next(rate for bound, rate in scale.bands if bound is None or amount_cents <= bound)
    duty = max(fractions * per_fraction, scale.minimum_cents)
    return duty if scale.maximum_cents is None else min(duty, scale.maximum_cents)


def scale_on(on: date | None) -> StampDutyScale:
    """The rules in force on a day; the newest without a day."""
    return next(scale for scale in SCALES if on is None or scale.starts_on is None or scale.starts_on <= on)
