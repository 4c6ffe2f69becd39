"""The files that our commands replaced, kept for undo: named after the digest of the file that took their place.

So a workbook that is exactly what a command of ours made, wherever it was moved or renamed to, leads to what it was before, byte for
byte, and that one further back. They stay in a private folder of this user, bounded in number, size and age; nothing depends on them:
without the file, undo goes by `Historique`. See docs/adr/0024.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import time
import uuid
from pathlib import Path

from addin.hosts.places import cache_folder, cache_place

FOLDER = "versions"
_UNFINISHED = ".part"
_MOST_FILES, _MOST_BYTES, _LARGEST = 40, 400 << 20, 100 << 20
_OLDEST = 60 * 86_400.0
"""Seconds."""


class Versions:
    """What each file of ours replaced.

    Args:
        folder: private folder of the files; that of this user when None. It is made by the first `keep`.
    """

    def __init__(self, folder: Path | None = None, *, most_files: int = _MOST_FILES, most_bytes: int = _MOST_BYTES) -> None:
        self._given = folder
        self._most_files, self._most_bytes = most_files, most_bytes

    def keep(self, before: Path, after: Path) -> None:
        """Remember that `after` took the place of `before`. What cannot be kept is not: undo then goes another way."""
        with contextlib.suppress(OSError):
            if before.stat().st_size > _LARGEST:
                return
            folder = self._given or cache_folder() / FOLDER
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            unfinished = folder / f"{uuid.uuid4().hex}{_UNFINISHED}"
            try:
                descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
                with os.fdopen(descriptor, "wb") as target, before.open("rb") as source:
                    shutil.copyfileobj(source, target, 1 << 20)
                unfinished.replace(folder / _digest(after))
            finally:
                unfinished.unlink(missing_ok=True)
            self._sweep(folder)

    def before(self, path: Path) -> bytes | None:
        """The file that the one at `path` replaced; None when that is not known, or when it was changed since."""
        with contextlib.suppress(OSError):
            return ((self._given or cache_place() / FOLDER) / _digest(path)).read_bytes()
        return None

    def _sweep(self, folder: Path) -> None:
        """Remove what is too old, then the oldest beyond the bounds."""
        found = []
        for path in folder.iterdir():
            with contextlib.suppress(OSError):
                status = path.stat()
                found.append((status.st_mtime, status.st_size, path))
        now, size, count = time.time(), 0, 0
        for modified, weight, path in sorted(found, reverse=True):
            size, count = size + weight, count + 1
            if now - modified > _OLDEST or size > self._most_bytes or count > self._most_files:
                with contextlib.suppress(OSError):
                    path.unlink()


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
