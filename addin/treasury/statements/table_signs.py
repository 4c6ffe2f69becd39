"""Which way the money of each line went, as its columns say: two columns, a word on the line, minus signs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from addin.treasury.amounts import AmountColumn
from addin.treasury.signs import sign_amounts
from addin.treasury.statements.columns_amounts import BLANK, UNKNOWN, names_direction, read_flags
from addin.treasury.statements.columns_layout import Layout
from addin.treasury.tables import Table


@dataclass(frozen=True)
class Signed:
    """The amounts of the lines as their own columns sign them.

    Attributes:
        cents: int64, credit positive as far as known; 0 where `known` is False.
        by: "sides", "side", "flags", "printed".
        flags: -1, 1, `BLANK` or `UNKNOWN` for each line, None without a column that says the direction.
        unknown: lines whose word says no direction.
    """

    cents: np.ndarray
    known: np.ndarray
    by: str
    flags: np.ndarray | None
    unknown: np.ndarray


def sign_lines(
    table: Table, layout: Layout, columns: Mapping[str, AmountColumn], live: np.ndarray, rejected: np.ndarray, decimals: int
) -> Signed:
    """One signed amount a line, from the columns alone.

    Lines with a debit and a credit are said (`table.find`) and added to `rejected`.

    Args:
        live: lines that may be operations.
        rejected: bool, changed in place.
    """
    nobody = np.zeros(table.count, dtype=bool)
    if "debit" in columns and "credit" in columns:
        sides = {name: columns[name] for name in ("debit", "credit")}
        signed = sign_amounts(table, sides, live, rejected, decimals)
        return Signed(signed.cents, signed.known, "sides", None, nobody)
    if "debit" in columns:
        return Signed(-columns["debit"].cents, columns["debit"].known, "side", None, nobody)
    column = columns.get("amount", columns.get("credit"))
    assert column is not None
    if "direction" not in layout.headings:
        return Signed(column.cents, column.known, "printed", None, nobody)
    cents = column.cents
    flags = read_flags(table.cells("direction"), is_named=names_direction(layout.headings.texts["direction"]))
    counted = live & column.known & (cents != 0)
    out = counted & (flags == -1)
    if not out.any() and (counted & (flags == BLANK)).any() and not (cents[counted] < 0).any():
        flags = np.where(counted & (flags == BLANK), -1, flags)  # a mark on one side only: the lines without it are the other side
        out = counted & (flags == -1)
    carries_minus = 2 * int((cents[out] < 0).sum()) > int(out.sum())
    unknown = live & column.known & ((flags == UNKNOWN) | ((flags == BLANK) & (cents > 0) & (not carries_minus)))
    direct = np.where(np.abs(flags) == 1, flags, 1)
    return Signed(cents if carries_minus else cents * direct, column.known, "flags", flags, unknown & (not carries_minus))
