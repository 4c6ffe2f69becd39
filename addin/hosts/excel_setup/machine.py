"""The machine as the installation sees it: what it is, where things go, and the small ports through which it is touched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath, PurePosixPath, PureWindowsPath
from typing import Literal, Protocol

System = Literal["Windows", "macOS", "Linux"]
RegistryValue = str | int | bytes


class Files(Protocol):
    """The file system. A method that cannot do what it is asked raises `OSError`."""

    def read(self, path: PurePath) -> bytes | None:
        """Contents of a file, None when it is not there."""

    def head(self, path: PurePath, size: int) -> bytes:
        """The first bytes of a file, none when it is not there or cannot be read."""

    def write(self, path: PurePath, content: bytes) -> None:
        """Write a file as a whole, with the folders above it that are missing, readable by this user only."""

    def remove(self, path: PurePath) -> None:
        """Remove a file; nothing happens without it."""

    def names(self, folder: PurePath) -> list[str]:
        """Names in a folder, sorted; none when it is not there."""

    def is_folder(self, path: PurePath) -> bool:
        """True for a folder that is there."""

    def can_write(self, folder: PurePath) -> bool:
        """True when files can be made in a folder, or in the nearest one above it that is there."""

    def make_private(self, folder: PurePath) -> None:
        """Make a new folder that other users of the machine can neither read nor write; refused when it is there."""

    def remove_tree(self, folder: PurePath) -> None:
        """Remove a folder with all it holds; nothing happens without it."""

    def remove_if_empty(self, folder: PurePath) -> None:
        """Remove a folder that holds nothing; one that holds something, or is not there, stays as it is."""


class Registry(Protocol):
    """The registry of Windows, in its 64-bit view; keys are written `HKCU\\Software\\…`. Elsewhere it is empty."""

    def values(self, key: str) -> Mapping[str, RegistryValue]:
        """The values of a key; none when it is not there or may not be read. Names in lower case."""

    def keys(self, key: str) -> list[str]:
        """Names of the keys under a key."""

    def write(self, key: str, name: str, text: str) -> None:
        """Set a text."""

    def remove(self, key: str) -> None:
        """Remove a key with all under it; nothing happens without it."""


@dataclass(frozen=True)
class Outcome:
    """How a program ended.

    Attributes:
        status: its exit status; None when it could not be started or did not end in time.
        output: what it said.
        cause: why it was not started, a key of `messages.SETUP_CAUSES`: policy, virus, access, missing, time, other.
    """

    status: int | None
    output: str = ""
    cause: str = ""


class Programs(Protocol):
    """Other programs of this machine."""

    def run(self, command: Sequence[str], *, timeout_s: int) -> Outcome:
        """Run a program to its end, without a window, a terminal or Python's environment variables."""

    def is_running(self, name: str) -> bool:
        """True while a program of that name runs, « EXCEL.EXE » or « Microsoft Excel »."""


@dataclass(frozen=True)
class Python:
    """The Python that runs this.

    Attributes:
        executable: the interpreter proper, of `base` when this is a virtual environment.
        prefix: the environment.
        base: the installation that it stands on; the same when it is none.
    """

    executable: str
    prefix: str
    base: str
    version: tuple[int, int, int]
    is_64_bits: bool


@dataclass(frozen=True)
class Places:
    """Where our own files go; see `hosts.places`."""

    data: PurePath
    cache: PurePath
    configuration: PurePath


@dataclass(frozen=True)
class Source:
    """What is installed from.

    Attributes:
        addin: contents of tresorerie.xlam.
        removal: names and contents of the removal scripts, kept with the installation.
        version: of the program.
        xlwings_version: the version that the add-in's VBA asks for.
        checkout: folder with pyproject.toml, None when the program is an installed package.
        lock: the libraries, pinned and hashed.
        digest: SHA-256 of all that the program is made of.
    """

    addin: bytes
    removal: Mapping[str, bytes]
    version: str
    xlwings_version: str
    checkout: PurePath | None
    lock: PurePath
    digest: str


@dataclass(frozen=True)
class Machine:
    """One user's machine.

    Attributes:
        environment: variables, their names in capitals.
        code_page: encoding of texts that Excel's VBA reads and of paths that it hands to Windows (« cp1252 »).
        token: eight random hexadecimal digits, for a folder name that nobody guesses.
    """

    system: System
    home: PurePath
    environment: Mapping[str, str]
    code_page: str
    token: str
    python: Python
    places: Places
    source: Source
    files: Files
    registry: Registry
    programs: Programs

    def path(self, text: str) -> PurePath:
        """A path as this system writes it."""
        return PureWindowsPath(text) if self.system == "Windows" else PurePosixPath(text)

    def expanded(self, text: str) -> str:
        """A text of the registry with its %VARIABLES% replaced; an unknown one stays."""
        for name, value in self.environment.items():
            start = text.lower().find(f"%{name.lower()}%")
            if start >= 0:
                text = text[:start] + value + text[start + len(name) + 2 :]
        return text
