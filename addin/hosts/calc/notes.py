"""Notes on cells; LibreOffice calls them annotations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from addin.hosts.calc.members import Member

if TYPE_CHECKING:
    from addin.hosts.calc.ranges import Range
    from addin.hosts.calc.sheets import Sheet


class Note(Member):
    """The note of one cell."""

    cell: Range

    def __init__(self, cell: Range) -> None:
        self.cell = cell

    @property
    def api(self) -> Any:
        return self.cell.api.getCellByPosition(0, 0).Annotation

    @property
    def text(self) -> str:
        return str(self.api.String)

    @text.setter
    def text(self, value: str) -> None:
        self.api.String = value

    @property
    def author(self) -> str:
        return str(self.api.Author)

    @property
    def location(self) -> Range:
        return self.cell(1)

    def delete(self) -> None:
        """Remove the note."""
        notes = self.cell.sheet.cells_api.Annotations
        for i in range(notes.Count):
            at = notes.getByIndex(i).Position
            if (at.Row + 1, at.Column + 1) == (self.cell.row, self.cell.column):
                notes.removeByIndex(i)
                return


def notes_of(sheet: Sheet) -> list[Note]:
    """All notes of a sheet."""
    notes = sheet.cells_api.Annotations
    places = [notes.getByIndex(i).Position for i in range(notes.Count)]
    return [Note(sheet.area((at.Row + 1, at.Column + 1, at.Row + 1, at.Column + 1))) for at in places]


def note_at(cell: Range) -> Note | None:
    """The note of the first cell, None without one."""
    return next((note for note in notes_of(cell.sheet) if (note.cell.row, note.cell.column) == (cell.row, cell.column)), None)


def add_note(cell: Range, text: str) -> Note:
    """Put a note on the first cell.

    Raises:
        ValueError: it has one.
    """
    if note_at(cell) is not None:
        raise ValueError(f"{cell.get_address()} has a note already")
    cell.sheet.cells_api.Annotations.insertNew(cell.api.getCellByPosition(0, 0).CellAddress, text)
    return Note(cell(1))
