"""Sheets as data become an .xlsx that says the same, looks the same, and is the same to the byte."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from addin.hosts.looks import ACCENT, AMOUNT_FORMAT, RED, look
from addin.hosts.render import FILLER_SHEET, side_workbook
from addin.sheets.model import Band, Block, Cell, Chart, Column, Page, Role, Row, Sheet, TableBlock, Tone


def _open(*sheets: Sheet) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(side_workbook(sheets)))


def _part(name: str, *sheets: Sheet) -> str:
    with zipfile.ZipFile(io.BytesIO(side_workbook(sheets))) as archive:
        return archive.read(name).decode()


def _plain(*cells: Cell, title: str = "Essai", tab: str = "report") -> Sheet:
    return Sheet(title, (12,) * 8, {"full": (0, 8)}, (Band((Block("b", (Row(cells),), "full"),)),), tab=tab)


def _report(series: int = 2, title: str = "Solde prévu") -> Sheet:
    heads = [Cell("Date", Role.HEAD), Cell("Prévu", Role.HEAD), Cell("Seuil", Role.HEAD, Tone.BAD)][: series + 1]
    days = [
        Row((Cell(date(2026, 11, 1) + timedelta(i), Role.DATE), *(Cell(Decimal(100 - i), Role.AMOUNT) for _ in range(series))))
        for i in range(91)
    ]
    return Sheet(
        "Rapport 2026-S44", (20, 12, 12, 2, 20, 12, 3, 10, 10, 10), {"full": (0, 6), "right": (4, 2), "data": (7, 3)},
        (
            Band((Block("top", (Row((Cell("Rapport", Role.TITLE, span=6),)),), "full"),)),
            Band((Block("low", (Row((Cell("Point bas", Role.BLOCK, span=2),)),), "right", chart=Chart(title, "points", 10)),)),
            Band((Block("note", (Row((Cell(None, Role.INPUT, span=6),), 4),), "full", name="Commentaire"),)),
            Band((Block("points", (Row(tuple(heads)), *days), "data"),)),
        ),
        Page(footer="Société & fils", print_lanes=("full",)),
    )  # fmt: skip


def test_the_same_sheets_give_the_same_bytes_in_another_process() -> None:
    code = (
        "import hashlib, sys; sys.path[:0] = sys.argv[1:]\n"
        "from addin.hosts.render import side_workbook\nfrom addin.sheets.blank_workbook import template_sheets\n"
        "print(hashlib.sha256(side_workbook(template_sheets())).hexdigest())"
    )
    paths = [path for path in sys.path if path] + ["."]
    prints = {
        subprocess.run(
            [sys.executable, "-c", code, *paths], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(prints) == 1
    assert side_workbook([_report()]) == side_workbook([_report()])


def test_what_looks_like_a_formula_or_an_error_stays_text() -> None:
    texts = ["=1+1", "+213 21 00 00", "-5", "@SOMME(A1)", "#N/A", "#REF!", "a\x0bb"]
    sheet = _open(_plain(*(Cell(text) for text in texts))).worksheets[0]
    row = [sheet.cell(1, i) for i in range(1, 8)]
    assert [cell.data_type for cell in row] == ["s"] * 7
    assert [cell.value for cell in row] == [*texts[:6], "a�b"]
    assert [cell.quotePrefix for cell in row[:4]] == [True] * 4


def test_a_role_becomes_a_number_format_and_a_tone_a_colour() -> None:
    sheet = _open(
        _plain(
            Cell(Decimal("-1234.5"), Role.AMOUNT), Cell(12, Role.COUNT), Cell(date(2026, 10, 31), Role.DATE), Cell(0.12, Role.PERCENT),
            Cell(Decimal("149.25"), Role.RATE), Cell("retard", tone=Tone.BAD), Cell("bloc", Role.BLOCK), Cell(date(2026, 1, 2)),
        )
    ).worksheets[0]  # fmt: skip
    formats = [sheet.cell(1, i).number_format for i in (1, 2, 3, 4, 5, 8)]
    assert formats == [AMOUNT_FORMAT, "#,##0", "dd/mm/yyyy", "0%", "0.0000", "dd/mm/yyyy"]
    assert sheet["A1"].value == -1234.5
    assert sheet["F1"].font.color.rgb.endswith(RED)
    assert sheet["G1"].fill.start_color.rgb.endswith(ACCENT)
    assert sheet["A1"].font.name == "Calibri"


def test_bad_news_are_told_by_weight_too_as_paper_may_be_black_and_white() -> None:
    assert look(Role.AMOUNT, Tone.BAD).bold
    assert not look(Role.AMOUNT).bold


def test_wide_cells_are_merged_with_their_look_on_every_cell() -> None:
    wide = _plain(Cell("Conclusion", Role.LEAD, Tone.BAD, span=4, wrap=True))
    sheet = _open(wide).worksheets[0]
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A1:D1"]
    assert sheet["A1"].alignment.wrap_text
    styles = re.findall(r'<c r="[A-D]1" s="(\d+)"', _part("xl/worksheets/sheet1.xml", wide))  # openpyxl forgets them when it reads
    assert len(styles) == 4
    assert len(set(styles)) == 1


def test_headings_stand_like_the_values_below() -> None:
    rows = (Row((Cell("Compte", Role.HEAD), Cell("Solde", Role.HEAD))), Row((Cell("BNA"), Cell(Decimal(1), Role.AMOUNT))))
    sheet = _open(Sheet("Essai", (10, 10), {"full": (0, 2)}, (Band((Block("b", rows, "full"),)),))).worksheets[0]
    assert [sheet["A1"].alignment.horizontal, sheet["B1"].alignment.horizontal] == ["left", "right"]


def test_blocks_that_overlap_are_refused() -> None:
    left = Block("a", (Row((Cell("x", span=3),)),), "full")
    right = Block("b", (Row((Cell("y"),)),), "right")
    with pytest.raises(ValueError, match="overlap"):
        side_workbook([Sheet("Essai", (9,) * 4, {"full": (0, 4), "right": (1, 2)}, (Band((left, right)),))])


def test_two_sheets_of_one_name_and_no_sheet_are_refused() -> None:
    with pytest.raises(ValueError, match="differ"):
        side_workbook([_plain(Cell("a")), _plain(Cell("b"), title="ESSAI")])
    with pytest.raises(ValueError, match="differ"):
        side_workbook([])


def test_a_state_sheet_is_hidden_beside_a_visible_one() -> None:
    book = _open(_plain(Cell("x"), title="Historique", tab="state"))
    assert [(sheet.title, sheet.sheet_state) for sheet in book.worksheets] == [("Historique", "hidden"), (FILLER_SHEET, "visible")]
    both = _open(_plain(Cell("x"), title="Historique", tab="state"), _plain(Cell("y")))
    assert both.sheetnames == ["Historique", "Essai"]
    assert both.active is not None
    assert both.active.title == "Essai"


def test_a_report_prints_on_one_a4_page_without_its_data() -> None:
    sheet = _open(_report()).worksheets[0]
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (9, 1, 1)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_area == "'Rapport 2026-S44'!$A$1:$F$15"
    assert sheet.print_options.horizontalCentered
    assert sheet.oddFooter.left.text == "Société && fils"
    assert not sheet.sheet_view.showGridLines


def test_a_long_tab_prints_as_many_pages_as_it_needs() -> None:
    sheet = _open(
        Sheet("L", (9,), {"full": (0, 1)}, (Band((Block("b", (Row((Cell("x"),)),), "full"),)),), Page(True, one_page=False, repeat_rows=1))
    ).worksheets[0]
    assert (sheet.page_setup.fitToHeight, sheet.page_setup.orientation, sheet.print_title_rows) == (0, "landscape", "$1:$1")


def test_the_input_cell_has_a_name_of_its_sheet_and_the_height_of_its_lines() -> None:
    sheet = _open(_report()).worksheets[0]
    assert sheet.defined_names["Commentaire"].attr_text == "'Rapport 2026-S44'!$A$15"
    assert sheet.row_dimensions[15].height == 60
    assert sheet["A15"].fill.start_color.rgb.endswith("FFF9DB")


def test_no_row_is_taller_than_excel_allows() -> None:
    sheet = _open(Sheet("H", (9,), {"full": (0, 1)}, (Band((Block("b", (Row((Cell("x"),), 200),), "full"),)),))).worksheets[0]
    assert sheet.row_dimensions[1].height == 409


def test_the_chart_reads_its_block_shows_its_axes_and_dashes_its_threshold() -> None:
    xml = _part("xl/charts/chart1.xml", _report())
    assert xml.count('<delete val="0"') == 2
    assert 'formatCode="dd/mm"' in xml
    assert "'Rapport 2026-S44'!$H$18:$H$108" in xml
    assert xml.count('<a:prstDash val="dash"') == 1
    assert "<legend>" in xml
    assert "Solde prévu" in xml
    assert "<autoTitleDeleted" not in xml


def test_a_single_series_has_no_legend_and_a_chart_without_title_no_borrowed_one() -> None:
    xml = _part("xl/charts/chart1.xml", _report(series=1, title=""))
    assert "<legend>" not in xml
    assert '<autoTitleDeleted val="1"/>' in xml


def test_a_band_is_filled_between_its_edges_and_the_legend_names_it_once() -> None:
    heads = Row(tuple(Cell(name, Role.HEAD) for name in ("Date", "Prudent", "Prévu", "Fourchette")))
    days = [
        Row((Cell(date(2026, 11, 1) + timedelta(i), Role.DATE), *(Cell(Decimal(cents), Role.AMOUNT) for cents in (-50 + i, i, 100))))
        for i in range(30)
    ]
    fan = Block("path", (Row((Cell("Solde", Role.BLOCK, span=4),)),), "full", Chart("", "points", 10, has_band=True))
    sheet = Sheet(
        "Prévision", (12,) * 9, {"full": (0, 4), "data": (5, 4)}, (Band((fan,)),), aside=(Block("points", (heads, *days), "data"),)
    )
    xml = _part("xl/charts/chart1.xml", sheet)
    areas, lines = xml[xml.index("<areaChart>") : xml.index("</areaChart>")], xml[xml.index("<lineChart>") : xml.index("</lineChart>")]
    assert 'grouping val="stacked"' in areas
    assert (areas.count("<ser>"), lines.count("<ser>")) == (2, 1)
    assert areas.index("<a:noFill") < areas.index("<a:solidFill")
    assert '<legendEntry><idx val="0"/><delete val="1"/>' in xml.replace(" />", "/>")


def test_the_chart_stands_over_the_empty_rows_of_its_lane() -> None:
    (chart,) = _open(_report()).worksheets[0]._charts  # type: ignore[attr-defined]
    start, end = chart.anchor._from, chart.anchor.to
    assert (start.col, start.row, end.col, end.row) == (4, 3, 6, 13)


def test_a_chart_without_its_data_is_refused() -> None:
    lonely = Block("low", (Row((Cell("x"),)),), "full", chart=Chart("t", "nowhere"))
    with pytest.raises(KeyError, match="nowhere"):
        side_workbook([Sheet("S", (9,), {"full": (0, 1)}, (Band((lonely,)),))])


def _tables(*columns: Column, rows: tuple[tuple[str, ...], ...] = ()) -> Sheet:
    return Sheet("T", (), {"full": (0, len(columns))}, (Band((TableBlock("t", "tblT", columns, rows),)),), tab="input")


def test_an_empty_table_keeps_one_blank_row() -> None:
    sheet = _open(_tables(Column("A"), Column("B", Role.AMOUNT))).worksheets[0]
    assert sheet.tables["tblT"].ref == "A1:B2"
    assert sheet["A2"].value is None
    assert sheet.column_dimensions["B"].number_format == AMOUNT_FORMAT


def test_a_list_without_its_table_or_too_long_is_refused() -> None:
    with pytest.raises(ValueError, match="tblAilleurs"):
        side_workbook([_tables(Column("A", choices_from=("tblAilleurs", "X")))])
    with pytest.raises(ValueError, match="cannot be written"):
        side_workbook([_tables(Column("A", choices=tuple(f"un choix assez long {i}" for i in range(20))))])
    with pytest.raises(ValueError, match="longer than"):
        side_workbook([_tables(Column("A", help="x" * 256))])


def test_figures_typed_as_text_in_a_table_keep_their_zeros() -> None:
    sheet = _open(_tables(Column("Pièce"), rows=(("0018834",),))).worksheets[0]
    assert (sheet["A2"].value, sheet["A2"].number_format) == ("0018834", "@")
