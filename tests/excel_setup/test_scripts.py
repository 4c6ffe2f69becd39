"""The scripts for a double-click: those of macOS are run, those of Windows, which cannot run here, are read closely."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from addin.build.installation_lock import PART, installation_files, installation_lock, lock_entries

ROOT = Path(__file__).resolve().parents[2]
XLSM = ROOT / "xlsm"
CMD = sorted([*XLSM.glob("*.cmd"), *XLSM.glob("installation/*.cmd")])
posix = pytest.mark.skipif(os.name != "posix", reason="needs /bin/sh")


def finder(folder: Path) -> Path:
    """The script that looks for Python, copied into a folder with spaces and accents, with a program that tells how it was called."""
    place = folder / "Mes téléchargements" / "xlsm"
    (place / "installation").mkdir(parents=True)
    for name in (
        "installer.command",
        "retirer.command",
        "diagnostic.command",
        "installation/trouver_python.sh",
        "installation/python_absent.txt",
    ):
        (place / name).write_bytes((XLSM / name).read_bytes())
    told = "import sys; print(sys.argv[1:], sys.flags.isolated); sys.exit(7)"
    (place / "installation" / "treso_excel.py").write_text(told, encoding="utf-8")
    return place


def run(script: Path, path: Path) -> subprocess.CompletedProcess[str]:
    """Run a script with only what is in a folder, and the two tools that it uses."""
    path.mkdir(exist_ok=True)
    for tool in ("dirname", "cat"):
        (path / tool).symlink_to(str(shutil.which(tool)))
    environment = {"PATH": str(path), "TRESO_SANS_PAUSE": "1"}
    return subprocess.run(["/bin/sh", str(script)], env=environment, capture_output=True, text=True, encoding="utf-8", timeout=60)


def program(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    path.chmod(0o755)


@posix
@pytest.mark.parametrize("name", ["installer", "retirer", "diagnostic"])
def test_on_macos_the_script_runs_the_command_with_an_isolated_python_and_hands_its_status_on(tmp_path: Path, name: str) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / f"python{sys.version_info[0]}.{sys.version_info[1]}").symlink_to(sys.executable)
    done = run(finder(tmp_path) / f"{name}.command", tmp_path / "bin")
    assert (done.stdout.strip(), done.returncode) == (f"['{name}'] 1", 7)


@posix
@pytest.mark.skipif(
    any(Path(f"{folder}/python3.{minor}").exists() for folder in ("/usr/local/bin", "/opt/homebrew/bin") for minor in range(11, 15)),
    reason="a suitable Python stands in a usual place of this machine",
)
def test_without_a_suitable_python_it_says_where_to_get_one(tmp_path: Path) -> None:
    program(tmp_path / "bin" / "python3.12", "#!/bin/sh\nexit 1\n")
    done = run(finder(tmp_path) / "installer.command", tmp_path / "bin")
    assert done.returncode == 2
    assert "www.python.org" in done.stdout


@posix
def test_a_python_that_is_too_old_is_passed_over(tmp_path: Path) -> None:
    program(tmp_path / "bin" / "python3.13", "#!/bin/sh\nexit 1\n")
    (tmp_path / "bin" / "python3.14").symlink_to(sys.executable)
    (tmp_path / "bin" / "python3.12").symlink_to(sys.executable)
    (tmp_path / "bin" / "python3.11").symlink_to(sys.executable)
    done = run(finder(tmp_path) / "installer.command", tmp_path / "bin")
    assert done.returncode == 7


@posix
def test_the_scripts_of_macos_can_be_started_by_a_double_click() -> None:
    scripts = [*XLSM.glob("*.command"), XLSM / "installation" / "trouver_python.sh"]
    assert len(scripts) == 4
    assert all(os.access(script, os.X_OK) for script in scripts)


def test_the_program_is_found_from_the_folder_of_the_script_without_any_package() -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(XLSM / "installation" / "treso_excel.py"), "--aide"], capture_output=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert "installer|retirer|diagnostic" in done.stdout.decode("utf-8", "replace")


def test_the_command_needs_nothing_but_pythons_own_library() -> None:
    script = XLSM / "installation" / "treso_excel.py"
    done = subprocess.run([sys.executable, "-I", "-S", str(script), "diagnostic", "--json"], capture_output=True, timeout=120)
    assert done.returncode in (0, 1), done.stderr
    assert json.loads(done.stdout)["checks"]


def test_after_an_installation_the_program_is_found_where_it_was_noted(tmp_path: Path) -> None:
    (tmp_path / "installation").mkdir()
    script = tmp_path / "installation" / "treso_excel.py"
    script.write_bytes((XLSM / "installation" / "treso_excel.py").read_bytes())
    lost = subprocess.run([sys.executable, "-I", "-X", "utf8", str(script)], capture_output=True, timeout=60)
    assert lost.returncode == 2
    assert "Relancez « installer »" in lost.stderr.decode()
    (tmp_path / "installation.json").write_text(f'{{"code": "{ROOT.as_posix()}"}}', encoding="utf-8")
    found = subprocess.run([sys.executable, "-I", "-S", str(script), "--aide"], capture_output=True, timeout=60)
    assert found.returncode == 0, found.stderr


@pytest.mark.parametrize("script", CMD, ids=lambda path: path.name)
def test_a_windows_script_is_ascii_with_the_line_ends_that_cmd_needs(script: Path) -> None:
    content = script.read_bytes()
    assert content.isascii()
    assert content.count(b"\n") == content.count(b"\r\n")
    assert content.endswith(b"\r\n")


@pytest.mark.parametrize("script", CMD, ids=lambda path: path.name)
def test_a_windows_script_jumps_only_to_labels_and_calls_only_files_that_are_there(script: Path) -> None:
    text = script.read_text(encoding="ascii")
    labels = set(re.findall(r"(?m)^:(\w+)", text))
    assert set(re.findall(r"(?:goto|call) :?(\w+)(?=\s)", text)) - {"set"} <= labels
    for name in re.findall(r'%~dp0([^"%]+)"|!TRESO_HERE!([^"]+)"', text):
        assert (script.parent / "".join(name).replace("\\", "/")).is_file(), name


def test_the_windows_script_starts_no_program_by_its_name_alone() -> None:
    text = (XLSM / "installation" / "trouver_python.cmd").read_text(encoding="ascii")
    assert "NoDefaultCurrentDirectoryInExePath" in text
    words = r"(?im)^\s*(?:py|python|pythonw|where|find|chcp|powershell|curl)(?:\.exe|\.com)?\s"
    assert re.findall(words, text) == []


def test_what_removing_deletes_is_not_read_again_by_the_script_that_removes() -> None:
    for script in (XLSM / "retirer.cmd", XLSM / "installation" / "trouver_python.cmd"):
        lines = script.read_text(encoding="ascii").splitlines()
        (last,) = (line for line in lines if ("treso_excel.py" in line and not line.startswith("rem")) or "retirer %*" in line)
        assert re.search(r"exit /b( !TRESO_STATUS!)?$", last)


# ------------------------------------------------------------------------------------------------ the libraries
def test_the_libraries_of_the_private_python_are_the_part_of_the_lock_that_the_program_needs() -> None:
    assert PART.read_text(encoding="utf-8") == installation_files()[PART].decode(), "run: python -m addin.build.all"
    names = set(lock_entries(PART.read_text(encoding="utf-8")))
    assert {"xlwings", "pandas", "pywin32", "appscript", "hatchling", "babel"} <= names
    assert not names & {"pytest", "mypy", "ruff", "oletools", "pyopenvba", "hypothesis"}


def test_every_library_of_the_part_is_pinned_hashed_and_there_without_compiling() -> None:
    for name, lines in lock_entries(PART.read_text(encoding="utf-8")).items():
        first = [line for line in lines.splitlines() if not line.startswith(" ")]
        assert all(re.match(r"[A-Za-z0-9._-]+==\S+", line) for line in first), name
        assert lines.count("--hash=sha256:") >= 2 * len(first), f"{name}: a single file is the source, to be compiled"


def test_a_library_that_is_not_in_the_lock_is_an_error() -> None:
    with pytest.raises(KeyError, match="absent"):
        installation_lock("pandas==3.1.1 \\\n    --hash=sha256:00\n", ["absent>=1"])
