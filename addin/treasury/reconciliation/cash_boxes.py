"""The control of the cash boxes (caisse créditrice): a cash box can never hold less than nothing."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from addin.messages import Finding
from addin.treasury.balances import account_days
from addin.treasury.dossier import Dossier
from addin.treasury.money_text import money_text
from addin.treasury.reconciliation.model import NegativeCash


def negative_cash(dossier: Dossier, as_of: date) -> tuple[NegativeCash, ...]:
    """Each stretch of days up to a date on which a cash box is negative at the end of the day, box by box, oldest first.

    A box without opening balance is not judged: what it held is not known.
    """
    operations = dossier.operations
    boxes = set(dossier.accounts.loc[dossier.accounts["kind"] == "cash", "account"])
    is_line = operations["account"].isin(boxes) & (operations["booked_on"] <= pd.Timestamp(as_of))
    if not is_line.any():
        return ()
    lines = operations[is_line]
    held = account_days(dossier, lines["booked_on"].min().date(), as_of)
    found: list[NegativeCash] = []
    for at, (account, currency, kind) in enumerate(held.accounts[["account", "currency", "kind"]].itertuples(index=False)):
        if kind != "cash":
            continue
        cents = np.where(held.is_known[at], held.native[at], 0)
        for first, last in _stretches(cents < 0):
            lowest = first + int(cents[first : last + 1].argmin())
            day = held.days[first]
            mine = lines[(lines["account"] == account) & (lines["currency"] == currency)]
            paid = mine[(mine["booked_on"].to_numpy().astype("datetime64[D]") == day) & (mine["amount_cents"] < 0)]
            rows = tuple((str(sheet), int(row)) for sheet, row in zip(paid["sheet"], paid["row"], strict=True))
            ends = held.days[last].item()
            found.append(
                NegativeCash(
                    account, currency, day.item(), ends, last - first + 1, int(cents[lowest]), held.days[lowest].item(), rows, ends < as_of
                )
            )
    return tuple(found)


def negative_cash_findings(found: tuple[NegativeCash, ...]) -> list[Finding]:
    """Each stretch as something to look at, on the lines of its first day."""
    said = []
    for each in found:
        balance = money_text(each.depth_cents, each.currency)
        details = {"account": each.account, "balance": balance, "date": f"{each.depth_on:%d/%m/%Y}"}
        sheet = each.rows[0][0] if each.rows else ""
        rows = [row for name, row in each.rows if name == sheet]
        said.append(Finding("CASH_NEGATIVE", sheet, rows[0] if rows else None, details=details, also_rows=tuple(rows[1:])))
    return said


def _stretches(is_below: np.ndarray) -> list[tuple[int, int]]:
    """First and last position of each run of True."""
    edges = np.diff(np.r_[False, is_below, False].astype(np.int8))
    return list(zip(np.flatnonzero(edges == 1).tolist(), (np.flatnonzero(edges == -1) - 1).tolist(), strict=True))
