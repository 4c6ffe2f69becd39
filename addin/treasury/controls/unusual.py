"""Suppliers never paid before (fournisseurs inhabituels): a first payment that is big, or a name that looks like a known one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from difflib import SequenceMatcher

import numpy as np

from addin.treasury.controls.model import LOOK_BACK, Books, ControlFinding
from addin.treasury.counterparties import normalise
from addin.treasury.dates import as_date
from addin.treasury.money_text import money_text
from addin.treasury.named_tiers import is_generic, significant_words

_HISTORY = 90
"""Days of history before a supplier can be called new."""
_BIG = 0.9
"""Quantile of what suppliers are paid, above which a first payment is big."""
_ALIKE = 0.86
_ESTABLISHED = 3
_NOT_SUPPLIERS = ("salary", "tax", "social", "bank_fee", "loan")


def unusual_suppliers(books: Books, paid: Mapping[int, Collection[int]]) -> Iterator[ControlFinding]:
    """First payments of the last six months to a tiers that nothing announced.

    Args:
        paid: operation → invoices that it pays: a supplier whose invoice is known is new, not unusual.
    """
    suppliers = Suppliers(books)
    first = suppliers.lines.groupby("who", sort=False).head(1)
    recent = first[first["booked_on"] >= books.since(LOOK_BACK)]
    columns = ("who", "party", "account", "base_cents", "amount_cents", "currency", "booked_on")
    for line, who, party, account, base, cents, currency, on in zip(
        recent.index.tolist(), *(recent[name] for name in columns), strict=True
    ):
        if books.kinds.get(str(account)) == "cash":
            continue
        reason, other = suppliers.reason(str(who), str(party), -int(base), as_date(on))
        if not reason or (reason == "new_supplier" and paid.get(line)):
            continue
        is_alone = suppliers.counts[who] == 1
        score = 0.85 if other else 0.8 if is_alone else 0.6
        details = {"amount": money_text(-int(cents), str(currency)), "name": party, "other": other.title()}
        yield ControlFinding(
            "unusual_supplier", "likely" if other or is_alone else "watch", score, reason, int(cents), str(currency),
            books.key("unusual_supplier", (line,)), (line,), on=books.last_day((line,)), party=str(party), details=details,
        )  # fmt: skip


class Suppliers:
    """Whom the workbook has paid so far, and what is known of them beside.

    Attributes:
        lines: payments to suppliers, oldest first.
        counts: how many payments each had.
    """

    def __init__(self, books: Books) -> None:
        paid = books.paid
        self.lines = paid[(paid["who"] != "") & ~paid["nature"].isin(_NOT_SUPPLIERS) & paid["base_cents"].notna()]
        self.counts = Counter(self.lines["who"].tolist())
        base = -self.lines["base_cents"].astype("int64").to_numpy()
        at_bank = ~self.lines["account"].map(books.kinds).isin(("card", "cash")).to_numpy()
        amounts = base[at_bank] if at_bank.any() else base
        self._big = float(np.quantile(amounts, _BIG)) if len(amounts) else float("inf")
        self._from = None if self.lines.empty else as_date(self.lines["booked_on"].iloc[0]) + timedelta(days=_HISTORY)
        invoices, schedule = books.dossier.invoices, books.dossier.schedule
        names = [*invoices.loc[invoices["side"] == "supplier", "counterparty"], *schedule["counterparty"]]
        self._known = {normalise(name) for name in names} | set(books.lines.loc[books.lines["amount_cents"] > 0, "who"])
        self._established = [who for who, count in self.counts.items() if count >= _ESTABLISHED]

    def reason(self, who: str, party: str, cents: int, on: date) -> tuple[str, str]:
        """Why a first payment is unusual: "new_supplier", or "look_alike" with the name that it resembles; "" when it is not.

        Args:
            cents: positive, base currency.
        """
        if self._from is None or on < self._from or not who or is_generic(party):
            return "", ""
        twin = "" if who in self._known else _look_alike(who, [name for name in self._established if name != who])
        if twin:
            return "look_alike", twin
        return ("new_supplier", "") if cents >= self._big and who not in self._known else ("", "")


def _look_alike(who: str, established: list[str]) -> str:
    """The known name that this one is nearly, "" when it is nobody's: a letter more or less, not a word more."""
    words = significant_words(who)
    if len(who) < 6:
        return ""
    for name in established:
        others = significant_words(name)
        if abs(len(name) - len(who)) > 2 or words & others or len(who.split()) != len(name.split()):
            continue
        if SequenceMatcher(None, who, name).ratio() >= _ALIKE and not any(sign.isdigit() for sign in who + name):
            return name
    return ""
