"""xlwings' own Windows code on any system: pywin32 replaced by objects that answer as Excel's do through COM.

`install` must come before the first `import xlwings`, so that the call path is tested in a process of its own: this file run as a
script takes calls from its standard input (pickled) and gives their results back. What is stubbed is only the border (COM): the
server object (`com_server.XLPython`), `udfs.call_udf`, the decorators and the converters are xlwings' own.
"""

from __future__ import annotations

import ctypes
import importlib
import io
import pickle
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

RANGE_IID = "{00020846-0000-0000-C000-000000000046}"
_NO_SUCH = -2147352567
_CHANNEL = sys.stdout.buffer


class ComTime(datetime):
    """A date as pywin32 gives it: with a time zone that the cell does not have."""


class ComError(Exception):
    """`pywintypes.com_error`."""

    def __init__(self, hresult: int) -> None:
        self.hresult = hresult
        super().__init__(hresult, "", None, None)


@dataclass
class Workbook:
    """A workbook as COM shows it: rows from A1 of each sheet, formulas by (sheet, address), places of names and of parts of tables."""

    sheets: Mapping[str, Sequence[Sequence[object]]]
    formulas: Mapping[tuple[str, str], str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, str] = field(default_factory=dict)

    def at(self, sheet: str, place: str) -> ComRange:
        from openpyxl.utils.cell import range_boundaries

        left, top, right, bottom = range_boundaries(place)
        return ComRange(self, sheet, top or 1, left or 1, bottom or 1_048_576, right or 16_384)


@dataclass
class ComSheet:
    """`Worksheet`."""

    workbook: Workbook
    Name: str

    @property
    def Parent(self) -> ComBook:  # noqa: N802
        return ComBook(self.workbook)

    @property
    def UsedRange(self) -> ComRange:  # noqa: N802
        rows = self.workbook.sheets[self.Name]
        return ComRange(self.workbook, self.Name, 1, 1, max(len(rows), 1), max((len(row) for row in rows), default=1))

    def Cells(self, row: int, column: int) -> ComRange:  # noqa: N802
        return ComRange(self.workbook, self.Name, row, column, row, column)

    def Range(self, first: Any, last: Any = None) -> ComRange:  # noqa: N802
        table = self.workbook.tables.get(first) if isinstance(first, str) else None
        if table is not None and table.startswith(f"{self.Name}!"):
            return self.workbook.at(self.Name, table.partition("!")[2])
        if last is not None:
            return ComRange(self.workbook, self.Name, first.row, first.column, last.bottom, last.right)
        try:
            return self.workbook.at(self.Name, first)
        except ValueError:
            raise ComError(_NO_SUCH) from None


class ComSheets:
    """`Worksheets`."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook

    def __call__(self, name: str) -> ComSheet:
        if name not in self.workbook.sheets:
            raise ComError(_NO_SUCH)
        return ComSheet(self.workbook, name)

    def __iter__(self) -> Iterator[ComSheet]:
        return (ComSheet(self.workbook, name) for name in self.workbook.sheets)


class ComBook:
    """`Workbook`."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self.Name, self.Application = "Classeur1", MagicMock()

    @property
    def Worksheets(self) -> ComSheets:  # noqa: N802
        return ComSheets(self.workbook)

    def Names(self, name: str) -> SimpleNamespace:  # noqa: N802
        if name not in self.workbook.names:
            raise ComError(_NO_SUCH)
        sheet, _, place = self.workbook.names[name].partition("!")
        return SimpleNamespace(RefersToRange=self.workbook.at(sheet, place))


class ComRange:
    """`Range`: a rectangle of one sheet."""

    def __init__(self, workbook: Workbook, sheet: str, row: int, column: int, bottom: int, right: int) -> None:
        self.workbook, self.sheet = workbook, sheet
        self.row, self.column, self.bottom, self.right = row, column, bottom, right
        attributes = SimpleNamespace(iid=RANGE_IID)
        self._oleobj_ = SimpleNamespace(GetTypeInfo=lambda: SimpleNamespace(GetTypeAttr=lambda: attributes))
        self.Row, self.Column = row, column
        self.Rows, self.Columns = SimpleNamespace(Count=bottom - row + 1), SimpleNamespace(Count=right - column + 1)
        self.Worksheet = ComSheet(workbook, sheet)

    def __call__(self, row: int, column: int) -> ComRange:
        return self.Worksheet.Cells(self.row + row - 1, self.column + column - 1)

    @property
    def Address(self) -> str:  # noqa: N802
        from openpyxl.utils.cell import get_column_letter

        first = f"${get_column_letter(self.column)}${self.row}"
        last = f"${get_column_letter(self.right)}${self.bottom}"
        return first if first == last else f"{first}:{last}"

    @property
    def Formula(self) -> object:  # noqa: N802
        return self.workbook.formulas.get((self.sheet, self.Address.replace("$", "")), "")

    @property
    def Value(self) -> object:  # noqa: N802
        rows = self.workbook.sheets[self.sheet]

        def cell(i: int, j: int) -> object:
            return rows[i][j] if i < len(rows) and j < len(rows[i]) else None

        if (self.row, self.column) == (self.bottom, self.right):
            return cell(self.row - 1, self.column - 1)
        return tuple(tuple(cell(i, j) for j in range(self.column - 1, self.right)) for i in range(self.row - 1, self.bottom))


@dataclass(frozen=True)
class LiveRange:
    """Stands in a call for a `Range` of the workbook sent with it."""

    sheet: str
    place: str


@dataclass(frozen=True)
class Call:
    """One call as our VBA makes it: `XLPy.CallUDF("addin.udfs", name, arguments, Nothing, caller)`."""

    name: str
    arguments: tuple[object, ...]
    workbook: Workbook = field(default_factory=lambda: Workbook({"Feuil1": ()}))


def com_date(day: datetime) -> ComTime:
    """A date cell as it comes through COM."""
    return ComTime(day.year, day.month, day.day, day.hour, day.minute, day.second, tzinfo=UTC)


class _Stub(ModuleType):
    """A module of pywin32 of which only what is set is looked at."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return MagicMock()


def install() -> list[object]:
    """Import xlwings as on Windows, pywin32 being stubs; gives the exit handlers that it registered, as they come and go."""
    import atexit

    import pandas  # noqa: F401  (before the system changes its name)

    names = "pythoncom pywintypes win32api win32con win32event win32gui win32process win32timezone win32com win32com.client "
    names += "win32com.server win32com.server.dispatcher win32com.server.policy win32com.server.util"
    for name in names.split():
        module = sys.modules[name] = _Stub(name)
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(sys.modules[parent], child, module)
    com, types_of, client = sys.modules["pythoncom"], sys.modules["pywintypes"], sys.modules["win32com.client"]
    vars(types_of).update(TimeType=ComTime, com_error=ComError, error=ComError, IID=str)
    vars(com).update(
        IID_IDispatch="IDispatch", TypeIIDs={"IDispatch": type("PyIDispatch", (), {})}, __file__="pythoncom.dll", com_error=ComError
    )
    bases = {name: type(name, (), {}) for name in ("CDispatch", "CoClassBaseClass", "DispatchBaseClass")}
    sys.modules["win32process"].GetWindowThreadProcessId = lambda _: (0, 4711)  # type: ignore[attr-defined]
    vars(client).update(bases, Dispatch=lambda dispatched, **_: dispatched)
    sys.modules["win32com.server.util"].unwrap = _refuse_to_unwrap  # type: ignore[attr-defined]
    for name in ("windll", "oledll"):
        setattr(ctypes, name, MagicMock())
    registered: list[object] = []
    real = atexit.register, atexit.unregister, sys.platform, ctypes.PyDLL

    def register(handler: Any, *given: Any, **named: Any) -> Any:
        registered.append(handler)
        return real[0](handler, *given, **named)

    def unregister(handler: Any) -> None:
        registered[:] = [each for each in registered if each != handler]
        real[1](handler)

    atexit.register, atexit.unregister, ctypes.PyDLL = register, unregister, MagicMock()  # type: ignore[assignment, misc]
    sys.platform = "win32"
    try:
        importlib.import_module("xlwings")
    finally:
        sys.platform, ctypes.PyDLL = real[2], real[3]  # type: ignore[misc]
    return registered


def _refuse_to_unwrap(value: object) -> object:
    raise TypeError("no Python object of ours")


def _of_xlwings(handlers: list[object]) -> list[str]:
    return [str(getattr(each, "__qualname__", "")) for each in handlers if getattr(each, "__module__", "") == "xlwings._xlwindows"]


def vba_of(module: str) -> str:
    """What xlwings' own generator writes for a module of functions."""
    from xlwings import udfs

    text = io.StringIO()
    book = MagicMock()
    book.Name = "tresorerie.xlam"
    udfs.generate_vba_wrapper(module, importlib.import_module(module), text, book)
    return text.getvalue()


def main() -> None:
    """Answer the calls that come pickled: their results, the generated VBA, what would run at exit."""
    calls: list[Call] = pickle.load(sys.stdin.buffer)
    handlers = install()
    registered = _of_xlwings(handlers)
    with redirect_stdout(sys.stderr):
        from xlwings import com_server

        server, results = com_server.XLPython(), []
        for call in calls:
            given = tuple(
                call.workbook.at(argument.sheet, argument.place) if isinstance(argument, LiveRange) else argument
                for argument in call.arguments
            )
            caller = ComRange(call.workbook, "Feuil1", 1, 26, 1, 26)
            results.append(server.CallUDF("addin.udfs", call.name, given, None, caller))
        vba = vba_of("addin.udfs")
        information = {
            name: {"category": each.__xlfunc__["category"], "documented": [argument["doc"] for argument in each.__xlfunc__["args"]]}
            for name, each in vars(sys.modules["addin.udfs"]).items()
            if hasattr(each, "__xlfunc__")
        }
    pickle.dump(
        {"results": results, "vba": vba, "registered": registered, "at_exit": _of_xlwings(handlers), "functions": information}, _CHANNEL
    )


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from tests.functions import excel_stub  # under its own name, so that the pickled calls are of its classes

    excel_stub.main()
