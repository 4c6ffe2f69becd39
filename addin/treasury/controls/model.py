"""What a control finds, and the lines that all controls look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd

from addin.treasury.bridge import NEUTRAL_STATES
from addin.treasury.counterparties import map_distinct, normalise
from addin.treasury.dates import as_date
from addin.treasury.dossier import Dossier
from addin.treasury.stable_key import key_of

Severity = Literal["certain", "likely", "watch"]
SEVERITIES: tuple[Severity, ...] = ("certain", "likely", "watch")
"""The gravest first. « Certain » is what the workbook itself proves."""
Kind = Literal[
    "duplicate", "invoice_double", "times_100", "unusual_supplier", "changed_rib", "amount", "spike", "cap", "cash_negative", "cash_limit",
    "sequence", "threshold", "weekend", "bounced", "missing_receipt", "unclassified",
]  # fmt: skip
LOOK_BACK, LOOK_BACK_DOUBLES = 183, 366
"""Days before the closing date that are controlled; doubles are looked for over a year."""
_NO_PAYMENT = ("cash_withdrawal", "transfer", "bounced")
_UNNAMED = ("CHEQUE ", "EFFET ")
"""What a paper is called when it names nobody: its number is no tiers."""


@dataclass(frozen=True)
class ControlFinding:
    """One thing that deserves a look.

    Attributes:
        score: 0 to 1, how sure it is; orders the findings of one severity.
        reason: key of `messages.controls.CONTROL_REASONS`, filled with `details`.
        amount_cents: signed as on the account, minor units of `currency`.
        key: stable name of the finding, under which her decision is kept, wherever its rows move.
        lines, invoices: index in OPERATIONS and in INVOICES.
        on: its day, the last one when there are several.
    """

    kind: Kind
    severity: Severity
    score: float
    reason: str
    amount_cents: int
    currency: str
    key: str
    lines: tuple[int, ...] = ()
    invoices: tuple[int, ...] = ()
    on: date | None = None
    party: str = ""
    details: Mapping[str, object] = field(default_factory=dict)


class Books:
    """The lines up to a closing date, as the controls look at them.

    Attributes:
        lines: OPERATIONS rows, oldest first, with `who`: comparison key of the tiers, "" when nobody is named.
        paid: those that are payments: money out that is no transfer, withdrawal or payment that came back.
        kinds: account → kind (bank, cash, postal, card).
    """

    def __init__(self, dossier: Dossier, as_of: date) -> None:
        self.dossier, self.as_of = dossier, as_of
        operations = dossier.operations
        lines = operations[operations["booked_on"] <= pd.Timestamp(as_of)]
        who = map_distinct(lines["party"], normalise).to_numpy(dtype=object)
        who = np.array(["" if name.startswith(_UNNAMED) else name for name in who], dtype=object)
        self.lines = lines.assign(who=who).sort_values(["booked_on", "account", "position"], kind="stable")
        is_paid = (self.lines["amount_cents"] < 0) & ~self.lines["transfer_state"].isin(NEUTRAL_STATES)
        self.paid = self.lines[is_paid & ~self.lines["nature"].isin(_NO_PAYMENT)]
        self.kinds: dict[str, str] = dict(zip(dossier.accounts["account"], dossier.accounts["kind"], strict=True))

    def since(self, days: int) -> pd.Timestamp:
        """The first day of the days that end at the closing date."""
        return pd.Timestamp(self.as_of) - pd.Timedelta(days=days)

    def last_day(self, lines: tuple[int, ...]) -> date:
        """The last day of some lines."""
        return as_date(self.lines.loc[list(lines), "booked_on"].max())

    def key(self, kind: Kind, lines: tuple[int, ...]) -> str:
        """The stable name of a finding on lines: what they say and their rank among twins, not where they stand."""
        told = self._said.loc[list(lines)]
        return key_of(kind, sorted(told.tolist()))

    @cached_property
    def _said(self) -> pd.Series:
        """Account, day, amount, label and rank among twins of each line, as one text."""
        lines = self.lines
        table = pd.DataFrame(
            {
                "account": map_distinct(lines["account"], normalise),
                "day": lines["booked_on"].dt.strftime("%Y-%m-%d"),
                "cents": lines["amount_cents"].astype(str),
                "label": map_distinct(lines["label"], normalise),
            }
        )
        rank = table.groupby(list(table.columns), sort=False).cumcount().astype(str)
        said: pd.Series = table["account"] + "\x1e" + table["day"] + "\x1e" + table["cents"] + "\x1e" + table["label"] + "\x1e" + rank
        return said
