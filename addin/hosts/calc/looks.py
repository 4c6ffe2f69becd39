"""How the cells of a range look: number format, colours, font, alignment, widths and heights, merged cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from addin.hosts.calc.addresses import MAX_ROWS
from addin.hosts.calc.members import Member
from addin.hosts.calc.office import POINT, color_of, common, enum, rgb_of
from addin.hosts.calc.rectangles import Rectangle

if TYPE_CHECKING:
    from addin.hosts.calc.borders import Borders
    from addin.hosts.calc.ranges import Range

_PIXEL = 2540 / 96  # hundredths of a millimetre
_DIGIT, _PADDING = 7, 5  # pixels of a digit and of the margins, in Excel's standard font
_NO_COLOR = -1
_HORIZONTAL = {
    "general": "STANDARD", "left": "LEFT", "center": "CENTER", "right": "RIGHT", "justify": "BLOCK", "fill": "REPEAT",
}  # fmt: skip
_VERTICAL = {"bottom": 3, "top": 1, "center": 2, "justify": 4}  # com.sun.star.table.CellVertJustify2


def points(length: int) -> float:
    """Points, to the quarter, of LibreOffice's hundredths of a millimetre."""
    return round(length / POINT * 4) / 4


class Looks(Rectangle):
    """Part of `Range`."""

    @property
    def number_format(self) -> str | None:
        """Excel's code, None when the cells differ."""
        if not len(self):
            return ""
        key = common(self.api, "NumberFormat")
        return None if key is None else self.sheet.book.formats.code(key)

    @number_format.setter
    def number_format(self, value: str) -> None:
        if len(self):
            self.api.NumberFormat = self.sheet.book.formats.key(value)

    @property
    def color(self) -> tuple[int, int, int] | None:
        """Fill, None without one or when the cells differ."""
        color = common(self.api, "CellBackColor") if len(self) else None
        return None if color is None or color == _NO_COLOR else color_of(color)

    @color.setter
    def color(self, value: Any) -> None:
        if len(self):
            self.api.CellBackColor = _NO_COLOR if value is None else rgb_of(value)

    def set_colors(self, colors: Any) -> None:
        """Fills cell by cell; `...` leaves a cell as it is."""
        for i, row in enumerate(colors):
            for j, color in enumerate(row):
                if color is not ...:
                    self.api.getCellByPosition(j, i).CellBackColor = _NO_COLOR if color is None else rgb_of(color)

    @property
    def font(self) -> Font:
        return Font(self.api)

    @property
    def borders(self) -> Borders:
        from addin.hosts.calc.borders import Borders

        return Borders(self)

    @property
    def wrap_text(self) -> bool | None:
        value = common(self.api, "IsTextWrapped")
        return None if value is None else bool(value)

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self.api.IsTextWrapped = bool(value)

    @property
    def horizontal_alignment(self) -> str | None:
        value = common(self.api, "HoriJustify")
        return None if value is None else next((name for name, known in _HORIZONTAL.items() if known == value.value), None)

    @horizontal_alignment.setter
    def horizontal_alignment(self, value: str) -> None:
        if value not in _HORIZONTAL:
            self.__getattr__(f"horizontal_alignment = {value!r}")
        self.api.HoriJustify = enum("table.CellHoriJustify", _HORIZONTAL[value])

    @property
    def vertical_alignment(self) -> str | None:
        value = common(self.api, "VertJustify")
        return None if value is None else next((name for name, known in _VERTICAL.items() if known == (value or 3)), None)

    @vertical_alignment.setter
    def vertical_alignment(self, value: str) -> None:
        if value not in _VERTICAL:
            self.__getattr__(f"vertical_alignment = {value!r}")
        self.api.VertJustify = _VERTICAL[value]

    # sizes --------------------------------------------------------------------------------------------------------------------

    @property
    def column_width(self) -> float | None:
        """In characters of the standard font, None when the columns differ."""
        columns = self.api.Columns
        widths = {columns.getByIndex(j).Width for j in range(columns.Count)}
        if len(widths) != 1:
            return None
        pixels = round(widths.pop() / _PIXEL)
        return float(round(max(0, pixels - _PADDING) / _DIGIT, 2))

    @column_width.setter
    def column_width(self, value: float) -> None:
        self.api.Columns.Width = round((value * _DIGIT + _PADDING) * _PIXEL)

    @property
    def row_height(self) -> float | None:
        """In points, None when the rows differ; beyond the used rows all are alike."""
        rows = self.api.Rows
        count = min(rows.Count, self.sheet.used_end()[0] + 1) if rows.Count > 100 else rows.Count
        heights = {rows.getByIndex(i).Height for i in range(count)}
        return points(heights.pop()) if len(heights) == 1 else None

    @row_height.setter
    def row_height(self, value: float) -> None:
        self.api.Rows.Height = round(value * POINT)

    @property
    def width(self) -> float:
        return points(self.api.Size.Width) if len(self) else 0

    @property
    def height(self) -> float:
        return points(self.api.Size.Height) if len(self) else 0

    @property
    def left(self) -> float:
        return points(self.api.Position.X) if len(self) else 0

    @property
    def top(self) -> float:
        return points(self.api.Position.Y) if len(self) else 0

    def autofit(self, axis: str | None = None) -> None:
        """Fit columns ("c"), rows ("r") or both to what they show."""
        if axis in (None, "c", "columns"):
            self.api.Columns.OptimalWidth = True
        if axis in (None, "r", "rows"):
            top, left, bottom, right = self.area
            last = min(bottom, max(top, self.sheet.used_end()[0])) if bottom == MAX_ROWS or bottom - top > 10_000 else bottom
            rows = self.sheet.cells_api.getCellRangeByPosition(left - 1, top - 1, right - 1, last - 1).Rows
            rows.OptimalHeight = True

    @property
    def row_hidden(self) -> bool | None:
        """True or False when all rows are alike."""
        return _alike(self.api.Rows)

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        self.api.Rows.IsVisible = not value

    @property
    def column_hidden(self) -> bool | None:
        """True or False when all columns are alike."""
        return _alike(self.api.Columns)

    @column_hidden.setter
    def column_hidden(self, value: bool) -> None:
        self.api.Columns.IsVisible = not value

    # merged cells -------------------------------------------------------------------------------------------------------------

    @property
    def merge_cells(self) -> bool:
        """True when its first cell is merged with others."""
        return self.merge_area.shape != (1, 1) if self.shape == (1, 1) else bool(self.api.IsMerged)

    @property
    def merge_area(self) -> Range:
        """The merged cells that the first cell belongs to, else that cell."""
        cursor = self.sheet.cells_api.createCursorByRange(self.api.getCellByPosition(0, 0))
        cursor.collapseToMergedArea()
        at = cursor.RangeAddress
        return self.sheet.area((at.StartRow + 1, at.StartColumn + 1, at.EndRow + 1, at.EndColumn + 1))

    def merge(self, across: bool = False) -> None:
        """Merge the cells, or those of each row."""
        height, width = self.shape
        for part in [self.api.getCellRangeByPosition(0, i, width - 1, i) for i in range(height)] if across else [self.api]:
            part.merge(False)
            part.merge(True)

    def unmerge(self) -> None:
        """Take merged cells apart."""
        self.api.merge(False)


def _alike(lines: Any) -> bool | None:
    shown = {bool(lines.getByIndex(i).IsVisible) for i in range(lines.Count)}
    return not shown.pop() if len(shown) == 1 else None


class Font(Member):
    """Font of some cells; None where they differ."""

    api: Any

    def __init__(self, api: Any) -> None:
        object.__setattr__(self, "api", api)

    @property
    def bold(self) -> bool | None:
        weight = common(self.api, "CharWeight")
        return None if weight is None else weight > 100

    @bold.setter
    def bold(self, value: bool) -> None:
        self.api.CharWeight = 150.0 if value else 100.0

    @property
    def italic(self) -> bool | None:
        posture = common(self.api, "CharPosture")
        return None if posture is None else posture.value == "ITALIC"

    @italic.setter
    def italic(self, value: bool) -> None:
        self.api.CharPosture = enum("awt.FontSlant", "ITALIC" if value else "NONE")

    @property
    def size(self) -> float | None:
        height = common(self.api, "CharHeight")
        return None if height is None else round(float(height), 2)

    @size.setter
    def size(self, value: float) -> None:
        self.api.CharHeight = float(value)

    @property
    def name(self) -> str | None:
        value = common(self.api, "CharFontName")
        return None if value is None else str(value)

    @name.setter
    def name(self, value: str) -> None:
        self.api.CharFontName = value

    @property
    def color(self) -> tuple[int, int, int] | None:
        color = common(self.api, "CharColor")
        return None if color is None else color_of(max(0, color))

    @color.setter
    def color(self, value: Any) -> None:
        self.api.CharColor = rgb_of(value)
