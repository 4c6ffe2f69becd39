"""Books that stand in the workbook (a tab 512, the general ledger) against the lines of the bank."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.treasury.reading import build_dossier
from addin.treasury.reconciliation.book_lines import same_lines
from addin.treasury.reconciliation.ledger import ledger_accounts, ledger_books
from addin.treasury.reconciliation.model import AccountReconciliation, Reconciliation
from addin.treasury.reconciliation.reconcile import reconcile
from addin.treasury.reconciliation.sign_off import changed_since, visa_of
from addin.treasury.tabs import RawTab
from tests.treasury.builders import account, make_dossier, operation, scheduled

DAY = date(2026, 10, 31)
BANK = [
    operation("2026-10-01", "VIR RECU NOVATEC FA112", 119_000, balance_cents=21_900_000),
    operation("2026-10-06", "CHQ 0018834", -12_000, balance_cents=20_700_000),
    operation("2026-10-28", "AGIOS T3", -1_284, balance_cents=20_571_600),
]
BOOK = [
    operation("2026-10-01", "Règlement Novatec", 119_000, account="512 BNA"),
    operation("2026-10-02", "Chèque 18834 loyer", -12_000, account="512 BNA"),
    operation("2026-10-26", "Chèque 18840 Infodis", -30_000, account="512 BNA"),
]


def reconciled(bank: list[dict[str, object]], book: list[dict[str, object]], opening: float = 100_000) -> Reconciliation:
    accounts = [account("BNA", 100_000, scf_account="512100"), account("512 BNA", opening, is_included=False)]
    return reconcile(make_dossier([*bank, *book], accounts=accounts), DAY)


def only(done: Reconciliation) -> AccountReconciliation:
    (found,) = done.accounts
    return found


def test_each_side_shows_what_the_other_lacks_and_nothing_is_left_unexplained() -> None:
    done = reconciled(BANK, BOOK)
    found = only(done)
    assert done.books == {"512 BNA": "BNA"}
    assert [(item.label, item.cents, item.days, item.is_stale) for item in found.in_transit] == [
        ("Chèque 18840 Infodis", -3_000_000, 5, False)
    ]
    assert [(item.label, item.cents) for item in found.unbooked] == [("AGIOS T3", -128_400)]
    assert (found.book_source, found.book_name, found.book_cents, found.difference_cents) == ("tab", "512 BNA", 17_700_000, 0)


def test_books_that_begin_from_another_balance_leave_that_difference() -> None:
    assert only(reconciled(BANK, BOOK, opening=99_000)).difference_cents == 100_000


def test_a_cheque_of_before_the_books_begin_that_is_debited_since_is_no_difference() -> None:
    earlier = operation("2026-10-05", "CHQ 0018700", -7_000)
    bank = [{**line, "balance_cents": pd.NA} for line in (BANK[0], earlier, *BANK[1:])]
    found = only(reconciled(bank, BOOK, opening=93_000))
    assert [(item.label, item.cents) for item in found.carried] == [("CHQ 0018700", -700_000)]
    assert found.difference_cents == 0


def test_books_kept_in_the_books_sense_are_turned() -> None:
    turned = [{**line, "amount_cents": -int(line["amount_cents"])} for line in BOOK]
    found = only(reconciled(BANK, turned, opening=-100_000))
    assert (found.book_cents, found.difference_cents, len(found.in_transit), len(found.unbooked)) == (17_700_000, 0, 1, 1)


def test_books_counted_in_the_cash_beside_their_bank_are_said() -> None:
    dossier = make_dossier([*BANK, *BOOK], accounts=[account("BNA", 100_000), account("512 BNA", 100_000)])
    assert [finding.code for finding in reconcile(dossier, DAY).findings] == ["BOOK_IN_CASH"]


def test_a_book_whose_bank_is_not_in_the_workbook_is_the_account_itself() -> None:
    lines = [{**line, "account": "Journal de banque CPA"} for line in BOOK]
    done = reconcile(make_dossier([*lines, *BANK], accounts=[account("BNA", 100_000), account("Journal de banque CPA", 0)]), DAY)
    assert done.books == {}
    assert [each.account for each in done.accounts] == ["BNA", "Journal de banque CPA"]


def test_a_cheque_due_that_is_neither_in_the_books_nor_at_the_bank_is_told_apart() -> None:
    accounts = [account("BNA", 100_000), account("512 BNA", 100_000, is_included=False)]
    due = {"kind": "cheque", "counterparty": "Infodis"}
    schedule = [
        scheduled("Chèque émis", -30_000, "2026-10-05", reference="0018840", **due),  # in the books
        scheduled("Chèque émis", -8_000, "2026-10-05", reference="0018841", **due),
    ]
    done = reconcile(make_dossier([*BANK, *BOOK], accounts=accounts, schedule=schedule), DAY)
    found = only(done)
    assert [item.reference for item in found.elsewhere] == ["0018841"]
    assert (len(found.in_transit), found.difference_cents) == (1, 0)
    assert [finding.value for finding in done.findings if finding.code == "CHEQUE_NOT_DEBITED"] == ["0018841"]


def test_a_rent_missing_at_the_bank_is_the_month_that_is_missing() -> None:
    months = ("06", "07", "08", "09", "10")
    bank = [operation(f"2026-{month}-05", "VIR LOYER", -50_000) for month in months if month != "08"]
    book = [operation(f"2026-{month}-02", "Loyer", -50_000, account="512 BNA") for month in months]
    found = only(reconciled(bank, book))
    assert ([item.on for item in found.in_transit], found.unbooked) == ([date(2026, 8, 2)], ())


def test_one_remittance_of_several_cheques_meets_its_entries() -> None:
    bank = [operation("2026-10-08", "REM CHQ 3", 60_000)]
    book = [operation("2026-10-06", f"Chèque client {k}", cents, account="512 BNA") for k, cents in enumerate((10_000, 20_000, 30_000))]
    found = only(reconciled(bank, book))
    assert (found.in_transit, found.unbooked) == ((), ())


def test_the_general_ledger_gives_the_books_of_each_bank() -> None:
    rows: list[list[object]] = [
        ["Date", "Compte", "Libellé", "Pièce", "Débit", "Crédit"],
        [datetime(2026, 1, 1), "512100", "A nouveau", "", 100_000.0, None],
        [datetime(2026, 1, 1), "101000", "A nouveau", "", None, 100_000.0],
        [datetime(2026, 10, 1), "512100", "Règlement Novatec", "FA112", 119_000.0, None],
        [datetime(2026, 10, 1), "411000", "Règlement Novatec", "FA112", None, 119_000.0],
        [datetime(2026, 10, 2), "613000", "Loyer", "18834", 12_000.0, None],
        [datetime(2026, 10, 2), "512100", "Loyer chèque", "18834", None, 12_000.0],
    ]
    bank: list[list[object]] = [
        ["Date", "Libellé", "Débit", "Crédit", "Solde"],
        [datetime(2026, 10, 1), "VIR RECU NOVATEC", None, 119_000.0, 219_000.0],
    ]
    bank += [[datetime(2026, 10, 6), "CHQ 0018834", 12_000.0, None, 207_000.0], [datetime(2026, 10, 28), "AGIOS", 1_284.0, None, 205_716.0]]
    tabs = {tab.sheet: tab for tab in (RawTab("BNA", bank), RawTab("Grand livre", rows))}
    dossier = build_dossier(list(tabs.values()))
    (entry,) = ledger_accounts(tabs["Grand livre"])
    assert (entry.number, entry.openings, entry.lines["amount_cents"].tolist()) == (
        "512100",
        ((date(2026, 1, 1), 10_000_000),),
        [11_900_000, -1_200_000],
    )
    found = only(reconcile(dossier, DAY, ledgers=ledger_books(dossier, tabs, DAY)))
    assert (found.book_source, found.book_cents, found.difference_cents) == ("ledger", 20_700_000, 0)
    assert [item.label for item in found.unbooked] == ["AGIOS"]
    assert found.in_transit == ()


def test_each_year_of_a_ledger_begins_from_its_own_opening_entries() -> None:
    rows: list[list[object]] = [
        ["Date", "Compte", "Libellé", "Débit", "Crédit", "Journal"],
        [datetime(2025, 1, 1), "512100", "BNA", 1_000.0, None, "AN"],
        [datetime(2025, 6, 1), "512100", "Client", 500.0, None, "BQ"],
        [datetime(2026, 1, 1), "512100", "BNA", 1_500.0, None, "AN"],
        [datetime(2026, 6, 1), "512100", "Loyer", None, 200.0, "BQ"],
        [datetime(2026, 6, 1), "613000", "Loyer", 200.0, None, "BQ"],
    ]
    (entry,) = ledger_accounts(RawTab("Grand livre", rows))
    assert [entry.balance(day) for day in (date(2024, 12, 31), date(2025, 12, 31), date(2026, 1, 1), DAY)] == [
        None,
        150_000,
        150_000,
        130_000,
    ]
    assert entry.lines["label"].tolist() == ["Client", "Loyer"]


# ------------------------------------------------------------------------------------------------ laws
@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(1, 10**7), min_size=1, max_size=25, unique=True), st.lists(st.sampled_from(["both", "bank", "book"]), min_size=25),
    st.lists(st.integers(0, 9), min_size=25, max_size=25), st.integers(-(10**6), 10**6),
)  # fmt: skip
def test_bank_and_transit_are_books_and_unbooked_and_the_difference(
    amounts: list[int], where: list[str], delays: list[int], gap: int
) -> None:
    start = date(2026, 9, 1)
    bank, book = [operation("2026-08-31", "Début", 1)], [operation("2026-08-31", "Début", 1, account="512 BNA")]
    for k, (cents, side, delay) in enumerate(zip(amounts, where, delays, strict=False)):
        line = {"label": f"Ligne {k}", "amount_cents": cents + 200 * 10**7, "currency": "DZD"}
        if side != "book":
            bank.append({**line, "booked_on": str(start + timedelta(days=k + delay)), "account": "BNA"})
        if side != "bank":
            book.append({**line, "booked_on": str(start + timedelta(days=k)), "account": "512 BNA"})
    accounts = [account("BNA", 0), {**account("512 BNA", 0, is_included=False), "opening_cents": gap}]
    found = only(reconcile(make_dossier([*bank, *book], accounts=accounts), DAY))
    assert found.bank_cents is not None
    assert found.book_cents is not None
    assert found.difference_cents is not None
    assert found.bank_cents + found.transit_cents == found.book_cents + found.unbooked_cents + found.difference_cents
    if not found.carried:
        assert found.difference_cents == -gap
        assert sorted(item.label for item in found.in_transit) == sorted(
            str(line["label"]) for line in book[1:] if line["label"] not in {other["label"] for other in bank}
        )


def test_ten_thousand_equal_amounts_on_each_side_are_paired_at_once() -> None:
    days = pd.to_datetime("2026-01-01") + pd.to_timedelta([k % 300 for k in range(10_000)], unit="D")
    lines = pd.DataFrame({"booked_on": days.astype("datetime64[s]"), "label": "VIR", "piece": "", "amount_cents": 100_000})
    began = time.perf_counter()
    in_books, at_bank = same_lines(lines, lines)
    assert in_books.all()
    assert at_bank.all()
    assert time.perf_counter() - began < 2


# ------------------------------------------------------------------------------------------------ what was signed off
def test_what_changes_in_a_signed_past_is_told_figure_by_figure() -> None:
    visa = visa_of(only(reconciled(BANK, BOOK)), date(2026, 11, 2), "02/11/2026", "Samia")
    later = [*BOOK, operation("2026-10-27", "Oubli", -500, account="512 BNA")]
    changed = changed_since([visa], lambda on, typed: reconciled(BANK, later))
    assert [(each.what, each.before_cents, each.after_cents) for each in changed] == [
        ("book", 17_700_000, 17_650_000), ("transit", -2_871_600, -2_921_600),
    ]  # fmt: skip
    assert changed_since([visa], lambda on, typed: reconciled(BANK, BOOK)) == ()


def test_a_signed_account_that_is_gone_is_told() -> None:
    visa = visa_of(only(reconciled(BANK, BOOK)), date(2026, 11, 2), "02/11/2026", "Samia")
    nothing = Reconciliation(DAY, (), (), ())
    assert [each.what for each in changed_since([visa], lambda on, typed: nothing)] == ["account"]
