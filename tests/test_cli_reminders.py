"""`treso relances` as it is typed: exit statuses, the JSON of the contract, the folder, undo."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.workbooks import bank
from tests.commands import contents, sheet_names, treso
from tests.hosts.adapters import OnDisk

KEYS = {"customer", "level", "invoices", "total", "next_date", "letter"}


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return OnDisk(tmp_path, bank()).path


def test_letters_are_written_beside_the_workbook_and_told_as_json(workbook: Path) -> None:
    done = treso("relances", workbook, "--json")
    assert done.status == 1, done.err  # the workbook does not tell the company's particulars
    told = done.json
    assert all(set(reminder) >= KEYS for reminder in told["reminders"])
    assert [Path(reminder["letter"]).is_file() for reminder in told["reminders"]] == [True, True]
    assert Path(told["folder"]) == workbook.parent / "Relances 2026-11-02"
    assert {"Relances", "À relancer"} <= set(sheet_names(workbook))


def test_the_folder_can_be_named_and_another_output_too(workbook: Path, tmp_path: Path) -> None:
    before = workbook.read_bytes()
    done = treso("relances", workbook, "--repertoire", tmp_path / "lettres", "-o", tmp_path / "autre.xlsx", "--rattraper", "--json")
    assert [path.suffix for path in sorted((tmp_path / "lettres").iterdir())] == [".docx", ".docx"]
    assert done.json["reminders"][0]["level"] == 2
    assert workbook.read_bytes() == before


def test_undo_gives_the_workbook_back_and_leaves_the_files(workbook: Path) -> None:
    treso("relances", workbook)
    assert treso("annuler", workbook, "--oui").status == 0
    assert "Relances" not in sheet_names(workbook)
    assert len(list((workbook.parent / "Relances 2026-11-02").iterdir())) == 2


def test_a_workbook_without_customer_invoices_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    workbook = OnDisk(tmp_path, {"BNA": bank()["BNA"]}).path
    before = contents(tmp_path)
    done = treso("relances", workbook, "--json")
    assert (done.status, done.error["code"]) == (2, "REMINDER_NO_INVOICES")
    assert contents(tmp_path) == before
