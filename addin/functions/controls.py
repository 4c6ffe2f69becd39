"""DOUBLON and ANOMALIE: is a payment there already, and is it out of habit."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from addin.app.cells import Source
from addin.functions.arguments import amounts_of, days_of, refusing, text_of, whole_of
from addin.functions.columns import Column, grouped
from addin.functions.facts import DOSSIER
from addin.messages import say
from addin.messages.controls import CONTROL_REASONS, CONTROL_TWINS
from addin.registry import Argument, function

if TYPE_CHECKING:
    from addin.treasury.controls.asked import AskedPayments

CATEGORY = "Trésorerie : suivi"
_WINDOW, _LONGEST = 10, 366
_asked: WeakKeyDictionary[Source, AskedPayments] = WeakKeyDictionary()


@function(
    "TRESO.DOUBLON",
    help=(
        "Dit si un paiement est déjà dans le classeur : même tiers et même montant à quelques jours, ou même facture. Un texte vide quand "
        "rien ne lui ressemble. La ligne elle-même, si elle est déjà saisie, ne compte pas ; les abonnements non plus."
    ),
    category=CATEGORY,
    arguments=(
        DOSSIER,
        Argument("jour", "Date du paiement, ou une plage de dates."),
        Argument("montant", "Son montant, dans la devise du dossier ; le signe ne compte pas."),
        Argument("tiers", "Qui est payé."),
        Argument("piece", "Numéro de la facture ou du chèque : un autre numéro est un autre paiement.", is_optional=True),
        Argument("fenetre", "Jours d'écart au plus : 10 sans autre indication.", is_optional=True),
    ),
    example='=TRESO.DOUBLON(Dossier;DATE(2026;9;15);119000;"Infodis";"FA881")',
    result="Certain\u00a0: BNA ligne 458 (même référence, 7 j)",
    returns="text",
)
def double_payment(
    source: Source, day: Column, amount: Column, counterparty: Column, piece: Column | None = None, window: Column | None = None
) -> list[object]:
    """The payment already there that each payment asked about looks like (doublon); "" without one.

    Refused elements: ARGUMENT_NOT_AMOUNT, ARGUMENT_NOT_DATE, ARGUMENT_NOT_WHOLE.
    """
    from addin.treasury.currency import exponent

    decimals = exponent(source.dossier.base_currency)

    def of_all(days: Column, amounts: Column, names: Column, pieces: Column, window: object) -> list[object]:
        within = whole_of(window, "fenetre", _WINDOW, 0, _LONGEST)
        on, bad_days = days_of(days, "jour")
        cents, bad_amounts = amounts_of(amounts, "montant", decimals)
        known = _payments(source)
        texts: list[object] = []
        for booked, value, name, number in zip(on, cents.tolist(), names, pieces, strict=True):
            twin = known.twin(booked, value, text_of(name), text_of(number), within) if booked and value else None
            words = CONTROL_TWINS["certain" if twin and twin.is_certain else "likely"]
            texts.append(say(words, sheet=twin.sheet, row=twin.row, days=twin.days) if twin else "")
        return refusing(texts, bad_amounts, bad_days)

    return grouped([day, amount, counterparty, piece], [window], of_all)


@function(
    "TRESO.ANOMALIE",
    help=(
        "Dit pourquoi un paiement sort de l'ordinaire : montant loin de l'habitude de ce tiers, virgule oubliée (× 100), premier paiement "
        "important, nom qui ressemble à un autre. Un texte vide quand rien n'est anormal. Les encaissements ne sont pas jugés."
    ),
    category=CATEGORY,
    arguments=(
        DOSSIER,
        Argument("jour", "Date du paiement, ou une plage de dates."),
        Argument("libelle", "Libellé de la ligne de banque."),
        Argument("montant", "Son montant, négatif pour un paiement, dans la devise du dossier."),
        Argument("categorie", "Sa catégorie, pour un tiers encore peu connu.", is_optional=True),
    ),
    example='=TRESO.ANOMALIE(Dossier;DATE(2026;8;18);"SEAAL";-321420)',
    result="321\u00a0420,00\u00a0DA au lieu de 3\u00a0214,20\u00a0DA d'habitude\u00a0: 100 fois plus, une virgule oubliée\u00a0?",
    returns="text",
)
def anomaly(source: Source, day: Column, label: Column, amount: Column, category: Column | None = None) -> list[object]:
    """Why each payment is out of habit (anomalie); "" when it is not.

    Refused elements: ARGUMENT_NOT_AMOUNT, ARGUMENT_NOT_DATE.
    """
    from addin.treasury.currency import exponent

    decimals = exponent(source.dossier.base_currency)

    def of_all(days: Column, labels: Column, amounts: Column, categories: Column) -> list[object]:
        on, bad_days = days_of(days, "jour")
        cents, bad_amounts = amounts_of(amounts, "montant", decimals)
        known = _payments(source)
        texts: list[object] = []
        for booked, text, value, name in zip(on, labels, cents.tolist(), categories, strict=True):
            found = known.anomaly(booked, text_of(text), value, text_of(name)) if booked else None
            texts.append(say(CONTROL_REASONS[found[0]], **found[1]) if found else "")
        return refusing(texts, bad_amounts, bad_days)

    return grouped([day, label, amount, category], [], of_all)


def _payments(source: Source) -> AskedPayments:
    """The payments of a dossier up to its closing date, indexed once."""
    from addin.treasury.controls.asked import AskedPayments
    from addin.treasury.controls.model import Books

    if source not in _asked:
        _asked[source] = AskedPayments(Books(source.dossier, source.as_of))
    return _asked[source]
