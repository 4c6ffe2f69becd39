"""Working days for letters: the Algerian calendar, or the feasts that she announced herself (tab Jours fériés)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np

from addin.treasury.calendar_dz import public_holidays, working_days_from
from addin.treasury.dossier import Dossier


def closed_days(dossier: Dossier, first: date, last: date) -> frozenset[date]:
    """Public holidays from the year before the first day to the year after the last one; a year that her tab tells is hers."""
    hers = [day.date() for day in dossier.holidays["day"].dropna()]
    told = {day.year for day in hers}
    ours = [each.day for year in range(first.year - 1, last.year + 2) if year not in told for each in public_holidays(year)]
    return frozenset([*hers, *ours])


def on_working_days(days: Sequence[date | None], closed: Iterable[date]) -> list[date | None]:
    """Each day, or the working day that follows it; None stays None."""
    known = [at for at, day in enumerate(days) if day is not None]
    moved: list[date | None] = list(days)
    if known:
        given = np.array([days[at] for at in known], dtype="datetime64[D]")
        for at, day in zip(known, working_days_from(given, np.zeros(len(known), dtype=np.int64), closed).tolist(), strict=True):
            moved[at] = day
    return moved
