"""VERSION, TIMBRE, TVA and ENLETTRES: small helpers that need no dossier."""

from __future__ import annotations

from addin import __version__
from addin.functions.arguments import amounts_of, choice, days_of, is_blank, refusing, shown
from addin.functions.columns import Column, grouped
from addin.messages import TresoError
from addin.registry import Argument, function

CATEGORY = "Trésorerie : outils"


@function(
    "TRESO.VERSION",
    help="Donne la version de Trésorerie installée sur ce poste.",
    category=CATEGORY,
    arguments=(),
    example="=TRESO.VERSION()",
    result=__version__,
    returns="text",
)
def installed_version() -> list[object]:
    """Version of the add-in that answers."""
    return [__version__]


@function(
    "TRESO.TIMBRE",
    help=(
        "Droit de timbre dû sur un paiement en espèces, en dinars : 1, 1,5 ou 2 DA par tranche de 100 DA selon la somme, "
        "5 DA au moins, rien jusqu'à 300 DA."
    ),
    category=CATEGORY,
    arguments=(
        Argument("montant", "Somme payée en espèces, toutes taxes comprises, en dinars."),
        Argument("jour", "Date du paiement ; sans elle, le barème le plus récent (depuis 2025).", is_optional=True),
    ),
    example="=TRESO.TIMBRE(33970)",
    result=510.0,
)
def stamp_duty(amount: Column, day: Column | None = None) -> list[object]:
    """Stamp duty (timbre) on cash payments, in dinars, for each element.

    Refused elements: ARGUMENT_NOT_AMOUNT, ARGUMENT_NEGATIVE, ARGUMENT_NOT_DATE.

    >>> stamp_duty([30_001.0, "33 970"], ["15/06/2026", "15/06/2024"])
    [451.5, 340.0]
    """
    from addin.treasury import stamp_duty as duty

    def of_all(amounts: Column, days: Column) -> list[object]:
        cents, no_amount = amounts_of(amounts, "montant")
        on, no_day = days_of(days, "jour")
        results: list[object] = [duty.stamp_duty(max(due, 0), day) / 100 for due, day in zip(cents.tolist(), on, strict=True)]
        negative = {
            at: TresoError("ARGUMENT_NEGATIVE", argument="montant", value=shown(amounts[at])) for at in (cents < 0).nonzero()[0].tolist()
        }
        return refusing(results, no_amount, negative, no_day)

    return grouped([amount, day], [], of_all)


@function(
    "TRESO.TVA",
    help=(
        "Passe du hors taxes au toutes taxes comprises et inversement. "
        'TRESO.TVA(100000) donne 119000 ; TRESO.TVA(119000;19;"HT") donne 100000.'
    ),
    category=CATEGORY,
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
def vat(amount: Column, rate: Column | None = None, wanted: Column | None = None) -> list[object]:
    """Gross, net or tax of amounts (TVA), rounded to the centime, in dinars, for each element.

    Refused elements: ARGUMENT_NOT_AMOUNT, ARGUMENT_UNKNOWN for a rate or a direction that does not exist.

    >>> vat([100_000.0, 119_000.0], [0.09, 19.0], [None, "HT"]), vat([100_000.0], [19.0], ["TVA"]), vat([119_000.0], None, ["INCLUSE"])
    ([109000.0, 100000.0], [19000.0], [19000.0])
    """
    from addin.treasury.vat import net_of, tax_on

    def of_one_rate(cells: Column, rate: object, wanted: object) -> list[object]:
        percent = _vat_rate(rate)
        direction = choice(wanted, "sens", _DIRECTIONS, "TTC")
        cents, refused = amounts_of(cells, "montant")
        start = cents.tolist()
        if direction == "TTC":
            found = [net + tax_on(net, percent) for net in start]
        elif direction == "HT":
            found = [net_of(gross, percent) for gross in start]
        elif direction == "TVA":
            found = [tax_on(net, percent) for net in start]
        else:
            found = [gross - net_of(gross, percent) for gross in start]
        return refusing([result / 100 for result in found], refused)

    return grouped([amount], [rate, wanted], of_one_rate)


@function(
    "TRESO.ENLETTRES",
    help=(
        "Écrit une somme en toutes lettres, avec ses centimes, comme au bas d'une facture. "
        "TRESO.ENLETTRES(1190000) donne « un million cent quatre-vingt-dix mille dinars »."
    ),
    category=CATEGORY,
    arguments=(
        Argument("montant", "Somme à écrire, jusqu'à 999 milliards."),
        Argument("devise", "Devise : DA par défaut ; EUR, USD, GBP, TND, MAD, CHF.", is_optional=True),
    ),
    example="=TRESO.ENLETTRES(1190000,50)",
    result="un million cent quatre-vingt-dix mille dinars et cinquante centimes",
    returns="text",
)
def in_words(amount: Column, currency: Column | None = None) -> list[object]:
    """Amounts in French words (en toutes lettres), for each element.

    Refused elements: ARGUMENT_NOT_AMOUNT, ARGUMENT_UNKNOWN for a currency without words, AMOUNT_TOO_LARGE.
    """
    from addin.functions.facts import currency_in
    from addin.treasury.currency import exponent
    from addin.treasury.words import KNOWN, LARGEST_UNITS, amount_in_words

    def of_one_currency(cells: Column, currency: object) -> list[object]:
        code = currency_in(currency, "devise") or "DZD"
        if code not in KNOWN:
            raise TresoError("ARGUMENT_UNKNOWN", argument="devise", value=shown(currency), known=", ".join(KNOWN))
        cents, refused = amounts_of(cells, "montant", exponent(code))
        most = (LARGEST_UNITS + 1) * 10 ** exponent(code)
        results: list[object] = [amount_in_words(due, code) if abs(due) < most else None for due in cents.tolist()]
        for at in (abs(cents) >= most).nonzero()[0].tolist():
            results[at] = TresoError("AMOUNT_TOO_LARGE", argument="montant", value=shown(cells[at]))
        return refusing(results, refused)

    return grouped([amount], [currency], of_one_currency)


_DIRECTIONS = {word: word for word in ("TTC", "HT", "TVA", "INCLUSE")}


def _vat_rate(rate: object) -> int:
    """Rate in whole percent from 19, 0.19, « 19 % » or nothing."""
    from addin.treasury.amounts import read_amounts
    from addin.treasury.vat import known_rates

    if is_blank(rate):
        return known_rates()[0]
    column = read_amounts([rate.replace("%", "") if isinstance(rate, str) else rate], decimals=4)
    value = int(column.cents[0])
    percent = value / (100 if 0 < value < 10_000 else 10_000)  # 0,19 is a fraction, 19 a percentage
    if isinstance(rate, bool) or not column.known[0] or percent not in known_rates():
        raise TresoError("ARGUMENT_UNKNOWN", argument="taux", value=shown(rate), known=", ".join(f"{known} %" for known in known_rates()))
    return int(percent)
