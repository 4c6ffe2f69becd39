"""The example of every declared function, called as plain Python on the example workbook, gives what is declared."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from addin.app.cells import Block, Source, calling_with
from addin.app.formula_text import Call, Constant, Node, Omitted, Reference, from_typed, parse
from addin.functions import catalogue
from addin.hosts.cell_cleaning import clean_rows
from addin.hosts.dossier_store import DossierStore
from addin.registry import FUNCTIONS, Argument, Function, Rows
from addin.sheets.example import example_sheets
from tests.functions.facts import example_source

PLAIN = [name for name, declared in FUNCTIONS.items() if all(argument.kind != "cell" for argument in declared.arguments)]

assert catalogue.MODULES


def argument_of(node: Node, argument: Argument) -> object:
    """One argument of an example as the bridge hands it over."""
    if isinstance(node, Omitted):
        return None
    if isinstance(node, Constant):
        return [node.value]
    if isinstance(node, Call):
        return [date(*(int(part.value) for part in node.arguments if isinstance(part, Constant)))]  # type: ignore[arg-type]
    assert isinstance(node, Reference)
    if argument.kind == "dossier":
        return example_source()
    title = node.text.rpartition("!")[0].strip("'")
    sheet = next(sheet for sheet in example_sheets() if sheet.title == title)
    return Block(title, 1, 1, clean_rows(sheet.values()))


def called(declared: Function) -> Any:
    tree = parse(from_typed(declared.example))
    assert isinstance(tree, Call)
    kinds = declared.arguments
    given: list[object] = [argument_of(node, kinds[min(at, len(kinds) - 1)]) for at, node in enumerate(tree.arguments)]
    if kinds and kinds[-1].kind == "ranges":
        given = [*given[: len(kinds) - 1], *([given[len(kinds) - 1 :]] if len(given) >= len(kinds) else [])]
    with calling_with(DossierStore()):
        return declared.call(*given)


@pytest.mark.parametrize("name", PLAIN)
def test_the_example_of_every_function_gives_what_is_declared(name: str) -> None:
    declared = FUNCTIONS[name]
    result = called(declared)
    assert (result if isinstance(result, Rows) else result[0]) == declared.result


@pytest.mark.parametrize("name", PLAIN)
def test_the_result_of_an_example_is_of_the_declared_kind(name: str) -> None:
    declared = FUNCTIONS[name]
    kind = {"number": (float, Rows), "text": (str,), "date": (date,), "mixed": (str, float, date, Rows)}[declared.returns]
    assert isinstance(declared.result, kind)


@pytest.mark.parametrize("name", [name for name in PLAIN if FUNCTIONS[name].arguments and FUNCTIONS[name].arguments[0].kind == "dossier"])
def test_every_argument_after_the_dossier_may_be_an_empty_cell_or_is_refused(name: str) -> None:
    from addin.messages import TresoError

    source: Source = example_source()
    result = FUNCTIONS[name].call(source, *[[None] for _ in FUNCTIONS[name].arguments[1:]])
    elements = [cell for row in result.rows for cell in row] if isinstance(result, Rows) else result
    assert elements
    assert all(cell is None or isinstance(cell, (float, str, date, TresoError)) for cell in elements)
