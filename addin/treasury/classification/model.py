"""The model: a straight line between categories in the space of characters, words, amounts and days."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from addin.treasury.classification.features import Features, Lines

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

WEIGHTS = {"characters": 1.0, "words": 0.75, "numbers": 0.35, "whole": 0.35, "context": 0.35}
MOST_COLUMNS = 100_000
MOST_WEIGHTS = 8_000_000
"""Columns times categories: bounds the memory and what is kept between two calls."""
MOST_CATEGORIES = 300
_STRENGTH = 1.0
_WORDLESS = 1_000
_WORDLESS_WEIGHT = 0.2
_CONTRADICTED = 0.85
_LEAST = 0.05
_STRETCH = 20_000


class Model:
    """Scores of lines, one a category; the higher, the likelier.

    Args:
        features: how lines become a matrix.
        coefficients: float32, columns by classes.
        intercepts: one a class.
    """

    def __init__(self, features: Features, coefficients: np.ndarray, intercepts: np.ndarray) -> None:
        self.features, self.coefficients, self.intercepts = features, coefficients, intercepts

    @classmethod
    def of(cls, lines: Lines, truth: np.ndarray, classes: int) -> Model:
        """Learn lines.

        Args:
            truth: number of the category of each line; at least two distinct ones.
            classes: how many categories there are.
        """
        kept = _of_frequent_categories(truth, classes)
        lines, truth = lines.take(kept), truth[kept]
        features = Features.learnt_from(lines, WEIGHTS, at_most=min(MOST_COLUMNS, MOST_WEIGHTS // max(classes, 1)))
        matrix, trained, weights = _with_wordless_lines(features, lines, truth)
        present, coded = np.unique(trained, return_inverse=True)
        coefficients = np.zeros((matrix.shape[1], classes), dtype=np.float32)
        intercepts = np.full(classes, -1.0)
        found, offset = _fit(matrix, coded, weights)
        coefficients[:, present] = found
        intercepts[present] = offset
        return cls(features, coefficients, intercepts)

    def scores(self, lines: Lines) -> np.ndarray:
        """float64, lines by classes."""
        out = np.empty((len(lines), len(self.intercepts)))
        for start in range(0, len(lines), _STRETCH):
            part = lines.take(np.arange(start, min(start + _STRETCH, len(lines))))
            out[start : start + _STRETCH] = self.features.product(part, self.coefficients)
        return np.asarray(out + self.intercepts)


def _of_frequent_categories(truth: np.ndarray, classes: int) -> np.ndarray:
    """Positions of the lines of the most frequent categories: hundreds of notes typed as categories are remembered, not modelled."""
    counts = np.bincount(truth, minlength=classes)
    frequent = np.zeros(classes, dtype=bool)
    frequent[np.argsort(-counts, kind="stable")[:MOST_CATEGORIES]] = True
    return np.flatnonzero(frequent[truth])


def _with_wordless_lines(features: Features, lines: Lines, truth: np.ndarray) -> tuple[csr_matrix, np.ndarray, np.ndarray]:
    """The lines, then some of them again as if their label said nothing: what sign, amount and account alone tell is learnt of all lines.

    Returns:
        Matrix, number of the category and weight of each row.
    """
    from scipy.sparse import vstack

    some = np.unique(np.linspace(0, len(lines) - 1, _WORDLESS).astype(np.int64))
    matrix = vstack([features.matrix(lines), features.matrix(lines.take(some).without_words())], format="csr")
    believed = _not_contradicted(lines, truth)
    weights = np.concatenate([believed, believed[some] * _WORDLESS_WEIGHT])
    return matrix, np.concatenate([truth, truth[some]]), weights


def _not_contradicted(lines: Lines, truth: np.ndarray) -> np.ndarray:
    """Weight of each line: where she changed her mind about a label and sign, less for each line since; the last word counts.

    Where categories come back in turn (a supplier of several things), she did not change her mind: all lines count.
    """
    told = pd.DataFrame({"text": lines.text, "party": lines.party, "sign": lines.sign, "truth": truth})
    key = told.groupby(["text", "party", "sign"], sort=False).ngroup()
    of_key = told["truth"].groupby(key, sort=False)
    rank, count = of_key.cumcount(), of_key.transform("size")
    changes = (of_key.shift() != told["truth"]).groupby(key, sort=False).transform("sum")
    is_clean = changes == of_key.transform("nunique")
    last = rank.groupby([key, told["truth"]], sort=False).transform("max")
    says = (told["text"] != "") | (told["party"] != "")
    return np.where(says & is_clean, np.maximum(_CONTRADICTED ** (count - 1 - last), _LEAST), 1.0)


def _fit(matrix: csr_matrix, coded: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """One straight line for each class against the others: coefficients (columns by classes) and intercepts."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.svm import LinearSVC

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        fitted = LinearSVC(C=_STRENGTH, tol=3e-2, random_state=0).fit(matrix, coded, sample_weight=weights)
    coefficients, intercepts = fitted.coef_.T, fitted.intercept_
    if coefficients.shape[1] == 1:
        return np.hstack([-coefficients, coefficients]), np.concatenate([-intercepts, intercepts])
    return coefficients, intercepts
