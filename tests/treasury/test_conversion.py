"""Rates by day and kind, and amounts in other currencies."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.treasury.conversion import RateMissingError, Rates
from tests.treasury.builders import make_dossier, rate

LINES = [
    rate("EUR", "2026-10-10", 160),
    rate("EUR", "2026-10-01", 150.5, kind=""),
    rate("EUR", "2026-10-10", 161),
    rate("EUR", "2026-10-02", 170, kind="CARTE"),
    rate("JPY", "2026-10-01", 0.85),
]


def rates() -> Rates:
    return Rates(make_dossier(rates=LINES).rates, "DZD")


def test_the_last_rate_on_or_before_the_day_counts_and_the_lower_of_two_lines_of_one_day() -> None:
    assert rates().rate("EUR", date(2026, 10, 1)) == rates().rate("EUR", date(2026, 10, 9)) == Decimal("150.5")
    assert rates().rate("EUR", date(2026, 10, 10)) == rates().rate("EUR", date(2030, 1, 1)) == Decimal("161.0")


def test_another_kind_never_stands_in() -> None:
    with pytest.raises(RateMissingError) as missing:
        rates().rate("EUR", date(2026, 10, 1), "CARTE")
    assert missing.value.first == date(2026, 10, 2)
    with pytest.raises(RateMissingError) as missing:
        rates().rate("JPY", date(2026, 10, 1), "CARTE")
    assert missing.value.first is None


def test_each_currency_keeps_its_own_decimals() -> None:
    assert rates().converted(1_000, "JPY", "DZD", date(2026, 10, 1)) == 850_00
    assert rates().converted(850_00, "DZD", "JPY", date(2026, 10, 1)) == 1_000
    assert rates().converted(100_00, "EUR", "JPY", date(2026, 10, 1)) == 17_706  # 15 050 / 0.85 = 17 705.88


def test_the_known_currencies_are_listed_with_the_base() -> None:
    assert rates().currencies == ["DZD", "EUR", "JPY"]
    assert Rates(make_dossier().rates, "DZD").currencies == ["DZD"]


@given(st.integers(-(10**12), 10**12), st.sampled_from(["DZD", "EUR", "JPY"]))
def test_a_currency_into_itself_is_unchanged_without_any_rate(cents: int, currency: str) -> None:
    assert Rates(make_dossier().rates, "DZD").converted(cents, currency, currency, date(1990, 1, 1)) == cents


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_a_bigger_amount_never_converts_to_a_smaller_one(one: int, other: int) -> None:
    low, high = (rates().converted(cents, "EUR", "DZD", date(2026, 10, 31)) for cents in sorted((one, other)))
    assert low <= high
    assert rates().converted(-high, "DZD", "EUR", date(2026, 10, 31)) == -rates().converted(high, "DZD", "EUR", date(2026, 10, 31))
