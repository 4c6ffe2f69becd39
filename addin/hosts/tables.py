"""Real Excel tables of a `Sheet`: headings, style, validation lists and formats that reach far below the last line."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from addin.hosts.looks import TABLE_STYLE
from addin.sheets.entry_checks import NOT_A_DATE, NOT_A_NUMBER, NOT_IN_LIST, NOT_IN_TABLE
from addin.sheets.model import Column, Role, Sheet, TableBlock

READY_ROWS = 2_000
"""Blank rows below a table that already carry its validations (the formats reach the bottom through the column)."""

_LIST_LIMIT, _TITLE_LIMIT, _PROMPT_LIMIT = 255, 32, 255
_NUMBERS = frozenset({Role.AMOUNT, Role.TOTAL, Role.COUNT, Role.RATE, Role.PERCENT})


def list_names(sheets: Iterable[Sheet]) -> dict[tuple[str, str], DefinedName]:
    """Defined name of each table column that feeds a validation list: `lst_Categories` = `tblCategories[Catégorie]`.

    A name over a table column grows with the table; a validation list cannot cite the column itself.

    Raises:
        ValueError: a list comes from a table that is not among the sheets, or from two columns of one table.
    """
    tables = {block.name: block for sheet in sheets for _, _, block in sheet.placed() if isinstance(block, TableBlock)}
    sources = {column.choices_from for block in tables.values() for column in block.columns if column.choices_from}
    names: dict[tuple[str, str], DefinedName] = {}
    for table, heading in sorted(sources):
        if table not in tables or heading not in [column.title for column in tables[table].columns]:
            raise ValueError(f"a list is taken from {table}[{heading}], which is not among the sheets")
        name = f"lst_{table.removeprefix('tbl')}"
        if name in {known.name for known in names.values()}:
            raise ValueError(f"two lists are taken from {table}: one name cannot serve both")
        names[table, heading] = DefinedName(name, attr_text=f"{table}[{_escaped(heading)}]")
    return names


def add_table(ws: Worksheet, block: TableBlock, top: int, left: int, *, last: bool, names: Mapping[tuple[str, str], DefinedName]) -> None:
    """Declare the table over cells that are already written, with its validations.

    Args:
        top, left: place of the first heading, 0-based.
        last: nothing stands below, so the validations reach `READY_ROWS` further.
        names: as given by `list_names`.
    """
    end = top + block.height
    right = left + len(block.columns)
    table = Table(displayName=block.name, ref=f"{_a1(top, left)}:{_a1(end - 1, right - 1)}")
    table.tableStyleInfo = TableStyleInfo(name=TABLE_STYLE, showRowStripes=True)
    ws.add_table(table)
    reach = end + READY_ROWS if last else end
    for j, column in enumerate(block.columns):
        validation = _validation(column, names)
        if validation is not None:
            validation.add(f"{_a1(top + 1, left + j)}:{_a1(reach - 1, left + j)}")
            ws.add_data_validation(validation)


def _validation(column: Column, names: Mapping[tuple[str, str], DefinedName]) -> DataValidation | None:
    """One validation per column: its list, else its type, with her help message; None when there is nothing to say."""
    if column.choices:
        rule = DataValidation(type="list", formula1=_inline(column), errorStyle="stop")
        rule.error = NOT_IN_LIST
    elif column.choices_from:
        rule = DataValidation(type="list", formula1=names[column.choices_from].name, errorStyle="warning")
        rule.error = NOT_IN_TABLE
    elif column.role is Role.DATE:
        rule = DataValidation(type="date", operator="between", formula1="36526", formula2="73050", errorStyle="stop")
        rule.error = NOT_A_DATE
    elif column.role in _NUMBERS:
        rule = DataValidation(type="decimal", operator="between", formula1="-1000000000000", formula2="1000000000000", errorStyle="stop")
        rule.error = NOT_A_NUMBER
    elif column.help:
        rule = DataValidation()
    else:
        return None
    rule.allowBlank = True
    rule.showErrorMessage = rule.type is not None
    rule.errorTitle = column.title[:_TITLE_LIMIT]
    if column.help:
        if len(column.help) > _PROMPT_LIMIT:
            raise ValueError(f"the help of {column.title!r} is longer than {_PROMPT_LIMIT} characters")
        rule.showInputMessage = True
        rule.promptTitle = column.title[:_TITLE_LIMIT]
        rule.prompt = column.help
    return rule


def _inline(column: Column) -> str:
    joined = ",".join(column.choices)
    if len(joined) > _LIST_LIMIT - 2 or any("," in choice or '"' in choice for choice in column.choices):
        raise ValueError(f"the list of {column.title!r} cannot be written in a cell rule")
    return f'"{joined}"'


def _escaped(heading: str) -> str:
    """A heading as a structured reference wants it: brackets, apostrophes and # take an apostrophe before them."""
    return "".join(f"'{letter}" if letter in "[]#'" else letter for letter in unicodedata.normalize("NFC", heading))


def _a1(row: int, column: int) -> str:
    return f"{get_column_letter(column + 1)}{row + 1}"
