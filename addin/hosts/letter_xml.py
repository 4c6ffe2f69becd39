"""The body of a letter as WordprocessingML: paragraphs in named styles, and one table."""

from __future__ import annotations

import re
import unicodedata
from xml.sax.saxutils import escape

from addin.sheets.letter import Letter, LetterTable

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TEXT_WIDTH = 9638
"""Width of the text on A4 with margins of 2 cm, in twentieths of a point."""
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CELL = '<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{more}</w:tcPr>'
_HEAD_FILL = '<w:shd w:val="clear" w:color="auto" w:fill="E8EDF3"/>'
_BORDERS = (
    '<w:tblBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="1F3864"/>'
    '<w:bottom w:val="single" w:sz="8" w:space="0" w:color="1F3864"/>'
    '<w:insideH w:val="single" w:sz="4" w:space="0" w:color="BFC7D1"/></w:tblBorders>'
)


def document_xml(letter: Letter, section: str) -> bytes:
    """The part `word/document.xml`.

    Args:
        section: the `w:sectPr` of the base document: A4, margins, footer.
    """
    first, *more = letter.sender or ("",)
    parts = [_paragraph(first, "Sender")] if first else []
    parts += [_paragraph(line, "SenderLine") for line in more]
    parts.append(_paragraph("", "Rule"))
    parts += [_paragraph(line, "Recipient" if k else "RecipientName") for k, line in enumerate(letter.recipient)]
    parts.append(_paragraph(letter.place_and_date, "Dated"))
    if letter.mention:
        parts.append(_paragraph(letter.mention, "Mention"))
    word, subject = letter.subject
    parts.append(f'<w:p><w:pPr><w:pStyle w:val="Subject"/></w:pPr>{_run(word + " ")}{_run(subject)}</w:p>')
    parts.append(_paragraph(letter.greeting, "LetterText"))
    parts += [_paragraph(text, "LetterText") for text in letter.opening]
    parts.append(_table(letter.table))
    parts += [_paragraph(text, "FirstNote" if k == 0 else "LetterNote") for k, text in enumerate(letter.notes)]
    parts += [_paragraph(text, "LetterText") for text in letter.request]
    parts.append(_paragraph(letter.closing, "Closing"))
    parts += [_paragraph(text, "Signature") for text in letter.signature]
    if letter.enclosed:
        parts.append(_paragraph(letter.enclosed, "Enclosed"))
    body = "".join(parts)
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:document xmlns:w="{_W}" xmlns:r="{_R}">'
        f"<w:body>{body}{section}</w:body></w:document>"
    ).encode()


def xml_text(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return _NOT_XML.sub("", text)


def _paragraph(text: str, style: str, more: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{_run(text)}</w:p>'


def _run(text: str) -> str:
    """One run; Arabic words are told to be so, for Word to take the right font and order. The line stays in its column."""
    if not text:
        return ""
    properties = "<w:rPr><w:rtl/></w:rPr>" if _is_right_to_left(text) else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(xml_text(text))}</w:t></w:r>'


def _is_right_to_left(text: str) -> bool:
    """The first letter of the text is Arabic or Hebrew."""
    kinds = (unicodedata.bidirectional(character) for character in text)
    return next((kind in ("R", "AL") for kind in kinds if kind in ("L", "R", "AL")), False)


def _table(table: LetterTable) -> str:
    whole = sum(table.widths)
    widths = [round(_TEXT_WIDTH * width / whole) for width in table.widths]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    properties = (
        f'<w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{_BORDERS}<w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    )
    head = _row(table.heads, widths, table.figures, "TableHead", is_head=True)
    rows = "".join(_row(row, widths, table.figures, "TableText") for row in table.rows)
    totals = "".join(_row(row, widths, table.figures, "TableTotal") for row in table.totals)
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{head}{rows}{totals}</w:tbl>"


def _row(texts: tuple[str, ...], widths: list[int], figures: frozenset[int], style: str, *, is_head: bool = False) -> str:
    """One line, never cut by the end of a page; headings come again on each page, a label takes the empty cells at its right."""
    cells, at = [], 0
    while at < len(texts):
        span = 1
        if style == "TableTotal" and at == 0:
            while at + span < len(texts) and not texts[at + span]:
                span += 1
        more = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        more += _HEAD_FILL if is_head else ""
        side = '<w:jc w:val="right"/>' if at in figures else ""
        cells.append(f"<w:tc>{_CELL.format(width=sum(widths[at : at + span]), more=more)}{_paragraph(texts[at], style, side)}</w:tc>")
        at += span
    properties = f"<w:trPr><w:cantSplit/>{'<w:tblHeader/>' if is_head else ''}</w:trPr>"
    return f"<w:tr>{properties}{''.join(cells)}</w:tr>"
