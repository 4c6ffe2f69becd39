"""Memory of her lines without a model: what a cell may learn by itself, since it takes milliseconds and no training."""

from __future__ import annotations

import numpy as np
import pandas as pd

from addin.treasury.classification import calibration
from addin.treasury.classification.features import lines_of
from addin.treasury.classification.learning import Learned
from addin.treasury.classification.memory import Memory
from addin.treasury.classification.names import names_of_one_category
from addin.treasury.classification.starter import topics_of


def remember(operations: pd.DataFrame, known: pd.Series) -> Learned:
    """What the known lines tell of lines like them, and of no others.

    Args:
        operations: OPERATIONS rows.
        known: bool per operation: its category is to be remembered.
    """
    taught = operations[known.to_numpy(dtype=bool) & (operations["category"] != "").to_numpy()]
    taught = taught.sort_values(["booked_on", "account", "position"], kind="stable", na_position="first")
    names, collisions = names_of_one_category(taught["category"])
    codes, classes = pd.factorize(names, sort=True)
    memory = Memory.of(lines_of(taught, topics_of(taught)), codes.astype(np.int64), len(classes))
    return Learned(tuple(str(name) for name in classes), memory, None, calibration.ONLY_MEMORY, None, collisions)
