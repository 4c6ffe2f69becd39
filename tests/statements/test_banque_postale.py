"""Real exports of a French postal account, a Belgian bank and PayPal, against what another program made of them (homebank-converter)."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest

from addin.treasury.statements.bank_profiles import BANK_PROFILES
from addin.treasury.statements.delimited import read_delimited
from addin.treasury.statements.model import StatementFile


@pytest.fixture
def folder(shared: Path) -> Path:
    path = shared / "data" / "statements" / "csv_la_banque_postale" / "tests"
    if not path.is_dir():
        pytest.skip("shared/data/statements/csv_la_banque_postale is absent")
    return path


def read(path: Path) -> StatementFile:
    return read_delimited(path.read_bytes(), path.name, profiles=BANK_PROFILES)


def converted(path: Path) -> Counter[tuple[date, int]]:
    """(day, cents) of a file of HomeBank (date mm-dd-yy first, amount just before category and tags)."""
    found: Counter[tuple[date, int]] = Counter()
    with path.open(encoding="cp1252", newline="") as lines:
        for fields in list(csv.reader(lines, delimiter=";"))[1:]:
            day = datetime.strptime(fields[0], "%m-%d-%y").date()
            found[day, round(float(fields[-3].replace(",", ".")) * 100)] += 1
    return found


def operations(found: StatementFile) -> Counter[tuple[date, int]]:
    return Counter(
        (day, cents)
        for statement in found.statements
        for day, cents in zip(statement.lines["booked_on"].dt.date, statement.lines["amount_cents"], strict=True)
    )


@pytest.mark.parametrize(
    ("name", "expected", "count"),
    [
        ("banquePostale.csv", "banquePostale_converted.csv", 99),
        ("banquePostale.tsv", "banquePostale_converted.csv", 99),
        ("bnpParibasFortis.csv", "bnpParibasFortis_converted.csv", 16),
        ("boobank.csv", "boobank_converted.csv", 49),
        ("paypal.csv", "paypal_converted.csv", 29),
        ("paypal.txt", "paypal_converted.csv", 29),
    ],
)
def test_the_operations_are_those_of_the_other_program(folder: Path, name: str, expected: str, count: int) -> None:
    found = read(folder / name)
    assert found.questions == ()
    assert found.rejected == ()
    assert operations(found) == converted(folder / expected)
    assert operations(found).total() == count


def test_a_damaged_file_gives_its_good_lines_and_lists_the_others(folder: Path) -> None:
    found = read(folder / "banquePostaleWithErrors.csv")
    assert [(each.line, each.code) for each in found.rejected] == [
        (38, "LINE_DATE_UNREADABLE"),
        (46, "LINE_DATE_UNREADABLE"),
        (58, "LINE_AMOUNT_MISSING"),
        (70, "LINE_AMOUNT_MISSING"),
        (80, "LINE_DATE_MISSING"),
        (98, "LINE_DATE_UNREADABLE"),
        (108, "LINE_AMOUNT_UNREADABLE"),
    ]
    assert operations(found).total() == 96


def test_the_account_its_currency_and_its_profile_are_recognised(folder: Path) -> None:
    found = read(folder / "banquePostale.csv")
    statement = found.statements[0]
    assert (found.profile, statement.account.number, statement.currency) == ("La Banque Postale", "05345678900", "EUR")
    assert statement.closing is not None
    assert (statement.closing.cents, statement.closing.on) == (7801, date(2015, 1, 1))


def test_currencies_of_a_wallet_are_statements_of_their_own(folder: Path) -> None:
    assert [(each.currency, len(each.lines)) for each in read(folder / "paypal.csv").statements] == [("USD", 12), ("EUR", 17)]
