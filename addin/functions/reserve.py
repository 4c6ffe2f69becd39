"""SOLDEMINI: how much cash to keep."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from addin.app.cells import Source
from addin.functions.arguments import choice, is_blank, shown, whole_of
from addin.functions.columns import Column, each
from addin.functions.facts import DOSSIER, in_units, unknown
from addin.messages import TresoError
from addin.registry import Argument, function

if TYPE_CHECKING:
    from addin.treasury.reserve import Reserve

CATEGORY = "Trésorerie : suivi"
_METHODS = ("QUANTILE", "MILLER_ORR", "BAUMOL")
_CONFIDENCES = (Decimal("0.5"), Decimal("0.999"))


@function(
    "TRESO.SOLDEMINI",
    help=(
        "Solde minimal conseillé : ce qui aurait suffi dans 95 % de vos périodes de 28 jours passées. MILLER_ORR et BAUMOL sont des "
        "seconds avis, avec le taux et le coût d'un virement de « Paramètres »."
    ),
    category=CATEGORY,
    arguments=(
        DOSSIER,
        Argument(
            "methode", "QUANTILE (par défaut) ; MILLER_ORR : le point de retour ; BAUMOL : le montant d'un retrait.", is_optional=True
        ),
        Argument("confiance", "De 50 % à 99,9 % ; sans elle, celle de « Paramètres » (95 %). Pour QUANTILE seul.", is_optional=True),
        Argument("delai", "Jours à couvrir, de 1 à 180 ; sans lui, celui de « Paramètres » (28). Pour QUANTILE seul.", is_optional=True),
    ),
    example="=TRESO.SOLDEMINI(Dossier)",
    result=1931135.34,
)
def minimum_balance(
    source: Source, method: Column | None = None, confidence: Column | None = None, days: Column | None = None
) -> list[object]:
    """How much cash to keep (solde minimal), for each element.

    Refused elements: ARGUMENT_UNKNOWN, ARGUMENT_NOT_WHOLE, FACT_UNKNOWN.
    """
    from addin.treasury.reserve import reserve
    from addin.treasury.settings import RESERVE_BOUNDS

    def of_one(method: object, confidence: object, days: object) -> float:
        wanted = choice(method, "methode", {each: each for each in _METHODS}, "QUANTILE")
        share = _confidence(confidence)
        lead = None if is_blank(days) else whole_of(days, "delai", 0, *RESERVE_BOUNDS)
        facts = source.summary
        return _advised(
            reserve(facts.dossier, facts.as_of, facts.threshold_cents, confidence=share, lead_days=lead), wanted, facts.currency
        )

    return each(of_one)(method, confidence, days)


def _advised(found: Reserve, method: str, currency: str) -> float:
    """What a method advises.

    Raises:
        TresoError: FACT_UNKNOWN, with what lacks.
    """
    if found.quantile_cents is None:
        raise unknown("reserve")
    if method == "QUANTILE":
        return in_units(found.quantile_cents, currency)
    cents = found.baumol_cents if method == "BAUMOL" else _return_point(found)
    if cents is None:
        raise unknown(found.baumol_silence if method == "BAUMOL" else found.silence)
    return in_units(cents, currency)


def _return_point(found: Reserve) -> int | None:
    return None if found.miller_orr is None else found.miller_orr.return_point_cents


def _confidence(cell: object) -> Decimal | None:
    """« 95 % », 95 or 0.95; None for a blank cell.

    Raises:
        TresoError: ARGUMENT_UNKNOWN, with the bounds.
    """
    from addin.treasury.amounts import parse_amount

    if is_blank(cell):
        return None
    value = parse_amount(cell.replace("%", "").strip(), ",") if isinstance(cell, str) else cell
    least, most = _CONFIDENCES
    if not isinstance(value, bool) and isinstance(value, (int, float, Decimal)):
        share = Decimal(str(value))
        share = share / 100 if share >= 1 or (isinstance(cell, str) and "%" in cell) else share
        if least <= share <= most:
            return share
    raise TresoError("ARGUMENT_UNKNOWN", argument="confiance", value=shown(cell), known="50 % à 99,9 %")
