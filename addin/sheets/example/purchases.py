"""What the agency pays by bank and CCP: suppliers, salaries, taxes and social dues, rent, loan, utilities, bank fees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from addin.sheets.example.days import FIRST, LAST, months, payday, previous, working
from addin.sheets.example.movements import BNA, CCP, CPA, Book, Movement
from addin.sheets.example.planted import CAMPAIGN, DOUBLE_DAYS, TIMES_100_DAY, UNUSUAL_DAY
from addin.treasury.classification.classes import ADS, FINANCING, INVESTMENT, OVERHEADS, PURCHASES, STAFF, TAXES

_IBS_MONTHS = {3: 1, 6: 2, 11: 3}
_RENT_CHEQUES = {(2025, 7): "0018790", (2026, 1): "0018812", (2026, 7): "0018834"}
_MARKED_UNTIL = date(2026, 9, 15)
_FEE = 5_950


@dataclass(frozen=True)
class Supplier:
    """A supplier invoiced once a month: day of invoice, HT in dinars, terms, bank, wording of the payment."""

    name: str
    label: str
    day: int
    net: int
    terms: int
    account: str
    category: str
    prefix: str
    first_number: int


PIXELREGIE = Supplier("Pixelrégie", "VIR PIXELREGIE", 2, 350_000, 15, BNA, ADS, "PR-", 410)
INFODIS = Supplier("Infodis", "VIR INFODIS {number}", 20, 100_000, 15, BNA, INVESTMENT, "FA", 864)
ACCOUNTANT = Supplier("Cabinet El Amane", "VIR CABINET", 25, 35_000, 12, BNA, OVERHEADS, "H", 1_204)
SUPPLIERS = (
    PIXELREGIE,
    INFODIS,
    Supplier("Studio Kasbah", "VIR STUDIO KASBAH {number}", 12, 150_000, 30, BNA, PURCHASES, "SK", 88),
    Supplier("Motion Lab", "VIR MOTION LAB {number}", 14, 100_000, 30, CPA, PURCHASES, "ML-", 301),
    Supplier("Dev Bey", "VIR DEV BEY", 16, 50_000, 20, CPA, PURCHASES, "DB", 45),
    ACCOUNTANT,
)


@dataclass(frozen=True)
class Purchase:
    """A supplier invoice and when it was paid."""

    number: str
    supplier: Supplier
    issued_on: date
    due_on: date
    net_cents: int
    paid_on: date | None
    project: str = ""

    @property
    def total_cents(self) -> int:
        return self.net_cents + self.net_cents * 19 // 100

    @property
    def is_marked(self) -> bool:
        return self.paid_on is not None and self.paid_on <= _MARKED_UNTIL


def purchases(rng: Random) -> list[Purchase]:
    """Monthly supplier invoices from March 2025, in order of issue; May 2026 is one big job settled by a bill (effet)."""
    found = []
    for i, (year, month) in enumerate(months(date(2025, 3, 1))):
        for supplier in SUPPLIERS:
            net = supplier.net * 100
            if (year, month) == (2026, 4) and supplier.category == PURCHASES:
                if supplier.name != "Studio Kasbah":
                    continue
                net = 30_000_000
            issued = working(date(year, month, supplier.day))
            due = issued + timedelta(days=supplier.terms)
            paid: date | None = working(due + timedelta(days=rng.randint(-2, 3)))
            number = f"{supplier.prefix}{supplier.first_number + i}"
            if number == "FA881":
                paid = DOUBLE_DAYS[0]
            project = CAMPAIGN if supplier is PIXELREGIE and (year, month) in ((2026, 9), (2026, 10)) else ""
            if issued <= LAST:
                found.append(Purchase(number, supplier, issued, due, net, paid if paid and paid <= LAST else None, project))
    return sorted(found, key=lambda purchase: purchase.issued_on)


def book_purchases(book: Book, invoices: list[Purchase]) -> None:
    """Pay the supplier invoices, each transfer with its commission; FA881 is paid twice and a stranger once."""
    for bill in invoices:
        if bill.paid_on is None:
            continue
        supplier = bill.supplier
        if bill.net_cents == 30_000_000:
            book.add(Movement(bill.paid_on, BNA, "EFFET 002917", -bill.total_cents, supplier.category, supplier.name, bill.number))
            continue
        label = supplier.label.format(number=bill.number)
        days = DOUBLE_DAYS if bill.number == "FA881" else (bill.paid_on,)
        for day in days:
            _pay(book, day, supplier.account, label, bill.total_cents, supplier.category, supplier.name, bill.project)
    _pay(book, UNUSUAL_DAY, BNA, "VIR EURL SAHEL NEGOCE", 28_560_000, PURCHASES, "EURL Sahel Négoce", "")


def book_obligations(book: Book, rng: Random) -> None:
    """Salaries (one grouped line), CNAS, G50 with the IBS instalments, CASNOS, loan, rent, insurance, quarterly bank fees."""
    for i, (year, month) in enumerate(months()):
        before_year, before = previous(year, month)
        period = f"{before:02d}/{before_year % 100}"
        _pay(book, payday(year, month), BNA, f"VIR SALAIRES {month:02d}/{year % 100}", 73_000_000, STAFF, "Salaires (12)", "")
        book.add(Movement(working(date(year, month, 26)), BNA, f"CNAS DAC {period}", -33_600_000, STAFF, "CNAS"))
        instalment = _IBS_MONTHS.get(month)
        extra, words = (27_600_000, f" + ACOMPTE IBS {instalment}") if instalment else (0, "")
        book.add(Movement(working(date(year, month, 20)), BNA, f"G50 {period}{words}", -51_500_000 - extra, TAXES, "Recette des impôts"))
        if month == 6:
            book.add(Movement(working(date(year, month, 28)), BNA, "CASNOS GERANT", -18_000_000, STAFF, "CASNOS"))
        book.add(Movement(working(date(year, month, 5)), BNA, f"ECH PRET {14 + i}/36", -16_840_000, FINANCING, "BNA"))
        if cheque := _RENT_CHEQUES.get((year, month)):
            book.add(Movement(working(date(year, month, 6)), BNA, f"CHQ {cheque}", -120_000_000, OVERHEADS, "Bailleur", cheque))
        if month % 3 == 0:
            quarter = f"T{month // 3}"
            day = working(date(year, month, 27))
            book.add(
                Movement(day, BNA, f"FRAIS TENUE {quarter}", -44_625, OVERHEADS, "BNA"),
                Movement(day, BNA, f"AGIOS {quarter}", -1_284_000, OVERHEADS, "BNA"),
                Movement(day, CPA, f"FRAIS TENUE {quarter}", -44_625, OVERHEADS, "CPA"),
            )
        if month % 3 == 2:
            _pay(book, working(date(year, month, 15)), CPA, "VIR SAA ASSURANCES", 5_950_000, OVERHEADS, "SAA", "")
        _utilities(book, rng, year, month)
    book.add(Movement(date(2026, 1, 14), BNA, "APPORT ASSOCIE", 50_000_000, FINANCING, "Associé"))


def _utilities(book: Book, rng: Random, year: int, month: int) -> None:
    """Telecoms by the bank, electricity and water by the CCP; the bills move by a few percent around their usual amount."""
    vary = rng.randint(-600, 600)
    is_closing = (year, month) == (LAST.year, LAST.month)
    power = 1_438_055 if is_closing else 1_438_055 + vary * 100
    water = 32_142_000 if (year, month) == (TIMES_100_DAY.year, TIMES_100_DAY.month) else 321_420
    water_day = TIMES_100_DAY if water > 1_000_000 else date(year, month, 18)
    book.add(
        Movement(date(year, month, 12), CCP, "SADEG", -power, OVERHEADS, "SADEG"),
        Movement(water_day, CCP, "SEAAL", -water, OVERHEADS, "SEAAL"),
        Movement(working(date(year, month, 8)), BNA, "IDOOM FIBRE", -990_000, OVERHEADS, "Algérie Télécom"),
        Movement(working(date(year, month, 9)), BNA, "DJEZZY FLOTTE", -2_142_000, OVERHEADS, "Djezzy"),
        Movement(date(year, month, 28), CCP, "FRAIS CCP", -2_000 - 100 * rng.randint(0, 20), OVERHEADS, "Algérie Poste"),
    )


def _pay(book: Book, day: date, account: str, label: str, cents: int, category: str, party: str, project: str) -> None:
    """A transfer and the commission that the bank takes for it."""
    if FIRST <= day <= LAST:
        book.add(
            Movement(day, account, label, -cents, category, party, project=project),
            Movement(day, account, "COM VIR+TVA", -_FEE, OVERHEADS, account),
        )
