"""A machine of the imagination for the installation: files in a dict, a registry in a dict, programs that answer as told."""

from __future__ import annotations

import dataclasses
import json
import plistlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePath, PurePosixPath, PureWindowsPath

from addin.hosts.excel_setup.machine import Machine, Outcome, Places, Python, RegistryValue, Source, System
from addin.messages import TresoError

VERSION, XLWINGS = "0.1.0", "0.37.8"
ADDIN = b"PK the add-in of this version"
EXE_32, EXE_64 = (b"MZ" + bytes(58) + (64).to_bytes(4, "little") + b"PE\0\0" + kind.to_bytes(2, "little") for kind in (0x014C, 0x8664))
OFFICE_64 = r"C:\Program Files\Microsoft Office\root\Office16"
OFFICE_32 = r"C:\Program Files (x86)\Microsoft Office\root\Office16"
HOME, ARABIC_HOME = r"C:\Users\compta", "C:\\Users\\\u0632\u0648\u0628\u064a\u062f\u0629"
MAC_HOME = "/Users/compta"
MAC_STARTUP = f"{MAC_HOME}/Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel"
MAC_SCRIPT = f"{MAC_HOME}/Library/Application Scripts/com.microsoft.Excel/xlwings-{XLWINGS}.applescript"


class FakeFiles:
    """Files by path; Windows paths compare without regard to case."""

    def __init__(self) -> None:
        self.contents: dict[PurePath, bytes] = {}
        self.private: set[PurePath] = set()
        self.read_only: set[PurePath] = set()
        self.locked: set[PurePath] = set()
        self.before_write: Callable[[PurePath], None] = lambda path: None

    def read(self, path: PurePath) -> bytes | None:
        return self.contents.get(path)

    def head(self, path: PurePath, size: int) -> bytes:
        return self.contents.get(path, b"")[:size]

    def write(self, path: PurePath, content: bytes) -> None:
        self._refuse(path)
        self.before_write(path)
        self.contents[path] = content

    def remove(self, path: PurePath) -> None:
        if path in self.contents:
            self._refuse(path)
            del self.contents[path]

    def names(self, folder: PurePath) -> list[str]:
        return sorted({path.parts[len(folder.parts)] for path in self.contents if folder in path.parents})

    def is_folder(self, path: PurePath) -> bool:
        return path in self.private or any(path in file.parents for file in self.contents)

    def can_write(self, folder: PurePath) -> bool:
        return not self.read_only & {folder, *folder.parents}

    def make_private(self, folder: PurePath) -> None:
        if self.is_folder(folder):
            raise FileExistsError(17, "exists")
        self.private.add(folder)

    def remove_tree(self, folder: PurePath) -> None:
        inside = [path for path in self.contents if folder in path.parents or path == folder]
        for path in inside:
            self._refuse(path)
        for path in inside:
            del self.contents[path]
        self.private.discard(folder)

    def remove_if_empty(self, folder: PurePath) -> None:
        if not any(folder in path.parents for path in self.contents):
            self.private.discard(folder)

    def texts(self) -> dict[str, bytes]:
        """Everything that is there, to compare before and after."""
        return {str(path): content for path, content in self.contents.items()}

    def _refuse(self, path: PurePath) -> None:
        if path in self.locked:
            raise PermissionError(13, "Accès refusé")


class FakeRegistry:
    """Keys with their values; names as the real adapter gives them, in lower case."""

    def __init__(self) -> None:
        self.content: dict[str, dict[str, RegistryValue]] = {}

    def values(self, key: str) -> Mapping[str, RegistryValue]:
        return next((values for name, values in self.content.items() if name.lower() == key.lower()), {})

    def keys(self, key: str) -> list[str]:
        start = key.lower() + "\\"
        return sorted({name[len(start) :].split("\\")[0] for name in self.content if name.lower().startswith(start)})

    def write(self, key: str, name: str, text: str) -> None:
        self.content.setdefault(key, {})[name.lower()] = text

    def remove(self, key: str) -> None:
        for name in [name for name in self.content if (name + "\\").lower().startswith(key.lower() + "\\")]:
            del self.content[name]


class FakePrograms:
    """Programs: a Python that makes environments, fills them and tells what is in them; each step can be made to fail."""

    def __init__(self, files: FakeFiles, system: System) -> None:
        self.files, self.system = files, system
        self.running: set[str] = set()
        self.failures: dict[str, Outcome] = {}
        self.commands: list[list[str]] = []
        self.told: dict[str, object] = {}
        self.before_pip: Callable[[], None] = lambda: None

    def run(self, command: Sequence[str], *, timeout_s: int) -> Outcome:
        self.commands.append([*command])
        for word, outcome in self.failures.items():
            if word in " ".join(command):
                return outcome
        if "venv" in command:
            self._fill(self._path(command[-1]), ("pythonw.exe", "python.exe") if self.system == "Windows" else ("python",))
        elif "--require-hashes" in command:
            self.before_pip()
            self._add_libraries(self._environment(command[0]))
        elif "-c" in command:
            return self._answer(command[0])
        return Outcome(0)

    def is_running(self, name: str) -> bool:
        return name in self.running

    def _path(self, text: str) -> PurePath:
        return PureWindowsPath(text) if self.system == "Windows" else PurePosixPath(text)

    def _environment(self, python: str) -> PurePath:
        return self._path(python).parent.parent

    def _site(self, environment: PurePath) -> PurePath:
        return environment / "Lib" / "site-packages" if self.system == "Windows" else environment / "lib/python3.12/site-packages"

    def _fill(self, environment: PurePath, names: Sequence[str]) -> None:
        for name in names:
            self.files.write(environment / ("Scripts" if self.system == "Windows" else "bin") / name, EXE_64)

    def _add_libraries(self, environment: PurePath) -> None:
        package = self._site(environment) / "xlwings"
        self.files.write(package / "pro" / "__init__.py", b"other licence")
        self.files.write(package / f"xlwings-{XLWINGS}.applescript", b"script")
        if self.system == "Windows":
            for bits in (32, 64):
                self.files.write(environment / f"xlwings{bits}-{XLWINGS}.dll", EXE_64)

    def _answer(self, python: str) -> Outcome:
        path = self._path(python)
        if self.files.read(path) is None:
            return Outcome(None, "", "missing")
        environment = self._environment(python)
        site = self._site(environment)
        told = {
            "python": "3.12.8",
            "prefix": str(environment),
            "site": str(site),
            "treso": VERSION,
            "xlwings": XLWINGS,
            "pywin32": True,
            "pro": self.files.is_folder(site / "xlwings" / "pro"),
            **self.told,
        }
        return Outcome(0, json.dumps(told) + "\n")


class FakeTalk:
    """She answers yes or no, and what is told to her is kept."""

    def __init__(self, *, agrees: bool = True) -> None:
        self.agrees, self.questions, self.told = agrees, list[str](), list[str]()

    def confirm(self, question: str) -> bool:
        self.questions.append(question)
        return self.agrees

    def tell(self, text: str) -> None:
        self.told.append(text)


class FakeMachine:
    """A machine whose parts a test changes; `machine` is what the code under test gets."""

    def __init__(self, system: System = "Windows", home: str = "") -> None:
        self.system = system
        self.files = FakeFiles()
        self.registry = FakeRegistry()
        self.programs = FakePrograms(self.files, system)
        path = PureWindowsPath if system == "Windows" else PurePosixPath
        self.home = path(home or (HOME if system == "Windows" else MAC_HOME))
        if system == "Windows":
            environment = {"APPDATA": str(self.home / r"AppData\Roaming"), "PROGRAMDATA": r"C:\ProgramData"}
            data = self.home / r"AppData\Local\Tresorerie"
            places = Places(data, data / "cache", self.home / r".treso\treso.conf")
            base, checkout = r"C:\Users\compta\AppData\Local\Programs\Python\Python312", r"C:\Users\compta\Downloads\tresorerie"
            executable = base + r"\python.exe"
            removal = {"retirer.cmd": b"remove", "installation/treso_excel.py": b"run"}
        else:
            environment = {}
            places = Places(
                self.home / "Library/Application Support/Tresorerie",
                self.home / "Library/Caches/Tresorerie",
                self.home / "Library/Containers/com.microsoft.Excel/Data/treso.conf",
            )
            base, checkout = "/Library/Frameworks/Python.framework/Versions/3.12", f"{self.home}/Downloads/tresorerie"
            executable = base + "/bin/python3"
            removal = {"retirer.command": b"remove"}
        self.machine = Machine(
            system=system,
            home=self.home,
            environment=environment,
            code_page="cp1252" if system == "Windows" else "mac_roman",
            token="0a1b2c3d",
            python=Python(executable, base, base, (3, 12, 8), is_64_bits=True),
            places=places,
            source=Source(ADDIN, removal, VERSION, XLWINGS, path(checkout), path(checkout) / "xlsm" / "x.lock", "digest of the sources"),
            files=self.files,
            registry=self.registry,
            programs=self.programs,
        )

    def change(self, **changes: object) -> None:
        """Another fact about the machine."""
        self.machine = dataclasses.replace(self.machine, **changes)

    def change_python(self, **changes: object) -> None:
        """Another fact about the Python that runs."""
        self.change(python=dataclasses.replace(self.machine.python, **changes))

    def change_source(self, **changes: object) -> None:
        """Another program to install."""
        self.change(source=dataclasses.replace(self.machine.source, **changes))

    def add_excel(self, folder: str = OFFICE_64, content: bytes = EXE_64, version: str = "16.0", node: str = "") -> None:
        """An Excel that the registry names and that is on the disk."""
        self.registry.content[rf"HKLM\SOFTWARE\{node}Microsoft\Office\{version}\Excel\InstallRoot"] = {"path": folder + "\\"}
        self.files.contents[PureWindowsPath(folder) / "EXCEL.EXE"] = content

    def add_mac_excel(self, version: str = "16.89") -> None:
        """Excel for macOS."""
        plist = plistlib.dumps({"CFBundleShortVersionString": version})
        self.files.contents[PurePosixPath("/Applications/Microsoft Excel.app/Contents/Info.plist")] = plist

    def path(self, text: str) -> PurePath:
        """A path of this machine, under the home where it is not complete."""
        return self.home / text

    def addin(self) -> PurePath:
        """Where the add-in goes without any particular setting."""
        if self.system == "Windows":
            return self.path(r"AppData\Roaming\Microsoft\Excel\XLSTART\tresorerie.xlam")
        return PurePosixPath(MAC_STARTUP) / "tresorerie.xlam"


def windows(home: str = "") -> FakeMachine:
    """Windows with one Excel of 64 bits, nothing installed."""
    fake = FakeMachine("Windows", home)
    fake.add_excel()
    return fake


def mac() -> FakeMachine:
    """macOS with Excel, nothing installed."""
    fake = FakeMachine("macOS")
    fake.add_mac_excel()
    fake.files.contents[fake.machine.places.configuration.with_name(".com.apple.container")] = b"made by macOS"
    return fake


def refused_code(call: Callable[[], object]) -> str:
    """The code of the refusal that a call ends with, "" without one."""
    try:
        call()
    except TresoError as refusal:
        return refusal.code
    return ""
