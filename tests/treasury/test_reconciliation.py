"""État de rapprochement bancaire: bank and books meet once what is in suspense is counted, and what does not meet is said."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from addin.treasury.dossier import Dossier, Settings
from addin.treasury.reconciliation.model import AccountReconciliation, Item, Reconciliation, StatementBalance
from addin.treasury.reconciliation.reconcile import reconcile
from tests.treasury.builders import account, customer_invoice, make_dossier, operation, rate, scheduled, supplier_invoice

DAY = date(2026, 10, 31)


def cheque(number: str, amount: float, due: str, **more: Any) -> dict[str, Any]:
    return scheduled("Chèque émis", -amount, due, kind="cheque", reference=number, counterparty="Imprimerie Chellali", **more)


def only(done: Reconciliation, name: str = "BNA") -> AccountReconciliation:
    (found,) = [each for each in done.accounts if each.account == name]
    return found


def told(items: Iterable[Item]) -> list[tuple[str, str, int, int | None, bool]]:
    return [(each.nature, each.reference, each.cents // 100, each.days, each.is_stale) for each in items]


def codes(done: Reconciliation) -> list[str]:
    return [finding.code for finding in done.findings]


def bank(*lines: dict[str, Any], **more: Any) -> Dossier:
    """BNA with 100 000 before, the lines, and a printed balance on the last one."""
    total = 10_000_000 + sum(line["amount_cents"] for line in lines)
    *others, last = lines
    return make_dossier([*others, {**last, "balance_cents": total}], accounts=[account("BNA", 100_000)], **more)


# ------------------------------------------------------------------------------------------------ our own books
def test_a_cheque_that_no_line_pays_is_in_suspense_and_taken_off_the_books() -> None:
    found = only(reconcile(bank(operation("2026-10-05", "SADEG", -5_000), schedule=[cheque("0018841", 20_000, "2026-10-20")]), DAY))
    assert told(found.in_transit) == [("cheque", "0018841", -20_000, 11, False)]
    assert (found.bank_cents, found.bank_source, found.book_cents, found.book_source, found.difference_cents) == (
        9_500_000, "printed", 7_500_000, "own", 0,
    )  # fmt: skip


def test_a_cheque_debited_is_no_longer_in_suspense() -> None:
    dossier = bank(operation("2026-10-25", "CHQ 0018841", -20_000), schedule=[cheque("0018841", 20_000, "2026-10-20")])
    assert only(reconcile(dossier, DAY)).in_transit == ()


def test_a_cheque_debited_after_the_date_was_in_suspense_at_the_date() -> None:
    dossier = bank(
        operation("2026-10-05", "SADEG", -5_000), operation("2026-11-03", "CHQ 0018841", -20_000),
        schedule=[cheque("0018841", 20_000, "2026-10-20")],
    )  # fmt: skip
    assert told(only(reconcile(dossier, DAY)).in_transit) == [("cheque", "0018841", -20_000, 11, False)]


def test_a_cheque_is_flagged_after_twenty_days_and_never_dropped() -> None:
    for due, days, is_stale in (("2026-10-11", 20, False), ("2026-10-10", 21, True), ("2024-10-31", 730, True)):
        done = reconcile(bank(operation("2026-10-05", "SADEG", -5_000), schedule=[cheque("0018841", 20_000, due)]), DAY)
        assert told(only(done).in_transit) == [("cheque", "0018841", -20_000, days, is_stale)]
        assert ("CHEQUE_NOT_DEBITED" in codes(done)) is is_stale


def test_a_cheque_belongs_to_the_account_that_debited_its_neighbours() -> None:
    dossier = make_dossier(
        [operation("2026-10-05", "CHQ 0018834", -5_000), operation("2026-10-06", "CHQ 7700012", -5_000, account="CPA")],
        accounts=[account("BNA", 100_000), account("CPA", 100_000)],
        schedule=[cheque("7700020", 20_000, "2026-10-20"), cheque("0018841", 30_000, "2026-10-20"), cheque("555", 1_000, "2026-10-20")],
    )
    done = reconcile(dossier, DAY)
    assert [item.reference for item in only(done, "BNA").in_transit] == ["0018841"]
    assert [item.reference for item in only(done, "CPA").in_transit] == ["7700020"]
    assert [item.reference for item in done.unassigned] == ["555"]
    assert "TRANSIT_UNASSIGNED" in codes(done)


def test_a_remittance_not_yet_credited_is_added_to_the_books() -> None:
    due = scheduled("Chèque de Novatec remis", 40_000, "2026-10-28", kind="cheque", reference="4471902")
    found = only(reconcile(bank(operation("2026-10-05", "SADEG", -5_000), schedule=[due]), DAY))
    assert told(found.in_transit) == [("remittance", "4471902", 40_000, 3, False)]


def test_a_salary_paid_by_cheque_is_never_shown_by_name() -> None:
    due = scheduled("Salaire Karim B.", -60_000, "2026-10-28", kind="cheque", reference="0018850", counterparty="Karim B.")
    found = only(reconcile(bank(operation("2026-10-05", "SADEG", -5_000), schedule=[due]), DAY))
    assert [item.label for item in found.in_transit] == ["Salaires"]


def test_an_invoice_noted_as_paid_that_no_line_pays_is_in_suspense() -> None:
    invoices = [
        customer_invoice("FA1", "Novatec", 30_000, due="2026-10-20", paid_on="2026-10-27", status="paid"),
        supplier_invoice("F9", "Infodis", 7_000, due="2026-10-20", paid_on="2026-10-01", status="paid"),
        supplier_invoice("F8", "Infodis", 9_000, due="2026-01-20", paid_on="2026-01-15", status="paid"),  # before the account begins
    ]
    found = only(reconcile(bank(operation("2026-09-05", "SADEG", -5_000), invoices=invoices), DAY))
    assert told(found.in_transit) == [("invoice", "F9", -7_000, 30, True), ("invoice", "FA1", 30_000, 4, False)]


def test_old_invoices_noted_as_paid_are_told_together_and_do_not_change_the_books() -> None:
    paid = {"paid_on": "2026-05-20", "status": "paid"}
    invoices = [customer_invoice(f"FA{k}", "Novatec", 1_000 * (k + 1), due="2026-05-20", **paid) for k in range(3)]
    done = reconcile(bank(operation("2026-01-05", "SADEG", -5_000), invoices=invoices), DAY)
    (item,) = done.unassigned
    assert (item.nature, item.count, item.cents, item.is_stale) == ("older_invoices", 3, 600_000, True)
    assert only(done).in_transit == ()


def test_a_line_that_names_nobody_shows_the_payment_of_an_invoice_of_its_amount() -> None:
    invoice = customer_invoice("FA1", "Novatec", 30_000, due="2026-10-20", paid_on="2026-10-20", status="paid")
    dossier = bank(operation("2026-10-27", "REM CHQ 4471902", 30_000), invoices=[invoice])
    assert only(reconcile(dossier, DAY)).in_transit == ()


def test_an_invoice_paid_by_a_cheque_of_the_schedule_counts_once() -> None:
    invoice = supplier_invoice("F9", "Imprimerie Chellali", 20_000, due="2026-10-20", paid_on="2026-10-20", status="paid")
    dossier = bank(operation("2026-10-05", "SADEG", -5_000), invoices=[invoice], schedule=[cheque("0018841", 20_000, "2026-10-20")])
    assert [item.nature for item in only(reconcile(dossier, DAY)).in_transit] == ["cheque"]


def test_the_missing_leg_of_a_transfer_is_in_suspense_on_the_account_that_it_names() -> None:
    dossier = make_dossier(
        [
            operation("2026-10-29", "VIR INTERNE CCP", -50_000, transfer_state="single"),
            operation("2026-10-05", "RETRAIT", -10, account="CCP"),
        ],
        accounts=[account("BNA", 100_000), account("CCP", 10_000, kind="postal")],
    )
    done = reconcile(dossier, DAY)
    assert told(only(done, "CCP").in_transit) == [("transfer", "", 50_000, 2, False)]
    assert only(done, "BNA").in_transit == ()


def test_two_single_legs_of_one_movement_between_currencies_are_not_in_suspense() -> None:
    lines = [
        operation("2026-08-02", "VIR INTERNE CARTE VISA", -2_650, account="BEA", currency="EUR", transfer_state="single"),
        operation("2026-08-02", "RECHARGE CARTE VISA", 394_710, account="Visa", transfer_state="single"),
    ]
    accounts = [account("BEA", 5_000, currency="EUR"), account("Visa", 0, kind="card")]
    done = reconcile(make_dossier(lines, accounts=accounts, rates=[rate("EUR", "2026-07-01", 149.2)]), DAY)
    assert done.unassigned == ()
    assert all(each.in_transit == () for each in done.accounts)


def test_transfers_of_more_than_a_month_are_told_together_and_none_is_lost() -> None:
    lines = [operation(f"2026-0{month}-05", "VIR INTERNE", -1_000 * month, transfer_state="single") for month in (3, 4, 5)]
    done = reconcile(make_dossier(lines, accounts=[account("BNA", 100_000), account("CPA", 0)]), DAY)
    (item,) = done.unassigned
    assert (item.nature, item.count, item.cents, item.is_stale) == ("older_transfers", 3, 1_200_000, True)


# ------------------------------------------------------------------------------------------------ the bank's side
def test_a_broken_chain_of_printed_balances_is_an_unexplained_difference() -> None:
    lines = [
        operation("2026-10-01", "SADEG", -1_000, balance_cents=9_900_000),
        operation("2026-10-02", "SEAAL", -500, balance_cents=9_700_000),  # 150 000 centimes lower than the lines say
    ]
    done = reconcile(make_dossier(lines, accounts=[account("BNA", 100_000)]), DAY)
    assert only(done).difference_cents == 9_700_000 - 9_850_000
    assert "RECONCILIATION_GAP" in codes(done)


def test_without_any_stated_balance_the_difference_is_not_known_rather_than_zero() -> None:
    done = reconcile(make_dossier([operation("2026-10-01", "SADEG", -1_000)], accounts=[account("BNA", 100_000)]), DAY)
    found = only(done)
    assert (found.bank_source, found.bank_cents, found.difference_cents) == ("calculated", 9_900_000, None)
    assert "BANK_BALANCE_UNSTATED" in codes(done)


def test_without_opening_nor_printed_balance_nothing_is_known() -> None:
    found = only(reconcile(make_dossier([operation("2026-10-01", "SADEG", -1_000)], accounts=[account("BNA")]), DAY))
    assert (found.bank_cents, found.calculated_cents, found.book_cents, found.difference_cents) == (None, None, None, None)


def test_the_balance_of_an_imported_statement_is_brought_to_the_date_by_later_lines() -> None:
    lines = [operation("2026-10-01", "SADEG", -1_000), operation("2026-10-20", "SEAAL", -500)]
    dossier = make_dossier(lines, accounts=[account("BNA", 100_000)])
    stated = [
        StatementBalance("BNA", "DZD", date(2026, 9, 30), 10_000_000), StatementBalance("BNA", "DZD", date(2026, 10, 10), 9_890_000),
        StatementBalance("BNA", "DZD", date(2026, 11, 10), 1), StatementBalance("CPA", "DZD", date(2026, 10, 30), 2),
    ]  # fmt: skip
    found = only(reconcile(dossier, DAY, stated=stated))
    assert (found.bank_source, found.bank_on, found.bank_cents, found.difference_cents) == (
        "statement", date(2026, 10, 10), 9_840_000, -10_000,
    )  # fmt: skip


def test_the_balance_that_she_types_from_the_paper_wins() -> None:
    dossier = bank(operation("2026-10-05", "SADEG", -5_000))
    found = only(reconcile(dossier, DAY, typed={("BNA", "DZD"): 9_400_000}))
    assert (found.bank_source, found.difference_cents) == ("typed", -100_000)


def test_a_balance_declared_in_the_settings_is_that_of_the_books() -> None:
    for name, text, difference in (
        ("solde comptable bna", "75000,00", 0),
        ("solde comptable bna au 31 10 2026", "74 000,00", 100_000),
        ("solde comptable", "75000", 0),  # the only bank
    ):
        dossier = bank(
            operation("2026-10-05", "SADEG", -5_000),
            schedule=[cheque("0018841", 20_000, "2026-10-20")],
            settings=Settings(raw={name: text}),
        )
        found = only(reconcile(dossier, DAY))
        assert (found.book_source, found.difference_cents) == ("declared", difference), name


def test_a_declared_balance_of_another_day_is_left_aside_and_one_that_cannot_be_read_is_said() -> None:
    other_day = bank(operation("2026-10-05", "SADEG", -5_000), settings=Settings(raw={"solde comptable bna au 30 09 2026": "1"}))
    assert only(reconcile(other_day, DAY)).book_source == "own"
    for name, text in (("solde comptable bna", "environ"), ("solde comptable xyz", "12")):
        done = reconcile(bank(operation("2026-10-05", "SADEG", -5_000), settings=Settings(raw={name: text})), DAY)
        assert "BOOK_BALANCE_UNREADABLE" in codes(done)


# ------------------------------------------------------------------------------------------------ cash boxes
def test_a_cash_box_below_zero_is_told_with_its_days_depth_and_rows() -> None:
    lines = [
        operation("2026-10-01", "VERSEMENT", 1_000, account="Caisse"), operation("2026-10-03", "Achat", -800, account="Caisse"),
        operation("2026-10-03", "Achat", -500, account="Caisse"), operation("2026-10-04", "Achat", -100, account="Caisse"),
        operation("2026-10-06", "Alimentation", 5_000, account="Caisse"), operation("2026-10-30", "Achat", -6_000, account="Caisse"),
    ]  # fmt: skip
    done = reconcile(make_dossier(lines, accounts=[account("Caisse", 0, kind="cash")]), DAY)
    first, second = done.negative_cash
    assert (first.first, first.last, first.days, first.depth_cents, first.depth_on, first.is_over) == (
        date(2026, 10, 3), date(2026, 10, 5), 3, -40_000, date(2026, 10, 4), True,
    )  # fmt: skip
    assert first.rows == (("Caisse", 3), ("Caisse", 4))
    assert (second.first, second.depth_cents, second.is_over) == (date(2026, 10, 30), -140_000, False)
    finding = next(each for each in done.findings if each.code == "CASH_NEGATIVE")
    assert (finding.sheet, finding.row, finding.also_rows) == ("Caisse", 3, (4,))
    assert done.accounts == ()


def test_a_cash_box_whose_opening_is_not_known_is_not_judged() -> None:
    lines = [operation("2026-10-03", "Achat", -800, account="Caisse")]
    assert reconcile(make_dossier(lines, accounts=[account("Caisse", kind="cash")]), DAY).negative_cash == ()
