"""A sheet of one workbook brought into another, with its drawings, charts, tables, styles and names; nothing else is touched."""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterable
from copy import deepcopy

from lxml import etree

from addin.hosts.addin_link import link_number
from addin.hosts.book import Book, cites
from addin.hosts.formulas import functions_in, renumbered, unbound
from addin.hosts.package import MAIN_NS, Element, main, parse, rels_part, serialise
from addin.hosts.styles import merge_styles

OUR_NAMES = "Trésorerie"
"""Comment of the defined names that came with one of our sheets: they leave with it."""

_DAYS_TO_1904 = 1462
_TABLE_KINDS = ("table",)
_COMMON_KINDS = ("pivotCacheDefinition", "slicerCache", "timelineCache", "externalLink", "person")
_SELECTED = re.compile(rb"<(?:[\w.-]+:)?sheetView\b[^>]*\btabSelected=[\"'](?:1|true)[\"']")
_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f[\s>/]")


def take_out(book: Book, name: str) -> Element:
    """Remove a sheet with the parts that only it uses and the names that came with it; gives its tab element.

    The element carries `selected="1"` when the sheet was the selected one.
    """
    index = book.index(name)
    tab = book.tab(name)
    assert index is not None
    data = book.package.read(tab.part)
    tables = _table_names(book, tab.part)
    own = book.package.own_parts(tab.part)
    element = book.remove(index)
    for part in sorted(own):
        book.package.drop(part)
    for defined in [n for n in book.names() if n.get("comment") == OUR_NAMES and _belongs(n, tab.name, tables)]:
        book.remove_name(defined)
    if has_formulas(data):
        book.drop_calculation_chain()
    if _SELECTED.search(data, 0, 65536):
        element.set("selected", "1")
    return element


def splice(target: Book, source: Book, name: str, position: int, instead_of: Element | None = None) -> None:
    """Bring a sheet of `source` into `target` at a tab position.

    Args:
        instead_of: tab element that `take_out` gave: its sheet id and its selection are taken over.
    Raises:
        KeyError: `source` has no such sheet.
    """
    tab = source.tab(name)
    index = source.index(name)
    assert index is not None
    element = deepcopy(list(source.package.tree(source.part).find(main("sheets")).iterfind(main("sheet")))[index])
    element.attrib.pop("sheetId", None)
    if instead_of is not None:
        element.set("sheetId", instead_of.get("sheetId"))
    carrier = _Carrier(target, source)
    part: str = carrier.bring(tab.part, tab.kind)
    if instead_of is not None and instead_of.get("selected"):
        carrier.select(part)
    target.insert(element, part, tab.kind, position)
    if has_formulas(target.package.read(part)):
        target.drop_calculation_chain()
    _bring_names(target, source, index, position, tab.name, _table_names(source, tab.part))


def _bring_names(target: Book, source: Book, index: int, position: int, sheet: str, tables: Iterable[str]) -> None:
    for name in source.names():
        if name.get("localSheetId") == str(index):
            target.add_name(name, position)
        elif name.get("localSheetId") is None and _belongs(name, sheet, tables):
            known = target.global_name(name.get("name", ""))
            if known is not None and known.text == name.text:
                continue
            new = deepcopy(name)
            new.set("comment", OUR_NAMES)
            target.add_name(new, None if known is None else position)  # a name already taken stays hers; ours is then local


def _belongs(name: Element, sheet: str, tables: Iterable[str]) -> bool:
    text = name.text or ""
    return cites(text, sheet) or any(text.startswith(f"{table}[") for table in tables)


def _table_names(book: Book, part: str) -> list[str]:
    tables = [link.target for link in book.package.relations(part) if link.kind in _TABLE_KINDS and book.package.has(link.target)]
    return [book.package.tree(table).get("displayName", "") for table in tables]


def has_formulas(sheet: bytes) -> bool:
    """True when a sheet part holds a formula."""
    return _FORMULA.search(sheet) is not None


class _Carrier:
    """Brings parts over; each keeps its name when it is free, else takes the lowest free number."""

    def __init__(self, target: Book, source: Book) -> None:
        self._target, self._source = target, source
        self._styles = merge_styles(target, source)
        self._brought: dict[str, str] = {}
        self._days = _DAYS_TO_1904 * (source.counts_from_1904 - target.counts_from_1904)

    def bring(self, part: str, kind: str) -> str:
        """Name in the target of a part and all that it leads to."""
        source, target = self._source.package, self._target.package
        if part in self._brought:
            return self._brought[part]
        data = source.read(part)
        if (kind in _COMMON_KINDS and target.has(part)) or (kind == "image" and target.has(part) and target.read(part) == data):
            return part
        folder = self._source.folder
        inside = part.removeprefix(f"{folder}/") if folder else part
        new = target.free_name(posixpath.join(self._target.folder, inside) if inside != part or not folder else part)
        self._brought[part] = new
        target.put(new, data)  # the name is taken before the parts that it leads to look for theirs
        self._bring_relations(part, new)
        if kind == "worksheet":
            target.put(new, serialise(self._sheet(parse(data))))
        elif kind in _TABLE_KINDS:
            target.put(new, serialise(self._table(parse(data), new)))
        target.declare_type(new, source.content_type(part))
        return new

    def select(self, part: str) -> None:
        """Mark the sheet as the selected one: the sheet that it replaces was."""
        for view in self._target.package.edit(part).iterfind(f"{main('sheetViews')}/{main('sheetView')}"):
            view.set("tabSelected", "1")

    def _bring_relations(self, part: str, new: str) -> None:
        links = self._source.package.relations(part)
        if not links:
            return
        root = parse(self._source.package.read(rels_part(part)))
        targets = {link.id: link for link in links}
        for element in root:
            link = targets.get(element.get("Id")) if isinstance(element.tag, str) else None
            if link is not None and not link.is_external and self._source.package.has(link.target):
                element.set("Target", "/" + self.bring(link.target, link.kind))
        self._target.package.put(rels_part(new), serialise(root))

    # ------------------------------------------------------------------------------------------ one sheet
    def _sheet(self, root: Element) -> Element:
        cells, texts = self._styles.cells, self._shared_texts(root)
        default = cells.get(0, 0)
        for element in root.iter(main("row"), main("col")):
            attribute = "s" if element.tag == main("row") else "style"
            if element.get(attribute) is not None:
                element.set(attribute, str(cells.get(int(element.get(attribute)), 0)))
        for cell in root.iter(main("c")):
            old = int(cell.get("s", 0))
            if self._days and old in self._styles.dates:
                self._move_date(cell)
            if cell.get("s") is not None or (default and len(cell)):
                cell.set("s", str(cells.get(old, 0)))
            if cell.get("t") == "s":
                self._inline(cell, texts)
        self._bind_formulas(root)
        for view in root.iter(main("sheetView")):
            view.attrib.pop("tabSelected", None)
        self._map_differentials(root)
        return root

    def _bind_formulas(self, root: Element) -> None:
        """Lead the calls of our functions to the target's own link to the add-in."""
        texts = {formula: formula.text for formula in root.iter(main("f")) if formula.text and "!TRESO." in formula.text}
        if not texts:
            return
        names = {name for text in texts.values() for name in functions_in(unbound(text))}
        number = link_number(self._target, names)
        for formula, text in texts.items():
            formula.text = renumbered(text, number)

    def _move_date(self, cell: Element) -> None:
        value = cell.find(main("v"))
        if value is not None and value.text and cell.get("t", "n") == "n":
            value.text = repr(float(value.text) + self._days).removesuffix(".0")

    def _shared_texts(self, root: Element) -> dict[int, list[Element]]:
        """The shared texts that the sheet uses: index → children of their `<si>`."""
        wanted = {int(c.findtext(main("v"))) for c in root.iter(main("c")) if c.get("t") == "s" and c.findtext(main("v"))}
        part = self._source.related("sharedStrings")
        found: dict[int, list[Element]] = {}
        if not wanted or part is None:
            return found
        stream = io.BytesIO(self._source.package.read(part))
        for i, (_, text) in enumerate(etree.iterparse(stream, tag=main("si"), resolve_entities=False, huge_tree=True)):
            if i in wanted:
                found[i] = [deepcopy(child) for child in text]
            text.clear()
            while text.getprevious() is not None:
                del text.getparent()[0]
        return found

    def _inline(self, cell: Element, texts: dict[int, list[Element]]) -> None:
        value = cell.find(main("v"))
        if value is None:
            return
        cell.set("t", "inlineStr")
        children = texts[int(value.text)]
        holder = etree.Element(main("is"))
        holder.extend([deepcopy(child) for child in children] or [etree.Element(main("t"))])
        cell.replace(value, holder)

    def _map_differentials(self, root: Element) -> None:
        """`dxfId` and `…DxfId` wherever they stand: conditional formats, sorts, filters, tables."""
        for element in root.iter(f"{{{MAIN_NS}}}*"):
            for attribute, value in element.attrib.items():
                if attribute == "dxfId" or attribute.endswith("DxfId"):
                    element.set(attribute, str(self._styles.differentials.get(int(value), 0)))

    # ------------------------------------------------------------------------------------------ one table
    def _table(self, root: Element, new: str) -> Element:
        package = self._target.package
        others = [package.tree(part) for part in package.names() if part != new and package.content_type(part).endswith(".table+xml")]
        ids = {int(other.get("id", 0)) for other in others}
        if int(root.get("id", 0)) in ids:
            root.set("id", str(max(ids) + 1))
        taken = {other.get("displayName", "").casefold() for other in others} | {n.get("name", "").casefold() for n in self._target.names()}
        wanted = root.get("displayName", "")
        name = next(n for n in (wanted, *(f"{wanted}_{i}" for i in range(2, len(taken) + 3))) if n.casefold() not in taken)
        if name != wanted:
            root.set("displayName", name)
            root.set("name", name)
        self._map_differentials(root)
        return root
