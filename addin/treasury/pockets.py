"""The three pockets of cash (poches): security, operating, opportunity; and the daily needs that size them."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

import numpy as np
import pandas as pd

from addin.treasury.bridge import NEUTRAL_STATES
from addin.treasury.counterparties import map_distinct, normalise
from addin.treasury.dossier import Dossier
from addin.treasury.splits.parts import split_operations

SECURITY_BOUNDS = (30, 90)
OPERATING_BOUNDS = (90, 180)
MONTHS = 3
ENOUGH_DAYS = 30

Basis = Literal["three_months", "months", "days", "declared", "unknown"]

_LEFT_OUT_NATURES = ("transfer", "tax", "social", "loan", "bounced")
_VITAL_NATURES = ("salary", "bank_fee")
_VITAL_CATEGORY = re.compile(
    r"\b(?:PERSONNEL|SALAIRES?|FRAIS GENERAUX|LOYERS?|CHARGES LOCATIVES|ENERGIE|EAU|ELECTRICITE|TELECOMS?|ASSURANCES?)\b"
)
_CAPITAL_CATEGORY = re.compile(
    r"\b(?:FINANCEMENTS?|INVESTISSEMENTS?|IMMOBILISATIONS?|PLACEMENTS?|EMPRUNTS?|DIVIDENDES?|COMPTES? COURANTS? D? ?ASSOCIES?|CAPITAL)\b"
)
_VITAL_LABEL = re.compile(
    r"\b(?:LOYERS?|BAIL|SONELGAZ|SADEG|SDC|SEAAL|SEOR|SEACO|ADE|EDF|ELECTRICITE|ALGERIE TELECOM|IDOOM|DJEZZY|MOBILIS|OOREDOO|ORANGE|"
    r"ASSURANCES?|SAA|CAAR|CIAR)\b"
)
_CAPITAL_ACCOUNTS = ("1", "2", "45", "50")  # SCF: capital and loans, fixed assets, partners, placements


@dataclass(frozen=True)
class Pockets:
    """The cash poured into three pockets; the three sum to max(0, cash). Base currency, minor units.

    Attributes:
        missing_cents: what the security pocket lacks (manque), the overdraft included.
        overdraft_used_cents: how far the cash is below zero (découvert utilisé), >= 0.
        security_days, operating_days: the days that were used, within 30–90 and 90–180.
        is_clamped: one of the two was asked outside its bounds.
        days_covered: days of vital needs that the cash covers; None when there are no vital needs.
        state: "ALERTE" when the security pocket is not full, "ATTENTION" when only the operating one is not, else "OK".
    """

    security_cents: int
    operating_cents: int
    opportunity_cents: int
    security_target_cents: int
    operating_target_cents: int
    missing_cents: int
    overdraft_used_cents: int
    security_days: int
    operating_days: int
    is_clamped: bool
    days_covered: int | None
    state: Literal["OK", "ATTENTION", "ALERTE"]


@dataclass(frozen=True)
class Needs:
    """What leaves each day (besoins journaliers), base currency, minor units per day; None when unknown.

    Attributes:
        basis: "three_months", the last three full calendar months; "months", the one or two that the history holds; "days", all of
            a history that holds no full month; "declared", monthly charges of `Paramètres`; "unknown".
        first, last: the days averaged over, None for "declared" and "unknown".
    """

    vital_per_day: Fraction | None
    operating_per_day: Fraction | None
    basis: Basis
    first: date | None = None
    last: date | None = None


def split_pockets(
    cash_cents: int, vital_per_day: Fraction | int, operating_per_day: Fraction | int, security_days: int = 60, operating_days: int = 120
) -> Pockets:
    """Pour the cash into the three pockets (poches): security first, then operating, the rest is opportunity.

    Args:
        cash_cents: available cash, may be negative.
        vital_per_day, operating_per_day: minor units per day, >= 0.
        security_days, operating_days: days that the first two pockets cover; brought within 30–90 and 90–180.
    Source: DOMAIN F13 and section 7.

    >>> poured = split_pockets(3_450_000, 21_000, 14_000, 60, 120)
    >>> poured.security_cents, poured.operating_cents, poured.opportunity_cents
    (1260000, 1680000, 510000)
    >>> split_pockets(1_000_000, 21_000, 14_000).missing_cents
    260000
    """
    if vital_per_day < 0 or operating_per_day < 0:
        raise ValueError("daily needs cannot be negative")
    used_security, used_operating = bounded_days(security_days, operating_days)
    security_target = _round_half_up(Fraction(vital_per_day) * used_security)
    operating_target = _round_half_up(Fraction(operating_per_day) * used_operating)
    covered = int(max(0, cash_cents) / Fraction(vital_per_day)) if vital_per_day else None
    return pour(cash_cents, security_target, operating_target, (security_days, operating_days), covered)


def pour(
    cash_cents: int, security_target_cents: int, operating_target_cents: int, days: tuple[int, int], days_covered: int | None
) -> Pockets:
    """Pour the cash into pockets of these targets, whatever they come from.

    Args:
        cash_cents: available cash, may be negative.
        days: asked for the security and the operating pocket, before they are brought within their bounds.
        days_covered: what the `Pockets` says.
    Raises:
        ValueError: a target is negative.
    """
    if security_target_cents < 0 or operating_target_cents < 0:
        raise ValueError("targets cannot be negative")
    available = max(0, cash_cents)
    security = min(available, security_target_cents)
    operating = min(available - security, operating_target_cents)
    missing = security_target_cents - security + max(0, -cash_cents)
    used_security, used_operating = bounded_days(*days)
    return Pockets(
        security_cents=security,
        operating_cents=operating,
        opportunity_cents=available - security - operating,
        security_target_cents=security_target_cents,
        operating_target_cents=operating_target_cents,
        missing_cents=missing,
        overdraft_used_cents=max(0, -cash_cents),
        security_days=used_security,
        operating_days=used_operating,
        is_clamped=(used_security, used_operating) != days,
        days_covered=days_covered,
        state="ALERTE" if missing > 0 else "ATTENTION" if operating < operating_target_cents else "OK",
    )


def bounded_days(security_days: int, operating_days: int) -> tuple[int, int]:
    """The days of the two pockets, brought within 30–90 and 90–180.

    >>> bounded_days(10, 365)
    (30, 180)
    """
    (least, most), (first, last) = SECURITY_BOUNDS, OPERATING_BOUNDS
    return min(max(security_days, least), most), min(max(operating_days, first), last)


def daily_needs(dossier: Dossier, as_of: date) -> Needs:
    """What leaves each day (besoins): vital outflows and other operating ones, averaged over the last three full months.

    Each outflow counts once, as vital or as operating. Left out: own-account transfers, taxes, social dues (set aside before the
    pockets), loan instalments and other financing, investment, bounced receipts, categories of the opportunity pocket, and lines
    without a rate. Vital: categories whose pocket is "security" in `Catégories`; without that tab, personnel, overheads, rent,
    utilities and bank fees by their category or label. Supplier refunds (receipts in an expense category) are deducted.

    The closing month counts when `as_of` is its last day. Under thirty days of history the declared monthly charges are taken.
    """
    booked = dossier.operations["booked_on"]
    started = booked[booked <= pd.Timestamp(as_of)].min()
    history = 0 if pd.isna(started) else (as_of - started.date()).days + 1
    if history < ENOUGH_DAYS:
        return _declared(dossier)
    first, last, basis = _window(started.date(), as_of)
    length = (last - first).days + 1
    vital, operating = spent_between(dossier, first, last)
    return Needs(Fraction(vital, length), Fraction(operating, length), basis, first, last)


def spent_between(dossier: Dossier, first: date, last: date) -> tuple[int, int]:
    """Vital and other operating outflows of some days, both included, as `daily_needs` counts them; each 0 or more."""
    lines = _outflows(dossier, first, last)
    is_vital = lines["is_vital"].to_numpy(dtype=bool)
    cents = lines["cents"].to_numpy()
    return max(0, -int(cents[is_vital].sum())), max(0, -int(cents[~is_vital].sum()))


def _window(started: date, as_of: date) -> tuple[date, date, Basis]:
    """First and last day of the average."""
    last = as_of if as_of.day == monthrange(as_of.year, as_of.month)[1] else as_of.replace(day=1) - timedelta(days=1)
    first, months = last.replace(day=1), 0
    while months < MONTHS and first >= started:
        months += 1
        first = (first - timedelta(days=1)).replace(day=1)
    if months == 0:
        return started, as_of, "days"
    first = (first + timedelta(days=31)).replace(day=1)
    return first, last, "three_months" if months == MONTHS else "months"


def _declared(dossier: Dossier) -> Needs:
    vital, operating = dossier.settings.vital_monthly_cents, dossier.settings.operating_monthly_cents
    if vital is None:
        return Needs(None, None, "unknown")
    return Needs(Fraction(vital * 12, 365), Fraction((operating or 0) * 12, 365), "declared")


def _outflows(dossier: Dossier, first: date, last: date) -> pd.DataFrame:
    """cents (negative; refunds positive) and is_vital of every line of these days that counts in the needs."""
    operations = split_operations(dossier)
    kept = (operations["booked_on"] >= pd.Timestamp(first)) & (operations["booked_on"] <= pd.Timestamp(last))
    kept &= operations["base_cents"].notna() & ~operations["transfer_state"].isin(NEUTRAL_STATES)
    lines = operations[kept]
    pockets_of = _declared_pockets(dossier)
    kind = map_distinct(lines["category"], lambda category: _category_kind(category, pockets_of))
    is_capital = (kind == "left_out") | map_distinct(lines["scf_account"], lambda account: account.startswith(_CAPITAL_ACCOUNTS)).astype(
        bool
    )
    counts = ~lines["nature"].isin(_LEFT_OUT_NATURES) & ~is_capital & ((lines["base_cents"] < 0) | kind.isin(("security", "operating")))
    lines, kind = lines[counts], kind[counts]
    is_vital = (kind == "security") | ((kind == "") & lines["nature"].isin(_VITAL_NATURES))
    unsaid = lines.loc[(kind == "") & ~is_vital, "label"]  # only these need their words read
    is_vital.loc[unsaid.index] = map_distinct(unsaid, lambda label: _VITAL_LABEL.search(normalise(label)) is not None).astype(bool)
    return pd.DataFrame({"cents": lines["base_cents"].astype("int64"), "is_vital": is_vital})


def are_vital(labels: pd.Series, categories: pd.Series, natures: pd.Series, dossier: Dossier) -> tuple[np.ndarray, np.ndarray]:
    """Of dated items to come: which are vital, and which belong to the opportunity pocket (capital, investment).

    As for bank lines; what has no category is told by its nature or the words of its label, those of a category among them.

    Returns:
        Two masks; an item that has neither is an operating one.
    """
    pockets_of = _declared_pockets(dossier)
    kind = map_distinct(categories, lambda category: _category_kind(category, pockets_of))
    unsaid = kind == ""
    named = map_distinct(labels, lambda label: _label_kind(normalise(label)))
    kind = kind.mask(unsaid & natures.isin(_VITAL_NATURES), "security")
    kind = kind.mask(kind == "", named)
    return (kind == "security").to_numpy(dtype=bool), (kind == "left_out").to_numpy(dtype=bool)


def _label_kind(key: str) -> str:
    if _CAPITAL_CATEGORY.search(key):
        return "left_out"
    return "security" if _VITAL_CATEGORY.search(key) or _VITAL_LABEL.search(key) else ""


def _declared_pockets(dossier: Dossier) -> dict[str, tuple[str, bool]]:
    """Comparison key of each category of the tab → its pocket and whether it is an expense."""
    table = dossier.categories
    rows = zip(table["category"], table["pocket"], table["is_expense"], strict=True)
    return {normalise(str(name)): (str(pocket), bool(is_expense)) for name, pocket, is_expense in rows}


def _category_kind(category: str, pockets_of: dict[str, tuple[str, bool]]) -> str:
    """What a category's lines are: "security", "operating", "left_out", or "" when it says nothing (blank, À classer)."""
    key = normalise(category)
    pocket, is_expense = pockets_of.get(key, ("", False))
    if _CAPITAL_CATEGORY.search(key) or pocket == "opportunity":
        return "left_out"
    if pocket:
        return pocket
    if _VITAL_CATEGORY.search(key):
        return "security"
    return "operating" if is_expense else ""


def _round_half_up(value: Fraction) -> int:
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)
