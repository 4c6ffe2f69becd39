"""Rows put under the last used one of a sheet of an open workbook: formats as above them, tables grown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from addin.hosts.excel_cells_written import write_cells
from addin.hosts.excel_citations import formulas_of
from addin.hosts.excel_values import address_of, first_cell
from addin.sheets.model import Value

if TYPE_CHECKING:
    import xlwings


class NewRows:
    """Rows to be added to a sheet.

    Attributes:
        columns: Excel's numbers of the columns that they fill.
    """

    def __init__(self, sheet: xlwings.Sheet, rows: Sequence[Sequence[Value]]) -> None:
        self._sheet, self._rows = sheet, rows
        self._width = max(map(len, rows), default=0)
        self.columns = sorted({j for row in rows for j, value in enumerate(row, 1) if value is not None})

    def place_under(self, last: int) -> int | None:
        """The row where they begin: under the last one with a value, or under her formulas that show nothing yet.

        None when something was written there since the sheet was read.
        """
        if self._is_free(last + 1):
            return last + 1
        formulas = [row for row, column in formulas_of(self._sheet) if column in self.columns]
        last = max([last, *formulas])
        return last + 1 if self._is_free(last + 1) else None

    def _is_free(self, first: int) -> bool:
        block = self._place(first).formula
        rows = block if isinstance(block, (list, tuple)) else ((block,),)
        return all(row[column - 1] in (None, "") for row in rows for column in self.columns)

    def _place(self, first: int) -> xlwings.Range:
        return self._sheet.range(address_of((first, 1), len(self._rows), self._width))

    def write(self, first: int, steps_back: list[Callable[[], object]]) -> None:
        """Write them; what takes them away again is added to the steps."""
        headings = self._grow_tables(first - 1, steps_back)
        place = self._place(first)
        if first > 1 and first - 1 not in headings:
            steps_back.append(place.clear)
            self._copy_down(first - 1)
        else:
            steps_back.append(place.clear_contents)
        cells: dict[tuple[int, int], Value] = {}
        for i, row in enumerate(self._rows):
            cells |= {(first + i, j + 1): row[j] if j < len(row) else None for j in range(self._width)}
        write_cells(self._sheet, cells)

    def _copy_down(self, model: int) -> None:
        """Give the new rows the formats of the row above them: what was copied is copied again, so that few calls do."""
        done, wanted = 1, len(self._rows) + 1  # with the model itself
        while done < wanted:
            count = min(done, wanted - done)
            source = self._sheet.range(address_of((model, 1), count, self._width))
            source.copy(self._sheet.range(address_of((model + done, 1), count, self._width)))
            done += count

    def _grow_tables(self, last: int, steps_back: list[Callable[[], object]]) -> set[int]:
        """Let the table that ends at a row take in the next ones; gives the rows that hold headings of tables."""
        headings = set()
        bottom = last + len(self._rows)
        for table in self._sheet.tables:
            cells = table.range
            top, left = first_cell(cells.address)
            height, width = cells.shape
            headings.add(top)
            end = top + height - 1
            if top <= last <= end < bottom and left <= self._width and not table.show_totals:
                steps_back.append(partial(table.resize, self._sheet.range(address_of((top, left), height, width))))
                table.resize(self._sheet.range(address_of((top, left), bottom - top + 1, width)))
        return headings
