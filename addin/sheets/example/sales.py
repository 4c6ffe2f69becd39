"""The agency's sales: twelve customers, invoices of 2 800 000 DA HT a month, and how each of them pays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from addin.sheets.example.days import FIRST, LAST, months, working, working_before
from addin.sheets.example.movements import BEA, BNA, CASH, CPA, Book, Movement
from addin.sheets.example.planted import BOUNCED_BACK_ON, BOUNCED_ON, NOVATEC_DUE
from addin.treasury.classification.classes import CUSTOMER_RECEIPT, TAXES

WILAYA = "Wilaya de Tipaza"
_BOUNCED = "REM CHQ 4471902"


@dataclass(frozen=True)
class Customer:
    """How a customer is invoiced and pays.

    Attributes:
        parts: (day of the month, HT in thousand dinars) of its monthly invoices; euros for the foreign customer.
        terms: days from invoice to due date. lateness: days after the due date, first to last.
        tag: its name in bank labels.
    """

    name: str
    tag: str
    parts: tuple[tuple[int, int], ...]
    terms: int
    lateness: tuple[int, int]
    account: str
    names_invoice: bool = True


_NOVATEC = Customer("Novatec", "NOVATEC", ((22, 1_000),), 45, (2, 12), BNA)
_PUBLIC_MONTH = (
    Customer(WILAYA, "TRESOR WILAYA", ((24, 700),), 30, (93, 96), BNA, names_invoice=False),
    Customer("Batipro Construction", "BATIPRO", ((25, 300),), 30, (1, 2), BNA),
)
_EACH_MONTH = (
    Customer("Algerlait", "ALGERLAIT", ((3, 400),), 30, (1, 7), BNA, names_invoice=False),
    Customer("Pharmadz", "PHARMADZ", ((4, 200), (17, 100)), 30, (0, 5), CPA),
    Customer("Transmed Logistique", "TRANSMED", ((5, 150), (18, 100)), 30, (4, 16), CPA),
    Customer("Immo El Bahia", "IMMO EL BAHIA", ((6, 100), (19, 100)), 30, (6, 22), BNA),
    Customer("Hôtel El Manar", "HOTEL EL MANAR", ((9, 100), (26, 50)), 15, (0, 6), BNA),
    Customer("Clinique Les Pins", "CLINIQUE LES PINS", ((10, 150), (27, 50)), 30, (0, 4), CPA),
    Customer("Aurès Textiles", "AURES TEXTILES", ((11, 100), (27, 50)), 30, (10, 30), BNA, names_invoice=False),
    Customer("Ciments du Tell", "CIMENTS DU TELL", ((12, 150),), 45, (2, 10), BNA),
)
FOREIGN = Customer("Lumen SAS (Lyon)", "LUMEN SAS", ((11, 1_100),), 15, (1, 2), BEA)
_NOVATEC_MONTHS = frozenset({(2025, m) for m in (1, 3, 5, 7, 9, 11)} | {(2026, m) for m in (1, 3, 5, 7, 8)})
_STILL_OPEN = {("Novatec", 2026, 8), ("Immo El Bahia", 2026, 9), ("Aurès Textiles", 2026, 8)}
_MARKED_UNTIL = date(2026, 9, 15)  # receipts booked later are not yet reported in the invoice tab
_CASH_PAYER, _CASH_MONTHS = "Aurès Textiles", (3, 9)


@dataclass(frozen=True)
class Sale:
    """A customer invoice and, when it is paid, how."""

    number: str
    customer: Customer
    issued_on: date
    due_on: date
    net_cents: int
    vat_cents: int
    paid_on: date | None
    paid_cents: int
    is_bounced: bool = False

    @property
    def total_cents(self) -> int:
        return self.net_cents + self.vat_cents

    @property
    def is_open_at_start(self) -> bool:
        return self.paid_on is None or self.paid_on >= FIRST

    @property
    def is_marked(self) -> bool:
        """Whether the bookkeeper has already reported the payment in the invoice tab."""
        return self.paid_on is not None and self.paid_on <= _MARKED_UNTIL and not self.is_bounced


def sales(rng: Random) -> list[Sale]:
    """All invoices issued from January 2025 to the closing date, numbered by year without gap, in order of issue."""
    invoices: list[Sale] = []
    for year in (2025, 2026):
        drafts = [draft for month in months(date(year, 1, 1), min(LAST, date(year, 12, 31))) for draft in _month(rng, *month)]
        drafts.sort(key=lambda draft: draft.issued_on)
        invoices += [replace(draft, number=f"FA{i:03d}/{year % 100}") for i, draft in enumerate(drafts, 1)]
    return invoices


def book_receipts(book: Book, invoices: list[Sale]) -> None:
    """Write the payments received into the accounts: transfers, cheques, cash with its stamp duty, the bounced cheque."""
    cheque = 4_471_640
    for sale in invoices:
        if sale.paid_on is None:
            continue
        customer = sale.customer
        if customer.tag == "ALGERLAIT":
            cheque += 13
            label = _BOUNCED if sale.is_bounced else f"REM CHQ {cheque}"
            book.add(_receipt(sale, BNA, label))
            if sale.is_bounced:
                book.add(Movement(BOUNCED_BACK_ON, BNA, "IMPAYE CHQ 4471902", -sale.total_cents, CUSTOMER_RECEIPT, customer.name))
        elif customer.name == _CASH_PAYER and sale.issued_on.month in _CASH_MONTHS:
            book.add(_receipt(sale, CASH, f"ENC ESP {customer.tag} {sale.number}"))
            stamp = sale.total_cents * (20 if sale.total_cents > 10_000_000 else 15) // 1_000  # loi de finances 2025
            book.add(Movement(sale.paid_on, CASH, f"TIMBRE {sale.number}", stamp, TAXES, customer.name, sale.number))
        else:
            number = f" {sale.number}" if customer.names_invoice else ""
            words = "VIR" if customer.tag.startswith("TRESOR") else "VIR RECU"
            book.add(_receipt(sale, customer.account, f"{words} {customer.tag}{number}"))


def _receipt(sale: Sale, account: str, label: str) -> Movement:
    assert sale.paid_on is not None
    return Movement(sale.paid_on, account, label, sale.paid_cents, CUSTOMER_RECEIPT, sale.customer.name)


def _month(rng: Random, year: int, month: int) -> list[Sale]:
    customers = [*_EACH_MONTH, FOREIGN, *((_NOVATEC,) if (year, month) in _NOVATEC_MONTHS else _PUBLIC_MONTH)]
    return [_draft(rng, customer, year, month, day, net) for customer in customers for day, net in customer.parts]


def _draft(rng: Random, customer: Customer, year: int, month: int, day: int, net: int) -> Sale:
    is_late_novatec = (customer.name, year, month) == ("Novatec", 2026, 8)
    issued = NOVATEC_DUE - timedelta(days=customer.terms) if is_late_novatec else _working_day_of(year, month, day)
    net_cents = net * 100 if customer is FOREIGN else net * 100_000
    vat_cents = 0 if customer is FOREIGN else net_cents * 19 // 100
    due = issued + timedelta(days=customer.terms)
    first, last = customer.lateness
    paid: date | None = working(due + timedelta(days=rng.randint(first, last)))
    is_bounced = customer.name == "Algerlait" and (year, month) == (2026, 9)
    if is_bounced:
        paid = BOUNCED_ON
    elif (customer.name, year, month) in _STILL_OPEN or (paid and paid > LAST):
        paid = None
    total = net_cents + vat_cents
    return Sale("", customer, issued, due, net_cents, vat_cents, paid, total if paid else 0, is_bounced)


def _working_day_of(year: int, month: int, day: int) -> date:
    """The day or the next working one of the same month, else the one before."""
    found = working(date(year, month, day))
    return found if found.month == month else working_before(date(year, month, day))
