"""The dates of a tab: carried down, given their year, and looked at with those around them."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest

from tests.treasury.raw_tabs import MOVEMENTS, ONE_COLUMN, in_one_column, problems, read, rows_of, tab, total, totals

DAILY = [[date(2021, 1, 4) + timedelta(i), f"A{i}", 1.0 - 2 * (i % 2)] for i in range(20)]


def test_a_date_written_once_for_several_lines_is_carried_down() -> None:
    rows = in_one_column()
    once = [[day if i % 2 == 0 else "", label, amount] for i, (day, label, amount) in enumerate(rows)]
    dossier = read(tab("Caisse", ONE_COLUMN, *once))
    assert totals(dossier) == {"Caisse": total(*MOVEMENTS)}
    assert problems(dossier) == []
    assert dossier.operations["booked_on"].iloc[1] == pd.Timestamp(MOVEMENTS[0][0])


def test_one_forgotten_date_is_not_carried_down_but_said() -> None:
    rows = [*DAILY[:5], ["", "OUBLI", 99.0], *DAILY[5:]]
    dossier = read(tab("Caisse", ONE_COLUMN, *rows))
    assert rows_of(dossier, "DATE_MISSING") == [7]
    assert totals(dossier) == {"Caisse": 0}


def test_dates_without_year_take_it_from_the_period_above_the_headings() -> None:
    rows = [["20/12", "A", 1.0], ["28/12", "B", 2.0], ["05/01", "C", 4.0]]
    found = read(tab("CPA", ["Relevé du 15/12/2020 au 15/01/2021"], ONE_COLUMN, *rows)).operations["booked_on"].tolist()
    assert found == [pd.Timestamp(2020, 12, 20), pd.Timestamp(2020, 12, 28), pd.Timestamp(2021, 1, 5)]
    assert rows_of(read(tab("CPA", ONE_COLUMN, *rows)), "DATE_UNREADABLE") == [2, 3, 4]


@pytest.mark.parametrize("year", [1921, 2012, 2020, 2022, 2201])
def test_a_year_that_is_out_of_step_is_said_and_the_line_is_counted(year: int) -> None:
    rows = [list(row) for row in DAILY]
    rows[9][0] = rows[9][0].replace(year=year)  # type: ignore[attr-defined]
    dossier = read(tab("BNA", ONE_COLUMN, *rows))
    assert rows_of(dossier, "DATE_IMPLAUSIBLE") == [11]
    assert len(dossier.operations) == 20


def test_dates_at_the_ends_of_time_are_said() -> None:
    dossier = read(tab("BNA", ONE_COLUMN, *DAILY, ["01/01/0021", "X", 1.0], ["31/12/9999", "Y", -1.0]))
    assert rows_of(dossier, "DATE_IMPLAUSIBLE") == [22, 23]


def test_two_years_of_lines_and_a_quiet_summer_are_nothing_to_look_at() -> None:
    rows = [[date(2020, 1, 5) + timedelta(days=i * 6 + (150 if i > 50 else 0)), "A", (-1.0) ** i] for i in range(110)]
    assert problems(read(tab("BNA", ONE_COLUMN, *rows))) == []


def test_the_order_of_text_dates_may_be_told_by_their_sequence() -> None:
    rows = [
        [text, "A", (-1.0) ** i]
        for i, text in enumerate(("01/05/2021", "01/09/2021", "02/03/2021", "02/08/2021", "03/01/2021", "03/11/2021"))
    ]
    dossier = read(tab("AGB", ONE_COLUMN, *rows))
    assert problems(dossier) == ["DATE_ORDER_SEQUENCE"]
    assert dossier.operations["booked_on"].max() == pd.Timestamp(2021, 3, 11)


def test_a_month_opened_with_american_settings_is_seen_from_few_lines() -> None:
    swapped = [[date(2021, month, 1), "A", -1.0] for month in (2, 5, 9)]
    rows = [*swapped, ["13/01/2021", "B", 1.0], ["20/01/2021", "C", 1.0], ["25/01/2021", "D", 1.0]]
    assert "DATE_SWAPPED" in problems(read(tab("BNA", ONE_COLUMN, *rows)))
