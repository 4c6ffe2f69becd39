"""The lettrage of what nobody lettered yet: which free bank line pays which open invoices, surest evidence first.

Passes over the lines in date order, from an exact amount under a name to a sum that nobody names. Looking up by amount and by tiers,
never line by invoice.
"""

from __future__ import annotations

from addin.treasury.matching.ledger import Ledger
from addin.treasury.matching.one_line import amount_alone, named_amount, named_near, named_sum, sum_alone
from addin.treasury.matching.one_to_one import lonely_pairs, named_pairs
from addin.treasury.matching.several_lines import lines_together, same_day, sums_together


def solve(ledger: Ledger) -> None:
    """All passes; the ledger then holds what is found and what is left."""
    lines, free = ledger.lines, ledger.free
    named_pairs(ledger)
    order = [k for k, is_free in enumerate(free) if is_free]
    for attempt in (named_amount, named_sum, named_near):
        for k in order:
            if free[k] and lines.tiers[k]:
                attempt(ledger, k)
    lines_together(ledger, order)
    sums_together(ledger, order)
    lonely_pairs(ledger)
    for k in order:
        if free[k]:
            amount_alone(ledger, k)
    same_day(ledger, order)
    sum_alone(ledger, [k for k in order if free[k]])
