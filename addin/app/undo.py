"""Undo the last action (annuler la dernière action), after `Historique`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from addin.app.history import ADDED, REPLACED, Change, mark_undone, read_actions
from addin.app.ports import Dialogs, Workbook
from addin.messages import TresoError
from addin.sheets.model import fingerprint


@dataclass(frozen=True)
class Undone:
    action: str
    sheets: tuple[str, ...]


def undo_last(workbook: Workbook, dialogs: Dialogs, now: datetime) -> Undone:
    """Take back the last action of ours that still stands.

    A sheet that she has changed since is taken back only after she agrees.

    Args:
        now: local time, for « Annulée le ».
    Raises:
        TresoError: NOTHING_TO_UNDO; UNDO_GONE when the earlier sheet is no longer at hand; DECLINED.
    """
    action = next((each for each in reversed(read_actions(workbook)) if not each.is_undone), None)
    if action is None:
        raise TresoError("NOTHING_TO_UNDO", file=workbook.name)
    present = {sheet.name for sheet in workbook.sheets()}
    for _, change in reversed(action.changes):
        _take_back(workbook, dialogs, action.name, change, change.sheet in present)
    mark_undone(workbook, action, now)
    workbook.save()
    return Undone(action.name, tuple(change.sheet for _, change in action.changes))


def _take_back(workbook: Workbook, dialogs: Dialogs, action: str, change: Change, is_present: bool) -> None:
    if change.nature not in (ADDED, REPLACED):
        raise TresoError("UNDO_GONE", file=workbook.name, action=action, reason=f"La nature « {change.nature} » n'est pas connue de cette version.")
    if is_present and fingerprint(workbook.read(change.sheet).rows) != change.after:
        question = f"Vous avez écrit dans « {change.sheet} » depuis : annuler effacerait aussi ces changements. Annuler quand même ?"
        if not dialogs.confirm(question):
            raise TresoError("DECLINED", file=workbook.name)
    if change.nature == ADDED:
        if is_present:
            workbook.delete(change.sheet)
        return
    kept = workbook.read_kept(change.sheet)
    if kept is None or fingerprint(kept.rows) != change.before:
        raise TresoError("UNDO_GONE", file=workbook.name, action=action, reason=f"La version précédente de « {change.sheet} » n'est plus gardée.")
    workbook.restore(change.sheet)
