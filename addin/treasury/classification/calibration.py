"""What memory and model say, put together, and how far it may be believed: measured on her own later lines."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from addin.treasury.classification.memory import Remembered

PRECISION = 0.97
"""Share of the categories given that must be right."""
USUAL_THRESHOLD = 0.85
_LOWEST = 1e-6
_AS_SAID = 30
"""Lines that the confidence itself, already measured, is worth in the choice of the threshold."""
_LEAST_SURE = 0.5
"""No category is given under this confidence, whatever was measured."""
_STRETCH = (1.0, 0.0)


@dataclass(frozen=True, eq=False)
class Mixture:
    """How the witnesses are weighed, for known lines and for new ones apart.

    Attributes:
        weights: float64, 2 (new, known) by 3 (prior, memory, model).
        straighten: float64, 2 by 2: slope and offset of the confidence, on the scale of its log odds.
        threshold: confidence from which a category is given.
    """

    weights: np.ndarray
    straighten: np.ndarray
    threshold: float

    def shares(self, remembered: Remembered, scores: np.ndarray | None) -> np.ndarray:
        """How likely each category is, lines by classes."""
        witnesses = witnesses_of(remembered, scores)
        known = remembered.is_known.astype(int)
        return softmax(np.einsum("lwc,lw->lc", witnesses, self.weights[known]))

    def confidence(self, shares: np.ndarray, known: np.ndarray) -> np.ndarray:
        """How sure the likeliest category of each line is, as measured."""
        top = _odds(shares.max(axis=1)) if len(shares) else np.zeros(0)
        slope, offset = self.straighten[known.astype(int)].T
        return np.asarray(1 / (1 + np.exp(-(slope * top + offset))))


USUAL_WEIGHTS = np.array([[0.2, 0.3, 3.0], [0.0, 0.7, 2.0]])
"""New, known; without enough lines to measure."""
USUAL = Mixture(USUAL_WEIGHTS, np.array([_STRETCH, _STRETCH]), USUAL_THRESHOLD)
ONLY_MEMORY = Mixture(np.array([[0.0, 1.0, 0.0], [0.0, 1.0, 0.0]]), np.array([_STRETCH, _STRETCH]), USUAL_THRESHOLD)


def witnesses_of(remembered: Remembered, scores: np.ndarray | None) -> np.ndarray:
    """Prior and memory as logarithms, the model's scores: lines by 3 by classes."""
    prior, memory = (np.log(np.maximum(part, _LOWEST)) for part in (remembered.prior, remembered.shares))
    return np.stack([prior, memory, np.zeros_like(prior) if scores is None else scores], axis=1)


def softmax(logits: np.ndarray) -> np.ndarray:
    """Shares of each row that add up to one."""
    if not logits.size:
        return logits
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def weigh(
    witnesses: np.ndarray, truth: np.ndarray, known: np.ndarray, *, usual: np.ndarray = USUAL_WEIGHTS, trust: float = 5.0
) -> np.ndarray:
    """The weights under which the true categories are likeliest, drawn to the usual ones when there are few lines.

    Args:
        witnesses: `witnesses_of` lines that were not learnt from.
        truth: number of the category of each.
        known: bool per line.
        trust: how much the usual weights hold, in lines for a change of one.
    """
    weights = usual.copy()
    for group in (0, 1):
        rows = np.flatnonzero(known.astype(int) == group)
        if len(rows):
            weights[group] = _newton(witnesses[rows], truth[rows], usual[group], trust)
    return weights


def _newton(witnesses: np.ndarray, truth: np.ndarray, usual: np.ndarray, trust: float) -> np.ndarray:
    """The smallest loss (convex) by steps of Newton; no weight is negative."""
    weights = usual.copy()
    true = witnesses[np.arange(len(truth)), :, truth]
    for _ in range(30):
        shares = softmax(np.einsum("lwc,w->lc", witnesses, weights))
        mean = np.einsum("lwc,lc->lw", witnesses, shares)
        gradient = (mean - true).sum(axis=0) + trust * (weights - usual)
        second = np.einsum("lwc,lvc,lc->wv", witnesses, witnesses, shares) - mean.T @ mean + trust * np.eye(len(weights))
        step = np.linalg.solve(second, gradient)
        size = min(1.0, 1.0 / max(float(np.abs(step).max()), 1e-9))
        weights = np.maximum(weights - size * step, 0.0)
        if float(np.abs(step).max()) < 1e-4:
            break
    return weights


def straighten(shares: np.ndarray, right: np.ndarray, known: np.ndarray, *, trust: float = 5.0) -> np.ndarray:
    """Slope and offset that make confidence what it says, new and known lines apart (Platt, drawn to no change)."""
    out = np.array([_STRETCH, _STRETCH])
    for group in (0, 1):
        rows = np.flatnonzero(known.astype(int) == group)
        if len(rows):
            out[group] = _platt(_odds(shares[rows].max(axis=1)), right[rows].astype(float), trust)
    return out


def _platt(odds: np.ndarray, right: np.ndarray, trust: float) -> np.ndarray:
    line = np.array(_STRETCH)
    columns = np.stack([odds, np.ones_like(odds)], axis=1)
    for _ in range(30):
        told = 1 / (1 + np.exp(-columns @ line))
        gradient = columns.T @ (told - right) + trust * (line - np.array(_STRETCH))
        second = (columns * (told * (1 - told))[:, None]).T @ columns + trust * np.eye(2)
        step = np.linalg.solve(second, gradient)
        line = line - step * min(1.0, 1.0 / max(float(np.abs(step).max()), 1e-9))
        if float(np.abs(step).max()) < 1e-4:
            break
    return np.array([max(line[0], 0.05), line[1]])


def threshold_of(confidence: np.ndarray, right: np.ndarray, *, precision: float = PRECISION) -> float:
    """The lowest confidence from which what is given was right often enough; few lines measured weigh no more than what was said of them.

    Without one: above every confidence measured, so that nothing of the kind is given.
    """
    if not len(confidence):
        return USUAL_THRESHOLD
    order = np.argsort(-confidence, kind="stable")
    sorted_confidence = confidence[order]
    kept = np.arange(1, len(order) + 1)
    said = np.cumsum(sorted_confidence) / kept
    good = (np.cumsum(right[order]) + _AS_SAID * said) / (kept + _AS_SAID) >= precision
    last_of_equals = np.append(sorted_confidence[1:] != sorted_confidence[:-1], True)
    usable = np.flatnonzero(good & last_of_equals)
    if not len(usable):
        return min(max(float(sorted_confidence[0]), USUAL_THRESHOLD), 0.995)
    last = int(usable[-1])
    if last == len(order) - 1:  # all of it was right enough: nothing shows that a little less sure would be wrong
        return min(max(float(sorted_confidence[last]), _LEAST_SURE), USUAL_THRESHOLD)
    return max(float(sorted_confidence[last : last + 2].mean()), _LEAST_SURE)


def _odds(shares: np.ndarray) -> np.ndarray:
    bounded = np.clip(shares, _LOWEST, 1 - _LOWEST)
    return np.asarray(np.log(bounded / (1 - bounded)))
