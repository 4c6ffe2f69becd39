"""What comes back (récurrences): at what interval, at what price, until when."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.treasury.recurrences.model import Recurrence
from addin.treasury.recurrences.recurrences import find_recurrences
from addin.treasury.recurrences.rhythm import may_have_rhythm, rhythm_of
from tests.treasury.builders import cents, make_dossier, operation

Line = Mapping[str, Any]
MONTH = 30.4375


def recurrences(lines: Iterable[Line], as_of: str = "2026-10-31") -> tuple[Recurrence, ...]:
    return find_recurrences(make_dossier(lines).operations, date.fromisoformat(as_of))


def paid(days: Iterable[str], label: str = "VIR IMMO EL BAHIA", amount: float = -60_000, **more: Any) -> list[dict[str, Any]]:
    return [operation(day, label, amount, **more) for day in days]


def monthly(day: int, first: int = 1, last: int = 10) -> list[str]:
    return [f"2026-{month:02}-{day:02}" for month in range(first, last + 1)]


def one(lines: Iterable[Line], as_of: str = "2026-10-31") -> Recurrence:
    (found,) = recurrences(lines, as_of)
    return found


# ---------------------------------------------------------------------------------------------------------------- months
@pytest.mark.parametrize(
    ("days", "next_on"),
    [
        (("2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"), "2026-05-31"),
        (("2026-01-30", "2026-02-28", "2026-03-30", "2026-04-30"), "2026-05-31"),
        (("2026-01-29", "2026-03-01", "2026-03-29", "2026-04-29"), "2026-05-29"),
        (("2026-01-31", "2026-03-01", "2026-03-31", "2026-05-01"), "2026-05-31"),
        (("2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"), "2026-05-01"),
        (("2026-01-02", "2026-02-02", "2026-03-01", "2026-04-02"), "2026-05-02"),
        (("2026-01-31", "2026-03-02", "2026-03-31", "2026-05-02"), "2026-06-01"),
    ],
)
def test_month_ends_and_month_starts_are_neighbours(days: tuple[str, ...], next_on: str) -> None:
    found = one(paid(days), days[-1])
    assert (found.period_days, len(found.lines), found.status) == (MONTH, 4, "running")
    assert found.next_on is not None
    assert abs((found.next_on - date.fromisoformat(next_on)).days) <= 2


@pytest.mark.parametrize("day", [1, 5, 14, 22, 27, 28])
def test_a_usual_day_of_the_month_is_the_day_of_the_next_one(day: int) -> None:
    found = one(paid(monthly(day)), f"2026-10-{day:02}")
    assert found.next_on is not None
    assert abs((found.next_on - date(2026, 11, day)).days) <= (0 if day < 28 else 2)


def test_weekends_and_feasts_move_the_day_a_little() -> None:
    days = []
    for month in range(1, 11):
        day = date(2026, month, 15)
        while day.weekday() in (4, 5):  # Friday and Saturday
            day += timedelta(days=1)
        days.append(day.isoformat())
    assert len({day[-2:] for day in days}) > 1
    found = one(paid(days))
    assert (found.period_days, len(found.lines), found.is_fixed) == (MONTH, 10, True)


def test_one_missing_month_is_borne_and_two_of_four_are_not() -> None:
    assert len(one(paid([*monthly(5, 1, 4), *monthly(5, 6, 10)])).lines) == 9
    assert recurrences(paid([*monthly(5, 1, 2), *monthly(5, 4, 4), *monthly(5, 8, 8)])) == ()


@pytest.mark.parametrize(
    ("days", "period"),
    [
        ([(date(2026, 8, 3) + timedelta(days=7 * at)).isoformat() for at in range(12)], 7),
        ([(date(2026, 6, 3) + timedelta(days=14 * at)).isoformat() for at in range(10)], 14),
        (["2025-10-15", "2026-01-15", "2026-04-14", "2026-07-16", "2026-10-15"], 91.3125),
        (["2025-03-02", "2025-09-01", "2026-03-03", "2026-09-02"], 182.625),
        (["2024-09-10", "2025-09-11", "2026-09-10"], 365.25),
    ],
)
def test_weeks_fortnights_quarters_halves_and_years_are_told(days: list[str], period: float) -> None:
    assert one(paid(days)).period_days == period


def test_two_equal_payments_a_year_apart_are_enough_and_two_others_are_not() -> None:
    found = one(paid(["2025-09-10", "2026-09-11"], "VIR ASSURANCE SAA"))
    assert (found.period_days, found.next_on) == (365.25, date(2027, 9, 10))
    different = [*paid(["2025-09-10"], "VIR ASSURANCE SAA"), *paid(["2026-09-11"], "VIR ASSURANCE SAA", -71_000)]
    assert recurrences(different) == ()
    assert recurrences(paid(["2026-08-10", "2026-09-11"])) == ()
    assert recurrences(paid(["2026-09-11"])) == ()


def test_salaries_paid_before_the_aid_still_come_back() -> None:
    days = ["2026-01-27", "2026-02-26", "2026-03-17", "2026-04-27", "2026-05-24", "2026-06-28", "2026-07-27", "2026-08-27", "2026-09-27"]
    lines = paid(days, "VIR SALAIRES", -1_450_000)
    found = one(lines, "2026-09-30")
    assert (found.period_days, len(found.lines)) == (MONTH, 9)


# ---------------------------------------------------------------------------------------------------------------- amounts
def test_a_price_that_rises_is_one_recurrence_with_its_change() -> None:
    found = one([*paid(monthly(5, 1, 6)), *paid(monthly(5, 7, 10), amount=-66_000)])
    assert (found.is_fixed, len(found.lines), found.amount_cents) == (True, 10, cents(-66_000))
    assert found.change is not None
    assert (found.change.on, found.change.before_cents, found.change.after_cents) == (date(2026, 7, 5), cents(-60_000), cents(-66_000))
    assert one(paid(monthly(5))).change is None


def test_a_bill_that_varies_is_no_fixed_one_and_its_next_amount_is_the_usual_of_the_last_three() -> None:
    amounts = [3_100, 3_350, 2_980, 3_420, 3_050, 3_390, 3_020, 3_240, 3_500, 3_300]
    lines = [operation(day, "SEAAL", -amount) for day, amount in zip(monthly(18), amounts, strict=True)]
    found = one(lines)
    assert (found.is_fixed, found.amount_cents, found.change) == (False, cents(-3_300), None)


def test_two_contracts_of_one_supplier_are_two_recurrences() -> None:
    lines = [*paid(monthly(5), "VIR DJEZZY", -21_420), *paid(monthly(20), "VIR DJEZZY", -4_500)]
    assert {(found.amount_cents, len(found.lines)) for found in recurrences(lines)} == {(cents(-21_420), 10), (cents(-4_500), 10)}


def test_a_price_in_another_currency_is_compared_in_it_though_the_rate_moves() -> None:
    debited = [1_650, 1_655, 1_690, 1_702, 1_710, 1_780, 1_805, 1_850, 1_905, 2_010]
    lines = [operation(day, "VISA CANVA EUR12", -amount) for day, amount in zip(monthly(11), debited, strict=True)]
    found = one(lines)
    assert (found.is_fixed, found.change, found.currency, found.amount_cents) == (True, None, "DZD", cents(-2_010))
    raised = [operation(day, "VISA CANVA EUR15", -1_850) for day in monthly(11, 8, 10)]
    found = one([*lines[:7], *raised])
    assert found.change is not None
    assert found.change.on == date(2026, 8, 11)


def test_money_received_comes_back_too_and_never_with_what_is_paid() -> None:
    lines = [*paid(monthly(5), "VIR NOVATEC", -60_000), *paid(monthly(5), "VIR NOVATEC", 60_000)]
    assert sorted(found.amount_cents for found in recurrences(lines)) == [cents(-60_000), cents(60_000)]


def test_irregular_days_irregular_amounts_transfers_and_papers_without_name_do_not_come_back() -> None:
    assert recurrences(paid(["2026-01-05", "2026-01-19", "2026-03-02", "2026-03-30", "2026-06-11", "2026-06-15", "2026-09-27"])) == ()
    sizes = [operation(day, "VIR BATIMA", -1_000 * 3**at) for at, day in enumerate(monthly(5, 1, 7))]
    assert recurrences(sizes) == ()
    assert recurrences(paid(monthly(5), "VIR INTERNE CPA", transfer_state="paired")) == ()
    assert recurrences([operation(day, f"CHQ 00188{at}", -5_000) for at, day in enumerate(monthly(5), 10)]) == ()


# ---------------------------------------------------------------------------------------------------------------- one too many, the end
def test_a_line_too_many_belongs_to_none() -> None:
    lines = paid([*monthly(5, 1, 6), "2026-06-08", *monthly(5, 7, 10)])
    found = one(lines)
    assert len(found.lines) == 10
    assert 6 not in found.lines
    assert [lines[at]["booked_on"] for at in found.lines] == monthly(5)


@pytest.mark.parametrize(
    ("as_of", "status", "next_on"),
    [
        ("2026-10-05", "running", date(2026, 11, 5)),
        ("2026-11-08", "running", date(2026, 11, 5)),
        ("2026-11-15", "late", date(2026, 11, 5)),
        ("2026-12-20", "stopped", None),
    ],
)
def test_it_runs_is_late_or_has_stopped(as_of: str, status: str, next_on: date | None) -> None:
    found = one(paid(monthly(5)), as_of)
    assert (found.status, found.next_on, found.last_on) == (status, next_on, date(2026, 10, 5))


def test_lines_after_the_closing_date_are_not_seen() -> None:
    lines = paid(monthly(5))
    assert one(lines, "2026-06-30").last_on == date(2026, 6, 5)


# ---------------------------------------------------------------------------------------------------------------- laws
_TIERS = ("VIR ALPHA", "VIR BRAVO PRINT", "VISA CANVA EUR12")
_AMOUNTS = st.sampled_from([-60_000, -61_000, -66_000, -4_500, -90_000, 60_000])


@st.composite
def _series(draw: st.DrawFn) -> list[dict[str, Any]]:
    """One tiers paid more or less regularly, with noise."""
    label, step = draw(st.sampled_from(_TIERS)), draw(st.sampled_from([7, 14, 30, 31, 91]))
    start, amount = date(2025, 3, 3) + timedelta(days=draw(st.integers(0, 20))), draw(_AMOUNTS)
    lines = []
    for at in range(draw(st.integers(1, 12))):
        day = start + timedelta(days=step * at + draw(st.sampled_from([0, 0, 0, 1, -1, 3])))
        lines.append(operation(day.isoformat(), label, draw(st.sampled_from([amount, amount, amount, amount * 1.1]))))
    return lines


_DOSSIERS = st.lists(_series(), min_size=1, max_size=4).map(lambda parts: [line for part in parts for line in part])


def _told(lines: list[dict[str, Any]], as_of: str, shift: int = 0) -> list[tuple[Any, ...]]:
    """What is found, by what the lines say."""

    def said(line: Line) -> tuple[int, str, int]:
        return int(line["booked_on"][:4]) - shift, line["booked_on"][5:], line["amount_cents"]

    found = recurrences(lines, as_of)
    told = [
        (each.party, each.period_days, each.amount_cents, each.is_fixed, each.status, tuple(sorted(said(lines[at]) for at in each.lines)))
        for each in found
    ]
    return sorted(told)


@settings(max_examples=60, deadline=None)
@given(_DOSSIERS, st.sampled_from([28, 56]))
def test_shifting_all_days_by_whole_years_keeps_what_is_found(lines: list[dict[str, Any]], years: int) -> None:
    """Twenty-eight years later the calendar is the same: leap years and weekdays."""
    later = [{**line, "booked_on": f"{int(line['booked_on'][:4]) + years}{line['booked_on'][4:]}"} for line in lines]
    assert _told(later, f"{2026 + years}-10-31", years) == _told(lines, "2026-10-31")


@settings(max_examples=60, deadline=None)
@given(_DOSSIERS, st.lists(st.tuples(st.integers(0, 500), _AMOUNTS), max_size=12))
def test_lines_of_another_tiers_change_nothing(lines: list[dict[str, Any]], noise: list[tuple[int, int]]) -> None:
    others = [operation((date(2025, 3, 3) + timedelta(days=at)).isoformat(), "VIR OMEGA NEGOCE", amount) for at, amount in noise]
    both = [found for found in _told([*lines, *others], "2026-10-31") if found[0] != "OMEGA NEGOCE"]
    assert both == _told(lines, "2026-10-31")


@settings(max_examples=60, deadline=None)
@given(_DOSSIERS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(lines: list[dict[str, Any]], chance: random.Random) -> None:
    """The bank's order inside a day is kept: `position`."""
    ordered = [{**line, "position": at} for at, line in enumerate(sorted(lines, key=lambda line: str(line["booked_on"])))]
    mixed = list(ordered)
    chance.shuffle(mixed)
    assert _told(mixed, "2026-10-31") == _told(ordered, "2026-10-31")


# ---------------------------------------------------------------------------------------------------------------- many at once
@st.composite
def _band_of_days(draw: st.DrawFn) -> list[int]:
    """Days of one band: a rhythm with late, missed and extra days, or any days at all."""
    period = draw(st.sampled_from([7, 14, MONTH, 2 * MONTH, 3 * MONTH, 6 * MONTH, 12 * MONTH]))
    count = draw(st.integers(1, 16))
    late = draw(st.lists(st.sampled_from([0, 0, 0, 1, 2, 5, 12]), min_size=count, max_size=count))
    kept = draw(st.lists(st.sampled_from([True, True, True, True, False]), min_size=count, max_size=count))
    days = [round(19_000 + at * period) + late[at] for at in range(count) if kept[at]]
    return sorted(days + draw(st.lists(st.integers(19_000, 20_500), max_size=3)))


@given(st.lists(_band_of_days(), max_size=6))
@settings(max_examples=300, deadline=None)
def test_a_closer_look_is_never_refused_to_days_that_have_a_rhythm(many: list[list[int]]) -> None:
    days = np.array([day for one in many for day in one], dtype="datetime64[D]")
    band = np.repeat(np.arange(len(many)), [len(one) for one in many])

    may = may_have_rhythm(days, band)

    for number in range(len(may)):
        mine = days[band == number]
        assert may[number] or not len(mine) or rhythm_of(mine) is None


@given(st.lists(_band_of_days(), min_size=1, max_size=4), st.lists(st.sampled_from([500, 510, 1_000, 5_000]), min_size=1, max_size=8))
@settings(max_examples=50, deadline=None)
def test_each_line_belongs_to_one_recurrence_at_most(many: list[list[int]], amounts: list[int]) -> None:
    lines = [
        paid([str(np.datetime64(day, "D"))], f"VIR TIERS {'ABCD'[who]}", -amounts[at % len(amounts)])[0]
        for who, days in enumerate(many)
        for at, day in enumerate(days)
    ]
    taken = [line for each in recurrences(lines, "2026-12-31") for line in each.lines]

    assert len(taken) == len(set(taken))
