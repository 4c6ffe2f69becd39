"""Invoice tabs as people write them: amounts, dues, payments, credit notes, states."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from addin.treasury.dossier import Dossier
from tests.treasury.raw_tabs import Cell, codes, problems, read, reading, rows_of, tab, unaccounted

ON = date(2021, 1, 10)
HEADS = ["N° facture", "Client", "Date facture", "Montant TTC"]


def column(dossier: Dossier, name: str) -> list[object]:
    values: list[object] = [None if pd.isna(value) else value for value in dossier.invoices[name].tolist()]
    return values


def test_gross_net_tax_paid_and_rest_agree() -> None:
    heads = ["N° Facture", "Date", "Client", "Montant HT", "TVA 19%", "Montant TTC", "Réglé", "Reste à payer"]
    dossier = read(
        tab(
            "Factures clients 2021",
            ["FACTURES 2021"],
            heads,
            ["FA-001/21", ON, "NOVATEC", 1000.0, 190.0, 1190.0, 1190.0, 0.0],
            ["FA-002/21", ON, "SONATRACH", 2000.0, 380.0, 2380.0, "", 2000.0],
            ["AV-001/21", ON, "NOVATEC", -100.0, "", -119.0, "", -119.0],
            ["FA-003/21", ON, "EL BARAKA", 10.0, 1.9, "", "", ""],
            ["Total", "", "", 2910.0, 571.9, 3462.9],
        )
    )
    assert column(dossier, "amount_cents") == [119_000, 238_000, -11_900, 1_190]
    assert column(dossier, "vat_cents") == [19_000, 38_000, -1_900, 190]
    assert column(dossier, "paid_cents") == [119_000, 38_000, 0, None]


@pytest.mark.parametrize(
    ("terms", "due"),
    [
        ("30 jours fin de mois", date(2021, 2, 28)),
        ("60 jours", date(2021, 3, 11)),
        ("45 j", date(2021, 2, 24)),
        (60.0, date(2021, 3, 11)),
        ("30 jours FDM le 10", date(2021, 3, 10)),
        ("À réception", ON),
        ("Comptant", ON),
        ("Virement à 30 jours", date(2021, 2, 9)),
    ],
)
def test_payment_terms_in_words_give_the_due_date(terms: Cell, due: date) -> None:
    dossier = read(tab("Factures clients", [*HEADS, "Conditions de règlement"], ["1", "A", ON, 10.0, terms]))
    assert column(dossier, "due_on") == [pd.Timestamp(due)]
    assert column(dossier, "due_is_estimated") == [False]


def test_terms_may_stand_in_the_column_of_due_dates_and_a_way_of_payment_is_no_term() -> None:
    dossier = read(
        tab(
            "Factures clients",
            [*HEADS, "Échéance", "Mode"],
            ["1", "A", ON, 10.0, "30 jours fin de mois", "Virement"],
            ["2", "B", ON, 10.0, "", "Chèque"],
        )
    )
    assert column(dossier, "due_on") == [pd.Timestamp(2021, 2, 28), pd.Timestamp(2021, 2, 9)]
    assert column(dossier, "due_is_estimated") == [False, True]
    assert problems(dossier) == []


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("Payée", "paid"),
        ("PAYÉE (chq 123)", "paid"),
        ("Réglée le 12/01/2021", "paid"),
        ("soldé", "paid"),
        ("X", "paid"),
        ("Oui", "paid"),
        (1.0, "paid"),
        (True, "paid"),
        ("Non payée", "open"),
        ("non soldée", "open"),
        ("Impayée", "open"),
        ("En attente de paiement", "open"),
        ("à encaisser", "open"),
        ("N", "open"),
        (False, "open"),
        ("Payée partiellement", "partial"),
        ("Acompte versé", "partial"),
        ("Annulée", "cancelled"),
        ("", ""),
    ],
)
def test_the_state_of_payment_is_known_in_the_words_people_use(word: Cell, status: str) -> None:
    dossier = read(tab("Factures clients", [*HEADS, "État"], ["1", "A", ON, 10.0, word], ["2", "B", ON, 10.0, "ouverte"]))
    assert dossier.invoices["status"].tolist()[0] == status
    assert "STATUS_UNKNOWN" not in codes(dossier)


def test_supplier_invoices_written_as_expenses_are_to_be_paid_and_their_credit_notes_are_not() -> None:
    heads = ["Fournisseur", "N° pièce", "Date de facture", "Montant"]
    dossier = read(
        tab("Factures fournisseurs", heads, ["INFODIS", "881", ON, -119.0], ["PIXEL", "12", ON, -50.0], ["INFODIS", "AV9", ON, 19.0])
    )
    assert column(dossier, "amount_cents") == [-11_900, -5_000, 1_900]


def test_one_tab_may_hold_both_sides() -> None:
    heads = ["Type", "N°", "Tiers", "Date facture", "TTC", "Payé O/N", "Date règlement"]
    dossier = read(tab("Factures", heads, ["Vente", "V1", "A", ON, 100.0, "O", date(2021, 1, 20)], ["Achat", "A1", "B", ON, 60.0, "N", ""]))
    assert column(dossier, "side") == ["customer", "supplier"]
    assert column(dossier, "amount_cents") == [10_000, -6_000]
    assert column(dossier, "status") == ["paid", "open"]


def test_advances_in_two_columns_are_added() -> None:
    dossier = read(
        tab("Ventes", ["Facture", "Client", "Date d'émission", "Net à payer", "Acompte 1", "Acompte 2"], ["1", "A", ON, 100.0, 30.0, 20.0])
    )
    assert column(dossier, "paid_cents") == [5_000]


def test_the_customer_may_stand_in_the_label() -> None:
    dossier = read(tab("Factures clients", ["N° Facture", "Date", "Désignation", "Montant TTC"], ["1", ON, "NOVATEC", 100.0]))
    assert column(dossier, "counterparty") == ["NOVATEC"]


def test_each_invoice_that_cannot_be_followed_is_said_once_at_its_row() -> None:
    raw = tab(
        "Factures fournisseurs",
        ["N°", "Fournisseur", "Date", "Échéance", "Montant TTC", "Devise"],
        ["1", "A", "bientôt", "", 10.0, ""],
        ["2", "B", ON, "vers le 20", "dix", ""],
        ["3", "C", "", "", 20.0, ""],
        ["4", "D", ON, "", "", ""],
        ["5", "E", ON, "", 5.0, "XYZ"],
        ["6", "F", ON, "", "", ""],
        ["7", "G", ON, "", 7.0, ""],
        ["", "", "", "", 42.0, ""],
        errors={(6, 4): "#REF!"},
    )
    dossier = read(raw)
    expected = {
        "DATE_UNREADABLE": [2],
        "AMOUNT_UNREADABLE": [3],
        "INVOICE_WITHOUT_DATE": [4],
        "AMOUNT_MISSING": [5],
        "CURRENCY_UNKNOWN": [6],
        "CELL_ERROR": [7],
    }
    assert {code: rows_of(dossier, code) for code in expected} == expected
    assert column(dossier, "number") == ["7"]
    assert reading(dossier, "Factures fournisseurs").left_out == {"comment": 1, "rejected": 6}
    assert list(unaccounted([raw], dossier)) == []
