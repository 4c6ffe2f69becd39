"""The text of a formula as a file keeps it (English names, `,` between arguments), cut into tokens; its references, read and rewritten.

Source: ECMA-376 part 1, 18.17.2 (syntax of formulas).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from addin.hosts.cellxml import column_index, column_letters

_SHEET = r"(?:'(?:[^']|'')+'|(?:\[\d+\])?[^\W\d][\w.]*(?::[^\W\d][\w.]*)?|\[\d+\])!"
_CELL = r"\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}"
_COLUMNS = r"\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}"
_ROWS = r"\$?[1-9]\d{0,6}:\$?[1-9]\d{0,6}"
_INSIDE = r"(?:'.|[^\[\]'])"
TOKEN = re.compile(
    rf"""
      (?P<text>"(?:[^"]|"")*")
    | (?P<error>\#(?:N/A|NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|SPILL!|CALC!|FIELD!|BUSY!|GETTING_DATA))
    | (?P<reference>(?P<sheet>{_SHEET})?
        (?:(?P<first>{_CELL})(?::(?P<last>{_CELL}))?|(?P<columns>{_COLUMNS})|(?P<rows>{_ROWS}))(?![\w.(!\[]))
    | (?P<table>(?:[^\W\d][\w.]*)?\[(?:{_INSIDE}|\[{_INSIDE}*\])*\])(?!\w*!)
    | (?P<function>[^\W\d][\w.]*)(?=\()
    | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]?\d+)?)
    | (?P<name>(?:{_SHEET})?[^\W\d][\w.\\?]*)
    | (?P<blank>\s+)
    | (?P<sign><=|>=|<>|.)
    """,
    re.VERBOSE | re.DOTALL,
)
"""One token; the groups say of what kind."""

_PARTS = re.compile(r"(\$?)([A-Za-z]*)(\$?)(\d*)")


@dataclass(frozen=True)
class Reference:
    """Cells that a formula cites, 1-based; `first_row` 0 for whole columns, `first_column` 0 for whole rows.

    Attributes:
        sheet: as written with its « ! » (« 'Relevé 2026'!»), "" for the formula's own sheet.
        is_range: written with two ends.
        fixed: `$` before first column, first row, last column, last row.
    """

    sheet: str
    first_row: int
    first_column: int
    last_row: int
    last_column: int
    is_range: bool
    fixed: tuple[bool, bool, bool, bool]

    @property
    def sheet_name(self) -> str:
        """Name of the sheet cited, without quotes; « [1]Feuil1 » for another workbook's; "" for the formula's own."""
        name = self.sheet[:-1]
        return name[1:-1].replace("''", "'") if name.startswith("'") else name

    def __str__(self) -> str:
        a, b, c, d = ("$" if is_fixed else "" for is_fixed in self.fixed)
        first = f"{a}{column_letters(self.first_column)}{f'{b}{self.first_row}' if self.first_row else ''}"
        last = f"{c}{column_letters(self.last_column)}{f'{d}{self.last_row}' if self.last_row else ''}"
        return f"{self.sheet}{first}:{last}" if self.is_range else f"{self.sheet}{first}"


def reference_of(found: re.Match[str]) -> Reference:
    """The reference that a token of the group `reference` is."""
    sheet = found["sheet"] or ""
    if found["first"]:
        ends = (found["first"], found["last"] or found["first"])
    else:
        left, right = (found["columns"] or found["rows"]).split(":")
        ends = (left, right)
    (a, first_column, b, first_row), (c, last_column, d, last_row) = (_end(end) for end in ends)
    return Reference(sheet, first_row, first_column, last_row, last_column, found["last"] is not None or not found["first"], (a, b, c, d))


def _end(text: str) -> tuple[bool, int, bool, int]:
    found = _PARTS.fullmatch(text)
    assert found is not None
    if not found[2]:  # a row: its « $ » stands first
        return False, 0, bool(found[1]), int(found[4])
    return bool(found[1]), column_index(found[2].upper().encode()) + 1, bool(found[3]), int(found[4] or 0)


def references(text: str) -> Iterator[Reference]:
    """The references of a formula, from left to right; those inside texts in quotes are none.

    >>> [str(found) for found in references('SUM($A1:B$2)+LOG10(3)&"C4"+Feuil2!D5')]
    ['$A1:B$2', 'Feuil2!D5']
    """
    return (reference_of(found) for found in TOKEN.finditer(text) if found["reference"])


def rewritten(text: str, change: Callable[[Reference], Reference | None]) -> str:
    """The formula with its references changed; None becomes `#REF!`. What does not change stays as it is written.

    >>> rewritten("A1+SUM(B2:B3)", lambda found: moved(found, 2))
    'A3+SUM(B4:B5)'
    """

    def one(found: re.Match[str]) -> str:
        if not found["reference"]:
            return found[0]
        before = reference_of(found)
        after = change(before)
        return "#REF!" if after is None else found[0] if after == before else str(after)

    return TOKEN.sub(one, text)


def moved(reference: Reference, rows: int, columns: int = 0) -> Reference:
    """A reference as it reads when its formula is filled down (and to the right): the fixed ends stay.

    Raises:
        ValueError: it would leave the sheet.
    """
    a, b, c, d = reference.fixed
    new = replace(
        reference,
        first_row=reference.first_row + rows if reference.first_row and not b else reference.first_row,
        last_row=reference.last_row + rows if reference.last_row and not d else reference.last_row,
        first_column=reference.first_column + columns if reference.first_column and not a else reference.first_column,
        last_column=reference.last_column + columns if reference.last_column and not c else reference.last_column,
    )
    wrong_rows = reference.first_row and not (1 <= new.first_row <= 1_048_576 and 1 <= new.last_row <= 1_048_576)
    wrong_columns = reference.first_column and not (1 <= new.first_column <= 16_384 and 1 <= new.last_column <= 16_384)
    if wrong_rows or wrong_columns:
        raise ValueError(f"{reference} leaves the sheet")
    return new


def filled(text: str, rows: int, columns: int = 0) -> str:
    """A formula as it reads when it is filled down by that many rows.

    >>> filled("F12+D$13-LOG10(E13)", 2)
    'F14+D$13-LOG10(E15)'
    """
    return rewritten(text, lambda found: moved(found, rows, columns))


def relative_form(text: str, row: int) -> str:
    """A form that all formulas of one filled-down column share: rows are told by their distance from the formula's own.

    >>> relative_form("F12+D13", 13) == relative_form("F13+D14", 14), relative_form("D$1", 13) == relative_form("D$1", 14)
    (True, True)
    """

    def one(found: re.Match[str]) -> str:
        if not found["reference"]:
            return found[0]
        cited = reference_of(found)
        ends = [f"{at - row:+d}~" if at and not is_fixed else str(at) for at, is_fixed in
                ((cited.first_row, cited.fixed[1]), (cited.last_row, cited.fixed[3]))]  # fmt: skip
        return f"{cited.sheet}{cited.fixed[0]}{cited.first_column}|{ends[0]}:{cited.fixed[2]}{cited.last_column}|{ends[1]}"

    return TOKEN.sub(one, text)


def follows_its_row(text: str) -> bool:
    """True when a formula changes as it is filled down: it cites a row that is not fixed, its own row of a table, or `ROW()`.

    >>> follows_its_row("1200+350"), follows_its_row("$B$1*2"), follows_its_row("B5*$B$1"), follows_its_row("T[[#This Row],[a]]")
    (False, False, True, True)
    """
    has_rows = any(found.first_row and not (found.fixed[1] and found.fixed[3]) for found in references(text))
    return has_rows or "[#This Row]" in text or re.search(r"\bROW\(\)", text) is not None
