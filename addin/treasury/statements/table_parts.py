"""The parts of a grid that holds the statements of several accounts, one under the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from addin.treasury.characters import is_blank
from addin.treasury.headings import simplify
from addin.treasury.special_lines import nature_of
from addin.treasury.statements.columns_content import is_date_cell
from addin.treasury.statements.columns_layout import Layout, find_layout
from addin.treasury.statements.profiles import Profile
from addin.treasury.statements.table_above import account_in_line

_LOOK_BACK = 8
Rows = Sequence[Sequence[object]]


def parts_of(rows: Rows, layout: Layout, profile: Profile) -> list[tuple[int, int, Layout]]:
    """(first row, row after the last one, columns) of each account of a grid; nearly always one.

    A part begins where a line under the headings names another account than the one before (« Compte n° … ») outside of any operation.
    """
    cuts = [0]
    current = next((key for row in rows[: layout.headings.row] if (key := _key(account_in_line(row)))), "")
    for r in _lines_without_date(rows, layout):
        key = _key(account_in_line(rows[r]))
        if key and key != current:
            if current or r > layout.headings.row:
                cuts.append(_start(rows, r, layout, cuts[-1] + 1))
            current = key
    if len(cuts) == 1:
        return [(0, len(rows), layout)]
    parts = []
    for start, stop in zip(cuts, [*cuts[1:], len(rows)], strict=True):
        own = layout if start == 0 else _own_layout(rows[start:stop], layout, profile)
        parts.append((start, stop, own))
    return parts


def _lines_without_date(rows: Rows, layout: Layout) -> list[int]:
    """Lines under the headings that hold a text outside of the label column, and neither a date nor an amount."""
    columns = layout.headings.columns
    booked, label = columns["booked_on"], columns.get("label", -1)
    money = [columns[name] for name in ("amount", "debit", "credit", "balance") if name in columns]
    found = []
    for r in range(layout.headings.row, len(rows)):
        row = rows[r]
        cell = row[booked] if booked < len(row) else None
        if type(cell) is str:
            if cell[:1].isdigit() or (cell and is_date_cell(cell)):
                continue
        elif cell is not None:
            continue
        if any(at < len(row) and not is_blank(row[at]) and at != booked for at in money):
            continue
        filled = [at for at, each in enumerate(row) if not is_blank(each)]
        if filled and (filled[0] != label or (r > 0 and all(is_blank(each) for each in rows[r - 1]))):
            found.append(r)
    return found


def _start(rows: Rows, r: int, layout: Layout, lowest: int) -> int:
    """The first of the lines above an account line that belong to it: no operation, no total, no blank line between."""
    booked = layout.headings.columns["booked_on"]
    start = r
    while start > max(lowest, r - _LOOK_BACK):
        row = rows[start - 1]
        texts = [simplify(cell) for cell in row if isinstance(cell, str) and not is_blank(cell)]
        is_dated = booked < len(row) and is_date_cell(row[booked])
        if not texts or is_dated or any(nature_of(text) or text.startswith(("total", "solde", "nombre")) for text in texts):
            break
        start -= 1
    return start


def _own_layout(rows: Rows, layout: Layout, profile: Profile) -> Layout:
    """The columns of a part: by its own headings, else those of the first part."""
    own = find_layout(rows, replace(profile, header_row=None))
    if own is not None and own.origin == layout.origin and set(own.headings.columns) >= {"booked_on"}:
        return own
    booked = layout.headings.columns["booked_on"]
    first = next((i for i, row in enumerate(rows) if booked < len(row) and is_date_cell(row[booked])), len(rows))
    return replace(layout, headings=replace(layout.headings, row=first), origin="content")


def _key(number: str) -> str:
    return "".join(char for char in number if char.isalnum()).upper()
