"""The weekly report as a use case: what it writes, where, after which agreement, and what it leaves alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from addin.app.history import ADDED, REPLACED
from addin.app.weekly_report import WeeklyReport, build_weekly_report
from addin.messages import TresoError
from addin.sheets.history import COLUMNS
from addin.sheets.model import Sheet, fingerprint
from addin.sheets.weekly import COMMENT_TITLE, comment_in
from tests.app.fakes import Answers, MemoryWorkbook
from tests.app.workbooks import NOW, REPORT, WEEK, bank
from tests.hosts.adapters import Owned, Sheets

Make = Callable[[Sheets], Owned]


def build(owned: Owned, answers: Answers | None = None, *, as_of: date | None = WEEK) -> WeeklyReport:
    return build_weekly_report(owned.open(), answers or Answers(), as_of=as_of, now=NOW)


def names(owned: Owned) -> list[str]:
    return [sheet.name for sheet in owned.open().sheets()]


def values(owned: Owned, sheet: str) -> list[list[object]]:
    return [list(row) for row in owned.open().read(sheet).rows]


def history(owned: Owned) -> list[tuple[object, ...]]:
    """Number, action, sheet, nature, before, after, undone of each line; blanks as ""."""
    lines = [[*("" if cell is None else cell for cell in row), *[""] * len(COLUMNS)] for row in values(owned, "Historique")[1:]]
    return [(line[0], line[2], line[3], line[4], line[7], line[8], line[9]) for line in lines]


def comment_cell(owned: Owned) -> tuple[int, int]:
    """(row, column), 1-based, of the comment box of the report."""
    for i, row in enumerate(values(owned, REPORT), 1):
        if COMMENT_TITLE in row:
            return i + 1, row.index(COMMENT_TITLE) + 1
    raise AssertionError("the page has no comment box")


def refused(owned: Owned, answers: Answers | None = None) -> TresoError:
    """The refusal; the workbook is then as it was."""
    before = {name: fingerprint(values(owned, name)) for name in names(owned)}
    with pytest.raises(TresoError) as refusal:
        build(owned, answers)
    assert {name: fingerprint(values(owned, name)) for name in names(owned)} == before
    return refusal.value


# ------------------------------------------------------------------------------------------------ adding


def test_the_report_is_added_behind_her_tabs_and_they_stay_as_they_are(make: Make) -> None:
    owned = make(bank())
    before = {name: fingerprint(values(owned, name)) for name in names(owned)}
    answers = Answers()
    report = build(owned, answers)
    assert names(owned) == ["BNA", "Factures clients", REPORT, "Historique"]
    assert {name: fingerprint(values(owned, name)) for name in before} == before
    assert report.sheet.title == REPORT
    assert answers.questions == []


def test_what_is_read_back_is_the_page_to_the_last_cell(make: Make) -> None:
    owned = make(bank())
    report = build(owned)
    assert fingerprint(values(owned, REPORT)) == fingerprint(report.sheet.values())


def test_history_tells_what_was_added(make: Make) -> None:
    owned = make(bank())
    build(owned)
    page = fingerprint(values(owned, REPORT))
    assert history(owned) == [(1.0, "Rapport hebdo", REPORT, ADDED, "", page, "")]
    assert values(owned, "Historique")[0] == [column.title for column in COLUMNS]
    assert values(owned, "Historique")[1][1] == "01/11/2026 09:30"


def test_history_is_hidden(make: Make) -> None:
    owned = make(bank())
    build(owned)
    assert {sheet.name: sheet.visibility for sheet in owned.open().sheets()}["Historique"] == "hidden"


def test_without_a_date_the_last_week_that_is_over_is_told(make: Make) -> None:
    assert build(make(bank()), as_of=None).sheet.title == REPORT


def test_a_use_case_never_reads_after_it_has_begun_to_write() -> None:
    workbook = MemoryWorkbook(bank())
    for _ in range(2):
        build_weekly_report(workbook, Answers(), as_of=WEEK, now=NOW)
    assert workbook.reads_after_write == []
    assert workbook.saves == 2


def test_reports_stand_in_the_order_of_their_weeks_whatever_the_order_they_are_built_in(make: Make) -> None:
    owned = make(bank())
    for weeks in (0, -2, 1, -1, -3):
        build(owned, as_of=WEEK + timedelta(weeks=weeks))
    assert names(owned) == ["BNA", "Factures clients", *(f"Rapport 2026-S{week}" for week in (41, 42, 43, 44, 45)), "Historique"]


def test_a_tab_of_hers_that_is_called_like_a_report_does_not_attract_the_reports(make: Make) -> None:
    owned = make({"Rapport 1": [["x"]], **bank(), "Rapport annuel": [["y"]]})
    build(owned)
    assert names(owned) == ["Rapport 1", "BNA", "Factures clients", "Rapport annuel", REPORT, "Historique"]


# ------------------------------------------------------------------------------------------------ replacing


def test_the_week_is_rebuilt_in_place_after_she_agrees(make: Make) -> None:
    owned = make(bank())
    build(owned)
    build(owned, as_of=WEEK + timedelta(weeks=1))
    before = fingerprint(values(owned, REPORT))
    owned.type_in("BNA", {(8, 4): 90_000.0, (8, 5): 1_074_199.45})
    answers = Answers()
    build(owned, answers)
    after = fingerprint(values(owned, REPORT))
    assert len(answers.questions) == 1
    assert REPORT in answers.questions[0]
    assert names(owned) == ["BNA", "Factures clients", REPORT, "Rapport 2026-S45", "Historique"]
    assert before != after
    assert history(owned)[2] == (3.0, "Rapport hebdo", REPORT, REPLACED, before, after, "")


def test_nothing_is_written_when_she_declines(make: Make) -> None:
    owned = make(bank())
    build(owned)
    assert refused(owned, Answers(agrees=False)).code == "DECLINED"


def test_nothing_is_written_when_nobody_can_be_asked(make: Make) -> None:
    owned = make(bank())
    build(owned)
    refusal = refused(owned, Answers(agrees=None))
    assert refusal.code == "CONFIRMATION_NEEDED"
    assert REPORT in str(refusal)
    assert "--oui" in str(refusal)


def test_a_report_renamed_in_other_letters_is_still_the_report_of_the_week(make: Make) -> None:
    owned = make(bank())
    build(owned)
    owned.rename(REPORT, REPORT.upper())
    build(owned)
    assert names(owned) == ["BNA", "Factures clients", REPORT, "Historique"]


@pytest.mark.parametrize("name", [REPORT, REPORT.lower()])
def test_a_tab_of_hers_with_the_name_of_the_report_is_never_replaced(make: Make, name: str) -> None:
    refusal = refused(make({**bank(), name: [["mes notes"]]}))
    assert refusal.code == "SHEET_NAME_TAKEN"
    assert refusal.finding.sheet == name


@pytest.mark.parametrize("name", ["Historique", "HISTORIQUE"])
def test_a_tab_of_hers_called_historique_is_never_written_in(make: Make, name: str) -> None:
    refusal = refused(make({**bank(), name: [["Date", "Libellé"], ["2020", "ouverture"]]}))
    assert refusal.code == "SHEET_NAME_TAKEN"
    assert refusal.finding.sheet == name


# ------------------------------------------------------------------------------------------------ her comment

COMMENTS = [
    "Relancer Novatec lundi.",
    "Première ligne\nDeuxième ligne : été, œuvre, €\n\nDernière après un blanc",
    "شركة النور : à rappeler",
    "=> voir la banque",
    "+ 2 chèques en attente",
    "mot " * 300,
]


@pytest.mark.parametrize("comment", COMMENTS, ids=lambda comment: comment[:12])
def test_her_comment_is_kept_over_two_rebuilds(make: Make, comment: str) -> None:
    owned = make(bank())
    build(owned)
    owned.type_in(REPORT, {comment_cell(owned): comment})
    for _ in range(2):
        build(owned)
        assert comment_in(values(owned, REPORT)) == comment.strip()


def test_an_empty_comment_stays_empty(make: Make) -> None:
    owned = make(bank())
    for _ in range(3):
        build(owned)
    assert comment_in(values(owned, REPORT)) == ""
    row, column = comment_cell(owned)
    rows = values(owned, REPORT)
    assert row > len(rows) or column > len(rows[row - 1]) or rows[row - 1][column - 1] in (None, "")


def test_the_other_weeks_keep_their_own_comment(make: Make) -> None:
    owned = make(bank())
    build(owned)
    owned.type_in(REPORT, {comment_cell(owned): "semaine 44"})
    build(owned, as_of=WEEK + timedelta(weeks=1))
    assert comment_in(values(owned, REPORT)) == "semaine 44"
    assert comment_in(values(owned, "Rapport 2026-S45")) == ""


# ------------------------------------------------------------------------------------------------ refusals and the page


def test_a_refusal_of_the_printer_leaves_the_workbook_as_it_was(make: Make) -> None:
    owned = make(bank())
    pages: list[Sheet] = []

    def refuse(page: Sheet) -> None:
        pages.append(page)
        raise TresoError("PDF_UNAVAILABLE", reason="papier")

    with pytest.raises(TresoError):
        build_weekly_report(owned.open(), Answers(), as_of=WEEK, now=NOW, print_page=refuse)
    assert [page.title for page in pages] == [REPORT]
    assert names(owned) == ["BNA", "Factures clients"]


@pytest.mark.parametrize(
    ("sheets", "code", "sheet"),
    [
        ({"Feuil1": []}, "WORKBOOK_EMPTY", ""),
        ({"Feuil1": [], "Feuil2": [[None, ""]]}, "WORKBOOK_EMPTY", ""),
        ({"Notes": [["bonjour"]]}, "NO_OPERATIONS", "Notes"),
        ({"Vide": [], "BNA": [["Date", "Libellé", "Montant"]]}, "NO_OPERATIONS", "BNA"),
        ({"BNA": [["Date", "Libellé", "Montant"], ["n'importe", "x", 5.0]]}, "NO_OPERATIONS", "BNA"),
        ({"BNA": [["Date", "Libellé", "Montant"], ["05/01/2027", "x", 5.0]]}, "NO_OPERATION_BEFORE", ""),
    ],
    ids=["empty", "blank", "no-tab", "no-row", "no-readable-row", "too-early"],
)
def test_a_workbook_without_matter_is_refused_with_the_place(make: Make, sheets: Sheets, code: str, sheet: str) -> None:
    refusal = refused(make(sheets))
    assert (refusal.code, refusal.finding.sheet) == (code, sheet)


def test_a_report_alone_is_no_matter_for_a_report(make: Make) -> None:
    owned = make(bank())
    build(owned)
    owned.remove("BNA")
    owned.remove("Factures clients")
    assert refused(owned).code == "NO_OPERATIONS"
