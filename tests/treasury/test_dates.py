"""Dates: cells of every type to days, and the order of day and month by evidence."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.treasury.dates import dates_in, read_date, read_dates


@pytest.mark.parametrize(
    "cell",
    [
        date(2021, 1, 31),
        datetime(2021, 1, 31, 23, 59),
        44227.0,
        44227.75,
        20210131.0,
        "20210131",
        "31/01/2021",
        "31-01-2021",
        "31.01.21",
        "31 01 2021",
        "31/1/21",
        "2021-01-31",
        "2021-01-31T10:00:00",
        "2021/01/31",
        "31/01/2021 14:30",
        "31/01/2021 à 14h30",
        "dim. 31/01/2021",
        "dimanche 31 janvier 2021",
        "31 janv. 2021",
        "31-janv-21",
        "31-JAN-2021",
        "Jan 31, 2021",
        "31-Jan-21",
        "٣١/٠١/٢٠٢١",
        "\u200e31/01/2021\u00a0",
    ],
)
def test_dates_come_in_many_forms(cell: object) -> None:
    assert read_date(cell) == date(2021, 1, 31)


@pytest.mark.parametrize("cell", ["31/02/2021", "à venir", "01/2021", "31/01", "2021", 12.0, 3e9, True, "32/13/2021", 20211399.0])
def test_what_is_no_date_is_unreadable(cell: object) -> None:
    assert read_dates([cell]).troubles == {0: "unreadable"}


@pytest.mark.parametrize("cell", [None, "", "  ", "\u200b"])
def test_blank_cells_are_no_trouble(cell: object) -> None:
    column = read_dates([cell])
    assert (column.known.tolist(), column.troubles) == ([False], {})


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["25/01/2021", "05/04/2021"], "dmy"),
        (["01/25/2021", "01/26/2021", "01/27/2021", "05/04/2021"], "mdy"),
        (["05/04/2021"], "dmy_unproven"),
        (["05/05/2021"], "none"),
        (["25/01/2021", "01/26/2021", "05/04/2021"], "mixed"),
        ([*["25/01/2021"] * 30, "01/26/2021"], "dmy"),
    ],
)
def test_the_order_of_day_and_month_is_proved_or_said_to_be_unproven(cells: list[object], order: str) -> None:
    assert read_dates(cells).order == order


def test_dates_of_a_sentence_are_found() -> None:
    assert dates_in("Période du 01/01/2021 au 31.01.21, édité le 2021-02-02") == [date(2021, 1, 1), date(2021, 1, 31), date(2021, 2, 2)]


@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)), st.sampled_from(["%d/%m/%Y", "%Y-%m-%d", "%d.%m.%y", "%Y%m%d"]))
def test_a_day_to_text_to_the_same_day(day: date, form: str) -> None:
    assert read_date(day.strftime(form)) == day
