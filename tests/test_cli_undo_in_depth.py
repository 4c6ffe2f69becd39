"""`treso annuler` on a closed file: byte for byte, several steps back, wherever the file went, never over her changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.test_import_statements import NEW, OVERLAP, statement
from tests.app.test_letter_payments import BANK, CUSTOMERS, SUPPLIERS
from tests.app.workbooks import bank
from tests.commands import treso
from tests.hosts.adapters import OnDisk


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return OnDisk(tmp_path, {"BNA": BANK, "Factures clients": CUSTOMERS, "Factures fournisseurs": SUPPLIERS}).path


def test_undo_right_after_any_command_gives_the_file_back_byte_for_byte(tmp_path: Path) -> None:
    path = OnDisk(tmp_path, bank()).path
    commands = [
        ("importer", path, statement(tmp_path, OVERLAP, *NEW)),
        ("lettrer", path),
        ("rapport", path, "--oui"),
        ("rapport", path, "--oui", "--date", "2026-10-31"),
    ]
    steps = []
    for command in commands:
        steps.append(path.read_bytes())
        assert treso(*command).status in (0, 1)
        if path.read_bytes() == steps[-1]:
            steps.pop()  # nothing was left to do
    assert len(steps) > 2
    while steps:
        done = treso("annuler", path, "--json")
        assert done.status == 0, done.err
        assert done.json["byte_for_byte"]
        assert path.read_bytes() == steps.pop()
        assert done.json["remaining"] == len(steps)
    assert treso("annuler", path).status == 2


def test_a_file_that_was_moved_is_still_the_same_file(workbook: Path) -> None:
    before = workbook.read_bytes()
    treso("lettrer", workbook, "--date", "2026-10-31")
    moved = workbook.rename(workbook.with_name("envoyé à Samia.xlsx"))
    assert treso("annuler", moved).status == 0
    assert moved.read_bytes() == before


def test_a_file_that_was_changed_since_is_undone_change_by_change_and_keeps_her_change(workbook: Path) -> None:
    treso("lettrer", workbook, "--date", "2026-10-31")
    from openpyxl import load_workbook

    book = load_workbook(workbook)
    book["BNA"]["B2"] = "corrigé à la main"
    book.save(workbook)
    done = treso("annuler", workbook, "--json")
    assert done.status == 0, done.err
    assert not done.json["byte_for_byte"]
    book = load_workbook(workbook)
    assert "Lettrage" not in book.sheetnames
    assert book["BNA"]["B2"].value == "corrigé à la main"


def test_undoing_change_by_change_is_no_step_to_come_back_to(workbook: Path) -> None:
    from openpyxl import load_workbook

    treso("lettrer", workbook, "--date", "2026-10-31")
    treso("rapport", workbook, "--date", "2026-10-31")
    book = load_workbook(workbook)
    book["BNA"]["B2"] = "corrigé à la main"
    book.save(workbook)
    left = []
    for _ in range(2):
        done = treso("annuler", workbook, "--json", "--oui")
        assert done.status == 0, done.err
        left.append(load_workbook(workbook).sheetnames)
    assert [("Lettrage" in names, "Rapport 2026-S44" in names) for names in left] == [(True, False), (False, False)]
