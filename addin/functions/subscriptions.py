"""ABONNEMENTS: what is paid again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from addin.app.cells import Source
from addin.functions.arguments import choice, whole_of
from addin.functions.columns import Column, each, is_left_out
from addin.functions.facts import DOSSIER, in_units
from addin.functions.recurring import recurrences_on
from addin.messages.controls import SUBSCRIPTION_STATES
from addin.registry import Argument, Rows, function

if TYPE_CHECKING:
    from addin.treasury.recurrences.subscriptions import Subscription

CATEGORY = "Trésorerie : suivi"
_TOTALS = ("NOMBRE", "COUT_MENSUEL", "COUT_ANNUEL")
_OF_ONE = ("NOM", "MONTANT", "COUT_AN", "PROCHAINE", "HAUSSE", "ETAT")
_MOST = 10_000


@function(
    "TRESO.ABONNEMENTS",
    help=(
        "Les abonnements reconnus dans les opérations : logiciels, télécoms, assurances… Sans indicateur : un tableau, le plus cher "
        "d'abord (nom, montant, coût d'un an, prochaine date, hausse, état)."
    ),
    category=CATEGORY,
    arguments=(
        DOSSIER,
        Argument(
            "indicateur",
            "NOMBRE, COUT_MENSUEL, COUT_ANNUEL en tout ; NOM, MONTANT, COUT_AN, PROCHAINE, HAUSSE, ETAT de celui du rang.",
            is_optional=True,
        ),
        Argument("rang", "1 pour le plus cher (par défaut), 2 pour le suivant.", is_optional=True),
    ),
    example='=TRESO.ABONNEMENTS(Dossier;"NOMBRE")',
    result=18.0,
    returns="mixed",
)
def subscriptions(source: Source, what: Column | None = None, rank: Column | None = None) -> list[object] | Rows:
    """Subscriptions (abonnements): a table, totals of those that run, or one value of one; empty beyond the last one.

    Costs are positive, in the currency of their account; totals are of the base currency alone. HAUSSE is the change of the last price,
    0,2 for 20 %, empty without one.

    Refused elements: ARGUMENT_UNKNOWN, ARGUMENT_NOT_WHOLE.
    """
    from addin.treasury.recurrences.subscriptions import find_subscriptions

    found = find_subscriptions(source.dossier, recurrences_on(source, source.as_of), source.as_of)
    if is_left_out(what) and is_left_out(rank):
        return Rows(tuple(tuple(_part(one, name) for name in _OF_ONE) for one in found))

    def of_one(what: object, rank: object) -> object:
        name = choice(what, "indicateur", {each: each for each in (*_TOTALS, *_OF_ONE)}, "NOM")
        if name in _TOTALS:
            return _total(found, name, source.dossier.base_currency)
        at = whole_of(rank, "rang", 1, 1, _MOST)
        return _part(found[at - 1], name) if at <= len(found) else None

    return each(of_one)(what, rank)


def _total(found: tuple[Subscription, ...], name: str, base: str) -> float:
    """Of the subscriptions that run: how many, or what they cost."""
    running = [one for one in found if one.status != "stopped"]
    if name == "NOMBRE":
        return float(len(running))
    yearly = -sum(one.yearly_cents for one in running if one.currency == base)
    return in_units(yearly if name == "COUT_ANNUEL" else round(yearly / 12), base)


def _part(one: Subscription, name: str) -> object:
    match name:
        case "NOM":
            return one.counterparty
        case "MONTANT":
            return in_units(-one.amount_cents, one.currency)
        case "COUT_AN":
            return in_units(-one.yearly_cents, one.currency)
        case "PROCHAINE":
            return one.next_on
        case "HAUSSE":
            return None if one.change is None else round(one.change.after_cents / one.change.before_cents - 1, 4)
        case _:
            return SUBSCRIPTION_STATES[one.status]
