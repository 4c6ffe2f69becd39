"""The extension as a file: what it holds comes from the declarations, is well formed, and needs nothing that LibreOffice lacks."""

from __future__ import annotations

import ast
import io
import json
import sys
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from addin.build import calc_extension
from addin.build.all import declarations
from addin.build.calc_extension import BUILT, EXTENSION, FOLDER, calc_files, generated_parts
from addin.build.calc_types import find_writer, interface, method_name, result_type
from addin.registry import FUNCTIONS, Argument, Function, Rows

OFFICE = "{http://openoffice.org/2001/registry}"
LIBREOFFICE = {"uno", "unohelper", "com", "fr", "treso_runtime"}


@pytest.fixture(scope="module")
def package() -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(EXTENSION.read_bytes()))


def test_what_is_committed_is_what_the_declarations_give() -> None:
    if find_writer() is None:
        pytest.skip("LibreOffice's unoidl-write is not installed")
    built = calc_files(*declarations())
    assert {path.name for path, content in built.items() if not path.is_file() or path.read_bytes() != content} == set()
    assert calc_files(*declarations()) == built


def test_without_the_tool_an_unchanged_interface_takes_the_committed_types(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calc_extension, "find_writer", lambda: None)
    functions, buttons = declarations()
    assert calc_files(functions, buttons)[BUILT / "treso.rdb"] == (BUILT / "treso.rdb").read_bytes()
    with pytest.raises(ValueError, match="unoidl-write"):
        calc_files(functions[1:], buttons)


def test_the_types_hold_every_function(package: zipfile.ZipFile) -> None:
    types = package.read("treso.rdb")
    assert types.startswith(b"UNOIDL\xff")
    for declared in FUNCTIONS.values():
        assert method_name(declared).encode() in types


def test_every_part_is_well_formed_and_named_in_the_manifest(package: zipfile.ZipFile) -> None:
    listed = {
        element.attrib["{http://openoffice.org/2001/manifest}full-path"] for element in ET.fromstring(package.read("META-INF/manifest.xml"))
    }
    settings = {name for name in package.namelist() if name.endswith(".xcu")}
    assert listed == settings | {"treso.rdb", "treso.components"}
    for name in package.namelist():
        if name.endswith((".xcu", ".xml", ".components")):
            ET.fromstring(package.read(name))
        if name.endswith(".json"):
            assert json.loads(package.read(name))
    components = ET.fromstring(package.read("treso.components"))
    assert {each.attrib["uri"] for each in components} <= set(package.namelist())


def test_the_record_of_a_machine_is_never_shipped(package: zipfile.ZipFile) -> None:
    assert "runtime.json" not in package.namelist()


@pytest.mark.parametrize("path", sorted((FOLDER / "python").rglob("*.py")), ids=lambda path: path.name)
def test_a_component_needs_python_3_8_and_its_standard_library_only(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 8))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in imported} <= sys.stdlib_module_names | LIBREOFFICE
    assert not [
        node for node in ast.walk(tree) if isinstance(node, ast.MatchAs | ast.TypeAlias if sys.version_info >= (3, 12) else ast.MatchAs)
    ]


def test_the_menu_and_the_toolbar_have_every_button_once(package: zipfile.ZipFile) -> None:
    _, buttons = declarations()
    menus = package.read("Addons.xcu").decode()
    for button in buttons:
        assert menus.count(f"<value>fr.treso:{button.name}</value>") == 2


def declared(kind: str, returns: str, result: object = "x") -> Function:
    argument = Argument("essai", "Aide.", kind=kind)  # type: ignore[arg-type]
    return Function("TRESO.ESSAI", "Aide.", "Essai", (argument,), "=TRESO.ESSAI(1)", result, lambda essai: essai, returns)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "returns", "result", "expected"),
    [
        ("value", "number", 1.0, "any[][]"),
        ("dossier", "date", 1.0, "any[][]"),
        ("value", "text", "x", "string[][]"),
        ("dossier", "text", "x", "any"),
        ("cell", "text", "x", "any"),
        ("dossier", "mixed", "x", "any"),
        ("dossier", "mixed", Rows((("x", 1.0),)), "any[][]"),
    ],
)
def test_a_result_is_typed_so_that_its_texts_compare_and_its_errors_show(kind: str, returns: str, result: object, expected: str) -> None:
    assert result_type(declared(kind, returns, result)) == expected


def test_ranges_are_one_live_range_and_any_number_of_others() -> None:
    idl = interface([declared("ranges", "text")])
    assert "XCellRange aEssai, [in] sequence< any > aEssaiSuite" in idl
    assert interface([replace(declared("value", "text"), arguments=())]).count("string") == 0


def test_texts_of_the_component_are_complete() -> None:
    functions, buttons = declarations()
    texts = json.loads(generated_parts(functions, buttons)["textes.json"])
    assert set(texts) == {"not_installed", "other_python", "missing"}
