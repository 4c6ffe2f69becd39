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
from typing import Literal, TypeVar, get_args

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


ArgumentKind = Literal["value", "dossier", "ranges", "cell"]
"""`value`: one value or a range of them · `dossier`: the handle, or a range with headings · `ranges`: one or more ranges with
headings, the last argument · `cell`: one live cell (its formula is read, not its value)."""

Returns = Literal["number", "text", "date", "mixed"]
"""What a result holds. LibreOffice compares the texts of a `mixed` result badly, so that it is only for tables to look at."""

Group = Literal["Démarrer", "Classer", "Agir", "Piloter", "Contrôler", "Transmettre", "Outils"]


@dataclass(frozen=True)
class Argument:
    """One argument of a worksheet function.

    Attributes:
        label: the word shown in the wizard, an ASCII identifier (« montant »).
        help: what to give, in French.
        is_optional: the cell may leave it out; the Python parameter then has a default.
        kind: how the host hands it over.
    """

    label: str
    help: str
    is_optional: bool = False
    kind: ArgumentKind = "value"


@dataclass(frozen=True)
class Rows:
    """A table as the result of a function: rows of equal length; None shows as an empty cell."""

    rows: tuple[tuple[object, ...], ...]


@dataclass(frozen=True)
class Function:
    """A worksheet function.

    Attributes:
        name: « TRESO.TVA ».
        help: what it gives, in French.
        category: group in the wizard and in the documentation.
        arguments: in order, one for each parameter of `call`.
        example: a formula as she types it in a French Excel (« =TRESO.TVA(100000;19) »).
        result: what the example gives; with a `Dossier`, on the example workbook.
        call: the plain Python function. A `value` argument comes as a column (list) and all columns are equally long; it gives
            a column of that length, or `Rows` for a table. A refused element is a `TresoError` in the column.
        returns: what the result holds.
    """

    name: str
    help: str
    category: str
    arguments: tuple[Argument, ...]
    example: str
    result: object
    call: Callable[..., object]
    returns: Returns = "number"

    @property
    def short_name(self) -> str:
        """« TVA »: the VBA function of the module TRESO, the method of the LibreOffice component, the attribute of `addin.udfs`."""
        return self.name.removeprefix("TRESO.")

    @property
    def alias(self) -> str:
        """« TRESO_TVA »: the name without a dot, for hosts that know no module in front of a function."""
        return self.name.replace(".", "_")


@dataclass(frozen=True)
class Button:
    """A ribbon button and menu entry.

    Attributes:
        name: ASCII identifier of the VBA callback (« RapportHebdo »).
        label, screentip: French, one to five words, one sentence.
        supertip: French; what it changes and what it never touches.
        call: the action, of a `Workbook` and of `Dialogs`.
        group: of the ribbon tab, in the order of `Group`.
        icon: name of an Office image (imageMso) that exists from Excel 2013 on.
        keytip: one letter, unique in the tab.
        is_large: large in its group, at most one of them.
    """

    name: str
    label: str
    screentip: str
    supertip: str
    call: Callable[..., object]
    group: Group
    icon: str
    keytip: str
    is_large: bool = False


FUNCTIONS: dict[str, Function] = {}
BUTTONS: dict[str, Button] = {}


def function(
    name: str, *, help: str, category: str, arguments: tuple[Argument, ...], example: str, result: object, returns: Returns = "number"
) -> Callable[[_Callable], _Callable]:
    """Declare a worksheet function; the decorated function is returned as it is.

    Raises:
        ValueError: the declaration is one that Excel or VBA would not take, or lacks a part; the text names it.
    """

    def register(call: _Callable) -> _Callable:
        declared = Function(name, help, category, arguments, example, result, call, returns)
        _check_function(declared)
        FUNCTIONS[name] = declared
        return call

    return register


def button(
    name: str, *, label: str, screentip: str, supertip: str, group: Group, icon: str, keytip: str, is_large: bool = False
) -> Callable[[_Callable], _Callable]:
    """Declare a ribbon button; the decorated function is returned as it is.

    Raises:
        ValueError: as `function`.
    """

    def register(call: _Callable) -> _Callable:
        _require(name not in BUTTONS, f"button {name} is declared twice")
        _check_identifier(name, f"button {name}")
        for part, text, limit in (("label", label, 40), ("screentip", screentip, HELP_LIMIT), ("supertip", supertip, SUPERTIP_LIMIT)):
            _check_text(text, limit, f"button {name}: {part}")
        _check_place(name, group, icon, keytip, is_large)
        BUTTONS[name] = Button(name, label, screentip, supertip, call, group, icon, keytip, is_large)
        return call

    return register


def _check_place(name: str, group: Group, icon: str, keytip: str, is_large: bool) -> None:
    others = BUTTONS.values()
    _require(group in get_args(Group), f"button {name}: no group {group}")
    _require(re.fullmatch(r"[A-Za-z]+", icon) is not None, f"button {name}: {icon!r} is not the name of an Office image")
    _require(re.fullmatch(r"[A-Z]", keytip) is not None, f"button {name}: the keytip is one capital letter")
    _require(keytip not in {other.keytip for other in others}, f"button {name}: keytip {keytip} is taken")
    _require(not (is_large and any(other.is_large and other.group == group for other in others)), f"button {name}: {group} has a large one")


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
    short_name = declared.short_name.lower()
    _require(short_name not in labels, f"function {name}: VBA takes no argument with the function's own name")
    for argument in declared.arguments:
        _check_identifier(argument.label, f"function {name}: argument {argument.label}")
        _check_text(argument.help, HELP_LIMIT, f"function {name}: help of {argument.label}")
    kinds = [argument.kind for argument in declared.arguments]
    _require(all(kind in get_args(ArgumentKind) for kind in kinds), f"function {name}: unknown kind of argument among {kinds}")
    _require("dossier" not in kinds[1:], f"function {name}: the dossier comes first")
    _require("ranges" not in kinds[:-1], f"function {name}: ranges come last")
    _require(declared.returns in get_args(Returns), f"function {name}: cannot return {declared.returns}")
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
