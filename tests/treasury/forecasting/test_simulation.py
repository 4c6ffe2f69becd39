"""Laws of the simulation: money is conserved, luck is the same, a class moves as a whole."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.treasury.forecasting.simulation import LEVELS, DatedAmounts, bootstrap_paths, delayed, simulate, simulate_again


def events(number: int, seed: int, latest: int = 60) -> DatedAmounts:
    random = np.random.default_rng(seed)
    days = np.sort(random.integers(1, latest + 1, (number, LEVELS)), axis=1).astype(np.int16)
    cents = random.integers(-1_000_00, 1_000_00, number)
    return DatedAmounts(cents, days, random.random(number) < 0.5, random.integers(0, 3, number).astype(np.int8))


@settings(max_examples=25, deadline=None)
@given(number=st.integers(0, 40), seed=st.integers(0, 10_000), paths=st.integers(1, 60))
def test_all_that_is_dated_within_the_horizon_moves_once_on_every_path(number: int, seed: int, paths: int) -> None:
    drawn = simulate(events(number, seed), 60, paths=paths, seed=seed)
    assert drawn.total.shape == (paths, 60)
    assert np.allclose(drawn.total.sum(axis=1), events(number, seed).cents.sum())


@settings(max_examples=15, deadline=None)
@given(number=st.integers(1, 30), seed=st.integers(0, 10_000))
def test_nothing_changed_gives_the_base_again(number: int, seed: int) -> None:
    base = simulate(events(number, seed), 50, paths=40, seed=seed)
    assert np.array_equal(simulate_again(base, base.events).flows, base.flows)


def test_a_changed_event_moves_its_class_only_and_as_if_it_were_drawn_at_first() -> None:
    first = events(30, 7)
    changed = replace(first, cents=np.where(np.arange(30) == 4, first.cents * 3, first.cents))
    base = simulate(first, 60, paths=50)
    again = simulate_again(base, changed)
    others = [tag for tag in range(3) if tag != first.tag[4]]
    assert np.array_equal(again.flows[others], base.flows[others])
    assert np.allclose(again.flows, simulate(changed, 60, paths=50).flows)


def test_a_class_comes_later_by_the_same_on_every_path() -> None:
    base = simulate(events(20, 3), 60, paths=30)
    later = delayed(base, 1, 5)
    assert np.array_equal(later.flows[1, :, 5:], base.flows[1, :, :-5])
    assert (later.flows[1, :, :5] == 0).all()
    assert (delayed(base, 1, 60).flows[1] == 0).all()
    moved = replace(base.events, days=(base.events.days + np.where(base.events.tag == 1, 5, 0)[:, None]).astype(np.int16))
    assert np.allclose(later.flows, simulate(moved, 60, paths=30).flows)


def test_the_days_drawn_are_spread_as_the_quantiles_say_shared_or_not() -> None:
    days = np.repeat(np.arange(1, LEVELS + 1, dtype=np.int16)[None, :], 2, axis=0)
    drawn = simulate(DatedAmounts(np.array([1, 1]), days, np.array([True, False]), np.array([0, 1], dtype=np.int8)), 256, paths=20_000)
    for tag in (0, 1):
        shares = drawn.flows[tag].sum(axis=0) / 20_000
        assert shares[:64].sum() == pytest.approx(0.25, abs=0.02)
        assert shares[192:].sum() == pytest.approx(0.25, abs=0.02)


def test_customers_that_are_late_together_spread_the_sum_more() -> None:
    days = np.repeat(np.repeat(np.array([10, 40], dtype=np.int16), LEVELS // 2)[None, :], 50, axis=0)
    together = DatedAmounts(np.full(50, 100), days, np.ones(50, dtype=bool), np.zeros(50, dtype=np.int8))
    spreads = [simulate(together, 60, paths=2_000, correlation=each).total[:, :20].sum(axis=1).std() for each in (0.0, 0.6)]
    assert spreads[1] > 2 * spreads[0]


def test_the_same_seed_gives_the_same_paths_and_another_one_does_not() -> None:
    first, second, other = (simulate(events(10, 1), 60, paths=20, seed=seed).flows for seed in (5, 5, 6))
    assert np.array_equal(first, second)
    assert not np.array_equal(first, other)


def test_a_long_horizon_is_drawn_like_a_short_one() -> None:
    long = simulate(events(20, 2, latest=340), 350, paths=30)
    short = simulate(events(20, 2, latest=340), 200, paths=30)
    assert np.allclose(long.flows[:, :, :200], short.flows)
    assert np.allclose(long.total.sum(axis=1), events(20, 2, latest=340).cents.sum())


def test_without_events_nothing_moves() -> None:
    assert (simulate(events(0, 1), 30, paths=5).total == 0).all()


@pytest.mark.parametrize("correlation", [-0.1, 1.0])
def test_a_correlation_out_of_bounds_is_refused(correlation: float) -> None:
    with pytest.raises(ValueError, match="correlation"):
        simulate(events(1, 1), 10, correlation=correlation)


def test_drawn_weeks_keep_their_days_together_and_drift_nowhere() -> None:
    net = np.tile([0.0, 0, 0, 0, 0, 100, -30], 30)
    drawn = np.diff(bootstrap_paths(net, 70, paths=500, seed=1), axis=1, prepend=0) + net.mean()
    assert {min((-30, 0, 100), key=lambda flow: abs(flow - each)) for each in drawn.ravel().tolist()} == {-30, 0, 100}
    assert np.abs(drawn - np.array([-30, 0, 100])[:, None, None]).min(axis=0).max() < 6  # but for the walk
    assert abs(drawn.mean() - net.mean()) < 1
    assert np.abs(bootstrap_paths(np.array([]), 10, paths=3, seed=1)).max() < 20
