"""FACTURE: the invoices that a bank line pays."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from addin.app.cells import Source
from addin.functions.arguments import amounts_of, days_of, refusing, text_of
from addin.functions.columns import Column, grouped
from addin.functions.facts import DOSSIER, unknown
from addin.registry import Argument, function

if TYPE_CHECKING:
    from addin.treasury.matching.model import Matching

_matched: WeakKeyDictionary[Source, Matching] = WeakKeyDictionary()


@function(
    "TRESO.FACTURE",
    help=(
        "Numéros des factures que paie une ligne de banque, d'après le lettrage : « FA12+FA15 » pour plusieurs, un texte vide quand rien "
        "n'est sûr. Une ligne qui n'est pas encore dans le classeur est comparée aux factures ouvertes."
    ),
    category="Trésorerie : suivi",
    arguments=(
        DOSSIER,
        Argument("libelle", "Libellé de la ligne de banque, ou une plage de libellés."),
        Argument("montant", "Son montant : positif pour un encaissement, négatif pour un paiement."),
        Argument("jour", "Sa date ; sans elle, la première ligne de ce libellé et de ce montant.", is_optional=True),
        Argument("tiers", "Le tiers, s'il est connu.", is_optional=True),
    ),
    example='=TRESO.FACTURE(Dossier;"VIR INFODIS FA881";-119000)',
    result="FA881",
    returns="text",
)
def invoices_paid(
    source: Source, label: Column, amount: Column, day: Column | None = None, counterparty: Column | None = None
) -> list[object]:
    """The numbers of the invoices (factures) that bank lines pay, for each element; "" when nothing tells.

    Refused elements: ARGUMENT_NOT_AMOUNT, ARGUMENT_NOT_DATE, FACT_UNKNOWN without a tab of invoices.
    """
    from addin.treasury.currency import exponent
    from addin.treasury.matching.paid_by import AskedLine, invoices_paid_by

    dossier = source.dossier
    if dossier.invoices.empty:
        raise unknown("invoices")
    currency = dossier.base_currency

    def of_all(labels: Column, amounts: Column, days: Column, names: Column) -> list[object]:
        cents, bad_amounts = amounts_of(amounts, "montant", exponent(currency))
        on, bad_days = days_of(days, "jour")
        lines = zip(labels, cents.tolist(), on, names, strict=True)
        asked = [AskedLine(text_of(text), value, currency, booked, text_of(name)) for text, value, booked, name in lines]
        found = invoices_paid_by(dossier, _matching(source), asked, source.as_of)
        numbers, tiers = dossier.invoices["number"].to_dict(), dossier.invoices["counterparty"].to_dict()
        texts: list[object] = ["+".join(numbers[index] or tiers[index] for index in indices) for indices in found]
        return refusing(texts, bad_amounts, bad_days)

    return grouped([label, amount, day, counterparty], [], of_all)


def _matching(source: Source) -> Matching:
    """The lettrage of a dossier at its closing date, computed once."""
    from addin.treasury.matching.matching import match_payments

    if source not in _matched:
        _matched[source] = match_payments(source.dossier, source.as_of)
    return _matched[source]
