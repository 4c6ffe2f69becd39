"""Memory of her lines: what the same label, the same tiers, the same amount were for, the last ones counting more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from addin.treasury.classification.features import Lines

LEVELS = ("sign", "topic", "party", "text", "account", "amount")
"""From the most general to the most particular: a level known to hold lines corrects what the one before said."""

_FORGETS = {"sign": 0.995, "topic": 0.95, "party": 0.85, "text": 0.85, "account": 0.85, "amount": 0.85}
"""What a line counts after the next one of the same key."""
_DOUBT = {"sign": 1.0, "topic": 4.0, "party": 0.5, "text": 0.4, "account": 0.4, "amount": 0.25}
"""Lines that what the more general level says is worth."""
_EMPTY = np.uint64(0)
_PRIME = np.uint64(0x100000001B3)
_MIX = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, eq=False)
class Level:
    """The lines of each key.

    Attributes:
        keys: sorted hashes of the keys.
        starts: of each key in `classes`, one more at the end.
        classes, weights, counts: per key and class, what its lines count and how many they are.
    """

    keys: np.ndarray
    starts: np.ndarray
    classes: np.ndarray
    weights: np.ndarray
    counts: np.ndarray

    def find(self, hashes: np.ndarray) -> np.ndarray:
        """Position of each hash among the keys, -1 when no line had it."""
        if not len(self.keys):
            return np.full(len(hashes), -1)
        at = np.minimum(np.searchsorted(self.keys, hashes), len(self.keys) - 1)
        return np.where((self.keys[at] == hashes) & (hashes != _EMPTY), at, -1)


class Memory:
    """What was known of each key.

    Args:
        levels: by name.
        classes: how many categories there are.
    """

    def __init__(self, levels: Mapping[str, Level], classes: int) -> None:
        self.levels, self.classes = dict(levels), classes

    @classmethod
    def of(cls, lines: Lines, truth: np.ndarray, classes: int) -> Memory:
        """Memory of lines in the order of time.

        Args:
            truth: number of the category of each line.
        """
        return cls({name: _level(hashes, truth, _FORGETS[name]) for name, hashes in _keys(lines).items()}, classes)

    def tell(self, lines: Lines) -> Remembered:
        """What is remembered of lines."""
        size = len(lines)
        shares = np.full((size, self.classes), 1 / max(self.classes, 1))
        prior = shares
        found: dict[str, np.ndarray] = {}
        for name, hashes in _keys(lines).items():
            level = self.levels[name]
            at = found[name] = level.find(hashes)
            shares = _corrected(shares, level, at, _DOUBT[name])
            if name == "sign":
                prior = shares.copy()
        return Remembered(shares, prior, found, self)


@dataclass(frozen=True, eq=False)
class Remembered:
    """What is remembered of some lines.

    Attributes:
        shares: float64, lines by classes: how likely each is.
        prior: the same, by the sign alone.
        found: level → position of each line's key in it, -1 for a new one.
    """

    shares: np.ndarray
    prior: np.ndarray
    found: Mapping[str, np.ndarray]
    memory: Memory

    @property
    def is_known(self) -> np.ndarray:
        """bool per line: the label or the tiers was seen before."""
        return (self.found["text"] >= 0) | (self.found["party"] >= 0)

    def counts(self, level: str, classes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Of the lines with the same key, how many were of the given class, and how many they were.

        Args:
            classes: one class a line.
        """
        held, at = self.memory.levels[level], self.found[level]
        known = np.flatnonzero(at >= 0)
        same, total = np.zeros(len(at), dtype=np.int64), np.zeros(len(at), dtype=np.int64)
        rows, entries = _entries(held, at[known])
        total[known] = np.bincount(rows, held.counts[entries], minlength=len(known)).astype(np.int64)
        agree = held.classes[entries] == classes[known][rows]
        same[known] = np.bincount(rows[agree], held.counts[entries[agree]], minlength=len(known)).astype(np.int64)
        return same, total


def _level(hashes: np.ndarray, truth: np.ndarray, forgets: float) -> Level:
    kept = np.flatnonzero(hashes != _EMPTY)
    keys, key = np.unique(hashes[kept], return_inverse=True)
    later = pd.Series(key[::-1]).groupby(key[::-1]).cumcount().to_numpy()[::-1]
    lines = pd.DataFrame({"key": key, "class": truth[kept], "weight": np.power(forgets, later)})
    held = lines.groupby(["key", "class"], sort=True)["weight"].agg(["sum", "size"])
    of_key = held.index.get_level_values(0).to_numpy()
    return Level(
        keys,
        np.searchsorted(of_key, np.arange(len(keys) + 1)).astype(np.int64),
        held.index.get_level_values(1).to_numpy().astype(np.int32),
        held["sum"].to_numpy(dtype=np.float64),
        held["size"].to_numpy().astype(np.int32),
    )


def _entries(level: Level, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The entries of some keys: which of `at`, which entry."""
    lengths = level.starts[at + 1] - level.starts[at]
    rows = np.repeat(np.arange(len(at)), lengths)
    within = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return rows, np.repeat(level.starts[at], lengths) + within


def _corrected(shares: np.ndarray, level: Level, at: np.ndarray, doubt: float) -> np.ndarray:
    """What the more general levels say, corrected by the lines of this one."""
    known = np.flatnonzero(at >= 0)
    if not len(known):
        return shares
    rows, entries = _entries(level, at[known])
    total = np.bincount(rows, level.weights[entries], minlength=len(known))
    new = shares[known] * doubt
    np.add.at(new, (rows, level.classes[entries]), level.weights[entries])
    shares[known] = new / (total + doubt)[:, None]
    return shares


def _keys(lines: Lines) -> dict[str, np.ndarray]:
    """Hash of the key of each line at each level; 0 without one."""
    sign = lines.sign.astype(np.int64).view(np.uint64)
    text, party = _hash(lines.text), _hash(lines.party)
    cents = lines.cents.astype(np.uint64)
    either = np.where(party != _EMPTY, party, text)
    return {
        "sign": _mixed(1, sign),
        "topic": _mixed(2, _hash(lines.topic), sign),
        "party": _mixed(3, party, sign),
        "text": _mixed(4, text, sign),
        "account": _mixed(5, text, sign, _hash(lines.account)),
        "amount": _mixed(6, either, sign, cents),
    }


def _hash(values: np.ndarray) -> np.ndarray:
    """A hash of each text, 0 for an empty one."""
    codes, distinct = pd.factorize(values)
    texts = [str(value).encode("utf-8", "surrogatepass").decode("utf-8", "replace") for value in distinct]
    hashes = pd.util.hash_array(np.array(texts, dtype=object), categorize=False) if texts else np.zeros(0, dtype=np.uint64)
    empty = np.array([text == "" for text in texts], dtype=bool)
    return np.where(empty, _EMPTY, hashes)[codes] if len(codes) else np.zeros(0, dtype=np.uint64)


def _mixed(level: int, *parts: np.ndarray) -> np.ndarray:
    """One hash of several parts; 0 when the first of them is that of an empty text."""
    with np.errstate(over="ignore"):
        mixed = np.full(len(parts[0]), level, dtype=np.uint64)
        for part in parts:
            mixed = ((mixed ^ part) * _PRIME) ^ ((part * _MIX) >> np.uint64(29))
        return mixed if level == 1 else np.where(parts[0] == _EMPTY, _EMPTY, mixed | np.uint64(1))


__all__: Sequence[str] = ("LEVELS", "Level", "Memory", "Remembered")
