"""The ribbon: groups in their order, callbacks that exist, refusals at build."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import get_args

import pytest

from addin.build.all import declarations
from addin.build.ribbon import NAMESPACES, check_ribbon, ribbon_xml
from addin.build.vba_modules import ribbon_module
from addin.registry import Button, Group

BUTTONS = declarations()[1]


def _nothing(*_: object) -> None: ...


def button(name: str = "Essai", icon: str = "Help", group: Group = "Outils", keytip: str = "E", is_large: bool = False) -> Button:
    return Button(name, "Essai", "Essaie.", "Ne change rien : essaie.", _nothing, group, icon, keytip, is_large)


def parsed(buttons: list[Button], name: str = "customUI14.xml") -> ET.Element:
    return ET.fromstring(ribbon_xml(buttons, NAMESPACES[name]))


def elements(root: ET.Element, tag: str) -> list[ET.Element]:
    return [element for element in root.iter() if element.tag.rpartition("}")[2] == tag]


@pytest.mark.parametrize("name", NAMESPACES)
def test_the_tab_shows_every_button_with_its_texts(name: str) -> None:
    root = parsed(BUTTONS, name)
    assert root.tag == f"{{{NAMESPACES[name]}}}customUI"
    (tab,) = elements(root, "tab")
    assert tab.get("label") == "Trésorerie"
    shown = {element.get("id"): element for element in elements(root, "button")}
    assert set(shown) == {f"treso{known.name}" for known in BUTTONS}
    for known in BUTTONS:
        element = shown[f"treso{known.name}"]
        assert element.get("onAction") == f"TresoRuban.{known.name}"
        assert element.get("imageMso") == known.icon
        assert element.get("keytip") == known.keytip
        assert element.get("size") == ("large" if known.is_large else "normal")
        for text in (element.get("label"), element.get("screentip"), element.get("supertip")):
            assert text


def test_groups_stand_in_their_order_with_the_large_button_first() -> None:
    groups = elements(parsed(BUTTONS), "group")
    order = [group.get("label") for group in groups]
    assert order == [label for label in get_args(Group) if label in order]
    for group in groups:
        sizes = [member.get("size") for member in group if member.get("size")]
        assert sizes == sorted(sizes)  # « large » before « normal »


def test_the_weekly_report_has_its_button_and_callback() -> None:
    (report,) = [element for element in elements(parsed(BUTTONS), "button") if element.get("label") == "Rapport hebdo"]
    assert (report.get("onAction"), report.get("size")) == ("TresoRuban.RapportHebdo", "large")


def test_the_version_is_shown_in_the_last_group() -> None:
    last = elements(parsed([button(), button("Premier", group="Démarrer", keytip="P")]), "group")[-1]
    assert last[-1].get("getLabel") == "TresoRuban.LibelleVersion"


def test_spaces_before_signs_do_not_break_in_french() -> None:
    (shown,) = elements(parsed([button()]), "button")
    assert shown.get("supertip") == "Ne change rien\u00a0: essaie."


@pytest.mark.parametrize("name", NAMESPACES)
def test_the_ribbon_of_our_buttons_fits_our_code(name: str) -> None:
    check_ribbon(ribbon_xml(BUTTONS, NAMESPACES[name]), {"TresoRuban": ribbon_module(BUTTONS)})


def test_an_icon_that_is_not_known_to_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="Essai: HappyFace"):
        ribbon_xml([button(icon="HappyFace")], NAMESPACES["customUI14.xml"])


@pytest.mark.parametrize(
    ("buttons", "source", "why"),
    [
        ([button()], "", "not a public Sub"),
        ([button()], "Public Sub Essai(control As IRibbonControl, pressed As Boolean)\n", "not what Office gives to onAction"),
        ([button(), button()], None, "tresoEssai stands twice"),
        ([button(), button("Autre")], None, "keytip E stands twice"),
    ],
)
def test_a_ribbon_that_does_not_fit_the_code_is_refused(buttons: list[Button], source: str | None, why: str) -> None:
    ours = ribbon_module([]) if source is not None else ribbon_module([buttons[0]])
    with pytest.raises(ValueError, match=why):
        check_ribbon(ribbon_xml(buttons, NAMESPACES["customUI14.xml"]), {"TresoRuban": ours + (source or "")})


def test_an_attribute_that_office_calls_otherwise_is_refused() -> None:
    ribbon = b'<customUI><button id="a" getImage="TresoRuban.LibelleVersion"/></customUI>'
    with pytest.raises(ValueError, match="getImage"):
        check_ribbon(ribbon, {"TresoRuban": ribbon_module([])})
