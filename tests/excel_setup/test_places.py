"""Where the program keeps its own files: by system, private, and all in one folder when that is asked for."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from addin.hosts import places


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, without any variable that says otherwise."""
    for name in (places.OVERRIDE, "LOCALAPPDATA", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("system", "data", "cache", "configuration"),
    [
        ("win32", "AppData/Local/Tresorerie", "AppData/Local/Tresorerie/cache", ".treso/treso.conf"),
        (
            "darwin",
            "Library/Application Support/Tresorerie",
            "Library/Caches/Tresorerie",
            "Library/Containers/com.microsoft.Excel/Data/treso.conf",
        ),
        ("linux", ".local/share/tresorerie", ".cache/tresorerie", ".treso/treso.conf"),
    ],
)
def test_each_system_has_its_places(
    home: Path, monkeypatch: pytest.MonkeyPatch, system: str, data: str, cache: str, configuration: str
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    assert places.data_place() == home / data
    assert places.cache_place() == home / cache
    assert places.configuration_file() == home / configuration
    assert not (home / data).exists()
    assert places.data_folder().is_dir()
    assert places.cache_folder().is_dir()
    assert places.log_file() == home / data / "journal.log"


@pytest.mark.parametrize(("system", "is_found"), [("win32", True), ("darwin", True), ("linux", False)])
def test_the_configuration_stays_where_the_vba_looks_for_it(
    home: Path, monkeypatch: pytest.MonkeyPatch, system: str, is_found: bool
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    before = places.configuration_file()
    monkeypatch.setenv(places.OVERRIDE, str(home / "portable"))
    assert (places.configuration_file() == before) == is_found


def test_a_variable_puts_everything_under_one_folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv(places.OVERRIDE, str(home / "portable"))
    found = (places.data_folder(), places.cache_folder(), places.log_file(), places.configuration_file())
    assert all(path.is_relative_to(home / "portable") for path in found)


def test_the_folders_of_the_desktop_standard_are_followed_when_they_are_complete_paths(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "xdg"))
    assert places.data_place() == home / "xdg" / "tresorerie"
    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    assert places.data_place() == home / ".local/share/tresorerie"


@pytest.mark.skipif(os.name != "posix", reason="modes of files are those of POSIX")
def test_the_folders_are_for_this_user_only_even_when_they_were_there_before(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(places.OVERRIDE, str(home))
    places.data_place().mkdir(mode=0o755)
    places.data_place().chmod(0o755)
    assert places.data_folder().stat().st_mode & 0o077 == 0
    assert places.cache_folder().stat().st_mode & 0o077 == 0
