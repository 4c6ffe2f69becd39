"""Entries (écritures) of bank lines and invoices: the accounts, the TVA, the tiers, what is left out and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from addin.treasury.dossier import Dossier, Settings
from addin.treasury.entries.draft import draft_entries, unknown_accounts
from addin.treasury.entries.journals import journals
from addin.treasury.entries.model import Drafted, Entry
from addin.treasury.entries.plan import plan_with, scf
from addin.treasury.entries.register import ExportRegister
from addin.treasury.entries.settings import entry_settings
from addin.treasury.settlement import settle_invoices
from tests.treasury.builders import account, customer_invoice, make_dossier, operation, rate, supplier_invoice

AS_OF = date(2026, 10, 31)
SETTINGS = Settings(vat_rate=Decimal("0.19"))


def drafted(dossier: Dossier, register: ExportRegister | None = None) -> Drafted:
    settings = entry_settings(dossier.settings)
    register = register or ExportRegister()
    codes = journals(dossier.accounts, settings, register.journals)
    return draft_entries(dossier, settle_invoices(dossier, AS_OF), AS_OF, settings, codes, register)


def with_settings(**raw: str) -> Settings:
    return replace(SETTINGS, raw={name.replace("_", " "): value for name, value in raw.items()})


def shown(entry: Entry) -> list[tuple[str, float]]:
    return [(each.account, each.cents / 100) for each in entry.postings]


def one(dossier: Dossier) -> Entry:
    (entry,) = drafted(dossier).entries
    return entry


def test_a_classified_payment_goes_from_the_bank_to_its_account() -> None:
    entry = one(make_dossier([operation("2026-10-05", "SADEG", "-14380.55", scf_account="6073")], settings=SETTINGS))
    assert (entry.journal, entry.on, entry.label) == ("BQ", date(2026, 10, 5), "SADEG")
    assert shown(entry) == [("5121", -14380.55), ("6073", 14380.55)]


def test_a_category_gives_its_account_and_a_rule_of_hers_a_finer_one() -> None:
    categories = [{"category": "Frais généraux", "scf_account": "613"}]
    rules = [{"text": "SADEG", "direction": "debit", "category": "Frais généraux", "scf_account": "6073"}]
    lines = [operation("2026-10-05", label, -100, category="Frais généraux") for label in ("SADEG", "LOYER")]
    made = drafted(make_dossier(lines, categories=categories, rules=rules, settings=SETTINGS))
    assert [entry.postings[1].account for entry in made.entries] == ["6073", "613"]


@pytest.mark.parametrize("category", ["", "À classer", "Fantaisie"])
def test_a_line_that_she_has_not_classified_is_left_out_and_listed(category: str) -> None:
    made = drafted(make_dossier([operation("2026-10-05", "XYZ", -100, category=category)], settings=SETTINGS))
    assert made.entries == ()
    assert [(each.sheet, each.row, each.reason) for each in made.skipped] == [("BNA", 2, "unclassified")]


def test_it_goes_to_an_account_of_waiting_when_she_allows_it() -> None:
    lines = [operation("2026-10-05", "XYZ", -100), operation("2026-10-06", "ZYX", 50)]
    made = drafted(make_dossier(lines, settings=with_settings(comptes_d_attente_autorises="Oui")))
    assert [entry.postings[1].account for entry in made.entries] == ["476", "477"]


def test_an_invoice_splits_its_tva_and_its_payment_clears_the_tiers_with_one_letter() -> None:
    dossier = make_dossier(
        [operation("2026-10-12", "VIR RECU NOVATEC FA112/26", 1_190_000)],
        [customer_invoice("FA112/26", "Novatec", 1_190_000, issued="2026-09-01", vat_cents=190_000_00)],
        settings=SETTINGS,
    )
    invoice, payment = drafted(dossier).entries
    assert (invoice.journal, invoice.piece) == ("VE", "FA112/26")
    assert shown(invoice) == [("4111", 1_190_000), ("706", -1_000_000), ("44571", -190_000)]
    assert shown(payment) == [("5121", 1_190_000), ("4111", -1_190_000)]
    assert {invoice.postings[0].letter, payment.postings[1].letter} == {"AAA"}
    assert {each.auxiliary for entry in (invoice, payment) for each in entry.postings if each.account == "4111"} == {"CNOVATEC"}


def test_a_supplier_invoice_takes_the_account_of_the_line_that_pays_it_and_deducts_only_the_tva_on_the_paper() -> None:
    dossier = make_dossier(
        [operation("2026-10-12", "VIR PIXELREGIE PR-417", -416_500, category="Publicité")],
        [supplier_invoice("PR-417", "Pixelrégie", 416_500, issued="2026-10-01", vat_cents=-66_500_00)],
        settings=SETTINGS,
    )
    purchase, payment = drafted(dossier).entries
    assert (purchase.journal, shown(purchase)) == ("AC", [("401", -416_500), ("623", 350_000), ("44566", 66_500)])
    assert shown(payment) == [("5121", -416_500), ("401", 416_500)]
    without = replace(dossier, invoices=dossier.invoices.assign(vat_cents=pd.array([pd.NA], dtype="Int64")))
    assert shown(drafted(without).entries[0]) == [("401", -416_500), ("623", 416_500)]


def test_equipment_goes_to_the_suppliers_of_assets() -> None:
    invoice = supplier_invoice("F1", "Infodis", 119_000, issued="2026-10-01", vat_cents=-19_000_00, category="Investissement")
    assert shown(one(make_dossier([], [invoice], settings=SETTINGS))) == [("404", -119_000), ("218", 100_000), ("44562", 19_000)]


def test_a_credit_note_is_the_invoice_turned_round() -> None:
    dossier = make_dossier([], [customer_invoice("AV1", "Novatec", -11_900, issued="2026-10-01", vat_cents=-1_900_00)], settings=SETTINGS)
    assert shown(one(dossier)) == [("4111", -11_900), ("706", 10_000), ("44571", 1_900)]


def test_tva_on_receipts_has_its_own_account() -> None:
    invoice = customer_invoice("F1", "Novatec", 11_900, issued="2026-10-01", vat_cents=1_900_00)
    assert one(make_dossier([], [invoice], settings=with_settings(exigibilite_de_la_tva="encaissements"))).postings[2].account == "44572"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"number": ""}, "no_number"),
        ({"issued_on": None}, "no_date"),
        ({"counterparty": " "}, "no_party"),
        ({"vat_cents": 99_999_999}, "vat_unknown"),
        ({"currency": "EUR"}, "no_rate"),
    ],
)
def test_an_invoice_that_is_not_complete_is_left_out_and_listed(changes: Mapping[str, Any], reason: str) -> None:
    invoice = {**customer_invoice("F1", "Novatec", 11_900, due="2026-10-30"), **changes}
    made = drafted(make_dossier([], [invoice], settings=SETTINGS))
    assert (made.entries, [each.reason for each in made.skipped]) == ((), [reason])


def test_a_purchase_without_account_waits() -> None:
    made = drafted(make_dossier([], [supplier_invoice("F1", "Infodis", 100, issued="2026-10-01")], settings=SETTINGS))
    assert [each.reason for each in made.skipped] == ["unclassified"]


def test_a_transfer_has_its_two_legs_on_58_each_in_its_journal() -> None:
    lines = [
        operation("2026-10-05", "VIR INTERNE CCP", -300_000),
        operation("2026-10-06", "VIR INTERNE BNA", 300_000, account="CCP"),
    ]
    dossier = make_dossier(lines, accounts=[account("BNA", 0), account("CCP", 0, kind="postal")], settings=SETTINGS)
    dossier.operations["transfer"], dossier.operations["transfer_state"] = 0, "paired"
    entries = drafted(dossier).entries
    assert [entry.journal for entry in entries] == ["BQ", "CCP"]
    assert [shown(entry) for entry in entries] == [[("5121", -300_000), ("5811", 300_000)], [("5171", 300_000), ("5811", -300_000)]]


def test_cash_taken_to_the_bank_goes_through_5812_and_cash_taken_out_through_5813() -> None:
    accounts = [account("BNA", 0), account("Caisse", 0, kind="cash")]
    for paid, received, transit in (("Caisse", "BNA", "5812"), ("BNA", "Caisse", "5813")):
        lines = [operation("2026-10-05", "VERST", -100, account=paid), operation("2026-10-05", "VERST", 100, account=received)]
        dossier = make_dossier(lines, accounts=accounts, settings=SETTINGS)
        dossier.operations["transfer"], dossier.operations["transfer_state"] = 0, "paired"
        assert [entry.postings[1].account for entry in drafted(dossier).entries] == [transit, transit]


def test_a_transfer_between_currencies_leaves_its_difference_to_the_exchange() -> None:
    lines = [
        operation("2026-10-05", "VIR INTERNE", -1000, account="BEA", currency="EUR", base_cents=-145_000_00),
        operation("2026-10-06", "VIR INTERNE", 144_000),
    ]
    dossier = make_dossier(lines, accounts=[account("BEA", 0, currency="EUR"), account("BNA", 0)], settings=SETTINGS)
    dossier.operations["transfer"], dossier.operations["transfer_state"] = 0, "paired"
    first, second = drafted(dossier).entries
    assert shown(first) == [("5122", -145_000), ("5811", 145_000)]
    assert shown(second) == [("5121", 144_000), ("5811", -145_000), ("666", 1_000)]
    assert (first.postings[0].foreign_cents, first.postings[0].currency) == (-1000_00, "EUR")


def test_an_invoice_in_euros_paid_at_another_rate_gives_an_exchange_gain() -> None:
    dossier = make_dossier(
        [operation("2026-10-20", "VIR RECU LUMEN FA074/26", 1000, account="BEA", currency="EUR", base_cents=146_000_00)],
        [customer_invoice("FA074/26", "Lumen", 1000, issued="2026-10-01", currency="EUR", vat_cents=0)],
        [account("BEA", 0, currency="EUR")],
        rates=[rate("EUR", "2026-09-30", 145.0)],
        settings=SETTINGS,
    )
    invoice, payment = drafted(dossier).entries
    assert shown(invoice) == [("4111", 145_000), ("706", -145_000)]
    assert shown(payment) == [("5122", 146_000), ("4111", -145_000), ("766", -1_000)]
    assert invoice.postings[0].letter == payment.postings[1].letter == "AAA"


def test_the_stamp_duty_of_a_cash_receipt_stands_apart() -> None:
    dossier = make_dossier(
        [operation("2026-10-20", "FA1 NOVATEC", 121_380, account="Caisse")],
        [customer_invoice("FA1", "Novatec", 119_000, issued="2026-10-01", vat_cents=19_000_00)],
        [account("Caisse", 0, kind="cash")],
        settings=SETTINGS,
    )
    payment = drafted(dossier).entries[1]
    assert shown(payment) == [("5311", 121_380), ("4111", -119_000), ("44575", -2_380)]


def test_a_gap_within_tolerance_closes_the_invoice_as_bank_fees() -> None:
    dossier = make_dossier(
        [operation("2026-10-20", "VIR RECU NOVATEC FA112/26", 118_990)],
        [customer_invoice("FA112/26", "Novatec", 119_000, issued="2026-10-01", vat_cents=19_000_00)],
        settings=SETTINGS,
    )
    payment = drafted(dossier).entries[1]
    assert sorted(shown(payment)) == [("4111", -119_000), ("5121", 118_990), ("6278", 10)]


def test_what_a_customer_pays_beyond_his_invoices_is_an_advance() -> None:
    dossier = make_dossier(
        [operation("2026-10-20", "VIR RECU NOVATEC FA112/26", 150_000)],
        [customer_invoice("FA112/26", "Novatec", 119_000, issued="2026-10-01", vat_cents=19_000_00)],
        settings=SETTINGS,
    )
    assert shown(drafted(dossier).entries[1]) == [("5121", 150_000), ("4111", -119_000), ("4191", -31_000)]


def test_an_invoice_paid_twice_is_charged_once_and_the_second_payment_is_owed_back() -> None:
    lines = [operation(day, "VIR INFODIS FA881", -119_000, category="Investissement") for day in ("2026-10-08", "2026-10-15")]
    invoice = supplier_invoice("FA881", "Infodis", 119_000, issued="2026-10-01", vat_cents=-19_000_00, category="Investissement")
    made = drafted(make_dossier(lines, [invoice], settings=SETTINGS))
    assert [shown(entry)[1] for entry in made.entries] == [("218", 100_000), ("404", 119_000), ("409", 119_000)]
    assert made.entries[2].postings[1].auxiliary == "FINFODIS"
    typed = [{**lines[0]}, {**lines[1], "scf_account": "6051"}]
    assert shown(drafted(make_dossier(typed, [invoice], settings=SETTINGS)).entries[2])[1] == ("6051", 119_000)


def test_a_part_payment_is_not_lettered() -> None:
    dossier = make_dossier(
        [operation("2026-10-20", "VIR RECU NOVATEC FA112/26", 50_000)],
        [customer_invoice("FA112/26", "Novatec", 119_000, issued="2026-10-01", vat_cents=19_000_00)],
        settings=SETTINGS,
    )
    assert {each.letter for entry in drafted(dossier).entries for each in entry.postings} == {""}


def test_a_bounced_cheque_and_its_taking_back_are_lettered_on_the_customer() -> None:
    lines = [operation("2026-10-06", "REM CHQ 4471902", 476_000), operation("2026-10-13", "IMPAYE CHQ 4471902", -476_000)]
    first, second = drafted(make_dossier(lines, settings=SETTINGS)).entries
    assert (shown(first)[1], shown(second)[1]) == (("4111", -476_000), ("4111", 476_000))
    assert first.postings[1].letter == second.postings[1].letter == "AAA"
    assert first.postings[1].auxiliary == "CDIVERS"


def test_bank_fees_that_name_their_tva_are_split_and_others_are_not() -> None:
    lines = [operation("2026-10-05", label, "-59.50", scf_account="627") for label in ("COM VIR+TVA", "COM VIR", "TVA SUR COM")]
    made = drafted(make_dossier(lines, settings=SETTINGS))
    assert [shown(entry)[1:] for entry in made.entries] == [[("627", 50.0), ("44566", 9.5)], [("627", 59.5)], [("44566", 59.5)]]


def test_a_sale_without_invoice_owes_its_tva_and_a_purchase_without_invoice_deducts_none() -> None:
    lines = [operation("2026-10-05", "VENTE", 11_900, scf_account="700"), operation("2026-10-06", "ACHAT", -11_900, scf_account="607")]
    sale, purchase = drafted(make_dossier(lines, settings=SETTINGS)).entries
    assert shown(sale) == [("5121", 11_900), ("700", -10_000), ("44571", -1_900)]
    assert shown(purchase) == [("5121", -11_900), ("607", 11_900)]


def test_a_line_of_a_closed_month_becomes_an_entry_of_the_first_open_day_and_says_so() -> None:
    made = drafted(
        make_dossier([operation("2026-09-05", "SADEG", -100, scf_account="6073")], settings=with_settings(mois_clotures_jusqu_au="09/2026"))
    )
    (entry,) = made.entries
    assert (entry.on, entry.piece_on) == (date(2026, 10, 1), date(2026, 9, 5))
    assert [finding.code for finding in made.findings] == ["EXPORT_CLOSED_MONTH"]


def test_what_comes_after_the_closing_date_waits() -> None:
    made = drafted(make_dossier([operation("2026-11-01", "SADEG", -100, scf_account="6073")], settings=SETTINGS))
    assert (made.entries, made.skipped) == ((), ())


def test_accounts_outside_the_plan_are_all_listed_and_hers_count() -> None:
    lines = [operation("2026-10-05", "A", -1, scf_account=number) for number in ("699", "62311", "999", "BNA", "699")]
    entries = drafted(make_dossier(lines, settings=SETTINGS)).entries
    assert [(name, count) for name, count, _, _ in unknown_accounts(entries, scf(), strict=False)] == [("699", 2), ("999", 1), ("BNA", 1)]
    hers = plan_with([["Compte", "Intitulé"], [699.0, "Autres"], ["5121", "Banque"]])
    assert [name for name, *_ in unknown_accounts(entries, hers, strict=False)] == ["999", "BNA"]
    assert hers.label("699") == "Autres"
    assert [name for name, *_ in unknown_accounts(entries, hers, strict=True)] == ["62311", "999", "BNA"]


def test_journals_keep_their_codes_when_an_account_comes_in_between() -> None:
    settings = entry_settings(with_settings(journal_cpa="B2"))
    accounts = make_dossier([], accounts=[account("BNA"), account("CPA"), account("Caisse", kind="cash"), account("BEA")]).accounts
    codes = journals(accounts, settings, {"BEA": "BQ"})
    assert codes.of_account == {"BNA": "BQ2", "CPA": "B2", "Caisse": "CA", "BEA": "BQ"}
