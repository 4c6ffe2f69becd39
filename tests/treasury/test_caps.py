"""Spending caps of the week or month: spent, left, state and since when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.treasury.caps import CapState, cap_states, period_bounds
from tests.treasury.builders import cents, make_dossier, operation

DAY = date(2026, 10, 31)


def cap(target: str = "Publicité", amount: float = 100, **more: Any) -> dict[str, Any]:
    return {"target": target, "kind": "category", "period": "week", "amount_cents": cents(amount), "warn_at": 0.8, **more}


def ad(on: str, amount: float, **more: Any) -> dict[str, Any]:
    return operation(on, "VISA META EUR290", amount, **{"category": "Publicité", **more})


def state(caps: dict[str, Any], *lines: dict[str, Any], on: date = DAY) -> CapState:
    (found,) = cap_states(make_dossier(lines, caps=[caps]), on)
    return found


def test_the_week_runs_from_sunday_to_saturday_and_the_month_is_the_calendar_one() -> None:
    assert period_bounds(date(2026, 10, 28), "week", 6) == (date(2026, 10, 25), DAY)
    assert period_bounds(date(2026, 10, 25), "week", 6) == (date(2026, 10, 25), DAY)
    assert period_bounds(date(2026, 10, 28), "week", 0) == (date(2026, 10, 26), date(2026, 11, 1))
    assert period_bounds(date(2026, 2, 3), "month", 6) == (date(2026, 2, 1), date(2026, 2, 28))


def test_what_was_spent_in_the_period_and_what_is_left() -> None:
    found = state(
        cap(),
        ad("2026-10-24", -70),
        ad("2026-10-25", -30),
        ad("2026-10-31", -20),
        ad("2026-11-01", -9),
        ad("2026-10-28", -8, category="Achats"),
    )
    assert (found.spent_cents, found.remaining_cents, found.share, found.state, found.since) == (cents(50), cents(50), 0.5, "OK", None)
    monthly = state(cap(period="month"), ad("2026-10-24", -70), ad("2026-10-25", -30), ad("2026-09-30", -20))
    assert (monthly.spent_cents, monthly.first, monthly.last) == (cents(100), date(2026, 10, 1), DAY)


@pytest.mark.parametrize(("spent", "expected"), [(79, "OK"), (80, "ATTENTION"), (100, "ATTENTION"), (100.01, "ALERTE")])
def test_attention_from_the_warning_share_on_and_alert_above_the_cap(spent: float, expected: str) -> None:
    assert state(cap(), ad("2026-10-28", -spent)).state == expected


def test_since_is_the_day_on_which_the_line_was_crossed() -> None:
    lines = [ad("2026-10-26", -50), ad("2026-10-27", -40), ad("2026-10-29", -20), ad("2026-10-31", -5)]
    found = state(cap(), *lines)
    assert (found.state, found.since) == ("ALERTE", date(2026, 10, 29))
    assert state(cap(), *lines, on=date(2026, 10, 28)).since == date(2026, 10, 27)
    back = state(cap(), ad("2026-10-26", -150), ad("2026-10-27", 100), ad("2026-10-28", -60))
    assert (back.state, back.since) == ("ALERTE", date(2026, 10, 28))


def test_refunds_are_deducted_and_transfers_do_not_count() -> None:
    found = state(cap(), ad("2026-10-26", -90), ad("2026-10-27", 30), ad("2026-10-27", -500, transfer_state="paired"))
    assert (found.spent_cents, found.state) == (cents(60), "OK")
    assert state(cap(), ad("2026-10-27", 30)).spent_cents == 0


def test_foreign_spending_counts_in_the_base_currency_and_lines_without_rate_are_counted_apart() -> None:
    euro = {"account": "BEA", "currency": "EUR"}
    found = state(cap(), ad("2026-10-26", -1, base_cents=cents(-150), **euro), ad("2026-10-26", -1, **euro))
    assert (found.spent_cents, found.unrated, found.state) == (cents(150), 1, "ALERTE")


@pytest.mark.parametrize(
    ("caps", "line"),
    [
        (cap("PUBLICITE"), {"category": "publicité"}),
        (cap("rentree 2026", kind="campaign"), {"project": "Rentrée  2026"}),
        (cap("Visa marketing", kind="card"), {"card": "VISA MARKETING"}),
        (cap("cib achats", kind="card"), {"account": "CIB Achats"}),
        (cap("Meta", kind="supplier"), {}),
        (cap("Meta", kind="supplier"), {"counterparty": "Meta Platforms Ireland"}),
        (cap("Meta", kind=""), {}),
        (cap("Rentrée 2026", kind=""), {"project": "rentrée 2026", "category": "rentrée 2026"}),
    ],
)
def test_the_target_is_found_without_accents_and_case_wherever_its_kind_looks(caps: dict[str, Any], line: dict[str, Any]) -> None:
    assert state(caps, ad("2026-10-28", -50, **line)).spent_cents == cents(50)


def test_a_supplier_is_matched_by_whole_words_only() -> None:
    assert state(cap("Meta", kind="supplier"), operation("2026-10-28", "VIR METALU SARL", -50)).spent_cents == 0


def test_only_the_caps_valid_on_the_day_count_and_a_new_cap_starts_with_its_own_day() -> None:
    lines = [ad("2026-10-26", -70), ad("2026-10-29", -20)]
    old, new = cap(amount=80, ends_on=pd.Timestamp("2026-10-27")), cap(amount=60, starts_on=pd.Timestamp("2026-10-28"))
    (found,) = cap_states(make_dossier(lines, caps=[old, new]), DAY)
    assert (found.limit_cents, found.first, found.spent_cents) == (cents(60), date(2026, 10, 28), cents(20))
    assert cap_states(make_dossier(lines), DAY) == ()


def test_without_any_category_in_the_workbook_a_category_cap_says_nothing() -> None:
    assert state(cap(), ad("2026-10-28", -500, category="")).state == "NON_RENSEIGNE"


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(-60, 60)), max_size=12))
def test_on_the_day_before_since_the_state_was_another(lines: list[tuple[int, int]]) -> None:
    rows = [ad((date(2026, 10, 25) + timedelta(days=at)).isoformat(), amount) for at, amount in lines]
    found = state(cap(), *rows, ad("2026-10-01", -1))
    assert found.remaining_cents + found.spent_cents == found.limit_cents
    if found.since is not None:
        for back in range((DAY - found.since).days + 1):
            assert state(cap(), *rows, ad("2026-10-01", -1), on=DAY - timedelta(days=back)).state == found.state
        if found.since > found.first:
            assert state(cap(), *rows, ad("2026-10-01", -1), on=found.since - timedelta(days=1)).state != found.state
