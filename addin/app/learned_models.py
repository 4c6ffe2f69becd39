"""What was learnt of a workbook's lines: learnt when she categorises, kept by the content of those lines, found again by the functions."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Protocol

import pandas as pd

if TYPE_CHECKING:
    from addin.treasury.classification.learning import Learned

LEARNT_FROM = ("label", "amount_cents", "currency", "account", "booked_on", "counterparty", "piece", "project", "category")
"""What of a known line can be learnt from, and therefore part of the key."""


class ModelCache(Protocol):
    """Where what was learnt is kept between two calls."""

    def load(self, key: str) -> bytes | None:
        """What was kept under a key, None when there is nothing."""

    def save(self, key: str, data: bytes) -> bool:
        """Keep something under a key; False when it could not be kept, which nothing depends on."""

    def forget(self, key: str) -> None:
        """Remove what is kept under a key."""


def filled(operations: pd.DataFrame) -> pd.Series:
    """bool per operation: it carries a category, whoever wrote it."""
    from addin.treasury.counterparties import map_distinct
    from addin.treasury.entries.classified import UNSORTED
    from addin.treasury.headings import simplify

    unsorted = map_distinct(operations["category"], lambda name: simplify(name) in UNSORTED)
    return ~unsorted.astype(bool)


def key_of(operations: pd.DataFrame, known: pd.Series) -> str:
    """The key of what is learnt from lines: 32 hexadecimal digits, the same for the same known lines in the same order.

    Args:
        operations: OPERATIONS rows.
        known: bool per operation: the line carries a category to learn from.
    """
    from addin.treasury.classification.learned_bytes import FORMAT

    lines = operations.loc[known.to_numpy(dtype=bool), list(LEARNT_FROM)]
    content = hashlib.sha256(f"{FORMAT} {len(lines)}".encode())
    for name in LEARNT_FROM:
        column = lines[name]
        codes = column if column.dtype.kind in "iM" else column.fillna("").astype(str)
        content.update(pd.util.hash_pandas_object(codes, index=False).to_numpy().astype("<u8").tobytes())
    return content.hexdigest()[:32]


def learned_of(operations: pd.DataFrame, known: pd.Series, cache: ModelCache) -> Learned:
    """What is learnt from the known lines: found again when it was learnt of these very lines before, else learnt now and kept.

    This trains a model: it is for the command « Catégoriser », never for a cell.

    Args:
        operations: OPERATIONS rows.
        known: bool per operation: its category is her word.
    """
    from addin.treasury.classification.learning import learn

    found = kept(operations, known, cache)
    if found is not None:
        return found
    learned = learn(operations, known)
    keep(learned, operations, known, cache)
    return learned


def keep(learned: Learned, operations: pd.DataFrame, known: pd.Series, cache: ModelCache) -> None:
    """Keep what was learnt under the key of lines.

    « Catégoriser » calls it once more after it has written, with the operations as they now stand and `filled` of them: the functions
    know the lines of a dossier, not who wrote which category.
    """
    from addin.treasury.classification.learned_bytes import encode

    cache.save(key_of(operations, known), encode(learned))


def kept(operations: pd.DataFrame, known: pd.Series, cache: ModelCache) -> Learned | None:
    """What was learnt of these very lines, None when nothing is kept; what cannot be read is forgotten."""
    from addin.treasury.classification.learned_bytes import decode

    if not known.any():
        return None
    key = key_of(operations, known)
    data = cache.load(key)
    if data is None:
        return None
    try:
        return decode(data)
    except ValueError:
        cache.forget(key)
        return None
