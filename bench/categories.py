"""How many categories are right: `python -m bench.categories [--set NAME]…`, a baseline and ours side by side on each set.

Lines are learnt up to a day and told after it (temporal split); za_bank, whose lines are of several people, and a second measure of
hackclub are split at random in five. Baselines see the same lines: characters (TF-IDF 2 to 4) with a logistic regression, and a plain
memory of labels. « kept » is the share of lines that get a category and not « À classer », and how many of those are right.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from addin.treasury.classification.accuracy import calibration_error
from addin.treasury.classification.learning import learn
from bench import category_sets
from bench.category_sets import DATA, Known

ERROR_CLAIM = 0.05
PRECISION_CLAIM = 0.97
KEPT_CLAIM = 0.70
_HEADING = "set                lines  logistic  memory   ours  reach    kept  right   ≥.97    ECE  seconds"
LEARNT = 20_000
"""Lines that every method learns at most, the last ones."""


@dataclass(frozen=True)
class Score:
    """What was reached on a set."""

    right: float
    kept: float = float("nan")
    kept_right: float = float("nan")
    error: float = float("nan")
    most_kept: float = float("nan")


Told = Callable[[Known, np.ndarray, np.ndarray], pd.DataFrame]
"""Guesses of lines: `right`, `confidence`, `kept`, `counts`, one row a line told."""


def ours(known: Known, learnt: np.ndarray, told: np.ndarray) -> pd.DataFrame:
    """What is learnt of the lines, as « Catégoriser » learns it."""
    operations = known.operations.assign(category=known.truth.to_numpy())
    is_known = pd.Series(False, index=operations.index)
    is_known.iloc[learnt] = True
    verdicts = learn(operations, is_known).tell(known.operations.iloc[told])
    return guesses_of(
        known, told, verdicts["suggestion"].to_numpy(), verdicts["confidence"].to_numpy(), (verdicts["category"] != "").to_numpy()
    )


def guesses_of(
    known: Known, told: np.ndarray, guesses: np.ndarray, confidence: np.ndarray | float = np.nan, kept: np.ndarray | bool = False
) -> pd.DataFrame:
    """Guesses beside the truth."""
    right = (guesses == known.truth.to_numpy()[told]).astype(bool)
    return pd.DataFrame({"right": right, "confidence": confidence, "kept": kept, "counts": known.counts.to_numpy()[told]})


def score(guesses: pd.DataFrame) -> Score:
    """The score of guesses: the best one is counted where it counts, confidence is measured on all lines.

    The largest share that could be kept with the wanted precision is that of the order of their own confidence.
    """
    right, kept = guesses["right"].to_numpy(), guesses["kept"].to_numpy()
    confidence = guesses["confidence"].to_numpy()
    in_order = right[np.argsort(-confidence, kind="stable")]
    enough = np.flatnonzero(np.cumsum(in_order) / np.arange(1, len(right) + 1) >= PRECISION_CLAIM)
    return Score(
        right=float(guesses.loc[guesses["counts"], "right"].mean()),
        kept=float(kept.mean()),
        kept_right=float(right[kept].mean()) if kept.any() else float("nan"),
        error=calibration_error(confidence, right) if not np.isnan(confidence).any() else float("nan"),
        most_kept=float((enough[-1] + 1) / len(right)) if len(enough) else 0.0,
    )


def logistic(known: Known, learnt: np.ndarray, told: np.ndarray) -> pd.DataFrame:
    """Characters and a logistic regression, by stochastic gradient when there are many lines."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression, SGDClassifier
    from sklearn.pipeline import make_pipeline

    learnt = learnt[-LEARNT:]
    characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, min_df=2 if len(learnt) > 5_000 else 1)
    many = SGDClassifier(loss="log_loss", alpha=1e-6, max_iter=8, tol=None, average=True, random_state=0)
    method = many if len(learnt) > 5_000 else LogisticRegression(C=10, max_iter=300)
    labels, truth = known.operations["label"].to_numpy(), known.truth.to_numpy().astype(str)
    guesses = make_pipeline(characters, method).fit(labels[learnt], truth[learnt]).predict(labels[told])
    return guesses_of(known, told, guesses)


def memory(known: Known, learnt: np.ndarray, told: np.ndarray) -> pd.DataFrame:
    """The most frequent category of the tiers given, else of the very same label; for a new one, the most frequent of all."""
    named = known.operations["counterparty"]
    labels = named.where(named != "", known.operations["label"]).to_numpy()
    truth = known.truth.to_numpy()
    first = pd.Series(truth[learnt]).groupby(labels[learnt]).agg(lambda names: names.mode()[0])
    usual = pd.Series(truth[learnt]).mode()[0]
    guesses = pd.Series(labels[told]).map(first).fillna(usual).to_numpy()
    return guesses_of(known, told, guesses)


@dataclass(frozen=True)
class Task:
    """A set and what is to be reached on it.

    Attributes:
        load: the lines; `told` chooses among the last ones those that count.
        claim: share of best guesses that must be right.
        folds: 0 for a split in time, else how many random parts.
    """

    load: Callable[[], Known]
    claim: float
    folds: int = 0


TASKS: Mapping[str, Task] = {
    "pme_fec_e": Task(category_sets.pme, 0.68),
    "pme_six": Task(category_sets.pme_six, 0.50),
    "council_8": Task(partial(category_sets.council, "expenditure_category", 8), 0.965),
    "council_114": Task(partial(category_sets.council, "expenditure_code", 114), 0.78),
    "hackclub": Task(category_sets.hackclub, 0.88),
    "hackclub_random": Task(category_sets.hackclub, 0.88, 5),
    "za_bank": Task(category_sets.za_bank, 0.78, 5),
}


def scores(known: Known, told: Told, folds: int) -> Score:
    """The score on the last lines, or on the lines of all random parts together."""
    if not folds:
        return score(told(known, *known.cut()))
    shuffled = known.shuffled()
    parts = np.array_split(np.arange(len(shuffled.truth)), folds)
    return score(pd.concat([told(shuffled, np.setdiff1d(np.arange(len(shuffled.truth)), part), part) for part in parts]))


def main(arguments: Sequence[str] | None = None) -> None:
    from bench.category_invoices import INVOICE_TASKS, measure

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", choices=(*TASKS, *INVOICE_TASKS), action="append")
    asked = parser.parse_args(arguments).set or [*TASKS, *INVOICE_TASKS]
    if not DATA.exists():
        raise SystemExit("the sets of ../shared/data are not here")
    print(_HEADING)
    for name in asked:
        start = time.perf_counter()
        if name in INVOICE_TASKS:
            lines, mine, claim = measure(name)
            baselines = ["", ""]
        else:
            task = TASKS[name]
            known = task.load()
            lines, claim = len(known.truth), task.claim
            baselines = [f"{scores(known, told, task.folds).right:.3f}" for told in (logistic, memory)]
            mine = scores(known, ours, task.folds)
        took = time.perf_counter() - start
        print(
            f"{name:17}{lines:>7} {baselines[0]:>9} {baselines[1]:>7} {mine.right:>6.3f} {claim:>6.3f}   "
            f"{mine.kept:>5.2f} {mine.kept_right:>6.3f} {mine.most_kept:>6.2f} {mine.error:>6.3f}  {took:.0f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
