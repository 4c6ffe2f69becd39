"""The three pockets: vectors of the specification, laws, and the daily needs that size them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.treasury.dossier import Settings
from addin.treasury.pockets import Needs, daily_needs, split_pockets
from tests.treasury.builders import cents, make_dossier, operation

OCTOBER = date(2026, 10, 31)
SIX = [
    {"category": "Achats & sous-traitance", "pocket": "operating", "is_expense": True},
    {"category": "Personnel & CNAS", "pocket": "security", "is_expense": True},
    {"category": "Publicité", "pocket": "operating", "is_expense": True},
    {"category": "Frais généraux", "pocket": "security", "is_expense": True},
    {"category": "Formation", "pocket": "opportunity", "is_expense": True},
    {"category": "Investissement", "pocket": "", "is_expense": False},
]


def test_the_vectors_of_the_specification() -> None:
    full = split_pockets(cents(3_450_000), cents(21_000), cents(14_000), 60, 120)
    assert (full.security_cents, full.operating_cents, full.opportunity_cents) == (cents(1_260_000), cents(1_680_000), cents(510_000))
    assert (full.missing_cents, full.overdraft_used_cents, full.state, full.is_clamped) == (0, 0, "OK", False)
    short = split_pockets(cents(1_000_000), cents(21_000), cents(14_000), 60, 120)
    assert (short.security_cents, short.operating_cents, short.opportunity_cents) == (cents(1_000_000), 0, 0)
    assert (short.missing_cents, short.state, short.days_covered) == (cents(260_000), "ALERTE", 47)


def test_an_overdraft_leaves_three_empty_pockets_and_misses_the_target_and_the_debt() -> None:
    found = split_pockets(cents(-50_000), cents(21_000), cents(14_000))
    assert (found.security_cents, found.operating_cents, found.opportunity_cents) == (0, 0, 0)
    assert (found.overdraft_used_cents, found.missing_cents) == (cents(50_000), cents(1_310_000))


def test_a_full_security_pocket_with_a_short_operating_one_asks_for_attention() -> None:
    found = split_pockets(cents(1_500_000), cents(21_000), cents(14_000))
    assert (found.operating_cents, found.opportunity_cents, found.missing_cents, found.state) == (cents(240_000), 0, 0, "ATTENTION")


@pytest.mark.parametrize(("asked", "used"), [((10, 20), (30, 90)), ((365, 365), (90, 180)), ((30, 180), (30, 180))])
def test_days_outside_the_bounds_are_brought_inside_and_said(asked: tuple[int, int], used: tuple[int, int]) -> None:
    found = split_pockets(100, 1, 1, *asked)
    assert (found.security_days, found.operating_days, found.is_clamped) == (*used, asked != used)


def test_negative_needs_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        split_pockets(1, -1, 0)


@given(st.integers(-(10**12), 10**12), st.fractions(0, 10**9), st.fractions(0, 10**9), st.integers(-10, 400), st.integers(-10, 400))
def test_the_pockets_sum_to_the_cash_or_to_nothing(cash: int, vital: Fraction, operating: Fraction, jours: int, more: int) -> None:
    found = split_pockets(cash, vital, operating, jours, more)
    assert found.security_cents + found.operating_cents + found.opportunity_cents == max(0, cash)
    assert min(found.security_cents, found.operating_cents, found.opportunity_cents, found.missing_cents) >= 0
    assert found.security_target_cents - found.missing_cents == min(cash, found.security_target_cents)
    assert found.operating_cents == 0 or found.security_cents == found.security_target_cents


def needs(*lines: dict[str, Any], on: date = OCTOBER, **more: Any) -> Needs:
    return daily_needs(make_dossier(lines, **more), on)


OLD = operation("2026-01-02", "ANCIEN", 1)


def test_the_needs_are_the_average_of_the_last_three_full_months() -> None:
    lines = [operation(f"2026-{month:02d}-28", "VIR SALAIRES", -730_000) for month in range(6, 11)]
    lines += [operation(f"2026-{month:02d}-05", "VIR PIXELREGIE", -92_000) for month in range(6, 11)]
    found = needs(OLD, *lines)
    assert (found.vital_per_day, found.operating_per_day) == (Fraction(cents(730_000) * 3, 92), Fraction(cents(3_000)))
    assert (found.basis, found.first, found.last) == ("three_months", date(2026, 8, 1), OCTOBER)
    assert needs(OLD, *lines, on=date(2026, 10, 30)).last == date(2026, 9, 30)


def test_taxes_social_dues_transfers_loans_and_investment_are_left_out() -> None:
    day = "2026-10-05"
    found = needs(
        OLD,
        operation(day, "G50 09/26", -1),
        operation(day, "CNAS DAC", -2),
        operation(day, "ECH PRET 14/36", -4),
        operation(day, "X", -8, transfer_state="paired"),
        operation(day, "VIR INTERNE", -16, transfer_state="single"),
        operation(day, "IMPAYE CHQ 12345", -32),
        operation(day, "SERVEUR", -64, category="Investissement"),
        operation(day, "SERVEUR", -128, scf_account="2183"),
        operation(day, "ECOLE", -256, category="Formation"),
        operation(day, "VIR X", -512, category="Impôts & taxes"),
        operation(day, "APPORT", 1024),
        categories=SIX,
    )
    assert (found.vital_per_day, found.operating_per_day) == (0, 0)


def test_vital_is_what_the_categories_tab_says_else_personnel_overheads_rent_and_utilities() -> None:
    day = "2026-10-05"
    lines = [
        operation(day, "VIR A", -1, category="Frais généraux"),
        operation(day, "VIR B", -2, category="Achats & sous-traitance"),
        operation(day, "VIR C", -4, category="publicite"),
        operation(day, "LOYER BUREAU", -8),
        operation(day, "SADEG", -16),
        operation(day, "VIR D", -32, category="À classer"),
        operation(day, "COM VIR+TVA", -64),
        operation(day, "VIR SALAIRES", -128),
    ]
    with_tab, without_tab = needs(OLD, *lines, categories=SIX), needs(OLD, *lines)
    for found in (with_tab, without_tab):
        assert (found.vital_per_day, found.operating_per_day) == (
            Fraction(cents(1 + 8 + 16 + 64 + 128), 92),
            Fraction(cents(2 + 4 + 32), 92),
        )


def test_a_refund_in_an_expense_category_is_deducted() -> None:
    paid, back = (
        operation("2026-10-05", "VIR A", -100, category="Publicité"),
        operation("2026-10-08", "VIR RECU A", 40, category="Publicité"),
    )
    assert needs(OLD, paid, back, categories=SIX).operating_per_day == Fraction(cents(60), 92)


def test_a_history_of_one_or_two_full_months_takes_these_and_says_so() -> None:
    found = needs(operation("2026-08-20", "VIR A", -7), operation("2026-09-05", "VIR A", -61), on=date(2026, 10, 31))
    assert (found.basis, found.first, found.operating_per_day) == ("months", date(2026, 9, 1), Fraction(cents(61), 61))


def test_a_history_of_thirty_days_without_a_full_month_takes_all_of_it_and_says_so() -> None:
    found = needs(operation("2026-09-20", "VIR A", -40), on=date(2026, 10, 29))
    assert (found.basis, found.first, found.last, found.operating_per_day) == (
        "days",
        date(2026, 9, 20),
        date(2026, 10, 29),
        Fraction(cents(1)),
    )


def test_a_history_under_thirty_days_takes_the_declared_charges_else_it_is_unknown() -> None:
    line = operation("2026-10-20", "VIR A", -40)
    assert needs(line) == Needs(None, None, "unknown")
    assert needs() == Needs(None, None, "unknown")
    declared = needs(line, settings=Settings(vital_monthly_cents=36_500, operating_monthly_cents=None))
    assert (declared.vital_per_day, declared.operating_per_day, declared.basis) == (Fraction(1200), Fraction(0), "declared")
