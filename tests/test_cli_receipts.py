"""`treso justificatifs`: what it prints and returns, and that a refusal leaves workbook and folder as they were."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.test_receipts import DJEZZY, SADEG, payments
from tests.commands import contents, treso
from tests.hosts.adapters import OnDisk
from tests.hosts.receipt_folders import pdf_receipt, photo


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    folder = tmp_path / "Reçus"
    (folder / "2026").mkdir(parents=True)
    (folder / SADEG).write_bytes(photo(b"sadeg"))
    (folder / "2026" / DJEZZY).write_bytes(pdf_receipt("DJEZZY", "Facture du 20/10/2026", "Net a payer 21 420,00 DA"))
    return OnDisk(tmp_path, payments()).path


def test_the_json_has_the_keys_of_the_contract_and_the_status_says_done(workbook: Path) -> None:
    done = treso("justificatifs", workbook, "--repertoire", workbook.parent / "Reçus", "--date", "2026-10-31", "--json")
    assert done.status == 0, done.err
    assert done.json["as_of"] == "2026-10-31"
    assert [(each["file"], each["status"], each["operations"]) for each in done.json["receipts"]] == [
        (SADEG, "justified", [{"sheet": "BNA", "row": 4}]),
        (f"2026/{DJEZZY}", "justified", [{"sheet": "BNA", "row": 7}]),
    ]
    assert {"file", "hash", "date", "amount", "counterparty", "operations", "status", "score", "reason"} <= done.json["receipts"][0].keys()
    assert [(each["sheet"], each["row"], each["amount"], each["person"], each["status"]) for each in done.json["missing"]] == [
        ("BNA", 11, "-7798.70", "Samia", "to_request"),
        ("BNA", 10, "-3800.00", "Samia", "to_request"),
        ("BNA", 9, "-3800.00", "Samia", "to_request"),
    ]
    assert (done.json["duplicates"], done.json["warnings"]) == ([], [])


def test_a_second_run_leaves_the_file_byte_for_byte(workbook: Path) -> None:
    words = ("justificatifs", workbook, "--repertoire", workbook.parent / "Reçus")
    treso(*words)
    before = workbook.read_bytes()
    done = treso(*words)
    assert (done.status, workbook.read_bytes()) == (0, before)
    assert "Rien n'a changé" in done.err
    assert "3 sans justificatif" in done.out.replace("\u00a0", " ")


def test_files_are_renamed_only_with_a_yes(workbook: Path) -> None:
    folder = workbook.parent / "Reçus"
    words = ("justificatifs", workbook, "--repertoire", folder, "--renommer")
    before = contents(workbook.parent)
    refused = treso(*words, "--json")
    assert (refused.status, refused.error["code"]) == (2, "CONFIRMATION_NEEDED")
    assert contents(workbook.parent) == before
    done = treso(*words, "--oui", "--json")
    assert done.json["renamed"] == [{"old": f"2026/{DJEZZY}", "new": "2026/2026-10-20_DJEZZY-FLOTTE_21420.pdf"}]
    assert sorted(path.name for path in (folder / "2026").iterdir()) == ["2026-10-20_DJEZZY-FLOTTE_21420.pdf"]


@pytest.mark.parametrize(
    ("more", "code"),
    [(("--repertoire", "absent"), "RECEIPT_FOLDER_NOT_FOUND"), ((), "RECEIPT_FOLDER_UNSET")],
)
def test_a_refusal_writes_nothing(workbook: Path, more: tuple[str, ...], code: str) -> None:
    before = contents(workbook.parent)
    done = treso("justificatifs", workbook, *more, "--json")
    assert (done.status, done.error["code"]) == (2, code)
    assert contents(workbook.parent) == before


def test_an_unreadable_file_asks_for_a_look(workbook: Path) -> None:
    (workbook.parent / "Reçus" / "vide.jpg").write_bytes(b"")
    done = treso("justificatifs", workbook, "--repertoire", workbook.parent / "Reçus", "--json")
    assert done.status == 1
    assert [(each["code"], each["value"]) for each in done.json["warnings"]] == [("RECEIPT_UNREADABLE", "vide.jpg")]
