"""`treso controles`: the JSON of the contract, what is printed, the statuses."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from tests.app.test_controls_page import sheets
from tests.commands import treso
from tests.hosts.adapters import OnDisk

DAY = ("--date", "2026-10-31")
FINDING = {
    "kind", "severity", "rows", "score", "reason", "date", "counterparty", "amount", "currency", "key", "decision", "remark",
}  # fmt: skip
SUBSCRIPTION = {"counterparty", "period_days", "amount", "next_date", "yearly_cost", "status", "price_change", "unused"}
"""What the contract names; there is more."""


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return OnDisk(tmp_path, sheets()).path


def test_the_json_has_the_fields_of_the_contract_and_asks_to_look(workbook: Path) -> None:
    done = treso("controles", workbook, *DAY, "--json")
    assert done.status == 1, done.err
    assert done.json.keys() >= {"findings", "subscriptions", "counts", "not_listed", "as_of", "sheet", "file", "warnings"}
    assert (done.json["as_of"], done.json["sheet"]) == ("2026-10-31", "Contrôles")
    for each in done.json["findings"]:
        assert each.keys() == FINDING
        assert each["severity"] in ("certain", "likely", "watch")
        assert 0 <= each["score"] <= 1
    (double,) = [each for each in done.json["findings"] if each["kind"] == "duplicate"]
    assert (double["severity"], double["amount"], double["currency"], double["date"]) == ("certain", "-119000.00", "DZD", "2026-09-15")
    assert len(double["rows"]) == 2
    assert all(row["sheet"] == "BNA" and isinstance(row["row"], int) for row in double["rows"])
    assert double["counterparty"].upper() == "INFODIS"
    assert done.json["counts"]["certain"] == 1
    found = {each["counterparty"].upper(): each for each in done.json["subscriptions"]}
    assert found.keys() == {"ZOOM", "CANVA"}
    zoom = found["ZOOM"]
    assert zoom.keys() >= SUBSCRIPTION
    assert (zoom["amount"], zoom["yearly_cost"], zoom["status"], zoom["unused"]) == ("-2250.00", "27000.00", "running", None)
    assert zoom["price_change"] is None
    assert zoom["next_date"] == "2026-11-11"


def test_the_page_is_written_told_in_words_and_undone(workbook: Path) -> None:
    done = treso("controles", workbook, *DAY)
    assert done.status == 1, done.err
    words = done.out.replace("\u00a0", " ")
    assert "certain(s)" in words
    assert "Double paiement" in words
    assert "Page « Contrôles » mise à jour" in done.err.replace("\u00a0", " ")
    again = treso("controles", workbook, *DAY, "--json")
    assert again.status == 1, again.err
    assert treso("annuler", workbook).status == 0
    assert treso("annuler", workbook, "--json").json["error"]["code"] == "NOTHING_TO_UNDO"


def test_a_workbook_without_anything_grave_ends_well(tmp_path: Path) -> None:
    calm = sheets()
    calm["BNA"] = [row for row in calm["BNA"] if "INFODIS" not in str(row[1]) and "SAHEL" not in str(row[1])]
    done = treso("controles", OnDisk(tmp_path, calm).path, *DAY, "--json")
    assert done.status == 0, done.out
    assert done.json["findings"] == []
    assert done.json["counts"] == {"certain": 0, "likely": 0, "watch": 0, "decided": 0}


def test_a_closing_date_before_all_lines_and_an_empty_workbook_are_refused(tmp_path: Path, workbook: Path) -> None:
    before = workbook.read_bytes()
    refused = treso("controles", workbook, "--date", "2020-01-01", "--json")
    assert (refused.status, refused.error["code"]) == (2, "NO_OPERATION_BEFORE")
    assert workbook.read_bytes() == before
    folder = tmp_path / "vide"
    folder.mkdir()
    only_title: list[list[object]] = [["Bonjour", datetime(2026, 1, 1)]]
    refused = treso("controles", OnDisk(folder, {"Feuil1": only_title}).path, "--json")
    assert (refused.status, refused.error["code"]) == (2, "NO_OPERATIONS")
    assert treso("controles", folder / "absent.xlsx", "--json").status == 2
