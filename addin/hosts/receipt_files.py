"""The folder of receipts scanned: every file found, known again or read; nothing is changed there."""

from __future__ import annotations

import hashlib
import os
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from addin.app.receipts import Progress, ScanFolder
from addin.hosts.receipt_content import KINDS, LARGEST_FILE, ContentReader
from addin.hosts.receipt_names import NamesBeside
from addin.messages import TresoError
from addin.treasury.receipts.file_names import read_name
from addin.treasury.receipts.memory import Remembered
from addin.treasury.receipts.model import FoundFile, Reading, Scan, Trouble

if TYPE_CHECKING:
    import xlwings

MOST_FILES = 20_000
_DEEPEST = 30
_TEMPORARY = (".tmp", ".temp", ".part", ".crdownload", ".download", ".partial", ".swp", ".bak", "~")
_SYSTEM = frozenset({"thumbs.db", "desktop.ini", "ehthumbs.db"})


def scan_folder(folder: Path, home: Path, remembered: Remembered, progress: Progress) -> Scan:
    """Every receipt of a folder and of those below it.

    A file with the size and date of last time is not opened; one with the content of a known one is not read again. Links are not
    followed; hidden files, temporary ones, locks of offices and what is no receipt are counted and left alone.

    Args:
        home: folder of the workbook, from which files are linked.
        remembered: what is known from the scans before.
    Raises:
        TresoError: RECEIPT_FOLDER_NOT_FOUND, RECEIPT_FOLDER_FORBIDDEN, RECEIPT_TOO_MANY.
    """
    walk = _Walk(folder)
    entries = sorted(walk.files(), key=lambda entry: entry.path)
    files = []
    with ContentReader() as reader:
        for done, entry in enumerate(entries):
            progress(done, len(entries), entry.path)
            files.append(_found(folder, entry, home, remembered, reader))
        lacks_ocr = 0 if reader.ocr is not None else sum(file.reading.trouble == "no_text" for file in files)
        lacks_pdf = sum(file.reading.trouble == "no_reader" for file in files)
    return Scan(_link(folder, home), tuple(files), dict(walk.skipped), lacks_ocr, lacks_pdf)


def folder_tools(home: Path) -> tuple[ScanFolder, NamesBeside]:
    """What reads folders and what renames files, as the use case wants them: all paths lead from the folder of the workbook."""

    def scan(folder: str, remembered: Remembered, progress: Progress) -> Scan:
        return scan_folder(Path(os.path.normpath(home / folder)), home, remembered, progress)

    return scan, NamesBeside(home)


def home_of(book: xlwings.Book) -> Path:
    """Folder of an open workbook.

    Raises:
        TresoError: RECEIPT_BOOK_UNSAVED for one that was never saved, or that stands on the web only.
    """
    try:
        path = Path(str(book.fullname))
    except Exception as error:  # xlwings says in many ways that it does not find a synchronised folder
        raise TresoError("RECEIPT_BOOK_UNSAVED", file=str(book.name)) from error
    if not path.is_absolute():
        raise TresoError("RECEIPT_BOOK_UNSAVED", file=path.name)
    return path.parent


@dataclass(frozen=True)
class _Entry:
    """A file of the folder; `path` inside the folder, with « / »."""

    path: str
    size: int
    modified_ns: int


@dataclass
class _Walk:
    """Goes through a folder; counts what it leaves out."""

    folder: Path
    skipped: Counter[str] = field(default_factory=Counter)

    def files(self) -> Iterator[_Entry]:
        """The receipts, folder by folder.

        Raises:
            TresoError: as `scan_folder`.
        """
        name = self.folder.name or str(self.folder)
        try:
            is_folder = self.folder.is_dir()
        except OSError as error:
            raise TresoError("RECEIPT_FOLDER_FORBIDDEN", file=name) from error
        if not is_folder:
            raise TresoError("RECEIPT_FOLDER_NOT_FOUND", file=str(self.folder))
        waiting: list[tuple[str, int]] = [("", 0)]
        count = 0
        while waiting:
            inside, depth = waiting.pop()
            try:
                with os.scandir(self.folder / inside) as listed:
                    entries = list(listed)
            except OSError as error:
                if not inside:
                    raise TresoError("RECEIPT_FOLDER_FORBIDDEN", file=name) from error
                self.skipped["folder"] += 1
                continue
            for entry in entries:
                path = f"{inside}/{entry.name}" if inside else entry.name
                nature, state = self._nature(entry)
                if nature == "folder" and depth < _DEEPEST:
                    waiting.append((path, depth + 1))
                elif nature == "file" and state is not None:
                    count += 1
                    if count > MOST_FILES:
                        raise TresoError("RECEIPT_TOO_MANY", file=name, limit=MOST_FILES)
                    yield _Entry(path, state.st_size, state.st_mtime_ns)
                else:
                    self.skipped[nature] += 1

    def _nature(self, entry: os.DirEntry[str]) -> tuple[str, os.stat_result | None]:
        name = entry.name.lower()
        is_junction = getattr(entry, "is_junction", lambda: False)
        try:
            if entry.is_symlink() or is_junction():
                return "link", None
            state = entry.stat(follow_symlinks=False)
            hidden = getattr(state, "st_file_attributes", 0) & getattr(stat, "FILE_ATTRIBUTE_HIDDEN", 0)
            if not name.isprintable():  # no cell could hold it, nor a link lead to it
                return "name", None
            if name.startswith(("~$", ".~lock.")):
                return "lock", None
            if name.startswith(".") or hidden or name in _SYSTEM:
                return "hidden", None
            if stat.S_ISDIR(state.st_mode):
                return "folder", None
            if name.endswith(_TEMPORARY):
                return "temporary", None
            if not stat.S_ISREG(state.st_mode) or Path(name).suffix not in KINDS:
                return "other", None
        except OSError:
            return "other", None
        return "file", state


def _found(folder: Path, entry: _Entry, home: Path, remembered: Remembered, reader: ContentReader) -> FoundFile:
    link = _link(folder / entry.path, home)
    known = remembered.at(entry.path)
    if known is not None and (known.size, known.modified_ns) == (entry.size, entry.modified_ns) and known.digest:
        content = remembered.content(known.digest)
        if content is not None and not reader.is_worth_another_look(content):
            return FoundFile(entry.path, link, entry.size, entry.modified_ns, known.digest, read_name(entry.path), content)
    digest, data, trouble = _bytes_of(folder / entry.path, entry.size)
    content = remembered.content(digest) if digest else None
    if content is None or reader.is_worth_another_look(content):
        content = Reading(trouble=trouble) if trouble else reader.read(data, entry.path)
    return FoundFile(entry.path, link, entry.size, entry.modified_ns, digest, read_name(entry.path), content)


def _bytes_of(path: Path, size: int) -> tuple[str, bytes, Trouble]:
    """SHA-256, content and trouble of a file."""
    try:
        with path.open("rb") as handle:
            if size > LARGEST_FILE:
                return hashlib.file_digest(handle, "sha256").hexdigest(), b"", "too_big"
            data = handle.read(LARGEST_FILE + 1)
    except OSError:
        return "", b"", "forbidden"
    if len(data) > LARGEST_FILE:  # it grew meanwhile
        return "", b"", "too_big"
    return hashlib.sha256(data).hexdigest(), data, ""


def _link(path: Path, home: Path) -> str:
    """The way from the workbook to a file, with « / »; the whole path on another drive."""
    try:
        return Path(os.path.relpath(path.absolute(), home.absolute())).as_posix()
    except ValueError:  # another drive of Windows
        return path.absolute().as_posix()
