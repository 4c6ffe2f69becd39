"""Choosing among options and picking files, in the words of each host, over small stand-ins."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from addin.hosts.excel_dialogs import ExcelDialogs
from addin.messages import TresoError

TWO = ["jour/mois", "mois/jour"]
THREE = ["BNA", "CPA", "un nouveau compte"]


class WindowsApp:
    """Excel on Windows: message boxes and input boxes that answer what the test says, in turn."""

    def __init__(self, pressed: str = "", typed: tuple[object, ...] = (), picked: object = False) -> None:
        self.engine = SimpleNamespace(name="excel")
        self.api = SimpleNamespace(InputBox=self._input, GetOpenFilename=self._open)
        self.shown: list[str] = []
        self.asked: dict[str, Any] = {}
        self._pressed, self._typed, self._picked = pressed, list(typed), picked

    def alert(self, prompt: str, title: str, buttons: str, mode: str) -> str:
        self.shown.append(prompt.replace("\u00a0", " "))
        return self._pressed

    def _input(self, Prompt: str, Title: str, Type: int) -> object:  # noqa: N803
        assert len(Prompt) <= 255, "Excel shows no more"
        assert Type == 1
        self.shown.append(Prompt.replace("\u00a0", " "))
        return self._typed.pop(0)

    def _open(self, **asked: Any) -> object:
        self.asked = asked
        return self._picked


@pytest.fixture
def _on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")


def _dialogs(app: object) -> ExcelDialogs:
    return ExcelDialogs(app)  # type: ignore[arg-type]


@pytest.mark.usefixtures("_on_windows")
@pytest.mark.parametrize(("pressed", "picked"), [("yes", 0), ("no", 1), ("cancel", None)])
def test_two_options_are_yes_and_no(pressed: str, picked: int | None) -> None:
    app = WindowsApp(pressed)
    assert _dialogs(app).choose("Dans quel ordre ?", TWO) == picked
    assert app.shown == ["Dans quel ordre ?\n\nOui : jour/mois\nNon : mois/jour"]


@pytest.mark.usefixtures("_on_windows")
def test_more_options_are_numbers_to_type_and_a_wrong_number_is_asked_again() -> None:
    app = WindowsApp(typed=(9.0, 1.5, 0, 3.0))
    assert _dialogs(app).choose("Quel compte ?", THREE) == 2
    assert len(app.shown) == 4
    assert "2. CPA" in app.shown[0]
    assert _dialogs(WindowsApp(typed=(False,))).choose("Quel compte ?", THREE) is None


@pytest.mark.usefixtures("_on_windows")
def test_a_list_too_long_for_excel_is_shown_before_the_number_is_asked() -> None:
    accounts = [f"Compte courant numéro {number}" for number in range(40)]
    app = WindowsApp("ok", typed=(40,))
    assert _dialogs(app).choose("Quel compte ?", accounts) == 39
    assert "40. Compte courant numéro 39" in app.shown[0]
    assert _dialogs(WindowsApp("cancel")).choose("Quel compte ?", accounts) is None


@pytest.mark.usefixtures("_on_windows")
def test_several_files_are_picked_in_excel() -> None:
    app = WindowsApp(picked=("C:\\a.csv", "C:\\b.ofx"))
    assert _dialogs(app).choose_files() == ["C:\\a.csv", "C:\\b.ofx"]
    assert app.asked["MultiSelect"] is True
    names_and_patterns = app.asked["FileFilter"].split(",")
    assert len(names_and_patterns) == 4
    assert "*.ofx" in names_and_patterns[1].split(";")
    assert names_and_patterns[3] == "*.*"
    assert _dialogs(WindowsApp()).choose_files() == []


@pytest.mark.usefixtures("_on_windows")
def test_a_folder_is_picked_in_excel() -> None:
    shown: list[int] = []
    picker = SimpleNamespace(Title="", SelectedItems=lambda number: "C:\\Reçus", Show=lambda: -1)
    app: Any = SimpleNamespace(engine=MacApp.engine, api=SimpleNamespace(FileDialog=lambda kind: shown.append(kind) or picker))
    assert _dialogs(app).choose_folder("Quel dossier ?") == "C:\\Reçus"
    assert (shown, picker.Title) == ([4], "Quel dossier ?")
    picker.Show = lambda: 0
    assert _dialogs(app).choose_folder("Quel dossier ?") == ""


class MacApp:
    engine = SimpleNamespace(name="excel")


def _system_says(monkeypatch: pytest.MonkeyPatch, said: str = "", trouble: str = "") -> list[list[str]]:
    asked: list[list[str]] = []

    def run(command: list[str], **_: object) -> object:
        asked.append(command)
        return SimpleNamespace(stdout=said, stderr=trouble, returncode=1 if trouble else 0)

    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(subprocess, "run", run)
    return asked


def test_on_a_mac_the_system_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _system_says(monkeypatch, "2. CPA\n")
    assert _dialogs(MacApp()).choose('Quel « compte » "x" ?', THREE) == 1
    assert asked[0][-3:] == ["1. BNA", "2. CPA", "3. un nouveau compte"]
    _system_says(monkeypatch, "/Users/moi/a b.csv\n/Users/moi/é.ofx\n\n")
    assert _dialogs(MacApp()).choose_files() == ["/Users/moi/a b.csv", "/Users/moi/é.ofx"]
    _system_says(monkeypatch, "/Users/moi/Reçus/\n")
    assert _dialogs(MacApp()).choose_folder("Quel dossier ?") == "/Users/moi/Reçus/"


def test_on_a_mac_a_closed_dialog_is_no_answer_and_a_failure_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    _system_says(monkeypatch, trouble="execution error: User canceled. (-128)")
    assert _dialogs(MacApp()).choose_files() == []
    _system_says(monkeypatch, "\n")
    assert _dialogs(MacApp()).choose("Quel compte ?", THREE) is None
    _system_says(monkeypatch, trouble="no user interaction allowed (-1713)")
    with pytest.raises(TresoError) as refusal:
        _dialogs(MacApp()).choose_files()
    assert refusal.value.code == "CONFIRMATION_NEEDED"
