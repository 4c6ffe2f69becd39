"""Placements at her own price with the day they can be had, and what idle cash costs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from addin.treasury.placed import Placed, idle_cost, placed
from tests.treasury.builders import cents, make_dossier, placement, rate

OCTOBER = date(2026, 10, 31)


def shown(*lines: dict, **more: list) -> Placed:
    return placed(make_dossier(placements=lines, **more), OCTOBER, 60)


def test_her_price_counts_before_the_amount() -> None:
    found = shown(placement("Titres", 500, None, value_cents=cents(515)), placement("DAT", 2_000, None))
    assert {row.label: (row.cents, row.is_her_price) for row in found.rows} == {"Titres": (51_500, True), "DAT": (200_000, False)}
    assert found.total_cents == cents(2_515)


def test_the_money_can_be_had_after_the_notice_or_at_the_term_whichever_comes_first() -> None:
    found = shown(
        placement("notice", 1, "2027-02-28", notice_days=32),
        placement("term", 1, "2026-11-10", notice_days=32),
        placement("term alone", 1, "2027-02-28"),
        placement("at once", 1, None, notice_days=0),
        placement("unsaid", 1, None),
    )
    assert [(row.label, row.available_on) for row in found.rows] == [
        ("at once", OCTOBER),
        ("term", date(2026, 11, 10)),
        ("notice", date(2026, 12, 2)),
        ("term alone", date(2027, 2, 28)),
        ("unsaid", None),
    ]


def test_a_term_within_the_days_of_the_security_pocket_is_told_and_one_that_has_come_is_cash() -> None:
    found = shown(placement("A", 1, "2026-12-30"), placement("B", 1, "2026-12-31"), placement("C", 1, "2026-10-31"))
    assert [(row.label, row.is_soon) for row in found.rows] == [("A", True), ("B", False)]


def test_a_placement_without_a_rate_is_shown_and_in_no_total() -> None:
    found = shown(placement("EUR", 100, None, currency="EUR"), placement("DA", 7, None))
    assert ([row.cents for row in found.rows], found.total_cents) == ([None, 700], 700)
    assert [finding.code for finding in found.findings] == ["RATE_MISSING"]
    rated = shown(placement("EUR", 100, None, currency="EUR"), rates=[rate("EUR", "2026-10-25", 150.0)])
    assert rated.total_cents == cents(15_000)


def test_the_cost_of_idle_cash_is_a_rate_over_days() -> None:
    assert idle_cost(cents(1_000_000), Decimal("0.04"), 365) == cents(40_000)
    assert idle_cost(cents(1_000_000), Decimal("0"), 365) == 0
    for arguments in ((-1, Decimal("0.1"), 1), (1, Decimal("-0.1"), 1), (1, Decimal("0.1"), -1)):
        with pytest.raises(ValueError, match="negative"):
            idle_cost(*arguments)
