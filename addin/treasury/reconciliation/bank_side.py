"""The bank's side: what the bank states at a date, and what the opening balance and the lines give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from addin.treasury.balances import AccountDays, account_days
from addin.treasury.dates import as_date
from addin.treasury.dossier import Dossier
from addin.treasury.reconciliation.model import BankSource, StatementBalance


@dataclass(frozen=True)
class BankSide:
    """What the bank holds of an account; see `AccountReconciliation` for each figure."""

    cents: int | None
    source: BankSource
    on: date | None
    calculated_cents: int | None
    last_line: date | None


class BankSides:
    """The bank's side of every account of a dossier at a date.

    Args:
        stated: balances that imported statements carry.
        typed: (account, currency) → balance that she typed from the paper, at that very date.
    """

    def __init__(
        self, dossier: Dossier, as_of: date, stated: Sequence[StatementBalance] = (), typed: dict[tuple[str, str], int] | None = None
    ) -> None:
        self._as_of = as_of
        self._stated, self._typed = stated, typed or {}
        operations = dossier.operations
        self._lines = operations[operations["booked_on"] <= pd.Timestamp(as_of)]
        self._held: AccountDays = account_days(dossier, as_of, as_of)

    @property
    def accounts(self) -> pd.DataFrame:
        """One row per account and currency, as in `AccountDays.accounts`."""
        return self._held.accounts

    def of(self, at: int) -> BankSide:
        """The bank's side of one row of `accounts`."""
        account, currency = str(self.accounts["account"].iloc[at]), str(self.accounts["currency"].iloc[at])
        lines = self._lines[(self._lines["account"] == account) & (self._lines["currency"] == currency)]
        calculated = self._calculated(at, lines)
        last_line = as_date(lines["booked_on"].max()) if len(lines) else None
        if (account, currency) in self._typed:
            return BankSide(self._typed[account, currency], "typed", self._as_of, calculated, last_line)
        printed = lines[lines["balance_cents"].notna()]
        printed_on = as_date(printed["booked_on"].max()) if len(printed) else None
        mine = [each for each in self._stated if (each.account, each.currency) == (account, currency) and each.on <= self._as_of]
        newest = max(mine, key=lambda each: each.on, default=None)
        if newest is not None and (printed_on is None or newest.on >= printed_on):
            later = int(lines.loc[lines["booked_on"] > pd.Timestamp(newest.on), "amount_cents"].sum())
            return BankSide(newest.cents + later, "statement", newest.on, calculated, last_line)
        if printed_on is not None:
            return BankSide(int(self._held.native[at, 0]), "printed", printed_on, calculated, last_line)
        return BankSide(calculated, "" if calculated is None else "calculated", None, calculated, last_line)

    def _calculated(self, at: int, lines: pd.DataFrame) -> int | None:
        """Opening balance, else the one before the first printed balance, and all lines since."""
        opening, since = self.accounts["opening_cents"].iloc[at], self.accounts["opening_on"].iloc[at]
        if not pd.isna(opening):
            if pd.isna(since):
                return int(opening) + int(lines["amount_cents"].sum())
            if pd.Timestamp(self._as_of) < since - pd.Timedelta(days=1):
                return None
            return int(opening) + int(lines.loc[lines["booked_on"] >= since, "amount_cents"].sum())
        ordered = lines.sort_values("position", kind="stable")
        is_printed = ordered["balance_cents"].notna().to_numpy()
        if not is_printed.any():
            return None
        first = int(is_printed.argmax())
        before = int(ordered["balance_cents"].iloc[first]) - int(ordered["amount_cents"].iloc[: first + 1].sum())
        return before + int(ordered["amount_cents"].sum())
