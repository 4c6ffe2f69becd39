"""Memory or model, and how much of each: tried on her later lines with what her earlier ones teach, never on lines learnt from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from addin.treasury.classification import calibration
from addin.treasury.classification.accuracy import Accuracy, measure
from addin.treasury.classification.calibration import Mixture
from addin.treasury.classification.features import Lines
from addin.treasury.classification.memory import Memory
from addin.treasury.classification.model import Model

FEWEST = 20
"""Known lines under which nothing can be tried."""
_MOST_TRAINED = 10_000
_MOST_TRIED = 4_000
_MOST_CELLS = 4_000_000
_FEW = 3_000


@dataclass(frozen=True, eq=False)
class Chosen:
    """What to use.

    Attributes:
        has_model: a model does better than memory alone.
    """

    mixture: Mixture
    has_model: bool
    accuracy: Accuracy | None


def choose(lines: Lines, truth: np.ndarray, classes: int) -> Chosen:
    """What does best on later lines, with its weights, its confidence and its threshold.

    Args:
        lines: in the order of time.
        truth: number of the category of each.
        classes: how many categories there are.
    """
    can_learn = classes > 1 and len(truth) >= 2
    if len(truth) < FEWEST:
        return Chosen(calibration.USUAL if can_learn else calibration.ONLY_MEMORY, can_learn, None)
    tried = [_try(lines, truth, classes, *fold, can_learn=can_learn) for fold in folds(len(truth), classes)]
    witnesses, true, known = (np.concatenate([each[at] for each in tried]) for at in range(3))
    memory_right = witnesses[:, 1].argmax(axis=1) == true
    weights = calibration.weigh(witnesses, true, known)
    for group in (0, 1):
        rows = known.astype(int) == group
        both = np.einsum("lwc,w->lc", witnesses[rows], weights[group]).argmax(axis=1) == true[rows]
        if not can_learn or both.sum() < memory_right[rows].sum():
            weights[group] = calibration.ONLY_MEMORY.weights[group]
    shares = calibration.softmax(np.einsum("lwc,lw->lc", witnesses, weights[known.astype(int)]))
    right = shares.argmax(axis=1) == true
    mixture = replace(calibration.USUAL, weights=weights, straighten=calibration.straighten(shares, right, known))
    confidence = mixture.confidence(shares, known)
    mixture = replace(mixture, threshold=calibration.threshold_of(confidence, right))
    has_model = bool((weights[:, 2] > 0).any())
    return Chosen(mixture, has_model, measure(confidence, right, known, memory_right, mixture.threshold))


def folds(count: int, classes: int) -> Sequence[tuple[np.ndarray, np.ndarray]]:
    """Positions to learn from and the later ones to try on: three times when there are few lines, once when there are many."""
    cuts = ((0.55, 0.7), (0.7, 0.85), (0.85, 1.0)) if count < _FEW else ((0.8, 1.0),)
    most = min(_MOST_TRIED, max(_MOST_CELLS // max(classes, 1), 50)) // len(cuts)
    out = []
    for start, end in cuts:
        first, last = int(count * start), int(count * end)
        tried = np.arange(first, last)
        if len(tried) > most:
            tried = tried[np.linspace(0, len(tried) - 1, most).astype(np.int64)]
        out.append((np.arange(max(first - _MOST_TRAINED, 0), first), tried))
    return out


def _try(
    lines: Lines, truth: np.ndarray, classes: int, learnt: np.ndarray, tried: np.ndarray, *, can_learn: bool
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Witnesses, truth and whether known, of lines tried with what others teach."""
    before, after = lines.take(learnt), lines.take(tried)
    remembered = Memory.of(before, truth[learnt], classes).tell(after)
    is_possible = can_learn and len(np.unique(truth[learnt])) > 1
    scores = Model.of(before, truth[learnt], classes).scores(after) if is_possible else None
    return calibration.witnesses_of(remembered, scores), truth[tried], remembered.is_known
