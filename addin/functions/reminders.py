"""RELANCE: where a customer, or an invoice, stands in its reminders."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from addin.app.cells import Source
from addin.functions.arguments import choice, day_of, is_blank, one_name, text_of
from addin.functions.columns import Column, each
from addin.functions.facts import DAY, DOSSIER, unknown
from addin.messages import TresoError
from addin.registry import Argument, function
from addin.treasury.counterparties import normalise

if TYPE_CHECKING:
    from addin.treasury.reminders.model import Reminder, Reminders

    _Campaign = tuple[Reminders, dict[str, Reminder]]
    _Invoices = tuple[dict[str, str], dict[str, dict[str, str]]]

_DAYS_KEPT = 30
_campaigns: WeakKeyDictionary[Source, dict[date, _Campaign]] = WeakKeyDictionary()
_invoices: WeakKeyDictionary[Source, _Invoices] = WeakKeyDictionary()
_NOTHING = "—"


@function(
    "TRESO.RELANCE",
    help=(
        "Où en est la relance d'un client, ou de celui d'une facture : que faire, quel niveau (N0 rappel avant échéance à N4 mise en "
        "demeure), quel jour, ou le texte de la lettre. Rien n'est envoyé."
    ),
    category="Trésorerie : suivi",
    arguments=(
        DOSSIER,
        Argument("client", "Nom du client, ou numéro d'une de ses factures."),
        DAY,
        Argument(
            "quoi", "ACTION (par défaut) ; NIVEAU ; PROCHAINE : le jour de la prochaine étape ; TEXTE de la lettre.", is_optional=True
        ),
    ),
    example='=TRESO.RELANCE(Dossier;"Novatec";;"NIVEAU")',
    result="N1",
    returns="mixed",
)
def reminder(source: Source, customer: Column, day: Column | None = None, what: Column | None = None) -> list[object]:
    """The next step with a customer (relance), for each element; « — » where nothing is to be done or to come.

    Refused elements: ARGUMENT_UNKNOWN, ARGUMENT_NOT_DATE, NAME_UNKNOWN, INVOICE_NUMBER_SHARED, FACT_UNKNOWN without a tab of
    customer invoices.
    """

    def of_one(customer: object, day: object, what: object) -> object:
        wanted = choice(what, "quoi", _WANTED, "ACTION")
        on = day_of(day, "jour")
        if not (source.dossier.invoices["side"] == "customer").any():
            raise unknown("late")
        if is_blank(customer):
            raise TresoError("ARGUMENT_UNKNOWN", argument="client", value="", known="un nom de client, un numéro de facture")
        campaign, by_customer = _campaign(source, on or source.as_of)
        found = by_customer.get(normalise(_name(source, customer)))
        return _NOTHING if found is None else _told(source, campaign, found, wanted)

    return each(of_one)(customer, day, what)


_WANTED = {word: word for word in ("ACTION", "NIVEAU", "PROCHAINE", "TEXTE")}


def _campaign(source: Source, on: date) -> _Campaign:
    """The reminders of a day, computed once."""
    from addin.treasury.reminders.campaign import remind

    known = _campaigns.setdefault(source, {})
    if on not in known:
        if len(known) >= _DAYS_KEPT:
            known.pop(next(iter(known)))
        campaign = remind(source.dossier, on)
        known[on] = campaign, {normalise(each.customer): each for each in campaign.reminders}
    return known[on]


def _name(source: Source, cell: object) -> str:
    """The customer that a cell names, or whose invoice it names."""
    from addin.treasury.reminders.journal import number_key

    if source not in _invoices:
        invoices = source.dossier.invoices
        mine = invoices[invoices["side"] == "customer"]
        names = {normalise(name): name for name in mine["counterparty"].unique()}
        owners: dict[str, dict[str, str]] = {}
        for number, name in zip(mine["number"], mine["counterparty"], strict=True):
            owners.setdefault(number_key(number), {})[normalise(name)] = name
        _invoices[source] = names, owners
    names, owners = _invoices[source]
    wanted = text_of(cell)
    found = {} if normalise(wanted) in names else owners.get(number_key(wanted), {})
    if len(found) > 1:
        raise TresoError("INVOICE_NUMBER_SHARED", value=wanted, customers=", ".join(found.values()))
    return next(iter(found.values())) if found else one_name(cell, "client", "customer", names.values())


def _told(source: Source, campaign: Reminders, found: Reminder, wanted: str) -> object:
    from addin.messages.reminders import LEVEL_NAMES
    from addin.sheets.reminder_letter import reminder_letter
    from addin.sheets.reminder_page import ACTIONS
    from addin.treasury.reminders.company import company_of

    is_letter = found.state == "send"
    if wanted == "NIVEAU":
        return f"N{found.level}" if found.level >= 0 else _NOTHING
    if wanted == "PROCHAINE":
        return campaign.sent_on if is_letter else found.next_date or _NOTHING
    if wanted == "TEXTE":
        settings = source.dossier.settings
        return reminder_letter(found, campaign, company_of(settings), settings.terms_days).text() if is_letter else _NOTHING
    return LEVEL_NAMES[found.level] if is_letter else ACTIONS[found.state]
