"""« Préparer le classeur »: the tabs that are lacking are added, nothing of hers is touched, and what remains is said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from addin.app.history import ADDED
from addin.app.prepare import Prepared, prepare
from addin.app.undo import undo_last
from addin.messages import TresoError
from addin.sheets.guide import guide_sheet
from addin.sheets.model import TableBlock, fingerprint
from addin.sheets.prepared import account_sheet
from addin.sheets.starter import ALERTS
from addin.sheets.template import ACCOUNTS, ALERT_TAB, SETTING_TAB
from addin.treasury.dossier import Kind
from addin.treasury.reading import build_dossier
from addin.treasury.summary import summarise
from addin.treasury.tabs import RawTab
from tests.app.fakes import Answers, MemoryWorkbook
from tests.app.test_weekly_report import history, names, values
from tests.app.workbooks import NOW, WEEK, bank
from tests.hosts.adapters import Owned, Sheets

Make = Callable[[Sheets], Owned]
ADDED_TO_A_BANK = (
    "Mode d'emploi", "Factures fournisseurs", "Comptes", "Catégories", "Règles", "Poches", "Plafonds", "Alertes", "Échéancier", "Cours",
    "Jours fériés", "Paramètres",
)  # fmt: skip
UNKNOWN_BALANCE = [["Date", "Libellé", "Montant"], [datetime(2026, 10, 4), "Vente", 900.0], [datetime(2026, 10, 6), "Loyer", -50.0]]


def prepared(owned: Owned) -> Prepared:
    return prepare(owned.open(), Answers(), NOW)


def steps(done: Prepared) -> list[str]:
    """« J1 », « J5 »…"""
    return [sentence[:2] for sentence in done.remaining]


def test_what_is_lacking_is_added_behind_her_tabs_in_the_order_of_the_template(make: Make) -> None:
    owned = make(bank())
    before = {name: fingerprint(values(owned, name)) for name in names(owned)}
    done = prepared(owned)
    assert done.added == ADDED_TO_A_BANK
    assert names(owned) == ["BNA", "Factures clients", *ADDED_TO_A_BANK, "Historique"]
    assert {name: fingerprint(values(owned, name)) for name in before} == before


def test_a_second_time_adds_nothing(make: Make) -> None:
    owned = make(bank())
    prepared(owned)
    before = names(owned)
    assert prepared(owned).added == ()
    assert names(owned) == before
    assert len({line[0] for line in history(owned)}) == 1


def test_the_whole_is_one_action_and_is_undone_as_one(make: Make) -> None:
    owned = make(bank())
    prepared(owned)
    lines = history(owned)
    assert {(line[0], line[1], line[3]) for line in lines} == {(1, "Préparer le classeur", ADDED)}
    undone = undo_last(owned.open(), Answers(), NOW + timedelta(minutes=1))
    assert undone.sheets == ADDED_TO_A_BANK
    assert names(owned) == ["BNA", "Factures clients", "Historique"]


def test_a_tab_counts_by_what_it_was_taken_for_and_not_by_its_title(make: Make) -> None:
    tabs = {**bank(), "Mes comptes bancaires": [["Compte", "Type", "Solde initial"], ["BNA", "Banque", 0.0]]}
    dossier = build_dossier([RawTab(name, rows) for name, rows in tabs.items()])
    kinds: dict[str, Kind] = {reading.sheet: reading.kind for reading in dossier.readings}
    owned = make(tabs)
    assert ("Comptes" in prepared(owned).added) == (kinds["Mes comptes bancaires"] != "accounts")
    with_list = make({**bank(), "Liste des comptes": tabs["Mes comptes bancaires"]})
    assert ("Comptes" in prepared(with_list).added) == (
        build_dossier([RawTab("Liste des comptes", tabs["Mes comptes bancaires"])]).readings[0].kind != "accounts"
    )


def test_a_sheet_of_hers_with_the_name_of_a_tab_stays_and_is_said(make: Make) -> None:
    owned = make({**bank(), "alertes": [["appeler la banque"]]})
    done = prepared(owned)
    assert "Alertes" not in done.added
    assert values(owned, "alertes") == [["appeler la banque"]]
    assert any("«\u00a0alertes\u00a0»" in sentence for sentence in done.remaining)


def test_an_empty_workbook_gets_the_tabs_for_operations_too(make: Make) -> None:
    owned = make({"Feuil1": []})
    done = prepared(owned)
    assert done.added[:3] == ("Mode d'emploi", "Opérations", "Saisie")
    assert len(done.added) == 15
    assert steps(done) == ["J1", "J3", "J4", "J5", "J6", "J7"]


def test_her_own_history_is_refused(make: Make) -> None:
    owned = make({**bank(), "Historique": [["1963"]]})
    with pytest.raises(TresoError) as refusal:
        prepared(owned)
    assert refusal.value.code == "SHEET_NAME_TAKEN"
    assert names(owned) == ["BNA", "Factures clients", "Historique"]


def test_the_accounts_found_are_filled_in_and_an_unknown_opening_is_left_to_her(make: Make) -> None:
    owned = make({**bank(), "CPA": UNKNOWN_BALANCE})
    done = prepared(owned)
    headings, *rows = values(owned, "Comptes")
    assert tuple(headings) == ACCOUNTS.headings
    assert [row[:3] for row in rows] == [["BNA", "Banque", "DZD"], ["CPA", "Banque", "DZD"]]
    assert rows[1][3] in (None, "")
    said = [sentence for sentence in done.remaining if "solde initial" in sentence]
    assert len(said) == 1
    assert "«\u00a0CPA\u00a0»" in said[0]
    assert "BNA" not in said[0]


def test_an_opening_that_nothing_tells_is_drawn_as_a_cell_to_fill() -> None:
    dossier = build_dossier([RawTab("BNA", bank()["BNA"]), RawTab("CPA", UNKNOWN_BALANCE)])
    ((block,),) = (band.blocks for band in account_sheet(dossier).bands)
    assert isinstance(block, TableBlock)
    assert block.to_fill == {(1, 3), (1, 4)}


def test_adding_the_tabs_changes_no_balance() -> None:
    tabs = {**bank(), "CPA": UNKNOWN_BALANCE}
    before = summarise(build_dossier([RawTab(name, rows) for name, rows in tabs.items()]), WEEK)
    workbook = MemoryWorkbook(tabs)
    prepare(workbook, Answers(), NOW)
    after = summarise(build_dossier([RawTab(name, rows) for name, rows in workbook.content.items()]), WEEK)
    assert after.cash_cents == before.cash_cents
    assert after.late is not None
    assert before.late is not None
    assert after.late.total_cents == before.late.total_cents
    assert after.bridge.total == before.bridge.total


def test_what_is_done_is_not_asked_again() -> None:
    filled = ALERT_TAB.sheet([(name, 1_000.0, active, said) for name, _, active, said in ALERTS])
    tabs = {**bank(), "Mode d'emploi": guide_sheet().values(), "Alertes": filled.values(), "Rapport 2026-S43": [["x"]]}
    done = prepare(MemoryWorkbook(tabs), Answers(), NOW)
    assert steps(done) == ["J6", "J7"]


def test_a_tab_that_could_not_be_read_is_the_first_thing_to_do() -> None:
    rows = [["x", "y", "z"], *([datetime(2026, 10, day), f"Achat {'abcdefghij'[day] * 3}", 12.5 * day] for day in range(1, 9))]
    done = prepare(MemoryWorkbook({**bank(), "BNA 2025": rows}), Answers(), NOW)
    assert done.remaining[0].startswith("J1")
    assert "BNA 2025" in done.remaining[0]


def test_the_base_currency_found_is_the_one_of_the_settings() -> None:
    rows = [["Date", "Libellé", "Montant (EUR)"], *UNKNOWN_BALANCE[1:]]
    workbook = MemoryWorkbook({"Banque": rows})
    dossier = build_dossier([RawTab("Banque", rows)])
    prepare(workbook, Answers(), NOW)
    written = {row[0]: row[1] for row in workbook.content[SETTING_TAB.title]}
    assert written["Devise"] == dossier.base_currency


def test_each_sheet_is_read_once_and_nothing_after_the_first_change() -> None:
    workbook = MemoryWorkbook(bank())
    prepare(workbook, Answers(), NOW)
    assert workbook.reads_after_write == []
