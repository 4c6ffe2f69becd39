"""`treso relances --json`: the letters written, and where every other customer stands."""

from __future__ import annotations

from addin.app.remind import Reminded
from addin.app.results import Json, day, money, warnings_and_notes
from addin.treasury.reminders.model import OpenInvoice, Reminder


def reminded_as_json(done: Reminded) -> Json:
    """The result of the command.

    `reminders` holds one entry for each letter; `others` the customers without one, each with its `state`: "wait", "promised",
    "after" (the formal notice was sent), "disputed", "never", "generic", "small".
    """
    campaign = done.campaign
    paths = done.paths or (None,) * len(campaign.to_send)
    return {
        "as_of": day(campaign.as_of),
        "date": day(campaign.sent_on),
        "folder": done.folder or None,
        "journal": done.journal,
        "sheet": done.page.title,
        "reminders": [{**_told(each, campaign.base_currency), "letter": path} for each, path in zip(campaign.to_send, paths, strict=True)],
        "others": [{**_told(each, campaign.base_currency), "state": each.state} for each in campaign.reminders if each.state != "send"],
        **warnings_and_notes(done.findings),
    }


def _told(each: Reminder, base: str) -> Json:
    """One customer; `total` is in `currency`: that of its invoices, the base currency where they are in several."""
    alone = each.totals[0] if len(each.totals) == 1 else None
    currency = alone[0] if alone else base
    promise = each.promise
    return {
        "customer": each.customer,
        "public": each.is_public,
        "level": each.level if each.level >= 0 else None,
        "due_level": each.reached if each.reached >= 0 else None,
        "invoices": [_invoice(invoice) for invoice in each.invoices],
        "disputed": [_invoice(invoice) for invoice in each.disputed],
        "total": money(alone[1] if alone else each.total_base_cents, currency),
        "currency": currency,
        "totals": [{"currency": code, "amount": money(cents, code)} for code, cents in each.totals],
        "days_late": max(each.oldest_days, 0),
        "last_date": day(each.sent_on[-1]) if each.sent_on else None,
        "next_date": day(each.next_date),
        "promise": None if promise is None else {"date": day(promise.due_on), "broken": promise.is_broken},
    }


def _invoice(invoice: OpenInvoice) -> Json:
    return {
        "sheet": invoice.sheet,
        "row": invoice.row,
        "number": invoice.number,
        "due_on": day(invoice.due_on),
        "amount": money(invoice.amount_cents, invoice.currency),
        "remaining": money(invoice.left_cents, invoice.currency),
        "currency": invoice.currency,
        "days_late": max(invoice.days_late, 0),
    }
