"""`Clients`: how to reach the customers, and which line is whose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import pandas as pd

from addin.treasury.counterparties import normalise
from addin.treasury.dossier import CUSTOMER_COLUMNS
from addin.treasury.lists import List, list_frame
from addin.treasury.named_tiers import significant_words

Key = TypeVar("Key", str, frozenset[str])


@dataclass(frozen=True)
class Contact:
    """How to reach a customer; "" for what is not known."""

    address: str = ""
    city: str = ""
    contact: str = ""
    civility: str = ""
    email: str = ""
    phone: str = ""
    rc: str = ""
    nif: str = ""


def read_customers(tab: List) -> pd.DataFrame:
    """`Clients` as a `CUSTOMERS` frame."""
    texts = [name for name in CUSTOMER_COLUMNS if name not in ("sheet", "row")]
    records = [
        {"sheet": tab.tab.sheet, "row": line.row, **{name: line.text(name) for name in texts}}
        for line in tab.lines
        if line.text("customer")
    ]
    return list_frame(CUSTOMER_COLUMNS, records)


class AddressBook:
    """The lines of `Clients`, found by the name that an invoice carries.

    Attributes:
        twins: names (as written) that several lines bear with different addresses: nobody can tell which one is meant.
    """

    def __init__(self, customers: pd.DataFrame) -> None:
        self._by_name: dict[str, Contact | None] = {}
        self._by_words: dict[frozenset[str], Contact | None] = {}
        self.twins: list[tuple[str, str, int]] = []
        fields = list(Contact.__dataclass_fields__)
        columns = [customers[name] for name in ("sheet", "row", "customer", *fields)]
        for sheet, row, name, *values in zip(*columns, strict=True):
            contact = Contact(*values)
            key = normalise(name)
            if key in self._by_name and self._by_name[key] != contact:
                self.twins.append((name, sheet, int(row)))
            self._add(self._by_name, key, contact)
            self._add(self._by_words, significant_words(name), contact)

    def of(self, name: str) -> Contact | None:
        """The line of a customer, None without one or with several.

        The same name counts first, then the same telling words (« SARL Novatec » is « Novatec »), when only one line has them.
        """
        key = normalise(name)
        if key in self._by_name:
            return self._by_name[key]
        words = significant_words(name)
        return self._by_words.get(words) if words else None

    @staticmethod
    def _add(known: dict[Key, Contact | None], key: Key, contact: Contact) -> None:
        known[key] = contact if known.get(key, contact) == contact else None
