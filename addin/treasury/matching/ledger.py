"""The account that a lettrage keeps while it works: which bank lines are free, what is left of each invoice, what was found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from addin.treasury.matching.pools import OpenInvoices

ROUNDING = 5
"""Minor units by which a sum of invoices may miss its payment."""
ALIKE = 12
"""Invoices of one tiers with one amount that are compared by their dates."""
CHANCE = 0.02
"""How many sums may be expected to fit by chance, at most, for one that fits to tell something."""
SUM_DAYS = 150
LONGEST_DAYS = 240
"""An amount alone, without the name, tells only while the invoice is this young."""
OF_TIERS = 60
_TELLING = 1_000


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


@dataclass(frozen=True)
class Pairs:
    """Lines that pay one whole invoice each, to the cent: columns of one length."""

    lines: list[int]
    invoices: list[int]
    cents: list[int]
    reason: str
    scores: list[float]


class Ledger:
    """Free lines and open invoices; a line and the part of an invoice that are given away are gone, so no money is used twice.

    Args:
        refused: (line, invoice) that she refused.
    """

    def __init__(self, lines: Lines, invoices: OpenInvoices, refused: frozenset[tuple[int, int]]) -> None:
        self.lines, self.invoices, self.refused = lines, invoices, refused
        self.free = [cents != 0 for cents in lines.cents]
        self.found: list[Found] = []
        self._pairs: dict[str, Pairs] = {}

    def exact(self, k: int, tiers: str | None, most: int) -> list[int]:
        """Up to so many open invoices of exactly the amount of a line."""
        out = []
        for i in self.invoices.with_amount(self.lines.currency[k], self.lines.cents[k], self.lines.days[k], tiers):
            if (k, i) not in self.refused:
                out.append(i)
                if len(out) == most:
                    break
        return out

    def of_tiers(self, k: int, tiers: str) -> list[int]:
        found = self.invoices.of_tiers(tiers, self.lines.currency[k], self.lines.days[k], OF_TIERS)
        return [i for i in found if (k, i) not in self.refused] if self.refused else found

    def by_main_tiers(self, order: Sequence[int]) -> list[tuple[tuple[str, str], list[int]]]:
        """Free lines of each (tiers, currency), in order: money of two currencies never adds up."""
        out: dict[tuple[str, str], list[int]] = defaultdict(list)
        for k in order:
            if self.free[k] and self.lines.main[k]:
                out[self.lines.main[k], self.lines.currency[k]].append(k)
        return sorted(out.items())

    def pay(self, k: int, chosen: list[int], reason: str, score: float) -> None:
        """A line pays the whole of these invoices."""
        if len(chosen) == 1 and self.invoices.left[chosen[0]] == self.lines.cents[k]:
            self.pay_pairs([k], chosen, reason, [score])
            return
        pieces = tuple((k, i, self.invoices.left[i]) for i in chosen)
        difference = self.lines.cents[k] - sum(cents for _, _, cents in pieces)
        for i in chosen:
            self.invoices.close(i)
        self.free[k] = False
        self.found.append(Found(pieces, reason, score, difference))

    def pay_pairs(self, ks: list[int], chosen: list[int], reason: str, scores: list[float]) -> None:
        """Each line pays the invoice beside it, of exactly its amount."""
        pairs = self._pairs.setdefault(reason, Pairs([], [], [], reason, []))
        pairs.lines.extend(ks)
        pairs.invoices.extend(chosen)
        pairs.cents.extend([self.lines.cents[k] for k in ks])
        pairs.scores.extend(scores)
        for k in ks:
            self.free[k] = False
        self.invoices.close_all(chosen)

    @property
    def pairs(self) -> list[Pairs]:
        """The lines that pay one whole invoice to the cent, by reason; they are not in `found`."""
        return list(self._pairs.values())

    def pay_together(self, ks: list[int], i: int, reason: str = "lines_together") -> None:
        """Lines that share the whole of one invoice; the last one bears the rounding."""
        left = self.invoices.left[i]
        pieces = [(k, i, self.lines.cents[k]) for k in ks[:-1]]
        pieces.append((ks[-1], i, left - sum(cents for _, _, cents in pieces)))
        difference = sum(self.lines.cents[k] for k in ks) - left
        self.invoices.close(i)
        for k in ks:
            self.free[k] = False
        self.found.append(Found(tuple(pieces), reason, 0.9, difference))

    def share(self, ks: Sequence[int], chosen: Sequence[int]) -> None:
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
            self.invoices.close(i)
        for k in ks:
            self.free[k] = False
        self.found.append(Found(tuple(pieces), "sums_together", 0.88, difference))


def tells(cents: int) -> bool:
    """Not a few units, which any fee makes."""
    return abs(cents) >= _TELLING
