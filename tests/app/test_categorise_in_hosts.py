"""« Catégoriser » over every host: in memory, in a closed file, in an open LibreOffice."""

from __future__ import annotations

from datetime import date

import pytest

from addin.app.categorise import Categorised, categorise
from addin.app.history import read_history
from addin.app.undo import undo_last
from addin.messages import TresoError
from addin.sheets.classification_memory import TITLE as MEMORY
from addin.sheets.classification_page import TITLE
from tests.app.fakes import Answers, Grid
from tests.app.test_categorise import FUEL, NEW, NOW, RENT, NoCache, bank
from tests.app.test_renamed_categories import CATEGORIES, LATER, OTHER, RULES
from tests.hosts.adapters import Make, Owned

SHEETS = {"BNA": bank(*NEW), "Catégories": CATEGORIES, "Règles": RULES}


def run(owned: Owned, **more: object) -> Categorised:
    workbook = owned.open()
    return categorise(workbook, Answers(True), NoCache(), as_of=date(2026, 11, 30), now=NOW, **more)  # type: ignore[arg-type]


def grid(owned: Owned, sheet: str = "BNA") -> Grid:
    """A sheet with blank cells alike, without the blank columns at its right."""
    rows = [[None if cell == "" else cell for cell in row] for row in owned.open().read(sheet).rows]
    width = max((at for row in rows for at, cell in enumerate(row, 1) if cell is not None), default=0)
    return [[*row, *[None] * width][:width] for row in rows]


def test_categories_stand_beside_the_lines_and_undo_takes_them_away(make: Make) -> None:
    owned = make(SHEETS)
    before = grid(owned)
    done = run(owned)
    assert done.counts.new == 2
    rows = grid(owned)
    assert [row[3] for row in rows[31:]] == [RENT, FUEL, None]
    assert rows[0][3:] == ["Catégorie", "Compte SCF", "Confiance", "Motif"]
    assert all(rows[31][4:])
    sheets = {sheet.name: sheet.visibility for sheet in owned.open().sheets()}
    assert sheets[TITLE] == "visible"
    assert sheets[MEMORY] != "visible"
    undo_last(owned.open(), Answers(True), LATER)
    assert grid(owned) == before
    assert all(action.is_undone for action in read_history(owned.open()).actions)
    assert run(owned).counts.new == 2, "undone lines wait again"


def test_a_second_run_changes_nothing(make: Make) -> None:
    owned = make(SHEETS)
    run(owned)
    before = {sheet.name: grid(owned, sheet.name) for sheet in owned.open().sheets()}
    assert run(owned).counts.new == 0
    assert {sheet.name: grid(owned, sheet.name) for sheet in owned.open().sheets()} == before


def test_what_she_types_is_learnt_and_kept_by_undo(make: Make) -> None:
    owned = make(SHEETS)
    run(owned)
    owned.type_in("BNA", {(33, 4): "Véhicules"})
    assert run(owned).counts.typed == 31
    undo_last(owned.open(), Answers(True), LATER)
    undo_last(owned.open(), Answers(True), LATER)
    assert [row[3] for row in grid(owned)[31:]] == [None, "Véhicules", None]


def test_only_the_selected_rows_are_told(make: Make) -> None:
    owned = make(SHEETS)
    done = run(owned, selected={"BNA": {32}})
    assert (done.counts.new, done.counts.selected) == (1, 1)
    assert [row[3] for row in grid(owned)[31:]] == [RENT, None, None]


def test_a_renamed_category_is_followed_everywhere_and_undone(make: Make) -> None:
    owned = make(SHEETS)
    run(owned)
    owned.type_in("Catégories", {(3, 1): OTHER})
    before = {name: grid(owned, name) for name in SHEETS}
    run(owned)
    names = [row[3] for row in grid(owned)[1:]]
    assert (names.count(FUEL), names.count(OTHER)) == (0, 11)
    assert grid(owned, "Règles")[1][5] == OTHER
    undo_last(owned.open(), Answers(True), LATER)
    assert {name: grid(owned, name) for name in SHEETS} == before


def test_months_closed_since_keep_what_a_run_wrote(make: Make) -> None:
    owned = make({**SHEETS, "Paramètres": [["Paramètre", "Valeur"], ["Société", "Zellige"]]})
    run(owned)
    owned.type_in("Paramètres", {(3, 1): "Mois clôturés jusqu'au", (3, 2): "30/11/2026"})
    before = {sheet.name: grid(owned, sheet.name) for sheet in owned.open().sheets()}
    with pytest.raises(TresoError) as refused:
        undo_last(owned.open(), Answers(True), LATER)
    assert (refused.value.code, refused.value.finding.details["count"]) == ("UNDO_CLOSED", 2)
    assert {sheet.name: grid(owned, sheet.name) for sheet in owned.open().sheets()} == before
    owned.type_in("Paramètres", {(3, 2): "31/10/2026"})
    undo_last(owned.open(), Answers(True), LATER)
    assert [row[3] if len(row) > 3 else None for row in grid(owned)[31:]] == [None, None, None]


def test_months_closed_since_keep_the_new_names_of_a_category(make: Make) -> None:
    owned = make({**SHEETS, "Paramètres": [["Paramètre", "Valeur"], ["Société", "Zellige"]]})
    run(owned)
    owned.type_in("Catégories", {(3, 1): OTHER})
    run(owned)
    owned.type_in("Paramètres", {(3, 1): "Mois clôturés jusqu'au", (3, 2): "30/11/2026"})
    before = {name: grid(owned, name) for name in SHEETS}
    with pytest.raises(TresoError) as refused:
        undo_last(owned.open(), Answers(True), LATER)
    assert refused.value.code == "UNDO_CLOSED"
    assert {name: grid(owned, name) for name in SHEETS} == before
