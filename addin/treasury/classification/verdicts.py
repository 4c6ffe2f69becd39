"""What is said of a line: a category or none, the best guess, the account, how sure, by which evidence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
import pandas as pd

Origin = Literal["typed", "rule", "invoice", "memory", "model", "starter", "none"]
ORIGINS: tuple[Origin, ...] = ("typed", "rule", "invoice", "memory", "model", "starter", "none")
"""By strength: evidence of an earlier kind is never overruled by a later one."""

VERDICT_COLUMNS = (
    "category",     # "" when nothing is sure enough: « À classer »
    "suggestion",   # the best guess, always one when anything at all tells
    "scf_account",  # "" when unknown
    "confidence",   # float64, 0..1, calibrated: of the lines at 0.9, nine in ten are right
    "origin",       # one of ORIGINS
    "reason",       # key of `messages.classification.REASONS`
    "detail",       # mapping of the reason's fields, shared between lines that say the same
)  # fmt: skip


def no_verdicts(index: pd.Index) -> pd.DataFrame:
    """Verdicts that say nothing yet, for these lines."""
    size = len(index)
    empty: Mapping[str, Any] = {}
    return pd.DataFrame(
        {
            "category": np.full(size, "", dtype=object),
            "suggestion": np.full(size, "", dtype=object),
            "scf_account": np.full(size, "", dtype=object),
            "confidence": np.zeros(size),
            "origin": np.full(size, "none", dtype=object),
            "reason": np.full(size, "none", dtype=object),
            "detail": [empty] * size,
        },
        index=index,
        columns=list(VERDICT_COLUMNS),
    )
