"""One declaration per worksheet function and per ribbon button; everything else is generated from it.

Each declaration is a record that can be listed: the Excel wrappers, the ribbon, the wizard's help, the documentation and
the LibreOffice extension read `FUNCTIONS` and `BUTTONS`. The decorators hand the function back unchanged, so that it
stays a plain Python function for tests and other callers. A declaration that Excel could not take is refused at once.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

HELP_LIMIT = 255
"""Characters that Excel's function wizard shows at most, for a function as for one argument."""
SUPERTIP_LIMIT = 1023

VBA_RESERVED = frozenset(
    """
    abs addressof alias and any appactivate array as attribute base beep binary boolean byref byte byval call case cbool cbyte ccur cdate
    cdbl cdec chdir chdrive cint circle clng clnglng clngptr close compare const csng cstr currency cvar cverr date debug decimal declare
    defbool defbyte defcur defdate defdbl defint deflng defobj defsng defstr defvar dim do doevents double each else elseif empty end endif
    enum eqv erase error event exit explicit false filecopy fix for friend function get global gosub goto if imp implements in input inputb
    int integer is kill lbound len lenb let lib like line load lock long longlong longptr loop lset me mid midb mkdir mod module name new
    next not nothing null object on open option optional or output paramarray preserve print private property pset public put raiseevent
    random randomize read redim rem reset resume return rmdir rset savepicture savesetting scale seek select sendkeys set setattr sgn shared
    single spc static step stop strex string sub tab text then time to true type typeof ubound unload unlock until variant wend while width
    with withevents write xor
    """.split()
)
"""Words that VBA does not take as the name of a function or of a parameter, in lower case."""

_FUNCTION_NAME = re.compile(r"TRESO\.[A-Z][A-Z0-9]{1,30}")
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,30}")
_Callable = TypeVar("_Callable", bound=Callable[..., object])


@dataclass(frozen=True)
class Argument:
    """One argument of a worksheet function.

    Attributes:
        label: the word shown in the wizard, an ASCII identifier (« montant »).
        help: what to give, in French.
        is_optional: the cell may leave it out; the Python parameter then has a default.
    """

    label: str
    help: str
    is_optional: bool = False


@dataclass(frozen=True)
class Function:
    """A worksheet function.

    Attributes:
        name: « TRESO.TVA ».
        help: what it gives, in French.
        category: group in the wizard and in the documentation.
        arguments: in order, one for each parameter of `call`.
        example: a formula as she types it in a French Excel (« =TRESO.TVA(100000;19) »).
        result: what the example gives.
        call: the plain Python function.
    """

    name: str
    help: str
    category: str
    arguments: tuple[Argument, ...]
    example: str
    result: object
    call: Callable[..., object]


@dataclass(frozen=True)
class Button:
    """A ribbon button and menu entry.

    Attributes:
        name: ASCII identifier of the VBA callback (« RapportHebdo »).
        label, screentip: French, one to five words, one sentence.
        supertip: French; what it changes and what it never touches.
        call: the action, of a `Workbook` and of `Dialogs`.
    """

    name: str
    label: str
    screentip: str
    supertip: str
    call: Callable[..., object]


FUNCTIONS: dict[str, Function] = {}
BUTTONS: dict[str, Button] = {}


def function(
    name: str, *, help: str, category: str, arguments: tuple[Argument, ...], example: str, result: object
) -> Callable[[_Callable], _Callable]:
    """Declare a worksheet function; the decorated function is returned as it is.

    Raises:
        ValueError: the declaration is one that Excel or VBA would not take, or lacks a part; the text names it.
    """

    def register(call: _Callable) -> _Callable:
        declared = Function(name, help, category, arguments, example, result, call)
        _check_function(declared)
        FUNCTIONS[name] = declared
        return call

    return register


def button(name: str, *, label: str, screentip: str, supertip: str) -> Callable[[_Callable], _Callable]:
    """Declare a ribbon button; the decorated function is returned as it is.

    Raises:
        ValueError: as `function`.
    """

    def register(call: _Callable) -> _Callable:
        _require(name not in BUTTONS, f"button {name} is declared twice")
        _check_identifier(name, f"button {name}")
        for part, text, limit in (("label", label, 40), ("screentip", screentip, HELP_LIMIT), ("supertip", supertip, SUPERTIP_LIMIT)):
            _check_text(text, limit, f"button {name}: {part}")
        BUTTONS[name] = Button(name, label, screentip, supertip, call)
        return call

    return register


def _check_function(declared: Function) -> None:
    name = declared.name
    _require(name not in FUNCTIONS, f"function {name} is declared twice")
    _require(_FUNCTION_NAME.fullmatch(name) is not None, f"function {name}: the name must look like TRESO.NOM")
    _check_identifier(name.removeprefix("TRESO."), f"function {name}")
    _check_text(declared.help, HELP_LIMIT, f"function {name}: help")
    _check_text(declared.category, 40, f"function {name}: category")
    _require(
        declared.example.startswith(f"={name}(") and declared.example.endswith(")"), f"function {name}: the example must be a call of it"
    )
    labels = [argument.label.lower() for argument in declared.arguments]
    _require(len(labels) == len(set(labels)), f"function {name}: two arguments have the same label")
    for argument in declared.arguments:
        _check_identifier(argument.label, f"function {name}: argument {argument.label}")
        _check_text(argument.help, HELP_LIMIT, f"function {name}: help of {argument.label}")
    parameters = list(inspect.signature(declared.call).parameters.values())
    in_python = [parameter.default is not inspect.Parameter.empty for parameter in parameters]
    _require(
        in_python == [argument.is_optional for argument in declared.arguments],
        f"function {name}: the declared arguments are not those of {declared.call.__qualname__}",
    )


def _check_identifier(word: str, what: str) -> None:
    _require(_IDENTIFIER.fullmatch(word) is not None, f"{what}: VBA needs an ASCII identifier of at most 31 letters")
    _require(word.lower() not in VBA_RESERVED, f"{what}: reserved by VBA")


def _check_text(text: str, limit: int, what: str) -> None:
    _require(bool(text.strip()), f"{what} is missing")
    _require(len(text) <= limit, f"{what} has {len(text)} characters, {limit} at most")


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise ValueError(otherwise)
