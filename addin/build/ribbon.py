"""The ribbon tab « Trésorerie » from the declared buttons: `customUI14.xml` (Excel 2010 and later) and `customUI.xml` (2007).

Every callback is prefixed with its module: Excel may otherwise call the procedure of the same name in another add-in.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from typing import get_args

from addin.messages import french
from addin.registry import Button, Group

NAMESPACES = {
    "customUI14.xml": "http://schemas.microsoft.com/office/2009/07/customui",
    "customUI.xml": "http://schemas.microsoft.com/office/2006/01/customui",
}
TAB_ID, MODULE, VERSION_CONTROL = "tresoOnglet", "TresoRuban", "tresoVersion"

KNOWN_ICONS = frozenset(
    """
    CompareAndMergeWorkbooks ConditionalFormattingHighlightTextContaining Consolidate ControlProperties ErrorChecking
    FileSaveAsPdfOrXps FileSendAsAttachment GetExternalDataFromText Help PivotTableReport RefreshAll ScenarioManager SparklineLineInsert
    TableSummarizeWithPivot TraceError Undo
    """.split()
)
"""Names that stand in Microsoft's control lists of Excel 2013, 2016, 2019 and 365; another one would show an empty button. `Undo` is the
one of the example in [MS-CUSTOMUI]."""

_PARAMETERS = {"onLoad": 1, "onAction": 1, "getLabel": 2, "getVisible": 2}
"""How many parameters Office gives to a callback of each kind."""


def ribbon_xml(buttons: Iterable[Button], namespace: str) -> bytes:
    """The ribbon part: groups in the order of `Group`, the large button first in its group.

    Raises:
        ValueError: an icon is not known to exist, or a group would be missing from `Group`.
    """
    declared = list(buttons)
    if unknown := [f"{button.name}: {button.icon}" for button in declared if button.icon not in KNOWN_ICONS]:
        raise ValueError(f"no such Office image in all versions: {', '.join(unknown)}")
    root = ET.Element("customUI", {"xmlns": namespace, "onLoad": f"{MODULE}.RubanCharge"})
    tab = ET.SubElement(
        ET.SubElement(ET.SubElement(root, "ribbon"), "tabs"), "tab",
        {"id": TAB_ID, "label": "Trésorerie", "keytip": "Y", "insertAfterMso": "TabData", "getVisible": f"{MODULE}.OngletVisible"},
    )  # fmt: skip
    groups: list[str] = list(get_args(Group))
    for number, label in enumerate(groups, 1):
        members = sorted((button for button in declared if button.group == label), key=lambda button: not button.is_large)
        if not members:
            continue
        group = ET.SubElement(tab, "group", {"id": f"tresoGroupe{number}", "label": label})
        for button in members:
            ET.SubElement(group, "button", _attributes(button))
        if label == groups[-1]:
            ET.SubElement(group, "labelControl", {"id": VERSION_CONTROL, "getLabel": f"{MODULE}.LibelleVersion"})
    ET.indent(root)
    body: str = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{body}\n'.encode()


def _attributes(button: Button) -> dict[str, str]:
    return {
        "id": f"treso{button.name}", "label": french(button.label), "size": "large" if button.is_large else "normal",
        "imageMso": button.icon, "keytip": button.keytip, "screentip": french(button.screentip), "supertip": french(button.supertip),
        "onAction": f"{MODULE}.{button.name}",
    }  # fmt: skip


def check_ribbon(ribbon: bytes, modules: Mapping[str, str]) -> None:
    """Check a ribbon against the VBA source that it calls.

    Raises:
        ValueError: an identifier or a key stands twice, a callback is missing or takes other parameters than Office gives.
    """
    elements = list(ET.fromstring(ribbon).iter())
    for attribute in ("id", "keytip"):
        values = [element.attrib[attribute] for element in elements if attribute in element.attrib]
        if twice := sorted({value for value in values if values.count(value) > 1}):
            raise ValueError(f"ribbon: {attribute} {', '.join(twice)} stands twice")
    for element in elements:
        for attribute, callback in element.attrib.items():
            if attribute != "onLoad" and attribute != "onAction" and not re.match(r"get[A-Z]", attribute):
                continue
            module, _, procedure = callback.partition(".")
            found = re.search(rf"^Public Sub {re.escape(procedure)}\(([^)]*)\)", modules.get(module, ""), re.MULTILINE)
            if found is None:
                raise ValueError(f"ribbon: {callback} is not a public Sub")
            if attribute not in _PARAMETERS or len(found[1].split(",")) != _PARAMETERS[attribute]:
                raise ValueError(f"ribbon: {callback} takes {found[1]!r}, which is not what Office gives to {attribute}")
