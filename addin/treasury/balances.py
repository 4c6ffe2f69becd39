"""What each account holds at the end of a day (solde), from printed balances, or from an opening balance and the lines."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from addin.treasury.currency import to_base
from addin.treasury.dossier import Dossier

BALANCE_COLUMNS = ("account", "currency", "kind", "balance_cents", "base_cents", "is_known", "is_included", "last_line")
_NONE = -1
_DAY = "datetime64[D]"


@dataclass(frozen=True, eq=False)
class AccountDays:
    """Balances of all accounts at the end of each of some consecutive days.

    Attributes:
        accounts: one row per account and currency: account, currency, kind, is_included, opening_cents, opening_on.
        days: datetime64[D], consecutive.
        native: int64, accounts × days, minor units of the account's currency; meaningless where `is_known` is False.
        is_known: bool, accounts × days.
        key: row of `accounts` for each operation.
    """

    accounts: pd.DataFrame
    days: np.ndarray
    native: np.ndarray
    is_known: np.ndarray
    key: np.ndarray

    def between(self, first: date, last: date) -> AccountDays:
        """The same accounts over some of the days.

        Raises:
            ValueError: a day outside those that were computed.
        """
        start, end = (int((np.datetime64(day, "D") - self.days[0]).astype(np.int64)) for day in (first, last))
        if not 0 <= start <= end < len(self.days):
            raise ValueError(f"{first}…{last} is not within {self.days[0]}…{self.days[-1]}")
        return replace(
            self, days=self.days[start : end + 1], native=self.native[:, start : end + 1], is_known=self.is_known[:, start : end + 1]
        )

    def in_base(self, dossier: Dossier) -> tuple[np.ndarray, np.ndarray]:
        """The same balances in the base currency at each day's rate, with the mask of those that are known and have a rate."""
        base = np.zeros_like(self.native)
        known = self.is_known.copy()
        stamps = self.days.astype("datetime64[s]")
        for i, currency in enumerate(self.accounts["currency"]):
            base[i], has_rate = to_base(self.native[i], currency, stamps, dossier.rates, dossier.base_currency)
            known[i] &= has_rate
        return base, known


def balances_on(dossier: Dossier, on: date, held: AccountDays | None = None) -> pd.DataFrame:
    """The balance (solde) of each account at the end of a day.

    Per account, in the order of its lines (`position`): the last line with a printed balance booked on or before that day is
    the anchor; lines booked later but standing before it are taken off, lines booked by then but standing after it are added.
    Without an anchor, the first printed balance is carried back. Without any printed balance: the opening balance plus the
    lines from the opening date on. With neither, or before the opening date, the balance is unknown (« variation seulement »).
    An opening balance holds at the start of its day, so it is also the balance of the evening before.

    Args:
        held: `account_days` over that day, when already known.
    Returns:
        `BALANCE_COLUMNS`, one row per account and currency: `balance_cents` (account's currency) is NA when unknown,
        `base_cents` also without a rate; `last_line` is the last `booked_on` up to that day, NaT without one.
    """
    held = (held or account_days(dossier, on, on)).between(on, on)
    base, has_base = held.in_base(dossier)
    known = held.is_known[:, 0]
    return pd.DataFrame(
        {
            "account": held.accounts["account"],
            "currency": held.accounts["currency"],
            "kind": held.accounts["kind"],
            "balance_cents": pd.Series(held.native[:, 0]).astype("Int64").mask(~known),
            "base_cents": pd.Series(base[:, 0]).astype("Int64").mask(~has_base[:, 0]),
            "is_known": known,
            "is_included": held.accounts["is_included"],
            "last_line": _last_lines(dossier, held.key, len(held.accounts), on),
        },
        columns=list(BALANCE_COLUMNS),
    )


def daily_balances(dossier: Dossier, first: date, last: date, held: AccountDays | None = None) -> pd.Series:
    """The cash at the end of each day in the base currency: the sum of the accounts that are known and included.

    Args:
        held: `account_days` over those days, when already known.
    Returns:
        Int64 minor units on a daily DatetimeIndex, `first` and `last` included; NA on days when no account is known.
    """
    held = (held or account_days(dossier, first, last)).between(first, last)
    base, known = held.in_base(dossier)
    counted = known & held.accounts["is_included"].to_numpy(dtype=bool)[:, None]
    total = pd.Series(np.where(counted, base, 0).sum(axis=0), index=pd.DatetimeIndex(held.days.astype("datetime64[s]")), name="base_cents")
    return total.astype("Int64").mask(~counted.any(axis=0))


def account_days(dossier: Dossier, first: date, last: date) -> AccountDays:
    """Balances of every account at the end of every day from `first` to `last`, in one pass over the operations.

    Writing P(k) for the sum of the lines up to position k and D(d) for the sum of the lines booked up to day d, the rule of
    `balances_on` reads: balance(d) = printed(k) − P(k) + D(d), k being the anchor of day d.
    """
    operations = dossier.operations
    accounts, key = _accounts(dossier)
    days = np.arange(np.datetime64(first, "D"), np.datetime64(last, "D") + 1)
    size, width = len(accounts), len(days)
    booked = operations["booked_on"].to_numpy().astype(_DAY)
    order = np.lexsort((operations["position"].to_numpy(), key))
    order = order[~np.isnat(booked[order])]
    owner, booked = key[order], booked[order]
    amounts = operations["amount_cents"].to_numpy(dtype=np.int64)[order]
    column = np.clip((booked - days[0]).astype(np.int64), 0, None)
    counts = column < width

    moved = np.zeros(size * width, dtype=np.int64)
    np.add.at(moved, owner[counts] * width + column[counts], amounts[counts])
    moved = moved.reshape(size, width).cumsum(axis=1)

    printed = operations["balance_cents"]
    is_printed = printed.notna().to_numpy()[order]
    offsets = printed.fillna(0).to_numpy(dtype=np.int64)[order] - _sums_within(owner, amounts)
    anchors = np.full(size * width, _NONE, dtype=np.int64)
    usable = np.flatnonzero(is_printed & counts)
    np.maximum.at(anchors, owner[usable] * width + column[usable], usable)
    anchors = np.maximum.accumulate(anchors.reshape(size, width), axis=1)
    first_printed = np.full(size, _NONE, dtype=np.int64)
    backwards = np.flatnonzero(is_printed)[::-1]
    first_printed[owner[backwards]] = backwards
    anchors = np.where(anchors == _NONE, first_printed[:, None], anchors)

    opening_offsets, opening_known = _openings(accounts, days, owner, booked, amounts)
    has_anchor = anchors != _NONE
    shifts = np.append(offsets, 0)[anchors]  # _NONE reads the 0 at the end
    native = moved + np.where(has_anchor, shifts, opening_offsets[:, None])
    return AccountDays(accounts, days, native, has_anchor | opening_known, key)


def _accounts(dossier: Dossier) -> tuple[pd.DataFrame, np.ndarray]:
    """One row per account and currency, declared ones first, and the row number of each operation."""
    columns = ["account", "currency", "kind", "is_included", "opening_cents", "opening_on"]
    declared = dossier.accounts[columns].drop_duplicates(["account", "currency"]).reset_index(drop=True)
    name_codes, names = pd.factorize(dossier.operations["account"])
    currency_codes, currencies = pd.factorize(dossier.operations["currency"])
    pair_codes, pairs = pd.factorize(name_codes * max(1, len(currencies)) + currency_codes)
    place = {pair: i for i, pair in enumerate(zip(declared["account"], declared["currency"], strict=True))}
    described = dossier.accounts.drop_duplicates("account").set_index("account")[["kind", "is_included"]]
    rows = []
    found = np.zeros(len(pairs), dtype=np.int64)
    for i, pair in enumerate(pairs):
        name, currency = names[int(pair) // len(currencies)], currencies[int(pair) % len(currencies)]
        if (name, currency) not in place:
            place[name, currency] = len(place)
            kind, is_included = described.loc[name] if name in described.index else ("bank", True)
            rows.append({"account": name, "currency": currency, "kind": kind, "is_included": bool(is_included)})
        found[i] = place[name, currency]
    if rows:
        extra = pd.DataFrame(rows).reindex(columns=columns).astype({"opening_cents": "Int64", "opening_on": "datetime64[s]"})
        declared = pd.concat([declared, extra], ignore_index=True) if len(declared) else extra
    return declared, found[pair_codes] if len(pairs) else np.zeros(0, dtype=np.int64)


def _openings(
    accounts: pd.DataFrame, days: np.ndarray, owner: np.ndarray, booked: np.ndarray, amounts: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """What the opening balance adds to the lines booked so far, per account, and the days on which it is known."""
    opened_on = accounts["opening_on"].to_numpy().astype(_DAY)
    has_date = ~np.isnat(opened_on)
    since = np.where(has_date, opened_on, np.datetime64("0001-01-01", "D"))
    earlier = booked < since[owner]
    before = np.zeros(len(accounts), dtype=np.int64)
    np.add.at(before, owner[earlier], amounts[earlier])
    declared = accounts["opening_cents"].notna().to_numpy()
    offsets = accounts["opening_cents"].fillna(0).to_numpy(dtype=np.int64) - before
    return offsets, declared[:, None] & (days[None, :] >= (since - 1)[:, None])


def _sums_within(owner: np.ndarray, amounts: np.ndarray) -> np.ndarray:
    """Running sum of `amounts` inside each run of equal `owner`."""
    running: np.ndarray = amounts.cumsum()
    if not len(owner):
        return running
    starts = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]])
    before = np.r_[0, running[starts[1:] - 1]]
    inside: np.ndarray = running - np.repeat(before, np.diff(np.r_[starts, len(owner)]))
    return inside


def _last_lines(dossier: Dossier, key: np.ndarray, size: int, on: date) -> pd.Series:
    booked = dossier.operations["booked_on"].to_numpy().astype(_DAY)
    usable = ~np.isnat(booked) & (booked <= np.datetime64(on, "D"))
    never = np.iinfo(np.int64).min  # numpy's NaT
    latest = np.full(size, never, dtype=np.int64)
    np.maximum.at(latest, key[usable], booked[usable].astype(np.int64))
    return pd.Series(latest.view(_DAY).astype("datetime64[s]"))
