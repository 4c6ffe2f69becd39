"""TIERS: who stands behind a bank label."""

from __future__ import annotations

from addin.functions.arguments import text_of
from addin.functions.columns import Column, grouped
from addin.registry import Argument, function


@function(
    "TRESO.TIERS",
    help=(
        "Donne le nom du tiers que porte un libellé de banque : les mots de la banque (VIR, CHQ, CARTE…), les dates, les numéros "
        "et les références sont retirés. Un chèque sans nom reste « Chèque 0018834 »."
    ),
    category="Trésorerie : outils",
    arguments=(Argument("libelle", "Libellé de l'opération, ou une plage de libellés."),),
    example='=TRESO.TIERS("VIR RECU NOVATEC FA112/26")',
    result="NOVATEC",
    returns="text",
)
def counterparties(label: Column) -> list[object]:
    """The counterparty (tiers) of labels, for each element; "" for an empty cell.

    >>> counterparties(["VISA ADOBE USD59,99", "CHQ 0018834", None, 4471902.0])
    ['ADOBE', 'Chèque 0018834', '', '4471902']
    """
    import pandas as pd

    from addin.treasury.counterparties import counterparty_of

    def of_all(labels: Column) -> list[object]:
        found: list[object] = counterparty_of(pd.Series([text_of(cell) for cell in labels], dtype=object)).tolist()
        return found

    return grouped([label], [], of_all)
