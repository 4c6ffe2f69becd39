"""Rows that an action added to a tab of hers: how `Historique` remembers them, and what takes them out again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import date, datetime
from itertools import zip_longest

from addin.app.cells import column_number
from addin.app.history import ROWS, Change
from addin.app.ports import Dialogs, SheetInfo, Workbook
from addin.messages import SCREEN, UNDO_REASONS, TresoError, say
from addin.sheets.model import canonical
from addin.treasury.tables import column_letter


def rows_added(sheet: str, first: int, rows: Sequence[Sequence[object]], columns: Sequence[int]) -> Change:
    """The change that says: these rows were put in.

    Args:
        first: Excel row of the first one, once all the action's rows are in place.
        columns: 0-based; the cells that will tell whether the rows still are as they were written.
    """
    return Change(sheet, ROWS, str(len(rows)), _digest(rows, columns), first, " ".join(map(column_letter, columns)))


def rows_back(workbook: Workbook, dialogs: Dialogs, action: str, change: Change, present: SheetInfo | None) -> Callable[[], None]:
    """What takes the rows out again, to be called once all is found possible.

    Raises:
        TresoError: UNDO_GONE when a row no longer is where and as it was written: nobody can tell which ones to take out.
    """
    if present is None:
        return lambda: dialogs.tell(say(SCREEN["sheet_gone"], sheet=change.sheet))
    assert change.row is not None
    first, count = change.row, int(change.before)
    columns = [column_number(letters) - 1 for letters in change.column.split()]
    values = workbook.read(present.name).rows if present.is_grid else ()
    if _digest(values[first - 1 : first - 1 + count], columns) != change.after:
        reason = say(UNDO_REASONS["rows_changed"], sheet=present.name, first=first, last=first + count - 1)
        raise TresoError("UNDO_GONE", file=workbook.name, sheet=present.name, action=action, reason=reason)
    return lambda: workbook.remove_rows(present.name, first, count)


def last_row(rows: Sequence[Sequence[object]]) -> int:
    """Excel's number of the last row that holds something, 0 without one."""
    return next((i for i in range(len(rows), 0, -1) if any(cell not in (None, "") for cell in rows[i - 1])), 0)


def _digest(rows: Sequence[Sequence[object]], columns: Sequence[int]) -> str:
    """Column by column, as there may be a hundred thousand rows."""
    digest = hashlib.sha256()
    cells = dict(enumerate(zip_longest(*rows)))
    nothing = (None,) * len(rows)
    for at in columns:
        digest.update(_column(cells.get(at, nothing)).encode() + b"\x1e")
    return digest.hexdigest()[:12]


def _column(cells: Sequence[object]) -> str:
    """The plain cells of a column, one after the other; the usual ones all at once."""
    kinds = set(map(type, cells))
    if kinds <= {str}:
        return "\x1f".join(map(str.strip, cells))  # type: ignore[arg-type]
    if kinds <= {date, datetime}:
        plain = {cell: _plain(cell) for cell in set(cells)}
        return "\x1f".join([plain[cell] for cell in cells])
    if kinds <= {float, type(None)}:
        return ("\x1f".join(["" if cell is None else repr(cell) for cell in cells]) + "\x1f").replace(".0\x1f", "\x1f")[:-1]
    return "\x1f".join(map(_plain, cells))


def _plain(cell: object) -> str:
    """A value written the same before it is put into a sheet and after it is read back."""
    if cell.__class__ is str:
        return cell.strip()
    if cell is None:
        return ""
    if cell.__class__ is float:
        return repr(cell).removesuffix(".0")
    return canonical(cell)
