"""What each account holds: printed balances first, else the opening balance and the lines, else unknown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from addin.treasury.balances import balances_on, daily_balances
from tests.treasury.builders import account, cents, make_dossier, operation, rate

DAY = date(2026, 10, 31)


def printed(on: str, amount: float, balance: float | None, **more: Any) -> dict[str, Any]:
    return operation(on, "LIGNE", amount, balance_cents=pd.NA if balance is None else cents(balance), **more)


def balance(lines: list[Mapping[str, Any]], on: str, accounts: list[Mapping[str, Any]] | None = None) -> int | None:
    row = balances_on(make_dossier(lines, accounts=accounts or [account("BNA")]), date.fromisoformat(on)).iloc[0]
    assert bool(row["is_known"]) == (not pd.isna(row["balance_cents"]))
    return None if pd.isna(row["balance_cents"]) else int(row["balance_cents"])


def test_the_last_printed_balance_up_to_the_day_is_the_balance() -> None:
    lines = [printed("2026-10-01", 100, 1100), printed("2026-10-05", -50, 1050), printed("2026-11-02", 9, 1059)]
    assert balance(lines, "2026-10-31") == cents(1050)
    assert balance(lines, "2026-10-04") == cents(1100)


def test_lines_after_the_printed_balance_are_added_to_it() -> None:
    lines = [printed("2026-10-01", 100, 1100), printed("2026-10-05", -50, None), printed("2026-11-02", 9, None)]
    assert balance(lines, "2026-10-31") == cents(1050)


def test_before_the_first_printed_balance_the_chain_is_followed_backwards() -> None:
    lines = [printed("2026-10-01", 100, None), printed("2026-10-05", -50, 1050)]
    assert balance(lines, "2026-10-01") == cents(1100)
    assert balance(lines, "2026-09-30") == cents(1000)


def test_a_line_printed_before_but_booked_after_the_day_is_taken_off() -> None:
    lines = [printed("2026-10-01", 100, 1100), printed("2026-11-02", 30, 1130), printed("2026-10-30", -50, 1080)]
    assert balance(lines, "2026-10-31") == cents(1050)


def test_the_order_of_the_rows_does_not_matter_the_position_does() -> None:
    lines = [printed("2026-10-05", -50, 1050, position=1), printed("2026-10-05", 100, 1100, position=0)]
    assert balance(lines, "2026-10-05") == cents(1050)


def test_a_printed_balance_wins_over_the_declared_opening() -> None:
    assert balance([printed("2026-10-01", 100, 1100)], "2026-10-31", [account("BNA", 5)]) == cents(1100)


def test_without_printed_balance_the_opening_and_the_lines_since_its_date_count() -> None:
    lines = [operation("2026-09-30", "A", 7), operation("2026-10-01", "B", 100), operation("2026-10-20", "C", -30)]
    dated, undated = [account("BNA", 500, opening_on="2026-10-01")], [account("BNA", 500)]
    assert balance(lines, "2026-10-31", dated) == cents(570)
    assert balance(lines, "2026-10-31", undated) == cents(577)
    assert balance(lines, "2026-09-01", undated) == cents(500)


def test_an_opening_balance_holds_from_the_evening_before_its_date_and_is_unknown_earlier() -> None:
    lines = [operation("2026-09-20", "A", 7), operation("2026-10-01", "B", 100)]
    dated = [account("BNA", 500, opening_on="2026-10-01")]
    assert balance(lines, "2026-09-30", dated) == cents(500)
    assert balance(lines, "2026-09-29", dated) is None


def test_an_account_with_neither_is_unknown_and_never_added() -> None:
    dossier = make_dossier(
        [operation("2026-10-01", "A", 7), operation("2026-10-01", "B", 5, account="CPA")], accounts=[account("BNA"), account("CPA", 10)]
    )
    found = balances_on(dossier, DAY).set_index("account")
    assert found["is_known"].to_dict() == {"BNA": False, "CPA": True}
    assert daily_balances(dossier, DAY, DAY).tolist() == [cents(15)]


def test_an_account_declared_without_lines_has_its_opening_balance() -> None:
    assert balance([], "2026-10-31", [account("BNA", 500)]) == cents(500)


def test_a_foreign_balance_is_converted_at_the_rate_of_the_day_and_unknown_without_one() -> None:
    lines = [operation("2026-10-01", "A", 100, account="BEA", currency="EUR")]
    accounts = [account("BEA", 0, currency="EUR")]
    rates = [rate("EUR", "2026-10-01", 150), rate("EUR", "2026-10-20", 151.5)]
    with_rate = balances_on(make_dossier(lines, accounts=accounts, rates=rates), DAY).iloc[0]
    assert (with_rate["balance_cents"], with_rate["base_cents"]) == (cents(100), cents(15150))
    without = balances_on(make_dossier(lines, accounts=accounts), DAY).iloc[0]
    assert without["is_known"]
    assert pd.isna(without["base_cents"])
    assert daily_balances(make_dossier(lines, accounts=accounts), DAY, DAY).isna().all()


def test_an_account_in_two_currencies_is_two_rows_and_an_undeclared_account_is_there_too() -> None:
    lines = [
        operation("2026-10-01", "A", 1, account="BEA", currency="EUR"),
        operation("2026-10-02", "B", 2, account="BEA"),
        operation("2026-10-03", "C", 3),
    ]
    found = balances_on(make_dossier(lines, accounts=[account("BEA", 0, currency="EUR", is_included=False)]), DAY)
    assert found[["account", "currency", "is_known", "is_included"]].to_numpy().tolist() == [
        ["BEA", "EUR", True, False],
        ["BEA", "DZD", False, False],
        ["BNA", "DZD", False, True],
    ]


def test_the_last_line_is_the_last_one_booked_up_to_the_day() -> None:
    lines = [operation("2026-10-01", "A", 1), operation("2026-10-28", "B", 1), operation("2026-11-02", "C", 1)]
    found = balances_on(make_dossier(lines, accounts=[account("BNA", 0), account("CPA", 0)]), DAY)
    assert found["last_line"].iloc[0] == pd.Timestamp("2026-10-28")
    assert pd.isna(found["last_line"].iloc[1])


LINES = st.lists(
    st.tuples(
        st.sampled_from(["BNA", "CPA", "Caisse"]),
        st.integers(0, 20),
        st.integers(-1000, 1000),
        st.one_of(st.none(), st.integers(-5000, 5000)),
    ),
    max_size=30,
)


def _slow_balance(lines: list[tuple[int, int, int | None]], opening: int | None, day: int) -> int | None:
    """The rule of `balances_on` word for word, for one account whose lines stand in position order: (day, cents, printed)."""
    usable = [i for i, line in enumerate(lines) if line[2] is not None and line[0] <= day]
    anchors = [i for i, line in enumerate(lines) if line[2] is not None]
    if anchors:
        anchor = usable[-1] if usable else anchors[0]
        start = lines[anchor][2]
        assert start is not None
        later = sum(line[1] for line in lines[: anchor + 1] if line[0] > day)
        return start - later + sum(line[1] for line in lines[anchor + 1 :] if line[0] <= day)
    return None if opening is None else opening + sum(line[1] for line in lines if line[0] <= day)


@given(LINES, st.integers(-3, 24), st.one_of(st.none(), st.integers(-500, 500)))
def test_the_vectorised_balances_follow_the_rule_word_for_word(
    lines: list[tuple[str, int, int, int | None]], day: int, opening: int | None
) -> None:
    first = date(2026, 10, 1)
    rows = [
        operation(
            (first + timedelta(days=at)).isoformat(), "L", amount, account=name, balance_cents=pd.NA if chain is None else chain * 100
        )
        for name, at, amount, chain in lines
    ]
    accounts = [account(name, opening) for name in ("BNA", "CPA", "Caisse")]
    found = balances_on(make_dossier(rows, accounts=accounts), first + timedelta(days=day)).set_index("account")["balance_cents"]
    for name in ("BNA", "CPA", "Caisse"):
        mine = [(at, amount * 100, None if chain is None else chain * 100) for who, at, amount, chain in lines if who == name]
        expected = _slow_balance(mine, None if opening is None else opening * 100, day)
        assert (None if pd.isna(found[name]) else int(found[name])) == expected


@given(LINES, st.integers(-3, 20))
def test_each_daily_balance_equals_the_sum_of_that_days_balances(lines: list[tuple[str, int, int, int | None]], start: int) -> None:
    first = date(2026, 10, 1)
    rows = [
        operation(
            (first + timedelta(days=at)).isoformat(), "L", amount, account=name, balance_cents=pd.NA if chain is None else chain * 100
        )
        for name, at, amount, chain in lines
    ]
    accounts = [account("BNA", 10), account("CPA", 20, opening_on="2026-10-05"), account("Caisse", is_included=False)]
    dossier = make_dossier(rows, accounts=accounts)
    days = [first + timedelta(days=start + i) for i in range(6)]
    daily = daily_balances(dossier, days[0], days[-1])
    for day in days:
        found = balances_on(dossier, day)
        assert daily[pd.Timestamp(day)] == found.loc[found["is_included"], "base_cents"].sum()
