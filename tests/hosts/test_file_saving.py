"""Saving a closed workbook: everything or nothing, whatever happens meanwhile."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from addin.hosts.atomic import Replacement, kept_version, sweep
from addin.hosts.file import FileWorkbook
from addin.hosts.guard import Declared, guard
from addin.hosts.package import Package
from addin.messages import TresoError
from addin.sheets.model import Sheet
from bench.kill import kill_at_each_step, kill_while_saving
from tests.errors.refused_files import sound
from tests.hosts.workbooks import pack, parts_of, report, rich_workbook

ROOT = Path(__file__).resolve().parents[2]


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def _save(path: Path, output: Path | None = None, text: str = "Trésorerie") -> None:
    with FileWorkbook.open(path, output) as workbook:
        workbook.put(report("R", text))
        workbook.save()


def test_the_version_before_is_kept_beside_the_workbook(tmp_path: Path) -> None:
    path = sound(tmp_path, "Compta 2026.xlsx")
    first = path.read_bytes()
    _save(path)
    second = path.read_bytes()
    assert _files(tmp_path) == {"Compta 2026 (version précédente).xlsx": first, "Compta 2026.xlsx": second}
    _save(path, text="encore")
    assert kept_version(path).read_bytes() == second
    assert len(_files(tmp_path)) == 2


def test_without_a_change_nothing_is_written(tmp_path: Path) -> None:
    path = sound(tmp_path)
    before = path.stat()
    with FileWorkbook.open(path) as workbook:
        workbook.save()
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert not kept_version(path).exists()


def test_the_same_changes_give_the_same_bytes(tmp_path: Path) -> None:
    path = rich_workbook(tmp_path / "c.xlsm")
    _save(path, tmp_path / "un.xlsm")
    _save(path, tmp_path / "deux.xlsm")
    assert (tmp_path / "un.xlsm").read_bytes() == (tmp_path / "deux.xlsm").read_bytes()


def test_with_an_output_the_workbook_stays_and_an_old_output_is_replaced(tmp_path: Path) -> None:
    path, output = sound(tmp_path), tmp_path / "sortie.xlsx"
    original = path.read_bytes()
    output.write_bytes(b"ancienne sortie")
    _save(path, output)
    assert path.read_bytes() == original
    assert "xl/worksheets/sheet2.xml" in parts_of(output)
    assert set(_files(tmp_path)) == {"classeur.xlsx", "sortie.xlsx"}


def test_an_output_that_is_the_workbook_itself_keeps_the_version_before(tmp_path: Path) -> None:
    path = sound(tmp_path)
    _save(path, tmp_path / "." / "classeur.xlsx")
    assert kept_version(path).exists()


@pytest.mark.skipif(sys.platform == "win32", reason="links and rights of POSIX systems")
def test_a_link_stays_a_link_and_rights_stay(tmp_path: Path) -> None:
    (tmp_path / "vrai").mkdir()
    path = sound(tmp_path / "vrai")
    path.chmod(0o640)
    link = tmp_path / "lien.xlsx"
    link.symlink_to(path)
    _save(link)
    assert link.is_symlink()
    assert "xl/worksheets/sheet2.xml" in parts_of(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert kept_version(link).parent == path.parent


def test_a_file_saved_by_another_program_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    path = sound(tmp_path)
    with FileWorkbook.open(path) as workbook:
        workbook.put(report("R"))
        sound(tmp_path / "..", path.name).replace(path)
        now = path.read_bytes()
        with pytest.raises(TresoError) as refusal:
            workbook.save()
    assert refusal.value.code == "FILE_CHANGED_MEANWHILE"
    assert _files(tmp_path) == {path.name: now}


def test_a_file_removed_meanwhile_is_said(tmp_path: Path) -> None:
    path = sound(tmp_path)
    with FileWorkbook.open(path) as workbook:
        workbook.put(report("R"))
        path.unlink()
        with pytest.raises(TresoError) as refusal:
            workbook.save()
    assert refusal.value.code == "FILE_CHANGED_MEANWHILE"


def test_the_folder_gone_or_locked_at_the_last_moment_is_a_refusal(tmp_path: Path) -> None:
    path, folder = sound(tmp_path), tmp_path / "sorties"
    folder.mkdir()
    with FileWorkbook.open(path, folder / "r.xlsx") as workbook:
        workbook.put(report("R"))
        folder.rmdir()
        with pytest.raises(TresoError) as refusal:
            workbook.save()
    assert refusal.value.code == "FOLDER_NOT_FOUND"


_FULL_DISK = """
import resource, sys
from pathlib import Path
from addin.hosts.file import FileWorkbook
from addin.messages import TresoError
from tests.hosts.workbooks import report
with FileWorkbook.open(Path(sys.argv[1])) as workbook:
    workbook.put(report("R", "deux"))
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
    try:
        workbook.save()
    except TresoError as refusal:
        print(refusal.code, "plus de place" in str(refusal))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the limit on file sizes is a POSIX one")
@pytest.mark.parametrize("limit", [0, 1, 4096, 20_000])
def test_a_file_that_may_not_grow_leaves_everything_as_it_was(limit: int, tmp_path: Path) -> None:
    path = _heavy(tmp_path)
    _save(path)
    before = _files(tmp_path)
    done = subprocess.run(
        [sys.executable, "-B", "-c", _FULL_DISK, str(path), str(limit)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.stdout.split() == ["DISK_FULL", "True"], done.stderr
    assert _files(tmp_path) == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no always-full device")
def test_a_disk_that_is_full_at_the_flush_is_a_refusal(tmp_path: Path) -> None:
    path = sound(tmp_path)
    with Replacement(path) as new:
        os.dup2(os.open("/dev/full", os.O_WRONLY), new.handle.fileno())
        new.handle.write(b"x" * 100)
        with pytest.raises(TresoError) as refusal:
            new.sync()
    assert refusal.value.code == "DISK_FULL"
    assert set(_files(tmp_path)) == {path.name}


@pytest.fixture
def tiny_disk(tmp_path: Path) -> object:
    """A real file system of 300 kB."""
    place = tmp_path / "disque"
    place.mkdir()
    mounted = (
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(place)], capture_output=True, text=True)
        if os.name == "posix"
        else None
    )
    if mounted is None or mounted.returncode:
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.strip() if mounted else 'not a POSIX system'}")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_disk_really_full_leaves_everything_as_it_was(tiny_disk: Path) -> None:
    path = _heavy(tiny_disk, 200_000)
    before = _files(tiny_disk)
    with pytest.raises(TresoError) as refusal:
        _save(path)
    assert refusal.value.code == "DISK_FULL"
    assert _files(tiny_disk) == before


def _heavy(folder: Path, size: int = 60_000) -> Path:
    """A workbook with a part that does not compress."""
    path = sound(folder)
    return pack(path, {**parts_of(path), "xl/media/image1.png": os.urandom(size)})


def test_what_a_killed_process_left_is_tidied_up(tmp_path: Path) -> None:
    path = sound(tmp_path)
    (tmp_path / ".classeur.xlsx.treso-new-0123").write_bytes(b"inachev")
    (tmp_path / ".autre.xlsx.treso-new-0123").write_bytes(b"celle d'un autre")
    os.link(path, tmp_path / ".classeur.xlsx.treso-kept-0123")
    FileWorkbook.open(path).close()
    assert set(_files(tmp_path)) == {"classeur.xlsx", ".autre.xlsx.treso-new-0123"}


def test_an_exchange_killed_half_way_is_completed(tmp_path: Path) -> None:
    path = sound(tmp_path)
    (tmp_path / ".classeur.xlsx.treso-kept-0123").write_bytes(b"version d'avant")
    FileWorkbook.open(path).close()
    assert kept_version(path).read_bytes() == b"version d'avant"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows itself protects an open file")
def test_a_version_being_written_is_not_tidied_up(tmp_path: Path) -> None:
    path = sound(tmp_path)
    with Replacement(path) as new:
        new.handle.write(b"en cours")
        sweep(path)
        assert len(_files(tmp_path)) == 2
    assert set(_files(tmp_path)) == {path.name}


@pytest.mark.parametrize("harm", ["lost", "altered", "unreadable"])
def test_the_guard_stops_a_package_that_lost_or_altered_something(harm: str, tmp_path: Path) -> None:
    before = rich_workbook(tmp_path / "avant.xlsm")
    parts: dict[str, str | bytes] = {**parts_of(before)}
    if harm == "lost":
        del parts["xl/slicers/slicer1.xml"]
    elif harm == "altered":
        parts["xl/vbaProject.bin"] = b"autre"
    else:
        parts["xl/worksheets/sheet9.xml"] = "<worksheet>"
    after = pack(tmp_path / "après.xlsm", parts)
    with before.open("rb") as old, after.open("rb") as new, pytest.raises(TresoError) as refusal:
        guard(Package(old), Package(new), Declared(), file="c.xlsm")
    assert refusal.value.code == "FILE_WOULD_LOSE"
    assert "xl/" in str(refusal.value)


def test_the_guard_sees_a_byte_changed_outside_the_declared_rows(tmp_path: Path) -> None:
    before = rich_workbook(tmp_path / "avant.xlsm")
    part = "xl/worksheets/sheet1.xml"
    parts: dict[str, str | bytes] = {**parts_of(before)}
    parts[part] = parts_of(before)[part].replace(b'<v>1250.5</v></c><c r="D2"', b'<v>9</v></c><c r="D2"')
    after = pack(tmp_path / "après.xlsm", parts)
    with before.open("rb") as old, after.open("rb") as new:
        guard(Package(old), Package(new), Declared(rows={part: {2}}), file="c.xlsm")
        with pytest.raises(TresoError):
            guard(Package(old), Package(new), Declared(rows={part: {3}}), file="c.xlsm")


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a POSIX signal")
def test_a_process_killed_while_it_saves_leaves_the_old_or_the_new_version(tmp_path: Path) -> None:
    outcome = kill_while_saving(tmp_path, times=6, seed=1)
    assert outcome.old + outcome.new == 6
    assert outcome.broken == 0


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a POSIX signal")
def test_a_process_killed_at_any_step_of_the_exchange_leaves_the_old_or_the_new_version(tmp_path: Path) -> None:
    outcome = kill_at_each_step(tmp_path)
    assert outcome.broken == 0
    assert outcome.old >= 4, "before the exchange: opening, rights, second name, exchange"
    assert outcome.new >= 2, "after it: the kept version, the folder"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no always-full device")
def test_a_disk_full_at_the_last_bytes_or_when_they_are_made_sure_of_is_a_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def filled(package: Package, stream: Any) -> None:
        os.dup2(os.open("/dev/full", os.O_WRONLY), stream.fileno())
        stream.write(b"x" * 100)

    def failing(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    path = sound(tmp_path)
    before = _files(tmp_path)
    for name, broken in (("addin.hosts.package.Package.write", filled), ("os.fsync", failing)):
        with monkeypatch.context() as patched, FileWorkbook.open(path) as workbook:
            workbook.put(Sheet("Essai", (12,), {"full": (0, 1)}, ()))
            patched.setattr(name, broken)
            with pytest.raises(TresoError) as refusal:
                workbook.save()
        assert refusal.value.code == "DISK_FULL", name
        assert _files(tmp_path) == before
