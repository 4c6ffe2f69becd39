"""Which formulas go down with new rows, and which are typed again because the host would leave them wrong."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from addin.hosts.excel_row_formulas import Formulas, after_adding, after_removing, carried_columns, loses_cells
from addin.hosts.row_moves import Move

E = 5


def _formulas(texts: dict[int, str], *numbers: int) -> Formulas:
    return Formulas("BNA", {(row, E): text for row, text in texts.items()}, frozenset((row, E) for row in numbers))


def _again(formulas: Formulas, move: Move, *, is_first: bool = False, is_last: bool = False) -> dict[int, str]:
    carried = carried_columns(formulas, move.model or 0, move.at)
    found = after_adding(formulas, move, carried, is_first=is_first, is_last=is_last)
    return {row: text for (row, _), text in found.values()}


def test_the_balance_under_new_rows_goes_on_from_the_last_of_them() -> None:
    formulas = _formulas({row: f"E{row - 1}+D{row}" for row in range(3, 9)}, 2)
    assert _again(formulas, Move(6, 3, 5)) == {9: "E8+D9"}
    assert carried_columns(formulas, 5, 6) == {E: "E4+D5"}


def test_the_first_balance_goes_on_from_the_rows_put_in_before_it() -> None:
    formulas = _formulas({row: f"E{row - 1}+D{row}" for row in range(3, 9)}, 2)
    assert _again(formulas, Move(3, 2, 3), is_first=True) == {5: "E4+D5"}


def test_a_total_takes_the_new_rows_in_at_both_ends() -> None:
    bottom = _formulas({9: "SUM(D2:D8)", 10: "E9*2"})
    assert _again(bottom, Move(9, 2, 8), is_last=True) == {11: "SUM(D2:D10)"}
    top = _formulas({1: "SUM(D3:D8)", 9: "SUM($D$3:$D$8)"})
    assert _again(top, Move(3, 2, 3), is_first=True) == {1: "SUM(D3:D10)", 11: "SUM($D$3:$D$10)"}


def test_the_final_balance_is_the_one_of_the_new_last_row() -> None:
    assert _again(_formulas({9: "E8"}), Move(9, 2, 8), is_last=True) == {11: "E10"}
    assert _again(_formulas({1: "E3"}), Move(3, 2, 3), is_first=True) == {1: "E3"}


def test_a_running_total_starts_at_the_new_first_line() -> None:
    formulas = _formulas({row: f"SUM(D$3:D{row})" for row in range(3, 6)})
    assert _again(formulas, Move(3, 2, 3), is_first=True) == {5: "SUM(D$3:D5)", 6: "SUM(D$3:D6)", 7: "SUM(D$3:D7)"}
    upwards = _formulas({row: f"SUM(D{row}:D$5)" for row in range(3, 6)})
    assert _again(upwards, Move(6, 2, 5), is_last=True) == {3: "SUM(D3:D$7)", 4: "SUM(D4:D$7)", 5: "SUM(D5:D$7)"}


def test_what_reads_a_cell_between_lines_keeps_reading_it() -> None:
    assert _again(_formulas({20: "E8"}), Move(9, 2, 8)) == {}


def test_a_fixed_cell_below_is_followed_not_left() -> None:
    formulas = _formulas({row: f"D{row}*$B$20" for row in range(3, 9)})
    assert _again(formulas, Move(6, 3, 5)) == {}


def test_other_sheets_are_left_to_the_host() -> None:
    assert _again(_formulas({9: "SUM(CPA!D2:D8)+SUM('BNA'!D2:D8)"}), Move(9, 2, 8), is_last=True) == {
        11: "SUM(CPA!D2:D8)+SUM('BNA'!D2:D10)"
    }


@given(st.integers(3, 9), st.integers(1, 4), st.booleans())
def test_a_balance_through_rows_put_in_and_taken_out_is_as_before(at: int, count: int, newest_first: bool) -> None:
    step = 1 if newest_first else -1
    texts = {row: f"E{row + step}+D{row}" for row in range(3, 9)}
    moved = {row if row < at else row + count: text for row, text in texts.items()}
    expected = {row: f"E{row + step}+D{row}" for row in (*moved, *range(at, at + count))}
    taken_out, lost = after_removing(_formulas(expected), Move(at, -count))
    by_host = {row if row < at else row - count: "?" for row in moved}
    assert not lost
    assert bool(taken_out) is (at > 3 if newest_first else at < 9)
    for (row, _), text in taken_out.values():
        by_host[row] = text
    assert {row: text for row, text in by_host.items() if text != "?"}.items() <= texts.items()


def test_a_total_that_would_lose_its_cells_is_told() -> None:
    _, lost = after_removing(_formulas({12: "SUM(D5:D6)", 13: "SUM(D2:D8)"}), Move(5, -2))
    assert lost == [(12, E)]
    assert loses_cells("SUM('BNA'!D5:D6)", "bna", Move(5, -2))
    assert not loses_cells("SUM('BNA'!D5:D7)+CPA!D5", "BNA", Move(5, -2))
