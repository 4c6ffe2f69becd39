"""The other tabs of the example: accounts, invoices, schedule, caps, rates, receipts, settings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from addin.sheets.example.days import FIRST, LAST
from addin.sheets.example.movements import BEA, BNA, CARDS, CASH, CCP, CIB, CPA, EDAHABIA, VISA, Book
from addin.sheets.example.planted import CAMPAIGN, CAMPAIGN_CAP
from addin.sheets.example.purchases import ACCOUNTANT, Purchase
from addin.sheets.example.sales import FOREIGN, WILAYA, Sale
from addin.sheets.example.statements import FIRM, amount
from addin.sheets.model import Value
from addin.treasury.classification.classes import ADS, OVERHEADS, SOFTWARE

Rows = tuple[tuple[Value, ...], ...]

_ACCOUNTS = (
    (BNA, "Banque", "DZD", 200_000_000, "5121"), (CPA, "Banque", "DZD", None, "5121"), (CCP, "CCP", "DZD", None, "5171"),
    (CASH, "Caisse", "DZD", None, "5311"), (BEA, "Banque", "EUR", None, "5122"), (CIB, "Carte", "DZD", None, "5121"),
    (EDAHABIA, "Carte", "DZD", None, "5171"), (VISA, "Carte", "DZD", None, "5122"),
)  # fmt: skip
_NUMBERS = {BNA: "001 00604 0300 004 512 58"}  # a made-up RIB with its right key
_HOLDERS = {CASH: "Comptabilité", CIB: "Achats", EDAHABIA: "Commercial", VISA: "Marketing"}
_RECEIPTS_FROM = date(2026, 9, 1)


def accounts(openings: dict[str, int]) -> Rows:
    """« Comptes », with the balance of the eve of the first day."""
    eve = FIRST - timedelta(days=1)
    return tuple(
        (
            name, kind, currency, amount(openings[name]), eve, amount(overdraft) if overdraft else None, "Oui", scf, _NUMBERS.get(name),
            _HOLDERS.get(name),
        )
        for name, kind, currency, overdraft, scf in _ACCOUNTS
    )  # fmt: skip


def customer_invoices(invoices: Sequence[Sale]) -> Rows:
    """« Factures clients »: those not yet paid when the example begins, and all later ones."""
    return tuple(
        (
            sale.number, sale.customer.name, sale.issued_on, sale.due_on, amount(sale.net_cents), amount(sale.vat_cents),
            amount(sale.total_cents),
            "EUR" if sale.customer is FOREIGN else None, amount(sale.paid_cents) if sale.is_marked else None,
            sale.paid_on if sale.is_marked else None, "Payée" if sale.is_marked else None, None,
        )
        for sale in invoices
        if sale.is_open_at_start
    )  # fmt: skip


def supplier_invoices(bills: Sequence[Purchase]) -> Rows:
    """« Factures fournisseurs »."""
    return tuple(
        (
            bill.number, bill.supplier.name, bill.issued_on, bill.due_on, amount(bill.net_cents), amount(bill.total_cents - bill.net_cents),
            amount(bill.total_cents), None, amount(bill.total_cents) if bill.is_marked else None, bill.paid_on if bill.is_marked else None,
            "Payée" if bill.is_marked else None, bill.supplier.category, bill.project or None, None,
        )
        for bill in bills
        if bill.paid_on is None or bill.paid_on >= FIRST
    )  # fmt: skip


def splits(bills: Sequence[Purchase]) -> Rows:
    """« Ventilations »: the accountant's last bill is for the books and for a licence."""
    bill = [bill for bill in bills if bill.supplier is ACCOUNTANT and bill.paid_on][-1]
    licence = 595_000
    of_line = (BNA, bill.paid_on, bill.supplier.label, amount(bill.total_cents))
    return (
        (*of_line, amount(bill.total_cents - licence), OVERHEADS, "6226", None),
        (None, None, None, None, amount(licence), SOFTWARE, "6516", None),
    )


def schedule() -> Rows:
    """« Échéancier »: what is known on the closing day."""
    november = (2026, 11)
    return (
        _due("Salaires (12)", None, "Salaires", 730_000, date(*november, 26), "Mois"),
        _due("G50 (TVA 365 000, IRG 150 000)", "Recette des impôts", "Impôts", 515_000, date(*november, 22), "Mois"),
        _due("Acompte IBS 3/2026", "Recette des impôts", "Impôts", 276_000, date(*november, 22), "Une fois"),
        _due("CNAS DAC", "CNAS", "Charges sociales", 336_000, date(*november, 26), "Mois"),
        _due("CASNOS gérant", "CASNOS", "Charges sociales", 180_000, date(2027, 6, 28), "Année"),
        _due("Échéance du prêt", "BNA", "Emprunt", 168_400, date(*november, 5), "Mois", until=date(2027, 3, 31), reference="CMT 36 mois"),
        _due("Loyer du semestre", "Bailleur", "Loyer", 1_200_000, date(2027, 1, 6), "Semestre"),
        _due(
            "Chèque émis, catalogues",
            "Imprimerie Chellali",
            "Chèque émis",
            238_000,
            date(2026, 10, 20),
            "Une fois",
            reference="0018841",
        ),
        _due("Effet à payer", "Studio Kasbah", "Effet", 178_500, date(2026, 12, 15), "Une fois", reference="003051"),
        _due("Budget publicité (revendeur)", "Pixelrégie", "Autre", 416_500, date(*november, 22), "Mois"),
        _due("Sous-traitance du mois", None, "Autre", 357_000, date(2026, 12, 20), "Mois"),
        _due("Matériel vidéo (solde de la commande)", "Condor Pro", "Autre", 1_830_000, date(*november, 15), "Une fois"),
        _due("Assurances", "SAA", "Autre", 59_500, date(*november, 15), "Trimestre"),
        _due("Énergie, télécoms, carburant", None, "Autre", 110_000, date(*november, 9), "Mois"),
        _due("Abonnements logiciels (Visa)", None, "Autre", 90_000, date(*november, 9), "Mois"),
        _due("Contrats mensuels des clients", None, "Autre", 1_666_000, date(2026, 12, 13), "Mois", direction="Encaisser"),
    )


def _due(
    label: str,
    party: str | None,
    kind: str,
    dinars: int,
    day: date,
    every: str,
    *,
    until: date | None = None,
    reference: str | None = None,
    direction: str = "Payer",
) -> tuple[Value, ...]:
    return (label, party, kind, direction, Decimal(dinars), None, day, every, until, reference, "À venir")


CAPS: Rows = (
    (ADS, "Catégorie", "Semaine", Decimal(500_000), 0.8, None, None),
    (CAMPAIGN, "Campagne", "Mois", amount(CAMPAIGN_CAP), 0.8, date(2026, 9, 1), LAST),
    ("Pixelrégie", "Fournisseur", "Mois", Decimal(450_000), 0.95, None, None),
    (CIB, "Carte", "Mois", Decimal(160_000), 0.9, None, None),
    (EDAHABIA, "Carte", "Mois", Decimal(200_000), 0.9, None, None),
)
ALERT_THRESHOLDS = (Decimal(2_000_000), Decimal(1_500_000), Decimal(500_000))
PLACEMENTS: Rows = (
    ("Dépôt à terme BNA 12 mois", Decimal(2_000_000), None, date(2027, 2, 28), 32, "508", None),
    ("Compte-titres (obligations)", Decimal(500_000), None, None, 5, "506", Decimal(515_000)),
)
_ACCOUNTING = "Service comptabilité"
CUSTOMERS: Rows = (  # the last customers are left without an address: their letters are written without it
    ("Novatec", "Zone d'activité, lot 27", "16111 Bab Ezzouar", _ACCOUNTING, None, "compta@novatec.example", "023 80 14 52", None, None),
    (WILAYA, "Direction de l'administration locale", "42000 Tipaza", "Le trésorier", "Monsieur", None, "024 37 10 08", None, None),
    ("Algerlait", "Route de Boufarik, km 3", "09400 Boufarik", _ACCOUNTING, None, "reglements@algerlait.example", None, None, None),
    ("Pharmadz", "14, rue de la Liberté", "16000 Alger", _ACCOUNTING, None, "finance@pharmadz.example", "021 63 77 40", None, None),
    ("Transmed Logistique", "Port sec, hangar 6", "16309 Rouiba", None, None, "transmed@transmed.example", None, None, None),
    ("Immo El Bahia", "Boulevard Front de mer, n° 88", "31000 Oran", "La direction", "Madame", None, "041 33 20 91", None, None),
    ("Hôtel El Manar", "Corniche", "42415 Bou Ismaïl", None, None, None, "024 46 51 17", None, None),
    ("Clinique Les Pins", "Cité des Pins, bâtiment C", "16035 Hydra", _ACCOUNTING, None, "compta@lespins.example", None, None, None),
    ("Aurès Textiles", "Zone industrielle, lot 9", "05000 Batna", _ACCOUNTING, None, None, "033 81 22 06", None, None),
    ("Lumen SAS (Lyon)", "21, quai du Rhône", "69007 Lyon, France", None, None, "accounts@lumen.example", None, None, None),
)
SETTINGS: dict[str, Value] = {
    "Forme juridique": "SARL", "Capital social": Decimal(2_000_000), "Adresse": "Cité des Bananiers, lot 42", "Ville": "16014 Chéraga",
    "Téléphone": "023 36 12 12", "E-mail": "contact@zellige.example", "Banque de domiciliation": "BNA, agence de Chéraga",
    "Fonction du signataire": "La gérance",
    "Société": FIRM, "RC": "16/00-1024517 B 21", "NIF": "002116102451789", "NIS": "002116190014256",
    "AI": "16190 412 337", "RIB": "00100604030000451258",
    "Date d'arrêté": LAST, "Charges mensuelles vitales": Decimal(1_600_000), "Autres charges mensuelles": Decimal(1_100_000),
    "Délai supposé des clients en retard (jours)": 25, "Solde minimal": Decimal(2_000_000),
    "Taux annuel de placement": "4 %", "Coût d'un virement de placement": Decimal(1_500), "Organismes publics": WILAYA,
}  # fmt: skip


def euro_rates(rng: Random) -> dict[date, tuple[int, int]]:
    """Each Sunday's bank rates of the euro and the dollar, in hundredths of a centime for one unit."""
    euro, dollar, rates = 1_492_000, 1_298_000, {}
    day = FIRST - timedelta(days=FIRST.weekday() + 1)
    while day <= LAST:
        rates[day] = (euro, dollar)
        euro += rng.randint(-3_500, 3_900)
        dollar += rng.randint(-2_500, 2_700)
        day += timedelta(days=7)
    return rates


def rate_rows(rates: dict[date, tuple[int, int]]) -> Rows:
    """« Cours »: dinars for one unit, four decimals."""
    return tuple(
        (day, code, "Banque", Decimal(value).scaleb(-4))
        for day, pair in rates.items()
        for code, value in zip(("EUR", "USD"), pair, strict=True)
    )


def receipt_rows(book: Book) -> Rows:
    """« Justificatifs »: pieces of the card purchases since September, and those that are missing."""
    rows: list[tuple[Value, ...]] = []
    for i, line in enumerate(book.of(*CARDS), 2):
        if line.day < _RECEIPTS_FROM or line.cents > 0:
            continue
        status = "Justifié" if line.receipt else "À demander"
        rows.append((line.receipt or None, line.day, line.counterparty, amount(-line.cents), f"Opérations ligne {i}", status))
    return tuple(rows)
