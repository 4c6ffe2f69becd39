"""The sheet `Historique`: what each action of ours changed, so that it can be told and undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from addin.app.ports import Workbook
from addin.sheets.history import COLUMNS, TITLE, history_sheet
from addin.sheets.model import Value


@dataclass(frozen=True)
class Change:
    """One thing an action changed.

    Attributes:
        nature: "Feuille ajoutée" or "Feuille remplacée" (other issues add cells and lines).
        before, after: fingerprint of a sheet, or the values of a cell; "" when there was nothing.
    """

    sheet: str
    nature: str
    before: str = ""
    after: str = ""
    row: int | None = None
    column: str = ""


@dataclass(frozen=True)
class Action:
    """An action as written in `Historique`: its number, its name, its changes with the Excel row of each."""

    number: int
    name: str
    changes: tuple[tuple[int, Change], ...]
    is_undone: bool


ADDED, REPLACED = "Feuille ajoutée", "Feuille remplacée"


def read_actions(workbook: Workbook) -> tuple[Action, ...]:
    """The actions of `Historique`, oldest first; empty without that sheet."""
    if TITLE not in {sheet.name for sheet in workbook.sheets()}:
        return ()
    lines: dict[int, list[tuple[int, Sequence[object]]]] = {}
    for i, row in enumerate(workbook.read(TITLE).rows, 1):
        if len(row) >= 3 and isinstance(row[0], (int, float)) and not isinstance(row[0], bool):
            lines.setdefault(int(row[0]), []).append((i, [*row, *("" for _ in range(len(COLUMNS) - len(row)))]))
    actions = []
    for number, rows in sorted(lines.items()):
        changes = tuple((i, _change(row)) for i, row in rows)
        actions.append(Action(number, str(rows[0][1][2]), changes, all(row[9] not in (None, "") for _, row in rows)))
    return tuple(actions)


def record(workbook: Workbook, action: str, changes: Sequence[Change], now: datetime) -> None:
    """Queue the lines that tell what an action changed.

    Args:
        now: local time, said by the entry point.
    """
    actions = read_actions(workbook)
    number = max((each.number for each in actions), default=0) + 1
    rows: list[tuple[Value, ...]] = [
        (number, now.strftime("%d/%m/%Y %H:%M"), action, change.sheet, change.nature, change.row, change.column, change.before, change.after, None) for change in changes
    ]
    if TITLE in {sheet.name for sheet in workbook.sheets()}:
        workbook.append(TITLE, rows)
    else:
        workbook.put(history_sheet(rows))


def mark_undone(workbook: Workbook, action: Action, now: datetime) -> None:
    """Queue « Annulée le » on the lines of an action."""
    workbook.update(TITLE, {(row, len(COLUMNS)): now.strftime("%d/%m/%Y %H:%M") for row, _ in action.changes})


def _change(row: Sequence[object]) -> Change:
    line = int(row[5]) if isinstance(row[5], (int, float)) else None
    return Change(_text(row[3]), _text(row[4]), _text(row[7]), _text(row[8]), line, _text(row[6]))


def _text(cell: object) -> str:
    return cell.isoformat() if isinstance(cell, date) else "" if cell is None else str(cell)
