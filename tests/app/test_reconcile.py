"""The page « Rapprochement » as a use case: what it writes, what she types on it, what she signs off and what changes afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from addin.app.reconcile import Reconciled, reconcile_accounts
from addin.app.reconcile_json import reconciled_as_json
from addin.app.undo import undo_last
from addin.messages import TresoError
from addin.sheets.model import fingerprint
from addin.sheets.reconciliation import AccountPage
from addin.sheets.reconciliation_back import read_page
from addin.sheets.reconciliation_parts import GAP, SIGNED_ON, TITLES, TYPED, told_account
from tests.app.fakes import Answers
from tests.app.workbooks import NOW, WEEK, bank
from tests.hosts.adapters import Owned, Sheets

Make = Callable[[Sheets], Owned]
TITLE = TITLES[0]


def sheets() -> dict[str, list[list[object]]]:
    """A bank with printed balances, another one without, a cash box, a cheque issued."""
    return {
        **bank(),
        "CPA": [
            ["Date", "Libellé", "Débit", "Crédit"], [datetime(2026, 10, 5), "VIR RECU PHARMADZ", None, 40_000.0],
            [datetime(2026, 10, 12), "CHQ 7700012", 9_000.0, None],
        ],
        "Caisse": [
            ["Date", "Libellé", "Entrées", "Sorties"], [datetime(2026, 10, 6), "Alimentation", 2_000.0, None],
            [datetime(2026, 10, 7), "Timbres", None, 2_600.0], [datetime(2026, 10, 9), "Alimentation", 5_000.0, None],
        ],
        "Comptes": [
            ["Compte", "Type", "Devise", "Solde initial", "Date du solde initial"],
            ["CPA", "Banque", "DZD", 100_000.0, datetime(2026, 10, 1)], ["Caisse", "Caisse", "DZD", 0.0, datetime(2026, 10, 1)],
        ],
        "Échéancier": [
            ["Libellé", "Tiers", "Type", "Sens", "Montant", "Date", "Périodicité", "Référence", "État"],
            ["Chèque émis BNA", "Chellali", "Chèque émis", "Payer", 25_000.0, datetime(2026, 10, 3), "Une fois", "0018841", "À venir"],
        ],
    }  # fmt: skip


def build(owned: Owned, answers: Answers | None = None, *, as_of: date = WEEK, account: str | None = None) -> Reconciled:
    return reconcile_accounts(owned.open(), answers or Answers(), as_of=as_of, now=NOW, account=account)


def values(owned: Owned, sheet: str = TITLE) -> list[list[object]]:
    return [list(row) for row in owned.open().read(sheet).rows]


def names(owned: Owned) -> list[str]:
    return [sheet.name for sheet in owned.open().sheets()]


def cell_of(owned: Owned, account: str, words: str) -> int:
    """Excel row of a line in the block of an account."""
    inside = False
    for i, row in enumerate(values(owned), 1):
        told = told_account(row[0] if row else None)
        inside = told["account"] == account if told else inside
        if inside and row and row[0] == words:
            return i
    raise AssertionError(f"{words} is not in the block of {account}")


def sign(owned: Owned, account: str, day: object = datetime(2026, 11, 3), who: str = "Samia B.") -> None:
    row = cell_of(owned, account, SIGNED_ON)
    owned.type_in(TITLE, {(row, 2): day, (row, 4): who})


def page_of(done: Reconciled, account: str) -> AccountPage:
    return next(each for each in done.page.accounts if each.account.account == account)


def codes(done: Reconciled) -> list[str]:
    return [finding.code for finding in done.findings]


# ------------------------------------------------------------------------------------------------ writing
def test_the_page_is_added_behind_her_tabs_which_stay_as_they_are_and_undone(make: Make) -> None:
    owned = make(sheets())
    before = {name: fingerprint(values(owned, name)) for name in names(owned)}
    done = build(owned)
    assert names(owned) == [*before, TITLE, "Historique"]
    assert fingerprint(values(owned)) == fingerprint(done.sheet.values())
    assert {name: fingerprint(values(owned, name)) for name in before} == before
    undo_last(owned.open(), Answers(), NOW)
    assert [name for name in names(owned) if name != "Historique"] == list(before)


def test_what_is_found_is_told_account_by_account(make: Make) -> None:
    done = build(make(sheets()))
    told = reconciled_as_json(done)
    cpa, bna = told["accounts"]
    assert (bna["bank_balance"], bna["book_balance"], bna["difference"]) == ("1064199.45", "1039199.45", "0.00")
    assert [(item["reference"], item["amount"], item["age_days"], item["stale"]) for item in bna["in_transit"]] == [
        ("0018841", "-25000.00", 28, True)
    ]
    assert (cpa["bank_balance"], cpa["bank_source"], cpa["difference"]) == ("131000.00", "calculated", None)
    (box,) = told["negative_cash"]
    assert (box["first_date"], box["depth"], box["days"], box["rows"]) == ("2026-10-07", "-600.00", 2, [{"sheet": "Caisse", "row": 3}])
    assert {"CHEQUE_NOT_DEBITED", "CASH_NEGATIVE"} <= {each["code"] for each in told["warnings"]}
    assert "BANK_BALANCE_UNSTATED" in {each["code"] for each in told["notes"]}
    assert told["as_of"] == "2026-10-31"


def test_the_page_is_not_read_as_operations_and_comes_out_the_same_again(make: Make) -> None:
    owned = make(sheets())
    first = build(owned)
    second = build(owned)
    assert fingerprint(second.sheet.values()) == fingerprint(first.sheet.values())


def test_only_one_account_can_be_asked_for(make: Make) -> None:
    owned = make(sheets())
    done = build(owned, account="cpa")
    assert [each.account.account for each in done.shown] == ["CPA"]
    assert [each.account.account for each in done.page.accounts] == ["CPA", "BNA"]
    with pytest.raises(TresoError) as refusal:
        build(owned, account="BDL")
    assert refusal.value.code == "RECONCILIATION_NO_ACCOUNT"


def test_the_page_is_replaced_only_when_she_agrees_and_a_sheet_of_hers_never(make: Make) -> None:
    owned = make(sheets())
    build(owned)
    before = fingerprint(values(owned))
    with pytest.raises(TresoError) as refusal:
        build(owned, Answers(False))
    assert refusal.value.code == "DECLINED"
    assert fingerprint(values(owned)) == before
    owned = make({**sheets(), TITLE: [["Mes notes", "à moi"]]})
    for _ in range(2):
        assert build(owned).sheet.title == TITLES[1]
    assert values(owned)[0][:2] == ["Mes notes", "à moi"]
    owned = make({**sheets(), **{title: [["Mes notes"]] for title in TITLES}})
    with pytest.raises(TresoError) as refusal:
        build(owned)
    assert refusal.value.code == "SHEET_NAME_TAKEN"


# ------------------------------------------------------------------------------------------------ what she types
def test_the_balance_that_she_types_proves_the_account_and_stays(make: Make) -> None:
    owned = make(sheets())
    build(owned)
    owned.type_in(TITLE, {(cell_of(owned, "CPA", TYPED), 6): 130_500.0})
    for _ in range(2):
        account = page_of(build(owned), "CPA").account
        assert (account.bank_source, account.bank_cents, account.difference_cents) == ("typed", 13_050_000, -50_000)
    assert page_of(build(owned, as_of=date(2026, 10, 24)), "CPA").account.bank_source == "calculated"


def test_a_balance_typed_as_a_text_is_read_and_one_that_is_no_amount_is_said(make: Make) -> None:
    owned = make(sheets())
    build(owned)
    owned.type_in(TITLE, {(cell_of(owned, "CPA", TYPED), 6): "130 500,00"})
    assert page_of(build(owned), "CPA").account.difference_cents == -50_000
    owned.type_in(TITLE, {(cell_of(owned, "CPA", TYPED), 6): "à demander"})
    done = build(owned)
    finding = next(each for each in done.findings if each.code == "TYPED_BALANCE_UNREADABLE")
    assert (finding.sheet, finding.value, page_of(done, "CPA").account.bank_source) == (TITLE, "à demander", "calculated")


# ------------------------------------------------------------------------------------------------ what she signs off
def test_what_she_signs_off_stays_with_its_figures_and_a_change_of_that_past_is_said(make: Make) -> None:
    owned = make(sheets())
    build(owned)
    sign(owned, "BNA")
    again = build(owned)
    signed = page_of(again, "BNA")
    assert (signed.is_signed, signed.signed_on, signed.signed_by, signed.changed) == (True, date(2026, 11, 3), "Samia B.", ())
    assert "RECONCILIATION_CHANGED" not in codes(again)

    row = next(i for i, line in enumerate(values(owned, "Échéancier"), 1) if "0018841" in map(str, line))
    owned.type_in("Échéancier", {(row, 5): 30_000.0})
    for _ in range(2):  # it stays frozen, however often the page is made again
        changed = build(owned)
        frozen = page_of(changed, "BNA")
        assert (frozen.account.book_cents, frozen.account.transit_cents) == (103_919_945, -2_500_000)
        assert [item.reference for item in frozen.account.in_transit] == ["0018841"]
        assert [each.what for each in frozen.changed] == ["book", "transit"]
        assert codes(changed).count("RECONCILIATION_CHANGED") == 2
    told = reconciled_as_json(changed)["accounts"][1]
    assert (told["signed_off_on"], told["book_balance"], told["changed"]) == ("2026-11-03", "1039199.45", ["book", "transit"])


def test_a_signature_is_remembered_when_the_page_goes_on_to_another_date(make: Make) -> None:
    owned = make(sheets())
    build(owned, as_of=date(2026, 10, 24))
    sign(owned, "BNA", "03/11/2026", "S. B.")
    later = build(owned)
    assert not page_of(later, "BNA").is_signed
    (visa,) = later.page.visas
    assert (visa.account, visa.as_of, visa.signed_on, visa.signed_by) == ("BNA", date(2026, 10, 24), date(2026, 11, 3), "S. B.")
    assert visa.bank_cents == 100_561_945
    assert build(owned).page.visas == later.page.visas
    back = page_of(build(owned, as_of=date(2026, 10, 24)), "BNA")
    assert (back.is_signed, back.signed_by) == (True, "S. B.")


def test_a_signature_that_she_erases_is_forgotten(make: Make) -> None:
    owned = make(sheets())
    build(owned)
    sign(owned, "BNA")
    build(owned)
    row = cell_of(owned, "BNA", SIGNED_ON)
    owned.type_in(TITLE, {(row, 2): None, (row, 4): None})
    done = build(owned)
    assert done.page.visas == ()
    assert not page_of(done, "BNA").is_signed


def test_an_account_signed_with_a_typed_balance_keeps_it(make: Make) -> None:
    owned = make(sheets())
    build(owned)
    owned.type_in(TITLE, {(cell_of(owned, "CPA", TYPED), 6): 131_000.0})
    build(owned)
    sign(owned, "CPA")
    for _ in range(2):
        signed = page_of(build(owned), "CPA")
        assert (signed.is_signed, signed.account.bank_source, signed.account.difference_cents, signed.changed) == (True, "typed", 0, ())
    row = cell_of(owned, "CPA", SIGNED_ON)
    owned.type_in(TITLE, {(row, 2): None})
    assert page_of(build(owned), "CPA").account.bank_source == "typed"


def test_a_page_reads_back_as_it_was_written(make: Make) -> None:
    owned = make(sheets())
    done = build(owned)
    back = read_page(values(owned))
    assert [(each.account, each.currency, each.as_of) for each in back.accounts] == [("CPA", "DZD", WEEK), ("BNA", "DZD", WEEK)]
    for each in done.page.accounts:
        account = each.account
        stood = back.of(account.account, account.currency, WEEK)
        assert stood is not None
        assert (stood.bank_cents, stood.book_cents, stood.difference_cents, stood.bank_source, stood.book_source) == (
            account.bank_cents, account.book_cents, account.difference_cents, account.bank_source, account.book_source,
        )  # fmt: skip
        assert [(item.nature, item.on, item.cents, item.days) for item in stood.items["in_transit"]] == [
            (item.nature, item.on, item.cents, item.days) for item in account.in_transit
        ]
    assert cell_of(owned, "BNA", GAP)
