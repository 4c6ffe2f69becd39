"""The XML of many new rows at once, written column by column: fast for 100,000 of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, repeat
from typing import Protocol
from xml.sax.saxutils import escape

from addin.hosts.cellxml import cell_content, column_letters, escaped_text, serial
from addin.hosts.formula_tokens import TOKEN, reference_of
from addin.hosts.formula_values import CellValue, ErrorValue
from addin.sheets.model import Formula, Value

_RARE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_x")
_ROW_NUMBERS = re.compile(r"\d+$")
_LONGEST_TEXT = 32767
_LIKE_A_FORMULA = frozenset("=+-@'")
"""A text that begins so becomes a formula, or loses its sign, when Excel takes the cell as typed again."""


class Formats(Protocol):
    """Formats derived from a given one; see `cell_formats.CellFormats`."""

    def for_day(self, style: str) -> str: ...

    def for_text(self, style: str) -> str: ...


@dataclass(frozen=True)
class Filled:
    """A formula that goes down a column, with its results.

    Attributes:
        text: as it stands on `row`, as the file keeps it (not escaped).
        results: one a row; None when they are not known.
    """

    text: str
    row: int
    results: Sequence[CellValue] | None


def rows_xml(
    first: int,
    count: int,
    values: Mapping[int, Sequence[Value]],
    filled: Mapping[int, Filled],
    styles: Mapping[int, str],
    *,
    formats: Formats,
    attributes: str = "",
    prefix: str = "",
    counts_from_1904: bool = False,
) -> bytes:
    """New rows, from top to bottom.

    Args:
        first: number of the first.
        values: column (1-based) → a value a row; None leaves the cell blank.
        filled: column → its formula, which wins over values.
        styles: column → index of the format of its cells.
        attributes: of each row besides its number, with a leading space.
        prefix: of the sheet's tags, with its colon.
    Raises:
        ValueError: a value that a cell cannot hold.
    """
    numbers = list(map(str, range(first, first + count)))
    pieces: list[Iterable[str]] = [repeat(f'<{prefix}row r="'), numbers, repeat(f'"{attributes}>')]
    for column in sorted({*values, *filled, *styles}):
        style, letters = styles.get(column, ""), column_letters(column)
        if column in filled:
            pieces.append(_formulas(letters, first, count, filled[column], style, prefix))
        elif column in values:
            writer = _Column(letters, style, formats, prefix, counts_from_1904)
            pieces += writer.alike(numbers, values[column]) or [writer.one_by_one(first, values[column])]
        else:
            pieces += [repeat(f'<{prefix}c r="{letters}'), numbers, repeat(f'" s="{style}"/>')]
    pieces.append(repeat(f"</{prefix}row>"))
    return "".join(chain.from_iterable(zip(*pieces, strict=False))).encode()


class _Column:
    """Writes the values of one column."""

    def __init__(self, letters: str, style: str, formats: Formats, prefix: str, counts_from_1904: bool) -> None:
        self._style, self._formats, self._prefix, self._counts_from_1904 = style, formats, prefix, counts_from_1904
        self._start = f'<{prefix}c r="{letters}'
        self._own = f' s="{style}"' if style else ""

    def alike(self, numbers: list[str], values: Sequence[Value]) -> list[Iterable[str]] | None:
        """The cells in pieces, when all that are filled are written alike: numbers, days, or ordinary texts; None otherwise."""
        kinds = set(map(type, values)) - {type(None)}
        if kinds <= {float, int}:
            found = self._of_numbers(values)
        elif kinds == {str}:
            found = self._of_texts(values)  # type: ignore[arg-type]
        elif kinds <= {date, datetime}:
            found = self._of_days(values)  # type: ignore[arg-type]
        else:
            found = None
        if found is None:
            return None
        opening, texts, end = found
        if all(texts):
            return [repeat(self._start), numbers, repeat(opening), texts, repeat(end)]
        start, blank = self._start, f'"{self._own}/>' if self._own else None
        return [
            [
                f"{start}{row}{opening}{text}{end}" if text else f"{start}{row}{blank}" if blank else ""
                for row, text in zip(numbers, texts, strict=True)
            ]
        ]

    def _of_numbers(self, values: Sequence[Value]) -> tuple[str, list[str], str] | None:
        written = "\n".join(["" if value is None else repr(value) for value in values]) + "\n"
        if "n" in written:  # nan, inf
            return None
        return f'"{self._own}><{self._prefix}v>', written.replace(".0\n", "\n").split("\n")[:-1], f"</{self._prefix}v></{self._prefix}c>"

    def _of_days(self, values: Sequence[date | None]) -> tuple[str, list[str], str]:
        style = self._formats.for_day(self._style)
        days = {day: f"{serial(day, counts_from_1904=self._counts_from_1904)!r}".removesuffix(".0") for day in set(values) if day}
        own = f' s="{style}"' if style else self._own
        return f'"{own}><{self._prefix}v>', [days.get(day, "") for day in values], f"</{self._prefix}v></{self._prefix}c>"  # type: ignore[arg-type]

    def _of_texts(self, values: Sequence[str | None]) -> tuple[str, list[str], str] | None:
        texts = values if all(values) else [value or "" for value in values]
        whole = " ".join(texts)  # type: ignore[arg-type]
        is_rare = "_x" in whole or (not whole.isprintable() and _RARE.search(whole))
        if is_rare or max(map(len, texts)) > _LONGEST_TEXT or not _LIKE_A_FORMULA.isdisjoint({text[:1] for text in texts}):  # type: ignore[arg-type, index]
            return None
        keeps_spaces = not whole.isprintable() or sum(map(len, map(str.strip, texts))) < sum(map(len, texts))  # type: ignore[arg-type]
        if "&" in whole or "<" in whole or ">" in whole:
            texts = [escape(text) for text in texts]  # type: ignore[arg-type]
        return _text_opening(self._own, self._prefix, keeps_spaces), list(texts), _text_end(self._prefix)  # type: ignore[arg-type]

    def one_by_one(self, first: int, values: Sequence[Value]) -> list[str]:
        """The cells of values of any kinds."""
        return _values(self._start, first, values, self._style, self._formats, self._prefix, self._counts_from_1904)


def _values(
    start: str, first: int, values: Sequence[Value], style: str, formats: Formats, prefix: str, counts_from_1904: bool
) -> list[str]:
    own = f' s="{style}"' if style else ""
    number, end = f'"{own}><{prefix}v>', f"</{prefix}v></{prefix}c>"
    blank = f'"{own}/>' if style else None
    text, safe_text, text_end = _text_opening(own, prefix), "", _text_end(prefix)
    day = ""
    days: dict[date, str] = {}
    cells: list[str] = []
    add = cells.append
    for row, value in enumerate(values, first):
        kind = value.__class__
        if value is None or value == "":
            add(f"{start}{row}{blank}" if blank else "")
        elif kind is float and value - value == 0:  # type: ignore[operator]  # finite
            add(f"{start}{row}{number}{repr(value).removesuffix('.0')}{end}")
        elif kind is int:
            add(f"{start}{row}{number}{value}{end}")
        elif kind is str and len(value) <= _LONGEST_TEXT and not _RARE.search(value):  # type: ignore[arg-type]
            if "&" in value or "<" in value or ">" in value:  # type: ignore[operator]
                value = escape(value)  # type: ignore[arg-type]
            if value[0] in _LIKE_A_FORMULA:  # type: ignore[index]
                safe_text = safe_text or _text_opening(f' s="{formats.for_text(style)}"', prefix)
                add(f"{start}{row}{safe_text}{value}{text_end}")
            else:
                add(f"{start}{row}{text}{value}{text_end}")
        elif kind is date or kind is datetime:
            if value not in days:
                shown = formats.for_day(style)
                day = f'" s="{shown}"><{prefix}v>' if shown else number
                days[value] = f"{serial(value, counts_from_1904=counts_from_1904)!r}".removesuffix(".0")  # type: ignore[index, arg-type]
            add(f"{start}{row}{day}{days[value]}{end}")  # type: ignore[index]
        else:
            add(_other(f"{start}{row}", value, style, formats, prefix, counts_from_1904))
    return cells


def _text_opening(style: str, prefix: str, keeps_spaces: bool = True) -> str:
    space = ' xml:space="preserve"' if keeps_spaces else ""
    return f'"{style} t="inlineStr"><{prefix}is><{prefix}t{space}>'


def _text_end(prefix: str) -> str:
    return f"</{prefix}t></{prefix}is></{prefix}c>"


def _other(start: str, value: Value, style: str, formats: Formats, prefix: str, counts_from_1904: bool) -> str:
    """A cell whose value is rare."""
    if isinstance(value, str) and value[0] in _LIKE_A_FORMULA:
        style = formats.for_text(style)
    plain = float(value) if isinstance(value, float) else value
    result = value.cached if isinstance(value, Formula) else value
    if isinstance(result, date):
        style = formats.for_day(style)
    kind, content = cell_content(plain, prefix.encode(), counts_from_1904=counts_from_1904)
    opening = f'{start}"' + (f' s="{style}"' if style else "") + (f' t="{kind.decode()}"' if kind else "")
    return f"{opening}>{content.decode()}</{prefix}c>" if content else f"{opening}/>"


def _formulas(letters: str, first: int, count: int, filled: Filled, style: str, prefix: str) -> list[str]:
    write = _template(filled.text, filled.row)
    start, own = f'<{prefix}c r="{letters}', f' s="{style}"' if style else ""
    plain = f'"{own}><{prefix}f>'
    middle, end, bare = f"</{prefix}f><{prefix}v>", f"</{prefix}v></{prefix}c>", f"</{prefix}f></{prefix}c>"
    if filled.results is None:
        return [f"{start}{row}{plain}{write(row)}{bare}" for row in range(first, first + count)]
    cells = []
    for row, result in enumerate(filled.results, first):
        if result.__class__ is float:
            cells.append(f"{start}{row}{plain}{write(row)}{middle}{repr(result).removesuffix('.0')}{end}")
        else:
            kind, shown = result_content(result)
            cells.append(f'{start}{row}"{own} t="{kind}"><{prefix}f>{write(row)}{middle}{shown}{end}')
    return cells


def result_content(result: CellValue) -> tuple[str, str]:
    """Type (`t`) and content of `<v>` of a formula's result; the type of a number is « n »."""
    if isinstance(result, ErrorValue):
        return "e", result.code
    if isinstance(result, bool):
        return "b", str(int(result))
    if isinstance(result, str):
        return "str", escape(escaped_text(result))
    return "n", repr(result or 0.0).removesuffix(".0")


def _template(text: str, row: int) -> Callable[[int], str]:
    """What the formula reads on any row, escaped."""
    pieces: list[str] = []
    offsets: list[int] = []
    for found in TOKEN.finditer(text):
        token = found[0]
        if not found["reference"]:
            pieces.append(escape(token).replace("%", "%%"))
            continue
        cited = reference_of(found)
        sheet, rest = cited.sheet, token[len(cited.sheet) :]
        ends = rest.split(":")
        marked = []
        for end, at, is_fixed in zip(ends, (cited.first_row, cited.last_row), (cited.fixed[1], cited.fixed[3]), strict=False):
            if at and not is_fixed:
                marked.append(_ROW_NUMBERS.sub("%d", end))
                offsets.append(at - row)
            else:
                marked.append(end)
        pieces.append(escape(sheet).replace("%", "%%") + ":".join(marked))
    shape, shifts = "".join(pieces), tuple(offsets)
    if not shifts:
        whole = shape % ()
        return lambda _: whole
    if len(shifts) == 1:
        only = shifts[0]
        return lambda row: shape % (row + only)
    return lambda row: shape % tuple([row + shift for shift in shifts])
