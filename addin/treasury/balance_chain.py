"""The printed balances of a tab (colonne Solde, lignes de report) followed from one to the next.

They prove that no line is missing, settle the order of the lines, and when needed the sense of Débit and Crédit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

_UNSETTLED = 0.2  # share of breaks above which another reading is tried
_SETTLED = 0.1  # share of breaks up to which it is taken


@dataclass(frozen=True)
class Points:
    """Operations and lines that state a balance, in the order of the tab.

    Attributes:
        line: int64, position of the line in the table; negative above the headings.
        cents: int64, signed amount of an operation, 0 for the others.
        balance, has_balance: the balance that stands there.
        is_side: the balance stands under Débit or Crédit, its sign turns with their sense.
        group: int, account; each has its own balance.
        days: datetime64[s], NaT for a line without date.
        gaps: int64, number of rejected lines above: a break across one of them is no news.
        head, tail: numbers of points at the start and at the end that keep their place when the order is turned.
    """

    line: np.ndarray
    cents: np.ndarray
    balance: np.ndarray
    has_balance: np.ndarray
    is_side: np.ndarray
    group: np.ndarray
    days: np.ndarray
    gaps: np.ndarray
    head: int = 0
    tail: int = 0

    def taken(self, order: np.ndarray, *, head: int, tail: int) -> Points:
        """The same points in another order."""
        return Points(
            self.line[order],
            self.cents[order],
            self.balance[order],
            self.has_balance[order],
            self.is_side[order],
            self.group[order],
            self.days[order],
            self.gaps[order],
            head,
            tail,
        )


@dataclass(frozen=True)
class Followed:
    """The reading that follows the balances best.

    Attributes:
        sign: -1 when Débit and Crédit are meant in the books' sense.
        order: the points in chronological order.
        breaks: (point, balance expected there), those that rejected lines explain left out.
        compared: pairs of balances that were compared.
        is_shared: one balance runs over several accounts, so it tells the balance of none.
        check: "absent" when no balance is stated.
    """

    sign: int
    order: np.ndarray
    breaks: list[tuple[int, int]] = field(default_factory=list)
    compared: int = 0
    is_shared: bool = False
    check: Literal["ok", "broken", "absent"] = "absent"


def follow(points: Points, *, newest_first: bool, may_reverse: bool) -> Followed:
    """Follow the balances under the likely reading; another order or sense is taken only when it fits far better."""
    orders = _orders(points, newest_first)
    group = _groups(points, orders[0])
    best = (1, orders[0], _breaks(points, group, orders[0], 1))
    compared = _compared(points, group)
    if len(best[2]) > _UNSETTLED * compared:
        for sign, order in [(1, order) for order in orders[1:]] + [(-1, order) for order in orders if may_reverse]:
            found = _breaks(points, group, order, sign)
            if 2 * len(found) < len(best[2]) and len(found) <= _SETTLED * compared:
                best = (sign, order, found)
    sign, order, breaks = best
    told = [(at, expected) for before, at, expected in breaks if points.gaps[before] == points.gaps[at]]
    check: Literal["ok", "broken", "absent"] = "absent" if not points.has_balance.any() else "broken" if breaks else "ok"
    is_shared = bool(len(set(points.group.tolist())) > 1 and not group.any())
    return Followed(sign, order, _without_echo(told, _stated(points, sign)), compared, is_shared, check)


def signs_from_balance(points: Points, order: np.ndarray) -> np.ndarray | None:
    """Signs of amounts written without any: the one that leads from each balance to the next; None unless that holds everywhere."""
    balance, cents = points.balance[order], points.cents[order]
    if not points.has_balance.all() or len(set(points.group.tolist())) > 1 or len(order) < 3:
        return None
    steps = np.diff(balance)
    if not (np.abs(steps) == np.abs(cents[1:])).all() or (steps >= 0).all():
        return None
    signs = np.ones(len(order), dtype=np.int64)
    signs[order[1:]] = np.where(steps < 0, -1, 1)
    return signs


def _orders(points: Points, newest_first: bool) -> list[np.ndarray]:
    """Orders to try: as it stands or turned, then by day where the days alone are turned."""
    size = len(points.line)
    head, body, tail = np.arange(points.head), np.arange(points.head, size - points.tail), np.arange(size - points.tail, size)
    straight, turned = np.r_[head, body, tail], np.r_[head, body[::-1], tail]
    orders = [turned, straight] if newest_first else [straight, turned]
    days = points.days[body]
    if not np.isnat(days).any():
        orders += [np.r_[head, each[np.argsort(points.days[each], kind="stable")], tail] for each in (body, body[::-1])]
    return orders


def _groups(points: Points, order: np.ndarray) -> np.ndarray:
    """The accounts; a single group when one balance runs over all of them."""
    one = np.zeros_like(points.group)
    if len(set(points.group.tolist())) > 1 and len(_breaks(points, one, order, 1)) >= len(_breaks(points, points.group, order, 1)):
        return points.group
    return one


def _breaks(points: Points, group: np.ndarray, order: np.ndarray, sign: int) -> list[tuple[int, int, int]]:
    """(point before, point, balance expected there) where a balance does not follow from the one before."""
    order = order[np.argsort(group[order], kind="stable")]
    running = np.cumsum(sign * points.cents[order])
    at = np.flatnonzero(points.has_balance[order])
    if len(at) < 2:
        return []
    here = order[at]
    stated = _stated(points, sign)[here]
    expected = stated[:-1] + np.diff(running[at])
    wrong = (expected != stated[1:]) & (group[here[:-1]] == group[here[1:]])
    return [(int(here[k]), int(here[k + 1]), int(expected[k])) for k in np.flatnonzero(wrong)]


def _compared(points: Points, group: np.ndarray) -> int:
    counts = np.bincount(group[points.has_balance]) if points.has_balance.any() else np.zeros(1, dtype=np.int64)
    return int(np.maximum(counts - 1, 0).sum())


def start_of(points: Points, order: np.ndarray, sign: int) -> int | None:
    """Balance before the first point, by the first balance that is stated; None when none is, or for several accounts."""
    stated = np.flatnonzero(points.has_balance[order])
    if not len(stated) or len(set(points.group.tolist())) > 1:
        return None
    return int(_stated(points, sign)[order[stated[0]]]) - sign * int(points.cents[order[: stated[0] + 1]].sum())


def _stated(points: Points, sign: int) -> np.ndarray:
    stated: np.ndarray = np.where(points.is_side, sign, 1) * points.balance
    return stated


def _without_echo(found: list[tuple[int, int]], balance: np.ndarray) -> list[tuple[int, int]]:
    """One mistyped balance breaks two lines in a row by opposite gaps: keep the first of the two."""
    out: list[tuple[int, int]] = []
    last: tuple[int, int] | None = None
    for at, expected in found:
        gap = int(balance[at]) - expected
        if last is not None and abs(at - last[0]) == 1 and gap == -last[1]:
            last = None
            continue
        out.append((at, expected))
        last = (at, gap)
    return out
