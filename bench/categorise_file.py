"""How long « Catégoriser » takes on a closed file, from the command to the saved file: `python -m bench.categorise_file 25000 100000`.

One fifth of the lines carry a category, the others wait. The second run finds nothing new; undo gives the file back.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from openpyxl import Workbook

from bench.categorise_lines import lines_of

HEADINGS = ("Date", "Libellé", "Montant", "Catégorie")


def write_lines(count: int, target: Path) -> Path:
    """A workbook with one bank tab of `count` lines, the oldest fifth of them with their category."""
    known, new, _ = lines_of(count // 5, count - count // 5)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("BNA")
    sheet.append(HEADINGS)
    for line in known:
        sheet.append((line.day, line.label, line.cents / 100, line.category))
    for line in new:
        sheet.append((line.day, line.label, line.cents / 100, None))
    book.save(target)
    return target


def run(*words: object) -> tuple[float, int, float]:
    """Seconds, exit status and peak memory (MB) of one command."""
    code = (
        "import resource,subprocess,sys\nquiet=subprocess.DEVNULL\n"
        "done=subprocess.run(sys.argv[1:],stdout=quiet,stderr=quiet)\n"
        "print(done.returncode,resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss/1024)"
    )
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code, sys.executable, "-m", "addin.cli", *map(str, words)], capture_output=True, text=True, check=True
    )
    status, peak = done.stdout.split()
    return time.perf_counter() - start, int(status), float(peak)


def main() -> None:
    """Print one line per size and command."""
    sizes = [int(word) for word in sys.argv[1:]] or [25_000, 100_000]
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            path = write_lines(size, Path(folder) / f"{size}.xlsx")
            before = path.read_bytes()
            for what in ("categoriser", "categoriser", "annuler"):
                seconds, status, peak = run(what, path)
                print(f"{size:>7} lines  {what:<12} {seconds:6.1f} s  {peak:6.0f} MB  exit {status}", flush=True)
            print(f"{'':>7} undone byte for byte: {path.read_bytes() == before}", flush=True)


if __name__ == "__main__":
    main()
