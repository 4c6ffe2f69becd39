"""Rows taken out of a sheet of an open workbook: the inverse of `excel_added_rows`."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from addin.hosts.excel_added_rows import Steps
from addin.hosts.excel_citations import enter_formulas
from addin.hosts.excel_queue import RemoveRows
from addin.hosts.excel_row_formulas import after_removing
from addin.hosts.excel_sheet_rows import AROUND, SheetRows
from addin.hosts.excel_values import address_of, sheet_values, written
from addin.hosts.row_moves import Move


class RemovedRows:
    """One removal."""

    def __init__(self, rows: SheetRows, change: RemoveRows) -> None:
        self._rows, self._sheet = rows, rows.sheet
        self._bottom, self._width = rows.used_end()
        last = change.first + change.count - 1
        is_prepared = rows.last_used() <= last < self._bottom
        self._move = Move(change.first, -change.count, in_place=is_prepared)

    def take_out(self, steps_back: Steps, lost: Callable[[str], Exception]) -> None:
        """Take the rows out; what puts their values and formulas back is added to the steps.

        Args:
            lost: makes the refusal for a cell that would lose what it reads.
        Raises:
            TresoError: that refusal.
        """
        move = self._move
        outside = [(1, move.at - 1), (move.last + 1, self._bottom)]
        dated = self._rows.dated(range(1, self._width + 1))
        if dated is not None:
            outside = [(1, dated[0] - 1), (dated[1] + 1, self._bottom)]
        edges = [(move.at - AROUND, move.at), (move.last, move.last + AROUND)]
        formulas = self._rows.formulas([*outside, *edges], self._width)
        again, cells = after_removing(formulas, move)
        if cells and not move.in_place:
            raise lost(address_of(cells[0]))
        steps_back.append(partial(enter_formulas, self._sheet, {at: f"={formulas.texts[at]}" for at in again}))
        self._remember(steps_back)
        if move.in_place:
            self._blank()
        else:
            self._sheet.range(f"{move.at}:{move.last}").delete("up")
            enter_formulas(self._sheet, {after: f"={text}" for after, text in again.values()})
        self._rows.moved(move)

    def _remember(self, steps_back: Steps) -> None:
        move = self._move
        place = address_of((move.at, 1), -move.count, self._width)
        found = sheet_values(self._sheet.range(place).raw_value, (1, 1)).rows
        formulas = self._rows.formulas([(move.at, move.last)], self._width).texts
        values = [
            [None if (move.at + i, j) in formulas else written(cell) for j, cell in enumerate(row, 1)]  # type: ignore[arg-type]
            for i, row in enumerate(found)
        ]

        def back() -> None:
            if not move.in_place:
                self._sheet.range(f"{move.at}:{move.last}").insert("down")  # it takes the formats of the row above
            self._sheet.range(place).value = values
            enter_formulas(self._sheet, {at: f"={text}" for at, text in formulas.items()})

        steps_back.append(back)

    def _blank(self) -> None:
        """The rows as prepared as the one under them."""
        move = self._move
        prepared = self._sheet.range(address_of((move.last + 1, 1), 1, self._width))
        prepared.copy(self._sheet.range(address_of((move.at, 1), -move.count, self._width)))
