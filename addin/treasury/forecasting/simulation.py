"""Thousands of daily paths (simulation): events on uncertain days, customers that are late together, and what no event explains."""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np

LEVELS = 256
"""Quantiles of the day of an event that are told apart."""
_SHOCKS = 16
"""Common states that customers share."""
_FEWEST_DAYS = 4
"""Days that blocks can be drawn from."""
_CHUNK = 400_000
"""Draws held at once."""
_HEAVY = 2_000_000
"""Draws that are worth loading scipy."""


@dataclass(frozen=True, eq=False)
class DatedAmounts:
    """Events for the simulation.

    Attributes:
        cents: int64, signed.
        days: int16, events × `LEVELS`: day after the closing date at each quantile, ascending, at least 1; beyond the horizon is allowed.
        is_shared: bool, the event follows the common shock (customers).
        tag: int8, class of the event, from 0; flows are kept apart by class, so that a scenario moves a class as a whole.
    """

    cents: np.ndarray
    days: np.ndarray
    is_shared: np.ndarray
    tag: np.ndarray


@dataclass(frozen=True, eq=False)
class Simulated:
    """Daily flows of the events on each path.

    Attributes:
        flows: float64, tags × paths × days; minor units. What falls after the last day is left out.
        events: what was drawn.
        levels: uint8, events × paths: the quantile that each event took, so that changed events meet the same luck.
    """

    flows: np.ndarray
    events: DatedAmounts
    levels: np.ndarray

    @property
    def total(self) -> np.ndarray:
        """All classes together, paths × days."""
        summed: np.ndarray = self.flows.sum(axis=0)
        return summed


def simulate(events: DatedAmounts, days: int, *, paths: int = 2000, seed: int = 20_260_101, correlation: float = 0.3) -> Simulated:
    """Draw the day of every event on every path.

    Each event takes a quantile of its own days. Shared events take it from a normal copula with one factor, the common shock of the path:
    customers that pay late do so together, so the risk is not diversified away. Same arguments, same numbers.

    Args:
        days: horizon.
        correlation: of the shared events, 0 to below 1.
    Source: one-factor normal copula (Vasicek 1987); DOMAIN 5.8.
    """
    if not 0 <= correlation < 1:
        raise ValueError(f"correlation is 0 to below 1, not {correlation}")
    levels = np.random.default_rng(seed).integers(0, LEVELS, (len(events.cents), paths), dtype=np.uint8)
    _share(levels, events.is_shared, correlation)
    tags = int(events.tag.max(initial=0)) + 1
    drawn = Simulated(np.zeros((tags, paths, days)), events, levels)
    for tag in range(tags):
        drawn.flows[tag] = _flows(drawn, events, np.flatnonzero(events.tag == tag))
    return drawn


def simulate_again(base: Simulated, events: DatedAmounts) -> Simulated:
    """The same luck for events that changed (scénario): only the classes with a changed event are drawn again.

    Args:
        events: as many as in the base, in its order; an event may change its amount or its days, not its class.
    """
    before = base.events
    changed = (events.cents != before.cents) | (events.days != before.days).any(axis=1)
    flows = base.flows.copy()
    for tag in np.unique(events.tag[changed]):
        mine = np.flatnonzero(changed & (events.tag == tag))
        flows[tag] += _flows(base, events, mine) - _flows(base, before, mine)
    return replace(base, flows=flows, events=events)


def delayed(base: Simulated, tag: int, by: int) -> Simulated:
    """A whole class so many days later on every path; what leaves the horizon is gone from the flows."""
    flows = base.flows.copy()
    flows[tag] = 0
    if by < flows.shape[2]:
        flows[tag, :, by:] = base.flows[tag, :, : flows.shape[2] - by]
    moved = base.events.days + np.where(base.events.tag == tag, by, 0)[:, None]
    return replace(base, flows=flows, events=replace(base.events, days=moved.astype(base.events.days.dtype)))


def _share(levels: np.ndarray, is_shared: np.ndarray, correlation: float) -> None:
    """Bend the quantiles of the shared events by the shock of their path: early paths first, late ones last.

    The shocks are strata of equal weight, so all paths together are uniform again: what one is early, another is late.
    """
    if not is_shared.any():
        return
    normal = NormalDist()
    common, own = (np.array([normal.inv_cdf((at + 0.5) / count) for at in range(count)]) for count in (_SHOCKS, LEVELS))
    shocks = np.sqrt(correlation) * common[:, None] + np.sqrt(1 - correlation) * own[None, :]
    mixed = np.array([normal.cdf(shock) for shock in shocks.ravel().tolist()]).reshape(shocks.shape)
    tables = np.minimum(mixed * LEVELS, LEVELS - 1).astype(np.uint8)
    together = levels[is_shared]
    bounds = np.arange(_SHOCKS + 1) * levels.shape[1] // _SHOCKS
    for table, first, last in zip(tables, bounds[:-1], bounds[1:], strict=True):
        together[:, first:last] = _look_up(together[:, first:last], table)
    levels[is_shared] = together


def _look_up(levels: np.ndarray, table: np.ndarray) -> np.ndarray:
    """The entry of a table of `LEVELS` bytes for each level, at the speed of a copy."""
    return np.frombuffer(levels.tobytes().translate(table.tobytes()), dtype=np.uint8).reshape(levels.shape)


def _flows(luck: Simulated, events: DatedAmounts, mine: np.ndarray) -> np.ndarray:
    """Daily flows of some events on every path, paths × days."""
    _, paths, days = luck.flows.shape
    drawn = np.empty((len(mine), paths), dtype=np.uint16 if days > 254 else np.uint8)
    for at, event in enumerate(mine.tolist()):
        day = np.minimum(events.days[event], days + 1) - 1
        drawn[at] = _look_up(luck.levels[event], day.astype(np.uint8))
        if days > 254:
            drawn[at] += _look_up(luck.levels[event], (day >> 8).astype(np.uint8)).astype(np.uint16) << 8
    flows = np.empty((paths, days))
    cents = events.cents[mine].astype(np.float64)
    step = max(1, _CHUNK // max(1, len(mine)))
    for start in range(0, paths, step):
        block = drawn[:, start : start + step]
        width = block.shape[1]
        place = block + np.arange(width, dtype=np.int32) * (days + 1)
        moved = _summed(place, cents, width * (days + 1), is_heavy=drawn.size > _HEAVY)
        flows[start : start + width] = moved.reshape(width, days + 1)[:, :days]
    return flows


def _summed(place: np.ndarray, amounts: np.ndarray, size: int, *, is_heavy: bool) -> np.ndarray:
    """What falls on each place: each row of `place` holds those of one amount."""
    if not is_heavy:
        return np.bincount(place.ravel(), weights=np.repeat(amounts, place.shape[1]), minlength=size)
    from scipy.sparse import csc_array  # three times as fast, once it is loaded

    ends = np.arange(len(amounts) + 1, dtype=np.int32) * place.shape[1]
    summed: np.ndarray = csc_array((np.ones(place.size), place.ravel(), ends), shape=(size, len(amounts))) @ amounts  # a column an amount
    return summed


def bootstrap_paths(net: np.ndarray, days: int, *, paths: int, seed: int, block: int = 14) -> np.ndarray:
    """Cumulative deviations drawn from past daily flows in blocks of days (bootstrap par blocs), paths × days, about zero.

    A walk of a minor unit a day goes with them, so that paths differ where nothing ever moved.

    Args:
        net: past daily net flows, oldest first; their mean is taken off.
        block: days drawn together, so that a bad week stays one.
    Source: Künsch 1989, moving blocks; DOMAIN 5.8.
    """
    random = np.random.default_rng(seed)
    walk = random.standard_normal((paths, days))
    if len(net) < _FEWEST_DAYS:
        walked: np.ndarray = np.cumsum(walk, axis=1)
        return walked
    around = net - net.mean()
    size = min(block, len(around) // 2)
    blocks = -(-days // size)
    start = random.integers(0, len(around) - size + 1, (paths, blocks))
    drawn = around[(start[:, :, None] + np.arange(size)).reshape(paths, -1)[:, :days]]
    paths_out: np.ndarray = np.cumsum(drawn + walk, axis=1)
    return paths_out
