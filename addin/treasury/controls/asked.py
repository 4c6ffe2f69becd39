"""One payment asked about, in the workbook or not yet: is it there already, is it out of habit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from addin.treasury.controls.amounts import judged, times_text
from addin.treasury.controls.duplicates import WINDOW
from addin.treasury.controls.model import Books
from addin.treasury.controls.references import marks_of, reference_of
from addin.treasury.controls.unusual import Suppliers
from addin.treasury.counterparties import counterparty_of, map_distinct, normalise
from addin.treasury.invoice_numbers import invoice_number
from addin.treasury.money_text import money_text
from addin.treasury.named_tiers import significant_words
from addin.treasury.recurrences.recurrences import find_recurrences

_CATEGORY_ENOUGH = 12
_CATEGORY_RATIO = 1.5


@dataclass(frozen=True)
class Twin:
    """The payment already there that looks like the one asked about.

    Attributes:
        is_certain: the same reference.
        days: between the two.
    """

    sheet: str
    row: int
    is_certain: bool
    days: int


class AskedPayments:
    """The payments of a dossier, indexed once to be asked about."""

    def __init__(self, books: Books) -> None:
        self._books = books
        paid = books.paid[books.paid["currency"] == books.dossier.base_currency]
        self._paid = paid[paid["who"] != ""]
        self._by_who: dict[str, pd.DataFrame] = {
            str(who): mine for who, mine in self._paid.groupby(map_distinct(self._paid["who"], _tiers), sort=False)
        }
        self._suppliers = Suppliers(books)
        recurrences = find_recurrences(books.dossier.operations, books.as_of)
        self._regular = {line: number for number, each in enumerate(recurrences) for line in each.lines}
        self._by_category = {str(name): np.sort(-mine["amount_cents"].to_numpy()) for name, mine in paid.groupby("category", sort=False)}

    def twin(self, on: date, cents: int, party: str, piece: str = "", window: int = WINDOW) -> Twin | None:
        """A payment of the same tiers and amount within days of it; the line itself, when it stands in the workbook, is not one.

        Args:
            cents: minor units of the base currency, whatever the sign.
            piece: number of the invoice or cheque that it pays; another number there is another payment.
        """
        mine = self._by_who.get(_tiers(party))
        if mine is None:
            return None
        same = mine[mine["amount_cents"] == -abs(cents)]
        days = (same["booked_on"] - pd.Timestamp(on)).dt.days.to_numpy()
        near = same[np.abs(days) <= window].assign(days=days[np.abs(days) <= window])
        asked = _reference(piece)
        told = [reference_of(str(label)) or _reference(str(number)) for label, number in zip(near["label"], near["piece"], strict=True)]
        same_day = [at for at, day in enumerate(near["days"].tolist()) if not day]
        own = next((at for at in same_day if told[at] in ("", asked or told[at])), None)
        label = ""
        itself = -1
        if own is not None:
            itself, label = int(near.index[own]), str(near["label"].iloc[own])
            asked = asked or told[own]
            keep = [at for at in range(len(near)) if at != own]
            near, told = near.iloc[keep], [told[at] for at in keep]
        found = []
        for at, (index, text) in enumerate(zip(near.index.tolist(), told, strict=True)):
            if (asked and text and asked != text) or (itself in self._regular and self._regular[itself] == self._regular.get(index)):
                continue
            if label and marks_of(label) != marks_of(str(near["label"].iloc[at])) and not (asked and asked == text):
                continue
            row = near.iloc[at]
            found.append(Twin(str(row["sheet"]), int(row["row"]), bool(asked) and asked == text, abs(int(row["days"]))))
        return min(found, key=lambda each: (not each.is_certain, each.days, each.sheet, each.row), default=None)

    def anomaly(self, on: date, label: str, cents: int, category: str = "") -> tuple[str, Mapping[str, object]] | None:
        """Why a payment is out of habit: key of `messages.controls.CONTROL_REASONS` and its details, None when it is not.

        Money received is never judged.
        """
        if cents >= 0:
            return None
        party = counterparty_of(pd.Series([label])).iloc[0]
        who, value, base = normalise(party), -cents, self._books.dossier.base_currency
        mine = self._by_who.get(_tiers(who))
        lines = np.zeros(0, dtype=np.int64)
        if mine is not None:
            is_self = (mine["booked_on"] == pd.Timestamp(on)) & (mine["amount_cents"] == cents)
            gone = np.flatnonzero(is_self.to_numpy())[:1]
            lines = np.delete(-mine["amount_cents"].to_numpy(), gone)
        found = judged(np.append(lines, value), len(lines))
        amount = money_text(value, base)
        if found is not None:
            usual = float(np.median(np.append(lines, value)))
            details = {"amount": amount, "usual": money_text(round(usual), base), "times": times_text(value / usual), "count": len(lines)}
            return found.kind, details
        if not len(lines):
            reason, other = self._suppliers.reason(who, party, value, on)
            if reason:
                return reason, {"amount": amount, "name": party, "other": other.title()}
        known = self._by_category.get(category, lines[:0])
        if category and len(known) >= _CATEGORY_ENOUGH and len(lines) < _CATEGORY_ENOUGH and value > _CATEGORY_RATIO * known[-1]:
            return "category_amount", {"amount": amount, "category": category, "most": money_text(int(known[-1]), base)}
        return None


def _tiers(name: str) -> str:
    """The key of a tiers, whatever its legal form: « Infodis » is « SARL INFODIS »."""
    return " ".join(sorted(significant_words(name))) or normalise(name)


def _reference(piece: str) -> str:
    """The number of an invoice or a cheque as `reference_of` tells it, "" for none."""
    number = invoice_number(piece) if piece else None
    return reference_of(piece) or (f"F{number.key}" if number else "")
