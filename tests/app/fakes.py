"""Named fakes at the ports: a workbook in memory and a person who answers what the test says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy

from addin.app.ports import CellError, SheetInfo, SheetLayout, SheetValues, Visibility, find_sheet
from addin.messages import FILE_WORDS, TresoError
from addin.sheets.model import Sheet, Value, shown
from addin.treasury.dossier import Dossier
from addin.treasury.handle import handle_of

Grid = list[list[object]]


class MemoryWorkbook:
    """The port over plain lists. As the port says, changes are queued and show only after `save`.

    Attributes:
        content: what the workbook holds; a test may change it, as she would between two commands.
        hidden: sheets that do not show.
        shown: the sheets that it was given.
        saves: how many times it was saved.
        reads_after_write: sheets read while changes were waiting; a use case has none.
    """

    name = "classeur.xlsx"

    def __init__(
        self, sheets: Mapping[str, Sequence[Sequence[object]]], errors: Mapping[str, Mapping[tuple[int, int], str]] | None = None
    ) -> None:
        self.content: dict[str, Grid] = {name: [list(row) for row in rows] for name, rows in sheets.items()}
        self.hidden: set[str] = set()
        self.shown: dict[str, Sheet] = {}
        self.saves = 0
        self.reads_after_write: list[str] = []
        self._errors = {sheet: {at: CellError(text) for at, text in found.items()} for sheet, found in (errors or {}).items()}
        self._kept: dict[str, Grid] | None = None
        self._queue: list[Callable[[], None]] = []

    # ------------------------------------------------------------------ reading
    def sheets(self) -> list[SheetInfo]:
        return [SheetInfo(name, self._visibility(name)) for name in self.content]

    def read(self, sheet: str) -> SheetValues:
        if self._queue:
            self.reads_after_write.append(sheet)
        name = self._named(sheet)
        return SheetValues(deepcopy(self.content[name]), self._errors.get(name, {}))

    def read_kept(self, sheet: str) -> SheetValues | None:
        if self._queue:
            self.reads_after_write.append(sheet)
        found = find_sheet([SheetInfo(name, "visible") for name in self._kept or {}], sheet)
        return SheetValues(deepcopy(self._kept[found.name])) if found and self._kept else None

    def layout(self, sheet: str) -> SheetLayout:
        self._named(sheet)
        return SheetLayout()

    # ------------------------------------------------------------------ changing
    def put(self, sheet: Sheet, *, after: str | None = None) -> None:
        if after is not None:
            self._named(after)
        self._queue.append(lambda: self._put(sheet, after))

    def delete(self, sheet: str) -> None:
        name = self._named(sheet)
        self._queue.append(lambda: self._remove(name))

    def restore(self, sheet: str) -> None:
        if self._kept is None:
            raise TresoError("UNDO_GONE", file=self.name, sheet=sheet, action=sheet, reason=FILE_WORDS["no_kept_version"])
        if sheet not in self._kept:
            raise TresoError("UNDO_GONE", file=self.name, sheet=sheet, action=sheet, reason=FILE_WORDS["not_in_kept"])
        self._queue.append(lambda: self._restore(sheet))

    def append(self, sheet: str, rows: Sequence[Sequence[Value]]) -> None:
        name = self._named(sheet)
        self._queue.append(lambda: self._append(name, rows))

    def add_rows(self, sheet: str, rows: Sequence[Sequence[Value]], *, at: int, model: int | None) -> tuple[str, ...]:
        name = self._named(sheet)
        if rows:
            self._queue.append(lambda: self._add_rows(name, rows, at))
        return ()

    def remove_rows(self, sheet: str, first: int, count: int) -> None:
        name = self._named(sheet)
        self._queue.append(lambda: self._remove_rows(name, first, count))

    def update(self, sheet: str, cells: Mapping[tuple[int, int], Value]) -> None:
        name = self._named(sheet)
        self._queue.append(lambda: self._update(name, cells))

    def save(self) -> None:
        self.saves += 1
        if not self._queue:
            return
        before = deepcopy(self.content)
        for change in self._queue:
            change()
        self._kept, self._queue = before, []

    def close(self) -> None:
        """What was queued is forgotten."""
        self._queue = []

    def forget_kept(self) -> None:
        """The version kept beside the workbook has been removed."""
        self._kept = None

    # ------------------------------------------------------------------ how
    def _named(self, sheet: str) -> str:
        found = find_sheet(self.sheets(), sheet)
        if found is None:
            raise KeyError(f"no sheet {sheet!r}")
        return found.name

    def _visibility(self, name: str) -> Visibility:
        return "hidden" if name in self.hidden else "visible"

    def _put(self, sheet: Sheet, after: str | None) -> None:
        found = find_sheet(self.sheets(), sheet.title)
        names = list(self.content)
        position = names.index(found.name) if found else len(names) if after is None else names.index(self._named(after)) + 1
        self._set(sheet.title, [list(row) for row in sheet.values()], position, instead_of=found.name if found else None)
        self.shown[sheet.title] = sheet
        if sheet.tab == "state":
            self.hidden.add(sheet.title)

    def _restore(self, sheet: str) -> None:
        assert self._kept is not None
        found = find_sheet(self.sheets(), sheet)
        earlier = list(self._kept)[: list(self._kept).index(sheet)]
        names = list(self.content)
        position = names.index(found.name) if found else max((i + 1 for i, name in enumerate(names) if name in earlier), default=0)
        self._set(sheet, deepcopy(self._kept[sheet]), position, instead_of=found.name if found else None)

    def _set(self, name: str, rows: Grid, position: int, *, instead_of: str | None) -> None:
        items = [item for item in self.content.items() if item[0] != instead_of]
        self.content = dict([*items[:position], (name, rows), *items[position:]])

    def _remove(self, name: str) -> None:
        del self.content[name]
        self.hidden.discard(name)

    def _append(self, name: str, rows: Sequence[Sequence[Value]]) -> None:
        grid = self.content[name]
        last = max((i for i, row in enumerate(grid, 1) if any(cell not in (None, "") for cell in row)), default=0)
        self._update(name, {(last + i, j): value for i, row in enumerate(rows, 1) for j, value in enumerate(row, 1) if value is not None})

    def _add_rows(self, name: str, rows: Sequence[Sequence[Value]], at: int) -> None:
        grid = self.content[name]
        grid.extend([] for _ in range(at - 1 - len(grid)))
        grid[at - 1 : at - 1] = [[shown(value) for value in row] for row in rows]

    def _remove_rows(self, name: str, first: int, count: int) -> None:
        del self.content[name][first - 1 : first - 1 + count]

    def _update(self, name: str, cells: Mapping[tuple[int, int], Value]) -> None:
        grid = self.content[name]
        for (row, column), value in cells.items():
            grid.extend([] for _ in range(row - len(grid)))
            line = grid[row - 1]
            line.extend([None] * (column - len(line)))
            line[column - 1] = shown(value)


class MemoryStore:
    """Keeps dossiers by their real handles; can be full."""

    def __init__(self) -> None:
        self.dossiers: dict[str, Dossier] = {}
        self.is_full = False

    def save(self, dossier: Dossier) -> str:
        if self.is_full:
            raise TresoError("DOSSIER_NOT_KEPT", reason=FILE_WORDS["no_space"])
        handle = handle_of(dossier)
        self.dossiers[handle] = dossier
        return handle

    def load(self, handle: str) -> Dossier | None:
        return self.dossiers.get(handle)


class Answers:
    """Says yes or no, or cannot be asked (None); remembers the questions.

    Attributes:
        picks: the positions to pick, one question after the other; the first option once they are used up, None gives up.
        files: the files to pick.
    """

    def __init__(self, agrees: bool | None = True, *, picks: Sequence[int | None] = (), files: Sequence[str] = ()) -> None:
        self.agrees = agrees
        self.picks = list(picks)
        self.files = list(files)
        self.questions: list[str] = []
        self.told: list[str] = []
        self.displayed: list[Sheet] = []

    def confirm(self, question: str) -> bool:
        self.questions.append(question)
        if self.agrees is None:
            raise TresoError("CONFIRMATION_NEEDED", question=question)
        return self.agrees

    def choose(self, question: str, options: Sequence[str]) -> int | None:
        assert options, question
        self.questions.append(question)
        if self.agrees is None:
            raise TresoError("CONFIRMATION_NEEDED", question=question)
        return self.picks.pop(0) if self.picks else 0

    def choose_files(self) -> list[str]:
        if self.agrees is None:
            raise TresoError("CONFIRMATION_NEEDED", question="files")
        return list(self.files)

    def choose_folder(self, title: str) -> str:
        self.questions.append(title)
        if self.agrees is None:
            raise TresoError("CONFIRMATION_NEEDED", question=title)
        return self.files[0] if self.files else ""

    def progress(self, done: int, total: int, what: str) -> None:
        assert 0 <= done <= total, (done, total, what)

    def tell(self, text: str) -> None:
        self.told.append(text)

    def display(self, sheet: Sheet) -> None:
        self.displayed.append(sheet)
