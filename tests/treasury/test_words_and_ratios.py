"""Amounts in words, days outstanding."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.treasury.ratios import count_back_days, days_outstanding, working_capital_need
from addin.treasury.words import KNOWN, LARGEST_UNITS, amount_in_words


@pytest.mark.parametrize(
    ("cents", "words"),
    [
        (0, "zéro dinar"),
        (1, "un centime"),
        (1_00, "un dinar"),
        (2_50, "deux dinars et cinquante centimes"),
        (71_00, "soixante et onze dinars"),
        (81_00, "quatre-vingt-un dinars"),
        (80_00, "quatre-vingts dinars"),
        (91_00, "quatre-vingt-onze dinars"),
        (200_00, "deux cents dinars"),
        (201_00, "deux cent un dinars"),
        (1_000_00, "mille dinars"),
        (80_000_00, "quatre-vingt mille dinars"),
        (200_000_00, "deux cent mille dinars"),
        (1_000_000_00, "un million de dinars"),
        (1_000_001_00, "un million un dinars"),
        (200_000_000_00, "deux cents millions de dinars"),
        (1_000_000_000_00, "un milliard de dinars"),
        (-50_01, "moins cinquante dinars et un centime"),
    ],
)
def test_an_amount_is_written_as_a_cheque_wants_it(cents: int, words: str) -> None:
    assert amount_in_words(cents) == words


def test_each_currency_has_its_units_and_its_number_of_decimals() -> None:
    assert amount_in_words(1_500, "TND") == "un dinar tunisien et cinq cents millimes"
    assert amount_in_words(21_00, "GBP") == "vingt et une livres sterling"
    assert amount_in_words(2_000_000_00, "EUR") == "deux millions d'euros"


def test_too_large_an_amount_and_an_unknown_currency_are_refused() -> None:
    with pytest.raises(ValueError, match="too large"):
        amount_in_words((LARGEST_UNITS + 1) * 100)
    with pytest.raises(KeyError):
        amount_in_words(1, "XYZ")


@given(st.integers(0, LARGEST_UNITS * 100), st.sampled_from(KNOWN))
def test_the_words_of_an_amount_are_never_empty_and_never_hold_a_figure(cents: int, currency: str) -> None:
    words = amount_in_words(cents, currency)
    assert words.strip() == words != ""
    assert not any(letter.isdigit() for letter in words)


@given(st.one_of(st.integers(0, 5_000), st.integers(0, LARGEST_UNITS)))
def test_whole_numbers_read_back_as_themselves(number: int) -> None:
    assert read_words(re.sub(r"( de)? dinars?$", "", amount_in_words(number * 100))) == number


SMALL = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt trente quarante cinquante soixante"
).split()
VALUES = {word: number for number, word in enumerate(SMALL[:17])} | {word: 10 * (i + 2) for i, word in enumerate(SMALL[17:])}


def read_words(text: str) -> int:
    """The number that French words say; it knows nothing of how they were made."""
    total = group = 0
    for word in re.split(r"[ -]", text.replace("quatre-vingts", "quatre-vingt").replace("quatre-vingt", "huitante")):
        if word in ("mille", "million", "millions", "milliard", "milliards"):
            total += (group or 1) * {"mille": 10**3, "million": 10**6, "milliard": 10**9}[word.removesuffix("s")]
            group = 0
        elif word in ("cent", "cents"):
            group = (group or 1) * 100
        elif word != "et":
            group += 80 if word == "huitante" else VALUES[word]
    return total + group


def test_days_outstanding_by_the_two_methods() -> None:
    assert days_outstanding(2_023_000_00, 3_570_000_00, 90) == 51.0
    assert count_back_days(2_023_000_00, ((952_000_00, 31), (1_428_000_00, 31), (1_190_000_00, 30))) == pytest.approx(54.2, abs=0.06)


def test_without_invoices_there_is_no_ratio() -> None:
    assert days_outstanding(100, 0, 90) is None
    assert count_back_days(100, ((0, 31), (50, 30))) is None
    assert count_back_days(0, ()) == 0


def test_the_working_capital_need_adds_stocks_and_receivables_and_takes_the_debts_off() -> None:
    assert working_capital_need(500, 200, 50) == 350
