"""The changes of an open workbook that wait for `save`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from addin.hosts import excel_gaps
from addin.hosts.excel_values import Place, address_of, runs
from addin.messages import TresoError
from addin.sheets.model import Sheet, Value

if TYPE_CHECKING:
    import xlwings


@dataclass(frozen=True, eq=False)
class Put:
    """A rendered sheet, new (after another one, else at the end) or in the place of the one of its name."""

    sheet: Sheet
    after: str | None


@dataclass(frozen=True)
class Delete:
    name: str


@dataclass(frozen=True, eq=False)
class Restore:
    """A copy of a sheet in a workbook of ours, back in its place: where the sheet of its name is, else behind `earlier` ones."""

    name: str
    copies: Path
    earlier: tuple[str, ...]
    formulas: Mapping[Place, str]


@dataclass(frozen=True, eq=False)
class Append:
    name: str
    rows: Sequence[Sequence[Value]]


@dataclass(frozen=True, eq=False)
class Update:
    name: str
    cells: Mapping[Place, Value]

    def refuse_formula_groups(self, sheet: xlwings.Sheet, file: str, system: excel_gaps.System) -> None:
        """Refuse cells of an array formula, which are set all or none.

        Raises:
            TresoError: CELL_IN_FORMULA_GROUP.
        """
        for first, block in runs(self.cells):
            cell = excel_gaps.array_cell(sheet, first, len(block), len(block[0]), system)
            if cell is not None:
                raise TresoError("CELL_IN_FORMULA_GROUP", file=file, sheet=self.name, cell=address_of(cell))


@dataclass(frozen=True, eq=False)
class AddRows:
    """Rows put in at a row, with formats and formulas of a model."""

    name: str
    rows: Sequence[Sequence[Value]]
    at: int
    model: int | None


@dataclass(frozen=True, eq=False)
class RemoveRows:
    name: str
    first: int
    count: int


Change = Put | Delete | Restore | Append | Update | AddRows | RemoveRows
