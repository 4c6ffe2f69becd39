"""ABONNEMENTS: the table, the totals, one of them."""

from __future__ import annotations

from datetime import date

import pytest

from addin.functions.subscriptions import subscriptions
from addin.registry import Rows
from addin.treasury.dossier import Settings
from tests.functions.facts import code, example_source, one, source_of
from tests.treasury.builders import account, make_dossier, operation


def test_the_table_has_one_line_for_each_the_dearest_first() -> None:
    rows = subscriptions(example_source())
    assert isinstance(rows, Rows)
    assert rows.rows[0] == ("Djezzy", 21_420.0, 257_040.0, date(2026, 11, 9), None, "En cours")
    assert [row[2] for row in rows.rows] == sorted((row[2] for row in rows.rows), reverse=True)  # type: ignore[type-var]
    assert {"Hootsuite", "Shutterstock", "Zoom"} <= {row[0] for row in rows.rows}


def test_totals_are_those_of_the_table_and_a_rank_beyond_the_last_is_empty() -> None:
    source = example_source()
    rows = subscriptions(source)
    assert isinstance(rows, Rows)
    yearly = sum(float(str(row[2])) for row in rows.rows)
    assert subscriptions(source, ["NOMBRE", "COUT_ANNUEL", "cout mensuel"]) == [
        18.0,
        pytest.approx(yearly),
        pytest.approx(yearly / 12, abs=0.01),
    ]
    assert subscriptions(source, ["NOM"] * 3, [1.0, 2.0, 99.0]) == ["Djezzy", "SAA ASSURANCES", None]


def test_a_rise_is_told_as_a_share() -> None:
    lines = [operation(f"2026-{month:02d}-05", "VISA ZOOM", -1_000 if month < 6 else -1_200, account="Visa") for month in range(1, 10)]
    source = source_of(make_dossier(lines, accounts=[account("Visa", 0, kind="card")], settings=Settings(as_of=date(2026, 9, 30))))
    assert subscriptions(source, ["HAUSSE", "MONTANT", "PROCHAINE", "ETAT"]) == [0.2, 1_200.0, date(2026, 10, 5), "En cours"]


def test_without_any_there_is_no_row_and_nothing_is_counted() -> None:
    source = source_of(make_dossier([operation("2026-09-05", "VIR DUPONT", -10)], settings=Settings(as_of=date(2026, 9, 30))))
    assert subscriptions(source) == Rows(())
    assert subscriptions(source, ["NOMBRE", "COUT_ANNUEL", "NOM"]) == [0.0, 0.0, None]


def test_a_word_or_a_rank_that_is_none_is_refused() -> None:
    assert code(subscriptions(example_source(), ["PRIX"])) == "ARGUMENT_UNKNOWN"
    assert one(subscriptions(example_source(), ["NOM"])) == "Djezzy"
    assert code(subscriptions(example_source(), ["NOM"], [0.5])) == "ARGUMENT_NOT_WHOLE"
