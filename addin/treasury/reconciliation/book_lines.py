"""Lines of the books against lines of the bank, one account: which are the same movement, which stand on one side only."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import combinations

import numpy as np
import pandas as pd

from addin.treasury.counterparties import normalise

_CLOSE_DAYS, _EARLY_DAYS, _LATE_DAYS, _LATE_CHEQUE_DAYS = 5, 10, 60, 1_100
"""A line of the bank comes at most so many days before or after that of the books, most often close to it; a cheque is good for three
years."""
_CHEQUE_WORD = re.compile(r"\b(?:CHQS?|CHEQUES?|CHEQ)\b")
_NUMBER = re.compile(r"(?<![0-9A-Za-z])0*([1-9][0-9]{3,})(?![0-9])")
_MOST_CARRIED, _CARRIED_DAYS, _MOST_TOGETHER = 14, 90, 4


def same_lines(books: pd.DataFrame, bank: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Which lines of each side have their counterpart on the other, each line being used once.

    In this order: same amount and a number that both tell (cheque, piece); same amount, in the order of the days, within a window;
    the lines of one day that add up to one line of the other side.

    Args:
        books, bank: OPERATIONS rows.
    Returns:
        (bool per line of the books, bool per line of the bank).
    """
    pairing = _Pairing(books, bank)
    pairing.by_number()
    pairing.by_day(_CLOSE_DAYS, _CLOSE_DAYS)
    pairing.by_day(_EARLY_DAYS, _LATE_DAYS)
    pairing.by_day(_EARLY_DAYS, _LATE_CHEQUE_DAYS, cheques_only=True)
    pairing.by_sum()
    return pairing.is_matched[0], pairing.is_matched[1]


def carried_lines(bank: pd.DataFrame, gap_cents: int) -> list[int]:
    """Positions of the first unmatched lines of the bank that together settle what was in suspense when the books begin, few first.

    Args:
        bank: unmatched lines in date order.
        gap_cents: bank minus books on the eve of the first line.
    """
    if not gap_cents or bank.empty:
        return []
    days = bank["booked_on"].to_numpy().astype("datetime64[D]")
    early = np.flatnonzero(days <= days[0] + _CARRIED_DAYS)[:_MOST_CARRIED].tolist()
    cents = bank["amount_cents"].tolist()
    for size in range(1, _MOST_TOGETHER + 1):
        for chosen in combinations(early, size):
            if sum(cents[at] for at in chosen) == -gap_cents:
                return list(chosen)
    everything = sum(cents[at] for at in early)
    return early if everything == -gap_cents else []


class _Pairing:
    def __init__(self, books: pd.DataFrame, bank: pd.DataFrame) -> None:
        self.sides = (books, bank)
        self.days = tuple(side["booked_on"].to_numpy().astype("datetime64[D]").astype(np.int64) for side in self.sides)
        self.cents = tuple(side["amount_cents"].to_numpy(dtype=np.int64) for side in self.sides)
        self.is_matched = tuple(np.zeros(len(side), dtype=bool) for side in self.sides)

    def by_number(self) -> None:
        told: dict[tuple[int, str], list[int]] = defaultdict(list)
        for at, numbers in enumerate(_numbers(self.sides[1])):
            for number in numbers:
                told[int(self.cents[1][at]), number].append(at)
        for at, numbers in enumerate(_numbers(self.sides[0])):
            alike = (other for number in numbers for other in told.get((int(self.cents[0][at]), number), ()))
            if (found := next((other for other in alike if not self.is_matched[1][other]), None)) is not None:
                self.is_matched[0][at] = self.is_matched[1][found] = True

    def by_day(self, early_days: int, late_days: int, *, cheques_only: bool = False) -> None:
        """Each line of the books takes the first free line of its amount within the window; both in the order of the days."""
        labels = self.sides[0]["label"].tolist()
        waiting: dict[int, list[int]] = defaultdict(list)
        for at in np.argsort(self.days[1], kind="stable").tolist():
            if not self.is_matched[1][at]:
                waiting[int(self.cents[1][at])].append(at)
        starts: dict[int, int] = defaultdict(int)
        for at in np.argsort(self.days[0], kind="stable").tolist():
            if self.is_matched[0][at] or (cheques_only and not _CHEQUE_WORD.search(normalise(labels[at]))):
                continue
            cents = int(self.cents[0][at])
            others, k = waiting.get(cents, []), starts[cents]
            while k < len(others) and self.days[1][others[k]] < self.days[0][at] - early_days:
                k += 1
            if k < len(others) and self.days[1][others[k]] <= self.days[0][at] + late_days:
                self.is_matched[0][at] = self.is_matched[1][others[k]] = True
                k += 1
            starts[cents] = k

    def by_sum(self) -> None:
        for one, many in ((1, 0), (0, 1)):
            sums: dict[tuple[int, int], list[int]] = defaultdict(list)
            for at in np.flatnonzero(~self.is_matched[many]).tolist():
                sums[int(self.days[many][at]), int(np.sign(self.cents[many][at]))].append(at)
            totals = {(day, sum(int(self.cents[many][at]) for at in lines)): lines for (day, _), lines in sums.items() if len(lines) > 1}
            for at in np.flatnonzero(~self.is_matched[one]).tolist():
                window = range(-_EARLY_DAYS, _EARLY_DAYS + 1)
                keys = ((int(self.days[one][at]) + shift, int(self.cents[one][at])) for shift in sorted(window, key=abs))
                if (key := next((key for key in keys if key in totals), None)) is not None:
                    self.is_matched[one][at] = True
                    self.is_matched[many][totals.pop(key)] = True


def _numbers(lines: pd.DataFrame) -> list[frozenset[str]]:
    return [frozenset(_NUMBER.findall(f"{label} {piece}")) for label, piece in zip(lines["label"], lines["piece"], strict=True)]
