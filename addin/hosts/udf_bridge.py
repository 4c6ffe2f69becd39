"""The one way every host calls a worksheet function: clean the cells, spread them, find the dossier, call, shape the result.

Excel (through xlwings) and LibreOffice hand over what they hold; the functions get columns, a `Source`, blocks or a live cell
(`addin.app.cells`) and know nothing of hosts.
"""

from __future__ import annotations

import pickle
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import chain

from addin.app.cells import Block, Source, Store, calling_with, dossier_of
from addin.app.ports import CellError
from addin.hosts.bug_log import log_bug
from addin.hosts.cell_cleaning import as_block, clean_cells
from addin.hosts.cell_shapes import NOT_AVAILABLE, VALUE, Grid, Shape, common_shape, fold, plain_results, spread, table
from addin.messages import TresoError
from addin.registry import Argument, Function, Rows

NOT_AVAILABLE_CODES = frozenset(
    {
        "DOSSIER_MISSING", "DOSSIER_UNKNOWN", "NO_OPERATIONS", "NO_OPERATION_BEFORE",
        "NAME_UNKNOWN", "BALANCE_UNKNOWN", "FACT_UNKNOWN", "RATE_UNKNOWN",
    }
)  # fmt: skip
"""Refusals that show as `#N/A`: what is asked for does not exist or is not known. All others show as `#VALUE!`."""

_SOURCES_KEPT = 16


@dataclass(frozen=True)
class Outcome:
    """A call and what came of it.

    Attributes:
        results: rows of clean cells; a refused one is its `TresoError`, one behind a bug is `#VALUE!`.
        source: the dossier that the function was given, if it takes one.
        bug: number of the traceback in the log, "" without one.
        columns: the `value` arguments as the function got them.
    """

    results: Grid
    source: Source | None = None
    bug: str = ""
    columns: dict[str, list[object]] = field(default_factory=dict)

    @property
    def refusals(self) -> list[TresoError]:
        """The refused elements, row by row."""
        return [cell for row in self.results for cell in row if isinstance(cell, TresoError)]


def evaluate(function: Function, arguments: Sequence[object], *, store: Store) -> Grid:
    """The result of a function for what a host sends, as rows of cells ready to be shown.

    Args:
        arguments: raw, in the order of the declaration; those of a `ranges` argument follow each other. Each is a scalar, a row
            (flat sequence), rows, a packet of our VBA, a `Block`, or a `LiveCell` for a `cell`. None stands for one left out.
        store: where handles lead to.
    Returns:
        At least one row of equal length of None (an empty cell), str, float, bool, date, datetime or `CellError`. Never raises.
    """
    results = attempt(function, arguments, store=store).results
    if TresoError not in set(map(type, chain.from_iterable(results))):
        return results
    return [[cell_error(cell) if isinstance(cell, TresoError) else cell for cell in row] for row in results]


def attempt(function: Function, arguments: Sequence[object], *, store: Store) -> Outcome:
    """As `evaluate`, with the refusals themselves instead of the errors that they show as (for POURQUOI)."""
    call = _Call(function, store)
    try:
        with calling_with(store):
            return call.run(arguments)
    except TresoError as refused:
        return Outcome([[refused]], call.source, columns=call.columns)
    except _ArgumentError as given:
        return Outcome([[given.error]], call.source, columns=call.columns)
    except Exception:
        return Outcome([[VALUE]], call.source, bug=log_bug(function.name), columns=call.columns)


def cell_error(refused: TresoError) -> CellError:
    """The error that a refusal shows as in its cell."""
    return NOT_AVAILABLE if refused.code in NOT_AVAILABLE_CODES else VALUE


class _ArgumentError(Exception):
    """An argument that is a cell in error decides the result."""

    def __init__(self, error: CellError) -> None:
        self.error = error


class _Call:
    """One call being prepared; what is known so far stays readable when it is refused."""

    def __init__(self, function: Function, store: Store) -> None:
        self.function, self.store = function, store
        self.source: Source | None = None
        self.columns: dict[str, list[object]] = {}

    def run(self, arguments: Sequence[object]) -> Outcome:
        declared = self.function.arguments
        given = self._matched(arguments)
        ranges = {
            argument.label: clean_cells(raw)
            for argument, raw in zip(declared, given, strict=True)
            if argument.kind == "value" and not (raw is None and argument.is_optional)
        }
        shape = common_shape(list(ranges.values()))
        beyond: set[int] = set()
        for label, cells in ranges.items():
            self.columns[label], unreached = spread(cells, shape)
            beyond |= unreached
        passed = [self._passed(argument, raw) for argument, raw in zip(declared, given, strict=True)]
        result = self.function.call(*passed)
        if isinstance(result, Rows):
            return Outcome([plain_results(row) for row in table(result)], self.source, columns=self.columns)
        return Outcome(self._shaped(result, shape, beyond), self.source, columns=self.columns)

    def _matched(self, arguments: Sequence[object]) -> list[object]:
        """One raw value for each declared argument; those of `ranges` are gathered."""
        declared, given = self.function.arguments, list(arguments)
        if declared and declared[-1].kind == "ranges":
            before = len(declared) - 1
            ranges = [raw for raw in given[before:] if raw is not None]
            given = [*given[:before], *[None] * (before - len(given)), ranges or None]
        if len(given) > len(declared):
            raise TresoError("ARGUMENTS_TOO_MANY", function=self.function.name, count=len(given), most=len(declared))
        given += [None] * (len(declared) - len(given))
        for argument, raw in zip(declared[len(arguments) :], given[len(arguments) :], strict=True):
            if raw is None and not argument.is_optional and argument.kind == "value":
                raise TresoError("ARGUMENT_MISSING", argument=argument.label, function=self.function.name)
        return given

    def _passed(self, argument: Argument, raw: object) -> object:
        if argument.kind == "value":
            return self.columns.get(argument.label)
        if raw is None and argument.is_optional:
            return None
        if argument.kind == "dossier":
            self.source = _source(raw, self.store, self.function.example)
            return self.source
        if argument.kind == "ranges":
            return self._blocks(argument, raw)
        if raw is None or isinstance(raw, (str, float, int, Block, list, tuple)):
            raise TresoError("ARGUMENT_NOT_CELL", argument=argument.label, function=self.function.name)
        return raw

    def _blocks(self, argument: Argument, raw: object) -> list[Block]:
        if raw is None:
            raise TresoError("ARGUMENT_MISSING", argument=argument.label, function=self.function.name)
        assert isinstance(raw, list)
        return [as_block(each) for each in raw]

    def _shaped(self, result: object, shape: Shape, beyond: set[int]) -> Grid:
        if not isinstance(result, Sequence) or isinstance(result, str) or len(result) != shape.count:
            raise TypeError(f"{self.function.name} gave {result!r:.60} for {shape.count} element(s)")
        cells = plain_results(result)
        for at in beyond:
            cells[at] = NOT_AVAILABLE
        return fold(cells, shape)


_sources: OrderedDict[object, Source] = OrderedDict()


def _source(raw: object, store: Store, example: str) -> Source:
    """The dossier behind the first argument: a handle, or ranges with headings.

    Raises:
        TresoError: DOSSIER_MISSING, DOSSIER_UNKNOWN, DOSSIER_NOT_HANDLE.
    """
    from addin.treasury.handle import digest_in

    block = as_block(raw)
    if len(block.rows) > 1 or len(block.rows[0]) > 1:
        return _range_source([block])
    value = block.rows[0][0]
    if isinstance(value, CellError):
        raise _ArgumentError(value)
    if value is None:
        raise TresoError("DOSSIER_MISSING")
    if not isinstance(value, str) or digest_in(value) is None:
        raise TresoError("DOSSIER_NOT_HANDLE", value=value, example=example)
    handle = value.strip()
    dossier = store.load(handle)
    if dossier is None:
        raise TresoError("DOSSIER_UNKNOWN", value=handle)
    return _kept(("dossier", id(dossier)), lambda: Source(dossier, handle))


def _range_source(blocks: list[Block]) -> Source:
    """The dossier of ranges; the same cells are read once."""
    digest = blake2b(pickle.dumps(blocks, protocol=5), digest_size=16).digest()
    return _kept(digest, lambda: Source(dossier_of(blocks), ", ".join(block.address for block in blocks), is_range=True))


def _kept(key: object, make: Callable[[], Source]) -> Source:
    source = _sources.get(key)
    if source is None:
        source = _sources[key] = make()
        while len(_sources) > _SOURCES_KEPT:
            _sources.popitem(last=False)
    _sources.move_to_end(key)
    return source
