"""Amounts: numbers and text to minor units, with the evidence of their columns."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.treasury.amounts import parse_amount, proven_decimal_mark, read_amounts


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1 234,56", "1234.56"),
        ("1\u202f234,56", "1234.56"),
        ("1\u00a0234,56", "1234.56"),
        ("1\u2009234,56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1'234.56", "1234.56"),
        ("1’234,56", "1234.56"),
        ("1234,5", "1234.5"),
        ("12.", "12"),
        (",5", "0.5"),
        ("1 234,56-", "-1234.56"),
        ("(1 234,56)", "-1234.56"),
        ("(-12)", "-12"),
        ("−12,50", "-12.50"),
        ("- 12", "-12"),
        ("-DA 12", "-12"),
        ("DA -12", "-12"),
        ("12,50 DA", "12.50"),
        ("DZD1,200.00", "1200.00"),
        ("12 €", "12"),
        ("€12", "12"),
        ("12D.A.", "12"),
        ("12 د.ج", "12"),
        ("١٬٢٣٤٫٥٦", "1234.56"),
        ("۱۲۳", "123"),
        ("1 234,56 D", "-1234.56"),
        ("1 234,56 CR", "1234.56"),
        ("-12 D", "-12"),
        ("12 Créditeur", "12"),
        ("12,-", "12"),
        ("1 234,--", "1234"),
        ("12,50*", "12.50"),
        ("\u200e12,50\u200f", "12.50"),
        ("+5", "5"),
        ("0,500", "0.500"),
        ("1 234 567", "1234567"),
    ],
)
def test_amounts_are_read_as_people_write_them(text: str, amount: str) -> None:
    assert parse_amount(text) == Decimal(amount)


@pytest.mark.parametrize(
    "text", ["douze", "1 23,4", "12/01/2021", "12:30", "5 %", "1e5", "--12", "-12 C", "3,14,15", "1.2.3", "12 TTC", "12 34", "="]
)
def test_what_is_no_amount_or_contradicts_itself_is_unreadable(text: str) -> None:
    assert parse_amount(text) == "unreadable"


@pytest.mark.parametrize(
    ("columns", "mark"),
    [
        ([["1.234", "12,50"]], ","),
        ([["1.234"], ["12,50"]], ","),
        ([["1,234", "0.5"]], "."),
        ([["1.234.567"]], ","),
        ([["1 234,567"]], ","),
        ([["12345.678"]], "."),
        ([["1.234", "5.000"]], ""),
        ([["12,50", "12.50"]], ""),
        ([[1.5, None, ""]], ""),
    ],
)
def test_the_decimal_mark_is_proven_by_the_columns_or_unknown(columns: list[list[object]], mark: str) -> None:
    assert proven_decimal_mark(columns) == mark


def test_a_column_of_numbers_text_blanks_and_dashes() -> None:
    column = read_amounts([1234.5, "1 234,50", "", None, " - ", "–", -12, "x", True, "1.234"])
    assert column.cents.tolist() == [123_450, 123_450, 0, 0, 0, 0, -1_200, 0, 0, 123_400]
    assert column.known.tolist() == [True, True, False, False, False, False, True, False, False, True]
    assert column.troubles == {7: "unreadable", 8: "unreadable"}


@pytest.mark.parametrize(
    ("value", "cents", "is_rounded"),
    [
        (0.1 + 0.2, 30, False),
        (1.005, 101, True),
        (-1.005, -101, True),
        (5_000_000.125, 500_000_013, True),
        (12_345_678_901.23, 1_234_567_890_123, False),
        (1.1 * 3, 330, False),
        ("1 010,005", 101_001, True),
    ],
)
def test_amounts_are_rounded_half_away_from_zero_and_only_real_decimals_are_said(value: object, cents: int, is_rounded: bool) -> None:
    column = read_amounts([value])
    assert (column.cents.tolist(), column.rounded) == ([cents], (0,) if is_rounded else ())


def test_thousandths_are_kept_for_currencies_that_have_them() -> None:
    assert read_amounts([10.005, "1 234,567"], decimals=3).cents.tolist() == [10_005, 1_234_567]


def test_a_number_too_large_for_centimes_is_unreadable_and_no_warning() -> None:
    assert read_amounts([1e300, "9" * 20]).troubles == {0: "unreadable", 1: "unreadable"}


@given(st.integers(-(10**14), 10**14), st.sampled_from([" ", "\u00a0", "\u202f", "", "'"]))
def test_centimes_to_text_to_centimes(cents: int, separator: str) -> None:
    whole = f"{abs(cents) // 100:,}".replace(",", separator)
    assert read_amounts([f"{'-' if cents < 0 else ''}{whole},{abs(cents) % 100:02d}"]).cents.tolist() == [cents]
