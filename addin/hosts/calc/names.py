"""Defined names, of the book and of its sheets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import XlwingsError

from addin.hosts.calc.addresses import quoted, split_sheet
from addin.hosts.calc.members import Member

if TYPE_CHECKING:
    from addin.hosts.calc.books import Book
    from addin.hosts.calc.ranges import Range
    from addin.hosts.calc.sheets import Sheet


class Names(Member):
    """Names of a book, those of its sheets included, or of one sheet only; in alphabetical order, as in Excel."""

    book: Book
    sheet: Sheet | None

    def __init__(self, book: Book, sheet: Sheet | None = None) -> None:
        self.book, self.sheet = book, sheet

    @property
    def api(self) -> Any:
        return self.sheet.cells_api.NamedRanges if self.sheet else self.book.doc.NamedRanges

    def _all(self) -> list[Name]:
        found = [Name(self.book, self.sheet, name) for name in self.api.ElementNames]
        if self.sheet is None:
            for sheet in self.book.sheets:
                found += [Name(self.book, sheet, name) for name in sheet.cells_api.NamedRanges.ElementNames]
        return sorted(found, key=lambda name: name.key.casefold())

    def snapshot(self) -> list[tuple[str, Name]]:
        """Each name with its object."""
        return [(name.name, name) for name in self._all()]

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Name]:
        return iter(self._all())

    def __call__(self, name_or_index: str | int) -> Name:
        if isinstance(name_or_index, int):
            return self._all()[name_or_index - 1]
        found = self._find(name_or_index)
        if found is None:
            raise KeyError(name_or_index)
        return found

    def contains(self, name_or_index: str | int) -> bool:
        """True when there is such a name."""
        return self._find(name_or_index) is not None if isinstance(name_or_index, str) else 0 < name_or_index <= len(self)

    def _find(self, name: str) -> Name | None:
        wanted = name.casefold()
        known = self._all()
        exact = [one for one in known if one.name.casefold() == wanted]
        return next(iter(exact + [one for one in known if one.key.casefold() == wanted and self.sheet is not None]), None)

    def add(self, name: str, refers_to: str) -> Name:
        """Define a name, or give it another meaning; « Sheet!name » defines it for a sheet.

        Raises:
            XlwingsError: LibreOffice does not take the name.
        """
        sheet_name, key = split_sheet(name)
        sheet = self.book.sheets(sheet_name) if sheet_name else self.sheet
        names = sheet.cells_api.NamedRanges if sheet else self.book.doc.NamedRanges
        content = self.book.formulas.to_native(refers_to)
        if names.hasByName(key):
            names.getByName(key).Content = content
            return Name(self.book, sheet, key)
        origin = self.book.doc.Sheets.getByIndex(0).getCellByPosition(0, 0).CellAddress
        try:
            names.addNewByName(key, content, origin, 0)
        except Exception as error:
            if type(error).__name__.endswith("RuntimeException") and not names.hasByName(key):
                raise XlwingsError(f"LibreOffice does not take the name « {key} »") from error
            raise
        return Name(self.book, sheet, key)


class Name(Member):
    """One defined name.

    Attributes:
        key: without its sheet.
    """

    book: Book
    sheet: Sheet | None
    key: str

    def __init__(self, book: Book, sheet: Sheet | None, key: str) -> None:
        self.book, self.sheet, self.key = book, sheet, key

    @property
    def _names(self) -> Any:
        return self.sheet.cells_api.NamedRanges if self.sheet else self.book.doc.NamedRanges

    @property
    def api(self) -> Any:
        return self._names.getByName(self.key)

    @property
    def name(self) -> str:
        shown = self.key.removeprefix("_xlnm.")
        return f"{quoted(self.sheet.name)}!{shown}" if self.sheet else shown

    @name.setter
    def name(self, value: str) -> None:
        self.api.Name = split_sheet(value)[1]
        self.key = split_sheet(value)[1]

    @property
    def refers_to(self) -> str:
        return self.book.formulas.from_native(self.api.Content)

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self.api.Content = self.book.formulas.to_native(value)

    @property
    def refers_to_range(self) -> Range:
        """The range it stands for.

        Raises:
            XlwingsError: it stands for no range.
        """
        from addin.hosts.calc.references import range_of

        cells = self.api.ReferredCells
        if cells is None:
            raise XlwingsError(f"the name « {self.name} » stands for no range: {self.refers_to}")
        return range_of(self.sheet or self.book.sheets(1), cells)

    def delete(self) -> None:
        """Remove the name; cells keep their values."""
        self._names.removeByName(self.key)


def name_of(cells: Range) -> Name | None:
    """The name that stands for exactly these cells."""
    position = cells.sheet.index - 1
    top, left, bottom, right = (number - 1 for number in cells.area)
    for name in Names(cells.sheet.book):
        referred = name.api.ReferredCells
        if referred is None:
            continue
        at = referred.RangeAddress
        if (at.Sheet, at.StartRow, at.StartColumn, at.EndRow, at.EndColumn) == (position, top, left, bottom, right):
            return name
    return None
