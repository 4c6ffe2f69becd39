"""Last week's report is offered when it is missing; today's date is an argument."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from addin.app.read_dossier import read_dossier
from addin.app.weekly_offer import last_closing, report_to_offer
from addin.treasury.dossier import Dossier
from tests.app.fakes import Answers, MemoryWorkbook
from tests.app.workbooks import REPORT, bank

MONDAY = date(2026, 11, 2)


@pytest.fixture(scope="module")
def dossier() -> Dossier:
    return read_dossier(MemoryWorkbook(bank()), Answers())


def test_a_missing_report_is_offered_for_the_week_that_is_over(dossier: Dossier) -> None:
    assert report_to_offer(dossier, ["BNA", "Rapport 2026-S43"], MONDAY) == date(2026, 10, 31)


def test_a_report_that_is_there_is_not_offered_whatever_its_case(dossier: Dossier) -> None:
    assert report_to_offer(dossier, ["BNA", REPORT.upper()], MONDAY) is None


def test_a_week_that_she_declined_is_not_offered_again_but_the_next_one_is(dossier: Dossier) -> None:
    assert report_to_offer(dossier, ["BNA"], MONDAY, declined=REPORT) is None
    assert report_to_offer(dossier, ["BNA"], date(2026, 11, 9), declined=REPORT) == date(2026, 11, 7)


def test_nothing_is_offered_without_operations_before_the_end_of_that_week(dossier: Dossier) -> None:
    assert report_to_offer(dossier, ["BNA"], date(2026, 9, 1)) is None
    assert report_to_offer(replace(dossier, operations=dossier.operations.iloc[:0]), ["BNA"], MONDAY) is None


def test_where_she_fixed_the_closing_date_nothing_is_offered(dossier: Dossier) -> None:
    assert report_to_offer(replace(dossier, settings=replace(dossier.settings, as_of=date(2026, 9, 30))), ["BNA"], MONDAY) is None


def test_the_week_ends_where_her_weeks_end(dossier: Dossier) -> None:
    from_monday = replace(dossier, settings=replace(dossier.settings, week_starts_on=0))
    assert report_to_offer(from_monday, ["BNA"], MONDAY) == date(2026, 11, 1)
    assert [last_closing(date(2026, 11, day), 6).day for day in (1, 2, 7, 8)] == [31, 31, 31, 7]
