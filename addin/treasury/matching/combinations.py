"""Which amounts add up to another (somme de factures): exact arithmetic on integers, with a bound on the work.

All functions look for a target among amounts that stand in a meaningful order (oldest due first) and give positions in it.
"""

from __future__ import annotations

from collections.abc import Sequence

MOST = 6
"""Amounts of a free combination; a run of consecutive ones may be as long as it likes."""
_AMONG = 40
"""Amounts among which free combinations are looked for: the oldest ones."""
_NODES = 20_000
"""Steps of a search; an adversary who makes all amounts equal ends here, not the program."""


def find_run(amounts: Sequence[int], target: int, slack: int = 0) -> tuple[int, ...] | None:
    """The consecutive amounts (two at least) whose sum is the target, the one that starts first; None without one.

    Args:
        slack: difference allowed (rounding), in the same units; the exact run is preferred.

    >>> find_run([10, 20, 30, 40], 50), find_run([10, 20, 30, 40], 101, slack=1), find_run([10], 10)
    ((1, 2), (0, 1, 2, 3), None)
    """
    seen: dict[int, int] = {}
    total = 0
    for end, amount in enumerate(amounts):  # the sum of [start, end] is total - (sum before start)
        seen.setdefault(total, end)
        total += amount
        start = seen.get(total - target)
        if start is not None and start < end:
            return tuple(range(start, end + 1))
    if slack:
        for gap in range(1, slack + 1):
            for near in (target - gap, target + gap):
                if (found := find_run(amounts, near)) is not None:
                    return found
    return None


def find_combinations(amounts: Sequence[int], target: int, *, enough: int = 2) -> list[tuple[int, ...]]:
    """Combinations of two to six of the first amounts whose sum is the target, at most `enough` of them.

    A credit note among the amounts (other sign than the target) may take part. The search stops after a fixed number of steps:
    an empty answer then means « not found », never « impossible ».

    >>> find_combinations([100, 70, 50, -20, 5], 130), find_combinations([1, 1, 1], 2)
    ([(0, 2, 3)], [(0, 1), (0, 2)])
    """
    sign = 1 if target >= 0 else -1
    goal = abs(target)
    values = [sign * amount for amount in amounts[:_AMONG]]
    order = sorted(range(len(values)), key=lambda k: (-values[k], k))
    above = [0] * (len(order) + 1)  # what the positive ones from here on can still add
    below = [0] * (len(order) + 1)
    for at in range(len(order) - 1, -1, -1):
        value = values[order[at]]
        above[at], below[at] = above[at + 1] + max(value, 0), below[at + 1] + min(value, 0)
    found: list[tuple[int, ...]] = []
    steps = _NODES
    stack: list[tuple[int, int, tuple[int, ...]]] = [(0, goal, ())]
    while stack and steps and len(found) < enough:
        steps -= 1
        at, left, chosen = stack.pop()
        if left == 0 and len(chosen) > 1:
            found.append(tuple(sorted(chosen)))
            continue
        if at == len(order) or len(chosen) == MOST or left > above[at] or left < below[at]:
            continue
        stack.append((at + 1, left, chosen))
        stack.append((at + 1, left - values[order[at]], (*chosen, order[at])))
    return found


def sums_of_runs(amounts: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Sum of each run of consecutive amounts → (first, last); of equal sums the one that starts first."""
    out: dict[int, tuple[int, int]] = {}
    for first in range(len(amounts)):
        total = 0
        for last in range(first, len(amounts)):
            total += amounts[last]
            out.setdefault(total, (first, last))
    return out


def cancels(amounts: Sequence[int]) -> bool:
    """Some of the amounts add up to nothing: they explain each other, not the line."""
    seen, total = {0}, 0
    for amount in amounts:
        total += amount
        if total in seen:
            return True
        seen.add(total)
    return any(-amount in amounts for amount in amounts)
