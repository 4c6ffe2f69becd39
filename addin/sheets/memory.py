"""The hidden sheets that are the workbook's own memory (« Imports », « Exports »…): their form, and reading their cells back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from addin.messages import TresoError
from addin.sheets.model import Band, Column, Page, Role, Sheet, TableBlock, Value
from addin.treasury.currency import exponent

UNDONE = "Annulé"
"""What « État » begins with for a line whose command was undone: « Annulé le 12/11/2026 09:30 »."""
MORE = "(suite)"
"""Stands in a line that only goes on with the memory of the line above."""
CELLS = 16
"""Cells of packed memory in a line."""
PACKED = tuple(Column(f"E{number}", Role.NOTE, 5) for number in range(1, CELLS + 1))
_WHEN = "%d/%m/%Y %H:%M"

Numbered = dict[int, list[tuple[int, list[object]]]]
"""Number of a command → its lines: (Excel row, cells)."""


def memory_page(
    title: str, table: str, columns: Sequence[Column], rows: Sequence[tuple[Value, ...]], *, readable: int, frozen: tuple[int, int]
) -> Sheet:
    """A hidden sheet of one table.

    Args:
        table: name of the Excel table.
        readable: columns that are printed, from the left.
        frozen: rows and columns that stay in view.
    """
    block = TableBlock(table.removeprefix("tbl").lower(), table, tuple(columns), tuple(rows))
    return Sheet(
        title,
        tuple(column.width for column in columns),
        {"full": (0, len(columns)), "readable": (0, readable)},
        (Band((block,)),),
        Page(landscape=True, one_page=False, print_lanes=("readable",), repeat_rows=1),
        frozen,
        "state",
    )


def heading_row(rows: Sequence[Sequence[object]], titles: Sequence[str], *, file: str, sheet: str) -> int:
    """Place of our headings, 0-based.

    Raises:
        TresoError: SHEET_NAME_TAKEN when the sheet does not carry them: it is hers.
    """
    wanted = list(titles)
    found = next((i for i, row in enumerate(rows) if [text_of(cell) for cell in row[: len(wanted)]] == wanted), None)
    if found is None:
        raise TresoError("SHEET_NAME_TAKEN", file=file, sheet=sheet)
    return found


def numbered_rows(rows: Sequence[Sequence[object]], head: int, width: int) -> tuple[Numbered, list[int]]:
    """Lines under the headings by the number in their first column, and the Excel rows that hold something without a number."""
    groups: Numbered = {}
    lost = []
    for i, row in enumerate(rows[head + 1 :], head + 2):
        number = row[0] if row else None
        if isinstance(number, (int, float)) and not isinstance(number, bool):
            groups.setdefault(int(number), []).append((i, [*row, *[None] * (width - len(row))]))
        elif any(text_of(cell) for cell in row):
            lost.append(i)
    return groups, lost


def packed_rank(cell: str) -> int:
    """Place of a packed cell among the others (« E1 12/13 … »), whatever the order of the rows by now."""
    digits = cell.partition(" ")[2].partition("/")[0]
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 7 else 0


def text_of(cell: object) -> str:
    """The text of a cell; a whole number without its « .0 »."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def count_of(cell: object) -> int:
    """A count, 0 when the cell is no number."""
    return int(cell) if isinstance(cell, (int, float)) and not isinstance(cell, bool) else 0


def cents_of(cell: object, currency: str) -> int | None:
    """An amount in minor units, None when the cell is no number or the currency is unknown."""
    if isinstance(cell, bool) or not isinstance(cell, (int, float, Decimal)) or not currency:
        return None
    return int(Decimal(str(cell)).scaleb(exponent(currency)).to_integral_value(ROUND_HALF_UP))


def day_of(cell: object) -> date | None:
    """A day, None when the cell is no date."""
    return date(cell.year, cell.month, cell.day) if isinstance(cell, date) else None


def moment_text(at: datetime | None) -> str | None:
    """A moment as it stands in a cell."""
    return at.strftime(_WHEN) if at else None


def moment_of(cell: object) -> datetime | None:
    """A moment as `moment_text` wrote it, or as a spreadsheet made a date of it."""
    if isinstance(cell, datetime):
        return cell
    try:
        return datetime.strptime(text_of(cell), _WHEN)
    except ValueError:
        return None
