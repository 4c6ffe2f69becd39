"""Rows put into a sheet of a closed workbook and taken out of it, as Excel does: formats and formulas of the column are carried, tables,
filters and rules grow, what stands below moves. What cannot be moved without touching other formulas is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain

from addin.hosts.book import Book, Tab
from addin.hosts.carried_formulas import ColumnFormula, Neighbours, calculate, proves
from addin.hosts.cell_formats import CellFormats
from addin.hosts.cellxml import column_letters
from addin.hosts.formula_arguments import Settings
from addin.hosts.formula_evaluator import compiled
from addin.hosts.formula_parser import NotCalculableError
from addin.hosts.formula_tokens import TOKEN, Reference, filled, references, relative_form, rewritten
from addin.hosts.formula_values import UNKNOWN, CellValue
from addin.hosts.moved_formulas import CannotMoveError, MovedRows, moved_rows
from addin.hosts.new_rows import Filled, result_content, rows_xml
from addin.hosts.row_chains import broken_chain
from addin.hosts.row_formulas import CellFormula, RowFormulas, attributes_of, escaped, unescaped
from addin.hosts.row_moves import Move, cell_name
from addin.hosts.row_readers import Reader, reader
from addin.hosts.rowpatch import SheetRow, SheetXml
from addin.hosts.sheet_cells import SheetCells, TableCells, cell_value
from addin.hosts.sheet_ranges import RangesGoneError, move_drawings, move_names, move_tables, moved_ranges
from addin.hosts.tableparts import sheet_tables, table_range
from addin.sheets.model import Value, shown

_LAST_ROW = 1_048_576
_AROUND = 3
"""Rows at hand above and below the new ones: formulas of a column look at their neighbours."""
_NOT_CARRIED = frozenset(("r", "spans", "hidden", "collapsed", "outlineLevel"))
_DIMENSION = re.compile(rb'(<(?:[\w.-]+:)?dimension\b[^>]*?\sref=")([^"]*)(")')

SheetReader = Callable[[str], Sequence[Sequence[object]]]
"""All values of a sheet, by its name, before the change. Raises KeyError."""


class RowsRefusedError(Exception):
    """The rows cannot be put in or taken out here.

    Attributes:
        reader: what stands in the way.
    """

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader.reason)
        self.reader = reader


@dataclass(frozen=True)
class RowChange:
    """A sheet after its change.

    Attributes:
        data: the whole part.
        move: what happened to its rows.
        rewritten: rows, after the change, that are new or hold other formulas or results.
        parts: other parts that changed.
        has_formulas: formulas came, went or moved.
        uncalculated: letters of the columns where a formula stands without a trusted result.
    """

    data: bytes
    move: Move
    rewritten: frozenset[int]
    parts: frozenset[str]
    has_formulas: bool
    uncalculated: tuple[str, ...]


class RowChanges:
    """Changes of one sheet.

    Args:
        values: values of the sheets of the workbook as it stands, queued changes included.
    """

    def __init__(self, book: Book, tab: Tab, xml: SheetXml, values: SheetReader) -> None:
        self._book, self._tab, self._xml = book, tab, xml
        self._values = cache(values)
        self._formulas = RowFormulas(xml)

    # ------------------------------------------------------------------------------------------ putting in
    def add(self, rows: Sequence[Sequence[Value]], *, at: int, model: int | None) -> RowChange:
        """Put rows in at a row; see `Workbook.add_rows`.

        Raises:
            RowsRefusedError: something cites what would move.
            ValueError: rows beyond the last of a sheet; a value that a cell cannot hold.
        """
        if at < 1 or not rows or (model is not None and model < 1):
            raise ValueError("no rows, or no place for them")
        place = self._xml.place(at)
        move = Move(at, len(rows), model, in_place=self._is_prepared(place))
        last = next((row.number for row in self._xml.last_rows()), 0)
        if max(move.last, 0 if move.in_place else last + len(rows)) > _LAST_ROW:
            raise RowsRefusedError(Reader("full"))
        self._refuse(move)
        below = self._moved(place, move)
        given = {j: column for j, column in enumerate(_columns(rows), 1) if set(map(type, column)) != {type(None)}}
        styles, attributes = self._look(model)
        neighbours = self._neighbours(move)
        if (cell := broken_chain(neighbours, at, self._is_own, is_filled=move.in_place)) is not None:
            raise RowsRefusedError(Reader("chain", cell))
        carried = self._carried(neighbours, move)
        cells = self._cells(move, given, carried, below)
        results = calculate(carried, range(at, at + len(rows)), cells, self._settings)
        formulas = {column: Filled(formula.text, formula.row, results.known.get(column)) for column, formula in carried.items()}
        xml = rows_xml(
            at, len(rows), given, formulas, styles,
            formats=CellFormats(self._book), attributes=attributes, prefix=self._xml.prefix.decode(),
            counts_from_1904=self._counts_from_1904,
        )  # fmt: skip
        columns = (min([*given, *formulas], default=1), max([*given, *formulas], default=1))
        uncalculated = results.unknown | neighbours.not_carried()
        changed, more = self._recalculated(below, move, cells)
        end = self._xml.place(move.last + 1) if move.in_place else place
        after = self._xml.data[end : self._xml.inner[1]] if move.in_place else changed.data
        span = (at, min([*given, *formulas, *styles], default=1), move.last, max([*given, *formulas, *styles], default=1))
        return self._change(
            move, self._xml.data[self._xml.inner[0] : place], xml, after, changed, columns, span, bool(carried), uncalculated | more
        )

    def _look(self, model: int | None) -> tuple[dict[int, str], str]:
        """Format of the cells by column, and attributes of the new rows."""
        row = None if model is None else self._xml.row(model)
        if row is None:
            return {column: style.decode() for column, style in self._xml.column_styles().items() if column <= _widest(self._xml)}, ""
        tag = attributes_and_names(self._xml.data[row.start : self._xml.data.index(b">", row.start)])
        attributes = "".join(f' {name}="{value}"' for name, value in tag if name not in _NOT_CARRIED)
        return {cell.column: cell.style.decode() for cell in self._xml.cells(row) if cell.style}, attributes

    def _neighbours(self, move: Move) -> Neighbours:
        model = move.model
        if model is None:
            return Neighbours(0, {}, calculated=self._calculated_columns(move.at))
        rows = {number: self._xml.row(number) for number in range(model - 2, model + 3)}
        formulas = {number: self._formulas.of_row(row) for number, row in rows.items()}
        numbers = {
            (number, column) for number, row in rows.items() if row is not None for column in self._typed_numbers(row, formulas[number])
        }
        is_below_data = model + 1 < move.at or (
            move.at <= model and bool(formulas[model + 1] or any(row == model + 1 for row, _ in numbers))
        )
        is_only = not formulas[model - 1] and not any(row == model - 1 for row, _ in numbers) and not is_below_data
        return Neighbours(model, formulas, numbers, is_only, self._calculated_columns(model))

    def _typed_numbers(self, row: SheetRow, formulas: Mapping[int, CellFormula]) -> list[int]:
        found = []
        for cell in self._xml.cells(row):
            if cell.column not in formulas and attributes_of(cell.attributes).get("t", "n") == "n" and cell.content:
                found.append(cell.column)
        return found

    def _calculated_columns(self, row: int) -> dict[int, str]:
        """Column → formula that a table around the row gives to it."""
        found = {}
        for _, table in sheet_tables(self._book, self._tab.part):
            top, left, bottom, _ = table_range(table)
            if top < row <= bottom:
                for offset, column in enumerate(table.iterfind("{*}tableColumns/{*}tableColumn")):
                    text = column.findtext("{*}calculatedColumnFormula")
                    if text:
                        found[left + offset] = text
        return found

    def _carried(self, neighbours: Neighbours, move: Move) -> dict[int, ColumnFormula]:
        model = neighbours.model or move.at
        row = move.row(model) if neighbours.model else move.at
        assert row is not None
        found = {}
        for column, text in neighbours.of_columns().items():
            form = relative_form(text, model)
            proofs = {}
            for number in (model - 1, model, model + 1):
                formula = neighbours.formulas.get(number, {}).get(column)
                if move.in_place and move.at <= number <= move.last:
                    continue  # a prepared row that is filled
                if formula and formula.text and relative_form(formula.text, number) == form:
                    proofs[move.row(number) or number] = formula.result
            new = text
            if row != model:
                new = rewritten(text, lambda cited: move.reference(cited) if self._is_own(cited) else cited)
                proofs = {place: result for place, result in proofs.items() if place >= row}
            try:
                for number in (move.at, move.last):
                    filled(new, number - row)
            except ValueError:  # it would leave the sheet at the top
                continue
            found[column] = ColumnFormula(new, row, proofs)
        return found

    def _is_own(self, cited: Reference) -> bool:
        return cited.sheet_name.casefold() in ("", self._tab.name.casefold())

    # ------------------------------------------------------------------------------------------ taking out
    def remove(self, first: int, count: int) -> RowChange:
        """Take rows out; see `Workbook.remove_rows`.

        Raises:
            RowsRefusedError: something cites what would go or move.
            ValueError: no such rows.
        """
        if first < 1 or count < 1 or first + count - 1 > _LAST_ROW:
            raise ValueError("no such rows")
        start, end = self._xml.place(first), self._xml.place(first + count)
        move = Move(first, -count, in_place=self._is_prepared(end))
        self._refuse(move)
        below = self._moved(end, move)
        cells = self._cells(move, {}, {}, below)
        changed, uncalculated = self._recalculated(below, move, cells)
        after = self._xml.data[end : self._xml.inner[1]] if move.in_place else changed.data
        instead = self._prepared_rows(move) if move.in_place else b""
        lost = re.search(rb"<(?:[\w.-]+:)?f[\s>/]", self._xml.data[start:end]) is not None
        rows = frozenset(range(first, first + count)) if instead else frozenset[int]()
        change = self._change(
            move, self._xml.data[self._xml.inner[0] : start], instead, after, changed, (1, 16_384), None, lost, uncalculated
        )
        return RowChange(change.data, move, change.rewritten | rows, change.parts, change.has_formulas, change.uncalculated)

    def _prepared_rows(self, move: Move) -> bytes:
        """The rows taken out, blank again, when the rows under them are prepared with formats or formulas."""
        row = self._xml.row(move.last + 1)
        if row is None:
            return b""
        pattern = re.compile(rb"(<" + re.escape(self._xml.prefix) + rb'f(?:\sa?ca="[^"]*")*>)([^<]*)(<)')
        data, pieces = self._xml.data[row.start : row.end], []
        if re.search(rb'<(?:[\w.-]+:)?f(?!(?:\sa?ca="[^"]*")*>)[\s/>]', data):
            return b""
        for number in range(move.at, move.last + 1):
            shift = number - row.number
            text = pattern.sub(lambda found, by=shift: found[1] + escaped(filled(unescaped(found[2]), by)) + found[3], data)  # type: ignore[misc]
            pieces.append(re.sub(rb'(<[\w.:-]+\b[^<>]*?\sr="[A-Z]{0,3})%d(?=")' % row.number, rb"\g<1>%d" % number, text))
        return b"".join(pieces)

    # ------------------------------------------------------------------------------------------ both
    def _is_prepared(self, start: int) -> bool:
        """Nothing of value stands from there on: no rows, or formats, or formulas whose result is an empty text."""
        return self._xml.is_blank_from(start)

    def _refuse(self, move: Move) -> None:
        found = reader(self._book, self._tab, self._xml, move)
        if found is not None:
            raise RowsRefusedError(found)

    def _moved(self, start: int, move: Move) -> MovedRows:
        if move.in_place:
            return MovedRows(b"")
        try:
            return moved_rows(self._xml, start, move, self._tab.name)
        except CannotMoveError as error:
            raise RowsRefusedError(Reader(error.reason, error.cell)) from error

    def _cells(
        self, move: Move, given: Mapping[int, Sequence[Value]], carried: Mapping[int, ColumnFormula], below: MovedRows
    ) -> SheetCells:
        """Values that the carried and the moved formulas read; only the columns that they cite are made ready."""
        texts = [formula.text for formula in carried.values()] + [below.after[place] for place in below.stale]
        cited = set(carried)
        tables = self._tables(move)
        for text in texts:
            for one in references(text):
                cited |= set(range(one.first_column, one.last_column + 1)) if one.first_column else set()
            if any(found["table"] for found in TOKEN.finditer(text)):
                cited |= {column for table in tables.values() for column in table.columns.values()}
        count = max(move.count, 0)
        base = max(move.at - _AROUND, 1)
        rows = range(base, move.at + count + _AROUND) if cited and count else range(base, base)
        columns: dict[int, list[CellValue]] = {column: [None] * len(rows) for column in cited} if rows else {}
        cells = SheetCells(
            self._tab.name, base, len(rows), columns, move, self._values, tables, self._names(), counts_from_1904=self._counts_from_1904
        )
        for row in [row for row in rows if not move.at <= row <= move.last]:
            before = row if row < move.at or move.in_place else row - move.count
            self._read_row(self._xml.row(before), row - base, columns)
        for column in columns.keys() & given.keys() - carried.keys():
            at = move.at - base
            columns[column][at : at + count] = [
                cell_value(shown(value), counts_from_1904=self._counts_from_1904) if value.__class__ is not float else value
                for value in given[column]
            ]
        return cells

    def _read_row(self, row: SheetRow | None, at: int, columns: Mapping[int, list[CellValue]]) -> None:
        if row is None:
            return
        for cell in self._xml.cells(row):
            if cell.column in columns:
                try:
                    value = self._formulas.value(cell)
                except KeyError:
                    line = self._values(self._tab.name)[row.number - 1]
                    value = cell_value(line[cell.column - 1])
                columns[cell.column][at] = value

    @cached_property
    def _settings(self) -> Settings:
        hidden = b'hidden="' in self._xml.data and re.search(rb'<(?:[\w.-]+:)?row\b[^>]*\shidden="(?:1|true)"', self._xml.data) is not None
        return Settings(self._counts_from_1904, hidden)

    @property
    def _counts_from_1904(self) -> bool:
        return self._xml.counts_from_1904

    def _tables(self, move: Move) -> dict[str, TableCells]:
        found = {}
        for tab in self._book.tabs():
            is_own = tab.part == self._tab.part
            for _, table in sheet_tables(self._book, tab.part):
                top, left, bottom, _ = table_range(table)
                first = top + int(table.get("headerRowCount", "1"))
                last = bottom - int(table.get("totalsRowCount", "0"))
                rows = move.rows(first, last, also=move.at - 1 if move.model is None else None) if is_own else (first, last)
                names = [column.get("name", "") for column in table.iterfind("{*}tableColumns/{*}tableColumn")]
                columns = {
                    re.sub(r"_x([0-9A-Fa-f]{4})_", lambda f: chr(int(f[1], 16)), name).casefold(): left + i for i, name in enumerate(names)
                }
                if rows is not None:
                    found[(table.get("displayName") or table.get("name") or "").casefold()] = TableCells(tab.name, *rows, columns)
        return found

    def _names(self) -> dict[str, str]:
        return {name.get("name", "").casefold(): name.text or "" for name in self._book.names() if name.get("localSheetId") is None}

    def _recalculated(self, below: MovedRows, move: Move, cells: SheetCells) -> tuple[MovedRows, set[int]]:
        """The moved rows with new results where the old ones no longer hold; columns left without."""
        if not below.stale:
            return below, set()
        as_before = Move(_LAST_ROW, 0, in_place=True)
        old = SheetCells(self._tab.name, 1, 0, {}, as_before, self._values, self._tables(as_before), self._names())
        old.counts_from_1904 = self._counts_from_1904
        results: dict[tuple[int, int], CellValue] = {}
        waiting = set(below.stale)
        for place in waiting:
            cells.put(*place, UNKNOWN)
        while ready := [place for place in sorted(waiting) if not self._waits(below.after[place], waiting - {place})]:
            for place in ready:
                results[place] = self._result(below, place, old, cells)
                cells.put(*place, results[place])
            waiting -= set(ready)
        results |= dict.fromkeys(waiting, UNKNOWN)
        data = below.data
        for place, result in results.items():
            data = _with_result(data, self._xml.prefix, cell_name(*place), result)
        return MovedRows(data, below.before, below.after, below.stale), {
            column for (_, column), result in results.items() if result is UNKNOWN
        }

    def _waits(self, text: str, others: set[tuple[int, int]]) -> bool:
        own = [cited for cited in references(text) if cited.sheet_name.casefold() in ("", self._tab.name.casefold())]
        return any(
            (not one.first_row or one.first_row <= row <= one.last_row)
            and (not one.first_column or one.first_column <= column <= one.last_column)
            for one in own
            for row, column in others
        )

    def _result(self, below: MovedRows, place: tuple[int, int], old: SheetCells, cells: SheetCells) -> CellValue:
        row_before, text_before = below.before[place]
        row = self._xml.row(row_before)
        stored = self._formulas.of_row(row).get(place[1]) if row else None
        try:
            if stored is None or not proves(compiled(text_before, row_before, old, self._settings), {row_before: stored.result}):
                return UNKNOWN
            return compiled(below.after[place], place[0], cells, self._settings).value(place[0])
        except NotCalculableError:
            return UNKNOWN

    def _change(
        self,
        move: Move,
        above: bytes,
        new: bytes,
        after: bytes,
        moved: MovedRows,
        columns: tuple[int, int],
        span: tuple[int, int, int, int] | None,
        has_formulas: bool,
        uncalculated: set[int],
    ) -> RowChange:
        head, tail = self._xml.head(), self._xml.tail()
        try:
            tail = moved_ranges(tail, move, columns)
            parts = move_tables(self._book, self._tab.part, move, columns)
            move_names(self._book, self._tab, move)
        except RangesGoneError as error:
            raise RowsRefusedError(Reader("range", str(error))) from error
        parts |= move_drawings(self._book, self._tab.part, move)
        data = b"".join((_with_dimension(head, move, span), above, new, after, tail))
        rewritten_rows = {row for row, _ in moved.after} | (set(range(move.at, move.last + 1)) if move.count > 0 else set())
        letters = tuple(column_letters(column) for column in sorted(uncalculated))
        return RowChange(data, move, frozenset(rewritten_rows), frozenset(parts), has_formulas or bool(moved.after), letters)


def _columns(rows: Sequence[Sequence[Value]]) -> list[list[Value]]:
    """The columns of rows of any widths."""
    width = max(map(len, rows))
    if min(map(len, rows)) < width:
        rows = [[*row, *[None] * (width - len(row))] for row in rows]
    cells = list(chain.from_iterable(rows))
    return [cells[j::width] for j in range(width)]


def attributes_and_names(tag: bytes) -> list[tuple[str, str]]:
    """Attributes of a tag in their order, as they are written."""
    return [(name.decode(), value.decode()) for name, value in re.findall(rb'\s([\w:.-]+)="([^"]*)"', tag)]


def _widest(xml: SheetXml) -> int:
    """Last column of the used range, else of the first row."""
    found = _DIMENSION.search(xml.head())
    cited = next(references(found[2].decode()), None) if found else None
    if cited is not None:
        return cited.last_column
    return max((cell.column for row in list(xml.last_rows())[:1] for cell in xml.cells(row)), default=0)


def _with_dimension(head: bytes, move: Move, span: tuple[int, int, int, int] | None) -> bytes:
    """The used range, when it is written, after the change."""
    found = _DIMENSION.search(head)
    cited = next(references(found[2].decode()), None) if found else None
    if found is None or cited is None:
        return head
    rows = move.rows(cited.first_row, cited.last_row, joins=False) or (cited.first_row, cited.first_row)
    left, right = cited.first_column, cited.last_column
    if span is not None:
        rows = (min(rows[0], span[0]), max(rows[1], span[2]))
        left, right = min(left, span[1]), max(right, span[3])
    ref = cell_name(rows[0], left)
    if (rows[0], left) != (rows[1], right):
        ref += f":{cell_name(rows[1], right)}"
    return head[: found.start()] + found[1] + ref.encode() + found[3] + head[found.end() :]


def _with_result(data: bytes, prefix: bytes, address: str, result: CellValue) -> bytes:
    """The rows with another result in one formula cell; without any when it is not known."""
    tag, end = re.escape(prefix), re.escape(b"</" + prefix)
    pattern = re.compile(rb"(<" + tag + rb'c\b[^<>]*?\sr="' + address.encode() + rb'"[^<>]*>)(.*?)(' + end + rb"c>)", re.DOTALL)
    found = pattern.search(data)
    if found is None:
        return data
    opening = re.sub(rb'\st="[^"]*"', b"", found[1])
    inner = re.sub(rb"<" + tag + rb"v\b[^>]*?(?:/>|>[^<]*" + end + rb"v>)", b"", found[2])
    if result is not UNKNOWN:
        kind, shown_as = result_content(result)
        opening = opening if kind == "n" else opening[:-1] + b' t="' + kind.encode() + b'">'
        inner += b"<" + prefix + b"v>" + shown_as.encode() + b"</" + prefix + b"v>"
    return data[: found.start()] + opening + inner + found[3] + data[found.end() :]
