"""A small bookkeeper's workbook for the tests of the use cases: one bank, its running balance, two invoices."""

from __future__ import annotations

from datetime import date, datetime

NOW = datetime(2026, 11, 1, 9, 30)
WEEK = date(2026, 10, 31)
"""Closing date of the week S44; its report is « Rapport 2026-S44 »."""
REPORT = "Rapport 2026-S44"


def bank() -> dict[str, list[list[object]]]:
    """`BNA` from September to the end of October 2026, and `Factures clients`."""
    rows: list[list[object]] = [["Date", "Libellé", "Débit", "Crédit", "Solde"]]
    balance = 1_000_000.0
    for day, label, debit, credit in (
        (date(2026, 9, 1), "VIR RECU NOVATEC FA101/26", None, 500_000.0),
        (date(2026, 9, 15), "VIR SALAIRES 09/26", 300_000.0, None),
        (date(2026, 10, 4), "SADEG", 14_380.55, None),
        (date(2026, 10, 15), "VIR SALAIRES 10/26", 300_000.0, None),
        (date(2026, 10, 21), "VIR RECU PHARMADZ", None, 120_000.0),
        (date(2026, 10, 26), "DJEZZY FLOTTE", 21_420.0, None),
        (date(2026, 10, 29), "VIR RECU TRANSMED", None, 80_000.0),
    ):
        balance += (credit or 0) - (debit or 0)
        rows.append([datetime.combine(day, datetime.min.time()), label, debit, credit, round(balance, 2)])
    invoices: list[list[object]] = [
        ["N° facture", "Client", "Date facture", "Échéance", "Montant TTC"],
        ["FA112/26", "Novatec", datetime(2026, 8, 28), datetime(2026, 9, 27), 190_000.0],
        ["FA150/26", "Algerlait", datetime(2026, 10, 5), datetime(2026, 11, 4), 76_000.0],
    ]
    return {"BNA": rows, "Factures clients": invoices}
