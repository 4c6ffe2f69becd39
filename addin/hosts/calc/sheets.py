"""The sheets of a book."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import NoSuchObjectError, XlwingsError

from addin.hosts.calc.addresses import MAX_COLUMNS, MAX_ROWS, Area
from addin.hosts.calc.members import Member

if TYPE_CHECKING:
    from addin.hosts.calc.books import Book
    from addin.hosts.calc.charts import Charts
    from addin.hosts.calc.names import Names
    from addin.hosts.calc.notes import Note
    from addin.hosts.calc.pages import FreezePanes, PageSetup
    from addin.hosts.calc.pictures import Pictures
    from addin.hosts.calc.ranges import Range
    from addin.hosts.calc.tables import Tables

_CONTENTS, _FORMATS, _ALL = 1 | 2 | 4 | 16, 32 | 64, 1 | 2 | 4 | 8 | 16 | 32 | 64
"""`com.sun.star.sheet.CellFlags`: values, dates, texts, formulas · formats · all, notes included."""


class Sheets(Member):
    """The sheets of a book, in tab order."""

    book: Book

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def api(self) -> Any:
        return self.book.doc.Sheets

    @property
    def active(self) -> Sheet:
        return Sheet(self.book, self.book.controller.ActiveSheet)

    def __call__(self, name_or_index: str | int) -> Sheet:
        sheets = self.api
        if isinstance(name_or_index, int):
            if 0 < name_or_index <= sheets.Count:
                return Sheet(self.book, sheets.getByIndex(name_or_index - 1))
        else:
            if sheets.hasByName(name_or_index):
                return Sheet(self.book, sheets.getByName(name_or_index))
            wanted = name_or_index.casefold()
            for name in sheets.ElementNames:
                if name.casefold() == wanted:
                    return Sheet(self.book, sheets.getByName(name))
        raise NoSuchObjectError(f"Sheet {name_or_index!r} doesn't exist.")

    def __len__(self) -> int:
        return int(self.api.Count)

    def __iter__(self) -> Iterator[Sheet]:
        sheets = self.api
        return iter([Sheet(self.book, sheets.getByIndex(i)) for i in range(sheets.Count)])

    def __contains__(self, name: str) -> bool:
        wanted = name.casefold()
        return any(known.casefold() == wanted for known in self.api.ElementNames)

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        """Insert an empty sheet, before the active one if nothing is said, and make it the active one."""
        self.book.check_structure()
        if name is None:
            count = len(self) + 1
            while f"Sheet{count}" in self:
                count += 1
            name = f"Sheet{count}"
        elif name in self:
            raise ValueError(f"a sheet « {name} » is there already")
        position = before.index - 1 if before else after.index if after else self.active.index - 1
        self.api.insertNewByName(name, position)
        sheet = self(name)
        sheet.activate()
        return sheet


class Sheet(Member):
    """One sheet.

    Attributes:
        cells_api: the UNO sheet.
    """

    book: Book
    cells_api: Any

    def __init__(self, book: Book, cells_api: Any) -> None:
        self.book, self.cells_api = book, cells_api

    @property
    def api(self) -> Any:
        return self.cells_api

    @property
    def name(self) -> str:
        return str(self.cells_api.Name)

    @name.setter
    def name(self, value: str) -> None:
        self.book.check_structure()
        mine = self.name
        if value.casefold() != mine.casefold() and value in self.book.sheets:
            raise ValueError(f"a sheet « {value} » is there already")
        self.cells_api.Name = value
        if self.name != value:
            raise XlwingsError(f"LibreOffice does not take « {value} » as the name of a sheet")

    @property
    def index(self) -> int:
        return int(self.cells_api.RangeAddress.Sheet) + 1

    def area(self, area: Area) -> Range:
        """The range of an area."""
        from addin.hosts.calc.ranges import Range

        return Range(self, area)

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        """A range by address, name, table reference, (row, column), (row, column, height, width), or two corners."""
        from addin.hosts.calc.references import resolve

        return resolve(self, arg1, arg2)

    @property
    def cells(self) -> Range:
        return self.area((1, 1, MAX_ROWS, MAX_COLUMNS))

    @property
    def used_range(self) -> Range:
        cursor = self.cells_api.createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)
        at = cursor.RangeAddress
        return self.area((at.StartRow + 1, at.StartColumn + 1, at.EndRow + 1, at.EndColumn + 1))

    def used_end(self) -> tuple[int, int]:
        """Last row and column that hold something, 1-based."""
        cursor = self.cells_api.createCursor()
        cursor.gotoEndOfUsedArea(False)
        at = cursor.RangeAddress
        return at.EndRow + 1, at.EndColumn + 1

    @property
    def names(self) -> Names:
        from addin.hosts.calc.names import Names

        return Names(self.book, self)

    @property
    def tables(self) -> Tables:
        from addin.hosts.calc.tables import Tables

        return Tables(self)

    @property
    def charts(self) -> Charts:
        from addin.hosts.calc.charts import Charts

        return Charts(self)

    @property
    def pictures(self) -> Pictures:
        from addin.hosts.calc.pictures import Pictures

        return Pictures(self)

    @property
    def notes(self) -> list[Note]:
        from addin.hosts.calc.notes import notes_of

        return notes_of(self)

    @property
    def page_setup(self) -> PageSetup:
        from addin.hosts.calc.pages import PageSetup

        return PageSetup(self)

    @property
    def freeze_panes(self) -> FreezePanes:
        from addin.hosts.calc.pages import FreezePanes

        return FreezePanes(self)

    @property
    def visible(self) -> bool:
        return bool(self.cells_api.IsVisible)

    @visible.setter
    def visible(self, value: bool) -> None:
        self.book.check_structure()
        self.cells_api.IsVisible = bool(value)
        if self.visible != bool(value):
            raise XlwingsError("a book keeps at least one visible sheet")

    @property
    def show_gridlines(self) -> bool:
        from addin.hosts.calc.pages import shows_gridlines

        return shows_gridlines(self)

    @show_gridlines.setter
    def show_gridlines(self, value: bool) -> None:
        from addin.hosts.calc.pages import show_gridlines

        show_gridlines(self, value)

    def activate(self) -> None:
        """Make it the active sheet of its book."""
        self.book.controller.setActiveSheet(self.cells_api)

    select = activate

    def clear(self) -> None:
        """Remove contents and formats."""
        self.cells_api.clearContents(_ALL)

    def clear_contents(self) -> None:
        """Remove values and formulas."""
        self.cells_api.clearContents(_CONTENTS)

    def clear_formats(self) -> None:
        """Remove formats."""
        self.cells_api.clearContents(_FORMATS)

    def autofit(self, axis: str | None = None) -> None:
        """Fit rows and columns to what they show."""
        self.used_range.autofit(axis)

    def delete(self) -> None:
        """Remove the sheet, without a question.

        Raises:
            XlwingsError: it is the last one, or the book's structure is protected.
        """
        self.book.check_structure()
        sheets = self.book.doc.Sheets
        name, count = self.name, sheets.Count
        if count > 1:
            sheets.removeByName(name)
        if sheets.Count == count:
            raise XlwingsError(f"LibreOffice does not remove the sheet « {name} »")

    def copy(self, before: Sheet | None = None, after: Sheet | None = None) -> None:
        """Copy it beside a sheet of this book or of another one."""
        from addin.hosts.calc.copies import copy_sheet

        beside = before or after
        assert beside is not None
        copy_sheet(self, beside.book, beside.index - 1 if before else beside.index)

    def move(self, before: Sheet | None = None, after: Sheet | None = None) -> None:
        """Move it beside another sheet of the book."""
        beside = before or after
        assert beside is not None
        self.book.check_structure()
        self.book.doc.Sheets.moveByName(self.name, beside.index - 1 if before else beside.index)
