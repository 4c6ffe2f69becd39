"""Which invoices are settled, and by what."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.treasury.dossier import Dossier
from addin.treasury.invoice_numbers import invoice_number, mentions
from addin.treasury.paid_invoices import tolerance_cents
from addin.treasury.settlement import Settlement, settle_invoices
from tests.treasury.builders import customer_invoice, make_dossier, operation, supplier_invoice

AS_OF = date(2026, 10, 31)


def settled(dossier: Dossier, as_of: date = AS_OF) -> Settlement:
    return settle_invoices(dossier, as_of)


def one(dossier: Dossier, as_of: date = AS_OF) -> pd.Series:
    invoices = settled(dossier, as_of).invoices
    assert len(invoices) == 1
    return invoices.iloc[0]


def codes(settlement: Settlement) -> list[str]:
    return [finding.code for finding in settlement.findings]


# ---------------------------------------------------------------------------------------------- numbers
@pytest.mark.parametrize(
    "text", ["FAC-0045/2025", "45/2025", "F0045-2025", "Fact. N° 0045/2025", "FA45/25", "facture 45 / 2025", "2025-0045"]
)
def test_the_usual_ways_to_write_a_number_are_one_number(text: str) -> None:
    number = invoice_number(text)
    assert number is not None
    assert number.key == "45/25"


@pytest.mark.parametrize(("text", "other"), [("FA45/25", "FA45/26"), ("AV45/25", "FA45/25"), ("08012306A", "8012306"), ("FA45", "FA450")])
def test_different_numbers_stay_different(text: str, other: str) -> None:
    one_number, other_number = invoice_number(text), invoice_number(other)
    assert one_number is not None
    assert other_number is not None
    assert one_number.key != other_number.key


@pytest.mark.parametrize("label", ["CHQ 0004512", "REM CHQ N° 4512", "VIR DU 04/05/2012", "ECH PRET 45/12", "CARTE 4512"])
def test_a_cheque_a_date_a_loan_or_a_card_is_no_invoice_number(label: str) -> None:
    assert mentions([label], {"4512", "45", "4-5", "4"}) == []


def test_a_month_or_a_short_bare_number_does_not_tell_an_invoice_alone() -> None:
    found = mentions(["VIR SALAIRES 10/26", "VIR 45", "VIR FA45"], {"10", "45"})
    assert [(mention.label, mention.number.is_telling) for mention in found] == [(0, False), (1, False), (2, True)]


def test_numbers_that_follow_a_named_one_are_invoice_numbers_too() -> None:
    found = mentions(["VIR FA12+15,18 ET 21/26"], {"12", "15", "18", "21"})
    assert [(mention.number.key, mention.number.is_telling) for mention in found] == [
        ("12", True),
        ("15", True),
        ("18", True),
        ("21/26", True),
    ]


# ---------------------------------------------------------------------------------------------- existence
def test_an_invoice_issued_after_the_closing_date_does_not_exist_yet() -> None:
    late_issue = customer_invoice("FA1/26", "NOVATEC", 1000, issued="2026-11-01", due="2026-12-01")
    assert settled(make_dossier(invoices=[late_issue])).invoices.empty


def test_an_invoice_without_date_of_issue_exists_from_its_due_date() -> None:
    undated = {**customer_invoice("FA1/26", "NOVATEC", 1000, due="2026-11-01"), "issued_on": None}
    dossier = make_dossier(invoices=[undated])
    assert settled(dossier).invoices.empty
    assert len(settled(dossier, date(2026, 11, 1)).invoices) == 1


def test_a_cancelled_invoice_is_not_followed() -> None:
    assert settled(make_dossier(invoices=[customer_invoice("FA1", "A", 10, due="2026-10-01", status="cancelled")])).invoices.empty


def test_an_invoice_without_due_date_is_due_after_the_usual_delay_and_says_so() -> None:
    invoice = one(make_dossier(invoices=[{**customer_invoice("FA1", "A", 10, issued="2026-10-01"), "due_on": None}]))
    assert invoice["due_on"].date() == date(2026, 10, 31)
    assert invoice["due_is_estimated"]


# ---------------------------------------------------------------------------------------------- typed facts
def test_a_typed_payment_date_settles_the_invoice_from_that_day_on() -> None:
    dossier = make_dossier(invoices=[customer_invoice("FA1", "NOVATEC", 1000, due="2026-10-15", paid_on="2026-10-20")])
    assert one(dossier, date(2026, 10, 19))["remaining_cents"] == 100_000
    paid = one(dossier, date(2026, 10, 20))
    assert (paid["remaining_cents"], paid["settled_by"], paid["settled_operation"]) == (0, "date", -1)


def test_a_state_or_an_amount_typed_with_a_later_date_does_not_count_yet() -> None:
    invoice = customer_invoice("FA1", "A", 1000, due="2026-10-15", status="paid", paid_cents=100_000, paid_on="2026-11-05")
    assert one(make_dossier(invoices=[invoice]))["remaining_cents"] == 100_000


def test_the_state_paid_settles_without_a_date() -> None:
    invoice = one(make_dossier(invoices=[supplier_invoice("9", "PIXELREGIE", 500, due="2026-10-15", status="paid")]))
    assert (invoice["remaining_cents"], invoice["settled_by"]) == (0, "status")


def test_a_typed_amount_is_a_part_payment() -> None:
    invoice = one(make_dossier(invoices=[customer_invoice("FA1", "A", 1000, due="2026-10-15", paid_cents=40_000, status="partial")]))
    assert (invoice["remaining_cents"], invoice["settled_cents"], invoice["settled_by"]) == (60_000, 40_000, "amount_typed")


def test_the_bank_line_of_a_typed_part_payment_is_not_counted_again() -> None:
    lines = [operation("2026-10-10", "VIR NOVATEC FA1/26", 400)]
    invoice = one(make_dossier(lines, [customer_invoice("FA1/26", "NOVATEC", 1000, due="2026-10-15", paid_cents=40_000)]))
    assert invoice["remaining_cents"] == 60_000


def test_a_typed_part_and_a_line_for_the_rest_settle_the_invoice() -> None:
    lines = [operation("2026-10-10", "VIR NOVATEC FA1/26", 600)]
    assert (
        one(make_dossier(lines, [customer_invoice("FA1/26", "NOVATEC", 1000, due="2026-10-15", paid_cents=40_000)]))["remaining_cents"] == 0
    )


def test_a_typed_amount_above_the_invoice_is_an_overpayment() -> None:
    result = settled(make_dossier(invoices=[customer_invoice("FA1", "A", 1000, due="2026-10-15", paid_cents=120_000)]))
    assert result.invoices["remaining_cents"].tolist() == [0]
    assert codes(result) == ["INVOICE_OVERPAID"]


# ---------------------------------------------------------------------------------------------- number in the label
def test_a_number_in_a_bank_label_settles_its_invoice() -> None:
    lines = [operation("2026-09-01", "COM VIR", -59.5), operation("2026-10-05", "VIR RECU NOVATEC FA112/26", 1_190_000)]
    invoice = one(make_dossier(lines, [customer_invoice("FAC-0112/2026", "Sarl Novatec", 1_190_000, due="2026-10-01")]))
    assert (invoice["remaining_cents"], invoice["settled_by"], invoice["settled_operation"]) == (0, "number", 1)


def test_a_line_after_the_closing_date_settles_nothing() -> None:
    lines = [operation("2026-11-01", "VIR RECU NOVATEC FA112/26", 1000)]
    assert one(make_dossier(lines, [customer_invoice("FA112/26", "NOVATEC", 1000, due="2026-10-01")]))["remaining_cents"] == 100_000


def test_a_line_of_the_wrong_sign_settles_nothing() -> None:
    lines = [operation("2026-10-05", "VIR NOVATEC FA112/26", -1000)]
    assert one(make_dossier(lines, [customer_invoice("FA112/26", "NOVATEC", 1000, due="2026-10-01")]))["remaining_cents"] == 100_000


def test_an_own_account_transfer_settles_nothing() -> None:
    lines = [operation("2026-10-05", "VIR NOVATEC FA112/26", 1000, transfer=3, transfer_state="paired")]
    assert one(make_dossier(lines, [customer_invoice("FA112/26", "NOVATEC", 1000, due="2026-10-01")]))["remaining_cents"] == 100_000


def test_less_than_the_amount_is_a_part_payment() -> None:
    lines = [operation("2026-10-05", "VIR FA112/26", 700)]
    invoice = one(make_dossier(lines, [customer_invoice("FA112/26", "NOVATEC", 1000, due="2026-10-01")]))
    assert (invoice["remaining_cents"], invoice["settled_by"]) == (30_000, "number")


def test_two_part_payments_add_up() -> None:
    lines = [operation("2026-10-05", "VIR FA112/26", 700), operation("2026-10-15", "VIR FA112/26 SOLDE", 300)]
    assert one(make_dossier(lines, [customer_invoice("FA112/26", "NOVATEC", 1000, due="2026-10-01")]))["remaining_cents"] == 0


@pytest.mark.parametrize(("paid", "left"), [(99_000, 0), (98_999, 100_100), (100_000, 0)])
def test_a_shortfall_of_one_percent_is_fees_and_no_more(paid: int, left: int) -> None:
    lines = [operation("2026-10-05", "VIR FA112/26", paid)]
    assert one(make_dossier(lines, [customer_invoice("FA112/26", "NOVATEC", 100_000, due="2026-10-01")]))["remaining_cents"] == left


def test_several_numbers_share_the_line_oldest_due_first() -> None:
    invoices = [
        customer_invoice("FA2/26", "NOVATEC", 500, due="2026-10-20"),
        customer_invoice("FA1/26", "NOVATEC", 500, due="2026-10-01"),
    ]
    result = settled(make_dossier([operation("2026-10-22", "VIR NOVATEC FA2/26 FA1/26", 800)], invoices))
    assert result.invoices["remaining_cents"].tolist() == [20_000, 0]
    assert result.payments["amount_cents"].tolist() == [30_000, 50_000]


def test_a_credit_note_named_with_an_invoice_is_imputed_by_the_payment() -> None:
    invoices = [
        customer_invoice("FA1/26", "NOVATEC", 1000, due="2026-10-01"),
        customer_invoice("AV3/26", "NOVATEC", -200, due="2026-10-01"),
    ]
    result = settled(make_dossier([operation("2026-10-05", "VIR NOVATEC FA1/26 MOINS AV3/26", 800)], invoices))
    assert result.invoices["remaining_cents"].tolist() == [0, 0]


def test_a_short_bare_number_counts_only_beside_its_tiers() -> None:
    invoices = [supplier_invoice("45", "MARVIN", 1000, due="2026-10-01")]
    alone = make_dossier([operation("2026-10-05", "PRLV 45", -900)], invoices)
    beside = make_dossier([operation("2026-10-05", "VIR MARVIN 45", -900)], invoices)
    assert one(alone)["remaining_cents"] == -100_000
    assert one(beside)["remaining_cents"] == -10_000


def test_a_number_shared_by_two_tiers_needs_the_name() -> None:
    invoices = [supplier_invoice("10452", "MARVIN", 1000, due="2026-10-01"), supplier_invoice("10452", "INGAL", 800, due="2026-10-01")]
    nobody = settled(make_dossier([operation("2026-10-05", "VIR 10452", -500)], invoices))
    assert nobody.invoices["remaining_cents"].tolist() == [-100_000, -80_000]
    named = settled(make_dossier([operation("2026-10-05", "VIR INGAL 10452", -800)], invoices))
    assert named.invoices["remaining_cents"].tolist() == [-100_000, 0]


def test_a_number_without_its_year_needs_the_name() -> None:
    invoices = [customer_invoice("FA112/26", "NOVATEC", 1000, due="2026-10-01")]
    assert one(make_dossier([operation("2026-10-05", "VIR FA112", 900)], invoices))["remaining_cents"] == 100_000
    assert one(make_dossier([operation("2026-10-05", "VIR NOVATEC FA112", 900)], invoices))["remaining_cents"] == 10_000


def test_a_number_paid_twice_is_said_to_be_overpaid() -> None:
    lines = [operation("2026-10-05", "VIR INFODIS FA881", -119_000), operation("2026-10-09", "VIR INFODIS FA881", -119_000)]
    result = settled(make_dossier(lines, [supplier_invoice("FA881", "INFODIS", 119_000, due="2026-10-01")]))
    assert codes(result) == ["INVOICE_OVERPAID"]
    assert "119" in result.findings[0].text()


def test_stamp_duty_on_a_cash_receipt_is_no_overpayment() -> None:
    dossier = make_dossier(
        [operation("2026-10-05", "ESPECES FA5/26", 102_000)], [customer_invoice("FA5/26", "A", 100_000, due="2026-10-01")]
    )
    assert codes(settled(dossier)) == []


def test_a_foreign_invoice_is_compared_in_its_own_currency() -> None:
    invoice = supplier_invoice("FA9/26", "META", 290, due="2026-10-01", currency="EUR")
    in_dinars = make_dossier([operation("2026-10-05", "VISA META FA9/26", -290)], [invoice])
    in_euros = make_dossier([operation("2026-10-05", "VISA META FA9/26", -290, currency="EUR")], [invoice])
    assert one(in_dinars)["remaining_cents"] == -29_000
    assert one(in_euros)["remaining_cents"] == 0


# ---------------------------------------------------------------------------------------------- exact amount
def test_one_line_of_that_tiers_with_exactly_the_amount_settles_the_invoice() -> None:
    lines = [operation("2026-10-05", "VIR PIXELREGIE", -416_500)]
    invoice = one(make_dossier(lines, [supplier_invoice("99", "EURL Pixelrégie", 416_500, due="2026-10-30")]))
    assert (invoice["remaining_cents"], invoice["settled_by"], invoice["settled_operation"]) == (0, "amount", 0)


def test_the_tiers_column_is_evidence_too() -> None:
    lines = [operation("2026-10-05", "CHQ 18834", -1000, counterparty="Pixelrégie")]
    assert one(make_dossier(lines, [supplier_invoice("99", "PIXELREGIE", 1000, due="2026-10-30")]))["remaining_cents"] == 0


@pytest.mark.parametrize("name", ["DIVERS", "Client comptoir", ""])
def test_a_generic_name_is_no_evidence(name: str) -> None:
    lines = [operation("2026-10-05", f"CHEQUE {name}", 1000, counterparty=name)]
    assert one(make_dossier(lines, [customer_invoice("", name, 1000, due="2026-10-30")]))["remaining_cents"] == 100_000


def test_part_of_a_word_is_no_evidence() -> None:
    lines = [operation("2026-10-05", "VIR NOVATECH", 1000)]
    assert one(make_dossier(lines, [customer_invoice("", "NOVA", 1000, due="2026-10-30")]))["remaining_cents"] == 100_000


def test_a_line_long_before_the_invoice_is_not_its_payment() -> None:
    invoices = [customer_invoice("", "NOVATEC", 1000, issued="2026-10-10")]
    assert one(make_dossier([operation("2026-10-04", "VIR NOVATEC", 1000)], invoices))["remaining_cents"] == 100_000
    assert one(make_dossier([operation("2026-10-05", "VIR NOVATEC", 1000)], invoices))["remaining_cents"] == 0


def test_the_oldest_due_invoice_is_paid_first_and_a_line_pays_once() -> None:
    invoices = [customer_invoice("", "NOVATEC", 1000, due="2026-10-30"), customer_invoice("", "NOVATEC", 1000, due="2026-10-01")]
    result = settled(make_dossier([operation("2026-10-15", "VIR NOVATEC", 1000)], invoices))
    assert result.invoices["remaining_cents"].tolist() == [100_000, 0]


def test_the_line_of_a_payment_typed_as_done_does_not_pay_another_invoice() -> None:
    invoices = [
        customer_invoice("", "NOVATEC", 1000, due="2026-09-01"),
        customer_invoice("", "NOVATEC", 1000, due="2026-10-01", paid_on="2026-10-12"),
    ]
    result = settled(make_dossier([operation("2026-10-15", "VIR NOVATEC", 1000)], invoices))
    assert result.invoices["remaining_cents"].tolist() == [100_000, 0]
    assert result.invoices["settled_operation"].tolist() == [-1, 0]


# ---------------------------------------------------------------------------------------------- bounced payments
RECEIPT = operation("2026-10-06", "REM CHQ 4471902", 476_000)
BOUNCE = operation("2026-10-12", "IMPAYE CHQ 4471902", -476_000)


def test_a_bounced_cheque_reopens_the_invoice_typed_as_paid_by_it() -> None:
    result = settled(make_dossier([RECEIPT, BOUNCE], [customer_invoice("FA99/26", "ZED", 476_000, due="2026-10-01", paid_on="2026-10-03")]))
    assert result.invoices["remaining_cents"].tolist() == [47_600_000]
    assert codes(result) == ["IMPAYE_REOPENED"]
    assert "FA99/26" in result.findings[0].text()


def test_before_the_cheque_bounces_the_invoice_is_paid() -> None:
    dossier = make_dossier([RECEIPT, BOUNCE], [customer_invoice("FA99/26", "ZED", 476_000, due="2026-10-01", paid_on="2026-10-06")])
    assert one(dossier, date(2026, 10, 11))["remaining_cents"] == 0


def test_a_bounced_receipt_settles_nothing_by_number_or_amount() -> None:
    lines = [operation("2026-10-06", "CHQ 77001 ZED FA99/26", 1000), operation("2026-10-12", "REJET CHQ 77001", -1000)]
    result = settled(make_dossier(lines, [customer_invoice("FA99/26", "ZED", 1000, due="2026-10-01")]))
    assert result.invoices["remaining_cents"].tolist() == [100_000]
    assert codes(result) == ["IMPAYE_REOPENED"]


def test_a_cheque_paid_after_it_bounced_settles_the_invoice_again() -> None:
    lines = [RECEIPT, BOUNCE, operation("2026-10-20", "VIR ZED FA99/26", 476_000)]
    result = settled(make_dossier(lines, [customer_invoice("FA99/26", "ZED", 476_000, due="2026-10-01", paid_on="2026-10-06")]))
    assert result.invoices["remaining_cents"].tolist() == [0]
    assert codes(result) == []


def test_a_bounced_cheque_takes_back_the_receipt_with_its_number_not_the_nearest() -> None:
    lines = [
        operation("2026-10-01", "REM CHQ 11111 ALFA", 1000),
        operation("2026-10-09", "REM CHQ 22222 BETA", 1000),
        operation("2026-10-12", "IMPAYE CHQ 11111", -1000),
    ]
    invoices = [customer_invoice("", "ALFA", 1000, due="2026-10-01"), customer_invoice("", "BETA", 1000, due="2026-10-01")]
    assert settled(make_dossier(lines, invoices)).invoices["remaining_cents"].tolist() == [100_000, 0]


def test_without_cheque_number_the_same_tiers_is_taken_back() -> None:
    lines = [
        operation("2026-10-01", "VERS ALFA", 1000),
        operation("2026-10-09", "VERS BETA", 1000),
        operation("2026-10-12", "IMPAYE ALFA", -1000),
    ]
    invoices = [customer_invoice("", "ALFA", 1000, due="2026-10-01"), customer_invoice("", "BETA", 1000, due="2026-10-01")]
    assert settled(make_dossier(lines, invoices)).invoices["remaining_cents"].tolist() == [100_000, 0]


# ---------------------------------------------------------------------------------------------- copies
def test_an_invoice_entered_twice_counts_once_and_is_said() -> None:
    invoices = [
        customer_invoice("FA7/26", "NOVATEC", 1000, due="2026-10-01"),
        customer_invoice("F0007-2026", "Novatec", 1000, due="2026-10-01"),
    ]
    result = settled(make_dossier(invoices=invoices))
    assert result.invoices["remaining_cents"].tolist() == [100_000]
    (finding,) = result.findings
    assert (finding.code, finding.row, finding.also_rows) == ("INVOICE_TWICE", 3, (2,))


def test_of_two_copies_the_one_that_says_paid_is_kept() -> None:
    open_one = customer_invoice("FA7/26", "NOVATEC", 1000, due="2026-10-01")
    result = settled(make_dossier(invoices=[open_one, {**open_one, "paid_on": "2026-10-10"}]))
    assert result.invoices["remaining_cents"].tolist() == [0]


def test_the_same_number_the_year_after_or_without_number_is_no_copy() -> None:
    invoices = [
        customer_invoice("12", "LOCATAIRE", 1000, due="2025-10-01"),
        customer_invoice("12", "LOCATAIRE", 1000, due="2026-10-01"),
        customer_invoice("", "LOCATAIRE", 1000, due="2026-10-01"),
        customer_invoice("", "LOCATAIRE", 1000, due="2026-10-01"),
    ]
    result = settled(make_dossier(invoices=invoices))
    assert len(result.invoices) == 4
    assert codes(result) == []


def test_an_empty_dossier_gives_an_empty_settlement() -> None:
    result = settled(make_dossier())
    assert result.invoices.empty
    assert result.payments.empty
    assert result.findings == ()


# ---------------------------------------------------------------------------------------------- laws
DAYS = st.integers(0, 60).map(lambda n: (date(2026, 9, 1) + timedelta(days=n)).isoformat())
NAMES = st.sampled_from(["NOVATEC", "PIXELREGIE", "NOVA PRINT", "DIVERS"])
AMOUNTS = st.sampled_from([100, 250, 500, 1000, 99.5])
TEXTS = st.tuples(
    st.sampled_from(["VIR", "REM CHQ 12345", "IMPAYE CHQ 12345", "CHQ 777"]),
    NAMES,
    st.sampled_from(["", "FA1/26", "FA2/26 FA3/26", "2", "FA1"]),
).map(" ".join)
LINES = st.builds(lambda on, label, amount, sign: operation(on, label, amount * sign), DAYS, TEXTS, AMOUNTS, st.sampled_from([1, -1]))
INVOICES = st.builds(
    lambda make, n, name, amount, due, said: make(f"FA{n}/26" if n else "", name, amount, due=due, **said),
    st.sampled_from([customer_invoice, supplier_invoice]),
    st.integers(0, 4),
    NAMES,
    st.sampled_from([100, 250, 500, 1000, -100]),
    DAYS,
    st.sampled_from([{}, {"paid_on": "2026-10-01"}, {"status": "paid"}, {"status": "partial"}, {"paid_on": "2026-12-01"}]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(LINES, max_size=8), st.lists(INVOICES, max_size=6))
def test_no_line_pays_more_than_itself_and_what_is_left_plus_what_is_paid_is_the_amount(lines: list[dict], invoices: list[dict]) -> None:
    dossier = make_dossier(lines, invoices)
    result = settled(dossier)
    found = result.invoices
    assert (found["remaining_cents"] + found["settled_cents"] == found["amount_cents"]).all()
    assert (found["remaining_cents"] * found["amount_cents"] >= 0).all()
    assert (found["remaining_cents"].abs() <= found["amount_cents"].abs()).all()
    spent = result.payments.groupby("operation")["amount_cents"].sum()
    line = dossier.operations.loc[spent.index, "amount_cents"]
    assert (spent.abs() <= line.abs()).all()
    assert (spent * line >= 0).all()
    whole = result.payments[result.payments["evidence"] != "number"]
    assert whole["operation"].is_unique
    paid = result.payments[result.payments["evidence"] != "typed"].groupby("invoice")["amount_cents"].sum().abs()
    assert (paid <= found.loc[paid.index, "amount_cents"].abs()).all()
    open_by_bank = found[(found["settled_by"] == "number") & (found["remaining_cents"] != 0)]
    assert (paid.reindex(open_by_bank.index) == open_by_bank["settled_cents"].abs()).all()
    closed = found[found["settled_by"].isin(["number", "amount"]) & (found["remaining_cents"] == 0)]
    missing = closed["amount_cents"].abs() - paid.reindex(closed.index)
    assert (missing <= [tolerance_cents(20 * cents, "DZD") for cents in closed["amount_cents"]]).all()


@settings(max_examples=30, deadline=None)
@given(st.lists(LINES, max_size=6), st.lists(INVOICES, max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_the_tab_changes_nothing_of_what_a_tiers_owes(lines: list[dict], invoices: list[dict], random: Random) -> None:
    shuffled = [{**invoice, "row": n + 2} for n, invoice in enumerate(invoices)]
    straight = settled(make_dossier(lines, shuffled)).invoices.groupby(["side", "counterparty"])["remaining_cents"].sum()
    random.shuffle(shuffled)
    other = settled(make_dossier(lines, shuffled)).invoices.groupby(["side", "counterparty"])["remaining_cents"].sum()
    pd.testing.assert_series_equal(straight.sort_index(), other.sort_index())


@pytest.mark.parametrize("turn", range(5))
def test_of_two_invoices_due_the_same_day_the_number_decides_which_a_line_pays_first(turn: int) -> None:
    lines = [operation("2026-09-01", "VIR NOVATEC", 100) for _ in range(4)] + [operation("2026-09-01", "VIR NOVATEC FA2/26 FA3/26", 100)]
    known = [("", 100), ("", 100), ("", 100), ("FA2/26", 250), ("FA3/26", 100)]
    invoices = [customer_invoice(number, "NOVATEC", amount, due="2026-09-01") for number, amount in (*known[turn:], *known[:turn])]
    found = settled(make_dossier(lines, [{**invoice, "row": n + 2} for n, invoice in enumerate(invoices)])).invoices
    assert dict(found[found["remaining_cents"] != 0].groupby("number")["remaining_cents"].sum()) == {"FA2/26": 15_000}
