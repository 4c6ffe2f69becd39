"""The week's biggest expenses (dix premières dépenses), each against its own supplier's habit; salaries never by name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from addin.treasury.bridge import NEUTRAL_STATES
from addin.treasury.counterparties import fold, map_distinct, normalise
from addin.treasury.dossier import Dossier
from addin.treasury.invoice_numbers import invoice_number

Group = dict[Any, Any]
"""One expense being built: who, reference, name, label, category, nature, cents, biggest, count, first_row, rows."""

_HABIT = 3  # earlier payments that make a habit
_UNUSUAL_RATIO = 1.5
_ABOVE_HABIT = 1.2
_SALARIES = "\x00salaries"
_NOT_EXPENSES = ("transfer", "bounced")
_ANNOUNCED_NUMBER = re.compile(
    r"\b(?:FACTURES?|FACT|FAC|FA|FC|FV|INV|INVOICE|N[O°]?)[ .:#°/-]*(?:N[O°]?[ .:#°-]*)?([0-9][0-9A-Z]*(?:[/-][0-9A-Z]+)*)\b"
)
_REFUND = re.compile(r"\b(?:AVOIR|REMB|REMBT|REMBOURSEMENT|REMBOURSE|ANNULATION|ANNUL|EXTOURNE|REFUND|RISTOURNE|CASHBACK|NOTE DE CREDIT)\b")
_WITHOUT_NAME = ("Chèque ", "Effet ")


@dataclass(frozen=True)
class Expense:
    """One expense of the week: a payment, the payments of one invoice, or all salaries together.

    Attributes:
        counterparty: who was paid; « Salaires (12) » for salaries, the number being their lines when there are several.
        label: label of its biggest line, "" for salaries.
        amount_cents: negative, base currency, refunds of the same supplier deducted.
        share: of all expenses of the week, 0 to 1.
        rows: (sheet, row) of its lines.
        usual_cents: median of the last three payments to this counterparty before the week, negative; None when there is none.
        ratio: amount / usual.
        is_unusual: well above its own habit: 1.5 × the median and 1.2 × the biggest of at least two earlier payments.
        is_new: the first payment to a counterparty whose name is known, in a history of at least thirty days.
    """

    counterparty: str
    label: str
    category: str
    nature: str
    amount_cents: int
    share: float
    rows: tuple[tuple[str, int], ...]
    usual_cents: int | None
    ratio: float | None
    is_unusual: bool
    is_new: bool


def top_expenses(dossier: Dossier, as_of: date, days: int = 7, top: int = 10) -> tuple[Expense, ...]:
    """The biggest expenses of the last `days` days (dix premières dépenses), biggest first; fewer than `top` is normal.

    Own-account transfers and bounced receipts are no expenses. Lines of one counterparty with the same piece or the same invoice
    number in their label are one expense; other lines stay apart. A receipt is a refund (and deducted) when its counterparty was
    paid in the week and it says so, cancels one of those payments, or stands in the same category. Lines without a rate into the
    base currency are left out (finding RATE_MISSING).
    """
    is_line = _may_count(dossier, as_of)
    start = pd.Timestamp(as_of - timedelta(days=days))
    in_week = is_line & (dossier.operations["booked_on"] > start)
    if not in_week.any():
        return ()
    week = _told(dossier, in_week)
    groups = _grouped(week[week["cents"] < 0])
    _deduct_refunds(groups, week)
    groups = sorted((group for group in groups if group["cents"] < 0), key=lambda group: (group["cents"], group["first_row"]))
    total = sum(group["cents"] for group in groups)
    chosen = groups[:top]
    before = is_line & ~in_week
    habits = _habits(_earlier_payments(dossier, before, {str(group["who"]) for group in chosen}), as_of)
    is_old_enough = bool((dossier.operations.loc[before, "booked_on"] < start - pd.Timedelta(days=29)).any())
    return tuple(_expense(group, habits.get(group["who"], []), total, is_old_enough) for group in chosen)


def _may_count(dossier: Dossier, as_of: date) -> pd.Series:
    """Which lines up to the closing date may be expenses or refunds."""
    operations = dossier.operations
    counts = (operations["booked_on"] <= pd.Timestamp(as_of)) & operations["base_cents"].notna()
    return counts & ~operations["transfer_state"].isin(NEUTRAL_STATES) & ~operations["nature"].isin(_NOT_EXPENSES)


def _told(dossier: Dossier, chosen: pd.Series) -> pd.DataFrame:
    """The chosen lines with `cents`, `name`, `who` (comparison key) and `first_row` (their order in the dossier)."""
    columns = ["sheet", "row", "booked_on", "label", "category", "piece", "party", "nature", "base_cents"]
    at = np.flatnonzero(chosen.to_numpy())
    lines = dossier.operations[columns].iloc[at]
    who = map_distinct(lines["party"], normalise).mask(lines["nature"] == "salary", _SALARIES)
    return lines.assign(name=lines["party"], who=who, cents=lines["base_cents"].astype("int64"), first_row=at)


def _earlier_payments(dossier: Dossier, before: pd.Series, chosen: set[str]) -> pd.DataFrame:
    """Payments of those lines to the counterparties of the week, whatever way their names were spelt then."""
    operations = dossier.operations
    parties = {party for party in operations["party"].unique() if normalise(party) in chosen}
    is_theirs = operations["party"].isin(parties)
    if _SALARIES in chosen:
        is_theirs |= operations["nature"] == "salary"
    payments = _told(dossier, before & is_theirs & (operations["amount_cents"] < 0))
    return payments[payments["who"].isin(chosen)]


def _references(lines: pd.DataFrame) -> pd.Series:
    """What makes lines of one counterparty one expense: salaries, the piece, the invoice number; else the line alone."""
    piece, number = map_distinct(lines["piece"], _piece_key), map_distinct(lines["label"], _label_key)
    alone = "line " + lines["first_row"].astype(str)
    return piece.mask(piece == "", number).mask(lambda text: text == "", alone).mask(lines["who"] == _SALARIES, _SALARIES)


def _piece_key(piece: str) -> str:
    number = invoice_number(piece)
    return number.key if number else piece.strip().upper()


def _label_key(label: str) -> str:
    """The invoice number that a word announces in a label (FA881, fact. n° 45), "" without one."""
    announced = _ANNOUNCED_NUMBER.search(fold(label))
    number = invoice_number(announced[1]) if announced else None
    return number.key if number else ""


def _grouped(payments: pd.DataFrame) -> list[Group]:
    """One mapping per expense: who, name, label, category and nature of its biggest line, cents, count, rows."""
    ordered = payments.assign(reference=_references(payments)).sort_values(["cents", "first_row"], kind="stable")
    place = pd.Series(list(zip(ordered["sheet"], ordered["row"], strict=True)), index=ordered.index, dtype=object)
    groups = (
        ordered.assign(place=place)
        .groupby(["who", "reference"], sort=False)
        .agg(
            name=("name", "first"),
            label=("label", "first"),
            category=("category", "first"),
            nature=("nature", "first"),
            cents=("cents", "sum"),
            biggest=("cents", "first"),
            count=("cents", "size"),
            first_row=("first_row", "min"),
            rows=("place", tuple),
        )
        .reset_index()
    )
    return groups.to_dict("records")


def _deduct_refunds(groups: list[Group], week: pd.DataFrame) -> None:
    """Deduct each refund of the week from its invoice, else from the biggest expense of that supplier."""
    suppliers: dict[str, list[Group]] = {}
    for group in groups:
        suppliers.setdefault(group["who"], []).append(group)
    received = week[(week["cents"] > 0) & week["who"].isin(suppliers.keys() - {""})]
    for refund in received.assign(reference=_references(received)).to_dict("records"):
        mine = suppliers[refund["who"]]
        same_invoice = [group for group in mine if group["reference"] == refund["reference"]]
        cancelled = [group for group in mine if group["biggest"] == -refund["cents"]]
        says_so = _REFUND.search(normalise(str(refund["label"]))) is not None
        same_category = refund["category"] != "" and any(group["category"] == refund["category"] for group in mine)
        if same_invoice or cancelled or says_so or same_category:
            target = (same_invoice or cancelled or sorted(mine, key=lambda group: int(group["cents"])))[0]
            target["cents"] += refund["cents"]
            target["rows"] += ((refund["sheet"], refund["row"]),)


def _habits(earlier: pd.DataFrame, as_of: date) -> dict[str, list[int]]:
    """Last three payments before the week of each counterparty; salaries count by calendar month before the closing month."""
    if earlier.empty:
        return {}
    salaries = earlier[(earlier["who"] == _SALARIES) & (earlier["booked_on"] < pd.Timestamp(as_of.replace(day=1)))]
    habits: dict[str, list[int]] = {}
    if len(salaries):
        months = salaries.groupby(salaries["booked_on"].to_numpy().astype("datetime64[M]"))["cents"].sum()
        habits[_SALARIES] = [int(cents) for cents in months.iloc[-_HABIT:]]
    others = earlier[earlier["who"] != _SALARIES]
    others = others.assign(reference=_references(others))
    payments = others.groupby(["who", "reference"], sort=False).agg(cents=("cents", "sum"), last=("booked_on", "max")).reset_index()
    for who, mine in payments.sort_values("last", kind="stable").groupby("who", sort=False)["cents"]:
        habits[str(who)] = [int(cents) for cents in mine.iloc[-_HABIT:]]
    return habits


def _expense(group: Group, habit: list[int], total: int, is_old_enough: bool) -> Expense:
    cents, name = int(group["cents"]), str(group["name"])
    is_salary = group["who"] == _SALARIES
    usual = int(np.median(habit)) if habit else None
    return Expense(
        counterparty=(f"Salaires ({group['count']})" if group["count"] > 1 else "Salaires") if is_salary else name,
        label="" if is_salary else str(group["label"]),
        category=str(group["category"]),
        nature=str(group["nature"]),
        amount_cents=cents,
        share=cents / total,
        rows=tuple((str(sheet), int(row)) for sheet, row in group["rows"]),
        usual_cents=usual,
        ratio=cents / usual if usual else None,
        is_unusual=len(habit) >= 2 and usual is not None and cents <= _UNUSUAL_RATIO * usual and cents <= _ABOVE_HABIT * min(habit),
        is_new=not habit and is_old_enough and not is_salary and not name.startswith(_WITHOUT_NAME),
    )
