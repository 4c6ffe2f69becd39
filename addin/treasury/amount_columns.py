"""The amount and balance columns of a tab of operations, read together."""

from __future__ import annotations

import numpy as np

from addin.treasury.amounts import AmountColumn, proven_decimal_mark, read_amounts
from addin.treasury.headings import simplify, split_currency
from addin.treasury.later_headings import Part
from addin.treasury.tables import Table, column_letter

AMOUNT_FIELDS = ("amount", "debit", "credit")
BALANCE_FIELDS = ("balance", "balance_debit", "balance_credit")


def read_amount_columns(table: Table, decimals: int) -> dict[str, AmountColumn]:
    """Amount and balance columns, read with the decimal mark that they prove together.

    Several columns of one field (« Recettes espèces », « Recettes chèques ») are read as one when they are in one currency and no
    line fills two of them; else the first one is read and the others are said.
    """
    names = [name for name in (*AMOUNT_FIELDS, *BALANCE_FIELDS) if name in table.headings]
    mark = proven_decimal_mark([table.cells(name) for name in names])
    columns = {name: read_amounts(table.cells(name), decimals, mark) for name in names}
    for name in AMOUNT_FIELDS:
        if name in columns:
            for at in table.headings.others(name):
                columns[name] = _merged(table, name, columns[name], at, read_amounts(table.column(at), decimals, mark))
    _fold_balances(columns)
    return columns


def _merged(table: Table, name: str, first: AmountColumn, at: int, other: AmountColumn) -> AmountColumn:
    lines = table.part == Part.TABLE
    if not (other.known & lines).any():
        return first
    overlap = lines & first.known & (first.cents != 0) & other.known & (other.cents != 0)
    currencies = {split_currency(simplify(table.headings.cells[place]))[1] for place in (table.headings.columns[name], at)}
    if overlap.any() or len(currencies) > 1:
        heading = " ".join(table.headings.cells[at].split())
        table.find("AMOUNT_COLUMN_UNREAD", None, name, heading, unread=column_letter(at), used=table.headings.texts[name])
        return first
    fill = ~(first.known & (first.cents != 0)) & other.known
    return AmountColumn(
        np.where(fill, other.cents, first.cents),
        first.known | other.known,
        {i: trouble for i, trouble in {**other.troubles, **first.troubles}.items() if not (first.known[i] or other.known[i])},
        tuple(sorted({*first.rounded, *other.rounded})),
    )


def _fold_balances(columns: dict[str, AmountColumn]) -> None:
    """« Solde débiteur » and « Solde créditeur » become one signed balance."""
    owed, held = columns.pop("balance_debit", None), columns.pop("balance_credit", None)
    if "balance" in columns or (owed is None and held is None):
        return
    parts = [(sign, column) for sign, column in ((-1, owed), (1, held)) if column is not None]
    cents = sum((sign * np.where(column.known, np.abs(column.cents), 0) for sign, column in parts), np.zeros(1, dtype=np.int64))
    known = np.logical_or.reduce([column.known for _, column in parts])
    troubles = {i: trouble for _, column in parts for i, trouble in column.troubles.items() if not known[i]}
    columns["balance"] = AmountColumn(cents, known, troubles, ())
