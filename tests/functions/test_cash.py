"""SOLDE and VARIATION: accounts by name, days in every form, currencies, and what is not known."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from addin.app.cells import Source
from addin.app.ports import CellError
from addin.functions.cash import balance, variation
from addin.messages import TresoError
from tests.functions.facts import code, one, source_of
from tests.treasury.builders import account, make_dossier, operation, rate

OPERATIONS = [
    operation("2026-10-01", "Vente", 1_000),
    operation("2026-10-05", "Loyer", -300),
    operation("2026-10-06", "Vente", 50, account="Crédit Populaire"),
    operation("2026-10-07", "Abonnement", -10, account="BEA", currency="EUR", base_cents=-1_500_00),
    operation("2026-10-08", "Vente", 70, account="Sans solde"),
]
ACCOUNTS = [
    account("BNA", 500, opening_on="2026-10-01"),
    account("Crédit Populaire", 0),
    account("BEA", 100, currency="EUR"),
    account("Sans solde"),
]
RATES = [rate("EUR", "2026-09-01", 150), rate("EUR", "2026-10-08", 160), rate("USD", "2026-10-01", 125)]


@pytest.fixture
def source() -> Source:
    return source_of(make_dossier(OPERATIONS, accounts=ACCOUNTS, rates=RATES), is_range=True)


def test_an_account_is_found_without_case_accents_or_spaces_around(source: Source) -> None:
    assert balance(source, ["BNA", " bna ", "credit populaire", "CRÉDIT-POPULAIRE"]) == [1_200.0, 1_200.0, 50.0, 50.0]


@pytest.mark.parametrize(
    "day",
    [date(2026, 10, 4), datetime(2026, 10, 4, 18, 30), 46_299.0, "04/10/2026", "2026-10-04"],
    ids=["date", "time", "serial", "fr", "iso"],
)
def test_a_day_may_be_a_date_a_serial_or_a_text(source: Source, day: object) -> None:
    assert balance(source, ["BNA"], [day]) == [1_500.0]


def test_many_days_at_once_give_what_each_gives_alone(source: Source) -> None:
    days: list[object] = [46_290.0 + i for i in range(20)]
    together = balance(source, ["BNA"] * 20, days)
    alone = [balance(source, ["BNA"], [day])[0] for day in days]
    assert [each.code if isinstance(each, TresoError) else each for each in together] == [
        each.code if isinstance(each, TresoError) else each for each in alone
    ]
    assert together[-1] == 1_200.0
    assert code(together[:1]) == "BALANCE_UNKNOWN"  # before the opening balance


def test_without_a_day_a_range_stands_on_its_last_line_and_a_handle_on_the_closing_date(source: Source) -> None:
    assert source.as_of == date(2026, 10, 8)
    assert one(balance(source, ["BEA"])) == one(balance(source, ["BEA"], [date(2026, 10, 8)])) == 90.0


def test_all_accounts_are_those_that_are_known_and_included_in_the_base_currency(source: Source) -> None:
    expected = 1_200.0 + 50 + 90 * 160
    assert balance(source, [None, "TOUS", "tous", ""]) == [expected] * 4


def test_a_currency_converts_at_the_last_rate_known_that_day(source: Source) -> None:
    assert balance(source, ["BEA", "BEA", "BNA", "TOUS"], None, ["DA", "EUR", "eur", "USD"]) == [14_400.0, 90.0, 7.5, 125.2]
    assert balance(source, ["BEA"], ["07/10/2026"], ["DZD"]) == [90 * 150.0]


def test_what_is_not_known_is_said_and_never_zero(source: Source) -> None:
    assert code(balance(source, ["Sans solde"])) == "BALANCE_UNKNOWN"
    assert code(balance(source, ["BNA2"])) == "NAME_UNKNOWN"
    assert code(balance(source, ["BNA"], None, ["GBP"])) == "RATE_UNKNOWN"
    assert code(balance(source, ["BNA"], None, ["écu"])) == "ARGUMENT_UNKNOWN"
    assert code(balance(source, ["BNA"], ["hier"])) == "ARGUMENT_NOT_DATE"
    assert code(balance(source_of(make_dossier(OPERATIONS[4:], accounts=ACCOUNTS[3:])))) == "FACT_UNKNOWN"


def test_a_range_of_one_account_is_that_account_even_without_a_known_balance() -> None:
    alone = source_of(make_dossier(OPERATIONS[4:], accounts=ACCOUNTS[3:]), is_range=True)
    accounts = alone.dossier.operations["account"].unique().tolist()
    assert len(accounts) == 1
    assert code(balance(alone)) == code(balance(alone, ["TOUS"])) == code(balance(alone, accounts)) == "BALANCE_UNKNOWN"
    moved = one(variation(alone, None, [3_000]))
    assert moved == one(variation(alone, None, [3_000], accounts)) == alone.dossier.operations["amount_cents"].sum() / 100


def test_an_unknown_account_suggests_the_nearest_name(source: Source) -> None:
    with pytest.raises(TresoError, match="Écrivez «\u00a0BNA\u00a0»"):
        one(balance(source, ["BNA2"]))
    with pytest.raises(TresoError, match="Écrivez «\u00a0Crédit Populaire\u00a0»"):
        one(balance(source, ["populaire"]))


def test_a_cell_in_error_passes_and_the_others_answer(source: Source) -> None:
    error = CellError("#DIV/0!")
    assert balance(source, ["BNA", error, "BEA"]) == [1_200.0, error, 90.0]
    assert balance(source, ["BNA", "BNA"], [error, None]) == [error, 1_200.0]


def test_an_account_called_disponible_is_that_account() -> None:
    source = source_of(make_dossier([operation("2026-10-01", "Vente", 5, account="Disponible")]))
    assert one(balance(source, ["disponible"])) == 5.0


def test_the_change_closes_to_the_centime_whatever_the_days(source: Source) -> None:
    for days in (1.0, 3.0, 30.0):
        net, *parts = (
            one(variation(source, None, [days], None, [what])) for what in ("NET", "ENTREES", "SORTIES", "VIREMENTS", "CHANGE", "ECART")
        )
        assert sum(parts) == pytest.approx(net)  # type: ignore[arg-type]


def test_the_change_of_one_account_over_some_days(source: Source) -> None:
    assert one(variation(source, ["05/10/2026"], [1.0], ["bna"])) == -300.0
    assert one(variation(source, ["05/10/2026"], [5.0], ["bna"], ["ENTREES"])) == 1_000.0
    assert one(variation(source, None, [7.0], ["sans solde"])) == 70.0  # its change is known, not its balance


def test_an_account_of_several_currencies_counts_them_all_where_they_have_a_common_unit(source: Source) -> None:
    lines = [operation("2026-10-07", "Vente", 10), operation("2026-10-08", "Vente", 2, currency="EUR", base_cents=320_00)]
    mixed = make_dossier(lines, accounts=[account("BNA", 0), account("BNA", 0, currency="EUR")], rates=RATES)
    assert one(variation(source_of(mixed, is_range=True), None, None, ["BNA"])) == 10 + 2 * 160
    assert one(balance(source_of(mixed, is_range=True), ["BNA"])) == 10 + 2 * 160
    without = make_dossier(lines, accounts=[account("BNA", 0), account("BNA", 0, currency="EUR")])
    assert code(variation(source_of(without, is_range=True), None, None, ["BNA"])) == "RATE_UNKNOWN"
    assert code(balance(source_of(without, is_range=True), ["BNA"])) == "RATE_UNKNOWN"


def test_a_change_that_cannot_be_asked_for_is_refused(source: Source) -> None:
    assert code(variation(source, None, [0.0])) == "ARGUMENT_NOT_WHOLE"
    assert code(variation(source, None, [2.5])) == "ARGUMENT_NOT_WHOLE"
    assert code(variation(source, None, None, ["BNA2"])) == "NAME_UNKNOWN"
    assert code(variation(source, None, None, None, ["BRUT"])) == "ARGUMENT_UNKNOWN"
