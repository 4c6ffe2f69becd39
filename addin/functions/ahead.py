"""PREVISION, POINTBAS, RISQUE, SCENARIO, AUTONOMIE, BUDGETPUB: the weeks to come, as they are or under a scenario."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from addin.app.cells import Source
from addin.functions.arguments import amounts_of, choice, day_of, is_blank, shown, text_of, whole_of
from addin.functions.columns import Column, each, is_left_out
from addin.functions.facts import DAY, DOSSIER, facts_on, in_units, settlement, unknown
from addin.messages import TresoError
from addin.registry import Argument, Rows, function

if TYPE_CHECKING:
    from addin.treasury.forecast import LowPoint
    from addin.treasury.forecasting.cash_forecast import CashForecast
    from addin.treasury.forecasting.scenarios import Outcome

CATEGORY = "Trésorerie : perspective"
_HORIZON = 91
_MOST_DAYS = 364
_KEPT = 20
_PLACES = 6
_SCENARIO_HELP = (
    "BASE ; RETARD : les clients paient 15 jours plus tard ; BASSE_SAISON : ventes −10 % ; MATIERES : achats +10 % ; ou un nom de l'onglet "
    "Scénarios. Ils se combinent : RETARD 30 + MATIERES 5."
)
_NAME = Argument("hypothese", _SCENARIO_HELP, is_optional=True)
_DAYS = Argument("horizon", "Nombre de jours après la date d'arrêté, de 1 à 364 ; 91 (13 semaines) par défaut.", is_optional=True)
_LEVELS = {"P10": 0.1, "P50": 0.5, "P90": 0.9}
_INDICATORS = ("POINTBAS", "DATE", "FINAL", "ECART", "AUTONOMIE", "RISQUE", "TOUCHES", "HORS_HORIZON")
_BASE = "BASE"
_forecasts: WeakKeyDictionary[Source, dict[int, CashForecast]] = WeakKeyDictionary()
_outcomes: WeakKeyDictionary[Source, dict[tuple[date, int, str], Outcome]] = WeakKeyDictionary()


@function(
    "TRESO.PREVISION",
    help=(
        "Solde prévu à la fin d'un jour : le plus probable (P50), prudent (P10) ou favorable (P90). Sans jour : un tableau de 13 semaines "
        "(fin de semaine, P10, P50, P90)."
    ),
    category=CATEGORY,
    arguments=(
        DOSSIER,
        Argument("jour", "Un jour après la date d'arrêté, 364 jours au plus ; rien : le tableau des 13 semaines.", is_optional=True),
        _NAME,
        Argument("quantile", "P50 (par défaut), P10 ou P90.", is_optional=True),
    ),
    example='=TRESO.PREVISION(Dossier;"30/11/2026")',
    result=4323131.39,
)
def forecast(source: Source, day: Column | None = None, name: Column | None = None, level: Column | None = None) -> list[object] | Rows:
    """The balance forecast for a day (prévision), for each element; a table of thirteen weeks when no day is given.

    Refused elements: ARGUMENT_NOT_DATE, ARGUMENT_NOT_WHOLE, SCENARIO_UNREADABLE, ARGUMENT_UNKNOWN, FACT_UNKNOWN.
    """
    if is_left_out(day):
        under = _under(source, None, _HORIZON, name[0] if name else None).forecast
        quantiles = [under.quantile(each) for each in _LEVELS.values()]
        ends = range(7, _HORIZON + 1, 7)
        unit = source.dossier.base_currency
        return Rows(tuple((under.day(end), *(in_units(int(each[end - 1]), unit) for each in quantiles)) for end in ends))

    def of_one(day: object, name: object, level: object) -> float:
        on = day_of(day, "jour") or source.as_of
        ahead = whole_of(float((on - source.as_of).days), "jour", 1, 1, _MOST_DAYS)
        wanted = choice(level, "quantile", _LEVELS, 0.5)
        under = _under(source, None, max(_HORIZON, ahead), name).forecast
        return in_units(int(under.quantile(wanted)[ahead - 1]), source.dossier.base_currency)

    return each(of_one)(day, name, level)


@function(
    "TRESO.SCENARIO",
    help=(
        "Effet d'un scénario sur les 13 semaines prévues. Une facture émise ne change pas de montant ; ce qui n'est pas encore facturé "
        "peut changer. TOUCHES dit combien d'éléments bougent."
    ),
    category=CATEGORY,
    arguments=(
        DOSSIER,
        Argument("hypothese", _SCENARIO_HELP),
        Argument(
            "indicateur",
            "POINTBAS (par défaut) ; DATE du point bas ; FINAL ; ECART avec la base ; AUTONOMIE : jours avant le seuil, vide s'il tient ; "
            "RISQUE ; TOUCHES ; HORS_HORIZON : encaissements repoussés au-delà.",
            is_optional=True,
        ),
        Argument("parametre", "Jours de retard, ou pour cent ; 15 et 10 par défaut. Pour un scénario seul.", is_optional=True),
        DAY,
    ),
    example='=TRESO.SCENARIO(Dossier;"RETARD")',
    result=2550023.94,
)
def scenario(
    source: Source, name: Column, indicator: Column | None = None, parameter: Column | None = None, day: Column | None = None
) -> list[object]:
    """The thirteen weeks to come under a scenario, for each element; an empty cell where the threshold holds (AUTONOMIE).

    Refused elements: SCENARIO_UNREADABLE, ARGUMENT_UNKNOWN, ARGUMENT_NOT_WHOLE, ARGUMENT_NOT_DATE, FACT_UNKNOWN.
    """

    def of_one(name: object, indicator: object, parameter: object, day: object) -> float | date | None:
        wanted = choice(indicator, "indicateur", {each: each for each in _INDICATORS}, "POINTBAS")
        on = day_of(day, "jour")
        under = _under(source, on, _HORIZON, _with(name, parameter))
        return _figure(source, under, _under(source, on, _HORIZON, None), wanted)

    return each(of_one)(name, indicator, parameter, day)


@function(
    "TRESO.POINTBAS",
    help="Plus bas solde de fin de jour prévu d'ici à l'horizon. Le même que dans le rapport.",
    category=CATEGORY,
    arguments=(
        DOSSIER,
        _DAYS,
        _NAME,
        Argument("quoi", "MONTANT (par défaut) ; DATE ; MARGE : ce qui reste au-dessus du solde minimal.", is_optional=True),
    ),
    example="=TRESO.POINTBAS(Dossier)",
    result=3809609.19,
)
def lowest_balance(source: Source, horizon: Column | None = None, name: Column | None = None, what: Column | None = None) -> list[object]:
    """The lowest balance to come (point bas), its day or its margin above the minimum balance, for each element.

    Refused elements: ARGUMENT_NOT_WHOLE, SCENARIO_UNREADABLE, ARGUMENT_UNKNOWN, FACT_UNKNOWN.
    """

    def of_one(horizon: object, name: object, what: object) -> float | date:
        days = whole_of(horizon, "horizon", _HORIZON, 1, _MOST_DAYS)
        wanted = choice(what, "quoi", {each: each for each in ("MONTANT", "DATE", "MARGE")}, "MONTANT")
        under = _under(source, None, days, name).forecast
        low = _low(under, days)
        if wanted == "DATE":
            return low.on
        return in_units(low.amount_cents - (under.threshold_cents if wanted == "MARGE" else 0), source.dossier.base_currency)

    return each(of_one)(horizon, name, what)


@function(
    "TRESO.RISQUE",
    help=(
        "Probabilité, de 0 à 1, que le solde passe sous un seuil d'ici à l'horizon ; la date probable ; ou la profondeur dans le pire "
        "vingtième des tirages."
    ),
    category=CATEGORY,
    arguments=(
        DOSSIER,
        Argument("seuil", "En unités de la devise de base ; le solde minimal des Alertes par défaut, sinon zéro.", is_optional=True),
        _DAYS,
        _NAME,
        Argument("quoi", "PROBABILITE (par défaut) ; DATE, vide si aucun tirage ne passe ; PROFONDEUR sous le seuil.", is_optional=True),
    ),
    example="=TRESO.RISQUE(Dossier)",
    result=0.0855,
)
def risk(
    source: Source, threshold: Column | None = None, horizon: Column | None = None, name: Column | None = None, what: Column | None = None
) -> list[object]:
    """The probability of a passage below a threshold (risque), its day or its depth, for each element.

    Refused elements: ARGUMENT_NOT_AMOUNT, ARGUMENT_NOT_WHOLE, SCENARIO_UNREADABLE, ARGUMENT_UNKNOWN, FACT_UNKNOWN.
    """

    def of_one(threshold: object, horizon: object, name: object, what: object) -> float | date | None:
        from addin.treasury.currency import exponent
        from addin.treasury.forecasting.risk import risk_of

        days = whole_of(horizon, "horizon", _HORIZON, 1, _MOST_DAYS)
        wanted = choice(what, "quoi", {each: each for each in ("PROBABILITE", "DATE", "PROFONDEUR")}, "PROBABILITE")
        unit = source.dossier.base_currency
        limit = None if is_blank(threshold) else _scaled(threshold, "seuil", exponent(unit))
        found = risk_of(_under(source, None, days, name).forecast, days=days, threshold_cents=limit)
        return {"PROBABILITE": found.probability, "DATE": found.first_on, "PROFONDEUR": in_units(found.depth_cents, unit)}[wanted]

    return each(of_one)(threshold, horizon, name, what)


@function(
    "TRESO.AUTONOMIE",
    help="Nombre de jours avant que le solde prévu passe sous le solde minimal (ou zéro) ; vide s'il tient sur l'horizon.",
    category=CATEGORY,
    arguments=(DOSSIER, _NAME, _DAYS),
    example='=TRESO.AUTONOMIE(Dossier;"RETARD 45")',
    result=26.0,
)
def autonomy(source: Source, name: Column | None = None, horizon: Column | None = None) -> list[object]:
    """Days before the expected balance is below the threshold (autonomie), for each element; empty where it holds.

    Refused elements: ARGUMENT_NOT_WHOLE, SCENARIO_UNREADABLE, FACT_UNKNOWN.
    """

    def of_one(name: object, horizon: object) -> float | None:
        from addin.treasury.forecasting.risk import risk_of

        days = whole_of(horizon, "horizon", _HORIZON, 1, _MOST_DAYS)
        left = risk_of(_under(source, None, days, name).forecast, days=days).autonomy_days
        return None if left is None else float(left)

    return each(of_one)(name, horizon)


@function(
    "TRESO.BUDGETPUB",
    help=(
        "Budget de publicité par semaine qui garde le risque de passer sous le seuil à un niveau donné, sur 13 semaines, en plus de tout "
        "le reste ; zéro quand il est au-dessus même sans publicité."
    ),
    category=CATEGORY,
    arguments=(
        DOSSIER,
        Argument("risque", "Le risque accepté, 5 % par défaut : 0,05 ou 5 %.", is_optional=True),
        _NAME,
    ),
    example="=TRESO.BUDGETPUB(Dossier;0,2)",
    result=189467.13,
)
def ad_budget(source: Source, alpha: Column | None = None, name: Column | None = None) -> list[object]:
    """The weekly advertising budget that keeps the risk at a level (budget publicité), for each element.

    Refused elements: ARGUMENT_NOT_AMOUNT, ARGUMENT_UNKNOWN, SCENARIO_UNREADABLE, FACT_UNKNOWN.
    """

    def of_one(alpha: object, name: object) -> float:
        from addin.treasury.forecasting.ad_budget import weekly_budget

        share = Fraction(5, 100) if is_blank(alpha) else Fraction(_scaled(alpha, "risque", _PLACES), 10**_PLACES)
        share = share / 100 if share > 1 else share
        if not 0 < share < 1:
            raise TresoError("ARGUMENT_UNKNOWN", argument="risque", value=shown(alpha), known="de 1 % à 99 %")
        found = weekly_budget(_under(source, None, _HORIZON, name).forecast, float(share))
        return in_units(found, source.dossier.base_currency)

    return each(of_one)(alpha, name)


def _forecast(source: Source, day: date | None, days: int) -> CashForecast:
    """The forecast of a day over a horizon; computed once.

    Raises:
        TresoError: FACT_UNKNOWN without a known balance.
    """
    facts = facts_on(source, day)
    if facts.forecast is None:
        raise unknown("cash")
    if days <= facts.forecast.days or facts.as_of != source.as_of:
        return facts.forecast
    from addin.treasury.forecasting.cash_forecast import forecast_cash

    known = _forecasts.setdefault(source, {})
    if days not in known:
        cash, threshold = facts.forecast.cash_cents, facts.threshold_cents
        known[days] = forecast_cash(
            source.dossier, settlement(source), source.as_of, cash, days=days, threshold_cents=threshold
        )  # fmt: skip
    return known[days]


def _under(source: Source, day: date | None, days: int, name: object) -> Outcome:
    """The forecast under a scenario; a few are kept.

    Raises:
        TresoError: SCENARIO_UNREADABLE, FACT_UNKNOWN.
    """
    from addin.treasury.forecasting.scenarios import run_scenario
    from addin.treasury.scenario_list import find_scenario

    wanted = _BASE if is_blank(name) else text_of(name)
    base = _forecast(source, day, days)
    found = find_scenario(source.dossier, wanted)
    known = _outcomes.setdefault(source, {})
    key = (base.as_of, base.days, wanted)
    if key not in known:
        if len(known) >= _KEPT:
            known.pop(next(iter(known)))
        known[key] = run_scenario(source.dossier, base, found)
    return known[key]


def _low(under: CashForecast, days: int) -> LowPoint:
    """The low point from the closing date on, as the report has it."""
    import numpy as np
    import pandas as pd

    from addin.treasury.forecast import lowest_of

    on = pd.Series(pd.date_range(under.as_of, periods=days + 1, freq="D"), dtype="datetime64[s]")
    return lowest_of(pd.DataFrame({"on": on, "balance_cents": np.concatenate([[under.cash_cents], under.centre[:days]])}))


def _figure(source: Source, under: Outcome, base: Outcome, wanted: str) -> float | date | None:
    low = _low(under.forecast, under.forecast.days)
    if wanted == "DATE":
        return low.on
    if wanted == "TOUCHES":
        return float(under.touched)
    if wanted == "RISQUE":
        return under.risk.probability
    if wanted == "AUTONOMIE":
        return None if under.risk.autonomy_days is None else float(under.risk.autonomy_days)
    cents = {
        "POINTBAS": low.amount_cents,
        "FINAL": under.risk.end_cents,
        "ECART": low.amount_cents - _low(base.forecast, base.forecast.days).amount_cents,
        "HORS_HORIZON": under.beyond_cents,
    }
    return in_units(cents[wanted], source.dossier.base_currency)


def _scaled(cell: object, argument: str, places: int) -> int:
    """A number of a cell, « 10 % » as 10, times ten to the power of the places.

    Raises:
        TresoError: ARGUMENT_NOT_AMOUNT.
    """
    cents, refused = amounts_of([cell.replace("%", "").strip() if isinstance(cell, str) else cell], argument, places)
    if refused:
        raise refused[0]
    return int(cents[0])


def _with(name: object, parameter: object) -> object:
    """The name with the number of its own argument: « RETARD » and 30 are « RETARD 30 »."""
    if is_blank(parameter):
        return name
    from addin.treasury.counterparties import normalise
    from addin.treasury.scenario_list import BUILT_IN

    word = normalise(text_of(name)).replace(" ", "_")
    number = abs(Fraction(_scaled(parameter, "parametre", _PLACES), 10**_PLACES))
    is_share = word in BUILT_IN and BUILT_IN[word][0].effect != "delay" and 0 < number < 1
    size = whole_of(float(number * 100 if is_share else number), "parametre", 0, 0, BUILT_IN[word][1] if word in BUILT_IN else _MOST_DAYS)
    return f"{text_of(name)} {size}"
