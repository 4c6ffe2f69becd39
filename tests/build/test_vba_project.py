"""A written VBA project: no p-code, and two readers that others wrote find every module as it was given."""

from __future__ import annotations

import io

import olefile
import pytest
from pyopenvba.cfb import CFB
from pyopenvba.vba import parse_vba_project

from addin.build.vba_coding import decompress
from addin.build.vba_project import Module, document_module, vba_project

VBA_Parser = pytest.importorskip("oletools.olevba", reason="oletools is not installed on Windows").VBA_Parser

_ID = "{3F0C1B52-6B2E-4C55-9A44-7D5E2C0B9F13}"
_CODE = "".join(f"Public Function F{i}(ByVal x As Variant) As Variant\n    F{i} = x + {i}\nEnd Function\n" for i in range(200))


def _module(name: str, code: str = _CODE) -> Module:
    return Module(name, f'Attribute VB_Name = "{name}"\n{code}')


MODULES = [
    document_module("ThisWorkbook", "workbook", "Option Explicit\n"),
    document_module("Feuil1", "sheet"),
    _module("TRESO"),
    _module("Autre"),
]


@pytest.fixture(scope="module")
def project() -> bytes:
    return vba_project("Tresorerie", MODULES, project_id=_ID)


def test_olevba_reads_every_module_as_it_was_written(project: bytes) -> None:
    found = {stream.split("/")[-1]: code for _, stream, _, code in VBA_Parser("vbaProject.bin", data=project).extract_macros()}
    assert {name: code.replace("\r\n", "\n").rstrip("\n") for name, code in found.items()} == {
        module.name: module.source.rstrip("\n") for module in MODULES
    }


def test_pyopenvba_reads_every_module_as_it_was_written(project: bytes) -> None:
    read = parse_vba_project(CFB.from_bytes(project))
    assert {module.name: module.source.replace("\r\n", "\n").rstrip("\n") for module in read.modules} == {
        module.name: module.source.rstrip("\n") for module in MODULES
    }
    assert [module.kind.name for module in read.modules] == ["other", "other", "standard", "standard"]


def test_there_is_no_p_code_and_the_version_says_so(project: bytes) -> None:
    with olefile.OleFileIO(io.BytesIO(project), raise_defects=olefile.DEFECT_INCORRECT) as read:
        assert read.openstream("VBA/_VBA_PROJECT").read() == bytes.fromhex("CC61FFFF000100")
        assert decompress(read.openstream("VBA/TRESO").read()) == MODULES[2].stored()
        streams = {"/".join(path) for path in read.listdir()}
    assert streams == {"PROJECT", "PROJECTwm", "VBA/_VBA_PROJECT", "VBA/dir", *(f"VBA/{module.name}" for module in MODULES)}


def test_the_list_of_modules_can_be_read_by_a_person(project: bytes) -> None:
    with olefile.OleFileIO(io.BytesIO(project)) as read:
        lines = read.openstream("PROJECT").read().decode("ascii").split("\r\n")
    assert lines[0] == f'ID="{_ID}"'
    assert {"Document=ThisWorkbook/&H00000000", "Document=Feuil1/&H00000000", "Module=TRESO", 'Name="Tresorerie"'} <= set(lines)


def test_the_same_modules_give_the_same_bytes(project: bytes) -> None:
    assert vba_project("Tresorerie", MODULES, project_id=_ID) == project


@pytest.mark.parametrize(
    ("name", "source", "why"),
    [
        ("Accents", 'Attribute VB_Name = "Accents"\n\n\' échéance\n', "line 3: VBA source is ASCII"),
        ("Long", 'Attribute VB_Name = "Long"\n\' ' + "x" * 1_022, "line 2: VBA takes 1023"),
        ("Lines", 'Attribute VB_Name = "Lines"\nx = 1' + " + _\n 1" * 25, "24 times"),
        ("Other", 'Attribute VB_Name = "Else"\n', "Attribute VB_Name"),
        ("a b", 'Attribute VB_Name = "a b"\n', "name of a module"),
        ("a" * 32, "", "name of a module"),
    ],
)
def test_source_that_vba_would_not_take_is_refused(name: str, source: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Module(name, source)


@pytest.mark.parametrize("names", [("A", "a"), ("Tresorerie",)])
def test_names_that_collide_are_refused(names: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="same name"):
        vba_project("TRESORERIE", [_module(name) for name in names], project_id=_ID)
