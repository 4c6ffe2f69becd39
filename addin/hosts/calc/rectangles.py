"""Where a range is: a rectangle of cells of one sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from addin.hosts.calc.addresses import MAX_COLUMNS, MAX_ROWS, Area, quoted, write_area
from addin.hosts.calc.members import Member

if TYPE_CHECKING:
    from addin.hosts.calc.ranges import Range
    from addin.hosts.calc.sheets import Sheet


class Rectangle(Member):
    """Cells from the first to the last row and column, 1-based; nothing when the last is before the first.

    Attributes:
        options: what the caller asked for, put there by xlwings.
        arg1_input: the address as it was given.
    """

    sheet: Sheet
    area: Area
    options: dict[str, Any]
    arg1_input: str

    def __init__(self, sheet: Sheet, area: Area) -> None:
        self.sheet, self.area = sheet, area
        self.options = {}
        self.arg1_input = ""

    @property
    def api(self) -> Any:
        """The UNO range; None when empty."""
        if not len(self):
            return None
        top, left, bottom, right = self.area
        return self.sheet.cells_api.getCellRangeByPosition(left - 1, top - 1, right - 1, bottom - 1)

    @property
    def row(self) -> int:
        return self.area[0]

    @property
    def column(self) -> int:
        return self.area[1]

    @property
    def shape(self) -> tuple[int, int]:
        top, left, bottom, right = self.area
        return max(0, bottom - top + 1), max(0, right - left + 1)

    @property
    def coords(self) -> tuple[Any, int, int, int, int]:
        return (self.sheet.cells_api, self.row, self.column, *self.shape)

    def __len__(self) -> int:
        height, width = self.shape
        return height * width

    def __call__(self, *place: int) -> Range:
        """The cell at (row, column) or at a number counted row by row; it may lie outside, as in Excel."""
        if not place:
            raise ValueError("Invalid arguments")
        if len(place) == 1:
            down, right = divmod(place[0] - 1, self.shape[1])
        else:
            down, right = place[0] - 1, place[1] - 1
        row, column = self.row + down, self.column + right
        if not (0 < row <= MAX_ROWS and 0 < column <= MAX_COLUMNS):
            raise IndexError(f"there is no cell at row {row}, column {column}")
        return self.sheet.area((row, column, row, column))

    def get_address(self, row_absolute: bool = True, col_absolute: bool = True, external: bool = False) -> str:
        """The address, with the book and the sheet if `external`."""
        text = write_area(self.area, rows=row_absolute, columns=col_absolute)
        if not external:
            return text
        return quoted(f"[{self.sheet.book.name}]{self.sheet.name}") + "!" + text

    @property
    def address(self) -> str:
        if not len(self):
            return f"{write_area((self.row, self.column, self.row, self.column))}{{{self.shape[0]}x{self.shape[1]}}}"
        return self.get_address()
