"""CONVERTIR: amounts in another currency, at the workbook's own rates."""

from __future__ import annotations

from decimal import Decimal

from addin.app.cells import Source
from addin.functions.arguments import amounts_of, days_of, is_blank, one_of, refusing
from addin.functions.columns import Column, grouped
from addin.functions.facts import DOSSIER, currency_in, in_units, rates_of, without_rate
from addin.messages import TresoError
from addin.registry import Argument, function

_DECIMALS = 4
"""Decimals of an amount that count, as many as a currency cell of Excel has."""


@function(
    "TRESO.CONVERTIR",
    help=(
        "Convertit un montant au cours de l'onglet « Cours », le dernier connu à la date. "
        "Sans cours connu à cette date : #N/A, jamais zéro."
    ),
    category="Trésorerie : outils",
    arguments=(
        DOSSIER,
        Argument("montant", "Montant à convertir."),
        Argument("de", "Devise du montant : EUR, USD ou DA, par exemple."),
        Argument("vers", "Devise voulue ; sans elle, celle du dossier.", is_optional=True),
        Argument("jour", "Date du cours ; sans elle, la date d'arrêté du dossier.", is_optional=True),
        Argument("cours", "Type de cours : BANQUE (par défaut), CARTE, FACTURE, ou un autre de l'onglet « Cours ».", is_optional=True),
    ),
    example='=TRESO.CONVERTIR(Dossier;290;"EUR")',
    result=45098.1,
)
def converted(
    source: Source,
    amount: Column,
    currency: Column,
    to: Column | None = None,
    day: Column | None = None,
    kind: Column | None = None,
) -> list[object]:
    """Amounts in another currency (convertir), rounded half up to its smallest unit, for each element.

    Refused elements: ARGUMENT_NOT_AMOUNT, ARGUMENT_NOT_DATE, ARGUMENT_UNKNOWN, RATE_UNKNOWN.
    """
    from addin.treasury.conversion import KINDS, RateMissingError

    rates, base = rates_of(source), source.dossier.base_currency
    kinds = {*KINDS, *(str(kind) for kind in source.dossier.rates["kind"] if kind)}

    def of_one_pair(amounts: Column, days: Column, currency: object, to: object, kind: object) -> list[object]:
        start = currency_in(currency, "de")
        if start is None:
            raise TresoError("ARGUMENT_UNKNOWN", argument="de", value="", known=", ".join(rates.currencies))
        end = currency_in(to, "vers") or base
        wanted = "BANQUE" if is_blank(kind) else one_of(kind, "cours", sorted(kinds))
        parts, no_amount = amounts_of(amounts, "montant", _DECIMALS)
        on, no_day = days_of(days, "jour")
        closing = None if all(on) else source.as_of
        results: list[object] = []
        for value, each_day in zip(parts.tolist(), on, strict=True):
            at = each_day or closing
            assert at is not None
            try:
                results.append(in_units(rates.worth(Decimal(value).scaleb(-_DECIMALS), start, end, at, wanted), end))
            except RateMissingError as missing:
                results.append(without_rate(missing))
        return refusing(results, no_amount, no_day)

    return grouped([amount, day], [currency, to, kind], of_one_pair)
