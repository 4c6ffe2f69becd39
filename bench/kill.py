"""Kill a process at random moments while it saves a workbook, and look each time at what is left on the disk.

    python -m bench.kill [TIMES]

Prints how many times the workbook was found in its old and in its new version; anything else is a failure (exit 1).
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
    from addin.hosts.file import FileWorkbook

    path = _heavy_workbook(folder / "classeur.xlsx")
    old = path.read_bytes()
    lasts = _duration(path)
    new = _digest(path)
    moments = random.Random(seed)
    counts = {"old": 0, "new": 0, "broken": 0}
    leftovers = late = 0
    for i in range(times):
        for left in [*folder.glob("*(*"), *folder.glob(".*")]:
            left.unlink()
        path.write_bytes(old)
        was_late = _saved_and_killed(path, lasts * 1.15 * (i + moments.random()) / times)
        late += was_late
        counts[_found(path, old, new)] += 1
        leftovers += len(list(folder.glob(".classeur.xlsx.treso-*")))
        FileWorkbook.open(path).close()
        if list(folder.glob(".classeur.xlsx.treso-*")):
            counts["broken"] += 1
    return Outcome(counts["old"], counts["new"], counts["broken"], leftovers, late)


def _heavy_workbook(path: Path) -> Path:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "BNA"
    for row in (("Date", "Libellé", "Montant"), ("02/01/2026", "Virement", 1500.0)):
        sheet.append(row)
    book.save(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/media/image1.png", os.urandom(HEAVY))
    return path


def _start(path: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-B", "-c", _SAVER, str(path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", env={**environment, "PYTHONIOENCODING": "utf-8"})
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


def _saved_and_killed(path: Path, after: float) -> bool:
    """True when the process had already ended its save."""
    process = _start(path)
    time.sleep(after)
    process.kill()
    said, _ = process.communicate()
    return "fini" in said


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
    print(f"{times} kills: {outcome.old} old, {outcome.new} new, {outcome.broken} broken")
    print(f"unfinished files left and tidied up: {outcome.leftovers}; kills after the end of the save: {outcome.late}")
    return 0 if outcome.broken == 0 and outcome.old + outcome.new == times else 1


if __name__ == "__main__":
    sys.exit(main())
