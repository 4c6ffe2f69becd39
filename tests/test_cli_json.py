"""The JSON results of `verifier` and `rapport`: their keys, on the example and on a real workbook, with figures computed apart."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from tests.commands import NO_OFFICE, Done, sheet_names, treso
from tests.conftest import Office

MONEY = re.compile(r"-?\d+\.\d{2}")
STATE_SHEETS = {"Historique"}
FIXED = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}
KINDS = {
    "operations", "customer_invoices", "supplier_invoices", "accounts", "categories", "rules", "pockets", "caps", "alerts", "scenarios",
    "schedule", "placements", "rates", "holidays", "receipts", "settings", "lettering", "reminders", "customers", "report", "state",
    "guide", "ignored", "splits",
}  # fmt: skip
REPORT_KEYS = {
    "sheet", "as_of", "currency", "week", "cash", "due_14_days", "low_point", "late_invoices", "top_expenses", "shortfall", "pockets",
    "past_forecast", "alerts", "to_decide", "reliability", "warnings", "notes", "file", "pdf",
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A workbook, and what was found about it and reported in it."""

    workbook: Path
    output: Path
    checked: Done
    reported: Done

    @property
    def report(self) -> Any:
        return self.reported.json


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The demonstration: its workbook already holds the report, so the week is rebuilt."""
    folder = tmp_path_factory.mktemp("exemple")
    workbook = Path(treso("demo", folder, "--json", changes=NO_OFFICE).json["file"])
    output = folder / "r.xlsx"
    checked = treso("verifier", workbook, "--json")
    return Case(workbook, output, checked, treso("rapport", workbook, "-o", output, "--oui", "--json"))


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Case:
    """A small French business's own tabs, ten months of them."""
    workbook = shared / "data" / "pme_fec_e" / "classeur_pme_e.xlsx"
    if not workbook.exists():
        pytest.skip("classeur_pme_e.xlsx is not in the shared data")
    output = tmp_path_factory.mktemp("pme") / "r.xlsx"
    checked = treso("verifier", workbook, "--json")
    return Case(workbook, output, checked, treso("rapport", workbook, "--date", "2021-01-31", "-o", output, "--json"))


@pytest.fixture(params=["example", "real"])
def case(request: pytest.FixtureRequest) -> Case:
    found: Case = request.getfixturevalue(request.param)
    return found


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value that is no list and no object, with its path."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, f"{path}[]")
    else:
        yield path, value


def places(value: Any) -> Iterator[tuple[str, int]]:
    """Every located row."""
    if isinstance(value, dict):
        if isinstance(value.get("row"), int) and "sheet" in value:
            yield value["sheet"], value["row"]
        for inner in value.values():
            yield from places(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from places(inner)


# ------------------------------------------------------------------------------------------------ verifier


def test_checking_gives_the_keys_of_the_contract_for_each_tab(case: Case) -> None:
    result = case.checked.json
    assert set(result) == {"as_of", "sheets", "warnings", "notes"}
    date.fromisoformat(result["as_of"])
    assert [sheet["sheet"] for sheet in result["sheets"]] == list(sheet_names(case.workbook))
    for sheet in result["sheets"]:
        assert {"sheet", "kind", "header_row", "rows", "first_date", "last_date", "total_in", "total_out", "balance_check"} <= set(sheet)
        assert sheet["kind"] in KINDS
        assert sheet["balance_check"] in ("ok", "broken", "absent")
        assert (sheet["reason"] is not None) == (sheet["kind"] == "ignored")
        if sheet["kind"] == "operations":
            assert sheet["rows"] > 0
            assert sheet["header_row"] >= 1
            assert date.fromisoformat(sheet["first_date"]) <= date.fromisoformat(sheet["last_date"])
            assert Decimal(sheet["total_in"]) >= 0 >= Decimal(sheet["total_out"])


def test_the_totals_of_the_real_tabs_are_those_of_their_cells(real: Case) -> None:
    totals = {
        sheet["sheet"]: Decimal(sheet["total_in"]) + Decimal(sheet["total_out"])
        for sheet in real.checked.json["sheets"]
        if sheet["rows"] and sheet["kind"] == "operations"
    }
    assert totals == {name: sum(_movements(real.workbook, name), Decimal(0)) for name in ("BRA", "BNP VALENCE", "BNP")}


def _movements(workbook: Path, tab: str) -> list[Decimal]:
    """The signed amounts of a bank tab, read without our code."""
    rows = CalamineWorkbook.from_path(str(workbook)).get_sheet_by_name(tab).to_python(skip_empty_area=False)
    if tab == "BNP VALENCE":
        return [Decimal(str(row[3])) for row in rows[1:] if isinstance(row[3], float)]
    first = next(i for i, row in enumerate(rows) if str(row[0]).casefold() == "date") + 1
    return [
        _number(row[3]) - _number(row[2])
        for row in rows[first:]
        if isinstance(row[0], date) or re.fullmatch(r"\d\d/\d\d/\d{4}", str(row[0]))
    ]


def _number(cell: object) -> Decimal:
    return Decimal(str(cell).replace(" ", "").replace("\u202f", "").replace("\u00a0", "").replace(",", ".") or "0")


# ------------------------------------------------------------------------------------------------ rapport


def test_the_report_has_the_keys_of_the_contract(case: Case) -> None:
    report = case.report
    assert case.reported.status in (0, 1), case.reported.err
    assert set(report) == REPORT_KEYS
    assert {"now", "week_before", "change", "available", "accounts", "bridge"} <= set(report["cash"])
    assert all({"name", "currency", "balance", "last_line", "known"} <= set(account) for account in report["cash"]["accounts"])
    assert set(report["low_point"]) == {"date", "amount"}
    assert {"count", "total", "buckets"} <= set(report["late_invoices"])
    assert list(report["late_invoices"]["buckets"]) == ["1-15", "16-30", "31-60", "61-90", ">90"]
    assert {"probability", "first_date", "depth"} <= set(report["shortfall"])
    assert [expense["rank"] for expense in report["top_expenses"]] == list(range(1, len(report["top_expenses"]) + 1))
    assert len(report["top_expenses"]) <= 10
    assert len(report["alerts"]) == 3
    assert len(report["to_decide"]) <= 5
    assert all({"who", "amount", "date", "effect"} <= set(decision) for decision in report["to_decide"])


def test_amounts_are_decimal_strings_and_dates_iso(case: Case) -> None:
    report = {name: value for name, value in case.report.items() if name not in ("warnings", "notes")}
    amounts = re.compile(
        r"\.(now|week_before|change|available|amount|total|balance|depth|opening|closing|receipts|payments|gap|target|missing)$"
    )
    days = re.compile(r"\.(as_of|first|last|date|last_line|first_date|since|due|expected)$")
    seen = 0
    for path, value in leaves(report):
        assert not isinstance(value, float) or path.endswith(("share", "probability")), path
        if amounts.search(path) and value is not None:
            assert MONEY.fullmatch(value), (path, value)
            seen += 1
        if days.search(path) and value is not None:
            date.fromisoformat(value)
    assert seen > 50


def test_the_cash_is_the_sum_of_the_known_accounts_and_the_bridge_closes(case: Case) -> None:
    cash = case.report["cash"]
    counted = [Decimal(account["balance_base"]) for account in cash["accounts"] if account["known"] and account["included"]]
    bridge = {name: Decimal(amount) for name, amount in cash["bridge"].items()}
    closing = bridge.pop("closing")
    assert sum(counted) == Decimal(cash["now"]) == closing
    assert sum(bridge.values()) == closing
    assert bridge["opening"] == Decimal(cash["week_before"])
    assert Decimal(cash["change"]) == closing - bridge["opening"]
    assert bridge["gap"] == 0


def test_every_row_that_is_named_is_in_the_workbook(case: Case) -> None:
    book = CalamineWorkbook.from_path(str(case.workbook))
    heights = {name: len(book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names}
    found = set(places(case.report)) | set(places(case.checked.json))
    assert len(found) > 20
    assert [place for place in found if not 1 <= place[1] <= heights[place[0]]] == []


def test_warnings_have_the_shape_of_the_contract(case: Case) -> None:
    for each in [*case.report["warnings"], *case.checked.json["warnings"], *case.report["notes"]]:
        assert {"code", "message", "sheet", "row", "column", "value"} <= set(each)
        assert each["message"]
    assert case.reported.status == (1 if case.report["warnings"] else 0)
    assert case.checked.status == (1 if case.checked.json["warnings"] else 0)


def test_the_real_week_is_right_to_the_centime(real: Case) -> None:
    report = real.report
    apart = sum((amount for tab in ("BRA", "BNP VALENCE", "BNP") for amount in _movements(real.workbook, tab)), Decimal(0))
    assert (report["sheet"], report["week"]) == ("Rapport 2021-S04", {"first": "2021-01-25", "last": "2021-01-31"})
    assert (report["as_of"], report["cash"]["now"]) == ("2021-01-31", "-16643.53")
    assert apart == Decimal("-16643.53")


# ------------------------------------------------------------------------------------------------ the file


def _parts(workbook: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(workbook) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_nothing_else_in_the_real_workbook_has_changed(real: Case) -> None:
    before, after = _parts(real.workbook), _parts(real.output)
    assert {name for name in before if before[name] != after.get(name)} <= FIXED
    assert set(sheet_names(real.output)) - set(sheet_names(real.workbook)) == {"Rapport 2021-S04", "Prévisions passées", *STATE_SHEETS}


def test_the_real_workbook_itself_has_not_been_written(real: Case) -> None:
    assert not [path for path in real.workbook.parent.iterdir() if "précédente" in path.name or "treso" in path.name]


def test_the_output_opens_in_other_programs(case: Case) -> None:
    names = list(sheet_names(case.output))
    assert openpyxl.load_workbook(io.BytesIO(case.output.read_bytes())).sheetnames == names
    sheet = case.report["sheet"]
    texts = {cell for row in CalamineWorkbook.from_path(str(case.output)).get_sheet_by_name(sheet).to_python() for cell in row}
    assert {"Conclusion", "À décider", "Disponible", "Poches", "Alertes", "Commentaire du comptable"} <= texts


def test_the_output_opens_in_libreoffice_with_its_report(real: Case, office: Office, tmp_path: Path) -> None:
    again = office.convert(real.output, "xlsx", tmp_path)
    assert list(sheet_names(again)) == list(sheet_names(real.output))
    texts = {cell for row in CalamineWorkbook.from_path(str(again)).get_sheet_by_name("Rapport 2021-S04").to_python() for cell in row}
    assert -16643.53 in texts
