"""Lines that ask to be parted: they pay invoices of different categories."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from addin.messages import Finding
from addin.treasury.counterparties import map_distinct
from addin.treasury.entries.classified import UNSORTED
from addin.treasury.headings import simplify


def lines_to_split(lines: pd.DataFrame, paid: pd.DataFrame | None, invoices: pd.DataFrame) -> Iterator[Finding]:
    """A remark per tab on the lines that wait and pay invoices of several categories.

    Args:
        lines: OPERATIONS rows that wait for a category.
        paid: `operation`, `invoice` of each payment; None without invoices.
    """
    if paid is None or paid.empty:
        return
    names = map_distinct(invoices["category"], simplify)
    mine = paid[paid["operation"].isin(lines.index)]
    told = pd.DataFrame({"operation": mine["operation"].to_numpy(), "category": names.loc[mine["invoice"]].to_numpy()})
    told = told[~told["category"].isin(UNSORTED)]
    counts = told.groupby("operation")["category"].nunique()
    several = lines.loc[lines.index.isin(counts.index[counts > 1])]
    for sheet, its in several.groupby("sheet", sort=False):
        rows = its["row"].tolist()
        yield Finding("LINES_TO_SPLIT", str(sheet), int(rows[0]), details={"count": len(rows)}, also_rows=tuple(map(int, rows[1:])))
