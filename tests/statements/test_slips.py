"""Slips: centimes taken for dinars, years of another century, days to come; few false alarms on real lines."""

from __future__ import annotations

import time
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.treasury.statements.model import line_frame
from addin.treasury.statements.slips import find_slips, rib_slip

TODAY = date(2026, 11, 1)
NOTHING = pd.DataFrame({"label": pd.Series([], dtype=object), "amount_cents": pd.Series([], dtype="int64")})


def lines(
    days: list[date], cents: list[int] | None = None, labels: list[str] | None = None, balances: list[int] | None = None
) -> pd.DataFrame:
    count = len(days)
    return line_frame(
        {
            "line": list(range(2, count + 2)),
            "booked_on": days,
            "amount_cents": cents or [-1_055 - i for i in range(count)],
            "label": labels or [f"PRLV FOURNISSEUR {'ABCDEFGHIJ'[i % 10]}" for i in range(count)],
            **({"balance_cents": balances} if balances else {}),
        }
    )


def october(count: int) -> list[date]:
    return [date(2026, 10, 1) + timedelta(days=i * 30 // count) for i in range(count)]


def codes(frame: pd.DataFrame, history: pd.DataFrame = NOTHING, **more: int) -> list[tuple[str, tuple[int, ...]]]:
    return [(slip.code, slip.lines) for slip in find_slips(frame, history, TODAY, **more)]  # type: ignore[arg-type]


def history_of(party: str, cents: list[int]) -> pd.DataFrame:
    return pd.DataFrame({"label": pd.Series([f"PRLV {party}"] * len(cents), dtype=object), "amount_cents": cents})


def test_sound_lines_give_nothing() -> None:
    assert codes(lines(october(20))) == []
    assert codes(lines([])) == []


@pytest.mark.parametrize("year", [1926, 2025, 2027, 2062])
def test_a_year_that_slipped_is_said_with_the_year_of_its_neighbours(year: int) -> None:
    days = october(10)
    days[4] = days[4].replace(year=year)
    (slip,) = find_slips(lines(days), NOTHING, TODAY)
    assert (slip.code, slip.lines) == ("SLIP_YEAR", (6,))
    assert slip.details == {"value": days[4], "expected": days[4].replace(year=2026)}


def test_the_first_days_of_january_with_the_old_year_are_said() -> None:
    days = [date(2025, 12, 29), date(2025, 12, 31), date(2025, 1, 2), date(2026, 1, 4), date(2026, 1, 5), date(2026, 1, 9)]
    assert codes(lines(days)) == [("SLIP_YEAR", (4,))]
    assert codes(lines(days[::-1])) == [("SLIP_YEAR", (5,))]


def test_lines_far_apart_are_no_slip() -> None:
    assert codes(lines([date(2023, 3, 15), date(2024, 3, 16), date(2025, 3, 14), date(2026, 3, 15)])) == []
    assert codes(lines([date(2024, 12, 30), date(2024, 12, 31), date(2026, 1, 2), date(2026, 1, 3)])) == []


def test_days_to_come_are_one_finding_with_all_their_lines() -> None:
    days = [*october(8), date(2026, 11, 3), date(2026, 12, 1)]
    (slip,) = find_slips(lines(days), NOTHING, TODAY)
    assert (slip.code, slip.lines) == ("SLIP_FUTURE_DATE", (10, 11))
    assert slip.details == {"value": date(2026, 12, 1), "count": 2, "today": TODAY}
    assert codes(lines([*october(8), TODAY])) == []


@pytest.mark.parametrize(("year", "expected"), [(1926, 2026), (2062, 2026)])
def test_a_whole_file_of_an_impossible_year_is_one_finding(year: int, expected: int) -> None:
    days = [day.replace(year=year) for day in october(8)]
    (slip,) = find_slips(lines(days), NOTHING, TODAY)
    assert (slip.code, slip.lines, slip.details["expected"]) == ("SLIP_FILE_YEAR", (), days[0].replace(year=expected))


def test_an_amount_in_centimes_is_said_with_the_usual_one() -> None:
    frame = lines(october(2), [-143_805_500, -2_000], ["PRLV SADEG 10/26", "COM SMS"])
    (slip,) = find_slips(frame, history_of("SADEG", [-1_420_000, -1_380_055, -1_501_210, -1_290_000]), TODAY)
    assert (slip.code, slip.lines) == ("SLIP_CENTIMES", (2,))
    assert (slip.details["value"], slip.details["expected"], slip.details["counterparty"]) == (-143_805_500, -1_438_055, "SADEG")


def test_a_large_amount_whose_hundredth_is_not_usual_is_no_slip() -> None:
    usual = history_of("SADEG", [-1_420_000, -1_380_055, -1_501_210, -1_290_000])
    assert codes(lines(october(1), [-40_000_000], ["PRLV SADEG"]), usual) == []  # 28 times, but a hundredth is far too small
    assert codes(lines(october(1), [-143_805_533], ["PRLV SADEG"]), usual) == []  # it has centimes
    assert codes(lines(october(1), [143_805_500], ["PRLV SADEG"]), usual) == []  # the other direction
    assert codes(lines(october(1), [-143_805_500], ["PRLV SADEG"]), usual.head(2)) == []  # too little is known


def test_a_printed_balance_that_agrees_clears_a_large_amount_and_one_that_does_not_convicts() -> None:
    usual = history_of("SADEG", [-1_420_000, -1_380_055, -1_501_210, -1_290_000])
    labels = ["VIR A", "PRLV SADEG", "VIR B"]
    agrees = lines(october(3), [100, -143_805_500, 200], labels, [300_000_000, 156_194_500, 156_194_700])
    assert codes(agrees, usual) == []
    differs = lines(october(3), [100, -143_805_500, 200], labels, [300_000_000, 298_561_945, 298_562_145])
    assert codes(differs) == [("SLIP_CENTIMES_BALANCE", (3,))]


def test_a_whole_file_in_centimes_is_one_finding_by_its_balances() -> None:
    cents = [5_000, -1_200, -333, 70_000, -910]
    balances = (1_000_000 + np.cumsum(cents)).tolist()
    frame = lines(october(5), [value * 100 for value in cents], balances=balances)
    assert codes(frame) == [("SLIP_FILE_CENTIMES", ())]
    assert codes(frame.iloc[::-1]) == [("SLIP_FILE_CENTIMES", ())]
    assert codes(lines(october(5), cents, balances=balances)) == []


def test_a_whole_file_in_centimes_is_one_finding_by_the_movement_that_the_bank_states() -> None:
    frame = lines(october(3), [500_000, -120_000, -33_300])
    assert codes(frame, stated_movement_cents=3_467) == [("SLIP_FILE_CENTIMES", ())]
    assert codes(frame, stated_movement_cents=346_700) == []


@pytest.fixture
def bank_lines(shared: Path) -> pd.DataFrame:
    frame = pd.read_csv(shared / "data" / "pme_fec_e" / "bank_operations.csv").sort_values("date", kind="stable")
    return frame.assign(cents=(frame["amount"] * 100).round().astype(int), label=frame["label"].astype(object))


def as_lines(frame: pd.DataFrame) -> pd.DataFrame:
    return lines([date.fromisoformat(day) for day in frame["date"]], frame["cents"].tolist(), frame["label"].tolist())


def as_history(frame: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({"label": frame["label"], "amount_cents": frame["cents"]})


def test_real_lines_raise_no_alarm(bank_lines: pd.DataFrame) -> None:
    past, new = bank_lines.iloc[:979], bank_lines.iloc[979:]
    assert find_slips(as_lines(new), as_history(past), TODAY) == []
    assert find_slips(as_lines(bank_lines), NOTHING, TODAY) == []


def test_half_of_real_amounts_in_centimes_are_seen_and_a_whole_file_of_them(bank_lines: pd.DataFrame) -> None:
    past, new = bank_lines.iloc[:979], bank_lines.iloc[979:]
    seen = 0
    for at in range(0, 240, 4):
        slipped = new.copy()
        slipped.iloc[at, slipped.columns.get_loc("cents")] *= 100
        seen += ("SLIP_CENTIMES", (at + 2,)) in codes(as_lines(slipped), as_history(past))
    assert seen >= 27  # of 60: the others are new or irregular counterparties
    assert codes(as_lines(new.assign(cents=new["cents"] * 100)), as_history(past)) == [("SLIP_FILE_CENTIMES_HISTORY", ())]


def test_a_hundred_thousand_lines_take_under_two_seconds(bank_lines: pd.DataFrame) -> None:
    many = pd.concat([bank_lines] * 82).iloc[:100_000]
    frame, history = as_lines(many), as_history(many)
    start = time.perf_counter()
    find_slips(frame, history, TODAY)
    assert time.perf_counter() - start < 2


@given(
    st.lists(st.tuples(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(-(10**13), 10**13), st.sampled_from("ABC")), max_size=30)
)
def test_any_lines_are_looked_at_without_failing(rows: list[tuple[date, int, str]]) -> None:
    frame = lines([row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows]) if rows else lines([])
    places = set(frame["line"].tolist())
    for slip in find_slips(frame, NOTHING, TODAY):
        assert set(slip.lines) <= places


def test_a_wrong_key_is_a_slip_and_a_right_or_absent_one_is_not() -> None:
    slip = rib_slip("004 00012 3456789012 12")
    assert slip is not None
    assert slip.details == {"value": "004 00012 3456789012 12", "expected": "43"}
    assert rib_slip("001 00012 3456789012 43") is None
    assert rib_slip("Caisse") is None
