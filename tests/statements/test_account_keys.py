"""Account numbers: keys, banks, comparing, finding in text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.treasury.statements.account_keys import account_key, check_rib, find_accounts, possible_accounts, same_account
from addin.treasury.statements.account_numbers import BANKS, ccp_key, iban_key, rib_key

DIGITS = st.text("0123456789", min_size=15, max_size=15)
RIB = "00100012345678901243"


def rib(bank: str, body: str) -> str:
    return bank + body + rib_key(body[:5], body[5:])


@given(st.sampled_from(sorted(BANKS)), DIGITS)
def test_a_rib_with_the_key_of_the_instruction_holds_and_no_other_key_does(bank: str, body: str) -> None:
    good = rib(bank, body)
    assert check_rib(good).holds is True
    assert 1 <= int(good[-2:]) <= 97
    assert [key for key in range(100) if check_rib(f"{good[:18]}{key:02d}").holds] == [int(good[-2:])]
    assert check_rib(good).bank == BANKS[bank]


@given(st.sampled_from(sorted(BANKS)), DIGITS, st.integers(3, 17), st.integers(1, 9))
def test_one_wrong_digit_of_agency_or_account_breaks_the_key(bank: str, body: str, at: int, more: int) -> None:
    good = rib(bank, body)
    wrong = good[:at] + str((int(good[at]) + more) % 10) + good[at + 1 :]
    assert check_rib(wrong).holds is False


def test_the_vectors_of_the_shared_data_hold(shared: Path) -> None:
    text = (shared / "data" / "algeria" / "rib_test_vectors" / "AlgerianRibValidatorTests.cs.txt").read_text(encoding="utf-8")
    refused = re.findall(r'var rib = "([0-9A-Z]{10,})"', text)
    assert len(refused) == 4
    assert [check_rib(number).kind == "rib" and check_rib(number).holds is True for number in refused] == [False] * 4
    banks = (shared / "data" / "algeria" / "rib_test_vectors" / "index.ts.txt").read_text(encoding="utf-8")
    assert sorted(re.findall(r'"(\d{3})": \{ short', banks)) == sorted(BANKS)


def test_a_postal_account_is_known_by_either_of_its_keys() -> None:
    assert ccp_key("0023456789") == "88"
    by_ccp, by_rip = check_rib("CCP 23456789 clé 88"), check_rib("007 99999 0023456789 41")
    assert (by_ccp.kind, by_rip.kind) == ("ccp", "rip")
    assert by_ccp.key == by_rip.key
    assert by_ccp.holds is by_rip.holds is True
    assert check_rib("23456789/87").holds is False
    assert check_rib("23456789/87").expected == "88"


@pytest.mark.parametrize(
    ("iban", "kind"),
    [
        ("GB82 WEST 1234 5698 7654 32", "iban"),
        ("DE89 3704 0044 0532 0130 00", "iban"),
        ("FR14 2004 1010 0505 0001 3M02 606", "rib_fr"),
        ("TN59 1000 6035 1835 9847 8831", "iban"),
        ("DZ58 0002 1000 0111 3000 0005 70", "rib"),
    ],
)
def test_an_iban_of_any_country_is_checked(iban: str, kind: str) -> None:
    read = check_rib(iban)
    assert (read.kind, read.holds) == (kind, True)
    wrong = check_rib(iban[:-1] + ("1" if iban[-1] != "1" else "2"))
    assert wrong.holds is False


def test_an_algerian_iban_of_either_length_is_the_rib_in_it() -> None:
    for middle in ("", "00"):
        bare = "DZ00" + middle + RIB
        iban = "DZ" + iban_key(bare) + bare[4:]
        assert check_rib(iban).holds is True
        assert account_key(iban) == RIB


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (RIB, "001-00012-3456789012-43"),
        (RIB, "RIB : 001 00012 3456789012 43"),
        (RIB, "3456789012"),
        (RIB, "00012 3456789012"),
        ("FR14 2004 1010 0505 0001 3M02 606", "20041 01005 0500013M026 06"),
        ("DE89370400440532013000", "37040044/532013000"),
        ("70011110/4005287001EUR", "4005287001"),
        ("23456789 clé 88", "0023456789"),
        ("4970 12XX XXXX 3456", "**** **** **** 3456"),
    ],
)
def test_two_spellings_of_one_account_are_the_same(one: str, other: str) -> None:
    assert same_account(one, other)
    assert same_account(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (RIB, "00100012345678901340"),
        (RIB, "56789012"),
        (RIB, "12"),
        (RIB, ""),
        ("", ""),
        ("BNA", "BNA"),
        (RIB, "**** **** **** 1243"),
        ("4970 12XX XXXX 3456", "4970 13XX XXXX 3456"),
        ("4970 XXXX XXXX 3456", "4970 XXXX XXXX 3457"),
    ],
)
def test_different_accounts_stay_different(one: str, other: str) -> None:
    assert not same_account(one, other)
    assert not same_account(other, one)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Relevé du compte n° 001 00012 3456789012 43 du 01/10/2026 au 31/10/2026", [RIB]),
        (f"releve_{RIB}_2026-10.csv", [RIB]),
        ("IBAN FR14 2004 1010 0505 0001 3M02 606 BIC PSSTFRPPMON", ["20041010050500013M02606"]),
        ("Compte : 20041 01005 0500013M026 06", ["20041010050500013M02606"]),
        ("CCP N° 0023456789 CLE 88", ["00799999002345678941"]),
        ("Numéro Compte;1234567A012;", ["1234567A012"]),
        ("CARTE 497012XXXXXX3456 le 12/10/2026", ["497012******3456"]),
        (f"VIR DE {RIB} VERS 007 99999 0023456789 41", [RIB, "00799999002345678941"]),
        ("RIB 00100012345678901222", ["00100012345678901222"]),
        ("Compte du 01/10/2026 au 31/10/2026", []),
        ("compte 30 000 000,00 DA", []),
        ("TEL 0021321456789", []),
        ("", []),
    ],
)
def test_the_accounts_in_a_text_are_found(text: str, keys: list[str]) -> None:
    assert [account.key for account in find_accounts(text)] == keys


def test_bare_numbers_are_only_possible_accounts_and_dates_are_none() -> None:
    assert possible_accounts("export_0123456789_20261031.csv") == ["0123456789"]
    assert possible_accounts("releve_31102026_202610_20261031235959.csv") == []
    assert find_accounts("export_0123456789.csv") == []


@given(st.text(max_size=80))
def test_no_text_makes_the_reading_fail(text: str) -> None:
    read = check_rib(text)
    assert bool(read.key) == bool(read.kind)
    assert check_rib(read.key).key == read.key
    find_accounts(text)
    possible_accounts(text)
    assert same_account(text, text) == bool(read.key)


@given(st.text("0123456789 -XDZFR/*CompteRIB:n°", max_size=60))
def test_what_is_found_in_a_text_stands_in_it(text: str) -> None:
    for account in find_accounts(text):
        assert account.key
        assert account.text
