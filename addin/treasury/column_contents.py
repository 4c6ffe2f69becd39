"""What the cells of a column say when its heading alone says too little: « Type » may be a direction, « Payé » a date."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from addin.treasury.amounts import read_amounts
from addin.treasury.characters import is_blank, plain
from addin.treasury.dates import read_dates
from addin.treasury.headings import Headings, simplify
from addin.treasury.signs import read_directions
from addin.treasury.vocabularies import OPERATIONS

_SAMPLE = 500  # lines
_MOSTLY = 0.8
_NAMED_DIRECTION = ("sens", "d c", "dc", "debit credit", "c d", "dr cr", "cr dr", "d ou c", "debit ou credit", "signe")


def settle_operations(rows: Sequence[Sequence[object]], headings: Headings) -> Headings:
    """Columns of operations, after a look at their cells.

    Among several dates the first that holds dates is taken; an amount column of words (« Paiement : carte ») is none; « Type »
    is a direction when its words say debit or credit; « Compte » full of 607 and 401 is the imputation of the line.
    """
    columns = dict(headings.columns)
    for at in headings.places.get("booked_on", ()):
        if _share_of_dates(_cells(rows, headings.row, at)) > 1 - _MOSTLY:
            columns["booked_on"] = at
            break
    for name in ("amount", "debit", "credit", "balance"):
        if name in columns and _holds_words(_cells(rows, headings.row, columns[name])):
            others = [at for at in headings.others(name) if not _holds_words(_cells(rows, headings.row, at))]
            at = columns.pop(name)
            if others:
                columns[name] = others[0]
            elif name != "balance":
                columns.setdefault("label", at)
    if "account" in columns and _holds_ledger_accounts(_cells(rows, headings.row, columns["account"])):
        at = columns.pop("account")
        columns.setdefault("scf_account", at)
    if "direction" in columns and not simplify(headings.texts["direction"]).startswith(_NAMED_DIRECTION):
        known = read_directions(_cells(rows, headings.row, columns["direction"]))
        if not len(known) or (np.abs(known) == 1).mean() < _MOSTLY:
            del columns["direction"]
    if columns == headings.columns or not OPERATIONS.is_complete(columns):
        return headings
    return headings.renamed(columns)


def settle_invoices(rows: Sequence[Sequence[object]], headings: Headings) -> Headings:
    """Columns of invoices: « Payé », « Réglé » or « Solde » may hold a date, an amount or « oui »."""
    columns = dict(headings.columns)
    for name in ("paid_on", "paid", "status", "remaining"):
        at = columns.get(name)
        cells = _cells(rows, headings.row, at) if at is not None else []
        if not cells:
            continue
        dates = int(read_dates([None if isinstance(cell, (int, float)) else cell for cell in cells]).known.sum())
        numbers = int(read_amounts(cells).known.sum())
        held = "paid_on" if 2 * dates > len(cells) else "paid" if 2 * numbers > len(cells) else "status"
        if held != name and held not in columns and not (held == "paid" and name in ("remaining", "status")):
            columns[held] = columns.pop(name)
    return headings if columns == headings.columns else headings.renamed(columns)


def _cells(rows: Sequence[Sequence[object]], first: int, at: int) -> list[object]:
    """The filled cells of a column, those of the first lines."""
    return [row[at] for row in rows[first : first + _SAMPLE] if at < len(row) and not is_blank(row[at])]


def _share_of_dates(cells: Sequence[object]) -> float:
    return float(read_dates(cells).known.mean()) if cells else 0.0


def _holds_words(cells: Sequence[object]) -> bool:
    return bool(cells) and all(isinstance(cell, str) and not re.search(r"\d", plain(cell)) for cell in cells)


def _holds_ledger_accounts(cells: Sequence[object]) -> bool:
    """Accounts of the chart (607, 401…), not only those of treasury (class 5)."""
    numbers = [text for cell in cells if re.fullmatch(r"[1-8]\d{2,8}", text := plain(str(int(cell) if isinstance(cell, float) else cell)))]
    return len(numbers) > _MOSTLY * len(cells) and any(not number.startswith("5") for number in numbers)
