"""A line and an invoice that have an exact amount to themselves, all at once: joins of integer keys, before anything is looked up.

Such a pair is what the passes of `one_line` would find for that line, whatever the order, as no other line and no other invoice has a
say; the passes are left with the others.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from addin.treasury.matching.ledger import LONGEST_DAYS, Ledger, tells
from addin.treasury.matching.pools import EARLY_DAYS


def named_pairs(ledger: Ledger) -> None:
    """One line that names one tiers, one open invoice of it, one amount (`one_line.named_amount`)."""
    lines, pool = ledger.lines, ledger.invoices
    naming = [k for k, each in enumerate(lines.tiers) if each and ledger.free[k]]
    if not naming:
        return
    ks = np.repeat(naming, [len(lines.tiers[k]) for k in naming])
    named = [tiers for k in naming for tiers in lines.tiers[k]]
    owner = np.array(pool.tiers, dtype=object)
    mine = np.flatnonzero(np.array(pool.left) != 0)
    tiers = pd.factorize(np.concatenate([np.array(named, dtype=object), owner[mine]]))[0]
    ks, found = _alone(ledger, ks, mine, tiers)
    if len(ks):
        names_one = np.array([len(lines.tiers[k]) == 1 for k in ks.tolist()])
        in_time = np.array(pool.issued)[found] <= np.array(lines.days)[ks] + EARLY_DAYS
        _pay(ledger, ks, found, names_one & in_time, "named_amount", 0.98)


def lonely_pairs(ledger: Ledger) -> None:
    """One line and one open invoice of an amount that nobody else has (`one_line.amount_alone`)."""
    lines, pool = ledger.lines, ledger.invoices
    ks = np.flatnonzero(np.array(ledger.free, dtype=bool) & np.array(lines.can_stand_alone, dtype=bool))
    if not len(ks):
        return
    mine = np.flatnonzero(np.array(pool.left) != 0)
    ks, found = _alone(ledger, ks, mine, np.zeros(len(ks) + len(mine), dtype=np.int64))
    if len(ks):
        age = np.array(lines.days)[ks] - np.array(pool.issued)[found]
        large = np.array([tells(lines.cents[k]) for k in ks.tolist()])
        _pay(ledger, ks, found, (age >= 0) & (age <= LONGEST_DAYS) & large, "amount_alone", 0.9, 0.88)


def _alone(ledger: Ledger, ks: np.ndarray, mine: np.ndarray, codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The lines and invoices that meet under a key (code, currency, amount) that no other line and no other invoice has.

    Args:
        ks: lines; mine: invoices; codes: of the lines, then of the invoices.
    """
    lines, pool = ledger.lines, ledger.invoices
    cents = pd.factorize(np.concatenate([np.array(lines.cents)[ks], np.array(pool.left)[mine]]))[0]
    texts = np.concatenate([np.array(lines.currency, dtype=object)[ks], np.array(pool.currency, dtype=object)[mine]])
    money = pd.factorize(texts)[0]
    keys = pd.factorize((cents * (money.max(initial=0) + 1) + money) * (codes.max(initial=0) + 1) + codes)[0]
    of_lines, of_invoices = keys[: len(ks)], keys[len(ks) :]
    size = keys.max(initial=-1) + 1
    is_pair = (np.bincount(of_lines, minlength=size) == 1) & (np.bincount(of_invoices, minlength=size) == 1)
    line, invoice = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    line[of_lines], invoice[of_invoices] = ks, mine
    return line[is_pair], invoice[is_pair]


def _pay(ledger: Ledger, ks: np.ndarray, found: np.ndarray, counts: np.ndarray, reason: str, score: float, named: float = 0.0) -> None:
    """Pay those that count and were not refused; `named`: the score of a line that names somebody, when it is another one."""
    if ledger.refused:
        counts &= np.array([pair not in ledger.refused for pair in zip(ks.tolist(), found.tolist(), strict=True)], dtype=bool)
    lines = ks[counts].tolist()
    scores = [named if named and ledger.lines.tiers[k] else score for k in lines] if named else [score] * len(lines)
    if lines:
        ledger.pay_pairs(lines, found[counts].tolist(), reason, scores)
