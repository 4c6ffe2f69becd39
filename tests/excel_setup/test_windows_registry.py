"""The adapter of the Windows registry, over a stand-in of Python's `winreg`."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from addin.hosts.excel_setup.machine import Registry
from tests.excel_setup import fake_winreg

SOURCE = Path(__file__).resolve().parents[2] / "addin" / "hosts" / "excel_setup" / "registries.py"
KEY = r"HKCU\Software\VB and VBA Program Settings\Tresorerie"


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Iterator[Registry]:
    """The adapter as Windows would load it."""
    monkeypatch.setitem(sys.modules, "winreg", fake_winreg)
    monkeypatch.setattr(sys, "platform", "win32")
    spec = importlib.util.spec_from_file_location("registries_on_windows", SOURCE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    fake_winreg.STORE.clear()
    yield module.this_registry()
    fake_winreg.STORE.clear()


def test_what_is_written_is_read_with_names_in_lower_case(registry: Registry) -> None:
    registry.write(rf"{KEY}\Python", "INTERPRETER_WIN", r"C:\x\pythonw.exe")
    assert registry.values(rf"{KEY}\Python") == {"interpreter_win": r"C:\x\pythonw.exe"}
    assert registry.keys(KEY) == ["Python"]


def test_values_of_every_kind_are_read(registry: Registry) -> None:
    fake_winreg.STORE[fake_winreg.HKEY_LOCAL_MACHINE, "A"] = {"Number": 1, "Bytes": b"x", "List": ["a"], "": "default"}
    assert registry.values(r"HKLM\A") == {"number": 1, "bytes": b"x", "list": "['a']", "": "default"}


def test_a_key_goes_with_all_below_it(registry: Registry) -> None:
    registry.write(rf"{KEY}\Semaines\Autres", "x", "y")
    registry.write(rf"{KEY}\Python", "x", "y")
    registry.remove(KEY)
    registry.remove(KEY)
    assert fake_winreg.STORE == {}


def test_a_key_that_is_not_there_has_nothing(registry: Registry) -> None:
    assert (dict(registry.values(KEY)), registry.keys(KEY)) == ({}, [])
