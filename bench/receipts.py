"""Folders of receipts scanned and matched: time by number of files, the second scan, and the adversary (one amount everywhere).

    python -m bench.receipts [--files 5000] [--pdfs 300]

Claims: scanning grows linearly (time for N files at most 1.5 times N/n that for n), a second scan opens nothing, matching N files
with N operations of one amount stays under 20 s for 5,000.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from addin.app.receipts import Progress
from addin.hosts.receipt_files import scan_folder
from addin.treasury.receipts.linking import link_files
from addin.treasury.receipts.memory import KnownFile, Remembered
from addin.treasury.receipts.model import Reading, SaidAmount, SaidDay, Scan
from addin.treasury.receipts.targets import Target
from tests.statements.pdf_writer import pdf_of


def write_folder(folder: Path, count: int, *, with_text: bool, seed: int = 7) -> None:
    """A folder of receipts: PDF with text, or small photos, in twelve folders."""
    draw = random.Random(seed)
    first = date(2025, 1, 1)
    for i in range(count):
        place = folder / f"{i % 12 + 1:02d}"
        place.mkdir(parents=True, exist_ok=True)
        day, cents = first + timedelta(days=draw.randrange(600)), draw.randrange(10_000, 90_000_000)
        if with_text:
            amount = f"{cents // 100},{cents % 100:02d}"
            lines = [f"FOURNISSEUR {i % 400:03d}", f"Facture N° FB{i:05d}", f"Date : {day:%d/%m/%Y}", f"Total TTC {amount} DA"]
            (place / f"scan{i:05d}.pdf").write_bytes(pdf_of([[(50, 60 + 14 * at, line) for at, line in enumerate(lines)]]))
        else:
            (place / f"{day.isoformat()}_fournisseur {i % 400:03d}_{cents // 100}.jpg").write_bytes(b"\xff\xd8\xff" + draw.randbytes(2_000))


def _quiet(done: int, total: int, what: str) -> None:
    """Nobody looks on."""


def timed_scan(folder: Path, remembered: Remembered, progress: Progress = _quiet) -> tuple[Scan, float]:
    """A scan and its seconds."""
    start = time.perf_counter()
    scan = scan_folder(folder, folder, remembered, progress)
    return scan, time.perf_counter() - start


def remembered_of(scan: Scan) -> Remembered:
    """What the workbook would remember of a scan."""
    return Remembered(KnownFile(file.path, file.size, file.modified_ns, file.digest, file.content) for file in scan.files)


def adversary(count: int) -> float:
    """Seconds to match as many files as operations, all of one amount and one tiers, undated order."""
    first = date(2025, 1, 1)
    readings = [
        Reading((SaidDay(first + timedelta(days=i % 600)),), (SaidAmount(3_800_00),), "Naftal", "NAFTAL", True, (), ("name",))
        for i in range(count)
    ]
    days = [first.toordinal() - date(1970, 1, 1).toordinal() + i % 600 for i in range(count)]
    targets = [Target((i,), ((3_800_00, "DZD"),), (days[i],), ("NAFTAL",)) for i in range(count)]
    start = time.perf_counter()
    link_files(readings, targets)
    return time.perf_counter() - start


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser()
    options.add_argument("--files", type=int, default=5000)
    options.add_argument("--pdfs", type=int, default=300)
    chosen = options.parse_args()
    for count in (chosen.files // 5, chosen.files):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write_folder(folder, count, with_text=False)
            scan, first = timed_scan(folder, Remembered())
            _, again = timed_scan(folder, remembered_of(scan))
            print(f"{count} photos: {first:.2f} s, again {again:.2f} s")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_folder(folder, chosen.pdfs, with_text=True)
        scan, first = timed_scan(folder, Remembered())
        _, again = timed_scan(folder, remembered_of(scan))
        read = sum(file.reading.amount is not None for file in scan.files)
        print(f"{chosen.pdfs} PDF: {first:.2f} s ({1000 * first / chosen.pdfs:.0f} ms each), {read} amounts read, again {again:.2f} s")
    for count in (chosen.files // 5, chosen.files):
        print(f"{count} files and operations of one amount: {adversary(count):.2f} s")


if __name__ == "__main__":
    main()
