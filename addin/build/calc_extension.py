"""LibreOffice's extension `xlsm/tresorerie.oxt`: functions, menu and toolbar from the declarations, components from `xlsm/calc/`.

The same sources give the same bytes. The binary type library needs LibreOffice's `unoidl-write`; without that tool the committed
one is used as long as the interface has not changed.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import get_args
from xml.sax.saxutils import escape, quoteattr

from addin import __version__
from addin.build.calc_types import find_writer, interface, method_name, parameter_names, result_type, type_library
from addin.build.checkout import SOURCES
from addin.hosts.zipcopy import ZipWriter
from addin.messages import CALC_COMPONENT, french
from addin.registry import Argument, Button, Function, Group

FOLDER = SOURCES / "calc"
BUILT = FOLDER / "generated"
EXTENSION = SOURCES / "tresorerie.oxt"
IDENTIFIER = "fr.treso.calc"
MINIMAL_VERSION = "7.4"
PROTOCOL = "fr.treso:"

_LANGUAGES = ("en", "fr")  # LibreOffice shows English where it has no text in its own language
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_REGISTRY = 'xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
_SHEET = "com.sun.star.sheet.SpreadsheetDocument"
_TOOLBAR = "fr.treso.calc.barre"
_COMPONENTS = {
    "python/treso_functions.py": ("TRESO", ("TRESO", "com.sun.star.sheet.AddIn")),
    "python/treso_menu.py": ("fr.treso.calc.Menu", ("com.sun.star.frame.ProtocolHandler",)),
    "python/treso_opening.py": ("fr.treso.calc.Opening", ("com.sun.star.task.Job",)),
}
_TYPELIB = "application/vnd.sun.star.uno-typelibrary;type=RDB"
_SETTINGS = "application/vnd.sun.star.configuration-data"
_KINDS = {"treso.rdb": _TYPELIB, "treso.components": "application/vnd.sun.star.uno-components"}


def calc_files(functions: Sequence[Function], buttons: Sequence[Button]) -> dict[Path, bytes]:
    """The generated parts, for review, and the extension made of them.

    Raises:
        ValueError: the interface changed and `unoidl-write` is missing, or refuses it.
    """
    parts = {name: text.encode() for name, text in generated_parts(functions, buttons).items()}
    idl = interface(functions)
    parts["treso.rdb"] = _types(idl)
    package = {**parts, **components(), "META-INF/manifest.xml": _manifest(parts).encode()}
    return {**{BUILT / name: content for name, content in parts.items()}, BUILT / "XTreso.idl": idl.encode(), EXTENSION: _zipped(package)}


def generated_parts(functions: Iterable[Function], buttons: Iterable[Button]) -> dict[str, str]:
    """Name in the extension → text of each part that comes from the declarations."""
    functions = list(functions)
    return {
        "CalcAddIns.xcu": functions_xcu(functions),
        "Addons.xcu": menu_xcu(buttons),
        "CalcWindowState.xcu": _toolbar_xcu(),
        "ProtocolHandler.xcu": _protocol_xcu(),
        "Jobs.xcu": _jobs_xcu(),
        "treso.components": _components_xml(),
        "description.xml": _description_xml(),
        "fonctions.json": _json({method_name(each): [each.name, result_type(each)] for each in functions}),
        "textes.json": _json({name: french(text) for name, text in CALC_COMPONENT.items()}),
    }


def components() -> dict[str, bytes]:
    """The hand-written Python of the extension."""
    sources = sorted((FOLDER / "python").rglob("*.py"))
    return {path.relative_to(FOLDER).as_posix(): path.read_bytes().replace(b"\r\n", b"\n") for path in sources}


def functions_xcu(functions: Iterable[Function]) -> str:
    """Names, helps and arguments of the functions, as the function wizard shows them."""
    nodes = "".join(_function_node(each) for each in functions)
    return _component_data(
        "CalcAddIns", "org.openoffice.Office", _node("AddInInfo", _node("TRESO", _node("AddInFunctions", nodes), new=True))
    )


def _function_node(declared: Function) -> str:
    arguments = "".join(_argument_nodes(argument) for argument in declared.arguments)
    return _node(
        method_name(declared),
        _local("DisplayName", declared.name) + _local("Description", french(declared.help))
        + "<prop oor:name=\"Category\"><value>Financial</value></prop>" + _node("Parameters", arguments),
        new=True,
    )  # fmt: skip


def _argument_nodes(argument: Argument) -> str:
    helps = {name: french(argument.help) for name in parameter_names(argument)}
    label = f"[{argument.label}]" if argument.is_optional else argument.label
    return "".join(_node(name, _local("DisplayName", label) + _local("Description", text), new=True) for name, text in helps.items())


def in_order(buttons: Iterable[Button]) -> list[Button]:
    """The buttons as the menu has them: in the order of the ribbon, the large one first in its group."""
    groups: list[str] = list(get_args(Group))
    return sorted(buttons, key=lambda button: (groups.index(button.group), not button.is_large))


def menu_xcu(buttons: Iterable[Button]) -> str:
    """The menu and the toolbar: the buttons in the order of the ribbon, with a line between two groups."""
    entries: list[str] = []
    last = None
    for button in in_order(buttons):
        if last not in (None, button.group):
            entries.append(_plain("URL", "private:separator"))
        last = button.group
        entries.append(
            _plain("URL", f"{PROTOCOL}{button.name}") + _local("Title", french(button.label)) + _plain("Target", "_self")
            + _plain("Context", _SHEET)
        )  # fmt: skip
    listed = "".join(_node(f"N{number:02}", entry, new=True) for number, entry in enumerate(entries))
    menu = _local("Title", "Trésorerie") + _plain("Target", "_self") + _plain("Context", _SHEET) + _node("Submenu", listed)
    bars = _node("OfficeMenuBar", _node("fr.treso.calc.menu", menu, new=True)) + _node("OfficeToolBar", _node(_TOOLBAR, listed, new=True))
    return _component_data("Addons", "org.openoffice.Office", _node("AddonUI", bars))


def _toolbar_xcu() -> str:
    shown = (
        _local("UIName", "Trésorerie") + _plain("Docked", "true", "boolean") + _plain("DockPos", "0,4") + _plain("DockingArea", "0", "int")
        + _plain("Visible", "true", "boolean")
    )  # fmt: skip
    bar = _node(f"private:resource/toolbar/addon_{_TOOLBAR}", shown, new=True)
    return _component_data("CalcWindowState", "org.openoffice.Office.UI", _node("UIElements", _node("States", bar)))


def _protocol_xcu() -> str:
    handled = f'<prop oor:name="Protocols" oor:type="oor:string-list"><value>{PROTOCOL}*</value></prop>'
    return _component_data("ProtocolHandler", "org.openoffice.Office", _node("HandlerSet", _node("fr.treso.calc.Menu", handled, new=True)))


def _jobs_xcu() -> str:
    job = _node("TresorerieOuverture", _plain("Service", "fr.treso.calc.Opening"), new=True)
    listed = _node("JobList", _node("TresorerieOuverture", "", new=True))
    # a hidden document is only « finished »; one in a window is « loaded » after that
    events = "".join(_node(event, listed, fused=True) for event in ("OnLoadFinished", "OnLoad"))
    return _component_data("Jobs", "org.openoffice.Office", _node("Jobs", job) + _node("Events", events))


def _components_xml() -> str:
    listed = "".join(
        f'  <component loader="com.sun.star.loader.Python" uri="{uri}">\n    <implementation name="{name}">'
        + "".join(f'<service name="{service}"/>' for service in services) + "</implementation>\n  </component>\n"
        for uri, (name, services) in _COMPONENTS.items()
    )  # fmt: skip
    return f'{_HEAD}<components xmlns="http://openoffice.org/2010/uno-components">\n{listed}</components>\n'


def _description_xml() -> str:
    texts = "".join(f'<name lang="{language}">Trésorerie</name>' for language in _LANGUAGES)
    return (
        f'{_HEAD}<description xmlns="http://openoffice.org/extensions/description/2006" '
        'xmlns:d="http://openoffice.org/extensions/description/2006" xmlns:lo="http://libreoffice.org/extensions/description/2011">\n'
        f'  <identifier value="{IDENTIFIER}"/>\n  <version value="{__version__}"/>\n  <display-name>{texts}</display-name>\n'
        f'  <dependencies><lo:LibreOffice-minimal-version value="{MINIMAL_VERSION}" d:name="LibreOffice {MINIMAL_VERSION}"/>'
        "</dependencies>\n"
        "</description>\n"
    )


def _manifest(parts: Mapping[str, bytes]) -> str:
    entries = "".join(
        f'  <manifest:file-entry manifest:full-path="{name}" manifest:media-type="{_KINDS.get(name, _SETTINGS)}"/>\n'
        for name in sorted(parts)
        if name in _KINDS or name.endswith(".xcu")
    )
    return f'{_HEAD}<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">\n{entries}</manifest:manifest>\n'


def _types(idl: str) -> bytes:
    writer = find_writer()
    if writer is not None:
        return type_library(idl, writer)
    committed = BUILT / "XTreso.idl"
    if not committed.is_file() or committed.read_text(encoding="ascii") != idl:
        raise ValueError("the functions changed: LibreOffice's unoidl-write (package libreoffice-dev) is needed to build the extension")
    return (BUILT / "treso.rdb").read_bytes()


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    written = io.BytesIO()
    writer = ZipWriter(written)
    for name in sorted(parts):
        writer.add(name, parts[name])
    writer.close()
    return written.getvalue()


def _component_data(name: str, package: str, content: str) -> str:
    return f'{_HEAD}<oor:component-data {_REGISTRY} oor:name="{name}" oor:package="{package}">\n{content}</oor:component-data>\n'


def _node(name: str, content: str, *, new: bool = False, fused: bool = False) -> str:
    operation = ' oor:op="replace"' if new else ' oor:op="fuse"' if fused else ""
    return f"<node oor:name={quoteattr(name)}{operation}>{content}</node>\n"


def _plain(name: str, value: str, kind: str = "string") -> str:
    return f'<prop oor:name="{name}" oor:type="xs:{kind}"><value>{escape(value)}</value></prop>'


def _local(name: str, text: str) -> str:
    values = "".join(f'<value xml:lang="{language}">{escape(text)}</value>' for language in _LANGUAGES)
    return f'<prop oor:name="{name}" oor:type="xs:string">{values}</prop>\n'


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
