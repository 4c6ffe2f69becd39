"""What was learnt of her lines, kept between two calls in a private folder of this user, beside the dossiers and never in her workbook.

A file is named after the digest of the lines that it was learnt from, so that it answers for exactly those lines. What is read back is
data in a format of ours (`treasury.classification.learned_bytes`); it runs nothing. A file that is cut short, changed, too large or of
another version is ignored and removed: the model is learnt again the next time she categorises. See docs/adr/0030.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import tempfile
import threading
import time
import zlib
from pathlib import Path

from addin import __version__
from addin.hosts.places import cache_folder, cache_place

FOLDER = "modeles"
_EXTENSION, _UNFINISHED = ".modele", ".part"
_KEY = re.compile(r"[0-9a-f]{32}")
_MOST_FILES, _MOST_BYTES = 40, 200 << 20
_LARGEST = 64 << 20
"""Bytes of one model, unpacked: a larger one is not kept."""
_ABANDONED_AFTER = 3_600.0
_COMPRESSION = 1
_SEAL = hashlib.sha256().digest_size

_lock = threading.Lock()
_saved = 0


def saved_so_far() -> int:
    """How many models this process has kept: who found none looks again when the number has changed."""
    return _saved


class ModelCache:
    """Where models are kept. Several threads and processes may use one folder at the same time.

    Args:
        folder: private folder of the files; that of this user when None. It is made by the first `save`.
        most_files, most_bytes: the files least recently used go beyond these.
        largest: bytes of one model beyond which it is not kept.
    """

    def __init__(
        self, folder: Path | None = None, *, most_files: int = _MOST_FILES, most_bytes: int = _MOST_BYTES, largest: int = _LARGEST
    ) -> None:
        self._given = folder
        self._most_files, self._most_bytes, self._largest = most_files, most_bytes, largest

    def save(self, key: str, data: bytes) -> bool:
        """Keep a model under a key, whole or not at all.

        Args:
            key: 32 hexadecimal digits.
        Returns:
            False when it was not kept: too large, or the folder cannot be written. Nothing depends on a model being kept.
        Raises:
            ValueError: the key is none.
        """
        global _saved
        if _KEY.fullmatch(key) is None:
            raise ValueError(f"no key: {key!r}")
        if len(data) > self._largest:
            return False
        try:
            folder = self._made()
            _write(folder / f"{key}{_EXTENSION}", _packed(key, data))
            self._sweep(folder, keep=f"{key}{_EXTENSION}")
        except OSError:
            return False
        with _lock:
            _saved += 1
        return True

    def load(self, key: str) -> bytes | None:
        """The model kept under a key; None when there is none. A damaged file is removed."""
        if _KEY.fullmatch(key) is None:
            return None
        path = self._folder / f"{key}{_EXTENSION}"
        try:
            if path.stat().st_size > 2 * self._largest:
                raise ValueError("too large")
            data = _unpacked(path.read_bytes(), key, self._largest)
        except OSError:
            return None
        except (ValueError, zlib.error):
            _remove(path)
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # used last: it goes last
        return data

    def forget(self, key: str) -> None:
        """Remove one model."""
        if _KEY.fullmatch(key) is not None:
            _remove(self._folder / f"{key}{_EXTENSION}")

    def clear(self) -> None:
        """Forget every model, and remove the folder when nothing of others is in it."""
        for path in _files(self._folder):
            if path.suffix in (_EXTENSION, _UNFINISHED):
                _remove(path)
        with contextlib.suppress(OSError):
            self._folder.rmdir()

    # ------------------------------------------------------------------------------------------ how
    @property
    def _folder(self) -> Path:
        return self._given or cache_place() / FOLDER

    def _made(self) -> Path:
        folder = self._given or cache_folder() / FOLDER
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder

    def _sweep(self, folder: Path, keep: str) -> None:
        """Remove what is of another version or abandoned, then the least recently used beyond the bounds."""
        found: list[tuple[bool, int, int, Path]] = []
        now = time.time()
        for path in _files(folder):
            with contextlib.suppress(OSError):
                status = path.stat()
                if path.suffix == _UNFINISHED and now - status.st_mtime >= _ABANDONED_AFTER:
                    _remove(path)
                elif path.suffix == _EXTENSION and _is_current(path):
                    found.append((path.name == keep, status.st_mtime_ns, status.st_size, path))
                elif path.suffix == _EXTENSION:
                    _remove(path)
        size = 0
        for count, (_, _, bytes_, path) in enumerate(sorted(found, reverse=True), 1):
            size += bytes_
            if count > self._most_files or (size > self._most_bytes and count > 1):
                _remove(path)


def _mark() -> bytes:
    """What the files of this version begin with."""
    from addin.treasury.classification.learned_bytes import FORMAT

    return f"tresorerie {__version__} modele {FORMAT}\n".encode()


def _is_current(path: Path) -> bool:
    mark = _mark()
    with path.open("rb") as handle:
        return handle.read(len(mark)) == mark


def _packed(key: str, data: bytes) -> bytes:
    """The content of a file: mark, seal of all that follows, key, compressed model."""
    sealed = key.encode() + zlib.compress(data, _COMPRESSION)
    return _mark() + hashlib.sha256(sealed).digest() + sealed


def _unpacked(content: bytes, key: str, largest: int) -> bytes:
    """The model in a file.

    Raises:
        ValueError, zlib.error: the file is of another version or another key, cut short, changed or too large.
    """
    mark = _mark()
    if not content.startswith(mark):
        raise ValueError("another version")
    start = len(mark) + _SEAL
    sealed = content[start:]
    if hashlib.sha256(sealed).digest() != content[len(mark) : start]:
        raise ValueError("changed since")
    if not sealed.startswith(key.encode()):
        raise ValueError("another key")
    unpacker = zlib.decompressobj()
    data = unpacker.decompress(sealed[len(key) :], largest + 1)
    if not unpacker.eof or len(data) > largest:
        raise ValueError("too large, or cut short")
    return data


def _write(path: Path, content: bytes) -> None:
    """Write the file whole or not at all, for its owner only."""
    number, name = tempfile.mkstemp(suffix=_UNFINISHED, dir=path.parent)  # created 0600
    unfinished = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
        try:
            unfinished.replace(path)
        except PermissionError:
            if not path.exists():  # on Windows a file being read is not replaced; the one that is there says the same
                raise
    finally:
        _remove(unfinished)


def _files(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.is_file() or path.is_symlink()]
    except OSError:
        return []


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):  # another process removed it, or is reading it
        path.unlink(missing_ok=True)
