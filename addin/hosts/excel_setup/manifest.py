"""What was installed, kept so that all of it, and nothing else, is removed again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from addin.hosts.excel_setup.machine import Machine

_NAME = "installation.json"
_FORMAT = 1


@dataclass(frozen=True)
class Manifest:
    """What was installed.

    Attributes:
        version: of the program.
        files: each file written, with the SHA-256 of what we wrote there (two while a new version is being put in place).
        home: folder in which the private runtimes stand, "" without one.
        is_home_ours: the folder was made for them (a place with a plain name) and goes with them.
        runtime: the private runtime in use, "" when the program runs in an environment of the user.
        code: folder that the program is imported from, for the removal script.
        uses_registry: Python is also named in the registry.
    """

    version: str = ""
    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    home: str = ""
    is_home_ours: bool = False
    runtime: str = ""
    code: str = ""
    uses_registry: bool = False

    def knows(self, path: PurePath, content: bytes) -> bool:
        """True when that is what we wrote in that place."""
        return checksum(content) in self.files.get(str(path), ())


def manifest_file(machine: Machine) -> PurePath:
    """Where the manifest is kept."""
    return machine.places.data / _NAME


def read_manifest(machine: Machine) -> Manifest | None:
    """The manifest; None when nothing was installed or when it cannot be understood."""
    content = machine.files.read(manifest_file(machine))
    if content is None:
        return None
    try:
        told: dict[str, Any] = json.loads(content)
        if told.pop("format") != _FORMAT:
            return None
        files = {str(path): tuple(map(str, sums)) for path, sums in told.pop("files").items()}
        return Manifest(files=files, **told)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def write_manifest(machine: Machine, manifest: Manifest) -> None:
    """Keep the manifest."""
    told = {"format": _FORMAT, **vars(manifest), "files": {path: list(sums) for path, sums in manifest.files.items()}}
    machine.files.write(manifest_file(machine), (json.dumps(told, indent=1, sort_keys=True) + "\n").encode())


def checksum(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
