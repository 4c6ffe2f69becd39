"""CONVERTIR: the last rate known at a date, by kind; a missing one is said."""

from __future__ import annotations

from datetime import date

import pytest

from addin.app.cells import Source
from addin.app.ports import CellError
from addin.functions.exchange import converted
from addin.messages import TresoError
from addin.treasury.dossier import Settings
from tests.functions.facts import code, one, source_of
from tests.treasury.builders import make_dossier, operation, rate


@pytest.fixture
def source() -> Source:
    rates = [
        rate("EUR", "2026-10-10", 160),
        rate("EUR", "2026-10-01", 150, kind=""),
        rate("EUR", "2026-10-05", 165.5, kind="CARTE"),
        rate("USD", "2026-10-01", 125),
        rate("TND", "2026-10-01", 44.4),
        rate("EUR", "2026-10-05", 240, kind="RUE"),
    ]
    settings = Settings(as_of=date(2026, 10, 31))
    return source_of(make_dossier([operation("2026-10-01", "Vente", 5)], rates=rates, settings=settings))


def test_the_last_rate_known_at_the_date_counts(source: Source) -> None:
    days: list[object] = ["01/10/2026", date(2026, 10, 9), 46_305.0, None]  # the serial is 10/10/2026
    assert converted(source, [10.0] * 4, ["EUR"] * 4, None, days) == [1_500.0, 1_500.0, 1_600.0, 1_600.0]


def test_each_kind_of_rate_is_its_own(source: Source) -> None:
    assert converted(source, [10.0] * 3, ["€"] * 3, None, None, ["banque", "CARTE", "rue"]) == [1_600.0, 1_655.0, 2_400.0]
    assert code(converted(source, [10.0], ["EUR"], None, None, ["FACTURE"])) == "RATE_UNKNOWN"
    assert code(converted(source, [10.0], ["EUR"], None, None, ["NOIR"])) == "ARGUMENT_UNKNOWN"


def test_two_foreign_currencies_meet_in_dinars_and_each_rounds_to_its_own_decimals(source: Source) -> None:
    assert one(converted(source, [10.0], ["EUR"], ["USD"])) == 12.8
    assert one(converted(source, [1_000.0], ["DA"], ["TND"])) == 22.523
    assert one(converted(source, [1.234], ["TND"])) == 54.79  # three decimals going in, two coming out
    assert one(converted(source, [7.0], ["DZD"], ["DA"])) == 7.0


def test_an_amount_finer_than_a_centime_is_not_rounded_before_it_is_converted(source: Source) -> None:
    assert one(converted(source, [0.0049], ["EUR"])) == 0.78
    assert one(converted(source, ["0,0049"], ["EUR"])) == 0.78


def test_a_missing_rate_is_said_with_the_first_day_known_and_never_zero(source: Source) -> None:
    with pytest.raises(TresoError, match="Le premier cours connu est du 01/10/2026"):
        one(converted(source, [10.0], ["EUR"], None, ["30/09/2026"]))
    with pytest.raises(TresoError, match="n'en donne aucun"):
        one(converted(source, [10.0], ["GBP"]))


def test_a_column_of_every_kind_of_cell_answers_element_by_element(source: Source) -> None:
    error = CellError("#N/A")
    results = converted(
        source, [10.0, None, "1 000,00", "mille", error, 10.0], ["EUR", "EUR", "usd", "EUR", "EUR", error], None, ["31/10/2026"] * 6
    )
    assert results[:3] == [1_600.0, 0.0, 125_000.0]
    assert code([results[3]]) == "ARGUMENT_NOT_AMOUNT"
    assert results[4:] == [error, error]


def test_a_currency_that_is_none_is_refused(source: Source) -> None:
    assert code(converted(source, [10.0], ["euri"])) == "ARGUMENT_UNKNOWN"
    assert code(converted(source, [10.0], [None])) == "ARGUMENT_UNKNOWN"
    assert code(converted(source, [10.0], ["EUR"], None, ["hier"])) == "ARGUMENT_NOT_DATE"
