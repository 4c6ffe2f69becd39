"""Sheets as data made into an .xlsx, once for all hosts: the closed file splices it in, Excel and Calc copy it in.

The same sheets give the same bytes: the document properties and the dates inside the package are fixed.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import MergedCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.packaging.core import DocumentProperties
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from addin.hosts.charts import draw_chart, without_automatic_title
from addin.hosts.formula_results import bind, reference, with_results, without_update_prompt
from addin.hosts.formulas import stored
from addin.hosts.live_tones import add_tones
from addin.hosts.looks import GREY, MINIMUM_HEIGHT, RIGHT_ALIGNED, TAB_COLORS, Look, Wardrobe, dress, look
from addin.hosts.tables import add_table, list_names
from addin.sheets.model import Block, Column, Formula, Role, Row, Sheet, TableBlock, Value, shown

LINE_HEIGHT, TALLEST_ROW = 15.0, 409.0
FILLER_SHEET = "_"
"""Visible blank sheet added when all the others are hidden: a workbook needs a visible sheet."""

_FIXED_DATE = datetime(2020, 1, 1)
_ZIP_DATE = (2020, 1, 1, 0, 0, 0)
_FORMULA_STARTS = ("=", "+", "-", "@")


def side_workbook(sheets: Sequence[Sheet], *, is_bound: bool = True) -> bytes:
    """Sheets rendered into one .xlsx package, byte for byte the same for the same sheets.

    Hidden state sheets are followed by a blank visible sheet `FILLER_SHEET` when no other sheet is visible.

    Args:
        sheets: at least one; titles unique, at most 31 characters; table names unique among all.
        is_bound: our functions are bound to the add-in by a link; False for a workbook that holds them itself, or for LibreOffice.
    Raises:
        ValueError: no sheet, a title or a name of the workbook twice, blocks that overlap, or a validation list without its table.
        KeyError: a chart without its data block.
    """
    titles = [sheet.title for sheet in sheets]
    if not titles or len({title.casefold() for title in titles}) < len(titles):
        raise ValueError(f"sheet titles must be there and differ: {titles}")
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties = DocumentProperties(creator="Trésorerie", created=_FIXED_DATE, modified=_FIXED_DATE)
    names = list_names(sheets)
    for name in names.values():
        book.defined_names.add(name)
    formulas: dict[str, dict[str, Formula]] = {}
    for number, sheet in enumerate(sheets, 1):
        ws = book.create_sheet(sheet.title)
        drawing = _Drawing(ws, sheet, is_bound=is_bound)
        drawing.draw()
        last = len(sheet.bands) - 1
        for i, (top, left, block) in drawing.placed():
            if isinstance(block, TableBlock):
                add_table(ws, block, top, left, last=i == last, names=names)
        formulas[f"xl/worksheets/sheet{number}.xml"] = drawing.formulas
    bind(book, (formula for found in formulas.values() for formula in found.values() if is_bound))
    if all(sheet.tab == "state" for sheet in sheets):
        book.create_sheet(FILLER_SHEET)
    book.active = next(i for i, ws in enumerate(book.worksheets) if ws.sheet_state == "visible")
    return _packed(book, formulas)


class _InOrder(MultiCellRange):
    """Merged cells written from left to right: openpyxl keeps them in a set, whose order changes from run to run."""

    def __iter__(self) -> Iterator[CellRange]:
        yield from self.sorted()


class _Drawing:
    """One sheet being drawn: widths, cells, merges, heights, page; the wardrobe keeps the looks already made."""

    def __init__(self, ws: Worksheet, sheet: Sheet, *, is_bound: bool) -> None:
        self.ws = ws
        self.is_bound = is_bound
        ws.merged_cells = _InOrder()
        self.sheet = sheet
        self.wardrobe = Wardrobe(ws)
        self.heights: dict[int, float] = {}
        self.formulas: dict[str, Formula] = {}

    def placed(self) -> list[tuple[int, tuple[int, int, Block | TableBlock]]]:
        """Each block with the number of its band (-1 aside of them) and its place."""
        of_band = [i for i, band in enumerate(self.sheet.bands) for _ in band.blocks] + [-1] * len(self.sheet.aside)
        return list(zip(of_band, self.sheet.placed(), strict=True))

    def draw(self) -> None:
        for i, width in enumerate(self.sheet.widths):
            self.ws.column_dimensions[get_column_letter(i + 1)].width = width
        for i, (top, left, block) in self.placed():
            if isinstance(block, TableBlock):
                self._table(block, top, left, last=i == len(self.sheet.bands) - 1)
            else:
                self._block(block, top, left)
        for row, height in self.heights.items():
            self.ws.row_dimensions[row + 1].height = min(height, TALLEST_ROW)
        self._view()
        self._page()

    # ------------------------------------------------------------------------------------------ cells
    def _block(self, block: Block, top: int, left: int) -> None:
        columns = _column_roles(block.rows, left)
        for i, row in enumerate(block.rows):
            row_index = top + i
            column = left
            for cell in row.cells:
                wanted = look(cell.role, cell.tone, shown(cell.value), wrap=cell.wrap, ruled=self.sheet.tab == "report")
                if cell.role is Role.HEAD and column in columns:
                    wanted = replace(wanted, horizontal=look(columns[column]).horizontal)
                if self.sheet.tab == "input" and not wanted.indent:
                    wanted = replace(wanted, indent=_indent(columns.get(column, cell.role) if cell.role is Role.HEAD else cell.role))
                self._put(row_index, column, cell.value, wanted, cell.span, cell.down)
                if cell.tones or isinstance(cell.value, Formula):
                    add_tones(self.ws, row_index, column, cell)
                if cell.role is Role.INPUT and block.name:
                    self._name(block.name, row_index, column)
                column += cell.span
            self._height(row_index, row)
        for name, (row_index, column) in block.book_names.items():
            self._book_name(name, top + row_index, left + column)
        if block.chart:
            draw_chart(self.ws, self.sheet, block.chart, top=top + len(block.rows), lane=block.lane)

    def _table(self, block: TableBlock, top: int, left: int, *, last: bool) -> None:
        for j, column in enumerate(block.columns):
            heading = replace(look(Role.BLOCK, wrap=True), horizontal=look(column.role).horizontal, indent=_indent(column.role))
            self._put(top, left + j, column.title, heading, 1)
            if last:
                self._column(column, left + j)
        for i, values in enumerate(block.rows, 1):
            for j, value in enumerate(values):
                wanted = replace(look(block.columns[j].role, value=shown(value)), indent=_indent(block.columns[j].role))
                if isinstance(value, str) and wanted.number_format == "General" and (not value or value.isdigit()):
                    wanted = replace(wanted, number_format="@")  # RIB, account, cheque: what she types there stays text
                if (i - 1, j) in block.to_fill:
                    box = look(Role.INPUT)
                    wanted = replace(wanted, fill=box.fill, frame=box.frame)
                self._put(top + i, left + j, value, wanted, 1)
        widths = [self._width(left + j, column) for j, column in enumerate(block.columns)]
        if any(len(column.title) * 1.15 > width for column, width in zip(block.columns, widths, strict=True)):
            self.heights[top] = max(self.heights.get(top, 0), 2 * LINE_HEIGHT)

    def _width(self, index: int, column: Column) -> float:
        return self.sheet.widths[index] if index < len(self.sheet.widths) else column.width

    def _column(self, column: Column, index: int) -> None:
        """Formats of the blank rows below a table live in the column itself."""
        dimension = self.ws.column_dimensions[get_column_letter(index + 1)]
        dimension.width = self._width(index, column)
        dress(dimension, replace(look(column.role), indent=_indent(column.role)))  # type: ignore[arg-type]  # a column is dressed like a cell

    def _put(self, row: int, column: int, value: Value, wanted: Look, span: int, down: int = 1) -> None:
        target = self.ws.cell(row + 1, column + 1)
        if not isinstance(target, SheetCell):
            raise ValueError(f"blocks overlap at row {row + 1}, column {column + 1} of {self.sheet.title!r}")
        if isinstance(value, Formula):
            self._formula(target, value)
        elif isinstance(value, str):
            value = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", value)
            if value.startswith(_FORMULA_STARTS):
                wanted = replace(wanted, keeps_text=True)  # stays text even when she edits the cell
        if value is not None and value != "" and not isinstance(value, Formula):
            target.value = value
            if isinstance(value, str):
                target.data_type = "s"  # never a formula, never an error code
        style = self.wardrobe.style(wanted)
        target._style = style  # type: ignore[attr-defined]
        if span > 1 or down > 1:
            self.ws.merge_cells(start_row=row + 1, end_row=row + down, start_column=column + 1, end_column=column + span)
            for i, j in ((i, j) for i in range(down) for j in range(span) if i or j):
                covered = self.ws.cell(row + 1 + i, column + 1 + j)
                assert isinstance(covered, MergedCell)
                covered._style = style  # type: ignore[attr-defined]

    def _name(self, name: str, row: int, column: int) -> None:
        place = f"{quote_sheetname(self.sheet.title)}!${get_column_letter(column + 1)}${row + 1}"
        self.ws.defined_names.add(DefinedName(name, attr_text=place))

    def _book_name(self, name: str, row: int, column: int) -> None:
        assert self.ws.parent is not None
        names = self.ws.parent.defined_names
        if name in names:
            raise ValueError(f"the name {name!r} is given twice")
        names.add(DefinedName(name, attr_text=f"{quote_sheetname(self.sheet.title)}!${get_column_letter(column + 1)}${row + 1}"))

    def _formula(self, target: SheetCell, formula: Formula) -> None:
        text = f"={stored(formula.text, 1 if self.is_bound else None)}"
        target.value = ArrayFormula(reference(target.row, target.column, formula), text) if formula.is_array else text
        target.data_type = "f"
        self.formulas[target.coordinate] = formula

    def _height(self, row_index: int, row: Row) -> None:
        least = max((MINIMUM_HEIGHT.get(cell.role, LINE_HEIGHT) for cell in row.cells), default=LINE_HEIGHT)
        self.heights[row_index] = max(self.heights.get(row_index, 0), row.lines * LINE_HEIGHT, least)

    # ------------------------------------------------------------------------------------------ view and page
    def _view(self) -> None:
        ws, sheet = self.ws, self.sheet
        rows, columns = sheet.freeze
        if rows or columns:
            ws.freeze_panes = f"{get_column_letter(columns + 1)}{rows + 1}"
        ws.sheet_properties.tabColor = TAB_COLORS[sheet.tab]
        ws.sheet_view.showGridLines = sheet.tab not in ("report", "help")
        if sheet.tab == "state":
            ws.sheet_state = "hidden"

    def _page(self) -> None:
        ws, page = self.ws, self.sheet.page
        ws.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        ws.page_setup.paperSize = 9  # A4
        ws.page_setup.orientation = "landscape" if page.landscape else "portrait"
        ws.page_setup.fitToWidth = 1
        ws.page_setup.fitToHeight = 1 if page.one_page else 0
        ws.print_options.horizontalCentered = True
        margins = ws.page_margins
        margins.left = margins.right = 0.4
        margins.top, margins.bottom, margins.header, margins.footer = 0.4, 0.5, 0.2, 0.25
        footer = HeaderFooterItem()
        footer.left.text = page.footer.replace("&", "&&") or None
        footer.right.text = None if page.one_page else "Page &P / &N"
        for part in (footer.left, footer.right):
            part.size, part.color = 8, GREY
        ws.oddFooter = footer
        if page.repeat_rows:
            ws.print_title_rows = f"1:{page.repeat_rows}"
        area = self._print_area()
        if area:
            ws.print_area = area

    def _print_area(self) -> str:
        """Smallest rectangle over the printed lanes, "" when all are printed."""
        lanes = self.sheet.page.print_lanes
        if not lanes:
            return ""
        first = min(self.sheet.lanes[lane][0] for lane in lanes)
        last = max(self.sheet.lanes[lane][0] + self.sheet.lanes[lane][1] for lane in lanes)
        shown = {lane for lane, (at, width) in self.sheet.lanes.items() if at < last and at + width > first}
        bottom = max((top + block.height for top, _, block in self.sheet.placed() if block.lane in shown), default=1)
        return f"{get_column_letter(first + 1)}1:{get_column_letter(last)}{bottom}"


def _indent(role: Role) -> int:
    """In tabs of data numbers stand right against the texts of the next column: leave a little room on the number's side."""
    return 1 if role in RIGHT_ALIGNED else 0


def _column_roles(rows: Sequence[Row], left: int) -> dict[int, Role]:
    """What each grid column of a block holds under its heading, so that the heading stands like its values."""
    first: dict[int, Role] = {}
    for row in rows:
        column = left
        for cell in row.cells:
            if cell.role not in (Role.HEAD, Role.BLOCK, Role.NOTE, Role.LEAD) and cell.value is not None:
                first.setdefault(column, cell.role)
            column += cell.span
    return first


def _packed(book: Workbook, formulas: Mapping[str, Mapping[str, Formula]]) -> bytes:
    """The package with fixed dates, parts in openpyxl's order, and the results of its formulas.

    Args:
        formulas: sheet part → address → formula.
    """
    written, packed = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        ExcelWriter(book, archive).save()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, _ZIP_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            info.create_system = 0
            part = source.read(name)
            if name.startswith("xl/charts/"):
                part = without_automatic_title(part)
            elif formulas.get(name):
                part = with_results(part, formulas[name])
            elif name == "xl/workbook.xml" and book._external_links:  # type: ignore[attr-defined]
                part = without_update_prompt(part)
            target.writestr(info, part)
    return packed.getvalue()
