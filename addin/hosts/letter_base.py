"""What all letters share: A4, margins, styles, the footer of legal mentions. Made once by python-docx, then copied for each letter."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor

from addin.hosts.letter_xml import document_xml, xml_text
from addin.sheets.letter import Letter

_FONT = "Calibri"
_NAVY, _GREY = RGBColor(0x1F, 0x38, 0x64), RGBColor(0x59, 0x59, 0x59)
_LEFT, _CENTER = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER
_DROPPED = ("/thumbnail", "/customXml", "/stylesWithEffects")
"""Relations of python-docx's own template that a letter has no use for."""
_AFTER_BORDERS = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")
"""What stands after the borders in the properties of a paragraph, of what we set: Word wants them in the order of the standard."""
_DOCUMENT = "word/document.xml"
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class _Style:
    """A paragraph style: size, space before and after in points, left indent in cm."""

    name: str
    size: float = 11
    before: float = 0
    after: float = 0
    align: WD_ALIGN_PARAGRAPH = _LEFT
    is_bold: bool = False
    is_italic: bool = False
    color: RGBColor | None = None
    indent: float = 0
    keeps_next: bool = False


_STYLES = (
    _Style("Sender", 17, is_bold=True, color=_NAVY),
    _Style("SenderLine", 9, color=_GREY),
    _Style("Rule", 4, 2, 10),
    _Style("RecipientName", 11.5, is_bold=True, indent=9.2),
    _Style("Recipient", 11, indent=9.2),
    _Style("Dated", 11, 16, 14, indent=9.2),
    _Style("Mention", 11, 0, 8, is_bold=True),
    _Style("Subject", 11, 0, 12, is_bold=True),
    _Style("LetterText", 11, 0, 8),
    _Style("TableHead", 9.5, 3, 3, is_bold=True, color=_NAVY, keeps_next=True),
    _Style("TableText", 10, 2, 2),
    _Style("TableTotal", 10, 3, 3, is_bold=True),
    _Style("FirstNote", 10, 6, 2, is_italic=True),
    _Style("LetterNote", 9, 0, 8, color=_GREY),
    _Style("Closing", 11, 4, 18, keeps_next=True),
    _Style("Signature", 11, indent=9.2, keeps_next=True),
    _Style("Enclosed", 9, 24, 0, color=_GREY),
)


class LetterMaker:
    """Letters of one sender as .docx files.

    Args:
        footer: legal mentions at the foot of each page.
        author: whom the documents say they are from.
        written_on: their date of creation.
    """

    def __init__(self, footer: tuple[str, ...], author: str, written_on: datetime) -> None:
        self._footer, self._author, self._written_on = tuple(map(xml_text, footer)), xml_text(author), written_on

    def document(self, letter: Letter) -> bytes:
        """The whole file."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
            for name, data in self._parts:
                package.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
            package.writestr(zipfile.ZipInfo(_DOCUMENT, _EPOCH), document_xml(letter, self._section), zipfile.ZIP_DEFLATED)
        return out.getvalue()

    @cached_property
    def _base(self) -> dict[str, bytes]:
        base = docx.Document()
        base.core_properties.author = self._author
        base.core_properties.title = ""
        base.core_properties.comments = ""
        base.core_properties.created = base.core_properties.modified = self._written_on.astimezone(UTC)
        base.core_properties.language = "fr-DZ"
        section = base.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2)
        section.top_margin, section.bottom_margin = Cm(1.6), Cm(1.8)
        section.footer_distance = Cm(0.8)
        normal = base.styles["Normal"]
        normal.font.name, normal.font.size = _FONT, Pt(11)
        _set_language(normal)
        for style in _STYLES:
            _add_style(base, style)
        foot = section.footer
        for k, line in enumerate(self._footer or ("",)):
            paragraph = foot.paragraphs[0] if k == 0 else foot.add_paragraph()
            paragraph.alignment = _CENTER
            run = paragraph.add_run(line)
            run.font.size, run.font.color.rgb = Pt(8), _GREY
        for relations in (base.part.package.rels, base.part.rels):
            for key in [key for key, relation in relations.items() if relation.reltype.endswith(_DROPPED)]:
                del relations[key]
        out = io.BytesIO()
        base.save(out)
        with zipfile.ZipFile(out) as package:
            return {name: package.read(name) for name in package.namelist()}

    @cached_property
    def _parts(self) -> list[tuple[str, bytes]]:
        return [(name, data) for name, data in self._base.items() if name != _DOCUMENT]

    @cached_property
    def _section(self) -> str:
        found = re.search(r"<w:sectPr.*?</w:sectPr>", self._base[_DOCUMENT].decode(), re.DOTALL)
        assert found is not None
        return found[0]


def _add_style(base: docx.document.Document, style: _Style) -> None:
    made = base.styles.add_style(style.name, WD_STYLE_TYPE.PARAGRAPH) if style.name not in base.styles else base.styles[style.name]
    made.base_style = base.styles["Normal"]
    made.font.size, made.font.bold, made.font.cs_bold, made.font.italic = Pt(style.size), style.is_bold, style.is_bold, style.is_italic
    made.font.name = _FONT
    if style.color is not None:
        made.font.color.rgb = style.color
    layout = made.paragraph_format
    layout.space_before, layout.space_after = Pt(style.before), Pt(style.after)
    layout.line_spacing = 1.08 if style.name == "LetterText" else 1.0
    layout.alignment, layout.keep_with_next = style.align, style.keeps_next
    layout.left_indent = Cm(style.indent)
    if style.name == "Rule":
        made.element.get_or_add_pPr().insert_element_before(_bottom_line(), *_AFTER_BORDERS)


def _bottom_line() -> BaseOxmlElement:
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "8"), ("space", "1"), ("color", "1F3864")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    return borders


def _set_language(style: docx.styles.style.ParagraphStyle) -> None:
    properties = style.element.get_or_add_rPr()
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "fr-FR")
    language.set(qn("w:bidi"), "ar-DZ")
    properties.append(language)
