"""Suppliers never paid before (fournisseurs inhabituels): a first payment that is big, or a name that looks like a known one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta

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
_LETTERS = 5
"""Of a word, for one of them to be told from another name."""
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
        self._established = {who: significant_words(who) for who, count in self.counts.items() if count >= _ESTABLISHED}
        self._words_known = {significant_words(who) for who in self._known}
        self._words_paid = Counter(self._established.values())

    def reason(self, who: str, party: str, cents: int, on: date) -> tuple[str, str]:
        """Why a first payment is unusual: "new_supplier", or "look_alike" with the name that it resembles; "" when it is not.

        Args:
            cents: positive, base currency.
        """
        if self._from is None or on < self._from or not who or is_generic(party):
            return "", ""
        words = significant_words(who)
        is_known = words in self._words_known or self._words_paid[words] > (who in self._established)
        twin = "" if is_known else _look_alike(words, self._established)
        if twin:
            return "look_alike", twin
        return ("new_supplier", "") if cents >= self._big and not is_known else ("", "")


def _look_alike(words: frozenset[str], established: Mapping[str, frozenset[str]]) -> str:
    """The known name that this one is nearly, "" when it is nobody's: one letter of one word, whatever the legal form.

    Args:
        words: significant ones of the name.
        established: known name → its significant words.
    """
    for name, others in established.items():
        if len(words) != len(others) or len(words - others) != 1:
            continue
        (one,), (two,) = words - others, others - words
        if len(min(one, two, key=len)) >= _LETTERS and is_a_letter_off(one, two) and not any(sign.isdigit() for sign in one + two):
            return name
    return ""


def is_a_letter_off(one: str, two: str) -> bool:
    """One letter more, less or other, or two neighbours turned round.

    >>> is_a_letter_off("INFODIS", "INFODYS"), is_a_letter_off("NOVATEC", "NOVATECH"), is_a_letter_off("LUMEN", "LUEMN")
    (True, True, True)
    >>> is_a_letter_off("LUMEN", "LUMEN"), is_a_letter_off("LUMEN", "LUMIERE")
    (False, False)
    """
    if one == two or abs(len(one) - len(two)) > 1:
        return False
    short, long = sorted((one, two), key=len)
    at = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    return short[at + 1 :] == long[at + 1 :] or (short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :])
