"""TOPDEPENSES and PLAFOND: the biggest expenses of the week, and what is left of a spending cap."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from addin.app.cells import Source
from addin.functions.arguments import choice, day_of, one_name, one_of, whole_of
from addin.functions.columns import Column, each, is_left_out
from addin.functions.facts import DAY, DOSSIER, facts_on, in_units, unknown
from addin.registry import Argument, Rows, function

if TYPE_CHECKING:
    from addin.treasury.caps import CapState
    from addin.treasury.expenses import Expense

CATEGORY = "Trésorerie : suivi"
_WHAT = ("TIERS", "CATEGORIE", "MONTANT", "PART", "HABITUDE")


@function(
    "TRESO.TOPDEPENSES",
    help=(
        "Les plus grosses dépenses des sept derniers jours, comme dans le rapport. Sans rang : un tableau de dix lignes au plus "
        "(tiers, catégorie, montant, part, habitude). Les salaires sont réunis, jamais nominatifs."
    ),
    category=CATEGORY,
    arguments=(
        DOSSIER,
        Argument("rang", "1 pour la plus grosse, 2 pour la suivante… ; rien : toutes, en tableau.", is_optional=True),
        Argument(
            "quoi",
            "TIERS, CATEGORIE, MONTANT (par défaut avec un rang), PART du total, HABITUDE : médiane de ses trois paiements d'avant.",
            is_optional=True,
        ),
        DAY,
    ),
    example="=TRESO.TOPDEPENSES(Dossier)",
    result=Rows(
        (
            ("Salaires", "Personnel & CNAS", -730000.0, 0.6554, -730000.0),
            ("CNAS", "Personnel & CNAS", -336000.0, 0.3017, -336000.0),
            ("REPAS EQUIPE", "Frais généraux", -4050.0, 0.0036, -1920.0),
            ("Restaurant", None, -3950.0, 0.0035, -4480.0),
            ("REPAS EQUIPE", "Frais généraux", -3820.0, 0.0034, -1920.0),
            ("Naftal", "Frais généraux", -3800.0, 0.0034, -3800.0),
            ("Naftal", "Frais généraux", -3800.0, 0.0034, -3800.0),
            ("Naftal", "Frais généraux", -3800.0, 0.0034, -3800.0),
            ("Naftal", "Frais généraux", -3800.0, 0.0034, -3800.0),
            ("REPAS EQUIPE", "Frais généraux", -3690.0, 0.0033, -1920.0),
        )
    ),
    returns="mixed",
)
def top_expenses(source: Source, rank: Column | None = None, what: Column | None = None, day: Column | None = None) -> list[object] | Rows:
    """The week's biggest expenses (dix premières dépenses): a table, or one value for each element; empty beyond the last one.

    Refused elements: ARGUMENT_NOT_WHOLE, ARGUMENT_UNKNOWN, ARGUMENT_NOT_DATE.
    """
    if is_left_out(rank):
        first = [column[0] if column else None for column in (what, day)]
        wanted = _WHAT if is_left_out(what) else (one_of(first[0], "quoi", _WHAT),)
        facts = facts_on(source, day_of(first[1], "jour"))
        return Rows(tuple(tuple(_part(expense, each, facts.currency) for each in wanted) for expense in facts.expenses))

    def of_one(rank: object, what: object, day: object) -> object:
        facts = facts_on(source, day_of(day, "jour"))
        part = choice(what, "quoi", {each: each for each in _WHAT}, "MONTANT")
        at = whole_of(rank, "rang", 1, 1, 10)
        return _part(facts.expenses[at - 1], part, facts.currency) if at <= len(facts.expenses) else None

    return each(of_one)(rank, what, day)


@function(
    "TRESO.PLAFOND",
    help=(
        "Où en est un plafond de dépense de l'onglet « Plafonds » dans sa semaine ou son mois : consommé, reste, taux, "
        "ce qui sera dépensé à la fin, ou le jour où il sera dépassé, au rythme actuel et avec les abonnements attendus."
    ),
    category=CATEGORY,
    arguments=(
        DOSSIER,
        Argument("poste", "Poste de l'onglet « Plafonds » ; s'il a deux plafonds, le plus entamé."),
        Argument(
            "quoi",
            "CONSOMME (par défaut) ; RESTE ; TAUX ; PROJECTION : le total prévu à la fin de la période ; DATE_DEPASSEMENT : vide si aucun "
            "n'est prévu d'ici là.",
            is_optional=True,
        ),
        DAY,
    ),
    example='=TRESO.PLAFOND(Dossier;"Pixelrégie")',
    result=416500.0,
)
def cap(source: Source, target: Column, what: Column | None = None, day: Column | None = None) -> list[object]:
    """What was spent against a cap (plafond) in its current period, for each element.

    Refused elements: NAME_UNKNOWN, ARGUMENT_UNKNOWN, ARGUMENT_NOT_DATE, FACT_UNKNOWN.
    """

    def of_one(target: object, what: object, day: object) -> float | date | None:
        on = day_of(day, "jour") or source.as_of
        part = choice(what, "quoi", {each: each for each in ("CONSOMME", "RESTE", "TAUX", "PROJECTION", "DATE_DEPASSEMENT")}, "CONSOMME")
        return _cap_part(source, _cap(source, target, on), part, on)

    return each(of_one)(target, what, day)


def _part(expense: Expense, what: str, currency: str) -> object:
    if what == "TIERS":
        return expense.counterparty
    if what == "CATEGORIE":
        return expense.category or None
    if what == "PART":
        return round(expense.share, 4)
    cents = expense.amount_cents if what == "MONTANT" else expense.usual_cents
    return None if cents is None else in_units(cents, currency)


def _cap(source: Source, target: object, on: date) -> CapState:
    """The cap of a target on a day; of several, the one with the biggest share."""
    from addin.treasury.caps import cap_states

    states = source.summary.caps if on == source.as_of else cap_states(source.dossier, on)
    if not states:
        raise unknown("caps")
    name = one_name(target, "poste", "cap", [state.target for state in states])
    return max((state for state in states if state.target == name), key=lambda state: state.share or 0.0)


def _cap_part(source: Source, state: CapState, what: str, on: date) -> float | date | None:
    if state.state == "NON_RENSEIGNE":
        raise unknown("cap")
    if what == "TAUX":
        return state.share
    if what in ("PROJECTION", "DATE_DEPASSEMENT"):
        from addin.functions.recurring import recurrences_on
        from addin.treasury.cap_projection import project_caps

        (projected,) = project_caps(source.dossier, on, [state], recurrences_on(source, on))
        return projected.breach_on if what == "DATE_DEPASSEMENT" else in_units(projected.total_cents, source.dossier.base_currency)
    return in_units(state.spent_cents if what == "CONSOMME" else state.remaining_cents, source.dossier.base_currency)
