"""`treso poches`: the JSON, what is printed, the statuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.test_pockets_page import sheets
from tests.commands import treso
from tests.hosts.adapters import OnDisk

DAY = ("--date", "2026-10-31")


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return OnDisk(tmp_path, sheets()).path


def test_the_json_has_both_modes_and_a_calm_workbook_ends_well(workbook: Path) -> None:
    done = treso("poches", workbook, *DAY, "--json")
    assert done.status == 0, done.err
    assert done.json.keys() == {
        "as_of", "sheet", "currency", "mode", "conclusion", "cash", "set_aside", "available", "cover", "horizon", "dated_needs",
        "last_year", "placements", "idle", "reserve", "file", "warnings", "notes",
    }  # fmt: skip
    assert (done.json["cover"]["state"], done.json["horizon"]["state"], done.json["mode"]) == ("OK", "OK", "horizon")


def test_the_page_is_written_told_in_words_and_undone(workbook: Path) -> None:
    done = treso("poches", workbook, *DAY)
    assert done.status == 0, done.err
    words = done.out.replace("\u00a0", " ")
    assert "Sécurité et exploitation sont pleines" in words
    assert "POCHES EN MODE HORIZON (RETENU)" in words
    assert "Page « Suivi des poches » mise à jour" in done.err.replace("\u00a0", " ")
    assert treso("annuler", workbook).status == 0
    assert treso("annuler", workbook, "--json").json["error"]["code"] == "NOTHING_TO_UNDO"


def test_a_security_pocket_that_is_not_full_asks_to_look(tmp_path: Path) -> None:
    short = sheets()
    short["Comptes"][1][3] = 10_000.0
    short["BNA"] = [row for row in short["BNA"] if "NOVATEC" not in str(row[1])]
    done = treso("poches", OnDisk(tmp_path, short).path, *DAY, "--json")
    assert done.status == 1, done.err
    assert done.json["horizon"]["state"] == "ALERTE"


def test_a_closing_date_before_all_lines_is_refused_and_nothing_is_written(workbook: Path) -> None:
    before = workbook.read_bytes()
    refused = treso("poches", workbook, "--date", "2020-01-01", "--json")
    assert (refused.status, refused.error["code"]) == (2, "NO_OPERATION_BEFORE")
    assert workbook.read_bytes() == before
