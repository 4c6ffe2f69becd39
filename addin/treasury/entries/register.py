"""What was exported (registre des exports): numbers, and fingerprints of the rows, so that none is exported twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

import numpy as np
import pandas as pd

from addin.treasury.counterparties import normalise
from addin.treasury.statements.fingerprints import Fingerprints, fingerprints, joined, label_keys, no_fingerprints

Nature = Literal["lines", "direct", "customer", "supplier"]
"""What a memory is of: bank lines; those posted to an account of charge or income; invoices."""

MOVED_DAYS = 15
"""An exported row whose date alone was corrected is looked for this far away."""


@dataclass(frozen=True)
class Scope:
    """Whose rows a memory holds: of an account (`lines`, `direct`), or invoices (account "")."""

    nature: Nature
    account: str = ""


@dataclass(frozen=True, eq=False)
class Export:
    """One export as the register tells it.

    Attributes:
        entries: how many; `letters` given so far, `journals` account → code.
        memory: fingerprints by scope.
        row: its Excel row in the register, None before it is written.
    """

    number: int
    at: datetime | None
    format: str
    as_of: date | None
    first: date | None
    last: date | None
    entries: int
    debit_cents: int
    credit_cents: int
    currency: str
    files: tuple[str, ...]
    journals: Mapping[str, str] = field(default_factory=dict)
    letters: int = 0
    memory: Mapping[Scope, Fingerprints] = field(default_factory=dict)
    is_undone: bool = False
    row: int | None = None


@dataclass(frozen=True)
class ExportRegister:
    """All exports, by number."""

    exports: tuple[Export, ...] = ()

    @property
    def standing(self) -> tuple[Export, ...]:
        """Those that were not undone."""
        return tuple(each for each in self.exports if not each.is_undone)

    @property
    def next_number(self) -> int:
        """A number is never given twice, that of an undone export neither: its files may still be about."""
        return max((each.number for each in self.exports), default=0) + 1

    @property
    def entries(self) -> int:
        """Entries numbered so far, those of undone exports included."""
        return sum(each.entries for each in self.exports)

    @property
    def letters(self) -> int:
        """Letters given so far."""
        return max((each.letters for each in self.exports), default=0)

    @property
    def journals(self) -> dict[str, str]:
        """Account → code of its journal, as last exported."""
        return {account: code for each in self.standing for account, code in each.journals.items()}

    def memory(self) -> dict[Scope, Fingerprints]:
        """All that stands exported, by scope."""
        parts: dict[Scope, list[Fingerprints]] = defaultdict(list)
        for export in self.standing:
            for scope, lines in export.memory.items():
                parts[scope].append(lines)
        return {scope: joined(its) for scope, its in parts.items()}


@dataclass(frozen=True, eq=False)
class Recognised:
    """Which rows were exported, aligned with those given.

    Attributes:
        known: exported as they stand, or with another label only.
        direct: known, and posted to an account of charge or income.
        changed: exported with another date or amount.
        lost: exported rows that are found no more.
    """

    known: np.ndarray
    direct: np.ndarray
    changed: np.ndarray
    lost: int


def line_prints(lines: pd.DataFrame) -> Fingerprints:
    """Fingerprints of bank lines (OPERATIONS)."""
    return fingerprints(lines["booked_on"].to_numpy(), lines["amount_cents"].to_numpy(), label_keys(lines["label"]))


def invoice_prints(invoices: pd.DataFrame) -> Fingerprints:
    """Fingerprints of invoices: date, amount, number and tiers."""
    named = [f"{number} {normalise(str(party))}" for number, party in zip(invoices["number"], invoices["counterparty"], strict=True)]
    return fingerprints(invoices["issued_on"].to_numpy(), invoices["amount_cents"].to_numpy(), label_keys(named))


def recognised_lines(lines: pd.DataFrame, memory: Mapping[Scope, Fingerprints]) -> Recognised:
    """The bank lines that were exported. An account under a new name is found again when no account has the old one.

    Args:
        lines: OPERATIONS.
    """
    size = len(lines)
    known, direct, changed = (np.zeros(size, bool) for _ in range(3))
    prints, accounts = line_prints(lines), lines["account"].to_numpy()
    left: list[tuple[Fingerprints, bool]] = []
    lost = 0
    mine = {scope.account for scope in memory if scope.nature in ("lines", "direct")}
    present = set(accounts.tolist())
    for account in sorted(mine):
        of_lines = [(scope, kept) for scope, kept in memory.items() if scope.nature in ("lines", "direct")]
        its = [(scope.nature == "direct", kept) for scope, kept in of_lines if scope.account == account]
        if account not in present:
            left += [(kept, is_direct) for is_direct, kept in its]
            continue
        at = np.flatnonzero(accounts == account)
        lost += _recognise(prints.taken(at), at, its, known, direct, changed)
    if left:
        free = np.flatnonzero(~known & ~changed & ~np.isin(accounts, sorted(mine)))
        lost += _recognise(prints.taken(free), free, [(is_direct, kept) for kept, is_direct in left], known, direct, changed)
    return Recognised(known, direct, changed, lost)


def recognised_invoices(invoices: pd.DataFrame, memory: Mapping[Scope, Fingerprints]) -> Recognised:
    """The invoices that were exported.

    Args:
        invoices: INVOICES.
    """
    size = len(invoices)
    known, direct, changed = (np.zeros(size, bool) for _ in range(3))
    prints, sides = invoice_prints(invoices), invoices["side"].to_numpy()
    lost = 0
    both: tuple[Nature, ...] = ("customer", "supplier")
    for side in both:
        at = np.flatnonzero(sides == side)
        kept = memory.get(Scope(side), no_fingerprints())
        lost += _recognise(prints.taken(at), at, [(False, kept)], known, direct, changed)
    return Recognised(known, direct, changed, lost)


def _recognise(
    prints: Fingerprints,
    at: np.ndarray,
    kept: Sequence[tuple[bool, Fingerprints]],
    known: np.ndarray,
    direct: np.ndarray,
    changed: np.ndarray,
) -> int:
    """Match one for one, the strongest evidence first; what is found goes into the masks, at `at`. Gives how many are lost."""
    exported = joined([each for _, each in kept])
    if not len(exported):
        return 0
    is_direct = np.concatenate([np.full(len(each), flag) for flag, each in kept])
    new = list(zip(prints.days.tolist(), prints.cents.tolist(), prints.label.tolist(), strict=True))
    old = list(zip(exported.days.tolist(), exported.cents.tolist(), exported.label.tolist(), strict=True))
    free_new, free_old = list(range(len(new))), list(range(len(old)))
    for key, is_change in _EVIDENCE:
        by_key: dict[Hashable, list[int]] = defaultdict(list)
        for j in reversed(free_old):
            by_key[key(old[j])].append(j)
        taken_old: set[int] = set()
        still = []
        for i in free_new:
            found = by_key.get(key(new[i]))
            if found and is_change and not any(abs(new[i][0] - old[j][0]) <= MOVED_DAYS for j in found):
                found = None
            if not found:
                still.append(i)
                continue
            j = found.pop() if not is_change else found.pop(min(range(len(found)), key=lambda n: abs(new[i][0] - old[found[n]][0])))
            taken_old.add(j)
            (changed if is_change else known)[at[i]] = True
            direct[at[i]] = bool(is_direct[j])
        free_new, free_old = still, [j for j in free_old if j not in taken_old]
        if not free_old:
            break
    return len(free_old)


_Print = tuple[int, int, int]


def _whole(one: _Print) -> Hashable:
    return one


def _relabelled(one: _Print) -> Hashable:
    return one[:2]


def _other_amount(one: _Print) -> Hashable:
    return one[0], one[2]


def _other_day(one: _Print) -> Hashable:
    return one[1:]


_EVIDENCE: tuple[tuple[Callable[[_Print], Hashable], bool], ...] = (
    (_whole, False),
    (_relabelled, False),
    (_other_amount, True),
    (_other_day, True),
)
"""What two prints must share, and whether the row has then changed since."""
