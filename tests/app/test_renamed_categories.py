"""A category renamed in « Catégories »: which lines follow, who is asked, undo."""

from __future__ import annotations

from copy import deepcopy
from datetime import date, datetime

import pytest

from addin.app.categorise import Categorised, categorise, read_register
from addin.app.read_dossier import read_dossier
from addin.app.undo import undo_last
from tests.app.fakes import Answers, Grid, MemoryWorkbook
from tests.app.test_categorise import FUEL, HEAD, NEW, NOW, PAY, RENT, NoCache, bank

CATEGORIES: Grid = [
    ["Catégorie", "Compte SCF", "Poche", "Dépense du plan"],
    [RENT, "613", "", "Oui"],
    [FUEL, "607", "", "Oui"],
    [PAY, "631", "", "Oui"],
]
RULES: Grid = [
    ["Texte", "Sens", "Montant min", "Montant max", "Compte", "Catégorie", "Compte SCF"],
    ["NAFTAL", "Débit", None, None, None, FUEL, "607"],
]
OTHER = "Énergie et carburant"
LATER = datetime(2026, 12, 1, 9, 0)


@pytest.fixture
def workbook() -> MemoryWorkbook:
    """Classified once, then « Carburant » renamed."""
    workbook = MemoryWorkbook({"BNA": bank(*NEW), "Catégories": CATEGORIES, "Règles": RULES})
    run(workbook)
    assert at(workbook, 33) == FUEL, "the line that we classify"
    workbook.content["Catégories"][2][0] = OTHER
    return workbook


def run(workbook: MemoryWorkbook, agrees: bool | None = True, **more: object) -> Categorised:
    return categorise(workbook, Answers(agrees), NoCache(), as_of=date(2026, 11, 30), now=NOW, **more)  # type: ignore[arg-type]


def at(workbook: MemoryWorkbook, row: int, column: int = 4) -> object:
    return workbook.content["BNA"][row - 1][column - 1]


def held(workbook: MemoryWorkbook) -> dict[str, Grid]:
    """Her tabs, blank cells alike."""
    return {
        name: [[None if cell == "" else cell for cell in row] for row in workbook.content[name]] for name in ("BNA", "Catégories", "Règles")
    }


def codes(done: Categorised) -> set[str]:
    return {finding.code for finding in done.findings}


def test_our_lines_and_with_her_yes_hers_and_her_rules_carry_the_new_name(workbook: MemoryWorkbook) -> None:
    done = run(workbook)
    names = [row[3] for row in workbook.content["BNA"][1:]]
    assert FUEL not in names
    assert names.count(OTHER) == 11
    assert workbook.content["Règles"][1][5] == OTHER
    (finding,) = [finding for finding in done.findings if finding.code == "CATEGORY_RENAMED"]
    assert (finding.sheet, finding.row, finding.details["count"]) == ("Catégories", 3, 12)
    assert done.counts.typed == 30


def test_what_we_wrote_stays_ours_under_its_new_name(workbook: MemoryWorkbook) -> None:
    run(workbook)
    ours = read_register(workbook).ours(read_dossier(workbook, Answers(True)).operations)
    assert ours.iloc[31], "row 33"
    reason = workbook.content["BNA"][0].index("Motif")
    assert at(workbook, 33, reason + 1), "our reason is not taken for that of a line that she corrected"


def test_nothing_is_asked_twice(workbook: MemoryWorkbook) -> None:
    run(workbook)
    after = deepcopy(workbook.content)
    answers = Answers(True)
    categorise(workbook, answers, NoCache(), as_of=date(2026, 11, 30), now=LATER)
    assert answers.questions == []
    assert workbook.content == after


def test_her_lines_keep_the_old_name_when_she_says_no_and_ours_follow(workbook: MemoryWorkbook) -> None:
    done = run(workbook, agrees=False)
    names = [row[3] for row in workbook.content["BNA"][1:]]
    assert (names.count(FUEL), names.count(OTHER)) == (10, 1)
    assert workbook.content["Règles"][1][5] == FUEL
    assert {"CATEGORY_RENAMED", "CATEGORY_OLD_NAME_KEPT"} <= codes(done)
    answers = Answers(True)
    categorise(workbook, answers, NoCache(), as_of=date(2026, 11, 30), now=LATER)
    assert answers.questions == [], "her no is remembered"


def test_where_nobody_can_answer_hers_wait_and_are_asked_about_the_next_time(workbook: MemoryWorkbook) -> None:
    done = run(workbook, agrees=None)
    assert "CATEGORY_RENAME_UNASKED" in codes(done)
    assert [row[3] for row in workbook.content["BNA"][1:]].count(FUEL) == 10
    run(workbook, agrees=True)
    assert [row[3] for row in workbook.content["BNA"][1:]].count(FUEL) == 0


def test_undo_gives_every_old_name_back_even_after_she_sorted_the_tab(workbook: MemoryWorkbook) -> None:
    before = held(workbook)
    run(workbook)
    head, *rows = workbook.content["BNA"]
    workbook.content["BNA"] = [head, *reversed(rows)]
    undo_last(workbook, Answers(True), LATER)
    head, *rows = workbook.content["BNA"]
    workbook.content["BNA"] = [head, *reversed(rows)]
    assert held(workbook) == before
    ours = read_register(workbook).ours(read_dossier(workbook, Answers(True)).operations)
    assert ours.iloc[31], "ours under its old name again"


def test_undo_says_what_she_changed_since_and_keeps_it(workbook: MemoryWorkbook) -> None:
    run(workbook)
    workbook.content["BNA"][2][3] = "Véhicules"
    answers = Answers(True)
    undo_last(workbook, answers, LATER)
    assert at(workbook, 3) == "Véhicules"
    assert at(workbook, 6) == FUEL
    assert any("1 ligne" in text for text in answers.told)


def test_a_closed_month_keeps_the_old_name_and_it_is_said(workbook: MemoryWorkbook) -> None:
    workbook.content["Paramètres"] = [["Paramètre", "Valeur"], ["Mois clôturés jusqu'au", "30/06/2026"]]
    done = run(workbook)
    names = [row[3] for row in workbook.content["BNA"][1:]]
    assert names.count(FUEL) == 6
    assert "CATEGORY_OLD_NAME_FIXED" in codes(done)


def test_a_new_line_gets_the_new_name(workbook: MemoryWorkbook) -> None:
    workbook.content["BNA"].append([date(2026, 11, 20), "TPE NAFTAL STATION 4", -3_200.0, None])
    run(workbook)
    assert at(workbook, 35) == OTHER
    assert HEAD[3] == "Catégorie"


def test_renaming_and_classifying_in_one_run_are_undone_together(workbook: MemoryWorkbook) -> None:
    workbook.content["BNA"].append([date(2026, 11, 20), "TPE NAFTAL STATION 4", -3_200.0, None])
    before = held(workbook)
    run(workbook)
    undo_last(workbook, Answers(True), LATER)
    after = held(workbook)
    assert [row[:4] for row in after["BNA"]] == [row[:4] for row in before["BNA"]]
