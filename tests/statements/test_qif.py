"""QIF: sections, entries up to « ^ », dates and amounts by the evidence of the whole file or a question."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.messages import TresoError
from addin.treasury.statements.decoding import decode
from addin.treasury.statements.model import Statement, StatementFile
from addin.treasury.statements.qif import read_qif
from tests.statements.laws import keeps_laws, mutated
from tests.statements.record_counts import qif_records

DATA = Path(__file__).resolve().parent / "data"
PROOF = "D13/01/2026\nT1,50\nPPreuve\n^\n"


def read(text: str, choices: Mapping[str, str] | None = None) -> StatementFile:
    return read_qif(text.encode(), "relevé.qif", choices=choices or {})


def the_statement(text: str) -> Statement:
    (statement,) = read(text).statements
    return statement


def codes(file: StatementFile) -> list[tuple[int, str, str]]:
    return [(one.line, one.column, one.code) for one in file.rejected]


def days(statement: Statement) -> list[str]:
    return [str(day)[:10] for day in statement.lines["booked_on"]]


def test_a_file_with_its_account_its_opening_balance_and_twins() -> None:
    file = read_qif((DATA / "ccp.qif").read_bytes(), "ccp.qif", choices={})
    (statement,) = file.statements
    assert (file.format, file.encoding, statement.account.name) == ("QIF", "cp1252", "CCP 1234567 clé 89")
    assert statement.opening
    assert (statement.opening.cents, statement.opening.on) == (25_000_000, date(2026, 1, 1))
    assert statement.lines["amount_cents"].tolist() == [-1_250_050, 123_400, 123_400]
    assert statement.lines["label"].tolist()[0] == "SONELGAZ Facture de janvier"
    assert (statement.lines["counterparty"].tolist()[0], statement.lines["piece"].tolist()[0]) == ("SONELGAZ", "0012345")
    assert file.left_out == {"heading": 4, "other_section": 1, "balance": 1}
    assert file.rejected == ()


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("31/12/2025", "2025-12-31"),
        ("31/12/25", "2025-12-31"),
        ("31.12.25", "2025-12-31"),
        ("31-12-2025", "2025-12-31"),
        ("12/31'25", "2025-12-31"),
        ("31/12' 7", "2007-12-31"),
        ("13/ 1'08", "2008-01-13"),
        ("31/12'2025", "2025-12-31"),
        ("2025-12-31", "2025-12-31"),
        ("20251231", "2025-12-31"),
        ("31 décembre 2025", "2025-12-31"),
        ("31/12/98", "1998-12-31"),
    ],
)
def test_a_date_as_programs_write_it(written: str, day: str) -> None:
    assert days(the_statement(f"!Type:Bank\nD{written}\nT1,50\nPX\n^\n")) == [day]


def test_the_whole_file_tells_the_order_of_its_dates() -> None:
    text = "!Type:Bank\nD01/02/2026\nT1,50\nPX\n^\n"
    assert days(the_statement(text + PROOF)) == ["2026-02-01", "2026-01-13"]
    assert days(the_statement(text + PROOF.replace("13/01", "01/13"))) == ["2026-01-02", "2026-01-13"]


def test_an_order_that_nothing_proves_is_asked_and_the_answer_is_taken() -> None:
    text = "!Type:Bank\nD01/02/2026\nT1,50\nPX\n^\n"
    asked = read(text)
    assert asked.statements == ()
    assert [(one.subject, one.options) for one in asked.questions] == [("date_order", ("dmy", "mdy"))]
    for answer, day in (("dmy", "2026-02-01"), ("mdy", "2026-01-02")):
        assert days(read(text, {"date_order": answer}).statements[0]) == [day]


def test_dates_that_contradict_each_other_are_asked_too() -> None:
    text = "!Type:Bank\nD13/01/2026\nT1,50\nPX\n^\nD01/13/2026\nT1,50\nPX\n^\n"
    assert [one.subject for one in read(text).questions] == ["date_order"]
    assert codes(read(text, {"date_order": "dmy"})) == [(6, "D", "RECORD_DATE")]


@pytest.mark.parametrize(
    ("written", "cents"),
    [("1,234.56", 123_456), ("1.234,56", 123_456), ("1 234,56", 123_456), ("-12", -1_200), ("12,5", 1_250), ("+3.00", 300), ("-,50", -50)],
)
def test_an_amount_as_programs_write_it(written: str, cents: int) -> None:
    assert the_statement(f"!Type:Bank\nD13/01/2026\nT{written}\nPX\n^\n").lines["amount_cents"].tolist() == [cents]


def test_a_decimal_mark_that_nothing_proves_is_asked_and_the_answer_is_taken() -> None:
    text = "!Type:Bank\nD13/01/2026\nT1.234\nPX\n^\n"
    asked = read(text)
    assert [(one.subject, one.options) for one in asked.questions] == [("decimal", (",", "."))]
    assert read(text, {"decimal": ","}).statements[0].lines["amount_cents"].tolist() == [123_400]
    assert codes(read(text, {"decimal": "."})) == [(2, "T", "RECORD_AMOUNT")], "1,234 dinar has more decimals than the dinar"


@pytest.mark.parametrize(
    ("fields", "label", "name", "piece"),
    [
        ("PVIR RECU SARL NOVATEC", "VIR RECU SARL NOVATEC", "", ""),
        ("PSARL NOVATEC\nMFacture 12\nN77", "SARL NOVATEC Facture 12", "SARL NOVATEC", "77"),
        ("MFrais", "Frais", "", ""),
        ("PFrais\nMfrais de tenue", "frais de tenue", "FRAIS", ""),
        ("PA\nMB\nMC\nARue X\nAAlger", "A B C", "A", ""),
        ("N77", "77", "", "77"),
        ("P=cmd|'/C calc'!A0", "=cmd|'/C calc'!A0", "", ""),
    ],
)
def test_label_name_and_piece(fields: str, label: str, name: str, piece: str) -> None:
    lines = the_statement(f"!Type:Bank\nD13/01/2026\nT1,50\n{fields}\n^\n").lines
    assert lines[["label", "counterparty", "piece"]].iloc[0].tolist() == [label, name, piece]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("T1,50\nPX\n", (6, "D", "QIF_DATE_MISSING")),
        ("D\nT1,50\n", (6, "D", "QIF_DATE_MISSING")),
        ("D14/01/2026\nPX\n", (6, "T", "QIF_AMOUNT_MISSING")),
        ("D14/01/2026\nT1,50\nT2,50\n", (6, "T", "QIF_FIELD_TWICE")),
        ("D14/01/2026\nTdouze\n", (6, "T", "RECORD_AMOUNT")),
        ("D14/01/2026\nT1,505\n", (6, "T", "RECORD_AMOUNT")),
        ("D14/01/2026\nU" + "9" * 5000 + "\n", (6, "U", "RECORD_AMOUNT")),
        ("D32/01/2026\nT1,50\n", (6, "D", "RECORD_DATE")),
    ],
)
def test_an_entry_that_cannot_be_read_is_rejected_and_the_others_go_through(entry: str, expected: tuple[int, str, str]) -> None:
    file = read(f"!Type:Bank\n{PROOF}{entry}^\n{PROOF}")
    assert codes(file) == [expected]
    assert len(file.statements[0].lines) == 2


@pytest.mark.parametrize("end", ["", "^", "^\n", "^\r\n"])
def test_the_last_end_may_be_missing(end: str) -> None:
    assert len(the_statement(f"!Type:Bank\n{PROOF}D14/01/2026\nT-2,00\nPX\n{end}").lines) == 2


def test_two_operations_that_touch_are_two() -> None:
    statement = the_statement(f"!Type:Bank\nD12/01/2026\nT2,00\nPX\n{PROOF}")
    assert statement.lines["amount_cents"].tolist() == [200, 150]


def test_both_amounts_of_an_entry_are_one() -> None:
    assert the_statement("!Type:Bank\nD13/01/2026\nU-12,00\nT-12,00\n^\n").lines["amount_cents"].tolist() == [-1_200]
    assert the_statement("!Type:Bank\nD13/01/2026\nU-12,00\n^\n").lines["amount_cents"].tolist() == [-1_200]


def test_a_split_operation_stays_one_and_parts_that_differ_are_said() -> None:
    text = "!Type:Bank\nD13/01/2026\nT-12,00\nPX\nSA\n$-10,00\nSB\nEmémo\n$-2,00\n^\n"
    assert len(the_statement(text).lines) == 1
    assert read(text).findings == ()
    ((code, details),) = read(text.replace("$-2,00", "$-3,00")).findings
    assert (code, details["line"], details["count"]) == ("QIF_SPLITS_DIFFER", 2, 1)


@pytest.mark.parametrize("kind", ["Bank", "bank ", "CCard", "Cash", "Oth A", "Oth L", "Banque", " BANK"])
def test_sections_of_accounts_are_read(kind: str) -> None:
    assert len(the_statement(f"!Type:{kind}\n{PROOF}").lines) == 1


@pytest.mark.parametrize("kind", ["Invst", "Cat", "Class", "Memorized", "Security", "Prices", ""])
def test_other_sections_are_left_out_and_said(kind: str) -> None:
    file = read(f"!Type:Bank\n{PROOF}!Type:{kind}\n{PROOF}")
    assert len(file.statements[0].lines) == 1
    assert file.left_out["other_section"] == 1
    assert [code for code, _ in file.findings] == ["QIF_SECTION_LEFT_OUT"]


def test_each_account_has_its_statement() -> None:
    accounts = "!Option:AutoSwitch\n!Account\nNBNA\nTBank\n^\nNCaisse\nTCash\n^\n!Clear:AutoSwitch\n"
    file = read(f"{accounts}!Account\nNBNA\nTBank\n^\n!Type:Bank\n{PROOF}!Account\nNCaisse\nTCash\n^\n!Type:Cash\n{PROOF}{PROOF}")
    assert [(one.account.name, len(one.lines)) for one in file.statements] == [("BNA", 1), ("Caisse", 2)]


def test_entries_without_any_heading_are_read() -> None:
    assert len(the_statement(PROOF).lines) == 1


@pytest.mark.parametrize("text", ["", "\n", "Date;Montant\n", "!Account\nNBNA\n^\n", "!Type:Cat\nNRepas\n^\n", "^\n^\n"])
def test_a_file_without_any_account_section_is_refused(text: str) -> None:
    with pytest.raises(TresoError) as refusal:
        read(text)
    assert refusal.value.code == "NOTHING_IN_FORMAT"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_line_ends_and_encodings_change_nothing(end: str, encoding: str) -> None:
    text = f"!Type:Bank\n{PROOF}D14/01/2026\nT-2,00\nPRèglement de la société à Béjaïa\n^\n"
    (statement,) = read_qif(text.replace("\n", end).encode(encoding), "relevé.qif", choices={}).statements
    assert statement.lines["label"].tolist()[1] == "Règlement de la société à Béjaïa"


def test_a_hundred_thousand_operations_are_read_within_seconds() -> None:
    text = "!Type:Bank\n" + "".join(f"D{1 + i % 28:02}/01/2026\nT-{i},50\nPSARL NOVATEC {i}\nMFacture {i}\n^\n" for i in range(100_000))
    assert keeps_laws(lambda: read(text), exactly=100_001).lines == 100_000


@given(st.lists(st.tuples(st.dates(date(1970, 1, 1), date(2069, 12, 31)), st.integers(-(10**12), 10**12), st.text("AB é^!$", max_size=30))))
def test_what_is_written_is_read_back(operations: Sequence[tuple[date, int, str]]) -> None:
    entries = "".join(
        f"D{day:%d/%m}/{day.year}\nT{'-' if cents < 0 else ''}{abs(cents) // 100},{abs(cents) % 100:02}\nPX{label}\n^\n"
        for day, cents, label in operations
    )
    statement = the_statement(f"!Type:Bank\n{PROOF}{entries}")
    assert statement.lines["amount_cents"].tolist()[1:] == [cents for _, cents, _ in operations]
    assert days(statement)[1:] == [day.isoformat() for day, _, _ in operations]
    assert statement.lines["label"].tolist()[1:] == [" ".join(f"X{label}".split()) for _, _, label in operations]


def test_damaged_files_lose_no_record() -> None:
    samples = [(DATA / "ccp.qif").read_bytes(), (PROOF * 3).encode(), f"!Account\nNBNA\n^\n!Type:Bank\n{PROOF}".encode()]
    draw = random.Random(1)
    for number in range(400):
        data = mutated(samples[number % 3], draw, samples)
        keeps_laws(lambda data=data: read_qif(data, "relevé.qif", choices={}), exactly=qif_records(decode(data).text))
