"""CFONB 120: records of 120 characters, signed last digits, one statement from 01 to 07, and what breaks that order."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.messages import TresoError
from addin.treasury.statements.cfonb import read_cfonb
from addin.treasury.statements.cfonb_records import read_day, records
from addin.treasury.statements.decoding import decode
from addin.treasury.statements.model import Statement, StatementFile
from tests.statements.laws import keeps_laws, mutated
from tests.statements.record_counts import cfonb_records

DATA = Path(__file__).resolve().parent / "data"
SAMPLE = (DATA / "cpa_cfonb120.txt").read_text(encoding="ascii").split("\n")[:-1]
OPENING, CLOSING = SAMPLE[0], SAMPLE[-1]


def signed(cents: int) -> str:
    marks = "}JKLMNOPQR" if cents < 0 else "{ABCDEFGHI"
    return f"{abs(cents) // 10:013}{marks[abs(cents) % 10]}"


def operation(label: str = "VIR RECU", amount: str = "", booked: str = "020126", value: str = "020126", **other: str) -> str:
    currency, decimals, account = other.get("currency", "DZD"), other.get("decimals", "2"), other.get("account", "00123456789")
    head = f"0400100A10000012{currency}{decimals} {account}05{booked}  {value}{label:31}  0000000  {amount or signed(500)}"
    return head.ljust(120)


def detail(qualifier: str, text: str) -> str:
    return f"0500100A10000012DZD2 0012345678905020126     {qualifier}{text}".ljust(120)


def balance(code: str, cents: int, on: str = "311225", **other: str) -> str:
    currency, decimals = other.get("currency", "DZD"), other.get("decimals", "2")
    return f"{code}00100    00012{currency}{decimals} 00123456789  {on}{' ' * 50}{signed(cents)}".ljust(120)


def read(*lines: str, end: str = "\n") -> StatementFile:
    return read_cfonb("".join(line + end for line in lines).encode(), "relevé.txt")


def statement_with(*lines: str) -> Statement:
    (statement,) = read(balance("01", 0), *lines, balance("07", 0)).statements
    return statement


def gap(statement: Statement) -> int:
    """What opening and movements lack to the closing balance."""
    assert statement.opening
    assert statement.closing
    return statement.closing.cents - statement.opening.cents - int(statement.lines["amount_cents"].sum())


def codes(file: StatementFile) -> list[tuple[int, str, str]]:
    return [(one.line, one.column, one.code) for one in file.rejected]


def test_a_statement_with_its_complements_proves_itself() -> None:
    file = read_cfonb((DATA / "cpa_cfonb120.txt").read_bytes(), "cpa.txt")
    (statement,) = file.statements
    assert (file.format, statement.currency, statement.account.number, statement.account.bank) == (
        "CFONB 120",
        "DZD",
        "001000001200123456789",
        "00100",
    )
    assert (statement.opening.on if statement.opening else None, gap(statement)) == (date(2025, 12, 31), 0)
    assert statement.lines["amount_cents"].tolist() == [8_500_000, -1_250_050, -4_500_000]
    assert statement.lines["label"].tolist() == ["VIR RECU REGLEMENT FACTURE 2026-001", "CHEQUE", "VIR EMIS EUR 300,00"]
    assert statement.lines["counterparty"].tolist() == ["SARL NOVATEC", "", "EURL IMPRIMERIE DU SUD"]
    assert statement.lines["piece"].tolist() == ["FAC2026-001", "0018834", "VIR77"]
    assert file.left_out == {"balance": 2, "detail": 5}
    assert file.rejected == ()
    assert file.findings == ()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "", "\n\n", "   \n"])
def test_records_with_any_line_end_or_none_are_the_same(end: str) -> None:
    file = read(*(line.rstrip("\r") for line in SAMPLE), end=end)
    assert [len(one.lines) for one in file.statements] == [3]
    assert gap(file.statements[0]) == 0


def test_trailing_spaces_may_be_cut() -> None:
    file = read(*(line.rstrip() for line in SAMPLE))
    assert [len(one.lines) for one in file.statements] == [3]
    assert file.rejected == ()


@pytest.mark.parametrize(
    ("amount", "cents"),
    [
        ("0000000001904}", -19_040),
        ("0000000000322J", -3_221),
        ("0000000002412A", 24_121),
        ("0000000000000{", 0),
        ("        1250 A", None),
        ("          125A", 1_251),
        ("0000000000050é", 500),
        ("0000000000050è", -500),
        ("00000000000500", None),
        ("000000000-500A", None),
    ],
)
def test_the_last_character_carries_the_last_digit_and_the_sign(amount: str, cents: int | None) -> None:
    file = read(balance("01", 0), operation(amount=amount), balance("07", 0))
    assert file.statements[0].lines["amount_cents"].tolist() == ([] if cents is None else [cents])
    assert codes(file) == ([(2, "04", "RECORD_AMOUNT")] if cents is None else [])


@pytest.mark.parametrize(("decimals", "cents"), [("2", 500), ("0", 50_000), ("1", 5_000), (" ", 500), ("3", 50), ("9", None), ("X", None)])
def test_the_number_of_decimals_is_that_of_the_record(decimals: str, cents: int | None) -> None:
    file = read(balance("01", 0), operation(decimals=decimals), balance("07", 0))
    assert file.statements[0].lines["amount_cents"].tolist() == ([] if cents is None else [cents])


@pytest.mark.parametrize(
    ("written", "found"),
    [("150519", date(2019, 5, 15)), ("      ", None), ("000000", None), ("320126", False), ("  CART", False), ("29022", False)],
)
def test_dates_of_six_digits(written: str, found: date | bool | None) -> None:
    assert read_day(written) == found
    assert (read_day(written) is None) == (found is None)


@pytest.mark.parametrize(
    ("booked", "value", "shown"), [("310226", "020126", "310226"), ("020126", "310226", "310226"), ("      ", "020126", "")]
)
def test_an_operation_whose_date_does_not_exist_is_rejected(booked: str, value: str, shown: str) -> None:
    file = read(balance("01", 0), operation(booked=booked, value=value), detail("LIB", "X"), balance("07", 0))
    assert codes(file) == [(2, "04", "RECORD_DATE")]
    assert shown in file.rejected[0].value
    assert file.left_out["detail"] == 1, "its complements go with it"


def test_a_blank_value_date_is_absent() -> None:
    assert statement_with(operation(value="      ")).lines["value_date"].isna().tolist() == [True]


@pytest.mark.parametrize(
    ("qualifier", "text", "column", "shown"),
    [
        ("LIB", "FACTURE 12", "label", "VIR RECU FACTURE 12"),
        ("LCC", "LOYER", "label", "VIR RECU LOYER"),
        ("LIB", "VIR RECU", "label", "VIR RECU"),
        ("NPY", "SARL NOVATEC", "counterparty", "SARL NOVATEC"),
        ("NBE", "SARL NOVATEC", "counterparty", "SARL NOVATEC"),
        ("RCN", "FAC12".ljust(35) + "LOYER", "piece", "FAC12"),
        ("REF", "REMISE 7", "piece", "REMISE 7"),
        ("MMO", "EUR200000000001250", "label", "VIR RECU EUR 12,50"),
        ("MMO", "JPY000000000001250", "label", "VIR RECU JPY 1250"),
        ("MMO", "XYZ2", "label", "VIR RECU"),
        ("2'C", "?", "label", "VIR RECU"),
    ],
)
def test_complements_fill_label_name_and_piece(qualifier: str, text: str, column: str, shown: str) -> None:
    assert statement_with(operation(), detail(qualifier, text)).lines[column].tolist() == [shown]


def test_each_statement_stands_apart() -> None:
    file = read(
        balance("01", 0), operation(), balance("07", 500), balance("01", 500, "020126"), operation(amount=signed(-500)), balance("07", 0)
    )
    assert [gap(one) for one in file.statements] == [0, 0]
    assert [one.first_line for one in file.statements] == [1, 4]


def test_a_statement_without_its_end_has_no_closing_balance_and_is_said() -> None:
    file = read(balance("01", 0), operation())
    assert file.statements[0].closing is None
    assert file.findings == (("CFONB_NOT_CLOSED", {"line": 1, "count": 1}),)


def test_an_opening_balance_that_cannot_be_read_does_not_take_the_operations_with_it() -> None:
    file = read(balance("01", 0, "  CART"), operation(), balance("07", 500))
    assert codes(file) == [(1, "01", "RECORD_DATE")]
    assert (file.statements[0].opening, len(file.statements[0].lines)) == (None, 1)


def test_an_operation_of_another_account_is_rejected_with_its_complements() -> None:
    file = read(balance("01", 0), operation(account="00999999999"), detail("LIB", "X"), balance("07", 0))
    assert codes(file) == [(2, "04", "CFONB_OTHER_ACCOUNT"), (3, "05", "CFONB_DETAIL_ALONE")]


@pytest.mark.parametrize(
    "record", ["09", "0", "04", operation()[:100], operation() + "X", "Relevé du 31/01/2026", operation(currency="???")]
)
def test_what_is_no_record_is_rejected(record: str) -> None:
    file = read(balance("01", 0), record, balance("07", 0))
    assert codes(file) == [(2, record[:2], "RECORD_UNREADABLE")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "NOTHING_IN_FORMAT"),
        (b"Date;Montant\n01/01/2026;5\n", "NOTHING_IN_FORMAT"),
        ((operation() + "\n").encode(), "CFONB_WITHOUT_BEGINNING"),
        ((b"31" + b"1" * 238 + b"\n") * 3, "STATEMENT_CFONB_240"),
        ("\n".join(SAMPLE).encode("cp500"), "CFONB_EBCDIC"),
    ],
    ids=["empty", "table", "no beginning", "a file of CFONB 240", "a file in EBCDIC"],
)
def test_a_file_without_any_statement_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(TresoError) as refusal:
        read_cfonb(data, "relevé.txt")
    assert refusal.value.code == code


def test_a_hundred_thousand_operations_are_read_within_seconds() -> None:
    lines = [balance("01", 0), *([operation(), detail("LIB", "FACTURE")] * 100_000), balance("07", 50_000_000)]
    data = "".join(line + "\n" for line in lines).encode()
    assert keeps_laws(lambda: read_cfonb(data, "relevé.txt"), exactly=200_002).lines == 100_000


@given(st.lists(st.tuples(st.dates(date(1970, 1, 1), date(2069, 12, 31)), st.integers(-(10**13), 10**13), st.text("AB 1", max_size=31))))
def test_what_is_written_is_read_back(operations: Sequence[tuple[date, int, str]]) -> None:
    statement = statement_with(*(operation(label, signed(cents), f"{day:%d%m%y}") for day, cents, label in operations))
    assert statement.lines["amount_cents"].tolist() == [cents for _, cents, _ in operations]
    assert [str(day)[:10] for day in statement.lines["booked_on"]] == [day.isoformat() for day, _, _ in operations]


def test_damaged_files_lose_no_record() -> None:
    samples = [(DATA / "cpa_cfonb120.txt").read_bytes(), "".join(line.rstrip("\r") for line in SAMPLE).encode()]
    draw = random.Random(120)
    for number in range(400):
        data = mutated(samples[number % 2], draw, samples)
        keeps_laws(lambda data=data: read_cfonb(data, "relevé.txt"), exactly=cfonb_records(decode(data).text))


def test_records_without_line_ends_are_numbered() -> None:
    assert [record.line for record in records("".join(line.rstrip("\r").ljust(120) for line in SAMPLE))] == list(range(1, len(SAMPLE) + 1))


# ------------------------------------------------------------------- the files of the gem cfonb, broken on purpose but one
@pytest.mark.parametrize(
    ("name", "lines", "rejected", "findings"),
    [
        ("example", [3, 3], [], []),
        ("end_of_statement_without_beginning", [1], [(9, "07", "CFONB_END_ALONE")], []),
        ("invalid_date", [1], [(1, "01", "RECORD_DATE"), (9, "07", "CFONB_END_ALONE")], []),
        ("new_statement_without_previous_ended", [1, 1], [], ["CFONB_NOT_CLOSED"]),
        ("operation_detail_without_operation", [1], [(3, "05", "CFONB_DETAIL_ALONE")], []),
        ("operation_out_of_statement", [1], [(1, "04", "CFONB_OUT_OF_STATEMENT")], []),
    ],
)
def test_broken_files_are_read_as_far_as_they_can_be(
    shared: Path, name: str, lines: list[int], rejected: list[tuple[int, str, str]], findings: list[str]
) -> None:
    data = (shared / "data" / "statements" / "cfonb120" / f"{name}.txt").read_bytes()
    file = read_cfonb(data, name)
    assert [len(one.lines) for one in file.statements] == lines
    assert codes(file) == rejected
    assert [code for code, _ in file.findings] == findings
    if name == "example":
        assert [gap(one) for one in file.statements] == [0, 0]
        assert [int(one.lines["amount_cents"].sum()) for one in file.statements] == [-5_081, 7_749]


@pytest.mark.parametrize("name", ["operation", "operation_already_defined", "operation_unstarted"])
def test_files_without_any_beginning_are_refused(shared: Path, name: str) -> None:
    with pytest.raises(TresoError) as refusal:
        read_cfonb((shared / "data" / "statements" / "cfonb120" / f"{name}.txt").read_bytes(), name)
    assert refusal.value.code == "CFONB_WITHOUT_BEGINNING"
