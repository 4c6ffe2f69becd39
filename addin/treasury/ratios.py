"""Ratios of the working capital: days of sales and of purchases outstanding (DSO, DPO), working capital need (BFR)."""

from __future__ import annotations

from collections.abc import Sequence


def days_outstanding(open_cents: int, invoiced_cents: int, days: int) -> float | None:
    """Days of invoicing that are still open (DSO of customers, DPO of suppliers), taxes included.

    Args:
        open_cents: what is open at the closing date, same sign as `invoiced_cents`.
        invoiced_cents: what was invoiced in the last `days` days.
    Returns:
        None when nothing was invoiced: there is no ratio then.
    Source: DOMAIN 5.3, créances TTC / chiffre d'affaires TTC × jours.

    >>> days_outstanding(2_023_000_00, 3_570_000_00, 90)
    51.0
    """
    return open_cents / invoiced_cents * days if invoiced_cents else None


def count_back_days(open_cents: int, months: Sequence[tuple[int, int]]) -> float | None:
    """Days outstanding by count-back (méthode par épuisement), better than the simple ratio where sales are seasonal.

    Args:
        open_cents: what is open, positive.
        months: (invoiced in the month, its days), the last month first.
    Returns:
        The days of the months that the open amount fills, newest first; None when it exceeds all of them.

    >>> count_back_days(2_023_000_00, ((952_000_00, 31), (1_428_000_00, 31), (1_190_000_00, 30)))
    54.25
    """
    left, days = open_cents, 0.0
    for invoiced, length in months:
        if left <= 0:
            break
        if 0 < left < invoiced:
            return days + left / invoiced * length
        left, days = left - max(invoiced, 0), days + length
    return days if left <= 0 else None


def working_capital_need(receivable_cents: int, payable_cents: int, stock_cents: int = 0) -> int:
    """Operating working capital need (BFR d'exploitation): stocks + receivables − payables, all positive."""
    return stock_cents + receivable_cents - payable_cents
