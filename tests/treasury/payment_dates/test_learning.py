"""What payment delays are learnt from, and what they then say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.treasury.dossier import INVOICE_COLUMNS, frame
from addin.treasury.payment_dates.history import with_payments
from addin.treasury.payment_dates.learning import learn_delays
from addin.treasury.payment_dates.model import DelayModel
from addin.treasury.settlement import dated_payments, settle_invoices
from tests.treasury.builders import customer_invoice, make_dossier, operation

AS_OF = date(2026, 10, 31)
LEVELS = np.array([0.05, 0.25, 0.5, 0.75, 0.95])


def issued(
    day: date, days: int | None, party: str = "NOVATEC", *, terms: int | None = 30, side: str = "customer", **more: Any
) -> dict[str, Any]:
    """An invoice paid so many days after its issue, None for an open one."""
    return {
        "issued_on": day,
        "due_on": pd.NaT if terms is None else day + timedelta(days=terms),
        "counterparty": party,
        "side": side,
        "amount_cents": 10_000 if side == "customer" else -10_000,
        "settled_on": pd.NaT if days is None else day + timedelta(days=days),
        **more,
    }


def table_of(rows: Iterable[dict[str, Any]]) -> pd.DataFrame:
    """INVOICES with `settled_on`."""
    listed = list(rows)
    columns = {name: [row[name] for row in listed] for name in (listed[0] if listed else ()) if name != "settled_on"}
    paid = pd.Series([row["settled_on"] for row in listed], dtype="datetime64[s]")
    return frame(INVOICE_COLUMNS, columns).assign(settled_on=paid)


def weekly(delays: Sequence[int | None], party: str = "NOVATEC", **more: Any) -> list[dict[str, Any]]:
    """One invoice a week with these delays, the last a week before the closing date; delays that end after it are open."""
    first = AS_OF - timedelta(days=7 * len(delays))
    return [issued(first + timedelta(days=7 * i), days, party, **more) for i, days in enumerate(delays)]


def median_days(model: DelayModel, party: str = "NOVATEC", *, on: date = AS_OF, **more: Any) -> int:
    """Days from the issue to the predicted payment of an invoice issued tomorrow."""
    asked = table_of([issued(on + timedelta(days=1), None, party, **more)])
    return (model.predict(asked, on).iloc[0].date() - on).days - 1


# ------------------------------------------------------------------------------------------------ what is learnt
def test_a_customer_who_always_takes_the_same_time_is_expected_then() -> None:
    model = learn_delays(table_of(weekly([42] * 30)), AS_OF)
    assert median_days(model) == 42


def test_each_customer_has_their_own_delay_and_a_new_one_that_of_all() -> None:
    rows = (
        weekly([10] * 40, "RAPIDE")
        + weekly([60] * 40, "LENTE")
        + [row for i in range(20) for row in weekly([34 + i % 3] * 12, f"CLIENT {i}")]
    )
    model = learn_delays(table_of(rows), AS_OF)
    assert (median_days(model, "RAPIDE"), median_days(model, "LENTE")) == (10, 60)
    assert 33 <= median_days(model, "INCONNUE") <= 37
    assert median_days(model, "") == median_days(model, "INCONNUE")


def test_one_payment_alone_does_not_make_a_habit() -> None:
    rows = [*weekly([30] * 60, "HABITUELLE"), issued(AS_OF - timedelta(days=120), 90, "UNE FOIS")]
    assert median_days(learn_delays(table_of(rows), AS_OF), "UNE FOIS") == 30


def test_invoices_without_a_name_are_nobodys_habit() -> None:
    rows = weekly([90] * 30, "") + [row for i in range(20) for row in weekly([30] * 10, f"CLIENT {i}")]
    assert median_days(learn_delays(table_of(rows), AS_OF), "") == 30


def test_two_spellings_of_a_customer_are_one() -> None:
    rows = weekly([20] * 60, "AUTRE") + weekly([55] * 30, "Sté. Générale")
    assert median_days(learn_delays(table_of(rows), AS_OF), "STE GENERALE") == 55


def test_open_invoices_are_information() -> None:
    paid = weekly([20] * 20)
    unpaid = [issued(AS_OF - timedelta(days=100 + i), None) for i in range(40)]
    alone, beside = (learn_delays(table_of(rows), AS_OF) for rows in (paid, paid + unpaid))
    assert median_days(alone) == 20
    assert median_days(beside) > 60


def test_recent_invoices_count_more_than_old_ones() -> None:
    old = [issued(AS_OF - timedelta(days=900 - i), 20) for i in range(40)]
    recent = [issued(AS_OF - timedelta(days=120 - i), 50) for i in range(30)]
    assert median_days(learn_delays(table_of(old + recent), AS_OF)) == 50


def test_customers_teach_nothing_of_suppliers() -> None:
    rows = weekly([20] * 30, "TIERS") + weekly([70] * 30, "TIERS", side="supplier")
    model = learn_delays(table_of(rows), AS_OF)
    assert (median_days(model, "TIERS"), median_days(model, "TIERS", side="supplier")) == (20, 70)


def test_terms_tell_what_to_count_from_when_payments_follow_them() -> None:
    draw = Random(1)
    terms = [draw.choice([0, 30, 60, 90]) for _ in range(400)]
    rows = [issued(AS_OF - timedelta(days=500 - i), each + 5, f"CLIENT {i % 40}", terms=each) for i, each in enumerate(terms)]
    model = learn_delays(table_of(rows), AS_OF)
    assert model.sides["customer"].due_weight > 0.8
    assert [median_days(model, "NOUVELLE", terms=each) for each in (30, 90)] == [35, 95]


def test_due_dates_that_say_nothing_are_not_counted_from() -> None:
    draw = Random(1)
    rows = [issued(AS_OF - timedelta(days=500 - i), 40 + i % 5, f"CLIENT {i % 40}", terms=draw.choice([0, 30, 60, 90])) for i in range(400)]
    model = learn_delays(table_of(rows), AS_OF)
    assert model.sides["customer"].due_weight < 0.2
    assert {median_days(model, "NOUVELLE", terms=each) in range(39, 46) for each in (0, 30, 90)} == {True}


def test_a_disputed_invoice_is_expected_later() -> None:
    rows = [issued(AS_OF - timedelta(days=400 - i), 50 if i % 4 == 0 else 30, f"C{i % 10}", is_disputed=i % 4 == 0) for i in range(300)]
    model = learn_delays(table_of(rows), AS_OF)
    usual, disputed = (median_days(model, "C1", is_disputed=each) for each in (False, True))
    assert usual == 30
    assert 48 <= disputed <= 51


def test_a_new_public_body_is_expected_as_the_others() -> None:
    private = [issued(AS_OF - timedelta(days=400 - i), 30, f"CLIENT {i % 30}", is_public=False) for i in range(200)]
    public = [issued(AS_OF - timedelta(days=400 - i), 120, f"WILAYA {i % 30}", is_public=True) for i in range(200)]
    model = learn_delays(table_of(private + public), AS_OF)
    assert (median_days(model, "NEUVE", is_public=False), median_days(model, "NEUVE", is_public=True)) == (30, 120)


# ------------------------------------------------------------------------------------------------ what was known then
INVOICES = st.builds(
    lambda age, days, party, terms, side: issued(AS_OF - timedelta(days=age), days, f"T{party}", terms=terms, side=side),
    st.integers(-20, 300),
    st.one_of(st.none(), st.integers(-10, 200)),
    st.integers(0, 4),
    st.one_of(st.none(), st.integers(-40, 400)),
    st.sampled_from(["customer", "supplier"]),
)
HISTORIES = st.lists(INVOICES, min_size=1, max_size=60)


@given(st.lists(INVOICES, min_size=40, max_size=60), st.integers(0, 200))
@settings(max_examples=60, deadline=None)
def test_learning_at_a_past_date_uses_only_what_was_known_then(rows: list[dict[str, Any]], ago: int) -> None:
    then = AS_OF - timedelta(days=ago)
    whole = table_of(rows)
    known = whole[(whole["issued_on"] <= pd.Timestamp(then)) | (whole["issued_on"].isna() & (whole["due_on"] <= pd.Timestamp(then)))]
    known = known.assign(settled_on=known["settled_on"].where(known["settled_on"] <= pd.Timestamp(then)))
    asked = table_of(
        [issued(then - timedelta(days=i), None, f"T{i}", terms=20 * i, side=side) for i in range(5) for side in ("customer", "supplier")]
    )
    levels = np.arange(1, 40) / 40
    later, at_the_time = (learn_delays(each, then).quantiles(asked, then, levels) for each in (whole, known))
    np.testing.assert_array_equal(later, at_the_time)


@given(HISTORIES, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_the_tab_does_not_matter(rows: list[dict[str, Any]], random: Random) -> None:
    shuffled = rows.copy()
    random.shuffle(shuffled)
    asked = table_of([issued(AS_OF, None, f"T{i}") for i in range(5)])
    first, second = (learn_delays(table_of(each), AS_OF).quantiles(asked, AS_OF, LEVELS) for each in (rows, shuffled))
    np.testing.assert_array_equal(first, second)


@pytest.mark.parametrize(("side", "amount"), [("customer", -10_000), ("customer", 0), ("supplier", 10_000)])
def test_credit_notes_and_invoices_of_nothing_teach_nothing(side: str, amount: int) -> None:
    notes = [{**row, "amount_cents": amount} for row in weekly([0] * 80, side=side)]
    assert median_days(learn_delays(table_of(weekly([30] * 40) + notes), AS_OF)) == 30


# ------------------------------------------------------------------------------------------------ little or nothing known
def test_without_history_an_invoice_is_expected_on_its_due_date() -> None:
    model = learn_delays(table_of([]), AS_OF)
    assert [median_days(model, terms=each) for each in (0, 30, 75)] == [0, 30, 75]


def test_without_history_an_overdue_invoice_is_expected_after_the_declared_days() -> None:
    overdue = table_of([issued(AS_OF - timedelta(days=90), None, terms=30)])
    for late_days in (14, 21):
        model = learn_delays(table_of([]), AS_OF, late_days=late_days)
        assert model.predict(overdue, AS_OF).iloc[0].date() == AS_OF + timedelta(days=late_days)


def test_the_first_payments_are_believed_little_by_little() -> None:
    expected = [median_days(learn_delays(table_of(weekly([45] * count + [None] * 7)), AS_OF)) for count in (0, 5, 40)]
    assert expected[0] == 30
    assert expected == sorted(expected)
    assert expected[-1] == 45


# ------------------------------------------------------------------------------------------------ from the dossier
def test_an_invoice_paid_in_parts_has_the_delay_of_its_last_part() -> None:
    dossier = make_dossier(
        operations=[
            operation("2026-09-10", "VIR RECU NOVATEC FA1/26", 400),
            operation("2026-10-05", "VIR RECU NOVATEC FA1/26", 600),
            operation("2026-10-06", "VIR RECU NOVATEC FA2/26", 300),
        ],
        invoices=[
            customer_invoice("FA1/26", "NOVATEC", 1_000, issued="2026-08-20", due="2026-09-20"),
            customer_invoice("FA2/26", "NOVATEC", 1_000, issued="2026-08-21", due="2026-09-20"),
        ],
    )
    settled = settle_invoices(dossier, AS_OF)
    found = with_payments(settled, dated_payments(dossier, settled, AS_OF)).set_index("number")["settled_on"]
    assert found["FA1/26"] == pd.Timestamp("2026-10-05")
    assert pd.isna(found["FA2/26"])


def test_an_invoice_settled_on_an_unknown_day_is_left_out() -> None:
    dossier = make_dossier(invoices=[customer_invoice("FA1/26", "NOVATEC", 1_000, due="2026-09-20", status="paid")])
    settled = settle_invoices(dossier, AS_OF)
    assert len(settled.invoices) == 1
    assert with_payments(settled, dated_payments(dossier, settled, AS_OF)).empty
