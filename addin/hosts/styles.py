"""Cell styles of one workbook brought into another: looks already there are reused, others are appended, old indexes stay valid."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from addin.hosts.book import Book
from addin.hosts.package import Element, Package, main

_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors", "extLst")
_PARTS_OF_A_FORMAT = (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders"))
_APPLIED = ("applyNumberFormat", "applyFont", "applyFill", "applyBorder", "applyAlignment", "applyProtection")
_FIRST_CUSTOM_FORMAT = 164
_DATE_FORMATS = frozenset((*range(14, 18), 22, *range(27, 37), *range(50, 59)))

Key = tuple[object, ...]


@dataclass(frozen=True)
class StyleMap:
    """Where the styles of the source stand in the target.

    Attributes:
        cells: index of a cell format (`s`) → its index there.
        differentials: index of a conditional format (`dxfId`) → its index there.
        dates: indexes of the source's cell formats that show a date.
    """

    cells: Mapping[int, int]
    differentials: Mapping[int, int]
    dates: frozenset[int]


def merge_styles(target: Book, source: Book) -> StyleMap:
    """Make the styles of `source` available in `target`; its styles part changes only when a look is new."""
    source_part, target_part = source.related("styles"), target.related("styles")
    if source_part is None:
        return StyleMap({}, {}, frozenset())
    root = source.package.tree(source_part)
    if target_part is None:
        _adopt(target, source, source_part)
        same = {name: {i: i for i in range(len(style_list(root, name)))} for name in ("cellXfs", "dxfs")}
        return StyleMap(same["cellXfs"], same["dxfs"], date_styles(root))
    return _Merge(target, target_part, root).run()


def _adopt(target: Book, source: Book, source_part: str) -> None:
    part = target.package.free_name(f"{target.folder}/styles.xml".lstrip("/"))
    target.package.put(part, source.package.read(source_part))
    target.package.declare_type(part, source.package.content_type(source_part))
    target.package.relate(target.part, "styles", part)


class _Merge:
    def __init__(self, target: Book, part: str, source: Element) -> None:
        self._package, self._part = target.package, part
        self._target = target.package.tree(part)
        self._source = source
        self._known: dict[str, dict[Key, int]] = {}

    def run(self) -> StyleMap:
        formats = {n.get("numFmtId"): self._number_format(n) for n in style_list(self._source, "numFmts")}
        places = {name: [self._place(name, item) for item in style_list(self._source, name)] for _, name in _PARTS_OF_A_FORMAT}
        same_bases = _key_of_list(self._source, "cellStyleXfs") == _key_of_list(self._target, "cellStyleXfs")
        cells = {}
        for i, item in enumerate(style_list(self._source, "cellXfs")):
            new = deepcopy(item)
            for attribute, name in _PARTS_OF_A_FORMAT:
                new.set(attribute, str(places[name][int(item.get(attribute, 0))] if places[name] else 0))
            new.set("numFmtId", formats.get(item.get("numFmtId"), item.get("numFmtId", "0")))
            if not same_bases:  # without its named style, the format must say all by itself
                new.set("xfId", "0")
                for attribute in _APPLIED:
                    new.set(attribute, "1")
            cells[i] = self._place("cellXfs", new)
        differentials = {}
        for i, item in enumerate(style_list(self._source, "dxfs")):
            new = deepcopy(item)
            for number in new.iterfind(main("numFmt")):
                number.set("numFmtId", formats.get(number.get("numFmtId"), number.get("numFmtId")))
            differentials[i] = self._place("dxfs", new)
        return StyleMap(cells, differentials, date_styles(self._source))

    def _number_format(self, element: Element) -> str:
        """Id in the target of a number format of the source."""
        return number_format_id(self._package, self._part, element.get("formatCode"))

    def _place(self, name: str, item: Element) -> int:
        """Index in the target's list of an equal element, appended when there is none."""
        if name not in self._known:
            self._known[name] = {}
            for i, known in enumerate(style_list(self._target, name)):
                self._known[name].setdefault(key_of(known), i)
        key = key_of(item)
        if key not in self._known[name]:
            self._known[name][key] = append_style(self._package, self._part, name, deepcopy(item))
        return self._known[name][key]


def number_format_id(package: Package, part: str, code: str) -> str:
    """Id of a number format of the styles part, added when it is not there."""
    known = style_list(package.tree(part), "numFmts")
    for number in known:
        if number.get("formatCode") == code:
            return str(number.get("numFmtId"))
    free = max([_FIRST_CUSTOM_FORMAT - 1, *(int(number.get("numFmtId")) for number in known)]) + 1
    append_style(package, part, "numFmts", etree.Element(main("numFmt"), {"numFmtId": str(free), "formatCode": code}))
    return str(free)


def append_style(package: Package, part: str, name: str, item: Element) -> int:
    """Add an element to a list of the styles part (« cellXfs », « fonts »…); gives its index."""
    root = package.edit(part)
    holder = root.find(main(name))
    if holder is None:
        holder = etree.Element(main(name))
        later = _ORDER[_ORDER.index(name) + 1 :]
        at = next((i for i, child in enumerate(root) if isinstance(child.tag, str) and etree.QName(child).localname in later), len(root))
        root.insert(at, holder)
    holder.append(item)
    count = sum(1 for child in holder if isinstance(child.tag, str))
    holder.set("count", str(count))
    return count - 1


def style_list(root: Element, name: str) -> list[Element]:
    """The elements of a list of the styles part, comments left out."""
    holder = root.find(main(name))
    return [] if holder is None else [child for child in holder if isinstance(child.tag, str)]


def key_of(element: Element) -> Key:
    """Equal for elements that mean the same, whatever their prefixes and the order of their attributes."""
    children = tuple(key_of(child) for child in element if isinstance(child.tag, str))
    return (element.tag, tuple(sorted(element.attrib.items())), (element.text or "").strip(), children)


def _key_of_list(root: Element, name: str) -> tuple[Key, ...]:
    return tuple(key_of(item) for item in style_list(root, name))


def date_styles(root: Element) -> frozenset[int]:
    """Indexes of the cell formats that show a date."""
    codes = {n.get("numFmtId"): n.get("formatCode", "") for n in style_list(root, "numFmts")}
    formats = [xf.get("numFmtId", "0") for xf in style_list(root, "cellXfs")]
    return frozenset(
        i for i, number in enumerate(formats) if (shows_date(codes[number]) if number in codes else int(number) in _DATE_FORMATS)
    )


def shows_date(code: str) -> bool:
    """True when a number format shows a day, a month or a year.

    >>> shows_date("dd/mm/yyyy"), shows_date('#,##0.00 "DA"'), shows_date("[Red]0.0"), shows_date("h:mm:ss"), shows_date("mmm")
    (True, False, False, False, True)
    """
    bare = re.sub(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]', "", code.split(";")[0]).lower()
    return bool(re.search("[dy]", bare)) or ("m" in bare and not re.search("[hs]", bare))
