"""« Rapport hebdo » and « Importer un relevé » chosen in the menu of a real LibreOffice window, on a screen without a monitor."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from addin.app.weekly_report import build_weekly_report
from addin.hosts.example import write_example
from addin.hosts.file import FileWorkbook
from addin.hosts.places import OVERRIDE
from addin.registry import BUTTONS
from addin.sheets.example import example_sheets
from tests.app.fakes import Answers
from tests.calc.window import Screen, Window, missing_programs, open_in_window, wait_for
from tests.conftest import IS_CI
from tests.soffice import RunningOffice, kill

pytestmark = pytest.mark.calc
LIMIT = 180.0
"""Seconds after which LibreOffice is ended whatever it does."""
PICTURES = "TRESO_IMAGES"
"""Environment variable: a folder that gets the pictures."""


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example workbook, without its report."""
    return write_example(tmp_path_factory.mktemp("fenetre"), example_sheets(), FileWorkbook.save)


@pytest.fixture
def screen() -> Iterator[Screen]:
    if (missing := missing_programs()) and not IS_CI:
        pytest.skip(f"not installed: {', '.join(missing)}")
    with Screen() as screen:
        yield screen


@pytest.fixture
def shown(
    screen: Screen, calc_profile: Path, calc_environment: dict[str, str], tmp_path: Path, workbook: Path
) -> Iterator[tuple[RunningOffice, Window]]:
    """The example workbook in a window."""
    profile = tmp_path / "profil"
    shutil.copytree(calc_profile, profile, ignore=shutil.ignore_patterns(".lock"))
    path = Path(shutil.copy(workbook, tmp_path / "agence.xlsx"))
    environment = {**os.environ, **screen.environment, **calc_environment, OVERRIDE: str(tmp_path / "utilisateur")}
    with RunningOffice(profile, headless=False, environment=environment) as office:
        guard = threading.Timer(LIMIT, lambda: kill(office.process))
        guard.start()
        try:
            document = open_in_window(office, path)
            yield office, Window(screen, document, office.service("com.sun.star.awt.Toolkit"))
        finally:
            guard.cancel()


def used_values(document: Any, title: str) -> list[list[object]]:
    """The values of a sheet from A1, blank cells as ""."""
    cells = document.Sheets.getByName(title)
    cursor = cells.createCursor()
    cursor.gotoEndOfUsedArea(False)
    at = cursor.RangeAddress
    return [list(row) for row in cells.getCellRangeByPosition(0, 0, at.EndColumn, at.EndRow).getDataArray()]


def test_the_weekly_report_chosen_in_the_menu_is_the_one_of_the_command(
    shown: tuple[RunningOffice, Window], workbook: Path, tmp_path: Path
) -> None:
    office, window = shown
    folder = Path(os.environ.get(PICTURES) or tmp_path)
    assert window.entries("Trésorerie") == [button.label for button in ordered_buttons()]
    before = set(window.document.Sheets.ElementNames)
    window.open_menu("Trésorerie")
    window.screen.picture(folder / "menu.png")
    window.screen.press("Escape", "Escape")

    window.choose("Trésorerie", "Rapport hebdo")
    told = wait_for(window.message, 90)
    window.screen.picture(folder / "message.png")
    (title,) = [name for name in set(window.document.Sheets.ElementNames) - before if name.startswith("Rapport ")]
    assert f"« {title} » écrite" in told.replace("\u00a0", " ")
    window.screen.press("Return")
    wait_for(lambda: window.message() is None)
    assert window.document.CurrentController.ActiveSheet.Name == title
    assert window.screen.picture(folder / "rapport.png").stat().st_size > 20_000

    commanded = Path(shutil.copy(workbook, tmp_path / "commande.xlsx"))
    with FileWorkbook.open(commanded) as file:
        report = build_weekly_report(file, Answers(), as_of=None, now=datetime.now())
    assert report.sheet.title == title
    expected = office.open(commanded)
    try:
        assert used_values(window.document, title) == used_values(expected, title)
    finally:
        with suppress(Exception):
            expected.close(True)


def ordered_buttons() -> list[Any]:
    """The buttons in the order of the menu."""
    import addin.macros  # noqa: F401  (declares them)
    from addin.build.calc_extension import in_order

    return in_order(BUTTONS.values())


def test_a_statement_picked_in_the_file_dialog_of_libreoffice_is_imported(shown: tuple[RunningOffice, Window], tmp_path: Path) -> None:
    _, window = shown
    folder = Path(os.environ.get(PICTURES) or tmp_path)
    statement = tmp_path / "releve bna.csv"
    statement.write_text("Date;Libellé;Débit;Crédit\n02/11/2026;VIR SARL ESSAI;;1500,00\n", encoding="utf-8")
    window.choose("Trésorerie", "Importer un relevé")
    window.screen.wait_for_window("Relevés à importer")
    window.screen.picture(folder / "fichiers.png")
    window.screen.type_text(str(statement))
    window.screen.press("Return")
    question = wait_for(window.message, 90)
    window.screen.picture(folder / "compte.png")
    assert "À quel compte" in question
    assert "BNA" in question
    window.screen.press("Return")
    wait_for(lambda: "À quel compte" not in (window.message() or "À quel compte"), 60)
    window.screen.picture(folder / "accord.png")
    assert "Ajouter 1 opération" in (window.message() or "").replace("\u00a0", " ")
    window.screen.press("Left", "Return")  # from « Non » to « Oui »
    told = wait_for(lambda: (found := window.message()) and "ajoutées" in found and found, 90)
    assert "Lignes ajoutées : 1" in told.replace("\u00a0", " ")
    window.screen.press("Return")
    wait_for(lambda: window.message() is None)
