"""The closing date is the end of the last week that is over for the accounts that count, never the clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.treasury.closing import default_closing_date, week_name
from addin.treasury.dossier import Dossier, Settings
from tests.treasury.builders import account, make_dossier, operation

SATURDAY = date(2026, 10, 31)


def days_until(last: date, weeks: int = 20, off: Sequence[int] = (4, 5)) -> list[date]:
    """Every day of some weeks up to `last`, without the weekdays that are off."""
    return [day for i in range(weeks * 7, -1, -1) if (day := last - timedelta(days=i)).weekday() not in off]


def dossier_of(days: Sequence[date], *more: tuple[str, date], settings: Settings | None = None, excluded: Sequence[str] = ()) -> Dossier:
    lines = [operation(day.isoformat(), "LIGNE", 10) for day in days] + [
        operation(day.isoformat(), "LIGNE", 10, account=name) for name, day in more
    ]
    names = dict.fromkeys(["BNA", *(name for name, _ in more)])
    return make_dossier(lines, accounts=[account(name, 0, is_included=name not in excluded) for name in names], settings=settings)


def test_the_date_of_the_settings_wins() -> None:
    assert default_closing_date(dossier_of([SATURDAY], settings=Settings(as_of=date(2026, 9, 1)))) == date(2026, 9, 1)


def test_lines_until_saturday_close_that_saturday() -> None:
    assert default_closing_date(dossier_of(days_until(SATURDAY, off=()))) == SATURDAY


def test_lines_until_thursday_close_the_saturday_after_as_friday_and_saturday_are_off() -> None:
    assert default_closing_date(dossier_of(days_until(date(2026, 10, 29)))) == SATURDAY
    assert default_closing_date(dossier_of(days_until(date(2026, 10, 29), off=()))) == SATURDAY


def test_a_week_whose_lines_stop_on_tuesday_is_not_over() -> None:
    assert default_closing_date(dossier_of(days_until(date(2026, 10, 27)))) == date(2026, 10, 24)


def test_one_stray_line_on_the_next_sunday_or_thursday_opens_no_week() -> None:
    assert default_closing_date(dossier_of([*days_until(date(2026, 10, 29)), date(2026, 11, 1)])) == SATURDAY
    assert default_closing_date(dossier_of([*days_until(date(2026, 10, 29)), date(2026, 11, 5)])) == SATURDAY
    assert default_closing_date(dossier_of([*days_until(date(2026, 10, 29)), *[date(2026, 11, 5)] * 4])) == SATURDAY


def test_a_mistyped_year_opens_no_week() -> None:
    assert default_closing_date(dossier_of([*days_until(date(2026, 10, 29)), date(2062, 10, 12)])) == SATURDAY
    assert default_closing_date(dossier_of([*days_until(date(2026, 10, 29)), date(2062, 10, 12), date(2062, 10, 13)])) == SATURDAY


def test_a_dormant_account_holds_nothing_back() -> None:
    assert default_closing_date(dossier_of(days_until(date(2026, 10, 29)), ("CCP", date(2026, 6, 15)))) == SATURDAY


def test_an_excluded_account_does_not_open_a_week() -> None:
    later = [("Bloqué", date(2026, 11, 1) + timedelta(days=i)) for i in range(6)]
    assert default_closing_date(dossier_of(days_until(date(2026, 10, 29)), *later, excluded=["Bloqué"])) == SATURDAY


def test_a_single_account_with_one_line_a_month_closes_the_week_of_its_last_line() -> None:
    monthly = [date(2025 + (month > 12), (month - 1) % 12 + 1, 26) for month in range(3, 23)]
    assert default_closing_date(dossier_of(monthly)) == SATURDAY
    assert default_closing_date(dossier_of([*monthly, date(2062, 10, 26)])) == SATURDAY
    assert default_closing_date(dossier_of([date(2026, 10, 27)])) == SATURDAY


def test_a_workbook_begun_this_week_closes_this_week_as_there_is_no_other() -> None:
    assert default_closing_date(dossier_of([date(2026, 10, 25), date(2026, 10, 26)])) == SATURDAY


def test_a_week_that_starts_on_monday_is_over_on_friday_and_closes_on_sunday() -> None:
    monday = Settings(week_starts_on=0)
    assert default_closing_date(dossier_of(days_until(date(2021, 1, 29), off=(5, 6)), settings=monday)) == date(2021, 1, 31)
    assert default_closing_date(dossier_of(days_until(date(2021, 1, 28), off=(5, 6)), settings=monday)) == date(2021, 1, 24)


def test_without_any_dated_line_there_is_no_closing_date() -> None:
    with pytest.raises(ValueError, match="no closing date"):
        default_closing_date(make_dossier())


def test_the_report_carries_the_number_of_its_thursday() -> None:
    assert week_name(date(2021, 1, 31)) == (2021, 4)
    assert week_name(date(2026, 10, 31)) == (2026, 44)
    assert week_name(date(2027, 1, 2)) == (2026, 53)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_seven_days_later_is_always_the_next_week(day: date) -> None:
    year, week = week_name(day)
    thursday = date.fromisocalendar(year, week, 4)
    assert day - timedelta(days=6) <= thursday <= day
    assert week_name(day + timedelta(days=7)) == (thursday + timedelta(days=7)).isocalendar()[:2]


@given(st.lists(st.dates(date(2026, 1, 1), date(2026, 12, 31)), min_size=1, max_size=60), st.integers(0, 6))
def test_the_closing_date_always_ends_a_week_near_the_last_line(days: list[date], starts_on: int) -> None:
    closing = default_closing_date(dossier_of(days, settings=Settings(week_starts_on=starts_on)))
    assert (closing + timedelta(days=1)).weekday() == starts_on
    assert closing <= max(days) + timedelta(days=6)
