"""What a worksheet function is given: ranges with their place, the dossier behind a handle or a range, a live cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from addin.app.ports import CellError

if TYPE_CHECKING:
    from addin.treasury.dossier import Dossier
    from addin.treasury.summary import WeeklySummary
    from addin.treasury.tabs import RawTab


@dataclass(frozen=True)
class Block:
    """A range as received, cut to its used part.

    Attributes:
        sheet: tab name, "" for cells that stand nowhere (a constant typed in the formula).
        row, column: of its top left cell, 1-based as in Excel.
        rows: clean cells, rows of equal length: None, str, float, bool, date or datetime, `CellError`.
    """

    sheet: str
    row: int
    column: int
    rows: list[list[object]] = field(default_factory=list)

    @property
    def address(self) -> str:
        """« BNA!A1:F2513 »."""
        height, width = len(self.rows), len(self.rows[0]) if self.rows else 0
        first = f"{column_letters(self.column)}{self.row}"
        last = f"{column_letters(self.column + max(width, 1) - 1)}{self.row + max(height, 1) - 1}"
        place = first if first == last else f"{first}:{last}"
        return f"{self.sheet}!{place}" if self.sheet else place

    def as_tab(self, name: str) -> RawTab:
        """The block as a tab to read. Its columns stand where they are; its first row is row 1 (see `dossier_of`)."""
        from addin.treasury.tabs import RawTab

        before = [None] * (self.column - 1)
        errors = {
            (i, self.column - 1 + j): cell.text for i, row in enumerate(self.rows) for j, cell in enumerate(row) if type(cell) is CellError
        }
        rows = [before + [None if type(cell) is CellError else cell for cell in row] for row in self.rows] if errors else None
        return RawTab(name, rows or [before + row for row in self.rows], errors)


class LiveCell(Protocol):
    """One cell of an open workbook, as POURQUOI looks at it."""

    @property
    def formula(self) -> str:
        """Its formula in English (« =TRESO.SOLDE(Dossier,"BNA") »), "" for a cell without one."""

    @property
    def value(self) -> object:
        """What it shows, as a clean cell."""

    @property
    def sheet(self) -> str:
        """Name of its tab."""

    @property
    def address(self) -> str:
        """« B7 »."""

    def read(self, reference: str) -> Block | object:
        """The cells of another reference or name of the workbook (« $A$1:B5 », « 'BNA 2'!A:F », « Dossier »), cut to their used part.

        Raises:
            LookupError: nothing bears that name.
        """


class Store(Protocol):
    """Where dossiers are kept between two calls."""

    def load(self, handle: str) -> Dossier | None:
        """The dossier of a handle, None when it is unknown here."""

    def save(self, dossier: Dossier) -> str:
        """Keep a dossier; gives its handle."""


@dataclass(frozen=True, eq=False)
class Source:
    """The dossier that a function speaks of.

    Attributes:
        name: the handle, or the addresses of the ranges.
        is_range: it was read from ranges with headings, not from a handle.
    """

    dossier: Dossier
    name: str = ""
    is_range: bool = False

    @cached_property
    def as_of(self) -> date:
        """The closing date (arrêté), included: of a handle the one that the report would take, of a range that of its last line.

        The last line of a range that holds invoices only is the invoice issued last.

        Raises:
            TresoError: NO_OPERATIONS.
        """
        from addin.app.read_dossier import require_operations
        from addin.treasury.closing import default_closing_date

        if self.is_range and not len(self.dossier.operations):
            issued = self.dossier.invoices["issued_on"].max()
            if issued == issued:  # neither without invoices, nor without their dates
                newest: date = issued.date()
                return newest
        require_operations(self.dossier, self.name)
        if not self.is_range:
            return default_closing_date(self.dossier)
        last: date = self.dossier.operations["booked_on"].max().date()
        return last

    @cached_property
    def summary(self) -> WeeklySummary:
        """The facts of the week that ends on `as_of`, computed once.

        Raises:
            TresoError: NO_OPERATIONS; NO_OPERATION_BEFORE when all lines are after the date of `Paramètres`.
        """
        from addin.app.read_dossier import closing_date
        from addin.treasury.summary import summarise

        return summarise(self.dossier, closing_date(self.dossier, self.as_of))


def dossier_of(blocks: Sequence[Block]) -> Dossier:
    """The dossier that ranges with headings make; rows and findings are placed as Excel numbers them.

    Args:
        blocks: two ranges of the same tab are read as two tabs, « BNA » and « BNA (2) ».
    """
    from addin.treasury.reading import build_dossier

    names: dict[str, Block] = {}
    for block in blocks:
        title, number = block.sheet, 2
        while title in names:
            title, number = f"{block.sheet} ({number})", number + 1
        names[title] = block
    dossier = build_dossier([block.as_tab(name) for name, block in names.items()])
    below = {name: block.row - 1 for name, block in names.items() if block.row > 1}
    return _moved_down(dossier, below) if below else dossier


def _moved_down(dossier: Dossier, below: dict[str, int]) -> Dossier:
    """The dossier with the rows of some tabs that many rows further down."""
    import pandas as pd

    moved: dict[str, object] = {}
    for each in fields(dossier):
        table = getattr(dossier, each.name)
        if isinstance(table, pd.DataFrame):
            moved[each.name] = table.assign(row=table["row"] + table["sheet"].map(below).fillna(0).astype("int64"))
    moved["readings"] = tuple(
        replace(reading, header_row=reading.header_row + below.get(reading.sheet, 0)) if reading.header_row else reading
        for reading in dossier.readings
    )
    moved["findings"] = tuple(
        replace(
            finding,
            row=None if finding.row is None else finding.row + below.get(finding.sheet, 0),
            also_rows=tuple(row + below.get(finding.sheet, 0) for row in finding.also_rows),
        )
        for finding in dossier.findings
    )
    return replace(dossier, **moved)  # type: ignore[arg-type]


_CALLER_STORE: ContextVar[Store] = ContextVar("_CALLER_STORE")


@contextmanager
def calling_with(store: Store) -> Iterator[None]:
    """Inside, `caller_store` is this store: the bridge wraps each call of a function in it."""
    token = _CALLER_STORE.set(store)
    try:
        yield
    finally:
        _CALLER_STORE.reset(token)


def caller_store() -> Store:
    """The store of the host that called the function now running (DOSSIER saves there, POURQUOI asks it again).

    Raises:
        LookupError: no host is calling.
    """
    return _CALLER_STORE.get()


def column_letters(column: int) -> str:
    """Excel's name of a column.

    >>> column_letters(1), column_letters(28), column_letters(16384)
    ('A', 'AB', 'XFD')
    """
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The column that Excel names so, 1-based.

    >>> column_number("A"), column_number("AB")
    (1, 28)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
