"""Labels of one line in two exports: cut, or said in other words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from addin.treasury.counterparties import counterparty_of, normalise
from addin.treasury.statements.fingerprints import Fingerprints
from addin.treasury.statements.pairing import mixed

_SHORTEST = 4  # letters and digits of a label that may be a part of another
_CUT = 20  # letters and digits from which a label may have been cut by the length of a field, be it inside a number
_MOST = 60  # lines of one day and amount that are compared one by one


@dataclass(frozen=True, eq=False)
class Candidates:
    """Free lines of both lists that share their day and amount.

    Attributes:
        groups: positions in the first list, positions in the second.
        keys, other_keys: letters and digits of the labels; None for a label that is only remembered by its fingerprint.
        heads, other_heads: low half of the label's fingerprint.
    """

    groups: list[tuple[list[int], list[int]]]
    keys: Sequence[str]
    other_keys: np.ndarray
    heads: np.ndarray
    other_heads: np.ndarray
    references: np.ndarray
    other_references: np.ndarray
    has_balance: np.ndarray
    other_has_balance: np.ndarray

    @staticmethod
    def of(
        mine: Fingerprints,
        theirs: Fingerprints,
        free: np.ndarray,
        left: np.ndarray,
        keys: Sequence[str],
        other_keys: np.ndarray,
        trusts_references: bool,
    ) -> Candidates:
        here, there = np.flatnonzero(free), np.flatnonzero(left)
        groups: list[tuple[list[int], list[int]]] = []
        if len(here) and len(there):
            there = there[np.isin(theirs.days[there], mine.days[here])]
        if len(there):
            there = there[np.isin(theirs.cents[there], mine.cents[here])]
        if len(here) and len(there):
            codes, _ = pd.factorize(mixed((mine.days[here], mine.cents[here]), (theirs.days[there], theirs.cents[there])))
            mine_codes, their_codes = codes[: len(here)], codes[len(here) :]
            common = np.intersect1d(mine_codes, their_codes)
            groups = [
                (one, other)
                for (_, one), (_, other) in zip(_grouped(mine_codes, here, common), _grouped(their_codes, there, common), strict=True)
            ]
        none = np.zeros(len(mine), np.uint32), np.zeros(len(theirs), np.uint32)
        references, other_references = (mine.reference, theirs.reference) if trusts_references else none
        return Candidates(
            groups,
            keys,
            other_keys,
            mine.label & 0xFFFF,
            theirs.label & 0xFFFF,
            references,
            other_references,
            mine.has_balance,
            theirs.has_balance,
        )

    def best(self, score: Callable[[int, int], int]) -> Iterator[tuple[int, int, int]]:
        """In each group the pairs of the highest scores, each line once; a score of 0 is no pair."""
        for mine, theirs in self.groups:
            scored = [
                (-value, one, other)
                for one in mine[:_MOST]
                for other in theirs[:_MOST]
                if not self._are_two(one, other) and (value := score(one, other))
            ]
            used: set[int] = set()
            taken: set[int] = set()
            for value, one, other in sorted(scored):
                if one not in taken and other not in used:
                    taken.add(one)
                    used.add(other)
                    yield one, other, -value

    def _are_two(self, one: int, other: int) -> bool:
        """Both carry a reference of the bank, and not the same."""
        return bool(self.references[one] and self.other_references[other] and self.references[one] != self.other_references[other])


def cut_labels(candidates: Candidates) -> list[tuple[int, int]]:
    """Pairs of which one label is the beginning or a part of the other (letters and digits only)."""

    def score(one: int, other: int) -> int:
        key, known = candidates.keys[one], candidates.other_keys[other]
        if candidates.has_balance[one] and candidates.other_has_balance[other]:
            return 0  # of equal balances they would be paired by now
        if not known:  # removed from the tab, or blank there: only its fingerprint tells
            return 1 if len(key) >= _CUT and candidates.heads[one] == candidates.other_heads[other] else 0
        small, large = sorted((key, known), key=len)
        if _is_part(small, large):
            return 2 + len(small)
        return 1 if min(len(key), len(known)) >= _CUT and candidates.heads[one] == candidates.other_heads[other] else 0

    return [(one, other) for one, other, _ in candidates.best(score)]


def similar_labels(candidates: Candidates, labels: np.ndarray, tab_labels: np.ndarray, tab_at: np.ndarray) -> list[tuple[int, int, bool]]:
    """Pairs of one day and amount, and whether their labels look alike: a word or number in common, or one of them blank.

    Args:
        labels: of the statement.
        tab_labels: of the tab; `tab_at` leads to them.
    """
    if not candidates.groups:
        return []
    mine = sorted({one for group, _ in candidates.groups for one in group})
    theirs = sorted({int(tab_at[other]) for _, group in candidates.groups for other in group})
    words = dict(zip(mine, _words([str(labels[at]) for at in mine]), strict=True))
    tab_words = dict(zip(theirs, _words([str(tab_labels[at]) for at in theirs]), strict=True))

    def score(one: int, other: int) -> int:
        first, second = words[one], tab_words[int(tab_at[other])]
        return 2 + len(first & second) if first & second else 2 if not first or not second else 1

    return [(one, other, value > 1) for one, other, value in candidates.best(score)]


def _is_part(small: str, large: str) -> bool:
    """One label stands in the other, and not as a part of a longer number (« CHQ 1 » in « CHQ 12 »)."""
    at = large.find(small)
    if len(small) < _SHORTEST or at < 0:
        return False
    end = at + len(small)
    breaks_start = at > 0 and large[at - 1].isdigit() and small[0].isdigit()
    breaks_end = end < len(large) and large[end].isdigit() and small[-1].isdigit()
    return not breaks_start and (not breaks_end or len(small) >= _CUT)


def _words(labels: Sequence[str]) -> list[set[str]]:
    """Words of the counterparty and long numbers of each label."""
    names = counterparty_of(pd.Series(labels, dtype=object)).tolist()
    return [
        {word for word in normalise(name).split() if len(word) > 2 and not word.isdigit()} | set(re.findall(r"[0-9]{4,}", label))
        for name, label in zip(names, labels, strict=True)
    ]


def _grouped(codes: np.ndarray, at: np.ndarray, common: np.ndarray) -> Iterator[tuple[int, list[int]]]:
    """Positions of each common code, by code."""
    chosen = np.isin(codes, common)
    codes, at = codes[chosen], at[chosen]
    order = np.argsort(codes, kind="stable")
    starts: np.ndarray = np.flatnonzero(np.r_[True, codes[order][1:] != codes[order][:-1]]) if len(order) else np.empty(0, np.int64)
    for part in np.split(order, starts[1:]):
        if len(part):
            yield int(codes[part[0]]), at[part].tolist()
