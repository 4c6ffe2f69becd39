"""Lines of two lists paired one to one by what they have in common: a line that stands twice needs a partner twice."""

from __future__ import annotations

import numpy as np
import pandas as pd

Pairs = tuple[np.ndarray, np.ndarray]
"""Positions in the first list and in the second, of equal length."""


def pair(first: tuple[np.ndarray, ...], second: tuple[np.ndarray, ...]) -> Pairs:
    """Pairs of equal keys: the n-th line of a key with the n-th of the other list. The rest stays alone.

    Args:
        first, second: the parts of the key, arrays of whole numbers.

    >>> pair((np.array([5, 7, 5, 5]),), (np.array([5, 9, 5]),))
    (array([0, 2]), array([0, 2]))
    """
    count = len(first[0])
    if not count or not len(second[0]):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    codes, _ = pd.factorize(mixed(first, second))
    order = np.argsort(codes, kind="stable")
    at = codes[order]
    is_second = order >= count
    starts = np.r_[True, at[1:] != at[:-1]]
    rank_first, rank_second = (_rank(starts, mask) for mask in (~is_second, is_second))
    here, there = order[~is_second], order[is_second] - count
    size = len(codes) + 1
    key_first = at[~is_second] * size + rank_first[~is_second]
    key_second = at[is_second] * size + rank_second[is_second]
    _, one, other = np.intersect1d(key_first, key_second, assume_unique=True, return_indices=True)
    here, there = here[one], there[other]
    back = np.argsort(here, kind="stable")
    return here[back], there[back]


def pair_among(first: tuple[np.ndarray, ...], second: tuple[np.ndarray, ...], free: np.ndarray, left: np.ndarray) -> Pairs:
    """As `pair`, of the lines that two masks still leave free."""
    mine, theirs = np.flatnonzero(free), np.flatnonzero(left)
    one, other = pair(tuple(part[mine] for part in first), tuple(part[theirs] for part in second))
    return mine[one], theirs[other]


def mixed(first: tuple[np.ndarray, ...], second: tuple[np.ndarray, ...]) -> np.ndarray:
    """One 64-bit number per line; two different keys share one with a chance of one in 10^19."""
    found: np.ndarray = np.zeros(len(first[0]) + len(second[0]), np.uint64)
    for mine, theirs in zip(first, second, strict=True):
        part = np.concatenate([mine, theirs]).astype(np.int64).view(np.uint64)
        found = (found ^ (found >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9) + (part ^ (part >> np.uint64(31))) * np.uint64(
            0x9E3779B97F4A7C15
        )
        found ^= found >> np.uint64(32)
    return found


def _rank(starts: np.ndarray, counted: np.ndarray) -> np.ndarray:
    """How many counted lines stand before each, since the start of its group."""
    before = np.cumsum(counted) - counted
    at_start = before[starts]
    rank: np.ndarray = before - at_start[np.cumsum(starts) - 1]
    return rank
