"""The folder of an accounting export: files written whole beside their places, then put there together; pieces found and packed."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from addin.app.export_place import Pack
from addin.hosts.atomic import Replacement, refusals, sweep
from addin.messages import TresoError
from addin.sheets.model import Sheet

_DATE = (2020, 1, 1, 0, 0, 0)
_PACKED = (".zip", ".jpg", ".jpeg", ".png", ".heic", ".webp", ".gif", ".xlsx", ".docx")
_CHUNK = 1 << 20


class ExportFolder:
    """Where an export goes.

    Args:
        folder: made when it is missing and its parent is there.
        home: folder of the workbook, from which the folder of pieces is named.
    """

    def __init__(self, folder: Path, home: Path) -> None:
        self._folder, self._home = folder, home

    @property
    def shown(self) -> str:
        """The folder as she knows it."""
        return str(self._folder)

    def existing(self, names: Sequence[str]) -> list[str]:
        """Which of these files are there already."""
        return [name for name in names if (self._folder / name).exists()]

    def book(self, sheets: Sequence[Sheet]) -> bytes:
        """An .xlsx of these sheets."""
        from addin.hosts.side import rendered

        return rendered(sheets, file=self.shown)

    def find(self, folder: str, names: Sequence[str]) -> Mapping[str, str]:
        """Name → full path, of the files that are in a folder; a name that leads out of it is not looked for."""
        if not folder:
            return {}
        root = (self._home / folder).absolute()
        out = {}
        for name in names:
            parts = PurePosixPath(name.replace("\\", "/"))
            if parts.is_absolute() or ".." in parts.parts or ":" in name:
                continue
            try:
                if (root / parts).is_file() and os.access(root / parts, os.R_OK):
                    out[name] = str(root / parts)
            except OSError:  # a name that this system does not take
                continue
        return out

    @contextmanager
    def stage(self, files: Mapping[str, bytes], pack: Pack) -> Iterator[StagedFiles]:
        """Write all files whole, under other names; they go away without `commit`.

        Raises:
            TresoError: NOT_A_FOLDER, FOLDER_NOT_FOUND, FOLDER_READ_ONLY, DISK_FULL.
        """
        if self._folder.exists() and not self._folder.is_dir():
            raise TresoError("NOT_A_FOLDER", file=self.shown)
        is_new = not self._folder.exists()
        with refusals(self.shown):
            self._folder.mkdir(exist_ok=True)
        staged = StagedFiles()
        try:
            with ExitStack() as stack:
                for name, data in files.items():
                    new = self._new(name)
                    stack.enter_context(new)
                    new.fill(data)
                    staged.files.append(new)
                archive = self._new(pack.name)
                stack.enter_context(archive)
                with refusals(pack.name):
                    _write_pack(archive.handle, pack)
                archive.sync()
                staged.files.append(archive)
                yield staged
        finally:
            if is_new and not any(each.is_committed for each in staged.files):
                with refusals(self.shown):
                    self._folder.rmdir()

    def _new(self, name: str) -> Replacement:
        path = self._folder / name
        sweep(path)
        return Replacement(path)


class StagedFiles:
    """Files that are whole on the disk under names of their own."""

    def __init__(self) -> None:
        self.files: list[Replacement] = []

    def commit(self) -> None:
        """They take their names.

        Raises:
            TresoError: FILE_OPEN_ELSEWHERE, FILE_READ_ONLY, FOLDER_READ_ONLY.
        """
        for each in self.files:
            each.commit(keep=False)


def _write_pack(handle: BinaryIO, pack: Pack) -> None:
    """The archive, the same for the same files."""
    with zipfile.ZipFile(handle, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in pack.contents.items():
            archive.writestr(_info(name), data)
        for name, path in sorted(pack.pieces.items()):
            with Path(path).open("rb") as piece, archive.open(_info(name), "w", force_zip64=True) as place:
                shutil.copyfileobj(cast(BinaryIO, piece), place, _CHUNK)


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name.replace("\\", "/"), _DATE)
    info.compress_type = zipfile.ZIP_STORED if name.lower().endswith(_PACKED) else zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info
