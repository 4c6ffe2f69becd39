"""Categories taken back: the cells that a run of « Catégoriser » filled are blank again, where she has not changed them since."""

from __future__ import annotations

from collections.abc import Callable

from addin.app.category_columns import category_columns, cell_text
from addin.app.history import Change
from addin.app.ports import Dialogs, SheetInfo, Workbook
from addin.app.read_dossier import read_with_tabs
from addin.messages import SCREEN, say
from addin.messages.categorise import CATEGORISE_SCREEN
from addin.sheets.classification_memory import STATE_COLUMN, read_memory
from addin.sheets.classification_memory import TITLE as MEMORY
from addin.sheets.model import Value

Step = Callable[[], None]


def classified_back(workbook: Workbook, dialogs: Dialogs, change: Change, present: SheetInfo | None) -> Step:
    """What blanks the category, account, confidence and reason of the lines of a run in one tab.

    Lines are found again by day, amount and label, wherever they stand by now. A category that she has changed since, and an account
    that is no longer ours, are hers and stay.
    """
    if present is None:
        return lambda: dialogs.tell(say(SCREEN["sheet_gone"], sheet=change.sheet))
    memory = next((sheet for sheet in workbook.sheets() if sheet.name.casefold() == MEMORY.casefold()), None)
    if memory is None or not memory.is_grid:
        return lambda: dialogs.tell(say(CATEGORISE_SCREEN["memory_gone"], sheet=change.sheet))
    register = read_memory(workbook.read(memory.name).rows, file=workbook.name, sheet=memory.name)
    number = int(change.before)
    dossier, tabs = read_with_tabs(workbook, dialogs)
    operations = dossier.operations
    in_tab = operations["sheet"] == present.name
    still = register.of_run(operations, number)
    touched = operations[in_tab & (still | register.touched(operations, number))]
    rows = next(tab.rows for tab in tabs if tab.sheet == present.name)
    reading = next(reading for reading in dossier.readings if reading.sheet == present.name)
    columns = category_columns(reading, rows, workbook.layout(present.name), ())
    accounts = {(entry.account, entry.scf_account) for entry in register.entries if entry.number == number}
    cells: dict[tuple[int, int], Value] = {}
    told = zip(touched["account"], touched["scf_account"], touched["row"].tolist(), still[touched.index], strict=True)
    for account, scf, row, is_still in told:
        is_account = (account, scf) in accounts
        is_ours = {"category": is_still, "scf_account": is_account, "confidence": True, "reason": True}
        for field, column in columns.at.items():
            if is_ours[field] and (row, column) not in columns.formulas and cell_text(rows, row, column):
                cells[row, column] = None
    mine = operations[in_tab & still]
    kept = int(change.after or 0) - len(mine)

    def step() -> None:
        workbook.update(present.name, cells)
        if kept > 0:
            dialogs.tell(say(CATEGORISE_SCREEN["kept"], count=kept, sheet=present.name))

    return step


def remembered_back(workbook: Workbook, change: Change, present: SheetInfo | None, undone: str) -> Step:
    """What marks the lines of a run in « Classements » as taken back.

    Args:
        undone: « Annulé le 12/11/2026 09:30 ».
    """
    if present is None or not present.is_grid:
        return lambda: None
    register = read_memory(workbook.read(present.name).rows, file=workbook.name, sheet=present.name)
    at: dict[tuple[int, int], Value] = {
        (entry.row, STATE_COLUMN): undone for entry in register.entries if entry.number == int(change.before)
    }
    return lambda: workbook.update(present.name, at)
