"""The registry of Windows, and the one of systems that have none."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Mapping

from addin.hosts.excel_setup.machine import Registry, RegistryValue

if sys.platform == "win32":
    import winreg

    _HIVES = {"HKCU": winreg.HKEY_CURRENT_USER, "HKLM": winreg.HKEY_LOCAL_MACHINE, "HKCR": winreg.HKEY_CLASSES_ROOT}

    def _parted(key: str) -> tuple[int, str]:
        hive, _, rest = key.partition("\\")
        return _HIVES[hive], rest

    def _open(key: str) -> winreg.HKEYType:
        hive, rest = _parted(key)
        return winreg.OpenKey(hive, rest, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY)

    class WindowsRegistry:
        """The registry, through `winreg`."""

        def values(self, key: str) -> Mapping[str, RegistryValue]:
            """As the port says; values of other kinds come as text."""
            found: dict[str, RegistryValue] = {}
            with contextlib.suppress(OSError), _open(key) as handle:
                for index in range(winreg.QueryInfoKey(handle)[1]):
                    name, value, _ = winreg.EnumValue(handle, index)
                    found[name.lower()] = value if isinstance(value, str | int | bytes) else str(value)
            return found

        def keys(self, key: str) -> list[str]:
            """As the port says."""
            with contextlib.suppress(OSError), _open(key) as handle:
                return [winreg.EnumKey(handle, index) for index in range(winreg.QueryInfoKey(handle)[0])]
            return []

        def write(self, key: str, name: str, text: str) -> None:
            """As the port says."""
            hive, rest = _parted(key)
            with winreg.CreateKeyEx(hive, rest, 0, winreg.KEY_WRITE | winreg.KEY_WOW64_64KEY) as handle:
                winreg.SetValueEx(handle, name, 0, winreg.REG_SZ, text)

        def remove(self, key: str) -> None:
            """As the port says."""
            for name in self.keys(key):
                self.remove(f"{key}\\{name}")
            hive, rest = _parted(key)
            with contextlib.suppress(FileNotFoundError):
                winreg.DeleteKey(hive, rest)


class NoRegistry:
    """The registry where there is none."""

    def values(self, key: str) -> Mapping[str, RegistryValue]:
        """None."""
        return {}

    def keys(self, key: str) -> list[str]:
        """None."""
        return []

    def write(self, key: str, name: str, text: str) -> None:
        """Refused: there is nowhere to write."""
        raise OSError("no registry on this system")

    def remove(self, key: str) -> None:
        """Nothing to remove."""


def this_registry() -> Registry:
    """That of this system."""
    if sys.platform == "win32":
        return WindowsRegistry()
    return NoRegistry()
