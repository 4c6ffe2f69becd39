"""What Excel sends for a cell becomes one of few types: the table of types, errors and ranges of Excel through COM."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.app.cells import Block
from addin.app.ports import CellError
from addin.hosts.cell_cleaning import ERROR_NUMBERS, as_block, clean, clean_rows, excel_number
from addin.hosts.excel_cells import to_excel
from tests.functions.hosts import packet


class ComTime(datetime):
    """As pywin32's time type: a `datetime` of its own kind with a made up time zone."""


@pytest.mark.parametrize(
    ("sent", "cell"),
    [
        (12.5, 12.5),
        (Decimal("12.5000"), 12.5),
        (3, 3.0),
        (True, True),
        (False, False),
        ("BNA", "BNA"),
        (" ", " "),
        ("", None),
        (None, None),
        (datetime(2026, 10, 31, tzinfo=UTC), datetime(2026, 10, 31)),
        (ComTime(2026, 10, 31, 8, 30, tzinfo=UTC), datetime(2026, 10, 31, 8, 30)),
        (date(2026, 10, 31), date(2026, 10, 31)),
        (time(8, 30), time(8, 30)),
        (46326.0, 46326.0),
        (np.float64(2.5), 2.5),
        (np.int64(7), 7.0),
        (-2146826281, CellError("#DIV/0!")),
        (-2146826246, CellError("#N/A")),
        (-2146826259, CellError("#NAME?")),
        (-2146826288, CellError("#NULL!")),
        (-2146826252, CellError("#NUM!")),
        (-2146826265, CellError("#REF!")),
        (-2146826273, CellError("#VALUE!")),
        (-2146826243, CellError("#SPILL!")),
        (-2146826238, CellError("#CALC!")),
        (-2146826245, CellError("#GETTING_DATA")),
        (-2146826200, CellError("#VALUE!")),
        (-2147352572, None),
        ("#N/A", CellError("#N/A")),
        ("#VALEUR!", CellError("#VALUE!")),
        ("#nom", "#nom"),
        ("\x012042", CellError("#N/A")),
        (float("nan"), CellError("#NUM!")),
        (float("inf"), CellError("#NUM!")),
        (Ellipsis, CellError("#VALUE!")),
    ],
    ids=str,
)
def test_a_cell_as_sent_is_one_of_few_types(sent: object, cell: object) -> None:
    cleaned = clean(sent)
    assert cleaned == cell
    assert type(cleaned) is type(cell)


@pytest.mark.parametrize(
    ("sent", "rows"),
    [
        (1.0, [[1.0]]),
        (None, [[None]]),
        ((1.0, "", True), [[1.0, None, True]]),
        (((1.0,), (-2146826246,)), [[1.0], [CellError("#N/A")]]),
        ([[1.0, 2], [3.0]], [[1.0, 2.0], [3.0, None]]),
        ((), [[None]]),
        (np.array([[1, 2], [3, 4]]), [[1.0, 2.0], [3.0, 4.0]]),
    ],
    ids=str,
)
def test_a_scalar_a_row_a_column_and_a_block_become_rows(sent: object, rows: list[list[object]]) -> None:
    assert clean_rows(sent) == rows


def test_rows_and_cells_side_by_side_are_no_block() -> None:
    with pytest.raises(TypeError, match="mixes"):
        clean_rows(((1.0,), 2.0))


def test_a_range_from_vba_keeps_its_place() -> None:
    assert as_block(packet((1.0,), (2.0,), sheet="BNA 2", row=3, column=28)) == Block("BNA 2", 3, 28, [[1.0], [2.0]])
    assert as_block(packet((1.0,), (2.0,), row=3, column=28)).address == "BNA!AB3:AB4"
    assert as_block(packet((5.0,), row=7, column=2)).address == "BNA!B7"
    assert as_block("texte") == Block("", 1, 1, [["texte"]])
    assert as_block(Block("BNA", 4, 1, [])).rows == [[None]]


@given(st.sampled_from(sorted(ERROR_NUMBERS)))
def test_an_error_goes_to_excel_and_back_as_the_same_error(text: str) -> None:
    error = CellError(text)
    assert clean(to_excel([[error]])[0][0]) == error
    assert clean(excel_number(error) - 2146828288) == error


def test_a_result_goes_to_excel_as_com_takes_it() -> None:
    sent = to_excel([[1.0, None, "x"], [CellError("#N/A"), date(2026, 10, 31), True]])
    assert sent == [[1.0, "", "x"], ["\x012042", datetime(2026, 10, 31, tzinfo=UTC), True]]
    assert to_excel([[datetime(2026, 10, 31, 8)]]) == [[datetime(2026, 10, 31, 8, tzinfo=UTC)]]
    assert to_excel([[CellError("")]]) == [["\x012015"]]
