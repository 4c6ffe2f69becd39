"""The buttons: the use cases of the command line on the open workbook, told and asked through the dialogs."""

from __future__ import annotations

import inspect
from datetime import date, datetime
from pathlib import Path

import pytest

from addin import macros
from addin.app.check_workbook import Check
from addin.app.pockets import FollowedPockets
from addin.app.ports import Dialogs, Workbook
from addin.app.refresh import Refreshed
from addin.app.undo import Undone
from addin.app.weekly_report import WeeklyReport, build_weekly_report
from addin.console import Console
from addin.hosts.places import OVERRIDE
from addin.messages import TresoError, french
from addin.registry import BUTTONS, FUNCTIONS
from addin.sheets.dashboard import handle_in
from addin.sheets.model import fingerprint
from addin.sheets.text import as_text
from tests.app.fakes import Answers, MemoryWorkbook
from tests.app.test_pockets_page import sheets as pocket_sheets
from tests.app.workbooks import REPORT, bank


@pytest.fixture(autouse=True)
def _own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(OVERRIDE, str(tmp_path))


def press(name: str, workbook: Workbook, dialogs: Dialogs) -> object:
    """Press a button of the ribbon."""
    return BUTTONS[name].call(workbook, dialogs)


def test_every_button_takes_the_workbook_and_the_dialogs() -> None:
    assert {name: list(inspect.signature(button.call).parameters) for name, button in BUTTONS.items()} == {
        name: ["workbook", "dialogs"]
        for name in (
            "Actualiser",
            "PreparerClasseur",
            "RapportHebdo",
            "ImporterReleve",
            "Lettrer",
            "Categoriser",
            "Justificatifs",
            "Relances",
            "Verifier",
            "Rapprochement",
            "Controles",
            "Prevision",
            "Scenarios",
            "Depenses",
            "Poches",
            "ExportComptable",
            "AnnulerAction",
            "ReparerFormules",
            "Aide",
        )
    }


def test_the_report_button_writes_what_the_command_writes() -> None:
    by_button, by_command, dialogs = MemoryWorkbook(bank()), MemoryWorkbook(bank()), Answers()
    report = press("RapportHebdo", by_button, dialogs)
    assert isinstance(report, WeeklyReport)
    build_weekly_report(by_command, Answers(), as_of=None, now=datetime.now())
    assert list(by_button.content) == list(by_command.content)
    assert fingerprint(by_button.content[REPORT]) == fingerprint(by_command.content[REPORT])
    assert [told.replace("\u00a0", " ") for told in dialogs.told] == [f"Feuille « {REPORT} » écrite dans classeur.xlsx", "Rien à revoir."]


def test_the_report_button_asks_before_it_replaces() -> None:
    workbook = MemoryWorkbook(bank())
    press("RapportHebdo", workbook, Answers())
    with pytest.raises(TresoError) as refusal:
        press("RapportHebdo", workbook, Answers(agrees=False))
    assert (refusal.value.code, workbook.saves) == ("DECLINED", 1)


def test_the_report_button_counts_what_deserves_a_look() -> None:
    sheets = bank()
    sheets["BNA"][3][0] = "pas une date"
    dialogs = Answers()
    press("RapportHebdo", MemoryWorkbook(sheets), dialogs)
    assert dialogs.told[1].endswith("à revoir.")
    assert dialogs.told[1] != "Rien à revoir."


def test_the_check_button_shows_how_each_tab_is_read_and_writes_nothing() -> None:
    workbook, dialogs = MemoryWorkbook(bank()), Answers()
    check = press("Verifier", workbook, dialogs)
    assert isinstance(check, Check)
    (sheet,) = dialogs.displayed
    text = as_text(sheet)
    assert [name in text for name in ("Vérification de classeur.xlsx", "BNA", "Factures clients")] == [True] * 3
    assert "Onglets lus\u00a0: 2." in dialogs.told[-1]
    assert workbook.saves == 0


def test_the_check_shows_place_problem_cause_and_remedy_of_each_finding() -> None:
    sheets = bank()
    sheets["BNA"][3][0] = "pas une date"
    workbook, dialogs = MemoryWorkbook(sheets), Answers()
    check = press("Verifier", workbook, dialogs)
    assert isinstance(check, Check)
    cells = {cell for row in dialogs.displayed[0].values() for cell in row}
    for finding in check.findings:
        assert {finding.place(), f"{finding.problem()} {finding.cause()}", finding.remedy()} <= cells


def test_the_help_lists_every_button_and_every_function_with_its_example() -> None:
    workbook, dialogs = MemoryWorkbook({}), Answers()
    press("Aide", workbook, dialogs)
    cells = {cell for row in dialogs.displayed[0].values() for cell in row}
    assert {french(button.label) for button in BUTTONS.values()} <= cells
    assert FUNCTIONS
    for function in FUNCTIONS.values():
        assert {function.name, function.example, french(function.help)} <= cells


def test_the_refresh_button_adds_the_dashboard_and_says_what_was_read() -> None:
    workbook, dialogs = MemoryWorkbook(bank()), Answers()
    press("Actualiser", workbook, dialogs)
    assert "Tableau de bord" in workbook.content
    assert "7\u00a0opérations · BNA" in "".join(dialogs.told)


def test_the_report_button_renews_the_handle_in_the_same_action() -> None:
    workbook, dialogs = MemoryWorkbook(bank()), Answers()
    refreshed = press("Actualiser", workbook, dialogs)
    assert isinstance(refreshed, Refreshed)
    workbook.content["BNA"][7][3] = 90_000.0
    press("RapportHebdo", workbook, dialogs)
    handle = handle_in(workbook.content["Tableau de bord"])
    assert handle != refreshed.handle
    assert {row[2] for row in workbook.content["Historique"] if row[0] == 2} == {"Rapport hebdo"}
    assert workbook.saves == 2
    press("AnnulerAction", workbook, dialogs)
    assert handle_in(workbook.content["Tableau de bord"]) == refreshed.handle


def test_the_prepare_button_says_what_was_added_and_what_remains() -> None:
    workbook, dialogs = MemoryWorkbook(bank()), Answers()
    press("PreparerClasseur", workbook, dialogs)
    assert dialogs.told[0].startswith("Feuilles ajoutées")
    assert all(told.startswith("•") for told in dialogs.told[1:])
    assert len(dialogs.told) > 1


def test_last_week_is_offered_and_a_no_is_remembered() -> None:
    workbook, dialogs = MemoryWorkbook(bank()), Answers(agrees=False)
    assert macros.offer_report(workbook, dialogs, date(2026, 11, 2)) is None
    assert macros.offer_report(workbook, dialogs, date(2026, 11, 6)) is None
    assert len(dialogs.questions) == 1
    dialogs.agrees = True
    report = macros.offer_report(workbook, dialogs, date(2026, 11, 8))
    assert report is not None
    assert report.sheet.title == "Rapport 2026-S45"
    assert [REPORT in question for question in dialogs.questions] == [True, False]


def test_on_the_command_line_a_long_result_is_told_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    press("Aide", MemoryWorkbook({}), Console(json=False, yes=True))
    said = capsys.readouterr()
    assert "=TRESO.TVA(" in said.err
    assert said.out == ""


def test_an_unknown_button_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        macros.run("Inconnu")


def test_the_undo_button_takes_the_report_back() -> None:
    workbook, dialogs = MemoryWorkbook(bank()), Answers()
    press("RapportHebdo", workbook, dialogs)
    undone = press("AnnulerAction", workbook, dialogs)
    assert isinstance(undone, Undone)
    assert list(workbook.content) == ["BNA", "Factures clients", "Historique"]
    assert dialogs.told[-1].replace("\u00a0", " ") == f"Annulé : Rapport hebdo ({REPORT})"
    with pytest.raises(TresoError):
        press("AnnulerAction", workbook, dialogs)


def test_the_lettering_button_writes_its_sheet_and_says_what_waits() -> None:
    from tests.app.test_letter_payments import BANK, CUSTOMERS, SUPPLIERS

    workbook, dialogs = MemoryWorkbook({"BNA": BANK, "Factures clients": CUSTOMERS, "Factures fournisseurs": SUPPLIERS}), Answers()
    done = press("Lettrer", workbook, dialogs)
    assert "Lettrage" in workbook.content
    assert any("Lettrage" in text for text in dialogs.told)
    assert macros._page_of(done) == "Lettrage"


def test_the_pockets_button_writes_the_page_and_says_the_sentence_of_its_mode() -> None:
    workbook, dialogs = MemoryWorkbook(pocket_sheets()), Answers()
    done = press("Poches", workbook, dialogs)
    assert isinstance(done, FollowedPockets)
    assert done.sheet.title in workbook.content
    said = dialogs.told[0].replace("\u00a0", " ")
    assert said.startswith("Poches (horizon) : Sécurité et exploitation sont pleines")
    assert said.endswith("Feuille « Suivi des poches ».")
