"""Relances: the letters, the journal that is hers, the page of the week; all or nothing, and undone at will."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import docx
import openpyxl
import pytest

from addin.app.remind import Reminded, remind_customers
from addin.app.remind_json import reminded_as_json
from addin.app.undo import undo_last
from addin.hosts.letters import LetterFolder
from addin.messages import TresoError
from tests.app.fakes import Answers
from tests.app.workbooks import NOW, WEEK, bank
from tests.hosts.adapters import InMemory, Make, OnDisk, Owned

NOVATEC, ALGERLAIT = "Novatec - N1 Rappel.docx", "Algerlait - N0 Rappel avant échéance.docx"
HEAD = ["Date", "Client", "Niveau"]


def write(owned: Owned, folder: Path, *, as_of: date | None = WEEK, agrees: bool = True, catch_up: bool = False) -> Reminded:
    workbook = owned.open()
    try:
        place = LetterFolder(folder)
        return remind_customers(workbook, Answers(None), place, lambda *shown: agrees, as_of=as_of, now=NOW, catch_up=catch_up)
    finally:
        workbook.close()


def rows(owned: Owned, sheet: str) -> list[list[object]]:
    workbook = owned.open()
    try:
        return [[cell.date() if isinstance(cell, datetime) else cell or None for cell in row] for row in workbook.read(sheet).rows]
    finally:
        workbook.close()


def names(owned: Owned) -> list[str]:
    workbook = owned.open()
    try:
        return [sheet.name for sheet in workbook.sheets()]
    finally:
        workbook.close()


def journal(owned: Owned) -> list[tuple[object, ...]]:
    return [tuple(row[:5]) for row in rows(owned, "Relances")[1:] if any(row)]


def test_the_letters_the_journal_and_the_page_are_written(make: Make, tmp_path: Path) -> None:
    owned, folder = make(bank()), tmp_path / "Relances 2026-11-02"
    done = write(owned, tmp_path)
    assert sorted(path.name for path in folder.iterdir()) == [ALGERLAIT, NOVATEC]
    assert [Path(path).parent for path in done.paths] == [folder, folder]
    assert journal(owned) == [
        (date(2026, 11, 2), "Novatec", "N1", "Lettre préparée", "FA112/26"),
        (date(2026, 11, 2), "Algerlait", "N0", "Lettre préparée", "FA150/26"),
    ]
    assert {"Relances", "À relancer", "Historique"} <= set(names(owned))


def test_a_second_time_on_the_same_day_writes_no_letter_again(make: Make, tmp_path: Path) -> None:
    owned = make(bank())
    write(owned, tmp_path)
    again = write(owned, tmp_path)
    assert (again.paths, again.campaign.to_send) == ((), ())
    assert len(journal(owned)) == 2


def test_a_week_later_the_next_level_comes_under_the_lines_that_she_wrote(make: Make, tmp_path: Path) -> None:
    owned = make(bank())
    write(owned, tmp_path)
    owned.type_in("Relances", {(4, 1): datetime(2026, 11, 5), (4, 2): "Novatec", (4, 4): "Téléphone", (4, 13): "rappellera"})
    done = write(owned, tmp_path, as_of=date(2026, 11, 14))
    assert [(one.customer, one.level) for one in done.campaign.to_send] == [("Novatec", 2), ("Algerlait", 1)]
    assert journal(owned)[2][:4] == (date(2026, 11, 5), "Novatec", None, "Téléphone")
    assert [line[1:3] for line in journal(owned)[3:]] == [("Novatec", "N2"), ("Algerlait", "N1")]


def test_undoing_takes_the_lines_of_the_journal_back_and_leaves_hers(make: Make, tmp_path: Path) -> None:
    owned = make(bank())
    write(owned, tmp_path)
    owned.type_in("Relances", {(4, 1): datetime(2026, 11, 5), (4, 2): "Novatec", (4, 4): "Téléphone"})
    before = journal(owned)
    write(owned, tmp_path, as_of=date(2026, 11, 14))
    workbook = owned.open()
    undo_last(workbook, Answers(True), NOW)
    workbook.close()
    assert journal(owned) == before
    assert (tmp_path / "Relances 2026-11-15").is_dir()  # files are left


def test_undoing_the_first_time_leaves_no_sheet(make: Make, tmp_path: Path) -> None:
    owned = make(bank())
    before = names(owned)
    write(owned, tmp_path)
    workbook = owned.open()
    undo_last(workbook, Answers(True), NOW)
    workbook.close()
    assert [name for name in names(owned) if name != "Historique"] == before


def test_her_own_journal_is_filled_in_her_own_columns(make: Make, tmp_path: Path) -> None:
    hers = [["Suivi"], ["Client", "Relance", "Date", "Observations"], ["Novatec", "N1", datetime(2026, 10, 8), "appelé"]]
    owned = make({**bank(), "Relances": hers})
    write(owned, tmp_path)
    kept = [row[:4] + [None] * (4 - len(row)) for row in rows(owned, "Relances")[2:]]
    assert kept == [
        ["Novatec", "N1", date(2026, 10, 8), "appelé"],
        ["Novatec", "N2", date(2026, 11, 2), None],
        ["Algerlait", "N0", date(2026, 11, 2), None],
    ]


def test_another_sheet_named_relances_is_not_touched(tmp_path: Path) -> None:
    owned = InMemory(tmp_path, {**bank(), "Relances": [["Mes notes"], ["appeler Novatec"]]})
    with pytest.raises(TresoError) as refused:
        write(owned, tmp_path / "lettres")
    assert refused.value.code == "REMINDER_JOURNAL_OTHER"
    assert list(tmp_path.iterdir()) == []


def test_another_sheet_with_the_name_of_the_page_is_not_touched(tmp_path: Path) -> None:
    owned = InMemory(tmp_path, {**bank(), "À relancer": [["Mes notes"]]})
    with pytest.raises(TresoError) as refused:
        write(owned, tmp_path)
    assert refused.value.code == "SHEET_NAME_TAKEN"
    assert list(tmp_path.iterdir()) == []


def test_a_no_writes_nothing(make: Make, tmp_path: Path) -> None:
    owned, folder = make(bank()), tmp_path / "lettres"
    before = names(owned)
    with pytest.raises(TresoError) as refused:
        write(owned, folder, agrees=False)
    assert refused.value.code == "DECLINED"
    assert names(owned) == before
    assert not folder.exists()


def test_without_customer_invoices_it_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TresoError) as refused:
        write(InMemory(tmp_path, {"BNA": bank()["BNA"]}), tmp_path)
    assert refused.value.code == "REMINDER_NO_INVOICES"


def test_a_workbook_of_invoices_alone_is_reminded_at_its_newest_invoice(tmp_path: Path) -> None:
    done = write(InMemory(tmp_path, {"Factures clients": bank()["Factures clients"]}), tmp_path, as_of=None)
    assert done.campaign.as_of == date(2026, 10, 5)
    assert [one.customer for one in done.campaign.to_send] == ["Novatec"]


def test_a_workbook_that_refuses_to_be_saved_leaves_no_letter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    owned = InMemory(tmp_path, bank())

    def refuse() -> None:
        raise TresoError("DISK_FULL", file="classeur.xlsx", reason="plein")

    monkeypatch.setattr(owned.workbook, "save", refuse)
    with pytest.raises(TresoError):
        write(owned, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_letter_that_is_there_is_never_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "Relances 2026-11-02"
    folder.mkdir()
    (folder / NOVATEC.upper()).write_text("la sienne")
    done = write(InMemory(tmp_path, bank()), tmp_path)
    assert (folder / NOVATEC.upper()).read_text() == "la sienne"
    assert Path(done.paths[0]).name == "Novatec - N1 Rappel (2).docx"


def test_what_the_letters_lack_is_said_and_they_are_written_without_it(tmp_path: Path) -> None:
    done = write(InMemory(tmp_path, bank()), tmp_path)
    said = {finding.code: finding.text() for finding in done.findings}
    assert "le RC" in said["REMINDER_COMPANY"]
    assert "Novatec" in said["REMINDER_NO_ADDRESS"]
    text = "\n".join(paragraph.text for paragraph in docx.Document(done.paths[0]).paragraphs)
    assert "Novatec" in text
    assert not any(word in text for word in ("None", "nan", "RIB", "()", " ,", "« »"))


def test_addresses_and_mentions_come_from_their_tabs(make: Make, tmp_path: Path) -> None:
    settings = [["Paramètre", "Valeur"], ["Société", "Studio Atlas"], ["RIB", "001 00012 3456789012 43"], ["Ville", "16014 Chéraga"]]
    customers = [["Client", "Adresse", "Ville", "Contact"], ["SARL NOVATEC", "12 rue Didouche", "16000 Alger", "K. Belkacem"]]
    owned = make({**bank(), "Paramètres": settings, "Clients": customers})
    done = write(owned, tmp_path)
    text = "\n".join(paragraph.text for paragraph in docx.Document(done.paths[0]).paragraphs)
    for words in (
        "Studio Atlas",
        "12 rue Didouche",
        "16000 Alger",
        "À l'attention de K. Belkacem",
        "Chéraga, le 2\u00a0novembre\u00a02026",
    ):
        assert words in text
    assert "001\u00a000012\u00a03456789012\u00a043" in text
    assert "REMINDER_RIB" not in {finding.code for finding in done.findings}


def test_customers_in_a_tab_named_clients_are_not_invoices_and_invoices_there_are_not_customers(tmp_path: Path) -> None:
    invoices = bank()["Factures clients"]
    done = write(InMemory(tmp_path, {"BNA": bank()["BNA"], "Clients": invoices}), tmp_path)
    assert len(done.campaign.to_send) == 2


def test_the_json_tells_each_letter_and_each_other_customer(tmp_path: Path) -> None:
    told = reminded_as_json(write(InMemory(tmp_path, bank()), tmp_path))
    first = told["reminders"][0]
    assert (first["customer"], first["level"], first["total"], first["next_date"]) == ("Novatec", 1, "190000.00", "2026-11-10")
    assert first["invoices"][0]["row"] == 2
    assert Path(first["letter"]).name == NOVATEC
    assert (told["as_of"], told["date"]) == ("2026-10-31", "2026-11-02")
    assert {"code", "message", "sheet", "row", "column", "value"} <= set(told["warnings"][0])


def test_a_journal_that_began_empty_gets_its_lines_under_its_headings(make: Make, tmp_path: Path) -> None:
    owned = make(bank())
    assert write(owned, tmp_path, as_of=date(2026, 9, 28)).campaign.to_send == ()
    assert journal(owned) == []
    write(owned, tmp_path)
    assert [line[1:3] for line in journal(owned)] == [("Novatec", "N1"), ("Algerlait", "N0")]
    write(owned, tmp_path, as_of=date(2026, 11, 14))
    assert [line[2] for line in journal(owned)] == ["N1", "N0", "N2", "N1"]


def test_in_a_file_the_table_of_the_journal_covers_its_new_lines(tmp_path: Path) -> None:
    owned = OnDisk(tmp_path, bank())
    for day in (date(2026, 9, 28), WEEK, date(2026, 11, 14)):
        write(owned, tmp_path, as_of=day)
    (table,) = openpyxl.load_workbook(owned.path)["Relances"].tables.values()
    assert int(table.ref.rpartition("M")[2]) >= 5


def test_odd_names_make_letters_that_windows_takes(tmp_path: Path) -> None:
    sheets = bank()
    names = ("A/B: <x>", "A\\B: <y>", "CON", "شركة النور للتجارة", "Éts Ben Ali & Fils.", "=CMD()")
    for k, name in enumerate(names):
        sheets["Factures clients"].append([f"FB{k}/26", name, datetime(2026, 8, 28), datetime(2026, 9, 27), 1_000.0])
    done = write(InMemory(tmp_path, sheets), tmp_path)
    written = [Path(path) for path in done.paths]
    assert len(written) == len(names) + 2
    assert all(path.is_file() for path in written)
    assert not any(set(path.name) & set('<>:"/\\|?*') for path in written)


def test_an_invoice_whose_state_says_litige_is_in_no_letter(tmp_path: Path) -> None:
    sheets = bank()
    sheets["Factures clients"] = [
        [*row, "État" if k == 0 else "En litige" if k == 1 else None] for k, row in enumerate(sheets["Factures clients"])
    ]
    done = write(InMemory(tmp_path, sheets), tmp_path)
    assert [one.customer for one in done.campaign.to_send] == ["Algerlait"]
    assert "REMINDER_DISPUTED" in {finding.code for finding in done.findings}
