"""Small tables beside the main one: a blank column apart, they share its heading line but not its lines."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from addin.treasury.characters import is_blank
from addin.treasury.headings import Headings, Vocabulary

_LOOKED_AT = 2_000  # lines
_SHARE = 0.2
_DATES = ("booked_on", "issued_on")
_AMOUNTS = frozenset({"amount", "debit", "credit", "amount_net_of_vat", "remaining"})
_MATTER = frozenset({"balance", "balance_debit", "balance_credit", "direction", "currency", "account"})


def cut_side_tables(rows: Sequence[Sequence[object]], headings: Headings, vocabulary: Vocabulary) -> tuple[Headings, tuple[int, ...]]:
    """The headings of the main table, and the first columns of other tables of the same kind at its side.

    A block of columns belongs to the main table when it completes it, or when its cells stand on the same lines.
    """
    body = rows[headings.row : headings.row + _LOOKED_AT]
    blocks = _blocks(body, sorted(headings.cells))
    if len(blocks) == 1:
        return headings, ()
    named = [headings.only(block, vocabulary) for block in blocks]
    start = next((k for k, block in enumerate(named) if any(name in block for name in _DATES)), None)
    if start is None:
        return headings, ()
    main = list(blocks[start])
    dated_at = next(named[start].columns[name] for name in _DATES if name in named[start])
    dated = {i for i, row in enumerate(body) if dated_at < len(row) and not is_blank(row[dated_at])}
    aside = []
    for k in [*range(start + 1, len(blocks)), *range(start - 1, -1, -1)]:
        current = headings.only(main, vocabulary)
        is_complete = vocabulary.is_complete(current.columns)
        if not is_complete or _belongs(named[k], current, _lines_of(body, blocks[k]), dated):
            main.extend(blocks[k])
        elif any(name in named[k] for name in _DATES) and vocabulary.is_complete(named[k].columns):
            aside.append(min(blocks[k]))
    return headings.only(main, vocabulary), tuple(aside)


def _blocks(body: Sequence[Sequence[object]], columns: Sequence[int]) -> list[list[int]]:
    """Columns with headings, split where blank columns part them."""
    blocks = [[columns[0]]]
    for before, after in pairwise(columns):
        gap = range(before + 1, after)
        if gap and all(j >= len(row) or is_blank(row[j]) for row in body for j in gap):
            blocks.append([])
        blocks[-1].append(after)
    return blocks


def _lines_of(body: Sequence[Sequence[object]], block: Sequence[int]) -> set[int]:
    return {i for i, row in enumerate(body) if any(j < len(row) and not is_blank(row[j]) for j in block)}


def _belongs(block: Headings, main: Headings, lines: set[int], dated: set[int]) -> bool:
    names = set(block.columns)
    shared, outside = len(lines & dated), len(lines - dated)
    if any(name in names for name in _DATES):
        return False
    if names & _AMOUNTS:
        completes = names & {"debit", "credit"} and "amount" not in main and not names & _AMOUNTS & set(main.columns)
        return shared > outside and (bool(completes) or (2 * shared >= len(dated) and shared > 1))
    if names & _MATTER:
        return shared >= _SHARE * len(dated) and (len(dated) < 4 or shared > 1)
    return shared > 0 and shared >= outside
