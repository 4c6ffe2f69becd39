"""The two small ports of the use cases: the workbook they read and change, and the person they ask."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from addin.sheets.model import Sheet, Value

Visibility = Literal["visible", "hidden", "very_hidden"]


@dataclass(frozen=True)
class CellError:
    """A cell in error (`#REF!`), or a formula that was never calculated (`text` is then "")."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class SheetInfo:
    name: str
    visibility: Visibility
    is_grid: bool = True  # False for chart sheets and the like


def find_sheet(sheets: Iterable[SheetInfo], title: str) -> SheetInfo | None:
    """The sheet that a title leads to, None without one. Case does not count, as in Excel: it may be written otherwise."""
    return next((sheet for sheet in sheets if sheet.name.casefold() == title.casefold()), None)


@dataclass(frozen=True)
class SheetValues:
    """All values of one sheet, read in one go.

    Attributes:
        rows: from A1; `rows[i][j]` is the cell of Excel row i+1, column j+1. Blank is None or "". Dates come as
            `date`/`datetime`, numbers as `float`, booleans as `bool`, times as `time`/`timedelta`.
        errors: (row, column), 0-based → what stands there; those cells are blank in `rows`.
    """

    rows: Sequence[Sequence[object]]
    errors: Mapping[tuple[int, int], CellError] = field(default_factory=dict)


@dataclass(frozen=True)
class SheetLayout:
    """What stands in a sheet besides its values.

    Attributes:
        formulas: (row, column), 1-based, of the cells that hold formulas.
        is_fixed: a table or a filter says which columns are sorted together: a column beside them would stay behind.
    """

    formulas: Collection[tuple[int, int]] = frozenset()
    is_fixed: bool = False


class Workbook(Protocol):
    """Changes are queued and take effect together in `save`; every refusal comes before the first write.

    Until then `sheets`, `read` and `read_kept` show the workbook as it was. A sheet is found by its name whatever its case.
    """

    @property
    def name(self) -> str:
        """File name, without its folder."""

    def sheets(self) -> list[SheetInfo]:
        """The sheets in tab order."""

    def read(self, sheet: str) -> SheetValues:
        """All values of a sheet, hidden and filtered rows included."""

    def layout(self, sheet: str) -> SheetLayout:
        """Which cells of a sheet hold formulas, and whether something fixes which columns belong together."""

    def put(self, sheet: Sheet, *, after: str | None = None) -> None:
        """Add a rendered sheet after another one (else at the end), or replace the sheet of that name in its place."""

    def delete(self, sheet: str) -> None:
        """Remove a sheet, with the parts only it uses. Refused (SHEET_REFERENCED) while other formulas cite it."""

    def read_kept(self, sheet: str) -> SheetValues | None:
        """Values of a sheet in the version kept at the last `save`; None without that version or that sheet."""

    def restore(self, sheet: str) -> None:
        """Put back a sheet as it stood in the version kept at the last `save`. Refused (UNDO_GONE) without it."""

    def append(self, sheet: str, rows: Sequence[Sequence[Value]]) -> None:
        """Add rows under the last used row of a sheet."""

    def add_rows(self, sheet: str, rows: Sequence[Sequence[Value]], *, at: int, model: int | None) -> tuple[str, ...]:
        """Put rows in at an Excel row of a sheet of hers; what stands at it and under it moves down.

        Each new row takes formats from the row `model` and its formulas, moved along with their values; None leaves a cell
        blank. A table, filter or format that covers the model covers the new rows too. See each host for what it refuses.

        Args:
            at: first row of the new ones, as Excel numbers it.
            model: row whose formats and formulas are carried; None under bare headings.
        Returns:
            Letters of the columns whose carried formula could not be calculated here (a closed file).
        """

    def remove_rows(self, sheet: str, first: int, count: int) -> None:
        """Take rows out again; what stands under them moves up. The inverse of `add_rows`."""

    def update(self, sheet: str, cells: Mapping[tuple[int, int], Value]) -> None:
        """Set the values of cells at (row, column), 1-based as in Excel; formats are kept."""

    def save(self) -> None:
        """Write everything or nothing, atomically; the version before is kept."""


class Dialogs(Protocol):
    def confirm(self, question: str) -> bool:
        """True when she agrees. Raises TresoError CONFIRMATION_NEEDED where nobody can answer."""

    def choose(self, question: str, options: Sequence[str]) -> int | None:
        """Which of the options she picks, None when she gives up. Raises TresoError CONFIRMATION_NEEDED where nobody can answer."""

    def choose_files(self) -> list[str]:
        """Full paths of the files that she picks, none when she gives up."""

    def choose_folder(self, title: str) -> str:
        """Full path of the folder that she picks, "" when she gives up."""

    def progress(self, done: int, total: int, what: str) -> None:
        """Say how far a long work is."""

    def tell(self, text: str) -> None:
        """Say one thing that does not ask for an answer."""

    def display(self, sheet: Sheet) -> None:
        """Show a long result to be read; it does not become a part of the workbook."""
