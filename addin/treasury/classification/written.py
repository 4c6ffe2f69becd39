"""What « Catégoriser » wrote, and on which lines: so that a category that she changed is told from one that she left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
import pandas as pd

from addin.messages import Finding
from addin.treasury.headings import simplify
from addin.treasury.statements.fingerprints import Fingerprints, fingerprints, label_keys


@dataclass(frozen=True, eq=False)
class Written:
    """Lines of one account that got one category in one run.

    Attributes:
        number: of the run; row: Excel row of the register, 0 before it stands there.
        account, category, scf_account: as written; scf_account is "" when no account was written.
    """

    number: int
    account: str
    category: str
    scf_account: str
    lines: Fingerprints
    at: datetime | None = None
    is_undone: bool = False
    row: int = 0


@dataclass(frozen=True)
class WrittenRegister:
    """All runs, as the hidden sheet « Classements » tells them."""

    entries: tuple[Written, ...] = ()
    findings: tuple[Finding, ...] = ()
    names: tuple[tuple[str, str], ...] = field(default=())
    """Names and accounts of « Catégories » at the last run, in order."""
    refused: frozenset[tuple[str, str, str]] = frozenset()
    """Keys of the rules that she refused (`rule_proposals.proposal_key`)."""

    @property
    def next_number(self) -> int:
        """Number of the next run."""
        return max((entry.number for entry in self.entries), default=0) + 1

    def ours(self, operations: pd.DataFrame) -> pd.Series:
        """bool per operation: its category is the one that we wrote there, so not her word.

        Args:
            operations: OPERATIONS rows.
        """
        return _written(operations, [entry for entry in self.entries if not entry.is_undone])

    def touched(self, operations: pd.DataFrame, number: int = 0) -> pd.Series:
        """bool per operation: a category was written there, whatever stands there by now.

        Args:
            number: of a run; 0 for all that stand.
        """
        entries = [entry for entry in self.entries if (entry.number == number if number else not entry.is_undone)]
        accounts, keys = operations["account"].to_numpy(), line_keys(operations)
        found = np.zeros(len(operations), dtype=bool)
        for account in {entry.account for entry in entries}:
            mine = [entry for entry in entries if entry.account == account]
            found |= (accounts == account) & np.isin(keys, _keys_of(mine))
        return pd.Series(found, index=operations.index)

    def of_run(self, operations: pd.DataFrame, number: int) -> pd.Series:
        """bool per operation: it still carries the category that a run wrote there."""
        return _written(operations, [entry for entry in self.entries if entry.number == number])


def fingerprints_of(operations: pd.DataFrame) -> Fingerprints:
    """What recognises lines again: day, amount and label, whatever their place."""
    return fingerprints(
        operations["booked_on"].to_numpy(), operations["amount_cents"].to_numpy(dtype=np.int64), label_keys(operations["label"])
    )


def line_keys(operations: pd.DataFrame) -> np.ndarray:
    """One number for day, amount and label of each line."""
    return _mixed(fingerprints_of(operations))


def entries_of(operations: pd.DataFrame, verdicts: pd.DataFrame, number: int, at: datetime) -> tuple[Written, ...]:
    """The register's entries of lines that get a category.

    Args:
        operations: the lines.
        verdicts: the category and account written on each, same index.
    """
    marks = fingerprints_of(operations)
    names = zip(operations["account"], verdicts["category"], verdicts["scf_account"], strict=True)
    groups: dict[tuple[str, str, str], list[int]] = {}
    for place, (account, category, scf) in enumerate(names):
        groups.setdefault((str(account), str(category), str(scf)), []).append(place)
    return tuple(Written(number, *key, marks.taken(np.array(places)), at) for key, places in sorted(groups.items()))


def _written(operations: pd.DataFrame, entries: Iterable[Written]) -> pd.Series:
    keys = line_keys(operations)
    names = operations["category"].to_numpy()
    is_ours = np.zeros(len(operations), dtype=bool)
    accounts = operations["account"].to_numpy()
    codes, distinct = pd.factorize(names)
    simple = np.array([simplify(str(name)) for name in distinct], dtype=object)
    by_name: dict[tuple[str, str], list[Written]] = {}
    for entry in entries:
        by_name.setdefault((entry.account, simplify(entry.category)), []).append(entry)
    for (account, category), some in by_name.items():
        same = np.flatnonzero(simple == category)
        mine = (accounts == account) & np.isin(codes, same)
        is_ours |= mine & np.isin(keys, _keys_of(some))
    return pd.Series(is_ours, index=operations.index)


def _keys_of(entries: Sequence[Written]) -> np.ndarray:
    return np.concatenate([_mixed(entry.lines) for entry in entries]) if entries else np.empty(0, np.uint64)


def _mixed(lines: Fingerprints) -> np.ndarray:
    """64 bits of day, amount and label; the arithmetic wraps around."""
    with np.errstate(over="ignore"):
        mixed = lines.days.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= lines.cents.astype(np.uint64) * np.uint64(0xC2B2AE3D27D4EB4F)
        mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
        return mixed ^ (lines.label.astype(np.uint64) * np.uint64(0x165667B19E3779F9))
