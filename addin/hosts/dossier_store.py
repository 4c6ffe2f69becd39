"""Dossiers kept between two calls: the last ones in memory, more in a private folder of this user, bounded.

A file is named after the digest in its handle and nothing else of a handle is ever used, so that a workbook from elsewhere can
only ask for a dossier that this user has read. What is read back is data in a format of ours (`treasury.dossier_bytes`), checked by
its digest; it runs nothing. See docs/adr/0013.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import tempfile
import threading
import time
import zlib
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING

from addin import __version__
from addin.hosts.places import cache_folder, cache_place
from addin.messages import FILE_WORDS, TresoError

if TYPE_CHECKING:
    from addin.treasury.dossier import Dossier

FOLDER = "dossiers"
_EXTENSION, _UNFINISHED = ".dossier", ".part"
_NAME = re.compile(rf"[0-9a-f]{{8}}{re.escape(_EXTENSION)}")
_IN_MEMORY, _MOST_FILES, _MOST_BYTES = 6, 300, 200 << 20
_LARGEST = 2 << 30
_ABANDONED_AFTER = 3_600.0
"""Seconds after which an unfinished file is taken for one of a process that ended."""
_COMPRESSION = 1  # level 6 takes four times as long for files a third smaller


class DossierStore:
    """Where handles lead to. Several threads and processes may use one folder at the same time.

    Args:
        folder: private folder of the files; that of this user when None. It is made by the first `save`.
        most_files, most_bytes: the files least recently used go beyond these.
    """

    def __init__(self, folder: Path | None = None, *, most_files: int = _MOST_FILES, most_bytes: int = _MOST_BYTES) -> None:
        self._given = folder
        self._most_files, self._most_bytes = most_files, most_bytes
        self._memory: OrderedDict[str, Dossier] = OrderedDict()
        self._lock = threading.Lock()

    def save(self, dossier: Dossier) -> str:
        """Keep a dossier; gives its handle, the same for the same content.

        Raises:
            TresoError: DOSSIER_NOT_KEPT when the folder cannot be written.
        """
        from addin.treasury.dossier_bytes import encode
        from addin.treasury.handle import digest_of, handle_with

        data = encode(dossier)
        digest = digest_of(data)
        handle = handle_with(dossier, digest)
        try:
            folder = self._made()
            _write(folder / f"{digest}{_EXTENSION}", _packed(handle, data))
            self._sweep(folder, keep=f"{digest}{_EXTENSION}")
        except OSError as error:
            raise TresoError("DOSSIER_NOT_KEPT", reason=_why(error)) from error
        self._remember(handle, dossier)
        return handle

    def load(self, handle: str) -> Dossier | None:
        """The dossier of a handle, the same object as long as it is in memory; None when it is unknown here."""
        from addin.treasury.handle import digest_in

        handle = handle.strip()
        digest = digest_in(handle)
        if digest is None:
            return None
        with self._lock:
            known = self._memory.get(handle)
            if known is not None:
                self._memory.move_to_end(handle)
                return known
        dossier = self._read(self._folder / f"{digest}{_EXTENSION}", handle)
        return dossier if dossier is None else self._remember(handle, dossier)

    def clear(self) -> None:
        """Forget every dossier, in memory and on disk, and remove the folder when nothing of others is in it."""
        with self._lock:
            self._memory.clear()
        for path in _files(self._folder):
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

    def _remember(self, handle: str, dossier: Dossier) -> Dossier:
        with self._lock:
            kept = self._memory.setdefault(handle, dossier)  # another thread may have read it meanwhile
            self._memory.move_to_end(handle)
            while len(self._memory) > _IN_MEMORY:
                self._memory.popitem(last=False)
            return kept

    def _read(self, path: Path, handle: str) -> Dossier | None:
        from addin.treasury.dossier_bytes import decode

        try:
            content = path.read_bytes()
        except OSError:
            return None
        try:
            data = _unpacked(content, handle)
            dossier = None if data is None else decode(data)
        except (ValueError, zlib.error):
            _remove(path)
            return None
        if dossier is not None:
            with contextlib.suppress(OSError):
                os.utime(path)  # used last: it goes last
        return dossier

    def _sweep(self, folder: Path, keep: str) -> None:
        """Remove what is not ours, of another version or abandoned, then the least recently used beyond the bounds."""
        found = []
        now = time.time()
        for path in _files(folder):
            with contextlib.suppress(OSError):
                status = path.stat()
                if path.suffix == _UNFINISHED and now - status.st_mtime < _ABANDONED_AFTER:
                    continue
                if _NAME.fullmatch(path.name) and _is_current(path):
                    found.append((path.name == keep, status.st_mtime_ns, status.st_size, path))
                else:
                    _remove(path)
        count = size = 0
        for _, _, bytes_, path in sorted(found, reverse=True):
            count, size = count + 1, size + bytes_
            if count > self._most_files or (size > self._most_bytes and count > 1):
                _remove(path)


def _mark() -> bytes:
    """What the files of this version begin with."""
    from addin.treasury.dossier_bytes import FORMAT

    return f"tresorerie {__version__} dossier {FORMAT}\n".encode()


def _is_current(path: Path) -> bool:
    mark = _mark()
    with path.open("rb") as handle:
        return handle.read(len(mark)) == mark


def _packed(handle: str, data: bytes) -> bytes:
    """The content of a file: mark, seal of all that follows, handle, compressed dossier."""
    sealed = handle.encode() + b"\n" + zlib.compress(data, _COMPRESSION)
    return _mark() + hashlib.sha256(sealed).digest() + sealed


def _unpacked(content: bytes, handle: str) -> bytes | None:
    """The encoded dossier in a file; None when it is that of another handle with the same digest.

    Raises:
        ValueError, zlib.error: the file is of another version, cut short or changed.
    """
    mark = _mark()
    if not content.startswith(mark):
        raise ValueError("another version")
    start = len(mark) + hashlib.sha256().digest_size
    sealed = content[start:]
    if hashlib.sha256(sealed).digest() != content[len(mark) : start]:
        raise ValueError("changed since")
    written, _, packed = sealed.partition(b"\n")
    if written != handle.encode():
        return None
    unpacker = zlib.decompressobj()
    data = unpacker.decompress(packed, _LARGEST)
    if not unpacker.eof:
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


def _why(error: OSError) -> str:
    is_full = error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
    return FILE_WORDS["no_space" if is_full else "cache_closed"]
