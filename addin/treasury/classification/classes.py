"""The six categories of expenses and the technical classes, as the template names them."""

from __future__ import annotations

PURCHASES, STAFF, ADS, SOFTWARE, TRAVEL, OVERHEADS = (
    "Achats & sous-traitance", "Personnel & CNAS", "Publicité", "Logiciels & abonnements", "Déplacements & missions", "Frais généraux",
)  # fmt: skip
TAXES, FINANCING, INVESTMENT, CUSTOMER_RECEIPT, OTHER_RECEIPT, TRANSFER, UNSORTED = (
    "Impôts & taxes", "Financement", "Investissement", "Encaissement clients", "Autre encaissement", "Virement interne", "À classer",
)  # fmt: skip
EXPENSES = (PURCHASES, STAFF, ADS, SOFTWARE, TRAVEL, OVERHEADS)
CLASSES = (*EXPENSES, TAXES, FINANCING, INVESTMENT, CUSTOMER_RECEIPT, OTHER_RECEIPT, TRANSFER)
