"""What the balances of a tab prove about its lines: their order, their sense, that none is missing, what was there before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from addin.messages import Finding
from addin.treasury.amount_columns import AMOUNT_FIELDS
from addin.treasury.amounts import AmountColumn
from addin.treasury.balance_chain import Followed, Points, follow, signs_from_balance, start_of
from addin.treasury.dates import DateColumn, as_date
from addin.treasury.lines_above import StatedBalance
from addin.treasury.signs import SignedAmounts, looks_reversed, money
from addin.treasury.special_lines import SpecialLines, stated_balance
from addin.treasury.tables import Table

_MANY, _UNRELATED = 20, 0.3  # breaks, share of the comparisons, from which the column is not that of these lines
_ALL_POSITIVE = 5  # lines without a single payment are worth a look


@dataclass(frozen=True)
class Material:
    """A tab as read so far.

    Attributes:
        columns: amount and balance columns.
        special: lines that are no operations.
        above: balances stated above the headings.
        rejected: bool, lines that could not be read.
        decimals: decimals of the minor units in `columns`.
    """

    table: Table
    dates: DateColumn
    columns: Mapping[str, AmountColumn]
    special: SpecialLines
    above: Sequence[StatedBalance]
    rejected: np.ndarray
    decimals: int


@dataclass(frozen=True)
class Lines:
    """The kept lines of a tab: their positions in the table, accounts, and printed balances."""

    at: np.ndarray
    account: np.ndarray
    balance: np.ndarray
    has_balance: np.ndarray


@dataclass(frozen=True)
class Proof:
    """The lines as the balances prove them.

    Attributes:
        order: places among the kept lines, in chronological order.
        cents: int64, signed amounts of the kept lines, credit positive.
        opening_cents: balance before the first of them when a line states one, None otherwise.
        opening_on: its date, None for « before the first line ».
        is_shared: the Solde column runs over all accounts of the tab.
        is_start_certain: no rejected line stands before the first balance.
    """

    order: np.ndarray
    cents: np.ndarray
    check: Literal["ok", "broken", "absent"]
    opening_cents: int | None = None
    opening_on: date | None = None
    is_shared: bool = False
    is_start_certain: bool = True


def prove(material: Material, lines: Lines, amounts: SignedAmounts, labels: Sequence[str]) -> Proof:
    """Follow the balances through the kept lines, and say where they break and which totals do not hold."""
    table, decimals = material.table, material.decimals
    days = material.dates.days[lines.at]
    cents = amounts.cents[lines.at]
    points, opening_on = _points(material, lines, cents)
    followed = follow(points, newest_first=_is_newest_first(days), may_reverse=amounts.may_reverse)
    is_line = np.isin(points.line, lines.at)
    order = np.searchsorted(lines.at, points.line[followed.order[is_line[followed.order]]])
    sign = _sense(material, points, followed, amounts, labels, lines)
    signs = signs_from_balance(points, followed.order) if amounts.may_lack_sign else None
    breaks, check = followed.breaks, followed.check
    if signs is not None:
        table.find("SIGNS_FROM_BALANCE", None, "amount")
        cents, breaks, check = signs[is_line] * cents, [], "ok"
    elif amounts.may_lack_sign and len(cents) >= _ALL_POSITIVE and (cents > 0).any():
        table.find("NO_PAYMENT", None, "amount", count=len(cents))
    if len(breaks) > _MANY and len(breaks) > _UNRELATED * followed.compared:
        table.find("BALANCE_UNRELATED", int(points.line[breaks[0][0]]), "balance", count=len(breaks), compared=followed.compared)
        breaks = []
    for at, expected in breaks:
        balance = int(points.balance[at])
        details = {"found": money(balance, decimals), "expected": money(expected, decimals), "gap": money(balance - expected, decimals)}
        heading = table.headings.texts.get("balance", "")
        table.findings.append(Finding("BALANCE_BROKEN", table.tab.sheet, table.row(points.line[at]), heading, "", details))
    _check_totals(material, _mask(table, lines.at))
    if not lines.has_balance.any():
        check = "broken" if check == "broken" else "absent"
        if not _is_sorted(days[order]):
            order = order[np.argsort(days[order], kind="stable")]
    opening = start_of(points, followed.order, sign) if len(points.line) > len(lines.at) else None
    if followed.is_shared:
        table.find("BALANCE_SHARED", None, "balance")
    is_certain = _is_start_certain(points, followed.order, material.rejected)
    return Proof(order, sign * cents, check, opening, None if opening is None else opening_on, followed.is_shared, is_certain)


def _is_start_certain(points: Points, order: np.ndarray, rejected: np.ndarray) -> bool:
    stated = np.flatnonzero(points.has_balance[order])
    if not len(stated) or not rejected.any():
        return True
    is_turned = points.line[order[0]] > points.line[order[-1]]
    return int(points.gaps[order[stated[0]]]) == (int(rejected.sum()) if is_turned else 0)


def _sense(material: Material, points: Points, followed: Followed, amounts: SignedAmounts, labels: Sequence[str], lines: Lines) -> int:
    """-1 when Débit and Crédit are meant in the books' sense: by the balances, else by the name of the tab or its labels."""
    if followed.sign == -1:
        material.table.find("BALANCE_REVERSED", None, "balance" if "balance" in material.columns else "debit")
        return -1
    settled = points.has_balance & ~points.is_side
    if settled.sum() > 1 or (points.has_balance.sum() > 1 and settled.any()):
        return 1
    told = looks_reversed(material.table, amounts, _mask(material.table, lines.at), labels)
    if told is None:
        return 1
    material.table.find("SIDES_REVERSED", None, "debit", against=told[0], told=told[1])
    return -1


def _points(material: Material, lines: Lines, cents: np.ndarray) -> tuple[Points, date | None]:
    """The kept lines and, where the tab is one account, the balances stated between, above and below them; the opening's date."""
    group = pd.factorize(lines.account)[0]
    refused = np.cumsum(material.rejected)
    days = material.dates.days[lines.at]
    no_side = np.zeros(len(lines.at), dtype=bool)
    own = Points(lines.at, cents, lines.balance, lines.has_balance, no_side, group, days, refused[lines.at])
    if not len(lines.at) or len(set(group.tolist())) > 1 or not (material.special.balances or material.above):
        return own, None
    first, last = as_date(days.min()), as_date(days.max())
    head = [each for each in material.above if each.opens_before(first)][:1]
    tail = [each for each in material.above if each.closes_after(first, last)][:1]
    within = [
        _stated_point(i, *found, material.dates.days[i], int(refused[i]))
        for i in material.special.balances
        if (found := stated_balance(material.table, i, material.columns, material.decimals)) is not None
    ]
    never = np.datetime64("NaT")
    above, below = (
        [_stated_point(each.row - material.table.first - 1, each.cents, False, never, gaps) for each in found]
        for found, gaps in ((head, 0), (tail, int(refused[-1])))
    )
    points = _joined([*above, own, *within, *below])
    body = np.arange(len(above), len(points.line) - len(below))
    turned = body[np.argsort(points.line[body], kind="stable")]
    order = np.r_[np.arange(len(above)), turned, np.arange(len(points.line) - len(below), len(points.line))].astype(np.int64)
    points = points.taken(order, head=len(above), tail=len(below))
    dated = [as_date(each.days[0]) for each in within if not np.isnat(each.days[0])] + [each.on for each in head if each.on is not None]
    return points, min((day for day in dated if day <= first), default=None)


def _stated_point(line: int, cents: int, is_side: bool, day: np.datetime64, gaps: int) -> Points:
    """A line that states a balance and moves nothing."""
    zero, yes = np.zeros(1, dtype=np.int64), np.ones(1, dtype=bool)
    return Points(zero + line, zero, zero + cents, yes, yes & is_side, zero, np.array([day], dtype="datetime64[s]"), zero + gaps)


def _joined(parts: Sequence[Points]) -> Points:
    return Points(
        np.concatenate([part.line for part in parts]),
        np.concatenate([part.cents for part in parts]),
        np.concatenate([part.balance for part in parts]),
        np.concatenate([part.has_balance for part in parts]),
        np.concatenate([part.is_side for part in parts]),
        np.concatenate([part.group for part in parts]),
        np.concatenate([part.days for part in parts]),
        np.concatenate([part.gaps for part in parts]),
    )


def _check_totals(material: Material, keep: np.ndarray) -> None:
    """A total line must equal the lines above it: from the top or since the previous total, the opening balance in it or not."""
    table, special = material.table, material.special
    stated = _mask(table, np.array(special.balances, dtype=np.int64))
    for name in AMOUNT_FIELDS if special.totals else ():
        if name not in material.columns:
            continue
        column = material.columns[name]
        counted = (keep, keep | stated, keep | material.rejected)
        sums = [np.r_[0, np.cumsum(np.where(lines & column.known, column.cents, 0))] for lines in counted]
        start = 0
        for at in special.totals:
            if not column.known[at]:
                continue
            announced = abs(int(column.cents[at]))
            fitting = {abs(int(total)) for each in sums for total in (each[at], each[at] - each[start], each[-1] - each[at])}
            if announced not in fitting:
                expected = money(abs(int(sums[0][at])), material.decimals)
                table.find("TOTAL_BROKEN", at, name, found=money(announced, material.decimals), expected=expected)
            start = at + 1


def _mask(table: Table, at: np.ndarray) -> np.ndarray:
    mask = np.zeros(table.count, dtype=bool)
    mask[at] = True
    return mask


def _is_newest_first(days: np.ndarray) -> bool:
    steps = np.sign((days[1:] - days[:-1]).astype(np.int64))
    return int((steps < 0).sum()) > int((steps > 0).sum())


def _is_sorted(days: np.ndarray) -> bool:
    return bool((days[1:] >= days[:-1]).all())
