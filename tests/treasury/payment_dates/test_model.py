"""What a model of delays answers: days after the closing date, conditional on the days already waited."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.treasury.calendar_dz import working_days_from
from addin.treasury.dossier import INVOICE_COLUMNS, frame
from addin.treasury.payment_dates.learning import learn_delays
from addin.treasury.payment_dates.model import LONGEST_DAYS, DelayModel
from tests.treasury.payment_dates.test_learning import AS_OF, HISTORIES, LEVELS, issued, table_of, weekly


def gamma_history(seed: int = 0, count: int = 600) -> pd.DataFrame:
    """Invoices of thirty customers over 600 days, paid after about 40 days each at its own pace."""
    draw = np.random.default_rng(seed)
    pace = draw.uniform(20, 60, 30)
    parties = draw.integers(0, 30, count)
    ages = np.sort(draw.integers(1, 600, count))
    rows = [
        issued(AS_OF - timedelta(days=int(age)), int(draw.gamma(6, pace[party] / 6)), f"T{party}")
        for age, party in zip(ages, parties, strict=True)
    ]
    return table_of(rows)


@pytest.fixture(scope="module")
def model() -> DelayModel:
    return learn_delays(gamma_history(), AS_OF)


# ------------------------------------------------------------------------------------------------ laws
@given(HISTORIES, HISTORIES, st.lists(st.floats(0, 1), min_size=1, max_size=9), st.integers(-50, 900))
@settings(max_examples=80, deadline=None)
def test_days_are_after_the_closing_date_and_never_decrease_in_the_level(
    rows: list[dict[str, Any]], asked_rows: list[dict[str, Any]], levels: list[float], later: int
) -> None:
    learnt, asked = table_of(rows), table_of(asked_rows)
    before = asked.copy()
    on = AS_OF + timedelta(days=later)
    model = learn_delays(learnt, AS_OF)
    days = model.quantiles(asked, on, np.array(levels))
    assert days.dtype == np.int64
    assert days.shape == (len(asked), len(levels))
    assert (days >= 1).all()
    assert (days <= LONGEST_DAYS).all()
    assert (np.diff(days[:, np.argsort(levels, kind="stable")], axis=1) >= 0).all()
    assert (model.predict(asked, on) > pd.Timestamp(on)).all()
    pd.testing.assert_frame_equal(asked, before)


@given(HISTORIES, st.integers(0, 300), st.integers(1, 60))
@settings(max_examples=60, deadline=None)
def test_waiting_longer_never_brings_the_day_of_payment_nearer(rows: list[dict[str, Any]], age: int, more: int) -> None:
    model = learn_delays(table_of(rows), AS_OF)
    asked = table_of([issued(AS_OF - timedelta(days=age), None, f"T{i}", terms=30 * i) for i in range(4)])
    first = model.quantiles(asked, AS_OF, LEVELS)
    second = model.quantiles(asked, AS_OF + timedelta(days=more), LEVELS) + more
    assert (second >= np.minimum(first, LONGEST_DAYS - 1)).all()


@given(HISTORIES)
@settings(max_examples=40, deadline=None)
def test_each_invoice_is_predicted_by_itself(rows: list[dict[str, Any]]) -> None:
    model = learn_delays(gamma_history(count=80), AS_OF)
    asked = table_of(rows)
    together = model.quantiles(asked, AS_OF, LEVELS)
    one_by_one = np.vstack([model.quantiles(asked.iloc[[i]], AS_OF, LEVELS) for i in range(len(asked))])
    np.testing.assert_array_equal(together, one_by_one)


def test_invoices_of_one_day_that_differ_in_one_thing_are_not_confused() -> None:
    rows = [
        issued(AS_OF - timedelta(days=400 - i), 90 if is_public else 20, f"{is_public} {i % 30}", is_public=is_public, is_disputed=False)
        for i in range(200)
        for is_public in (False, True)
    ]
    asked = table_of(
        issued(AS_OF, None, "NOUVELLE", terms=terms, is_public=is_public, is_disputed=False)
        for terms in (10, 20)
        for is_public in (False, True)
    )
    levels = np.array([0.5])
    assert learn_delays(table_of([]), AS_OF).quantiles(asked, AS_OF, levels)[:, 0].tolist() == [10, 10, 20, 20]
    assert learn_delays(table_of(rows), AS_OF).quantiles(asked, AS_OF, levels)[:, 0].tolist() == [20, 90, 20, 90]


# ------------------------------------------------------------------------------------------------ the distribution
def test_quantiles_hold_the_share_of_payments_that_they_say() -> None:
    """Invoices of the same customers issued after the closing date: a tenth is paid below the first decile, and so on."""
    learnt, later = gamma_history(0, 1500), gamma_history(0, 1500)
    model = learn_delays(learnt, AS_OF)
    asked = later.assign(issued_on=pd.Timestamp(AS_OF) + pd.Timedelta(days=1), settled_on=pd.NaT)
    delay = (later["settled_on"] - later["issued_on"]).dt.days.to_numpy()
    deciles = model.quantiles(asked, AS_OF, np.array([0.1, 0.5, 0.9])) - 1
    shares = (delay[:, None] <= deciles).mean(axis=0)
    np.testing.assert_allclose(shares, [0.1, 0.5, 0.9], atol=0.04)


def test_a_column_of_the_table_drawn_at_random_is_a_draw_of_the_day(model: DelayModel) -> None:
    asked = table_of([issued(AS_OF - timedelta(days=10 * i), None, f"T{i}") for i in range(6)])
    table = model.table(asked, AS_OF, 1000)
    assert table.shape == (6, 1000)
    for level in (0.1, 0.5, 0.9):
        days = model.quantiles(asked, AS_OF, np.array([level]))[:, 0]
        assert ((table <= days[:, None]).mean(axis=1) >= level - 0.001).all()
        assert ((table < days[:, None]).mean(axis=1) <= level + 0.001).all()


def test_the_table_holds_the_middles_of_equal_slices_of_probability(model: DelayModel) -> None:
    asked = table_of([issued(AS_OF, None, f"T{i}") for i in range(5)])
    np.testing.assert_array_equal(model.table(asked, AS_OF, 4), model.quantiles(asked, AS_OF, np.array([0.125, 0.375, 0.625, 0.875])))


def test_levels_may_come_in_any_order(model: DelayModel) -> None:
    asked = table_of([issued(AS_OF, None, "T1")])
    up, down = (model.quantiles(asked, AS_OF, levels)[0].tolist() for levels in (LEVELS, LEVELS[::-1]))
    assert up == down[::-1]


def test_an_invoice_open_longer_than_any_seen_has_still_a_day_and_no_memory(model: DelayModel) -> None:
    asked = table_of([issued(AS_OF - timedelta(days=age), None, "T3", terms=30) for age in (250, 400, 500, 3_000)])
    days = model.quantiles(asked, AS_OF, LEVELS)
    np.testing.assert_array_equal(days, np.broadcast_to(days[0], days.shape))
    hazard = 1 - 0.5 ** (1 / days[0, 2])  # of an exponential with that median
    assert days[0, 4] == pytest.approx(np.log(0.05) / np.log1p(-hazard), rel=0.1)


def test_customers_who_never_paid_are_not_expected_soon() -> None:
    paid = [row for i in range(10) for row in weekly([30] * 30, f"T{i}")]
    never = [issued(AS_OF - timedelta(days=120 + 7 * i), None, "JAMAIS") for i in range(12)]
    model = learn_delays(table_of(paid + never), AS_OF)
    asked = table_of([issued(AS_OF, None, "JAMAIS"), issued(AS_OF, None, "T1")])
    usual = model.quantiles(asked, AS_OF, np.array([0.5]))[:, 0]
    assert usual[1] == 30
    assert usual[0] > 60


def test_late_payments_of_a_customer_say_that_late_ones_still_come() -> None:
    """Two customers alike but for the last day: one has paid four old invoices, the other has not."""
    usual = [row for i in range(10) for row in weekly([30] * 30, f"T{i}")]
    ages = (200, 210, 220, 230)
    old = [issued(AS_OF - timedelta(days=age), age, "LENTE") for age in ages] + [
        issued(AS_OF - timedelta(days=age), None, "MUETTE") for age in ages
    ]
    asked = table_of([issued(AS_OF - timedelta(days=150), None, party) for party in ("LENTE", "MUETTE")])
    slow, silent = learn_delays(table_of(usual + old), AS_OF).quantiles(asked, AS_OF, np.array([0.5]))[:, 0]
    assert slow < 0.8 * silent


# ------------------------------------------------------------------------------------------------ days and hosts
def test_the_day_is_moved_as_the_caller_asks(model: DelayModel) -> None:
    asked = table_of([issued(AS_OF - timedelta(days=i), None, f"T{i % 30}") for i in range(40)])
    plain = model.predict(asked, AS_OF)
    moved = model.predict(asked, AS_OF, working_days=lambda days: working_days_from(days, np.zeros(len(days), dtype=np.int64)))
    assert set(plain.dt.day_of_week) == set(range(7))
    assert not set(moved.dt.day_of_week) & {4, 5}  # Friday and Saturday
    assert (moved >= plain).all()
    assert moved.dtype == np.dtype("datetime64[s]")


def test_the_answer_carries_the_index_of_the_invoices(model: DelayModel) -> None:
    asked = table_of([issued(AS_OF, None, "T1"), issued(AS_OF, None, "T2")]).set_axis([7, 3])
    assert model.predict(asked, AS_OF).index.tolist() == [7, 3]


def test_no_invoices_give_no_days(model: DelayModel) -> None:
    nothing = frame(INVOICE_COLUMNS)
    assert model.predict(nothing, AS_OF).empty
    assert model.predict(nothing, AS_OF).dtype == np.dtype("datetime64[s]")
    assert model.quantiles(nothing, AS_OF, LEVELS).shape == (0, len(LEVELS))


def test_an_invoice_without_any_date_is_taken_as_just_issued(model: DelayModel) -> None:
    undated = frame(INVOICE_COLUMNS, {"side": ["customer"], "counterparty": ["T1"], "amount_cents": [10_000]})
    dated = table_of([issued(AS_OF + timedelta(days=1), None, "T1", terms=None)])
    assert model.predict(undated, AS_OF).tolist() == model.predict(dated, AS_OF).tolist()


def test_a_due_date_before_the_issue_or_years_after_it_is_no_due_date() -> None:
    nothing_learnt = learn_delays(table_of([]), AS_OF)
    tomorrow = AS_OF + timedelta(days=1)
    asked = table_of([issued(tomorrow, None, terms=terms) for terms in (-40, None, 4_000)])
    assert nothing_learnt.predict(asked, AS_OF).tolist() == [pd.Timestamp(tomorrow)] * 3


def test_twenty_thousand_open_invoices_are_predicted_at_once(model: DelayModel) -> None:
    rows = 20_000
    days = pd.Timestamp(AS_OF) - pd.to_timedelta(np.arange(rows) % 200, unit="D")
    given = {
        "side": ["customer"] * rows,
        "counterparty": [f"T{i % 900}" for i in range(rows)],
        "issued_on": days,
        "amount_cents": [100] * rows,
    }
    asked = frame(INVOICE_COLUMNS, given)
    table = model.table(asked, AS_OF)
    assert table.shape == (rows, 129)
    sample = np.arange(0, rows, 1999)
    np.testing.assert_array_equal(table[sample], model.table(asked.iloc[sample], AS_OF))


def test_a_model_may_be_asked_at_a_later_date(model: DelayModel) -> None:
    on = date(2026, 12, 15)
    assert (model.predict(gamma_history(count=50), on) > pd.Timestamp(on)).all()
