"""Worksheet functions: what importing them costs, and what 10,000 rows cost in one call.

    python -m bench.functions [--runs 11] [--rows 10000] [--libreoffice]

Fresh interpreters, each pair run in turn so that the machine's moods touch both. Claims: `import addin.udfs` at most 1.25 times
`import xlwings, pandas`; with `--libreoffice`, one array function over 10,000 rows at most 3 times writing the same array as values.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from addin.hosts.places import OVERRIDE
from bench.report import measure

if TYPE_CHECKING:
    from addin.registry import Function
    from addin.treasury.dossier import Dossier

IMPORT_CLAIM, CALC_CLAIM = 1.25, 3.0
_ALL = 1023  # com.sun.star.sheet.CellFlags


def import_ratios(runs: int) -> list[float]:
    """Wall time of `import addin.udfs` over that of `import xlwings, pandas`, pair by pair; one warm-up."""
    ours, theirs = [sys.executable, "-c", "import addin.udfs"], [sys.executable, "-c", "import xlwings, pandas"]
    return [measure(ours)[0] / measure(theirs)[0] for _ in range(runs + 1)][1:]


def best(action: Callable[[], object], runs: int) -> float:
    """Milliseconds of the quickest run."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return 1000 * min(times)


def call_times(rows: int, runs: int) -> dict[str, float]:
    """Milliseconds of one call over a column, as Excel sends and gets it, beside a plain copy of that column."""
    import addin.functions.catalogue
    from addin.hosts.cell_cleaning import PACKET
    from addin.registry import FUNCTIONS

    assert addin.functions.catalogue
    draw = random.Random(7)
    column = tuple((draw.randrange(100, 90_000_000) / 100,) for _ in range(rows))
    times = {"copy": best(lambda: [list(row) for row in column], runs)}
    packet = (PACKET, "Feuil1", 1, 1, column)
    for name in ("TRESO.TVA", "TRESO.TIMBRE", "TRESO.ENLETTRES"):
        times[name] = best(partial(_called, FUNCTIONS[name], packet), runs)
    return times


def _called(function: Function, packet: object) -> object:
    from addin.hosts.excel_cells import to_excel
    from addin.hosts.udf_bridge import evaluate

    return to_excel(evaluate(function, [packet], store=_Nowhere()))


class _Nowhere:
    """A store for functions that need none."""

    def load(self, handle: str) -> Dossier | None:
        return None

    def save(self, dossier: Dossier) -> str:
        return ""


def calc_times(rows: int, runs: int) -> list[tuple[float, float]]:
    """Milliseconds in LibreOffice, pair by pair: one array formula of ours over a column, and writing its results as values."""
    from addin.hosts.calc_packages import PROFILE, packages_of
    from addin.hosts.calc_places import Machine
    from addin.hosts.calc_runtime import running_runtime
    from addin.hosts.calc_setup import Setup
    from addin.resources import resource
    from tests.soffice import RunningOffice, find_uno, write_profile

    if not find_uno():
        raise SystemExit("this Python cannot load LibreOffice's module uno")
    with tempfile.TemporaryDirectory() as name:
        profile = Path(name, "profil")
        write_profile(profile)
        os.environ.update({OVERRIDE: name, PROFILE: str(profile)})
        Setup(Machine(), packages_of).install(resource("xlsm/tresorerie.oxt").read_bytes(), running_runtime())
        with RunningOffice(profile) as office:
            sheet = office.open().Sheets.getByIndex(0)
            sheet.getCellRangeByName(f"A1:A{rows}").setDataArray(tuple((100.0 + i,) for i in range(rows)))
            formulas, values = sheet.getCellRangeByName(f"C1:C{rows}"), sheet.getCellRangeByName(f"E1:E{rows}")
            last = sheet.getCellRangeByName(f"C{rows}")
            pairs = []
            for _ in range(runs + 1):
                formulas.clearContents(_ALL)
                values.clearContents(_ALL)
                computed = best(lambda: (formulas.setArrayFormula(f"=TRESO.TVA(A1:A{rows})"), last.getValue()), 1)
                if last.getError() or last.getValue() == 0:
                    raise SystemExit(f"LibreOffice shows {last.getString()}")
                results = formulas.getDataArray()
                pairs.append((computed, best(partial(values.setDataArray, results), 1)))
    return pairs[1:]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=11)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--libreoffice", action="store_true")
    options = parser.parse_args()
    ratios = import_ratios(options.runs)
    print(f"import addin.udfs / import xlwings, pandas: median {statistics.median(ratios):.2f}, claim {IMPORT_CLAIM}")
    print(f"min {min(ratios):.2f}, max {max(ratios):.2f}")
    for name, milliseconds in call_times(options.rows, options.runs).items():
        print(f"{options.rows:,} rows, {name}: {milliseconds:.1f} ms")
    if options.libreoffice:
        pairs = calc_times(options.rows, options.runs)
        ours, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
        ratio = statistics.median(one / other for one, other in pairs)
        print(f"LibreOffice, {options.rows:,} rows: array function {ours:.1f} ms, values {theirs:.1f} ms")
        print(f"ratio median {ratio:.2f}, claim {CALC_CLAIM}")


if __name__ == "__main__":
    main()
