"""Excel tables: in LibreOffice, database ranges. They have a name, headings and filter buttons, and no style."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import NoSuchObjectError

from addin.hosts.calc.members import Member, NotPortedError

if TYPE_CHECKING:
    from addin.hosts.calc.ranges import Range
    from addin.hosts.calc.sheets import Sheet


class Tables(Member):
    """The tables of a sheet, from top to bottom."""

    sheet: Sheet

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    @property
    def api(self) -> Any:
        return self.sheet.book.doc.DatabaseRanges

    @property
    def parent(self) -> Sheet:
        return self.sheet

    def _all(self) -> list[Table]:
        position, ranges = self.sheet.index - 1, self.api
        placed = [(ranges.getByName(name).DataArea, name) for name in ranges.ElementNames]
        here = sorted((at.StartRow, at.StartColumn, name) for at, name in placed if at.Sheet == position)
        return [Table(self.sheet, name) for _, _, name in here]

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Table]:
        return iter(self._all())

    def __contains__(self, key: str) -> bool:
        return any(table.name.casefold() == key.casefold() for table in self._all())

    def __call__(self, name_or_index: str | int) -> Table:
        tables = self._all()
        if isinstance(name_or_index, int):
            if 0 < name_or_index <= len(tables):
                return tables[name_or_index - 1]
        else:
            for table in tables:
                if table.name.casefold() == name_or_index.casefold():
                    return table
        raise NoSuchObjectError(f"there is no table {name_or_index!r} on the sheet « {self.sheet.name} »")

    def add(
        self, source_type: object = None, source: Any = None, link_source: object = None, has_headers: bool = True,
        destination: object = None, table_style_name: str | None = None, name: str | None = None,
    ) -> Table:  # fmt: skip
        """Make a table of a range with headings; LibreOffice knows no style and ignores the name of one."""
        if not has_headers:
            raise NotPortedError("xlwings over LibreOffice: a table without headings is not ported")
        cells = getattr(source, "impl", source)
        ranges = self.api
        if name is None:
            count = ranges.Count + 1
            while ranges.hasByName(f"Table{count}"):
                count += 1
            name = f"Table{count}"
        ranges.addNewByName(name, cells.api.RangeAddress)
        made = ranges.getByName(name)
        made.ContainsHeader = made.AutoFilter = True
        return Table(self.sheet, name)


class Table(Member):
    """One table."""

    sheet: Sheet
    key: str

    def __init__(self, sheet: Sheet, key: str) -> None:
        self.sheet, self.key = sheet, key

    @property
    def api(self) -> Any:
        return self.sheet.book.doc.DatabaseRanges.getByName(self.key)

    @property
    def parent(self) -> Sheet:
        return self.sheet

    @property
    def name(self) -> str:
        return self.key

    @name.setter
    def name(self, value: str) -> None:
        self.api.Name = value
        self.key = value

    @property
    def display_name(self) -> str:
        return self.key

    @display_name.setter
    def display_name(self, value: str) -> None:
        self.name = value

    @property
    def range(self) -> Range:
        at = self.api.DataArea
        return self.sheet.area((at.StartRow + 1, at.StartColumn + 1, at.EndRow + 1, at.EndColumn + 1))

    @property
    def header_row_range(self) -> Range | None:
        top, left, _, right = self.range.area
        return self.sheet.area((top, left, top, right)) if self.show_headers else None

    @property
    def data_body_range(self) -> Range | None:
        top, left, bottom, right = self.range.area
        top, bottom = top + self.show_headers, bottom - self.show_totals
        return self.sheet.area((top, left, bottom, right)) if bottom >= top else None

    @property
    def insert_row_range(self) -> Range | None:
        """None: a table of LibreOffice has no row waiting for a first entry."""
        return None

    @property
    def totals_row_range(self) -> Range | None:
        _, left, bottom, right = self.range.area
        return self.sheet.area((bottom, left, bottom, right)) if self.show_totals else None

    @property
    def show_headers(self) -> bool:
        return bool(self.api.ContainsHeader)

    @property
    def show_totals(self) -> bool:
        return bool(self.api.TotalsRow)

    @property
    def show_autofilter(self) -> bool:
        return bool(self.api.AutoFilter)

    @show_autofilter.setter
    def show_autofilter(self, value: bool) -> None:
        self.api.AutoFilter = bool(value)

    def resize(self, cells: Any) -> None:
        """Give the table another range, headings included."""
        self.api.DataArea = getattr(cells, "impl", cells).api.RangeAddress
