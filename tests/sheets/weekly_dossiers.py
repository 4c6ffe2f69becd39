"""Small dossiers for the weekly page, one a situation; what each is meant to show stands in its docstring."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from addin.messages import Finding
from addin.sheets.example import example_sheets
from addin.sheets.model import Sheet
from addin.treasury.dossier import Dossier, Settings, SheetReading
from addin.treasury.reading import build_dossier
from addin.treasury.tabs import RawTab
from tests.treasury.builders import account, customer_invoice, make_dossier, operation, rate, scheduled, supplier_invoice

DAY = date(2026, 10, 31)
Situation = Callable[[], Dossier]


def raw_tabs(sheets: tuple[Sheet, ...]) -> list[RawTab]:
    """Sheets as a reader of the workbook would get them."""
    return [RawTab(sheet.title, sheet.values(), {}, sheet.tab == "state") for sheet in sheets]


def example() -> Dossier:
    """The agency of the example workbook, closed on 31/10/2026."""
    return build_dossier(raw_tabs(example_sheets()))


def calm() -> Dossier:
    """Money enough for all that is known; nobody is late."""
    return make_dossier(
        [
            operation("2026-10-20", "VIR RECU NOVATEC FA100/26", 1_190_000),
            operation("2026-10-27", "VIR RECU NOVATEC FA108/26", 500_000),
            operation("2026-10-29", "VIR PIXELREGIE", -190_000),
        ],
        [customer_invoice("FA112/26", "Novatec", 950_000, due="2026-11-25")],
        [account("BNA", 4_920_000)],
        [scheduled("Matériel vidéo", -2_320_000, "2026-11-22")],
    )


def tense() -> Dossier:
    """The G50 takes the cash below zero before the late customer is expected to pay; that customer alone is enough."""
    return make_dossier(
        [
            operation("2026-10-20", "VIR RECU PHARMADZ FA098/26", 225_000),
            operation("2026-10-28", "VIR RECU ALGERLAIT FA101/26", 80_000),
            operation("2026-10-29", "SADEG", -30_000),
        ],
        [
            customer_invoice("FA112/26", "Novatec", 1_190_000, due="2026-09-27"),
            supplier_invoice("881", "Infodis", 119_000, due="2026-11-26"),
        ],
        schedule=[scheduled("G50 10/26", -515_000, "2026-11-22", kind="tax", counterparty="Recette des impôts")],
        settings=Settings(company="SARL Zellige Studio", late_receipt_days=25),
    )


def provisional() -> Dossier:
    """One bank's lines stop on 12/10 and fourteen lines wait for a category."""
    start = date(2026, 10, 1)
    cpa = [operation(str(start + timedelta(days=n)), "TPE NAFTAL", -3_800, account="CPA", category="Déplacements") for n in range(12)]
    bna = [operation("2026-10-18", "VIR RECU NOVATEC FA100/26", 1_190_000, category="Encaissement clients")]
    unsaid = [operation(f"2026-10-{25 + n % 6}", f"VIR {n}", -61_000 if n else -67_000) for n in range(14)]
    return make_dossier([*cpa, *bna, *unsaid], accounts=[account("BNA", 300_000), account("CPA", 400_000)])


def empty_handed() -> Dossier:
    """One bank tab with a running balance, nothing else in the workbook."""
    rows = (
        ("Date", "Libellé", "Débit", "Crédit", "Solde"),
        ("04/10/2026", "VIR RECU NOVATEC", None, 1_190_000, 1_250_000),
        ("25/10/2026", "CHQ 0018834", 120_000, None, 1_130_000),
        ("29/10/2026", "VIR PIXELREGIE", 416_500, None, 713_500),
        ("31/10/2026", "COM VIR+TVA", 59.5, None, 713_440.5),
    )
    return build_dossier([RawTab("BNA", rows, {}, False)])


def no_balance() -> Dossier:
    """No running balance and no tab Comptes: the lines are known, the cash is not."""
    return make_dossier(
        [operation("2026-10-20", "VIR RECU NOVATEC FA100/26", 1_190_000), operation("2026-10-28", "VIR PIXELREGIE", -416_500)],
        [customer_invoice("FA112/26", "Novatec", 950_000, due="2026-11-05")],
        [account("BNA", None)],
    )


def gap() -> Dossier:
    """The printed balance of BNA jumps by 12 345,67 between two lines of the week: one is missing."""
    printed = {"2026-10-21": 900_000, "2026-10-26": 800_000, "2026-10-29": 762_345.67}
    lines = [
        operation(day, label, amount, balance_cents=round(printed[day] * 100))
        for day, label, amount in (
            ("2026-10-21", "VIR RECU", 400_000),
            ("2026-10-26", "CHQ 0018834", -100_000),
            ("2026-10-29", "SADEG", -50_000),
        )
    ]
    return make_dossier(lines, readings=[SheetReading("BNA", "operations", 1, rows=3, balance_check="broken")])


def unread_tab() -> Dossier:
    """A tab looks like operations but could not be read."""
    reading = SheetReading("BNA 2026", "ignored", reason="no_amount")
    finding = Finding("TAB_UNREADABLE", "BNA 2026", details={"reason": "Aucune colonne de montant."})
    return make_dossier([operation("2026-10-28", "VIR RECU NOVATEC", 250_000)], readings=[reading], findings=[finding])


def in_euros() -> Dossier:
    """A French firm: euros everywhere, a supplier paid late, an ordinary payment that could wait."""
    lines = [
        operation("2026-07-05", "VIR LOYER", -1_200, currency="EUR"),
        operation("2026-08-31", "VIR SALAIRES 08/26", -6_000, currency="EUR"),
        operation("2026-09-30", "VIR SALAIRES 09/26", -6_000, currency="EUR"),
        operation("2026-10-27", "VIR RECU DUPONT F2026-041", 12_340.56, currency="EUR"),
        operation("2026-10-30", "VIR SALAIRES 10/26", -6_150.25, currency="EUR"),
        operation("2026-10-30", "PRLV URSSAF", -2_310.4, currency="EUR"),
    ]
    invoices = [
        customer_invoice("F2026-052", "Dupont", 3_000, due="2026-10-10", currency="EUR"),
        customer_invoice("F2026-047", "Commune de Die", 1_875.5, due="2026-09-20", currency="EUR", is_public=True),
        supplier_invoice("881", "Imprimerie du Vercors", 1_250, due="2026-10-02", currency="EUR"),
        supplier_invoice("902", "Menuiserie Blanc", 4_600, due="2026-11-12", currency="EUR"),
    ]
    return make_dossier(lines, invoices, [account("Banque postale", 12_500, currency="EUR"), account("BNA", 0, currency="EUR")], base="EUR")


def missing_rate() -> Dossier:
    """Dinars and euros have their place in the cash; dollars have no rate."""
    return make_dossier(
        [
            operation("2026-10-22", "VIR RECU NOVATEC", 600_000),
            operation("2026-10-28", "VIR PIXELREGIE", -150_000),
            operation("2026-10-26", "VIR RECU ACME GMBH", 1_000, account="BEA devises", currency="EUR", base_cents=15_000_000),
            operation("2026-10-27", "VIR RECU ACME INC", 2_500, account="BEA dollars", currency="USD"),
        ],
        rates=[rate("EUR", "2026-10-18", 149.0), rate("EUR", "2026-10-25", 150.0)],
    )


SITUATIONS: dict[str, Situation] = {
    "example": example,
    "calm": calm,
    "tense": tense,
    "provisional": provisional,
    "empty_handed": empty_handed,
    "no_balance": no_balance,
    "gap": gap,
    "unread_tab": unread_tab,
    "in_euros": in_euros,
    "missing_rate": missing_rate,
}
