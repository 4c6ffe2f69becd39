"""How often what is told of lines is right, measured on the last of her own lines, as if they had not been classified yet."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Accuracy:
    """A measure on lines that were left out while learning.

    Attributes:
        lines: how many were measured.
        right: share of them whose best guess was her category.
        kept: share of them that got a category, not « À classer ».
        kept_right: share of those whose category was hers; nan when none was kept.
        known: share of the lines whose label or tiers had been seen before.
        memory_right: share that plain memory alone would have had right.
    """

    lines: int
    right: float
    kept: float
    kept_right: float
    known: float
    memory_right: float


def measure(confidence: np.ndarray, right: np.ndarray, known: np.ndarray, memory_right: np.ndarray, threshold: float) -> Accuracy | None:
    """The measure of lines, None without any.

    Args:
        confidence: of the best guess of each line.
        right: bool, the best guess is her category; memory_right: that of plain memory is.
        known: bool, its label or tiers had been seen before.
        threshold: confidence from which a category is given.
    """
    if not len(right):
        return None
    kept = confidence >= threshold
    return Accuracy(
        lines=len(right),
        right=float(right.mean()),
        kept=float(kept.mean()),
        kept_right=float(right[kept].mean()) if kept.any() else float("nan"),
        known=float(known.mean()),
        memory_right=float(memory_right.mean()),
    )


def calibration_error(confidence: np.ndarray, right: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error (ECE): mean gap between confidence and share right, by equal steps of confidence.

    Source: Guo, Pleiss, Sun, Weinberger, « On Calibration of Modern Neural Networks », ICML 2017.
    """
    if not len(confidence):
        return 0.0
    step = np.minimum((confidence * bins).astype(np.int64), bins - 1)
    gaps = np.abs(np.bincount(step, confidence, minlength=bins) - np.bincount(step, right.astype(float), minlength=bins))
    return float(gaps.sum() / len(confidence))
