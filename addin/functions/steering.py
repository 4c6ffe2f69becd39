"""POCHES and ALERTE: the three pockets of cash and the three alerts, as the report has them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from addin.app.cells import Source
from addin.functions.arguments import choice, day_of, one_of
from addin.functions.columns import Column, each, is_left_out
from addin.functions.facts import DAY, DOSSIER, facts_on, in_units, unknown
from addin.messages import ALERT_SENTENCES, STATES, say
from addin.registry import Argument, Rows, function

if TYPE_CHECKING:
    from addin.treasury.alerts import Alert
    from addin.treasury.pockets import Needs, Pockets
    from addin.treasury.summary import WeeklySummary

CATEGORY = "Trésorerie : suivi"
_POCKETS = ("SECURITE", "EXPLOITATION", "OPPORTUNITE")
_INDICATORS = ("MONTANT", "CIBLE", "JOURS", "MANQUE")
_ALERTS = ("SOLDE_MINIMAL", "FACTURES_RETARD", "PLAFOND_PUB", "POCHES")


@function(
    "TRESO.POCHES",
    help=(
        "Répartit le disponible en trois poches. Sans poche : un tableau de 3 lignes (sécurité, exploitation, opportunité) "
        'et 4 colonnes (montant, cible, jours couverts, manque). L\'état : TRESO.ALERTE(Dossier;"POCHES").'
    ),
    category=CATEGORY,
    arguments=(
        DOSSIER,
        Argument("poche", "SECURITE, EXPLOITATION ou OPPORTUNITE ; rien : les trois, en tableau.", is_optional=True),
        Argument("indicateur", "MONTANT (par défaut) ; CIBLE ; JOURS de besoins que la poche couvre ; MANQUE.", is_optional=True),
        DAY,
    ),
    example='=TRESO.POCHES(Dossier;"SECURITE")',
    result=2163709.92,
)
def pockets(
    source: Source, pocket: Column | None = None, indicator: Column | None = None, day: Column | None = None
) -> list[object] | Rows:
    """The pockets of cash (poches): a table of the three, or one value for each element; an empty cell where there is none.

    Refused elements: ARGUMENT_UNKNOWN, ARGUMENT_NOT_DATE, FACT_UNKNOWN.
    """
    if is_left_out(pocket):
        first = [column[0] if column else None for column in (indicator, day)]
        wanted = _INDICATORS if is_left_out(indicator) else (one_of(first[0], "indicateur", _INDICATORS),)
        facts = facts_on(source, day_of(first[1], "jour"))
        return Rows(tuple(tuple(_pocket(facts, each, column) for column in wanted) for each in _POCKETS))

    def of_one(pocket: object, indicator: object, day: object) -> float | None:
        facts = facts_on(source, day_of(day, "jour"))
        column = choice(indicator, "indicateur", {each: each for each in _INDICATORS}, "MONTANT")
        return _pocket(facts, one_of(pocket, "poche", _POCKETS), column)

    return each(of_one)(pocket, indicator, day)


@function(
    "TRESO.ALERTE",
    help="État d'une alerte : OK, ATTENTION, ALERTE ou NON RENSEIGNÉ ; depuis quand ; ou la phrase qui l'explique.",
    category=CATEGORY,
    arguments=(
        DOSSIER,
        Argument("nom", "SOLDE_MINIMAL ; FACTURES_RETARD ; PLAFOND_PUB ; POCHES."),
        Argument("quoi", "ETAT (par défaut) ; DEPUIS : premier jour dans cet état, vide s'il est OK ; MESSAGE.", is_optional=True),
        DAY,
    ),
    example='=TRESO.ALERTE(Dossier;"FACTURES_RETARD")',
    result="ALERTE",
    returns="mixed",
)
def alert(source: Source, name: Column, what: Column | None = None, day: Column | None = None) -> list[object]:
    """The state of an alert (alerte), since when, or its sentence, for each element.

    Refused elements: ARGUMENT_UNKNOWN, ARGUMENT_NOT_DATE.
    """

    def of_one(name: object, what: object, day: object) -> str | date | None:
        which = one_of(name, "nom", _ALERTS)
        part = choice(what, "quoi", {"ETAT": "state", "DEPUIS": "since", "MESSAGE": "message"}, "state")
        facts = facts_on(source, day_of(day, "jour"))
        if which == "POCHES":
            state = "NON_RENSEIGNE" if facts.pockets is None else facts.pockets.state
            return {"state": STATES[state], "since": None, "message": _pockets_sentence(facts)}[part]
        mine = next(each for each in facts.alerts if each.name == which)
        if part == "message":
            return _sentence(mine, facts.currency)
        return STATES[mine.state] if part == "state" else mine.since

    return each(of_one)(name, what, day)


def _pocket(facts: WeeklySummary, pocket: str, indicator: str) -> float | None:
    """One figure of one pocket, None where it has none."""
    if facts.pockets is None:
        raise unknown("cash" if facts.available_cents is None else "pockets")
    amount, target, per_day, missing = _parts(facts.pockets, facts.needs, pocket)
    if indicator == "JOURS":
        return None if not per_day else float(int((amount + Fraction(1, 2)) / per_day))  # a target is rounded to the centime
    cents = {"MONTANT": amount, "CIBLE": target, "MANQUE": missing}[indicator]
    return None if cents is None else in_units(cents, facts.currency)


def _parts(pockets: Pockets, needs: Needs, pocket: str) -> tuple[int, int | None, Fraction | None, int]:
    """Amount, target, needs of a day and what is missing."""
    if pocket == "SECURITE":
        return pockets.security_cents, pockets.security_target_cents, needs.vital_per_day, pockets.missing_cents
    if pocket == "EXPLOITATION":
        target, held = pockets.operating_target_cents, pockets.operating_cents
        return held, target, needs.operating_per_day, target - held
    return pockets.opportunity_cents, None, None, 0


def _sentence(alert: Alert, currency: str) -> str:
    from addin.sheets.french import full_day, money

    values = {
        "value": "" if alert.value_cents is None else money(alert.value_cents, currency),
        "threshold": "" if alert.threshold_cents is None else money(alert.threshold_cents, currency),
        "subject": alert.subject,
        "since": full_day(alert.since) if alert.since else "",
    }
    return say(ALERT_SENTENCES[alert.name, alert.state], **values)


def _pockets_sentence(facts: WeeklySummary) -> str:
    from addin.sheets.french import money

    if facts.pockets is None:
        return say(ALERT_SENTENCES["POCHES", "NON_RENSEIGNE"])
    cash, missing = facts.pockets.operating_target_cents - facts.pockets.operating_cents, facts.pockets.missing_cents
    values = {"missing": money(missing or cash, facts.currency), "rest": money(facts.pockets.opportunity_cents, facts.currency)}
    return say(ALERT_SENTENCES["POCHES", facts.pockets.state], **values)
