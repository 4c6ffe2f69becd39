"""The simulation against a plain Python loop of the same, and a scenario against its base.

    python -m bench.simulation

10,000 paths of 91 days with 2,000 events, half of them sharing a common shock. The loop draws the same model path by path; it is timed on
fewer paths and scaled. Then a scenario: one class of events 15 days later, and eighty events 10 % dearer, each over the time of the base.
Medians of several runs, all in one process.
"""

from __future__ import annotations

import math
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from addin.treasury.forecasting.simulation import LEVELS, DatedAmounts, delayed, simulate, simulate_again

PATHS, DAYS, EVENTS = 10_000, 91, 2_000
LOOPED_PATHS = 20
RUNS = 5
CORRELATION = 0.3


def main() -> None:
    """Print the ratios."""
    events = some_events()
    simulate(events, DAYS, paths=50)  # imports
    base = simulate(events, DAYS, paths=PATHS)
    ours = _median(lambda: simulate(events, DAYS, paths=PATHS))
    loop = _median(lambda: plain_loop(events, LOOPED_PATHS), runs=3) * PATHS / LOOPED_PATHS
    late = _median(lambda: delayed(base, 0, 15))
    dearer = np.where(np.cumsum(events.tag == 1) <= 80, events.cents * 11 // 10, events.cents) * (events.tag == 1) + events.cents * (
        events.tag != 1
    )
    dear = _median(lambda: simulate_again(base, replace(events, cents=dearer)))
    print(f"{PATHS} paths × {DAYS} days × {EVENTS} events: loop / ours {loop / ours:.0f} × (claim 100)")
    print(f"scenario / base: a class later {late / ours:.2f}, eighty dearer events {dear / ours:.2f} (claim 0.20)")


def some_events() -> DatedAmounts:
    """Events with days of their own, in three classes."""
    draw = np.random.default_rng(1)
    days = np.sort(draw.integers(1, 140, (EVENTS, LEVELS)), axis=1).astype(np.int16)
    tag = draw.integers(0, 3, EVENTS).astype(np.int8)
    return DatedAmounts(draw.integers(-10_000_00, 10_000_00, EVENTS), days, draw.random(EVENTS) < 0.5, tag)


def plain_loop(events: DatedAmounts, paths: int) -> list[list[int]]:
    """The same model, one event at a time."""
    draw = random.Random(1)
    common, own = math.sqrt(CORRELATION), math.sqrt(1 - CORRELATION)
    cents, days, shared = events.cents.tolist(), events.days.tolist(), events.is_shared.tolist()
    found = []
    for _ in range(paths):
        shock = draw.gauss(0, 1)
        flows = [0] * (DAYS + 1)
        for amount, quantiles, together in zip(cents, days, shared, strict=True):
            level = 0.5 * (1 + math.erf((common * shock + own * draw.gauss(0, 1)) / math.sqrt(2))) if together else draw.random()
            day = quantiles[min(int(level * LEVELS), LEVELS - 1)]
            if day <= DAYS:
                flows[day] += amount
        balance, path = 0, []
        for flow in flows:
            balance += flow
            path.append(balance)
        found.append(path)
    return found


def _median(work: Callable[[], object], runs: int = RUNS) -> float:
    times: list[float] = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


if __name__ == "__main__":
    main()
