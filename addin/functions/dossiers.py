"""DOSSIER: ranges with headings as a dossier, which the other functions then take by its handle."""

from __future__ import annotations

from addin.app.cells import Block, caller_store, dossier_of
from addin.registry import Argument, function


@function(
    "TRESO.DOSSIER",
    help=(
        "Lit des plages d'opérations, de factures ou de listes avec leurs titres, et donne le dossier que prennent les autres fonctions. "
        "Le bouton Actualiser le fait pour tout le classeur."
    ),
    category="Trésorerie : soldes",
    arguments=(Argument("plages", "Une ou plusieurs plages avec leurs titres, par exemple BNA!A:F.", kind="ranges"),),
    example="=TRESO.DOSSIER(CPA!A:F)",
    result="210\u00a0opérations · CPA · au 24/10/2026 · #04f8b2c5",
    returns="text",
)
def dossier(ranges: list[Block]) -> list[object]:
    """The handle of the dossier that ranges make; the host's store keeps it.

    Raises:
        TresoError: NO_OPERATIONS when none could be read.
    """
    from addin.app.read_dossier import require_operations

    found = dossier_of(ranges)
    require_operations(found, ", ".join(block.address for block in ranges))
    return [caller_store().save(found)]
