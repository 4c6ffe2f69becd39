"""Copies of sheets, within a book and from another one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from addin.hosts.calc.pages import freeze, frozen, show_gridlines, shows_gridlines
from addin.hosts.calc.sheets import Sheet

if TYPE_CHECKING:
    from addin.hosts.calc.books import Book

_FORMULAS = 16
_NO_SUCH = (524, 525)  # no such reference, no such name
_READ_ONLY = 16
_NOT_COPIED = re.compile("Content$|Graphic|UserDefined|^Hidden$")  # contents are copied one by one; graphics cannot be


def copy_sheet(source: Sheet, book: Book, position: int) -> Sheet:
    """Copy a sheet to a position (0-based) of a book, with its formats, charts, tables, page and panes.

    The copy has the sheet's name where that is free, else « name (2) ». From another book nothing stays linked to it: a formula
    that cites another sheet there cites the sheet of that name here, or becomes its value when there is none.
    """
    book.check_structure()
    name = free_name(source.name, book)
    sheets = book.doc.Sheets
    if book.doc == source.book.doc:
        sheets.copyByName(source.name, name, position)
    else:
        before = set(sheets.ElementNames)
        sheets.importSheet(source.book.doc, source.name, position)
        made = next(known for known in sheets.ElementNames if known not in before)
        if made != name:
            sheets.getByName(made).Name = name
    copy = Sheet(book, sheets.getByName(name))
    if book.doc != source.book.doc:
        _unlink(copy, source)
        _copy_page(source, copy)
    _copy_tables(source, copy)
    if source.visible:
        _copy_window(source, copy)
    return copy


def free_name(name: str, book: Book) -> str:
    """The name, or « name (2) », « name (3) »…, shortened to 31 characters."""
    made, count = name, 1
    while made in book.sheets:
        count += 1
        ending = f" ({count})"
        made = name[: 31 - len(ending)] + ending
    return made


def _copy_tables(source: Sheet, copy: Sheet) -> None:
    """Tables of the sheet that the copy does not have; names are unique in a book."""
    ranges = copy.book.doc.DatabaseRanges
    there = {table.range.area for table in copy.tables}
    for table in source.tables:
        if table.range.area in there:
            continue
        name, count = table.name, 1
        while ranges.hasByName(name):
            count += 1
            name = f"{table.name}_{count}"
        ranges.addNewByName(name, copy.area(table.range.area).api.RangeAddress)
        made, known = ranges.getByName(name), table.api
        for member in ("ContainsHeader", "AutoFilter", "TotalsRow"):
            setattr(made, member, getattr(known, member))


def _copy_page(source: Sheet, copy: Sheet) -> None:
    """Print set-up: LibreOffice keeps it in page styles, which it leaves behind."""
    before = source.page_setup.api
    styles = copy.book.doc.StyleFamilies.getByName("PageStyles")
    name = f"PageStyle_{copy.name}"
    if not styles.hasByName(name):
        styles.insertByName(name, copy.book.doc.createInstance("com.sun.star.style.PageStyle"))
    after = styles.getByName(name)
    members = tuple(
        member.Name
        for member in before.PropertySetInfo.Properties
        if not (member.Attributes & _READ_ONLY or _NOT_COPIED.search(member.Name))
    )
    after.setPropertyValues(members, before.getPropertyValues(members))
    for place in ("Header", "Footer"):
        content = f"RightPage{place}Content"
        setattr(after, content, getattr(before, content))
    copy.cells_api.PageStyle = name
    position = copy.index - 1
    areas = source.cells_api.getPrintAreas()
    copy.cells_api.setPrintAreas(tuple(_on_sheet(area, position) for area in areas))
    for lines in ("Rows", "Columns"):
        if getattr(source.cells_api, f"getPrintTitle{lines}")():
            getattr(copy.cells_api, f"setTitle{lines}")(_on_sheet(getattr(source.cells_api, f"getTitle{lines}")(), position))
            getattr(copy.cells_api, f"setPrintTitle{lines}")(True)


def _on_sheet(area: Any, position: int) -> Any:
    area.Sheet = position
    return area


def _copy_window(source: Sheet, copy: Sheet) -> None:
    rows, columns = frozen(source)
    if rows or columns:
        freeze(copy, rows, columns)
    if not shows_gridlines(source):
        show_gridlines(copy, False)


def _unlink(copy: Sheet, source: Sheet) -> None:
    """Take away what still points to the other book: its sheets are cited by the file's path, or by nothing when it has none."""
    path = unquote(source.book.doc.URL).replace("'", "''")
    there = f"'{path}'#"
    for area in copy.cells_api.queryContentCells(_FORMULAS).RangeAddresses:
        place = (area.StartColumn, area.StartRow, area.EndColumn, area.EndRow)
        texts = copy.cells_api.getCellRangeByPosition(*place).getFormulaArray()
        if not any(there in text for row in texts for text in row):
            continue
        values = source.cells_api.getCellRangeByPosition(*place).getDataArray()
        for i, row in enumerate(texts):
            for j, text in enumerate(row):
                if there in text:
                    _bind(copy, area.StartColumn + j, area.StartRow + i, text.replace(there, ""), values[i][j])


def _bind(copy: Sheet, column: int, row: int, text: str, value: object) -> None:
    """Cite the sheets of this book, or keep the value where one of them is not here."""
    cell = copy.cells_api.getCellByPosition(column, row)
    cell.Formula = text
    if "#REF!" in cell.Formula or cell.getError() in _NO_SUCH:
        copy.cells_api.getCellRangeByPosition(column, row, column, row).setDataArray(((value if value is not None else "",),))
