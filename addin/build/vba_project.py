"""Writes `vbaProject.bin` from the text of its modules, without p-code, as [MS-OVBA] 1.6 asks of other programs than Office.

The version 0xFFFF makes Excel ignore every performance cache and compile the source itself. Section numbers are those of
[MS-OVBA]. Why an own writer: docs/adr/0011-vba-without-pcode.md.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from addin.build.compound_file import compound_file
from addin.build.vba_coding import compress, obscure

_CODE_PAGE = 1252
_LONGEST_LINE, _MOST_CONTINUATIONS = 1023, 24
_MODULE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,30}")
_DOCUMENT_BASE = {"workbook": "0{00020819-0000-0000-C000-000000000046}", "sheet": "0{00020820-0000-0000-C000-000000000046}"}


@dataclass(frozen=True)
class Module:
    """One module of a project.

    Attributes:
        name: what VBA calls it.
        source: complete text, `Attribute` lines included, ASCII, lines ended by a line feed.
        is_document: it belongs to the workbook or to a sheet.
    """

    name: str
    source: str
    is_document: bool = False

    def __post_init__(self) -> None:
        if not _MODULE_NAME.fullmatch(self.name):
            raise ValueError(f"{self.name!r} cannot be the name of a module")
        if not self.source.isascii():
            place = next(i for i, line in enumerate(self.source.split("\n"), 1) if not line.isascii())
            raise ValueError(f"{self.name}, line {place}: VBA source is ASCII, as its code page differs between machines")
        if long := [i for i, line in enumerate(self.source.split("\n"), 1) if len(line) > _LONGEST_LINE]:
            raise ValueError(f"{self.name}, line {long[0]}: VBA takes {_LONGEST_LINE} characters a line")
        if re.search(rf"(?:^.* _\n){{{_MOST_CONTINUATIONS + 1}}}", self.source, re.MULTILINE):
            raise ValueError(f"{self.name}: VBA continues a line {_MOST_CONTINUATIONS} times at most")
        if not self.source.startswith(f'Attribute VB_Name = "{self.name}"\n'):
            raise ValueError(f"{self.name}: the source must start with its Attribute VB_Name")

    def stored(self) -> bytes:
        """The text as VBA keeps it, with its line ends (2.3.4.3)."""
        return (self.source.rstrip("\n") + "\n").replace("\n", "\r\n").encode("ascii")


@dataclass(frozen=True)
class Reference:
    """A registered type library that the code uses (2.3.4.2.2.5)."""

    name: str
    library: str


OLE_AUTOMATION = Reference("stdole", r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation")
OFFICE = Reference(
    "Office",
    r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#C:\Program Files\Common Files\Microsoft Shared\OFFICE16\MSO.DLL"
    "#Microsoft Office 16.0 Object Library",
)
"""Known by its identifier, whatever the version and place on the machine; the ribbon's types are in it."""


def document_module(name: str, of: Literal["workbook", "sheet"], code: str = "") -> Module:
    """The module of the workbook or of one sheet; `name` is its codeName in the package."""
    attributes = {
        "VB_Name": f'"{name}"', "VB_Base": f'"{_DOCUMENT_BASE[of]}"', "VB_GlobalNameSpace": "False", "VB_Creatable": "False",
        "VB_PredeclaredId": "True", "VB_Exposed": "True", "VB_TemplateDerived": "False", "VB_Customizable": "True",
    }  # fmt: skip
    return Module(name, "".join(f"Attribute {key} = {value}\n" for key, value in attributes.items()) + code, is_document=True)


def vba_project(
    name: str, modules: Sequence[Module], *, project_id: str, references: Sequence[Reference] = (OLE_AUTOMATION, OFFICE)
) -> bytes:
    """The compound file `vbaProject.bin`; the same modules give the same bytes.

    Args:
        name: of the project.
        modules: document modules first.
        project_id: a GUID in braces, the project's own for ever.
        references: beyond VBA and Excel itself, which are implied.
    Raises:
        ValueError: two modules, or a module and the project, have the same name whatever their case.
    """
    names = [name.lower(), *(module.name.lower() for module in modules)]
    if len(set(names)) < len(names):
        raise ValueError(f"two parts of the project have the same name: {sorted(names)}")
    storage = {
        "_VBA_PROJECT": struct.pack("<HHBH", 0x61CC, 0xFFFF, 0, 1),  # 2.3.4.1
        "dir": compress(_dir_stream(name, modules, references)),
        **{module.name: compress(module.stored()) for module in modules},
    }
    return compound_file({"PROJECT": _project_stream(name, modules, project_id), "PROJECTwm": _name_map(modules), "VBA": storage})


def _record(number: int, data: bytes = b"") -> bytes:
    return struct.pack("<HI", number, len(data)) + data


def _dir_stream(name: str, modules: Sequence[Module], references: Sequence[Reference]) -> bytes:
    """Information, references and modules of the project (2.3.4.2)."""
    information = [
        _record(0x01, struct.pack("<I", 1)),  # SYSKIND: 32-bit Windows; what xlwings' own files say, Excel 64-bit and Mac take it
        _record(0x02, struct.pack("<I", 0x0409)), _record(0x14, struct.pack("<I", 0x0409)), _record(0x03, struct.pack("<H", _CODE_PAGE)),
        _record(0x04, name.encode("ascii")), _record(0x05), _record(0x40), _record(0x06), _record(0x3D),
        _record(0x07, bytes(4)), _record(0x08, bytes(4)),
        struct.pack("<HIIH", 0x09, 4, 1, 0),  # version of the project; its length field is fixed (2.3.4.2.1.11)
        _record(0x0C), _record(0x3C),
    ]  # fmt: skip
    used = [
        _record(0x16, reference.name.encode("ascii")) + _record(0x3E, reference.name.encode("utf-16-le"))
        + _record(0x0D, struct.pack("<I", len(reference.library)) + reference.library.encode("ascii") + bytes(6))
        for reference in references
    ]  # fmt: skip
    heads = [_record(0x0F, struct.pack("<H", len(modules))), _record(0x13, struct.pack("<H", 0xFFFF))]
    return b"".join([*information, *used, *heads, *map(_module_record, modules), _record(0x10)])


def _module_record(module: Module) -> bytes:
    """Name, stream, type of a module; its source starts at 0: there is no cache before it (2.3.4.2.3.2)."""
    ascii_name, wide_name = module.name.encode("ascii"), module.name.encode("utf-16-le")
    return b"".join(
        [
            _record(0x19, ascii_name), _record(0x47, wide_name), _record(0x1A, ascii_name), _record(0x32, wide_name),
            _record(0x1C), _record(0x48), _record(0x31, bytes(4)), _record(0x1E, bytes(4)), _record(0x2C, struct.pack("<H", 0xFFFF)),
            _record(0x22 if module.is_document else 0x21), _record(0x2B),
        ]
    )  # fmt: skip


def _project_stream(name: str, modules: Sequence[Module], project_id: str) -> bytes:
    """The text that lists the modules; neither locked nor hidden (2.3.1)."""
    kinds = [f"Document={module.name}/&H00000000" if module.is_document else f"Module={module.name}" for module in modules]
    hidden = {"CMG": bytes(4), "DPB": bytes(1), "GC": b"\xff"}  # not protected, no password, visible (2.3.1.15 to 2.3.1.17)
    lines = [
        f'ID="{project_id}"', *kinds, f'Name="{name}"', 'HelpContextID="0"', 'VersionCompatible32="393222000"',
        *(f'{key}="{obscure(project_id, data)}"' for key, data in hidden.items()),
        "", "[Host Extender Info]", "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "", "[Workspace]", *(f"{module.name}=0, 0, 0, 0, C" for module in modules),
    ]  # fmt: skip
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


def _name_map(modules: Sequence[Module]) -> bytes:
    """Names of the modules in both alphabets (2.3.3)."""
    return b"".join(module.name.encode("ascii") + b"\0" + module.name.encode("utf-16-le") + b"\0\0" for module in modules) + b"\0\0"
