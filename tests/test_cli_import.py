"""`treso importer`: what it prints, what it returns, and that a refusal leaves the workbook byte for byte as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.test_import_statements import NEW, OVERLAP, statement
from tests.app.workbooks import bank
from tests.commands import Done, treso
from tests.hosts.adapters import OnDisk

_ENTRY = {
    "file", "format", "encoding", "profile", "account", "read", "added", "sum_added", "already_known", "rejected", "opening_balance",
    "closing_balance", "balance_check",
}  # fmt: skip


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return OnDisk(tmp_path, bank()).path


def _import(workbook: Path, *words: object) -> Done:
    return treso("importer", workbook, *words)


def test_the_json_says_file_by_file_what_was_read_added_known_and_proven(workbook: Path, tmp_path: Path) -> None:
    done = _import(workbook, statement(tmp_path, OVERLAP, *NEW), "--json")
    assert done.status == 0, done.err
    (entry,) = done.json["files"]
    assert entry.keys() >= _ENTRY
    assert {name: entry[name] for name in _ENTRY} == {
        "file": "releve.csv", "format": "CSV", "encoding": entry["encoding"], "profile": entry["profile"], "account": "BNA", "read": 5,
        "added": 4, "sum_added": "-10714.20", "already_known": 1, "rejected": 0, "opening_balance": "984199.45",
        "closing_balance": "1053485.25", "balance_check": "ok",
    }  # fmt: skip
    assert done.json["added"] == [{"sheet": "BNA", "row": row} for row in (9, 10, 11, 12)]
    assert (done.json["as_of"], done.json["rejected"], done.json["warnings"]) == ("2026-11-19", [], [])


def test_rejected_lines_are_listed_with_their_place_and_the_status_says_to_look(workbook: Path, tmp_path: Path) -> None:
    done = _import(workbook, statement(tmp_path, OVERLAP, NEW[0], "99/11/2026;TPE NAFTAL;3 800,00;;1 056 599,45", *NEW[2:]), "--json")
    assert done.status == 1
    (rejected,) = done.json["rejected"]
    assert {name: rejected[name] for name in ("file", "line", "column", "value", "code")} == {
        "file": "releve.csv", "line": 4, "column": "Date", "value": "99/11/2026", "code": "LINE_DATE_UNREADABLE",
    }  # fmt: skip
    (entry,) = done.json["files"]
    assert (entry["read"], entry["added"], entry["rejected"]) == (5, 3, 1)


def test_importing_again_leaves_the_file_byte_for_byte(workbook: Path, tmp_path: Path) -> None:
    path = statement(tmp_path, OVERLAP, *NEW)
    _import(workbook, path)
    before = workbook.read_bytes()
    done = _import(workbook, path, "--json")
    assert (done.status, done.json["files"][0]["added"], done.json["files"][0]["already_known"]) == (0, 0, 5)
    assert workbook.read_bytes() == before


def test_a_broken_proof_is_refused_with_its_line_and_accepted_on_demand(workbook: Path, tmp_path: Path) -> None:
    path = statement(tmp_path, OVERLAP, NEW[0], "02/11/2026;TPE NAFTAL;3 900,00;;1 056 599,45", *NEW[2:])
    before = workbook.read_bytes()
    done = _import(workbook, path, "--json", "--oui")
    assert (done.status, done.error["code"], done.error["row"]) == (2, "STATEMENT_NOT_PROVEN", 4)
    assert workbook.read_bytes() == before
    accepted = _import(workbook, path, "--json", "--accepter-ecart")
    assert (accepted.status, accepted.json["files"][0]["balance_check"]) == (1, "broken")


@pytest.mark.parametrize(
    ("words", "code"),
    [(["--profil", "Banque inconnue"], "PROFILE_UNKNOWN"), ([], "ACCOUNT_UNSURE")],
)
def test_what_is_not_known_is_refused(words: list[str], code: str, workbook: Path, tmp_path: Path) -> None:
    path = statement(tmp_path, "25/10/2025;FRAIS;10,00;;")
    done = _import(workbook, path, *words, "--json")
    assert (done.status, done.error["code"]) == (2, code)


def test_a_new_account_is_created_by_its_name_and_the_output_may_be_another_file(workbook: Path, tmp_path: Path) -> None:
    before, other = workbook.read_bytes(), tmp_path / "autre.xlsx"
    done = _import(workbook, statement(tmp_path, "21/11/2026;VERS ESP;;500,00;1 500,00"), "--compte", "CPA", "-o", other, "--json")
    assert (done.status, done.json["new_tabs"]) == (0, ["CPA"])
    assert workbook.read_bytes() == before
    assert other.exists()


def test_the_text_shows_the_proof_and_what_the_reading_rests_on(workbook: Path, tmp_path: Path) -> None:
    done = _import(workbook, statement(tmp_path, OVERLAP, *NEW))
    said = done.out.replace("\u00a0", " ")
    assert "4 opérations nouvelles, 1 déjà connue" in said
    assert "984 199,45 DA + 69 285,80 DA = 1 053 485,25 DA (soldes justes)" in said
    assert "en jj/mm/aaaa" in said


def test_undo_takes_the_lines_out_of_the_closed_file(workbook: Path, tmp_path: Path) -> None:
    path = statement(tmp_path, OVERLAP, *NEW)
    _import(workbook, path)
    assert treso("annuler", workbook).status == 0
    assert _import(workbook, path, "--json").json["files"][0]["added"] == 4


def test_a_closed_month_takes_no_line_and_the_known_ones_of_it_do_not_matter(tmp_path: Path) -> None:
    sheets = {**bank(), "Paramètres": [["Paramètre", "Valeur"], ["Mois clôturés jusqu'au", "10/2026"]]}
    path = OnDisk(tmp_path, sheets).path
    before = path.read_bytes()
    late = "31/10/2026;TPE OUBLIE;100,00;;1 064 099,45"
    refused = _import(path, statement(tmp_path, OVERLAP, late, name="octobre.csv"), "--json")
    assert (refused.status, refused.error["code"]) == (2, "MONTH_CLOSED")
    assert path.read_bytes() == before
    assert _import(path, statement(tmp_path, OVERLAP, *NEW, name="novembre.csv")).status == 0
