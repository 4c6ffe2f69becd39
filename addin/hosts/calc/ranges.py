"""A rectangle of cells."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from addin.hosts.calc.addresses import MAX_COLUMNS, MAX_ROWS, quoted
from addin.hosts.calc.formulas import constant_text
from addin.hosts.calc.looks import Looks
from addin.hosts.calc.moves import Moves
from addin.hosts.calc.office import struct
from addin.hosts.calc.values import read_block, write_block

if TYPE_CHECKING:
    from addin.hosts.calc.names import Name
    from addin.hosts.calc.notes import Note
    from addin.hosts.calc.tables import Table

_TRUTH = {"=TRUE()": "TRUE", "=FALSE()": "FALSE"}


class Range(Moves, Looks):
    """Cells: where they are (`Rectangle`), how they look, what can be done with them, and here what they hold."""

    max_cells_per_read = None  # no limit: a block crosses in one call
    max_cells_per_write = None

    # values -------------------------------------------------------------------------------------------------------------------

    @property
    def raw_value(self) -> Any:
        """The value of one cell, or rows of values; whole columns and rows are read as far as the sheet is used."""
        height, width = self.shape
        if not len(self):
            return None
        formats = self.sheet.book.formats
        if len(self) == 1:
            return read_block(self.api, formats)[0][0]
        last_row, last_column = self.sheet.used_end() if len(self) > 100_000 else (MAX_ROWS, MAX_COLUMNS)
        top, left, bottom, right = self.area
        kept = self.sheet.area((top, left, min(bottom, last_row), min(right, last_column)))
        rows = read_block(kept.api, formats) if len(kept) else []
        if kept.shape[1] < width:
            rows = [row + [""] * (width - len(row)) for row in rows]
        rows.extend([""] * width for _ in range(height - len(rows)))
        return rows

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        if not len(self):
            return
        if not isinstance(data, (list, tuple)):
            if isinstance(data, str) and data[:1] == "=" and len(data) > 1:
                self.formula = data
                return
            data = [[data] * self.shape[1]] * self.shape[0]
        elif data and not isinstance(data[0], (list, tuple)):
            data = [data]
        top, left, _, _ = self.area
        target = self.sheet.area((top, left, top + len(data) - 1, left + len(data[0]) - 1))
        for i, j, text in write_block(target.api, data, self.sheet.book.formats):
            target(i + 1, j + 1).formula = text

    # formulas -----------------------------------------------------------------------------------------------------------------

    @property
    def formula(self) -> Any:
        """The formula of one cell, or rows of them; of a cell without formula its value as text."""
        if not len(self):
            return None
        cells, book = self.api, self.sheet.book
        natives, values = cells.getFormulaArray(), cells.getDataArray()

        def shown(i: int, j: int, native: str) -> str:
            if native in _TRUTH:  # how LibreOffice reads a truth value from a file
                return _TRUTH[native]
            if native.startswith(("=", "{=")):
                return book.formulas.shown(native, partial(cells.getCellByPosition, j, i))
            return constant_text(values[i][j], native)

        rows = tuple(tuple(shown(i, j, native) for j, native in enumerate(line)) for i, line in enumerate(natives))
        return rows[0][0] if len(self) == 1 else rows

    @formula.setter
    def formula(self, value: Any) -> None:
        if not len(self):
            return
        if isinstance(value, (list, tuple)):
            self.raw_value = value
            return
        if not (isinstance(value, str) and value[:1] == "=" and len(value) > 1):
            self.raw_value = value
            return
        cells, (height, width) = self.api, self.shape
        at = cells.getCellByPosition(0, 0).CellAddress
        places = [(at.Column + j, at.Row + i) for i in range(height) for j in range(width)]
        others = [struct("table.CellAddress", Sheet=at.Sheet, Column=column, Row=row) for column, row in places[1:]]
        texts = self.sheet.book.formulas.native(value, at, others)
        cells.setFormulaArray(tuple(tuple(texts[i * width : (i + 1) * width]) for i in range(height)))

    @property
    def formula2(self) -> Any:
        return self.formula

    @formula2.setter
    def formula2(self, value: Any) -> None:
        self.formula = value

    @property
    def has_array(self) -> bool | None:
        """True within an array formula."""
        return len(self) > 0 and bool(self.sheet.cells_api.getCellRangeByPosition(*([self.column - 1, self.row - 1] * 2)).getArrayFormula())

    @property
    def formula_array(self) -> str | None:
        """The array formula that covers the range."""
        if not len(self):
            return None
        text = self.sheet.book.formulas.text(self.api.getCellByPosition(0, 0)) if self.has_array else self.formula
        return text if isinstance(text, str) else None

    @formula_array.setter
    def formula_array(self, value: str) -> None:
        if len(self):
            self.api.setArrayFormula(self.sheet.book.formulas.native(value, self.api.getCellByPosition(0, 0).CellAddress)[0])

    # what belongs to the cells --------------------------------------------------------------------------------------------------

    @property
    def name(self) -> Name | None:
        from addin.hosts.calc.names import name_of

        return name_of(self)

    @name.setter
    def name(self, value: str) -> None:
        self.sheet.book.names.add(value, f"={quoted(self.sheet.name)}!{self.get_address()}")

    @property
    def table(self) -> Table | None:
        """The table that its first cell lies in."""
        for table in self.sheet.tables:
            top, left, bottom, right = table.range.area
            if top <= self.row <= bottom and left <= self.column <= right:
                return table
        return None

    @property
    def note(self) -> Note | None:
        from addin.hosts.calc.notes import note_at

        return note_at(self)

    def add_note(self, text: str) -> Note:
        """Put a note on the first cell.

        Raises:
            ValueError: it has one.
        """
        from addin.hosts.calc.notes import add_note

        return add_note(self, text)
