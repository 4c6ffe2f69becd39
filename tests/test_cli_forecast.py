"""`treso prevision` and `treso scenarios`: the JSON of the contract, what is printed, the statuses."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from tests.app.test_forecast_pages import sheets
from tests.commands import treso
from tests.hosts.adapters import OnDisk

DAY = ("--date", "2026-10-31")
KEYS = {"as_of", "days", "weeks", "low_point", "shortfall", "layers", "reliability", "warnings"}


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return OnDisk(tmp_path, sheets()).path


def test_every_day_and_week_after_the_closing_date_is_told(workbook: Path) -> None:
    done = treso("prevision", workbook, *DAY, "--semaines", "5", "--json")
    assert done.status == 0, done.err
    told = done.json
    assert told.keys() >= KEYS
    assert [each["date"] for each in told["days"]] == [(date(2026, 10, 31) + timedelta(days=n)).isoformat() for n in range(1, 36)]
    assert all(Decimal(each["p10"]) <= Decimal(each["p50"]) <= Decimal(each["p90"]) for each in told["days"])
    assert [each["start"] for each in told["weeks"]] == ["2026-11-01", "2026-11-08", "2026-11-15", "2026-11-22", "2026-11-29"]
    assert told["weeks"][-1]["p50"] == told["days"][-1]["p50"]
    assert Decimal(told["low_point"]["amount"]) == min(Decimal(each["p50"]) for each in told["days"])
    assert 0 <= told["shortfall"]["probability"] <= 1
    assert told["shortfall"].keys() >= {"threshold", "probability"}
    assert [each["layer"] for each in told["layers"]] == ["committed", "invoices", "recurrences", "remainder"]
    assert told["reliability"].keys() >= {"wape_4", "wape_8", "wape_13", "flat_balance_ratio", "coverage_80"}
    again = treso("prevision", workbook, *DAY, "--semaines", "5", "--json")
    assert again.status == 0, again.err
    assert again.json["days"] == told["days"]


def test_a_scenario_is_applied_and_several_add_up(workbook: Path) -> None:
    base, late, both = (
        treso("prevision", workbook, *DAY, "--json", *names).json
        for names in ((), ("--scenario", "RETARD"), ("--scenario", "RETARD", "--scenario", "Deuxième four"))
    )
    ends = [Decimal(told["days"][59]["p50"]) for told in (base, late, both)]
    assert ends[0] > ends[1] > ends[2]
    assert (base["scenario"], both["scenario"]) == (None, "RETARD + Deuxième four")


def test_the_scenarios_of_the_workbook_are_compared(workbook: Path) -> None:
    done = treso("scenarios", workbook, *DAY, "--json")
    assert done.status == 0, done.err
    told = {each["name"]: each for each in done.json["scenarios"]}
    assert list(told)[:3] == ["BASE", "Novatec part", "Deuxième four"]
    for each in told.values():
        assert each.keys() >= {"name", "low_point", "end_balance", "autonomy_days", "shortfall_probability", "delta_vs_base"}
    assert told["BASE"]["delta_vs_base"] == "0.00"
    assert Decimal(told["Deuxième four"]["delta_end_balance"]) == -400_000


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (("--semaines", "0"), "WEEKS_OUTSIDE"), (("--semaines", "600"), "WEEKS_OUTSIDE"), (("--semaines", "deux"), "WEEKS_OUTSIDE"),
        (("--scenario", "Inconnu"), "SCENARIO_UNREADABLE"),
    ],
)  # fmt: skip
def test_an_unknown_scenario_or_number_of_weeks_is_refused(workbook: Path, asked: tuple[str, str], code: str) -> None:
    before = workbook.read_bytes()
    done = treso("prevision", workbook, *DAY, *asked, "--json")
    assert done.status == 2
    assert done.json["error"]["code"] == code
    assert workbook.read_bytes() == before


def test_the_pages_are_told_in_words_and_undone_to_the_byte(workbook: Path) -> None:
    before = workbook.read_bytes()
    for command, words in (("prevision", "Feuille « Prévision » écrite"), ("scenarios", "Feuille « Comparaison des scénarios » écrite")):
        done = treso(command, workbook, *DAY)
        assert done.status == 0, done.err
        assert words in done.err.replace("\u00a0", " ")
        assert treso("annuler", workbook).status == 0
        assert workbook.read_bytes() == before
