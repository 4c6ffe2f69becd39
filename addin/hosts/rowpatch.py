"""Cells of an existing sheet changed in its XML, as bytes: only the touched rows are read and rewritten, all else stays equal."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from addin.hosts.cellxml import cell_content, column_index, column_letters
from addin.hosts.package import PackageError
from addin.sheets.model import Value

_START = re.compile(rb"<((?:[\w.-]+:)?)sheetData\b[^>]*>")
_NUMBER = re.compile(rb'\sr="(\d+)"')
_STYLE = re.compile(rb'\ss="(\d+)"')
_ADDRESS = re.compile(rb'\sr="([A-Z]{1,3})\d+"')
_GROUP = re.compile(rb'\st="(?:array|dataTable|shared)"')
_REF = re.compile(rb'\sref="([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?"')
_DIMENSION = re.compile(rb'(<(?:[\w.-]+:)?dimension\b[^>]*?\sref=")([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?"')

_DIGITS = re.compile(rb"\d+")
_PLACE = re.compile(rb'(<[\w.:-]*(?:row|c)\b[^<>]*?\sr="[A-Z]{0,3})\d+(?=")')
_LOOKED_AT_UPWARDS, _FEW_BLOCKS = 200, 16

Cells = Mapping[tuple[int, int], Value]
"""(row, column), 1-based → value; None blanks the cell."""


class FormulaGroupError(Exception):
    """A cell belongs to a formula that other cells share (array, spilled or filled-down formula).

    Attributes:
        cell: its address, « B7 ».
    """

    def __init__(self, cell: str) -> None:
        super().__init__(cell)
        self.cell = cell


@dataclass(frozen=True)
class Patched:
    """The sheet with its changes.

    Attributes:
        data: the whole part.
        rows: Excel rows rewritten or added; every byte outside them is as before, but for the used range (`<dimension>`).
        dropped_formula: a formula gave way to a value.
        span: first row, first column, last row, last column of the changed cells, 1-based.
    """

    data: bytes
    rows: frozenset[int]
    dropped_formula: bool
    span: tuple[int, int, int, int]


class SheetRow(NamedTuple):
    number: int
    start: int
    end: int


@dataclass(frozen=True)
class SheetCell:
    column: int  # 1-based
    start: int
    end: int
    attributes: bytes
    content: bytes

    @property
    def style(self) -> bytes | None:
        found = _STYLE.search(self.attributes)
        return found[1] if found else None


@dataclass
class SheetXml:
    """One worksheet part, read as bytes.

    Args:
        data: the part, UTF-8.
        counts_from_1904: how the workbook counts dates.
    Raises:
        PackageError: it has no `<sheetData>`.
    """

    data: bytes
    counts_from_1904: bool = False
    _prefix: bytes = field(init=False)
    _inner: tuple[int, int] = field(init=False)
    _is_open: bool = field(init=False)

    def __post_init__(self) -> None:
        start = _START.search(self.data)
        if start is None:
            raise PackageError("unreadable")
        self._prefix = start[1]
        self._is_open = not start[0].endswith(b"/>")
        close = self.data.rfind(b"</" + self._prefix + b"sheetData>") if self._is_open else start.end()
        self._inner = (start.end(), close)
        prefix = re.escape(self._prefix)
        self._row_tag = re.compile(rb"<" + prefix + rb"row\b[^>]*>")
        self._cell_tag = re.compile(rb"<" + prefix + rb"c\b([^>]*?)(?:/>|>(.*?)</" + prefix + rb"c>)", re.DOTALL)
        self._formula_tag = re.compile(rb"<" + prefix + rb"f\b([^>]*)>")
        self._filled = re.compile(rb"<" + prefix + rb"(?:v|t)\b[^>]*>[^<]")

    # ------------------------------------------------------------------------------------------ reading
    @property
    def is_protected(self) -> bool:
        """True when the sheet's protection is on."""
        found = re.search(rb"<(?:[\w.-]+:)?sheetProtection\b[^>]*>", self.data[self._inner[1] :])
        return found is not None and re.search(rb'\ssheet="(?:1|true)"', found[0]) is not None

    def rows(self) -> Iterator[SheetRow]:
        """The rows there are, from top to bottom."""
        at, number, close = self._inner[0], 0, b"</" + self._prefix + b"row>"
        while (tag := self._row_tag.search(self.data, at, self._inner[1])) is not None:
            given = _NUMBER.search(tag[0])
            number = int(given[1]) if given else number + 1
            at = tag.end() if tag[0].endswith(b"/>") else self.data.index(close, tag.end()) + len(close)
            yield SheetRow(number, tag.start(), at)

    def digest_outside(self, rows: Set[int]) -> bytes:
        """Digest of all bytes but the given rows and the used range: equal before and after a patch of these rows."""
        digest, view, at = hashlib.blake2b(), memoryview(self.data), self._inner[0]
        opening = self.data.rindex(b"<", 0, at)
        digest.update(_DIMENSION.sub(b"", self.data[:opening]))
        for row in self.rows():
            if row.number in rows:
                digest.update(view[at : row.start])
                at = row.end
        digest.update(view[at : self._inner[1]])
        digest.update(self.data[self._inner[1] :].removeprefix(b"</" + self._prefix + b"sheetData>"))
        return digest.digest()

    def digest_moved(self, rows: Set[int], first: int | None) -> bytes:
        """Digest of all but the given rows, the numbers of rows from `first` on (None: no row moves) and those in ranges outside."""
        digest, view = hashlib.blake2b(), memoryview(self.data)
        digest.update(_DIGITS.sub(b"#", _DIMENSION.sub(b"", self.head())))
        boundary = self._inner[1] if first is None else self.place(first)
        for start, end in self._runs(rows):
            digest.update(view[start : min(end, boundary)] if start < boundary else b"")
            if end > boundary:
                digest.update(_PLACE.sub(rb"\1#", self.data[max(start, boundary) : end]))
        digest.update(_DIGITS.sub(b"#", self.tail()))
        return digest.digest()

    def _runs(self, rows: Set[int]) -> Iterator[tuple[int, int]]:
        """Where the rows that are not among these begin and end, neighbours together."""
        ordered, at = sorted(rows), self._inner[0]
        blocks: list[tuple[int, int]] = []
        for row in ordered:
            if blocks and blocks[-1][1] == row - 1:
                blocks[-1] = (blocks[-1][0], row)
            else:
                blocks.append((row, row))
        if len(blocks) > _FEW_BLOCKS:
            for found in self.rows():
                if found.number in rows:
                    yield at, found.start
                    at = found.end
        else:
            for first, last in blocks:
                yield at, self.place(first)
                at = self.place(last + 1)
        yield at, self._inner[1]

    def only(self, rows: Set[int]) -> Iterator[bytes | memoryview]:
        """The part with the given rows alone, in pieces."""
        yield self.head()
        view, done = memoryview(self.data), self._inner[1]
        for start, end in self._runs(rows):
            if done < start:
                yield view[done:start]
            done = end
        yield self.tail()

    def cells(self, row: SheetRow) -> list[SheetCell]:
        """The cells of a row that are written, from left to right."""
        found, column = [], 0
        for match in self._cell_tag.finditer(self.data, row.start, row.end):
            address = _ADDRESS.search(match[1])
            column = column_index(address[1]) + 1 if address else column + 1
            found.append(SheetCell(column, match.start(), match.end(), match[1], match[2] or b""))
        return found

    def last_used_row(self, columns: frozenset[int] = frozenset()) -> SheetRow | None:
        """Last row that holds a value, or a formula in one of `columns` (1-based); formats alone do not count."""
        return next((row for row in self._rows_upwards() if self._is_used(row, columns)), None)

    def _is_used(self, row: SheetRow, columns: frozenset[int]) -> bool:
        if self._filled.search(self.data, row.start, row.end):
            return True
        has_formula = columns and self._formula_tag.search(self.data, row.start, row.end)
        return bool(has_formula) and any(cell.column in columns and self._formula_tag.search(cell.content) for cell in self.cells(row))

    def _rows_upwards(self) -> Iterator[SheetRow]:
        """The rows from bottom to top; those without a number are counted from the top first."""
        end = self._inner[1]
        while (start := self.data.rfind(b"<" + self._prefix + b"row", self._inner[0], end)) >= 0:
            tag = self._row_tag.match(self.data, start)
            number = _NUMBER.search(tag[0]) if tag else None
            if number is None:
                yield from [row for row in self.rows() if row.start <= start][::-1]
                return
            yield SheetRow(int(number[1]), start, end)
            end = start

    @property
    def prefix(self) -> bytes:
        """Prefix of the sheet's tags, with its colon, or b""."""
        return self._prefix

    @property
    def inner(self) -> tuple[int, int]:
        """Where the rows begin and end in the part."""
        return self._inner

    def head(self) -> bytes:
        """All up to the first row, `<sheetData>` opened."""
        before = self.data[: self._inner[0]]
        return before if self._is_open else before[:-2].rstrip() + b">"

    def tail(self) -> bytes:
        """All behind the last row, from `</sheetData>` on."""
        return self.data[self._inner[1] :] if self._is_open else b"</" + self._prefix + b"sheetData>" + self.data[self._inner[1] :]

    def last_rows(self) -> Iterator[SheetRow]:
        """The rows there are, from bottom to top."""
        return self._rows_upwards()

    def is_blank_from(self, start: int) -> bool:
        """True when nothing of value stands from there on: formats at most, and formulas whose stored result is an empty text."""
        if self._filled.search(self.data, start, self._inner[1]):
            return False
        for formula in self._formula_tag.finditer(self.data, start, self._inner[1]):
            cell = self.data.rfind(b"<" + self._prefix + b"c ", start, formula.start())
            if cell < 0 or b' t="str"' not in self.data[cell : formula.start()] or _GROUP.search(formula[1]):
                return False
        return True

    def place(self, number: int) -> int:
        """Where the row of that number begins, or the first one behind it; the end of the rows when none is."""
        at = self._inner[1]
        for count, row in enumerate(self._rows_upwards()):
            if row.number < number:
                return at
            at = row.start
            if count == _LOOKED_AT_UPWARDS:
                break
        else:
            return at
        found = self.data.find(b' r="%d"' % number, *self._inner)  # cells have letters: it is a row
        start = self.data.rfind(b"<" + self._prefix + b"row", self._inner[0], found) if found >= 0 else -1
        if start >= 0 and b"<" not in self.data[start + 1 : found]:
            return start
        return next((row.start for row in self.rows() if row.number >= number), self._inner[1])

    def row(self, number: int) -> SheetRow | None:
        """The row of that number, None when it is not written."""
        at = self.place(number)
        tag = self._row_tag.match(self.data, at)
        if tag is None:
            return None
        given, close = _NUMBER.search(tag[0]), b"</" + self._prefix + b"row>"
        if given is None:
            return next((row for row in self.rows() if row.number == number), None)
        end = tag.end() if tag[0].endswith(b"/>") else self.data.index(close, tag.end()) + len(close)
        return SheetRow(number, at, end) if int(given[1]) == number else None

    # ------------------------------------------------------------------------------------------ changing
    def update(self, cells: Cells) -> Patched:
        """Set cells; each keeps its format, a new one takes that of its row or column.

        Raises:
            FormulaGroupError: a cell belongs to a shared or array formula.
            ValueError: a value that a cell cannot hold.
        """
        self._refuse_groups(cells)
        return self._patched(cells, {})

    def append(self, rows: Sequence[Sequence[Value]], heading_rows: frozenset[int] = frozenset()) -> Patched:
        """Add rows under the last used one; None leaves what stands there.

        New cells take the format of the cell above; under a heading (`heading_rows`), that of their column.
        """
        columns = frozenset(j for row in rows for j, value in enumerate(row, 1) if value is not None)
        last = self.last_used_row(columns)
        first = last.number + 1 if last else 1
        above = {cell.column: cell.style for cell in self.cells(last)} if last and last.number not in heading_rows else {}
        cells = {(first + i, j): value for i, row in enumerate(rows) for j, value in enumerate(row, 1) if value is not None}
        return self._patched(cells, {column: style for column, style in above.items() if style})

    def _patched(self, cells: Cells, above: Mapping[int, bytes]) -> Patched:
        if not cells:
            return Patched(self.data, frozenset(), False, (0, 0, 0, 0))
        by_row: dict[int, dict[int, Value]] = {}
        for (number, column), value in cells.items():
            by_row.setdefault(number, {})[column] = value
        span = (min(by_row), min(map(min, by_row.values())), max(by_row), max(map(max, by_row.values())))
        pieces: list[bytes | memoryview] = [self._head(span)]
        view, done, waiting, dropped = memoryview(self.data), self._inner[0], sorted(by_row, reverse=True), False
        columns = self.column_styles()

        def add(upto: int, xml: bytes, resume: int) -> None:
            nonlocal done
            pieces.extend((view[done:upto], xml))
            done = resume

        for row in self.rows():
            while waiting and waiting[-1] < row.number:
                number = waiting.pop()
                add(row.start, self._new_row(number, by_row[number], above, columns), row.start)
            if waiting and waiting[-1] == row.number:
                xml, lost = self._changed_row(row, by_row[waiting.pop()], above, columns)
                dropped |= lost
                add(row.start, xml, row.end)
            if not waiting:
                break
        for number in reversed(waiting):
            add(self._inner[1], self._new_row(number, by_row[number], above, columns), self._inner[1])
        if not self._is_open:
            pieces.append(b"</" + self._prefix + b"sheetData>")
        pieces.append(view[done:])
        return Patched(b"".join(pieces), frozenset(by_row), dropped, span)

    def _head(self, span: tuple[int, int, int, int]) -> bytes:
        """All up to the first row: the used range is widened, `<sheetData/>` is opened."""
        return _with_dimension(self.head(), span)

    def _new_row(self, number: int, values: Mapping[int, Value], above: Mapping[int, bytes], columns: Mapping[int, bytes]) -> bytes:
        cells = b"".join(self._cell(number, column, values[column], above.get(column, columns.get(column))) for column in sorted(values))
        return b'<%brow r="%d">%b</%brow>' % (self._prefix, number, cells, self._prefix)

    def _changed_row(
        self, row: SheetRow, values: Mapping[int, Value], above: Mapping[int, bytes], columns: Mapping[int, bytes]
    ) -> tuple[bytes, bool]:
        """The row with its new cells, and whether a formula was dropped."""
        tag = self._row_tag.match(self.data, row.start)
        assert tag is not None
        own = _STYLE.search(tag[0]) if b'customFormat="1"' in tag[0] else None
        pieces, done, dropped, waiting = [], tag.end(), False, sorted(values, reverse=True)

        def new(column: int) -> bytes:
            return self._cell(row.number, column, values[column], above.get(column, own[1] if own else columns.get(column)))

        for cell in self.cells(row):
            while waiting and waiting[-1] < cell.column:
                pieces += [self.data[done : cell.start], new(waiting.pop())]
                done = cell.start
            if waiting and waiting[-1] == cell.column:
                dropped |= self._formula_tag.search(cell.content) is not None
                pieces += [self.data[done : cell.start], self._cell(row.number, cell.column, values[waiting.pop()], cell.style)]
                done = cell.end
        close = b"</" + self._prefix + b"row>"
        end = row.end if tag[0].endswith(b"/>") else row.end - len(close)
        pieces += [self.data[done:end], *(new(column) for column in reversed(waiting)), close]
        opening = tag[0][:-2].rstrip() + b">" if tag[0].endswith(b"/>") else tag[0]
        return _with_spans(opening, max(values)) + b"".join(pieces), dropped

    def column_styles(self) -> dict[int, bytes]:
        """Format of the columns that have one of their own, 1-based."""
        styles: dict[int, bytes] = {}
        for tag in re.finditer(rb"<" + re.escape(self._prefix) + rb"col\b[^>]*>", self.data[: self._inner[0]]):
            found = {name: re.search(rb"\s" + name + rb'="(\d+)"', tag[0]) for name in (b"min", b"max", b"style")}
            low, high, style = (match[1] if match else b"" for match in found.values())
            if low and high and style:
                styles.update(dict.fromkeys(range(int(low), int(high) + 1), style))
        return styles

    def _cell(self, row: int, column: int, value: Value, style: bytes | None) -> bytes:
        kind, content = cell_content(value, self._prefix, counts_from_1904=self.counts_from_1904)
        opening = b'<%bc r="%b%d"' % (self._prefix, column_letters(column).encode(), row)
        opening += (b' s="%b"' % style if style else b"") + (b' t="%b"' % kind if kind else b"")
        return opening + (b">%b</%bc>" % (content, self._prefix) if content else b"/>")

    def _refuse_groups(self, cells: Cells) -> None:
        """Raise when a cell stands in the range of an array formula, or heads a formula that is filled down."""
        for tag in self._formula_tag.finditer(self.data, *self._inner):
            if not _GROUP.search(tag[1]) or not (ref := _REF.search(tag[1])):
                continue
            top, left = int(ref[2]), column_index(ref[1]) + 1
            bottom, right = int(ref[4] or ref[2]), (column_index(ref[3]) + 1 if ref[3] else left)
            if (top, left) == (bottom, right):
                continue
            if b'"shared"' in tag[1]:  # only its head holds the formula; the others may go
                head = self.data.rfind(b"<" + self._prefix + b"c ", 0, tag.start())
                address = re.search(rb'\sr="([A-Z]+)(\d+)"', self.data[head : tag.start()])
                hits = [(int(address[2]), column_index(address[1]) + 1)] if address else [(top, left)]
            else:
                hits = [(r, c) for r, c in cells if top <= r <= bottom and left <= c <= right]
            for r, c in hits:
                if (r, c) in cells:
                    raise FormulaGroupError(f"{column_letters(c)}{r}")


def _with_spans(tag: bytes, last_column: int) -> bytes:
    """The row's tag, its hint of used columns widened when it has one."""
    return re.sub(rb'(\sspans=")(\d+):(\d+)"', lambda m: b'%b%b:%d"' % (m[1], m[2], max(int(m[3]), last_column)), tag)


def _with_dimension(head: bytes, span: tuple[int, int, int, int]) -> bytes:
    """The used range of the sheet, when it is written, widened to the changed cells."""
    tag = _DIMENSION.search(head)
    if tag is None:
        return head
    top, left = int(tag[3]), column_index(tag[2]) + 1
    bottom, right = (int(tag[5]), column_index(tag[4]) + 1) if tag[4] else (top, left)
    first, last = (min(top, span[0]), min(left, span[1])), (max(bottom, span[2]), max(right, span[3]))
    ref = f'{column_letters(first[1])}{first[0]}:{column_letters(last[1])}{last[0]}"'
    return head[: tag.start()] + tag[1] + ref.encode() + head[tag.end() :]
