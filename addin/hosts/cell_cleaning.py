"""What hosts send for a cell, as one of few Python types: the table of EXCEL.md 4.5, and the traps beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import chain
from math import isfinite

from addin.app.cells import Block
from addin.app.ports import CellError

PACKET = "\x02"
"""First item of a range as our VBA sends it: `(PACKET, sheet, first row, first column, values)`."""
ERROR_MARK = "\x01"
"""A cell in error as text for VBA: `ERROR_MARK + "2042"`."""
MISSING = -2147352572
"""What COM passes for an argument that was left out (DISP_E_PARAMNOTFOUND)."""

_COM_ERRORS = range(-2146828288, -2146762752)  # 0x800A0000 to 0x800AFFFF: Excel's own error numbers, as COM hands them over
ERROR_NUMBERS = {
    "#NULL!": 2000, "#DIV/0!": 2007, "#VALUE!": 2015, "#REF!": 2023, "#NAME?": 2029, "#NUM!": 2036, "#N/A": 2042, "#GETTING_DATA": 2043,
    "#SPILL!": 2045, "#CONNECT!": 2046, "#BLOCKED!": 2047, "#UNKNOWN!": 2048, "#FIELD!": 2049, "#CALC!": 2050,
}  # fmt: skip
"""English text of a cell in error → Excel's number (`xlErrNA` is 2042)."""
_ERROR_TEXTS = {number: text for text, number in ERROR_NUMBERS.items()}
_FRENCH_ERRORS = {"#NUL!": "#NULL!", "#VALEUR!": "#VALUE!", "#NOM?": "#NAME?", "#NOMBRE!": "#NUM!", "#PROPAGATION!": "#SPILL!"}
_LARGE = 1e308


def error_of(number: int) -> CellError:
    """The cell in error behind Excel's number; one that no version of Excel has is `#VALUE!`."""
    return CellError(_ERROR_TEXTS.get(number, "#VALUE!"))


def clean(value: object) -> object:
    """One cell: None, str, float, bool, date, datetime, time, timedelta or `CellError`.

    Whole numbers become floats, currency cells (`Decimal`) too; dates lose their time zone, which COM makes up; an empty text is
    an empty cell; an error is never a number nor a text.

    >>> clean(Decimal("12.5000")), clean(-2146826246), clean("#VALEUR!"), clean(""), clean(True), clean(3)
    (12.5, CellError(text='#N/A'), CellError(text='#VALUE!'), None, True, 3.0)
    """
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return _clean_text(value)
    if isinstance(value, (bool, CellError)):
        return value
    if isinstance(value, int):
        return error_of(value - _COM_ERRORS.start) if value in _COM_ERRORS else None if value == MISSING else float(value)
    if isinstance(value, (float, Decimal)):
        number = float(value)
        return number if -_LARGE < number < _LARGE else CellError("#NUM!")
    if isinstance(value, datetime):  # pywin32's own kind as well
        parts = (value.year, value.month, value.day, value.hour, value.minute, value.second, value.microsecond)
        return datetime(*parts)
    if isinstance(value, (date, time, timedelta)):
        return value
    if hasattr(value, "item"):  # a number of numpy
        return clean(value.item())
    return CellError("#VALUE!")


def _clean_text(text: str) -> object:
    if text[0] == ERROR_MARK and text[1:].isdecimal():
        return error_of(int(text[1:]))
    if text[0] == "#" and len(text) < 15 and (english := _FRENCH_ERRORS.get(text, text)) in ERROR_NUMBERS:
        return CellError(english)
    return text


@dataclass(frozen=True)
class Cells:
    """Clean cells row by row, with the shape that they stand in."""

    flat: list[object]
    rows: int
    columns: int


def clean_cells(values: object) -> Cells:
    """A value of a host as clean cells: a scalar is one cell, a flat sequence one row, a packet the range in it."""
    if is_packet(values):
        values = values[4]  # type: ignore[index]
    if isinstance(values, Block):
        values = values.rows
    if hasattr(values, "tolist") and not isinstance(values, (list, tuple)):  # an array of numpy
        values = values.tolist()
    if not isinstance(values, (list, tuple)):
        return Cells([clean(values)], 1, 1)
    if not values:
        return Cells([None], 1, 1)
    kinds = set(map(type, values))
    if not kinds <= {list, tuple}:
        if kinds & {list, tuple}:
            raise TypeError("a block of cells mixes rows and cells")
        values = (values,)
    widths = set(map(len, values))
    width = max(widths) or 1
    if len(widths) > 1 or not max(widths):
        values = [[*row, *[None] * (width - len(row))] for row in values]
    return Cells(_clean_all(list(chain.from_iterable(values))), len(values), width)


def _clean_all(cells: list[object]) -> list[object]:
    """`clean` of each, at once where they are ordinary numbers."""
    if set(map(type, cells)) == {float} and all(map(isfinite, cells)):  # type: ignore[arg-type]
        return cells
    return [clean(cell) for cell in cells]


def clean_rows(values: object) -> list[list[object]]:
    """`clean_cells` as rows."""
    cells = clean_cells(values)
    return [cells.flat[at : at + cells.columns] for at in range(0, len(cells.flat), cells.columns)]


def is_packet(value: object) -> bool:
    """True for a range in the form that our VBA sends."""
    return isinstance(value, (list, tuple)) and len(value) == 5 and isinstance(value[0], str) and value[0] == PACKET


def as_block(value: object) -> Block:
    """A raw argument as a block: a packet has a place, a constant or the result of another function has none."""
    if isinstance(value, Block):
        return value if value.rows and value.rows[0] else Block(value.sheet, value.row, value.column, [[None]])
    if is_packet(value):
        assert isinstance(value, Sequence)
        _, sheet, row, column, values = value
        return Block(str(sheet), int(row), int(column), clean_rows(values))
    return Block("", 1, 1, clean_rows(value))


def excel_number(error: CellError) -> int:
    """Excel's number of a cell in error; one without a text was never calculated: `#VALUE!`.

    >>> excel_number(CellError("#N/A")), excel_number(CellError(""))
    (2042, 2015)
    """
    return ERROR_NUMBERS.get(error.text, ERROR_NUMBERS["#VALUE!"])
