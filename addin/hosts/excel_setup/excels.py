"""Which Excels are there, where each loads its add-ins from, and what they are made for (32 or 64 bits, Store)."""

from __future__ import annotations

import plistlib
import struct
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from addin.hosts.excel_setup.machine import Machine

ADDIN = "tresorerie.xlam"
OLDEST = 14
"""Excel 2010: the first with the ribbon part that we write and with 64 bits."""

Bits = Literal[0, 32, 64]
"""0: not known."""

_OFFICE = r"HKLM\SOFTWARE\{}Microsoft\Office"
_CLICK_TO_RUN = r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun"
_PACKAGES = r"HKCU\Software\Classes\Local Settings\Software\Microsoft\Windows\CurrentVersion\AppModel\Repository\Packages"
_APP_PATHS = r"\Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
_MACHINES: dict[int, Bits] = {0x014C: 32, 0x8664: 64, 0xAA64: 64}
_HEAD = 4096
_MAC_APPS = ("/Applications/Microsoft Excel.app", "~/Applications/Microsoft Excel.app")
_MAC_STARTUP = "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel"


@dataclass(frozen=True)
class Excel:
    """One Excel of this machine.

    Attributes:
        version: « 16.0 », "" when nothing tells.
        program: EXCEL.EXE or the application bundle.
        is_store: installed by the Microsoft Store (Windows).
    """

    version: str
    program: PurePath
    bits: Bits
    is_store: bool

    @property
    def major(self) -> int:
        """16; 0 when not known."""
        head = self.version.split(".")[0]
        return int(head) if head.isdigit() else 0


def find_excels(machine: Machine) -> list[Excel]:
    """The Excels of this machine, newest first. Several may stand in the registry; only those whose program is there count."""
    if machine.system == "Windows":
        return _on_windows(machine)
    return _on_mac(machine) if machine.system == "macOS" else []


def startup_folder(machine: Machine, excel: Excel) -> PurePath:
    """The folder whose add-ins this user's Excel loads at each start (XLSTART), wherever it was moved to."""
    if machine.system == "macOS":
        return machine.home / _MAC_STARTUP
    own = roaming_folder(machine) / "Microsoft" / "Excel"
    named = machine.registry.values(rf"HKCU\Software\Microsoft\Office\{excel.version}\Common\General").get("xlstart")
    if isinstance(named, str) and named.strip():
        return own / machine.path(machine.expanded(named.strip()))  # a complete path replaces what stands before
    there = machine.files.names(own)
    return own / next((name for name in there if name.upper() in ("XLSTART", "XLOUVRIR")), "XLSTART")


def other_copies(machine: Machine, excel: Excel) -> list[PurePath]:
    """Add-ins of our name in other folders that Excel loads from; two copies would answer for each other."""
    if machine.system != "Windows":
        return []
    folders = [roaming_folder(machine) / "Microsoft" / "AddIns", excel.program.parent / "XLSTART"]
    alternate = machine.registry.values(rf"HKCU\Software\Microsoft\Office\{excel.version}\Excel\Options").get("altstartup")
    if isinstance(alternate, str) and alternate.strip():
        folders.append(machine.path(machine.expanded(alternate.strip())))
    mine = startup_folder(machine, excel)
    return [folder / ADDIN for folder in folders if folder != mine and machine.files.read(folder / ADDIN) is not None]


def roaming_folder(machine: Machine) -> PurePath:
    """%APPDATA%, wherever the profile is."""
    given = machine.environment.get("APPDATA", "")
    return machine.path(given) if given else machine.home / "AppData" / "Roaming"


def program_bits(head: bytes) -> Bits:
    """32 or 64 from the first bytes of a Windows program (PE header), 0 when they are not those of one.

    >>> program_bits(b"MZ" + bytes(58) + (64).to_bytes(4, "little") + b"PE" + bytes(2) + (0x8664).to_bytes(2, "little"))
    64
    """
    if len(head) < 64 or head[:2] != b"MZ":
        return 0
    (offset,) = struct.unpack_from("<I", head, 60)
    if len(head) < offset + 6 or head[offset : offset + 4] != b"PE\0\0":
        return 0
    return _MACHINES.get(struct.unpack_from("<H", head, offset + 4)[0], 0)


def _on_windows(machine: Machine) -> list[Excel]:
    found: dict[str, Excel] = {}
    for version, program, is_store in _places(machine):
        head = machine.files.head(program, _HEAD)
        if head or is_store:
            found.setdefault(str(program).lower(), Excel(version, program, program_bits(head) or _told_bits(machine), is_store))
    return sorted(found.values(), key=lambda excel: -excel.major)


def _places(machine: Machine) -> list[tuple[str, PurePath, bool]]:
    """Version and program of each Excel that the registry names."""
    values, places = machine.registry.values, []
    for root in (_OFFICE.format(""), _OFFICE.format("WOW6432Node\\"), rf"{_CLICK_TO_RUN}\REGISTRY\MACHINE\Software\Microsoft\Office"):
        for version in machine.registry.keys(root):
            folder = values(rf"{root}\{version}\Excel\InstallRoot").get("path")
            if isinstance(folder, str) and folder:
                program = machine.path(machine.expanded(folder)) / "EXCEL.EXE"
                places.append((version, program, _is_packaged(program)))
    current = str(values(r"HKCR\Excel.Application\CurVer").get("", ""))
    version = f"{current.rpartition('.')[2]}.0" if current[-1:].isdigit() else ""
    for hive in ("HKCU", "HKLM"):
        text = values(hive + _APP_PATHS).get("")
        if isinstance(text, str) and text:
            program = machine.path(machine.expanded(text.strip('"')))
            places.append((version, program, _is_packaged(program)))
    for package in machine.registry.keys(_PACKAGES):
        if package.startswith("Microsoft.Office.Desktop.Excel_"):
            folder = values(rf"{_PACKAGES}\{package}").get("packagerootfolder", "")
            program = machine.path(str(folder)) / "Office16" / "EXCEL.EXE"
            if not any(known[1] == program for known in places):
                places.append((version or "16.0", program, True))
    return places


def _is_packaged(program: PurePath) -> bool:
    return "windowsapps" in (part.lower() for part in program.parts)


def _told_bits(machine: Machine) -> Bits:
    told = str(machine.registry.values(rf"{_CLICK_TO_RUN}\Configuration").get("platform", "")).lower()
    return {"x86": 32, "x64": 64}.get(told, 0)  # type: ignore[return-value]


def _on_mac(machine: Machine) -> list[Excel]:
    excels = []
    for text in _MAC_APPS:
        bundle = machine.home / text[2:] if text.startswith("~/") else machine.path(text)
        content = machine.files.read(bundle / "Contents" / "Info.plist")
        if content is None:
            continue
        try:
            version = str(plistlib.loads(content).get("CFBundleShortVersionString", ""))
        except (plistlib.InvalidFileException, ValueError):
            version = ""
        excels.append(Excel(version, bundle, 64, is_store=False))  # from Apple's store it is the same application
    return excels
