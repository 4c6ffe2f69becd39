"""POCHES and ALERTE: the pockets of cash, and the three alerts as the report has them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from addin.app.cells import Source
from addin.functions.arguments import choice, day_of, one_of
from addin.functions.columns import Column, each, is_left_out
from addin.functions.facts import DAY, DOSSIER, facts_on, in_units, settlement, unknown
from addin.messages import ALERT_SENTENCES, STATES, say
from addin.registry import Argument, Rows, function

if TYPE_CHECKING:
    from addin.treasury.alerts import Alert
    from addin.treasury.dossier import PocketMode
    from addin.treasury.pocket_horizon import HorizonNeeds
    from addin.treasury.pockets import Pockets
    from addin.treasury.summary import WeeklySummary

CATEGORY = "Trésorerie : suivi"
_POCKETS = ("SECURITE", "EXPLOITATION", "OPPORTUNITE")
_INDICATORS = ("MONTANT", "CIBLE", "JOURS", "MANQUE")
_PLACEMENTS = "PLACEMENTS"
_MODES: dict[str, PocketMode] = {"COUVERTURE": "cover", "HORIZON": "horizon"}
_ALERTS = ("SOLDE_MINIMAL", "FACTURES_RETARD", "PLAFOND_PUB", "POCHES")
_horizons: WeakKeyDictionary[Source, dict[date, HorizonNeeds | None]] = WeakKeyDictionary()
_DAYS_KEPT = 60


@function(
    "TRESO.POCHES",
    help=(
        "Répartit le disponible en trois poches. Sans poche : un tableau de 3 lignes (sécurité, exploitation, opportunité) "
        "et 4 colonnes (montant, cible, jours couverts, manque). Les placements sont à part, jamais dans le disponible."
    ),
    category=CATEGORY,
    arguments=(
        DOSSIER,
        Argument(
            "poche",
            "SECURITE, EXPLOITATION ou OPPORTUNITE ; PLACEMENTS : leur valeur à votre prix ; rien : les trois poches, en tableau.",
            is_optional=True,
        ),
        Argument("indicateur", "MONTANT (par défaut) ; CIBLE ; JOURS de besoins que la poche couvre ; MANQUE.", is_optional=True),
        DAY,
        Argument(
            "mode",
            "COUVERTURE : besoins moyens ; HORIZON : sorties datées à venir. Sans lui, « Mode des poches » de Paramètres.",
            is_optional=True,
        ),
    ),
    example='=TRESO.POCHES(Dossier;"SECURITE")',
    result=2163709.92,
)
def pockets(
    source: Source,
    pocket: Column | None = None,
    indicator: Column | None = None,
    day: Column | None = None,
    mode: Column | None = None,
) -> list[object] | Rows:
    """The pockets of cash (poches): a table of the three, or one value for each element; an empty cell where there is none.

    Refused elements: ARGUMENT_UNKNOWN, ARGUMENT_NOT_DATE, FACT_UNKNOWN.
    """
    if is_left_out(pocket):
        first = [column[0] if column else None for column in (indicator, day, mode)]
        wanted = _INDICATORS if is_left_out(indicator) else (one_of(first[0], "indicateur", _INDICATORS),)
        split = _split(source, day_of(first[1], "jour"), choice(first[2], "mode", _MODES, None))
        return Rows(tuple(tuple(_pocket(split, each, column) for column in wanted) for each in _POCKETS))

    def of_one(pocket: object, indicator: object, day: object, mode: object) -> float | None:
        which = one_of(pocket, "poche", (*_POCKETS, _PLACEMENTS))
        column = choice(indicator, "indicateur", {each: each for each in _INDICATORS}, "MONTANT")
        on, way = day_of(day, "jour"), choice(mode, "mode", _MODES, None)
        if which == _PLACEMENTS:
            return _placed(facts_on(source, on), column)
        return _pocket(_split(source, on, way), which, column)

    return each(of_one)(pocket, indicator, day, mode)


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


@dataclass(frozen=True, eq=False)
class _Split:
    """The pockets of a day in one mode, in a currency; `needs` is of the horizon mode, None in the other one."""

    pockets: Pockets
    facts: WeeklySummary
    needs: HorizonNeeds | None


def _split(source: Source, day: date | None, mode: PocketMode | None) -> _Split:
    """The pockets of a day, in the mode that she chose when none is asked.

    Raises:
        TresoError: FACT_UNKNOWN.
    """
    facts = facts_on(source, day)
    if facts.available_cents is None:
        raise unknown("cash")
    if (mode or facts.pocket_mode) == "cover":
        if facts.cover is None:
            raise unknown("pockets")
        return _Split(facts.cover, facts, None)
    from addin.treasury.pocket_horizon import split_by_horizon

    needs = _dated_needs(source, facts)
    if needs is None:
        raise unknown("dated")
    settings = facts.dossier.settings
    return _Split(split_by_horizon(facts.available_cents, needs, (settings.security_days, settings.operating_days)), facts, needs)


def _dated_needs(source: Source, facts: WeeklySummary) -> HorizonNeeds | None:
    """The dated needs of a day, computed once."""
    from addin.treasury.dated_needs import dated_needs
    from addin.treasury.settlement import settle_invoices

    known = _horizons.setdefault(source, {})
    if facts.as_of not in known:
        if len(known) >= _DAYS_KEPT:
            known.pop(next(iter(known)))
        settled = settlement(source) if facts.as_of == source.as_of else settle_invoices(facts.dossier, facts.as_of)
        known[facts.as_of] = dated_needs(facts.dossier, settled, facts.aside, facts.as_of, facts.forecast)
    return known[facts.as_of]


def _pocket(split: _Split, pocket: str, indicator: str) -> float | None:
    """One figure of one pocket, None where it has none."""
    amount, target, missing = _parts(split.pockets, pocket)
    if indicator == "JOURS":
        return _days(split, pocket, amount)
    cents = {"MONTANT": amount, "CIBLE": target, "MANQUE": missing}[indicator]
    return None if cents is None else in_units(cents, split.facts.currency)


def _parts(pockets: Pockets, pocket: str) -> tuple[int, int | None, int]:
    """Amount, target and what is missing."""
    if pocket == "SECURITE":
        return pockets.security_cents, pockets.security_target_cents, pockets.missing_cents
    if pocket == "EXPLOITATION":
        target, held = pockets.operating_target_cents, pockets.operating_cents
        return held, target, target - held
    return pockets.opportunity_cents, None, 0


def _days(split: _Split, pocket: str, amount: int) -> float | None:
    """Days of needs that a pocket covers."""
    if pocket == "OPPORTUNITE":
        return None
    is_security = pocket == "SECURITE"
    if split.needs is not None:
        return float(split.needs.security_days_covered(amount) if is_security else split.needs.operating_days_covered(amount))
    needs = split.facts.needs
    per_day = needs.vital_per_day if is_security else needs.operating_per_day
    return float(int((amount + Fraction(1, 2)) / per_day)) if per_day else None  # a target is rounded to the centime


def _placed(facts: WeeklySummary, indicator: str) -> float | None:
    from addin.treasury.placed import placed

    if indicator != "MONTANT":
        return None
    return in_units(placed(facts.dossier, facts.as_of, facts.dossier.settings.security_days).total_cents, facts.currency)


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
