"""One movement of money of the example, and the book that collects them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from addin.sheets.example.days import FIRST, LAST
from addin.treasury.classification.classes import TRANSFER

BNA, CPA, CCP, CASH, BEA = "BNA", "CPA", "CCP", "Caisse", "BEA devises"
CIB, EDAHABIA, VISA = "CIB", "Edahabia", "Visa"
CARDS = (CIB, EDAHABIA, VISA)


@dataclass(frozen=True)
class Movement:
    """A line of an account; `cents` is signed (credit positive) in the account's currency."""

    day: date
    account: str
    label: str
    cents: int
    category: str = ""
    counterparty: str = ""
    piece: str = ""
    project: str = ""
    receipt: str = ""


@dataclass
class Book:
    """All movements; those out of the example's months are left out when they are added."""

    _lines: list[Movement] = field(default_factory=list)

    def add(self, *movements: Movement) -> None:
        self._lines.extend(line for line in movements if FIRST <= line.day <= LAST)

    def of(self, *accounts: str) -> list[Movement]:
        """The lines of these accounts by date; on one day, money in comes first, then the order they were added in."""
        return sorted((line for line in self._lines if line.account in accounts), key=lambda line: (line.day, line.cents < 0))

    def __iter__(self) -> Iterator[Movement]:
        return iter(self._lines)

    def balance(self, account: str, on: date = LAST) -> int:
        """Sum of an account's movements up to a day, that day included."""
        return sum(line.cents for line in self._lines if line.account == account and line.day <= on)


def transfer(out_day: date, in_day: date, source: str, target: str, cents: int, out_label: str, in_label: str) -> Iterable[Movement]:
    """Both legs of a transfer between own accounts (virement interne)."""
    return (Movement(out_day, source, out_label, -cents, TRANSFER), Movement(in_day, target, in_label, cents, TRANSFER))
