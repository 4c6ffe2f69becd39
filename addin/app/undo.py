"""Undo the last action (annuler la dernière action), after `Historique`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from addin.app.history import ADDED, REPLACED, Change, mark_undone, read_history
from addin.app.ports import Dialogs, SheetInfo, Workbook, find_sheet
from addin.messages import QUESTIONS, SCREEN, UNDO_REASONS, TresoError, say
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


def undo_last(workbook: Workbook, dialogs: Dialogs, now: datetime) -> Undone:
    """Take back the last action of ours that still stands.

    A sheet that she has changed since is taken back only after she agrees.

    Args:
        now: local time, for « Annulée le ».
    Raises:
        TresoError: NOTHING_TO_UNDO; UNDO_GONE when the earlier sheet is no longer at hand; DECLINED; CONFIRMATION_NEEDED;
            SHEET_NAME_TAKEN when « Historique » is a sheet of hers; whatever the workbook refuses.
    """
    history = read_history(workbook)
    action = history.last_standing
    if action is None:
        raise TresoError("NOTHING_TO_UNDO", file=workbook.name)
    sheets = workbook.sheets()
    steps = [_way_back(workbook, dialogs, action.name, change, sheets) for _, change in reversed(action.changes)]
    for step in steps:
        step()
    mark_undone(workbook, history, action, now)
    workbook.save()
    return Undone(action.name, tuple(change.sheet for _, change in action.changes))


def _way_back(workbook: Workbook, dialogs: Dialogs, action: str, change: Change, sheets: Sequence[SheetInfo]) -> Callable[[], None]:
    """What takes one change back, to be called once all have been found possible and agreed to."""
    present = find_sheet(sheets, change.sheet)
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
