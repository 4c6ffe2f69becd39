"""Rows put into and taken out of the sheets of an open workbook, one change after the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from addin.app.ports import SheetValues
from addin.hosts import excel_gaps
from addin.hosts.excel_added_rows import AddedRows, Steps
from addin.hosts.excel_queue import AddRows, RemoveRows
from addin.hosts.excel_removed_rows import RemovedRows
from addin.hosts.excel_sheet_rows import SheetRows
from addin.messages import TresoError, french
from addin.messages.statements import ROW_WORDS

if TYPE_CHECKING:
    import xlwings


class ChangedRows:
    """The sheets whose rows change in one `save`.

    Args:
        grids: the sheets by name.
        read: the values of a sheet before the first change.

    Attributes:
        known: those that changed already.
    """

    def __init__(
        self, grids: Mapping[str, xlwings.Sheet], read: Callable[[str], SheetValues], system: excel_gaps.System, *, file: str
    ) -> None:
        self._grids, self._read, self._system, self._file = grids, read, system, file
        self.known: dict[str, SheetRows] = {}

    def add(self, change: AddRows, steps_back: Steps) -> None:
        """Put rows in.

        Raises:
            TresoError: see `AddedRows.put_in`.
        """
        AddedRows(self._of(change.name), change, self._system, file=self._file).put_in(steps_back)

    def remove(self, change: RemoveRows, steps_back: Steps) -> None:
        """Take rows out.

        Raises:
            TresoError: ROWS_STILL_READ, naming a cell of the sheet that would lose what it reads.
        """

        def lost(cell: str) -> TresoError:
            reason = french(ROW_WORDS["lost"]).format(user=cell)
            last = change.first + change.count - 1
            return TresoError("ROWS_STILL_READ", file=self._file, sheet=change.name, first=change.first, last=last, reason=reason)

        RemovedRows(self._of(change.name), change).take_out(steps_back, lost)

    def _of(self, name: str) -> SheetRows:
        if name not in self.known:
            self.known[name] = SheetRows(self._grids[name], name, self._read(name))
        return self.known[name]
