"""Receipts put to their operations in the workbook: her answers kept, files renamed when she agrees, all of it undone."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from addin.app.receipts import Receipts, check_receipts
from addin.app.receipts_json import receipts_as_json
from addin.hosts.receipt_files import folder_tools
from addin.messages import TresoError
from addin.sheets.receipt_memory import TITLE as MEMORY
from addin.sheets.receipt_requests import TITLE as REQUESTS
from addin.sheets.receipts import COLUMNS, TITLE
from addin.treasury.receipts.board import Line
from tests.app.fakes import Answers, MemoryWorkbook
from tests.app.workbooks import NOW, WEEK, bank
from tests.commands import contents
from tests.hosts.adapters import InMemory, Make, Owned
from tests.hosts.receipt_folders import pdf_receipt, photo

TITLES = [column.title for column in COLUMNS]
SADEG, DJEZZY = "2026-10-01_Sadeg_14380,55.pdf", "facture djezzy.pdf"


def payments() -> dict[str, list[list[object]]]:
    """`bank` with a card line and two equal ones, and who answers for the account."""
    sheets = bank()
    for day, label, amount in (
        (date(2026, 10, 6), "TPE NAFTAL", 3_800.0),
        (date(2026, 10, 7), "TPE NAFTAL", 3_800.0),
        (date(2026, 10, 8), "VISA ADOBE USD59,99", 7_798.70),
    ):
        sheets["BNA"].append([datetime.combine(day, datetime.min.time()), label, amount, None, None])
    sheets["Comptes"] = [["Compte", "Type", "Devise", "Responsable"], ["BNA", "Banque", "DZD", "Samia"]]
    return sheets


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "Reçus"
    (folder / "2026").mkdir(parents=True)
    (folder / SADEG).write_bytes(photo(b"sadeg"))
    (folder / "2026" / DJEZZY).write_bytes(pdf_receipt("DJEZZY", "Facture du 20/10/2026", "Net a payer 21 420,00 DA"))
    return folder


def run(owned: Owned, folder: Path, answers: Answers | None = None, *, renames: bool = False, given: str | None = None) -> Receipts:
    scan, names = folder_tools(folder.parent)
    workbook = owned.open()
    try:
        return check_receipts(
            workbook, answers or Answers(), folder.name if given is None else given, scan, names, NOW, as_of=WEEK, renames=renames
        )
    finally:
        workbook.close()


def rows(owned: Owned, sheet: str = TITLE) -> list[list[object]]:
    workbook = owned.open()
    try:
        return [[cell.date() if isinstance(cell, datetime) else cell for cell in row] for row in workbook.read(sheet).rows]
    finally:
        workbook.close()


def place(owned: Owned, *words: str) -> int:
    """Excel row of the line of `Justificatifs` that holds these words."""
    (found,) = [i for i, row in enumerate(rows(owned), 1) if all(any(word in str(cell) for cell in row) for word in words)]
    return found


def column(title: str) -> int:
    return TITLES.index(title) + 1


def line(done: Receipts, label: str) -> Line:
    (found,) = [each for each in done.board.lines if each.operation >= 0 and done.operations.at[each.operation, "label"] == label]
    return found


def states(done: Receipts) -> dict[str, str]:
    return {
        str(done.operations.at[each.operation, "label"] if each.operation >= 0 else each.files[0].path): each.state
        for each in done.board.lines
    }


def test_what_needs_a_receipt_is_listed_with_its_file_and_salaries_and_receipts_are_left_out(make: Make, folder: Path) -> None:
    owned = make(payments())
    done = run(owned, folder)
    assert states(done) == {
        "SADEG": "justified", "DJEZZY FLOTTE": "justified", "TPE NAFTAL": "to_request", "VISA ADOBE USD59,99": "to_request",
    }  # fmt: skip
    assert done.board.exempt == {"salary": 2, "incoming": 3}
    found = {tuple(row[: TITLES.index("Repère")]) for row in rows(owned) if row[0] in ("Justifié", "À demander")}
    by_label = {row[TITLES.index("Libellé")]: row for row in found}
    assert by_label["SADEG"][TITLES.index("Fichier")] == SADEG
    assert by_label["DJEZZY FLOTTE"][TITLES.index("Fichier")] == f"2026/{DJEZZY}"
    assert by_label["VISA ADOBE USD59,99"][TITLES.index("Responsable")] == "Samia"
    assert by_label["VISA ADOBE USD59,99"][TITLES.index("Opération")] == "BNA ligne 11"
    asked = [row for row in rows(owned, REQUESTS) if any(cell == "TPE NAFTAL" for cell in row)]
    assert len(asked) == 2


def test_running_again_changes_nothing(make: Make, folder: Path) -> None:
    owned = make(payments())
    assert run(owned, folder).is_written
    before = {sheet: rows(owned, sheet) for sheet in (TITLE, REQUESTS, MEMORY)}
    assert not run(owned, folder).is_written
    assert {sheet: rows(owned, sheet) for sheet in (TITLE, REQUESTS, MEMORY)} == before


def test_her_answers_are_kept_whatever_is_built_and_wherever_rows_move(make: Make, folder: Path) -> None:
    owned = make(payments())
    run(owned, folder)
    adobe = place(owned, "VISA ADOBE")
    owned.type_in(TITLE, {
        (adobe, column("Statut")): "Non requis", (adobe, column("Remarque")): "abonnement perso",
        (place(owned, "BNA ligne 9"), column("Demandé le")): datetime(2026, 10, 30),
        (place(owned, "BNA ligne 10"), column("Responsable")): "Karim",
    })  # fmt: skip
    moved = payments()["BNA"]
    moved.insert(1, [datetime(2026, 8, 1), "VIR RECU LUMEN", None, 1_000.0, None])
    owned.rewrite("BNA", moved)
    for _ in range(2):
        done = run(owned, folder)
        found = line(done, "VISA ADOBE USD59,99")
        assert (found.state, found.remark, found.is_state_hers) == ("not_required", "abonnement perso", True)
        naftal = [each for each in done.board.lines if each.operation >= 0 and done.operations.at[each.operation, "label"] == "TPE NAFTAL"]
        assert sorted((each.state, each.person, str(each.requested_on)) for each in naftal) == [
            ("requested", "Samia", "2026-10-30"), ("to_request", "Karim", "None"),
        ]  # fmt: skip
    assert any(str(row[0]).replace("\u00a0", " ").startswith("Karim : 1 justificatif,") for row in rows(owned, REQUESTS))


def test_a_proposal_waits_for_her_yes_and_her_no_is_final(make: Make, folder: Path) -> None:
    (folder / "Naftal 3800,00.jpg").write_bytes(photo(b"naftal"))
    owned = make(payments())
    done = run(owned, folder)
    (proposed,) = [each for each in done.board.lines if each.state == "proposed"]
    row = place(owned, "À confirmer")
    owned.type_in(TITLE, {(row, column("Statut")): "Justifié"})
    for _ in range(2):
        accepted = next(each for each in run(owned, folder).board.lines if each.key == proposed.key)
        assert (accepted.state, [file.path for file in accepted.files]) == ("justified", ["Naftal 3800,00.jpg"])
    row = place(owned, "Naftal 3800,00.jpg")
    owned.type_in(TITLE, {(row, column("Statut")): "À demander"})
    for _ in range(3):
        refused = next(each for each in run(owned, folder).board.lines if each.key == proposed.key)
        assert (refused.state, refused.files) == ("to_request", ())


def test_a_file_without_operation_is_put_to_the_line_that_she_names_and_an_unknown_line_is_said(make: Make, folder: Path) -> None:
    (folder / "IMG_20261012_101010.jpg").write_bytes(photo(b"x"))
    owned = make(payments())
    run(owned, folder)
    at = place(owned, "IMG_20261012")
    owned.type_in(TITLE, {(at, column("Opération")): "BNA ligne 99"})
    assert [finding.code for finding in run(owned, folder).findings if finding.sheet == TITLE] == ["RECEIPT_OPERATION_UNKNOWN"]
    owned.type_in(TITLE, {(place(owned, "IMG_20261012"), column("Opération")): "bna, ligne 11"})
    for _ in range(2):
        found = line(run(owned, folder), "VISA ADOBE USD59,99")
        assert (found.state, [file.path for file in found.files], found.are_files_hers) == ("justified", ["IMG_20261012_101010.jpg"], True)


def test_a_name_that_she_types_links_the_file_and_one_that_is_nowhere_is_kept_and_said(make: Make, folder: Path) -> None:
    (folder / "ticket.jpg").write_bytes(photo(b"x"))
    owned = make(payments())
    run(owned, folder)
    owned.type_in(TITLE, {
        (place(owned, "VISA ADOBE"), column("Fichier")): "ticket.jpg",
        (place(owned, "BNA ligne 9"), column("Fichier")): "classeur papier 12",
    })  # fmt: skip
    for _ in range(2):
        done = run(owned, folder)
        assert [file.path for file in line(done, "VISA ADOBE USD59,99").files] == ["ticket.jpg"]
        assert [(finding.code, finding.value) for finding in done.findings if finding.sheet == TITLE] == [
            ("RECEIPT_FILE_UNKNOWN", "classeur papier 12")
        ]
        assert rows(owned)[place(owned, "BNA ligne 9") - 1][0] == "Justifié"
        assert "classeur papier 12" in rows(owned)[place(owned, "BNA ligne 9") - 1]


def test_the_tab_of_the_template_that_she_filled_by_hand_is_taken_over(make: Make, folder: Path) -> None:
    sheets = payments()
    sheets[TITLE] = [
        ["Fichier", "Date", "Tiers", "Montant", "Opération", "Statut"],
        [SADEG, datetime(2026, 10, 8), "Adobe", 7_798.70, "BNA ligne 11", "Justifié"],
        [None, datetime(2026, 10, 6), "Naftal", 3_800.0, "BNA ligne 9", "Non requis"],
    ]
    done = run(make(sheets), folder)
    assert [file.path for file in line(done, "VISA ADOBE USD59,99").files] == [SADEG]
    assert line(done, "SADEG").state == "to_request"
    assert sorted(each.state for each in done.board.lines).count("not_required") == 1


def test_her_own_sheets_of_these_names_are_never_replaced(make: Make, folder: Path) -> None:
    for title in (TITLE, REQUESTS, MEMORY):
        sheets = payments()
        sheets[title] = [["mes notes"], ["ne pas toucher"]]
        owned = make(sheets) if title == TITLE else InMemory(folder, sheets)
        with pytest.raises(TresoError) as refusal:
            run(owned, folder)
        assert (refusal.value.code, refusal.value.finding.sheet) == ("SHEET_NAME_TAKEN", title)


def test_a_moved_file_keeps_its_line_and_one_that_is_gone_is_said(make: Make, folder: Path) -> None:
    owned = make(payments())
    run(owned, folder)
    (folder / SADEG).rename(folder / "2026" / "rangé.jpg")
    (folder / "2026" / DJEZZY).unlink()
    done = run(owned, folder)
    codes = {finding.code: finding for finding in done.findings}
    for _ in range(2):  # its name was all that it said
        assert (line(done, "SADEG").state, [file.path for file in line(done, "SADEG").files]) == ("justified", ["2026/rangé.jpg"])
        done = run(owned, folder)
    assert codes["RECEIPT_MOVED"].value == "2026/rangé.jpg"
    assert codes["RECEIPT_GONE"].value == f"2026/{DJEZZY}"
    assert line(done, "DJEZZY FLOTTE").state == "to_request"


def test_copies_are_told_and_count_once(make: Make, folder: Path) -> None:
    (folder / "copie.pdf").write_bytes((folder / "2026" / DJEZZY).read_bytes())
    done = run(make(payments()), folder)
    told = receipts_as_json(done)
    assert [each["status"] for each in told["receipts"]].count("duplicate") == 1
    assert len(told["duplicates"]) == 1
    assert len([each for each in done.board.lines if each.operation < 0]) == 0


def test_files_are_renamed_when_she_agrees_and_their_names_stay_when_she_does_not(make: Make, folder: Path) -> None:
    owned = make(payments())
    before = contents(folder)
    answers = Answers(False)
    assert run(owned, folder, answers, renames=True).renames == ()
    assert contents(folder) == before
    assert DJEZZY in answers.questions[0]
    done = run(owned, folder, Answers(True), renames=True)
    assert [(each.old, each.new) for each in done.renames] == [(f"2026/{DJEZZY}", "2026/2026-10-20_DJEZZY-FLOTTE_21420.pdf")]
    assert (folder / "2026" / "2026-10-20_DJEZZY-FLOTTE_21420.pdf").exists()
    assert not (folder / "2026" / DJEZZY).exists()
    again = run(owned, folder, Answers(None), renames=True)
    assert not again.is_written
    assert line(again, "DJEZZY FLOTTE").files[0].path == "2026/2026-10-20_DJEZZY-FLOTTE_21420.pdf"


def test_files_get_their_names_back_when_the_workbook_cannot_be_written(folder: Path) -> None:
    class Full(MemoryWorkbook):
        def save(self) -> None:
            raise TresoError("DISK_FULL", file=self.name, reason="plein")

    owned = InMemory(folder, payments())
    owned.workbook = Full(payments())
    before = contents(folder)
    with pytest.raises(TresoError) as refusal:
        run(owned, folder, Answers(True), renames=True)
    assert refusal.value.code == "DISK_FULL"
    assert contents(folder) == before


def test_the_folder_of_the_settings_is_taken_and_without_any_it_is_refused(make: Make, folder: Path) -> None:
    sheets = payments()
    with pytest.raises(TresoError) as refusal:
        run(make(sheets), folder, given="")
    assert refusal.value.code == "RECEIPT_FOLDER_UNSET"
    sheets["Paramètres"] = [
        ["Paramètre", "Valeur"], ["Dossier des justificatifs", "Reçus"], ["Seuil des justificatifs", 5_000],
        ["Justificatifs à partir du", "?"],
    ]  # fmt: skip
    done = run(InMemory(folder, sheets), folder, given="")
    assert done.board.exempt["threshold"] == 2
    assert [finding.code for finding in done.findings if finding.value == "?"] == ["RECEIPT_SETTING_UNREADABLE"]


def test_the_json_says_files_and_what_is_missing(make: Make, folder: Path) -> None:
    told = receipts_as_json(run(make(payments()), folder))
    assert told["as_of"] == "2026-10-31"
    djezzy = next(each for each in told["receipts"] if each["file"] == f"2026/{DJEZZY}")
    assert {name: djezzy[name] for name in ("date", "amount", "counterparty", "operations", "status")} == {
        "date": "2026-10-20", "amount": "21420.00", "counterparty": "Djezzy", "operations": [{"sheet": "BNA", "row": 7}],
        "status": "justified",
    }  # fmt: skip
    assert len(djezzy["hash"]) == 64
    assert djezzy["score"] > 0.8
    adobe = next(each for each in told["missing"] if each["row"] == 11)
    assert {name: adobe[name] for name in ("sheet", "amount", "counterparty", "person", "status")} == {
        "sheet": "BNA", "amount": "-7798.70", "counterparty": "ADOBE", "person": "Samia", "status": "to_request",
    }  # fmt: skip
