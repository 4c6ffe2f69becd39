"""The UNO interface of LibreOffice's component: IDL from the declared functions, and its binary form (`unoidl-write`).

How an argument and a result are typed decides what Calc does with error cells, whole columns and texts: docs/adr/0015.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from addin.registry import Argument, Function, Rows

Result = Literal["any", "any[][]", "string[][]"]
"""`any`: one value, whose text compares equal in formulas · `any[][]`: values, errors, empty cells · `string[][]`: texts only."""

_IDL_TYPE = {"any": "any", "any[][]": "sequence< sequence< any > >", "string[][]": "sequence< sequence< string > >"}
_CELLS = "com::sun::star::table::XCellRange"
_CALLER = "com::sun::star::beans::XPropertySet"
_SDK = ("/usr/lib/libreoffice/sdk/bin", "/usr/lib64/libreoffice/sdk/bin", "/opt/libreoffice/sdk/bin")


def method_name(declared: Function) -> str:
    """« tva »: LibreOffice makes `TRESO.TVA` of it in files."""
    return declared.short_name.lower()


def has_caller(declared: Function) -> bool:
    """True when the method gets the calling document first, unseen: it then reads live cells itself."""
    return any(argument.kind != "value" for argument in declared.arguments)


def result_type(declared: Function) -> Result:
    """The result as the interface has it.

    A text in `any[][]` never equals another one in a formula (Calc does not enter it in its pool); `any` holds one value, and
    `string[][]` no errors. So texts that depend on a dossier, or on nothing, come as `any`; texts of a column as `string[][]`.
    """
    is_table = isinstance(declared.result, Rows)
    if declared.returns == "text":
        kinds = {argument.kind for argument in declared.arguments}
        return "string[][]" if kinds == {"value"} or is_table else "any"
    if declared.returns == "mixed" and not is_table:
        return "any"
    return "any[][]"


def interface(functions: Iterable[Function]) -> str:
    """The IDL file of the interface `fr.treso.calc.XTreso`."""
    methods = "\n".join(f"    {_IDL_TYPE[result_type(each)]} {method_name(each)}({_parameters(each)});" for each in functions)
    return f"module fr {{ module treso {{ module calc {{\n\ninterface XTreso\n{{\n{methods}\n}};\n\n}}; }}; }};\n"


def parameter_names(argument: Argument) -> tuple[str, ...]:
    """Names of the parameters that one argument becomes."""
    name = f"a{argument.label[0].upper()}{argument.label[1:].replace('_', '')}"
    return (name, f"{name}Suite") if argument.kind == "ranges" and not argument.is_optional else (name,)


def _parameters(declared: Function) -> str:
    parameters = [f"[in] {_CALLER} aClasseur"] if has_caller(declared) else []
    for argument in declared.arguments:
        first, *rest = parameter_names(argument)
        # a live range cannot be left out: ranges that may be come all as values
        kind = "any" if argument.kind == "value" else "sequence< any >" if argument.kind == "ranges" and argument.is_optional else _CELLS
        parameters += [f"[in] {kind} {first}", *(f"[in] sequence< any > {name}" for name in rest)]
    return " " + ", ".join(parameters) + " " if parameters else ""


def find_writer() -> str | None:
    """LibreOffice's `unoidl-write` (package libreoffice-dev), None without it."""
    return shutil.which("unoidl-write") or next(
        (f"{folder}/unoidl-write" for folder in _SDK if Path(folder, "unoidl-write").exists()), None
    )


def type_library(idl: str, writer: str) -> bytes:
    """The binary form of an interface.

    Raises:
        ValueError: LibreOffice's tool refuses it; the text is what it said.
    """
    program = Path(writer).resolve().parents[2] / "program"
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "XTreso.idl"), Path(folder, "treso.rdb")
        source.write_text(idl, encoding="ascii")
        command = [writer, str(program / "types.rdb"), str(program / "types" / "offapi.rdb"), str(source), str(target)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        if done.returncode or not target.exists():
            raise ValueError(f"unoidl-write: {done.stdout}{done.stderr}")
        return target.read_bytes()
