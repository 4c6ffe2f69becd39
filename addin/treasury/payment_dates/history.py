"""What is known of invoices and their payments at a date, as arrays; the history that delays are learnt from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from addin.treasury.counterparties import map_distinct, normalise
from addin.treasury.settlement import Settlement

LONGEST_TERMS = 365
"""Days; a due date further from the issue is a mistake of typing."""

_ABSENT = np.iinfo(np.int64).min
_LONG_TERMS = 45
_OTHER_GROUP = 0.3
_NO_TERMS, _SHORT_TERMS, _LONGER_TERMS = range(3)
GROUPS = 6
"""Terms (none, up to 45 days, more) × public body or not."""


@dataclass(frozen=True, eq=False)
class Invoices:
    """Invoices as arrays of one length; days are counted from 1970-01-01.

    Attributes:
        party: comparison key of the counterparty, "" when unknown.
        issued, due: never absent; a due date without meaning (before the issue, none) is the issue day.
        group: 0 to 5, `GROUPS`: what invoices of unknown counterparties have in common.
        is_disputed: « litige » as typed; when it began is not known.
    """

    party: np.ndarray
    issued: np.ndarray
    due: np.ndarray
    group: np.ndarray
    is_disputed: np.ndarray

    def __len__(self) -> int:
        return len(self.issued)

    def picked(self, which: np.ndarray) -> Invoices:
        """Some of them: a mask or positions."""
        return Invoices(*(getattr(self, name)[which] for name in ("party", "issued", "due", "group", "is_disputed")))


@dataclass(frozen=True, eq=False)
class History:
    """Invoices of one side with the day each was settled; `is_paid` is False for the open ones, whose `until` is the last day seen."""

    invoices: Invoices
    until: np.ndarray
    is_paid: np.ndarray

    def __len__(self) -> int:
        return len(self.invoices)

    def at(self, day: int) -> History:
        """What was known at the end of an earlier day."""
        exists = self.invoices.issued <= day
        until, is_paid = self.until[exists], self.is_paid[exists]
        return History(self.invoices.picked(exists), np.minimum(until, day), is_paid & (until <= day))


def with_payments(settled: Settlement, payments: pd.DataFrame) -> pd.DataFrame:
    """The invoices with `settled_on`, the day of the last payment that settled each (date de règlement), NaT while something is left.

    Those settled on a day that nobody noted are left out: they are neither open nor dated.

    Args:
        settled: `settlement.settle_invoices`.
        payments: `settlement.dated_payments` of the same settlement.
    """
    invoices = settled.invoices
    last = payments.groupby("invoice")["on"].max().reindex(invoices.index).astype("datetime64[s]")
    is_settled = invoices["remaining_cents"] == 0
    return invoices.assign(settled_on=last.where(is_settled))[~is_settled | last.notna()]


def read_history(invoices: pd.DataFrame, side: str, as_of: date) -> History:
    """The history of one side at a date: payments after it are not known yet, invoices issued after it do not exist.

    Credit notes, invoices without amount and those without any date are left out.
    """
    sign = 1 if side == "customer" else -1
    is_dated = invoices["issued_on"].notna() | invoices["due_on"].notna()
    kept = invoices[(invoices["side"] == side) & (invoices["amount_cents"] * sign > 0) & is_dated]
    paid = _days(kept["settled_on"])
    is_paid = paid != _ABSENT
    last_day = day_number(as_of)
    everything = History(read_invoices(kept, as_of), np.where(is_paid, paid, np.iinfo(np.int64).max), is_paid)
    return everything.at(last_day)


def read_invoices(invoices: pd.DataFrame, as_of: date) -> Invoices:
    """INVOICES rows as arrays; one without any date is taken as issued the day after the closing date."""
    issued, due = _days(invoices["issued_on"]), _days(invoices["due_on"])
    issued = np.where(issued != _ABSENT, issued, due)
    issued = np.where(issued != _ABSENT, issued, day_number(as_of) + 1)
    terms = np.where(due != _ABSENT, due, issued) - issued
    terms = np.where((terms < 0) | (terms > LONGEST_TERMS), 0, terms)
    is_said = ~invoices["due_is_estimated"].to_numpy(dtype=bool) & (terms > 1)
    band = np.where(is_said, np.where(terms > _LONG_TERMS, _LONGER_TERMS, _SHORT_TERMS), _NO_TERMS)
    group = band * 2 + invoices["is_public"].to_numpy(dtype=np.int64)
    party = map_distinct(invoices["counterparty"], normalise).to_numpy()
    return Invoices(party, issued, issued + terms, group, invoices["is_disputed"].to_numpy(dtype=bool))


def likeness(uses_terms: bool) -> np.ndarray:
    """How much an invoice of each group (column) tells of another group (row): 1 of its own, less for each thing that differs."""
    group = np.arange(GROUPS)
    terms_differ = (group[:, None] // 2 != group[None, :] // 2) & uses_terms
    public_differs = group[:, None] % 2 != group[None, :] % 2
    return np.where(terms_differ, _OTHER_GROUP, 1.0) * np.where(public_differs, _OTHER_GROUP, 1.0)


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return int(np.datetime64(day, "D").astype(np.int64))


def _days(dates: pd.Series) -> np.ndarray:
    return dates.to_numpy(dtype="datetime64[D]").astype(np.int64)
