"""The Excel tables of an existing sheet: where they stand, and how they grow with the rows put under them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from addin.hosts.book import Book
from addin.hosts.cellxml import column_index, column_letters
from addin.hosts.package import Element, main

_RANGE = re.compile(r"([A-Z]+)(\d+):([A-Z]+)(\d+)")


def heading_rows(book: Book, part: str) -> frozenset[int]:
    """Excel rows that hold the headings of a table of the sheet."""
    return frozenset(table_range(table)[0] for _, table in sheet_tables(book, part) if table.get("headerRowCount", "1") != "0")


def grow_tables(book: Book, part: str, span: tuple[int, int, int, int]) -> set[str]:
    """Let the tables that end where new rows begin take these rows in.

    Args:
        span: first row, first column, last row, last column of the new cells, 1-based.
    Returns:
        The table parts that changed.
    """
    first, left, last, right = span
    changed = set()
    for name, table in list(sheet_tables(book, part)):
        top, start, bottom, end = table_range(table)
        touches = top < first <= bottom + 1 and left <= end and right >= start
        if touches and last > bottom and table.get("totalsRowCount", "0") == "0":
            root = book.package.edit(name)
            for element in (root, *root.iterfind(main("autoFilter"))):
                element.set("ref", f"{column_letters(start)}{top}:{column_letters(end)}{last}")
            changed.add(name)
    return changed


def sheet_tables(book: Book, part: str) -> Iterator[tuple[str, Element]]:
    """Part and root element of each table of the sheet, to be read."""
    for link in book.package.relations(part):
        if link.kind == "table" and book.package.has(link.target):
            yield link.target, book.package.tree(link.target)


def table_range(table: Element) -> tuple[int, int, int, int]:
    """Top, left, bottom, right of a table, 1-based, headings and totals included."""
    found = _RANGE.fullmatch(table.get("ref", ""))
    if found is None:
        return 0, 0, 0, 0
    left, top, right, bottom = found.groups()
    return int(top), column_index(left.encode()) + 1, int(bottom), column_index(right.encode()) + 1
