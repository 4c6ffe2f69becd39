"""Calls across the border of the processes for « Rapport hebdo » on an open workbook, and what they are.

    python -m bench.border [--operations 1000 100000] [--rows 100 10000]

xlwings hands each call to an object of its engine, which in Excel makes at least one call of COM. Claim: the number does not depend
on how many operations there are, and is at most 60 for a workbook with one bank tab. Each further tab adds five: name,
visibility, used range, its address, its values. Excel on Windows adds seven that LibreOffice does not need: the mode of
calculation (read, set, put back), read-only, shared, structure, chart sheets.

Second claim: rows put into a tab take the same number of calls whatever their number.
"""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import wraps
from pathlib import Path
from types import FunctionType
from typing import Any

from bench.workbooks import write_operations

MOST = 60
_PLAIN = ("display_alerts", "enable_events")
_SPECIAL = ("__call__", "__iter__", "__len__", "__contains__")


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """The calls that reach objects of the engine over LibreOffice from outside: methods, properties read and set."""
    from addin.hosts import calc
    from addin.hosts.calc.applications import App
    from addin.hosts.calc.members import Member

    for module in pkgutil.iter_modules(calc.__path__, f"{calc.__name__}."):
        importlib.import_module(module.name)
    calls: Counter[str] = Counter()
    undo: list[Callable[[], None]] = []
    depth = 0

    def counting(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def called(*args: Any, **kwargs: Any) -> Any:
            nonlocal depth
            if not depth:
                calls[name] += 1
            depth += 1
            try:
                return function(*args, **kwargs)
            finally:
                depth -= 1

        return called

    for kind in _all_kinds(Member):
        for name, member in list(vars(kind).items()):
            label = f"{kind.__name__}.{name}"
            if isinstance(member, property):
                fget, fset = member.fget, member.fset
                new: Any = property(fget and counting(label, fget), fset and counting(f"{label} =", fset))
            elif isinstance(member, FunctionType) and (not name.startswith("_") or name in _SPECIAL):
                new = counting(label, member)
            else:
                continue
            undo.append(lambda kind=kind, name=name, member=member: setattr(kind, name, member))  # type: ignore[misc]
            setattr(kind, name, new)
    for name in _PLAIN:  # attributes of this engine, properties of COM
        setattr(App, name, _counting_property(name, calls))
        undo.append(lambda name=name: delattr(App, name))  # type: ignore[misc]
    try:
        yield calls
    finally:
        for back in reversed(undo):
            back()


def _counting_property(name: str, calls: Counter[str]) -> Any:
    def read(app: Any) -> Any:
        calls[f"App.{name}"] += 1
        return vars(app)[name]

    def write(app: Any, value: object) -> None:
        calls[f"App.{name} ="] += 1
        vars(app)[name] = value

    return property(read, write)


def _all_kinds(kind: type) -> list[type]:
    """A class and all that derive from it."""
    kinds = [kind]
    for derived in kind.__subclasses__():
        kinds += _all_kinds(derived)
    return list(dict.fromkeys(kinds))


def calls_of_report(context: Any, document: Any) -> Counter[str]:
    """Press « Rapport hebdo » on an open document (UNO) and count."""
    from addin import macros
    from addin.hosts.calc import book_of, connect

    said: list[str] = []

    def answer(prompt: str, title: str, buttons: str) -> str:
        said.append(prompt)
        return "ok"

    book = book_of(connect(context, answer=answer), document)
    with counted() as calls:
        macros.run("RapportHebdo", book)
    if not any("Rapport " in text for text in said):
        raise RuntimeError(f"no report was written: {said}")
    return calls


def calls_of_added_rows(context: Any, document: Any, count: int) -> Counter[str]:
    """Put rows in at the top and at the end of the first tab of an open document (UNO), and count."""
    from addin.hosts.calc import book_of, connect
    from addin.hosts.excel import ExcelWorkbook

    book = book_of(connect(context), document)
    rows: list[tuple[Any, ...]] = [(date(2026, 10, 31), f"opération {number}", float(number)) for number in range(count)]
    with counted() as calls:
        workbook = ExcelWorkbook(book)
        sheet = workbook.sheets()[0].name
        last = len(workbook.read(sheet).rows)
        workbook.add_rows(sheet, rows, at=last + 1, model=last)
        workbook.add_rows(sheet, rows, at=2, model=2)
        workbook.save()
    return calls


def main() -> None:
    from tests.soffice import RunningOffice, find_uno

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--operations", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--rows", type=int, nargs="+", default=[100, 10_000])
    given = parser.parse_args()
    if not find_uno():
        raise SystemExit("this Python cannot load LibreOffice's module « uno »")
    with tempfile.TemporaryDirectory(prefix="bench-border-") as name:
        folder = Path(name)
        os.environ["TRESO_DOSSIER_UTILISATEUR"] = str(folder / "moi")
        found = []
        with RunningOffice(folder / "profil") as office:
            for count in given.operations:
                document = office.open(write_operations(count, folder / f"{count}.xlsx"))
                start = time.perf_counter()
                calls = calls_of_report(office.context, document)
                found.append(calls)
                print(f"{count:>9,} operations: {calls.total()} calls, {time.perf_counter() - start:.1f} s")
                document.close(True)
            added = []
            for count in given.rows:
                document = office.open(write_operations(1_000, folder / f"lignes {count}.xlsx"))
                start = time.perf_counter()
                added.append(calls_of_added_rows(office.context, document, count))
                print(f"{count:>9,} rows put in twice: {added[-1].total()} calls, {time.perf_counter() - start:.1f} s")
                document.close(True)
    print("\n".join(f"  {times:>3} {call}" for call, times in found[-1].most_common()))
    if len({calls.total() for calls in found}) > 1 or found[0].total() > MOST:
        raise SystemExit(f"not the same number everywhere, or more than {MOST}")
    if len({calls.total() for calls in added}) > 1:
        raise SystemExit("more calls for more rows put in")


if __name__ == "__main__":
    main()
