"""Own-account transfers: amount and date and evidence, else proposed; a single leg is under way."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from addin.treasury.transfers import pair_transfers
from tests.treasury.builders import make_dossier, operation

ACCOUNTS = ("BNA", "CPA", "CCP", "Caisse", "CIB achats")


def pair(*lines: dict[str, Any]) -> tuple[list[int], list[str]]:
    ids, states = pair_transfers(make_dossier(lines).operations, ACCOUNTS)
    return ids.tolist(), states.tolist()


def test_a_transfer_word_on_one_leg_proves_the_pair() -> None:
    found = pair(operation("2026-10-26", "VIR INTERNE", -300), operation("2026-10-27", "VERSEMENT", 300, account="CCP"))
    assert found == ([0, 0], ["paired", "paired"])


def test_the_other_accounts_name_in_a_label_proves_the_pair() -> None:
    assert pair(operation("2026-10-26", "VIR VERS CPA", -300), operation("2026-10-26", "VIR RECU", 300, account="CPA"))[1] == ["paired"] * 2
    assert pair(operation("2026-10-26", "ORDRE 12", -300), operation("2026-10-26", "VIR DE BNA", 300, account="CPA"))[1] == ["paired"] * 2
    assert (
        pair(operation("2026-10-26", "CHARGEMENT CIB", -300), operation("2026-10-26", "CREDIT", 300, account="CIB achats"))[1]
        == ["paired"] * 2
    )


def test_the_category_virement_interne_on_one_leg_proves_the_pair() -> None:
    lines = (operation("2026-10-26", "ORDRE 12", -300, category="Virement interne"), operation("2026-10-26", "CREDIT", 300, account="CPA"))
    assert pair(*lines)[1] == ["paired"] * 2


def test_a_cash_withdrawal_and_the_cash_box_that_got_it_are_a_pair() -> None:
    assert (
        pair(operation("2026-10-26", "RET ESP CHQ0018840", -100), operation("2026-10-26", "Retrait", 100, account="Caisse"))[1]
        == ["paired"] * 2
    )
    assert (
        pair(operation("2026-10-26", "Dépôt", -100, account="Caisse"), operation("2026-10-27", "VERS ESP AG604", 100))[1] == ["paired"] * 2
    )
    assert pair(operation("2026-10-26", "RET ESP CHQ0018840", -100))[1] == [""]


def test_amount_and_date_alone_prove_nothing_and_are_proposed_when_unambiguous() -> None:
    assert pair(operation("2026-10-26", "CHQ 12", -300), operation("2026-10-27", "VIR RECU", 300, account="CPA")) == (
        [0, 0],
        ["proposed"] * 2,
    )
    assert pair(operation("2026-10-26", "CHQ 12", -300), operation("2026-10-28", "VIR RECU", 300, account="CPA"))[1] == ["", ""]
    twice = [
        operation("2026-10-26", "CHQ 12", -300),
        operation("2026-10-26", "REM", 300, account="CPA"),
        operation("2026-10-27", "X", 300, account="CCP"),
    ]
    assert pair(*twice)[1] == ["", "", ""]


def test_a_line_with_a_nature_of_its_own_is_never_a_leg() -> None:
    assert pair(operation("2026-10-26", "G50 09/26", -300), operation("2026-10-26", "VIR RECU", 300, account="CPA"))[1] == ["", ""]
    assert pair(operation("2026-10-26", "VIR SALAIRES", -300), operation("2026-10-26", "VIR INTERNE", 300, account="CPA"))[1] == [
        "",
        "single",
    ]


def test_a_line_that_she_put_in_another_category_is_never_a_leg() -> None:
    lines = (
        operation("2026-10-26", "VIR INTERNE", -300),
        operation("2026-10-26", "REM CHQ", 300, account="CPA", category="Encaissement clients"),
    )
    assert pair(*lines)[1] == ["single", ""]


def test_a_label_that_names_another_account_pairs_with_that_account_only() -> None:
    lines = (
        operation("2026-10-26", "VIR INTERNE CCP", -300),
        operation("2026-10-26", "DEPOT", 300, account="CPA"),
        operation("2026-10-28", "DEPOT", 300, account="CCP"),
    )
    assert pair(*lines)[1] == ["paired", "", "paired"]
    assert pair(operation("2026-10-26", "VIR INTERNE CCP", -300), operation("2026-10-26", "DEPOT", 300, account="CPA"))[1] == ["single", ""]


def test_the_legs_are_at_most_three_working_days_apart() -> None:
    def states(first: str, second: str) -> list[str]:
        return pair(operation(first, "VIR INTERNE", -300), operation(second, "DEPOT", 300, account="CPA"))[1]

    assert states("2026-10-29", "2026-11-03") == ["paired"] * 2  # Thursday to Tuesday, over the week-end
    assert states("2026-10-25", "2026-10-28") == ["paired"] * 2
    assert states("2026-10-25", "2026-10-29") == ["single", ""]
    assert states("2026-10-28", "2026-10-25") == ["paired"] * 2


def test_post_office_and_cards_may_move_on_friday_and_saturday() -> None:
    assert pair(operation("2026-10-30", "VIR INTERNE", -300, account="CCP"), operation("2026-10-31", "DEPOT", 300))[1] == ["paired"] * 2


def test_amounts_currencies_and_accounts_must_fit() -> None:
    assert pair(operation("2026-10-26", "VIR INTERNE", -300), operation("2026-10-26", "DEPOT", 301, account="CPA"))[1] == ["single", ""]
    assert pair(operation("2026-10-26", "VIR INTERNE", -300), operation("2026-10-26", "DEPOT", 300, account="CPA", currency="EUR"))[1] == [
        "single",
        "",
    ]
    assert pair(operation("2026-10-26", "VIR INTERNE", -300), operation("2026-10-26", "DEPOT", 300))[1] == ["single", ""]


def test_three_equal_transfers_on_one_day_pair_three_times() -> None:
    lines = [operation("2026-10-26", "VIR INTERNE CCP", -300)] * 3 + [operation("2026-10-26", "VERSEMENT", 300, account="CCP")] * 3
    ids, states = pair(*lines)
    assert states == ["paired"] * 6
    assert sorted(ids[:3]) == sorted(ids[3:]) == [0, 1, 2]


def test_the_closest_dates_pair_first_and_the_third_twin_stays_under_way() -> None:
    lines = (
        operation("2026-10-25", "VIR INTERNE", -300),
        operation("2026-10-27", "VIR INTERNE", -300),
        operation("2026-10-27", "DEPOT", 300, account="CPA"),
    )
    assert pair(*lines) == ([-1, 0, 0], ["single", "paired", "paired"])


def test_no_lines_and_one_account_are_no_trouble() -> None:
    assert pair() == ([], [])
    assert pair(operation("2026-10-26", "VIR INTERNE", -300), operation("2026-10-26", "TPE NAFTAL", -3))[1] == ["single", ""]


LABELS = ("VIR INTERNE", "VIR INTERNE CCP", "VIR VERS CPA", "CHQ 12", "RET ESP", "G50", "DEPOT")


@given(
    st.lists(
        st.tuples(st.sampled_from(ACCOUNTS), st.integers(0, 12), st.sampled_from([-200, -100, 100, 200]), st.sampled_from(LABELS)),
        max_size=25,
    )
)
def test_each_pair_has_two_legs_of_opposite_amounts_on_two_accounts_within_five_days(lines: list[tuple[str, int, int, str]]) -> None:
    first = date(2026, 10, 18)
    rows = [operation((first + timedelta(days=at)).isoformat(), label, amount, account=name) for name, at, amount, label in lines]
    operations = make_dossier(rows).operations
    before = operations.copy()
    ids, states = pair_transfers(operations, ACCOUNTS)
    pd.testing.assert_frame_equal(operations, before)
    assert ((ids >= 0) == np.isin(states, ("paired", "proposed"))).all()
    for number in set(ids[ids >= 0].tolist()):
        legs = operations[ids == number]
        assert len(legs) == 2
        assert legs["amount_cents"].sum() == 0
        assert legs["account"].nunique() == 2
        assert legs["booked_on"].max() - legs["booked_on"].min() <= pd.Timedelta(days=5)
        assert len(set(states[ids == number])) == 1


def test_many_equal_transfers_stay_linear() -> None:
    size = 20_000
    rng = np.random.default_rng(1)
    days = np.datetime64("2025-01-01") + np.sort(rng.integers(0, 365, size))
    operations = pd.DataFrame(
        {
            "account": np.array(ACCOUNTS, dtype=object)[rng.integers(0, 4, size)],
            "booked_on": days.astype("datetime64[s]"),
            "label": "VIR INTERNE",
            "amount_cents": rng.choice([-100_000, 100_000], size),
            "currency": "DZD",
            "category": "",
        }
    )
    _, states = pair_transfers(operations)
    assert (states == "paired").mean() > 0.9
