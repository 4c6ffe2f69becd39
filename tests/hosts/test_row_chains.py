"""Between which rows others may be put in a closed file without breaking a balance or a total that goes on from row to row."""

from __future__ import annotations

import pytest

from addin.hosts.carried_formulas import Neighbours
from addin.hosts.row_chains import broken_chain
from addin.hosts.row_formulas import CellFormula

OLDEST_FIRST = "F{above}+D{row}-E{row}"
NEWEST_FIRST = "F{below}+D{row}-E{row}"
OWN_ROW = "D{row}-E{row}"
RUNNING_TOTAL = "SUM(D$5:D{row})"
FIXED = "D{row}*$B$1"


def _around(model: int, formula: str, first: int = 5, last: int = 12) -> Neighbours:
    """Rows 5 to 12 with the formula in column F, as they stand around the model."""
    rows = {
        row: {6: CellFormula(formula.format(row=row, above=row - 1, below=row + 1), "", 1.0)} if first <= row <= last else {}
        for row in range(model - 2, model + 3)
    }
    return Neighbours(model, rows)


def _breaks(model: int, at: int, formula: str, *, is_filled: bool = False) -> str | None:
    return broken_chain(_around(model, formula), at, lambda cited: cited.sheet == "", is_filled=is_filled)


@pytest.mark.parametrize("formula", [OLDEST_FIRST, RUNNING_TOTAL, OWN_ROW, FIXED])
def test_rows_go_under_the_last_one_of_a_chain_that_reads_upwards(formula: str) -> None:
    assert _breaks(12, 13, formula) is None


@pytest.mark.parametrize("formula", [NEWEST_FIRST, OWN_ROW, FIXED])
def test_rows_go_above_the_first_one_of_a_chain_that_reads_downwards(formula: str) -> None:
    assert _breaks(5, 5, formula) is None


@pytest.mark.parametrize(
    ("model", "at", "formula", "cell"),
    [
        (5, 5, OLDEST_FIRST, "F5"),
        (5, 5, RUNNING_TOTAL, "F5"),
        (8, 9, OLDEST_FIRST, "F9"),
        (8, 8, OLDEST_FIRST, "F8"),
        (8, 9, RUNNING_TOTAL, "F9"),
        (12, 13, NEWEST_FIRST, "F12"),
        (8, 8, NEWEST_FIRST, "F8"),
    ],
)
def test_a_chain_is_not_cut(model: int, at: int, formula: str, cell: str) -> None:
    assert _breaks(model, at, formula) == cell


@pytest.mark.parametrize("formula", [OWN_ROW, FIXED])
def test_formulas_of_their_own_row_let_rows_in_everywhere(formula: str) -> None:
    assert [_breaks(8, at, formula) for at in (8, 9)] == [None, None]


def test_prepared_rows_below_are_filled_not_cut() -> None:
    assert _breaks(8, 9, OLDEST_FIRST, is_filled=True) is None


def test_without_a_model_there_is_nothing_to_cut() -> None:
    assert broken_chain(Neighbours(0, {}), 2, lambda cited: True, is_filled=False) is None
