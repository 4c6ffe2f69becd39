"""`treso lettrer`: what it prints and returns, and that the workbook can be read again afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.test_letter_payments import BANK, CUSTOMERS, SUPPLIERS
from tests.commands import treso
from tests.hosts.adapters import OnDisk

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "pme_fec_e" / "classeur_pme_e.xlsx"


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return OnDisk(tmp_path, {"BNA": BANK, "Factures clients": CUSTOMERS, "Factures fournisseurs": SUPPLIERS}).path


def test_the_json_says_what_is_matched_and_the_sheet_is_written(workbook: Path) -> None:
    done = treso("lettrer", workbook, "--date", "2026-10-31", "--json")
    assert done.status == 1, done.err  # no opening balance is declared: said
    assert [match["status"] for match in done.json["matches"]] == ["matched", "matched", "proposed", "proposed"]
    assert {"as_of", "matches", "unmatched_operations", "unmatched_invoices", "warnings"} <= done.json.keys()
    sheets = {sheet["sheet"]: sheet["kind"] for sheet in treso("verifier", workbook, "--json").json["sheets"]}
    assert sheets["Lettrage"] == "lettering"


def test_the_sheet_is_named_by_verifier_in_french(workbook: Path) -> None:
    treso("lettrer", workbook, "--date", "2026-10-31")
    assert "lettrage" in treso("verifier", workbook).out


def test_undo_right_after_takes_the_sheet_away(workbook: Path) -> None:
    treso("lettrer", workbook, "--date", "2026-10-31")
    assert treso("annuler", workbook).status == 0
    assert "Lettrage" not in {sheet["sheet"] for sheet in treso("verifier", workbook, "--json").json["sheets"]}


@pytest.mark.skipif(not SHARED.exists(), reason="the shared data are not beside the checkout")
def test_a_real_year_is_matched_and_no_row_is_given_away_twice(tmp_path: Path) -> None:
    done = treso("lettrer", SHARED, "-o", tmp_path / "lettre.xlsx", "--date", "2021-01-31", "--json")
    assert done.status in (0, 1), done.err
    sure = [match for match in done.json["matches"] if match["status"] != "proposed"]
    rows = [tuple(row.values()) for match in sure for row in match["operations"]]
    papers = [(paper["sheet"], paper["row"]) for match in sure for paper in match["invoices"]]
    assert len(rows) == len(set(rows)) > 400
    assert len(papers) == len(set(papers)) > 500
