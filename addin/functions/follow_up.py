"""RETARDS and RATIO: what customers owe, how late, and what it costs in days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from addin.app.cells import Source
from addin.functions.arguments import choice, day_of, is_all, one_name, one_of, whole_of
from addin.functions.columns import Column, each
from addin.functions.facts import DAY, DOSSIER, in_units, late_on, settlement, unknown
from addin.registry import Argument, function

if TYPE_CHECKING:
    from addin.treasury.outstanding import Outstanding

CATEGORY = "Trésorerie : suivi"
_BUCKETS = {"1-15": "1-15", "16-30": "16-30", "31-60": "31-60", "61-90": "61-90", ">90": ">90"}
_COUNT_BACK_MONTHS = 36


@function(
    "TRESO.RETARDS",
    help=(
        "Factures de clients en retard à la date d'arrêté, avoirs déduits : leur montant, leur nombre, ou le plus long retard en jours. "
        "Sur une plage de factures seules, la date d'arrêté est celle de la dernière facture."
    ),
    category=CATEGORY,
    arguments=(
        DOSSIER,
        Argument("client", "Nom du client, sans souci de majuscules ni d'accents ; TOUS ou rien : tous.", is_optional=True),
        Argument("indicateur", "MONTANT (par défaut) ; NOMBRE ; JOURS : le retard de la plus ancienne.", is_optional=True),
        Argument("tranche", 'Entre guillemets : "1-15", "16-30", "31-60", "61-90" ou ">90" jours ; rien : toutes.', is_optional=True),
        DAY,
    ),
    example='=TRESO.RETARDS(Dossier;"Novatec")',
    result=1190000.0,
)
def late_invoices(
    source: Source,
    customer: Column | None = None,
    indicator: Column | None = None,
    bucket: Column | None = None,
    day: Column | None = None,
) -> list[object]:
    """Late customer invoices (retards) as the report counts them, for each element; 0 where nothing is late.

    Refused elements: ARGUMENT_UNKNOWN, ARGUMENT_NOT_DATE, NAME_UNKNOWN, FACT_UNKNOWN without a tab of customer invoices.
    """

    def of_one(customer: object, indicator: object, bucket: object, day: object) -> float:
        wanted = choice(indicator, "indicateur", {"MONTANT": 0, "NOMBRE": 1, "JOURS": 2}, 0)
        ages = choice(bucket, "tranche", {**_BUCKETS, "TOUTES": ""}, "")
        cents, count, oldest = _late(source, customer, ages, day_of(day, "jour"))
        return (in_units(cents, source.dossier.base_currency), float(count), float(oldest))[wanted]

    return each(of_one)(customer, indicator, bucket, day)


@function(
    "TRESO.RATIO",
    help=(
        "Délais et besoin de financement à la date d'arrêté : DSO (jours de ventes à encaisser), DPO (jours d'achats à payer), "
        "BFR = créances des clients − dettes des fournisseurs, TTC, sans les stocks ni les impôts."
    ),
    category=CATEGORY,
    arguments=(
        DOSSIER,
        Argument("nom", "DSO ; DSO_EPUISEMENT : mois de ventes épuisés un à un, pour une activité saisonnière ; DPO ; BFR."),
        Argument("jours", "Jours de ventes ou d'achats comparés ; 90 par défaut. Sans effet sur BFR et DSO_EPUISEMENT.", is_optional=True),
    ),
    example='=TRESO.RATIO(Dossier;"BFR")',
    result=6265350.0,
)
def ratio(source: Source, name: Column, days: Column | None = None) -> list[object]:
    """Days outstanding and working capital need (ratio), for each element.

    Refused elements: ARGUMENT_UNKNOWN, ARGUMENT_NOT_WHOLE, FACT_UNKNOWN.
    """

    def of_one(name: object, days: object) -> float:
        wanted = one_of(name, "nom", _RATIOS)
        return _RATIOS[wanted](source, whole_of(days, "jours", 90, 1, 3_660))

    return each(of_one)(name, days)


def _late(source: Source, customer: object, bucket: str, on: date | None) -> tuple[int, int, int]:
    """Minor units, number and oldest age of the late invoices of a customer (of all) in a bucket (in all)."""
    from addin.treasury.counterparties import normalise
    from addin.treasury.receivables import bucket_of

    late = late_on(source, on)
    if late is None:
        raise unknown("late")
    customers = late.customers
    if not is_all(customer):
        invoices = source.dossier.invoices
        name = one_name(customer, "client", "customer", invoices.loc[invoices["side"] == "customer", "counterparty"].unique())
        customers = tuple(each for each in customers if normalise(each.name) == normalise(name))
    mine = [invoice for each in customers for invoice in each.invoices if bucket in ("", bucket_of(invoice.days))]
    return sum(invoice.cents for invoice in mine), len(mine), max((invoice.days for invoice in mine), default=0)


def _receivable(source: Source) -> Outstanding:
    from addin.treasury.outstanding import outstanding

    if not (source.dossier.invoices["side"] == "customer").any():
        raise unknown("late")
    return outstanding(source.dossier, settlement(source), "customer", source.as_of)


def _payable(source: Source) -> Outstanding:
    from addin.treasury.outstanding import outstanding

    if not (source.dossier.invoices["side"] == "supplier").any():
        raise unknown("owed")
    return outstanding(source.dossier, settlement(source), "supplier", source.as_of)


def _dso(source: Source, days: int) -> float:
    from addin.treasury.ratios import days_outstanding

    mine = _receivable(source)
    found = days_outstanding(mine.open_cents, mine.invoiced(source.as_of - timedelta(days=days - 1), source.as_of), days)
    if found is None or found < 0:
        raise unknown("sales")
    return found


def _count_back(source: Source, _: int) -> float:
    from addin.treasury.ratios import count_back_days

    mine = _receivable(source)
    months, last = [], source.as_of
    for _month in range(_COUNT_BACK_MONTHS):
        first = last.replace(day=1)
        months.append((mine.invoiced(first, last), (last - first).days + 1))
        last = first - timedelta(days=1)
    found = count_back_days(max(mine.open_cents, 0), months)
    if found is None:
        raise unknown("sales_history")
    return found


def _dpo(source: Source, days: int) -> float:
    from addin.treasury.ratios import days_outstanding

    mine = _payable(source)
    found = days_outstanding(mine.open_cents, mine.invoiced(source.as_of - timedelta(days=days - 1), source.as_of), days)
    if found is None or found < 0:
        raise unknown("purchases")
    return found


def _bfr(source: Source, _: int) -> float:
    from addin.treasury.ratios import working_capital_need

    return in_units(working_capital_need(_receivable(source).open_cents, _payable(source).open_cents), source.dossier.base_currency)


_RATIOS = {"DSO": _dso, "DSO_EPUISEMENT": _count_back, "DPO": _dpo, "BFR": _bfr}
