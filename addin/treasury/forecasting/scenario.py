"""What a scenario is (scénario): named changes of what is to come, that compose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Effect = Literal[
    "delay", "supplier_delay", "sales", "purchases", "follow", "exchange", "lost_customer", "hire", "investment", "receipt", "advertising"
]  # fmt: skip
PERCENT_EFFECTS = ("sales", "purchases", "follow", "exchange")
DAY_EFFECTS = ("delay", "supplier_delay")
AMOUNT_EFFECTS = ("hire", "investment", "receipt", "advertising")
TARGET_EFFECTS = ("exchange", "lost_customer")


@dataclass(frozen=True)
class Change:
    """One effect of a scenario.

    Attributes:
        value: days for delays, signed percent for "sales", "purchases" and "exchange"; percent of the change of sales that purchases follow
            for "follow"; minor units of the base currency for amounts (a monthly cost for "hire", a weekly budget for "advertising").
        months: months of the year concerned, 1 to 12; none for all, and for amounts the first one to come.
        is_low_season: it concerns the low season of the dossier (`season.low_season`) when some of it lies in the horizon, else all months.
        target: currency for "exchange" (none for all), customer for "lost_customer".
    """

    effect: Effect
    value: Fraction
    months: frozenset[int] = frozenset()
    target: str = ""
    is_low_season: bool = False


@dataclass(frozen=True)
class Scenario:
    """Changes under one name."""

    name: str
    changes: tuple[Change, ...] = ()


def combine_scenarios(scenarios: Sequence[Scenario]) -> Scenario:
    """Several scenarios at once: « Retard + Basse saison »."""
    return Scenario(" + ".join(each.name for each in scenarios), tuple(change for each in scenarios for change in each.changes))
