"""OFX and QFX: every sample against a table made with regular expressions, then one rule after the other."""

from __future__ import annotations

import re
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.messages import TresoError
from addin.treasury.statements.model import Statement, StatementFile
from addin.treasury.statements.ofx import read_ofx
from tests.statements.laws import check_form, counted

SAMPLES: dict[str, tuple[int, int, int, int, str, str]] = {
    # statements, operations, rejected, sum of amounts in cents, closing balances, currencies;
    # counted on the files with regular expressions (STMTTRN, TRNAMT, DTPOSTED, LEDGERBAL/BALAMT, CURDEF or CURSYM)
    "anzcc": (1, 1, 0, -550, "-12345", "AUD"),
    "bank_medium": (1, 3, 0, -34527, "38234", "CAD"),
    "checking": (1, 3, 0, -5950, "10099", "USD"),
    "fail_nice/date_missing": (1, 0, 3, 0, "0", "USD"),
    "fail_nice/decimal_error": (1, 0, 1, 0, "0", "CAD"),
    "fail_nice/empty_balance": (1, 1, 0, 12000, "-", "CAD"),
    "fidelity-savings": (1, 4, 0, -177840, "-", "USD"),  # four decimals, each amount rounded
    "fidelity": (1, 3, 0, -57, "-", "USD"),
    "investment_401k": (1, 0, 0, 0, "-", "USD"),
    "investment_medium": (1, 3, 0, -395, "-", "USD"),  # account in CAD, all amounts in USD
    "multiple_accounts": (2, 0, 0, 0, "11100 22200", "USD USD"),
    "multiple_accounts2": (2, 0, 0, 0, "11100 22200", "USD USD"),
    "ofx-v102-empty-tags": (1, 1, 0, 1234, "-", "AUD"),
    "suncorp": (1, 1, 0, -1685, "123412", "AUD"),
    "td_ameritrade": (1, 0, 0, 0, "-", "USD"),
    "tiaacref": (1, 0, 0, 0, "-", "USD"),
    "vanguard": (1, 0, 0, 0, "-", "USD"),
    "vanguard401k": (1, 0, 0, 0, "-", "USD"),
}
REFUSED = {
    "account_listing_aggregation": "OFX_EMPTY",
    "bank_small": "OFX_EMPTY",
    "signon_success": "OFX_EMPTY",
    "signon_success_no_message": "OFX_EMPTY",
    "error_message": "OFX_BANK_REFUSED",
    "signon_fail": "OFX_BANK_REFUSED",
}
SECURITIES = {"fidelity": 14, "investment_401k": 3, "tiaacref": 1, "vanguard": 1, "vanguard401k": 5}

HEADER = "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:USASCII\nCHARSET:1252\nCOMPRESSION:NONE\n\n"
ACCOUNT = "<BANKACCTFROM><BANKID>007<ACCTID>0012345678<ACCTTYPE>CHECKING</BANKACCTFROM>"


def record(amount: str = "-700.50", *, day: str = "20260113", kind: str = "OTHER", fit: str = "A1", more: str = "<NAME>LOYER\n") -> str:
    return f"<STMTTRN>\n<TRNTYPE>{kind}\n<DTPOSTED>{day}\n<TRNAMT>{amount}\n<FITID>{fit}\n{more}</STMTTRN>\n"


def text_of(records: str, *, currency: str = "DZD", after: str = "", account: str = ACCOUNT, header: str = HEADER) -> str:
    return (
        f"{header}<OFX>\n<BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>{currency}\n{account}\n<BANKTRANLIST>\n{records}</BANKTRANLIST>\n"
        f"{after}</STMTRS></STMTTRNRS></BANKMSGSRSV1>\n</OFX>\n"
    )


def read(records: str, *, choices: dict[str, str] | None = None, encoding: str = "cp1252", **more: Any) -> StatementFile:
    file = read_ofx(text_of(records, **more).encode(encoding), "r.ofx", choices=choices)
    check_form(file)
    return file


def only(records: str, **more: Any) -> Statement:
    file = read(records, **more)
    assert len(file.statements) == 1
    assert file.rejected == ()
    return file.statements[0]


def line(one: str, **more: Any) -> Any:
    return only(one, **more).lines.iloc[0]


def amounts(records: str, **more: Any) -> list[int]:
    return only(records, **more).lines["amount_cents"].tolist()


# ------------------------------------------------------------------------------------------ the shared samples
def sample(shared: Path, name: str) -> bytes:
    return (shared / "data" / "statements" / "ofx" / f"{name}.ofx").read_bytes()


def test_the_table_names_every_sample(shared: Path) -> None:
    folder = shared / "data" / "statements" / "ofx"
    assert {path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.ofx")} == {*SAMPLES, *REFUSED}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_gives_its_statements(name: str, shared: Path) -> None:
    data = sample(shared, name)
    file = read_ofx(data, f"{name}.ofx")
    check_form(file)
    found = (
        len(file.statements),
        sum(len(one.lines) for one in file.statements),
        len(file.rejected),
        sum(int(one.lines["amount_cents"].sum()) for one in file.statements),
        " ".join("-" if one.closing is None else str(one.closing.cents) for one in file.statements),
        " ".join(one.currency for one in file.statements),
    )
    assert found == SAMPLES[name]
    assert file.left_out.get("securities", 0) == SECURITIES.get(name, 0)
    printed = re.findall(rb"<DTPOSTED>\s*(\d{8})", data)
    if not file.rejected:
        days = [f"{day:%Y%m%d}".encode() for one in file.statements for day in one.lines["booked_on"]]
        assert days == printed


@pytest.mark.parametrize("name", REFUSED)
def test_a_sample_without_statement_is_refused(name: str, shared: Path) -> None:
    with pytest.raises(TresoError) as refused:
        read_ofx(sample(shared, name), f"{name}.ofx")
    assert refused.value.code == REFUSED[name]


def test_the_refusal_of_the_bank_is_shown_in_its_own_words(shared: Path) -> None:
    with pytest.raises(TresoError, match="your password was incorrect") as refused:
        read_ofx(sample(shared, "signon_fail"), "signon_fail.ofx")
    assert refused.value.finding.details["status"] == "15500"


# ------------------------------------------------------------------------------------------ writing
XML = '<?xml version="1.0" encoding="UTF-8"?>\n<?OFX OFXHEADER="200" VERSION="211" SECURITY="NONE"?>\n'


def closed(text: str) -> str:
    """The values with closing tags, as in XML."""
    return re.sub(r"<(\w+)>([^<\n]+)", r"<\1>\2</\1>", text)


@pytest.mark.parametrize("change", [str, closed, str.lower, lambda text: text.replace("\n", "\r\n"), lambda text: text.replace("\n", "\r")])
def test_tags_may_be_closed_or_not_in_any_case_with_any_line_ends(change: Any) -> None:
    body = text_of(record() + record("12.00", fit="A2"), header="")
    file = read_ofx((HEADER + change(body)).encode(), "r.ofx")
    assert file.statements[0].lines["amount_cents"].tolist() == [-70050, 1200]
    assert file.statements[0].lines["line"].tolist() == [13, 20]


def test_version_2_is_read_whether_it_is_sound_xml_or_not() -> None:
    for header, change, version in ((XML, closed, "2.11"), (XML, str, "2.11"), (HEADER, str, "1.02")):
        file = read_ofx((header + change(text_of(record(), header=""))).encode(), "r.qfx")
        assert (file.format, len(file.statements[0].lines)) == ("QFX", 1)
        assert [dict(one.details) for one in file.evidence if one.code == "ofx_version"] == [{"version": version}]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_the_declared_encoding_is_not_trusted(encoding: str) -> None:
    label = "Prélèvement échéance n° 12 – crédit"
    assert line(record(more=f"<NAME>{label}\n"), encoding=encoding).label == label


def test_entities_cdata_comments_and_signs_in_text_are_read() -> None:
    memo = "<NAME>R&amp;D &lt;A&gt; &#233; &nosuch; A<B\n<!-- no -->\n<MEMO><![CDATA[5 < 6 & <b>7]]></MEMO>\n"
    assert line(record(more=memo)).label == "R&D <A> é &nosuch; A<B 5 < 6 & <b>7"


def test_entities_of_a_document_type_are_never_expanded() -> None:
    attack = '<!DOCTYPE OFX [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b "bbbb">]>\n'
    row = read_ofx((XML + attack + text_of(record(more="<NAME>&a; &b;\n"), header="")).encode(), "r.ofx").statements[0].lines.iloc[0]
    assert row.label == "&a; &b;"


def test_transactions_on_one_text_line_are_numbered() -> None:
    file = read((record("1") + record("x") + record("2")).replace("\n", ""))
    assert (file.statements[0].lines["line"].tolist(), [one.line for one in file.rejected]) == ([1, 3], [2])


# ------------------------------------------------------------------------------------------ fields
@pytest.mark.parametrize(
    "day", ["20260113", "20260113120000", "20260113235959.000[-5:EST]", "20260113000000[+1]", "20260113000000.000[-:EST]", "2026-01-13"]
)
def test_the_printed_day_is_kept_whatever_its_time_zone(day: str) -> None:
    assert line(record(day=day)).booked_on.date() == date(2026, 1, 13)


def test_the_day_of_availability_is_the_value_date() -> None:
    assert line(record(more="<DTAVAIL>20260115\n<NAME>X\n")).value_date.date() == date(2026, 1, 15)


@pytest.mark.parametrize(
    ("written", "cents"),
    [
        (["-19,78", "1000"], [-1978, 100000]),
        (["1.234,56", "2.500"], [123456, 250000]),
        (["1,234.56", "2,500"], [123456, 250000]),
        (["+00000000000115.80", "-.5"], [11580, -50]),
        (["1.5", "1.234"], [150, 123]),
    ],
)
def test_the_decimal_mark_is_the_one_that_the_file_proves(written: list[str], cents: list[int]) -> None:
    assert amounts("".join(record(text, fit=text) for text in written)) == cents


def test_a_comma_that_nothing_explains_is_asked() -> None:
    file = read(record("-1,234"))
    assert file.statements == ()
    assert [(one.subject, one.options, one.refusal) for one in file.questions] == [("decimal", (",", "."), "OFX_DECIMAL_UNSURE")]
    assert amounts(record("-1,234"), choices={"decimal": "."}) == [-123400]
    assert amounts(record("-1,234"), choices={"decimal": ","}) == [-123]


@pytest.mark.parametrize(
    ("bad", "column", "code"),
    [
        (record("$120"), "TRNAMT", "ENTRY_AMOUNT_UNREADABLE"),
        (record("12-50"), "TRNAMT", "ENTRY_AMOUNT_UNREADABLE"),
        (record(""), "TRNAMT", "ENTRY_AMOUNT_MISSING"),
        (record(day=""), "DTPOSTED", "ENTRY_DATE_MISSING"),
        (record(day="20260230"), "DTPOSTED", "ENTRY_DATE_UNREADABLE"),
        (record(day="13/01/2026"), "DTPOSTED", "ENTRY_DATE_UNREADABLE"),
        (record(more="<CURRENCY><CURRATE>1<CURSYM>XQQ</CURRENCY>"), "CURSYM", "ENTRY_CURRENCY_UNKNOWN"),
        (record(more="<CORRECTFITID>A0\n<CORRECTACTION>REPLACE\n"), "CORRECTFITID", "ENTRY_CORRECTION"),
        (record().replace("</STMTTRN>\n", "") + record("5").replace("<STMTTRN>\n", ""), "TRNAMT", "ENTRY_MERGED"),
    ],
)
def test_a_bad_transaction_is_rejected_and_the_others_go_through(bad: str, column: str, code: str) -> None:
    file = read(record("1.00") + bad + record("2.00"))
    assert file.statements[0].lines["amount_cents"].tolist() == [100, 200]
    if code == "ENTRY_MERGED":  # both fields stand twice; the first one met is named
        assert [one.code for one in file.rejected] == [code]
    else:
        assert [(one.column, one.code, one.line) for one in file.rejected] == [(column, code, 20)]


def test_name_and_memo_are_joined_once() -> None:
    assert line(record(more="<NAME>CARTE SUPER U\n<MEMO>CARTE SUPER U ALGER 12/01\n")).label == "CARTE SUPER U ALGER 12/01"
    assert line(record(more="<NAME>VIR RECU\n<MEMO>SARL AMEL\n")).label == "VIR RECU SARL AMEL"
    assert line(record(kind="INT", more="<NAME>\n<MEMO></MEMO>")).label == "INT"


def test_payee_reference_and_cheque_number_are_kept() -> None:
    row = line(record(fit="F 7", more="<CHECKNUM>0000319\n<PAYEE><NAME>SONELGAZ<ADDR1>x</PAYEE>\n<MEMO>FACTURE\n"))
    assert (row.reference, row.piece, row.counterparty, row.label) == ("F 7", "0000319", "SONELGAZ", "SONELGAZ FACTURE")
    assert line(record(more="<CHECKNUM>0\n<REFNUM>R1\n<NAME>X\n")).piece == "R1"


def test_a_currency_tag_that_is_never_closed_swallows_nothing() -> None:
    row = line(record(more="<CURRENCY>DZD\n<NAME>LOYER\n<MEMO>JANVIER\n"))
    assert row.label == "LOYER JANVIER"
    assert line(record(more="<CURRENCY><CURRATE>1.0<CURSYM>DZD\n<NAME>LOYER\n")).label == "LOYER"


def test_amounts_in_another_currency_are_a_statement_of_their_own() -> None:
    foreign = "<CURRENCY><CURRATE>1.06<CURSYM>EUR</CURRENCY><NAME>X\n"
    after = "<LEDGERBAL><BALAMT>10.00<DTASOF>20260131</LEDGERBAL>"
    file = read(record("1.00") + record("2.00", more=foreign), after=after)
    assert [(one.currency, one.lines["amount_cents"].tolist(), one.closing is None) for one in file.statements] == [
        ("DZD", [100], False),
        ("EUR", [200], True),
    ]
    origin = "<ORIGCURRENCY><CURRATE>145<CURSYM>EUR</ORIGCURRENCY><NAME>X\n"
    assert only(record("2.00", more=origin)).currency == "DZD"


# ------------------------------------------------------------------------------------------ signs
def test_signs_are_taken_as_printed_when_one_type_agrees() -> None:
    assert amounts(record("-5", kind="DEBIT") + record("3", kind="DEBIT")) == [-500, 300]
    assert amounts(record("5", kind="POS") + record("3", kind="XFER")) == [500, 300]


def test_absolute_amounts_are_asked_and_read_by_their_type() -> None:
    records = record("5.00", kind="DEBIT") + record("3.00", kind="FEE", fit="A2")
    file = read(records)
    assert [(one.subject, one.options) for one in file.questions] == [("sign", ("as_printed", "by_type"))]
    assert amounts(records, choices={"sign": "as_printed"}) == [500, 300]
    assert amounts(records, choices={"sign": "by_type"}) == [-500, -300]
    mixed = read(records + record("4.00", kind="XFER", fit="A3"), choices={"sign": "by_type"})
    assert [one.code for one in mixed.rejected] == ["ENTRY_DIRECTION_UNREADABLE"]


def test_opposite_signs_are_asked_and_turned() -> None:
    records = record("5.00", kind="DEBIT") + record("-3.00", kind="CREDIT", fit="A2")
    assert read(records).questions[0].options == ("as_printed", "reversed")
    assert amounts(records, choices={"sign": "reversed"}) == [-500, 300]


def test_an_answer_that_is_no_option_is_asked_again() -> None:
    assert read(record("5.00", kind="DEBIT"), choices={"sign": "reversed"}).questions


# ------------------------------------------------------------------------------------------ statements
def test_the_ledger_balance_is_the_closing_one_and_the_available_one_is_not() -> None:
    ledger = "<LEDGERBAL><BALAMT>-12,50<DTASOF>20260131120000</LEDGERBAL>"
    closing = only(record(), after=ledger + "<AVAILBAL><BALAMT>900.00<DTASOF>20260131</AVAILBAL>").closing
    assert closing is not None
    assert (closing.cents, closing.on) == (-1250, date(2026, 1, 31))
    assert only(record(), after="<AVAILBAL><BALAMT>900.00<DTASOF>20260131</AVAILBAL>").closing is None


def test_a_rib_in_four_parts_is_put_together() -> None:
    account = "<BANKACCTFROM><BANKID>007<BRANCHID>99999<ACCTID>0012345678<ACCTTYPE>CHECKING<ACCTKEY>97</BANKACCTFROM>"
    assert only(record(), account=account).account.number == "007 99999 0012345678 97"
    assert only(record()).account.number == "0012345678"


def test_pending_transactions_are_left_out_and_counted() -> None:
    pending = "<BANKTRANLISTP><STMTTRNP><TRNTYPE>DEBIT<DTTRAN>20260130<TRNAMT>-9<NAME>X</STMTTRNP></BANKTRANLISTP>"
    file = read(record(), after=pending)
    assert (len(file.statements[0].lines), file.left_out) == (1, {"pending": 1})


def test_an_error_for_one_account_is_said_and_the_others_are_read() -> None:
    error = "<STMTTRNRS><STATUS><CODE>2000<SEVERITY>ERROR<MESSAGE>Indisponible</STATUS></STMTTRNRS></BANKMSGSRSV1>"
    file = read_ofx(text_of(record()).replace("</BANKMSGSRSV1>", error).encode(), "r.ofx")
    assert len(file.statements) == 1
    assert ("OFX_BANK_ERROR", {"words": "Indisponible", "status": "2000"}) in file.findings


def test_a_statement_whose_end_is_lost_does_not_take_the_next_one() -> None:
    text = text_of(record("1.00"))
    second = text_of(record("2.00"), account=ACCOUNT.replace("0012345678", "99"), header="")
    second = second[second.index("<STMTTRNRS>") :]
    file = read_ofx((text[: text.index("</BANKTRANLIST>")] + second).encode(), "r.ofx")
    assert [(one.account.number, one.lines["amount_cents"].tolist()) for one in file.statements] == [("0012345678", [100]), ("99", [200])]


def test_a_cut_file_keeps_what_is_whole_and_says_that_it_is_cut() -> None:
    whole = text_of(record("1.00") + record("1250.00"))
    cut = read_ofx(whole[: whole.rindex("50.00")].encode(), "r.ofx")
    assert cut.statements[0].lines["amount_cents"].tolist() == [100]
    assert [one.code for one in cut.rejected] == ["ENTRY_CUT"]
    assert "OFX_CUT" in [code for code, _ in cut.findings]
    balance = text_of(record(), after="<LEDGERBAL><BALAMT>1234.00<DTASOF>20260131</LEDGERBAL>")
    assert read_ofx(balance[: balance.index("34.00")].encode(), "r.ofx").statements[0].closing is None


def test_no_tag_is_refused() -> None:
    with pytest.raises(TresoError) as refused:
        read_ofx(b"OFXHEADER:100\nDATA:OFXSGML\n", "r.ofx")
    assert refused.value.code == "OFX_UNKNOWN"


# ------------------------------------------------------------------------------------------ hostile content
def outcome(text: str) -> str:
    """Code of the refusal, "" when the file is read."""
    try:
        check_form(read_ofx(text.encode(), "r.ofx"))
    except TresoError as refused:
        return refused.code
    return ""


@pytest.mark.parametrize(
    "filling",
    [
        "<",
        "<a",
        "&",
        "&#x",
        "<!--",
        "<![CDATA[",
        "<STMTTRN>",
        "<BAL>",
        "<MEMO>",
        "<MEMO>x",
        "</STMTRS>",
        "<CURRENCY>",
        "<STMTRS>",
        " ",
        "1",
        "<TRNAMT>-",
    ],
)
def test_a_flood_of_one_thing_takes_no_time(filling: str) -> None:
    text = text_of(record(more=filling * 100_000) + record())
    start = time.perf_counter()
    assert outcome(text) in ("", "XML_ABNORMAL")
    assert time.perf_counter() - start < 15


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(TresoError) as refused:
        read_ofx(f"{HEADER}<OFX>{'<BAL>' * 1_000}".encode(), "r.ofx")
    assert refused.value.code == "XML_ABNORMAL"


PIECES = [
    *(
        "<STMTTRN>",
        "</STMTTRN>",
        "<STMTRS>",
        "</STMTRS>",
        "<BANKTRANLIST>",
        "</BANKTRANLIST>",
        "<CURRENCY>",
        "</CURRENCY>",
        "<OFX>",
        "</OFX>",
    ),
    *(
        "<TRNAMT>-5.00",
        "<TRNAMT>1,234",
        "<TRNAMT>",
        "<DTPOSTED>20260113",
        "<DTPOSTED>x",
        "<FITID>1",
        "<NAME>X & Y",
        "<CURSYM>EUR",
        "<CURDEF>DZD",
    ),
    *("<INVTRANLIST>", "<BUYSTOCK>", "</BUYSTOCK>", "<STMTTRNP>", "<LEDGERBAL>", "<BALAMT>7", "\n", "<", "é", "<TRNTYPE>DEBIT"),
]


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_each_transaction_is_counted_once_however_the_tags_are_mixed(pieces: list[str]) -> None:
    text = f"{HEADER}<OFX>{''.join(pieces)}"
    if refusal := outcome(text):
        assert refusal == ("OFX_EMPTY" if "<STMTTRN>" not in pieces else "XML_ABNORMAL")
        return
    file = read_ofx(text.encode(), "r.ofx", choices={"sign": "as_printed", "decimal": "."})
    astray = sum(one.code == "ENTRY_ASTRAY" and one.column == "TRNAMT" for one in file.rejected)
    if not file.questions:
        records = pieces.count("<STMTTRN>") + pieces.count("<STMTTRNP>")
        assert counted(file) == records + astray + file.left_out.get("securities", 0)
