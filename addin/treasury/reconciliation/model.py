"""What a bank reconciliation says (état de rapprochement bancaire). Amounts are minor units of the account's currency, credit positive."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from addin.messages import Finding
from addin.treasury.counterparties import normalise
from addin.treasury.earmarks import STALE_CHEQUE_DAYS

Nature = Literal["cheque", "effect", "remittance", "invoice", "older_invoices", "transfer", "older_transfers", "book", "bank"]
BankSource = Literal["typed", "statement", "printed", "calculated", ""]
BookSource = Literal["tab", "ledger", "declared", "own", ""]

_CHEQUE_WORD = re.compile(r"\b(?:CHQS?|CHEQUES?|CHEQ)\b")
STALE_DAYS: dict[Nature, int] = {
    "cheque": STALE_CHEQUE_DAYS, "effect": STALE_CHEQUE_DAYS, "remittance": 10, "invoice": STALE_CHEQUE_DAYS, "transfer": 10,
    "older_invoices": 0, "older_transfers": 0, "book": STALE_CHEQUE_DAYS, "bank": 31,
}  # fmt: skip
"""What has been in suspense for more than so many days deserves a look."""


@dataclass(frozen=True)
class Item:
    """One operation in suspense (suspens).

    Attributes:
        on: its day, None when the workbook does not say it.
        label: what it is; "" is never shown.
        cents: with the sign of the line that is missing.
        sheet, row: where it stands.
        days: age at the date of the reconciliation, None without a day.
        count: lines that it stands for.
    """

    nature: Nature
    on: date | None
    label: str
    reference: str
    cents: int
    currency: str
    sheet: str
    row: int
    days: int | None
    count: int = 1

    @property
    def is_stale(self) -> bool:
        """Too old not to be looked at: a cheque of more than twenty days, a transfer of more than ten."""
        return self.days is not None and self.days > STALE_DAYS[self.nature]

    @property
    def is_cheque(self) -> bool:
        """A cheque that we issued, in the Échéancier or in the books."""
        return self.nature == "cheque" or (
            self.nature == "book" and self.cents < 0 and _CHEQUE_WORD.search(normalise(self.label)) is not None
        )


@dataclass(frozen=True)
class StatementBalance:
    """A balance that the bank states, as an import remembered it."""

    account: str
    currency: str
    on: date
    cents: int


@dataclass(frozen=True)
class AccountReconciliation:
    """One account at a date.

    Bank and books agree when bank + in transit = books + unbooked; what is left is the unexplained difference.

    Attributes:
        bank_cents: what the bank states, brought to the date by the lines after it; with the source "calculated" nothing states it
            and it is what the lines give. None when not even that is known.
        bank_on: day of the last balance that the bank states, up to the date.
        calculated_cents: opening balance and lines; None without an opening.
        book_cents: the balance of the books (512).
        book_name: the tab or the parameter that tells it, "" for our own books.
        in_transit: in the books, not yet at the bank.
        unbooked: at the bank, not yet in the books.
        carried: lines of the bank that settle what was in suspense when the books begin.
        elsewhere: due by the Échéancier or paid by an invoice's word, and neither in the books nor at the bank; in no balance.
        difference_cents: unexplained (écart non expliqué); None when one side is not known.
        last_line: day of the last line of the account, up to the date.
    """

    account: str
    currency: str
    as_of: date
    scf_account: str
    bank_cents: int | None
    bank_source: BankSource
    bank_on: date | None
    calculated_cents: int | None
    book_cents: int | None
    book_source: BookSource
    book_name: str
    in_transit: tuple[Item, ...]
    unbooked: tuple[Item, ...]
    carried: tuple[Item, ...]
    difference_cents: int | None
    last_line: date | None
    elsewhere: tuple[Item, ...] = ()

    @property
    def transit_cents(self) -> int:
        return sum(item.cents for item in self.in_transit)

    @property
    def unbooked_cents(self) -> int:
        return sum(item.cents for item in self.unbooked)

    @property
    def statement_gap_cents(self) -> int | None:
        """What the bank states minus what the lines give; None when one of them is not known."""
        if self.bank_source in ("calculated", "") or self.bank_cents is None or self.calculated_cents is None:
            return None
        return self.bank_cents - self.calculated_cents


@dataclass(frozen=True)
class NegativeCash:
    """A stretch of days on which a cash box is negative (caisse créditrice).

    Attributes:
        first, last: its days; `last` is the date looked at when it lasts still.
        depth_cents, depth_on: the lowest evening, negative, and its first day.
        rows: (sheet, row) of the payments of its first day.
        is_over: it ended before the date.
    """

    account: str
    currency: str
    first: date
    last: date
    days: int
    depth_cents: int
    depth_on: date
    rows: tuple[tuple[str, int], ...]
    is_over: bool


@dataclass(frozen=True)
class Visa:
    """A reconciliation that she signed off (visé), with the figures of that moment.

    Attributes:
        signed_on: None when what she typed is no date; `signed_text` is what she typed.
    """

    account: str
    currency: str
    as_of: date
    bank_cents: int | None
    bank_source: BankSource
    book_cents: int | None
    transit_cents: int
    unbooked_cents: int
    difference_cents: int | None
    signed_on: date | None
    signed_text: str
    signed_by: str


@dataclass(frozen=True)
class Reconciliation:
    """All accounts at a date.

    Attributes:
        unassigned: in suspense, of an account that the workbook does not tell.
        books: tab that holds the books of an account → that account.
    """

    as_of: date
    accounts: tuple[AccountReconciliation, ...]
    unassigned: tuple[Item, ...]
    negative_cash: tuple[NegativeCash, ...]
    books: dict[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
