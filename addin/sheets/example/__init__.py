"""The example workbook: a digital agency of twelve people in Chéraga, eighteen months up to Saturday 31 October 2026.

Seeded and reproducible; every balance follows to the centime; the findings of `PLANTED` stand where they are said to stand.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from random import Random

from addin.sheets.example import lists
from addin.sheets.example.answers import controls_page
from addin.sheets.example.daily import book_cards, book_cash, feed_accounts
from addin.sheets.example.days import LAST
from addin.sheets.example.movements import BEA, BNA, CASH, CCP, CIB, CPA, EDAHABIA, VISA, Book
from addin.sheets.example.planted import PLANTED, Planted
from addin.sheets.example.purchases import book_obligations, book_purchases, purchases
from addin.sheets.example.sales import book_receipts, sales
from addin.sheets.example.statements import account_tabs
from addin.sheets.guide import guide_sheet
from addin.sheets.holidays import holidays
from addin.sheets.model import Sheet
from addin.sheets.starter import CATEGORIES, POCKETS, RULES, SCENARIOS, alerts, settings
from addin.sheets.template import (
    ACCOUNTS,
    ALERT_TAB,
    CAP_TAB,
    CATEGORY_TAB,
    CUSTOMER_INVOICES,
    CUSTOMER_TAB,
    HOLIDAY_TAB,
    PLACEMENT_TAB,
    POCKET_TAB,
    RATE_TAB,
    RECEIPT_TAB,
    RULE_TAB,
    SCENARIO_TAB,
    SCHEDULE_TAB,
    SETTING_TAB,
    SPLIT_TAB,
    SUPPLIER_INVOICES,
)  # fmt: skip

__all__ = ["CLOSING_CASH_CENTS", "PLANTED", "Planted", "example_sheets"]

CLOSING_CASH_CENTS = 642_000_000
"""All accounts together on the closing day, in centimes of dinar at the last bank rate: the calm week."""

_OPENINGS = {CPA: 140_000_000, CCP: 21_500_000, CASH: 6_240_000, BEA: 390_000, CIB: 1_850_000, EDAHABIA: 2_240_000, VISA: 6_000_000}


def example_sheets(seed: int = 2026) -> tuple[Sheet, ...]:
    """The whole example workbook (classeur d'exemple), the same for the same seed.

    Args:
        seed: of the small variations (days, little amounts, rates); fixed amounts and `PLANTED` do not depend on it.
    """
    rng = Random(seed)
    rates = lists.euro_rates(rng)
    book = Book()
    invoices, bills = sales(rng), purchases(rng)
    book_receipts(book, invoices)
    book_purchases(book, bills)
    book_obligations(book, rng)
    book_cards(book, rng)
    book_cash(book, rng)
    days = sorted(rates)

    def euro_rate(day: date) -> int:
        return rates[days[bisect_right(days, day) - 1]][0]

    feed_accounts(book, dict(_OPENINGS), euro_rate)
    openings = {**_OPENINGS, BNA: _bna_opening(book, euro_rate(LAST))}
    return (
        guide_sheet(),
        *account_tabs(book, openings),
        CUSTOMER_INVOICES.sheet(lists.customer_invoices(invoices)),
        SUPPLIER_INVOICES.sheet(lists.supplier_invoices(bills)),
        CUSTOMER_TAB.sheet(lists.CUSTOMERS),
        ACCOUNTS.sheet(lists.accounts(openings)),
        CATEGORY_TAB.sheet(CATEGORIES),
        RULE_TAB.sheet(RULES),
        SPLIT_TAB.sheet(lists.splits(bills)),
        POCKET_TAB.sheet(POCKETS),
        CAP_TAB.sheet(lists.CAPS),
        ALERT_TAB.sheet(alerts(*lists.ALERT_THRESHOLDS)),
        SCENARIO_TAB.sheet(SCENARIOS),
        SCHEDULE_TAB.sheet(lists.schedule()),
        PLACEMENT_TAB.sheet(lists.PLACEMENTS),
        RATE_TAB.sheet(lists.rate_rows(rates)),
        HOLIDAY_TAB.sheet(holidays(2025, 2028)),
        RECEIPT_TAB.sheet(lists.receipt_rows(book)),
        SETTING_TAB.sheet(settings(lists.SETTINGS)),
        controls_page(),
    )


def _bna_opening(book: Book, euro_rate: int) -> int:
    """What the main account held at the start for the whole to be `CLOSING_CASH_CENTS` at the end."""
    dinars = sum(_OPENINGS[account] + book.balance(account) for account in (CPA, CCP, CASH, CIB, EDAHABIA, VISA))
    euros = _OPENINGS[BEA] + book.balance(BEA)
    return CLOSING_CASH_CENTS - dinars - (euros * euro_rate * 2 + 10_000) // 20_000 - book.balance(BNA)
