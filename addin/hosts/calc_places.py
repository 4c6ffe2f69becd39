"""Finding LibreOffice on this machine: its programs, its version, the Python that it speaks."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from addin.messages import TresoError

OLDEST = (7, 4)
"""First version of LibreOffice that the extension was tried with."""
Box = Literal["", "Flatpak", "Snap"]


@dataclass(frozen=True)
class Machine:
    """What is looked at: a fake one in tests.

    Attributes:
        platform: as `sys.platform`.
        home: folder of the user.
        root: top of the file system.
        environment: variables.
        which: a program on the search path.
    """

    platform: str = sys.platform
    home: Path = field(default_factory=Path.home)
    root: Path = Path("/")
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    which: Callable[[str], str | None] = shutil.which


@dataclass(frozen=True)
class Office:
    """An installed LibreOffice.

    Attributes:
        programs: folder of `soffice` and `unopkg`.
        version: (major, minor), (0, 0) when it does not say.
        python: (major, minor) of its Python; None when it has none that extensions can use.
        box: the sandbox it lives in, which keeps it away from the program and its Python.
    """

    programs: Path
    version: tuple[int, int]
    python: tuple[int, int] | None
    box: Box = ""

    @property
    def soffice(self) -> Path:
        return _program(self.programs, "soffice")

    @property
    def unopkg(self) -> Path:
        return _program(self.programs, "unopkg")


def find_offices(machine: Machine) -> list[Office]:
    """All LibreOffice that are found, those that can be used first, the newest before."""
    found = {folder.resolve(): box for folder, box in _candidates(machine) if folder.is_dir()}
    offices = [Office(folder, *_versions(folder), box) for folder, box in found.items()]
    return sorted(offices, key=lambda office: (office.box != "", office.python is None, [-part for part in office.version]))


def require_office(machine: Machine) -> Office:
    """The LibreOffice to install into.

    Raises:
        TresoError: CALC_NOT_FOUND, CALC_BOXED, CALC_TOO_OLD, CALC_WITHOUT_PYTHON.
    """
    offices = find_offices(machine)
    if not offices:
        raise TresoError("CALC_NOT_FOUND")
    office = offices[0]
    if office.box:
        raise TresoError("CALC_BOXED", box=office.box)
    if (0, 0) < office.version < OLDEST:
        raise TresoError("CALC_TOO_OLD", version=dotted(office.version), oldest=dotted(OLDEST))
    if office.python is None:
        raise TresoError("CALC_WITHOUT_PYTHON", folder=office.programs)
    return office


def dotted(version: tuple[int, ...]) -> str:
    """(3, 11) as « 3.11 »."""
    return ".".join(str(part) for part in version)


def _candidates(machine: Machine) -> Iterable[tuple[Path, Box]]:
    root, home = machine.root, machine.home
    if machine.platform == "win32":
        names = ("ProgramW6432", "ProgramFiles", "ProgramFiles(x86)")
        for base in dict.fromkeys(Path(machine.environment[name]) for name in names if machine.environment.get(name)):
            yield from ((folder, "") for folder in sorted(base.glob("LibreOffice*/program")))
    elif machine.platform == "darwin":
        for base in (root / "Applications", home / "Applications"):
            yield from ((folder, "") for folder in sorted(base.glob("LibreOffice*.app/Contents/MacOS")))
    else:
        for pattern in ("usr/lib/libreoffice/program", "usr/lib64/libreoffice/program", "opt/libreoffice*/program"):
            yield from ((folder, "") for folder in sorted(root.glob(pattern)))
        for base in (root / "var/lib/flatpak", home / ".local/share/flatpak"):
            yield base / "app/org.libreoffice.LibreOffice", "Flatpak"
        yield root / "snap/libreoffice", "Snap"
    found = machine.which("soffice") or machine.which("libreoffice")
    if found is not None:
        folder = Path(found).resolve().parent
        if _program(folder, "unopkg").exists():
            yield folder, "Snap" if "snap" in folder.parts else ""


def _versions(programs: Path) -> tuple[tuple[int, int], tuple[int, int] | None]:
    """Version of the office and of its Python, from the files beside its programs."""
    beside = [programs, programs.parent / "Resources", programs.parent / "Frameworks"]
    version = (0, 0)
    for name in ("bootstraprc", "bootstrap.ini"):
        for folder in beside:
            if (folder / name).is_file():
                text = (folder / name).read_text(encoding="utf-8", errors="replace")
                if told := re.search(r"^ProductKey=\D*(\d+)\.(\d+)", text, re.MULTILINE):
                    version = int(told[1]), int(told[2])
    return version, _bundled_python(beside) or _linked_python(beside)


def _bundled_python(beside: list[Path]) -> tuple[int, int] | None:
    """The Python that comes with LibreOffice: « python-core-3.10.18 », or the framework on macOS."""
    names = [path.name for folder in beside for path in folder.glob("python-core-*")]
    names += [path.name for folder in beside for path in folder.glob("LibreOfficePython.framework/Versions/3.*")]
    for name in names:
        if told := re.fullmatch(r"(?:python-core-)?(\d+)\.(\d+)(?:\.\d+)?", name):
            return int(told[1]), int(told[2])
    return None


def _linked_python(beside: list[Path]) -> tuple[int, int] | None:
    """The Python of the system, as LibreOffice's bridge is linked to it."""
    for folder in beside:
        for name in ("libpyuno.so", "pyuno.pyd", "libpyuno.dylib"):
            if (folder / name).is_file() and (told := re.search(rb"(?:libpython|python)(3)\.?(\d+)", (folder / name).read_bytes())):
                return int(told[1]), int(told[2])
    return None


def _program(folder: Path, name: str) -> Path:
    """A program of LibreOffice; on Windows the one that can be waited for."""
    for ending in (".com", ".exe"):
        if (folder / f"{name}{ending}").exists():
            return folder / f"{name}{ending}"
    return folder / name
