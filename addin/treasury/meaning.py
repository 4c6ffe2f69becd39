"""What the words of a line mean, told once when the dossier is built: its nature and who stands behind it."""

from __future__ import annotations

import pandas as pd

from addin.treasury.counterparties import Shapes, counterparty_of, label_shapes
from addin.treasury.natures import natures_of


def with_meaning(operations: pd.DataFrame, shapes: Shapes | None = None) -> pd.DataFrame:
    """OPERATIONS with `nature` and `party` filled; the reading of the words is the costly part, so nobody else repeats it."""
    told = shapes or label_shapes(operations["label"])
    nature = natures_of(operations["label"], operations["category"], told)
    party = counterparty_of(operations["label"], operations["counterparty"], told)
    return operations.assign(nature=nature, party=party)
