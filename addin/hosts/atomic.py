"""A file replaced as a whole: the new version is complete and on the disk before it takes the name of the old one."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import signal
import sys
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from addin.messages import FILE_WORDS, TresoError

_NEW, _KEPT = ".treso-new", ".treso-kept"
_FULL = {errno.ENOSPC: "no_space", errno.EDQUOT: "no_space", errno.EFBIG: "no_space", errno.EIO: "device_error"}
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


def kept_version(path: Path) -> Path:
    """Where the version before is kept: « Compta (version précédente).xlsx » beside « Compta.xlsx »."""
    real = path.resolve()
    return real.with_name(FILE_WORDS["kept"].format(stem=real.stem, suffix=real.suffix))


class Replacement:
    """The new version of a file, written under a name of its own beside it until `commit`.

    A workbook reached by a symbolic link is replaced where it really stands; the link stays. Use as a context manager:
    leaving it without `commit` removes the unfinished version.

    Attributes:
        is_committed: the new version has taken its place.
    Raises:
        TresoError: DISK_FULL, FOLDER_READ_ONLY, FOLDER_NOT_FOUND, FILE_READ_ONLY, FILE_OPEN_ELSEWHERE.
    """

    def __init__(self, path: Path) -> None:
        self._target = path.resolve()
        self._file = path.name
        self._temporary = _sibling(self._target, _NEW)
        self.is_committed = False

    def __enter__(self) -> Replacement:
        with refusals(self._file):
            descriptor = os.open(self._temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        self.handle: BinaryIO = os.fdopen(descriptor, "r+b")
        _lock(self.handle)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        with contextlib.suppress(OSError):  # closing flushes: a full disk speaks again, and has been heard
            self.handle.close()
        if not self.is_committed:
            self._temporary.unlink(missing_ok=True)

    def fill(self, data: bytes) -> None:
        """The whole new version."""
        with refusals(self._file):
            self.handle.write(data)
        self.sync()

    def sync(self) -> None:
        """All that was written is on the disk; an existing file's rights and owner are taken over."""
        with refusals(self._file):
            self.handle.flush()
            if self._target.exists():
                shutil.copymode(self._target, self._temporary)
                _take_owner(self._target, self._temporary)
            os.fsync(self.handle.fileno())

    def commit(self, *, keep: bool) -> None:
        """The new version takes the place of the old one, in one step.

        Args:
            keep: the old one becomes the kept version.
        """
        with _uninterrupted():
            self._commit(keep and self._target.exists())

    def _commit(self, keep: bool) -> None:
        spare = _sibling(self._target, _KEPT)
        try:
            with refusals(self._file):
                if keep:
                    _second_name(self._target, spare)
                if sys.platform == "win32":
                    self.handle.close()
                _replace(self._temporary, self._target, self._file)
        except BaseException:
            spare.unlink(missing_ok=True)
            raise
        self.is_committed = True
        if keep:
            with contextlib.suppress(FileNotFoundError):  # another process has tidied it up already
                spare.replace(kept_version(self._target))
        _sync_folder(self._target.parent)


def write_new(path: Path, data: bytes, *, replace: bool) -> None:
    """Write a file that is ours whole, complete or not at all.

    Args:
        replace: an existing file may be replaced.
    Raises:
        TresoError: FILE_EXISTS, FOLDER_NOT_FOUND, FOLDER_READ_ONLY, DISK_FULL, FILE_OPEN_ELSEWHERE.
    """
    if path.exists() and not replace:
        raise TresoError("FILE_EXISTS", file=path.name)
    with Replacement(path) as new:
        new.fill(data)
        new.commit(keep=False)


def sweep(path: Path) -> None:
    """Tidy up what a killed process left beside a file: unfinished versions go, a finished exchange is completed."""
    target = path.resolve()
    if not target.parent.is_dir():
        return
    for left in target.parent.glob(f"{_escaped(target.name)}{_NEW}-*"):
        if not _is_being_written(left):
            with contextlib.suppress(OSError):
                left.unlink()
    for left in target.parent.glob(f"{_escaped(target.name)}{_KEPT}-*"):
        with contextlib.suppress(OSError):
            if target.exists() and left.samefile(target):
                left.unlink()  # killed before the exchange
            else:
                left.replace(kept_version(target))  # killed after it


@contextlib.contextmanager
def refusals(file: str) -> Iterator[None]:
    """Turn what the system refuses while writing into a refusal that says what to do."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise TresoError("DISK_FULL", file=file, reason=FILE_WORDS[_FULL[error.errno]]) from error
        if error.errno in _FORBIDDEN:
            raise TresoError("FOLDER_READ_ONLY", file=file) from error
        if error.errno in (errno.ENOENT, errno.ENOTDIR):
            raise TresoError("FOLDER_NOT_FOUND", file=file) from error
        raise


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl+C waits until the exchange is whole: half of it would lose the kept version."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    earlier = signal.signal(signal.SIGINT, lambda number, frame: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL if earlier is None else earlier)
    if came:
        signal.raise_signal(signal.SIGINT)


def _sibling(target: Path, mark: str) -> Path:
    """A hidden name in the same folder, which says whose it is."""
    return target.with_name(f".{target.name}{mark}-{uuid.uuid4().hex[:12]}")


def _escaped(name: str) -> str:
    return "." + "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)


def _second_name(target: Path, spare: Path) -> None:
    """The file under a second name: by a hard link, or by a copy where the disk has none."""
    try:
        os.link(target, spare)
    except OSError as error:
        if error.errno in _FULL:
            raise
        shutil.copy2(target, spare)


def _replace(temporary: Path, target: Path, file: str) -> None:
    try:
        temporary.replace(target)
    except PermissionError as error:
        if sys.platform == "win32":  # Windows refuses while a program holds the file
            raise TresoError("FILE_OPEN_ELSEWHERE", file=file, by="", lock=f"~${target.name}") from error
        raise TresoError("FILE_READ_ONLY", file=file) from error


def _take_owner(target: Path, temporary: Path) -> None:
    if sys.platform != "win32":
        status = target.stat()
        with contextlib.suppress(PermissionError):  # only the administrator may give a file away
            os.chown(temporary, status.st_uid, status.st_gid)


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):  # some network disks cannot; the exchange itself is done
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _lock(handle: BinaryIO) -> None:
    """Mark the unfinished version as being written, for as long as this process lives."""
    if sys.platform != "win32":
        import fcntl

        with contextlib.suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_being_written(path: Path) -> bool:
    if sys.platform == "win32":
        return False  # Windows itself refuses to remove it
    import fcntl

    try:
        with path.open("rb") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    return False
