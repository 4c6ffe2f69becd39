"""What is known of files from the scans before: by place, and by content (a file that was moved is known again)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from addin.treasury.receipts.model import Reading


@dataclass(frozen=True)
class KnownFile:
    """A file as it was found last time.

    Attributes:
        path: inside its folder.
        digest: "" when it could not be opened.
        content: what its content said, its name left aside; None when it is to be read again.
        refused: keys of the operations that she did not want it for.
    """

    path: str
    size: int
    modified_ns: int
    digest: str
    content: Reading | None
    refused: tuple[str, ...] = ()


class Remembered:
    """Look-ups in what is known."""

    def __init__(self, files: Iterable[KnownFile] = ()) -> None:
        self.files = tuple(files)
        self._by_path = {file.path: file for file in self.files}
        self._by_digest: dict[str, KnownFile] = {}
        for file in self.files:
            if file.digest and file.content is not None:
                self._by_digest.setdefault(file.digest, file)

    def at(self, path: str) -> KnownFile | None:
        """The file that was there last time."""
        return self._by_path.get(path)

    def content(self, digest: str) -> Reading | None:
        """What a file of this content says; None when it was never read."""
        known = self._by_digest.get(digest)
        return None if known is None else known.content

    def places(self, digest: str) -> list[str]:
        """Where files of this content were."""
        return [file.path for file in self.files if digest and file.digest == digest]
