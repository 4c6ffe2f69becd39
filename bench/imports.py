"""A large CSV statement imported into a large workbook, against pandas.read_csv and a calamine read of the same two files.

    python -m bench.imports [--lines 100000] [--operations 100000] [--runs 5]

Each pair is run in turn, so that the machine's moods touch both. Prints the ratio of whole-process wall times (claim: at
most 3) and the peak memory.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from python_calamine import CalamineWorkbook

from bench.report import measure
from bench.workbooks import write_operations

_REFERENCE = """
import sys, pandas
from python_calamine import CalamineWorkbook
pandas.read_csv(sys.argv[2], sep=";", decimal=",")
book = CalamineWorkbook.from_path(sys.argv[1])
for name in book.sheet_names:
    book.get_sheet_by_name(name).to_python()
"""


def write_statement(count: int, workbook: Path, target: Path, seed: int = 11) -> Path:
    """A CSV statement that goes on where the bank tab of a workbook of `bench.workbooks` ends, its balance right on every line.

    Its days do not lie in the future: each such line would be said, which is not what is measured here.
    """
    last = CalamineWorkbook.from_path(str(workbook)).get_sheet_by_name("BNA").to_python()[-1]
    draw, balance = random.Random(seed), round(last[6] * 100)
    first: date = last[0] + timedelta(days=1)
    days = max(min(1500, (date.today() - first).days), 1)
    lines = ["Date;Date de valeur;Libellé;Débit;Crédit;Solde"]
    for i in range(count):
        day = first + timedelta(days=i * days // count)
        name = f"FOURNISSEUR {draw.randrange(400):03d}" if i % 3 else f"CLIENT {draw.randrange(200):03d}"
        cents = draw.randrange(10_000, 40_000_000)
        signed = cents if i % 3 == 0 else -cents // 2
        balance += signed
        debit, credit = ("" if signed > 0 else _text(-signed)), (_text(signed) if signed > 0 else "")
        lines.append(f"{day:%d/%m/%Y};{day + timedelta(days=1):%d/%m/%Y};VIR {name} FB{i:06d};{debit};{credit};{_text(balance)}")
    target.write_text("\r\n".join(lines) + "\r\n", encoding="utf-8")
    return target


def _text(cents: int) -> str:
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100},{abs(cents) % 100:02d}"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--operations", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(f"writing {options.operations:,} operations and a statement of {options.lines:,} lines…", flush=True)
        book = write_operations(options.operations, folder / "operations.xlsx")
        statement = write_statement(options.lines, book, folder / "releve.csv")
        ours = [sys.executable, "-m", "addin.cli", "importer", str(book), str(statement), "--compte", "BNA"]
        ours += ["-o", str(folder / "importe.xlsx"), "--json", "--oui"]
        reference = [sys.executable, "-c", _REFERENCE, str(book), str(statement)]
        times: list[tuple[float, float, float]] = []
        for i in range(options.runs + 1):
            mine, peak = measure(ours)
            theirs, _ = measure(reference)
            if i:
                times.append((mine, theirs, peak))
        ratios = [mine / theirs for mine, theirs, _ in times]
        print(f"import    median {statistics.median(each[0] for each in times):.2f} s, peak {max(each[2] for each in times):.0f} MB")
        print(f"reference median {statistics.median(each[1] for each in times):.2f} s")
        print(f"ratio     median {statistics.median(ratios):.2f} (min {min(ratios):.2f}, max {max(ratios):.2f}); claim: at most 3")


if __name__ == "__main__":
    main()
