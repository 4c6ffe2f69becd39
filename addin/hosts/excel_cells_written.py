"""Values and formulas written into cells of an open workbook, and what stood there before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from addin.hosts.excel_citations import enter_formulas
from addin.hosts.excel_values import Place, address_of, formula_text, runs, sheet_values, written
from addin.sheets.model import Formula, Value

if TYPE_CHECKING:
    import xlwings


def write_cells(sheet: xlwings.Sheet, cells: Mapping[Place, Value]) -> None:
    """Set values and formulas; formats are kept, None blanks. Each full rectangle crosses at once."""
    values: dict[Place, object] = {}
    formulas: dict[Place, str] = {}
    for at, value in cells.items():
        if not isinstance(value, Formula):
            values[at] = written(value)
        elif value.is_array or value.rows * value.columns > 1:
            sheet.range(address_of(at, value.rows, value.columns)).formula_array = formula_text(value)
        else:
            formulas[at] = formula_text(value)
    for first, block in runs(values):
        sheet.range(address_of(first, len(block), len(block[0]))).value = block
    enter_formulas(sheet, formulas)


def before(sheet: xlwings.Sheet, cells: Mapping[Place, object]) -> dict[Place, Value]:
    """What those cells hold, so that `write_cells` can put it back."""
    found: dict[Place, Value] = {}
    for first, block in runs(cells):
        place = sheet.range(address_of(first, len(block), len(block[0]))).options(err_to_str=True)
        values = sheet_values(place.raw_value, (1, 1))
        formulas = place.formula
        texts = formulas if isinstance(formulas, (list, tuple)) else ((formulas,),)
        for i, row in enumerate(texts):
            for j, text in enumerate(row):
                value, error = values.rows[i][j], values.errors.get((i, j))
                at = first[0] + i, first[1] + j
                if isinstance(text, str) and text.startswith("=") and text != value:
                    found[at] = Formula(text[1:])
                elif error is not None:
                    found[at] = Formula(error.text)
                else:
                    found[at] = value  # type: ignore[assignment]
    return found
