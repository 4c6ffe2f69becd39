"""Installing in LibreOffice, removing, and saying what is right and what is wrong."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from addin import __version__
from addin.hosts.atomic import write_new
from addin.hosts.calc_packages import Packages
from addin.hosts.calc_places import OLDEST, Machine, Office, dotted, find_offices, require_office
from addin.hosts.calc_runtime import IDENTIFIER, RECORD, Runtime, personal_extension, read_runtime
from addin.hosts.dossier_store import DossierStore
from addin.hosts.model_cache import ModelCache
from addin.hosts.places import cache_folder, configuration_file, data_folder, log_file
from addin.messages import SCREEN, TresoError, say

Change = Literal["installed", "updated", "unchanged", "removed", "absent"]
NEEDED = ("pandas", "openpyxl", "xlwings", "python_calamine")
"""Packages without which the buttons cannot work."""


@dataclass(frozen=True)
class Setup:
    """One user's LibreOffice: `packages` adds and removes extensions in an office."""

    machine: Machine
    packages: Callable[[Office], Packages]

    def install(self, package: bytes, runtime: Runtime) -> tuple[Change, Office]:
        """Install the extension for this user; nothing is done when the same one is there.

        Raises:
            TresoError: what `require_office` raises, CALC_OTHER_PYTHON, CALC_RUNNING, CALC_FAILED.
        """
        office = require_office(self.machine)
        if office.python != runtime.python:
            assert office.python is not None, "or it would have been refused"
            raise TresoError("CALC_OTHER_PYTHON", wanted=dotted(office.python), here=dotted(runtime.python))
        packages, kept = self.packages(office), _kept_package()
        content, version = personal_extension(package, runtime), packages.version(IDENTIFIER)
        if version is not None and kept.is_file() and kept.read_bytes() == content:
            return "unchanged", office
        kept.parent.mkdir(parents=True, exist_ok=True)
        write_new(kept, content, replace=True)
        try:
            packages.add(kept)
        except TresoError:
            kept.unlink(missing_ok=True)  # what is kept is what is installed
            raise
        return ("installed" if version is None else "updated"), office

    def remove(self) -> Change:
        """Remove the extension and what the program kept for it; her workbooks and the Excel add-in are untouched.

        The dossiers and the models kept go too, unless the Excel add-in is there, which reads them.

        Raises:
            TresoError: CALC_RUNNING, CALC_FAILED.
        """
        usable = [office for office in find_offices(self.machine) if not office.box]
        kept, change = _kept_package(), "absent"
        if usable:
            packages = self.packages(usable[0])
            if packages.version(IDENTIFIER) is not None:
                packages.remove(IDENTIFIER)
                change = "removed"
        if kept.exists():
            kept.unlink()
            change = "removed"
        if change == "removed" and not configuration_file().exists():  # the Excel add-in, which needs them too, is not there
            DossierStore().clear()
            ModelCache().clear()
        if kept.parent.is_dir() and not any(kept.parent.iterdir()):
            kept.parent.rmdir()
        return "removed" if change == "removed" else "absent"


@dataclass(frozen=True)
class Check:
    """One line of the diagnostic; `remedy` is "" when all is right."""

    label: str
    value: str
    remedy: str = ""

    @property
    def is_right(self) -> bool:
        return not self.remedy


def diagnose(setup: Setup, runtime: Runtime) -> list[Check]:
    """All that must be right for the functions and the menu to work, in the order in which one depends on the other."""
    offices = find_offices(setup.machine)
    if not offices:
        return [_wrong("calc_office", "—", TresoError("CALC_NOT_FOUND"))]
    office = offices[0]
    shown = f"{dotted(office.version)} ({office.box or office.programs})"
    if office.box:
        return [_wrong("calc_office", shown, TresoError("CALC_BOXED", box=office.box))]
    checks = []
    if (0, 0) < office.version < OLDEST:
        checks.append(_wrong("calc_office", shown, TresoError("CALC_TOO_OLD", version=dotted(office.version), oldest=dotted(OLDEST))))
    else:
        checks.append(Check(SCREEN["calc_office"], shown))
    checks.append(_python_check(office, runtime))
    checks += _extension_checks(setup, office)
    missing = [name for name in NEEDED if find_spec(name) is None]
    checks.append(
        _wrong("calc_packages", ", ".join(missing), TresoError("CALC_PACKAGES_MISSING", names=", ".join(missing)))
        if missing
        else Check(SCREEN["calc_packages"], ", ".join(NEEDED))
    )
    checks.append(Check(SCREEN["calc_log"], str(log_file())))
    checks.append(Check(SCREEN["calc_cache"], str(cache_folder())))
    return checks


def _python_check(office: Office, runtime: Runtime) -> Check:
    here = f"{dotted(runtime.python)} ({sys.executable})"
    if office.python is None:
        return _wrong("calc_python", "—", TresoError("CALC_WITHOUT_PYTHON", folder=office.programs))
    if office.python != runtime.python:
        refusal = TresoError("CALC_OTHER_PYTHON", wanted=dotted(office.python), here=dotted(runtime.python))
        return _wrong("calc_python", f"{dotted(office.python)} / {here}", refusal)
    return Check(SCREEN["calc_python"], here)


def _extension_checks(setup: Setup, office: Office) -> list[Check]:
    try:
        version = setup.packages(office).version(IDENTIFIER)
    except TresoError as refusal:
        return [_wrong("calc_extension", "?", refusal)]
    if version is None:
        return [_wrong("calc_extension", "—", TresoError("CALC_NOT_INSTALLED"))]
    if version != __version__:
        return [_wrong("calc_extension", version, TresoError("CALC_OTHER_VERSION", installed=version, version=__version__))]
    recorded = _recorded()
    gone = [folder for folder in recorded.paths if not Path(folder).is_dir()] if recorded else ["?"]
    if gone:
        return [_wrong("calc_extension", version, TresoError("CALC_MOVED", folder=gone[0]))]
    return [Check(SCREEN["calc_extension"], version)]


def _wrong(label: str, value: str, refusal: TresoError) -> Check:
    return Check(SCREEN[label], value, str(refusal))


def _kept_package() -> Path:
    """The extension as it was installed: a second installation compares itself to it."""
    return data_folder() / "libreoffice" / "tresorerie.oxt"


def _recorded() -> Runtime | None:
    import zipfile

    try:
        with zipfile.ZipFile(_kept_package()) as package:
            return read_runtime(package.read(RECORD).decode())
    except (OSError, KeyError, zipfile.BadZipFile):
        return None


def change_text(change: Change, office: Office | None) -> str:
    """What was done, in French."""
    return say(SCREEN[f"calc_{change}"], office=f"LibreOffice {dotted(office.version)}" if office else "LibreOffice")
