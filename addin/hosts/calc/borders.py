"""Borders of a range."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings.base_classes import _UNSET

from addin.hosts.calc.members import Member, NotPortedError
from addin.hosts.calc.office import color_of, rgb_of

if TYPE_CHECKING:
    from addin.hosts.calc.rectangles import Rectangle

_SIDES = {
    "edge_top": "TopLine", "edge_bottom": "BottomLine", "edge_left": "LeftLine", "edge_right": "RightLine",
    "inside_vertical": "VerticalLine", "inside_horizontal": "HorizontalLine",
}  # fmt: skip
_DIAGONALS = {"diagonal_down": "DiagonalTLBR2", "diagonal_up": "DiagonalBLTR2"}
_STYLES = {"continuous": 0, "dot": 1, "dash": 2, "double": 3, "dash_dot": 16, "dash_dot_dot": 17}  # com.sun.star.table.BorderLineStyle
_WEIGHTS = {"hairline": 2, "thin": 26, "medium": 53, "thick": 79}  # hundredths of a millimetre


class Borders(Member):
    """The borders of some cells, a line for each side."""

    cells: Rectangle

    def __init__(self, cells: Rectangle) -> None:
        self.cells = cells

    @property
    def api(self) -> Any:
        return self.cells.api.TableBorder2

    def __getitem__(self, side: str) -> Border:
        return Border(self.cells, side)

    def _sides(self) -> list[str]:
        height, width = self.cells.shape
        return [side for side in _SIDES if (side != "inside_vertical" or width > 1) and (side != "inside_horizontal" or height > 1)]

    def _shared(self, member: str) -> Any:
        values = {getattr(self[side], member) for side in self._sides()}
        return values.pop() if len(values) == 1 else None

    @property
    def line_style(self) -> str | None:
        return self._shared("line_style")  # type: ignore[no-any-return]

    @line_style.setter
    def line_style(self, value: str | None) -> None:
        self.set(self._sides(), line_style=value)

    @property
    def weight(self) -> str | None:
        return self._shared("weight")  # type: ignore[no-any-return]

    @weight.setter
    def weight(self, value: str) -> None:
        self.set(self._sides(), weight=value)

    @property
    def color(self) -> tuple[int, int, int] | None:
        return self._shared("color")  # type: ignore[no-any-return]

    @color.setter
    def color(self, value: Any) -> None:
        self.set(self._sides(), color=value)

    def set(self, which: Any, **changes: Any) -> None:
        """Change what is given of these sides: color, weight, line_style."""
        height, width = self.cells.shape
        for side in which:
            if (side == "inside_vertical" and width == 1) or (side == "inside_horizontal" and height == 1):
                continue
            for member in ("color", "weight", "line_style"):
                if changes.get(member, _UNSET) is not _UNSET:
                    setattr(self[side], member, changes[member])

    def clear(self, which: Any) -> None:
        """Take these sides away."""
        self.set(which, line_style=None)


class Border(Member):
    """One side."""

    cells: Rectangle
    side: str

    def __init__(self, cells: Rectangle, side: str) -> None:
        self.cells, self.side = cells, side

    @property
    def api(self) -> Any:
        """The UNO line of the first cell on that side: where the cells differ Excel gives that one, too."""
        height, width = self.cells.shape
        name, down, right = {
            "edge_bottom": ("BottomBorder2", height - 1, 0),
            "edge_right": ("RightBorder2", 0, width - 1),
            "inside_vertical": ("RightBorder2", 0, 0),
            "inside_horizontal": ("BottomBorder2", 0, 0),
            "edge_top": ("TopBorder2", 0, 0),
            "edge_left": ("LeftBorder2", 0, 0),
        }.get(self.side) or (_DIAGONALS[self.side], 0, 0)
        return getattr(self.cells.api.getCellByPosition(right, down), name)

    def _draw(self, **values: Any) -> None:
        line = self.api
        if not line.LineWidth and values.get("LineWidth") != 0:
            line.LineStyle, line.LineWidth = 0, _WEIGHTS["thin"]
        for member, value in values.items():
            setattr(line, member, value)
        line.OuterLineWidth = line.LineWidth
        if self.side in _DIAGONALS:
            setattr(self.cells.api, _DIAGONALS[self.side], line)
            return
        border = self.cells.api.TableBorder2
        for name in _SIDES.values():
            setattr(border, f"Is{name}Valid", name == _SIDES[self.side])
        border.IsDistanceValid = False
        setattr(border, _SIDES[self.side], line)
        self.cells.api.TableBorder2 = border

    @property
    def line_style(self) -> str | None:
        """ "none" without a line."""
        line = self.api
        return next((name for name, style in _STYLES.items() if style == line.LineStyle), None) if line.LineWidth else "none"

    @line_style.setter
    def line_style(self, value: str | None) -> None:
        if value is None or value == "none":
            self._draw(LineStyle=0x7FFF, LineWidth=0, OuterLineWidth=0, InnerLineWidth=0)
        elif value in _STYLES:
            self._draw(LineStyle=_STYLES[value])
        else:
            raise NotPortedError(f"xlwings over LibreOffice: the line {value} is not ported")

    @property
    def weight(self) -> str | None:
        width = self.api.LineWidth
        return min(_WEIGHTS, key=lambda name: abs(_WEIGHTS[name] - width)) if width else None

    @weight.setter
    def weight(self, value: str) -> None:
        self._draw(LineWidth=_WEIGHTS[value])

    @property
    def color(self) -> tuple[int, int, int] | None:
        line = self.api
        return color_of(max(0, line.Color)) if line.LineWidth else None

    @color.setter
    def color(self, value: Any) -> None:
        self._draw(Color=rgb_of(value))
