"""The real adapters, on this system: files, programs, a virtual environment that is really made, and the facts about the machine."""

from __future__ import annotations

import dataclasses
import json
import os
import sys
from pathlib import Path

import pytest

from addin.hosts.excel_setup.diagnose import diagnose, is_good
from addin.hosts.excel_setup.install import install
from addin.hosts.excel_setup.machine import Machine, Places
from addin.hosts.excel_setup.real import RealFiles, RealPrograms, digest, source_files, this_machine
from addin.hosts.excel_setup.registries import NoRegistry
from addin.hosts.excel_setup.remove import remove
from tests.excel_setup.fakes import FakeTalk, mac

posix = pytest.mark.skipif(os.name != "posix", reason="modes of files are those of POSIX")

_BACKEND = '''
"""Builds a wheel with the standard library only."""
import zipfile

FILES = {
    "addin/__init__.py": "", "addin/udfs.py": "", "addin/macros.py": "", "addin/hosts/__init__.py": "",
    "addin/hosts/excel_exit.py": "def spare_other_excels(): pass\\n",
    "xlwings/__init__.py": "", "xlwings/xlwings-0.37.8.applescript": "script", "xlwings/pro/__init__.py": "other licence",
    "tresorerie-0.1.0.data/purelib/xlwings-0.37.8.dist-info/METADATA": "Metadata-Version: 2.1\\nName: xlwings\\nVersion: 0.37.8\\n",
    "tresorerie-0.1.0.dist-info/METADATA": "Metadata-Version: 2.1\\nName: tresorerie\\nVersion: 0.1.0\\n",
    "tresorerie-0.1.0.dist-info/WHEEL": "Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
}

def build_wheel(folder, config_settings=None, metadata_directory=None):
    name = "tresorerie-0.1.0-py3-none-any.whl"
    record = "tresorerie-0.1.0.dist-info/RECORD"
    with zipfile.ZipFile(f"{folder}/{name}", "w") as wheel:
        for path, content in FILES.items():
            wheel.writestr(path, content)
        wheel.writestr(record, "".join(f"{path},,\\n" for path in [*FILES, record]))
    return name
'''
_PROJECT = (
    '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n[project]\nname = "tresorerie"\nversion = "0.1.0"\n'
)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A Mac of the imagination that stands on the real files and programs of this system, in a folder of its own."""
    checkout, home = tmp_path / "Mes documents" / "tresorerie", tmp_path / "home"
    checkout.mkdir(parents=True)
    (checkout / "backend.py").write_text(_BACKEND, encoding="utf-8")
    (checkout / "pyproject.toml").write_text(_PROJECT, encoding="utf-8")
    lock = checkout / "bibliotheques.lock"
    lock.write_text("", encoding="utf-8")
    fake = mac()
    plist = home / "Applications" / "Microsoft Excel.app" / "Contents" / "Info.plist"
    plist.parent.mkdir(parents=True)
    (home / "container").mkdir()
    plist.write_bytes(next(content for path, content in fake.files.contents.items() if path.name == "Info.plist"))
    return dataclasses.replace(
        fake.machine,
        home=home,
        python=this_machine().python,
        places=Places(home / "data" / "Tresorerie", home / "cache" / "Tresorerie", home / "container" / "treso.conf"),
        source=dataclasses.replace(fake.machine.source, checkout=checkout, lock=lock),
        files=RealFiles(),
        registry=NoRegistry(),
        programs=RealPrograms(),
    )


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@posix
def test_an_environment_is_really_made_filled_found_right_and_removed(machine: Machine) -> None:
    home = Path(machine.home)
    before = files(home)
    assert install(machine, FakeTalk()).written
    checks = diagnose(machine)
    assert is_good(checks), checks
    assert "Trésorerie 0.1.0" in next(check.text for check in checks if check.topic == "runtime")
    assert not list(home.rglob("xlwings/pro"))
    assert (home / "container" / "treso.conf").read_text(encoding="ascii").startswith('"INTERPRETER_MAC","/')
    assert install(machine, FakeTalk()).written == ()
    assert remove(machine).findings == ()
    assert files(home) == before
    assert not (home / "data" / "Tresorerie").exists()


def test_a_file_is_written_whole_and_leaves_no_temporary_one(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b.txt"
    RealFiles().write(path, b"one")
    RealFiles().write(path, b"two")
    assert RealFiles().read(path) == b"two"
    assert RealFiles().names(path.parent) == ["b.txt"]


@posix
def test_what_is_written_is_for_this_user_only(tmp_path: Path) -> None:
    RealFiles().write(tmp_path / "new" / "treso.conf", b"x")
    RealFiles().make_private(tmp_path / "private")
    assert (tmp_path / "new" / "treso.conf").stat().st_mode & 0o077 == 0
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0
    assert (tmp_path / "private").stat().st_mode & 0o077 == 0


def test_a_private_folder_that_is_there_is_not_taken_over(tmp_path: Path) -> None:
    with pytest.raises(FileExistsError):
        RealFiles().make_private(tmp_path)


def test_what_is_not_there_is_read_as_nothing(tmp_path: Path) -> None:
    real = RealFiles()
    missing = tmp_path / "missing" / "file"
    assert (real.read(missing), real.head(missing, 4), real.names(missing), real.is_folder(missing)) == (None, b"", [], False)
    real.remove(missing)
    real.remove_tree(missing)
    real.remove_if_empty(missing)
    assert real.can_write(missing), "the nearest folder above can be written"


@posix
def test_a_tree_with_read_only_files_goes_and_a_link_goes_alone(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "hers.txt").write_text("x", encoding="utf-8")
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "read-only").write_text("x", encoding="utf-8")
    (tree / "read-only").chmod(0o400)
    (tree / "link").symlink_to(kept)
    RealFiles().remove_tree(tree)
    assert not tree.exists()
    assert (kept / "hers.txt").exists()


def test_a_folder_that_holds_something_is_not_removed_as_empty(tmp_path: Path) -> None:
    (tmp_path / "hers").mkdir()
    (tmp_path / "hers" / "x").write_text("x", encoding="utf-8")
    RealFiles().remove_if_empty(tmp_path / "hers")
    assert (tmp_path / "hers" / "x").exists()


def test_programs_get_no_variable_that_leads_python_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    monkeypatch.setenv("PIP_TARGET", "/somewhere")
    told = RealPrograms().run([sys.executable, "-c", "import json, os; print(json.dumps(dict(os.environ)))"], timeout_s=60)
    environment = json.loads(told.output)
    assert "PYTHONPATH" not in environment
    assert "PIP_TARGET" not in environment


def test_a_program_that_is_missing_fails_or_is_slow_is_told_apart(tmp_path: Path) -> None:
    programs = RealPrograms()
    assert programs.run([str(tmp_path / "missing")], timeout_s=10).cause == "missing"
    failed = programs.run([sys.executable, "-c", "print('é'); raise SystemExit(3)"], timeout_s=60)
    assert (failed.status, failed.cause, failed.output.strip()) == (3, "", "é")
    slow = programs.run([sys.executable, "-c", "import time; print('x', flush=True); time.sleep(60)"], timeout_s=1)
    assert (slow.status, slow.cause) == (None, "time")


@posix
def test_a_program_that_may_not_be_started_is_an_access_refused(tmp_path: Path) -> None:
    path = tmp_path / "program"
    path.write_text("#!/bin/sh\n", encoding="utf-8")
    path.chmod(0o600)
    assert RealPrograms().run([str(path)], timeout_s=10).cause == "access"


def test_this_machine_knows_what_it_installs() -> None:
    machine = this_machine()
    assert machine.source.addin.startswith(b"PK")
    assert machine.source.checkout is not None
    assert machine.source.version
    assert machine.source.xlwings_version.count(".") == 2
    assert len(machine.source.digest) == 64
    assert "--hash=sha256:" in Path(machine.source.lock).read_text(encoding="utf-8")
    assert machine.python.version == sys.version_info[:3]


def test_a_change_of_the_program_changes_its_digest(tmp_path: Path) -> None:
    (tmp_path / "addin").mkdir()
    (tmp_path / "addin" / "a.py").write_text("1", encoding="utf-8")
    before = digest(source_files(tmp_path))
    (tmp_path / "addin" / "__pycache__").mkdir()
    (tmp_path / "addin" / "__pycache__" / "a.pyc").write_text("1", encoding="utf-8")
    assert digest(source_files(tmp_path)) == before
    (tmp_path / "addin" / "a.py").write_text("2", encoding="utf-8")
    assert digest(source_files(tmp_path)) != before
