"""What is learnt of a workbook's own lines, and what it tells of others: memory, model, and how far they may be believed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from addin.treasury.classification.accuracy import Accuracy
from addin.treasury.classification.calibration import Mixture
from addin.treasury.classification.features import Lines, lines_of
from addin.treasury.classification.memory import Memory, Remembered
from addin.treasury.classification.model import Model
from addin.treasury.classification.names import names_of_one_category
from addin.treasury.classification.starter import topics_of
from addin.treasury.classification.verdicts import no_verdicts

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_LEARNT = 20_000
"""Lines that the model learns, the last ones (more when categories are few); memory holds all of them."""
_MOST_OF_FEW = 50_000
_MOST_CELLS = 400_000
_CELLS = 4_000_000
"""Lines times categories that are held at once."""


@dataclass(frozen=True, eq=False)
class Learned:
    """What was learnt.

    Attributes:
        classes: the categories, as she writes them.
        memory: of all known lines; model: of the last ones, None when memory alone is better or there is not enough to learn.
        mixture: how both are weighed and believed.
        accuracy: measured on her last lines, None when there are too few to measure.
        collisions: groups of spellings that are one category.
    """

    classes: tuple[str, ...]
    memory: Memory
    model: Model | None
    mixture: Mixture
    accuracy: Accuracy | None
    collisions: tuple[tuple[str, ...], ...] = ()

    def tell(self, operations: pd.DataFrame, topics: pd.Series | None = None) -> pd.DataFrame:
        """VERDICT of lines, in the index of `operations`: "memory" or "model" where something tells, else "none".

        Args:
            operations: OPERATIONS rows, in the workbook or not; their category is not looked at.
            topics: `topics_of` them, when already known.
        """
        verdicts = no_verdicts(operations.index)
        if not self.classes or operations.empty:
            return verdicts
        told = [self._told(part) for part in self._parts(lines_of(operations, topics_of(operations) if topics is None else topics))]
        best, confidence, memory_best, is_known = (np.concatenate([each[at] for each in told]) for at in range(4))
        same, total = (np.concatenate([each[4][at] for each in told]) for at in range(2))
        by_label = np.concatenate([each[5] for each in told])
        names = np.array(self.classes, dtype=object)
        is_memory = is_known & (memory_best == best) & (same > 0)
        tells = is_memory | (self.model is not None)
        kept = (confidence >= self.mixture.threshold) & tells
        reason = np.where(same == total, np.where(by_label, "memory_label", "memory_party"), "memory_mixed")
        return verdicts.assign(
            category=np.where(kept, names[best], ""),
            suggestion=np.where(tells, names[best], ""),
            confidence=np.where(tells, confidence, 0.0),
            origin=np.where(is_memory, "memory", np.where(tells, "model", "none")),
            reason=np.where(is_memory, reason, np.where(tells, "model", "none")),
            detail=pd.Series(_details(is_memory, same, total), index=operations.index, dtype=object),
        )

    def shares(self, lines: Lines) -> tuple[np.ndarray, Remembered]:
        """How likely each category of each line is, and what is remembered of the lines."""
        remembered = self.memory.tell(lines)
        return self.mixture.shares(remembered, self.model.scores(lines) if self.model else None), remembered

    def _told(self, lines: Lines) -> tuple[Any, ...]:
        shares, remembered = self.shares(lines)
        best = shares.argmax(axis=1)
        known = remembered.is_known
        by_label = remembered.counts("text", best), remembered.counts("party", best)
        is_label = by_label[0][0] > 0
        same, total = (np.where(is_label, by_label[0][at], by_label[1][at]) for at in range(2))
        return best, self.mixture.confidence(shares, known), remembered.shares.argmax(axis=1), known, (same, total), is_label

    def _parts(self, lines: Lines) -> Iterator[Lines]:
        step = max(_CELLS // max(len(self.classes), 1), 1)
        for start in range(0, len(lines), step):
            yield lines.take(np.arange(start, min(start + step, len(lines))))

    def to_arrays(self) -> tuple[Mapping[str, np.ndarray], Mapping[str, Any]]:
        """Arrays and plain values that `from_arrays` makes the same of."""
        from addin.treasury.classification.learned_arrays import to_arrays

        return to_arrays(self)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, np.ndarray], values: Mapping[str, Any]) -> Learned:
        """What `to_arrays` said.

        Raises:
            KeyError, TypeError, IndexError, ValueError: they are not what it said.
        """
        from addin.treasury.classification.learned_arrays import from_arrays

        return from_arrays(arrays, values)


def learn(operations: pd.DataFrame, known: pd.Series) -> Learned:
    """What the known lines teach; deterministic.

    Args:
        operations: OPERATIONS rows.
        known: bool per operation: its category is her word, to be learnt.
    """
    from addin.treasury.classification.validation import choose

    taught = operations[known.to_numpy(dtype=bool) & (operations["category"] != "").to_numpy()]
    taught = taught.sort_values(["booked_on", "account", "position"], kind="stable", na_position="first")
    names, collisions = names_of_one_category(taught["category"])
    codes, classes = pd.factorize(names, sort=True)
    lines, truth = lines_of(taught, topics_of(taught)), codes.astype(np.int64)
    chosen = choose(lines, truth, len(classes))
    memory = Memory.of(lines, truth, len(classes))
    last = recent(truth, min(max(MOST_LEARNT, _MOST_CELLS // max(len(classes), 1)), _MOST_OF_FEW))
    model = Model.of(lines.take(last), truth[last], len(classes)) if chosen.has_model else None
    return Learned(tuple(str(name) for name in classes), memory, model, chosen.mixture, chosen.accuracy, collisions)


def recent(truth: np.ndarray, most: int, of_each: int = 20) -> np.ndarray:
    """Positions of the last lines, and of the last few of each category that would be lost; in order."""
    if len(truth) <= most:
        return np.arange(len(truth))
    from_the_last = pd.Series(truth[::-1]).groupby(truth[::-1]).cumcount().to_numpy()[::-1]
    kept = from_the_last < of_each
    kept[-most:] = True
    return np.flatnonzero(kept)


def _details(is_memory: np.ndarray, same: np.ndarray, total: np.ndarray) -> list[Mapping[str, Any]]:
    """The fields of each reason; lines that say the same share one mapping."""
    shared: dict[tuple[int, int], Mapping[str, Any]] = {}
    nothing: Mapping[str, Any] = {}
    out: list[Mapping[str, Any]] = []
    for remembered, some, count in zip(is_memory.tolist(), same.tolist(), total.tolist(), strict=True):
        out.append(shared.setdefault((some, count), {"same": some, "total": count}) if remembered else nothing)
    return out


__all__: Sequence[str] = ("MOST_LEARNT", "Learned", "learn", "recent")
