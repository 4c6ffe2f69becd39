"""`treso export`: the files on the disk, the result, and that a refusal leaves everything as it was."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.app.test_export_entries import books
from tests.commands import contents, treso
from tests.hosts.adapters import OnDisk


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = OnDisk(tmp_path, books()).path
    (tmp_path / "Pièces").mkdir()
    (tmp_path / "Pièces" / "2026-10-04_sadeg_14380.pdf").write_bytes(b"%PDF-1.4 sadeg")
    return path


def test_the_command_writes_the_files_and_says_what_they_hold(workbook: Path, tmp_path: Path) -> None:
    done = treso("export", workbook, "--format", "generique", "--repertoire", tmp_path / "Comptable", "--json")
    assert done.status == 1, done.err
    told = done.json["export"]
    assert {name: told[name] for name in ("number", "format", "entries", "debit", "credit", "first", "last", "pieces")} == {
        "number": 1, "format": "generique", "entries": 6, "debit": "285800.55", "credit": "285800.55", "first": "2026-10-01",
        "last": "2026-10-29", "pieces": 1,
    }  # fmt: skip
    assert sorted(told["files"]) == sorted(path.name for path in (tmp_path / "Comptable").iterdir())
    with zipfile.ZipFile(tmp_path / "Comptable" / "export-001-dossier-comptable.zip") as pack:
        assert pack.testzip() is None
        assert pack.read("pieces/2026-10-04_sadeg_14380.pdf") == b"%PDF-1.4 sadeg"
        assert pack.read("export-001-ecritures.csv") == (tmp_path / "Comptable" / "export-001-ecritures.csv").read_bytes()


def test_a_second_export_is_refused_and_nothing_changes(workbook: Path, tmp_path: Path) -> None:
    treso("export", workbook, "--format", "fec", "--repertoire", tmp_path / "Comptable")
    before = contents(tmp_path)
    done = treso("export", workbook, "--format", "fec", "--repertoire", tmp_path / "Comptable", "--json")
    assert (done.status, done.error["code"]) == (2, "EXPORT_NOTHING")
    assert contents(tmp_path) == before


@pytest.mark.parametrize(("place", "code"), [("absent/Comptable", "FOLDER_NOT_FOUND"), ("classeur.xlsx", "NOT_A_FOLDER")])
def test_a_folder_that_cannot_take_the_files_is_refused_first(place: str, code: str, workbook: Path, tmp_path: Path) -> None:
    before = contents(tmp_path)
    done = treso("export", workbook, "--format", "sage", "--repertoire", workbook if "." in place else tmp_path / place, "--json")
    assert (done.status, done.error["code"]) == (2, code)
    assert contents(tmp_path) == before


def test_undo_after_an_export_lets_it_be_done_again(workbook: Path, tmp_path: Path) -> None:
    treso("export", workbook, "--format", "fec", "--repertoire", tmp_path / "Comptable")
    assert treso("annuler", workbook, "--oui").status == 0
    assert treso("export", workbook, "--format", "fec", "--repertoire", tmp_path / "Comptable", "--oui").status == 1
