"""xlwings' own Windows code calls our functions as it will on her machine; only COM is replaced (`excel_stub`).

One process answers all calls, because pretending to be Windows before `import xlwings` is not for the process of the tests.
"""

from __future__ import annotations

import math
import os
import pickle
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import addin.udfs
from addin.app.formula_text import Call as Called
from addin.app.formula_text import Constant, Node, Omitted, Reference, from_typed, parse
from addin.app.ports import CellError
from addin.hosts.cell_cleaning import MISSING
from addin.hosts.dossier_store import DossierStore
from addin.hosts.udf_bridge import evaluate
from addin.registry import FUNCTIONS, Function, Rows
from addin.sheets.example import example_sheets
from addin.sheets.model import Sheet
from addin.treasury.dossier import Dossier
from addin.treasury.handle import handle_of
from addin.treasury.reading import build_dossier
from addin.treasury.tabs import RawTab
from tests.functions.excel_stub import Call, LiveRange, Workbook, com_date
from tests.functions.hosts import packet

assert addin.udfs

ROOT = Path(__file__).resolve().parents[2]
NA, VALUE = "\x012042", "\x012015"
AMOUNTS = packet((100_000.0,), (Decimal("200.0000"),), (None,), (-2146826246,), ("mille",), (True,), ("1 500,00",))
EXPLAINED = Workbook(
    {"Feuil1": (("mille", 19.0), (com_date(datetime(2024, 12, 31)),)), "Données d'avril": (("x", None), (Decimal("5.0000"),))},
    {
        ("Feuil1", "C1"): "=[1]!TRESO.TVA(A1,B1)",
        ("Feuil1", "C2"): "=TRESO.TIMBRE('Données d''avril'!A:A,Jour)",
        ("Feuil1", "C3"): '=TRESO.SOLDE("BNA")',
        ("Feuil1", "C4"): "=TRESO.TVA(tblFactures[Montant])",
    },
    {"Jour": "Feuil1!A2"},
    {"tblFactures[Montant]": "Données d'avril!A2:A2"},
)
SPECIAL = {
    "a column of every kind of cell": Call("TVA", (AMOUNTS, 19.0, MISSING)),
    "a row": Call("TVA", (packet((100.0, 200.0)), MISSING, MISSING)),
    "a block": Call("TVA", (packet((100.0, 200.0), (300.0, -2146826281)), MISSING, MISSING)),
    "a date cell": Call("TIMBRE", (33_970.0, packet((com_date(datetime(2024, 12, 31)),)))),
    "a date serial": Call("TIMBRE", (33_970.0, 45_657.0)),
    "a range that is no packet": Call(
        "TVA", (LiveRange("Feuil1", "B:B"), MISSING, MISSING), Workbook({"Feuil1": (("a", 1.0), ("b", 2.0))})
    ),
    "an unknown handle": Call("SOLDE", ("1 opération · BNA · au 01/01/2020 · #00000000", MISSING, MISSING, MISSING)),
    "no handle": Call("SOLDE", ("BNA", MISSING, MISSING, MISSING)),
    "an empty dossier cell": Call("SOLDE", (packet((None,)), MISSING, MISSING, MISSING)),
    "why, a refusal": Call("POURQUOI", (LiveRange("Feuil1", "C1"),), EXPLAINED),
    "why, a result": Call("POURQUOI", (LiveRange("Feuil1", "C2"),), EXPLAINED),
    "why, a table": Call("POURQUOI", (LiveRange("Feuil1", "C4"),), EXPLAINED),
    "why, no dossier": Call("POURQUOI", (LiveRange("Feuil1", "C3"),), EXPLAINED),
}


@dataclass(frozen=True)
class Answers:
    """What the other process said.

    Attributes:
        examples, special: by name.
        registered, at_exit: exit handlers of xlwings as it was imported, and once our module was.
        handle: of the dossier of the example workbook.
    """

    examples: Mapping[str, object]
    special: Mapping[str, object]
    vba: str
    registered: list[str]
    at_exit: list[str]
    functions: Mapping[str, Mapping[str, Any]]
    dossier: Dossier
    handle: str


def example_dossier(sheets: tuple[Sheet, ...]) -> Dossier:
    return build_dossier([RawTab(sheet.title, sheet.values()) for sheet in sheets])


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    folder = tmp_path_factory.mktemp("utilisateur")
    sheets = example_sheets()
    dossier = example_dossier(sheets)
    environment = {**os.environ, "TRESO_DOSSIER_UTILISATEUR": str(folder)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRESO_DOSSIER_UTILISATEUR", str(folder))
        handle = DossierStore().save(dossier)
    workbook = Workbook({"Feuil1": (), **{sheet.title: [tuple(row) for row in sheet.values()] for sheet in sheets}})
    examples = {name: Call(each.short_name, as_sent(each, handle, workbook), workbook) for name, each in FUNCTIONS.items()}
    process = subprocess.run(
        [sys.executable, str(ROOT / "tests/functions/excel_stub.py")],
        input=pickle.dumps([*examples.values(), *SPECIAL.values()]),
        capture_output=True,
        env=environment,
        timeout=120,
        check=False,
    )
    assert process.returncode == 0, process.stderr.decode(errors="replace")
    said = pickle.loads(process.stdout)
    results = said.pop("results")
    by_name = dict(zip([*examples, *SPECIAL], results, strict=True))
    return Answers(
        {name: by_name[name] for name in examples}, {name: by_name[name] for name in SPECIAL}, dossier=dossier, handle=handle, **said
    )


def as_sent(declared: Function, handle: str, workbook: Workbook) -> tuple[object, ...]:
    """The arguments of a function's example as Excel and our VBA send them; those left out at the end are missing."""
    tree = parse(from_typed(declared.example))
    assert isinstance(tree, Called)
    kinds = [argument.kind for argument in declared.arguments]
    given = [value_sent(node, kinds[min(at, len(kinds) - 1)] == "cell", handle, workbook) for at, node in enumerate(tree.arguments)]
    left_out = 0 if "ranges" in kinds else len(kinds) - len(given)
    return (*given, *[MISSING] * left_out)


def value_sent(node: Node, is_live: bool, handle: str, workbook: Workbook) -> object:
    if isinstance(node, Omitted):
        return MISSING
    if isinstance(node, Constant):
        return node.value
    if isinstance(node, Called) and node.name == "DATE":  # a date that a formula computes is a serial
        year, month, day = (int(part.value) for part in node.arguments if isinstance(part, Constant))
        return float((datetime(year, month, day) - datetime(1899, 12, 30)).days)
    assert isinstance(node, Reference), f"an example should be simpler than {node.text}"
    if node.text == "Dossier":
        return packet((handle,), sheet="Tableau de bord", row=4, column=2)
    sheet, _, place = node.text.rpartition("!")
    if is_live:
        return LiveRange(sheet.strip("'") or "Feuil1", place)
    used = [
        tuple(com_date(datetime(*cell.timetuple()[:3])) if hasattr(cell, "timetuple") else cell for cell in row)
        for row in workbook.sheets[sheet.strip("'")]
    ]
    columns = re.fullmatch(r"\$?([A-Z]+):\$?([A-Z]+)", place)
    assert columns, f"an example should take whole columns, not {node.text}"
    first, last = (ord(letters) - ord("A") for letters in columns.groups())
    return packet(
        *[tuple((*row, *[None] * (last + 1 - len(row)))[first : last + 1]) for row in used], sheet=sheet.strip("'"), column=first + 1
    )


def squeezed(rows: list[list[object]]) -> object:
    """Rows as xlwings' server hands them to VBA: one cell as a value, one row as a list."""
    if len(rows) > 1:
        return rows
    return rows[0][0] if len(rows[0]) == 1 else rows[0]


def shown(value: object) -> object:
    """A result as declared, in the form that COM carries."""
    if isinstance(value, Rows):
        return squeezed([[shown(cell) for cell in row] for row in value.rows])
    if isinstance(value, (list, tuple)):
        rows = [list(row) if isinstance(row, (list, tuple)) else [row] for row in value]
        return squeezed([[shown(cell) for cell in row] for row in rows])
    if hasattr(value, "timetuple"):
        return datetime(*value.timetuple()[:6], tzinfo=UTC)
    if isinstance(value, CellError):
        return NA if value.text == "#N/A" else VALUE
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    return "" if value is None else value


def same(one: object, other: object) -> bool:
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-9)
    return type(one) is type(other) and one == other


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_example_of_every_function_gives_in_excel_what_is_declared(name: str, answers: Answers) -> None:
    assert same(answers.examples[name], shown(FUNCTIONS[name].result)), (answers.examples[name], FUNCTIONS[name].result)


@pytest.mark.parametrize("name", [name for name, each in FUNCTIONS.items() if all(argument.kind != "cell" for argument in each.arguments)])
def test_plain_python_gives_the_same_as_excel(name: str, answers: Answers) -> None:
    class Kept:
        def load(self, handle: str) -> Dossier | None:
            return answers.dossier if handle == answers.handle else None

        def save(self, dossier: Dossier) -> str:
            return handle_of(dossier)

    declared = FUNCTIONS[name]
    workbook = Workbook({sheet.title: [tuple(row) for row in sheet.values()] for sheet in example_sheets()})
    given = [None if value == MISSING else value for value in as_sent(declared, answers.handle, workbook)]
    assert same(shown(evaluate(declared, given, store=Kept())), answers.examples[name])


@pytest.mark.parametrize(
    ("call", "result"),
    [
        ("a column of every kind of cell", [[119_000.0], [238.0], [0.0], [NA], [VALUE], [VALUE], [1_785.0]]),
        ("a row", [119.0, 238.0]),
        ("a block", [[119.0, 238.0], [357.0, "\x012007"]]),
        ("a date cell", 340.0),
        ("a date serial", 340.0),
        ("a range that is no packet", [[1.19], [2.38]]),
        ("an unknown handle", NA),
        ("no handle", VALUE),
        ("an empty dossier cell", NA),
    ],
)
def test_cells_come_through_com_as_they_are(call: str, result: object, answers: Answers) -> None:
    assert same(answers.special[call], result), answers.special[call]


def test_the_live_cell_is_explained_through_com(answers: Answers) -> None:
    told = {name: str(text).replace("\u00a0", " ") for name, text in answers.special.items() if name.startswith("why")}
    assert told["why, a refusal"].startswith("TRESO.TVA : L'argument « montant » n'est pas un montant : « mille ».")
    assert told["why, a refusal"].endswith("Valeur lue en Feuil1!A1.")
    assert "Données d'avril!A1" in told["why, a result"]
    assert told["why, a table"] == "TRESO.TVA répond 5,95. Arguments lus : montant = 5."
    assert 'Formule corrigée : =TRESO.SOLDE(Dossier;"BNA")' in told["why, no dossier"]


def test_the_generator_of_xlwings_shows_the_declared_names_and_arguments(answers: Answers) -> None:
    signatures = dict(re.findall(r"^Function (\w+)\((.*)\)$", answers.vba, re.MULTILINE))
    assert signatures == {
        each.short_name: ", ".join(
            f"ParamArray {argument.label}()" if argument.kind == "ranges" else f"{'Optional ' * argument.is_optional}{argument.label}"
            for argument in each.arguments
        )
        for each in FUNCTIONS.values()
    }


def test_the_help_of_each_function_reaches_the_wizard(answers: Answers) -> None:
    assert answers.functions == {
        each.short_name: {"category": each.category, "documented": [argument.help for argument in each.arguments]}
        for each in FUNCTIONS.values()
    }


def test_no_other_excel_is_killed_when_python_ends(answers: Answers) -> None:
    assert answers.registered == ["cleanup"]
    assert answers.at_exit == []
