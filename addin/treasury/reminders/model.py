"""What a campaign of reminders says of each customer. Amounts are integer minor units of their currency, positive when owed to us."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from addin.messages import Finding
from addin.treasury.reminders.customers import Contact
from addin.treasury.reminders.rules import ReminderRules

State = Literal["send", "wait", "promised", "disputed", "small", "generic", "after", "never"]
"""What to do: a letter · nothing before `next_date` · a promise runs · all is disputed · too little is owed · the name may stand
for several people · the formal notice was sent and its delay runs or is over · she wants no more reminders."""


@dataclass(frozen=True)
class OpenInvoice:
    """What is left of one invoice.

    Attributes:
        amount_cents: as invoiced, taxes included.
        paid_cents, credited_cents: paid so far; taken off by credit notes. What is left is the rest.
        days_late: at the closing date; negative before the due date.
    """

    index: int
    sheet: str
    row: int
    number: str
    issued_on: date | None
    due_on: date
    due_is_estimated: bool
    amount_cents: int
    paid_cents: int
    credited_cents: int
    currency: str
    days_late: int
    is_disputed: bool = False

    @property
    def left_cents(self) -> int:
        """What is still owed."""
        return self.amount_cents - self.paid_cents - self.credited_cents


@dataclass(frozen=True)
class Promise:
    """A promise to pay, and whether its day went by without the money."""

    made_on: date
    due_on: date
    cents: int | None
    is_broken: bool


@dataclass(frozen=True)
class Reminder:
    """One customer.

    Attributes:
        level: of the letter to send; in another state the last one sent, -1 for none.
        reached: level that the age of the oldest invoice calls for, -1 for none.
        sent_on: days of the letters sent for these invoices, oldest first.
        invoices: those of the letter (in another state, those that wait), oldest due first.
        disputed: those left out because they are disputed.
        totals: (currency, what is left of `invoices`), the base currency first.
        total_base_cents: all of it in the base currency, None where a rate is missing.
        next_date: working day of the next step, None when nothing is to come.
    """

    customer: str
    is_public: bool
    state: State
    level: int
    reached: int
    sent_on: tuple[date, ...]
    invoices: tuple[OpenInvoice, ...]
    disputed: tuple[OpenInvoice, ...]
    totals: tuple[tuple[str, int], ...]
    total_base_cents: int | None
    next_date: date | None
    promise: Promise | None = None
    contact: Contact | None = None

    @property
    def oldest_days(self) -> int:
        """Age of the oldest invoice in days; negative when none is late."""
        return max((invoice.days_late for invoice in (self.invoices or self.disputed)), default=0)

    @property
    def is_held_back(self) -> bool:
        """Its age calls for a higher level than the one that comes next."""
        return self.state == "send" and self.level < self.reached


@dataclass(frozen=True)
class Reminders:
    """All customers who owe something that is, or is about to be, due.

    Attributes:
        sent_on: the date of the letters: the first working day from the closing date on.
        reminders: letters to send first, then by what is owed.
    """

    as_of: date
    sent_on: date
    base_currency: str
    rules: ReminderRules
    reminders: tuple[Reminder, ...]
    findings: tuple[Finding, ...]

    @property
    def to_send(self) -> tuple[Reminder, ...]:
        """Those for whom a letter is written."""
        return tuple(each for each in self.reminders if each.state == "send")
