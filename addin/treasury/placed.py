"""What is placed (placements): at her own price, with the day it can be had; never in the available cash. Idle cash beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd

from addin.messages import Finding
from addin.treasury.dossier import Dossier
from addin.treasury.pockets import Pockets
from addin.treasury.receivables import in_base


@dataclass(frozen=True)
class Placement:
    """One placement in force, in minor units of the base currency.

    Attributes:
        cents: what it is worth at her price, else its amount; None without a rate.
        is_her_price: she gave a price.
        available_on: first day its money can be had if she asks now; None when neither a term nor a notice is said.
        is_soon: its term falls within the days of the security pocket.
    """

    sheet: str
    row: int
    label: str
    cents: int | None
    is_her_price: bool
    matures_on: date | None
    notice_days: int | None
    available_on: date | None
    is_soon: bool


@dataclass(frozen=True)
class Placed:
    """All placements in force; `total_cents` is of those with a rate."""

    rows: tuple[Placement, ...]
    total_cents: int
    findings: tuple[Finding, ...]


def placed(dossier: Dossier, as_of: date, security_days: int) -> Placed:
    """The placements in force on the closing date, the one that can be had first at the top (placements).

    A placement whose term has come is cash, or will be said by the forecast: it is no longer counted here.
    """
    table = dossier.placements
    table = table[(table["matures_on"].isna() | (table["matures_on"] > pd.Timestamp(as_of))).to_numpy()]
    worth = table["value_cents"].fillna(table["amount_cents"]).astype("int64")
    cents, known, findings = in_base(worth, table["currency"], as_of, dossier.rates, dossier.base_currency)
    soon = as_of + timedelta(days=security_days)
    columns = (table[name] for name in ("sheet", "row", "label", "value_cents", "matures_on", "notice_days"))
    rows = []
    for sheet, row, label, price, term, notice, value, has_rate in zip(*columns, cents, known, strict=True):
        matures = None if pd.isna(term) else term.date()
        days = None if pd.isna(notice) else int(notice)
        rows.append(
            Placement(
                sheet=sheet, row=int(row), label=label, cents=int(value) if has_rate else None, is_her_price=not pd.isna(price),
                matures_on=matures, notice_days=days, available_on=_available_on(as_of, matures, days),
                is_soon=matures is not None and matures <= soon,
            )
        )  # fmt: skip
    rows.sort(key=lambda each: (each.available_on or date.max, each.sheet, each.row))
    return Placed(tuple(rows), int(np.where(known, cents, 0).sum()), findings)


def idle_cash(pockets: Pockets, low_point_cents: int) -> int:
    """Cash that no pocket needs, even at the lowest balance to come (trésorerie dormante), 0 or more.

    Never more than the opportunity pocket: what receipts will bring is not idle yet.

    Args:
        low_point_cents: lowest balance of the thirteen weeks, dues of taxes and cheques paid.
    Source: DOMAIN F10.
    """
    above = low_point_cents - pockets.security_target_cents - pockets.operating_target_cents
    return max(0, min(pockets.opportunity_cents, above))


def idle_cost(idle_cents: int, yearly_rate: Decimal, days: int) -> int:
    """What idle cash would have brought over some days at her own rate (coût d'inaction), rounded half up.

    Raises:
        ValueError: a negative argument.

    >>> idle_cost(100_000_000, Decimal("0.04"), 91)
    997260
    """
    if idle_cents < 0 or yearly_rate < 0 or days < 0:
        raise ValueError("an amount, a rate and days cannot be negative")
    exact = Fraction(idle_cents * days) * Fraction(yearly_rate) / 365
    return int(exact + Fraction(1, 2))


def _available_on(as_of: date, matures: date | None, notice_days: int | None) -> date | None:
    asked = None if notice_days is None else as_of + timedelta(days=notice_days)
    days = [day for day in (asked, matures) if day is not None]
    return min(days) if days else None
