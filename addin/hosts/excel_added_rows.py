"""Rows put into a sheet of an open workbook: the host moves what stands below, formats and formulas come from a model row.

Every step crosses the border of the processes the same number of times however many rows there are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from addin.hosts import excel_gaps
from addin.hosts.excel_cells_written import write_cells
from addin.hosts.excel_citations import enter_formulas
from addin.hosts.excel_queue import AddRows
from addin.hosts.excel_row_formulas import Formulas, after_adding, carried_columns, is_anchored
from addin.hosts.excel_sheet_rows import AROUND, SheetRows
from addin.hosts.excel_values import Place, address_of, first_cell, sheet_values, written
from addin.hosts.formula_tokens import references
from addin.hosts.row_moves import Move
from addin.messages import TresoError
from addin.sheets.model import Formula, Value

if TYPE_CHECKING:
    import xlwings

Steps = list[Callable[[], object]]
_DAY = "dd/mm/yyyy"
_NOT_CODE = re.compile(r'"[^"]*"|\\.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
_OF_DAYS = re.compile("[dmyhs]", re.IGNORECASE)
_AS_TEXT, _GENERAL = "@", "General"


class AddedRows:
    """One addition.

    Args:
        rows: the sheet.
        file: name of the workbook, for a refusal.
    """

    def __init__(self, rows: SheetRows, change: AddRows, system: excel_gaps.System, *, file: str) -> None:
        self._rows, self._sheet, self._system, self._file = rows, rows.sheet, system, file
        self._given = change.rows
        self._bottom, right = rows.used_end()
        self._width = max(right, *map(len, change.rows))
        self._days = self._columns_of(date)
        is_prepared = rows.last_used() < change.at <= self._bottom
        self._move = Move(change.at, len(change.rows), change.model, in_place=is_prepared)
        self._dated = rows.dated(self._days) if self._days else None

    def _columns_of(self, *kinds: type) -> list[int]:
        """Columns (1-based) in which a value of a kind is given."""
        return sorted(
            {j for row in self._given for j, value in enumerate(row, 1) if isinstance(value, kinds) and not isinstance(value, bool)}
        )

    def put_in(self, steps_back: Steps) -> None:
        """Put the rows in; what takes them out again is added to the steps.

        Raises:
            TresoError: CELL_IN_FORMULA_GROUP when an array formula would be cut; FILE_CHANGED_MEANWHILE.
        """
        move = self._move
        formulas = self._rows.formulas(self._parts(), self._width)
        self._refuse_cut_array(formulas)
        carried = carried_columns(formulas, move.model, move.at) if move.model else {}
        is_first = self._dated is None or move.at <= self._dated[0]
        is_last = move.at > (self._rows.last_used() if self._dated is None else self._dated[1])
        if is_anchored(formulas, carried, move, is_first=is_first, is_last=is_last):
            formulas = self._rows.formulas([(1, max(self._rows.last_used(), move.at))], self._width)
        again = after_adding(formulas, move, carried, is_first=is_first, is_last=is_last)
        names = _names_that_grow(self._sheet, self._rows.name, move)
        area = self._sheet.page_setup.print_area
        height = self._height_of_model()
        self._remember(steps_back, {at: f"={formulas.texts[at]}" for at in again}, names, area)
        self._make_room(steps_back)
        self._grow_tables(steps_back)
        self._grow_names(names, area)
        enter_formulas(self._sheet, {after: f"={text}" for after, text in again.values()})  # the model's is copied
        self._copy_model(height)
        self._write(carried)
        self._rows.moved(move)

    # ------------------------------------------------------------------------------------------ before
    def _parts(self) -> list[tuple[int, int]]:
        """Rows whose formulas matter: around the new ones, and those outside the lines of the tab (totals)."""
        at, model = self._move.at, self._move.model or self._move.at
        parts = [(at - AROUND, at + AROUND - 1), (model - AROUND, model + AROUND)]
        last = max(self._rows.last_used(), self._move.at)
        first_line, last_line = self._dated or (last + 1, 0)
        return [*parts, (1, first_line - 1), (last_line + 1, last)]

    def _refuse_cut_array(self, formulas: Formulas) -> None:
        at = self._move.at
        if self._move.in_place:
            return
        for (row, column), text in formulas.texts.items():
            if row == at and formulas.texts.get((row - 1, column)) == text:  # the cells of an array have the same text
                cell = self._sheet.range(address_of((row, column)))
                if cell.has_array and self._sheet.range(address_of((row - 1, column))).has_array:
                    raise TresoError("CELL_IN_FORMULA_GROUP", file=self._file, sheet=self._rows.name, cell=address_of((row, column)))

    def _height_of_model(self) -> float | None:
        """Height that the rows of the model share, None without one."""
        model = self._move.model
        if model is None:
            return None
        first = model - 1 if model > 1 and self._move.at > model else model
        height = self._sheet.range(f"{first}:{first + 1 if self._move.at <= model else model}").row_height
        return height or None

    def _remember(self, steps_back: Steps, formulas: Mapping[Place, str], names: Mapping[str, tuple[str, str]], area: str | None) -> None:
        """What is put back once the rows are gone again."""
        if area:
            steps_back.append(partial(setattr, self._sheet.page_setup, "print_area", area))
        steps_back += [partial(self._set_name, name, before) for name, (before, _) in names.items()]
        steps_back.append(partial(enter_formulas, self._sheet, formulas))

    # ------------------------------------------------------------------------------------------ rows
    def _make_room(self, steps_back: Steps) -> None:
        move = self._move
        if not move.in_place:
            steps_back.append(lambda: self._sheet.range(f"{move.at}:{move.last}").delete("up"))
            self._sheet.book.app.cut_copy_mode = False  # Excel would insert what she had copied
            self._sheet.range(f"{move.at}:{move.last}").insert("down")
            return
        place = self._place()
        found = sheet_values(place.options(err_to_str=True).raw_value, (1, 1))
        if found.errors or any(cell not in (None, "") for row in found.rows for cell in row):
            raise TresoError("FILE_CHANGED_MEANWHILE", file=self._file)
        prepared = self._rows.formulas([(move.at, min(move.last, self._bottom))], self._width).texts
        steps_back.append(lambda: enter_formulas(self._sheet, {at: f"={text}" for at, text in prepared.items()}))
        steps_back.append(place.clear_contents)
        if move.last > self._bottom:
            beyond = max(move.at, self._bottom + 1)
            steps_back.append(self._sheet.range(address_of((beyond, 1), move.last - beyond + 1, self._width)).clear)

    def _place(self) -> xlwings.Range:
        return self._sheet.range(address_of((self._move.at, 1), self._move.count, self._width))

    def _copy_model(self, height: float | None) -> None:
        """Formats and formulas of the model; without one, the formats of a row under all others."""
        move = self._move
        row = move.row(move.model) if move.model else max(self._bottom, move.last) + move.count + 2
        if move.model is None and move.in_place:
            return
        self._sheet.range(address_of((row or 1, 1), 1, self._width)).copy(self._place())
        excel_gaps.clear_attached(self._place(), self._system)
        if height is not None and self._sheet.range(f"{move.at}:{move.at}").row_height != height:
            self._sheet.range(f"{move.at}:{move.last}").row_height = height

    def _write(self, carried: Mapping[int, str]) -> None:
        """The values; the columns of carried formulas hold them already."""
        self._show_as_values(carried)
        rows = [[*row, *[None] * (self._width - len(row))] for row in self._given]
        left = [column for column in range(1, self._width + 1) if column not in carried]
        typed: dict[Place, Value] = {}
        for first, last in _runs(left):
            block = []
            for i, row in enumerate(rows):
                cells = row[first - 1 : last]
                if any(isinstance(cell, Formula) for cell in cells):
                    typed |= {(self._move.at + i, first + j): cell for j, cell in enumerate(cells) if isinstance(cell, Formula)}
                    cells = [None if isinstance(cell, Formula) else cell for cell in cells]
                block.append([written(cell) for cell in cells])
            self._sheet.range(address_of((self._move.at, first), len(block), last - first + 1)).value = block
        write_cells(self._sheet, typed)

    def _show_as_values(self, carried: Mapping[int, str]) -> None:
        """A day needs a format of days to show as one; a number in a cell made for texts would become a text."""
        days = set(self._days) - carried.keys()
        numbers = set(self._columns_of(int, float, Decimal)) - carried.keys() - days
        for column in sorted(days | numbers):
            cells = self._sheet.range(address_of((self._move.at, column), self._move.count))
            code = cells.number_format
            if column in days and not _OF_DAYS.search(_NOT_CODE.sub("", code or "").replace(_GENERAL, "")):
                cells.number_format = _DAY
            elif column in numbers and code == _AS_TEXT:
                cells.number_format = _GENERAL

    # ------------------------------------------------------------------------------------------ what covers the model
    def _grow_tables(self, steps_back: Steps) -> None:
        move = self._move
        for table in self._sheet.tables:
            cells = table.range
            top, left = first_cell(cells.address)
            height, width = cells.shape
            bottom = top + height - 1
            is_model_last = bottom == (move.model or move.at - 1) < move.at
            is_blank_last = move.in_place and top < move.at <= bottom < move.last
            if (is_model_last or is_blank_last) and top < move.at and not table.show_totals:
                steps_back.append(partial(table.resize, self._sheet.range(address_of((top, left), height, width))))
                table.resize(self._sheet.range(address_of((top, left), move.last - top + 1, width)))
        if self._system == "calc":
            back = excel_gaps.grow_filter(self._sheet, move.model or move.at - 1, move.last)
            steps_back.extend([back] if back else [])

    def _grow_names(self, names: Mapping[str, tuple[str, str]], area: str | None) -> None:
        for name, (_, after) in names.items():
            self._set_name(name, after)
        if area and (wider := ",".join(map(self._move.ranges, area.split(",")))) != self._sheet.page_setup.print_area:
            self._sheet.page_setup.print_area = wider

    def _set_name(self, name: str, refers_to: str) -> None:
        self._sheet.book.names[name].refers_to = refers_to


def _names_that_grow(sheet: xlwings.Sheet, title: str, move: Move) -> dict[str, tuple[str, str]]:
    """Names of ranges that end (or begin) at the model: name → what it refers to before and after."""
    found: dict[str, tuple[str, str]] = {}
    for name in sheet.book.names:
        key, text = str(name.name), str(name.refers_to)
        if "_FilterDatabase" in key or "Print_" in key or "#REF!" in text:
            continue
        cited = list(references(text))
        if len(cited) != 1 or str(cited[0]) != text.removeprefix("=") or not all(cited[0].fixed) or not cited[0].is_range:
            continue
        if cited[0].sheet_name.casefold() != title.casefold():
            continue
        grown, by_host = move.reference(cited[0], joins=True), move.reference(cited[0])
        if grown is not None and grown != by_host:
            found[key] = text, f"={grown}"
    return found


def _runs(columns: Sequence[int]) -> list[tuple[int, int]]:
    """First and last of each run of following columns."""
    found: list[tuple[int, int]] = []
    for column in columns:
        if found and column == found[-1][1] + 1:
            found[-1] = found[-1][0], column
        else:
            found.append((column, column))
    return found
