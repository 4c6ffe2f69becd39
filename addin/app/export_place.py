"""The port of an accounting export: its folder, its files, the pieces that go with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from addin.sheets.model import Sheet


@dataclass(frozen=True)
class Pack:
    """The archive of an export.

    Attributes:
        name: of its file.
        contents: name inside → bytes.
        pieces: name inside → full path of a file of hers.
    """

    name: str
    contents: Mapping[str, bytes]
    pieces: Mapping[str, str]


class Staged(Protocol):
    """Files that are whole on the disk under names of their own."""

    def commit(self) -> None:
        """They take their names."""


class ExportPlace(Protocol):
    """Where an export goes, and where the pieces are."""

    @property
    def shown(self) -> str:
        """The folder as she knows it."""

    def existing(self, names: Sequence[str]) -> list[str]:
        """Which of these files are there already."""

    def book(self, sheets: Sequence[Sheet]) -> bytes:
        """An .xlsx of these sheets."""

    def find(self, folder: str, names: Sequence[str]) -> Mapping[str, str]:
        """Name → full path, of the files that are in a folder (named from that of the workbook)."""

    def stage(self, files: Mapping[str, bytes], pack: Pack) -> AbstractContextManager[Staged]:
        """Write all files whole, under other names; they go away without `commit`."""
