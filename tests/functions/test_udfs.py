"""The module that xlwings imports: one attribute for each function, light to import, named alike in every kind of xlwings."""

from __future__ import annotations

import inspect
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlwings

from addin import udfs
from addin.registry import FUNCTIONS

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("declared", FUNCTIONS.values(), ids=FUNCTIONS)
def test_every_function_is_an_attribute_with_its_own_arguments_and_no_annotations(declared: Any) -> None:
    made = getattr(udfs, declared.short_name)
    parameters = inspect.signature(made).parameters
    assert list(parameters) == [argument.label for argument in declared.arguments]
    assert made.__name__ == declared.short_name
    assert made.__doc__ == declared.help
    assert inspect.get_annotations(made) == {}
    for argument in declared.arguments:
        parameter = parameters[argument.label]
        is_list = parameter.kind is inspect.Parameter.VAR_POSITIONAL
        assert is_list == (argument.kind == "ranges")
        assert is_list or (parameter.default is None) == argument.is_optional


def test_xlwings_lite_or_server_would_show_the_same_names(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[dict[str, object]] = []

    def func(**options: object) -> Callable[[object], object]:
        told.append(options)
        return lambda function: function

    monkeypatch.setattr(xlwings, "func", func)
    for declared in FUNCTIONS.values():
        udfs._for_excel(declared)
    assert [f"{options['namespace']}.{options['name']}" for options in told] == list(FUNCTIONS)


def test_a_function_answers_in_plain_python_as_it_does_through_com() -> None:
    assert udfs.TVA(100_000.0, 9.0) == [[109_000.0]]  # type: ignore[attr-defined]
    assert udfs.TVA("mille") == [["\x012015"]]  # type: ignore[attr-defined]


def test_importing_the_functions_loads_nothing_heavy_beside_xlwings() -> None:
    script = (
        "import sys, xlwings, pandas; before = set(sys.modules); import addin.udfs; "
        "print(*sorted(name for name in set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT, timeout=120)
    loaded = set(done.stdout.split())
    packages = {"sklearn", "scipy", "openpyxl", "lxml", "babel", "python_calamine"}
    assert {name.partition(".")[0] for name in loaded} & packages == set()
    assert (
        loaded & {"addin.treasury.reading", "addin.treasury.summary", "addin.functions.explanation", "addin.hosts.dossier_store"} == set()
    )
    assert "addin.functions.catalogue" in loaded
