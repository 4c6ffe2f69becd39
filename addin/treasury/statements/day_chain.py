"""The order of the lines inside each day, told by their balances, when the bank prints a day in another order."""

from __future__ import annotations

import numpy as np

_MOST = 3_000  # lines of one day


def chained(days: np.ndarray, cents: np.ndarray, balance: np.ndarray, order: np.ndarray, opening: int | None) -> np.ndarray | None:
    """An order of the lines, day by day, in which each balance follows from the one before; None when there is none.

    Each line leads from the balance before it to its own: a day is a path that uses each of them once (Hierholzer's algorithm).

    Args:
        days, cents, balance: of all lines, each with its balance.
        order: an order to start from; only lines of one day change places.
        opening: balance before the first line; None when only the lines tell it.
    """
    by_day = order[np.argsort(days[order], kind="stable")]
    starts = np.flatnonzero(np.r_[True, days[by_day][1:] != days[by_day][:-1]])
    groups = np.split(by_day, starts[1:])
    for first in _first_balances(groups[0], cents, balance) if opening is None else [opening]:
        path = _followed(groups, cents, balance, first)
        if path is not None:
            return path
    return None


def _followed(groups: list[np.ndarray], cents: np.ndarray, balance: np.ndarray, start: int) -> np.ndarray | None:
    parts = []
    for group in groups:
        stated = balance[group]
        if stated[0] - cents[group[0]] == start and (np.diff(stated) == cents[group[1:]]).all():
            parts.append(group)
        else:
            path = _path(group, cents, balance, start)
            if path is None:
                return None
            parts.append(path)
        start = int(balance[parts[-1][-1]])
    return np.concatenate(parts)


def _first_balances(group: np.ndarray, cents: np.ndarray, balance: np.ndarray) -> list[int]:
    """Balances from which the first day may start: where one line more leaves than arrives; for a day that ends where it
    began, the balance before its first line."""
    net: dict[int, int] = {}
    for end, amount in zip(balance[group].tolist(), cents[group].tolist(), strict=True):
        net[end - amount] = net.get(end - amount, 0) + 1
        net[end] = net.get(end, 0) - 1
    leaving = [at for at, count in net.items() if count > 0]
    if leaving:
        return leaving if len(leaving) == 1 and net[leaving[0]] == 1 else []
    return [int(balance[group[0]] - cents[group[0]])]


def _path(group: np.ndarray, cents: np.ndarray, balance: np.ndarray, start: int) -> np.ndarray | None:
    if len(group) > _MOST:
        return None
    leaving: dict[int, list[int]] = {}
    for line in group.tolist()[::-1]:
        leaving.setdefault(int(balance[line] - cents[line]), []).append(line)
    walk: list[tuple[int, int]] = [(start, -1)]
    path: list[int] = []
    while walk:
        at, line = walk[-1]
        if leaving.get(at):
            taken = leaving[at].pop()
            walk.append((int(balance[taken]), taken))
        else:
            walk.pop()
            if line >= 0:
                path.append(line)
    path.reverse()
    if len(path) != len(group):
        return None
    order = np.array(path, dtype=np.int64)
    stated = balance[order]
    follows = stated[0] - cents[order[0]] == start and (np.diff(stated) == cents[order[1:]]).all()
    return order if follows else None
