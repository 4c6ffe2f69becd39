"""Lines that may come back together: the same tiers, sense and currency, at about the same amount."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

import numpy as np
import pandas as pd

from addin.treasury.bridge import NEUTRAL_STATES
from addin.treasury.counterparties import map_distinct, normalise
from addin.treasury.spending.foreign import amount_in_label

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
    who = map_distinct(lines["party"], normalise)
    named = ((who != "") & ~who.str.startswith(_UNNAMED)).to_numpy(dtype=bool)
    lines, who = lines[named], who[named]
    unit = lines["currency"].to_numpy(dtype=object, copy=True)
    value = lines["amount_cents"].abs().to_numpy(dtype=np.int64, copy=True)
    for currency, places in lines.groupby("currency", sort=False).indices.items():
        told = map_distinct(lines["label"].iloc[places], partial(amount_in_label, unit=str(currency)))
        has_price = told.notna().to_numpy()
        at, prices = places[has_price], told[has_price]
        unit[at] = [price[0] for price in prices]
        value[at] = [price[1] for price in prices]
    lines = lines.assign(who=who, unit=unit, value=value)
    return lines.sort_values(["booked_on", "account", "position"], kind="stable")


def groups(lines: pd.DataFrame) -> Iterator[np.ndarray]:
    """Positions of the lines of one tiers, sense and unit, in order; those that stand alone are left out.

    Args:
        lines: what `recurrent_lines` gives.
    """
    keys = lines.groupby(["who", "unit", lines["amount_cents"] > 0], sort=False).indices
    yield from (np.sort(at) for at in keys.values() if len(at) > 1)


def bands(values: np.ndarray, factor: float) -> list[np.ndarray]:
    """Positions by band of amounts: each is within a factor of the one below it; in the order of the lines inside a band.

    >>> [band.tolist() for band in bands(np.array([100, 990, 102, 1000, 101]), 1.05)]
    [[0, 2, 4], [1, 3]]
    """
    order = np.argsort(values, kind="stable")
    sizes = values[order]
    cuts = np.flatnonzero(sizes[1:] > sizes[:-1] * factor) + 1
    return [np.sort(band) for band in np.split(order, cuts)]
