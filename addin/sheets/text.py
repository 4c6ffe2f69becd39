"""A `Sheet` as plain text: what golden tests compare, and what a person reads in a diff.

Bands follow each other; the blocks of a band are told one after the other under their lane. Columns are aligned, amounts
written as in Algeria (« 1 234,56 »), dates jj/mm/aaaa; a tone shows as a mark before the value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from addin.sheets.model import Block, Cell, Formula, Role, Row, Sheet, TableBlock, Tone, Value

_MARKS = {Tone.PLAIN: "", Tone.GOOD: "[+] ", Tone.WATCH: "[?] ", Tone.BAD: "[!] ", Tone.MUTED: "[~] "}
_DECIMALS = {Role.AMOUNT: 2, Role.TOTAL: 2, Role.COUNT: 0, Role.TOTAL_COUNT: 0, Role.FIGURE: 0, Role.RATE: 4}
_ON_THE_RIGHT = frozenset({Role.AMOUNT, Role.TOTAL, Role.TOTAL_COUNT, Role.COUNT, Role.PERCENT, Role.RATE})


def as_text(sheet: Sheet) -> str:
    """The whole sheet in lines without trailing blanks, ending with a line break."""
    page = sheet.page
    orientation = "paysage" if page.landscape else "portrait"
    lines = [f"« {sheet.title} » ({sheet.tab}), A4 {orientation}{', une page' if page.one_page else ''}"]
    if page.footer:
        lines.append(f"pied : {page.footer}")
    for band in sheet.bands:
        lines.append("─" * 60)
        for block in band.blocks:
            lines.extend(_table(block) if isinstance(block, TableBlock) else _block(block))
    for block in sheet.aside:
        lines.extend(("─" * 60, *_block(block)))
    return "\n".join(line.rstrip() for line in lines) + "\n"


def value_text(value: Value, role: Role = Role.TEXT) -> str:
    """A value as the bookkeeper reads it.

    >>> value_text(Decimal("-1234.5"), Role.AMOUNT), value_text(date(2026, 10, 31)), value_text(0.125, Role.PERCENT)
    ('-1 234,50', '31/10/2026', '13 %')
    """
    if isinstance(value, Formula):
        return value.error or value_text(value.cached, role)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, (int, float, Decimal)):
        if role is Role.PERCENT:
            return f"{_number(Decimal(str(value)) * 100, 0)} %"
        if role in _DECIMALS:
            return _number(Decimal(str(value)), _DECIMALS[role])
        return _number(value, 2) if isinstance(value, Decimal) else f"{value}".replace(".", ",")
    return value.replace("\n", " ⏎ ")


def _number(value: Decimal, decimals: int) -> str:
    rounded = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{rounded:,f}".replace(",", " ").replace(".", ",")


def _cell_text(cell: Cell) -> str:
    text = value_text(cell.value, cell.role)
    if isinstance(cell.value, Formula):
        text = f"{text} ⟵ ={cell.value.text}"
    if cell.role is Role.INPUT:
        text = f"[à saisir : {text}]"
    return _MARKS[cell.tone] + text if text else ""


def _block(block: Block) -> Iterator[str]:
    name = f", nom {block.name}" if block.name else ""
    yield f"[{block.lane}] {block.key}{name}"
    yield from _aligned(block.rows)
    if block.chart:
        title = f" « {block.chart.title} »" if block.chart.title else ""
        yield f"  <graphique{title} de {block.chart.data}, {block.chart.rows} lignes>"


def _table(block: TableBlock) -> Iterator[str]:
    yield f"[{block.lane}] {block.key}, tableau {block.name}"
    headings = Row(tuple(Cell(column.title, Role.HEAD) for column in block.columns))
    rows = [Row(tuple(Cell(value, column.role) for value, column in zip(values, block.columns, strict=True))) for values in block.rows]
    yield from _aligned([headings, *rows])
    for column in block.columns:
        if column.choices:
            yield f"  liste {column.title} : {' · '.join(column.choices)}"
        elif column.choices_from:
            yield f"  liste {column.title} : {column.choices_from[0]}[{column.choices_from[1]}]"


def _aligned(rows: Sequence[Row]) -> Iterator[str]:
    """Cells of span 1 share the columns; a wider one takes the room it needs."""
    widths: dict[int, int] = {}
    numeric: set[int] = set()
    for row in rows:
        for column, cell in _placed(row):
            if cell.span == 1:
                widths[column] = max(widths.get(column, 0), len(_cell_text(cell)))
            if cell.role in _ON_THE_RIGHT:
                numeric.add(column)
    for row in rows:
        parts = []
        for column, cell in _placed(row):
            text = _cell_text(cell)
            room = sum(widths.get(column + i, 0) for i in range(cell.span)) + 3 * (cell.span - 1)
            is_right = cell.role in _ON_THE_RIGHT or (cell.role is Role.HEAD and column in numeric)
            parts.append(text.rjust(room) if is_right else text.ljust(room))
        line = " | ".join(parts)
        yield f"# {line}" if any(cell.role is Role.BLOCK for cell in row.cells) else f"  {line}"


def _placed(row: Row) -> Iterator[tuple[int, Cell]]:
    column = 0
    for cell in row.cells:
        yield column, cell
        column += cell.span
