"""Web pages and Excel's XML of 2003: what many banks call .xls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from typing import Any
from xml.etree.ElementTree import Element

from lxml import etree, html

from addin.messages import TresoError
from addin.treasury.statements.decoding import decode

_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_-]+)", re.I)
_MOST_SPANNED, _MOST_COLUMNS = 200, 16_384
_FILLER = re.compile(r"[\s\u00a0]+")


def web_tables(data: bytes, file: str) -> list[list[object]]:
    """The rows of all tables of a web page, one under the other; a table that only frames others does not count.

    Spanned columns keep their place; a cell that spans rows stands in the first one only. Cells are text.

    Raises:
        TresoError: STATEMENT_HTML_NO_TABLE.
    """
    rows = [row for table in _data_tables(_page(data, file)) for row in _rows(table)]
    if not any(cell for row in rows for cell in row):
        raise TresoError("STATEMENT_HTML_NO_TABLE", file=file)
    return rows


def _page(data: bytes, file: str) -> Any:
    declared = _CHARSET.search(data[:4096])
    try:
        text = decode(data, declared[1].decode("ascii") if declared else "").text
    except TresoError:  # the page names an encoding that does not exist
        text = decode(data).text
    try:
        return html.document_fromstring(_DECLARATION.sub("", text, count=1), parser=html.HTMLParser(no_network=True, huge_tree=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise TresoError("STATEMENT_HTML_NO_TABLE", file=file) from error


def _data_tables(page: Any) -> Iterator[Any]:
    """Tables without a table inside."""
    inner = {id(table) for table in page.iter("table")}
    for table in page.iter("table"):
        parent = table.getparent()
        while parent is not None:
            if parent.tag == "table":
                inner.discard(id(parent))
            parent = parent.getparent()
    return (table for table in page.iter("table") if id(table) in inner)


def _rows(table: Any) -> Iterator[list[object]]:
    covered: dict[int, int] = {}
    for line in table.iter("tr"):
        row: list[object] = []
        for cell in chain(line.iterchildren("td", "th")):
            while covered.get(len(row), 0) > 0:
                covered[len(row)] -= 1
                row.append("")
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            if high > 1:
                covered.update(dict.fromkeys(range(len(row), len(row) + wide), high - 1))
            row.append(_FILLER.sub(" ", " ".join(cell.itertext())).strip())
            row.extend([""] * (wide - 1))
        yield row


def _span(cell: Any, name: str) -> int:
    text = cell.get(name, "1").strip()
    return min(max(int(text), 1), _MOST_SPANNED) if re.fullmatch("[0-9]{1,4}", text) else 1


def excel_xml_sheets(data: bytes, file: str) -> list[tuple[str, list[list[object]]]]:
    """The sheets of an Excel XML file (SpreadsheetML 2003): name and rows from A1; numbers, dates and booleans as such.

    Raises:
        TresoError: the refusals of `parse_xml`.
    """
    from addin.treasury.statements.xml_safely import parse_xml

    root = parse_xml(data, file)
    return [(_attribute(sheet, "Name"), _sheet_rows(sheet)) for sheet in root.iter("Worksheet")]


def _sheet_rows(sheet: Element) -> list[list[object]]:
    rows: list[list[object]] = []
    for line in sheet.iter("Row"):
        index = _index(line, len(rows))
        rows.extend([] for _ in range(min(index - len(rows), 1_000_000)))
        row: list[object] = []
        for cell in line.iter("Cell"):
            row.extend([""] * (min(_index(cell, len(row)), _MOST_COLUMNS) - len(row)))
            row.append(_value(cell.find("Data")))
            across = _attribute(cell, "MergeAcross")
            if re.fullmatch("[0-9]{1,5}", across):
                row.extend([""] * min(int(across), _MOST_SPANNED))
        rows.append(row)
    return rows


def _index(element: Element, expected: int) -> int:
    """0-based place of a row or cell; one that would go back stands where it is written."""
    text = _attribute(element, "Index")
    return max(int(text) - 1, expected) if re.fullmatch("[0-9]{1,7}", text) else expected


def _attribute(element: Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if re.split("[:}]", key)[-1] == name), "")


def _value(data: Element | None) -> object:
    if data is None:
        return ""
    text = "".join(data.itertext())
    kind = _attribute(data, "Type")
    try:
        if kind == "Number":
            return float(text)
        if kind == "DateTime":
            return datetime.fromisoformat(text.strip().removesuffix("Z"))
    except ValueError:
        return text
    return text == "1" if kind == "Boolean" and text in ("0", "1") else text
