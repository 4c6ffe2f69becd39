"""Texts as numbers: each text becomes the buckets of its characters, words and exact tokens, all at once, without a dictionary."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

BUCKET_BITS = 22
BUCKETS = 1 << BUCKET_BITS
LONGEST = 240
"""Characters of a text that are looked at: a bank's label has a hundred and forty."""

_SIZES = (2, 3, 4, 5)
_SEPARATOR = "\x1f"
_PRIME = np.uint64(0x100000001B3)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(64 - BUCKET_BITS)

Pairs = tuple[np.ndarray, np.ndarray]
"""Row of each token, bucket of each token."""


def character_pairs(texts: Sequence[str]) -> Pairs:
    """Runs of two to five characters of each text, spaces around it included."""
    if not texts:
        return _nothing()
    joined = _SEPARATOR.join(f" {text[:LONGEST]} " for text in texts)
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    is_end = codes == ord(_SEPARATOR)
    row = np.cumsum(is_end)
    rows, buckets = [], []
    running = codes
    with np.errstate(over="ignore"):
        for size in range(2, max(_SIZES) + 1):
            running = running[:-1] * _PRIME + codes[size - 1 :]
            if size not in _SIZES:
                continue
            start = row[: len(running)]
            whole = (start == row[size - 1 :]) & ~is_end[: len(running)]
            rows.append(start[whole])
            buckets.append((((running[whole] + np.uint64(size)) * _MIX) >> _SHIFT).astype(np.int64))
    return np.concatenate(rows), np.concatenate(buckets)


def word_pairs(texts: Sequence[str], sizes: Sequence[int] = (1, 2)) -> Pairs:
    """Words, and runs of neighbouring words, of each text.

    Args:
        sizes: words in a run, ascending.
    """
    split = [text[:LONGEST].split() for text in texts]
    flat = np.array(list(chain.from_iterable(split)), dtype=object)
    if not len(flat):
        return _nothing()
    row = np.repeat(np.arange(len(split)), np.fromiter(map(len, split), dtype=np.int64, count=len(split)))
    words = _hashes(flat)
    rows, buckets = [], []
    running = words
    with np.errstate(over="ignore"):
        for size in range(1, max(sizes) + 1):
            if size > 1:
                running = running[:-1] * _PRIME + words[size - 1 :]
            if size in sizes:
                start = row[: len(running)]
                whole = start == row[size - 1 :]
                rows.append(start[whole])
                buckets.append((((running[whole] ^ np.uint64(size)) * _MIX) >> _SHIFT).astype(np.int64))
    return np.concatenate(rows), np.concatenate(buckets)


def exact_pairs(kind: str, *columns: np.ndarray, needs_first: bool = False) -> Pairs:
    """One token for each line: its values together, told apart from other kinds.

    Args:
        columns: texts or whole numbers, one a line.
        needs_first: a line whose first value is an empty text has none.
    """
    with np.errstate(over="ignore"):
        mixed = np.full(len(columns[0]), bucket_of(kind), dtype=np.uint64)
        for column in columns:
            part = _hashes(column)
            mixed = ((mixed ^ part) * _PRIME) ^ ((part * _MIX) >> np.uint64(29))
        buckets = ((mixed * _MIX) >> _SHIFT).astype(np.int64)
    rows = np.flatnonzero(columns[0] != "") if needs_first else np.arange(len(buckets))
    return rows, buckets[rows]


def _hashes(column: np.ndarray) -> np.ndarray:
    """uint64 of each value, the same in every process."""
    if column.dtype.kind in "iub":
        return column.astype(np.int64).view(np.uint64) * _MIX
    codes, distinct = pd.factorize(column)
    return np.array([_hash(str(value)) for value in distinct], dtype=np.uint64)[codes] if len(codes) else np.zeros(0, dtype=np.uint64)


def bucket_of(token: str) -> int:
    """The bucket of one token, the same in every process."""
    return (_hash(token) * int(_MIX) & 0xFFFFFFFFFFFFFFFF) >> int(_SHIFT)


def _hash(text: str) -> int:
    data = text.encode("utf-8", "surrogatepass")
    return zlib.crc32(data) | zlib.adler32(data) << 32


class Vocabulary:
    """The buckets seen while learning and what they weigh.

    Args:
        buckets: sorted, distinct.
        weights: of each bucket (rarer ones weigh more).
    """

    def __init__(self, buckets: np.ndarray, weights: np.ndarray) -> None:
        self.buckets, self.weights = buckets, weights
        self._column = np.full(BUCKETS, -1, dtype=np.int32)
        self._column[buckets] = np.arange(len(buckets), dtype=np.int32)

    @classmethod
    def of(cls, pairs: Pairs, rows: int, *, at_least: int, at_most: int) -> Vocabulary:
        """The buckets of some texts that occur in enough of them, the most frequent ones when there are too many.

        Args:
            rows: number of texts.
            at_least: of texts that a bucket must stand in.
            at_most: buckets kept.
        """
        both = np.sort(pairs[0] * BUCKETS + pairs[1])
        distinct = both[np.concatenate([[True], both[1:] != both[:-1]])] if len(both) else both
        counts = np.bincount(distinct % BUCKETS, minlength=BUCKETS)
        buckets = np.flatnonzero(counts >= at_least)
        if len(buckets) > at_most:
            buckets = np.sort(buckets[np.argsort(-counts[buckets], kind="stable")[:at_most]])
        return cls(buckets, (np.log((1 + rows) / (1 + counts[buckets])) + 1).astype(np.float32))

    def matrix(self, pairs: Pairs, rows: int) -> csr_matrix:
        """One row a text, of length one: tokens known here, damped by how often they come and weighed."""
        from scipy.sparse import csr_matrix

        columns = self._column[pairs[1]]
        kept = columns >= 0
        counted = csr_matrix((np.ones(int(kept.sum()), dtype=np.float32), (pairs[0][kept], columns[kept])), shape=(rows, len(self.buckets)))
        counted.sum_duplicates()
        counted.data = (1 + np.log(counted.data)) * self.weights[counted.indices]
        lengths = np.sqrt(np.asarray(counted.multiply(counted).sum(axis=1)).ravel())
        counted.data /= np.repeat(np.where(lengths > 0, lengths, 1), np.diff(counted.indptr)).astype(np.float32)
        return counted


def _nothing() -> Pairs:
    return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
