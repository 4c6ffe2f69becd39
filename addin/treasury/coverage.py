"""What the tabs of a dossier held when it was read: counts and sums that plain formulas can compare with what they hold now."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from addin.treasury.dossier import Dossier
from addin.treasury.tabs import RawTab

_NOT_COVERED = ("report", "state", "guide", "ignored")
_COUNTED = ("booked_on", "issued_on", "due_on", "quoted_on", "day")
"""Fields whose cells are counted, the first one that the tab has; else its first column."""
_DAY_ZERO = datetime(1899, 12, 30)


@dataclass(frozen=True)
class TabTotals:
    """One tab as it was read, whole columns, headings and total lines included.

    Attributes:
        counted: 0-based column whose filled cells are counted; an empty text is none, an error is one.
        summed: 0-based columns whose numbers are summed, errors left out.
    """

    sheet: str
    counted: int
    summed: tuple[int, ...]
    count: int
    total: float


def tab_totals(dossier: Dossier, tabs: Sequence[RawTab]) -> tuple[TabTotals, ...]:
    """Count and sum of each tab that the dossier was made from, in the order of the workbook.

    Args:
        tabs: the tabs that the dossier was built from.
    """
    by_name = {tab.sheet: tab for tab in tabs}
    return tuple(
        _totals(by_name[reading.sheet], reading.columns)
        for reading in dossier.readings
        if reading.kind not in _NOT_COVERED and reading.columns
    )


def _totals(tab: RawTab, columns: Mapping[str, int]) -> TabTotals:
    counted = next((columns[name] for name in _COUNTED if name in columns), min(columns.values()))
    summed = tuple(j for j in sorted(set(columns.values())) if j != counted and _holds_numbers(tab, j))
    count = sum(cell is not None and cell != "" for cell in _cells(tab, counted)) + sum(column == counted for _, column in tab.errors)
    total = math.fsum(_number(cell) for j in summed for cell in _cells(tab, j))
    return TabTotals(tab.sheet, counted, summed, count, total)


def _cells(tab: RawTab, column: int) -> Iterator[object]:
    return (row[column] for row in tab.rows if column < len(row))


def _holds_numbers(tab: RawTab, column: int) -> bool:
    """More amounts than dates: a column of dates says nothing that its count does not."""
    kinds = [type(cell) for cell in _cells(tab, column)]
    return sum(issubclass(kind, (int, float, Decimal)) and kind is not bool for kind in kinds) > sum(
        issubclass(kind, date) for kind in kinds
    )


def _number(cell: object) -> float:
    """What SUM adds for a cell: a number, a date as its serial number, nothing for a text or a boolean."""
    if isinstance(cell, (bool, str)) or cell is None:
        return 0.0
    if isinstance(cell, datetime):
        return (cell.replace(tzinfo=None) - _DAY_ZERO).total_seconds() / 86_400
    if isinstance(cell, date):
        return float((cell - _DAY_ZERO.date()).days)
    return float(cell) if isinstance(cell, (int, float, Decimal)) and math.isfinite(cell) else 0.0
