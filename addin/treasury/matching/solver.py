"""The lettrage of what nobody lettered yet: which free bank line pays which open invoices, surest evidence first.

Passes over the lines in date order, from an exact amount under a name to a sum that nobody names; a line and the part of an invoice
that are given away are gone for the next pass, so no money is used twice. Looking up by amount and by tiers, never line by invoice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

from addin.treasury.matching.combinations import find_combinations, find_run
from addin.treasury.matching.pools import EARLY_DAYS, OpenInvoices
from addin.treasury.payment_evidence import tolerance_cents

_ROUNDING = 5
"""Minor units by which a sum of invoices may miss its payment."""
_OF_TIERS = 60
_ALIKE = 12
"""Invoices of one tiers with one amount that are compared by their dates."""
_CHANCE = 0.02
"""How many sums may be expected to fit by chance, at most, for one that fits to tell something."""
_SUM_DAYS = 150
_LONGEST_DAYS = 240
"""An amount alone, without the name, tells only while the invoice is this young."""
_EVERY_TIERS_WORK = 100_000
"""Tiers tried, in all, for lines that name nobody: beyond it they are left to her."""
_FEW = 16
"""Invoices among which any few may make a line."""
_LINES_TOGETHER = 8
_RUNS_OF = 30
_STEPS_TOGETHER = 4
_GAPS = sorted(range(-_ROUNDING, _ROUNDING + 1), key=abs)
_TOGETHER_DAYS = 200


@dataclass(frozen=True)
class Lines:
    """Free bank lines in date order; positions count from 0.

    Attributes:
        cents: signed; days: day numbers; tiers: keys that the line names.
        main: of these, the only one on the side of the line (a customer for money in), "" when there is none or a choice.
        can_stand_alone: its amount alone may tell: no tiers is typed, and its nature does not rule out an invoice (salary, tax…).
    """

    cents: Sequence[int]
    days: Sequence[int]
    currency: Sequence[str]
    label: Sequence[str]
    tiers: Sequence[frozenset[str]]
    main: Sequence[str]
    can_stand_alone: Sequence[bool]


@dataclass(frozen=True)
class Found:
    """Some lines pay some invoices: (line, invoice, cents of the invoice), why, and how sure."""

    pieces: tuple[tuple[int, int, int], ...]
    reason: str
    score: float
    difference: int = 0


class Solver:
    """Free lines against open invoices.

    Args:
        refused: (line, invoice) that she refused.
    """

    def __init__(self, lines: Lines, invoices: OpenInvoices, refused: frozenset[tuple[int, int]]) -> None:
        self.lines, self.invoices, self._refused = lines, invoices, refused
        self.free = [cents != 0 for cents in lines.cents]
        self.found: list[Found] = []

    def solve(self) -> list[Found]:
        """All passes; what is found, in the order of finding."""
        order = [k for k in range(len(self.lines.cents)) if self.free[k]]
        for attempt in (self._named_amount, self._named_sum, self._named_near):
            for k in order:
                if self.free[k] and self.lines.tiers[k]:
                    attempt(k)
        self._lines_together(order)
        self._sums_together(order)
        for k in order:
            if self.free[k]:
                self._amount_alone(k)
        self._same_day(order)
        self._sum_alone([k for k in order if self.free[k]])
        return self.found

    # ------------------------------------------------------------------ one line that names its tiers
    def _named_amount(self, k: int) -> None:
        """One invoice of the tiers with exactly the amount: of several, the one due nearest to the line."""
        mine: list[int] = []
        for tiers in sorted(self.lines.tiers[k]):
            mine += self._exact(k, tiers, _ALIKE)
        owners = {self.invoices.tiers[i] for i in mine}
        if len(owners) == 1:
            nearest = min(mine, key=lambda i: (abs(self.lines.days[k] - self.invoices.due[i]), i))
            self._pay(k, [nearest], "named_amount", 0.98 if len(mine) == 1 else 0.92)

    def _named_sum(self, k: int) -> None:
        """Several invoices of the tiers that add up to the line."""
        answers = []
        for tiers in sorted(self.lines.tiers[k]):
            if (found := self._sum_of(k, tiers, 1)) is not None:
                answers.append(found)
        if len(answers) == 1:
            self._pay(k, answers[0][0], "named_sum", answers[0][1])

    def _sum_of(self, k: int, tiers: str, tries: int) -> tuple[list[int], float] | None:
        """The invoices of a tiers that make the line, and how sure that is: one due date, consecutive ones, any few of them.

        Args:
            tries: tiers that are tried for this line: the more sums are looked at, the more fit by chance.
        """
        target, day = self.lines.cents[k], self.lines.days[k]
        of_tiers = self._of_tiers(k, tiers)
        mine = [i for i in of_tiers if abs(self.invoices.left[i]) > _ROUNDING and day - self.invoices.issued[i] <= _SUM_DAYS]
        if len(mine) < 2:
            return None
        left = [self.invoices.left[i] for i in mine]
        if (chosen := self._grouped(mine, target)) is not None:
            return [mine[c] for c in chosen], 0.96
        spread = max(sum(map(abs, left)), 1)
        runs = len(left) * (len(left) - 1) / 2
        if tries * runs / spread <= _CHANCE and (chosen := find_run(left, target, _ROUNDING)) and not _cancels([left[c] for c in chosen]):
            return [mine[c] for c in chosen], 0.95 if chosen[0] == 0 else 0.92
        if tries == 1:
            few = [mine[at] for at in range(min(len(mine), _FEW))]
            ways = find_combinations([self.invoices.left[i] for i in few], target)
            if len(ways) == 1 and not _cancels([self.invoices.left[few[c]] for c in ways[0]]):
                size = len(ways[0])
                if comb(len(few), size) / spread <= _CHANCE:
                    return [few[c] for c in ways[0]], 0.9
        return None

    def _grouped(self, mine: list[int], target: int) -> tuple[int, ...] | None:
        """All the invoices of the tiers with one due date, when they make the line."""
        by_due: dict[int, list[int]] = defaultdict(list)
        for at, i in enumerate(mine):
            by_due[self.invoices.due[i]].append(at)
        sums = {due: sum(self.invoices.left[mine[at]] for at in ats) for due, ats in by_due.items()}
        fitting = [tuple(by_due[due]) for due, total in sums.items() if len(by_due[due]) > 1 and abs(total - target) <= _ROUNDING]
        return fitting[0] if len(fitting) == 1 else None

    def _named_near(self, k: int) -> None:
        """One invoice of the tiers, missed by a fee, the stamp duty or an exchange difference."""
        cents = self.lines.cents[k]
        near = []
        for tiers in sorted(self.lines.tiers[k]):
            for i in self._of_tiers(k, tiers):
                left = self.invoices.left[i]
                gap = abs(left - cents)
                if left * cents > 0 and gap <= _small_gap(left, self.lines.currency[k]):
                    near.append((gap, i))
        if near:
            near.sort()
            if len(near) == 1 or near[0][0] < near[1][0]:
                self._pay(k, [near[0][1]], "named_near", 0.9)

    # ------------------------------------------------------------------ several lines for one invoice
    def _lines_together(self, order: Sequence[int]) -> None:
        """Lines of one tiers that add up to one invoice: paid in several times."""
        for (tiers, currency), ks in self._by_main_tiers(order):
            if len(ks) < 2:
                continue
            last = max(self.lines.days[k] for k in ks)
            for i in self.invoices.of_tiers(tiers, currency, last, _OF_TIERS):
                first = self.invoices.issued[i] - EARLY_DAYS
                in_time = [k for k in ks if self.free[k] and first <= self.lines.days[k] <= first + _TOGETHER_DAYS]
                mine = [k for k in in_time if (k, i) not in self._refused]
                chosen = find_run([self.lines.cents[k] for k in mine], self.invoices.left[i], _ROUNDING) if len(mine) > 1 else None
                if chosen and len(chosen) <= _LINES_TOGETHER:
                    self._pay_together([mine[c] for c in chosen], i)

    def _sums_together(self, order: Sequence[int]) -> None:
        """Consecutive lines of one tiers that make consecutive invoices of it, neither making the other one by one."""
        for (tiers, currency), ks in self._by_main_tiers(order):
            ks = ks[:_RUNS_OF]
            mine = [
                i
                for i in self.invoices.of_tiers(tiers, currency, self.lines.days[ks[-1]], _RUNS_OF)
                if abs(self.invoices.left[i]) > _ROUNDING
            ]
            if len(ks) < 2 or len(mine) < 2:
                continue
            sums = _runs([self.invoices.left[i] for i in mine])
            spread = max(sum(abs(self.invoices.left[i]) for i in mine), 1)
            if len(sums) * len(ks) ** 2 / 2 / spread > _CHANCE:
                continue
            for total, (first, last) in sorted(_runs([self.lines.cents[k] for k in ks]).items(), key=lambda run: (run[1][0], -run[1][1])):
                place = next((sums[total + gap] for gap in _GAPS if total + gap in sums), None)
                if place is None or first == last or place[0] == place[1] or last - first + place[1] - place[0] > _STEPS_TOGETHER:
                    continue
                chosen_lines, chosen = ks[first : last + 1], mine[place[0] : place[1] + 1]
                if self._suits(chosen_lines, chosen):
                    self._share(chosen_lines, chosen)

    def _suits(self, ks: Sequence[int], chosen: Sequence[int]) -> bool:
        """All free and open, of one sign, known by the last line and not too old, none refused."""
        first, last = min(self.lines.days[k] for k in ks), max(self.lines.days[k] for k in ks)
        return (
            all(self.free[k] for k in ks)
            and all(self.invoices.left[i] and first - _SUM_DAYS <= self.invoices.issued[i] <= last + EARLY_DAYS for i in chosen)
            and not any((k, i) in self._refused for k in ks for i in chosen)
            and not _cancels([self.invoices.left[i] for i in chosen])
            and not _cancels([self.lines.cents[k] for k in ks])
        )

    def _share(self, ks: Sequence[int], chosen: Sequence[int]) -> None:
        """Several lines pay several invoices: oldest line to oldest invoice; credit notes are taken by the first line."""
        left = {i: self.invoices.left[i] for i in chosen}
        sign = 1 if self.lines.cents[ks[0]] > 0 else -1
        notes = [i for i in chosen if left[i] * sign < 0]
        pieces = [(ks[0], i, left[i]) for i in notes]
        money = {k: abs(self.lines.cents[k]) for k in ks}
        money[ks[0]] += sum(abs(left[i]) for i in notes)
        queue = [i for i in chosen if left[i] * sign > 0]
        at = 0
        for k in ks:
            while money[k] > 0 and at < len(queue):
                i = queue[at]
                part = min(money[k], abs(left[i]))
                pieces.append((k, i, sign * part))
                money[k] -= part
                left[i] -= sign * part
                at += not left[i]
        for i in queue[at:]:
            if left[i]:
                pieces.append((ks[-1], i, left[i]))
        difference = sum(self.lines.cents[k] for k in ks) - sum(self.invoices.left[i] for i in chosen)
        for i in chosen:
            self.invoices.pay(i, self.invoices.left[i])
        for k in ks:
            self.free[k] = False
        self.found.append(Found(tuple(pieces), "sums_together", 0.88, difference))

    # ------------------------------------------------------------------ lines whose name tells nothing
    def _amount_alone(self, k: int) -> None:
        """The only open invoice of exactly this amount, whoever the label names (a bank, a remittance, a payer who is not the customer)."""
        if not self.lines.can_stand_alone[k]:
            return
        mine = self._exact(k, None, _ALIKE)
        if not mine or len({self.invoices.tiers[i] for i in mine}) > 1 or (len(mine) > 1 and self.lines.tiers[k]):
            return
        i = min(mine, key=lambda i: (abs(self.lines.days[k] - self.invoices.due[i]), i))
        age = self.lines.days[k] - self.invoices.issued[i]
        if 0 <= age <= _LONGEST_DAYS and _tells(self.lines.cents[k]):
            self._pay(k, [i], "amount_alone", 0.88 if self.lines.tiers[k] else 0.9)

    def _same_day(self, order: Sequence[int]) -> None:
        """Lines of one day with one label that make the only open invoice of their sum: paid by several cheques."""
        groups: dict[tuple[int, str, str, bool], list[int]] = defaultdict(list)
        for k in order:
            if self.free[k] and self.lines.can_stand_alone[k]:
                groups[self.lines.days[k], self.lines.label[k], self.lines.currency[k], self.lines.cents[k] > 0].append(k)
        for (day, _, currency, _), ks in groups.items():
            if not 2 <= len(ks) <= _LINES_TOGETHER:
                continue
            total = sum(self.lines.cents[k] for k in ks)
            mine = [i for i in self.invoices.with_amount(currency, total, day) if not any((k, i) in self._refused for k in ks)][:2]
            if len(mine) == 1 and 0 <= day - self.invoices.issued[mine[0]] <= _LONGEST_DAYS and _tells(total):
                self._pay_together(ks, mine[0], "same_day")

    def _sum_alone(self, rest: Sequence[int]) -> None:
        """Several invoices of one tiers, and of one only, that add up to the line."""
        every = self.invoices.all_tiers
        work = _EVERY_TIERS_WORK
        for k in rest:
            if not self.lines.can_stand_alone[k] or not _tells(self.lines.cents[k]):
                continue
            answers = []
            for tiers in every:
                if self.invoices.count_of(tiers) < 2:
                    continue
                work -= 1
                if (found := self._sum_of(k, tiers, len(every))) is not None:
                    answers.append(found[0])
                    if len(answers) > 1:
                        break
            if len(answers) == 1:
                self._pay(k, answers[0], "sum_alone", 0.86)
            if work <= 0:
                return

    # ------------------------------------------------------------------ what she may decide
    def proposals(self, k: int, most: int = 3) -> list[Found]:
        """What a free line may pay, best first: its tiers' invoices and those of its amount; at most `most`."""
        cents, day = self.lines.cents[k], self.lines.days[k]
        ranked: dict[int, tuple[float, str]] = {}
        for i in self._exact(k, None, _ALIKE):
            distance = abs(day - self.invoices.due[i])
            is_named = self.invoices.tiers[i] in self.lines.tiers[k]
            ranked[i] = (0.8 if is_named else 0.7) - min(distance, 365) / 1_000, "named_amount" if is_named else "amount_among"
        for tiers in sorted(self.lines.tiers[k]):
            for i in self._of_tiers(k, tiers):
                left = self.invoices.left[i]
                if left * cents > 0 and i not in ranked:
                    lateness = min(abs(day - self.invoices.due[i]), 365) / 1_000
                    ratio = min(abs(cents), abs(left)) / max(abs(cents), abs(left))
                    ranked[i] = 0.3 + ratio / 10 - lateness / 2, "named_part"
        best = sorted(ranked.items(), key=lambda each: (-each[1][0], each[0]))[:most]
        sign = 1 if cents > 0 else -1
        return [
            Found(((k, i, sign * min(abs(cents), abs(self.invoices.left[i]))),), reason, round(score, 3), cents - self.invoices.left[i])
            for i, (score, reason) in best
        ]

    # ------------------------------------------------------------------ what they share
    def _by_main_tiers(self, order: Sequence[int]) -> list[tuple[tuple[str, str], list[int]]]:
        """Free lines of each (tiers, currency), in order: money of two currencies never adds up."""
        out: dict[tuple[str, str], list[int]] = defaultdict(list)
        for k in order:
            if self.free[k] and self.lines.main[k]:
                out[self.lines.main[k], self.lines.currency[k]].append(k)
        return sorted(out.items())

    def _exact(self, k: int, tiers: str | None, most: int) -> list[int]:
        """Up to so many open invoices of exactly the amount of a line."""
        out = []
        for i in self.invoices.with_amount(self.lines.currency[k], self.lines.cents[k], self.lines.days[k], tiers):
            if (k, i) not in self._refused:
                out.append(i)
                if len(out) == most:
                    break
        return out

    def _of_tiers(self, k: int, tiers: str) -> list[int]:
        found = self.invoices.of_tiers(tiers, self.lines.currency[k], self.lines.days[k], _OF_TIERS)
        return [i for i in found if (k, i) not in self._refused] if self._refused else found

    def _pay(self, k: int, chosen: list[int], reason: str, score: float) -> None:
        """A line pays the whole of these invoices."""
        pieces = tuple((k, i, self.invoices.left[i]) for i in chosen)
        difference = self.lines.cents[k] - sum(cents for _, _, cents in pieces)
        for _, i, cents in pieces:
            self.invoices.pay(i, cents)
        self.free[k] = False
        self.found.append(Found(pieces, reason, score, difference))

    def _pay_together(self, ks: list[int], i: int, reason: str = "lines_together") -> None:
        """Lines that share the whole of one invoice; the last one bears the rounding."""
        left = self.invoices.left[i]
        pieces = [(k, i, self.lines.cents[k]) for k in ks[:-1]]
        pieces.append((ks[-1], i, left - sum(cents for _, _, cents in pieces)))
        difference = sum(self.lines.cents[k] for k in ks) - left
        self.invoices.pay(i, left)
        for k in ks:
            self.free[k] = False
        self.found.append(Found(tuple(pieces), reason, 0.9, difference))


def _small_gap(left: int, currency: str) -> int:
    """The gap that fees or stamp duty explain; never more than a fiftieth of a small invoice."""
    return min(tolerance_cents(left, currency), max(abs(left) // 50, _ROUNDING))


def _runs(amounts: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Sum of each run of consecutive amounts → (first, last); of equal sums the one that starts first."""
    out: dict[int, tuple[int, int]] = {}
    for first in range(len(amounts)):
        total = 0
        for last in range(first, len(amounts)):
            total += amounts[last]
            out.setdefault(total, (first, last))
    return out


def _cancels(amounts: Sequence[int]) -> bool:
    """Some of the amounts add up to nothing: they explain each other, not the line."""
    seen, total = {0}, 0
    for amount in amounts:
        total += amount
        if total in seen:
            return True
        seen.add(total)
    return any(-amount in amounts for amount in amounts)


def _tells(cents: int) -> bool:
    """Not a few units, which any fee makes."""
    return abs(cents) >= 1_000
