"""What the balances of a tab prove about its lines: their order, their sense, that none is missing, what was there before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from addin.messages import Finding
from addin.treasury.amount_columns import AMOUNT_FIELDS
from addin.treasury.amounts import AmountColumn
from addin.treasury.balance_chain import Followed, Points, follow, signs_from_balance
from addin.treasury.dates import DateColumn, as_date
from addin.treasury.lines_above import StatedBalance
from addin.treasury.signs import SignedAmounts, looks_reversed, money
from addin.treasury.special_lines import SpecialLines, stated_balance
from addin.treasury.tables import Table

_ALL_POSITIVE = 5  # lines without a single payment are worth a look


@dataclass(frozen=True)
class Proof:
    """The lines as the balances prove them.

    Attributes:
        order: places among the kept lines, in chronological order.
        cents: int64, signed amounts of the kept lines, credit positive.
        opening_cents: balance before the first of them when a line states one, None otherwise.
    """

    order: np.ndarray
    cents: np.ndarray
    check: Literal["ok", "broken", "absent"] = "absent"
    opening_cents: int | None = None
    opening_on: date | None = None


@dataclass(frozen=True)
class Lines:
    """The kept lines of a tab: their positions in the table, accounts and printed balances."""

    at: np.ndarray
    account: np.ndarray
    balance: np.ndarray
    has_balance: np.ndarray


def prove(
    table: Table, lines: Lines, amounts: SignedAmounts, labels: list[str], dates: DateColumn, columns: Mapping[str, AmountColumn],
    special: SpecialLines, above: list[StatedBalance], rejected: np.ndarray, decimals: int,
) -> Proof:  # fmt: skip
    """Follow the balances through the lines and say where they break; totals are checked too."""
    days = dates.days[lines.at]
    cents = amounts.cents[lines.at]
    points, opening_on = _points(table, lines, cents, dates, columns, special, above, rejected, decimals)
    followed = follow(points, newest_first=_is_newest_first(days), may_reverse=amounts.may_reverse)
    is_line = np.isin(points.line, lines.at)
    place = np.searchsorted(lines.at, points.line)
    order = place[followed.order[is_line[followed.order]]]
    sign, breaks, check = followed.sign, followed.breaks, followed.check
    if sign == -1:
        table.find("BALANCE_REVERSED", None, "balance")
    elif (points.is_side[points.has_balance].all() or points.has_balance.sum() < 2) and (
        told := looks_reversed(table, amounts, _mask(table, lines.at), labels)
    ):
        table.find("SIDES_REVERSED", None, "debit", against=told[0], told=told[1])
        sign = -1
    signed = sign * cents
    if amounts.may_lack_sign and (signs := signs_from_balance(points, followed.order)) is not None:
        table.find("SIGNS_FROM_BALANCE", None, "amount")
        signed, breaks, check = signs[is_line] * cents, [], "ok"
    elif amounts.may_lack_sign and len(cents) >= _ALL_POSITIVE and (cents > 0).any():
        table.find("NO_PAYMENT", None, "amount", count=len(cents))
    for at, expected in breaks:
        balance = int(points.balance[at])
        details = {"found": money(balance, decimals), "expected": money(expected, decimals), "gap": money(balance - expected, decimals)}
        heading = table.headings.texts.get("balance", "")
        table.findings.append(Finding("BALANCE_BROKEN", table.tab.sheet, table.row(points.line[at]), heading, "", details))
    _check_totals(table, columns, special, _mask(table, lines.at), rejected, decimals)
    if not lines.has_balance.any():
        check = "broken" if check == "broken" else "absent"
        if not _is_sorted(days[order]):
            order = order[np.argsort(days[order], kind="stable")]
    has_stated = len(points.line) > len(lines.at)
    opening = _opening(followed, sign, points) if has_stated else None
    return Proof(order, signed, check, opening, opening_on if opening is not None else None)


def _points(
    table: Table, lines: Lines, cents: np.ndarray, dates: DateColumn, columns: Mapping[str, AmountColumn], special: SpecialLines,
    above: list[StatedBalance], rejected: np.ndarray, decimals: int,
) -> tuple[Points, date | None]:  # fmt: skip
    """The kept lines and, where the tab is one account, the lines that state a balance."""
    group = pd.factorize(lines.account)[0]
    refused = np.cumsum(rejected)
    gaps = refused[lines.at] if len(lines.at) else np.zeros(0, dtype=np.int64)
    days = dates.days[lines.at]
    none = np.zeros(len(lines.at), dtype=bool)
    plain = Points(lines.at, cents, lines.balance, lines.has_balance, none, group, days, gaps)
    if len(set(group.tolist())) > 1 or not (special.balances or above) or not len(lines.at):
        return plain, None
    stated = [(i, *found) for i in special.balances if (found := stated_balance(table, i, columns, decimals)) is not None]
    first, last = as_date(days.min()), as_date(days.max())
    heads = [each for each in above if each.opens or (each.opens is None and each.on is not None and each.on <= first)]
    tails = [each for each in above if each.opens is False or (each.opens is None and each.on is not None and first < each.on >= last)]
    extra = [(each.row - table.first - 1, each.cents, False) for each in (*heads[:1], *tails[:1])]
    before, after = extra[: len(heads[:1])], extra[len(heads[:1]) :]
    body = np.argsort(np.r_[lines.at, [i for i, _, _ in stated]], kind="stable")

    def joined(own: np.ndarray, more: list[object], head: list[object], tail: list[object]) -> np.ndarray:
        middle = np.concatenate([own, np.array(more, dtype=own.dtype)])[body]
        return np.concatenate([np.array(head, dtype=own.dtype), middle, np.array(tail, dtype=own.dtype)])

    def both(own: np.ndarray, value: object) -> np.ndarray:
        return joined(own, [value] * len(stated), [value] * len(before), [value] * len(after))

    at = joined(lines.at, [i for i, _, _ in stated], [i for i, _, _ in before], [i for i, _, _ in after])
    points = Points(
        at, both(cents, 0), joined(lines.balance, [c for _, c, _ in stated], [c for _, c, _ in before], [c for _, c, _ in after]),
        both(lines.has_balance, True), joined(none, [side for _, _, side in stated], [False] * len(before), [False] * len(after)),
        both(group, 0), joined(days, [dates.days[i] for i, _, _ in stated], [np.datetime64("NaT")] * len(before), [np.datetime64("NaT")] * len(after)),
        joined(gaps, [refused[i] for i, _, _ in stated], [0] * len(before), [refused[-1]] * len(after)), len(before), len(after),
    )  # fmt: skip
    dated = [as_date(dates.days[i]) for i, _, _ in stated if dates.known[i] and as_date(dates.days[i]) <= first]
    dated += [each.on for each in heads[:1] if each.on is not None and each.on <= first]
    return points, min(dated, default=None)


def _opening(followed: Followed, sign: int, points: Points) -> int | None:
    if followed.start is None or sign == followed.sign:
        return followed.start
    first = followed.order[np.flatnonzero(points.has_balance[followed.order])[0]]
    before = points.cents[followed.order[: int(np.flatnonzero(followed.order == first)[0]) + 1]].sum()
    return int(points.balance[first]) * (sign if points.is_side[first] else 1) - sign * int(before)


def _check_totals(
    table: Table, columns: Mapping[str, AmountColumn], special: SpecialLines, keep: np.ndarray, rejected: np.ndarray, decimals: int
) -> None:
    """A total line must equal the lines above it: from the top or since the previous total, the opening balance in it or not."""
    stated = _mask(table, np.array(special.balances, dtype=np.int64))
    for name in AMOUNT_FIELDS if special.totals else ():
        if name not in columns:
            continue
        column = columns[name]
        sums = [np.r_[0, np.cumsum(np.where(lines & column.known, column.cents, 0))] for lines in (keep, keep | stated, keep | rejected)]
        start = 0
        for at in special.totals:
            if not column.known[at]:
                continue
            announced = abs(int(column.cents[at]))
            fitting = {abs(int(total)) for each in sums for total in (each[at], each[at] - each[start], each[-1] - each[at])}
            if announced not in fitting:
                table.find("TOTAL_BROKEN", at, name, found=money(announced, decimals), expected=money(abs(int(sums[0][at])), decimals))
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
