"""The functions that columns of hers use, calculated as Excel does; any other function is not calculated here.

Each entry of `FUNCTIONS` gives, from its compiled arguments, what the call is worth on a row.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal

from addin.hosts.formula_arguments import Builder, Compiled, OnRow, Settings, argument_cells, argument_numbers, plain_function
from addin.hosts.formula_days import date_of, dated_function, end_of_month, same_day_later, week_number, weekday
from addin.hosts.formula_lookups import count_ifs, index_cell, match_position, sum_if, sum_ifs, vlookup, wildcards
from addin.hosts.formula_parser import NotCalculableError
from addin.hosts.formula_values import ErrorValue, Scalar, day_of, number, scalar, text, truth


def _aggregate(of: Callable[[list[float]], float]) -> Builder:
    return lambda arguments, _: lambda row: of(list(argument_numbers(arguments, row)))


def _sum(arguments: list[Compiled], _: Settings) -> OnRow:
    if len(arguments) == 1 and arguments[0].total is not None:
        return arguments[0].total
    return lambda row: math.fsum(argument_numbers(arguments, row))


def _mean(found: list[float]) -> float:
    if not found:
        raise ErrorValue("#DIV/0!")
    return math.fsum(found) / len(found)


# ------------------------------------------------------------------------------------------ conditions
def _if(arguments: list[Compiled], _: Settings) -> OnRow:
    if not 2 <= len(arguments) <= 3:
        raise NotCalculableError("IF")
    condition, yes = arguments[0].value, arguments[1].value
    no: OnRow = arguments[2].value if len(arguments) > 2 else lambda row: False
    return lambda row: yes(row) if truth(condition(row)) else no(row)


def _if_error(codes: tuple[str, ...] | None) -> Builder:
    def build(arguments: list[Compiled], _: Settings) -> OnRow:
        if len(arguments) != 2:
            raise NotCalculableError("IFERROR")
        value, instead = arguments[0].value, arguments[1].value

        def result(row: int) -> Scalar:
            try:
                return value(row)
            except ErrorValue as error:
                if codes is not None and error.code not in codes:
                    raise
                return instead(row)

        return result

    return build


def _ifs(arguments: list[Compiled], _: Settings) -> OnRow:
    pairs = [(arguments[i].value, arguments[i + 1].value) for i in range(0, len(arguments) - 1, 2)]

    def result(row: int) -> Scalar:
        for condition, value in pairs:
            if truth(condition(row)):
                return value(row)
        raise ErrorValue("#N/A")

    return result


def _logical(of: Callable[[Iterator[bool]], bool]) -> Builder:
    def build(arguments: list[Compiled], _: Settings) -> OnRow:
        def result(row: int) -> Scalar:
            given = argument_cells(arguments, row)
            found = [truth(scalar(v)) for v, is_cell in given if not (is_cell and (v is None or isinstance(v, str)))]
            if not found:
                raise ErrorValue("#VALUE!")
            return of(iter(found))

        return result

    return build


def _is_error(codes: Callable[[str], bool]) -> Builder:
    def build(arguments: list[Compiled], _: Settings) -> OnRow:
        value = arguments[0].value

        def result(row: int) -> Scalar:
            try:
                value(row)
            except ErrorValue as error:
                return codes(error.code)
            return False

        return result

    return build


# ------------------------------------------------------------------------------------------ numbers
def _rounded(mode: str) -> Callable[..., Scalar]:
    def of(value: Scalar, digits: Scalar = 0.0) -> float:
        x, places = number(value), int(number(digits))
        if not -300 < places < 300 or not math.isfinite(x):
            raise NotCalculableError("ROUND")
        return float(Decimal(f"{x:.15g}").quantize(Decimal(1).scaleb(-places), rounding=mode)) if abs(x) < 1e15 else x

    return of


def _mod(a: Scalar, b: Scalar) -> float:
    x, y = number(a), number(b)
    if y == 0:
        raise ErrorValue("#DIV/0!")
    return x - y * math.floor(x / y)


def _sqrt(a: Scalar) -> float:
    if number(a) < 0:
        raise ErrorValue("#NUM!")
    return math.sqrt(number(a))


# ------------------------------------------------------------------------------------------ texts
def _length(value: Scalar) -> int:
    length = number(value)
    if length < 0:
        raise ErrorValue("#VALUE!")
    return int(length)


def _mid(value: Scalar, start: Scalar, count: Scalar) -> str:
    first = int(number(start))
    if first < 1:
        raise ErrorValue("#VALUE!")
    return text(value)[first - 1 : first - 1 + _length(count)]


def _right(value: Scalar, count: Scalar = 1.0) -> str:
    length = _length(count)
    return text(value)[-length:] if length else ""


def _find(wanted: Scalar, within: Scalar, start: Scalar = 1.0) -> float:
    at = text(within).find(text(wanted), int(number(start)) - 1)
    if at < 0 or number(start) < 1:
        raise ErrorValue("#VALUE!")
    return at + 1.0


def _search(wanted: Scalar, within: Scalar, start: Scalar = 1.0) -> float:
    first = int(number(start)) - 1
    found = re.compile(wildcards(text(wanted)), re.IGNORECASE | re.DOTALL).search(text(within), first) if first >= 0 else None
    if found is None:
        raise ErrorValue("#VALUE!")
    return found.start() + 1.0


def _substitute(value: Scalar, old: Scalar, new: Scalar, which: Scalar = None) -> str:
    whole, gone = text(value), text(old)
    if not gone:
        return whole
    if which is None:
        return whole.replace(gone, text(new))
    pieces = whole.split(gone)
    nth = int(number(which))
    return whole if nth < 1 or nth >= len(pieces) else gone.join(pieces[:nth]) + text(new) + gone.join(pieces[nth:])


def _joined(arguments: list[Compiled], _: Settings) -> OnRow:
    return lambda row: "".join(text(scalar(value)) for value, _ in argument_cells(arguments, row))


_DAY_WORDS = {"dd": "%d", "jj": "%d", "mm": "%m", "yyyy": "%Y", "aaaa": "%Y", "yy": "%y", "aa": "%y"}


def _format(arguments: list[Compiled], settings: Settings) -> OnRow:
    """TEXT with plain days and plain whole numbers; month names and commas depend on the country."""
    if len(arguments) != 2:
        raise NotCalculableError("TEXT")
    value, wanted = arguments[0].value, arguments[1].value

    def result(row: int) -> Scalar:
        code, shown = text(wanted(row)), value(row)
        if isinstance(shown, str):
            return shown
        if re.fullmatch("0+", code):
            whole = Decimal(f"{number(shown):.15g}").quantize(Decimal(1), rounding=ROUND_HALF_UP)
            return f"{'-' if whole < 0 else ''}{abs(whole):0{len(code)}f}"
        words = re.split(r"([-/. ]+)", code.lower())
        if not all(word in _DAY_WORDS for word in words[::2]):
            raise NotCalculableError(code)
        shape = "".join(_DAY_WORDS.get(word, word) for word in words)
        return day_of(number(shown), counts_from_1904=settings.counts_from_1904).strftime(shape)

    return result


def _row(arguments: list[Compiled], _: Settings) -> OnRow:
    if not arguments:
        return float
    first = arguments[0].first_row
    if len(arguments) > 1 or first is None:
        raise NotCalculableError("ROW")
    return lambda row: float(first(row))


def _subtotal(arguments: list[Compiled], settings: Settings) -> OnRow:
    """SUBTOTAL, on a sheet where no row is hidden."""
    if settings.has_hidden_rows:
        raise NotCalculableError("SUBTOTAL over hidden rows")
    kinds = {1: "AVERAGE", 2: "COUNT", 3: "COUNTA", 4: "MAX", 5: "MIN", 9: "SUM"}
    kind = arguments[0].value(0) if arguments and arguments[0].block is None else None
    name = kinds.get(int(kind) % 100) if isinstance(kind, float) and int(kind) // 100 in (0, 1) else None
    if name is None:
        raise NotCalculableError("SUBTOTAL")
    return FUNCTIONS[name](arguments[1:], settings)


def _by_kind(test: Callable[[Scalar], bool]) -> Builder:
    return plain_function(test, at_least=1)


FUNCTIONS: dict[str, Builder] = {
    "IF": _if,
    "IFS": _ifs,
    "IFERROR": _if_error(None),
    "IFNA": _if_error(("#N/A",)),
    "AND": _logical(all),
    "OR": _logical(any),
    "NOT": plain_function(lambda value: not truth(value), at_least=1),
    "ISERROR": _is_error(lambda code: True),
    "ISERR": _is_error(lambda code: code != "#N/A"),
    "ISNA": _is_error(lambda code: code == "#N/A"),
    "ISBLANK": _by_kind(lambda value: value is None),
    "ISNUMBER": _by_kind(lambda value: isinstance(value, float)),
    "ISTEXT": _by_kind(lambda value: isinstance(value, str)),
    "N": plain_function(lambda value: 0.0 if isinstance(value, str) else number(value), at_least=1),
    "VALUE": plain_function(number, at_least=1),
    "SUM": _sum,
    "AVERAGE": _aggregate(_mean),
    "MIN": _aggregate(lambda found: min(found, default=0.0)),
    "MAX": _aggregate(lambda found: max(found, default=0.0)),
    "COUNT": lambda arguments, _: lambda row: float(sum(isinstance(value, float) for value, _ in argument_cells(arguments, row))),
    "COUNTA": lambda arguments, _: lambda row: float(sum(value is not None for value, _ in argument_cells(arguments, row))),
    "PRODUCT": _aggregate(lambda found: math.prod(found) if found else 0.0),
    "ROUND": plain_function(_rounded(ROUND_HALF_UP), at_least=2),
    "ROUNDUP": plain_function(_rounded(ROUND_UP), at_least=2),
    "ROUNDDOWN": plain_function(_rounded(ROUND_DOWN), at_least=2),
    "TRUNC": plain_function(_rounded(ROUND_DOWN), at_least=1, at_most=2),
    "INT": plain_function(lambda value: float(math.floor(number(value))), at_least=1),
    "ABS": plain_function(lambda value: abs(number(value)), at_least=1),
    "SIGN": plain_function(lambda value: float((number(value) > 0) - (number(value) < 0)), at_least=1),
    "MOD": plain_function(_mod, at_least=2),
    "SQRT": plain_function(_sqrt, at_least=1),
    "LEFT": plain_function(lambda value, count=1.0: text(value)[: _length(count)], at_least=1, at_most=2),
    "RIGHT": plain_function(_right, at_least=1, at_most=2),
    "MID": plain_function(_mid, at_least=3),
    "LEN": plain_function(lambda value: float(len(text(value).encode("utf-16-le")) // 2), at_least=1),
    "TRIM": plain_function(lambda value: re.sub(" +", " ", text(value)).strip(" "), at_least=1),
    "UPPER": plain_function(lambda value: text(value).upper(), at_least=1),
    "LOWER": plain_function(lambda value: text(value).lower(), at_least=1),
    "FIND": plain_function(_find, at_least=2, at_most=3),
    "SEARCH": plain_function(_search, at_least=2, at_most=3),
    "SUBSTITUTE": plain_function(_substitute, at_least=3, at_most=4),
    "EXACT": plain_function(lambda a, b: text(a) == text(b), at_least=2),
    "CONCATENATE": _joined,
    "CONCAT": _joined,
    "TEXT": _format,
    "DATE": date_of,
    "YEAR": dated_function(lambda day: float(day.year)),
    "MONTH": dated_function(lambda day: float(day.month)),
    "DAY": dated_function(lambda day: float(day.day)),
    "WEEKDAY": dated_function(weekday, at_most=2),
    "WEEKNUM": dated_function(week_number, at_most=2),
    "ISOWEEKNUM": dated_function(lambda day: float(day.isocalendar().week)),
    "EOMONTH": dated_function(end_of_month, at_least=2),
    "EDATE": dated_function(same_day_later, at_least=2),
    "COUNTIF": count_ifs,
    "COUNTIFS": count_ifs,
    "SUMIF": sum_if,
    "SUMIFS": sum_ifs,
    "VLOOKUP": vlookup,
    "MATCH": match_position,
    "INDEX": index_cell,
    "ROW": _row,
    "SUBTOTAL": _subtotal,
}
"""Name in English → how it is calculated."""
