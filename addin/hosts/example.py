"""The example workbook in a folder of hers: written whole, with its report, and never over a file that she has changed."""

from __future__ import annotations

import itertools
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from addin.hosts.admission import admit, refuse_place
from addin.hosts.atomic import refusals, write_new
from addin.hosts.book import Book
from addin.hosts.file import FileWorkbook
from addin.hosts.package import rels_part
from addin.hosts.side import rendered
from addin.messages import TresoError
from addin.sheets.model import Sheet
from addin.treasury.headings import simplify
from addin.treasury.vocabularies import STATE_TABS

NAME = "exemple-agence-alger.xlsx"
_TAKEN = ("FILE_OPEN_ELSEWHERE", "FILE_READ_ONLY", "FILE_IS_FOLDER")


def write_example(folder: Path, sheets: Sequence[Sheet], build: Callable[[FileWorkbook], None]) -> Path:
    """Write the example into a folder, made if needed; gives the path of the workbook.

    An earlier example that nobody has changed is replaced. One that was changed, or that is open, stays as it is: the new
    one takes the next name, « exemple-agence-alger (2).xlsx ».

    Args:
        sheets: the example's own tabs.
        build: what is done to the workbook before it is put in place; it saves it.
    Raises:
        TresoError: NOT_A_FOLDER, FOLDER_READ_ONLY, FOLDER_NOT_FOUND, DISK_FULL; whatever `build` refuses.
    """
    if folder.exists() and not folder.is_dir():
        raise TresoError("NOT_A_FOLDER", file=str(folder))
    with refusals(str(folder)):
        folder.mkdir(parents=True, exist_ok=True)
    _is_taken(folder / NAME)  # a folder that cannot be written is refused before the work
    with tempfile.TemporaryDirectory(prefix="tresorerie-exemple-") as apart:
        made = Path(apart, NAME)
        write_new(made, rendered(sheets, file=NAME), replace=False)
        with FileWorkbook.open(made) as workbook:
            build(workbook)
        data = made.read_bytes()
        place = next(path for path in _names(folder) if _is_free(path, made))
    write_new(place, data, replace=True)
    return place


def _names(folder: Path) -> Iterator[Path]:
    first = folder / NAME
    yield first
    for number in itertools.count(2):
        yield first.with_stem(f"{first.stem} ({number})")


def _is_taken(path: Path) -> bool:
    try:
        refuse_place(path)
    except TresoError as refusal:
        if refusal.code in _TAKEN:
            return True
        raise
    return False


def _is_free(path: Path, made: Path) -> bool:
    """True when the example may take this name: it leads to nothing, or to an example that is as we wrote it."""
    if _is_taken(path):
        return False
    if not path.exists():
        return not path.with_suffix(".pdf").exists()
    try:
        return _parts(path) == _parts(made)
    except TresoError:  # not a workbook of ours
        return False


def _parts(path: Path) -> dict[str, tuple[int, int]]:
    """CRC and size of each part but our registers, which tell the time: any program that saves the workbook changes some."""
    with path.open("rb") as handle:
        registers = [tab.part for tab in Book(admit(handle, path.name, for_writing=True)).tabs() if simplify(tab.name) in STATE_TABS]
        timed = {*registers, *(rels_part(part) for part in registers)}
        with zipfile.ZipFile(handle) as archive:
            return {info.filename: (info.CRC, info.file_size) for info in archive.infolist() if info.filename not in timed}
