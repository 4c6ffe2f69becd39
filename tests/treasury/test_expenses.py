"""The ten biggest expenses of the week, each against its own habit, salaries never by name."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.treasury.expenses import Expense, top_expenses
from tests.treasury.builders import account, cents, make_dossier, operation

DAY = date(2026, 10, 31)


def top(*lines: object, **more: int) -> tuple[Expense, ...]:
    return top_expenses(make_dossier(lines), DAY, **more)  # type: ignore[arg-type]


def test_the_payments_of_the_seven_days_come_biggest_first_with_their_share() -> None:
    found = top(
        operation("2026-10-24", "VIR ANCIEN", -9000),
        operation("2026-10-25", "TPE NAFTAL", -1000, category="Déplacements"),
        operation("2026-10-31", "VIR PIXELREGIE", -3000),
        operation("2026-10-30", "VIR RECU NOVATEC", 5000),
        operation("2026-11-01", "TPE NAFTAL", -1),
    )
    assert [(e.counterparty, e.category, e.amount_cents, e.share, e.rows) for e in found] == [
        ("PIXELREGIE", "", cents(-3000), 0.75, (("BNA", 4),)),
        ("NAFTAL", "Déplacements", cents(-1000), 0.25, (("BNA", 3),)),
    ]


def test_fewer_than_ten_is_normal_and_more_are_cut_but_count_in_the_shares() -> None:
    assert top() == ()
    lines = [operation("2026-10-28", f"TPE {name}", -100) for name in "AB CD EF GH IJ KL MN OP QR ST UV WX".split()]
    found = top(*lines)
    assert len(found) == 10
    assert sum(e.share for e in found) == pytest.approx(10 / 12)
    assert len(top(*lines, top=3)) == 3


def test_transfers_and_bounced_cheques_are_no_expenses() -> None:
    found = top(
        operation("2026-10-28", "ORDRE 12", -500, transfer_state="paired", transfer=0),
        operation("2026-10-28", "ORDRE 13", -400, transfer_state="single"),
        operation("2026-10-28", "IMPAYE CHQ 4471902", -300),
        operation("2026-10-28", "CHQ 12", -200, transfer_state="proposed"),
    )
    assert [e.amount_cents for e in found] == [cents(-200)]


def test_salaries_are_one_line_with_their_number_and_no_name_anywhere() -> None:
    found = top(
        operation("2026-10-28", "VIR SALAIRE AHMED BENALI", -60_000),
        operation("2026-10-28", "VIR KARIM SAIDI", -70_000, category="Personnel & CNAS"),
        operation("2026-10-28", "VIR 0012", -50_000, category="Salaires", counterparty="Lina Hadj"),
        operation("2026-10-28", "CNAS DAC 09/26", -30_000, category="Personnel & CNAS"),
    )
    assert [(e.counterparty, e.amount_cents, len(e.rows)) for e in found] == [
        ("Salaires (3)", cents(-180_000), 3),
        ("CNAS DAC", cents(-30_000), 1),
    ]
    shown = " ".join(f"{e.counterparty} {e.label} {e.category}" for e in found)
    assert not any(name in shown.upper() for name in ("AHMED", "BENALI", "KARIM", "SAIDI", "LINA", "HADJ"))


def test_the_payments_of_one_invoice_are_one_expense_and_two_invoices_stay_two() -> None:
    found = top(
        operation("2026-10-26", "VIR INFODIS FA881", -100),
        operation("2026-10-28", "CHQ 12 INFODIS FACT 881", -50),
        operation("2026-10-28", "VIR INFODIS FA902", -70),
        operation("2026-10-28", "VIR MEDIA", -30, piece="A-7"),
        operation("2026-10-29", "VIR MEDIA", -20, piece="a-7"),
        operation("2026-10-29", "VIR MEDIA", -10),
    )
    assert [(e.counterparty, e.amount_cents) for e in found] == [
        ("INFODIS", cents(-150)),
        ("INFODIS", cents(-70)),
        ("MEDIA", cents(-50)),
        ("MEDIA", cents(-10)),
    ]


def test_a_refund_of_the_same_supplier_is_deducted_but_a_customer_of_that_name_is_not() -> None:
    paid = operation("2026-10-26", "VIR INFODIS FA881", -100, category="Achats")
    assert top(paid, operation("2026-10-28", "VIR RECU INFODIS AVOIR", 30))[0].amount_cents == cents(-70)
    assert top(paid, operation("2026-10-28", "VIR RECU INFODIS", 30, category="Achats"))[0].amount_cents == cents(-70)
    assert top(paid, operation("2026-10-28", "VIR RECU INFODIS", 100)) == ()
    assert top(paid, operation("2026-10-28", "VIR RECU INFODIS", 30))[0].amount_cents == cents(-100)


def test_the_usual_amount_is_the_median_of_the_last_three_payments_before_the_week() -> None:
    earlier = [operation(f"2026-{month:02d}-05", "TPE SADEG", -amount) for month, amount in ((5, 9), (6, 100), (7, 120), (9, 110))]
    found = top(*earlier, operation("2026-10-28", "TPE SADEG", -115))[0]
    assert (found.usual_cents, found.is_unusual, found.is_new) == (cents(-110), False, False)
    assert found.ratio == pytest.approx(115 / 110)
    assert top(*earlier, operation("2026-10-28", "TPE SADEG", -200))[0].is_unusual


def test_a_monthly_or_half_yearly_rent_does_not_explode() -> None:
    rent = [operation(day, "VIR LOYER SCI ATLAS", -1_200_000) for day in ("2025-10-26", "2026-04-26")]
    found = top(*rent, operation("2026-10-26", "VIR LOYER SCI ATLAS", -1_200_000))[0]
    assert (found.ratio, found.is_unusual) == (1.0, False)


def test_amounts_that_always_vary_are_not_unusual() -> None:
    earlier = [operation(f"2026-0{month}-05", "VISA META EUR9", -amount) for month, amount in ((7, 100), (8, 400), (9, 150))]
    assert not top(*earlier, operation("2026-10-28", "VISA META EUR290", -420))[0].is_unusual


def test_salaries_are_compared_with_the_months_before() -> None:
    months = [operation(f"2026-{month:02d}-28", f"VIR SALAIRE {name}", -50) for month in (7, 8, 9) for name in ("A", "B")]
    found = top(*months, operation("2026-10-28", "VIR SALAIRES 10/26", -100))[0]
    assert (found.counterparty, found.usual_cents, found.ratio, found.is_new) == ("Salaires", cents(-100), 1.0, False)


def test_a_supplier_never_paid_before_is_new_when_the_history_is_long_enough() -> None:
    old = operation("2026-01-05", "TPE SADEG", -9)
    assert top(old, operation("2026-10-28", "VIR NOUVEAU SARL", -100))[0].is_new
    assert not top(old, operation("2026-10-28", "CHQ 0018834", -100))[0].is_new
    assert not top(operation("2026-10-28", "VIR NOUVEAU SARL", -100))[0].is_new


def test_lines_in_a_currency_without_rate_are_left_out() -> None:
    lines = [operation("2026-10-28", "VISA META", -290, account="BEA", currency="EUR"), operation("2026-10-28", "TPE NAFTAL", -10)]
    found = top_expenses(make_dossier(lines, accounts=[account("BNA", 0)]), DAY)
    assert [e.counterparty for e in found] == ["NAFTAL"]


NAMES = ("VIR INFODIS FA881", "VIR INFODIS", "TPE NAFTAL", "VIR SALAIRES", "IMPAYE CHQ 4471902", "VIR INFODIS AVOIR", "CHQ 0018834")


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.integers(1, 40), st.integers(-99, 99)), max_size=20))
def test_expenses_are_negative_ordered_and_their_shares_sum_to_one(lines: list[tuple[str, int, int]]) -> None:
    days = [(date(2026, 9, 22).toordinal() + at, label, amount) for label, at, amount in lines]
    found = top(*(operation(date.fromordinal(day).isoformat(), label, amount) for day, label, amount in days), top=100)
    amounts = [e.amount_cents for e in found]
    assert amounts == sorted(amounts)
    assert all(amount < 0 for amount in amounts)
    assert sum(e.share for e in found) == pytest.approx(1 if found else 0)
    rows = [row for e in found for row in e.rows]
    assert len(rows) == len(set(rows))
