"""Bounced payments (impayés, rejets): which earlier line each of them takes back."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import pandas as pd

from addin.treasury.counterparties import fold, normalise

_CHEQUE_NUMBER = re.compile(r"\b(?:CHQS?|CHEQUES?|CHEQ)[^0-9A-Z]*(?:N[O°º]?[^0-9A-Z]*)?0*([0-9]{3,})")
_BANK_WORDS = frozenset(
    "IMPAYE IMPAYEE IMPAYES REJET REJETE REJETEE REJETS RETOUR CHQ CHQS CHEQUE CHEQUES CHEQ VIR VIREMENT RECU EMIS REM REMISE PRLV EFFET "
    "TRAITE SANS PROVISION BANQUE SUR DE DU LA LE".split()
)
NUMBER_DAYS = 180
"""A cheque number is trusted over this many days."""
NEAREST_DAYS = 60
"""Without number or tiers, a line of the same amount is taken when it is at most this old."""


@dataclass(frozen=True)
class Bounce:
    """A rejected payment: positions of the bank's reversal and of the line it takes back, -1 when that line is not found."""

    reversal: int
    taken_back: int


def bounces(lines: pd.DataFrame) -> list[Bounce]:
    """The bounced payments among bank lines, oldest first.

    The reversal has the opposite sign and the same amount, currency; it takes back the line with the same cheque number, else of the
    same tiers, else the nearest before. No line is taken back twice.

    Args:
        lines: OPERATIONS rows in date order; positions count from 0.
    """
    is_reversal = (lines["nature"] == "bounced").to_numpy()
    if not is_reversal.any():
        return []
    cents = lines["amount_cents"].to_numpy()
    currency = lines["currency"].to_numpy()
    days = lines["booked_on"].to_numpy().astype("datetime64[D]").astype(np.int64)
    labels, tiers = lines["label"].to_numpy(), lines["counterparty"].to_numpy()
    earlier: dict[tuple[str, int], list[int]] = defaultdict(list)
    for at in np.flatnonzero(np.isin(cents, -cents[is_reversal]) & ~is_reversal).tolist():
        earlier[currency[at], int(cents[at])].append(at)
    out: list[Bounce] = []
    taken: set[int] = set()
    for reversal in np.flatnonzero(is_reversal).tolist():
        ranked = []
        for at in earlier.get((currency[reversal], -int(cents[reversal])), ()):
            age = int(days[reversal] - days[at])
            if at in taken or age < 0 or age > NUMBER_DAYS:
                continue
            likeness = _likeness(labels[reversal], tiers[reversal], labels[at], tiers[at])
            if likeness and (likeness > 1 or age <= NEAREST_DAYS):
                ranked.append((likeness, -age, at))
        found = max(ranked)[-1] if ranked else -1
        taken.add(found)
        out.append(Bounce(reversal, found))
    return out


def _likeness(reversal: str, reversal_tiers: str, line: str, line_tiers: str) -> int:
    """3 same cheque, 2 same tiers, 1 only the amount, 0 another cheque."""
    one, other = _CHEQUE_NUMBER.search(fold(reversal)), _CHEQUE_NUMBER.search(fold(line))
    if one and other:
        return 3 if one[1] == other[1] else 0
    if reversal_tiers and line_tiers and normalise(reversal_tiers) == normalise(line_tiers):
        return 2
    words = {word for word in normalise(reversal).split() if word not in _BANK_WORDS and not word.isdigit() and len(word) > 2}
    return 2 if words and words <= set(normalise(f"{line} {line_tiers}").split()) else 1
