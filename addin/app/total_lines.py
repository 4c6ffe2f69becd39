"""The total line under the operations of a tab, once lines were added above it: it counts them, or she is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from addin.messages import Finding

_SUMMED = ("debit", "credit", "amount")


def stale_totals(
    sheet: str,
    columns: Mapping[str, int],
    last: int,
    before: Sequence[Sequence[object]],
    after: Sequence[Sequence[object]],
    added: Sequence[Sequence[object]],
) -> list[Finding]:
    """The first line under the operations whose numbers did not follow the lines that were added.

    Args:
        columns: field → 0-based column.
        last: Excel row of the last operation before.
        before, after: values of the tab from A1, without and with the new lines.
        added: cells of the new lines, all above that line.
    """
    summed = [columns[name] for name in _SUMMED if name in columns]
    for at in range(last, len(before)):
        held = [column for column in summed if _number(before[at], column) is not None]
        if not held:
            continue
        now = after[at + len(added)] if at + len(added) < len(after) else ()
        moved = [column for column in held if round(sum(_number(row, column) or 0.0 for row in added), 6)]
        if any(_number(now, column) == _number(before[at], column) for column in moved):
            return [Finding("TAB_TOTAL_TYPED", sheet, at + len(added) + 1)]
        return []
    return []


def _number(row: Sequence[object], column: int) -> float | None:
    cell = row[column] if column < len(row) else None
    return float(cell) if isinstance(cell, (int, float)) and not isinstance(cell, bool) else None
