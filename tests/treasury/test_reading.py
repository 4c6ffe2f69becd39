"""Tabs as bookkeepers have them, and what they are read as."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd
import pytest

from tests.treasury.raw_tabs import amounts, codes, read, reading, rows_of, tab

D1, D2, D3 = date(2026, 10, 25), date(2026, 10, 26), date(2026, 10, 27)


def test_debit_and_credit_columns_become_one_signed_amount() -> None:
    dossier = read(tab("BNA", ["Date", "Libellé", "Débit", "Crédit"], [D1, "VIR RECU", "", 1190000.0], [D2, "FRAIS", 59.5, ""]))
    assert amounts(dossier) == [119_000_000, -5_950]
    assert dossier.operations["account"].unique().tolist() == ["BNA"]
    assert dossier.operations["row"].tolist() == [2, 3]
    assert dossier.base_currency == "DZD"


def test_debits_written_as_negative_numbers_are_payments_too() -> None:
    dossier = read(tab("BNA", ["Date", "Libellé", "Débit", "Crédit"], [D1, "A", -10.0, ""], [D2, "B", -20.0, ""], [D3, "C", "", 5.0]))
    assert amounts(dossier) == [-1000, -2000, 500]


def test_a_reversed_debit_among_positive_ones_is_money_back() -> None:
    dossier = read(
        tab("BNA", ["Date", "Libellé", "Débit", "Crédit"], [D1, "A", 10.0, ""], [D2, "B", 20.0, ""], [D3, "ANNULATION A", -10.0, ""])
    )
    assert amounts(dossier) == [-1000, -2000, 1000]


def test_the_ledger_side_of_the_bank_account_is_found_by_the_balance() -> None:
    dossier = read(
        tab(
            "512",
            ["Date", "Libellé", "Débit", "Crédit", "Solde"],
            [D1, "A", 100.0, "", 100.0],
            [D2, "B", "", 30.0, 70.0],
            [D3, "C", 50.0, "", 120.0],
        )
    )
    assert amounts(dossier) == [10_000, -3_000, 5_000]
    assert "BALANCE_REVERSED" in codes(dossier)
    assert reading(dossier, "512").balance_check == "ok"


@pytest.mark.parametrize(
    "headings",
    [
        ["DATE OPÉRATION", "LIBELLÉ DE L'OPÉRATION", "MONTANT (DA)"],
        [" date\nd'opération ", "Nature de l’opération", "Montant en DA"],
        ["Date comptable", "Désignation", "Somme"],
        ["Jour", "Intitulé", "Montant DZD"],
        ["Date op.", "Détails", "Montant de l'opération"],
    ],
)
def test_headings_are_known_whatever_accents_case_spaces_or_line_breaks(headings: list[str]) -> None:
    assert amounts(read(tab("CPA", headings, [D1, "X", -12.5]))) == [-1250]


def test_headings_may_stand_under_junk_lines_and_on_two_rows() -> None:
    dossier = read(
        tab(
            "CCP",
            ["Algérie Poste"],
            ["Relevé du compte 0012345 clé 67"],
            ["Période du 01/10/2026 au 31/10/2026"],
            [],
            ["Date", "Date de", "Libellé", "Mouvements", "", "Solde"],
            ["opération", "valeur", "", "Débit", "Crédit", ""],
            [D1, D1, "RETRAIT", 100.0, "", 900.0],
            [D2, D2, "VERSEMENT", "", 50.0, 950.0],
        )
    )
    assert amounts(dossier) == [-10_000, 5_000]
    assert reading(dossier, "CCP").header_row == 6
    assert reading(dossier, "CCP").balance_check == "ok"
    assert dossier.operations["row"].tolist() == [7, 8]


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1 234,56", 123_456),
        ("1.234,56", 123_456),
        ("1,234.56", 123_456),
        ("1\u202f234,56", 123_456),
        ("1\u00a0234,56 DA", 123_456),
        ("1 234,56-", -123_456),
        ("(1 234,56)", -123_456),
        ("-1 234,56", -123_456),
        ("١٢٣٤٫٥٦", 123_456),
        ("1'234.56", 123_456),
        ("DA 12", 1_200),
        ("12,5", 1_250),
        ("+12,50", 1_250),
        ("−12,50", -1_250),
        ("1.234.567,89", 123_456_789),
        ("12 €", 1_200),
        ("0,5", 50),
    ],
)
def test_amounts_written_as_text_are_read(text: str, cents: int) -> None:
    assert amounts(read(tab("BNA", ["Date", "Libellé", "Montant"], [D1, "A", text], [D2, "B", "7,25"]))) == [cents, 725]


def test_an_amount_that_reads_two_ways_is_listed_and_not_guessed() -> None:
    dossier = read(tab("BNA", ["Date", "Libellé", "Montant"], [D1, "A", "1.234"], [D2, "B", 5.0]))
    assert amounts(dossier) == [500]
    assert rows_of(dossier, "AMOUNT_AMBIGUOUS") == [2]


def test_the_rest_of_the_column_settles_an_amount_that_reads_two_ways() -> None:
    assert amounts(read(tab("BNA", ["Date", "Libellé", "Montant"], [D1, "A", "1.234"], [D2, "B", "5,20"]))) == [123_400, 520]


@pytest.mark.parametrize(
    "cell",
    [
        D1,
        datetime(2026, 10, 25, 14, 30),
        46320.0,
        "25/10/2026",
        "25-10-2026",
        "25.10.26",
        "2026-10-25",
        "25 oct. 2026",
        "25 octobre 2026",
        "20261025",
    ],
)
def test_dates_come_as_dates_serials_or_text(cell: object) -> None:
    dossier = read(tab("BNA", ["Date", "Libellé", "Montant"], [cell, "A", 1.0]))
    assert dossier.operations["booked_on"].tolist() == [pd.Timestamp(2026, 10, 25)]


def test_an_order_of_day_and_month_that_the_data_contradict_is_reported_and_not_guessed() -> None:
    dossier = read(
        tab(
            "BNA",
            ["Date", "Libellé", "Montant"],
            ["25/10/2026", "A", 1.0],
            ["10/26/2026", "B", 2.0],
            ["05/04/2026", "C", 3.0],
            ["06/06/2026", "D", 4.0],
        )
    )
    assert "DATE_ORDER_MIXED" in codes(dossier)
    assert rows_of(dossier, "DATE_AMBIGUOUS") == [4]
    assert sorted(amounts(dossier)) == [100, 200, 400]


def test_real_dates_small_and_text_dates_large_show_a_file_opened_with_american_settings() -> None:
    lines = [[date(2026, m, d), "A", 1.0] for m, d in ((1, 5), (2, 7), (3, 9), (4, 11), (5, 12))] + [
        [f"{d}/05/2026", "B", 1.0] for d in (13, 14, 20, 25, 30)
    ]
    assert "DATE_SWAPPED" in codes(read(tab("BNA", ["Date", "Libellé", "Montant"], *lines)))


def test_text_in_a_date_cell_is_listed_and_the_other_lines_go_through() -> None:
    dossier = read(tab("BNA", ["Date", "Libellé", "Montant"], [D1, "A", 1.0], ["à venir", "B", 2.0], [D3, "C", 3.0]))
    assert amounts(dossier) == [100, 300]
    assert rows_of(dossier, "DATE_UNREADABLE") == [3]


def test_an_error_in_an_amount_is_listed_and_the_other_lines_go_through() -> None:
    dossier = read(tab("BNA", ["Date", "Libellé", "Montant"], [D1, "A", 1.0], [D2, "B", ""], [D3, "C", 3.0], errors={(2, 2): "#REF!"}))
    assert amounts(dossier) == [100, 300]
    assert rows_of(dossier, "CELL_ERROR") == [3]
    assert next(finding.value for finding in dossier.findings if finding.code == "CELL_ERROR") == "#REF!"


def test_a_formula_never_calculated_is_not_a_zero() -> None:
    dossier = read(tab("BNA", ["Date", "Libellé", "Montant"], [D1, "A", 1.0], [D2, "B", ""], errors={(2, 2): ""}))
    assert amounts(dossier) == [100]
    assert rows_of(dossier, "CELL_NOT_CALCULATED") == [3]


def test_a_line_with_a_debit_and_a_credit_is_listed() -> None:
    dossier = read(tab("BNA", ["Date", "Libellé", "Débit", "Crédit"], [D1, "A", 10.0, 20.0], [D2, "B", 5.0, 0.0]))
    assert amounts(dossier) == [-500]
    assert rows_of(dossier, "DEBIT_AND_CREDIT") == [2]


def test_an_unknown_currency_is_listed() -> None:
    dossier = read(tab("BNA", ["Date", "Libellé", "Montant", "Devise"], [D1, "A", 10.0, "XYZ"], [D2, "B", 5.0, "DA"]))
    assert amounts(dossier) == [500]
    assert rows_of(dossier, "CURRENCY_UNKNOWN") == [2]


def test_duplicate_heading_names_are_said_and_the_first_column_is_read() -> None:
    dossier = read(tab("BNA", ["Date", "Libellé", "Montant", "Montant"], [D1, "A", 10.0, 99.0]))
    assert amounts(dossier) == [1000]
    assert "DUPLICATE_HEADING" in codes(dossier)


def test_totals_repeated_headings_and_blank_lines_are_not_operations() -> None:
    heads = ["Date", "Libellé", "Débit", "Crédit", "Solde"]
    dossier = read(
        tab(
            "BNA",
            heads,
            [D1, "A", 10.0, "", 90.0],
            [],
            heads,
            [D2, "B", "", 5.0, 95.0],
            ["Total", "", 10.0, 5.0, 95.0],
            ["", "TOTAL GÉNÉRAL", 10.0, 5.0, ""],
        )
    )
    assert amounts(dossier) == [-1000, 500]
    assert reading(dossier, "BNA").left_out == {"blank": 1, "heading": 1, "total": 2}
    assert "TOTAL_BROKEN" not in codes(dossier)


def test_a_total_line_that_does_not_add_up_is_said() -> None:
    dossier = read(tab("BNA", ["Date", "Libellé", "Montant"], [D1, "A", 10.0], ["", "Total", 99.0]))
    assert rows_of(dossier, "TOTAL_BROKEN") == [3]


def test_a_dated_line_whose_label_begins_like_a_total_is_an_operation() -> None:
    assert amounts(
        read(tab("BNA", ["Date", "Libellé", "Montant"], [D1, "TOTAL ENERGIES STATION", -50.0], [D2, "SOLDE FACTURE 12", -10.0]))
    ) == [-5000, -1000]


def test_the_line_where_the_balance_breaks_is_named() -> None:
    dossier = read(
        tab("BNA", ["Date", "Libellé", "Montant", "Solde"], [D1, "A", 10.0, 110.0], [D2, "B", -5.0, 100.0], [D3, "C", 1.0, 101.0])
    )
    assert rows_of(dossier, "BALANCE_BROKEN") == [3]
    assert reading(dossier, "BNA").balance_check == "broken"


def test_one_mistyped_balance_is_one_finding() -> None:
    dossier = read(
        tab(
            "BNA",
            ["Date", "Libellé", "Montant", "Solde"],
            [D1, "A", 10.0, 110.0],
            [D2, "B", -5.0, 150.0],
            [D3, "C", 1.0, 106.0],
            [D3, "D", 1.0, 107.0],
        )
    )
    assert rows_of(dossier, "BALANCE_BROKEN") == [3]


def test_a_tab_with_the_newest_line_first_is_put_in_order() -> None:
    dossier = read(
        tab("BNA", ["Date", "Libellé", "Montant", "Solde"], [D3, "C", 1.0, 106.0], [D2, "B", -5.0, 105.0], [D1, "A", 10.0, 110.0])
    )
    assert dossier.operations["label"].tolist() == ["A", "B", "C"]
    assert dossier.operations["row"].tolist() == [4, 3, 2]
    assert reading(dossier, "BNA").balance_check == "ok"


def test_an_opening_line_gives_the_opening_balance() -> None:
    dossier = read(tab("BNA", ["Date", "Libellé", "Débit", "Crédit"], ["", "ANCIEN SOLDE AU 30/09/2026", "", 1000.0], [D1, "A", 10.0, ""]))
    assert amounts(dossier) == [-1000]
    assert dossier.accounts["opening_cents"].tolist() == [100_000]


def test_an_account_without_any_opening_balance_is_said() -> None:
    assert "OPENING_MISSING" in codes(read(tab("BNA", ["Date", "Libellé", "Montant"], [D1, "A", 10.0])))


def test_one_long_table_holds_several_accounts() -> None:
    dossier = read(
        tab(
            "Opérations",
            ["Date", "Compte", "Libellé", "Montant"],
            [D1, "BNA", "A", 10.0],
            [D1, "Caisse", "B", -5.0],
            [D2, "bna ", "C", 1.0],
        ),
        tab(
            "Comptes",
            ["Compte", "Type", "Solde initial", "Date du solde initial"],
            ["BNA", "Banque", 100.0, date(2026, 1, 1)],
            ["Caisse", "Caisse", 50.0, date(2026, 1, 1)],
        ),
    )
    assert dossier.operations["account"].tolist() == ["BNA", "Caisse", "BNA"]
    assert dossier.accounts["kind"].tolist() == ["bank", "cash"]


def test_a_direction_column_signs_the_amounts() -> None:
    assert amounts(read(tab("BNA", ["Date", "Libellé", "Montant", "Sens"], [D1, "A", 10.0, "D"], [D2, "B", 5.0, "Crédit"]))) == [-1000, 500]


def test_a_currency_in_the_heading_is_the_currency_of_the_tab() -> None:
    assert read(tab("BEA devises", ["Date", "Libellé", "Montant (EUR)"], [D1, "A", 10.0])).operations["currency"].tolist() == ["EUR"]


def test_foreign_amounts_take_the_last_known_rate_and_a_missing_one_is_not_zero() -> None:
    dossier = read(
        tab("BEA", ["Date", "Libellé", "Montant", "Devise"], [D1, "A", 10.0, "EUR"], [D3, "B", 20.0, "EUR"], [D3, "C", 7.0, "USD"]),
        tab("BNA", ["Date", "Libellé", "Montant"], [D1, "A", 10.0]),
        tab("Cours", ["Date", "Devise", "Cours"], [D2, "EUR", 150.5]),
    )
    in_base = dossier.operations.set_index("label")["base_cents"]
    assert in_base["B"] == 301_000
    assert pd.isna(in_base["C"])
    assert pd.isna(dossier.operations.query("currency == 'EUR'")["base_cents"].iloc[0])


def test_a_tab_that_looks_like_operations_but_cannot_be_read_is_said() -> None:
    dossier = read(tab("BNA 2026", ["Quand", "Quoi", "Combien"], *[[D1, f"Ligne {i}", 10.0 + i] for i in range(5)]))
    assert [each.sheet for each in dossier.unreadable] == ["BNA 2026"]
    assert len(dossier.operations) == 0


def test_invoices_are_read_with_their_side_credit_notes_and_estimated_dues() -> None:
    dossier = read(
        tab(
            "Factures clients",
            ["N° facture", "Client", "Date facture", "Échéance", "Montant TTC", "Montant réglé", "État"],
            ["FA1/26", "NOVATEC", D1, D3, 1190.0, "", ""],
            ["AV2/26", "NOVATEC", D1, "", -90.0, "", ""],
            ["FA3/26", "WILAYA D'ALGER", D1, "", 500.0, 200.0, "Partielle"],
        ),
        tab(
            "Achats",
            ["Fournisseur", "N° facture", "Date", "Total TTC", "Payée le"],
            ["INFODIS", "881", D1, 119.0, D2],
            ["Total", "", "", 119.0, ""],
        ),
    )
    invoices = dossier.invoices
    assert invoices["side"].tolist() == ["customer"] * 3 + ["supplier"]
    assert invoices["amount_cents"].tolist() == [119_000, -9_000, 50_000, -11_900]
    assert invoices["due_is_estimated"].tolist() == [False, True, True, True]
    assert invoices["due_on"].iloc[1] == pd.Timestamp(2026, 11, 24)
    assert invoices["paid_cents"].tolist()[2] == 20_000
    assert invoices["is_public"].tolist() == [False, False, True, False]
    assert invoices["paid_on"].iloc[3] == pd.Timestamp(D2)


def test_a_column_paid_may_hold_a_word_a_date_or_an_amount() -> None:
    heads = ["N° facture", "Client", "Date facture", "Montant TTC", "Payée"]
    assert read(tab("Factures clients", heads, ["1", "A", D1, 10.0, "oui"], ["2", "B", D1, 10.0, "non"])).invoices["status"].tolist() == [
        "paid",
        "open",
    ]
    assert read(tab("Factures clients", heads, ["1", "A", D1, 10.0, D2], ["2", "B", D1, 10.0, ""])).invoices["paid_on"].tolist() == [
        pd.Timestamp(D2),
        pd.NaT,
    ]
    heads[-1] = "Payé"
    assert (
        read(tab("Factures clients", heads, ["1", "A", D1, 10.0, 4.0], ["2", "B", D1, 10.0, ""])).invoices["paid_cents"].tolist()[0] == 400
    )


def test_an_empty_workbook_gives_an_empty_dossier() -> None:
    dossier = read(tab("Feuil1", [""]))
    assert len(dossier.operations) == 0
    assert reading(dossier, "Feuil1").reason == "empty"


def test_an_account_of_one_shared_currency_makes_it_the_base_currency() -> None:
    dossier = read(
        tab("BNP", ["Date", "Libellé", "Montant"], [D1, "A", 1.0]),
        tab("Comptes", ["Compte", "Devise", "Solde initial"], ["BNP", "EUR", 0.0]),
    )
    assert (dossier.base_currency, dossier.operations["currency"].tolist()) == ("EUR", ["EUR"])
