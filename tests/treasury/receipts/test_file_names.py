"""File names of receipts: the rule, the loose forms, phones; and the name that the rule gives."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.treasury.receipts.file_names import read_name, rule_name

DAY = date(2026, 10, 5)


@pytest.mark.parametrize(
    ("file", "name", "cents", "currency"),
    [
        ("2026-10-05_Novatec_1190000.pdf", "Novatec", 119_000_000, ""),
        ("2026-10-05_sarl-pixel-régie_416500,50.pdf", "sarl pixel régie", 41_650_050, ""),
        ("2026-10-05_Adobe_59.99USD.pdf", "Adobe", 5_999, "USD"),
        ("2026-10-05_adobe_USD 59,99.PDF", "adobe", 5_999, "USD"),
        ("20261005_Air_Algérie_38 600 DA.jpeg", "Air Algérie", 3_860_000, "DZD"),
        ("2026-10-05_Naftal_3800 (2).jpg", "Naftal", 380_000, ""),
    ],
)
def test_a_name_by_the_rule_says_date_tiers_and_amount(file: str, name: str, cents: int, currency: str) -> None:
    said = read_name(file)
    assert (said.by_rule, said.is_named, said.day, said.name) == (True, True, DAY, name)
    assert said.amount is not None
    assert (said.amount.cents, said.amount.currency) == (cents, currency)


@pytest.mark.parametrize(
    ("file", "day", "cents", "words"),
    [
        ("facture novatec 119 000,00 da 05-10-26.pdf", DAY, 11_900_000, "NOVATEC"),
        ("05.10.2026 Djezzy 21420.pdf", DAY, 2_142_000, "DJEZZY"),
        ("SADEG 14380,55.pdf", None, 1_438_055, "SADEG"),
        ("2026-10-05 pixelregie.pdf", DAY, None, "PIXELREGIE"),
        ("facture FA881 infodis.pdf", None, None, "INFODIS"),
        ("image0.jpeg", None, None, ""),
        ("IMG_2026.jpg", None, None, ""),
    ],
)
def test_a_loose_name_says_what_it_holds_and_no_more(file: str, day: date | None, cents: int | None, words: str) -> None:
    said = read_name(file)
    assert not said.by_rule
    assert (said.day, said.amount.cents if said.amount else None, said.words) == (day, cents, words)


@pytest.mark.parametrize(
    "file",
    [
        "IMG_20261005_142233.jpg",
        "IMG-20261005-WA0004.jpg",
        "PXL_20261005_142233123.jpg",
        "20261005_142233.jpg",
        "WhatsApp Image 2026-10-05 at 14.22.33.jpeg",
        "WhatsApp Image 2026-10-05 at 14.22.33 (1).jpeg",
        "Screenshot_20261005-142233.png",
        "CamScanner 05-10-2026 14.22.pdf",
        "Scan_20261005.pdf",
    ],
)
def test_a_phone_says_when_the_picture_was_taken_and_never_an_amount(file: str) -> None:
    said = read_name(file)
    assert [(each.day, each.kind) for each in said.days] == [(DAY, "taken")]
    assert (said.amounts, said.words) == ((), "")


def test_an_amount_that_reads_two_ways_stays_two_candidates() -> None:
    said = read_name("Infodis 1.190 DA.pdf")
    assert [each.cents for each in said.amounts] == [119_000, 119]
    assert said.amounts[0].weight > said.amounts[1].weight


def test_an_impossible_date_is_no_date() -> None:
    assert read_name("2026-02-30_Novatec_1000.pdf").day is None


@given(
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.text(max_size=60),
    st.integers(1, 10**12),
    st.sampled_from(["DZD", "EUR", "USD", "TND"]),
    st.sampled_from([".pdf", ".JPG", ".xml", ""]),
)
def test_the_name_that_the_rule_gives_is_a_file_name_everywhere_and_reads_back(
    day: date, name: str, cents: int, currency: str, suffix: str
) -> None:
    file = rule_name(day, name, cents, currency, "DZD", suffix)
    assert not set(file) & set('<>:"/\\|?*')
    assert not any(ord(letter) < 32 for letter in file)
    assert not file.endswith((".", " "))
    assert len(file) < 120
    said = read_name(file)
    if said.by_rule:
        assert said.day == day
        assert (cents, "" if currency == "DZD" else currency) in [(each.cents, each.currency) for each in said.amounts]
