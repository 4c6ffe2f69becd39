"""The reminders of a date (relances): one customer, one step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from addin.messages import Finding
from addin.treasury.counterparties import map_distinct, normalise
from addin.treasury.dates import as_date
from addin.treasury.dossier import Dossier
from addin.treasury.money_text import money_text
from addin.treasury.named_tiers import is_generic
from addin.treasury.reminders.customers import AddressBook
from addin.treasury.reminders.journal import Contacted, contacts_by_customer
from addin.treasury.reminders.model import Reminder, Reminders, State
from addin.treasury.reminders.open_invoices import BaseAmounts, Debtor, debtors, totals_of
from addin.treasury.reminders.rules import reminder_rules
from addin.treasury.reminders.steps import Step, next_step
from addin.treasury.reminders.unmatched import unmatched_receipts
from addin.treasury.reminders.working_days import closed_days, on_working_days
from addin.treasury.settlement import Settlement, dated_payments, settle_invoices

_ORDER: dict[State, int] = {"send": 0, "after": 1, "promised": 2, "wait": 3, "disputed": 4, "never": 5, "generic": 6, "small": 7}


def remind(dossier: Dossier, as_of: date, *, settled: Settlement | None = None, catch_up: bool = False) -> Reminders:
    """Who is to be reminded of what, and when the next step comes (relances).

    One reminder a customer, with all that is late; its level follows from its oldest late invoice and from the letters of the
    journal (tab Relances), one level at a time. Nothing after the date of the letters counts.

    Args:
        as_of: closing date (arrêté), included; ages are counted to it.
        settled: `settle_invoices` at that date, when it is at hand.
        catch_up: give each customer the level that its age calls for at once.
    """
    settled = settled or settle_invoices(dossier, as_of)
    rules, findings = reminder_rules(dossier)
    last = max([as_of, *(day for name in ("day", "promised_on") for day in _days(dossier.reminders[name]))])
    closed = closed_days(dossier, as_of, last)
    (sent_on,) = on_working_days([as_of], closed)
    assert sent_on is not None
    contacts = contacts_by_customer(dossier.reminders, sent_on)
    paid = _paid_since(dossier, settled, as_of, contacts)
    book = AddressBook(dossier.customers)
    amounts = BaseAmounts(dossier.rates, dossier.base_currency, as_of)
    found = []
    everyone = debtors(settled, as_of)
    for debtor in everyone:
        lines = contacts.get(debtor.key, ())
        step = next_step(debtor.invoices, lines, rules.ladder(debtor.is_public), rules, sent_on, paid, catch_up=catch_up)
        if step is not None:
            found.append(_reminder(debtor, step, dossier.base_currency, amounts, rules.minimum_cents, book))
    dates = on_working_days([each.next_date for each in found], closed)
    found = [replace(each, next_date=on) for each, on in zip(found, dates, strict=True)]
    found.sort(key=lambda each: (_ORDER[each.state], -(each.total_base_cents or 0), -each.oldest_days, each.customer))
    said = [
        *findings,
        *_strangers(dossier),
        *(Finding("CUSTOMER_TWICE", sheet, row, value=name) for name, sheet, row in book.twins),
        *(finding for each in found for finding in _told(each)),
        *unmatched_receipts(dossier, settled, as_of, [each for each in found if each.state == "send"]),
    ]
    return Reminders(as_of, sent_on, dossier.base_currency, rules, tuple(found), tuple(said))


def _days(column: pd.Series) -> list[date]:
    return [as_date(day) for day in column.dropna()]


def _reminder(debtor: Debtor, step: Step, base: str, amounts: BaseAmounts, minimum: int, book: AddressBook) -> Reminder:
    totals = totals_of(step.invoices, base)
    whole = amounts.of(totals)
    state, on = step.state, step.next_date
    if state == "send" and _may_be_several(debtor.key):
        state, on = "generic", None
    elif state == "send" and whole is not None and whole < minimum:
        state, on = "small", None
    return Reminder(
        debtor.name, debtor.is_public, state, step.level if state == step.state else -1, step.reached, step.sent_on, step.invoices,
        step.disputed, totals, whole, on, step.promise, book.of(debtor.name),
    )  # fmt: skip


def _may_be_several(key: str) -> bool:
    """The name may stand for several people (« DIVERS », empty); letters alone are an acronym (« E.N.I.E. »)."""
    words = key.split()
    return is_generic("".join(words) if all(len(word) == 1 for word in words) else key)


def _paid_since(
    dossier: Dossier, settled: Settlement, as_of: date, contacts: Mapping[str, tuple[Contacted, ...]]
) -> dict[tuple[str, int], int]:
    """(sheet, row) of each promise of an amount → what that customer has paid since."""
    promises = {name: [line for line in lines if line.promised_on and line.promised_cents] for name, lines in contacts.items()}
    promises = {name: lines for name, lines in promises.items() if lines}
    if not promises:
        return {}
    dated = dated_payments(dossier, settled, as_of)
    dated = dated[dated["side"] == "customer"]
    names = map_distinct(dated["counterparty"], normalise)
    paid: dict[str, list[tuple[date, int]]] = {}
    for name, on, cents in zip(names, dated["on"], dated["paid_cents"], strict=True):
        if name in promises:
            paid.setdefault(name, []).append((as_date(on), int(cents)))
    return {
        (line.sheet, line.row): sum(cents for on, cents in paid.get(name, ()) if on >= line.day)
        for name, lines in promises.items()
        for line in lines
    }


def _strangers(dossier: Dossier) -> Iterable[Finding]:
    """Promises and disputes noted under a name that no invoice bears: they would act on nothing."""
    journal = dossier.reminders
    acting = journal[journal["promised_on"].notna() | (journal["outcome"] != "")]
    if acting.empty:
        return
    invoices = dossier.invoices
    known = set(map_distinct(invoices.loc[invoices["side"] == "customer", "counterparty"], normalise))
    for sheet, row, name in zip(acting["sheet"], acting["row"], acting["counterparty"], strict=True):
        if normalise(name) not in known:
            yield Finding("REMINDER_CUSTOMER_UNKNOWN", sheet, int(row), value=name)


def _told(each: Reminder) -> Iterable[Finding]:
    """What is said of one customer beside the page."""
    total = _amounts(each.totals)
    if each.promise is not None and each.promise.is_broken and each.state == "send":
        broken = {"customer": each.customer, "date": f"{each.promise.due_on:%d/%m/%Y}", "total": total}
        yield Finding("PROMISE_BROKEN", value=each.customer, details=broken)
    if each.is_held_back:
        held: dict[str, object] = {"customer": each.customer, "level": each.level, "reached": each.reached, "days": each.oldest_days}
        yield Finding("REMINDER_HELD_BACK", value=each.customer, details=held)
    if each.disputed:
        first = each.disputed[0]
        numbers = ", ".join(invoice.number for invoice in each.disputed)
        rows = tuple(invoice.row for invoice in each.disputed[1:] if invoice.sheet == first.sheet)
        details = {"customer": each.customer, "numbers": numbers, "total": _amounts(totals_of(each.disputed, ""))}
        yield Finding("REMINDER_DISPUTED", first.sheet, first.row, value=each.customer, details=details, also_rows=rows)
    if each.state in ("generic", "small"):
        code = "REMINDER_GENERIC" if each.state == "generic" else "REMINDER_SMALL"
        yield Finding(code, value=each.customer, details={"customer": each.customer, "total": total})


def _amounts(totals: Sequence[tuple[str, int]]) -> str:
    return " + ".join(money_text(cents, currency) for currency, cents in totals)
