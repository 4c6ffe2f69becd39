"""The machine that this program runs on: thin adapters of the ports of `machine`."""

from __future__ import annotations

import contextlib
import csv
import hashlib
import os
import re
import secrets
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath
from typing import Any

import addin
from addin import __version__
from addin.hosts.excel_setup.machine import Machine, Outcome, Places, Python, Source, System
from addin.hosts.excel_setup.registries import this_registry
from addin.hosts.places import cache_place, configuration_file, data_place
from addin.messages import TresoError
from addin.resources import resource

_SYSTEMS: dict[str, System] = {"win32": "Windows", "darwin": "macOS"}
_CAUSES = {1260: "policy", 4551: "policy", 225: "virus", 5: "access", 2: "missing", 3: "missing", 193: "missing"}
_REMOVAL = {
    "Windows": ("retirer.cmd", "installation/trouver_python.cmd", "installation/treso_excel.py", "installation/python_absent.txt"),
    "macOS": ("retirer.command", "installation/trouver_python.sh", "installation/treso_excel.py", "installation/python_absent.txt"),
}
_SOURCES = ("addin", "templates", "xlsm", "pyproject.toml", "README.md", "LICENSE")
_LOCK = "xlsm/installation/bibliotheques.lock"


def this_machine() -> Machine:
    """The real one.

    Raises:
        TresoError: SETUP_SOURCE_INCOMPLETE.
    """
    system = _SYSTEMS.get(sys.platform, "Linux")
    return Machine(
        system=system,
        home=Path.home(),
        environment={name.upper(): value for name, value in os.environ.items()},
        code_page=_code_page(),
        token=secrets.token_hex(4),
        python=_python(),
        places=Places(data_place(), cache_place(), configuration_file()),
        source=_source(system),
        files=RealFiles(),
        registry=this_registry(),
        programs=RealPrograms(),
    )


class RealFiles:
    """The file system of this machine."""

    def read(self, path: PurePath) -> bytes | None:
        """As the port says; a folder in the place of a file is an `OSError`."""
        try:
            return Path(path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def head(self, path: PurePath, size: int) -> bytes:
        """As the port says."""
        try:
            with Path(path).open("rb") as file:
                return file.read(size)
        except (OSError, ValueError):
            return b""

    def write(self, path: PurePath, content: bytes) -> None:
        """As the port says: a temporary file beside it takes its name."""
        target = Path(path)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        temporary = target.with_name(f"{target.name}.{secrets.token_hex(4)}.tmp")
        mode = 0o700 if target.suffix in (".command", ".sh") else 0o600
        try:
            with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode), "wb") as file:
                file.write(content)
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)

    def remove(self, path: PurePath) -> None:
        """As the port says."""
        Path(path).unlink(missing_ok=True)

    def names(self, folder: PurePath) -> list[str]:
        """As the port says."""
        try:
            return sorted(path.name for path in Path(folder).iterdir())
        except (FileNotFoundError, NotADirectoryError):
            return []

    def is_folder(self, path: PurePath) -> bool:
        """As the port says."""
        return Path(path).is_dir()

    def can_write(self, folder: PurePath) -> bool:
        """As the port says, by trying: access lists say more than attributes."""
        place = next((above for above in (Path(folder), *Path(folder).parents) if above.is_dir()), None)
        if place is None:
            return False
        trial = place / f"tresorerie-{secrets.token_hex(4)}.tmp"
        try:
            trial.touch(exist_ok=False)
            trial.unlink()
        except OSError:
            return False
        return True

    def make_private(self, folder: PurePath) -> None:
        """As the port says; on Windows the rights inherited from the folder above are taken away before anything is put in."""
        Path(folder).mkdir(mode=0o700)
        if sys.platform == "win32":
            try:
                _close_to_others(str(folder))
                if any(Path(folder).iterdir()):
                    raise PermissionError(f"{folder} is not ours alone")
            except OSError:
                Path(folder).rmdir()
                raise

    def remove_tree(self, folder: PurePath) -> None:
        """As the port says; read-only files go too, a symbolic link goes without what it leads to."""
        path = Path(folder)
        if path.is_symlink() or path.is_file():
            path.unlink()
        elif path.exists():
            _remove_tree(path)

    def remove_if_empty(self, folder: PurePath) -> None:
        """As the port says."""
        with contextlib.suppress(OSError):
            Path(folder).rmdir()


class RealPrograms:
    """Programs of this machine."""

    def run(self, command: Sequence[str], *, timeout_s: int) -> Outcome:
        """As the port says; texts are read as UTF-8, which a Python is asked to write."""
        try:
            done = subprocess.run(
                [*command],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=timeout_s,
                env=_clean_environment(),
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except subprocess.TimeoutExpired as slow:
            return Outcome(None, (slow.stdout or b"").decode("utf-8", "replace"), "time")
        except OSError as error:
            code = getattr(error, "winerror", None) or error.errno or 0
            cause = "access" if isinstance(error, PermissionError) and code not in _CAUSES else _CAUSES.get(code, "other")
            return Outcome(None, error.strerror or str(error), cause)
        return Outcome(done.returncode, done.stdout.decode("utf-8", "replace"))

    def is_running(self, name: str) -> bool:
        """As the port says, in this session: another user of the same server may keep an Excel of his own open."""
        if sys.platform == "win32":
            told = self.run([_system_program("tasklist.exe"), "/FO", "CSV", "/NH"], timeout_s=60).output
            return is_listed(told, name, os.getpid())
        return self.run(["pgrep", "-x", "-U", str(os.getuid()), name], timeout_s=60).status == 0


def is_listed(told: str, name: str, pid: int) -> bool:
    """True when a program of that name is in a list of `tasklist /FO CSV /NH`, in the session of a process of ours.

    >>> told = '"python.exe","8","Console","1","9 Ko"\\n"EXCEL.EXE","9","Console","2","9 Ko"\\n'
    >>> is_listed(told, "excel.exe", 8), is_listed(told, "excel.exe", 9)
    (False, True)
    """
    rows = [row for row in csv.reader(told.splitlines()) if len(row) > 3]
    ours = {row[3] for row in rows if row[1] == str(pid)}
    return any(row[0].lower() == name.lower() and (not ours or row[3] in ours) for row in rows)


def _python() -> Python:
    base = getattr(sys, "_base_executable", None) or sys.executable
    return Python(base, sys.prefix, sys.base_prefix, sys.version_info[:3], sys.maxsize > 2**32)


def _code_page() -> str:
    """« cp1252 »: what VBA writes and Windows' older functions read."""
    if sys.platform == "win32":
        import ctypes

        return f"cp{ctypes.windll.kernel32.GetACP()}"
    return "mac_roman" if sys.platform == "darwin" else "utf-8"


def _source(system: System) -> Source:
    package = Path(addin.__file__).resolve().parent
    checkout = next((folder for folder in (package.parent, Path(sys.prefix).parent) if _is_checkout(folder)), None)
    try:
        lock = resource(_LOCK)
        removal = {name: resource(f"xlsm/{name}").read_bytes() for name in _REMOVAL.get(system, ())}
        bas = resource("xlsm/generated/xlwings.bas").read_text(encoding="ascii", errors="replace")
        content = resource("xlsm/tresorerie.xlam").read_bytes()
    except OSError as error:
        raise TresoError("SETUP_SOURCE_INCOMPLETE", reason=str(error.filename or error)) from error
    found = re.search(r'XLWINGS_VERSION As String = "([0-9.]+)"', bas)
    if found is None:
        raise TresoError("SETUP_SOURCE_INCOMPLETE", reason="xlwings.bas")
    sources = digest(source_files(checkout) if checkout is not None else [lock])
    return Source(content, removal, __version__, found[1], checkout, lock, sources)


def _is_checkout(folder: Path) -> bool:
    """True for a downloaded folder of the program; `.venv` stands in it, and its programs are to install from it too."""
    return (folder / "pyproject.toml").is_file() and (folder / "addin" / "__init__.py").is_file()


def source_files(checkout: Path) -> Iterator[Path]:
    """Files that the installed copy of a checkout is made of, in a stable order."""
    for name in _SOURCES:
        path = checkout / name
        found = [path] if path.is_file() else sorted(path.rglob("*"))
        yield from (file for file in found if file.is_file() and "__pycache__" not in file.parts)


def digest(files: Iterable[Path]) -> str:
    """SHA-256 over names and contents."""
    total = hashlib.sha256()
    for file in files:
        total.update(file.name.encode("utf-8", "surrogateescape") + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def _clean_environment() -> dict[str, str]:
    """The variables for other programs, without those that would send Python or pip elsewhere; its words come as UTF-8."""
    unwanted = ("PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV", "PIP_USER", "__PYVENV_LAUNCHER__")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON") and name not in unwanted}
    return {**kept, "PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8"}


def _close_to_others(folder: str) -> None:
    """Give a folder to this user, the administrators and the system, and to nobody else."""
    programs = RealPrograms()
    told = programs.run([_system_program("whoami.exe"), "/user", "/fo", "csv", "/nh"], timeout_s=60).output
    sid = re.search(r"S-1-5-[0-9-]+", told)
    if sid is None:
        raise PermissionError("the user is not known")
    grants = [f"*{who}:(OI)(CI)F" for who in (sid[0], "S-1-5-32-544", "S-1-5-18")]
    done = programs.run([_system_program("icacls.exe"), folder, "/inheritance:r", "/grant:r", *grants], timeout_s=60)
    if done.status != 0:
        raise PermissionError(done.output.strip()[-200:])


def _system_program(name: str) -> str:
    """A program of Windows by its complete path: the current folder has no say."""
    return str(Path(os.environ.get("SYSTEMROOT", "C:\\Windows")) / "System32" / name)


def _remove_tree(folder: Path) -> None:
    def again(function: Any, path: str, error: Any) -> None:
        Path(path).chmod(stat.S_IWRITE | stat.S_IREAD)
        function(path)

    if sys.version_info >= (3, 12):
        shutil.rmtree(folder, onexc=again)
    else:
        shutil.rmtree(folder, onerror=again)
