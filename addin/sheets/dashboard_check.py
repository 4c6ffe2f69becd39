"""The check beside the handle: plain formulas that compare what the tabs hold with what was read into the dossier.

No function of ours and nothing volatile: it answers without the add-in, and typing calculates two sums of one tab.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from addin.messages import french
from addin.sheets.model import Block, Cell, Formula, Role, Row, Tone, Value
from addin.treasury.coverage import TabTotals
from addin.treasury.vocabularies import DASHBOARD_MARK

CHECK_TITLE = DASHBOARD_MARK
UP_TO_DATE, TO_REFRESH = "À jour", "À actualiser"
_SAME, _CHANGED = "à jour", "à actualiser"
CHECK_COLUMNS = 6
_HEADS = ("Onglet", "Cellules lues", "Somme lue", "Cellules", "Somme", "État")
_FIRST_TAB = 5
"""Rows from the title to the first tab."""
READY_TABS = 40
"""Lines that already have their formats."""
MOST_TABS = 500
"""Lines that the answer looks at."""
_TONES = ((_SAME, Tone.MUTED), (_CHANGED, Tone.WATCH))
_NOTE = "Ces formules n'ont pas besoin de Trésorerie : elles comparent vos onglets à ce qui a été lu."


@dataclass(frozen=True)
class Place:
    """A cell of the dashboard, 1-based as in Excel."""

    row: int
    column: int

    def below(self, rows: int, columns: int = 0) -> Place:
        return Place(self.row + rows, self.column + columns)

    @property
    def address(self) -> str:
        return f"${_letters(self.column)}${self.row}"


@dataclass(frozen=True)
class Read:
    """What was read into the dossier of a handle.

    Attributes:
        handle: "" before the first « Actualiser ».
        sheets: how many sheets the workbook has then, hidden ones included; None when it is not known.
    """

    handle: str = ""
    tabs: tuple[TabTotals, ...] = ()
    sheets: int | None = None


def check_block(read: Read, top: Place) -> Block:
    """The check, its title at `top`; lines for more tabs are ready below."""
    cells = check_cells(read, top)
    rows = [Row((Cell(CHECK_TITLE, Role.BLOCK, span=CHECK_COLUMNS),)), Row((Cell(french(_NOTE), Role.NOTE, span=CHECK_COLUMNS),))]

    def at(row: int, column: int, role: Role = Role.TEXT) -> Cell:
        tones = _TONES if column == CHECK_COLUMNS - 1 else ()
        return Cell(cells.get((top.row + row, top.column + column)), role, tones=tones)

    rows.append(Row((Cell("Dossier contrôlé"), Cell(cells[top.row + 2, top.column + 1], Role.NOTE, span=CHECK_COLUMNS - 1))))
    kinds = (Role.TEXT, Role.COUNT, Role.AMOUNT, Role.COUNT, Role.AMOUNT, Role.STATE)
    rows.append(Row((Cell("Feuilles du classeur"), *(at(3, j, kinds[j]) for j in range(1, CHECK_COLUMNS)))))
    rows.append(Row(tuple(Cell(head, Role.HEAD) for head in _HEADS)))  # each stands like the values below it
    for i in range(max(READY_TABS, len(read.tabs))):
        rows.append(Row(tuple(at(_FIRST_TAB + i, j, kinds[j]) for j in range(CHECK_COLUMNS))))
    return Block("check", tuple(rows), "data")


def check_cells(read: Read, top: Place, shown_tabs: int = 0) -> Mapping[tuple[int, int], Value]:
    """The cells of the check that follow the dossier: (row, column), 1-based → value.

    Args:
        top: the cell of its title.
        shown_tabs: lines that it shows at present; those left over are blanked.
    """
    cells: dict[tuple[int, int], Value] = {(top.row + 2, top.column + 1): read.handle or None}

    def put(row: int, values: Sequence[Value], first: int = 0) -> None:
        cells.update({(top.row + row, top.column + first + j): value for j, value in enumerate(values)})

    expected, now = (top.below(3, j).address.replace("$", "") for j in (1, 3))
    if read.sheets is None:
        put(3, (None, None, None, None, None), 1)
    else:
        sheets = Formula(f"IFERROR(SHEETS(),{expected})", read.sheets)  # unknown before Excel 2013: then the tabs alone are compared
        put(3, (read.sheets, None, sheets, None, Formula(f'IF({now}={expected},"{_SAME}","{_CHANGED}")', _SAME)), 1)
    for i in range(max(len(read.tabs), shown_tabs)):
        row = _FIRST_TAB + i
        put(row, _line(read.tabs[i], top.below(row)) if i < len(read.tabs) else (None,) * CHECK_COLUMNS)
    return cells


def answer(handle: Place, top: Place, result: str) -> Formula:
    """« À jour » or « À actualiser »: the handle is the one that is checked, and no line has changed since.

    Args:
        handle: the cell of the handle.
        top: the cell of the check's title.
    """
    states = f"{top.below(3, 5).address}:{top.below(_FIRST_TAB + MOST_TABS, 5).address}"
    same = f'AND({handle.address}<>"",{handle.address}={top.below(2, 1).address},COUNTIF({states},"{_CHANGED}")=0)'
    return Formula(f'IF({same},"{UP_TO_DATE}","{TO_REFRESH}")', result)


def find_check(rows: Sequence[Sequence[object]]) -> tuple[Place, int] | None:
    """The check in a dashboard read back as values: the place of its title and the lines of tabs that it shows."""
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            if cell == CHECK_TITLE:
                column = [line[j] if j < len(line) else None for line in rows[i + _FIRST_TAB :]]
                shown = next((n for n, name in enumerate(column) if name in (None, "")), len(column))
                return Place(i + 1, j + 1), shown
    return None


def _line(tab: TabTotals, first: Place) -> tuple[Value, ...]:
    """One tab: as read, as it is now, whether they agree."""
    read_count, read_sum, count, total = (first.below(0, j).address.replace("$", "") for j in (1, 2, 3, 4))
    column = _column(tab.sheet, tab.counted)
    same = f"AND({count}={read_count},ABS({total}-{read_sum})<=0.005+ABS({read_sum})*1E-12)"
    sums = "+".join(f'SUMIF({_column(tab.sheet, each)},"<1E+300")' for each in tab.summed)  # errors in her cells are left out
    return (
        tab.sheet,
        tab.count,
        tab.total,
        Formula(f"ROWS({column})-COUNTBLANK({column})", tab.count),
        Formula(sums, tab.total) if sums else 0,
        Formula(f'IFERROR(IF({same},"{_SAME}","{_CHANGED}"),"{_CHANGED}")', _SAME),  # a tab that is gone is an error
    )


def _column(sheet: str, column: int) -> str:
    """A whole column as formulas cite it: `'BNA'!$A:$A`."""
    letters = _letters(column + 1)
    name = sheet.replace("'", "''")
    return f"'{name}'!${letters}:${letters}"


def _letters(column: int) -> str:
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
