"""Which formulas of a row go down with the rows put under it, and what they are worth there.

A formula is carried when it is one of its column: the same, told relatively, as in the row beside; or the column's own in a table; or a
running balance that starts from a typed figure. A formula of one row (`=1200+350`) is not. Its results are trusted only when the same
calculation gives what the workbook itself stored on the rows that are there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from addin.hosts.formula_arguments import Settings
from addin.hosts.formula_evaluator import Calculation, compiled
from addin.hosts.formula_parser import NotCalculableError
from addin.hosts.formula_tokens import TOKEN, Reference, follows_its_row, references, relative_form
from addin.hosts.formula_values import UNKNOWN, CellValue, ErrorValue
from addin.hosts.row_formulas import CellFormula
from addin.hosts.sheet_cells import SheetCells

_NEAR = 1e-9
"""Results closer than this, relatively, are the same: the last bits depend on the order of additions."""


@dataclass(frozen=True)
class ColumnFormula:
    """A formula carried down a column.

    Attributes:
        text: as it stands on `row`.
        row: where it stands, once the rows are moved.
        proofs: row, once moved → result stored there by the workbook.
    """

    text: str
    row: int
    proofs: Mapping[int, CellValue]


@dataclass
class Neighbours:
    """Formulas and typed values of the model's row and of the rows beside it, as they stand before the move.

    Attributes:
        formulas: row → column → formula.
        has_number: (row, column) of the cells that hold a typed number.
        calculated: column → formula that its table gives to the whole column.
    """

    model: int
    formulas: Mapping[int, Mapping[int, CellFormula]]
    has_number: set[tuple[int, int]] = field(default_factory=set)
    is_only_row: bool = False
    calculated: Mapping[int, str] = field(default_factory=dict)

    def of_columns(self) -> dict[int, str]:
        """Column → text on the model's row, for the formulas to carry."""
        own = self.formulas.get(self.model, {})
        found = {column: formula.text for column, formula in own.items() if formula.text and self._is_of_column(column, formula.text)}
        for column, text in self.calculated.items():
            if column not in own and not any(cited.first_row for cited in references(text)):
                found[column] = text
        return found

    def not_carried(self) -> set[int]:
        """Columns whose formula is one of the column but cannot be carried (array formulas)."""
        beside = [self.formulas.get(self.model + step, {}) for step in (-1, 1)]
        own = self.formulas.get(self.model, {})
        beside += [own] * self.is_only_row
        return {column for column, formula in own.items() if not formula.text and any(column in row for row in beside)}

    def _is_of_column(self, column: int, text: str) -> bool:
        if column in self.calculated:
            return True
        if not follows_its_row(text):
            return False
        form = relative_form(text, self.model)
        for step in (-1, 1):
            beside = self.formulas.get(self.model + step, {}).get(column)
            if beside is not None and beside.text and relative_form(beside.text, self.model + step) == form:
                return True
        if self.is_only_row:
            return all(cited.sheet == "" for cited in references(text))
        return any(self._starts_from(column, cited, step) for cited in references(text) for step in (-1, 1))

    def _starts_from(self, column: int, cited: Reference, step: int) -> bool:
        """The formula goes on from the first figure of its own column, which is beside it: the opening balance."""
        is_beside = cited.sheet == "" and not cited.is_range and cited.first_column == column and cited.first_row == self.model + step
        if not is_beside or cited.fixed[1]:
            return False
        row, further = self.model + step, self.model + 2 * step
        is_first = column not in self.formulas.get(further, {}) and (further, column) not in self.has_number
        return (row, column) in self.has_number or (is_first and column in self.formulas.get(row, {}))


@dataclass
class Results:
    """What carried formulas are worth on the new rows.

    Attributes:
        known: column → results from top to bottom.
        unknown: columns that could not be calculated, or whose calculation did not give what the workbook stored.
    """

    known: dict[int, list[CellValue]] = field(default_factory=dict)
    unknown: set[int] = field(default_factory=set)


def calculate(carried: Mapping[int, ColumnFormula], rows: range, cells: SheetCells, settings: Settings) -> Results:
    """The results of carried formulas, proved on the rows that are there; they are put into `cells` too."""
    results = Results()
    ready: dict[int, Calculation] = {}
    for column, formula in carried.items():
        try:
            calculation = compiled(formula.text, formula.row, cells, settings)
            if not proves(calculation, formula.proofs):
                raise NotCalculableError("not what the workbook stored")
            ready[column] = calculation
        except NotCalculableError:
            results.unknown.add(column)
    order, upwards, hopeless = _order({column: carried[column] for column in ready}, cells, rows)
    results.unknown |= hopeless
    columns = {column: cells.own_column(column)[0] for column in carried}
    for column in results.unknown:
        for row in rows:
            columns[column][row - cells.base] = UNKNOWN
    cells.is_changing = rows
    work = [(column, ready[column].value, columns[column]) for column in order]
    for row in reversed(rows) if upwards else rows:
        at = row - cells.base
        for column, value, into in work:
            try:
                into[at] = value(row)
            except NotCalculableError:
                into[at] = UNKNOWN
                results.unknown.add(column)
    for column in order:
        if column not in results.unknown:
            results.known[column] = columns[column][rows.start - cells.base : rows.stop - cells.base]
    return results


def proves(calculation: Calculation, proofs: Mapping[int, CellValue]) -> bool:
    """True when a calculation gives what is stored, on each of the rows; without any it is not proved."""
    return bool(proofs) and all(same_result(calculation.value(row), stored) for row, stored in proofs.items())


def same_result(found: CellValue, stored: CellValue) -> bool:
    """The same value, but for the last bits of a number."""
    if isinstance(found, ErrorValue) or isinstance(stored, ErrorValue):
        return isinstance(found, ErrorValue) and isinstance(stored, ErrorValue) and found.code == stored.code
    if isinstance(found, float) and isinstance(stored, float):
        return abs(found - stored) <= max(abs(found), abs(stored), 1e-3) * _NEAR
    return type(found) is type(stored) and found == stored


def _order(carried: Mapping[int, ColumnFormula], cells: SheetCells, rows: range) -> tuple[list[int], bool, set[int]]:
    """Columns in the order of calculation on a row, whether rows go upwards, and the columns that have no order."""
    needs: dict[int, set[int]] = {column: set() for column in carried}
    up, down, hopeless = set[int](), set[int](), set[int]()
    for column, formula in carried.items():
        for cited, is_own_row in _own_references(formula, cells):
            for other in carried:
                if not cited.first_column <= other <= cited.last_column and cited.first_column:
                    continue
                first, last = cited.first_row - formula.row, cited.last_row - formula.row
                if is_own_row:
                    first = last = 0
                elif not cited.first_row or (cited.fixed[1] and cited.fixed[3]):
                    if not cited.first_row or (cited.first_row < rows.stop and cited.last_row >= rows.start):
                        hopeless.add(column)
                    continue
                elif cited.fixed[1]:
                    first = -1
                elif cited.fixed[3]:
                    last = 1
                if first < 0:
                    down.add(column)
                if last > 0:
                    up.add(column)
                if first <= 0 <= last:
                    needs[column].add(other)
    if up and down:
        hopeless |= up | down
    order: list[int] = []
    waiting = {column for column in carried if column not in hopeless}
    while ready := sorted(column for column in waiting if needs[column] <= set(order) | hopeless):
        order += ready
        waiting -= set(ready)
    return order, bool(up), hopeless | waiting


def _own_references(formula: ColumnFormula, cells: SheetCells) -> list[tuple[Reference, bool]]:
    """Cells of its own sheet that a formula cites, and whether they are those of its own row of a table."""
    found = [(cited, False) for cited in references(formula.text) if cited.sheet_name.casefold() in ("", cells.sheet.casefold())]
    for token in TOKEN.finditer(formula.text):
        if token["table"]:
            cited, is_own_row = cells.table(token[0])
            if not cited.sheet:
                found.append((cited, is_own_row))
    return found
