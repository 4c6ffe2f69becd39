"""What in a workbook would go wrong when rows of a sheet change their number: whoever cites them from outside."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass

from addin.hosts.book import Book, Tab, cites
from addin.hosts.citations import part_owners, sheet_hint
from addin.hosts.formula_tokens import Reference, references
from addin.hosts.row_moves import Move
from addin.hosts.rowpatch import SheetXml

_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f\b([^>]*?)(?:/>|>([^<]*)<)")
_ROW_NUMBER = re.compile(rb"[A-Za-z$](\d+)(?![\d(])|[:$](\d+)")
_RULE = re.compile(rb"<(?:[\w.-]+:)?(?:formula|formula1|formula2|f)\b[^>]*>([^<]+)<")
_SHEETS, _OTHERS = ("worksheet+xml", "dialogsheet+xml", "macrosheet+xml"), (
    "chart+xml", "chartex+xml", "drawing+xml", "pivotCacheDefinition+xml", "controlproperties+xml", "table+xml", "slicerCache+xml",
)  # fmt: skip
_TEXT = re.compile(r">([^<>]*![^<>]*)<|\"([^\"]*![^\"]*)\"")
_SOURCE = re.compile(r"<(?:[\w.-]+:)?worksheetSource\b[^>]*>")
_REF = re.compile(r'\sref="([^"]*)"')
_PLACED = re.compile(r'<(?:[\w.-]+:)?(?:comment|threadedComment|location|singleXmlCell)\b[^>]*?\s(?:ref|r)="([^"]*)"')
_ANCHOR = re.compile(r"<(?:[\w.-]+:)?Anchor>([^<]*)<")


@dataclass(frozen=True)
class Reader:
    """What stands in the way.

    Attributes:
        reason: key of `messages.statements.ROW_WORDS`.
        user: sheet or cell concerned.
    """

    reason: str
    user: str = ""


def hurt(move: Move) -> Callable[[Reference], bool]:
    """The test whether a reference from outside would no longer read the same cells."""
    if move.in_place:
        return lambda cited: bool(cited.first_row) and move.at <= cited.first_row and cited.last_row <= move.last
    return lambda cited: max(cited.first_row, cited.last_row) >= move.at


def reader(book: Book, tab: Tab, xml: SheetXml, move: Move) -> Reader | None:
    """The first thing that cites rows that would move (or go), None when they are free to."""
    if move.in_place and move.count > 0:
        return None
    is_hurt = hurt(move)
    return (
        _own_formulas(xml, tab, move, is_hurt)
        or (None if move.in_place else _own_features(book, tab, xml, move))
        or _rules(xml, move, is_hurt)
        or _other_parts(book, tab, is_hurt)
    )


def _own_formulas(xml: SheetXml, tab: Tab, move: Move, is_hurt: Callable[[Reference], bool]) -> Reader | None:
    """Formulas of the rows above."""
    for found in _FORMULA.finditer(xml.data, xml.inner[0], xml.place(move.at)):
        if b"ref=" in found[1] and (span := _REF.search(found[1].decode())):
            whole = next(references(span[1]), None)
            if whole is not None and whole.last_row >= move.at:
                return Reader("array", span[1])
        text = found[2]
        if not text or not any(int(a or b) >= move.at for a, b in _ROW_NUMBER.findall(text)):
            continue
        if any(
            is_hurt(cited) for cited in references(html.unescape(text.decode())) if cited.sheet_name.casefold() in ("", tab.name.casefold())
        ):
            return Reader("formula", tab.name)
    return None


def _own_features(book: Book, tab: Tab, xml: SheetXml, move: Move) -> Reader | None:
    """Things that stand at the moved rows and have places of their own."""
    tail = xml.data[xml.inner[1] :]
    for found in re.finditer(rb'<(?:[\w.-]+:)?mergeCell\b[^>]*?\sref="([^"]*)"', tail):
        whole = next(references(found[1].decode()), None)
        if whole is not None and whole.first_row < move.at <= whole.last_row:
            return Reader("merge", found[1].decode())
    if re.search(rb"<(?:[\w.-]+:)?(?:scenarios|customSheetViews|dataConsolidate|controls|oleObjects)\b", tail):
        return Reader("control")
    for found in re.finditer(rb"<(?:[\w.-]+:)?sparkline>(.*?)</(?:[\w.-]+:)?sparkline>", tail, re.DOTALL):
        cells = [cited for text in re.findall(rb">([^<]+)<", found[1]) for cited in references(text.decode())]
        if any(cited.last_row >= move.at for cited in cells):
            return Reader("sparkline")
    for link in book.package.relations(tab.part):
        if link.is_external or not book.package.has(link.target):
            continue
        if link.kind in ("comments", "threadedComment", "pivotTable", "tableSingleCells"):
            text = book.package.read(link.target).decode("utf-8", "replace")
            places = [cited for one in _PLACED.findall(text) for cited in references(one)]
            if any(cited.last_row >= move.at for cited in places):
                return Reader("comment" if "omment" in link.kind else "pivot")
        if link.kind == "vmlDrawing" and _has_control_below(book.package.read(link.target).decode("utf-8", "replace"), move):
            return Reader("control")
    return None


def _has_control_below(vml: str, move: Move) -> bool:
    for data in re.findall(r"<(?:[\w.-]+:)?ClientData\b.*?</(?:[\w.-]+:)?ClientData>", vml, re.DOTALL):
        anchor = _ANCHOR.search(data)
        if 'ObjectType="Note"' in data or anchor is None:
            continue
        numbers = [int(one) for one in re.findall(r"-?\d+", anchor[1])]
        if len(numbers) == 8 and numbers[6] >= move.at - 1:
            return True
    return False


def _rules(xml: SheetXml, move: Move, is_hurt: Callable[[Reference], bool]) -> Reader | None:
    """Conditional formats and validations of the sheet that cite fixed rows; the others go with their cells."""
    for found in _RULE.finditer(xml.data, xml.inner[1]):
        for cited in references(html.unescape(found[1].decode("utf-8", "replace"))):
            if (cited.fixed[1] or cited.fixed[3]) and is_hurt(cited):
                return Reader("rule")
    return None


def _other_parts(book: Book, tab: Tab, is_hurt: Callable[[Reference], bool]) -> Reader | None:
    """Formulas of other sheets, charts, pivot tables, rules elsewhere."""
    hint, owners = sheet_hint(tab.name), part_owners(book)
    for part in book.package.names():
        kind = book.package.content_type(part)
        if part == tab.part or not kind.endswith((*_SHEETS, *_OTHERS)):
            continue
        data = book.package.read(part)
        if hint not in data.lower():
            continue
        if kind.endswith(_SHEETS):
            texts = [html.unescape(found[1].decode("utf-8", "replace")) for found in _RULE.finditer(data) if b"!" in found[1]]
            reason = "formula"
        else:
            whole = html.unescape(data.decode("utf-8", "replace"))
            texts = [found[1] or found[2] for found in _TEXT.finditer(whole)]
            texts += [
                f"{_quoted(tab.name)}!{found[1]}"
                for source in _SOURCE.findall(whole)
                if _is_source(source, tab.name) and (found := _REF.search(source))
            ]
            reason = "chart" if "chart" in kind else "part"
        for text in texts:
            if cites(text, tab.name) and any(_names(cited, tab.name) and is_hurt(cited) for cited in references(text)):
                return Reader(reason, owners.get(part, tab.name))
    return None


def _quoted(sheet: str) -> str:
    return "'" + sheet.replace("'", "''") + "'"


def _is_source(tag: str, sheet: str) -> bool:
    found = re.search(r'\ssheet="([^"]*)"', tag)
    return found is not None and found[1].casefold() == sheet.casefold()


def _names(cited: Reference, sheet: str) -> bool:
    """The reference is to the sheet, or to a run of sheets that may hold it."""
    return cited.sheet_name.casefold() == sheet.casefold() or ":" in cited.sheet_name
