"""The sheet « Imports »: readable, and a memory of every line that survives the workbook."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.messages import TresoError
from addin.sheets.imports import COLUMNS, STATE_COLUMN, TITLE, import_rows, imports_sheet, read_register
from addin.treasury.headings import simplify
from addin.treasury.statements.fingerprints import CELL_LENGTH, DamagedFingerprintsError, Fingerprints, fingerprints, packed, unpacked
from addin.treasury.statements.register import Import, Register, fingerprints_of
from addin.treasury.vocabularies import STATE_TABS
from tests.statements.import_builders import statement

FILE = statement(("2026-10-01", "VIR", 1000, 2000, "BK1"), ("2026-10-02", "CHQ 7", -300.25, 1699.75), number="001 00012 3456789012 43")
ONE = Import(
    1,
    "BNA",
    "BNA 2026",
    fingerprints_of(FILE),
    "001 00012 3456789012 43",
    "CSV",
    "relevé.csv",
    datetime(2026, 11, 2, 9, 30),
    date(2026, 10, 1),
    date(2026, 10, 2),
    "DZD",
    2,
    2,
    0,
    1,
    69_975,
    100_000,
    169_975,
    "ok",
)


def many(count: int) -> Fingerprints:
    random = np.random.default_rng(3)
    days = np.datetime64("2024-01-01") + random.integers(0, 900, count).astype("timedelta64[D]")
    cents = random.integers(-(10**7), 10**7, count)
    return fingerprints(np.sort(days), cents, [f"L{i}" for i in range(count)], (), pd.Series(np.cumsum(cents)).astype("Int64"))


def same(one: Fingerprints, other: Fingerprints) -> bool:
    names = ("days", "cents", "label", "reference", "has_balance")
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in names) and np.array_equal(
        one.balance[one.has_balance], other.balance[other.has_balance]
    )


def grid(*imports: Import) -> list[list[object]]:
    """The sheet as read back from a workbook: numbers as floats, blanks at the end cut."""
    values = imports_sheet([row for each in imports for row in import_rows(each)]).values()
    return [[float(cell) if isinstance(cell, int) else cell for cell in row] for row in values]


def test_the_sheet_is_a_state_tab_that_the_reading_leaves_alone() -> None:
    assert simplify(TITLE) in STATE_TABS


def test_an_import_reads_back_as_it_was_written() -> None:
    register = read_register(grid(ONE), file="c.xlsx")
    (back,) = register.imports
    assert register.is_written
    assert same(back.lines, ONE.lines)
    kept = replace(back, lines=ONE.lines, added_cents=69_975, opening_cents=100_000, closing_cents=169_975, row=0)
    assert kept == ONE or {name: getattr(kept, name) for name in ("number", "account", "tab", "identity", "format", "file", "at")} == {
        name: getattr(ONE, name) for name in ("number", "account", "tab", "identity", "format", "file", "at")
    }
    assert (back.first, back.last, back.read, back.added, back.rejected, back.check, back.row) == (
        date(2026, 10, 1),
        date(2026, 10, 2),
        2,
        2,
        1,
        "ok",
        2,
    )


def test_an_undone_import_and_a_provisional_one_are_told() -> None:
    rows = grid(ONE, replace(ONE, number=2, is_interim=True))
    rows[1][STATE_COLUMN - 1] = "Annulé le 03/11/2026 10:00"
    register = read_register(rows, file="c.xlsx")
    assert [(each.is_undone, each.is_interim, each.format) for each in register.imports] == [(True, False, "CSV"), (False, True, "CSV")]
    assert [each.number for each in register.of_account("bna")] == [2]
    assert [each.number for each in register.of_account("CPA", "DZ58 001 00012 3456789012 43")] in ([2], [])
    assert register.next_number == 3


def test_an_import_of_many_lines_takes_further_rows_and_reads_back_in_any_order() -> None:
    big = replace(ONE, lines=many(40_000), read=40_000, added=40_000)
    rows = grid(big, replace(ONE, number=2))
    assert len(rows) > 4
    assert max(len(cell) for row in rows for cell in row if isinstance(cell, str)) <= CELL_LENGTH
    shuffled = [rows[0], rows[-1], rows[3], *rows[4:-1], rows[2], rows[1]]
    register = read_register(shuffled, file="c.xlsx")
    assert not register.findings
    assert same(next(each for each in register.imports if each.number == 1).lines, big.lines)


def test_a_hundred_thousand_lines_take_less_than_a_megabyte() -> None:
    assert sum(map(len, packed(many(100_000)))) < 1_000_000


@pytest.mark.parametrize("harm", ["cut", "changed", "emptied", "lost row", "later version", "swapped"])
def test_a_damaged_memory_is_said_and_never_taken_for_whole(harm: str) -> None:
    rows = grid(replace(ONE, lines=many(20_000), read=20_000, added=20_000))
    width = len(COLUMNS) - 16
    if harm == "cut":
        rows[1][width] = str(rows[1][width])[:-5]
    elif harm == "changed":
        cell = str(rows[1][width + 3])
        rows[1][width + 3] = cell[:200] + ("A" if cell[200] != "A" else "B") + cell[201:]
    elif harm == "emptied":
        rows = [[*row[:width]] for row in rows]
    elif harm == "lost row":
        del rows[2]
    elif harm == "later version":
        rows[1][width] = str(rows[1][width]).replace("E1 ", "E9 ")
    else:
        rows[1][width], rows[1][width + 1] = rows[1][width + 1], str(rows[1][width + 1])
    register = read_register(rows, file="c.xlsx")
    assert [(finding.code, finding.sheet, finding.row) for finding in register.findings] == [("REGISTER_DAMAGED", "Imports", 2)]
    assert len(register.imports[0].lines) == 0


def test_a_sheet_of_hers_named_imports_is_left_alone() -> None:
    with pytest.raises(TresoError) as refusal:
        read_register([["Date", "Importations de Chine"], ["2026-10-01", "conteneur"]], file="c.xlsx", sheet="imports")
    assert refusal.value.finding.code == "SHEET_NAME_TAKEN"


def test_a_register_without_import_reads_as_empty() -> None:
    register = read_register(imports_sheet([]).values(), file="c.xlsx")
    assert (register.imports, register.findings, register.next_number) == ((), (), 1)
    assert Register().next_number == 1


@given(st.lists(st.text(max_size=40), max_size=6))
@settings(max_examples=300, deadline=None)
def test_law_no_text_in_the_cells_crashes_the_reading(cells: list[str]) -> None:
    for texts in (cells, [f"E1 {i}/{len(cells)} {cell}" for i, cell in enumerate(cells, 1)]):
        try:
            assert len(unpacked(texts)) >= 0
        except DamagedFingerprintsError:
            continue


@given(
    st.lists(
        st.tuples(
            st.integers(-20_000, 60_000),
            st.integers(-(2**62), 2**62),
            st.text(max_size=20),
            st.text(max_size=5),
            st.none() | st.integers(-(2**60), 2**60),
        ),
        max_size=30,
    )
)
@settings(max_examples=200, deadline=None)
def test_law_fingerprints_read_back_as_they_were(rows: list[tuple[int, int, str, str, int | None]]) -> None:
    made = fingerprints(
        np.array([row[0] for row in rows], dtype="datetime64[D]"),
        np.array([row[1] for row in rows], dtype=np.int64),
        [row[2] for row in rows],
        [row[3] for row in rows],
        pd.Series([pd.NA if row[4] is None else row[4] for row in rows], dtype="Int64"),
    )
    back = unpacked(packed(made))
    order = (
        np.arange(len(made))
        if np.array_equal(back.days, made.days) and np.array_equal(back.cents, made.cents)
        else np.arange(len(made))[::-1]
    )
    assert same(back, made.taken(order))
