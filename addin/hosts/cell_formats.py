"""Cell formats of a workbook derived from those there are: the same look, showing a day, or keeping a text a text."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy

from lxml import etree

from addin.hosts.book import Book
from addin.hosts.package import MAIN_NS, Element, main, serialise
from addin.hosts.styles import append_style, date_styles, key_of, number_format_id, style_list

_DAY = "dd/mm/yyyy"
_TEXT_FORMAT = "49"  # « @ »
_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_EMPTY = (
    f'<styleSheet xmlns="{MAIN_NS}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>'
)


class CellFormats:
    """The formats of one workbook; a new one is added only when none there is is equal to it."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._derived: dict[tuple[str, str], str] = {}
        self._dates: frozenset[int] | None = None

    def for_day(self, style: str) -> str:
        """The format of a cell that shows a day: the given one when it does, else the same with `dd/mm/yyyy`.

        Args:
            style: index of a format, "" for none.
        """
        if self._dates is None:
            self._dates = date_styles(self._book.package.tree(self._part()))
        if int(style or 0) in self._dates:
            return style

        def change(xf: Element) -> None:
            xf.set("numFmtId", number_format_id(self._book.package, self._part(), _DAY))
            xf.set("applyNumberFormat", "1")

        return self._changed(style, "day", change)

    def for_text(self, style: str) -> str:
        """The format of a cell whose text begins like a formula: Excel keeps it a text even when it is edited (`quotePrefix`)."""
        xf = self._format(style)
        if xf.get("numFmtId") == _TEXT_FORMAT:
            return style
        return self._changed(style, "text", lambda new: new.set("quotePrefix", "1"))

    def _changed(self, style: str, kind: str, change: Callable[[Element], None]) -> str:
        if (style, kind) not in self._derived:
            new = deepcopy(self._format(style))
            change(new)
            key = key_of(new)
            known = style_list(self._book.package.tree(self._part()), "cellXfs")
            at = next((i for i, xf in enumerate(known) if key_of(xf) == key), None)
            if at is None:
                at = append_style(self._book.package, self._part(), "cellXfs", new)
            self._derived[style, kind] = str(at)
        return self._derived[style, kind]

    def _format(self, style: str) -> Element:
        known = style_list(self._book.package.tree(self._part()), "cellXfs")
        index = int(style or 0)
        if index < len(known):
            return known[index]
        return etree.Element(main("xf"), {"numFmtId": "0", "fontId": "0", "fillId": "0", "borderId": "0", "xfId": "0"})

    def _part(self) -> str:
        part = self._book.related("styles")
        if part is None:
            package = self._book.package
            part = package.free_name(f"{self._book.folder}/styles.xml".lstrip("/"))
            package.put(part, serialise(etree.fromstring(_EMPTY)))
            package.declare_type(part, _STYLES_TYPE)
            package.relate(self._book.part, "styles", part)
        return part
