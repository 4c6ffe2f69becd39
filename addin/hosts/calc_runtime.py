"""The extension as one user installs it: the shipped package plus the record of where the program lives."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from addin import __version__
from addin.hosts.zipcopy import ZipWriter

RECORD = "runtime.json"
IDENTIFIER = "fr.treso.calc"


@dataclass(frozen=True)
class Runtime:
    """A Python with the program.

    Attributes:
        python: (major, minor); LibreOffice's own Python must be the same.
        paths: folders of packages, the first one wins.
        version: of the program.
    """

    python: tuple[int, int]
    paths: tuple[str, ...]
    version: str = __version__

    def as_json(self) -> str:
        """The record as it stands in the extension."""
        return json.dumps({"python": list(self.python), "paths": list(self.paths), "version": self.version}, indent=1) + "\n"


def running_runtime(paths: Sequence[str] | None = None) -> Runtime:
    """The Python that runs now: the folder of the program, then those of the packages that it finds.

    Args:
        paths: the search path instead of `sys.path`.
    """
    program = Path(__file__).resolve().parents[2]
    folders = [Path(folder).resolve() for folder in (sys.path if paths is None else paths) if folder]
    packages = [folder for folder in folders if folder.name in ("site-packages", "dist-packages") and folder.is_dir()]
    kept = dict.fromkeys(str(folder) for folder in [program, *packages])
    return Runtime((sys.version_info[0], sys.version_info[1]), tuple(kept))


def read_runtime(record: str) -> Runtime | None:
    """The record of an installed extension; None when it is not one."""
    try:
        read = json.loads(record)
        major, minor = read["python"]
        return Runtime((int(major), int(minor)), tuple(str(folder) for folder in read["paths"]), str(read["version"]))
    except (ValueError, KeyError, TypeError):
        return None


def personal_extension(package: bytes, runtime: Runtime) -> bytes:
    """The shipped extension with the record of this user's Python inside; the same record gives the same bytes."""
    with zipfile.ZipFile(io.BytesIO(package)) as shipped:
        parts = {name: shipped.read(name) for name in shipped.namelist()}
    parts[RECORD] = runtime.as_json().encode()
    written = io.BytesIO()
    writer = ZipWriter(written)
    for name in sorted(parts):
        writer.add(name, parts[name])
    writer.close()
    return written.getvalue()
