"""The lettrage: what pays what, what stays open, and that no money is used twice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.treasury.dossier import Dossier
from addin.treasury.matching.combinations import MOST, find_combinations, find_run
from addin.treasury.matching.matching import match_payments
from addin.treasury.matching.model import Match, Matching
from addin.treasury.matching.tiers import LabelledTiers
from tests.treasury.builders import cents, customer_invoice, make_dossier, operation, supplier_invoice

AS_OF = date(2026, 10, 31)


def matched(operations: Iterable[Any], invoices: Iterable[Any], as_of: date = AS_OF, **more: Any) -> Matching:
    return match_payments(make_dossier(operations, invoices, **more), as_of)


def only(matching: Matching) -> Match:
    assert len(matching.matches) == 1
    return matching.matches[0]


# ---------------------------------------------------------------------------------------------- one payment, one invoice
def test_the_number_in_the_label_tells_the_invoice_whatever_the_amount_of_the_others() -> None:
    match = only(
        matched(
            [operation("2026-10-05", "VIR RECU NOVATEC FA112/26", 1_000)],
            [
                customer_invoice("FA111/26", "Novatec", 1_000, due="2026-10-01"),
                customer_invoice("FA112/26", "Novatec", 1_000, due="2026-10-01"),
            ],
        )
    )
    assert (match.invoices, match.status, match.reason) == ((1,), "matched", "number")


def test_a_tiers_and_an_exact_amount_tell_the_invoice() -> None:
    match = only(
        matched([operation("2026-10-05", "REM CHQ NOVATEC", 1_190)], [customer_invoice("FA1/26", "SARL Novatec", 1_190, due="2026-10-01")])
    )
    assert (match.operations, match.invoices, match.status, match.reason) == ((0,), (0,), "matched", "named_amount")


def test_a_name_cut_short_by_the_bank_is_still_the_name() -> None:
    tiers = LabelledTiers(["Avar Systèmes", "Godet"])
    assert tiers.of_line("VIR AVAR SYSTE 882", "") == {"AVAR SYSTEMES"}
    assert tiers.of_line("VIR AVARIE", "") == frozenset()


def test_the_tiers_typed_beside_the_line_settles_it() -> None:
    invoices = [customer_invoice("1", "Novatec", 1_190, due="2026-10-01"), customer_invoice("2", "Immo El Bahia", 1_190, due="2026-10-01")]
    match = only(matched([operation("2026-10-05", "REM CHQ 4471902", 1_190, counterparty="Immo El Bahia")], invoices))
    assert match.invoices == (1,)


def test_an_amount_that_only_one_open_invoice_has_is_enough_without_a_name() -> None:
    match = only(
        matched([operation("2026-10-05", "REM CHQ 4471902", "1190.37")], [customer_invoice("1", "Novatec", "1190.37", due="2026-10-01")])
    )
    assert match.reason == "amount_alone"


def test_an_amount_that_two_customers_owe_is_proposed_never_decided() -> None:
    invoices = [customer_invoice("1", "Novatec", "1190.37", due="2026-10-01"), customer_invoice("2", "Immo", "1190.37", due="2026-10-02")]
    found = matched([operation("2026-10-05", "REM CHQ 4471902", "1190.37")], invoices)
    assert found.matches == ()
    assert {match.invoices for match in found.proposals[0]} == {(0,), (1,)}
    assert {match.status for match in found.proposals[0]} == {"proposed"}


def test_a_supplier_is_paid_by_money_that_goes_out() -> None:
    invoices = [
        supplier_invoice("FA881", "Infodis", 119_000, due="2026-10-01"),
        customer_invoice("FA12", "Infodis", 119_000, due="2026-10-01"),
    ]
    match = only(matched([operation("2026-10-05", "VIR INFODIS", -119_000)], invoices))
    assert match.invoices == (0,)


def test_a_salary_of_the_same_amount_pays_no_invoice() -> None:
    found = matched(
        [operation("2026-10-28", "VIR SALAIRES 10/26", "-730123.45")], [supplier_invoice("7", "Pixelregie", "730123.45", due="2026-10-20")]
    )
    assert found.matches == ()


def test_a_fee_taken_by_the_bank_is_a_difference_not_another_invoice() -> None:
    match = only(
        matched([operation("2026-10-05", "VIR RECU NOVATEC", "11895.24")], [customer_invoice("1", "Novatec", 11_900, due="2026-10-01")])
    )
    assert (match.reason, match.difference_cents, match.status) == ("named_near", -476, "matched")


def test_a_payment_of_a_later_date_does_not_count() -> None:
    found = matched([operation("2026-11-05", "VIR NOVATEC", 500)], [customer_invoice("1", "Novatec", 500, due="2026-10-01")])
    assert found.matches == ()
    assert found.remaining_cents.tolist() == [50_000]


# ---------------------------------------------------------------------------------------------- several
def test_one_payment_of_several_invoices_is_their_exact_sum() -> None:
    invoices = [
        customer_invoice(str(n), "Novatec", amount, due=f"2026-09-{n:02d}")
        for n, amount in ((5, "1210.10"), (12, "845.55"), (19, "990.05"))
    ]
    match = only(matched([operation("2026-10-05", "VIR NOVATEC", "1835.60")], invoices))
    assert (match.invoices, match.reason, match.status) == ((1, 2), "named_sum", "matched")


def test_a_credit_note_is_netted_with_the_invoices_of_its_customer() -> None:
    invoices = [
        customer_invoice("1", "Novatec", "5000.40", due="2026-09-05"),
        customer_invoice("AV2", "Novatec", "-612.30", due="2026-09-08"),
    ]
    found = matched([operation("2026-10-05", "VIR NOVATEC", "4388.10")], invoices)
    assert only(found).invoices == (0, 1)
    assert found.remaining_cents.tolist() == [0, 0]


def test_several_payments_of_one_invoice_close_it() -> None:
    operations = [operation("2026-10-05", "VIR NOVATEC ACOMPTE", "400.25"), operation("2026-10-20", "VIR NOVATEC SOLDE", "789.75")]
    found = matched(operations, [customer_invoice("1", "Novatec", 1_190, due="2026-10-01")])
    assert (only(found).operations, only(found).status, only(found).reason) == ((0, 1), "matched", "lines_together")
    assert found.remaining_cents.tolist() == [0]


def test_a_part_payment_named_by_number_leaves_the_rest() -> None:
    found = matched(
        [operation("2026-10-05", "VIR NOVATEC FA112/26", 400)], [customer_invoice("FA112/26", "Novatec", 1_190, due="2026-10-01")]
    )
    assert only(found).status == "partial"
    assert found.remaining_cents.tolist() == [79_000]


def test_more_than_the_invoice_is_overpaid_and_said() -> None:
    found = matched(
        [operation("2026-10-05", "VIR NOVATEC FA112/26", 1_500)], [customer_invoice("FA112/26", "Novatec", 1_190, due="2026-10-01")]
    )
    assert only(found).status == "overpaid"
    assert "INVOICE_OVERPAID" in {finding.code for finding in found.findings}


def test_a_bounced_cheque_pays_nothing() -> None:
    operations = [operation("2026-10-05", "REM CHQ 4471902 NOVATEC", 476), operation("2026-10-09", "IMPAYE CHQ 4471902", -476)]
    found = matched(operations, [customer_invoice("1", "Novatec", 476, due="2026-10-01")])
    assert found.matches == ()
    assert found.remaining_cents.tolist() == [47_600]


def test_a_number_turned_into_a_scientific_one_is_said() -> None:
    found = matched([operation("2026-10-05", "VIR", 1)], [customer_invoice("1.23E+05", "Novatec", 500, due="2026-10-01")])
    assert [finding.code for finding in found.findings] == ["INVOICE_NUMBER_SCIENTIFIC"]


def test_an_invoice_typed_twice_is_paid_once() -> None:
    twice = [customer_invoice("FA1", "Novatec", 500, due="2026-10-01", issued="2026-09-01") for _ in range(2)]
    found = matched([operation("2026-10-05", "VIR NOVATEC FA1", 500)], twice)
    assert len(only(found).invoices) == 1
    assert "INVOICE_TWICE" in {finding.code for finding in found.findings}


def test_one_number_of_two_customers_needs_the_name_beside_it() -> None:
    invoices = [customer_invoice("FA7", "Novatec", 500, due="2026-10-01"), customer_invoice("FA7", "Immo El Bahia", 900, due="2026-10-01")]
    assert only(matched([operation("2026-10-05", "VIR IMMO EL BAHIA FA7", 900)], invoices)).invoices == (1,)


# ---------------------------------------------------------------------------------------------- hers wins
def test_what_she_decided_is_kept_against_all_other_evidence() -> None:
    invoices = [customer_invoice("FA1", "Novatec", 500, due="2026-10-01"), customer_invoice("FA2", "Immo El Bahia", 500, due="2026-10-01")]
    decided = [{"match": 1, "decision": "kept", "is_hers": True, "operation": 0, "invoice": 1, "part_cents": 50_000}]
    match = only(matched([operation("2026-10-05", "VIR NOVATEC FA1", 500)], invoices, lettering=decided))
    assert (match.invoices, match.origin, match.score) == ((1,), "hers", 1.0)


def test_what_she_refused_is_neither_matched_nor_proposed_again() -> None:
    refused = [{"match": 1, "decision": "refused", "is_hers": True, "operation": 0, "invoice": 0, "part_cents": 50_000}]
    found = matched(
        [operation("2026-10-05", "VIR NOVATEC FA1", 500)], [customer_invoice("FA1", "Novatec", 500, due="2026-10-01")], lettering=refused
    )
    assert found.matches == ()
    assert found.proposals == {}


# ---------------------------------------------------------------------------------------------- laws
_AMOUNTS = st.sampled_from([100, 119, 238, 500, 999])
_NAMES = st.sampled_from(["Novatec", "Immo El Bahia", "Aurès Textiles"])


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    invoices = [
        customer_invoice(f"FA{n}", draw(_NAMES), draw(_AMOUNTS) * draw(st.sampled_from([1, 1, 1, -1])), due=f"2026-0{1 + n % 9}-15")
        for n in range(draw(st.integers(0, 9)))
    ]
    lines = [
        operation(f"2026-0{draw(st.integers(1, 9))}-20", f"VIR {draw(_NAMES)}", draw(_AMOUNTS) * draw(st.integers(1, 3)))
        for _ in range(draw(st.integers(0, 9)))
    ]
    return make_dossier(lines, invoices)


@settings(max_examples=200, deadline=None)
@given(dossiers())
def test_no_line_and_no_invoice_is_ever_given_away_twice(dossier: Dossier) -> None:
    found = match_payments(dossier, AS_OF)
    lines = [operation for match in found.matches for operation in match.operations]
    invoices = [invoice for match in found.matches for invoice in match.invoices]
    assert len(lines) == len(set(lines))
    assert len(invoices) == len(set(invoices))
    settled: dict[int, int] = {}
    for match in found.matches:
        for piece in match.pieces:
            settled[piece.invoice] = settled.get(piece.invoice, 0) + piece.cents
    for index, amount in dossier.invoices["amount_cents"].items():
        if index in found.remaining_cents.index:
            assert settled.get(int(str(index)), 0) + int(found.remaining_cents[index]) == amount


@settings(max_examples=60, deadline=None)
@given(dossiers())
def test_the_same_dossier_gives_the_same_lettrage(dossier: Dossier) -> None:
    assert match_payments(dossier, AS_OF).matches == match_payments(dossier, AS_OF).matches


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(-50, 200), max_size=12), st.integers(-100, 500))
def test_what_is_found_adds_up_exactly(amounts: list[int], target: int) -> None:
    run = find_run(amounts, target)
    assert run is None or (len(run) > 1 and sum(amounts[at] for at in run) == target)
    for chosen in find_combinations(amounts, target):
        assert 2 <= len(chosen) <= MOST
        assert sum(amounts[at] for at in chosen) == target


@pytest.mark.parametrize("label", ["REM CHQ", "VIR NOVATEC"])
def test_three_thousand_invoices_of_one_amount_end_in_a_moment(label: str) -> None:
    invoices = [customer_invoice(f"FA{n}", "Novatec" if n % 2 else "Immo", "1234.56", due="2026-10-01") for n in range(3_000)]
    found = matched([operation("2026-10-05", label, "1234.56") for _ in range(200)], invoices)
    assert len(found.matches) == (0 if label == "REM CHQ" else 200)
    assert found.remaining_cents.sum() == cents("1234.56") * (3_000 - len(found.matches))


def test_payments_in_two_currencies_never_add_up() -> None:
    operations = [
        operation("2026-10-05", "VIR NOVATEC", "400.25"),
        operation("2026-10-06", "VIR NOVATEC", "789.75", account="BEA", currency="EUR"),
    ]
    found = matched(operations, [customer_invoice("1", "Novatec", 1_190, due="2026-10-01")])
    assert found.matches == ()
    assert found.remaining_cents.tolist() == [119_000]
