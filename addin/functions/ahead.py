"""SCENARIO and POINTBAS: the weeks to come if just the known events happen, as they are or under a scenario."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from addin.app.cells import Source
from addin.functions.arguments import choice, day_of, is_blank, shown, text_of, whole_of
from addin.functions.columns import Column, each
from addin.functions.facts import DAY, DOSSIER, facts_on, in_units, settlement, unknown
from addin.messages import TresoError
from addin.registry import Argument, function

if TYPE_CHECKING:
    from addin.treasury.forecast import LowPoint
    from addin.treasury.overlays import Kind, Overlay
    from addin.treasury.summary import WeeklySummary

CATEGORY = "Trésorerie : perspective"
_HORIZON = 91
_MOST_DAYS = 366
_SCENARIO_HELP = (
    "BASE ; RETARD : les clients paient 15 jours plus tard ; BASSE_SAISON : ventes prévues −10 % ; MATIERES : achats prévus +10 %. "
    "Ils se combinent : RETARD 30 + MATIERES 5."
)
_KINDS: dict[str, tuple[Kind, int]] = {  # scenario → overlay, and the most that its number may be
    "RETARD": ("delay", 365),
    "BASSE_SAISON": ("low_season", 100),
    "MATIERES": ("materials", 300),
}
_BASE = "BASE"
_PART = re.compile(r"(?P<name>[^\d%+]*?)[\s:=]*(?P<number>\d+(?:[.,]\d+)?)?\s*(?:%|J|JOURS?)?", re.IGNORECASE)


@function(
    "TRESO.SCENARIO",
    help=(
        "Effet d'un scénario sur les 13 semaines à venir, d'après les seuls éléments connus : factures ouvertes, Échéancier, placements. "
        "Une facture émise ne change pas de montant ; TOUCHES dit combien d'éléments bougent."
    ),
    category=CATEGORY,
    arguments=(
        DOSSIER,
        Argument("hypothese", _SCENARIO_HELP),
        Argument(
            "indicateur",
            "POINTBAS (par défaut) ; DATE du point bas ; FINAL ; ECART avec la base ; AUTONOMIE : jours avant le seuil, vide s'il tient ; "
            "TOUCHES ; HORS_HORIZON : encaissements repoussés au-delà des 13 semaines.",
            is_optional=True,
        ),
        Argument("parametre", "Jours de retard, ou pour cent ; 15 et 10 par défaut. Pour un scénario seul.", is_optional=True),
        DAY,
    ),
    example='=TRESO.SCENARIO(Dossier;"RETARD")',
    result=2679950.0,
)
def scenario(
    source: Source, name: Column, indicator: Column | None = None, parameter: Column | None = None, day: Column | None = None
) -> list[object]:
    """The thirteen weeks to come under a scenario, for each element; an empty cell where the threshold holds (AUTONOMIE).

    Refused elements: SCENARIO_UNREADABLE, ARGUMENT_UNKNOWN, ARGUMENT_NOT_WHOLE, ARGUMENT_NOT_DATE, FACT_UNKNOWN.
    """

    def of_one(name: object, indicator: object, parameter: object, day: object) -> float | date | None:
        facts = facts_on(source, day_of(day, "jour"))
        wanted = choice(indicator, "indicateur", {each: each for each in _INDICATORS}, "POINTBAS")
        return _figure(facts, _run(facts, _overlays(name, parameter), _HORIZON), wanted)

    return each(of_one)(name, indicator, parameter, day)


@function(
    "TRESO.POINTBAS",
    help=(
        "Plus bas solde de fin de jour d'ici à l'horizon, si seuls les éléments connus arrivent : factures ouvertes, Échéancier, "
        "chèques, placements. Le même que dans le rapport."
    ),
    category=CATEGORY,
    arguments=(
        DOSSIER,
        Argument("horizon", "Nombre de jours après la date d'arrêté, de 1 à 366 ; 91 (13 semaines) par défaut.", is_optional=True),
        Argument("hypothese", _SCENARIO_HELP, is_optional=True),
        Argument("quoi", "MONTANT (par défaut) ; DATE ; MARGE : ce qui reste au-dessus du solde minimal.", is_optional=True),
    ),
    example="=TRESO.POINTBAS(Dossier)",
    result=4102950.0,
)
def lowest_balance(source: Source, horizon: Column | None = None, name: Column | None = None, what: Column | None = None) -> list[object]:
    """The lowest balance to come (point bas), its day or its margin above the minimum balance, for each element.

    Refused elements: ARGUMENT_NOT_WHOLE, SCENARIO_UNREADABLE, ARGUMENT_UNKNOWN, FACT_UNKNOWN.
    """

    def of_one(horizon: object, name: object, what: object) -> float | date:
        days = whole_of(horizon, "horizon", _HORIZON, 1, _MOST_DAYS)
        wanted = choice(what, "quoi", {each: each for each in ("MONTANT", "DATE", "MARGE")}, "MONTANT")
        facts = source.summary
        low = _run(facts, _overlays(name, None), days, source).low
        if wanted == "DATE":
            return low.on
        return in_units(low.amount_cents - (facts.threshold_cents if wanted == "MARGE" else 0), facts.currency)

    return each(of_one)(horizon, name, what)


_INDICATORS = ("POINTBAS", "DATE", "FINAL", "AUTONOMIE", "ECART", "TOUCHES", "HORS_HORIZON")


@dataclass(frozen=True, eq=False)
class _Run:
    """The path of the cash under a scenario, and what the scenario could touch."""

    low: LowPoint
    base: LowPoint
    touched: int
    beyond_cents: int


def _run(facts: WeeklySummary, overlays: list[Overlay], days: int, source: Source | None = None) -> _Run:
    """The known events of so many days, under overlays.

    Args:
        source: whose events are read again when the horizon is longer than the report's.
    """
    from addin.treasury.forecast import known_events, low_point
    from addin.treasury.overlays import overlay_events

    if facts.cash_cents is None:
        raise unknown("cash")
    events = facts.events.events
    if days > _HORIZON and source is not None:
        events = known_events(facts.dossier, settlement(source), facts.as_of, days).events
    changed = overlay_events(facts.dossier, events, overlays, facts.as_of + timedelta(days=days))
    base = low_point(facts.cash_cents, events, facts.as_of, days)
    return _Run(low_point(facts.cash_cents, changed.events, facts.as_of, days), base, changed.touched, changed.beyond_cents)


def _figure(facts: WeeklySummary, run: _Run, wanted: str) -> float | date | None:
    from addin.treasury.forecast import shortfall

    if wanted == "DATE":
        return run.low.on
    if wanted == "TOUCHES":
        return float(run.touched)
    if wanted == "AUTONOMIE":
        first = shortfall(run.low.path, facts.threshold_cents).first_date
        return None if first is None else float((first - facts.as_of).days)
    cents = {
        "POINTBAS": run.low.amount_cents,
        "FINAL": int(run.low.path["balance_cents"].iloc[-1]),
        "ECART": run.low.amount_cents - run.base.amount_cents,
        "HORS_HORIZON": run.beyond_cents,
    }
    return in_units(cents[wanted], facts.currency)


def _overlays(name: object, parameter: object) -> list[Overlay]:
    """« RETARD 30 + MATIERES » as overlays, none for the base.

    Raises:
        TresoError: SCENARIO_UNREADABLE, ARGUMENT_NOT_WHOLE.
    """
    from addin.treasury.counterparties import normalise
    from addin.treasury.overlays import DEFAULTS, Overlay

    parts = [part.strip() for part in text_of(name).split("+")] if not is_blank(name) else [_BASE]
    read = [_PART.fullmatch(part) for part in parts]
    overlays = []
    for part in read:
        word = "" if part is None else normalise(part["name"]).replace(" ", "_")
        if part is None or word not in (_BASE, *_KINDS) or (word == _BASE and part["number"]):
            raise TresoError("SCENARIO_UNREADABLE", value=shown(name), known=", ".join((_BASE, *_KINDS)))
        if word == _BASE:
            continue
        kind, most = _KINDS[word]
        given = part["number"] if part["number"] else parameter if len(parts) == 1 else None
        overlays.append(Overlay(kind, _number(given, DEFAULTS[kind], most, is_percent=kind != "delay")))
    return overlays


def _number(cell: object, default: int, most: int, *, is_percent: bool) -> int:
    """Days, or percent: 10, « 10 % », 0.1 and -10 are the same."""
    if isinstance(cell, str):
        cell = cell.replace("%", "").strip()
    if is_percent and isinstance(cell, float):
        cell = abs(cell) * 100 if 0 < abs(cell) < 1 else abs(cell)
        cell = round(cell, 6)
    return whole_of(cell, "parametre", default, 0, most)
