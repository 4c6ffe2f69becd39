"""How much cash to keep: the vectors of DOMAIN 7, laws, refusals."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.treasury.cash_buffer import baumol, deviation, gaussian_buffer, miller_orr, quantile_buffer, variance
from tests.treasury.builders import cents

FOUR = Fraction(4, 100)
HALF, MOST = Fraction(1, 2), Fraction(95, 100)
FLOWS = st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=60).map(lambda days: np.array(days, dtype=np.int64))


def test_the_vectors_of_the_specification() -> None:
    band = miller_orr(cents(400_000), cents(1_500), cents(85_000) ** 2, FOUR / 365)
    assert band is not None
    assert [round(each / 100) for each in (band.return_point_cents, band.upper_cents, band.mean_cents)] == [820_153, 1_660_460, 960_204]
    drawn = baumol(cents(12_000_000), cents(1_500), FOUR)
    assert drawn is not None
    assert round(drawn / 100) == 948_683
    assert round(gaussian_buffer(cents(320_000), 4, MOST) / 100) == 1_052_706


def test_without_a_rate_a_cost_or_a_variance_the_models_have_no_answer() -> None:
    assert miller_orr(0, 150_000, 10**12, 0) is None
    assert miller_orr(0, 0, 10**12, FOUR) is None
    assert miller_orr(0, 150_000, 0, FOUR) is None
    assert [baumol(10**9, 150_000, 0), baumol(10**9, 0, FOUR), baumol(0, 150_000, FOUR)] == [None, None, None]


@pytest.mark.parametrize(
    "nonsense",
    [
        lambda: baumol(-1, 1, FOUR),
        lambda: baumol(1, 1, -FOUR),
        lambda: baumol(1, 1, Decimal("NaN")),
        lambda: miller_orr(-1, 1, 1, FOUR),
        lambda: miller_orr(1, -1, 1, FOUR),
        lambda: miller_orr(1, 1, -1, FOUR),
        lambda: gaussian_buffer(-1, 1, MOST),
        lambda: gaussian_buffer(1, 0, MOST),
        lambda: gaussian_buffer(1, 1, Fraction(1)),
        lambda: quantile_buffer(np.zeros(9, dtype=np.int64), 0, MOST),
        lambda: quantile_buffer(np.zeros(9, dtype=np.int64), 2, Fraction(49, 100)),
        lambda: quantile_buffer(np.zeros(9), 2, MOST),
        lambda: quantile_buffer(np.zeros((1, 1, 9), dtype=np.int64), 2, MOST),
    ],
)
def test_nonsense_is_refused(nonsense: Callable[[], Any]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        nonsense()


def test_the_reserve_is_what_was_enough_in_that_share_of_the_windows() -> None:
    days = np.array([0, -10, 0, -30, 0, 0, -20, 5, 0, 0], dtype=np.int64)
    found = [quantile_buffer(days, 1, Fraction(share, 10)) for share in (7, 8, 9)]
    assert found == [0, 10, 20]
    assert quantile_buffer(days, 4, Fraction(99, 100)) == 50  # 30 then 20, whatever came in between


def test_receipts_that_come_first_pay_what_follows() -> None:
    assert quantile_buffer(np.array([100, -60, -60], dtype=np.int64), 3, HALF) == 20
    assert quantile_buffer(np.array([-60, -60, 100], dtype=np.int64), 3, HALF) == 120


def test_a_history_shorter_than_the_days_to_cover_says_nothing() -> None:
    assert quantile_buffer(np.array([-5, -9], dtype=np.int64), 3, HALF) is None
    assert quantile_buffer(np.zeros((0, 9), dtype=np.int64), 3, HALF) is None


def test_simulated_paths_are_rows() -> None:
    paths = np.array([[-10, 5, -100], [-20, -5, -100], [3, 4, -100]], dtype=np.int64)
    assert [quantile_buffer(paths, 2, share) for share in (HALF, Fraction(99, 100))] == [10, 25]


@given(FLOWS, st.integers(1, 10), st.fractions(HALF, Fraction(999, 1000)))
def test_a_share_of_at_least_the_confidence_of_the_windows_was_covered(days: np.ndarray, lead: int, confidence: Fraction) -> None:
    found = quantile_buffer(days, lead, confidence)
    windows = [days[at : at + lead] for at in range(len(days) - lead + 1)]
    if found is None:
        assert not windows
        return
    covered = sum(found + int(np.cumsum(window).min()) >= 0 for window in windows)
    assert Fraction(covered, len(windows)) >= confidence
    assert found >= 0
    if found:
        less = sum(found - 1 + int(np.cumsum(window).min()) >= 0 for window in windows)
        assert Fraction(less, len(windows)) < confidence


@given(FLOWS, st.integers(1, 10), st.fractions(HALF, Fraction(999, 1000)), st.integers(1, 5))
def test_more_days_a_higher_confidence_or_larger_flows_never_ask_for_less(
    days: np.ndarray, lead: int, confidence: Fraction, times: int
) -> None:
    found, more = quantile_buffer(days, lead, HALF), quantile_buffer(days, lead, confidence)
    if found is not None and more is not None:
        assert more >= found
        assert quantile_buffer(days * times, lead, HALF) == found * times
    paths = np.stack([days, days[::-1]])
    if lead < len(days):
        shorter, longer = (quantile_buffer(paths, each, HALF) for each in (lead, lead + 1))
        assert shorter is not None
        assert longer is not None
        assert longer >= shorter


@given(st.integers(0, 10**12), st.integers(1, 10**7), st.integers(1, 10**22), st.fractions(Fraction(1, 10**5), 1))
def test_the_band_of_miller_orr_keeps_its_proportions(floor: int, cost: int, squared: int, rate: Fraction) -> None:
    band = miller_orr(floor, cost, squared, rate)
    assert band is not None
    assert floor <= band.return_point_cents <= band.mean_cents <= band.upper_cents
    assert abs(band.upper_cents - (3 * band.return_point_cents - 2 * floor)) <= 2
    assert abs(3 * band.mean_cents - (4 * band.return_point_cents - floor)) <= 5


@given(FLOWS)
def test_variance_is_the_one_of_numpy_and_none_moves_it(days: np.ndarray) -> None:
    assert variance(days) == variance(days + 7)
    if len(days) > 1:
        assert float(variance(days)) == pytest.approx(float(np.var(days.astype(float), ddof=1)), rel=1e-9, abs=1e-3)
        assert abs(Fraction(deviation(days)) ** 2 - variance(days)) <= Fraction(1, 10**6)
    else:
        assert variance(days) == 0
