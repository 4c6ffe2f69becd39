"""Money received from a customer about to be reminded, that no invoice has taken: to be looked at before the letter goes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date

import pandas as pd

from addin.messages import Finding
from addin.treasury.bridge import NEUTRAL_STATES
from addin.treasury.counterparties import fold, normalise
from addin.treasury.dossier import Dossier
from addin.treasury.money_text import money_text
from addin.treasury.named_tiers import NamedTiers
from addin.treasury.reminders.journal import number_key
from addin.treasury.reminders.model import Reminder
from addin.treasury.settlement import Settlement

_NUMBER = re.compile(r"\b(?:FACTURES?|FACT?|FA|F)[ .°N]*\d[\w/.-]*")


def unmatched_receipts(dossier: Dossier, settled: Settlement, as_of: date, reminders: Sequence[Reminder]) -> Iterable[Finding]:
    """One finding for each receipt whose Tiers or label names a reminded customer, since that customer's oldest open invoice.

    Args:
        reminders: the customers whom a letter is written to.
    """
    if not reminders:
        return
    since = {normalise(each.customer): min(invoice.issued_on or invoice.due_on for invoice in each.invoices) for each in reminders}
    names = {normalise(each.customer): each.customer for each in reminders}
    numbers = {normalise(each.customer): {number_key(invoice.number) for invoice in each.invoices} for each in reminders}
    lines = dossier.operations
    used = set(settled.payments["operation"])
    first = pd.Timestamp(min(since.values()))
    is_free = (lines["amount_cents"] > 0) & lines["booked_on"].between(first, pd.Timestamp(as_of)) & ~lines.index.isin(used)
    free = lines[is_free & ~lines["transfer_state"].isin(NEUTRAL_STATES)]
    tiers = NamedTiers(names)
    columns = (free["sheet"], free["row"], free["booked_on"], free["label"], free["counterparty"], free["amount_cents"], free["currency"])
    for sheet, row, day, label, party, cents, currency in zip(*columns, strict=True):
        found = {normalise(party)} & names.keys() if party else tiers.in_text(label)
        if len(found) != 1:
            continue
        (key,) = found
        if day.date() >= since[key] and not _names_another(label, numbers[key]):
            amount = money_text(int(cents), currency)
            yield Finding("REMINDER_UNMATCHED", sheet, int(row), value=label, details={"customer": names[key], "amount": amount})


def _names_another(label: str, open_numbers: Collection[str]) -> bool:
    """The label names an invoice, and none of those that are open: the money was for something else."""
    named = {number_key(found[0]) for found in _NUMBER.finditer(fold(label))}
    return bool(named) and not named & set(open_numbers)
