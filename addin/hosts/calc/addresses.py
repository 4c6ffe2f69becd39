"""Excel's A1 addresses as numbers, and back. Pure text."""

from __future__ import annotations

import re

MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column; 1-based, inclusive."""

_PART = r"\$?([A-Za-z]{1,3})?\$?([1-9]\d{0,6})?"
_ADDRESS = re.compile(rf"{_PART}(?::{_PART})?")
_QUALIFIED = re.compile(r"=?(?:'((?:[^']|'')+)'|([^'!\[\]]+))!(.+)")
PLAIN_SHEET = re.compile(r"(?!\d)(?![A-Za-z]{1,3}\d+$)(?![Rr]?[Cc]?$)[^\W]\w*")


def column_name(column: int) -> str:
    """Letters of a column.

    >>> column_name(28)
    'AB'
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Number of a column.

    >>> column_number("ab")
    28
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def parse_area(text: str) -> Area | None:
    """The area of an address like « B2:D9 », « $A:$C » or « 3:3 »; None when it is none (a name).

    >>> parse_area("$B$2:d9"), parse_area("A:C"), parse_area("Total"), parse_area("A")
    ((2, 2, 9, 4), (1, 1, 1048576, 3), None, None)
    """
    match = _ADDRESS.fullmatch(text.strip())
    if match is None:
        return None
    letters1, row1, letters2, row2 = match.groups()
    if ":" not in text:
        if not (letters1 and row1):
            return None
        letters2, row2 = letters1, row1
    if bool(letters1) != bool(letters2) or bool(row1) != bool(row2) or not (letters1 or row1):
        return None
    columns = sorted((column_number(letters1), column_number(letters2))) if letters1 else [1, MAX_COLUMNS]
    rows = sorted((int(row1), int(row2))) if row1 else [1, MAX_ROWS]
    if columns[1] > MAX_COLUMNS or rows[1] > MAX_ROWS:
        return None
    return rows[0], columns[0], rows[1], columns[1]


def split_sheet(text: str) -> tuple[str | None, str]:
    """The sheet's name and the rest of « Sheet!A1 » or « ='L''été'!A1 »; None without a sheet.

    >>> split_sheet("='L''été'!$A$1"), split_sheet("A1")
    (("L'été", '$A$1'), (None, 'A1'))
    """
    match = _QUALIFIED.fullmatch(text)
    if match is None:
        return None, text
    quoted, plain, rest = match.groups()
    return (quoted.replace("''", "'") if quoted else plain), rest


def quoted(sheet: str, *, always: bool = False) -> str:
    """A sheet's name as formulas write it.

    >>> quoted("BNA"), quoted("L'été 1")
    ('BNA', "'L''été 1'")
    """
    if not always and PLAIN_SHEET.fullmatch(sheet):
        return sheet
    return "'" + sheet.replace("'", "''") + "'"


def write_area(area: Area, *, rows: bool = True, columns: bool = True) -> str:
    """An area as text, whole columns and rows in short; `rows` and `columns` tell which part is absolute.

    >>> write_area((2, 2, 9, 4)), write_area((1, 1, 1048576, 3)), write_area((3, 1, 3, 16384), rows=False)
    ('$B$2:$D$9', '$A:$C', '3:3')
    """
    top, left, bottom, right = area
    dollar_row, dollar_column = "$" if rows else "", "$" if columns else ""
    if (top, bottom) == (1, MAX_ROWS):
        return f"{dollar_column}{column_name(left)}:{dollar_column}{column_name(right)}"
    if (left, right) == (1, MAX_COLUMNS):
        return f"{dollar_row}{top}:{dollar_row}{bottom}"
    first = f"{dollar_column}{column_name(left)}{dollar_row}{top}"
    if (top, left) == (bottom, right):
        return first
    return f"{first}:{dollar_column}{column_name(right)}{dollar_row}{bottom}"
