"""Files renamed: all of them or none, each in its own folder, and never over another file."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from addin.messages import TresoError
from addin.messages.receipts import RECEIPT_WORDS


class NamesBeside:
    """`FileNames`: the files that a workbook links to.

    Args:
        home: folder of the workbook, from which the paths lead.
    """

    def __init__(self, home: Path) -> None:
        self._home = home

    def is_there(self, path: str) -> bool:
        """A file stands at that place."""
        return os.path.lexists(_place(self._home, path))

    def rename(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Give files new names; the first refusal of the system gives back the names already changed.

        Args:
            pairs: (old, new) paths with « / », both in one folder.
        Raises:
            TresoError: RECEIPT_RENAME_REFUSED, with the name and why. Nothing has changed then.
            ValueError: a pair leads to another folder; a mistake of the caller.
        """
        places = [(_place(self._home, old), _place(self._home, new)) for old, new in pairs]
        if any(source.parent != target.parent for source, target in places):
            raise ValueError("a file would leave its folder")
        done: list[tuple[Path, Path]] = []
        try:
            for source, target in places:
                _rename(source, target)
                done.append((source, target))
        except BaseException:
            for source, target in reversed(done):
                _rename(target, source)
            raise


def _place(home: Path, path: str) -> Path:
    return Path(os.path.normpath(home / path))


def _rename(source: Path, target: Path) -> None:
    """One file, never over another one."""
    is_case_only = source.name != target.name and source.name.casefold() == target.name.casefold()
    try:
        if not os.path.lexists(source):
            raise TresoError("RECEIPT_RENAME_REFUSED", file=source.name, reason=RECEIPT_WORDS["vanished"])
        if os.path.lexists(target) and not (is_case_only and source.samefile(target)):
            raise TresoError("RECEIPT_RENAME_REFUSED", file=target.name, reason=RECEIPT_WORDS["exists"])
        if sys.platform == "win32" or is_case_only or not _linked(source, target):
            source.rename(target)
    except OSError as error:
        raise TresoError("RECEIPT_RENAME_REFUSED", file=source.name, reason=f"{error.strerror or error}.") from error


def _linked(source: Path, target: Path) -> bool:
    """The file under its new name by a second name, which the system refuses when the name is taken; False where disks have none."""
    try:
        os.link(source, target, follow_symlinks=False)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):
        return False
    source.unlink()
    return True
