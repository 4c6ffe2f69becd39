"""A machine that is only folders, and the extensions of one user in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from addin.hosts.calc_places import Machine
from addin.messages import TresoError

LINKED = b"\x7fELF\0libpython3.%d.so.1.0\0"


def machine(folder: Path, platform: str = "linux", environment: Mapping[str, str] | None = None, found: str | None = None) -> Machine:
    """A machine whose file system is a folder."""
    home = folder / "home"
    home.mkdir(parents=True, exist_ok=True)
    return Machine(platform, home, folder, environment or {}, lambda name: found if name == "soffice" else None)


def put_office(programs: Path, version: str = "7.4", linked: int | None = 11) -> None:
    """Put a LibreOffice of a distribution into a folder of programs."""
    programs.mkdir(parents=True)
    (programs / "bootstraprc").write_text(f"[Bootstrap]\nProductKey=LibreOffice {version}\n", encoding="utf-8")
    (programs / "unopkg").write_text("", encoding="utf-8")
    if linked is not None:
        (programs / "libpyuno.so").write_bytes(LINKED % linked)


@dataclass
class MemoryPackages:
    """Extensions by identifier; `refusal` is raised instead of any change."""

    installed: dict[str, str] = field(default_factory=dict)
    added: list[bytes] = field(default_factory=list)
    refusal: TresoError | None = None

    def version(self, identifier: str) -> str | None:
        return self.installed.get(identifier)

    def add(self, package: Path) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.added.append(package.read_bytes())
        self.installed["fr.treso.calc"] = "0.1.0"

    def remove(self, identifier: str) -> None:
        if self.refusal is not None:
            raise self.refusal
        del self.installed[identifier]
