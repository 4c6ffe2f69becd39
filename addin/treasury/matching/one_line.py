"""One bank line pays one invoice or several: by the name of the tiers and the amount, or by the amount alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from math import comb

from addin.treasury.matching.combinations import cancels, find_combinations, find_run
from addin.treasury.matching.ledger import ALIKE, CHANCE, LONGEST_DAYS, ROUNDING, SUM_DAYS, Ledger, tells
from addin.treasury.matching.sums_of_tiers import SumScreen
from addin.treasury.paid_invoices import tolerance_cents

_EVERY_TIERS_WORK = 100_000
"""Tiers tried, in all, for lines that name nobody: beyond it they are left to her."""
_FEW = 16
"""Invoices among which any few may make a line."""


def named_amount(ledger: Ledger, k: int) -> None:
    """One invoice of the tiers with exactly the amount: of several, the one due nearest to the line."""
    mine: list[int] = []
    for tiers in sorted(ledger.lines.tiers[k]):
        mine += ledger.exact(k, tiers, ALIKE)
    owners = {ledger.invoices.tiers[i] for i in mine}
    if len(owners) == 1:
        nearest = min(mine, key=lambda i: (abs(ledger.lines.days[k] - ledger.invoices.due[i]), i))
        ledger.pay(k, [nearest], "named_amount", 0.98 if len(mine) == 1 else 0.92)


def named_sum(ledger: Ledger, k: int) -> None:
    """Several invoices of the tiers that add up to the line."""
    answers = []
    for tiers in sorted(ledger.lines.tiers[k]):
        if (found := _sum_of(ledger, k, tiers, 1)) is not None:
            answers.append(found)
    if len(answers) == 1:
        ledger.pay(k, answers[0][0], "named_sum", answers[0][1])


def named_near(ledger: Ledger, k: int) -> None:
    """One invoice of the tiers, missed by a fee, the stamp duty or an exchange difference."""
    cents = ledger.lines.cents[k]
    near = []
    for tiers in sorted(ledger.lines.tiers[k]):
        for i in ledger.of_tiers(k, tiers):
            left = ledger.invoices.left[i]
            gap = abs(left - cents)
            if left * cents > 0 and gap <= _small_gap(left, ledger.lines.currency[k]):
                near.append((gap, i))
    if near:
        near.sort()
        if len(near) == 1 or near[0][0] < near[1][0]:
            ledger.pay(k, [near[0][1]], "named_near", 0.9)


def amount_alone(ledger: Ledger, k: int) -> None:
    """The only open invoice of exactly this amount, whoever the label names (a bank, a remittance, a payer who is not the customer)."""
    if not ledger.lines.can_stand_alone[k]:
        return
    mine = ledger.exact(k, None, ALIKE)
    if not mine or len({ledger.invoices.tiers[i] for i in mine}) > 1 or (len(mine) > 1 and ledger.lines.tiers[k]):
        return
    i = min(mine, key=lambda i: (abs(ledger.lines.days[k] - ledger.invoices.due[i]), i))
    age = ledger.lines.days[k] - ledger.invoices.issued[i]
    if 0 <= age <= LONGEST_DAYS and tells(ledger.lines.cents[k]):
        ledger.pay(k, [i], "amount_alone", 0.88 if ledger.lines.tiers[k] else 0.9)


def sum_alone(ledger: Ledger, rest: Sequence[int]) -> None:
    """Several invoices of one tiers, and of one only, that add up to the line."""
    if not rest:
        return
    every = ledger.invoices.all_tiers
    screen = SumScreen(ledger, every)
    refusing = {k for k, _ in ledger.refused}
    work = _EVERY_TIERS_WORK
    for k in rest:
        if not ledger.lines.can_stand_alone[k] or not tells(ledger.lines.cents[k]):
            continue
        answers = []
        last = len(every)
        through = screen.may_make(ledger.lines.cents[k], ledger.lines.currency[k], ledger.lines.days[k])
        for at in range(len(every)) if k in refusing else through:
            if screen.counts[at] > 1 and (found := _sum_of(ledger, k, every[at], len(every))) is not None:
                answers.append(found[0])
                if len(answers) > 1:
                    last = at + 1
                    break
        work -= int((screen.counts[:last] > 1).sum())
        if len(answers) == 1:
            ledger.pay(k, answers[0], "sum_alone", 0.86)
            screen.drop(answers[0])
        if work <= 0:
            return


def _sum_of(ledger: Ledger, k: int, tiers: str, tries: int) -> tuple[list[int], float] | None:
    """The invoices of a tiers that make the line, and how sure that is: one due date, consecutive ones, any few of them.

    Args:
        tries: tiers that are tried for this line: the more sums are looked at, the more fit by chance.
    """
    target, day = ledger.lines.cents[k], ledger.lines.days[k]
    of_tiers = ledger.of_tiers(k, tiers)
    mine = [i for i in of_tiers if abs(ledger.invoices.left[i]) > ROUNDING and day - ledger.invoices.issued[i] <= SUM_DAYS]
    if len(mine) < 2:
        return None
    left = [ledger.invoices.left[i] for i in mine]
    if (chosen := _grouped(ledger, mine, target)) is not None:
        return [mine[c] for c in chosen], 0.96
    spread = max(sum(map(abs, left)), 1)
    runs = len(left) * (len(left) - 1) / 2
    if tries * runs / spread <= CHANCE and (chosen := find_run(left, target, ROUNDING)) and not cancels([left[c] for c in chosen]):
        return [mine[c] for c in chosen], 0.95 if chosen[0] == 0 else 0.92
    if tries == 1:
        few = [mine[at] for at in range(min(len(mine), _FEW))]
        ways = find_combinations([ledger.invoices.left[i] for i in few], target)
        if len(ways) == 1 and not cancels([ledger.invoices.left[few[c]] for c in ways[0]]):
            size = len(ways[0])
            if comb(len(few), size) / spread <= CHANCE:
                return [few[c] for c in ways[0]], 0.9
    return None


def _grouped(ledger: Ledger, mine: list[int], target: int) -> tuple[int, ...] | None:
    """All the invoices of the tiers with one due date, when they make the line."""
    by_due: dict[int, list[int]] = defaultdict(list)
    for at, i in enumerate(mine):
        by_due[ledger.invoices.due[i]].append(at)
    sums = {due: sum(ledger.invoices.left[mine[at]] for at in ats) for due, ats in by_due.items()}
    fitting = [tuple(by_due[due]) for due, total in sums.items() if len(by_due[due]) > 1 and abs(total - target) <= ROUNDING]
    return fitting[0] if len(fitting) == 1 else None


def _small_gap(left: int, currency: str) -> int:
    """The gap that fees or stamp duty explain; never more than a fiftieth of a small invoice."""
    return min(tolerance_cents(left, currency), max(abs(left) // 50, ROUNDING))
