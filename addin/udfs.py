"""The worksheet functions as xlwings sees them: one attribute for each declaration, `TVA`, `SOLDE`…

Excel runs them through `xlwings.udfs.call_udf("addin.udfs", "TVA", …)`. They only hand over to the bridge
(`addin.hosts.udf_bridge`); what a function is called, takes and says is declared once in `addin.functions` (`catalogue`).
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

import xlwings
from xlwings.conversion import Accessor, ConversionContext, Options, Pipeline

from addin.functions import catalogue
from addin.hosts.excel_cells import ExcelCell, block_of, to_excel
from addin.hosts.excel_exit import spare_other_excels
from addin.hosts.udf_bridge import evaluate
from addin.registry import FUNCTIONS, ArgumentKind, Function

if TYPE_CHECKING:
    from addin.app.cells import Store

assert catalogue.MODULES  # imported for its declarations
spare_other_excels()


@cache
def _store() -> Store:
    """Where the handles of this user's dossiers lead to."""
    from addin.hosts.dossier_store import DossierStore

    return DossierStore()


class _AsSent(Accessor):
    """An argument as Excel sent it, without xlwings' own cleaning, which loses errors; a live range stays a range."""

    @classmethod
    def reader(cls, options: Options) -> Pipeline:
        return Pipeline([cls._keep_range])

    @staticmethod
    def _keep_range(context: ConversionContext) -> None:
        if context.range is not None:
            context.value = context.range


def _given(value: object, kind: ArgumentKind) -> object:
    if isinstance(value, xlwings.Range):
        return ExcelCell(value) if kind == "cell" else block_of(value)
    return value


def _for_excel(declared: Function) -> Callable[..., Any]:
    """The function that xlwings calls for a declaration, with its name, help and arguments."""
    kinds = [argument.kind for argument in declared.arguments]

    def call(*arguments: object) -> object:
        given = [_given(value, kinds[min(at, len(kinds) - 1)]) for at, value in enumerate(arguments)] if kinds else list(arguments)
        return to_excel(evaluate(declared, given, store=_store()))

    call.__name__ = call.__qualname__ = declared.short_name
    call.__doc__ = declared.help
    call.__annotations__ = {}  # xlwings would convert by them
    call.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter(argument.label, inspect.Parameter.VAR_POSITIONAL)
            if argument.kind == "ranges"
            else inspect.Parameter(
                argument.label,
                inspect.Parameter.POSITIONAL_OR_KEYWORD,
                default=None if argument.is_optional else inspect.Parameter.empty,
            )
            for argument in declared.arguments
        ]
    )
    xlwings.ret(convert="raw")(call)
    for argument in declared.arguments:
        xlwings.arg(argument.label, convert=_AsSent, doc=argument.help)(call)
    excel: Callable[..., Any] = xlwings.func(namespace="TRESO", name=declared.short_name, category=declared.category)(
        call
    )  # last: sets the category
    return excel


for _declared in FUNCTIONS.values():
    globals()[_declared.short_name] = _for_excel(_declared)
