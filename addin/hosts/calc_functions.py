"""Worksheet functions inside LibreOffice Calc: what a cell hands over for the bridge, and results as Calc takes them.

All this runs in the process of LibreOffice (`addin.libreoffice`). Ranges come as live UNO ranges, so that an error cell or a whole column
is no obstacle; other values as floats, texts and tuples.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from addin.app.cells import Block
from addin.app.ports import CellError
from addin.hosts.cell_cleaning import clean_rows
from addin.hosts.udf_bridge import evaluate
from addin.registry import FUNCTIONS, Function

if TYPE_CHECKING:
    from addin.app.cells import LiveCell, Store

Row = tuple[float | str | None, ...]

ERROR_CODES = {"#N/A": 32767, "#DIV/0!": 532, "#REF!": 524, "#NAME?": 525, "#NUM!": 503, "#NULL!": 521, "#VALUE!": 519}
"""Text of an error → LibreOffice's code."""
_HIGH = 0x7FF80000
_EPOCH = datetime(1899, 12, 30)
TRACE = "TRESO_APPELS"
"""Environment variable: a file that gets the name of each function called (what is recalculated when?)."""


def call_from_calc(declared: Function, arguments: Sequence[Any], store: Store) -> tuple[Row, ...]:
    """The result of a function for the arguments that Calc gives, as rows that Calc takes.

    Args:
        declared: the function.
        arguments: as the interface of the component has them: the calling document first where a range may come, ranges as
            `XCellRange`, those behind the first of a `ranges` argument as one tuple.
        store: where handles lead to.
    """
    _trace(declared.name)
    given = _given(declared, arguments)
    refused = _refused_by_calc(declared, arguments, given)
    if refused:
        return ((refused,),)
    return tuple([_row(row) for row in evaluate(declared, given, store=store)])


def error_number(text: str) -> float:
    """An error as Calc keeps it inside a number: one that is none, with the code of the error in its lower half.

    >>> error_number("#N/A").hex()
    'nan'
    """
    number: float = struct.unpack("<d", struct.pack("<II", ERROR_CODES.get(text, ERROR_CODES["#VALUE!"]), _HIGH))[0]
    return number


def _given(declared: Function, arguments: Sequence[Any]) -> list[object]:
    """The arguments as the bridge takes them."""
    if all(argument.kind == "value" for argument in declared.arguments):
        return list(arguments)
    document, *rest = arguments
    given: list[object] = []
    last = len(declared.arguments) - 1
    for number, raw in enumerate(rest):
        argument = declared.arguments[min(number, last)]
        kind = argument.kind
        if number > last or (kind == "ranges" and argument.is_optional):  # (further) ranges, in one tuple
            given += raw
        elif kind == "value":
            given.append(raw)
        else:
            given.append(live_cell(document, raw) if kind == "cell" else live_block(document, raw))
    return given


def _refused_by_calc(declared: Function, arguments: Sequence[Any], given: Sequence[object]) -> str:
    """What POURQUOI says of a cell whose function Calc did not even call; "" for all others."""
    if [argument.kind for argument in declared.arguments] != ["cell"]:
        return ""
    from addin.hosts.calc_why import why_not_called

    (live,) = given
    return why_not_called(arguments[1], live, {known.short_name for known in FUNCTIONS.values()})  # type: ignore[arg-type]


def live_block(document: Any, cells: Any) -> Block:
    """A range with its place, cut to the used part of its sheet."""
    from addin.hosts.calc.numberformats import NumberFormats
    from addin.hosts.calc.values import read_block

    at, sheet = cells.RangeAddress, cells.Spreadsheet
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    used = cursor.RangeAddress
    right, bottom = max(min(at.EndColumn, used.EndColumn), at.StartColumn), max(min(at.EndRow, used.EndRow), at.StartRow)
    part = sheet.getCellRangeByPosition(at.StartColumn, at.StartRow, right, bottom)
    return Block(str(sheet.Name), at.StartRow + 1, at.StartColumn + 1, clean_rows(read_block(part, NumberFormats(document))))


def live_cell(document: Any, cells: Any) -> LiveCell:
    """The first cell of a range as POURQUOI looks at it."""
    import uno

    from addin.hosts.calc import book_of, connect
    from addin.hosts.excel_cells import ExcelCell

    at = cells.RangeAddress
    book = book_of(connect(uno.getComponentContext()), document)
    return ExcelCell(book.sheets[str(cells.Spreadsheet.Name)].range((at.StartRow + 1, at.StartColumn + 1)))


def _row(row: list[object]) -> Row:
    if len(row) == 1 and type(row[0]) is float:
        return (row[0],)
    return tuple([_to_calc(cell) for cell in row])


def _to_calc(cell: object) -> float | str | None:
    if type(cell) is float or cell is None:
        return cell
    if isinstance(cell, CellError):
        return error_number(cell.text)
    if isinstance(cell, datetime):
        return (cell.replace(tzinfo=None) - _EPOCH).total_seconds() / 86_400
    if isinstance(cell, date):
        return float((cell - _EPOCH.date()).days)
    return cell if isinstance(cell, str) else float(cell)  # type: ignore[arg-type]  # a truth value


@cache
def _tracer() -> Callable[[str], object] | None:
    path = os.environ.get(TRACE)
    if not path:
        return None
    file = Path(path).open("a", encoding="utf-8", buffering=1)  # noqa: SIM115  (as long as LibreOffice runs)
    return lambda name: file.write(f"{name}\n")


def _trace(name: str) -> None:
    tracer = _tracer()
    if tracer is not None:
        tracer(name)
