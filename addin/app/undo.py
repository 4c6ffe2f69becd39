"""Undo the last action (annuler la dernière action), after `Historique`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from addin.app.added_rows import rows_back
from addin.app.cells import column_number
from addin.app.classified_back import classified_back, remembered_back
from addin.app.history import ADDED, CELL, REGISTERED, REMEMBERED, REPLACED, ROWS, SORTED, WHEN, Action, Change, mark_undone, read_history
from addin.app.ports import Dialogs, SheetInfo, Workbook, find_sheet
from addin.app.receipt_renames import RENAMED, FileNames, names_given_back
from addin.app.renamed_categories import RELABELLED, relabelled_back
from addin.app.undo_closed import require_undo_open
from addin.messages import QUESTIONS, SCREEN, UNDO_REASONS, TresoError, say
from addin.sheets.memory import UNDONE
from addin.sheets.model import fingerprint


@dataclass(frozen=True)
class Undone:
    """What was taken back.

    Attributes:
        action: its name in `Historique`.
        sheets: the sheets that it had changed.
    """

    action: str
    sheets: tuple[str, ...]


def undo_last(workbook: Workbook, dialogs: Dialogs, now: datetime, names: FileNames | None = None) -> Undone:
    """Take back the last action of ours that still stands.

    A sheet that she has changed since is taken back only after she agrees.

    Args:
        now: local time, for « Annulée le ».
        names: the files beside the workbook, which an action may have renamed.
    Raises:
        TresoError: NOTHING_TO_UNDO; UNDO_GONE when the earlier sheet is no longer at hand; UNDO_CLOSED where she has closed the months
            since; DECLINED; CONFIRMATION_NEEDED;
            SHEET_NAME_TAKEN when « Historique » is a sheet of hers; whatever the workbook refuses.
    """
    history = read_history(workbook)
    action = history.last_standing
    if action is None:
        raise TresoError("NOTHING_TO_UNDO", file=workbook.name)
    require_undo_open(workbook, dialogs, action)
    sheets = workbook.sheets()
    steps = [_way_back(workbook, dialogs, action.name, change, sheets, now) for _, change in reversed(action.changes)]
    for step in steps:
        step()
    mark_undone(workbook, history, action, now)
    with names_given_back([change for _, change in action.changes], names, dialogs):
        workbook.save()
    return undone_of(action)


def undone_of(action: Action) -> Undone:
    """What taking an action back gives back: each sheet once."""
    return Undone(action.name, tuple(dict.fromkeys(change.sheet for _, change in action.changes)))


def _way_back(
    workbook: Workbook, dialogs: Dialogs, action: str, change: Change, sheets: Sequence[SheetInfo], now: datetime
) -> Callable[[], None]:
    """What takes one change back, to be called once all have been found possible and agreed to."""
    present = find_sheet(sheets, change.sheet)
    if change.nature == CELL:
        return _cell_back(workbook, dialogs, change, present)
    if change.nature == ROWS:
        return rows_back(workbook, dialogs, action, change, present)
    if change.nature == REGISTERED:
        return _registration_back(workbook, change, present, now)
    if change.nature == SORTED:
        return classified_back(workbook, dialogs, change, present)
    if change.nature == RELABELLED:
        return relabelled_back(workbook, dialogs, change, present)
    if change.nature == REMEMBERED:
        return remembered_back(workbook, change, present, f"{UNDONE} le {now.strftime(WHEN)}")
    if change.nature == RENAMED:
        return lambda: None  # around the saving: see `names_given_back`
    if change.nature not in (ADDED, REPLACED):
        raise TresoError("UNDO_GONE", file=workbook.name, action=action, reason=say(UNDO_REASONS["unknown_nature"], nature=change.nature))
    if change.nature == REPLACED:
        kept = workbook.read_kept(change.sheet)
        if kept is None or fingerprint(kept.rows) != change.before:
            raise TresoError("UNDO_GONE", file=workbook.name, action=action, reason=say(UNDO_REASONS["not_kept"], sheet=change.sheet))
    if present is not None and (not present.is_grid or fingerprint(workbook.read(present.name).rows) != change.after):
        question = say(QUESTIONS["undo_edited"], sheet=present.name)
        if not dialogs.confirm(question):
            raise TresoError("DECLINED", file=workbook.name)
    if change.nature == REPLACED:
        return lambda: workbook.restore(change.sheet)
    if present is not None:
        return lambda: workbook.delete(present.name)
    return lambda: dialogs.tell(say(SCREEN["sheet_gone"], sheet=change.sheet))


def _registration_back(workbook: Workbook, change: Change, present: SheetInfo | None, now: datetime) -> Callable[[], None]:
    """What marks an import as taken back in « Imports »: its lines may be imported again."""
    assert change.row is not None
    at = change.row, column_number(change.column)
    return lambda: workbook.update(present.name, {at: f"{UNDONE} le {now.strftime(WHEN)}"}) if present is not None else None


def _cell_back(workbook: Workbook, dialogs: Dialogs, change: Change, present: SheetInfo | None) -> Callable[[], None]:
    """What gives a cell its text of before; she is asked first when it holds something else by now."""
    if present is None:
        return lambda: dialogs.tell(say(SCREEN["sheet_gone"], sheet=change.sheet))
    assert change.row is not None
    row, column = change.row, column_number(change.column)
    values = workbook.read(present.name).rows if present.is_grid else ()
    shown = values[row - 1][column - 1] if row <= len(values) and column <= len(values[row - 1]) else None
    now = "" if shown is None else str(shown).strip()
    if now != change.after:
        told = {"cell": f"{change.column}{row}", "sheet": present.name, "now": now, "after": change.after, "before": change.before}
        if not dialogs.confirm(say(QUESTIONS["undo_cell"], **told)):
            raise TresoError("DECLINED", file=workbook.name)
    return lambda: workbook.update(present.name, {(row, column): change.before or None})
