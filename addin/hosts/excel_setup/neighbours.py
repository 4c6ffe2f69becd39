"""What else stands on our private Python: the LibreOffice extension of the same user, where it was installed by that Python."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import PurePath

from addin.hosts.excel_setup.machine import Machine

_EXTENSION = ("libreoffice", "tresorerie.oxt")
_RECORD = "runtime.json"


def has_libreoffice(machine: Machine) -> bool:
    """True when Trésorerie is installed in this user's LibreOffice too."""
    return machine.files.read(machine.places.data.joinpath(*_EXTENSION)) is not None


def used_by_libreoffice(machine: Machine, folders: Sequence[PurePath]) -> list[PurePath]:
    """Those of the folders that the extension of LibreOffice loads the program from; all when its record cannot be read."""
    content = machine.files.read(machine.places.data.joinpath(*_EXTENSION))
    if content is None:
        return []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            paths = [machine.path(str(path)) for path in json.loads(package.read(_RECORD))["paths"]]
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError):
        return [*folders]
    return [folder for folder in folders if any(folder in path.parents for path in paths)]
