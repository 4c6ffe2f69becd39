"""What each tab is taken for: operations, invoices, something else, or operations that could not be read."""

from __future__ import annotations

from datetime import date

import pytest

from tests.treasury.raw_tabs import (
    MOVEMENTS,
    ONE_COLUMN,
    TWO_COLUMNS,
    codes,
    in_one_column,
    in_two_columns,
    problems,
    read,
    reading,
    tab,
    total,
    totals,
)

BANK = tab("BNA", ONE_COLUMN, *in_one_column())
MONTHS = [date(2021, month, 1) for month in (1, 2, 3, 4)]
NAMES = ("ALI", "OMAR", "LINA", "SARA")
OTHERS = {
    "Budget 2021": (["Poste", "Janv", "Févr", "Mars"], [["Loyer", 100.0, 100.0, 100.0], ["Pub", 5.0, 5.0, 5.0]]),
    "Budget": (["Date", "Poste", "Libellé", "Montant"], [[day, "Loyer", f"Loyer {i}", 100.0] for i, day in enumerate(MONTHS)]),
    "Notes": (["Penser à appeler la banque"], [["Voir Ali pour la facture 12"]]),
    "Synthèse": (["Date", "Entrées", "Sorties", "Solde"], [[day, 100.0, 50.0, 50.0 + i] for i, day in enumerate(MONTHS)]),
    "Feuil2": (["Date", "Recettes", "Dépenses"], [["Janvier 2021", 100.0, 50.0], ["Février 2021", 100.0, 50.0], ["Mars 2021", 10.0, 5.0]]),
    "Feuil3": (["Étiquettes de lignes", "Somme de Débit"], [["janv", 100.0], ["févr", 10.0], ["Total général", 110.0]]),
    "TVA G50": (["Mois", "Base HT", "Taux TVA", "TVA collectée"], [[day, 1000.0, 0.19, 190.0] for day in MONTHS]),
    "Salaires": (
        ["Matricule", "Nom", "Fonction", "Date d'embauche", "Salaire net"],
        [[1.0, n, "Agent", MONTHS[i], 40_000.0] for i, n in enumerate(NAMES)],
    ),
    "Paie janvier": (["Nom", "Date de paiement", "Net à payer"], [[name, date(2021, 1, 28), 40_000.0 + i] for i, name in enumerate(NAMES)]),
    "Plan de trésorerie": (["Date", "Encaissements", "Décaissements", "Solde"], [[day, 100.0, 50.0, 50.0] for day in MONTHS]),
    "Semaines": (["Date", "Entrées", "Sorties"], [[date(2021, 1, 3 + 7 * i), 100.0, 50.0] for i in range(4)]),
    "Remises de chèques": (["Date", "N° bordereau", "Client", "Montant"], [[day, "1", "A", 10.0] for day in MONTHS]),
    "FEC": (
        ["JournalCode", "EcritureDate", "CompteNum", "EcritureLib", "Debit", "Credit"],
        [line for day in MONTHS for line in (["AC", day, "607000", "Achat", 100.0, 0.0], ["AC", day, "401000", "Achat", 0.0, 100.0])],
    ),
    "Contacts": (["Nom", "Téléphone", "Email"], [["ALI", "0550", "a@b.dz"], ["OMAR", "0551", "c@d.dz"]]),
    "Immobilisations": (
        ["Date acquisition", "Désignation", "Valeur d'origine", "VNC"],
        [[day, f"PC {day.month}", 1000.0, 800.0] for day in MONTHS],
    ),
    "Stock": (
        ["Date", "Désignation", "Quantité", "Prix unitaire", "Montant"],
        [[day, f"Article {day.month}", 2.0, 5.0, 10.0] for day in MONTHS],
    ),
    "Chèques émis": (
        ["Date", "N° chèque", "Bénéficiaire", "Montant"],
        [[day, f"00188{day.month}", f"TIERS {day.month}", 10.0] for day in MONTHS],
    ),
    "Devis": (["N° devis", "Client", "Date", "Montant TTC"], [[f"D{day.month}", "A", day, 100.0] for day in MONTHS]),
    "Balance clients": (["Client", "Total dû", "0-30", "> 30"], [["A", 100.0, 100.0, 0.0]]),
    "Journal": (
        ["Date", "Journal", "Compte", "N° pièce", "Libellé", "Débit", "Crédit"],
        [
            line
            for day in MONTHS
            for line in ([day, "BQ", "512000", "P1", "Vente", 100.0, ""], [day, "BQ", "411000", "P1", "Vente", "", 100.0])
        ],
    ),
}


@pytest.mark.parametrize("name", OTHERS)
def test_a_tab_that_is_neither_operations_nor_invoices_is_left_out_with_its_reason_and_not_in_red(name: str) -> None:
    headings, rows = OTHERS[name]
    dossier = read(BANK, tab(name, headings, *rows))
    found = reading(dossier, name)
    assert (found.kind, found.rows) == ("ignored", 0)
    assert found.reason not in ("", "empty", "no_amount", "no_date")
    assert dossier.unreadable == ()
    assert problems(dossier) == []
    assert totals(dossier) == {"BNA": total(*MOVEMENTS)}


@pytest.mark.parametrize("name", ["Budget", "Stock", "Chèques émis", "Journal", "Synthèse"])
def test_a_tab_with_the_headings_of_operations_that_is_left_out_is_said(name: str) -> None:
    headings, rows = OTHERS[name]
    assert "TAB_SET_ASIDE" in codes(read(BANK, tab(name, headings, *rows)))


@pytest.mark.parametrize("headings", [None, ["Quand", "Quoi", "Combien"], ["", "", ""]])
def test_operations_without_headings_that_can_be_read_are_red(headings: list[object] | None) -> None:
    rows = in_one_column()
    dossier = read(BANK, tab("CPA", *([headings] if headings else []), *rows))
    assert [each.sheet for each in dossier.unreadable] == ["CPA"]


@pytest.mark.parametrize(
    ("name", "headings"),
    [
        ("Salaires BNA", ["Date", "Libellé", "Débit", "Crédit"]),
        ("Banques", ["Date", "Libellé", "Débit", "Crédit"]),
        ("Devises", ["Date", "Libellé", "Débit", "Crédit"]),
        ("Opérations budget", ["Date", "Libellé", "Débit", "Crédit"]),
        ("Comptes", ["Date", "Libellé", "Débit", "Crédit"]),
    ],
)
def test_a_bank_statement_is_one_whatever_the_name_of_its_tab(name: str, headings: list[str]) -> None:
    assert reading(read(tab(name, headings, *in_two_columns())), name).kind == "operations"


@pytest.mark.parametrize(
    ("name", "headings"),
    [
        ("BNA", ["Date", "Libellé", "N° facture", "Tiers", "Débit", "Crédit", "Solde"]),
        ("CPA", ["Date", "Libellé", "Fournisseur", "N° facture", "Montant"]),
        ("Janvier", ["Date opération", "Date valeur", "Libellé", "Client", "Montant"]),
    ],
)
def test_a_bank_tab_with_invoice_numbers_or_customers_is_a_bank_tab(name: str, headings: list[str]) -> None:
    amount = {"Débit": 10.0, "Montant": -10.0, "Solde": 90.0}
    row = [date(2021, 1, 4) if text.startswith("Date") else amount.get(text, "X" if text not in ("Crédit",) else "") for text in headings]
    other = [
        date(2021, 1, 5)
        if text.startswith("Date")
        else {"Montant": 20.0, "Crédit": 20.0, "Solde": 110.0}.get(text, "Y" if text != "Débit" else "")
        for text in headings
    ]
    assert reading(read(tab(name, headings, row, other)), name).kind == "operations"


@pytest.mark.parametrize(
    ("name", "headings", "kind"),
    [
        ("Clients", ["N° facture", "Client", "Date", "Montant TTC", "Payé", "Solde"], "customer_invoices"),
        ("Ventes", ["Date", "Client", "Désignation", "Qté", "PU", "Montant TTC"], "customer_invoices"),
        ("Achats", ["Date", "Fournisseur", "Désignation", "Montant TTC"], "supplier_invoices"),
        ("Factures fournisseurs", ["Fournisseur", "N° pièce", "Date", "Montant"], "supplier_invoices"),
        ("Factures clients", ["N° Facture", "Date", "Désignation", "Montant TTC"], "customer_invoices"),
        ("Feuil1", ["N° facture", "Client", "Date facture", "Échéance", "Montant"], "customer_invoices"),
    ],
)
def test_invoices_are_known_by_their_headings_and_the_name_of_the_tab(name: str, headings: list[str], kind: str) -> None:
    cells = {
        "Date": date(2021, 1, 4),
        "Date facture": date(2021, 1, 4),
        "Échéance": date(2021, 2, 4),
        "Montant TTC": 10.0,
        "Montant": 10.0,
        "Payé": 4.0,
        "Solde": 6.0,
        "Qté": 1.0,
        "PU": 10.0,
    }
    row = [cells.get(text, "X1") for text in headings]
    dossier = read(tab(name, headings, row, row))
    assert reading(dossier, name).kind == kind
    assert len(dossier.invoices) == 2


def test_headings_alone_and_empty_tabs_are_no_trouble() -> None:
    dossier = read(BANK, tab("CPA", TWO_COLUMNS), tab("Feuil2", [""]), tab("Feuil3"))
    assert [(each.kind, each.rows) for each in dossier.readings] == [("operations", 8), ("operations", 0), ("ignored", 0), ("ignored", 0)]
    assert problems(dossier) == []
