"""What a range does with cells: find its way, insert, remove, copy, clear."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from addin.hosts.calc.addresses import MAX_COLUMNS, MAX_ROWS
from addin.hosts.calc.members import NotPortedError
from addin.hosts.calc.office import enum
from addin.hosts.calc.rectangles import Rectangle

if TYPE_CHECKING:
    from addin.hosts.calc.ranges import Range

_CONTENTS, _FORMATS, _ALL = 1 | 2 | 4 | 16, 32 | 64, 1 | 2 | 4 | 8 | 16 | 32 | 64
_STEPS = {"d": (1, 0), "u": (-1, 0), "r": (0, 1), "l": (0, -1)}


class Moves(Rectangle):
    """Part of `Range`."""

    def clear(self) -> None:
        """Remove contents and formats."""
        if len(self):
            self.api.clearContents(_ALL)

    def clear_contents(self) -> None:
        """Remove values and formulas."""
        if len(self):
            self.api.clearContents(_CONTENTS)

    def clear_formats(self) -> None:
        """Remove formats."""
        if len(self):
            self.api.clearContents(_FORMATS)

    def expand(self, mode: str = "table") -> Range:
        """Grow to the filled cells beside it."""
        import xlwings
        from xlwings import expansion

        return expansion.expanders[mode].expand(xlwings.Range(impl=self)).impl  # type: ignore[no-any-return]

    def end(self, direction: str) -> Range:
        """Where Ctrl and an arrow lead from the first cell: along the filled cells, or to the next filled one."""
        down, right = _STEPS[direction[0].lower()]
        row, column = self.row, self.column
        line = {
            (1, 0): (row, column, MAX_ROWS, column),
            (-1, 0): (1, column, row, column),
            (0, 1): (row, column, row, MAX_COLUMNS),
            (0, -1): (row, 1, row, column),
        }[down, right]
        runs = _filled_runs(self.sheet.area(line).api, along_rows=bool(down))
        at = row if down else column
        forward = down + right > 0
        reached = _next_stop(runs, at, (MAX_ROWS if down else MAX_COLUMNS) if forward else 1, forward=forward)
        target = (reached, column) if down else (row, reached)
        return self.sheet.area((*target, *target))

    @property
    def current_region(self) -> Range:
        """The filled cells around, up to blank rows and columns."""
        cursor = self.sheet.cells_api.createCursorByRange(self.api)
        cursor.collapseToCurrentRegion()
        at = cursor.RangeAddress
        return self.sheet.area((at.StartRow + 1, at.StartColumn + 1, at.EndRow + 1, at.EndColumn + 1))

    def select(self) -> None:
        """Select the cells in the book's window."""
        controller = self.sheet.book.controller
        controller.setActiveSheet(self.sheet.cells_api)
        controller.select(self.api)

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:
        """Insert blank cells here, the others move down or right; whole rows or columns for whole ones."""
        if copy_origin not in (None, "format_from_left_or_above"):
            raise NotPortedError(f"xlwings over LibreOffice: insert with {copy_origin} is not ported")
        mode = self._whole("ROWS", "COLUMNS") or {"down": "DOWN", "right": "RIGHT"}.get(shift or self._narrow("down", "right"))
        self.sheet.cells_api.insertCells(self.api.RangeAddress, enum("sheet.CellInsertMode", str(mode)))

    def delete(self, shift: str | None = None) -> None:
        """Remove the cells, the others move up or left; whole rows or columns for whole ones."""
        mode = self._whole("ROWS", "COLUMNS") or {"up": "UP", "left": "LEFT"}.get(shift or self._narrow("up", "left"))
        self.sheet.cells_api.removeRange(self.api.RangeAddress, enum("sheet.CellDeleteMode", str(mode)))

    def _whole(self, rows: str, columns: str) -> str | None:
        return rows if self.shape[1] == MAX_COLUMNS else columns if self.shape[0] == MAX_ROWS else None

    def _narrow(self, vertical: str, horizontal: str) -> str:
        """Excel's choice: down for what is at least as wide as high."""
        return vertical if self.shape[1] > self.shape[0] or (self.shape[1] == self.shape[0] and vertical == "down") else horizontal

    def copy(self, destination: Range | None = None) -> None:
        """Copy values, formulas and formats to a place in the same book; without one, keep them for `paste`.

        A place several times as high is filled with as many copies, as in Excel.
        """
        if destination is None:
            self.sheet.book.app.clipboard = self  # type: ignore[assignment]
            return
        target = getattr(destination, "impl", destination)
        if target.sheet.book.doc != self.sheet.book.doc:
            raise NotPortedError("xlwings over LibreOffice: copying cells to another book is not ported")
        self.sheet.cells_api.copyRange(target.api.getCellByPosition(0, 0).CellAddress, self.api.RangeAddress)
        (height, width), wanted = self.shape, target.shape[0]
        top, left, _, _ = target.area
        if target.shape[1] != width or wanted % height:
            return
        while height < wanted:  # what was copied is copied again
            part = min(height, wanted - height)
            copied = target.sheet.area((top, left, top + part - 1, left + width - 1)).api.RangeAddress
            target.sheet.cells_api.copyRange(target.sheet.area((top + height, left) * 2).api.getCellByPosition(0, 0).CellAddress, copied)
            height += part

    def move(self, destination: Any) -> None:
        """Move the cells to a place in the same book; formulas that cite them follow."""
        target = getattr(destination, "impl", destination)
        self.sheet.cells_api.moveRange(target.api.getCellByPosition(0, 0).CellAddress, self.api.RangeAddress)

    def paste(self, paste: str | None = None, operation: str | None = None, skip_blanks: bool = False, transpose: bool = False) -> None:
        """Paste what `copy` took: everything, or the values."""
        source = self.sheet.book.app.clipboard
        if source is None:
            raise ValueError("nothing was copied")
        if operation or skip_blanks or transpose or paste not in (None, "all", "values"):
            raise NotPortedError(f"xlwings over LibreOffice: paste {paste} is not ported")
        if paste == "values":
            height, width = source.shape
            top, left = self.row, self.column
            self.sheet.area((top, left, top + height - 1, left + width - 1)).raw_value = source.raw_value
        else:
            source.copy(self)  # type: ignore[arg-type]


def _filled_runs(cells: Any, *, along_rows: bool) -> list[tuple[int, int]]:
    """Runs of filled cells (first, last) in one row or column, 1-based, in order."""
    areas = cells.queryContentCells(_CONTENTS).RangeAddresses
    pieces = sorted((a.StartRow + 1, a.EndRow + 1) if along_rows else (a.StartColumn + 1, a.EndColumn + 1) for a in areas)
    runs: list[tuple[int, int]] = []
    for first, last in pieces:
        if runs and first <= runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], max(runs[-1][1], last))
        else:
            runs.append((first, last))
    return runs


def _next_stop(runs: list[tuple[int, int]], at: int, border: int, *, forward: bool) -> int:
    """Where the way through runs of filled cells stops.

    >>> _next_stop([(1, 5), (9, 9)], 1, 100, forward=True), _next_stop([(1, 5), (9, 9)], 5, 100, forward=True)
    (5, 9)
    >>> _next_stop([(1, 5), (9, 9)], 9, 1, forward=False), _next_stop([], 7, 1, forward=False)
    (5, 1)
    """
    for first, last in runs if forward else reversed(runs):
        near, far = (first, last) if forward else (last, first)
        if (first <= at <= last) and at != far:
            return far
        if (near > at) if forward else (near < at):
            return near
    return border
