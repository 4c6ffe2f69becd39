"""The letter of a reminder, at each of the five levels: Algerian business French."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from addin.messages import french, say
from addin.messages.reminders import (
    BROKEN_PROMISE,
    CLOSINGS,
    DESPITE,
    LETTER_WORDS,
    LEVEL_NAMES,
    OPENINGS,
    PUBLIC_REQUESTS,
    REQUESTS,
    SUBJECTS,
)
from addin.sheets.french import NBSP, exact, full_day, listed, long_day
from addin.sheets.letter import Letter
from addin.sheets.reminder_table import invoice_table
from addin.treasury.calendar_dz import next_working_day
from addin.treasury.reminders.company import Company
from addin.treasury.reminders.customers import Contact
from addin.treasury.reminders.model import OpenInvoice, Reminder, Reminders
from addin.treasury.reminders.rules import FORMAL_NOTICE
from addin.treasury.words import KNOWN, LARGEST_UNITS, amount_in_words, number_in_words

_CIVILITIES = (
    (r"(monsieur|mr|m)\.?", "Monsieur"),
    (r"(madame|mme|mlle|mademoiselle)\.?", "Madame"),
)
_LINES = re.compile(r"\s*[\n;]\s*")


def reminder_letter(reminder: Reminder, campaign: Reminders, company: Company, terms_days: int) -> Letter:
    """The letter to one customer. What is not known (address, RIB, mentions) is left out, with the words around it.

    Args:
        reminder: one of `campaign.to_send`.
        terms_days: usual delay of payment, for invoices without a due date.
    """
    contact = reminder.contact or Contact()
    level, invoices = reminder.level, reminder.invoices
    greeting = _greeting(contact)
    values = {
        "total": _totals(reminder.totals),
        "due": long_day(invoices[0].due_on),
        "despite": _despite(reminder, campaign.sent_on),
        "notice": _notice(campaign.rules.notice_days),
        "deadline": long_day(next_working_day(campaign.sent_on + timedelta(days=campaign.rules.gap_days))),
        "by_transfer": _by_transfer(company),
        "contact": _ways(company),
    }
    requests = PUBLIC_REQUESTS.get(level, REQUESTS[level]) if reminder.is_public else REQUESTS[level]
    opening = OPENINGS[level][len(invoices) > 1]
    return Letter(
        f"{_short(reminder.customer)} - N{level} {LEVEL_NAMES[level]}",
        _sender(company),
        _recipient(reminder.customer, contact),
        french(LETTER_WORDS["registered"]) if level == FORMAL_NOTICE else "",
        _place_and_date(company.city, campaign.sent_on),
        (french(LETTER_WORDS["subject"]), say(SUBJECTS[level], invoices=_subject(invoices))),
        f"{greeting},",
        tuple(part for part in (_broken_promise(reminder), say(opening, **values)) if part),
        invoice_table(reminder, level),
        _notes(reminder, campaign.as_of, terms_days),
        tuple(say(words, **values) for words in requests),
        say(CLOSINGS[level], greeting=greeting),
        _signature(company),
        french(LETTER_WORDS["enclosed" if len(invoices) > 1 else "enclosed_one"]) if level in (2, 3, FORMAL_NOTICE) else "",
        _footer(company),
    )


def _short(name: str) -> str:
    return " ".join(name.split())


def _greeting(contact: Contact) -> str:
    found = (word for pattern, word in _CIVILITIES if re.fullmatch(pattern, contact.civility.strip().lower()))
    return next(found, LETTER_WORDS["greeting"])


def _sender(company: Company) -> tuple[str, ...]:
    """The letterhead: name, legal form and capital, address, telephone and e-mail."""
    ways = " · ".join(part for part in (company.phone and french(f"Tél. : {company.phone}"), company.email) if part)
    lines = (company.name, _form(company), *_address(company.address, company.city), ways)
    return tuple(line for line in lines if line)


def _form(company: Company) -> str:
    capital = company.capital
    if capital and re.fullmatch(r"[\d\s\u00a0\u202f.,]+", capital):
        figures = re.sub(r"[\s\u00a0\u202f]", "", capital).removesuffix(",00").removesuffix(".00")
        capital = f"{int(figures):,}".replace(",", NBSP) + f"{NBSP}DA" if figures.isdecimal() else capital
    if company.legal_form and capital:
        return say(LETTER_WORDS["capital"], form=company.legal_form, capital=capital)
    return company.legal_form or (say(LETTER_WORDS["capital_alone"], capital=capital) if capital else "")


def _address(address: str, city: str) -> tuple[str, ...]:
    """The lines of an address, the city last unless the address ends with it."""
    lines = tuple(line.strip() for line in _LINES.split(address) if line.strip())
    if lines and city and lines[-1].casefold() in (city.casefold(), _without_code(city).casefold()):
        return (*lines[:-1], city)
    has_city = bool(lines) and _without_code(city).casefold() in lines[-1].casefold()
    return lines if has_city or not city else (*lines, city)


def _recipient(customer: str, contact: Contact) -> tuple[str, ...]:
    person = " ".join(part for part in (contact.civility, contact.contact) if part) if contact.contact else ""
    attention = say(LETTER_WORDS["attention"], name=person) if person else ""
    return tuple(line for line in (_short(customer), attention, *_address(contact.address, contact.city)) if line)


def _place_and_date(city: str, day: date) -> str:
    place = _without_code(city)
    return say(LETTER_WORDS["dated_at"], city=place, day=long_day(day)) if place else say(LETTER_WORDS["dated"], day=long_day(day))


def _without_code(city: str) -> str:
    """« 16014 Chéraga » without what is for the envelope."""
    return re.sub(r"^\d{4,5}\s+|\s+\d{4,5}$", "", city).strip()


def _subject(invoices: Sequence[OpenInvoice]) -> str:
    if len(invoices) > 1:
        return say(LETTER_WORDS["invoices"], count=len(invoices))
    (invoice,) = invoices
    day = long_day(invoice.issued_on) if invoice.issued_on else ""
    if invoice.number:
        return say(LETTER_WORDS["one_invoice" if day else "one_invoice_undated"], number=invoice.number, day=day)
    return say(LETTER_WORDS["one_invoice_unnumbered"], day=day) if day else french(LETTER_WORDS["invoice_alone"])


def _despite(reminder: Reminder, sent_on: date) -> str:
    days = [day for day in reminder.sent_on if day < sent_on]
    kind = "none" if not days else "one" if len(days) == 1 else "many"
    return say(DESPITE[kind], days=listed([long_day(day) if k == 0 else f"du {long_day(day)}" for k, day in enumerate(days)]))


def _broken_promise(reminder: Reminder) -> str:
    promise = reminder.promise
    if promise is None or not promise.is_broken or reminder.level < 1:
        return ""
    if promise.cents is None:
        return say(BROKEN_PROMISE["whole"], day=long_day(promise.due_on))
    return say(BROKEN_PROMISE["part"], day=long_day(promise.due_on), amount=exact(promise.cents, reminder.totals[0][0]))


def _notice(days: int) -> str:
    return say(LETTER_WORDS["notice"], spelt=number_in_words(days), count=days)


def _by_transfer(company: Company) -> str:
    if not company.rib:
        return ""
    rib = re.sub(r"^\s*RIB\s*:?\s*", "", company.rib, flags=re.IGNORECASE)
    bank = say(LETTER_WORDS["at_bank"], bank=company.bank) if company.bank else ""
    return say(LETTER_WORDS["by_transfer"], rib=rib) + bank


def _ways(company: Company) -> str:
    ways = [part for part in (company.phone, company.email) if part]
    return say(LETTER_WORDS["contact"], ways=", ".join(ways)) if ways else ""


def _totals(totals: Sequence[tuple[str, int]]) -> str:
    return listed([exact(cents, currency) for currency, cents in totals])


def _notes(reminder: Reminder, as_of: date, terms_days: int) -> tuple[str, ...]:
    """Under the table: the sums in words, the day of the situation, estimated due dates."""
    words = [amount_in_words(cents, currency) for currency, cents in reminder.totals if currency in KNOWN and cents < LARGEST_UNITS * 100]
    notes = [say(LETTER_WORDS["in_words"], spelt=listed(words))] if len(words) == len(reminder.totals) else []
    notes.append(say(LETTER_WORDS["situation"], day=full_day(as_of)))
    if any(invoice.due_is_estimated for invoice in reminder.invoices):
        notes.append(say(LETTER_WORDS["estimated"], days=terms_days))
    return tuple(notes)


def _signature(company: Company) -> tuple[str, ...]:
    lines = (company.role, company.signatory) if company.signatory or company.role else (company.name,)
    return (*(line for line in lines if line), french(LETTER_WORDS["stamp"]))


def _footer(company: Company) -> tuple[str, ...]:
    """The legal mentions: one line of numbers, one of the bank."""
    numbers = (("RC", company.rc), ("NIF", company.nif), ("NIS", company.nis), ("AI", company.ai))
    mentions = " · ".join(f"{name}{NBSP}{value}" for name, value in numbers if value)
    rib = " · ".join(part for part in (company.rib and f"RIB{NBSP}{company.rib}", company.bank) if part) if company.rib else ""
    return tuple(line for line in (mentions, rib) if line)
