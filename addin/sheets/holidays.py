"""Public holidays of Algeria: fixed ones by law (63-278 as amended by 18-12), moving ones as estimates to be corrected.

Moving feasts are known to within a day until they are announced. 2025–2027 after the `holidays` library (MIT); the Mawlid of
2025 as announced (5 September); 2028 after the tabular Hijri calendar.
"""

from __future__ import annotations

from datetime import date, timedelta

from addin.sheets.model import Value

SURE, ESTIMATED = "Sûr", "Estimé"
STATUSES = (SURE, ESTIMATED)

_FIXED = (
    (1, 1, "Jour de l'An"),
    (1, 12, "Yennayer, Nouvel An amazigh"),
    (5, 1, "Fête du Travail"),
    (7, 5, "Fête de l'Indépendance"),
    (11, 1, "Fête de la Révolution"),
)
_FITR, _ADHA, _MOHARRAM, _ACHOURA, _MAWLID = "Aïd el-Fitr", "Aïd el-Adha", "Awal Moharram", "Achoura", "El-Mawlid Ennabawi Echarif"
_DAYS = {_FITR: 3, _ADHA: 3}  # three days since 2023, one for the others
_MOVING = (
    (date(2025, 3, 30), _FITR), (date(2025, 6, 6), _ADHA), (date(2025, 6, 26), _MOHARRAM),
    (date(2025, 7, 5), _ACHOURA), (date(2025, 9, 5), _MAWLID),
    (date(2026, 3, 20), _FITR), (date(2026, 5, 27), _ADHA), (date(2026, 6, 16), _MOHARRAM),
    (date(2026, 6, 25), _ACHOURA), (date(2026, 8, 25), _MAWLID),
    (date(2027, 3, 9), _FITR), (date(2027, 5, 16), _ADHA), (date(2027, 6, 6), _MOHARRAM),
    (date(2027, 6, 15), _ACHOURA), (date(2027, 8, 14), _MAWLID),
    (date(2028, 2, 27), _FITR), (date(2028, 5, 5), _ADHA), (date(2028, 5, 25), _MOHARRAM),
    (date(2028, 6, 3), _ACHOURA), (date(2028, 8, 3), _MAWLID),
)  # fmt: skip
_ANNOUNCED = frozenset({date(2025, 9, 5)})


def holidays(first_year: int, last_year: int) -> tuple[tuple[Value, ...], ...]:
    """Rows (Date, Libellé, Statut) of the public holidays (jours fériés) of these years, both included, in date order.

    Raises:
        ValueError: the moving feasts of a year are not known here (2025 to 2028 are).

    >>> holidays(2026, 2026)[2]
    (datetime.date(2026, 3, 20), 'Aïd el-Fitr', 'Estimé')
    """
    years = range(first_year, last_year + 1)
    if missing := set(years) - {start.year for start, _ in _MOVING}:
        raise ValueError(f"moving feasts of {sorted(missing)} are not known")
    fixed = [(date(year, month, day), label, SURE) for year in years for month, day, label in _FIXED]
    moving = [
        (start + timedelta(days=i), label, SURE if start in _ANNOUNCED else ESTIMATED)
        for start, label in _MOVING
        if start.year in years
        for i in range(_DAYS.get(label, 1))
    ]
    return tuple(sorted(fixed + moving))
