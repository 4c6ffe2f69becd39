"""What CATEGORISER, COMPTE and POURQUOI are told of lines: one teller for each dossier, and each line asked only once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from addin.app.cells import Source
from addin.functions.columns import Column, first_error

if TYPE_CHECKING:
    import pandas as pd

    from addin.app.asked_categories import AskedClassifier
    from addin.treasury.classification.asked import AskedLine

Cells = tuple[object, ...]
_MOST_KEPT = 200_000
"""Answers kept for one dossier; beyond, all are forgotten and asked again."""
_STRETCH = 50_000
"""Lines told at once, so that a long column needs no more memory than a short one."""


class Told(NamedTuple):
    """The verdict of one line asked: see `VERDICT_COLUMNS`."""

    category: str
    suggestion: str
    scf_account: str
    confidence: float
    origin: str
    reason: str
    detail: object


class Answers:
    """What was asked of one dossier and answered.

    Attributes:
        classifier: with the model learnt of these very lines, when one is kept.
    """

    def __init__(self, classifier: AskedClassifier) -> None:
        self.classifier = classifier
        self._known: dict[object, object] = {}

    def of(self, name: str, columns: Sequence[Column | None], compute: Callable[[list[Cells]], list[object]]) -> list[object]:
        """The answer for each element of some equally long columns; elements known already are looked up.

        Args:
            name: of the function: the same cells may be asked by two.
            columns: None for one left out; at least one is given.
            compute: of distinct elements without errors, gives the result of each or its refusal.
        """
        height = next(len(column) for column in columns if column is not None)
        rows = list(zip(*[column if column is not None else [None] * height for column in columns], strict=True))
        keys = [(name, row, *map(type, row)) for row in rows]  # True, 1 and 1.0 are one key otherwise
        known = self._known
        missing = {key: row for key, row in zip(keys, rows, strict=True) if key not in known}
        if not missing:
            return [known[key] for key in keys]
        asked = {key: row for key, row in missing.items() if first_error(row) is None}
        found: dict[object, object] = {key: first_error(row) for key, row in missing.items()}
        found |= dict(zip(asked, compute(list(asked.values())) if asked else [], strict=True))
        results = [found[key] if key in found else known[key] for key in keys]
        if len(known) + len(found) > _MOST_KEPT:
            known.clear()
        known.update(found)
        return results

    def tell(self, lines: Sequence[AskedLine]) -> list[Told]:
        """The verdict of each line."""
        told: list[Told] = []
        for start in range(0, len(lines), _STRETCH):
            verdicts = self.classifier.tell_asked(lines[start : start + _STRETCH])
            told.extend(_rows(verdicts))
        return told


_answers: WeakKeyDictionary[Source, Answers] = WeakKeyDictionary()


def answers_of(source: Source) -> Answers:
    """What is known of a dossier's lines; a model that was kept since it was last asked for is taken up."""
    from addin.hosts.model_cache import ModelCache, saved_so_far

    answers = _answers.get(source)
    if answers is None or answers.classifier.is_out_of_date(saved_so_far()):
        from addin.app.asked_categories import AskedClassifier

        answers = _answers[source] = Answers(AskedClassifier.of(source, ModelCache(), saved_so_far()))
    return answers


def _rows(verdicts: pd.DataFrame) -> list[Told]:
    columns = [verdicts[name].tolist() for name in Told._fields]
    return [Told(*row) for row in zip(*columns, strict=True)]
