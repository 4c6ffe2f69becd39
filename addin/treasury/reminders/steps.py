"""The next step with one customer: what the age of the invoices calls for, held by what was sent, promised or disputed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from addin.treasury.reminders.journal import Contacted, number_key
from addin.treasury.reminders.model import OpenInvoice, Promise, State
from addin.treasury.reminders.rules import Ladder, ReminderRules


@dataclass(frozen=True)
class Step:
    """What is to be done with one customer; see `Reminder`. `next_date` may still fall on a day of rest."""

    state: State
    level: int
    reached: int
    sent_on: tuple[date, ...]
    invoices: tuple[OpenInvoice, ...]
    disputed: tuple[OpenInvoice, ...]
    next_date: date | None
    promise: Promise | None = None


def next_step(
    invoices: Sequence[OpenInvoice],
    lines: Sequence[Contacted],
    ladder: Ladder,
    rules: ReminderRules,
    sent_on: date,
    paid_since: Mapping[tuple[str, int], int],
    *,
    catch_up: bool,
) -> Step | None:
    """The next step, None when nothing of the customer is, or is about to be, due.

    A letter counts for an invoice that it names, or, without numbers, that had entered the ladder by then. So a customer who has
    paid begins again at N1 with the next late invoice.

    Args:
        invoices: open, oldest due first.
        lines: of the journal, oldest first.
        sent_on: the date that a letter would bear.
        paid_since: (sheet, row) of a promise → what was paid since it was made.
        catch_up: she wants the level of the age at once.
    """
    disputed, open_ = _without_disputed(invoices, lines)
    horizon = ladder.days[0] or 0
    due = [invoice for invoice in open_ if invoice.days_late >= horizon]
    late = [invoice for invoice in due if invoice.days_late > 0]
    named = tuple(invoice for invoice in disputed if invoice.days_late > 0)
    if not due:
        return Step("disputed", -1, -1, (), (), named, None) if named else None
    oldest = due[0]
    about = [line for line in lines if any(_is_about(line, invoice, horizon) for invoice in due)]
    letters = [line for line in about if line.level >= 0]
    level = max((line.level for line in letters if _is_about(line, oldest, horizon)), default=-1)
    days = tuple(sorted({line.day for line in letters}))
    promise = _promise(about, sent_on, paid_since)
    now = Step("wait", level, ladder.reached(oldest.days_late), days, tuple(late or due), named, None, promise)
    if any(line.outcome == "never" for line in about):
        return replace(now, state="never")
    if promise is not None and not promise.is_broken:
        return replace(now, state="promised", next_date=promise.due_on + timedelta(days=1))
    if now.reached < 1:
        coming = tuple(invoice for invoice in due if _is_to_announce(invoice, letters, ladder, horizon, sent_on))
        first = (coming or due)[0].due_on + timedelta(days=ladder.days_of(ladder.first))
        return replace(now, state="send", level=0, invoices=coming, next_date=first) if coming else replace(now, next_date=first)
    following = ladder.after(level)
    if following is None:
        return replace(now, state="after", next_date=days[-1] + timedelta(days=rules.notice_days))
    target = now.reached if catch_up or not rules.is_step_by_step else min(now.reached, following)
    if target <= level:
        return replace(now, next_date=_not_before(oldest, following, ladder, rules, days[-1]))
    allowed = days[-1] + timedelta(days=rules.gap_days) if days and promise is None else sent_on
    if allowed > sent_on:
        return replace(now, next_date=allowed)
    then = ladder.after(target)
    after = sent_on + timedelta(days=rules.notice_days) if then is None else _not_before(oldest, then, ladder, rules, sent_on)
    return replace(now, state="send", level=target, invoices=tuple(late), next_date=after)


def _is_to_announce(invoice: OpenInvoice, letters: Sequence[Contacted], ladder: Ladder, horizon: int, sent_on: date) -> bool:
    """The invoice falls due in a few days and no letter has said so."""
    is_close = ladder.days[0] is not None and invoice.due_on >= sent_on
    return is_close and not any(_is_about(line, invoice, horizon) for line in letters)


def _not_before(oldest: OpenInvoice, level: int, ladder: Ladder, rules: ReminderRules, last: date) -> date:
    """First day of a level: its age is reached, and the last letter has had its time."""
    return max(oldest.due_on + timedelta(days=ladder.days_of(level)), last + timedelta(days=rules.gap_days))


def _is_about(line: Contacted, invoice: OpenInvoice, horizon: int) -> bool:
    """The contact was about an invoice: it names it, or it names none and the invoice had entered the ladder by then."""
    if line.numbers:
        return number_key(invoice.number) in line.numbers
    return line.day >= invoice.due_on + timedelta(days=horizon)


def _without_disputed(
    invoices: Sequence[OpenInvoice], lines: Sequence[Contacted]
) -> tuple[tuple[OpenInvoice, ...], tuple[OpenInvoice, ...]]:
    """The disputed invoices, and the others. The last word of the journal on an invoice counts, before the state typed beside it."""
    disputed: list[OpenInvoice] = []
    others: list[OpenInvoice] = []
    for invoice in invoices:
        is_disputed = invoice.is_disputed
        for line in lines:
            if line.outcome in ("dispute", "dispute_over") and _is_disputing(line, invoice):
                is_disputed = line.outcome == "dispute"
        (disputed if is_disputed else others).append(invoice)
    return tuple(disputed), tuple(others)


def _is_disputing(line: Contacted, invoice: OpenInvoice) -> bool:
    """The line speaks of the invoice; without numbers, of all that were issued by then."""
    if line.numbers:
        return number_key(invoice.number) in line.numbers
    return (invoice.issued_on or invoice.due_on) <= line.day


def _promise(lines: Sequence[Contacted], sent_on: date, paid_since: Mapping[tuple[str, int], int]) -> Promise | None:
    """The last promise, unless its money came or a letter has answered it since its day."""
    promised = [line for line in lines if line.promised_on is not None]
    if not promised:
        return None
    last = promised[-1]
    assert last.promised_on is not None
    if last.promised_cents is not None and paid_since.get((last.sheet, last.row), 0) >= last.promised_cents:
        return None
    is_broken = last.promised_on < sent_on
    if is_broken and any(line.level >= 0 and line.day > last.promised_on for line in lines):
        return None
    return Promise(last.day, last.promised_on, last.promised_cents, is_broken)
