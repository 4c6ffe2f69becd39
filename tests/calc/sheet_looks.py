"""All that a sheet of an .xlsx shows: cells with their formats, widths, merged cells, charts, page. Two that look alike are equal."""

from __future__ import annotations

import posixpath
import re
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
from lxml import etree

_LOOKS = ("font", "fill", "border", "alignment", "protection")
_PARTS = (
    "freeze_panes", "sheet_state", "print_area", "print_title_rows", "page_setup", "page_margins", "print_options", "sheet_properties",
    "merged_cells", "data_validations", "sheet_format",
)  # fmt: skip
_DRAWN = re.compile(r"/(?:drawing|chart)$")


def looks(path: Path, sheet: str) -> dict[str, Any]:
    """What a sheet shows, by place: comparable, and readable where two differ.

    Charts and drawings are compared as the XML that LibreOffice wrote, without the numbers that it draws anew for each file; it
    writes the cells of a chart as « M57 », « $M$57 » or « M57:M57 », which all are the same.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl cannot read LibreOffice's charts: they are compared as XML
        book = openpyxl.load_workbook(path)
    page = book[sheet]
    styles: dict[int, str] = {}
    found: dict[str, Any] = {}
    for row in page.iter_rows():
        for cell in row:
            if cell.has_style or cell.value is not None:
                if cell.style_id not in styles:
                    styles[cell.style_id] = "\n".join(repr(getattr(cell, look)) for look in _LOOKS)
                found[f"cell {cell.coordinate}"] = (cell.value, cell.number_format, styles[cell.style_id])
    for part in _PARTS:
        found[part] = str(getattr(page, part))
    footer: Any = page.oddFooter
    found["footer"] = [str(part.text) for part in (footer.left, footer.center, footer.right)]
    columns = page.column_dimensions.items()
    found["widths"] = {letter: (round(column.width, 1), column.hidden, column.min, column.max) for letter, column in columns}
    found["heights"] = {number: row.height for number, row in page.row_dimensions.items()}
    rules = [(str(area.sqref), rule) for area in page.conditional_formatting for rule in area.rules]
    found["conditional"] = sorted((at, rule.type, rule.operator, tuple(rule.formula), repr(rule.dxf)) for at, rule in rules)
    view = page.sheet_view
    found["view"] = (view.showGridLines, view.zoomScale, view.rightToLeft)
    found["names"] = {name: defined.attr_text for name, defined in page.defined_names.items()}
    found["drawn"] = list(_drawn(path, book.sheetnames.index(sheet) + 1))
    return found


def _drawn(path: Path, number: int) -> Iterator[str]:
    """The drawing of a sheet and its charts, in the order in which they are linked."""
    with zipfile.ZipFile(path) as archive:
        waiting = [f"xl/worksheets/sheet{number}.xml"]
        while waiting:
            part = waiting.pop(0)
            folder, name = posixpath.split(part)
            links = f"{folder}/_rels/{name}.rels"
            if links in archive.namelist():
                for link in etree.fromstring(archive.read(links)):
                    if _DRAWN.search(link.get("Type", "")):
                        target = posixpath.normpath(posixpath.join(folder, link.get("Target", "")))
                        waiting.append(target)
                        drawn = re.sub(r'((?:axId|crossAx) val=")\d+|(name=")[^"]*"', r"\1", archive.read(target).decode())
                        yield re.sub(r"(?<=<c:f>)[^<]*", _cells, drawn)


def _cells(found: re.Match[str]) -> str:
    """A reference of a chart in its shortest form."""
    return re.sub(r"\b([A-Z]+\d+):\1$", r"\1", found[0].replace("$", ""))
