"""The functions say what the weekly report of the same workbook says: compared with its JSON, figure by figure."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from addin.app.results import money
from addin.app.weekly_json import _Facts
from addin.functions.ahead import lowest_balance, scenario
from addin.functions.cash import balance, variation
from addin.functions.follow_up import late_invoices
from addin.functions.spending import top_expenses
from addin.functions.steering import alert, pockets
from addin.registry import Rows
from tests.functions.facts import example_source, one


@cache
def report() -> dict[str, Any]:
    return _Facts(example_source().summary).all()


def text(number: object) -> str | None:
    """A figure of a cell as the JSON writes it."""
    assert number is None or isinstance(number, float)
    return None if number is None else money(round(number * 100), "DZD")


def test_the_balances_are_those_of_the_report() -> None:
    cash = report()["cash"]
    names = [account["name"] for account in cash["accounts"]]
    figures = [None if account["balance"] is None else float(account["balance"]) for account in cash["accounts"]]
    assert balance(example_source(), names) == figures
    assert text(one(balance(example_source()))) == cash["now"]
    assert text(one(balance(example_source(), ["disponible"]))) == cash["available"]


@pytest.mark.parametrize(
    ("what", "key"),
    [("ENTREES", "receipts"), ("SORTIES", "payments"), ("VIREMENTS", "internal_transfers"), ("CHANGE", "exchange"), ("ECART", "gap")],
)
def test_the_parts_of_the_change_are_those_of_the_bridge(what: str, key: str) -> None:
    assert text(one(variation(example_source(), None, None, None, [what]))) == report()["cash"]["bridge"][key]


def test_the_change_of_the_week_is_that_of_the_report() -> None:
    assert text(one(variation(example_source()))) == report()["cash"]["change"]


def test_the_late_invoices_are_those_of_the_report_by_customer_and_by_age() -> None:
    late = report()["late_invoices"]
    assert text(one(late_invoices(example_source()))) == late["total"]
    assert one(late_invoices(example_source(), None, ["NOMBRE"])) == late["count"]
    for customer in late["customers"]:
        assert text(one(late_invoices(example_source(), [customer["name"]]))) == customer["total"]
        assert one(late_invoices(example_source(), [customer["name"]], ["JOURS"])) == customer["oldest_days"]
    for bucket, part in late["buckets"].items():
        assert text(one(late_invoices(example_source(), None, None, [bucket]))) == part["total"]
        assert one(late_invoices(example_source(), ["TOUS"], ["nombre"], [bucket])) == part["count"]


def test_the_pockets_are_those_of_the_report() -> None:
    said = report()["pockets"]
    table = pockets(example_source())
    assert isinstance(table, Rows)
    security, operating, opportunity = table.rows
    for row, part in ((security, said["security"]), (operating, said["operating"])):
        assert [text(row[0]), text(row[1]), text(row[3])] == [part["amount"], part["target"], part["missing"]]
    assert security[2] == said["security"]["days"]  # it is full
    assert text(opportunity[0]) == said["opportunity"]["amount"]


def test_the_top_expenses_are_those_of_the_report() -> None:
    table = top_expenses(example_source())
    assert isinstance(table, Rows)
    told = [[row[0], row[1], text(row[2]), row[3], text(row[4])] for row in table.rows]
    keys = ("counterparty", "category", "amount", "share", "usual")
    assert told == [[expense[key] for key in keys] for expense in report()["top_expenses"]]


def test_the_low_point_is_that_of_the_report() -> None:
    low = report()["low_point"]
    assert text(one(lowest_balance(example_source()))) == text(one(scenario(example_source(), ["BASE"]))) == low["amount"]
    assert f"{one(lowest_balance(example_source(), None, None, ['DATE']))}" == low["date"]


def test_the_alerts_are_those_of_the_report() -> None:
    for said in report()["alerts"]:
        state = {"NON_RENSEIGNE": "NON RENSEIGNÉ"}.get(said["state"], said["state"])
        assert one(alert(example_source(), [said["name"]])) == state
