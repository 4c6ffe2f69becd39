"""The public holidays as rows of the template: fixed ones sure, moving ones as estimates to be corrected."""

from __future__ import annotations

from addin.sheets.model import Value
from addin.treasury.calendar_dz import public_holidays

SURE, ESTIMATED = "Sûr", "Estimé"
STATUSES = (SURE, ESTIMATED)

_LABELS = {
    "new_year": "Jour de l'An",
    "yennayer": "Yennayer, Nouvel An amazigh",
    "labour": "Fête du Travail",
    "independence": "Fête de l'Indépendance",
    "revolution": "Fête de la Révolution",
    "fitr": "Aïd el-Fitr",
    "adha": "Aïd el-Adha",
    "moharram": "Awal Moharram",
    "achoura": "Achoura",
    "mawlid": "El-Mawlid Ennabawi Echarif",
}


def holidays(first_year: int, last_year: int) -> tuple[tuple[Value, ...], ...]:
    """Rows (Date, Libellé, Statut) of the public holidays (jours fériés) of these years, both included, in date order.

    >>> holidays(2026, 2026)[2]
    (datetime.date(2026, 3, 20), 'Aïd el-Fitr', 'Estimé')
    """
    every = [each for year in range(first_year, last_year + 1) for each in public_holidays(year)]
    return tuple(sorted((each.day, _LABELS[each.name], ESTIMATED if each.is_estimated else SURE) for each in every))
