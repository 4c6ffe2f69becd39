"""Undo: one step back, never over what she has typed without asking, and said when it is no longer possible."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from addin.app.undo import Undone, undo_last
from addin.messages import TresoError
from addin.sheets.model import fingerprint
from addin.sheets.weekly import comment_in
from tests.app.fakes import Answers
from tests.app.test_weekly_report import build, comment_cell, history, names, values
from tests.app.workbooks import NOW, REPORT, WEEK, bank
from tests.hosts.adapters import InMemory, Owned, Sheets

Make = Callable[[Sheets], Owned]
LATER = NOW + timedelta(minutes=5)


def undo(owned: Owned, answers: Answers | None = None) -> Undone:
    return undo_last(owned.open(), answers or Answers(), LATER)


def refused(owned: Owned, answers: Answers | None = None) -> TresoError:
    before = {name: fingerprint(values(owned, name)) for name in names(owned)}
    with pytest.raises(TresoError) as refusal:
        undo(owned, answers)
    assert {name: fingerprint(values(owned, name)) for name in names(owned)} == before
    return refusal.value


def rebuilt(owned: Owned) -> str:
    """Build the week twice with a change between; gives the fingerprint of the first page."""
    build(owned)
    owned.type_in(REPORT, {comment_cell(owned): "à garder"})
    first = fingerprint(values(owned, REPORT))
    owned.type_in("BNA", {(8, 4): 90_000.0, (8, 5): 1_074_199.45})
    build(owned)
    assert fingerprint(values(owned, REPORT)) != first
    return first


def test_an_added_report_is_removed_and_all_else_stays(make: Make) -> None:
    owned = make(bank())
    before = {name: fingerprint(values(owned, name)) for name in names(owned)}
    build(owned)
    answers = Answers()
    assert undo(owned, answers) == Undone("Rapport hebdo", (REPORT,))
    assert names(owned) == ["BNA", "Factures clients", "Historique"]
    assert {name: fingerprint(values(owned, name)) for name in before} == before
    assert answers.questions == []
    assert history(owned)[0][-1] == "01/11/2026 09:35"


def test_a_replaced_report_comes_back_with_her_comment(make: Make) -> None:
    owned = make(bank())
    first = rebuilt(owned)
    answers = Answers()
    undo(owned, answers)
    assert fingerprint(values(owned, REPORT)) == first
    assert comment_in(values(owned, REPORT)) == "à garder"
    assert names(owned) == ["BNA", "Factures clients", REPORT, "Historique"]
    assert answers.questions == []


def test_undoing_twice_takes_back_the_two_last_actions(make: Make) -> None:
    owned = make(bank())
    rebuilt(owned)
    undo(owned)
    answers = Answers()
    undo(owned, answers)
    assert names(owned) == ["BNA", "Factures clients", "Historique"]
    assert len(answers.questions) == 1, "the page that came back carries the comment that she typed after it was built"
    assert refused(owned).code == "NOTHING_TO_UNDO"


def test_undo_after_another_command_takes_back_the_latest_week_first(make: Make) -> None:
    owned = make(bank())
    build(owned)
    build(owned, as_of=WEEK + timedelta(weeks=1))
    assert undo(owned).sheets == ("Rapport 2026-S45",)
    assert undo(owned).sheets == (REPORT,)
    assert names(owned) == ["BNA", "Factures clients", "Historique"]


def test_an_action_after_an_undo_is_the_next_to_be_undone(make: Make) -> None:
    owned = make(bank())
    build(owned)
    undo(owned)
    build(owned, as_of=WEEK + timedelta(weeks=1))
    build(owned)
    assert undo(owned).sheets == (REPORT,)
    assert undo(owned).sheets == ("Rapport 2026-S45",)
    assert [line[0] for line in history(owned)] == [1.0, 2.0, 3.0]


def test_a_use_case_never_reads_after_it_has_begun_to_write(tmp_path: Path) -> None:
    owned = InMemory(tmp_path, bank())
    build(owned)
    build(owned)
    undo(owned)
    undo(owned)
    assert owned.workbook.reads_after_write == []
    assert owned.workbook.saves == 4


# ------------------------------------------------------------------------------------------------ what she did meanwhile


def test_a_report_that_she_has_written_in_is_removed_only_after_she_agrees(make: Make) -> None:
    owned = make(bank())
    build(owned)
    owned.type_in(REPORT, {comment_cell(owned): "mes notes"})
    assert refused(owned, Answers(agrees=False)).code == "DECLINED"
    assert refused(owned, Answers(agrees=None)).code == "CONFIRMATION_NEEDED"
    answers = Answers()
    undo(owned, answers)
    assert len(answers.questions) == 1
    assert REPORT in answers.questions[0]
    assert REPORT not in names(owned)


def test_a_figure_typed_over_is_noticed_too(make: Make) -> None:
    owned = make(bank())
    build(owned)
    owned.type_in(REPORT, {(12, 3): 1})
    assert refused(owned, Answers(agrees=False)).code == "DECLINED"


def test_a_report_that_she_has_deleted_is_said_to_be_gone(make: Make) -> None:
    owned = make(bank())
    build(owned)
    owned.remove(REPORT)
    answers = Answers()
    undo(owned, answers)
    assert any(REPORT in said and "n'est plus là" in said for said in answers.told)
    assert refused(owned).code == "NOTHING_TO_UNDO"


def test_a_replaced_report_that_she_has_deleted_comes_back(make: Make) -> None:
    owned = make(bank())
    first = rebuilt(owned)
    owned.remove(REPORT)
    undo(owned)
    assert fingerprint(values(owned, REPORT)) == first
    assert names(owned) == ["BNA", "Factures clients", REPORT, "Historique"]


def test_without_the_version_kept_a_replaced_report_cannot_come_back(make: Make) -> None:
    owned = make(bank())
    rebuilt(owned)
    owned.forget_kept()
    refusal = refused(owned)
    assert refusal.code == "UNDO_GONE"
    assert REPORT in str(refusal)


def test_a_version_kept_that_is_not_the_one_before_is_not_put_back(make: Make) -> None:
    owned = make(bank())
    rebuilt(owned)
    build(owned, as_of=WEEK + timedelta(weeks=1))
    undo(owned)
    assert refused(owned).code == "UNDO_GONE"


def test_an_added_report_needs_no_version_kept(make: Make) -> None:
    owned = make(bank())
    build(owned)
    owned.forget_kept()
    undo(owned)
    assert REPORT not in names(owned)


# ------------------------------------------------------------------------------------------------ Historique in other hands


def test_without_an_action_there_is_nothing_to_undo(make: Make) -> None:
    assert refused(make(bank())).code == "NOTHING_TO_UNDO"


def test_historique_sorted_by_her_still_gives_the_latest_action(make: Make) -> None:
    owned = make(bank())
    for weeks in (0, 1, 2):
        build(owned, as_of=WEEK + timedelta(weeks=weeks))
    titles, *lines = values(owned, "Historique")
    owned.rewrite("Historique", [titles, *sorted(lines, key=lambda line: str(line[8]))])
    for weeks in (2, 1, 0):
        assert undo(owned).sheets == (f"Rapport 2026-S{44 + weeks}",)
    assert all(line[-1] for line in history(owned))


def test_lines_and_blanks_that_she_adds_to_historique_do_no_harm(make: Make) -> None:
    owned = make(bank())
    build(owned)
    titles, line = values(owned, "Historique")
    owned.rewrite("Historique", [["Mon suivi"], [], titles, ["rappel", "ne pas effacer"], line, [True, "x", "y"]])
    assert undo(owned).sheets == (REPORT,)
    build(owned)
    assert undo(owned).sheets == (REPORT,)


def test_an_action_whose_line_she_deleted_is_no_longer_known(make: Make) -> None:
    owned = make(bank())
    build(owned)
    build(owned, as_of=WEEK + timedelta(weeks=1))
    owned.rewrite("Historique", values(owned, "Historique")[:2])
    assert undo(owned).sheets == (REPORT,)
    assert refused(owned).code == "NOTHING_TO_UNDO"


def test_a_nature_of_a_later_version_is_not_guessed(make: Make) -> None:
    owned = make(bank())
    build(owned)
    owned.type_in("Historique", {(2, 5): "Cellules écrites"})
    refusal = refused(owned)
    assert refusal.code == "UNDO_GONE"
    assert "Cellules écrites" in str(refusal)


def test_a_tab_of_hers_called_historique_is_not_taken_for_ours(make: Make) -> None:
    assert refused(make({**bank(), "Historique": [[1.0, "2020", "achat"]]})).code == "SHEET_NAME_TAKEN"
