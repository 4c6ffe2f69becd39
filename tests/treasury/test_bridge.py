"""The week's bridge closes to the centime, or shows its gap."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from addin.treasury.balances import balances_on
from addin.treasury.bridge import BridgeLine, week_bridge
from tests.treasury.builders import account, cents, make_dossier, operation, rate

DAY = date(2026, 10, 31)


def closes(line: BridgeLine) -> bool:
    return (line.before_cents or 0) + line.change_cents == (line.now_cents or 0)


def test_receipts_and_payments_of_the_seven_days_explain_the_change() -> None:
    dossier = make_dossier(
        [
            operation("2026-10-24", "AVANT", 70),
            operation("2026-10-25", "VIR RECU", 500),
            operation("2026-10-31", "CHQ", -200),
            operation("2026-11-01", "APRES", 9),
        ],
        accounts=[account("BNA", 1000)],
    )
    total = week_bridge(dossier, DAY).total
    assert (total.before_cents, total.receipts_cents, total.payments_cents) == (cents(1070), cents(500), cents(-200))
    assert (total.transfers_cents, total.exchange_cents, total.gap_cents, total.now_cents) == (0, 0, 0, cents(1370))


def test_a_paired_transfer_moves_the_accounts_and_is_neutral_in_all() -> None:
    dossier = make_dossier(
        [
            operation("2026-10-27", "VIR INTERNE CCP", -300, transfer=0, transfer_state="paired"),
            operation("2026-10-28", "VERSEMENT", 300, account="CCP", transfer=0, transfer_state="paired"),
        ],
        accounts=[account("BNA", 1000), account("CCP", 50)],
    )
    bridge = week_bridge(dossier, DAY)
    assert [line.transfers_cents for line in bridge.accounts] == [cents(-300), cents(300)]
    assert (bridge.total.transfers_cents, bridge.total.receipts_cents, bridge.total.payments_cents) == (0, 0, 0)


def test_a_transfer_whose_other_leg_is_outside_the_week_is_under_way() -> None:
    dossier = make_dossier(
        [
            operation("2026-10-31", "VIR INTERNE CCP", -300, transfer=0, transfer_state="paired"),
            operation("2026-11-01", "VERSEMENT", 300, account="CCP", transfer=0, transfer_state="paired"),
            operation("2026-10-30", "VIR INTERNE", -40, transfer_state="single"),
        ]
    )
    assert week_bridge(dossier, DAY).total.transfers_cents == cents(-340)


def test_a_proposed_transfer_still_counts_as_receipt_and_payment() -> None:
    dossier = make_dossier(
        [
            operation("2026-10-27", "A", -300, transfer_state="proposed"),
            operation("2026-10-27", "B", 300, account="CCP", transfer_state="proposed"),
        ]
    )
    assert week_bridge(dossier, DAY).total.receipts_cents == cents(300)


def test_a_broken_chain_of_printed_balances_shows_as_a_gap() -> None:
    dossier = make_dossier(
        [
            operation("2026-10-20", "A", 100, balance_cents=cents(1100)),
            operation("2026-10-26", "B", -50, balance_cents=cents(1050)),
            operation("2026-10-28", "C", -10, balance_cents=cents(1000)),
        ],
        accounts=[account("BNA")],
    )
    total = week_bridge(dossier, DAY).total
    assert (total.before_cents, total.payments_cents, total.gap_cents, total.now_cents) == (
        cents(1100),
        cents(-60),
        cents(-40),
        cents(1000),
    )
    assert closes(total)


def test_a_chain_broken_before_the_week_leaves_no_gap_in_it() -> None:
    dossier = make_dossier(
        [
            operation("2026-10-01", "A", 100, balance_cents=cents(1100)),
            operation("2026-10-20", "B", -50, balance_cents=cents(900)),
            operation("2026-10-28", "C", -10, balance_cents=cents(890)),
        ],
        accounts=[account("BNA")],
    )
    assert week_bridge(dossier, DAY).total.gap_cents == 0


def test_the_moves_of_the_rate_are_the_exchange_difference_of_a_foreign_account() -> None:
    dossier = make_dossier(
        [operation("2026-10-27", "META", -40, account="BEA", currency="EUR", base_cents=cents(-40 * 151))],
        accounts=[account("BEA", 1000, currency="EUR")],
        rates=[rate("EUR", "2026-10-01", 150), rate("EUR", "2026-10-27", 151), rate("EUR", "2026-10-30", 152)],
    )
    line = week_bridge(dossier, DAY).accounts[0]
    assert (line.unit, line.before_cents, line.now_cents) == ("DZD", cents(150_000), cents(960 * 152))
    assert (line.payments_cents, line.exchange_cents, line.gap_cents) == (cents(-6040), cents(960 * 152 - 150_000 + 6040), 0)


def test_an_account_of_unknown_balance_shows_its_change_apart() -> None:
    dossier = make_dossier([operation("2026-10-27", "A", 30), operation("2026-10-28", "B", -10)], accounts=[account("BNA")])
    bridge = week_bridge(dossier, DAY)
    assert bridge.accounts == ()
    assert (bridge.apart[0].before_cents, bridge.apart[0].now_cents, bridge.apart[0].change_cents) == (None, None, cents(20))
    assert (bridge.total.now_cents, bridge.total.change_cents) == (0, 0)


def test_an_excluded_account_and_one_without_rate_stand_apart_with_their_balance() -> None:
    dossier = make_dossier([], accounts=[account("Bloqué", 5, is_included=False), account("BEA", 7, currency="EUR"), account("BNA", 1)])
    bridge = week_bridge(dossier, DAY)
    assert [(line.account, line.unit, line.now_cents) for line in bridge.apart] == [("Bloqué", "DZD", 500), ("BEA", "EUR", 700)]
    assert bridge.total.now_cents == 100


def test_an_opening_balance_inside_the_week_is_carried_back_and_is_no_receipt() -> None:
    dossier = make_dossier([operation("2026-10-29", "A", 30)], accounts=[account("BNA", 500, opening_on="2026-10-29")])
    line = week_bridge(dossier, DAY).accounts[0]
    assert line.is_carried_back
    assert (line.before_cents, line.receipts_cents, line.gap_cents, line.now_cents) == (cents(500), cents(30), 0, cents(530))


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["BNA", "BEA"]),
            st.integers(0, 20),
            st.integers(-999, 999),
            st.sampled_from(["", "paired", "single"]),
            st.booleans(),
        ),
        max_size=20,
    ),
    st.sampled_from([None, 0, 500]),
)
def test_the_bridge_always_closes_on_the_balances_of_both_evenings(
    lines: list[tuple[str, int, int, str, bool]], opening: int | None
) -> None:
    rows = [
        operation(
            (date(2026, 10, 14) + timedelta(days=at)).isoformat(),
            "L",
            amount,
            account=name,
            currency="EUR" if name == "BEA" else "DZD",
            transfer_state=state,
            balance_cents=cents(at) if is_printed else pd.NA,
            base_cents=amount * 15_000 if name == "BEA" else cents(amount),
        )
        for name, at, amount, state, is_printed in lines
    ]
    dossier = make_dossier(
        rows,
        accounts=[account("BNA", opening), account("BEA", opening, currency="EUR")],
        rates=[rate("EUR", "2026-10-01", 150), rate("EUR", "2026-10-28", 151.37)],
    )
    bridge = week_bridge(dossier, DAY)
    assert all(closes(line) for line in (*bridge.accounts, bridge.total))
    before, now = (balances_on(dossier, day)["base_cents"].sum() for day in (bridge.start, bridge.end))
    assert (bridge.total.before_cents, bridge.total.now_cents) == (before, now)
