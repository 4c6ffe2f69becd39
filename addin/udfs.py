"""Worksheet functions: parse what the cell gave, call the domain once, give a plain value back.

Plain Python functions; `registry.function` only records them. A refusal raises `TresoError`, which the host turns into
a real Excel error.
"""

from __future__ import annotations

from datetime import date

from addin import __version__
from addin.messages import TresoError
from addin.registry import Argument, function

_HELPERS = "Trésorerie : outils"


@function(
    "TRESO.VERSION",
    help="Donne la version de Trésorerie installée sur ce poste.",
    category=_HELPERS,
    arguments=(),
    example="=TRESO.VERSION()",
    result=__version__,
)
def installed_version() -> str:
    """Version of the add-in that answers."""
    return __version__


@function(
    "TRESO.TIMBRE",
    help=(
        "Droit de timbre dû sur un paiement en espèces, en dinars : 1, 1,5 ou 2 DA par tranche de 100 DA selon la somme, "
        "5 DA au moins, rien jusqu'à 300 DA."
    ),
    category=_HELPERS,
    arguments=(
        Argument("montant", "Somme payée en espèces, toutes taxes comprises, en dinars."),
        Argument("jour", "Date du paiement ; sans elle, le barème le plus récent (depuis 2025).", is_optional=True),
    ),
    example="=TRESO.TIMBRE(33970)",
    result=510.0,
)
def stamp_duty(amount: object, day: object = None) -> float:
    """Stamp duty (timbre) on a cash payment, in dinars.

    Raises:
        TresoError: ARGUMENT_NOT_AMOUNT, ARGUMENT_NEGATIVE, ARGUMENT_NOT_DATE.

    >>> stamp_duty(30_001), stamp_duty("33 970", "15/06/2024")
    (451.5, 340.0)
    """
    from addin.treasury import stamp_duty as duty

    cents = _cents(amount, "montant")
    if cents < 0:
        raise TresoError("ARGUMENT_NEGATIVE", argument="montant", value=amount)
    return duty.stamp_duty(cents, _day(day, "jour")) / 100


@function(
    "TRESO.TVA",
    help=(
        "Passe du hors taxes au toutes taxes comprises et inversement. "
        'TRESO.TVA(100000) donne 119000 ; TRESO.TVA(119000;19;"HT") donne 100000.'
    ),
    category=_HELPERS,
    arguments=(
        Argument("montant", "Montant de départ, en dinars : HT, ou TTC quand « sens » vaut HT ou INCLUSE."),
        Argument("taux", "Taux en pour cent ou en fraction : 19, 9 ou 0 (17 ou 7 avant 2017). 19 par défaut.", is_optional=True),
        Argument(
            "sens",
            "TTC (par défaut) : TTC d'un HT. HT : HT d'un TTC. TVA : taxe sur un HT. INCLUSE : taxe comprise dans un TTC.",
            is_optional=True,
        ),
    ),
    example="=TRESO.TVA(100000;9)",
    result=109000.0,
)
def vat(amount: object, rate: object = None, wanted: object = None) -> float:
    """Gross, net or tax of an amount (TVA), rounded to the centime, in dinars.

    Raises:
        TresoError: ARGUMENT_NOT_AMOUNT, ARGUMENT_UNKNOWN for a rate or a direction that does not exist.

    >>> vat(100_000, 0.09), vat(119_000, 19, "HT"), vat(100_000, 19, "TVA"), vat(119_000, 19, "INCLUSE")
    (109000.0, 100000.0, 19000.0, 19000.0)
    """
    from addin.treasury.vat import net_of, tax_on

    cents, percent = _cents(amount, "montant"), _vat_rate(rate)
    direction = "TTC" if _is_blank(wanted) else str(wanted).strip().upper()
    if direction == "TTC":
        result = cents + tax_on(cents, percent)
    elif direction == "HT":
        result = net_of(cents, percent)
    elif direction == "TVA":
        result = tax_on(cents, percent)
    elif direction == "INCLUSE":
        result = cents - net_of(cents, percent)
    else:
        raise TresoError("ARGUMENT_UNKNOWN", argument="sens", value=wanted, known="TTC, HT, TVA, INCLUSE")
    return result / 100


def _vat_rate(rate: object) -> int:
    """Rate in whole percent from 19, 0.19, « 19 % » or nothing."""
    from addin.treasury.amounts import read_amounts
    from addin.treasury.vat import known_rates

    if _is_blank(rate):
        return known_rates()[0]
    column = read_amounts([rate.replace("%", "") if isinstance(rate, str) else rate], decimals=4)
    value = int(column.cents[0])
    percent = value / (100 if 0 < value < 10_000 else 10_000)  # 0,19 is a fraction, 19 a percentage
    if isinstance(rate, bool) or not column.known[0] or percent not in known_rates():
        raise TresoError("ARGUMENT_UNKNOWN", argument="taux", value=rate, known=", ".join(f"{known} %" for known in known_rates()))
    return int(percent)


def _cents(value: object, argument: str) -> int:
    """Centimes of one amount cell; an empty cell counts 0 as everywhere in Excel."""
    from addin.treasury.amounts import read_amounts

    if _is_blank(value):
        return 0
    column = read_amounts([value])
    if isinstance(value, bool) or not column.known[0]:
        raise TresoError("ARGUMENT_NOT_AMOUNT", argument=argument, value=value)
    return int(column.cents[0])


def _day(value: object, argument: str) -> date | None:
    from addin.treasury.dates import read_date

    if _is_blank(value):
        return None
    day = read_date(value)
    if day is None:
        raise TresoError("ARGUMENT_NOT_DATE", argument=argument, value=value)
    return day


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
