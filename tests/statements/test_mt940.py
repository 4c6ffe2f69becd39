"""MT940 and MT942: each :61: is counted once, balances prove the lines, and the oddities of banks are read or said."""

from __future__ import annotations

import base64
import random
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.messages import TresoError
from addin.treasury.statements.decoding import decode
from addin.treasury.statements.model import Statement, StatementFile
from addin.treasury.statements.mt940 import read_mt940
from addin.treasury.statements.mt940_details import read_details, read_non_swift
from addin.treasury.statements.mt940_line import StatementLine, Unread, read_line
from tests.statements.laws import keeps_laws, mutated
from tests.statements.record_counts import mt940_operations

DATA = Path(__file__).resolve().parent / "data"
HEAD = ":20:R1\n:25:00100123456789012345\n:28C:1/1\n:60F:C251231DZD1000,00\n"


def read(text: str) -> StatementFile:
    return read_mt940(text.encode(), "relevé.sta")


def the_statement(text: str) -> Statement:
    (statement,) = read(text).statements
    return statement


def gap(statement: Statement) -> int:
    """What opening and movements lack to the closing balance."""
    assert statement.opening
    assert statement.closing
    return statement.closing.cents - statement.opening.cents - int(statement.lines["amount_cents"].sum())


def line(text: str) -> StatementLine:
    found = read_line(text, 2)
    assert isinstance(found, StatementLine)
    return found


def test_the_pages_of_a_statement_are_one_statement_that_its_balances_prove() -> None:
    file = read_mt940((DATA / "bna.sta").read_bytes(), "bna.sta")
    (statement,) = file.statements
    assert (file.format, statement.currency, statement.account.number) == ("MT940", "DZD", "00100123456789012345")
    assert (len(statement.lines), gap(statement)) == (6, 0)
    assert statement.lines["amount_cents"].tolist() == [8_500_000, -1_250_050, -1_250_050, -4_500_000, -8_500_000, -35_000]
    assert statement.lines["reference"].tolist() == ["BNA0000001", "BNA0000002", "BNA0000003", "BNA0000004", "BNA0000005", ""]
    assert statement.lines["piece"].tolist() == ["FAC2026-001", "0018834", "0018835", "", "FAC2026-001", ""]
    assert statement.lines["counterparty"].tolist()[3] == "EURL IMPRIMERIE DU SUD"
    assert statement.lines["label"].tolist()[4].endswith("POUR ERREUR DE COMPTE"), "a word cut at column 65 is whole again"
    assert file.rejected == ()
    assert file.findings == ()


def test_a_statement_of_the_day_is_interim_and_announced_lines_wait() -> None:
    file = read_mt940((DATA / "bna_jour.942").read_bytes(), "bna_jour.942")
    (statement,) = file.statements
    assert (file.format, statement.is_interim, file.left_out["pending"]) == ("MT942", True, 1)
    assert (statement.total_in_cents, statement.total_out_cents, statement.stated_count) == (1_500_000, -120_000, 2)
    assert int(statement.lines["amount_cents"].sum()) == 1_380_000


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("2601020102C500,00NTRF", 50_000),
        ("2601020102D500,00NTRF", -50_000),
        ("2601020102RC500,00NTRF", -50_000),
        ("2601020102RD500,00NTRF", 50_000),
        ("2601020102DD500,5NTRF", -50_050),
        ("2601020102DR500,NTRF", -50_000),
        ("260102    CD0,00NDEF", 0),
        ("260102C,50NTRF", 50),
        ("260102c500,00ntrf", 50_000),
        ("260102CR\n30,00N062NONREF", 3_000),
        ("260102C500NTRF", 50_000),
        ("260102C500.25NTRF", 50_025),
        ("260102C000000000000001,62NTRF", 162),
    ],
)
def test_mark_funds_code_and_amount(text: str, cents: int) -> None:
    assert line(text).cents == cents


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("virement", "RECORD_UNREADABLE"),
        ("2601020102500,00NTRF", "RECORD_UNREADABLE"),
        ("", "RECORD_UNREADABLE"),
        ("2613450102C500,00NTRF", "RECORD_DATE"),
        ("2601023102C500,00NTRF", "RECORD_DATE"),
        ("2601020230C500,00NTRF", "RECORD_DATE"),
        ("260102C1.250,00NTRF", "RECORD_AMOUNT"),
        ("260102C1.250NTRF", "RECORD_AMOUNT"),
        ("260102C12,505NTRF", "RECORD_AMOUNT"),
        ("260102C500", "RECORD_AMOUNT"),
        ("260102C" + "9" * 17 + ",00NTRF", "RECORD_AMOUNT"),
        ("260102C" + "9" * 10_000 + "NTRF", "RECORD_AMOUNT"),
    ],
)
def test_what_cannot_be_read_for_sure_is_not_guessed(text: str, code: str) -> None:
    found = read_line(text, 2)
    assert isinstance(found, Unread)
    assert found.code == code


@pytest.mark.parametrize(
    ("text", "booked_on", "value_date"),
    [
        ("2512311231C1,", date(2025, 12, 31), date(2025, 12, 31)),
        ("2512310102C1,00N", date(2026, 1, 2), date(2025, 12, 31)),
        ("2601021231C1,00N", date(2025, 12, 31), date(2026, 1, 2)),
        ("260102C1,00N", date(2026, 1, 2), date(2026, 1, 2)),
        ("2601020000C1,00N", date(2026, 1, 2), date(2026, 1, 2)),
        ("2802290229C1,00N", date(2028, 2, 29), date(2028, 2, 29)),
        ("2702280301C1,00N", date(2027, 3, 1), date(2027, 2, 28)),
    ],
)
def test_the_day_of_entry_is_that_of_the_nearest_year(text: str, booked_on: date, value_date: date) -> None:
    found = line(text)
    assert (found.booked_on, found.value_date) == (booked_on, value_date)


def test_a_value_date_of_30_february_is_its_last_day_and_is_said() -> None:
    file = read(HEAD + ":61:2602300302C500,00NTRF\n:62F:C260302DZD1500,00\n")
    (statement,) = file.statements
    assert str(statement.lines["value_date"][0])[:10] == "2026-02-28"
    assert str(statement.lines["booked_on"][0])[:10] == "2026-03-02"
    assert file.findings == (("VALUE_DATE_MOVED", {"line": 5, "value": "260230", "day": "28/02/2026", "count": 1}),)


def test_a_bad_line_is_rejected_with_its_place_and_the_good_ones_go_through() -> None:
    file = read(HEAD + ":61:2601020102C500,00NTRF\n:61:2601xx0102C1,00NTRF\n:86:X\n:61:2601030103C5,00NTRF\n:62F:C260131DZD1505,00\n")
    assert [(one.line, one.column, one.value, one.code) for one in file.rejected] == [
        (6, ":61:", "2601xx0102C1,00NTRF", "RECORD_UNREADABLE")
    ]
    assert file.statements[0].lines["line"].tolist() == [5, 8]


def test_lines_without_a_type_of_transaction_are_all_kept() -> None:
    statement = the_statement(HEAD + ":61:2601020102C10,00\n:86:A\n:61:2601030103C20,00\n:86:B\n:62F:C260103DZD1030,00\n")
    assert (statement.lines["label"].tolist(), gap(statement)) == (["A", "B"], 0)


def test_details_under_the_closing_balance_belong_to_no_operation() -> None:
    statement = the_statement(HEAD + ":61:2601020102C10,00NTRF\n:86:VIREMENT\n:62F:C260103DZD1010,00\n:86:VOTRE AGENCE FERME A 16H\n")
    assert statement.lines["label"].tolist() == ["VIREMENT"]


def test_an_operation_after_the_closing_balance_is_in_a_statement_apart() -> None:
    first, second = read(HEAD + ":62F:C260103DZD1000,00\n-\n:61:2601020102C10,00NTRF\n").statements
    assert (len(first.lines), gap(first)) == (0, 0)
    assert (len(second.lines), second.account, second.opening, second.closing) == (1, first.account, None, None)


def test_a_page_without_its_neighbour_is_said() -> None:
    file = read(HEAD.replace("60F", "60M") + ":61:2601020102C10,00NTRF\n:62M:C260103DZD1010,00\n")
    assert file.findings == (("PAGE_MISSING", {"line": 1, "reference": "1/1", "count": 1}),)
    assert gap(file.statements[0]) == 0


def test_pages_of_two_accounts_are_not_joined() -> None:
    page = HEAD + ":61:2601020102C10,00NTRF\n:62M:C260103DZD1010,00\n"
    file = read(page + page.replace("60F", "60M").replace("00100123456789012345", "00200999999999999999"))
    assert len(file.statements) == 2


def test_a_balance_in_another_currency_is_rejected() -> None:
    file = read(HEAD + ":62F:C260103EUR1000,00\n")
    assert [(one.column, one.code, dict(one.details)) for one in file.rejected] == [
        (":62F:", "RECORD_CURRENCY", {"found": "EUR", "currency": "DZD"})
    ]
    assert file.statements[0].closing is None


def test_three_decimals_of_a_dinar_of_tunisia() -> None:
    statement = the_statement(HEAD.replace("DZD1000,00", "TND1000,000") + ":61:260102C10,005NTRF\n")
    assert (statement.lines["amount_cents"].tolist(), statement.opening.cents if statement.opening else 0) == ([10_005], 1_000_000)


@pytest.mark.parametrize(
    ("written", "number", "bank", "currency"),
    [
        ("DZ580002100001113000000570", "DZ580002100001113000000570", "", "DZD"),
        ("BNALDZAL/00100123456789012345", "00100123456789012345", "BNALDZAL", "DZD"),
        ("BNALDZALXXX/00100123456789012345/DZD", "00100123456789012345", "BNALDZALXXX", "DZD"),
        ("10020030/1234567", "10020030/1234567", "", "DZD"),
    ],
)
def test_the_account_as_banks_write_it(written: str, number: str, bank: str, currency: str) -> None:
    statement = the_statement(HEAD.replace("00100123456789012345", written))
    assert (statement.account.number, statement.account.bank, statement.currency) == (number, bank, currency)


@pytest.mark.parametrize(
    ("lines", "label", "name", "reference"),
    [
        (["VIREMENT RECU", "SARL NOVATEC"], "VIREMENT RECU SARL NOVATEC", "", ""),
        (["A" * 65, "BCD"], "A" * 65 + "BCD", "", ""),
        (["166?00VIREMENT?20EREF+FAC12?21SVWZ+FACTURE?32SARL?33NOVATEC"], "VIREMENT FACTURE", "SARL NOVATEC", "FAC12"),
        (["166?00VIREMENT?20" + "X" * 27 + "?21YZ"], "VIREMENT " + "X" * 27 + "YZ", "", ""),
        (["051~00VIREMENT~20FACTURE 12~32SARL NOVATEC"], "VIREMENT FACTURE 12", "SARL NOVATEC", ""),
        (["166?00AVIS?20QUOI ?QUI", "?32X"], "AVIS QUOI ?QUI", "X", ""),
        (["166?00A?20EREF+NOTPROVIDED"], "A EREF+NOTPROVIDED", "", ""),
        (["/EREF/F12//CNTP/DZ58/BNALDZAL/SARL NOVATEC/ALGER/REMI/USTD//LOYER MARS/"], "LOYER MARS", "SARL NOVATEC", "F12"),
        (["COMPTE A/B ET /NAME/ SEUL"], "COMPTE A/B ET /NAME/ SEUL", "", ""),
        ([""], "", "", ""),
    ],
)
def test_details_plain_structured_or_with_code_words(lines: Sequence[str], label: str, name: str, reference: str) -> None:
    assert read_details(lines) == (label, name, reference)


def test_non_swift_details_without_codes_are_text() -> None:
    assert read_non_swift(["01FACTURE", "sans code"]).label == "01FACTURE sans code"


@pytest.mark.parametrize("reference", ["NONREF", "NOREF", "N", "", "//", "NONREF//"])
def test_no_reference_is_blank(reference: str) -> None:
    found = line(f"260102C1,00NTRF{reference}")
    assert (found.customer, found.bank) == ("", "")


@pytest.mark.parametrize("text", ["", "\n\n", "Date;Montant\n01/01/2026;5\n", ":20:R1\n", ":NS:\n", ":64:C260131DZD1,00\n"])
def test_a_file_without_account_balance_or_operation_is_refused(text: str) -> None:
    with pytest.raises(TresoError) as refusal:
        read(text)
    assert refusal.value.code == "NOTHING_IN_FORMAT"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_line_ends_and_encodings_change_nothing(end: str, encoding: str) -> None:
    text = HEAD + ":61:2601020102C10,00NTRF\n:86:Règlement reçu de la société à Béjaïa\n:62F:C260103DZD1010,00\n"
    (statement,) = read_mt940(text.replace("\n", end).encode(encoding), "relevé.sta").statements
    assert statement.lines["label"].tolist() == ["Règlement reçu de la société à Béjaïa"]


def test_a_hundred_thousand_operations_are_read_within_seconds() -> None:
    text = HEAD + "".join(f":61:2601020102C{i},50NTRFF{i}//B{i}\n:86:VIR RECU SARL NOVATEC {i}\n" for i in range(100_000))
    outcome = keeps_laws(lambda: read(text), at_least=200_000)
    assert outcome.lines == 100_000


@given(
    st.lists(st.tuples(st.dates(date(1990, 1, 1), date(2060, 12, 31)), st.integers(-(10**12), 10**12), st.text("ABC é?/:-=", max_size=80)))
)
def test_what_is_written_is_read_back(operations: Sequence[tuple[date, int, str]]) -> None:
    text = HEAD + "".join(
        f":61:{day:%y%m%d%m%d}{'D' if cents < 0 else 'C'}{abs(cents) // 100},{abs(cents) % 100:02}NTRFNONREF\n:86:X{label}\n"
        for day, cents, label in operations
    )
    statement = the_statement(text)
    assert statement.lines["amount_cents"].tolist() == [cents for _, cents, _ in operations]
    assert [str(day)[:10] for day in statement.lines["booked_on"]] == [day.isoformat() for day, _, _ in operations]


def test_damaged_files_lose_no_operation() -> None:
    samples = [path.read_bytes() for path in (DATA / "bna.sta", DATA / "bna_jour.942")]
    draw = random.Random(940)
    for number in range(400):
        data = mutated(samples[number % 2], draw, samples)
        try:
            file = read_mt940(data, "relevé.sta")
        except TresoError:
            continue
        keeps_laws(lambda file=file: file)
        read_lines = sum(len(statement.lines) for statement in file.statements) + file.left_out.get("pending", 0)
        assert read_lines + sum(one.column == ":61:" for one in file.rejected) == mt940_operations(decode(data).text)


# ------------------------------------------------------------------- the files of the library mt-940, with what it expects
def expected(text: str) -> list[tuple[Decimal, date, date | None]]:
    """Amount, value date and day of entry of each operation of a YAML file, which holds pickled objects and is not loaded."""
    pickled = r"!!python/object/apply:mt940\.models\.Date\n\s+- !!binary \|\n\s+(\S+)"
    anchors = {match[1]: _day(match[2]) for match in re.finditer(rf"&(id\d+) {pickled}", text)}

    def day(operation: str, name: str) -> date | None:
        if match := re.search(rf"\n    {name}: (?:&id\d+ )?{pickled}", operation):
            return _day(match[1])
        match = re.search(rf"\n    {name}: \*(id\d+)", operation)
        return anchors[match[1]] if match else None

    begin = re.search(r"(?m)^transactions:", text)
    found = []
    for operation in re.split(r"(?m)^- (?:&id\d+ )?!!python/object:mt940\.models\.Transaction$", text[begin.start() :] if begin else "")[
        1:
    ]:
        amount = re.search(r"\n    amount: [^\n]*Amount\n      amount: [^\n]*Decimal\n      - '([-\d.]+)'", operation)
        value_date = day(operation, "date")
        assert amount
        assert value_date
        found.append((Decimal(amount[1]), value_date, day(operation, "entry_date")))
    return found


def _day(binary: str) -> date:
    high, low, month, day = base64.b64decode(binary)
    return date(high * 256 + low, month, day)


def test_the_files_of_mt940_give_what_is_expected_of_them(shared: Path) -> None:
    folder = shared / "data" / "statements" / "mt940"
    compared = 0
    for path in sorted(folder.rglob("*.yml")):
        file = path.with_suffix(".sta")
        if not file.exists():
            continue
        try:
            statements = read_mt940(file.read_bytes(), file.name).statements
        except TresoError:
            statements = ()
        found = [
            (Decimal(row.amount_cents).scaleb(-2), row.value_date.date(), row.booked_on.date())
            for statement in statements
            for row in statement.lines.itertuples()
        ]
        wanted = expected(path.read_text(encoding="utf-8"))
        assert [(amount, day, entry or found[i][2]) for i, (amount, day, entry) in enumerate(wanted)] == found, file.name
        compared += 1
    assert compared == 28


def test_the_files_that_state_both_balances_and_are_sound_prove_themselves(shared: Path) -> None:
    folder = shared / "data" / "statements" / "mt940"
    for name, statements, operations in (
        ("ASNB/mt940.txt", 31, 8),
        ("ASNB/mt940_with_spaces_for_entry_date.txt", 31, 8),
        ("citi/mt940.txt", 1, 5),
        ("cmxl/mt940.sta", 3, 16),
        ("self-provided/raphaelm.sta", 2, 9),
    ):
        file = read_mt940((folder / name).read_bytes(), name)
        assert (len(file.statements), sum(len(one.lines) for one in file.statements)) == (statements, operations), name
        assert [gap(one) for one in file.statements] == [0] * statements, name
        assert mt940_operations(decode((folder / name).read_bytes()).text) == operations
