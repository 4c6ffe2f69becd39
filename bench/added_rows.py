"""Rows put into a large closed workbook: `python -m bench.added_rows [--rows 100000] [--there 100000] [--runs 3] [--balance]`.

Prints the seconds of `add_rows` and `save` (claim: 1.2 s together for 100,000 × 8 under 100,000 × 8) and the peak memory. `--balance` gives
the tab a running balance as a formula, carried with its results.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import shutil
import statistics
import tempfile
import time
import zipfile
from datetime import date, timedelta
from pathlib import Path

from addin.hosts.file import FileWorkbook
from addin.sheets.model import Value
from bench.workbooks import CATEGORIES, write_operations


def operations(count: int, *, balance: bool) -> list[list[Value]]:
    """Lines as an import lays them out; the balance is left to the formula when there is one."""
    draw = random.Random(11)
    first = date(2025, 3, 1)
    rows: list[list[Value]] = []
    for i in range(count):
        day = first + timedelta(days=i * 300 // count)
        amount = draw.randrange(10_000, 40_000_000) / 100
        sides = (None, amount) if i % 3 == 0 else (amount, None)
        rows.append(
            [
                day,
                day,
                f"VIR CLIENT {i % 200:03d} FA{i:06d} & <FILS>",
                f"CLIENT {i % 200:03d}",
                *sides,
                None if balance else amount,
                CATEGORIES[i % 7],
            ]
        )
    return rows


def with_balance(path: Path, count: int) -> None:
    """The balances of the tab become formulas with their results."""
    source = path.with_suffix(".plain.xlsx")
    path.rename(source)
    balance, amounts = 0.0, {b"E": 0.0, b"F": 0.0}

    def cell(found: re.Match[bytes]) -> bytes:
        nonlocal balance
        column, row = found[1], int(found[2])
        if column != b"G":
            amounts[column] = float(found[3])
            return found[0]
        balance += amounts[b"F"] - amounts[b"E"]
        amounts.update({b"E": 0.0, b"F": 0.0})
        formula = b"F2-E2" if row == 2 else b"G%d+F%d-E%d" % (row - 1, row, row)
        return b'<c r="G%d"><f>%b</f><v>%b</v></c>' % (row, formula, repr(balance).encode())

    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename == "xl/worksheets/sheet1.xml":
                data = re.sub(rb'<c r="([EFG])(\d+)"[^>]*><v>([^<]*)</v></c>', cell, data)
            new.writestr(info.filename, data)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--there", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--balance", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        source = write_operations(options.there, Path(name) / "source.xlsx")
        if options.balance:
            with_balance(source, options.there)
        rows = operations(options.rows, balance=options.balance)
        adding, saving = [], []
        for run in range(options.runs):
            path = Path(shutil.copy(source, Path(name) / f"{run}.xlsx"))
            with FileWorkbook.open(path) as workbook:
                start = time.perf_counter()
                letters = workbook.add_rows("BNA", rows, at=options.there + 2, model=options.there + 1)
                middle = time.perf_counter()
                workbook.save()
                adding.append(middle - start)
                saving.append(time.perf_counter() - middle)
        size = path.stat().st_size / 1e6
        print(f"add_rows {statistics.median(adding):.2f} s, save {statistics.median(saving):.2f} s, file {size:.1f} MB")
        print(f"columns not calculated: {letters or 'none'}")
        print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
