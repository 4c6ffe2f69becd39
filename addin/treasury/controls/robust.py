"""How far values are from their middle, without the far ones counting in what is usual."""

from __future__ import annotations

import numpy as np

FAR = 3.5
"""Modified z above which a value is out of habit (Iglewicz and Hoaglin, 1993)."""


def modified_z(values: np.ndarray) -> np.ndarray:
    """0.6745 × (value − median) ÷ median absolute deviation; by the mean absolute deviation × 1.2533 when that is zero.

    Returns:
        float64, 0 everywhere when all values are equal or there are none.

    >>> modified_z(np.array([10, 12, 11, 13, 12, 11, 60])).round(1).tolist()
    [-1.3, 0.0, -0.7, 0.7, 0.0, -0.7, 32.4]
    """
    if not len(values):
        return np.zeros(0)
    off = values - np.median(values)
    size = float(np.median(np.abs(off)))
    if size > 0:
        scaled: np.ndarray = 0.6745 * off / size
        return scaled
    mean = float(np.abs(off).mean())
    return off / (1.2533 * mean) if mean > 0 else np.zeros(len(values))
