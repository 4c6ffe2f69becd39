"""The sheet `Exports`: what it remembers comes back whole, or is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import numpy as np
import pytest

from addin.messages import TresoError
from addin.sheets.exports import STATE_COLUMN, export_rows, exports_sheet, read_exports
from addin.treasury.entries.register import Export, ExportRegister, Scope
from addin.treasury.statements.fingerprints import Fingerprints, fingerprints

Grid = list[list[object]]


def _prints(count: int) -> Fingerprints:
    chance = np.random.default_rng(count)
    days = np.datetime64("2026-01-01") + chance.integers(0, 300, count)
    return fingerprints(days, chance.integers(-(10**9), 10**9, count), [f"LABEL{n}" for n in chance.integers(0, 10**6, count)])


def _export(number: int, lines: int) -> Export:
    memory = {Scope("lines", "BNA"): _prints(lines), Scope("direct", "BNA"): _prints(3), Scope("customer"): _prints(2)}
    return Export(
        number, datetime(2026, 11, 1, 9, 30), "fec", date(2026, 10, 31), date(2026, 10, 1), date(2026, 10, 31), lines + 5, 123_456_78,
        123_456_78, "DZD", ("a.txt", "b.zip"), {"BNA": "BQ", "Caisse = petite": "CA"}, 7, memory,
    )  # fmt: skip


def _grid(*exports: Export) -> Grid:
    return [list(row) for row in exports_sheet([row for one in exports for row in export_rows(one)]).values()]


def _read(grid: Grid) -> ExportRegister:
    return read_exports(grid, file="compta.xlsx")


def test_all_that_is_remembered_comes_back_over_as_many_rows_as_it_takes() -> None:
    one, other = _export(1, 20_000), _export(2, 1)
    grid = _grid(one, other)
    assert len(grid) > 1 + 2 * 4
    register = _read([grid[0], *reversed(grid[1:])])  # she may sort it
    assert [each.number for each in register.exports] == [1, 2]
    first = register.exports[0]
    told = ("at", "format", "as_of", "first", "last", "entries", "debit_cents", "credit_cents", "files", "journals", "letters")
    assert [getattr(first, name) for name in told] == [getattr(one, name) for name in told]
    for scope, lines in one.memory.items():
        for name in ("days", "cents", "label"):
            assert np.array_equal(np.sort(getattr(first.memory[scope], name)), np.sort(getattr(lines, name)))
    assert (register.next_number, register.entries, register.letters) == (3, 20_011, 7)
    assert {scope: len(lines) for scope, lines in register.memory().items()} == {
        Scope("lines", "BNA"): 20_001, Scope("direct", "BNA"): 6, Scope("customer"): 4,
    }  # fmt: skip


def test_an_undone_export_remembers_nothing_but_its_number() -> None:
    grid = _grid(_export(1, 4))
    grid[1][STATE_COLUMN - 1] = "Annulé le 02/11/2026 08:00"
    grid[2][17] = "abîmé"
    register = _read(grid)
    assert (register.memory(), register.next_number, register.journals) == ({}, 2, {})


def _without_a_row(grid: Grid) -> None:
    del grid[3]


def _cut(grid: Grid) -> None:
    grid[2][17] = str(grid[2][17])[:-6]


def _other_nature(grid: Grid) -> None:
    grid[2][13] = "Autres"


def _other_count(grid: Grid) -> None:
    grid[2][15] = 1.0


def _without_head(grid: Grid) -> None:
    del grid[1]


def _written_in(grid: Grid) -> None:
    grid.append([None, "note à moi"])


@pytest.mark.parametrize("damage", [_without_a_row, _cut, _other_nature, _other_count, _without_head, _written_in])
def test_a_memory_that_was_changed_is_refused(damage: Callable[[Grid], None]) -> None:
    grid = _grid(_export(1, 4))
    damage(grid)
    with pytest.raises(TresoError) as refused:
        _read(grid)
    assert refused.value.code == "EXPORT_REGISTER_DAMAGED"


def test_an_account_keeps_its_journal_whatever_its_name() -> None:
    assert _read(_grid(replace(_export(1, 1), journals={"a = b ; c": "CA"}))).journals == {"a = b ; c": "CA"}
