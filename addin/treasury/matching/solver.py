"""The lettrage of what nobody lettered yet: which free bank line pays which open invoices, surest evidence first.

Passes over the lines in date order, from an exact amount under a name to a sum that nobody names. Looking up by amount and by tiers,
never line by invoice.
"""

from __future__ import annotations

from addin.treasury.matching.ledger import ALIKE, Found, Ledger
from addin.treasury.matching.one_line import amount_alone, named_amount, named_near, named_sum, sum_alone
from addin.treasury.matching.several_lines import lines_together, same_day, sums_together


def solve(ledger: Ledger) -> list[Found]:
    """All passes; what is found, in the order of finding. The ledger then holds what is left."""
    lines, free = ledger.lines, ledger.free
    order = [k for k in range(len(lines.cents)) if free[k]]
    for attempt in (named_amount, named_sum, named_near):
        for k in order:
            if free[k] and lines.tiers[k]:
                attempt(ledger, k)
    lines_together(ledger, order)
    sums_together(ledger, order)
    for k in order:
        if free[k]:
            amount_alone(ledger, k)
    same_day(ledger, order)
    sum_alone(ledger, [k for k in order if free[k]])
    return ledger.found


def proposals(ledger: Ledger, k: int, most: int = 3) -> list[Found]:
    """What a free line may pay, best first: its tiers' invoices and those of its amount; at most `most`."""
    cents, day = ledger.lines.cents[k], ledger.lines.days[k]
    ranked: dict[int, tuple[float, str]] = {}
    for i in ledger.exact(k, None, ALIKE):
        distance = abs(day - ledger.invoices.due[i])
        is_named = ledger.invoices.tiers[i] in ledger.lines.tiers[k]
        ranked[i] = (0.8 if is_named else 0.7) - min(distance, 365) / 1_000, "named_amount" if is_named else "amount_among"
    for tiers in sorted(ledger.lines.tiers[k]):
        for i in ledger.of_tiers(k, tiers):
            left = ledger.invoices.left[i]
            if left * cents > 0 and i not in ranked:
                lateness = min(abs(day - ledger.invoices.due[i]), 365) / 1_000
                ratio = min(abs(cents), abs(left)) / max(abs(cents), abs(left))
                ranked[i] = 0.3 + ratio / 10 - lateness / 2, "named_part"
    best = sorted(ranked.items(), key=lambda each: (-each[1][0], each[0]))[:most]
    sign = 1 if cents > 0 else -1
    return [
        Found(((k, i, sign * min(abs(cents), abs(ledger.invoices.left[i]))),), reason, round(score, 3), cents - ledger.invoices.left[i])
        for i, (score, reason) in best
    ]
