"""The workbook part of a package: its sheets in tab order, its defined names, where its styles and texts stand."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from addin.app.ports import Visibility
from addin.hosts.package import LINK_NS, Element, Package, PackageError, main

_STATES: dict[str, Visibility] = {"hidden": "hidden", "veryHidden": "very_hidden"}
_AFTER_SHEETS = ("sheets", "functionGroups", "externalReferences")
_RECALCULATION = "calcPr"
_AFTER_NAMES = (*_AFTER_SHEETS, "definedNames")


@dataclass(frozen=True)
class Tab:
    """One sheet of the workbook: its tab and the part that holds it."""

    name: str
    part: str
    kind: str  # "worksheet", "chartsheet", "dialogsheet", "xlMacrosheet"…
    visibility: Visibility
    link: str  # id of the workbook's relation to the part


class Book:
    """The sheets and names of a package; changes are queued on the package.

    Raises:
        PackageError: a part that every workbook has is missing or broken.
    """

    def __init__(self, package: Package) -> None:
        self.package = package
        self.part = next((link.target for link in package.relations("") if link.kind == "officeDocument"), "")
        if not package.has(self.part):
            raise PackageError("missing_part", self.part or "xl/workbook.xml")
        self.folder = posixpath.dirname(self.part)
        if self._child("sheets") is None:
            raise PackageError("bad_part", self.part)

    # ------------------------------------------------------------------------------------------ reading
    def tabs(self) -> list[Tab]:
        """The sheets in tab order."""
        links = {link.id: link for link in self.package.relations(self.part)}
        found = []
        for element in self._sheet_elements():
            link = links.get(element.get(f"{{{LINK_NS}}}id"))
            if link is None or not self.package.has(link.target):
                raise PackageError("missing_part", link.target if link else element.get("name", ""))
            found.append(Tab(element.get("name", ""), link.target, link.kind, _STATES.get(element.get("state"), "visible"), link.id))
        return found

    def index(self, name: str) -> int | None:
        """Position of a sheet, 0-based, None when there is none of that name (case does not count, as in Excel)."""
        return next((i for i, tab in enumerate(self.tabs()) if tab.name.casefold() == name.casefold()), None)

    def tab(self, name: str) -> Tab:
        """The sheet of that name. Raises KeyError without it."""
        index = self.index(name)
        if index is None:
            raise KeyError(f"no sheet {name!r}")
        return self.tabs()[index]

    def related(self, kind: str) -> str | None:
        """Part of a kind (« styles », « sharedStrings ») that the workbook leads to, None without one."""
        return next(
            (link.target for link in self.package.relations(self.part) if link.kind == kind and self.package.has(link.target)), None
        )

    @property
    def counts_from_1904(self) -> bool:
        """True when dates are counted from 1904 (old Macintosh habit)."""
        properties = self._child("workbookPr")
        return properties is not None and properties.get("date1904") in ("1", "true")

    @property
    def has_locked_structure(self) -> bool:
        protection = self._child("workbookProtection")
        return protection is not None and protection.get("lockStructure") in ("1", "true")

    def names(self) -> Iterator[Element]:
        """The defined names, as elements to read."""
        holder = self._child("definedNames")
        return iter(()) if holder is None else holder.iterchildren(main("definedName"))

    def global_name(self, name: str) -> Element | None:
        """The defined name of the whole workbook, None without it."""
        return next((n for n in self.names() if n.get("localSheetId") is None and n.get("name", "").casefold() == name.casefold()), None)

    def _child(self, tag: str) -> Element | None:
        return self.package.tree(self.part).find(main(tag))

    def _sheet_elements(self) -> list[Element]:
        return list(self.package.tree(self.part).iterfind(f"{main('sheets')}/{main('sheet')}"))

    # ------------------------------------------------------------------------------------------ changing
    def insert(self, element: Element, part: str, kind: str, position: int) -> None:
        """Add a sheet at a position; names and the active tab follow their sheets.

        Args:
            element: `<sheet>` of the workbook that it comes from: its name, state and id (kept when it is free).
            kind: « worksheet », « chartsheet »…
        """
        before = self._sheet_elements()
        ids = {int(known.get("sheetId")) for known in before}
        given = int(element.get("sheetId", 0))
        attributes = {"name": element.get("name"), "sheetId": str(given if given and given not in ids else max(ids, default=0) + 1)}
        if element.get("state"):
            attributes["state"] = element.get("state")
        attributes[f"{{{LINK_NS}}}id"] = self.package.relate(self.part, kind, part)
        self._edit()
        holder: Element = self._child("sheets")
        new = etree.SubElement(holder, main("sheet"), attributes)
        holder.insert(position, new)
        self._shift(lambda index: index + 1 if index >= position else index)

    def remove(self, index: int) -> Element:
        """Take a sheet out of the tabs, with the names local to it; gives its element. Its parts stay."""
        element = self._sheet_elements()[index]
        self.package.unrelate(self.part, element.get(f"{{{LINK_NS}}}id"))
        self._edit()
        for name in [name for name in self.names() if name.get("localSheetId") == str(index)]:
            self.remove_name(name)
        gone = deepcopy(element)
        element.getparent().remove(element)
        self._shift(lambda known: known - 1 if known > index else known)
        return gone

    def add_name(self, element: Element, sheet: int | None) -> None:
        """Add a defined name, local to the sheet at that position when it is given."""
        root = self._edit()
        holder = self._child("definedNames")
        if holder is None:
            holder = etree.Element(main("definedNames"))
            _insert_after(root, holder, _AFTER_SHEETS)
        new = deepcopy(element)
        new.attrib.pop("localSheetId", None)
        if sheet is not None:
            new.set("localSheetId", str(sheet))
        holder.append(new)

    def remove_name(self, element: Element) -> None:
        """Remove a defined name."""
        self._edit()
        holder = element.getparent()
        holder.remove(element)
        if not len(holder):
            holder.getparent().remove(holder)

    def change_name(self, element: Element, text: str) -> None:
        """Give a defined name another formula."""
        self._edit()
        element.text = text

    def add_external_reference(self, link: str) -> int:
        """Add a reference to another workbook after those there are; gives its number in formulas.

        Without any before, nobody is asked whether links are to be updated: the one to our add-in has nothing to update.

        Args:
            link: id of the workbook's relation to the part.
        """
        root = self._edit()
        holder = self._child("externalReferences")
        if holder is None:
            holder = etree.Element(main("externalReferences"))
            _insert_after(root, holder, _AFTER_SHEETS)
            properties = self._child("workbookPr")
            if properties is None:
                properties = etree.Element(main("workbookPr"))
                _insert_after(root, properties, ("fileVersion", "fileSharing"))
            properties.set("updateLinks", "never")
        etree.SubElement(holder, main("externalReference"), {f"{{{LINK_NS}}}id": link})
        return len(holder)

    def recalculate_on_open(self) -> None:
        """Ask Excel to calculate all formulas when it opens the workbook: cells they read have changed."""
        root = self._edit()
        settings = self._child(_RECALCULATION)
        if settings is None:
            settings = etree.Element(main(_RECALCULATION))
            _insert_after(root, settings, _AFTER_NAMES)
        settings.set("fullCalcOnLoad", "1")

    def drop_calculation_chain(self) -> None:
        """Remove the order of calculation, which Excel builds anew: it may not name a cell without a formula."""
        for link in self.package.relations(self.part):
            if link.kind == "calcChain":
                self.package.unrelate(self.part, link.id)
                self.package.drop(link.target)

    def _edit(self) -> Element:
        return self.package.edit(self.part)

    def _shift(self, moved: Callable[[int], int]) -> None:
        """Let the names' scopes and the views' tabs follow; `moved` gives a sheet's new position from the old one."""
        count = len(self._sheet_elements())
        for name in self.names():
            if name.get("localSheetId") is not None:
                name.set("localSheetId", str(moved(int(name.get("localSheetId")))))
        for view in self.package.tree(self.part).iterfind(f"{main('bookViews')}/{main('workbookView')}"):
            for attribute in ("activeTab", "firstSheet"):
                old = int(view.get(attribute, 0))
                new = min(moved(old), max(count - 1, 0))
                if attribute == "activeTab":
                    new = self._nearest_visible(new)
                if new != old:
                    view.set(attribute, str(new))

    def _nearest_visible(self, index: int) -> int:
        """The tab itself when it shows, else the nearest one that does: a hidden tab cannot be the active one."""
        shown = [i for i, element in enumerate(self._sheet_elements()) if element.get("state") not in _STATES]
        return min(shown, key=lambda i: (abs(i - index), -i), default=index)


def cites(text: str, sheet: str) -> bool:
    """True when a formula cites a sheet of this workbook, alone or in a run of sheets.

    >>> cites("SUM('Rapport 2021-S04'!$A$1)", "Rapport 2021-S04"), cites("Données!A1", "données"), cites("BigData!A1", "Data")
    (True, True, False)
    """
    quoted, plain = re.escape(sheet.replace("'", "''")), re.escape(sheet)
    pattern = rf"'(?:[^'\[\]]*:)?{quoted}(?::[^'\[\]]*)?'!|(?<![\w.\]'])(?:[\w.]+:)?{plain}(?::[\w.]+)?!"
    return re.search(pattern, text, re.IGNORECASE) is not None


def _insert_after(root: Element, new: Element, earlier: tuple[str, ...]) -> None:
    """Put an element after the last of those that the schema wants before it."""
    last = max((i for i, child in enumerate(root) if isinstance(child.tag, str) and etree.QName(child).localname in earlier), default=-1)
    root.insert(last + 1, new)
