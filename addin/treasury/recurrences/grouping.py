"""Lines that may come back together: the same tiers, sense and currency, at about the same amount."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from addin.treasury.bridge import NEUTRAL_STATES
from addin.treasury.counterparties import map_distinct, normalise
from addin.treasury.spending.foreign import amounts_in_labels

NEAR = 1.05
"""Amounts of one price: within 5 %."""
BAND = 1.35
"""Amounts of one bill that varies."""
_NOT_RECURRENT = ("cash_withdrawal", "transfer", "bounced")
_UNNAMED = ("CHEQUE ", "EFFET ")
"""What a paper is called when it names nobody: its number is no tiers."""


def recurrent_lines(operations: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The lines among which something may come back, oldest first.

    Transfers between own accounts, withdrawals, payments that came back and papers that name nobody are left out.

    Returns:
        OPERATIONS rows with `who` (comparison key of the tiers), `unit` and `value`: the currency that the price is in and the size of the
        amount in it (« EUR12 » in the label of a card in dinars is a price in euros), minor units.
    """
    kept = (operations["booked_on"] <= pd.Timestamp(as_of)) & (operations["amount_cents"] != 0)
    kept &= ~operations["transfer_state"].isin(NEUTRAL_STATES) & ~operations["nature"].isin(_NOT_RECURRENT)
    lines = operations[kept]
    who = map_distinct(lines["party"], _name)
    named = (who != "").to_numpy(dtype=bool)
    lines, who = lines[named], who[named]
    unit = lines["currency"].to_numpy(dtype=object, copy=True)
    value = lines["amount_cents"].abs().to_numpy(dtype=np.int64, copy=True)
    for currency, places in lines.groupby("currency", sort=False).indices.items():
        told = amounts_in_labels(lines["label"].iloc[places], str(currency))
        has_price = told.notna().to_numpy()
        at, prices = places[has_price], told[has_price]
        unit[at] = [price[0] for price in prices]
        value[at] = [price[1] for price in prices]
    lines = lines.assign(who=who, unit=unit, value=value)
    return lines.sort_values(["booked_on", "account", "position"], kind="stable")


def _name(party: str) -> str:
    """Comparison key of a tiers, "" for what names nobody."""
    key = normalise(party)
    return "" if key.startswith(_UNNAMED) else key


def groups(lines: pd.DataFrame) -> np.ndarray:
    """For each line, the number of its group: one tiers, sense and unit.

    Args:
        lines: what `recurrent_lines` gives.
    """
    numbers: np.ndarray = lines.groupby(["who", "unit", lines["amount_cents"] > 0], sort=False).ngroup().to_numpy(dtype=np.int64)
    return numbers


def bands(values: np.ndarray, factor: float, within: np.ndarray) -> np.ndarray:
    """For each amount, the number of its band: each is within a factor of the one below it, in the same of the bands `within`.

    >>> bands(np.array([100, 990, 102, 1000, 101]), 1.05, np.array([0, 0, 0, 0, 1])).tolist()
    [0, 1, 0, 1, 2]
    """
    order = np.lexsort((values, within))
    sizes, outer = values[order], within[order]
    starts = (np.diff(outer) != 0) | (sizes[1:] > sizes[:-1] * factor)
    numbers = np.empty(len(values), dtype=np.int64)
    numbers[order] = np.concatenate([[0], np.cumsum(starts)])[: len(values)]
    return numbers
