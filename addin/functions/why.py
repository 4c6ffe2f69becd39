"""The declaration of TRESO.POURQUOI; what it says is made in `addin.functions.explanation`, imported when it is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from addin.messages import WHY, say
from addin.registry import Argument, function

if TYPE_CHECKING:
    from addin.app.cells import LiveCell


@function(
    "TRESO.POURQUOI",
    help=(
        "Dit en une phrase pourquoi une formule de Trésorerie est en erreur et que faire ; "
        "quand elle répond, dit sur quoi elle se fonde (dossier, date, nombre de lignes)."
    ),
    category="Trésorerie : outils",
    arguments=(Argument("cellule", "Une cellule qui contient une formule de Trésorerie.", kind="cell"),),
    example="=TRESO.POURQUOI(B7)",
    result=say(WHY["no_formula"], cell="B7"),
    returns="text",
)
def why(cell: LiveCell) -> list[object]:
    """The explanation of one cell (pourquoi), in one text. It keeps nothing: the formula is read and run again."""
    from addin.functions.explanation import explain

    return [explain(cell)]
