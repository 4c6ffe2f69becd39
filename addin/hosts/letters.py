"""Letters as .docx files in a folder: all of them complete before any takes its name, none ever replaced."""

from __future__ import annotations

import contextlib
import shutil
import uuid
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from addin.hosts.atomic import refusals
from addin.hosts.letter_names import FileNames, safe_words
from addin.messages import FILE_WORDS, TresoError
from addin.sheets.letter import Letter

if TYPE_CHECKING:
    import xlwings

    from addin.hosts.letter_base import LetterMaker

_SUFFIX = ".docx"
_APART = ".relances-"


class LetterFolder:
    """Where the letters of a workbook go.

    Args:
        beside: folder of the workbook; the letters go into a folder of their own in it.
        chosen: the folder that she named, taken as it is.
    """

    def __init__(self, beside: Path, chosen: Path | None = None) -> None:
        self._beside, self._chosen = beside, chosen

    def folder_for(self, title: str) -> str:
        """The folder that letters of this title go to."""
        return str(self._folder(title))

    def stage(self, letters: Sequence[Letter], title: str, author: str, now: datetime, progress: Callable[[int, int], None]) -> Staged:
        """Write the letters under names of their own beside their folder, all or none.

        Raises:
            TresoError: NOT_A_FOLDER, FOLDER_READ_ONLY, FOLDER_NOT_FOUND, DISK_FULL.
        """
        from addin.hosts.letter_base import LetterMaker

        folder = self._folder(title)
        if folder.exists() and not folder.is_dir():
            raise TresoError("NOT_A_FOLDER", file=str(folder))
        maker = LetterMaker(letters[0].footer, author, now) if letters else None
        with refusals(str(folder)):
            made = _missing(folder)
            folder.mkdir(parents=True, exist_ok=True)
            apart = folder / f"{_APART}{uuid.uuid4().hex}"
            staged = Staged(folder, apart, made)
            try:
                apart.mkdir()
                names = FileNames(path.name for path in folder.iterdir())
                for done, letter in enumerate(letters):
                    progress(done, len(letters))
                    name = names.name(letter.name, _SUFFIX)
                    _write(apart / name, maker, letter)
                    staged.names.append(name)
            except BaseException:
                staged.discard()
                raise
        return staged

    def _folder(self, title: str) -> Path:
        return self._chosen if self._chosen is not None else self._beside / safe_words(title)


def folder_beside(book: xlwings.Book) -> Path:
    """The folder of an open workbook; of one that was never saved, or that stands on the web only, her documents."""
    with contextlib.suppress(Exception):  # xlwings says in many ways that it does not find a synchronised folder
        path = Path(str(book.fullname))
        if path.is_absolute() and path.parent.is_dir():
            return path.parent
    documents = Path.home() / "Documents"
    return documents if documents.is_dir() else Path.home()


class Staged:
    """Letters complete on the disk, in a folder apart.

    Args:
        made: folders that were made for them, the outermost first.
    """

    def __init__(self, folder: Path, apart: Path, made: Sequence[Path]) -> None:
        self._folder, self._apart, self._made = folder, apart, made
        self.names: list[str] = []

    @property
    def folder(self) -> str:
        """Where they go."""
        return str(self._folder)

    @property
    def paths(self) -> tuple[str, ...]:
        """Full path of each, once it has its name."""
        return tuple(str(self._folder / name) for name in self.names)

    def commit(self) -> list[tuple[str, str]]:
        """Give each its name; those that could not have it stay out and are told, with why."""
        lost = []
        for name in self.names:
            try:
                if (self._folder / name).exists():
                    raise FileExistsError(name)
                (self._apart / name).rename(self._folder / name)
            except OSError as error:
                lost.append((str(self._folder / name), error.strerror or FILE_WORDS["device_error"]))
        shutil.rmtree(self._apart, ignore_errors=True)
        return lost

    def discard(self) -> None:
        """Leave nothing: neither the letters nor the folders made for them."""
        shutil.rmtree(self._apart, ignore_errors=True)
        for folder in reversed(self._made):
            with contextlib.suppress(OSError):  # something else has been put there
                folder.rmdir()


def _missing(folder: Path) -> list[Path]:
    """The folders that are to be made, the outermost first."""
    return [each for each in reversed((folder, *folder.parents)) if not each.exists()]


def _write(path: Path, maker: LetterMaker | None, letter: Letter) -> None:
    assert maker is not None
    path.write_bytes(maker.document(letter))
