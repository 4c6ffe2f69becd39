"""The ranges that a sheet keeps besides its cells (filters, formats, validations, merges, tables, drawings…) when rows move."""

from __future__ import annotations

import re
from dataclasses import replace

from addin.hosts.book import Book, Tab
from addin.hosts.formula_tokens import Reference, references, rewritten
from addin.hosts.package import Element, main
from addin.hosts.row_moves import Move
from addin.hosts.tableparts import sheet_tables, table_range

_TAG = rb"<(?:[\w.-]+:)?"
_JOINING = re.compile(
    _TAG + rb"(?P<tag>autoFilter|sortState|sortCondition|conditionalFormatting|dataValidation|ignoredError|protectedRange|"
    rb"mergeCell|hyperlink|cellWatch|inputCells)\b[^>]*>"
)
_RANGES = re.compile(rb'(\s(?:ref|sqref|r)=")([^"]*)(")')
_X14 = re.compile(rb"(<(?:[\w.-]+:)?sqref>)([^<]*)(</(?:[\w.-]+:)?sqref>)(?!\s*</(?:[\w.-]+:)?sparkline>)")
_BREAKS = re.compile(rb"<(?:[\w.-]+:)?rowBreaks\b.*?</(?:[\w.-]+:)?rowBreaks>", re.DOTALL)
_BREAK = re.compile(rb'(<(?:[\w.-]+:)?brk\b[^>]*?\sid=")(\d+)(")')
_FILTERS = (b"autoFilter", b"sortState", b"sortCondition")
_ALONE = (b"mergeCell", b"hyperlink", b"cellWatch", b"inputCells")
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"


class RangesGoneError(Exception):
    """All cells of a format, validation or filter would be taken out."""


def moved_ranges(xml: bytes, move: Move, columns: tuple[int, int]) -> bytes:
    """What stands before or after the rows of a sheet, its ranges moved.

    Args:
        columns: first and last column of the new values: a filter beside them does not grow.
    Raises:
        RangesGoneError: an element would be left without any cell.
    """

    def tag(found: re.Match[bytes]) -> bytes:
        name = found["tag"]

        def one(ranges: re.Match[bytes]) -> bytes:
            text = ranges[2].decode()
            joins, also = name not in _ALONE, None
            if name in _FILTERS:
                joins, also = meets(text, columns), move.at - 1 if move.model is None else None
            new = move.ranges(text, joins=joins, also=also)
            if not new:
                raise RangesGoneError(text)
            return ranges[1] + new.encode() + ranges[3]

        return _RANGES.sub(one, found[0])

    def x14(found: re.Match[bytes]) -> bytes:
        new = move.ranges(found[2].decode())
        if not new:
            raise RangesGoneError(found[2].decode())
        return found[1] + new.encode() + found[3]

    def breaks(found: re.Match[bytes]) -> bytes:
        return _BREAK.sub(lambda one: one[1] + str(move.row(int(one[2])) or move.at - 1).encode() + one[3], found[0])

    return _BREAKS.sub(breaks, _X14.sub(x14, _JOINING.sub(tag, xml)))


def meets(sqref: str, columns: tuple[int, int]) -> bool:
    """True when ranges share a column with these."""
    return any(cited.first_column <= columns[1] and cited.last_column >= columns[0] for cited in references(sqref.replace(" ", ",")))


def move_tables(book: Book, part: str, move: Move, columns: tuple[int, int]) -> set[str]:
    """Let the tables of a sheet follow; gives the parts that changed."""
    found: list[tuple[str, Element, str]] = []
    for name, table in sheet_tables(book, part):
        _, left, _, right = table_range(table)
        joins = left <= columns[1] and right >= columns[0]
        also = move.at - 1 if move.model is None and joins else None
        for path in ("", "autoFilter", "sortState", "autoFilter/sortState", "sortState/sortCondition"):
            for element in table.findall("/".join(main(tag) for tag in path.split("/"))) if path else [table]:
                new = move.ranges(element.get("ref", ""), joins=joins, also=also)
                if not new:
                    raise RangesGoneError(element.get("ref", ""))
                if new != element.get("ref", ""):
                    found.append((name, element, new))
    for name, element, new in found:
        book.package.edit(name)
        element.set("ref", new)
    return {name for name, _, _ in found}


def move_names(book: Book, tab: Tab, move: Move) -> None:
    """Let the defined names that cite the sheet follow: its print area, its filter, names of hers.

    Raises:
        RangesGoneError: a name would be left without any cell.
    """
    found = [(name, _named(name.text or "", tab.name, move, name.get("name", "").startswith("_xlnm."))) for name in book.names()]
    for name, new in found:
        if "#REF!" in new and "#REF!" not in (name.text or ""):
            raise RangesGoneError(name.get("name", ""))
    for name, new in found:
        if new != (name.text or ""):
            book.change_name(name, new)


def _named(text: str, sheet: str, move: Move, is_filter: bool) -> str:
    def one(cited: Reference) -> Reference | None:
        if cited.sheet_name.casefold() != sheet.casefold() or not cited.first_row:
            return cited
        if not (cited.fixed[1] and (cited.fixed[3] or not cited.is_range)):  # told from the cell that uses the name
            return cited
        joins = bool(cited.first_column) and (cited.first_row < cited.last_row or is_filter)
        found = move.rows(cited.first_row, cited.last_row, joins=joins)
        if found is None:
            return None
        return replace(cited, first_row=found[0], last_row=found[1])

    return rewritten(text, one)


def move_drawings(book: Book, part: str, move: Move) -> set[str]:
    """Let pictures and charts that stand at the moved rows follow, as Excel does; gives the parts that changed."""
    changed: set[str] = set()
    if move.in_place:
        return changed
    for link in book.package.relations(part):
        if link.kind != "drawing" or not book.package.has(link.target):
            continue
        for kind in ("twoCellAnchor", "oneCellAnchor"):
            for anchor in book.package.tree(link.target).findall(f"{_DRAWING}{kind}"):
                top, bottom = _row(anchor, "from"), _row(anchor, "to")
                new_top = _moved_anchor(top, move)
                stays = anchor.get("editAs") in ("oneCell", "absolute")
                if anchor.get("editAs") == "absolute":
                    continue
                new_bottom = None if bottom is None else bottom + (new_top - (top or 0)) if stays else _moved_anchor(bottom, move)
                if (new_top, new_bottom) == (top, bottom):
                    continue
                book.package.edit(link.target)
                anchor.find(f"{_DRAWING}from/{_DRAWING}row").text = str(new_top)
                if new_bottom is not None:
                    anchor.find(f"{_DRAWING}to/{_DRAWING}row").text = str(new_bottom)
                changed.add(link.target)
    return changed


def _row(anchor: Element, end: str) -> int | None:
    found = anchor.find(f"{_DRAWING}{end}/{_DRAWING}row")
    return None if found is None else int(found.text)


def _moved_anchor(row: int | None, move: Move) -> int:
    """New place of an end of an anchor; rows are counted from 0."""
    if row is None:
        return 0
    found = move.row(row + 1)
    return move.at - 1 if found is None else found - 1
