"""Conversion with the workbook's own rates (onglet Cours), by kind of rate: bank, card, invoice, or one that she named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

import numpy as np
import pandas as pd

from addin.treasury.currency import exponent, to_decimal

KINDS = ("BANQUE", "CARTE", "FACTURE")
"""Kinds of rate: of the bank, as seen on card statements (fees included), as agreed on an invoice."""


class RateMissingError(LookupError):
    """No rate is known on or before a day.

    Attributes:
        currency, kind, on: what was asked for.
        first: day of the first rate known later, None when there is none at all.
    """

    def __init__(self, currency: str, kind: str, on: date, first: date | None) -> None:
        super().__init__(f"no {kind} rate of {currency} on {on}")
        self.currency, self.kind, self.on, self.first = currency, kind, on, first


@dataclass(frozen=True, eq=False)
class Rates:
    """The rates of a dossier, ready for many look-ups.

    Attributes:
        rates: `RATES` frame; a line without kind counts as BANQUE.
        base: currency that all rates are in.
    """

    rates: pd.DataFrame
    base: str

    def converted(self, cents: int, currency: str, to: str, on: date, kind: str = "BANQUE") -> int:
        """An amount in minor units of another currency, rounded half up, at the last rates known on a day.

        Between two foreign currencies it goes through the base currency, unrounded.

        Raises:
            RateMissingError: one of the two currencies has no rate of that kind on or before the day; never another kind's, never 0.
        """
        return self.worth(to_decimal(cents, currency), currency, to, on, kind)

    def worth(self, amount: Decimal, currency: str, to: str, on: date, kind: str = "BANQUE") -> int:
        """As `converted`, of an amount in units, which may be finer than the smallest coin (the price of a click)."""
        value = amount if currency == to else amount * self.rate(currency, on, kind) / self.rate(to, on, kind)
        return int(value.scaleb(exponent(to)).to_integral_value(rounding=ROUND_HALF_UP))

    def rate(self, currency: str, on: date, kind: str = "BANQUE") -> Decimal:
        """Base units for one unit of a currency: the last rate known on a day, 1 for the base currency.

        Raises:
            RateMissingError: none of that kind is known on or before that day.
        """
        if currency == self.base:
            return Decimal(1)
        days, rates = self._known.get((currency, kind), (_NO_DAYS, []))
        at = int(np.searchsorted(days, np.datetime64(on, "D"), side="right")) - 1
        if at < 0:
            raise RateMissingError(currency, kind, on, days[0].item() if len(days) else None)
        return rates[at]

    @property
    def currencies(self) -> list[str]:
        """The base currency and those that have a rate."""
        return sorted({self.base, *(currency for currency, _ in self._known)})

    @cached_property
    def _known(self) -> Mapping[tuple[str, str], tuple[np.ndarray, list[Decimal]]]:
        """(currency, kind) → days in order and their rates; of two on one day the lower row counts."""
        usable = self.rates[self.rates["quoted_on"].notna() & (self.rates["rate"] > 0)].sort_values("quoted_on", kind="stable")
        kinds = usable["kind"].where(usable["kind"] != "", "BANQUE")
        return {
            (str(currency), str(kind)): (
                lines["quoted_on"].to_numpy().astype("datetime64[D]"),
                [Decimal(str(rate)) for rate in lines["rate"]],
            )
            for (currency, kind), lines in usable.groupby([usable["currency"], kinds], sort=False)
        }


_NO_DAYS = np.empty(0, dtype="datetime64[D]")
