"""Several bank lines pay one invoice, or several of them together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from addin.treasury.matching.combinations import cancels, find_run, sums_of_runs
from addin.treasury.matching.ledger import CHANCE, LONGEST_DAYS, OF_TIERS, ROUNDING, SUM_DAYS, Ledger, tells
from addin.treasury.matching.pools import EARLY_DAYS

_LINES_TOGETHER = 8
_RUNS_OF = 30
_STEPS_TOGETHER = 4
_GAPS = sorted(range(-ROUNDING, ROUNDING + 1), key=abs)
_TOGETHER_DAYS = 200


def lines_together(ledger: Ledger, order: Sequence[int]) -> None:
    """Lines of one tiers that add up to one invoice: paid in several times."""
    for (tiers, currency), ks in ledger.by_main_tiers(order):
        if len(ks) < 2:
            continue
        last = max(ledger.lines.days[k] for k in ks)
        for i in ledger.invoices.of_tiers(tiers, currency, last, OF_TIERS):
            first = ledger.invoices.issued[i] - EARLY_DAYS
            in_time = [k for k in ks if ledger.free[k] and first <= ledger.lines.days[k] <= first + _TOGETHER_DAYS]
            mine = [k for k in in_time if (k, i) not in ledger.refused]
            chosen = find_run([ledger.lines.cents[k] for k in mine], ledger.invoices.left[i], ROUNDING) if len(mine) > 1 else None
            if chosen and len(chosen) <= _LINES_TOGETHER:
                ledger.pay_together([mine[c] for c in chosen], i)


def sums_together(ledger: Ledger, order: Sequence[int]) -> None:
    """Consecutive lines of one tiers that make consecutive invoices of it, neither making the other one by one."""
    for (tiers, currency), ks in ledger.by_main_tiers(order):
        ks = ks[:_RUNS_OF]
        mine = [
            i
            for i in ledger.invoices.of_tiers(tiers, currency, ledger.lines.days[ks[-1]], _RUNS_OF)
            if abs(ledger.invoices.left[i]) > ROUNDING
        ]
        if len(ks) < 2 or len(mine) < 2:
            continue
        sums = sums_of_runs([ledger.invoices.left[i] for i in mine])
        spread = max(sum(abs(ledger.invoices.left[i]) for i in mine), 1)
        if len(sums) * len(ks) ** 2 / 2 / spread > CHANCE:
            continue
        paid = sums_of_runs([ledger.lines.cents[k] for k in ks])
        for total, (first, last) in sorted(paid.items(), key=lambda run: (run[1][0], -run[1][1])):
            place = next((sums[total + gap] for gap in _GAPS if total + gap in sums), None)
            if place is None or first == last or place[0] == place[1] or last - first + place[1] - place[0] > _STEPS_TOGETHER:
                continue
            chosen_lines, chosen = ks[first : last + 1], mine[place[0] : place[1] + 1]
            if _suits(ledger, chosen_lines, chosen):
                ledger.share(chosen_lines, chosen)


def same_day(ledger: Ledger, order: Sequence[int]) -> None:
    """Lines of one day with one label that make the only open invoice of their sum: paid by several cheques."""
    groups: dict[tuple[int, str, str, bool], list[int]] = defaultdict(list)
    for k in order:
        if ledger.free[k] and ledger.lines.can_stand_alone[k]:
            groups[ledger.lines.days[k], ledger.lines.label[k], ledger.lines.currency[k], ledger.lines.cents[k] > 0].append(k)
    for (day, _, currency, _), ks in groups.items():
        if not 2 <= len(ks) <= _LINES_TOGETHER:
            continue
        total = sum(ledger.lines.cents[k] for k in ks)
        mine = [i for i in ledger.invoices.with_amount(currency, total, day) if not any((k, i) in ledger.refused for k in ks)][:2]
        if len(mine) == 1 and 0 <= day - ledger.invoices.issued[mine[0]] <= LONGEST_DAYS and tells(total):
            ledger.pay_together(ks, mine[0], "same_day")


def _suits(ledger: Ledger, ks: Sequence[int], chosen: Sequence[int]) -> bool:
    """All free and open, of one sign, known by the last line and not too old, none refused."""
    first, last = min(ledger.lines.days[k] for k in ks), max(ledger.lines.days[k] for k in ks)
    return (
        all(ledger.free[k] for k in ks)
        and all(ledger.invoices.left[i] and first - SUM_DAYS <= ledger.invoices.issued[i] <= last + EARLY_DAYS for i in chosen)
        and not any((k, i) in ledger.refused for k in ks for i in chosen)
        and not cancels([ledger.invoices.left[i] for i in chosen])
        and not cancels([ledger.lines.cents[k] for k in ks])
    )
