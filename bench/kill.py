"""Kill a process at random moments while it saves a workbook, and look each time at what is left on the disk.

    python -m bench.kill [TIMES]

First at random moments, then just before each thing that the save asks of the file system (open, link, rename…). Prints how
many times the workbook was found in its old and in its new version; anything else is a failure (exit 1).
"""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HEAVY = 40_000_000
"""Bytes of a part that does not compress: the write must last long enough to be hit."""

_SAVER = """
import sys
from pathlib import Path
from addin.hosts.file import FileWorkbook
from addin.sheets.model import Band, Block, Cell, Row, Sheet
block = Block("main", (Row((Cell("nouvelle version"),)),), "full")
workbook = FileWorkbook.open(Path(sys.argv[1]))
workbook.put(Sheet("Rapport", (20.0,), {"full": (0, 1)}, (Band((block,)),)))
workbook.append("BNA", [["31/01/2026", "Ajout", 1]])
print("prêt", flush=True)
if len(sys.argv) > 2:
    import os, signal
    left = [int(sys.argv[2])]
    def step(event, arguments):
        if event in ("open", "os.link", "os.rename", "os.remove", "os.chmod", "os.chown", "shutil.copymode"):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(step)
workbook.save()
print("fini", flush=True)
"""


@dataclass(frozen=True)
class Outcome:
    """What was found after each kill.

    Attributes:
        old, new: times that the workbook was whole, as before or as after.
        broken: times that it was anything else.
        leftovers: unfinished files that the next opening had to remove.
        late: times that the process had ended before the kill.
    """

    old: int
    new: int
    broken: int
    leftovers: int
    late: int


def kill_while_saving(folder: Path, *, times: int, seed: int) -> Outcome:
    """Save, kill, look; `times` times, at moments spread over the whole save and a little beyond."""
    trial = _Trial(_workbook(folder / "classeur.xlsx", HEAVY))
    lasts, moments, late = trial.duration, random.Random(seed), 0
    for i in range(times):
        process = trial.start()
        time.sleep(lasts * 1.15 * (i + moments.random()) / times)
        process.kill()
        said, _ = process.communicate()
        late += "fini" in said
        trial.look()
    return trial.outcome(late)


def kill_at_each_step(folder: Path) -> Outcome:
    """Save and kill just before each request to the file system, from the first to the last."""
    trial = _Trial(_workbook(folder / "classeur.xlsx", 10_000))
    late, step = 0, 0
    while not late:
        step += 1
        said, _ = trial.start(step).communicate()
        late += "fini" in said
        trial.look()
    return trial.outcome(late)


class _Trial:
    """A workbook, its old and its new bytes, and what has been found so far."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._old = path.read_bytes()
        self.duration = _duration(path)
        self._new = _digest(path)
        self._counts = {"old": 0, "new": 0, "broken": 0}
        self._leftovers = 0

    def start(self, step: int | None = None) -> subprocess.Popen[str]:
        """A process that is about to save the old version; it kills itself before its `step`-th request, when that is given."""
        for left in [*self._path.parent.glob("*(*"), *self._path.parent.glob(".*")]:
            left.unlink()
        self._path.write_bytes(self._old)
        return _start(self._path, step)

    def look(self) -> None:
        """Which version is there; the kept version must be whole too, and the next opening must tidy up."""
        from addin.hosts.atomic import kept_version
        from addin.hosts.file import FileWorkbook

        found = _found(self._path, self._old, self._new)
        self._leftovers += len(self._unfinished())
        FileWorkbook.open(self._path).close()
        kept = kept_version(self._path)
        if self._unfinished() or (found == "new") != kept.exists() or (kept.exists() and kept.read_bytes() != self._old):
            found = "broken"
        self._counts[found] += 1

    def outcome(self, late: int) -> Outcome:
        return Outcome(self._counts["old"], self._counts["new"], self._counts["broken"], self._leftovers, late)

    def _unfinished(self) -> list[Path]:
        return list(self._path.parent.glob(".classeur.xlsx.treso-*"))


def _workbook(path: Path, heavy: int) -> Path:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "BNA"
    for row in (("Date", "Libellé", "Montant"), ("02/01/2026", "Virement", 1500.0)):
        sheet.append(row)
    book.save(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/media/image1.png", os.urandom(heavy))
    return path


def _start(path: Path, step: int | None = None) -> subprocess.Popen[str]:
    command = [sys.executable, "-B", "-c", _SAVER, str(path), *([str(step)] if step else [])]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, encoding="utf-8", env={**environment, "PYTHONIOENCODING": "utf-8"}
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "prêt"
    return process


def _duration(path: Path) -> float:
    """Seconds that a save lasts when nobody kills it; the workbook is then in its new version."""
    process = _start(path)
    started = time.perf_counter()
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "fini"
    lasted = time.perf_counter() - started
    process.wait()
    return lasted


def _found(path: Path, old: bytes, new: str) -> str:
    """Which version the workbook is, after two libraries have opened it."""
    import openpyxl
    from python_calamine import CalamineWorkbook

    try:
        rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("BNA").to_python()
        names = openpyxl.load_workbook(path).sheetnames
    except Exception as error:
        print(f"broken: {error!r}", file=sys.stderr)
        return "broken"
    if path.read_bytes() == old and names == ["BNA"] and len(rows) == 2:
        return "old"
    if _digest(path) == new and names == ["BNA", "Rapport"] and len(rows) == 3:
        return "new"
    return "broken"


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> int:
    """Run as a program; exit status 0 when every version found was whole."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    with tempfile.TemporaryDirectory() as folder:
        outcome = kill_while_saving(Path(folder), times=times, seed=2026)
    with tempfile.TemporaryDirectory() as folder:
        steps = kill_at_each_step(Path(folder))
    print(f"{times} kills at random moments: {outcome.old} old, {outcome.new} new, {outcome.broken} broken")
    print(f"unfinished files left and tidied up: {outcome.leftovers}; kills after the end of the save: {outcome.late}")
    print(f"{steps.old + steps.new + steps.broken} kills, one at each step: {steps.old} old, {steps.new} new, {steps.broken} broken")
    is_whole = outcome.broken == 0 and outcome.old + outcome.new == times and steps.broken == 0
    return 0 if is_whole else 1


if __name__ == "__main__":
    sys.exit(main())
