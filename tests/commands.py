"""The command `treso` run as a process of its own, as she runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
NO_OFFICE = {"PATH": os.devnull}
"""Environment in which LibreOffice is not found: no PDF, and no seconds spent on one."""


@dataclass(frozen=True)
class Done:
    """How a command ended: exit status, standard output and standard error."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one object on standard output, which must be ASCII and alone."""
        self.out.encode("ascii")
        return json.loads(self.out)

    @property
    def error(self) -> Any:
        """The refusal in the JSON result, whose keys are those of the contract."""
        (error,) = self.json.values()
        assert set(error) == {"code", "message", "file", "sheet", "row"}
        return error


def environment(changes: Mapping[str, str | None] | None = None) -> dict[str, str]:
    """The environment of a command: this one, UTF-8 streams, the sources of this checkout, then the changes (None removes)."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    given = {**kept, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **(changes or {})}
    return {name: value for name, value in given.items() if value is not None}


def command(*arguments: object) -> list[str]:
    """The words that start `treso` with this Python."""
    return [sys.executable, "-B", "-m", "addin.cli", *map(str, arguments)]


def treso(
    *arguments: object,
    folder: Path | None = None,
    changes: Mapping[str, str | None] | None = None,
    encoding: str = "utf-8",
    timeout: int = 120,
) -> Done:
    """Run a command without a terminal."""
    done = subprocess.run(
        command(*arguments), cwd=folder, env=environment(changes), stdin=subprocess.DEVNULL, capture_output=True, timeout=timeout
    )
    return Done(done.returncode, done.stdout.decode(encoding), done.stderr.decode(encoding))


def contents(folder: Path) -> dict[str, bytes | None]:
    """Every file of a folder with its bytes, hidden ones too; a folder has None."""
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None for path in sorted(folder.rglob("*"))}


def sheet_names(workbook: Path) -> Sequence[str]:
    """Names of the tabs, as another program reads them."""
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_path(str(workbook)).sheet_names
