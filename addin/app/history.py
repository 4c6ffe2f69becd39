"""The sheet `Historique`: what each action of ours changed, so that it can be told and undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from addin.app.ports import Workbook, find_sheet
from addin.messages import TresoError
from addin.sheets.history import COLUMNS, TITLE, history_sheet
from addin.sheets.model import Value

ADDED, REPLACED, CELL = "Feuille ajoutée", "Feuille remplacée", "Cellule modifiée"
ROWS, REGISTERED = "Lignes ajoutées", "Import enregistré"
SORTED, REMEMBERED = "Lignes classées", "Classement enregistré"
WHEN = "%d/%m/%Y %H:%M"
_TITLES = [column.title for column in COLUMNS]


@dataclass(frozen=True)
class Change:
    """One thing an action changed.

    Attributes:
        nature: `ADDED`, `REPLACED`, `CELL`, `ROWS`, `REGISTERED`, `SORTED` or `REMEMBERED`.
        before, after: fingerprint of a sheet, or the text of a cell; "" when there was nothing. Of rows: how many (`before`),
            and the fingerprint of their cells in the columns named (`after`). Of lines classified: number of the run in
            « Classements » (`before`) and how many (`after`).
        row, column: of a cell, as Excel names them (7, « B »); of rows: the first one, and the columns compared (« A C D »).
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


@dataclass(frozen=True)
class History:
    """What `Historique` says.

    Attributes:
        sheet: name of the tab as it stands, None when there is none yet.
        actions: by number, whatever the order of the lines.
    """

    sheet: str | None
    actions: tuple[Action, ...]

    @property
    def last_standing(self) -> Action | None:
        """The latest action that has not been undone."""
        return next((action for action in reversed(self.actions) if not action.is_undone), None)


def read_history(workbook: Workbook) -> History:
    """What the workbook remembers of our actions.

    Raises:
        TresoError: SHEET_NAME_TAKEN when a sheet of that name does not carry our headings: it is hers.
    """
    found = find_sheet(workbook.sheets(), TITLE)
    if found is None:
        return History(None, ())
    rows = workbook.read(found.name).rows if found.is_grid else ()
    if not any([_text(cell) for cell in row[: len(_TITLES)]] == _TITLES for row in rows):
        raise TresoError("SHEET_NAME_TAKEN", file=workbook.name, sheet=found.name)
    return History(found.name, _actions(rows))


def record(workbook: Workbook, history: History, action: str, changes: Sequence[Change], now: datetime) -> None:
    """Queue the lines that tell what an action changed.

    Args:
        now: local time, said by the entry point.
    """
    number = max((each.number for each in history.actions), default=0) + 1
    rows: list[tuple[Value, ...]] = [
        (number, now.strftime(WHEN), action, each.sheet, each.nature, each.row, each.column or None, each.before or None, each.after, None)
        for each in changes
    ]
    if history.sheet is None:
        workbook.put(history_sheet(rows))
    else:
        workbook.append(history.sheet, rows)


def mark_undone(workbook: Workbook, history: History, action: Action, now: datetime) -> None:
    """Queue « Annulée le » on the lines of an action of this history."""
    assert history.sheet is not None
    workbook.update(history.sheet, {(row, len(COLUMNS)): now.strftime(WHEN) for row, _ in action.changes})


def _actions(rows: Sequence[Sequence[object]]) -> tuple[Action, ...]:
    lines: dict[int, list[tuple[int, Sequence[object]]]] = {}
    for i, row in enumerate(rows, 1):
        if row and isinstance(row[0], (int, float)) and not isinstance(row[0], bool):
            lines.setdefault(int(row[0]), []).append((i, [*row, *[""] * (len(COLUMNS) - len(row))]))
    return tuple(
        Action(number, _text(its[0][1][2]), tuple((i, _change(row)) for i, row in its), all(row[9] not in (None, "") for _, row in its))
        for number, its in sorted(lines.items())
    )


def _change(row: Sequence[object]) -> Change:
    line = int(row[5]) if isinstance(row[5], (int, float)) else None
    return Change(_text(row[3]), _text(row[4]), _text(row[7]), _text(row[8]), line, _text(row[6]))


def _text(cell: object) -> str:
    return cell.isoformat() if isinstance(cell, date) else "" if cell is None else str(cell).strip()
