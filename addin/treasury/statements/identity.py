"""Which lines of a statement the tab does not hold yet: an import twice adds nothing, genuine twins stay.

A line is recognised, one for one, by the bank's own reference; else by account, day, amount and label, the printed balance
telling twins apart; else, on the same day and for the same amount, by a label that the other export cut. What the register
remembers counts as it was imported, whatever she changed in the tab since. A line that only looks alike is left to the balances
(`settling`), and said when they cannot tell. (Order of evidence after beangulp's and GnuCash's importers.)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import numpy as np
import pandas as pd

from addin.treasury.statements.fingerprints import Fingerprints, label_keys
from addin.treasury.statements.likeness import Candidates, cut_labels, similar_labels
from addin.treasury.statements.model import Statement
from addin.treasury.statements.novelty import Novelty, Similar, double_findings
from addin.treasury.statements.pairing import Pairs, pair_among
from addin.treasury.statements.pool import Pool
from addin.treasury.statements.proof import Proof
from addin.treasury.statements.register import Import, fingerprints_of, memory_of
from addin.treasury.statements.settling import Doubt, Ground, Period, settle

_REFERENCE_DAYS = 5  # a provisional line and its final one may be booked some days apart
_FEW_TWINS = 50  # lines of the first day that are looked at again when the balances do not add up
_EPOCH = date(1970, 1, 1).toordinal()
_REGENERATED = 3  # lines from which a file whose references are all new, and whose lines are all known, is the same file again

__all__ = ["BalanceAt", "Novelty", "Similar", "double_findings", "new_lines"]

BalanceAt = Callable[[date], "int | None"]
"""Balance of the tab at the end of a day in minor units, None when it is not known."""


def new_lines(
    statement: Statement,
    operations: pd.DataFrame,
    imports: Sequence[Import],
    *,
    proof: Proof | None = None,
    balance_at: BalanceAt | None = None,
    format: str = "",
) -> Novelty:
    """Tell the lines of a statement that its account does not hold yet.

    Args:
        operations: of that account (`OPERATION_COLUMNS`).
        imports: `Register.of_account`, undone ones left out.
        proof: of the statement; its balances then settle doubts.
        balance_at: `tab_balances` of the account.
        format: of the file; labels of another format may differ in more than their length.
    """
    keys = label_keys(statement.lines["label"])
    mine = fingerprints_of(statement, keys)
    pool = Pool.of(operations.reset_index(drop=True), memory_of(imports), format, mine.days)
    matching = _Matching(mine, keys, pool)
    matching.by_reference()
    matching.by_balance()
    matching.by_content()
    doubts = matching.against_balance(proof)
    matching.of_interim()
    matching.by_cut_label()
    if balance_at is not None:
        doubts += matching.at_the_start()
    doubts += matching.by_likeness(statement)
    period = _period(matching, proof, balance_at, doubts)
    return matching.result(settle(doubts, period))


class _Matching:
    """The steps of recognising; they share what is still free on both sides."""

    def __init__(self, mine: Fingerprints, keys: list[str], pool: Pool) -> None:
        self.mine, self.keys, self.pool = mine, keys, pool
        self.to = np.full(len(mine), -1, np.int64)
        self.free = np.ones(len(mine), bool)
        self.left = np.ones(len(pool.lines), bool)
        self.trusts_references = False

    # ------------------------------------------------------------------ sure
    def by_reference(self) -> None:
        """The same reference and amount."""
        mine, theirs = self.mine, self.pool.lines
        one, other = self._pairs("reference", "cents", free=mine.reference != 0, left=theirs.reference != 0)
        near = np.abs(mine.days[one] - theirs.days[other]) <= _REFERENCE_DAYS
        self._take((one[near], other[near]))
        self.trusts_references = bool(near.any()) or not self._is_again_with_other_references()

    def by_balance(self) -> None:
        """The same day, amount and balance printed on the line, the label the same if one has it."""
        mine, theirs = self.mine.has_balance, self.pool.lines.has_balance
        self._take(self._pairs("days", "cents", "balance", "label", free=mine, left=theirs))
        self._take(self._pairs("days", "cents", "balance", free=mine, left=theirs))

    def by_content(self) -> None:
        """The same day, amount and label, where neither references nor balances say that the lines are two."""
        mine, theirs = self.mine, self.pool.lines
        own, their = self._with_reference(mine), self._with_reference(theirs)
        for has_reference in (False, True):
            for has_balance in (False, True):
                free = (own == has_reference) & (mine.has_balance == has_balance)
                left = ~(their & has_reference) & ~(theirs.has_balance & has_balance)
                self._take(self._pairs("days", "cents", "label", free=free, left=left))

    def of_interim(self) -> None:
        """A provisional line comes again under its final label."""
        self._take(self._pairs("days", "cents", left=self.pool.is_interim))

    def by_cut_label(self) -> None:
        """The same day and amount, one label being the beginning or a part of the other."""
        for one, other in cut_labels(self._candidates(self.left)):
            self._take((np.array([one]), np.array([other])))

    # ------------------------------------------------------------------ doubtful
    def against_balance(self, proof: Proof | None) -> list[Doubt]:
        """The same day, amount and label under another balance: the same line in another order of the day, or its twin.

        The twin is told by where the file starts or ends: after, or before, a line of that day.
        """
        mine, theirs = self.mine, self.pool.lines
        own, their = self._with_reference(mine), self._with_reference(theirs)
        found: list[tuple[int, int]] = []
        for has_reference in (False, True):
            pairs = self._pairs("days", "cents", "label", free=own == has_reference, left=~(their & has_reference))
            self._take(pairs)
            found += zip(*(part.tolist() for part in pairs), strict=True)
        first, last = (int(mine.days.min()), int(mine.days.max())) if len(mine) else (0, 0)
        opening, closing = (None, None) if proof is None else (proof.opening_cents, proof.closing_cents)
        after = set(theirs.balance[theirs.has_balance & (theirs.days == first)].tolist())
        before = set((theirs.balance - theirs.cents)[theirs.has_balance & (theirs.days == last)].tolist())
        doubts = []
        for one, other in found:
            is_twin = (mine.days[one] == first and opening in after) or (mine.days[one] == last and closing in before)
            ground: Ground = "first_day" if mine.days[one] == first else "last_day" if mine.days[one] == last else "balance"
            doubts.append(Doubt(one, other, int(mine.cents[one]), is_new=is_twin, ground=ground))
        return doubts

    def at_the_start(self) -> list[Doubt]:
        """Lines recognised by their label alone on the first day, which the file may cut between two twins."""
        mine, theirs = self.mine, self.pool.lines
        known = np.flatnonzero(self.to >= 0)
        to = self.to[known]
        is_told = (mine.reference[known] != 0) & (mine.reference[known] == theirs.reference[to])
        is_told |= mine.has_balance[known] & theirs.has_balance[to]
        at = known[~is_told & (mine.days[known] == mine.days.min())] if len(known) else known
        if len(at) > _FEW_TWINS:
            return []
        return [Doubt(i, int(self.to[i]), int(mine.cents[i]), is_new=False, ground="first_day") for i in at.tolist()]

    def by_likeness(self, statement: Statement) -> list[Doubt]:
        """The same day and amount, labels that share a word or of which one is blank; of the tab, or of a file of another format.

        Labels with nothing in common count where the balances can tell. They cannot on the last day, when one of the two may
        come after the closing balance: a line typed there is said.
        """
        left = self.left & (~self.pool.is_register | (self.pool.is_elsewhere & (self.pool.tab_at >= 0)))
        candidates = self._candidates(left)
        theirs = self.pool.tab["label"].to_numpy(dtype=object)
        days = self.mine.days
        first, last = (int(days.min()), int(days.max())) if len(days) else (0, 0)
        doubts = []
        for one, other, is_alike in similar_labels(candidates, statement.lines["label"].to_numpy(dtype=object), theirs, self.pool.tab_at):
            is_typed = not self.pool.is_register[other]
            is_unlike_at = (not is_alike and days[one] == last, not is_alike and days[one] == first)
            ground: Ground = "last_day" if is_unlike_at[0] else "first_day" if is_unlike_at[1] else "likeness"
            self._take((np.array([one]), np.array([other])))
            doubts.append(
                Doubt(one, other, int(self.mine.cents[one]), is_new=True, ground=ground, is_said=is_alike or (is_typed and is_unlike_at[0]))
            )
        return doubts

    # ------------------------------------------------------------------ the result
    def result(self, doubts: Sequence[Doubt]) -> Novelty:
        """After the doubts were settled."""
        pool = self.pool
        similar: list[Similar] = []
        sheets, rows = pool.tab["sheet"].to_numpy(dtype=object), pool.tab["row"].to_numpy()
        for doubt in doubts:
            if doubt.is_new:
                self.to[doubt.line] = -1
            at = int(pool.tab_at[doubt.known])
            if doubt.is_said and at >= 0:
                similar.append(Similar(doubt.line, str(sheets[at]), int(rows[at]), doubt.is_new, doubt.is_settled))
        known = self.to >= 0
        to = self.to[known]
        known_as = np.full(len(self.to), "", dtype=object)
        known_as[known] = np.where(pool.is_register[to], "register", "tab")
        tab_at = np.full(len(self.to), -1, np.int64)
        tab_at[known] = pool.tab_at[to]
        waiting = pool.is_pending.copy()
        waiting[to] = False
        similar.sort(key=lambda each: each.position)
        return Novelty(~known, known_as, tab_at, self.mine, tuple(similar), pool.lines.days[waiting], pool.lines.cents[waiting])

    # ------------------------------------------------------------------ helpers
    def _pairs(self, *names: str, free: np.ndarray | None = None, left: np.ndarray | None = None) -> Pairs:
        own, their = (tuple(getattr(each, name) for name in names) for each in (self.mine, self.pool.lines))
        return pair_among(own, their, self.free if free is None else self.free & free, self.left if left is None else self.left & left)

    def _take(self, pairs: Pairs) -> None:
        one, other = pairs
        self.to[one] = other
        self.free[one] = False
        self.left[other] = False

    def _candidates(self, left: np.ndarray) -> Candidates:
        mine, theirs = self.mine, self.pool.lines
        return Candidates.of(mine, theirs, self.free, left, self.keys, self.pool.keys, self.trusts_references)

    def _with_reference(self, lines: Fingerprints) -> np.ndarray:
        has: np.ndarray = (lines.reference != 0) & self.trusts_references
        return has

    def _is_again_with_other_references(self) -> bool:
        """No reference is known, yet all lines of the days in common are: the bank numbers its lines anew at each download."""
        mine, theirs = self.mine, self.pool.lines
        numbered = theirs.reference != 0
        if not numbered.any() or not (mine.reference != 0).any():
            return False
        days = np.intersect1d(mine.days, theirs.days[numbered])
        common, known = np.isin(mine.days, days), np.isin(theirs.days, days)
        one, _ = pair_among((mine.days, mine.cents, mine.label), (theirs.days, theirs.cents, theirs.label), common, known & numbered)
        return len(one) >= _REGENERATED and len(one) == min(int(common.sum()), int((known & numbered).sum()))


def _period(matching: _Matching, proof: Proof | None, balance_at: BalanceAt | None, doubts: Sequence[Doubt]) -> Period | None:
    """What the balances of the statement and of the tab say of the days of the statement; None when they say nothing."""
    if not doubts or proof is None or proof.check != "ok" or proof.opening_cents is None or proof.closing_cents is None:
        return None
    mine, pool = matching.mine, matching.pool
    first, last = int(mine.days.min()), int(mine.days.max())
    tab_days = pool.tab["booked_on"].to_numpy().astype("datetime64[D]").astype(np.int64)
    tab_cents = pool.tab["amount_cents"].to_numpy(dtype=np.int64)
    of_statement = pool.tab_at[matching.to[matching.to >= 0]]
    is_apart = np.ones(len(tab_days), bool)
    is_apart[of_statement[of_statement >= 0]] = False
    waiting, is_waiting = pool.lines, pool.is_pending.copy()
    waits_apart = is_waiting.copy()
    waits_apart[matching.to[matching.to >= 0]] = False

    def held(since: int, until: int, which: np.ndarray, waits: np.ndarray) -> int:
        mine_too = which & (tab_days >= since) & (tab_days <= until)
        return int(tab_cents[mine_too].sum()) + int(waiting.cents[waits & (waiting.days >= since) & (waiting.days <= until)].sum())

    doubtful = np.zeros(len(mine), bool)
    doubtful[[doubt.line for doubt in doubts]] = True
    everything = np.ones(len(tab_days), bool)
    before = None if balance_at is None else balance_at(date.fromordinal(first - 1 + _EPOCH))
    if before is not None:
        before += int(waiting.cents[is_waiting & (waiting.days < first)].sum())
    return Period(
        proof.opening_cents,
        proof.closing_cents,
        held(first, last, everything, is_waiting) + int(mine.cents[(matching.to < 0) & ~doubtful].sum()),
        held(first, first, is_apart, waits_apart),
        held(last, last, is_apart, waits_apart),
        before,
    )
