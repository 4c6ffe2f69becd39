"""What categorising costs: against smart_importer on the same lines, from 10,000 lines to 100,000, and in a cell.

    python -m bench.categorise_speed [--known 20000] [--new 100000] [--fine] [--part ratio|lines|cell]…

Claims: learning from 20,000 known lines and telling 100,000 new ones at least 10 times faster than smart_importer, in one run; as long
per line for 100,000 lines as for 10,000; a CATEGORISER of one cell, warm, less than 3 times an empty function by the same path.
Ours begins with the dossier (rules, invoices, learning, memory, model, starter knowledge), theirs with Beancount's transactions: both have
been read before, and scikit-learn, which both use, is loaded. What reading costs us (nature and tiers of each label, for all commands) is
printed apart.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module

from addin.app.cells import Source
from addin.hosts.places import OVERRIDE
from addin.registry import Argument, Function
from addin.treasury.dossier import Dossier
from addin.treasury.handle import handle_of
from bench import smart_importer_lines
from bench.categorise_lines import Line, dossier_with, lines_of, operations_of

RATIO_CLAIM, LINEAR_CLAIM, CELL_CLAIM = 10.0, 1.5, 3.0
PARTS = ("ratio", "lines", "cell")


def ours(known: Sequence[Line], new: Sequence[Line]) -> tuple[float, float, list[str]]:
    """Seconds to read the lines, to learn and tell them, and the suggestions for the new ones."""
    from addin.treasury.classification.classify import classify

    start = time.perf_counter()
    dossier = dossier_with(operations_of([*known, *new], with_category=len(known)))
    read = time.perf_counter() - start
    import_module("sklearn.svm")  # both need scikit-learn, and the second one would find it loaded
    start = time.perf_counter()
    told = classify(dossier, max(line.day for line in (*known, *new))).verdicts
    took = time.perf_counter() - start
    suggestions: list[str] = told["suggestion"].iloc[len(known) :].tolist()
    return read, took, suggestions


def told_times(known: Sequence[Line], new: Sequence[Line], counts: Sequence[int]) -> dict[int, float]:
    """Seconds to tell so many new lines, with what was learnt once."""
    from addin.treasury.classification.classify import Classifier
    from addin.treasury.classification.learning import learn

    dossier = dossier_with(operations_of(list(known), with_category=len(known)))
    asked = {count: operations_of(list(new[:count]), with_category=0) for count in counts}
    learned = learn(dossier.operations, dossier.operations["category"] != "")
    teller = Classifier(dossier, known[-1].day, learned=learned)
    teller.tell(operations_of(list(new[:100]), with_category=0))  # what is imported late is imported now
    times = {}
    for count in counts:
        start = time.perf_counter()
        teller.tell(asked[count])
        times[count] = time.perf_counter() - start
    return times


class _OneDossier:
    """A store that holds one dossier."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier, self.handle = dossier, handle_of(dossier)

    def load(self, handle: str) -> Dossier | None:
        return self.dossier if handle == self.handle else None

    def save(self, dossier: Dossier) -> str:
        return self.handle


def _nothing(source: Source, label: list[object], amount: list[object] | None = None) -> list[object]:
    return [""] * len(label)


def cell_times(known: Sequence[Line], new: Sequence[Line], calls: int) -> tuple[float, float, float]:
    """Seconds of one call in a cell: CATEGORISER the first time, CATEGORISER warm, an empty function; medians, in turn."""
    import addin.functions.catalogue
    from addin.hosts.cell_cleaning import PACKET
    from addin.hosts.excel_cells import to_excel
    from addin.hosts.udf_bridge import evaluate
    from addin.registry import FUNCTIONS

    assert addin.functions.catalogue
    store = _OneDossier(dossier_with(operations_of(list(known), with_category=len(known))))
    declared = FUNCTIONS["TRESO.CATEGORISER"]
    value = declared.arguments[1:3]
    empty = Function("TRESO.RIEN", "Rien.", "Mesure", (declared.arguments[0], *value), "=TRESO.RIEN(Dossier;1)", "", _nothing, "text")
    assert all(isinstance(argument, Argument) for argument in value)
    dossier_cell = (PACKET, "Tableau de bord", 4, 2, store.handle)

    def call(function: Function, line: Line) -> list[list[object]]:
        label, amount = (PACKET, "BNA", 2, 3, line.label), (PACKET, "BNA", 2, 4, line.cents / 100)
        return to_excel(evaluate(function, [dossier_cell, label, amount], store=store))

    def seconds(action: Callable[[], object]) -> float:
        start = time.perf_counter()
        action()
        return time.perf_counter() - start

    for function in (declared, empty):
        (answer,) = call(function, new[0])
        if not isinstance(answer[0], str) or answer[0].startswith("\x01"):
            raise SystemExit(f"{function.name} shows {answer[0]!r}")
    asked = list(new[: max(calls // 20, 1)])
    first = statistics.median(seconds(partial(call, declared, line)) for line in asked[1:21] or asked)
    for line in asked:
        call(declared, line)
        call(empty, line)
    pairs = [(seconds(partial(call, declared, line)), seconds(partial(call, empty, line))) for _ in range(20) for line in asked]
    warm, nothing = (statistics.median(side) for side in zip(*pairs, strict=True))
    return first, warm, nothing


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--known", type=int, default=20_000)
    parser.add_argument("--new", type=int, default=100_000)
    parser.add_argument("--fine", action="store_true", help="the council's accounts, more than a hundred, instead of its 8 categories")
    parser.add_argument("--part", choices=PARTS, action="append")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ[OVERRIDE] = folder  # no model of this user answers
        _measure(options)


def _measure(options: argparse.Namespace) -> None:
    parts = options.part or PARTS
    known, new, source = lines_of(options.known, options.new, fine=options.fine)
    classes = len({line.category for line in known})
    print(
        f"{source}: {len(known):,} known lines, {classes} categories; {len(new):,} new lines, {len({line.label for line in new}):,} labels"
    )
    if "ratio" in parts:
        read, took, suggested = ours(known, new)
        theirs, told, name = smart_importer_lines.seconds(known, new)
        right = [sum(mine == line.category for mine, line in zip(side, new, strict=True)) / len(new) for side in (suggested, told)]
        print(f"ours {took:.2f} s after reading in {read:.2f} s (right {right[0]:.3f}), {name} {theirs:.2f} s (right {right[1]:.3f})")
        print(f"{name} / ours: {theirs / took:.1f}, claim {RATIO_CLAIM}")
    if "lines" in parts:
        few, many = len(new) // 10, len(new)
        times = told_times(known, new, (few, many))
        print(f"{few:,} lines {times[few]:.2f} s, {many:,} lines {times[many]:.2f} s")
        print(f"per line, many / few: {times[many] / times[few] * few / many:.2f}, claim {LINEAR_CLAIM}")
    if "cell" in parts:
        first, warm, nothing = cell_times(known, new, 2_000)
        print(f"one cell: {1e3 * first:.2f} ms the first time, {1e6 * warm:.0f} µs warm, an empty function {1e6 * nothing:.0f} µs")
        print(f"warm / empty: {warm / nothing:.2f}, claim {CELL_CLAIM}")


if __name__ == "__main__":
    main()
