"""Functions that look cells up or add those that meet a criterion."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator

from addin.hosts.formula_arguments import Block, Compiled, OnRow, Settings
from addin.hosts.formula_parser import NotCalculableError
from addin.hosts.formula_values import CellValue, ErrorValue, Scalar, compare, number, scalar, truth


def _block(argument: Compiled) -> Callable[[int], Block]:
    if argument.block is None:
        raise NotCalculableError("a range is wanted")
    return argument.block


def wildcards(pattern: str) -> str:
    """Regular expression of a text with `*`, `?` and `~`."""
    pieces = re.findall(r"~[*?~]|.", pattern, re.DOTALL)
    return "".join(".*" if p == "*" else "." if p == "?" else re.escape(p[1:] if len(p) == 2 else p) for p in pieces)


def criterion(wanted: Scalar) -> Callable[[CellValue], bool]:
    """The test that a criterion of SUMIF or COUNTIF stands for.

    Raises:
        NotCalculableError: a text whose reading as a number or day depends on the country.
    """
    if not isinstance(wanted, str):
        target = 0.0 if wanted is None else wanted
        return lambda value: not isinstance(value, ErrorValue) and type(value) is type(target) and compare(value, target) == 0
    found = re.match(r"(<=|>=|<>|=|<|>)?(.*)", wanted, re.DOTALL)
    assert found is not None
    sign, operand = found[1] or "=", found[2]
    if re.fullmatch(r"[+-]?\d+(?:\.\d+)?", operand):
        goal = float(operand)
        tests: dict[str, Callable[[int], bool]] = {
            "=": lambda c: c == 0,
            "<": lambda c: c < 0,
            ">": lambda c: c > 0,
            "<=": lambda c: c <= 0,
            ">=": lambda c: c >= 0,
        }
        if sign == "<>":
            return lambda value: not isinstance(value, float) or compare(value, goal) != 0
        test = tests[sign]
        return lambda value: isinstance(value, float) and test(compare(value, goal))
    if re.fullmatch(r"[\d\s.,/:%+-]+", operand) and re.search(r"\d", operand):
        raise NotCalculableError(operand)
    if sign not in ("=", "<>"):
        raise NotCalculableError(wanted)
    if not operand:
        if sign == "<>":
            return lambda value: value is not None
        return lambda value: value is None or (value == "" and found[1] is None)
    shape = re.compile(wildcards(operand), re.IGNORECASE | re.DOTALL)

    def matches(value: CellValue) -> bool:
        return isinstance(value, str) and shape.fullmatch(value) is not None

    return matches if sign == "=" else lambda value: not matches(value)


def _conditional(arguments: list[Compiled], row: int) -> list[bool]:
    """Which cells meet all pairs (range, criterion)."""
    meets: list[bool] = []
    for i in range(0, len(arguments), 2):
        test = criterion(arguments[i + 1].value(row))
        found = [test(value) for line in _block(arguments[i])(row) for value in line]
        if meets and len(found) != len(meets):
            raise ErrorValue("#VALUE!")
        meets = [a and b for a, b in zip(meets, found, strict=True)] if meets else found
    return meets


def count_ifs(arguments: list[Compiled], _: Settings) -> OnRow:
    """COUNTIF and COUNTIFS."""
    if not arguments or len(arguments) % 2:
        raise NotCalculableError("COUNTIF")
    return lambda row: float(sum(_conditional(arguments, row)))


def _sum_of(cells: Compiled, pairs: list[Compiled]) -> OnRow:
    def result(row: int) -> Scalar:
        meets = _conditional(pairs, row)
        values = [value for line in _block(cells)(row) for value in line]
        if len(values) != len(meets):
            raise NotCalculableError("ranges of different sizes")
        return math.fsum(value for value, is_met in zip(values, meets, strict=True) if is_met and isinstance(scalar(value), float))  # type: ignore[misc]

    return result


def sum_if(arguments: list[Compiled], _: Settings) -> OnRow:
    """SUMIF."""
    if not 2 <= len(arguments) <= 3:
        raise NotCalculableError("SUMIF")
    return _sum_of(arguments[-1] if len(arguments) == 3 else arguments[0], arguments[:2])


def sum_ifs(arguments: list[Compiled], _: Settings) -> OnRow:
    """SUMIFS."""
    if len(arguments) < 3 or not len(arguments) % 2:
        raise NotCalculableError("SUMIFS")
    return _sum_of(arguments[0], arguments[1:])


class _Search:
    """Position of a value in a list; the list of a range that stays is indexed once."""

    def __init__(self) -> None:
        self._block: Block | None = None
        self._index: dict[tuple[str, object], int] = {}

    def position(self, wanted: Scalar, block: Block, values: Iterable[CellValue], kind: float) -> int | None:
        """0-based; None when it is not there. `kind`: 0 exact, 1 last one not above, -1 last one not below."""
        if wanted is None:
            wanted = 0.0
        if kind == 0 and isinstance(wanted, str) and re.search(r"[*?~]", wanted):
            shape = re.compile(wildcards(wanted), re.IGNORECASE | re.DOTALL)
            return next((i for i, value in enumerate(values) if isinstance(value, str) and shape.fullmatch(value)), None)
        if kind == 0:
            if self._block is not block:
                self._block, self._index = block, {}
                for i, value in enumerate(values):
                    self._index.setdefault(_key(value), i)
            return self._index.get(_key(wanted))
        best = None
        for i, value in enumerate(values):
            if value is None or isinstance(value, ErrorValue) or _key(value)[0] != _key(wanted)[0]:
                continue
            if compare(value, wanted) * kind > 0:
                break
            best = i
        return best


def _key(value: CellValue) -> tuple[str, object]:
    if isinstance(value, str):
        return "text", value.casefold()
    if isinstance(value, float):
        return "number", float(f"{value:.15g}")
    return type(value).__name__, value


def vlookup(arguments: list[Compiled], _: Settings) -> OnRow:
    """VLOOKUP."""
    if not 3 <= len(arguments) <= 4:
        raise NotCalculableError("VLOOKUP")
    search, block_of = _Search(), _block(arguments[1])

    def result(row: int) -> Scalar:
        wanted, block, column = arguments[0].value(row), block_of(row), int(number(arguments[2].value(row)))
        is_near = truth(arguments[3].value(row)) if len(arguments) == 4 else True
        if column < 1:
            raise ErrorValue("#VALUE!")
        if block and column > len(block[0]):
            raise ErrorValue("#REF!")
        found = search.position(wanted, block, _first_column(block), 1 if is_near else 0)
        if found is None:
            raise ErrorValue("#N/A")
        return scalar(block[found][column - 1])

    return result


def _first_column(block: Block) -> Iterator[CellValue]:
    return (line[0] for line in block)


def match_position(arguments: list[Compiled], _: Settings) -> OnRow:
    """MATCH."""
    if not 2 <= len(arguments) <= 3:
        raise NotCalculableError("MATCH")
    search, block_of = _Search(), _block(arguments[1])

    def result(row: int) -> Scalar:
        block = block_of(row)
        kind = number(arguments[2].value(row)) if len(arguments) == 3 else 1.0
        if block and len(block[0]) > 1 and len(block) > 1:
            raise ErrorValue("#N/A")
        values = _first_column(block) if not block or len(block[0]) == 1 else block[0]
        found = search.position(arguments[0].value(row), block, values, 0 if kind == 0 else 1 if kind > 0 else -1)
        if found is None:
            raise ErrorValue("#N/A")
        return found + 1.0

    return result


def index_cell(arguments: list[Compiled], _: Settings) -> OnRow:
    """INDEX, one cell of a range."""
    if not 2 <= len(arguments) <= 3:
        raise NotCalculableError("INDEX")
    block_of = _block(arguments[0])

    def result(row: int) -> Scalar:
        block, places = block_of(row), [int(number(argument.value(row))) for argument in arguments[1:]]
        if len(places) == 1:
            places = [1, places[0]] if len(block) == 1 else [places[0], 1]
        if min(places) < 1:
            raise NotCalculableError("INDEX")
        if places[0] > len(block) or places[1] > len(block[0]):
            raise ErrorValue("#REF!")
        return scalar(block[places[0] - 1][places[1] - 1])

    return result
