"""Named fakes at the ports: a workbook in memory and a person who answers what the test says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy

from addin.app.ports import SheetInfo, SheetValues
from addin.messages import TresoError
from addin.sheets.model import Sheet, Value


class MemoryWorkbook:
    """The port over plain lists; keeps the sheets it was given (`shown`) and the version before the last save."""

    name = "classeur.xlsx"

    def __init__(self, sheets: Mapping[str, Sequence[Sequence[object]]]) -> None:
        self.content: dict[str, list[list[object]]] = {name: [list(row) for row in rows] for name, rows in sheets.items()}
        self.kept: dict[str, list[list[object]]] = {}
        self._saved = deepcopy(self.content)
        self.shown: dict[str, Sheet] = {}
        self.saves = 0

    def sheets(self) -> list[SheetInfo]:
        return [SheetInfo(name, "visible") for name in self.content]

    def read(self, sheet: str) -> SheetValues:
        return SheetValues(self.content[sheet])

    def put(self, sheet: Sheet, *, after: str | None = None) -> None:
        self.shown[sheet.title] = sheet
        self.content[sheet.title] = [list(row) for row in sheet.values()]

    def delete(self, sheet: str) -> None:
        del self.content[sheet]

    def read_kept(self, sheet: str) -> SheetValues | None:
        return SheetValues(self.kept[sheet]) if sheet in self.kept else None

    def restore(self, sheet: str) -> None:
        self.content[sheet] = deepcopy(self.kept[sheet])

    def append(self, sheet: str, rows: Sequence[Sequence[Value]]) -> None:
        self.content[sheet].extend([list(row) for row in rows])

    def update(self, sheet: str, cells: Mapping[tuple[int, int], Value]) -> None:
        for (row, column), value in cells.items():
            line = self.content[sheet][row - 1]
            line.extend([None] * (column - len(line)))
            line[column - 1] = value

    def save(self) -> None:
        self.saves += 1
        self.kept, self._saved = self._saved, deepcopy(self.content)


class Answers:
    """Says yes or no, or cannot be asked (None); remembers the questions."""

    def __init__(self, agrees: bool | None = True) -> None:
        self.agrees = agrees
        self.questions: list[str] = []
        self.told: list[str] = []

    def confirm(self, question: str) -> bool:
        self.questions.append(question)
        if self.agrees is None:
            raise TresoError("CONFIRMATION_NEEDED", question=question)
        return self.agrees

    def progress(self, done: int, total: int, what: str) -> None:
        assert 0 <= done <= total, (done, total, what)

    def tell(self, text: str) -> None:
        self.told.append(text)
