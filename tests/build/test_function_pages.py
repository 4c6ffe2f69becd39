"""`docs/fonctions.md`: complete, French, one entry for each function."""

from __future__ import annotations

import re
from datetime import date

import pytest

from addin.build.all import declarations
from addin.build.function_pages import function_page
from addin.messages import french
from addin.registry import Argument, Function, Rows

FUNCTIONS = declarations()[0]
PAGE = function_page(FUNCTIONS)


def _nothing(*_: object) -> None: ...


def entry(result: object, *arguments: Argument) -> str:
    return function_page([Function("TRESO.ESSAI", "Essaie. Deux fois.", "Essais", arguments, "=TRESO.ESSAI(1)", result, _nothing)])


def test_every_function_has_its_entry_with_arguments_and_example() -> None:
    chapters = dict(zip(*[iter(re.split(r"^### (.+)$", PAGE, flags=re.MULTILINE)[1:])] * 2, strict=True))
    assert set(chapters) == {function.name for function in FUNCTIONS}
    for function in FUNCTIONS:
        chapter = chapters[function.name]
        assert french(function.help) in chapter
        assert french(f"`{function.example}`") in chapter
        for argument in function.arguments:
            assert f"| `{argument.label}` | " in chapter


def test_the_table_of_contents_leads_to_every_function() -> None:
    anchors = {name.lower().replace(".", "") for name in re.findall(r"^### (.+)$", PAGE, re.MULTILINE)}
    assert set(re.findall(r"\]\(#(\w+)\)", PAGE)) == anchors
    assert {f"[{function.name}]" for function in FUNCTIONS} <= set(re.findall(r"\[TRESO\.\w+\]", PAGE))


def test_the_errors_that_can_come_are_explained() -> None:
    for error in ("#VALEUR!", "#N/A", "#NOM?", "TRESO.POURQUOI"):
        assert error in PAGE


@pytest.mark.parametrize(
    ("result", "shown"),
    [
        (1234567.5, "**1\u00a0234\u00a0567,5**"),
        (3922040.82, "**3\u00a0922\u00a0040,82**"),
        (-1200.0, "**-1\u00a0200**"),
        (0.1 + 0.2, "**0,3**"),
        (0, "**0**"),
        (100, "**100**"),
        (date(2026, 10, 31), "**31/10/2026**"),
        (True, "**VRAI**"),
        (False, "**FAUX**"),
        ("Loyer", "**«\u00a0Loyer\u00a0»**"),
        (None, "**une cellule vide**"),
    ],
)
def test_a_result_is_shown_as_a_french_cell_shows_it(result: object, shown: str) -> None:
    assert shown in entry(result)


def test_a_table_is_shown_as_one() -> None:
    page = entry(Rows((("Client", 1200.0), ("A|B", None))))
    assert "donne un tableau" in page
    assert "| Client | 1\u00a0200 |" in page
    assert "| A\\|B |  |" in page


def test_optional_arguments_stand_in_brackets_and_lists_go_on() -> None:
    page = entry(1, Argument("jour", "Une date.", is_optional=True), Argument("plages", "Des plages.", kind="ranges"))
    assert "`=TRESO.ESSAI([jour]; plages; …)`" in page
    assert "facultatif" in page
