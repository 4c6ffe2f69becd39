"""`treso rapprochement` and `treso depenses`: what they print, what they return, and that undo gives the file back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.test_import_statements import NEW, OVERLAP, statement
from tests.app.test_reconcile import sheets
from tests.app.test_spending_page import sheets as spending_sheets
from tests.app.workbooks import bank
from tests.commands import treso
from tests.hosts.adapters import OnDisk


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return OnDisk(tmp_path, sheets()).path


def test_the_reconciliation_in_json_locates_what_is_in_suspense_and_asks_to_look(workbook: Path) -> None:
    done = treso("rapprochement", workbook, "--date", "2026-10-31", "--json")
    assert done.status == 1, done.err
    told = {each["account"]: each for each in done.json["accounts"]}
    assert told.keys() == {"BNA", "CPA"}
    (item,) = told["BNA"]["in_transit"]
    assert (item["sheet"], item["row"], item["amount"]) == ("Échéancier", 2, "-25000.00")
    assert (done.json["as_of"], done.json["sheet"]) == ("2026-10-31", "Rapprochement")


def test_one_account_is_named_in_any_case_and_an_unknown_one_is_refused_before_anything_is_written(workbook: Path) -> None:
    before = workbook.read_bytes()
    refused = treso("rapprochement", workbook, "--compte", "BDL", "--json")
    assert (refused.status, refused.json["error"]["code"]) == (2, "RECONCILIATION_NO_ACCOUNT")
    assert workbook.read_bytes() == before
    done = treso("rapprochement", workbook, "--compte", "cpa", "--date", "2026-10-31", "--json")
    assert [each["account"] for each in done.json["accounts"]] == ["CPA"]


def test_the_page_is_not_made_again_without_consent(workbook: Path) -> None:
    treso("rapprochement", workbook, "--date", "2026-10-31")
    before = workbook.read_bytes()
    refused = treso("rapprochement", workbook, "--date", "2026-10-31", "--json")
    assert (refused.status, refused.json["error"]["code"]) == (2, "CONFIRMATION_NEEDED")
    assert workbook.read_bytes() == before


def test_the_spending_in_json_and_in_words(tmp_path: Path) -> None:
    workbook = OnDisk(tmp_path, spending_sheets()).path
    done = treso("depenses", workbook, "--date", "2026-10-31", "--json")
    assert done.status == 1, done.err
    assert (done.json["as_of"], done.json["total"]["total"]) == ("2026-10-31", "97487.40")
    shown = treso("depenses", workbook, "--date", "2026-10-31", "--oui")
    assert "Par campagne ou projet" in shown.out
    assert "Feuille « Dépenses » écrite" in shown.err.replace("\u00a0", " ")


def test_the_closing_balance_of_an_imported_statement_is_what_the_bank_states(tmp_path: Path) -> None:
    workbook = OnDisk(tmp_path, bank()).path
    assert treso("importer", workbook, statement(tmp_path, OVERLAP, *NEW)).status == 0
    done = treso("rapprochement", workbook, "--date", "2026-11-30", "--json")
    (account,) = done.json["accounts"]
    assert (account["bank_source"], account["bank_date"], account["bank_balance"], account["difference"]) == (
        "statement", "2026-11-19", "1053485.25", "0.00",
    )  # fmt: skip
    treso("annuler", workbook)
    treso("annuler", workbook)  # the page, then the import
    done = treso("rapprochement", workbook, "--date", "2026-10-31", "--json")
    assert done.json["accounts"][0]["bank_source"] == "printed"
