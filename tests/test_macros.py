"""The buttons: the use cases of the command line on the open workbook, told and asked through the dialogs."""

from __future__ import annotations

import inspect
from datetime import datetime

import pytest

from addin import macros
from addin.app.check_workbook import Check
from addin.app.ports import Dialogs, Workbook
from addin.app.undo import Undone
from addin.app.weekly_report import WeeklyReport, build_weekly_report
from addin.messages import TresoError
from addin.registry import BUTTONS
from addin.sheets.model import fingerprint
from tests.app.fakes import Answers, MemoryWorkbook
from tests.app.workbooks import REPORT, bank


def press(name: str, workbook: Workbook, dialogs: Dialogs) -> object:
    """Press a button of the ribbon."""
    return BUTTONS[name].call(workbook, dialogs)


def test_every_button_takes_the_workbook_and_the_dialogs() -> None:
    assert {name: list(inspect.signature(button.call).parameters) for name, button in BUTTONS.items()} == {
        name: ["workbook", "dialogs"] for name in ("RapportHebdo", "Verifier", "AnnulerAction")
    }
    assert {button.call for button in BUTTONS.values()} == {macros.weekly_report, macros.check, macros.undo}


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


def test_the_check_button_tells_how_each_tab_is_read_and_writes_nothing() -> None:
    workbook, dialogs = MemoryWorkbook(bank()), Answers()
    check = press("Verifier", workbook, dialogs)
    assert isinstance(check, Check)
    assert "BNA" in dialogs.told[0]
    assert "Factures clients" in dialogs.told[0]
    assert workbook.saves == 0


def test_the_undo_button_takes_the_report_back() -> None:
    workbook, dialogs = MemoryWorkbook(bank()), Answers()
    press("RapportHebdo", workbook, dialogs)
    undone = press("AnnulerAction", workbook, dialogs)
    assert isinstance(undone, Undone)
    assert list(workbook.content) == ["BNA", "Factures clients", "Historique"]
    assert dialogs.told[-1].replace("\u00a0", " ") == f"Annulé : Rapport hebdo ({REPORT})"
    with pytest.raises(TresoError):
        press("AnnulerAction", workbook, dialogs)
