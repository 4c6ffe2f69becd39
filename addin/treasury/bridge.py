"""How the cash went from one evening to another (variation de la semaine): a bridge that closes to the centime or shows its gap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from addin.treasury.balances import AccountDays, account_days
from addin.treasury.currency import convert, rate_on
from addin.treasury.dossier import Dossier

NEUTRAL_STATES = ("paired", "single")
"""Transfer states that are neither a receipt nor a payment."""


@dataclass(frozen=True)
class BridgeLine:
    """The week of one account, or of all; before + receipts + payments + transfers + exchange + gap = now.

    Attributes:
        account: "" for the total.
        currency: the account's currency.
        unit: the currency of the amounts here: the base currency, or the account's own for an account without a rate.
        before_cents, now_cents: None when the balance is unknown (« variation seulement »).
        payments_cents: negative.
        transfers_cents: own-account transfers (virements internes); in the total, what is under way.
        exchange_cents: what the rates' moves did to a foreign account.
        gap_cents: what the balances say minus what the lines say (écart); 0 unless the chain of printed balances is broken.
        is_carried_back: the opening balance falls inside the week; `before_cents` is that balance carried back.
    """

    account: str
    currency: str
    unit: str
    before_cents: int | None
    receipts_cents: int
    payments_cents: int
    transfers_cents: int
    exchange_cents: int
    gap_cents: int
    now_cents: int | None
    is_carried_back: bool = False

    @property
    def change_cents(self) -> int:
        """Everything that moved, gap included."""
        return self.receipts_cents + self.payments_cents + self.transfers_cents + self.exchange_cents + self.gap_cents


@dataclass(frozen=True)
class Bridge:
    """The days after `start` up to `end`, both evenings compared.

    Attributes:
        total: sum of `accounts`, base currency; 0 everywhere when `accounts` is empty.
        accounts: the known accounts that count in the cash.
        apart: accounts outside the total: excluded ones, those without a rate, and those of unknown balance (change only).
    """

    start: date
    end: date
    total: BridgeLine
    accounts: tuple[BridgeLine, ...]
    apart: tuple[BridgeLine, ...]


@dataclass(frozen=True, eq=False)
class _Flows:
    """Sums per account of the lines of the window; `base` misses the lines without a rate, which `unrated` counts in native."""

    native: np.ndarray  # accounts × (receipts, payments, transfers)
    base: np.ndarray
    unrated: np.ndarray


def week_bridge(dossier: Dossier, as_of: date, days: int = 7, held: AccountDays | None = None) -> Bridge:
    """The change of the cash over the last `days` days (variation), explained per account and in all.

    The balances come from `balances`, the flows from the lines; the gap compares the two, so a broken chain of printed
    balances inside the week shows. A foreign account's lines count at their own day's rate; the rest of its change in the base
    currency is the exchange difference. Lines and balances older than the first known rate are valued at the closing rate.

    Args:
        as_of: closing date (arrêté), included.
        days: length of the window, at least 1.
        held: `account_days` over the window and the evening before it, when already known.
    """
    start = as_of - timedelta(days=days)
    held = (held or account_days(dossier, start, as_of)).between(start, as_of)
    flows = _flows(dossier, held, start, as_of)
    in_total: list[BridgeLine] = []
    apart: list[BridgeLine] = []
    for i, row in enumerate(held.accounts.itertuples(index=False)):
        line, is_full = _line(dossier, held, flows, i, str(row.account), str(row.currency), start, as_of)
        if is_full and row.is_included:
            in_total.append(line)
        else:
            apart.append(line)
    return Bridge(start, as_of, _total(in_total, dossier.base_currency), tuple(in_total), tuple(apart))


def _line(
    dossier: Dossier, held: AccountDays, flows: _Flows, i: int, account: str, currency: str, start: date, as_of: date
) -> tuple[BridgeLine, bool]:
    """The bridge of account `i`, and whether its balance is known in the base currency."""
    change = int(flows.native[i].sum())
    if not held.is_known[i, -1]:
        return BridgeLine(account, currency, currency, None, *_ints(flows.native[i]), 0, 0, None), False
    now = int(held.native[i, -1])
    carried = not held.is_known[i, 0]
    before = now - change if carried else int(held.native[i, 0])
    gap = now - before - change
    rates = [rate_on(dossier.rates, currency, day) for day in (start, as_of)]
    if currency == dossier.base_currency:
        return BridgeLine(account, currency, currency, before, *_ints(flows.native[i]), 0, gap, now, carried), True
    if rates[1] is None:
        return BridgeLine(account, currency, currency, before, *_ints(flows.native[i]), 0, gap, now, carried), False
    closing = rates[1][0]
    opening = rates[0][0] if rates[0] else closing
    base = dossier.base_currency
    before_base, now_base = convert(before, currency, base, opening), convert(now, currency, base, closing)
    gap_base = convert(gap, currency, base, closing)
    moved = [
        int(known) + convert(int(unrated), currency, base, closing) for known, unrated in zip(flows.base[i], flows.unrated[i], strict=True)
    ]
    exchange = now_base - before_base - sum(moved) - gap_base
    receipts, payments, transfers = moved
    return BridgeLine(account, currency, base, before_base, receipts, payments, transfers, exchange, gap_base, now_base, carried), True


def _flows(dossier: Dossier, held: AccountDays, start: date, as_of: date) -> _Flows:
    operations = dossier.operations
    booked = operations["booked_on"]
    inside = np.flatnonzero(((booked > pd.Timestamp(start)) & (booked <= pd.Timestamp(as_of))).to_numpy())
    lines = operations.iloc[inside]
    amounts = lines["amount_cents"].to_numpy(dtype=np.int64)
    column = np.where(lines["transfer_state"].isin(NEUTRAL_STATES), 2, np.where(amounts < 0, 1, 0))
    cell = (held.key[inside], column)
    has_rate = lines["base_cents"].notna().to_numpy()
    size = len(held.accounts)
    return _Flows(
        _summed(cell, amounts, size),
        _summed(cell, lines["base_cents"].fillna(0).to_numpy(dtype=np.int64), size),
        _summed(cell, np.where(has_rate, 0, amounts), size),
    )


def _summed(cell: tuple[np.ndarray, np.ndarray], amounts: np.ndarray, size: int) -> np.ndarray:
    table = np.zeros((size, 3), dtype=np.int64)
    np.add.at(table, cell, amounts)
    return table


def _ints(row: np.ndarray) -> tuple[int, int, int]:
    receipts, payments, transfers = (int(cents) for cents in row)
    return receipts, payments, transfers


def _total(lines: list[BridgeLine], base: str) -> BridgeLine:
    return BridgeLine(
        account="",
        currency=base,
        unit=base,
        before_cents=sum(line.before_cents or 0 for line in lines),
        receipts_cents=sum(line.receipts_cents for line in lines),
        payments_cents=sum(line.payments_cents for line in lines),
        transfers_cents=sum(line.transfers_cents for line in lines),
        exchange_cents=sum(line.exchange_cents for line in lines),
        gap_cents=sum(line.gap_cents for line in lines),
        now_cents=sum(line.now_cents or 0 for line in lines),
    )
