"""A sheet as data: what it shows and what each cell means, never how a host draws it.

A `Sheet` is a stack of `Band`s on a small grid; a band holds blocks side by side, each in a *lane* (a run of grid
columns). A block is either a `Block` (rows of cells with a role and a tone) or a `TableBlock` (a real Excel table).
Hosts render it once (`hosts/render.py`); `sheets/text.py` renders it as plain text for golden tests.

Amounts are `Decimal` in major units (12.50), built from integer minor units at the last moment; dates are `date`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

Plain = str | int | float | bool | Decimal | date | datetime | None
"""What a cell shows."""


@dataclass(frozen=True)
class Formula:
    """A live cell, with the result that a colleague without the add-in reads.

    Attributes:
        text: English names, `,` between arguments, without the « = »; our functions by their plain name (`TRESO.SOLDE(Dossier,"BNA")`).
        cached: the result when the sheet is made; None when it is an empty text, or the `error` that it shows.
        rows, columns: cells that an array formula fills; the cells it covers carry their own result as plain values.
        error: « #N/A » when the result is an error, "" otherwise.

    Raises:
        ValueError: no text, one that starts with « = », or an empty range.
    """

    text: str
    cached: Plain = None
    rows: int = 1
    columns: int = 1
    error: str = ""

    def __post_init__(self) -> None:
        if not self.text or self.text.startswith("=") or self.rows < 1 or self.columns < 1 or (self.error and self.cached is not None):
            raise ValueError(f"not a formula: {self}")

    @property
    def is_array(self) -> bool:
        """It fills more than its own cell."""
        return self.rows > 1 or self.columns > 1


Value = Plain | Formula


def shown(value: Value) -> Plain:
    """What a cell shows: the value itself, or the result that comes with a formula."""
    return value.cached if isinstance(value, Formula) else value


class Role(StrEnum):
    """What a cell means; the host maps a role to a font, a fill and a number format."""

    TITLE = "title"
    SUBTITLE = "subtitle"
    LEAD = "lead"  # the one sentence of conclusion
    BLOCK = "block"  # heading of a block
    HEAD = "head"  # column heading
    TEXT = "text"
    NOTE = "note"  # small grey remark
    AMOUNT = "amount"
    TOTAL = "total"  # amount of a total line
    TOTAL_TEXT = "total_text"  # label of a total line
    TOTAL_COUNT = "total_count"  # count of a total line
    COUNT = "count"
    DATE = "date"
    DAY = "day"  # date in a column of amounts, on their side
    PERCENT = "percent"  # 0.12 shows as 12 %
    RATE = "rate"  # exchange rate, 4 decimals
    STATE = "state"  # word of state, centred
    CAPTION = "caption"  # small words above or under a figure
    FIGURE = "figure"  # headline amount, in whole units
    INPUT = "input"  # hers to type in; kept when the sheet is rebuilt


class Tone(StrEnum):
    PLAIN = "plain"
    GOOD = "good"
    WATCH = "watch"
    BAD = "bad"
    MUTED = "muted"


@dataclass(frozen=True)
class Cell:
    """One value with its meaning.

    Attributes:
        span, down: grid columns and rows that it covers (merged by the host); the rows below it in its block are then empty.
        wrap: the text may use the height.
        tones: of a live cell, by what it shows: a text (« OK »), `BELOW_ZERO` or `NOT_ZERO`; its own `tone` when none applies.
    """

    value: Value = None
    role: Role = Role.TEXT
    tone: Tone = Tone.PLAIN
    span: int = 1
    wrap: bool = False
    down: int = 1
    tones: tuple[tuple[str, Tone], ...] = ()


BELOW_ZERO, NOT_ZERO = "<0", "<>0"
"""What `Cell.tones` calls an amount below zero, and one that is not zero."""


@dataclass(frozen=True)
class Row:
    """Cells from left to right inside the lane; `lines` is the height in text lines."""

    cells: tuple[Cell, ...]
    lines: float = 1.0


@dataclass(frozen=True)
class Chart:
    """A line chart over a `data` block of the same sheet, drawn over the block's empty rows.

    Attributes:
        title: French title, "" for none.
        data: key of the block that holds the points: first column dates, each further column a series;
            its first row carries the series names.
        rows: height in grid rows.
        has_band: the first series is the lower edge of a band and the last one its height; both together are drawn as a filled band.
    """

    title: str
    data: str
    rows: int = 12
    has_band: bool = False


@dataclass(frozen=True)
class Block:
    """Rows under one heading.

    Attributes:
        key: stable English name, unique in the sheet.
        rows: heading row included.
        lane: name of the lane it stands in (`Sheet.lanes`).
        chart: chart drawn under the rows, if any.
        name: workbook-safe defined name of the block's INPUT cell (kept on rebuild), local to the sheet; "" for none.
        book_names: defined names of the whole workbook → (row, column) of the cell that they lead to, 0-based in the block.
    """

    key: str
    rows: tuple[Row, ...]
    lane: str
    chart: Chart | None = None
    name: str = ""
    book_names: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def height(self) -> int:
        return len(self.rows) + (self.chart.rows if self.chart else 0)


@dataclass(frozen=True)
class Column:
    """A column of an Excel table.

    Attributes:
        choices: closed list offered by a validation list; empty for none.
        choices_from: ("tblCategories", "Catégorie"): list taken from another table's column.
        help: input message shown when the cell is selected.
    """

    title: str
    role: Role = Role.TEXT
    width: float = 14.0
    choices: tuple[str, ...] = ()
    choices_from: tuple[str, str] | None = None
    help: str = ""


@dataclass(frozen=True)
class TableBlock:
    """A real Excel table: headings, then `rows` of plain values in column order (may be empty: one blank row is drawn).

    Attributes:
        to_fill: cells that are hers to fill, drawn as such: (row of `rows`, column), 0-based.
    """

    key: str
    name: str  # tblOperations
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    lane: str = "full"
    to_fill: frozenset[tuple[int, int]] = frozenset()

    @property
    def height(self) -> int:
        return 1 + max(1, len(self.rows))


@dataclass(frozen=True)
class Band:
    """Blocks side by side, in different lanes; its height is the tallest block's."""

    blocks: tuple[Block | TableBlock, ...]
    gap: int = 1  # empty grid rows below

    @property
    def height(self) -> int:
        return max((block.height for block in self.blocks), default=0)


@dataclass(frozen=True)
class Page:
    """Print set-up: one A4 page unless `one_page` is False; lanes outside `print_lanes` are not printed."""

    landscape: bool = False
    one_page: bool = True
    footer: str = ""
    print_lanes: tuple[str, ...] = ()
    repeat_rows: int = 0  # headings repeated on each page


@dataclass(frozen=True)
class Sheet:
    """A whole sheet.

    Attributes:
        title: tab name, at most 31 characters.
        widths: width of each grid column, in characters.
        lanes: lane name → (first grid column, number of columns), 0-based.
        bands: from top to bottom.
        page: print set-up.
        freeze: (rows, columns) kept in view.
        tab: "report", "input", "state" or "help": colours the tab; "state" sheets are hidden.
        aside: blocks that start on the first row, each in a lane of its own, beside all the bands.
    """

    title: str
    widths: tuple[float, ...]
    lanes: dict[str, tuple[int, int]]
    bands: tuple[Band, ...]
    page: Page = field(default_factory=Page)
    freeze: tuple[int, int] = (0, 0)
    tab: str = "report"
    aside: tuple[Block, ...] = ()

    def placed(self) -> Iterator[tuple[int, int, Block | TableBlock]]:
        """Each block with its top-left grid position (row, column), 0-based."""
        row = 0
        for band in self.bands:
            for block in band.blocks:
                yield row, self.lanes[block.lane][0], block
            row += band.height + band.gap
        for block in self.aside:
            yield 0, self.lanes[block.lane][0], block

    def cells(self) -> Iterator[tuple[int, int, Cell]]:
        """Each cell of plain blocks and tables with its grid position (row, column), 0-based."""
        for top, left, block in self.placed():
            if isinstance(block, TableBlock):
                for j, column in enumerate(block.columns):
                    yield top, left + j, Cell(column.title, Role.HEAD)
                for i, values in enumerate(block.rows, 1):
                    for j, value in enumerate(values):
                        yield top + i, left + j, Cell(value, block.columns[j].role)
                continue
            for i, line in enumerate(block.rows):
                j = left
                for cell in line.cells:
                    yield top + i, j, cell
                    j += cell.span

    def values(self) -> list[list[Plain]]:
        """The sheet as a block of values from A1, as a reader would get it: of a formula its result."""
        grid: dict[tuple[int, int], Plain] = {(r, c): shown(cell.value) for r, c, cell in self.cells() if shown(cell.value) is not None}
        if not grid:
            return []
        height, width = max(r for r, _ in grid) + 1, max(c for _, c in grid) + 1
        return [[grid.get((r, c)) for c in range(width)] for r in range(height)]


def fingerprint(values: Iterable[Sequence[object]]) -> str:
    """Short digest of a block of values, equal for a sheet just rendered and for the same sheet read back.

    Blank cells at the end of rows and blank rows at the end do not count; numbers compare by value.

    >>> fingerprint([["a", 1, None]]) == fingerprint([["a", 1.0], [""]])
    True
    """
    lines = ["\x1f".join(canonical(value) for value in row).rstrip("\x1f") for row in values]
    text = "\x1e".join(lines).rstrip("\x1e")
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def canonical(value: object) -> str:
    """A value as `fingerprint` compares it."""
    if isinstance(value, Formula):
        value = value.cached
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, (int, float, Decimal)):
        return f"{float(value):.6f}".rstrip("0").rstrip(".")
    if isinstance(value, (date, datetime)):
        return value.isoformat()[:10]
    return str(value).replace("\r\n", "\n").strip()
