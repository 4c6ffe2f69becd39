# ruff: noqa: E501  (sheets written out as XML)
"""Workbooks written part by part, with features that no library of ours knows, and a side workbook for the splice."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
from openpyxl.chart import LineChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

from addin.sheets.model import Band, Block, Cell, Role, Row, Sheet, Value

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE = "application/vnd.openxmlformats-officedocument"
SHEET_XML = f"{OFFICE}.spreadsheetml.worksheet+xml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def pack(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    """A zip with these parts, in this order."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def rels(*links: tuple[str, str, str]) -> str:
    """Relations: (id, last word of the type, target)."""
    body = "".join(f'<Relationship Id="{i}" Type="{LINKS}/{kind}" Target="{target}"/>' for i, kind, target in links)
    return f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{body}</Relationships>'


def sheet_xml(rows: str, *, before: str = "", after: str = "", root: str = "") -> str:
    return f'{HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{LINKS}"{root}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts>'
    '<fonts count="2"><font><sz val="10"/><name val="Arial"/></font><font><b/><sz val="10"/><name val="Arial"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def simple_parts(
    sheets: Mapping[str, str], *, workbook_extra: str = "", properties: str = "", states: Mapping[str, str] | None = None
) -> dict[str, str | bytes]:
    """The parts of a plain workbook: tab name → sheet XML."""
    names = list(sheets)
    tabs = "".join(
        f'<sheet name="{name}" sheetId="{i}" {"state=" + chr(34) + (states or {})[name] + chr(34) if name in (states or {}) else ""} r:id="rId{i}"/>'
        for i, name in enumerate(names, 1)
    )
    overrides = "".join(f'<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType="{SHEET_XML}"/>' for i in range(1, len(names) + 1))
    return {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{OFFICE}.spreadsheetml.sheet.main+xml"/>{overrides}'
        f'<Override PartName="/xl/styles.xml" ContentType="{OFFICE}.spreadsheetml.styles+xml"/></Types>',
        "_rels/.rels": rels(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><workbookPr{properties}/><sheets>{tabs}</sheets>{workbook_extra}</workbook>',
        "xl/_rels/workbook.xml.rels": rels(
            *((f"rId{i}", "worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(names) + 1)), ("rId99", "styles", "styles.xml")
        ),
        **{f"xl/worksheets/sheet{i}.xml": xml for i, xml in enumerate(sheets.values(), 1)},
        "xl/styles.xml": STYLES,
    }


def simple_workbook(path: Path, sheets: Mapping[str, str], **options: object) -> Path:
    return pack(path, simple_parts(sheets, **options))  # type: ignore[arg-type]


def rich_workbook(path: Path) -> Path:
    """A macro workbook full of what openpyxl would lose: slicers, x14 formats, threaded comments, customXml, rich texts…"""
    bna = sheet_xml(
        '<row r="1" spans="1:4"><c r="A1" s="3" t="s"><v>0</v></c><c r="B1" s="3" t="s"><v>1</v></c><c r="C1" s="3" t="s"><v>2</v></c><c r="D1" s="3" t="s"><v>3</v></c></row>'
        '<row r="2" spans="1:4" x14ac:dyDescent="0.2"><c r="A2" s="1"><v>44197</v></c><c r="B2" t="s"><v>4</v></c><c r="C2" s="2"><v>1250.5</v></c><c r="D2" s="2"><f>C2</f><v>1250.5</v></c></row>'
        '<row r="3" spans="1:4" x14ac:dyDescent="0.2"><c r="A3" s="1"><v>44200</v></c><c r="B3" t="s"><v>5</v></c><c r="C3" s="2"><v>-300</v></c><c r="D3" s="2"><f>D2+C3</f><v>950.5</v></c></row>',
        root=' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac" xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"',
        before='<dimension ref="A1:D3"/><sheetViews><sheetView tabSelected="1" workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="12.75" x14ac:dyDescent="0.2"/>',
        after='<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="portrait" r:id="rId5"/>'
        '<drawing r:id="rId1"/><legacyDrawing r:id="rId2"/><tableParts count="1"><tablePart r:id="rId3"/></tableParts>'
        '<extLst><ext uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:conditionalFormattings>'
        '<x14:conditionalFormatting xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:cfRule type="dataBar" id="{00000000-0001-0000-0000-000001000000}">'
        '<x14:dataBar minLength="0" maxLength="100"><x14:cfvo type="autoMin"/><x14:cfvo type="autoMax"/><x14:negativeFillColor rgb="FFFF0000"/><x14:axisColor rgb="FF000000"/></x14:dataBar></x14:cfRule>'
        "<xm:sqref>C2:C3</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst>",
    )
    hidden = sheet_xml('<row r="3"><c r="B3" t="s"><v>4</v></c><c r="C3"><f>BNA!C2*2</f><v>2501</v></c></row>')
    chart_ns = (
        'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    )
    drawing_ns = 'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    frame = (
        '<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="2" name="Graphique 1"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr>'
        '<xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        f'<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:r="{LINKS}" r:id="rId1"/></a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/>'
    )
    drawing = (
        f"{HEAD}<xdr:wsDr {drawing_ns}><xdr:twoCellAnchor><xdr:from><xdr:col>5</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>1</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>"
        f"<xdr:to><xdr:col>9</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>9</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>{frame}</xdr:twoCellAnchor></xdr:wsDr>"
    )
    absolute = f'{HEAD}<xdr:wsDr {drawing_ns}><xdr:absoluteAnchor><xdr:pos x="0" y="0"/><xdr:ext cx="9000000" cy="6000000"/>{frame}</xdr:absoluteAnchor></xdr:wsDr>'
    chart = (
        f'{HEAD}<c:chartSpace {chart_ns}><c:chart><c:plotArea><c:layout/><c:lineChart><c:grouping val="standard"/><c:ser><c:idx val="0"/><c:order val="0"/>'
        '<c:val><c:numRef><c:f>BNA!$C$2:$C$3</c:f></c:numRef></c:val></c:ser><c:marker val="1"/><c:axId val="1"/><c:axId val="2"/></c:lineChart>'
        '<c:catAx><c:axId val="1"/><c:scaling/><c:delete val="0"/><c:axPos val="b"/><c:crossAx val="2"/></c:catAx>'
        '<c:valAx><c:axId val="2"/><c:scaling/><c:delete val="0"/><c:axPos val="l"/><c:crossAx val="1"/></c:valAx></c:plotArea></c:chart></c:chartSpace>'
    )
    texts = "".join(f"<si><t>{text}</t></si>" for text in ("Date", "Libellé", "Montant", "Solde"))
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Default Extension="vml" ContentType="{OFFICE}.vmlDrawing"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/>'
        + "".join(f'<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType="{SHEET_XML}"/>' for i in (1, 2, 3))
        + f'<Override PartName="/xl/chartsheets/sheet1.xml" ContentType="{OFFICE}.spreadsheetml.chartsheet+xml"/>'
        + "".join(f'<Override PartName="/xl/drawings/drawing{i}.xml" ContentType="{OFFICE}.drawing+xml"/>' for i in (1, 2))
        + "".join(f'<Override PartName="/xl/charts/chart{i}.xml" ContentType="{OFFICE}.drawingml.chart+xml"/>' for i in (1, 2))
        + f'<Override PartName="/xl/tables/table1.xml" ContentType="{OFFICE}.spreadsheetml.table+xml"/>'
        f'<Override PartName="/xl/comments1.xml" ContentType="{OFFICE}.spreadsheetml.comments+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{OFFICE}.spreadsheetml.sharedStrings+xml"/><Override PartName="/xl/styles.xml" ContentType="{OFFICE}.spreadsheetml.styles+xml"/>'
        f'<Override PartName="/xl/calcChain.xml" ContentType="{OFFICE}.spreadsheetml.calcChain+xml"/>'
        '<Override PartName="/xl/threadedComments/threadedComment1.xml" ContentType="application/vnd.ms-excel.threadedcomments+xml"/>'
        '<Override PartName="/xl/persons/person.xml" ContentType="application/vnd.ms-excel.person+xml"/>'
        f'<Override PartName="/xl/printerSettings/printerSettings1.bin" ContentType="{OFFICE}.spreadsheetml.printerSettings"/>'
        '<Override PartName="/xl/slicers/slicer1.xml" ContentType="application/vnd.ms-excel.slicer+xml"/>'
        f'<Override PartName="/customXml/itemProps1.xml" ContentType="{OFFICE}.customXmlProperties+xml"/></Types>',
        "_rels/.rels": rels(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{LINKS}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x15" '
        'xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main"><fileVersion appName="xl" lastEdited="7" lowestEdited="7" rupBuild="22228"/><workbookPr codeName="ThisWorkbook"/>'
        '<bookViews><workbookView xWindow="0" yWindow="0" windowWidth="24000" windowHeight="9000" activeTab="0"/></bookViews>'
        '<sheets><sheet name="BNA" sheetId="1" r:id="rId1"/><sheet name="Caché" sheetId="4" state="hidden" r:id="rId2"/><sheet name="Graphe" sheetId="5" r:id="rId3"/>'
        '<sheet name="Système" sheetId="7" state="veryHidden" r:id="rId4"/></sheets>'
        '<definedNames><definedName name="_xlnm.Print_Area" localSheetId="0">BNA!$A$1:$D$3</definedName><definedName name="Local" localSheetId="3">Système!$A$1</definedName>'
        '<definedName name="Montants">BNA!$C$2:$C$3</definedName></definedNames><calcPr calcId="191029"/>'
        '<extLst><ext uri="{140A7094-0E35-4892-8432-C4D2E57EDEB5}"><x15:workbookPr chartTrackingRefBase="1"/></ext></extLst></workbook>',
        "xl/_rels/workbook.xml.rels": rels(
            ("rId1", "worksheet", "/xl/worksheets/sheet1.xml"), ("rId2", "worksheet", "worksheets/sheet2.xml"), ("rId3", "chartsheet", "chartsheets/sheet1.xml"),
            ("rId4", "worksheet", "worksheets/sheet3.xml"), ("rId5", "styles", "styles.xml"), ("rId6", "sharedStrings", "sharedStrings.xml"), ("rId7", "calcChain", "calcChain.xml"),
            ("rId8", "customXml", "../customXml/item1.xml"), ("rId10", "vbaProject", "vbaProject.bin"), ("rId11", "person", "persons/person.xml"),
        ),
        "xl/worksheets/sheet1.xml": bna,
        "xl/worksheets/_rels/sheet1.xml.rels": rels(
            ("rId1", "drawing", "../drawings/drawing1.xml"), ("rId2", "vmlDrawing", "../drawings/vmlDrawing1.vml"), ("rId3", "table", "../tables/table1.xml"),
            ("rId4", "comments", "../comments1.xml"), ("rId5", "printerSettings", "../printerSettings/printerSettings1.bin"),
            ("rId6", "threadedComment", "../threadedComments/threadedComment1.xml"), ("rId7", "slicer", "../slicers/slicer1.xml"),
        ),
        "xl/worksheets/sheet2.xml": hidden,
        "xl/worksheets/sheet3.xml": sheet_xml(""),
        "xl/chartsheets/sheet1.xml": f'{HEAD}<chartsheet xmlns="{MAIN}" xmlns:r="{LINKS}"><sheetViews><sheetView workbookViewId="0"/></sheetViews><drawing r:id="rId1"/></chartsheet>',
        "xl/chartsheets/_rels/sheet1.xml.rels": rels(("rId1", "drawing", "../drawings/drawing2.xml")),
        "xl/drawings/drawing1.xml": drawing,
        "xl/drawings/_rels/drawing1.xml.rels": rels(("rId1", "chart", "../charts/chart1.xml")),
        "xl/drawings/drawing2.xml": absolute,
        "xl/drawings/_rels/drawing2.xml.rels": rels(("rId1", "chart", "../charts/chart2.xml")),
        "xl/drawings/vmlDrawing1.vml": '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shape id="_x0000_s1025" type="#_x0000_t202" style="visibility:hidden">'
        '<x:ClientData ObjectType="Note"><x:Row>1</x:Row><x:Column>1</x:Column></x:ClientData></v:shape></xml>',
        "xl/charts/chart1.xml": chart,
        "xl/charts/chart2.xml": chart,
        "xl/tables/table1.xml": f'{HEAD}<table xmlns="{MAIN}" id="1" name="tblBNA" displayName="tblBNA" ref="A1:D3" totalsRowShown="0"><autoFilter ref="A1:D3"/><tableColumns count="4">'
        '<tableColumn id="1" name="Date"/><tableColumn id="2" name="Libellé"/><tableColumn id="3" name="Montant"/><tableColumn id="4" name="Solde"/></tableColumns></table>',
        "xl/comments1.xml": f'{HEAD}<comments xmlns="{MAIN}"><authors><author>tc={{1}}</author></authors><commentList><comment ref="B2" authorId="0"><text><t>à vérifier</t></text></comment></commentList></comments>',
        "xl/threadedComments/threadedComment1.xml": f'{HEAD}<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><threadedComment ref="B2" id="{{1}}"><text>à vérifier</text></threadedComment></ThreadedComments>',
        "xl/persons/person.xml": f'{HEAD}<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"/>',
        "xl/slicers/slicer1.xml": f'{HEAD}<slicers xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><slicer name="Tiers" cache="Segment_Tiers"/></slicers>',
        "xl/printerSettings/printerSettings1.bin": bytes(range(256)) * 4,
        "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(range(256)) * 20,
        "xl/sharedStrings.xml": f'{HEAD}<sst xmlns="{MAIN}" count="8" uniqueCount="6">{texts}<si><r><rPr><b/><sz val="10"/></rPr><t xml:space="preserve">Virement </t></r><r><t>SARL Été &amp; Fils</t></r></si><si><t>Loyer</t></si></sst>',
        "xl/styles.xml": STYLES,
        "xl/calcChain.xml": f'{HEAD}<calcChain xmlns="{MAIN}"><c r="D2" i="1"/><c r="D3"/><c r="C3" i="4"/></calcChain>',
        "customXml/item1.xml": "<note>à garder</note>",
        "customXml/_rels/item1.xml.rels": rels(("rId1", "customXmlProps", "itemProps1.xml")),
        "customXml/itemProps1.xml": '<ds:datastoreItem ds:itemID="{1}" xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"/>',
        "xl/inconnu/partie orpheline.xyz": b"\x00\x01 personne ne sait ce que c'est",
    }  # fmt: skip
    parts["[Content_Types].xml"] = str(parts["[Content_Types].xml"]).replace(
        '<Default Extension="xml"', '<Default Extension="xyz" ContentType="application/octet-stream"/><Default Extension="xml"'
    )
    return pack(path, parts)


def report(title: str = "Rapport 2021-S04", first: Value = "Trésorerie", *more: Value, tab: str = "report") -> Sheet:
    """A small sheet: one text per row."""
    rows = tuple(Row((Cell(value, Role.TEXT),)) for value in (first, *more))
    return Sheet(title, (20.0,), {"full": (0, 1)}, (Band((Block("main", rows, "full"),)),), tab=tab)


def side_with_everything(sheets: Sequence[Sheet]) -> bytes:
    """A fake renderer: the sheet's values, and every kind of part that a report may come with."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        ws = book.create_sheet(sheet.title)
        for row in sheet.values():
            ws.append([value for value in row])  # noqa: C416
        ws["D1"], ws["E1"] = "Jour", "Solde"
        for i in range(2, 6):
            ws.cell(i, 4, f"j{i}")
            ws.cell(i, 5, 100 * i).number_format = '#,##0.00 "DA"'
        ws["A1"].font = Font(bold=True, size=16, color="FF1F4E79")
        ws["A1"].comment = Comment("note", "Trésorerie")
        ws.conditional_formatting.add("E2:E5", CellIsRule(operator="lessThan", formula=["300"], fill=PatternFill(bgColor="FFFFC7CE")))
        slug = "".join(letter for letter in sheet.title if letter.isalnum())
        ws.add_table(Table(displayName=f"tbl{slug}", ref="D1:E5"))
        chart = LineChart()
        chart.add_data(Reference(ws, min_col=5, min_row=1, max_row=5), titles_from_data=True)
        ws.add_chart(chart, "G2")
        ws.print_area = "A1:E5"
        book.defined_names.add(DefinedName("Commentaire", attr_text=f"'{sheet.title}'!$A$1"))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
