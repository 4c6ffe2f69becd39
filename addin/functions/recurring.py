"""What comes back in a dossier, found once for all cells."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from addin.app.cells import Source

if TYPE_CHECKING:
    from addin.treasury.recurrences.model import Recurrence

_DAYS_KEPT = 8
_found: WeakKeyDictionary[Source, dict[date, tuple[Recurrence, ...]]] = WeakKeyDictionary()


def recurrences_on(source: Source, on: date) -> tuple[Recurrence, ...]:
    """The recurrences up to a day; the last days asked about are kept."""
    from addin.treasury.recurrences.recurrences import find_recurrences

    known = _found.setdefault(source, {})
    if on not in known:
        if len(known) >= _DAYS_KEPT:
            known.pop(next(iter(known)))
        known[on] = find_recurrences(source.dossier.operations, on)
    return known[on]
