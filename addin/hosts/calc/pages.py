"""What belongs to a sheet's page and window: print area, frozen panes, grid lines."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from addin.hosts.calc.addresses import write_area
from addin.hosts.calc.members import Member
from addin.hosts.calc.office import struct

if TYPE_CHECKING:
    from addin.hosts.calc.sheets import Sheet


_GRID = ".uno:ToggleSheetGrid"
Result = TypeVar("Result")


class PageSetup(Member):
    """Print set-up of a sheet."""

    sheet: Sheet

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    @property
    def api(self) -> Any:
        """The UNO page style."""
        return self.sheet.book.doc.StyleFamilies.getByName("PageStyles").getByName(self.sheet.cells_api.PageStyle)

    @property
    def print_area(self) -> str | None:
        areas = self.sheet.cells_api.getPrintAreas()
        texts = [write_area((at.StartRow + 1, at.StartColumn + 1, at.EndRow + 1, at.EndColumn + 1)) for at in areas]
        return ",".join(texts) or None

    @print_area.setter
    def print_area(self, value: str | None) -> None:
        parts = value.split(",") if value else []
        self.sheet.cells_api.setPrintAreas(tuple(self.sheet.range(part).api.RangeAddress for part in parts))


class FreezePanes(Member):
    """Rows and columns kept in view."""

    sheet: Sheet

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def freeze_at(self, frozen_range: str) -> None:
        """Keep these rows and columns, from A1 on, in view."""
        _, _, bottom, right = self.sheet.range(frozen_range).area
        rows, columns = self.sheet.cells_api.Rows.Count, self.sheet.cells_api.Columns.Count
        freeze(self.sheet, 0 if bottom == rows else bottom, 0 if right == columns else right)

    def unfreeze(self) -> None:
        """Let everything scroll."""
        freeze(self.sheet, 0, 0)


def in_view(sheet: Sheet, look: Callable[[Any], Result]) -> Result:
    """What `look` finds in the controller while that sheet is the active one; then the one before is active again.

    Raises:
        ValueError: the sheet is hidden, it cannot become the active one.
    """
    controller = sheet.book.controller
    before = controller.ActiveSheet
    if before.Name == sheet.name:
        return look(controller)
    if not sheet.visible:
        raise ValueError("hidden sheets can't be activated. Set sheet.visible = True first.")
    controller.setActiveSheet(sheet.cells_api)
    try:
        return look(controller)
    finally:
        controller.setActiveSheet(before)


def freeze(sheet: Sheet, rows: int, columns: int) -> None:
    """Keep the first rows and columns in view; none of both lets everything scroll."""
    in_view(sheet, lambda controller: controller.freezeAtPosition(columns, rows))


def frozen(sheet: Sheet) -> tuple[int, int]:
    """How many rows and columns are kept in view."""
    return in_view(sheet, lambda controller: (controller.SplitRow, controller.SplitColumn) if controller.hasFrozenPanes() else (0, 0))


def shows_gridlines(sheet: Sheet) -> bool:
    """True when the window shows the grid of that sheet."""
    return in_view(sheet, partial(_grid_state, sheet))


def show_gridlines(sheet: Sheet, value: bool) -> None:
    """Show the grid of that sheet, or not; the controller's own property would do it for the whole book."""

    def toggle(controller: Any) -> None:
        if _grid_state(sheet, controller) != bool(value):
            sheet.book.app.service("frame.DispatchHelper").executeDispatch(controller.Frame, _GRID, "", 0, ())

    in_view(sheet, toggle)


def _grid_state(sheet: Sheet, controller: Any) -> bool:
    """The state of the menu entry, which LibreOffice tells to a listener at once."""
    import unohelper
    from com.sun.star.frame import XStatusListener

    class Listener(unohelper.Base, XStatusListener):  # type: ignore[misc]
        state = True

        def statusChanged(self, event: Any) -> None:  # noqa: N802
            self.state = bool(event.State)

        def disposing(self, event: Any) -> None:
            """The window closed: nothing to do."""

    _, url = sheet.book.app.service("util.URLTransformer").parseStrict(struct("util.URL", Complete=_GRID))
    dispatch = controller.Frame.queryDispatch(url, "", 0)
    listener = Listener()
    dispatch.addStatusListener(listener, url)
    dispatch.removeStatusListener(listener, url)
    return listener.state
