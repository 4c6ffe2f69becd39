"""The Algerian calendar: feasts, rests, working days, legal deadlines; the vectors of DOMAIN 7."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.treasury.calendar_dz import next_working_day, public_holidays, working_day_before, working_days_from
from addin.treasury.deadlines import OBLIGATIONS, Deadline, Period, deadline, month_of, read_period

DAYS = st.dates(date(2010, 1, 1), date(2060, 12, 31))


def test_the_g50_of_2026_falls_due_on_the_days_of_the_ministry_calendar() -> None:
    periods = [Period(date(2025, 12, 1), 1), *(Period(date(2026, month, 1), 1) for month in range(1, 12))]
    due = [f"{deadline('G50', period).legal_on:%d/%m}" for period in periods]
    assert due == ["20/01", "22/02", "23/03", "20/04", "20/05", "21/06", "20/07", "20/08", "20/09", "20/10", "22/11", "20/12"]


def test_a_deadline_on_a_saturday_moves_to_sunday_as_in_june_2020() -> None:
    assert deadline("G50", Period(date(2020, 5, 1), 1)).legal_on == date(2020, 6, 21)


def test_the_safe_day_is_two_working_days_before_the_legal_one() -> None:
    assert deadline("G50", Period(date(2026, 10, 1), 1)) == Deadline(date(2026, 11, 22), date(2026, 11, 18))


@pytest.mark.parametrize(
    ("obligation", "period", "due"),
    [
        ("G50", Period(date(2026, 7, 1), 3), date(2026, 10, 20)),
        ("CNAS", Period(date(2026, 9, 1), 1), date(2026, 11, 2)),  # the 30th is a Friday, the 1st a feast
        ("CNAS", Period(date(2026, 1, 1), 3), date(2026, 4, 30)),
        ("DAS", Period(date(2025, 1, 1), 12), date(2026, 2, 1)),  # 31 January 2026 is a Saturday
        ("CASNOS", Period(date(2026, 1, 1), 12), date(2026, 6, 30)),
        ("ACOMPTE1", Period(date(2026, 1, 1), 12), date(2026, 3, 23)),
        ("ACOMPTE2", Period(date(2026, 1, 1), 12), date(2026, 6, 21)),
        ("ACOMPTE3", Period(date(2026, 1, 1), 12), date(2026, 11, 22)),
        ("BILAN", Period(date(2025, 1, 1), 12), date(2026, 4, 30)),
        ("G12", Period(date(2026, 1, 1), 12), date(2026, 6, 30)),
        ("G12BIS", Period(date(2025, 1, 1), 12), date(2026, 1, 20)),
        ("CASNOS", Period(date(2026, 10, 1), 1), date(2026, 6, 30)),  # a month stands for its year
    ],
)
def test_each_obligation_has_its_day(obligation: str, period: Period, due: date) -> None:
    assert deadline(obligation, period).legal_on == due


def test_a_yearly_period_is_refused_for_what_is_due_each_month() -> None:
    with pytest.raises(ValueError, match="G50"):
        deadline("G50", Period(date(2026, 1, 1), 12))


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("10/2026", Period(date(2026, 10, 1), 1)),
        ("2026-10", Period(date(2026, 10, 1), 1)),
        (" t4 2026 ", Period(date(2026, 10, 1), 3)),
        ("2026-T1", Period(date(2026, 1, 1), 3)),
        ("2026", Period(date(2026, 1, 1), 12)),
        ("13/2026", None),
        ("octobre", None),
    ],
)
def test_a_period_is_read_in_the_forms_that_people_type(text: str, period: Period | None) -> None:
    assert read_period(text) == period


def test_the_month_of_a_day_ends_on_its_last_day() -> None:
    assert month_of(date(2028, 2, 17)).last == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 11, 19), 0, date(2026, 11, 19)),
        (date(2026, 11, 20), 0, date(2026, 11, 22)),  # Friday
        (date(2026, 11, 20), 1, date(2026, 11, 22)),  # the first working day after a Friday is Sunday
        (date(2026, 11, 19), 1, date(2026, 11, 22)),
        (date(2026, 11, 22), -1, date(2026, 11, 19)),
        (date(2026, 11, 21), -1, date(2026, 11, 19)),
        (date(2026, 3, 19), 1, date(2026, 3, 23)),  # Aïd el-Fitr from Friday to Sunday
        (date(2009, 8, 6), 0, date(2009, 8, 8)),  # before August 2009 the rest was Thursday and Friday
    ],
)
def test_working_days_skip_the_weekly_rest_and_the_feasts(day: date, count: int, expected: date) -> None:
    assert working_days_from(np.array([day], "datetime64[D]"), np.array([count]))[0].item() == expected


@given(DAYS, st.integers(1, 400))
def test_going_forward_and_back_returns_to_the_same_working_day(day: date, count: int) -> None:
    start = next_working_day(day)
    there = working_days_from(np.array([start], "datetime64[D]"), np.array([count]))
    assert working_days_from(there, np.array([-count]))[0].item() == start


@given(DAYS)
def test_a_working_day_is_no_friday_no_saturday_and_no_feast(day: date) -> None:
    worked = next_working_day(day)
    assert worked >= day
    assert worked.weekday() not in (4, 5)
    assert worked not in {each.day for each in public_holidays(worked.year)}
    assert working_day_before(worked, 2) < worked


@given(st.integers(1970, 2100))
def test_each_year_has_its_fixed_holidays_and_each_feast_at_least_once(year: int) -> None:
    names = {each.name for each in public_holidays(year)}
    assert {"new_year", "labour", "independence", "revolution", "fitr", "adha", "moharram", "achoura", "mawlid"} <= names
    assert ("yennayer" in names) == (year >= 2018)
    assert all(each.day.year == year for each in public_holidays(year))


def test_announced_feasts_are_sure_and_the_calculated_ones_estimates_within_a_day_of_them() -> None:
    known = {each.day: each.is_estimated for each in public_holidays(2025)}
    assert known[date(2025, 9, 5)] is False
    assert known[date(2025, 3, 30)] is True
    fitr_2024 = min(each.day for each in public_holidays(2024) if each.name == "fitr")
    assert abs(fitr_2024 - date(2024, 4, 10)) <= timedelta(days=1)


def test_her_own_list_of_feasts_replaces_the_shipped_one() -> None:
    assert next_working_day(date(2026, 11, 1), closed=()) == date(2026, 11, 1)
    assert deadline("G50", Period(date(2026, 2, 1), 1), closed=()).legal_on == date(2026, 3, 22)
    assert {"G50", "CNAS", "CASNOS"} <= set(OBLIGATIONS)
