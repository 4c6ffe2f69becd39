"""Amounts out of habit (montants hors habitude): each against its own tiers, and those a hundred times too big."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

import numpy as np

from addin.treasury.controls.model import LOOK_BACK, Books, ControlFinding, Severity
from addin.treasury.controls.robust import FAR, modified_z
from addin.treasury.money_text import money_text
from addin.treasury.recurrences.model import Recurrence

_ENOUGH = 6
_RATIO = 1.5
_HUNDRED_FROM = 20
_BAND = 1.25
_MATTERS = 0.002
"""A difference under this share of a usual month's payments is not worth her time."""
_NOT_HABITS = ("salary", "tax", "social", "bank_fee", "loan")


class Judged(NamedTuple):
    """What an amount out of habit is."""

    kind: Literal["times_100", "amount"]
    severity: Severity
    score: float


def amounts_out_of_habit(books: Books, recurrences: Sequence[Recurrence]) -> Iterator[ControlFinding]:
    """Payments of the last six months that are far above what the same tiers is usually paid (modified z), and ×100.

    A price that rose and stayed is said once, on its first line.
    """
    raised = {
        line for each in recurrences if each.change for line in each.lines if each.change and books.last_day((line,)) > each.change.on
    }
    floor = usual_month(books) * _MATTERS
    since = books.since(LOOK_BACK)
    lines = books.paid[(books.paid["who"] != "") & ~books.paid["nature"].isin(_NOT_HABITS)]
    for _, mine in lines.groupby(["who", "currency"], sort=False):
        if len(mine) <= _ENOUGH or mine["booked_on"].iloc[-1] < since:
            continue
        cents = -mine["amount_cents"].to_numpy()
        base = -mine["base_cents"].fillna(0).to_numpy().astype(np.int64)
        recent = (mine["booked_on"] >= since).to_numpy()
        scores, usual = _scores(cents), float(np.median(cents))
        for at in np.flatnonzero(recent & (scores > FAR)).tolist():
            line = int(mine.index[at])
            found = judged(cents, at, scores)
            if found is None or (found.kind == "amount" and (line in raised or base[at] * (1 - usual / cents[at]) < floor)):
                continue
            currency = str(mine["currency"].iloc[at])
            details = {
                "amount": money_text(int(cents[at]), currency),
                "usual": money_text(round(usual), currency),
                "times": times_text(cents[at] / usual),
                "count": len(cents) - 1,
            }
            yield ControlFinding(
                found.kind, found.severity, found.score, found.kind, -int(cents[at]), currency, books.key(found.kind, (line,)), (line,),
                on=books.last_day((line,)), party=str(mine["party"].iloc[at]), details=details,
            )  # fmt: skip


def judged(cents: np.ndarray, at: int, scores: np.ndarray | None = None) -> Judged | None:
    """What one payment of a tiers is among all of them, None when it is in the habit or there are too few to tell.

    Args:
        cents: all payments of that tiers, positive minor units.
        scores: `_scores` of them, when already known.
    """
    usual = float(np.median(cents))
    if len(cents) <= _ENOUGH or cents[at] < _RATIO * usual:
        return None
    score = float((_scores(cents) if scores is None else scores)[at])
    if score <= FAR:
        return None
    others = np.delete(cents, at)
    low, high = np.quantile(others, (0.25, 0.75))
    in_band = low / _BAND <= cents[at] / 100 <= high * _BAND
    if cents[at] >= _HUNDRED_FROM * usual and in_band and others.max() * 5 < cents[at]:
        return Judged("times_100", "likely", 0.95)
    is_likely = score > 3 * FAR and cents[at] >= 3 * usual
    return Judged("amount", "likely" if is_likely else "watch", round(min(0.9, 0.5 + score / 100), 3))


def _scores(cents: np.ndarray) -> np.ndarray:
    """Modified z on the plain and on the logarithmic scale, the smaller one: bills are skewed."""
    smaller: np.ndarray = np.minimum(modified_z(cents), modified_z(np.log(np.maximum(cents, 1))))
    return smaller


def usual_month(books: Books) -> float:
    """What is paid in a usual month, base currency, minor units; 0 without any payment."""
    base = books.paid["base_cents"].fillna(0).to_numpy().astype(np.int64)
    if not len(base):
        return 0.0
    months = books.paid["booked_on"].to_numpy().astype("datetime64[M]").astype(np.int64)
    return float(np.median(-np.bincount(months - months.min(), weights=base)))


def times_text(ratio: float) -> str:
    """« 6 », « 1,7 »."""
    return f"{ratio:.0f}" if ratio >= 10 else f"{ratio:.1f}".replace(".", ",").removesuffix(",0")
