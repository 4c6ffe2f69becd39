"""CAMT.052, 053 and 054: every sample against the reading of another library, then one rule after the other."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from addin.messages import TresoError
from addin.treasury.statements.camt import read_camt
from addin.treasury.statements.camt_entries import LONGEST_BATCH
from addin.treasury.statements.model import Statement, StatementFile
from tests.statements.laws import check_form

DETAIL = "<RltdPties><Dbtr><Nm>SARL AMEL</Nm></Dbtr><Cdtr><Nm>EURL SABLE</Nm></Cdtr></RltdPties><RmtInf><Ustrd>FACTURE 12</Ustrd></RmtInf>"


def message(inside: str, *, version: str = "053.001.08", root: str = "BkToCstmrStmt", kind: str = "Stmt", account: str = "DZD") -> bytes:
    currency = f"<Ccy>{account}</Ccy>" if account else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.{version}">\n<{root}>'
        f"<GrpHdr><MsgId>M</MsgId></GrpHdr>\n<{kind}><Id>R1</Id><Acct><Id><IBAN>DZ580002100001113000000570</IBAN></Id>{currency}</Acct>\n"
        f"{inside}</{kind}></{root}></Document>"
    ).encode()


def entry(
    amount: str = "700.50",
    indicator: str = "DBIT",
    *,
    currency: str = "DZD",
    status: str = "<Sts><Cd>BOOK</Cd></Sts>",
    days: str = "<BookgDt><Dt>2026-01-13</Dt></BookgDt><ValDt><Dt>2026-01-14</Dt></ValDt>",
    more: str = "",
    details: str = "",
) -> str:
    inner = f"<NtryDtls>{details}</NtryDtls>" if details else ""
    return f'<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{indicator}</CdtDbtInd>{status}{days}{more}{inner}</Ntry>\n'


def balance(kind: str, amount: str, indicator: str = "CRDT", *, currency: str = "DZD", day: str = "2026-01-31") -> str:
    return (
        f'<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy="{currency}">{amount}</Amt>'
        f"<CdtDbtInd>{indicator}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>\n"
    )


def read(inside: str, **more: Any) -> StatementFile:
    file = read_camt(message(inside, **more), "r.xml")
    check_form(file)
    return file


def only(inside: str, **more: Any) -> Statement:
    file = read(inside, **more)
    assert len(file.statements) == 1
    return file.statements[0]


def line(inside: str, **more: Any) -> Any:
    statement = only(inside, **more)
    assert len(statement.lines) == 1
    return statement.lines.iloc[0]


def codes(file: StatementFile) -> list[str]:
    return [code for code, _ in file.findings]


# ------------------------------------------------------------------------------------------ the shared samples
def samples() -> list[str]:
    folder = Path(__file__).resolve().parents[3] / "shared" / "data" / "statements" / "camt"
    return sorted(path.stem for path in folder.glob("*.json"))


def named(tree: Any, name: str) -> list[Any]:
    """Every value of a name in a JSON tree, those that are marks of a recursion left out."""
    if isinstance(tree, list):
        return [found for part in tree for found in named(part, name)]
    if not isinstance(tree, dict):
        return []
    own = [tree[name]] if isinstance(tree.get(name), (list, dict)) and tree[name] != ["__RECURSIVITY__"] else []
    return own + [found for key, part in tree.items() if key != name for found in named(part, name)]


@pytest.mark.parametrize("name", samples())
def test_a_sample_says_what_the_other_library_says(name: str, shared: Path) -> None:
    folder = shared / "data" / "statements" / "camt"
    file = read_camt((folder / f"{name}.xml").read_bytes(), f"{name}.xml")
    check_form(file)
    expected = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    entries = [one for one in named(expected, "getEntries")[0] if isinstance(one, dict)]
    booked = [one for one in entries if one["getStatus"] in ("BOOK", None, "") and (one["getBookingDate"] or one["getValueDate"])]
    assert file.left_out.get("pending", 0) == sum(one["getStatus"] == "PDNG" for one in entries)
    assert len(file.rejected) == len(entries) - len(booked) - file.left_out.get("pending", 0)
    rows = [row for statement in file.statements for row in statement.lines.assign(currency=statement.currency).itertuples()]
    assert [(row.amount_cents, row.currency) for row in rows] == [
        (int(one["getAmount"]["getAmount"]), one["getAmount"]["getCurrency"]["getCode"]) for one in booked
    ]
    assert [str(row.booked_on)[:10] for row in rows] == [one["getBookingDate"]["0"][:10] for one in booked]
    assert [row.reference for row in rows] == [one["getAccountServicerReference"] or "" for one in booked]
    stated: dict[tuple[str, str], set[int]] = {}  # « opening » is OPBD and PRCD
    for found in named(expected, "getBalances"):
        for one in found:
            stated.setdefault((one["getType"], one["getAmount"]["getCurrency"]["getCode"]), set()).add(int(one["getAmount"]["getAmount"]))
    for statement in file.statements:
        for kind, balance_read in (("opening", statement.opening), ("closing", statement.closing)):
            if amounts := stated.get((kind, statement.currency)):
                assert balance_read is not None
                assert balance_read.cents in amounts


def test_the_wrong_sample_is_refused_as_a_message_without_statement(shared: Path) -> None:
    path = shared / "data" / "statements" / "camt" / "camt053.v2.wrong.xml"
    with pytest.raises(TresoError) as refused:
        read_camt(path.read_bytes(), path.name)
    assert refused.value.code == "CAMT_EMPTY"


# ------------------------------------------------------------------------------------------ messages and versions
@pytest.mark.parametrize(
    ("number", "root", "kind", "is_interim"),
    [("052", "BkToCstmrAcctRpt", "Rpt", True), ("053", "BkToCstmrStmt", "Stmt", False), ("054", "BkToCstmrDbtCdtNtfctn", "Ntfctn", True)],
)
@pytest.mark.parametrize("version", range(1, 14))
def test_every_message_and_version_is_read(number: str, root: str, kind: str, is_interim: bool, version: int) -> None:
    suffix = {"Rpt": "V01", "Stmt": "V01", "Ntfctn": "V01"}[kind] if version == 1 else ""
    status = "<Sts>BOOK</Sts>" if version < 7 else "<Sts><Cd>BOOK</Cd></Sts>"
    name = "<Nm>SARL AMEL</Nm>" if version < 8 else "<Pty><Nm>SARL AMEL</Nm></Pty>"
    payment = f"<TxDtls><RltdPties><Dbtr>{name}</Dbtr></RltdPties></TxDtls>"
    one = entry("10", "CRDT", status=status, **({"more": payment} if version == 1 else {"details": payment}))
    file = read(one, version=f"{number}.001.{version:02}", root=root + suffix, kind=kind)
    assert (file.format, file.statements[0].is_interim) == (f"CAMT.{number}", is_interim)
    assert file.statements[0].lines["counterparty"].tolist() == ["SARL AMEL"]
    assert dict(file.evidence[1].details) == {"message": f"camt.{number}.001.{version:02}"}


def test_prefixes_wrappers_and_missing_namespaces_do_not_matter() -> None:
    text = message(entry()).decode()
    wrapped = text.replace("<Document", "<Envelope><Body><Document").replace("</Document>", "</Document></Body></Envelope>")
    bare = text.replace(' xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"', "")
    for other in (wrapped, bare, text.replace("<", "<n:").replace("<n:/", "</n:").replace("<n:?", "<?").replace("xmlns=", "xmlns:n=")):
        assert read_camt(other.encode(), "r.xml").statements[0].lines["amount_cents"].tolist() == [-70050]


def test_each_statement_of_a_file_stands_alone() -> None:
    two = message(entry("1") + balance("CLBD", "5")).decode().replace("</BkToCstmrStmt>", "") + "<x/>"
    second = message(entry("2", "CRDT")).decode()
    inside = second[second.index("<Stmt>") : second.index("</BkToCstmrStmt>")].replace("<Id>R1", "<Id>R2")
    file = read_camt(two[: two.index("</Document>")].encode() + inside.encode() + b"</BkToCstmrStmt></Document>", "r.xml")
    assert [statement.reference for statement in file.statements] == ["R1", "R2"]
    assert [statement.lines["amount_cents"].tolist() for statement in file.statements] == [[-100], [200]]
    assert [statement.closing is None for statement in file.statements] == [False, True]


def test_another_message_is_refused_by_its_name() -> None:
    with pytest.raises(TresoError) as refused:
        read_camt(b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"><CstmrCdtTrfInitn/></Document>', "r.xml")
    assert (refused.value.code, refused.value.finding.details["root"]) == ("CAMT_UNKNOWN", "CstmrCdtTrfInitn")


# ------------------------------------------------------------------------------------------ amounts, dates, direction
def test_a_debit_is_negative_and_dates_are_the_printed_ones() -> None:
    days = "<BookgDt><DtTm>2026-01-13T23:50:00+01:00</DtTm></BookgDt><ValDt><Dt>2026-01-14+01:00</Dt></ValDt>"
    row = line(entry(days=days))
    assert (row.amount_cents, row.booked_on.date(), row.value_date.date()) == (-70050, date(2026, 1, 13), date(2026, 1, 14))


@pytest.mark.parametrize(
    ("currency", "amount", "cents"), [("TND", "1.234", 1234), ("JPY", "1200", 1200), ("EUR", "8.850", 885), ("EUR", "5442.09000", 544209)]
)
def test_decimals_are_those_of_the_currency(currency: str, amount: str, cents: int) -> None:
    assert line(entry(amount, "CRDT", currency=currency), account="").amount_cents == cents


def test_decimals_too_many_are_rounded_and_said() -> None:
    file = read(entry("1.005", "CRDT") + entry("2.00"))
    assert file.statements[0].lines["amount_cents"].tolist() == [101, -200]
    assert file.findings == (("ENTRY_AMOUNTS_ROUNDED", {"count": 1, "value": "1.005", "line": 5}),)


@pytest.mark.parametrize(
    ("bad", "column", "value", "code"),
    [
        (entry("12,50"), "Amt", "12,50", "ENTRY_AMOUNT_UNREADABLE"),
        (entry("-12.50"), "Amt", "-12.50", "ENTRY_AMOUNT_UNREADABLE"),
        (entry("1e3"), "Amt", "1e3", "ENTRY_AMOUNT_UNREADABLE"),
        (entry("9" * 30), "Amt", "9" * 30, "ENTRY_AMOUNT_UNREADABLE"),
        (entry(""), "Amt", "", "ENTRY_AMOUNT_MISSING"),
        (entry(currency="XQQ"), "Ccy", "XQQ", "ENTRY_CURRENCY_UNKNOWN"),
        (entry(indicator="D"), "CdtDbtInd", "D", "ENTRY_DIRECTION_UNREADABLE"),
        (entry(days=""), "BookgDt", "", "ENTRY_DATE_MISSING"),
        (entry(days="<BookgDt><Dt>2026-02-30</Dt></BookgDt>"), "BookgDt", "2026-02-30", "ENTRY_DATE_UNREADABLE"),
        (
            entry(days="<BookgDt><Dt>2026-02-03</Dt></BookgDt><ValDt><Dt>03/02/2026</Dt></ValDt>"),
            "ValDt",
            "03/02/2026",
            "ENTRY_DATE_UNREADABLE",
        ),
        (entry(status="<Sts><Prtry>HOLD</Prtry></Sts>"), "Sts", "HOLD", "ENTRY_STATUS_UNKNOWN"),
        (entry(more='<Amt Ccy="DZD">1</Amt>'), "Amt", "", "ENTRY_MERGED"),
    ],
)
def test_a_bad_entry_is_rejected_with_its_line_and_the_others_go_through(bad: str, column: str, value: str, code: str) -> None:
    file = read(entry("1") + bad + entry("2"))
    assert file.statements[0].lines["amount_cents"].tolist() == [-100, -200]
    assert [(one.line, one.column, one.value, one.code) for one in file.rejected] == [(6, column, value, code)]


def test_entries_on_one_text_line_are_numbered() -> None:
    file = read((entry("1") + entry("x") + entry("2")).replace("\n", ""))
    assert file.statements[0].lines["line"].tolist() == [1, 3]
    assert [one.line for one in file.rejected] == [2]


def test_an_entry_without_booking_date_takes_its_value_date_and_it_is_said() -> None:
    file = read(entry(days="<ValDt><Dt>2026-01-14</Dt></ValDt>"))
    assert file.statements[0].lines["booked_on"].dt.date.tolist() == [date(2026, 1, 14)]
    assert file.evidence[-1].code == "camt_value_dates"


def test_pending_and_informative_entries_are_left_out_and_counted() -> None:
    states = ["<Sts>PDNG</Sts>", "<Sts><Cd>PDNG</Cd></Sts>", "<Sts><Cd>FUTR</Cd></Sts>", "<Sts>INFO</Sts>", "<Sts>BOOK</Sts>", ""]
    file = read("".join(entry(status=state) for state in states))
    assert (len(file.statements[0].lines), file.left_out) == (2, {"pending": 3, "information": 1})


def test_entries_of_another_currency_are_a_statement_of_their_own() -> None:
    file = read(balance("OPBD", "10") + balance("CLBD", "9") + entry("1") + entry("5", "CRDT", currency="EUR"))
    assert [(one.currency, one.lines["amount_cents"].tolist(), one.opening is None) for one in file.statements] == [
        ("DZD", [-100], False),
        ("EUR", [500], True),
    ]


# ------------------------------------------------------------------------------------------ reversals
def reversal(amount: str, indicator: str) -> str:
    return entry(amount, indicator, more="<RvslInd>true</RvslInd>", details=f"<TxDtls>{DETAIL}</TxDtls>")


def test_the_indicator_of_a_reversal_is_its_effect_and_its_party_that_of_the_undone_operation() -> None:
    file = read(reversal("10", "CRDT"))
    row = file.statements[0].lines.iloc[0]
    assert (row.amount_cents, row.counterparty, file.evidence[-1].code) == (1000, "EURL SABLE", "camt_reversals")


def test_reversals_are_turned_only_where_the_balances_prove_it() -> None:
    proven = read(balance("OPBD", "100") + balance("CLBD", "108") + entry("2") + reversal("10", "DBIT"))
    assert proven.statements[0].lines["amount_cents"].tolist() == [-200, 1000]
    assert proven.evidence[-1].code == "camt_reversals_turned"
    assert proven.statements[0].lines["counterparty"].tolist() == ["", "EURL SABLE"]
    for closing in ("88", "50"):
        kept = read(balance("OPBD", "100") + balance("CLBD", closing) + entry("2") + reversal("10", "DBIT"))
        assert kept.statements[0].lines["amount_cents"].tolist() == [-200, -1000]
    unsure = read(balance("OPBD", "100") + balance("CLBD", "108") + entry("2") + reversal("10", "DBIT") + entry("x"))
    assert unsure.statements[0].lines["amount_cents"].tolist() == [-200, -1000]


# ------------------------------------------------------------------------------------------ balances and totals
@pytest.mark.parametrize(
    ("kinds", "opening", "closing"),
    [
        ("OPBD CLBD", 1, 2),
        ("PRCD OPBD CLBD", 2, 3),
        ("PRCD CLBD", 1, 2),
        ("PRCD CLBD CLAV FWAV", 1, 2),
        ("OPBD ITBD", 1, 2),
        ("ITBD CLBD", 1, 2),
        ("ITBD ITBD", 1, 2),
        ("ITBD", None, 1),
        ("OPAV CLAV", None, None),
        ("INFO XPCD", None, None),
    ],
)
def test_booked_balances_come_before_interim_ones_and_available_ones_are_none(kinds: str, opening: int | None, closing: int | None) -> None:
    statement = only("".join(balance(kind, f"{n}.00") for n, kind in enumerate(kinds.split(), start=1)))
    assert statement.opening is None if opening is None else statement.opening is not None and statement.opening.cents == 100 * opening
    assert statement.closing is None if closing is None else statement.closing is not None and statement.closing.cents == 100 * closing


def test_an_overdrawn_balance_is_negative_and_keeps_its_day_and_line() -> None:
    closing = only(balance("CLBD", "12.50", "DBIT", day="2026-01-31")).closing
    assert closing is not None
    assert (closing.cents, closing.on, closing.line) == (-1250, date(2026, 1, 31), 5)


def test_an_unreadable_balance_is_said_and_not_taken() -> None:
    file = read(balance("CLBD", "douze"))
    assert (file.statements[0].closing, codes(file)) == (None, ["ENTRY_BALANCE_UNREADABLE"])


def summary(count: int, credits: str, debits: str) -> str:
    return (
        f"<TxsSummry><TtlNtries><NbOfNtries>{count}</NbOfNtries></TtlNtries><TtlCdtNtries><Sum>{credits}</Sum></TtlCdtNtries>"
        f"<TtlDbtNtries><Sum>{debits}</Sum></TtlDbtNtries></TxsSummry>\n"
    )


@pytest.mark.parametrize("totals", [(2, "5.00", "1.00"), (3, "5.00", "4.00")])
def test_totals_and_count_of_the_bank_are_kept_less_pending_entries_that_they_contain(totals: tuple[int, str, str]) -> None:
    statement = only(summary(*totals) + entry("1") + entry("5", "CRDT") + entry("3", status="<Sts>PDNG</Sts>"))
    assert (statement.stated_count, statement.total_in_cents, statement.total_out_cents) == (2, 500, -100)


def test_totals_that_do_not_fit_stay_as_the_bank_states_them() -> None:
    statement = only(summary(7, "50.00", "10.00") + entry("1"))
    assert (statement.stated_count, statement.total_in_cents, statement.total_out_cents) == (7, 5000, -1000)


# ------------------------------------------------------------------------------------------ words
def test_the_other_party_depends_on_the_direction() -> None:
    details = f"<TxDtls>{DETAIL}</TxDtls>"
    assert line(entry(indicator="CRDT", details=details)).counterparty == "SARL AMEL"
    assert line(entry(indicator="DBIT", details=details)).counterparty == "EURL SABLE"
    assert line(entry("0", "DBIT", details=details)).counterparty == "EURL SABLE"
    ultimate = "<TxDtls><RltdPties><UltmtCdtr><Nm>HOTEL</Nm></UltmtCdtr></RltdPties></TxDtls>"
    assert line(entry(details=ultimate)).counterparty == "HOTEL"


def test_the_label_says_everything_once() -> None:
    details = f"<TxDtls>{DETAIL}<AddtlTxInf>facture 12</AddtlTxInf></TxDtls>"
    row = line(entry(more="<AddtlNtryInf>VIREMENT\n  EMIS</AddtlNtryInf>", details=details))
    assert row.label == "VIREMENT EMIS FACTURE 12 EURL SABLE"
    assert line(entry(more="<BkTxCd><Prtry><Cd>544</Cd></Prtry></BkTxCd>")).label == "544"


def test_references_that_say_nothing_are_left_out() -> None:
    refs = "<TxDtls><Refs><AcctSvcrRef>NONREF</AcctSvcrRef><EndToEndId>NOTPROVIDED</EndToEndId><InstrId>I1</InstrId></Refs></TxDtls>"
    row = line(entry(more="<NtryRef>1</NtryRef>", details=refs))
    assert (row.reference, row.piece) == ("", "I1")
    cheque = "<TxDtls><Refs><AcctSvcrRef>B7</AcctSvcrRef><EndToEndId>E1</EndToEndId><ChqNb>0012</ChqNb></Refs></TxDtls>"
    row = line(entry(details=cheque))
    assert (row.reference, row.piece) == ("B7", "0012")


def test_a_batch_is_one_operation_whose_label_names_its_payments_as_far_as_it_goes() -> None:
    parties = "<RltdPties><Cdtr><Nm>SALARIE {n}</Nm></Cdtr></RltdPties>"
    payment = f"<TxDtls><Refs><PmtInfId>P1</PmtInfId><EndToEndId>E{{n}}</EndToEndId></Refs>{parties}</TxDtls>"
    row = line(entry("900.00", more="<AddtlNtryInf>SALAIRES</AddtlNtryInf>", details="".join(payment.format(n=n) for n in range(200))))
    assert row.label.startswith("SALAIRES SALARIE 0 ; SALARIE 1 ; ")
    assert row.label.endswith(" ; …")
    assert len(row.label) < LONGEST_BATCH + 20
    assert (row.amount_cents, row.counterparty, row.piece) == (-90000, "", "P1")


def test_a_returned_payment_says_why() -> None:
    returned = f"<TxDtls>{DETAIL}<RtrInf><Rsn><Cd>AM04</Cd></Rsn><AddtlInf>Provision insuffisante</AddtlInf></RtrInf></TxDtls>"
    assert line(entry(details=returned)).label == "FACTURE 12 AM04 Provision insuffisante EURL SABLE"


def test_the_account_is_taken_from_wherever_the_version_puts_it() -> None:
    text = message(entry()).decode()
    for identity, number in (("<Othr><Id>007 1</Id></Othr>", "007 1"), ("<PrtryAcct><Id>9</Id></PrtryAcct>", "9"), ("<BBAN>8</BBAN>", "8")):
        changed = text.replace("<IBAN>DZ580002100001113000000570</IBAN>", identity)
        assert read_camt(changed.encode(), "r.xml").statements[0].account.number == number
    servicer = "<Ownr><Nm>SARL AMEL</Nm></Ownr><Svcr><FinInstnId><BICFI>BNALDZAL</BICFI></FinInstnId></Svcr></Acct>"
    account = read_camt(text.replace("</Acct>", servicer).encode(), "r.xml").statements[0].account
    assert (account.name, account.bank) == ("SARL AMEL", "BNALDZAL")


def test_formulas_in_labels_stay_text() -> None:
    assert line(entry(more="<AddtlNtryInf>=cmd|' /C calc'!A1</AddtlNtryInf>")).label == "=cmd|' /C calc'!A1"


def test_entries_outside_a_statement_are_rejected_and_counted() -> None:
    text = message(entry()).decode().replace("</Stmt>", f"</Stmt>{entry()}")
    file = read_camt(text.encode(), "r.xml")
    assert (len(file.statements[0].lines), [one.code for one in file.rejected]) == (1, ["ENTRY_ASTRAY"])


def test_a_statement_without_account_stays_quick_with_many_entries() -> None:
    text = message("".join(entry("1") for _ in range(5_000))).decode()
    start, end = text.index("<Acct>"), text.index("</Acct>") + len("</Acct>")
    statement = read_camt((text[:start] + text[end:]).encode(), "r.xml").statements[0]
    assert (len(statement.lines), statement.currency, statement.account.number) == (5_000, "DZD", "")
