"""The weekly report on a large workbook against a process that only imports pandas and reads it with calamine.

    python -m bench.report [--operations 100000] [--runs 5] [--million]

Each pair is run in turn, so that the machine's moods touch both. Prints the ratio of whole-process wall times (claim: at
most 2.5) and the peak memory (claim: at most 400 MB). `--million` adds the time per line at 1,000,000 operations against
the time per line at 100,000 (claim: linear).
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.workbooks import write_operations

_REFERENCE = """
import sys, pandas
from python_calamine import CalamineWorkbook
book = CalamineWorkbook.from_path(sys.argv[1])
for name in book.sheet_names:
    book.get_sheet_by_name(name).to_python()
"""
_ROOT = Path(__file__).parents[1]


def measure(command: list[str]) -> tuple[float, float]:
    """Wall seconds and peak memory (MB) of one whole process."""
    environment = {**os.environ, "PYTHONPATH": str(_ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # both sides import from compiled modules, as on a bookkeeper's machine
    start = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        raise SystemExit(f"failed: {' '.join(command)}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def pairs(workbook: Path, folder: Path, runs: int) -> tuple[list[float], list[float], list[float], list[float]]:
    """Times of the report and of the reference, their ratios, and the report's memory; one warm-up each."""
    report = [sys.executable, "-m", "addin.cli", "rapport", str(workbook), "-o", str(folder / "rapport.xlsx"), "--json", "--oui"]
    reference = [sys.executable, "-c", _REFERENCE, str(workbook)]
    ours, theirs, ratios, memory = [], [], [], []
    for i in range(runs + 1):
        mine, peak = measure(report)
        other, _ = measure(reference)
        if i:
            ours.append(mine)
            theirs.append(other)
            ratios.append(mine / other)
            memory.append(peak)
    return ours, theirs, ratios, memory


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--operations", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--million", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(f"writing {options.operations:,} operations…", flush=True)
        small = write_operations(options.operations, folder / "operations.xlsx")
        ours, theirs, ratios, memory = pairs(small, folder, options.runs)
        print(f"report    median {statistics.median(ours):.2f} s (min {min(ours):.2f}, max {max(ours):.2f}), peak {max(memory):.0f} MB")
        print(f"reference median {statistics.median(theirs):.2f} s (min {min(theirs):.2f}, max {max(theirs):.2f})")
        print(f"ratio     median {statistics.median(ratios):.2f} (min {min(ratios):.2f}, max {max(ratios):.2f})")
        if options.million:
            print("writing 1,000,000 operations…", flush=True)
            big = write_operations(1_000_000, folder / "million.xlsx")
            ours_big, theirs_big, ratios_big, memory_big = pairs(big, folder, 1)
            growth = (ours_big[0] / 1_000_000) / (statistics.median(ours) / options.operations)
            print(f"1,000,000 report {ours_big[0]:.1f} s, peak {memory_big[0]:.0f} MB")
            print(f"reference {theirs_big[0]:.1f} s; ratio {ratios_big[0]:.2f}")
            print(f"time per line at 1,000,000 / at {options.operations:,}: {growth:.2f}")


if __name__ == "__main__":
    main()
