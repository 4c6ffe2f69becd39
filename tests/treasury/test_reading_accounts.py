"""Which account a line belongs to, in which currency, and what the sources say of its opening balance."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest

from addin.treasury.balances import balances_on
from tests.treasury.raw_tabs import (
    LATER,
    MOVEMENTS,
    ONE_COLUMN,
    amounts,
    balances,
    codes,
    dinars,
    in_one_column,
    problems,
    read,
    rows_of,
    tab,
    total,
    totals,
)

D1, D2, D3 = date(2021, 1, 4), date(2021, 1, 5), date(2021, 1, 6)
LONG = ["Date", "Compte", "Libellé", "Montant"]
WITH_BALANCE = [*ONE_COLUMN, "Solde"]


def test_accounts_are_the_same_whatever_accents_case_points_and_spaces() -> None:
    dossier = read(
        tab("Opérations", LONG, [D1, "bna chéraga", "A", 1.0], [D2, "B.N.A. CHERAGA", "B", 2.0], [D3, "BNA  Cheraga ", "C", 4.0]),
        tab("Comptes", ["Nom du compte", "Solde initial"], ["BNA Chéraga", 10.0]),
    )
    assert totals(dossier) == {"BNA Chéraga": 700}


@pytest.mark.parametrize("written", ["001 00604 0300012345 67", "00100604030001234567", "0300012345", 512100.0])
def test_an_account_may_be_named_by_its_number_or_its_code(written: object) -> None:
    accounts = tab("Comptes", ["Compte", "RIB", "Compte SCF", "Solde initial"], ["BNA", "001 00604 0300012345 67", "512100", 10.0])
    assert totals(read(tab("Opérations", LONG, [D1, written, "A", 1.0]), accounts)) == {"BNA": 100}


def test_a_column_compte_of_other_classes_is_the_imputation_of_the_line() -> None:
    rows = [[day, ["607", 401.0, "626"][i % 3], label, amount] for i, (day, label, amount) in enumerate(in_one_column())]
    dossier = read(tab("BNA", LONG, *rows))
    assert totals(dossier) == {"BNA": total(*MOVEMENTS)}
    assert dossier.operations["scf_account"].tolist()[:3] == ["607", "401", "626"]


def test_a_line_without_account_among_lines_that_have_one_is_said() -> None:
    dossier = read(tab("Opérations", LONG, [D1, "BNA", "A", 1.0], [D2, "", "B", 2.0]))
    assert totals(dossier) == {"BNA": 100, "Opérations": 200}
    assert rows_of(dossier, "ACCOUNT_BLANK") == [3]
    assert "ACCOUNT_BLANK" not in codes(read(tab("BNA", LONG, [D1, "", "A", 1.0], [D2, "", "B", 2.0])))


def test_a_line_whose_account_or_currency_is_an_error_is_refused() -> None:
    rows = [[D1, "BNA", "A", 1.0, "DA"], [D2, "", "B", 2.0, "DA"], [D3, "BNA", "C", 4.0, ""]]
    dossier = read(tab("Opérations", [*LONG, "Devise"], *rows, errors={(2, 1): "#REF!", (3, 4): "#N/A"}))
    assert (amounts(dossier), rows_of(dossier, "CELL_ERROR")) == ([100], [3, 4])


def test_the_currency_of_a_tab_may_stand_in_its_name_or_above_its_headings() -> None:
    assert read(tab("BEA EUR", ONE_COLUMN, [D1, "A", 1.0])).operations["currency"].tolist() == ["EUR"]
    assert read(tab("LBP", ["Compte tenu en", "euros"], ONE_COLUMN, [D1, "A", 1.0])).operations["currency"].tolist() == ["EUR"]


def test_an_amount_in_dinars_beside_an_amount_in_currency_is_in_dinars() -> None:
    heads = ["Date", "Libellé", "Devise", "Montant devise", "Cours", "Montant DA"]
    dossier = read(tab("Opérations", heads, [D1, "META", "EUR", -10.0, 160.0, -1600.0], [D2, "LOYER", "DA", "", "", -500.0]))
    assert amounts(dossier) == [-160_000, -50_000]
    assert dossier.operations["currency"].unique().tolist() == ["DZD"]


def test_an_account_in_tunisian_dinars_keeps_its_thousandths() -> None:
    accounts = tab("Comptes", ["Compte", "Devise", "Solde initial"], ["BNA", "DZD", 0.0], ["BIAT", "TND", 0.0])
    dossier = read(tab("Opérations", LONG, [D1, "BNA", "A", 10.25], [D2, "BIAT", "B", 20.125]), accounts)
    assert totals(dossier) == {"BNA": 1_025, "BIAT": 20_125}


def test_rates_may_have_one_column_a_currency_and_stand_in_two_tabs() -> None:
    dossier = read(
        tab("BEA", [*ONE_COLUMN, "Devise"], [D1, "A", 10.0, "EUR"], [D2, "B", 10.0, "USD"], [D3, "C", 10.0, "GBP"]),
        tab("BNA", ONE_COLUMN, [D1, "A", 1.0]),
        tab("Cours", ["Date", "EUR", "Dollar US"], [D1, 160.0, "130,50"]),
        tab("Cours de change", ["Date", "Devise", "Cours"], [D1, "GBP", "181.250"]),
    )
    assert dossier.operations.set_index("currency")["base_cents"].to_dict() == {"EUR": 160_000, "USD": 130_500, "GBP": 181_250, "DZD": 100}


# ------------------------------------------------------------------------------- opening balances
def test_a_declared_opening_balance_that_the_printed_ones_contradict_is_said_and_the_tab_is_kept() -> None:
    bank = tab("BNA", WITH_BALANCE, *in_one_column(start=500_00))
    dossier = read(bank, tab("Comptes", ["Compte", "Solde initial", "Date du solde initial"], ["BNA", 400.0, date(2021, 1, 1)]))
    assert "OPENING_DIFFERS" in problems(dossier)
    assert balances_on(dossier, date(2021, 1, 31))["balance_cents"].tolist() == [500_00 + total(*MOVEMENTS)]
    agreed = read(bank, tab("Comptes", ["Compte", "Solde initial", "Date du solde initial"], ["BNA", 500.0, date(2021, 1, 1)]))
    assert problems(agreed) == []


def test_an_opening_balance_declared_for_a_later_day_is_compared_at_that_day() -> None:
    day = date(2021, 1, 18)
    due = 500_00 + sum(cents for on, _, cents in MOVEMENTS if on < day)
    accounts = tab("Comptes", ["Compte", "Solde initial", "Date du solde initial"], ["BNA", dinars(due), day])
    assert problems(read(tab("BNA", WITH_BALANCE, *in_one_column(start=500_00)), accounts)) == []


def test_an_account_declared_twice_is_said() -> None:
    dossier = read(tab("BNA", ONE_COLUMN, *in_one_column()), tab("Comptes", ["Compte", "Solde initial"], ["BNA", 1.0], ["Bna", 2.0]))
    assert rows_of(dossier, "ACCOUNT_TWICE") == [3]
    assert dossier.accounts["opening_cents"].tolist() == [100]


def test_one_balance_for_all_accounts_of_a_tab_is_the_balance_of_none() -> None:
    rows = [
        [day, ("BNA", "CPA")[i % 2], label, amount, balance]
        for i, (day, label, amount, balance) in enumerate(in_one_column(start=1_000_00))
    ]
    dossier = read(tab("Opérations", [*LONG, "Solde"], *rows), tab("Comptes", ["Compte", "Solde initial"], ["BNA", 600.0], ["CPA", 400.0]))
    assert problems(dossier) == []
    assert balances_on(dossier, date(2021, 1, 31))["balance_cents"].sum() == 1_000_00 + total(*MOVEMENTS)


# ------------------------------------------------------------------------------- several tabs
def test_an_account_that_goes_on_in_another_tab_goes_on_from_its_balance() -> None:
    end = balances(MOVEMENTS, 10_00)[-1]
    heads = [*LONG, "Solde"]

    def lines(movements: list[list[object]]) -> list[list[object]]:
        return [[row[0], "BNA", *row[1:]] for row in movements]

    january = tab("S1", heads, *lines(in_one_column(start=10_00)))
    assert problems(read(january, tab("S2", heads, *lines(in_one_column(LATER, end))))) == []
    broken = read(january, tab("S2", heads, *lines(in_one_column(LATER, end + 1))))
    assert [(f.sheet, f.row) for f in broken.findings if f.code == "BALANCE_BROKEN"] == [("S2", 2)]


def test_two_tabs_of_one_bank_without_account_column_are_said_to_be_one_account() -> None:
    end = balances(MOVEMENTS, 10_00)[-1]
    dossier = read(tab("BNA janv", WITH_BALANCE, *in_one_column(start=10_00)), tab("BNA fév", WITH_BALANCE, *in_one_column(LATER, end)))
    assert totals(dossier) == {"BNA janv": total(*MOVEMENTS), "BNA fév": total(*LATER)}
    assert [(f.sheet, f.details["other"]) for f in dossier.findings if f.code == "ACCOUNT_CONTINUES"] == [("BNA fév", "BNA janv")]


def test_lines_that_stand_in_two_tabs_are_said_once_with_all_their_rows() -> None:
    rows = [[row[0], "BNA", *row[1:]] for row in in_one_column()]
    later = [[row[0], "BNA", *row[1:]] for row in in_one_column(LATER)]
    dossier = read(tab("BNA", LONG, *rows), tab("BNA suite", LONG, *rows[5:], *later))
    assert rows_of(dossier, "ROW_TWICE") == [2, 3, 4]
    copied = read(tab("BNA", ONE_COLUMN, *in_one_column()), tab("BNA (2)", ONE_COLUMN, *in_one_column()))
    assert len(rows_of(copied, "ROW_TWICE")) == len(MOVEMENTS)


def test_the_same_fee_in_two_banks_is_no_repeated_line() -> None:
    fee = [[D1 + timedelta(i), f"FRAIS {i}", -10.0] for i in range(2)]
    dossier = read(tab("BNA", ONE_COLUMN, *fee, *in_one_column()), tab("CPA", ONE_COLUMN, *fee, *in_one_column(LATER)))
    assert rows_of(dossier, "ROW_TWICE") == []


def test_the_sums_of_a_tab_in_several_currencies_are_in_the_base_currency() -> None:
    dossier = read(
        tab("Opérations", [*ONE_COLUMN, "Devise"], [D1, "A", 10.0, "EUR"], [D2, "B", -5.0, "DA"], [D3, "C", 7.0, "USD"]),
        tab("Cours", ["Date", "Devise", "Cours"], [D1, "EUR", 160.0]),
    )
    found = dossier.readings[0]
    assert (found.currency, found.total_in_cents, found.total_out_cents) == ("DZD", 160_000, -500)
    assert pd.isna(dossier.operations["base_cents"].iloc[2])
