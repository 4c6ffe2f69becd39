"""The columns of a file without headings, found out from what the cells hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, permutations

import numpy as np

from addin.treasury.amounts import AmountColumn, proven_decimal_mark, read_amounts
from addin.treasury.characters import is_blank, plain
from addin.treasury.currency import currency_code
from addin.treasury.headings import Headings
from addin.treasury.statements.columns_amounts import read_flags
from addin.treasury.statements.columns_dates import readings_of
from addin.treasury.tables import column_letter

_SAMPLE = 400
_MOSTLY = 0.9
_WIDEST = 60
_DECIMALS = re.compile(r"[.,]\s?\d{1,2}\D{0,5}$")
_CODE = re.compile(r"0\d+|\d{9,}|[A-Z]{2}\d{2}[A-Z0-9]{8,}")
_ENOUGH = 2

Rows = Sequence[Sequence[object]]


@dataclass(frozen=True)
class Inferred:
    """What the cells say of the columns.

    Attributes:
        headings: as if the letters of the columns were headings; `row` is the number of lines before the first dated one.
        are_sides_open: two columns of amounts, of which nothing tells the debit from the credit yet.
    """

    headings: Headings
    are_sides_open: bool = False


def infer_columns(rows: Rows) -> Inferred | None:
    """The columns of a file without headings; None when the cells leave it open which of them is the amount."""
    width = min(max((len(row) for row in rows), default=0), _WIDEST)
    dated = [(i, at) for i, row in enumerate(rows[: 20 * _SAMPLE]) for at in range(min(len(row), width)) if is_date_cell(row[at])]
    if not dated:
        return None
    counts = np.bincount([at for _, at in dated], minlength=width)
    first = int(counts.argmax())
    at_rows = sorted({i for i, at in dated if at == first})[:_SAMPLE]
    columns = [[rows[i][at] if at < len(rows[i]) else None for i in at_rows] for at in range(width)]
    dates = [at for at in range(width) if counts[at] >= _MOSTLY * counts[first]]
    money = _money_columns(columns, dates)
    roles, are_open = _amount_roles(columns, money)
    if not roles:
        return None
    roles["booked_on"] = _most_in_sequence(columns, dates)
    others = [at for at in dates if at != roles["booked_on"]]
    if others:
        roles["value_date"] = others[0]
    taken = {*dates, *money}
    roles |= _flag_and_currency(columns, taken, has_sides="debit" in roles)
    labels = _labels(columns, {*taken, *roles.values()})
    cells = {at: column_letter(at) for at in range(width)}
    places: dict[str, tuple[int, ...]] = {name: (at,) for name, at in roles.items()}
    if labels:
        places["label"] = tuple(labels)
        roles["label"] = labels[0]
    texts = {name: cells[at] for name, at in roles.items()}
    return Inferred(Headings(at_rows[0], roles, texts, {}, places, cells), are_open)


def is_date_cell(cell: object) -> bool:
    """True for a date, or a text that is one; a bare number is none."""
    if isinstance(cell, date):
        return True
    return type(cell) is str and 6 <= len(cell.strip()) <= 40 and bool(readings_of(cell))


def _filled(cells: Sequence[object]) -> list[object]:
    return [cell for cell in cells if not is_blank(cell)]


def _money_columns(columns: Sequence[Sequence[object]], dates: Sequence[int]) -> list[int]:
    """Columns of amounts; those without any decimal only when no column has decimals."""
    found, with_decimals = [], []
    for at, cells in enumerate(columns):
        filled = _filled(cells)
        if at in dates or not filled or any(isinstance(cell, str) and _CODE.fullmatch(plain(cell)) for cell in filled):
            continue
        amounts = read_amounts(filled)
        readable = amounts.known.sum() + sum(trouble == "ambiguous" for trouble in amounts.troubles.values())
        if readable < _MOSTLY * len(filled):
            continue
        found.append(at)
        is_typed = any(isinstance(cell, (int, float)) for cell in filled)  # a whole number shows no decimals then
        if is_typed or any(isinstance(cell, str) and _DECIMALS.search(plain(cell)) for cell in filled):
            with_decimals.append(at)
    return with_decimals or found


def _amount_roles(columns: Sequence[Sequence[object]], money: Sequence[int]) -> tuple[dict[str, int], bool]:
    mark = proven_decimal_mark([columns[at] for at in money])
    read = {at: read_amounts(columns[at], 2, mark) for at in money}
    if len(money) == 1:
        return {"amount": money[0]}, False
    for amount, balance in permutations(money, 2):
        if follows(read[amount].cents, read[amount].known, read[balance]):
            return {"amount": amount, "balance": balance}, False
    for debit, credit in permutations(money, 2):
        if _are_sides(read[debit], read[credit]):
            known = read[debit].known | read[credit].known
            for balance in (at for at in money if at not in (debit, credit)):
                if follows(np.abs(read[credit].cents) - np.abs(read[debit].cents), known, read[balance], is_signed=True):
                    return {"debit": debit, "credit": credit, "balance": balance}, False
    sides = [pair for pair in combinations(money, 2) if _are_sides(read[pair[0]], read[pair[1]])]
    if len(money) == 2 and sides:
        first, second = sides[0]
        negative = [bool((read[at].cents < 0).any()) and not bool((read[at].cents > 0).any()) for at in (first, second)]
        if negative == [False, True]:
            first, second = second, first
        return {"debit": first, "credit": second}, negative[0] == negative[1]
    return {}, False


def _are_sides(first: AmountColumn, second: AmountColumn) -> bool:
    """No line fills both, and together they fill most lines."""
    one, other = first.known & (first.cents != 0), second.known & (second.cents != 0)
    return not (one & other).any() and one.any() and other.any() and int((one | other).sum()) >= _MOSTLY * len(one)


def follows(cents: np.ndarray, known: np.ndarray, balance: AmountColumn, *, is_signed: bool = False) -> bool:
    """True when each balance is the one before and the amount, downwards or upwards, at least twice.

    Args:
        is_signed: the sign must fit too; else the size of the amount is enough.
    """
    if len(cents) <= _ENOUGH or not balance.known.all() or not known.all() or not cents.any():
        return False
    steps = np.diff(balance.cents)
    if not is_signed:
        steps, cents = np.abs(steps), np.abs(cents)
        return bool((steps == cents[1:]).all() or (steps == cents[:-1]).all())
    return bool((steps == cents[1:]).all() or (-steps == cents[:-1]).all())


def _most_in_sequence(columns: Sequence[Sequence[object]], dates: Sequence[int]) -> int:
    """The date column that runs in one direction; the first one when several do."""
    for at in dates:
        days = [readings_of(cell) if type(cell) is str else {"": cell} for cell in _filled(columns[at])]
        for order in ("dmy", "mdy", "ymd"):
            run = [str(day.get("", day.get(order, ""))).rjust(10) for day in days]
            if run in (sorted(run), sorted(run, reverse=True)):
                return at
    return dates[0]


def _flag_and_currency(columns: Sequence[Sequence[object]], taken: set[int], *, has_sides: bool) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, cells in enumerate(columns):
        filled = _filled(cells)
        if at in taken or not filled or not all(isinstance(cell, str) for cell in filled):
            continue
        if "currency" not in found and all(len(str(cell).strip()) <= 4 and currency_code(str(cell)) for cell in filled):
            found["currency"] = at
        elif "direction" not in found and not has_sides and _are_flags(read_flags(filled)):
            found["direction"] = at
    return found


def _are_flags(flags: np.ndarray) -> bool:
    """All words say a direction; or nearly all, and both directions are there."""
    share = float((np.abs(flags) == 1).mean())
    return share == 1 or (share >= _MOSTLY and {-1, 1} <= set(flags.tolist()))


def _labels(columns: Sequence[Sequence[object]], taken: set[int]) -> list[int]:
    """The column with the longest text, and the other texts that change from line to line."""
    lengths = {}
    for at, cells in enumerate(columns):
        filled = [str(cell).strip() for cell in _filled(cells) if isinstance(cell, str)]
        if at in taken or not filled or not any(re.search(r"[^\W\d_]{2}", text) for text in filled):
            continue
        lengths[at] = (len(set(filled)), sum(map(len, filled)))
    if not lengths:
        return []
    longest = max(lengths, key=lambda at: lengths[at][1])
    lines = len(columns[0])
    return [longest, *(at for at, (distinct, _) in lengths.items() if at != longest and lines > _ENOUGH and distinct > lines // 4)]
