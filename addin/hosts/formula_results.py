"""Formulas of a rendered workbook: each with its result, the workbook with its link to the add-in.

A colleague without the add-in sees only the results that the file carries, so every formula has its `<v>`, and nothing asks for a
calculation when the workbook is opened: without the add-in it would replace good figures by errors.
Source: EXCEL.md 2.4; ECMA-376 18.3.1.4 (cells), 18.2.2 (calculation).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from lxml import etree
from openpyxl.packaging.relationship import Relationship
from openpyxl.utils import coordinate_to_tuple, get_column_letter
from openpyxl.workbook.external_link.external import ExternalBook, ExternalDefinedName, ExternalLink
from openpyxl.workbook.properties import CalcProperties
from openpyxl.workbook.workbook import Workbook

from addin.hosts.formulas import ADDIN_FILE, STARTUP_LINK, functions_in
from addin.hosts.package import Element, main, parse, serialise
from addin.sheets.model import Formula, Plain

_CALCULATED_BY = 191029
"""Version of the calculation (Excel 2019, 365): results of an older one would be calculated anew on opening."""
_DAY_ZERO = datetime(1899, 12, 30)


def bind(book: Workbook, formulas: Iterable[Formula]) -> None:
    """Give the workbook its link to the add-in when a formula needs it; no calculation on opening, whatever the formulas.

    Args:
        book: an openpyxl workbook without any link yet.
    """
    book.calculation = CalcProperties(calcId=_CALCULATED_BY, fullCalcOnLoad=None)
    names = sorted({name for formula in formulas for name in functions_in(formula.text)})
    if not names:
        return
    link = ExternalLink(externalBook=ExternalBook(definedNames=[ExternalDefinedName(name=name) for name in names], id="rId1"))
    link.file_link = Relationship(Type=STARTUP_LINK, Target=ADDIN_FILE, TargetMode="External", Id="rId1")
    book._external_links.append(link)  # type: ignore[attr-defined]  # openpyxl has no public way to add one; pinned below 3.2


def without_update_prompt(part: bytes) -> bytes:
    """The workbook part with `updateLinks="never"`: a machine without the add-in is asked nothing when it opens the file."""
    root = parse(part)
    properties = root.find(main("workbookPr"))
    if properties is None:
        properties = etree.Element(main("workbookPr"))
        root.insert(0, properties)
    properties.set("updateLinks", "never")
    return serialise(root)


def with_results(part: bytes, formulas: Mapping[str, Formula]) -> bytes:
    """A sheet part with the result of each formula beside it; openpyxl writes none.

    Args:
        formulas: address (« B7 ») → formula. Cells that an array formula covers keep their values, texts as results.
    """
    root = parse(part)
    cells = {cell.get("r"): cell for cell in root.iter(main("c"))}
    for address, formula in formulas.items():
        _give_result(cells[address], formula)
        for covered in _covered(address, formula):
            cell = cells.get(covered)
            text = None if cell is None else cell.findtext(f"{main('is')}/{main('t')}")
            if cell is not None and text is not None:
                cell.remove(cell.find(main("is")))
                cell.set("t", "str")
                etree.SubElement(cell, main("v")).text = text
    return serialise(root)


def reference(row: int, column: int, formula: Formula) -> str:
    """The cells that a formula fills from a cell on, 1-based: « B7:D9 »."""
    return f"{get_column_letter(column)}{row}:{get_column_letter(column + formula.columns - 1)}{row + formula.rows - 1}"


def _give_result(cell: Element, formula: Formula) -> None:
    for old in cell.findall(main("v")):
        cell.remove(old)
    kind, text = _result(formula.cached) if not formula.error else ("e", formula.error)
    if kind:
        cell.set("t", kind)
    else:
        cell.attrib.pop("t", None)
    etree.SubElement(cell, main("v")).text = text


def _result(value: Plain) -> tuple[str, str]:
    """Type and text of a result: `str` for a text, `b`, or none for a number."""
    if value is None:
        return "str", ""
    if isinstance(value, bool):
        return "b", str(int(value))
    if isinstance(value, date):
        since = (value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)) - _DAY_ZERO
        return "", repr(since / timedelta(days=1)).removesuffix(".0")
    if isinstance(value, (int, float, Decimal)):
        return "", str(value) if isinstance(value, int) else repr(float(value)).removesuffix(".0")
    return "str", value


def _covered(address: str, formula: Formula) -> list[str]:
    """The other cells of an array formula."""
    row, column = coordinate_to_tuple(address)
    cells = [(row + i, column + j) for i in range(formula.rows) for j in range(formula.columns) if i or j]
    return [f"{get_column_letter(j)}{i}" for i, j in cells]
