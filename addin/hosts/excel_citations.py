"""Who cites a sheet of an open workbook: her formulas and names, found, and written again once another sheet has that name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from addin.hosts.book import cites
from addin.hosts.excel_row_formulas import loses_cells
from addin.hosts.excel_values import Place, address_of, first_cell, runs
from addin.hosts.row_moves import Move

if TYPE_CHECKING:
    import xlwings


@dataclass(frozen=True)
class Citations:
    """What cites a sheet.

    Attributes:
        formulas: name of the citing sheet → cell → formula as Excel writes it in English.
        names: defined name → what it refers to.
    """

    formulas: Mapping[str, Mapping[Place, str]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def first(self) -> str | None:
        """A sheet or a name that cites, to be told; None without one."""
        return next(iter((*self.formulas, *self.names)), None)


def citations(book: xlwings.Book, sheet: str, others: Iterable[str], *, our_names: Iterable[str] = ()) -> Citations:
    """All that cites a sheet.

    Args:
        sheet: its name.
        others: names of the other grids of the workbook, which are read.
        our_names: names that come with the sheet and do not count.
    """
    formulas = {name: found for name in others if (found := _citing_cells(book.sheets[name], sheet))}
    ours = {name.casefold() for name in our_names}
    names = {}
    for name in book.names:
        title, text = str(name.name), str(name.refers_to)
        if title.casefold() not in ours and not cites(title, sheet) and cites(text, sheet):
            names[title] = text
    return Citations(formulas, names)


def rows_reader(book: xlwings.Book, sheet: str, move: Move, others: Iterable[str]) -> str | None:
    """A sheet or a name with a reference to nothing but rows of a sheet that are taken out, None without one."""
    for name in others:
        if any(loses_cells(text, sheet, move) for text in _citing_cells(book.sheets[name], sheet).values()):
            return name
    for defined in book.names:
        title = str(defined.name)
        if "_FilterDatabase" not in title and loses_cells(str(defined.refers_to), sheet, move):
            return title
    return None


def formulas_of(sheet: xlwings.Sheet) -> dict[Place, str]:
    """The formulas of a sheet."""
    used = sheet.used_range
    block = used.formula
    top, left = first_cell(used.address)
    rows = block if isinstance(block, (list, tuple)) else ((block,),)
    return {
        (top + i, left + j): text
        for i, row in enumerate(rows)
        for j, text in enumerate(row)
        if isinstance(text, str) and text.startswith("=")
    }


def _citing_cells(sheet: xlwings.Sheet, cited: str) -> dict[Place, str]:
    return {at: text for at, text in formulas_of(sheet).items() if cites(text, cited)}


def enter_again(book: xlwings.Book, found: Citations) -> None:
    """Write the formulas and names as they were: they lead to the sheet that has the name now."""
    for name, cells in found.formulas.items():
        enter_formulas(book.sheets[name], cells)
    for title, text in found.names.items():
        book.names[title].refers_to = text


def enter_formulas(sheet: xlwings.Sheet, cells: Mapping[Place, str]) -> None:
    """Type formulas anew; those of an array formula, which is one for all its cells, in one go."""
    for first, block in runs(cells):
        place = sheet.range(address_of(first, len(block), len(block[0])))
        count = len(block) * len(block[0])
        if len(set().union(*block)) == count and place.has_array is False:  # the cells of an array have the same text
            place.formula = block[0][0] if count == 1 else block
        else:
            _enter_with_arrays(sheet, first, block)


def _enter_with_arrays(sheet: xlwings.Sheet, first: Place, block: Sequence[Sequence[str]]) -> None:
    """Formulas among which there are array formulas: cells beside each other with the same text are one array."""
    waiting = {(first[0] + i, first[1] + j): text for i, row in enumerate(block) for j, text in enumerate(row)}
    while waiting:
        (top, left), text = min(waiting.items())
        bottom, right = top, left
        cell = sheet.range(address_of((top, left)))
        if cell.has_array:
            while waiting.get((bottom + 1, left)) == text:
                bottom += 1
            while all(waiting.get((row, right + 1)) == text for row in range(top, bottom + 1)):
                right += 1
            sheet.range(address_of((top, left), bottom - top + 1, right - left + 1)).formula_array = text
        else:
            cell.formula = text
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                del waiting[row, column]
