"""Real exports of banks of many countries: the figures of each, or the question that it leaves open."""

from __future__ import annotations

from pathlib import Path

import pytest

from addin.treasury.statements.bank_profiles import BANK_PROFILES
from addin.treasury.statements.delimited import read_delimited
from addin.treasury.statements.model import StatementFile

READ = {  # file → (lines, sum in minor units, rejected, currency, account)
    "20171001-20171106.csv": (1, -5999, 0, "EUR", ""),
    "2018-04-14_10-52-13_bunq-transactieoverzicht.csv": (3, 72854, 0, "", "NL47BUNQ2025181418"),
    "20180226-1000594757-umsatz.CSV": (1, -3699, 0, "EUR", "1000594757"),
    "2019-03-02_11-50-46_bunq-statement.csv": (7, -2382, 0, "", "NL26BUNQ2025126409"),
    "CSV_A_20180414_112204.csv": (3, -103749, 0, "EUR", "NL77RABO0311467415"),
    "MS_JANE_SMITH_01-12-2019_14-12-2019.csv": (10, -28580, 0, "GBP", ""),
    "MonzoDataExport_February2018_2018-02-26_174335.csv": (1, -1000, 0, "GBP", ""),
    "Movements_1234512345_201805271848.csv": (1, -100, 0, "CZK", "1234512345"),
    "TransactionHistory_20180418043121.csv": (8, -17328, 0, "SGD", "666-666666-666"),
    "W80844_EBH_201945.202122.csv": (2, 94000, 0, "HUF", "bank account"),
    "dba33fceecd62c3c727893361e0ba4d3.P000000027355791.csv": (1, 780, 0, "", ""),
    "export_BE11123456789012_20180304_1422.csv": (1, -340, 0, "EUR", "BE11123456789012"),
    "export_KBC-Mastercard Business Essential_20200204_1604.csv": (3, 273, 0, "EUR", "1234567890123456"),
    "kta_ei.dat": (11, -615222, 0, "EUR", ""),
    "statement_1.csv": (1, 2059, 0, "", ""),
    "test_BOI_TransactionExport.csv": (27, -41961, 0, "", ""),
    "test_headers.csv": (73, -458070, 0, "EUR", ""),
    "test_raiffeisen_01.csv": (73, -458070, 0, "EUR", ""),
    "test_raiffeisen_02.csv": (73, -458070, 0, "EUR", ""),
    "test_regex_123456_87654321_1234_21_12.csv": (73, -458070, 0, "EUR", ""),
    "test_row_format_CD_flag.csv": (70, -444116, 3, "", ""),  # three lines hold « EUR » instead of I or O
    "test_row_format_neg_inflow.csv": (73, -458070, 0, "EUR", ""),
    "test_swedebank_statement.xls": (13, 257893, 0, "LTL", "LT357300000000000000"),
    "umsatz-1234________1234-20180227.CSV": (1, -500, 0, "EUR", ""),
    "TH_20180101-20180523_page_1.csv": (0, 0, 9, "CZK", ""),  # made anonymous: the year is 1111
    "TH_20180101-20180523_strana_1.csv": (0, 0, 9, "", ""),
    "TH_20180521-20180523.csv": (0, 0, 1, "CZK", ""),
}
ASKED = {  # file → (answers, lines, sum in minor units)
    "20180226_12345678.csv": ({"date_order": "dmy"}, 1, -500),
    "Umsaetze_KtoNr538917600_EUR_02-03-2018_1503.CSV": ({"date_order": "dmy"}, 1, -1722),
    "test_delimiter_tab.csv": ({"sides": "first_is_credit"}, 73, -458070),
    "test_row_format_default.csv": ({"sides": "first_is_credit"}, 73, -458070),
}


@pytest.fixture
def folder(shared: Path) -> Path:
    path = shared / "data" / "statements" / "csv_various"
    if not path.is_dir():
        pytest.skip("shared/data/statements/csv_various is absent")
    return path


def read(path: Path, **options: object) -> StatementFile:
    return read_delimited(path.read_bytes(), path.name, profiles=BANK_PROFILES, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", READ)
def test_a_file_gives_its_operations(folder: Path, name: str) -> None:
    found = read(folder / name)
    assert found.questions == ()
    (statement,) = found.statements
    cents = int(statement.lines["amount_cents"].sum())
    assert (len(statement.lines), cents, len(found.rejected), statement.currency, statement.account.number) == READ[name]


@pytest.mark.parametrize("name", ASKED)
def test_a_file_that_leaves_something_open_asks_and_takes_the_answer(folder: Path, name: str) -> None:
    answers, lines, cents = ASKED[name]
    assert {question.subject for question in read(folder / name).questions} == answers.keys()
    (statement,) = read(folder / name, choices=answers).statements
    assert (len(statement.lines), int(statement.lines["amount_cents"].sum())) == (lines, cents)


def test_every_file_of_the_folder_is_in_one_of_the_two_tables(folder: Path) -> None:
    others = {"LICENSE", "test.conf"}
    assert {path.name for path in folder.iterdir()} - others == READ.keys() | ASKED.keys()


def test_a_statement_with_its_balances_is_proved_by_them(folder: Path) -> None:
    (statement,) = read(folder / "test_swedebank_statement.xls").statements
    assert statement.opening is not None
    assert statement.closing is not None
    assert statement.opening.cents + int(statement.lines["amount_cents"].sum()) == statement.closing.cents
    assert (statement.total_in_cents, statement.total_out_cents) == (286363, -28470)
