"""The private Python that Excel starts: a virtual environment with the pinned libraries, for this add-in only.

From a downloaded folder it is made anew beside the one in use, and takes over once it answers; the other is removed then. When the
program is an installed package, the environment that it runs in is taken as it is, and nothing in it is changed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from addin.hosts.excel_setup.configuration import is_plain
from addin.hosts.excel_setup.excels import Excel
from addin.hosts.excel_setup.machine import Machine, Outcome
from addin.hosts.excel_setup.manifest import Manifest
from addin.messages import SETUP, SETUP_CAUSES, TresoError

_PREFIX = "python-"
_STAMP = "tresorerie.json"
_PLAIN_ROOTS = {"Windows": "C:\\ProgramData", "macOS": "/Users/Shared"}
_PROBE = """
import importlib.metadata, importlib.util, json, os, sys, sysconfig
def version(name):
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""
site = sysconfig.get_paths()["purelib"]
told = json.dumps({
    "python": sys.version.split()[0], "prefix": sys.prefix, "site": site, "treso": version("tresorerie"), "xlwings": version("xlwings"),
    "pywin32": importlib.util.find_spec("win32com") is not None, "pro": os.path.isdir(os.path.join(site, "xlwings", "pro")),
})
from addin.hosts.excel_exit import spare_other_excels
spare_other_excels()
import addin.udfs, addin.macros
print(told)
"""
_MINUTE = 60
_FAILURES = (
    (r"No space left|ENOSPC|WinError 112|Errno 28", "disk"),
    (r"DO NOT MATCH THE HASHES", "hash"),
    (r"Connection|Temporary failure|ProxyError|SSLError|Name or service|timed out|getaddrinfo|Network is unreachable", "network"),
    (r"WinError 1260|WinError 4551", "policy"),
    (r"WinError 225", "virus"),
    (r"No matching distribution|is not a supported wheel", "platform"),
    (r"Permission denied|WinError 5\b|WinError 32\b|Errno 13", "access"),
    (r"ensurepip|No module named venv|No module named pip", "venv"),
)


@dataclass(frozen=True)
class Answer:
    """What a Python says of itself.

    Attributes:
        python, treso, xlwings: versions, "" for a package that is not there.
        prefix: folder of the environment; site: folder of its packages.
        has_pywin32: the bridge to Excel is there (Windows).
        has_pro: the part of xlwings that has another licence is there.
    """

    python: str
    prefix: str
    site: str
    treso: str
    xlwings: str
    has_pywin32: bool
    has_pro: bool


@dataclass(frozen=True)
class Runtime:
    """The Python that Excel is to start.

    Attributes:
        home: the folder that our runtimes are in.
        folder: the environment.
        is_private: it was, or will be, made by us.
        is_home_new: its home is a place with a plain name, still to be made.
    """

    home: PurePath
    folder: PurePath
    is_private: bool
    is_home_new: bool = False


def planned_runtime(machine: Machine, manifest: Manifest | None) -> Runtime:
    """The runtime that the present program needs; it may be there already.

    Raises:
        TresoError: PYTHON_FROM_STORE, PYTHON_32_BITS, SETUP_PATH.
    """
    _refuse_python(machine)
    kept = machine.path(manifest.home) if manifest is not None and manifest.home else None
    kept = kept if kept is not None and machine.files.is_folder(kept) else None
    prefix = machine.path(machine.python.prefix)
    if machine.source.checkout is None:
        _refuse_path(str(interpreter(machine, prefix)))
        return Runtime(kept or prefix.parent, prefix, is_private=manifest is not None and manifest.runtime == str(prefix))
    name = _PREFIX + _stamp(machine)[:10]
    home, is_new = kept or machine.places.data, False
    if not is_plain(str(interpreter(machine, home / name))):
        root = machine.environment.get("PROGRAMDATA") if machine.system == "Windows" else None
        home, is_new = machine.path(root or _PLAIN_ROOTS.get(machine.system, "/var/tmp")) / f"Tresorerie-{machine.token}", True
    _refuse_path(str(interpreter(machine, home / name)))
    return Runtime(home, home / name, is_private=True, is_home_new=is_new)


def interpreter(machine: Machine, folder: PurePath) -> PurePath:
    """The Python of an environment that Excel starts; on Windows the one without a console."""
    if machine.system != "Windows":
        return folder / "bin" / "python"
    beside = folder / "pythonw.exe"  # a Python without an environment of its own, conda
    scripts = folder / "Scripts" / "pythonw.exe"
    return beside if machine.files.head(beside, 2) and not machine.files.head(scripts, 2) else scripts


def console_python(path: PurePath) -> PurePath:
    """The same Python with a console, whose words can be read."""
    return path.with_name("python.exe") if path.name.lower() == "pythonw.exe" else path


def is_ready(machine: Machine, runtime: Runtime) -> bool:
    """True when the runtime was finished for this very program and answers."""
    if runtime.is_private and machine.source.checkout is not None and machine.files.read(runtime.folder / _STAMP) is None:
        return False
    return isinstance(ask(machine, interpreter(machine, runtime.folder)), Answer)


def ask(machine: Machine, python: PurePath) -> Answer | Outcome:
    """What a Python says of itself, once it has loaded all that Excel will ask of it; how it failed otherwise."""
    outcome = machine.programs.run([str(console_python(python)), "-I", "-X", "utf8", "-B", "-c", _PROBE], timeout_s=5 * _MINUTE)
    if outcome.status != 0:
        return outcome
    try:
        told = json.loads(outcome.output.strip().splitlines()[-1])
        words = {name: str(told[name]) for name in ("python", "prefix", "site", "treso", "xlwings")}
        return Answer(**words, has_pywin32=bool(told["pywin32"]), has_pro=bool(told["pro"]))
    except (ValueError, KeyError, IndexError, TypeError):
        return Outcome(1, outcome.output, "other")


def make_runtime(machine: Machine, runtime: Runtime, tell: Callable[[str], None]) -> None:
    """Make the runtime, or nothing: what was begun is removed when a step fails.

    Raises:
        TresoError: RUNTIME_NOT_MADE, SETUP_NOT_WRITABLE.
    """
    checkout, folder = machine.source.checkout, runtime.folder
    if checkout is None:  # an environment of hers, which does not answer; it is not for us to repair
        answer = ask(machine, interpreter(machine, folder))
        raise _refusal(answer if isinstance(answer, Outcome) else Outcome(1, str(folder)))
    tell(SETUP["making_runtime"])
    pip = ["-I", "-X", "utf8", "-m", "pip", "--no-input", "--disable-pip-version-check", "install", "--no-warn-script-location"]
    python = str(console_python(interpreter(machine, folder)))
    try:
        if runtime.is_home_new:
            machine.files.make_private(runtime.home)
        machine.files.remove_tree(folder)
        _step(machine, [machine.python.executable, "-I", "-m", "venv", str(folder)], 10)
        tell(SETUP["fetching"])
        libraries = ["--require-hashes", "--only-binary", ":all:", "--no-deps", "-r", str(machine.source.lock)]  # the lock is complete
        _step(machine, [python, *pip, *libraries], 40)
        tell(SETUP["placing"])
        _step(machine, [python, *pip, "--no-index", "--no-deps", "--no-build-isolation", str(checkout)], 10)
        answer = _answer(machine, folder)
        if answer.has_pro:  # another licence; nothing of ours uses it
            machine.files.remove_tree(machine.path(answer.site) / "xlwings" / "pro")
            _answer(machine, folder)
        machine.files.write(folder / _STAMP, json.dumps({"stamp": _stamp(machine), "version": machine.source.version}).encode())
    except OSError as error:
        take_back(machine, runtime)
        raise TresoError("SETUP_NOT_WRITABLE", file=str(folder), reason=error.strerror or str(error)) from error
    except BaseException:
        take_back(machine, runtime)
        raise


def older_runtimes(machine: Machine, runtime: Runtime) -> list[PurePath]:
    """Private runtimes that the present one has replaced."""
    if not runtime.is_private:
        return []
    names = machine.files.names(runtime.home)
    return [runtime.home / name for name in names if _is_runtime(name) and runtime.home / name != runtime.folder]


def all_runtimes(machine: Machine, home: PurePath) -> list[PurePath]:
    """Every private runtime of a folder."""
    return [home / name for name in machine.files.names(home) if _is_runtime(name)]


def missing_dlls(machine: Machine, excels: Sequence[Excel], python: PurePath) -> list[PurePath]:
    """DLLs of xlwings that the Excels of this machine will look for, beside Python or in the folder above, and not find."""
    version, found = machine.source.xlwings_version, []
    for bits in sorted({excel.bits or 64 for excel in excels}):
        name = f"xlwings{bits}-{version}.dll"
        if not any(machine.files.head(folder / name, 2) for folder in (python.parent, python.parent.parent)):
            found.append(python.parent.parent / name)
    return found


def failure_cause(outcome: Outcome) -> str:
    """Why a program failed, a key of `messages.SETUP_CAUSES`."""
    if outcome.cause:
        return outcome.cause
    return next((cause for pattern, cause in _FAILURES if re.search(pattern, outcome.output)), "other")


def failure_detail(outcome: Outcome) -> str:
    """The last words of a program that failed, « - » without any."""
    return " / ".join(line.strip() for line in outcome.output.strip().splitlines()[-6:])[-600:] or "-"


def _is_runtime(name: str) -> bool:
    return re.fullmatch(_PREFIX + "[0-9a-f]{10}", name) is not None


def _stamp(machine: Machine) -> str:
    python = machine.python
    told = json.dumps([machine.source.digest, python.version[:2], python.base])
    return hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest()


def _refuse_python(machine: Machine) -> None:
    python = machine.python
    if any(part.lower() == "windowsapps" for place in (python.base, python.executable) for part in machine.path(place).parts):
        raise TresoError("PYTHON_FROM_STORE", file=python.base)
    if not python.is_64_bits:
        raise TresoError("PYTHON_32_BITS", file=python.base)


def _refuse_path(path: str) -> None:
    if not is_plain(path):
        raise TresoError("SETUP_PATH", file=path)


def _step(machine: Machine, command: Sequence[str], minutes: int) -> None:
    outcome = machine.programs.run(command, timeout_s=minutes * _MINUTE)
    if outcome.status != 0:
        raise _refusal(outcome)


def _answer(machine: Machine, folder: PurePath) -> Answer:
    answer = ask(machine, interpreter(machine, folder))
    if isinstance(answer, Outcome):
        raise _refusal(answer)
    return answer


def _refusal(outcome: Outcome) -> TresoError:
    return TresoError("RUNTIME_NOT_MADE", cause=SETUP_CAUSES[failure_cause(outcome)], detail=failure_detail(outcome))


def take_back(machine: Machine, runtime: Runtime) -> None:
    """Remove a runtime that was just made for nothing."""
    try:
        machine.files.remove_tree(runtime.folder)
        if runtime.is_home_new:
            machine.files.remove_if_empty(runtime.home)
    except OSError:
        pass  # a folder without a stamp is made again, and removed, by the next run
