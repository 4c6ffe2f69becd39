"""Line charts of a `Sheet`, from a `data` block of the same sheet, placed over the grid rows that the block left empty."""

from __future__ import annotations

from typing import Any

from openpyxl.chart import AreaChart, LineChart, Reference, Series
from openpyxl.chart.axis import ChartLines, DateAxis
from openpyxl.chart.data_source import AxDataSource, NumRef
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.legend import Legend, LegendEntry
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties, RegularTextRun
from openpyxl.drawing.text import Font as TextFont
from openpyxl.worksheet.worksheet import Worksheet

from addin.hosts.looks import ACCENT, AMBER, FONT, GREEN, GREY, RED
from addin.sheets.model import Block, Chart, Sheet, Tone

_LINE_COLORS = (ACCENT, "7A9E3A", "8A6FB0", "C9772B")
_TONE_COLORS = {Tone.BAD: RED, Tone.WATCH: AMBER, Tone.GOOD: GREEN, Tone.MUTED: GREY}
_BAND = "CFE3E6"
"""A light tint of the accent."""
_POINT = 12_700  # EMU
_LABELS_ON_AXIS = 8


def draw_chart(ws: Worksheet, sheet: Sheet, chart: Chart, *, top: int, lane: str) -> None:
    """Draw a line chart, with a filled band when it has one, over `chart.rows` grid rows from `top`, as wide as the lane.

    A series whose heading in the data block has a tone is a threshold: dashed, in the tone's colour (`Tone.BAD` red).

    Args:
        top: first grid row, 0-based.
    Raises:
        KeyError: the sheet has no plain block of the key `chart.data`.
    """
    data_top, data_left, data = _data_block(sheet, chart.data)
    points = len(data.rows) - 1
    drawn = LineChart()
    drawn.roundedCorners = False
    dates = Reference(ws, min_col=data_left + 1, min_row=data_top + 2, max_row=data_top + 1 + points)
    headings = data.rows[0].cells[1:]
    every = [
        Series(Reference(ws, min_col=data_left + 2 + i, min_row=data_top + 1, max_row=data_top + 1 + points), title_from_data=True)
        for i in range(len(headings))
    ]
    edges = (0, len(every) - 1) if chart.has_band else ()
    for series in every:
        series.cat = _dates(dates)
    for at, i in enumerate([i for i in range(len(every)) if i not in edges]):
        every[i].smooth = False
        every[i].marker.symbol = "none"
        every[i].graphicalProperties = _line(_TONE_COLORS.get(headings[i].tone, _LINE_COLORS[at % len(_LINE_COLORS)]), headings[i].tone)
        drawn.series.append(every[i])
    drawn.x_axis = _date_axis(points)
    drawn.y_axis.delete = False
    drawn.y_axis.crossAx = drawn.x_axis.axId
    drawn.y_axis.number_format = "#,##0"
    drawn.y_axis.numFmt.sourceLinked = False
    drawn.y_axis.majorGridlines = ChartLines(spPr=GraphicalProperties(ln=LineProperties(w=_POINT // 2, solidFill="E3E7E9")))
    drawn.y_axis.txPr = _small_text()
    drawn.y_axis.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))
    drawn.title = _title(chart.title) if chart.title else None
    drawn.legend = Legend(legendPos="b", txPr=_small_text()) if len(every) > 1 else None
    drawn.graphical_properties = GraphicalProperties(ln=LineProperties(noFill=True))
    first, columns = sheet.lanes[lane]
    drawn.anchor = TwoCellAnchor(  # type: ignore[assignment]  # the stubs know the text form only
        editAs="oneCell",
        _from=AnchorMarker(col=first, row=top, rowOff=2 * _POINT),
        to=AnchorMarker(col=first + columns, row=top + chart.rows),
    )
    ws.add_chart(_with_band(drawn, *(every[i] for i in edges)) if edges else drawn)


def _with_band(lines: LineChart, low: Any, height: Any) -> AreaChart:
    """The lines over a filled band; its lower edge is an area without fill, which the legend does not name."""
    band = AreaChart(grouping="stacked")
    low.graphicalProperties = GraphicalProperties(noFill=True, ln=LineProperties(noFill=True))
    height.graphicalProperties = GraphicalProperties(solidFill=_BAND, ln=LineProperties(noFill=True))
    band.series = [low, height]
    for name in ("roundedCorners", "x_axis", "y_axis", "title", "legend", "graphical_properties", "anchor"):
        setattr(band, name, getattr(lines, name))
    assert band.legend is not None
    band.legend.legendEntry = [LegendEntry(idx=0, delete=True)]
    lines.title = lines.legend = None
    band += lines
    return band


def without_automatic_title(part: bytes) -> bytes:
    """The chart part of a chart without title saying so; else Excel shows the name of a single series as one.

    >>> without_automatic_title(b"<chart><plotArea/></chart>")
    b'<chart><autoTitleDeleted val="1"/><plotArea/></chart>'
    """
    return part.replace(b"<chart><plotArea", b'<chart><autoTitleDeleted val="1"/><plotArea', 1)


def _data_block(sheet: Sheet, key: str) -> tuple[int, int, Block]:
    for row, column, block in sheet.placed():
        if block.key == key and isinstance(block, Block):
            return row, column, block
    raise KeyError(f"sheet {sheet.title!r} has no data block {key!r} for its chart")


def _dates(reference: Reference) -> AxDataSource:
    return AxDataSource(numRef=NumRef(f=str(reference)))


def _line(color: str, tone: Tone) -> GraphicalProperties:
    is_threshold = tone is not Tone.PLAIN
    line = LineProperties(w=_POINT if is_threshold else _POINT * 7 // 4, solidFill=color, prstDash="dash" if is_threshold else None)
    return GraphicalProperties(ln=line)


def _date_axis(points: int) -> DateAxis:
    axis = DateAxis(crossAx=100, axPos="b")
    axis.delete = False
    axis.number_format = "dd/mm"
    axis.numFmt.sourceLinked = False
    axis.baseTimeUnit = "days"
    axis.majorTimeUnit = "days"
    axis.majorUnit = max(1, round(points / _LABELS_ON_AXIS / 7) * 7) if points > 14 else max(1, points // _LABELS_ON_AXIS)
    axis.majorTickMark = "out"
    axis.tickLblPos = "low"
    axis.majorGridlines = None
    axis.txPr = _small_text()
    return axis


def _text_properties(size: int, *, bold: bool = False, color: str = "404040") -> CharacterProperties:
    return CharacterProperties(sz=size, b=bold, solidFill=color, latin=TextFont(typeface=FONT))


def _small_text() -> RichText:
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=_text_properties(800)), endParaRPr=CharacterProperties())
    paragraph.r = []
    return RichText(p=[paragraph])


def _title(text: str) -> Title:
    title = Title(overlay=False, layout=Layout(manualLayout=ManualLayout(xMode="edge", yMode="edge", x=0.01, y=0.01)))
    run = RegularTextRun(rPr=_text_properties(900, bold=True, color=ACCENT), t=text)
    title.tx = Text(rich=RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=_text_properties(900)), r=[run])]))
    return title
