"""An entry (écriture): postings of one journal on one day whose debits equal their credits, and the row that it tells of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from addin.messages import Finding

Kind = Literal["operation", "customer", "supplier"]


@dataclass(frozen=True)
class Posting:
    """One line of an entry.

    Attributes:
        cents: minor units of the base currency, debit positive, credit negative.
        auxiliary, party: code and name of the tiers, "" on accounts without.
        letter: lettrage, "" without.
        foreign_cents, currency: the amount in another currency, same sign; None and "" without.
        group: rows settled together share a number and are lettered together; -1 for none.
    """

    account: str
    cents: int
    auxiliary: str = ""
    party: str = ""
    letter: str = ""
    due_on: date | None = None
    foreign_cents: int | None = None
    currency: str = ""
    group: int = -1

    @property
    def debit_cents(self) -> int:
        return max(self.cents, 0)

    @property
    def credit_cents(self) -> int:
        return max(-self.cents, 0)


@dataclass(frozen=True)
class Entry:
    """One entry; `balanced` makes it.

    Attributes:
        journal: code.
        on: day of the entry; `piece_on` that of the document, another one when its month is closed.
        kind, index, sheet, row: the row of hers that it tells of.
        direct: a bank line posted to an account that is not one of tiers: an invoice that it pays must not be posted as well.
    """

    journal: str
    on: date
    piece: str
    piece_on: date
    label: str
    postings: tuple[Posting, ...]
    kind: Kind
    index: int
    sheet: str
    row: int
    direct: bool = False
    number: int = 0

    @property
    def debit_cents(self) -> int:
        return sum(each.debit_cents for each in self.postings)


@dataclass(frozen=True)
class Skipped:
    """A row that was not exported, and why: key of `messages.entries.SKIP_REASONS`."""

    sheet: str
    row: int
    reason: str
    cents: int = 0
    detail: str = ""


@dataclass(frozen=True)
class Drafted:
    """What the dossier gives.

    Attributes:
        entries: by day, journal and row.
        skipped: rows that are not ready or that were exported already and have changed.
        known: rows exported before.
        letters: letters used so far, those of these entries included.
    """

    entries: tuple[Entry, ...]
    skipped: tuple[Skipped, ...]
    findings: tuple[Finding, ...] = ()
    known: int = 0
    letters: int = 0


def balanced(postings: Iterable[Posting]) -> tuple[Posting, ...]:
    """The postings that move something.

    Raises:
        ValueError: debits and credits differ: a mistake of ours, never to be written.

    >>> [each.cents for each in balanced([Posting("5121", 100), Posting("706", -100), Posting("44571", 0)])]
    [100, -100]
    """
    kept = tuple(each for each in postings if each.cents)
    if sum(each.cents for each in kept):
        raise ValueError(f"entry out of balance: {kept}")
    return kept


def totals(entries: Sequence[Entry]) -> tuple[int, int]:
    """Debits and credits of all entries."""
    postings = [each for entry in entries for each in entry.postings]
    return sum(each.debit_cents for each in postings), sum(each.credit_cents for each in postings)
