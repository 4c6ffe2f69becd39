"""New lines in the columns and the order of the tab that receives them: her layout, found from the lines it already holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from addin.treasury.currency import exponent
from addin.treasury.dossier import SheetReading
from addin.treasury.headings import simplify
from addin.treasury.signs import DIRECTIONS
from addin.treasury.tabs import RawTab

Order = Literal["oldest_first", "newest_first"]
CellValue = str | float | date | None
"""As a spreadsheet holds it: an amount is the double nearest to its decimal text, which is what the file will show."""
_SAMPLE = 2_000
_USUAL_DIRECTION = {"debit": -1, "credit": 1}
_MOST_PLACES = 20
"""Places in a tab up to which new lines are put between the others; beyond, they all go to its end."""


@dataclass(frozen=True)
class Side:
    """How a Débit or Crédit column is used: which way its money goes (-1 out, 1 in), and the sign of its cells."""

    direction: int
    cell_sign: int


@dataclass(frozen=True, eq=False)
class TabLayout:
    """How a tab of operations writes its lines.

    Attributes:
        columns: field → 0-based column (`booked_on`, `label`, `debit`, `credit`, `amount`, `balance`…).
        sides: "debit" and "credit", those that have a column.
        amount_sign: sign of the cell of a receipt in the column of signed amounts; 0 when the cells are never signed.
        directions: -1 and 1 → the word of the column Sens.
        account, currency: what stands in these columns for the account, "" when they stay blank.
        order: of the dates, from top to bottom.
        header_row: Excel row of the headings.
        rows, days: of the lines that are there, from top to bottom.
    """

    sheet: str
    columns: Mapping[str, int]
    sides: Mapping[str, Side]
    amount_sign: int
    directions: Mapping[int, str]
    account: str
    currency: str
    order: Order
    header_row: int
    rows: np.ndarray
    days: np.ndarray

    @property
    def checked_columns(self) -> tuple[int, ...]:
        """Columns whose cells tell later whether a line still is as it was written: date, label and amounts."""
        fields = ("booked_on", "label", "debit", "credit", "amount")
        return tuple(sorted(self.columns[name] for name in fields if name in self.columns))


@dataclass(frozen=True, eq=False)
class Insertion:
    """Lines that go in together.

    Attributes:
        at: Excel row of the first one, in the tab as it stands now.
        model: row whose formats and formulas they take; None under bare headings.
        picked: positions of the lines in the given frame, from top to bottom.
    """

    at: int
    model: int | None
    picked: np.ndarray


def layout_of(tab: RawTab, reading: SheetReading, operations: pd.DataFrame, account: str) -> TabLayout:
    """The layout of a tab that was read as operations.

    Args:
        operations: all those of the tab (`OPERATIONS` columns), whatever their account.
        account: the one that receives lines.
    """
    ordered = operations.sort_values("row", kind="stable")
    rows = ordered["row"].to_numpy()
    sample = slice(-_SAMPLE, None)
    sampled, signs = rows[sample], np.sign(ordered["amount_cents"].to_numpy()[sample])
    columns = reading.columns

    def cells(name: str) -> list[object]:
        at = columns[name]
        return [tab.rows[row - 1][at] if at < len(tab.rows[row - 1]) else None for row in sampled.tolist()]

    its = (ordered["account"].to_numpy() == account)[sample]
    return TabLayout(
        tab.sheet,
        columns,
        {name: _side(cells(name), signs, usual) for name, usual in _USUAL_DIRECTION.items() if name in columns},
        _amount_sign(cells("amount"), signs, "direction" in columns) if "amount" in columns else 1,
        _words(cells("direction"), signs) if "direction" in columns else {},
        _usual_text(cells("account"), its) or account if "account" in columns else "",
        _usual_text(cells("currency"), its) if "currency" in columns else "",
        _order(ordered["booked_on"]),
        reading.header_row or 0,
        rows,
        ordered["booked_on"].to_numpy(),
    )


def lay_out(lines: pd.DataFrame, layout: TabLayout, currency: str) -> list[tuple[CellValue, ...]]:
    """The lines as rows of cells from column A; None where the tab has a column that the statement does not fill.

    Args:
        lines: booked_on, value_date, label, amount_cents, balance_cents (Int64), piece, counterparty.
        currency: of the amounts.
    """
    width = max(layout.columns.values(), default=-1) + 1
    grid: list[Sequence[CellValue]] = [[None] * len(lines) for _ in range(width)]
    amounts = lines["amount_cents"].to_numpy()

    def put(name: str, cells: Sequence[CellValue]) -> None:
        if name in layout.columns:
            grid[layout.columns[name]] = cells

    put("booked_on", _days(lines["booked_on"]))
    put("value_date", _days(lines["value_date"]))
    for name in ("label", "piece", "counterparty"):
        put(name, [text or None for text in lines[name].tolist()])
    for name, side in layout.sides.items():
        put(name, _money(np.where(np.sign(amounts) == side.direction, np.abs(amounts) * side.cell_sign, 0), currency))
    if layout.sides and "debit" in layout.columns and "credit" in layout.columns:
        _put_zeros(grid, layout, amounts)
    if "amount" in layout.columns and not layout.sides:
        put("amount", (_one_column(amounts, layout) / 10 ** exponent(currency)).tolist())
    if "direction" in layout.columns:
        put("direction", [layout.directions.get(int(sign)) for sign in np.sign(amounts)])
    balances = lines["balance_cents"]
    known = balances.notna().to_numpy(dtype=bool)
    shown = (balances.fillna(0).to_numpy(dtype=np.int64) / 10 ** exponent(currency)).tolist()
    put("balance", [value if is_known else None for value, is_known in zip(shown, known.tolist(), strict=True)])
    put("account", [layout.account or None] * len(lines))
    put("currency", [layout.currency or None] * len(lines))
    return list(zip(*grid, strict=True))


def places(layout: TabLayout, days: np.ndarray) -> list[Insertion]:
    """Where lines of these days go, so that the tab keeps its order: behind the other lines of the same day.

    Args:
        days: datetime64, in chronological order.
    Returns:
        From the bottom of the tab to its top, so that each place holds while the ones before it are filled. More than a
        few scattered places become one, at the end of the tab in its own order.
    """
    count = len(days)
    if not count:
        return []
    picked = np.arange(count)
    if not len(layout.rows):
        newest = layout.order == "newest_first"
        return [Insertion(layout.header_row + 1, None, picked[::-1] if newest else picked)]
    if layout.order == "oldest_first":
        ends = np.maximum.accumulate(layout.days)  # a line out of order does not pull new ones up
        after = np.searchsorted(ends, days, side="right")
        if len(np.unique(after)) > _MOST_PLACES:
            after = np.full(count, len(layout.rows))
        return [_below(layout, int(k), picked[after == k]) for k in np.unique(after)[::-1]]
    starts = np.maximum.accumulate(layout.days[::-1])  # from the bottom up
    before = len(layout.rows) - np.searchsorted(starts, days, side="right")  # above the lines of the same day
    if len(np.unique(before)) > _MOST_PLACES:
        before = np.zeros(count, dtype=before.dtype)
    return [_above(layout, int(k), picked[before == k][::-1]) for k in np.unique(before)[::-1]]


def _below(layout: TabLayout, k: int, picked: np.ndarray) -> Insertion:
    """Under the first `k` lines."""
    model = int(layout.rows[max(0, k - 1)])
    at = model + 1 if k else int(layout.rows[0])
    return Insertion(at, model, picked)


def _above(layout: TabLayout, k: int, picked: np.ndarray) -> Insertion:
    """Over the line number `k`, or under the last one."""
    if k == len(layout.rows):
        return Insertion(int(layout.rows[-1]) + 1, int(layout.rows[-1]), picked)
    return Insertion(int(layout.rows[k]), int(layout.rows[k]), picked)


# ------------------------------------------------------------------------------------------------ how the tab writes
def _side(cells: Sequence[object], signs: np.ndarray, usual: int) -> Side:
    """Which way the money of a column goes, and how it is signed."""
    written = np.array([_sign(cell) for cell in cells], dtype=np.int64)
    direction = int(np.sign((signs * (written != 0)).sum())) if len(cells) else 0
    return Side(direction or usual, -1 if (written < 0).sum() > (written > 0).sum() else 1)


def _amount_sign(cells: Sequence[object], signs: np.ndarray, has_words: bool) -> int:
    """1 when receipts are positive and payments negative, -1 the other way round, 0 without any sign (a column Sens says it)."""
    written = np.array([_sign(cell) for cell in cells], dtype=np.int64)
    if has_words and not (written < 0).any():
        return 0
    return -1 if (written * signs).sum() < 0 else 1


def _one_column(amounts: np.ndarray, layout: TabLayout) -> np.ndarray:
    return np.abs(amounts) if layout.amount_sign == 0 else amounts * layout.amount_sign


def _words(cells: Sequence[object], signs: np.ndarray) -> dict[int, str]:
    """-1 and 1 → the word that the tab uses most, else « Débit » and « Crédit » as the reader of tabs knows them."""
    found: dict[int, Counter[str]] = {-1: Counter(), 1: Counter()}
    for cell, sign in zip(cells, signs.tolist(), strict=True):
        if isinstance(cell, str) and cell.strip() and sign:
            found[int(sign)][cell.strip()] += 1
    known = {DIRECTIONS.get(simplify(next(iter(counter), ""))) for counter in found.values()}
    usual = {-1: "Débit", 1: "Crédit"} if known != {1, -1} else {}
    return {sign: counter.most_common(1)[0][0] if counter else usual.get(sign, "") for sign, counter in found.items()}


def _usual_text(cells: Sequence[object], its: np.ndarray) -> str:
    """The text that the lines of the account mostly carry."""
    texts = Counter(cell.strip() for cell, is_its in zip(cells, its.tolist(), strict=True) if is_its and isinstance(cell, str))
    return texts.most_common(1)[0][0] if texts else ""


def _sign(cell: object) -> int:
    """Sign of an amount as written in a cell; 0 for a blank."""
    if isinstance(cell, (int, float)):
        return (cell > 0) - (cell < 0)
    text = str(cell or "").strip()
    if not any(character in "123456789" for character in text):
        return 0
    return -1 if text[0] in "-−–(" or text[-1] in "-−–" else 1


def _order(days: pd.Series) -> Order:
    """From the steps of the dates from top to bottom."""
    steps = np.diff(days.to_numpy().astype("int64"))
    return "newest_first" if (steps < 0).sum() > (steps > 0).sum() else "oldest_first"


def _days(days: pd.Series) -> list[CellValue]:
    known = days.notna().to_numpy()
    return [day if is_known else None for day, is_known in zip(days.dt.date.tolist(), known.tolist(), strict=True)]


def _money(cells: np.ndarray, currency: str) -> list[CellValue]:
    return [value or None for value in (cells / 10 ** exponent(currency)).tolist()]


def _put_zeros(grid: list[Sequence[CellValue]], layout: TabLayout, amounts: np.ndarray) -> None:
    """A line of amount 0 keeps its 0, in the column of money out."""
    zeros = np.flatnonzero(amounts == 0).tolist()
    if zeros:
        at = layout.columns["debit"]
        cells = list(grid[at])
        for i in zeros:
            cells[i] = 0.0
        grid[at] = cells
