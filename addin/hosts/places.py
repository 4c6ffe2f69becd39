"""Where the program keeps its own files on this machine: data, cache, configuration, log. Never beside her workbook.

`TRESO_DOSSIER_UTILISATEUR` puts them under one folder (tests, a machine with several users under one name).
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

OVERRIDE = "TRESO_DOSSIER_UTILISATEUR"
_NAME = "Tresorerie"


def data_place() -> Path:
    """Where `data_folder` is or would be; nothing is made."""
    return _base("LOCALAPPDATA", "Library/Application Support", "XDG_DATA_HOME", ".local/share") / _name()


def cache_place() -> Path:
    """Where `cache_folder` is or would be; nothing is made."""
    if OVERRIDE in os.environ or sys.platform == "win32":
        return data_place() / "cache"
    return _base("LOCALAPPDATA", "Library/Caches", "XDG_CACHE_HOME", ".cache") / _name()


def data_folder() -> Path:
    """What was installed for this user: runtime, manifest, kept answers. Made, and private, when it is not there."""
    return _made(data_place())


def cache_folder() -> Path:
    """What can be made again: dossiers, kept sheets. Made, and private, when it is not there."""
    return _made(cache_place())


def log_file() -> Path:
    """The log (journal) of the add-in; its folder is there."""
    return data_folder() / "journal.log"


def configuration_file() -> Path:
    """The one configuration that the VBA reads: `.treso/treso.conf` in the user's home; in Excel's container on macOS.

    Nothing is made: on macOS the container belongs to Excel. Where there is an Excel the override does not count: the VBA knows
    no other place.
    """
    if sys.platform == "darwin":
        return Path.home() / "Library/Containers/com.microsoft.Excel/Data/treso.conf"
    if OVERRIDE in os.environ and sys.platform != "win32":
        return data_place() / "treso.conf"
    return Path.home() / ".treso" / "treso.conf"


def _base(windows: str, mac: str, xdg: str, linux: str) -> Path:
    if OVERRIDE in os.environ:
        return Path(os.environ[OVERRIDE])
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get(windows) or home / "AppData/Local")
    if sys.platform == "darwin":
        return home / mac
    given = Path(os.environ.get(xdg) or "")
    return given if given.is_absolute() else home / linux


def _name() -> str:
    return _NAME if sys.platform in ("win32", "darwin") or OVERRIDE in os.environ else _NAME.lower()


def _made(folder: Path) -> Path:
    """The folder, readable by its owner only; one that was there with wider rights is closed, where that is possible."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name == "posix":
        with contextlib.suppress(OSError):
            if folder.stat().st_mode & 0o077:
                folder.chmod(0o700)
    return folder
