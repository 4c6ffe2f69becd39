"""An action is not taken back where she has closed the months since: neither its lines nor what it wrote on them."""

from __future__ import annotations

import pandas as pd

from addin.app.closed_months import closed_until
from addin.app.history import ROWS, SORTED, Action, Change
from addin.app.ports import Dialogs, Workbook, find_sheet
from addin.app.read_dossier import read_with_tabs
from addin.app.renamed_categories import RELABELLED, renamed_by_run
from addin.messages import TresoError
from addin.sheets.classification_memory import TITLE as MEMORY
from addin.sheets.classification_memory import read_memory
from addin.treasury.classification.written import WrittenRegister

_DATED = (ROWS, SORTED, RELABELLED)


def require_undo_open(workbook: Workbook, dialogs: Dialogs, action: Action) -> None:
    """Refuse to take back what stands in closed months.

    Raises:
        TresoError: UNDO_CLOSED, with the lines and their days; MONTH_CLOSED_UNREADABLE.
    """
    changes = [change for _, change in action.changes if change.nature in _DATED]
    if not changes:
        return
    dossier, _ = read_with_tabs(workbook, dialogs)
    last = closed_until(dossier.settings, workbook.name)
    if last is None:
        return
    operations = dossier.operations[dossier.operations["booked_on"] <= pd.Timestamp(last)]
    memory = find_sheet(workbook.sheets(), MEMORY)
    register = None
    if memory is not None and memory.is_grid and any(change.nature != ROWS for change in changes):
        register = read_memory(workbook.read(memory.name).rows, file=workbook.name, sheet=memory.name)
    for change in changes:
        mine = operations[_touched(operations, change, register)]
        if len(mine):
            days = mine["booked_on"]
            first, until = (f"{day:%d/%m/%Y}" for day in (days.min(), days.max()))
            raise TresoError(
                "UNDO_CLOSED", file=workbook.name, action=action.name, sheet=change.sheet, count=len(mine), first=first, last=until,
                closed=f"{last:%d/%m/%Y}",
            )  # fmt: skip


def _touched(operations: pd.DataFrame, change: Change, register: WrittenRegister | None) -> pd.Series:
    """bool per operation: taking the change back would remove it or change what stands on it."""
    in_tab = operations["sheet"].str.casefold() == change.sheet.casefold()
    if change.nature == ROWS:
        assert change.row is not None
        return in_tab & operations["row"].between(change.row, change.row + int(change.before) - 1)
    if register is None:
        return in_tab & False
    number = int(change.before)
    return in_tab & (register.of_run(operations, number) if change.nature == SORTED else renamed_by_run(operations, register, number))
