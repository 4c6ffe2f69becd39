"""What was learnt as arrays of numbers and plain values, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from addin.treasury.classification.accuracy import Accuracy
from addin.treasury.classification.calibration import Mixture
from addin.treasury.classification.features import Features
from addin.treasury.classification.memory import LEVELS, Level, Memory
from addin.treasury.classification.model import Model
from addin.treasury.classification.tokens import BUCKETS, Vocabulary

if TYPE_CHECKING:
    from addin.treasury.classification.learning import Learned

_LEVEL = ("keys", "starts", "classes", "weights", "counts")


def to_arrays(learned: Learned) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    """Arrays of numbers, and what JSON has."""
    arrays: dict[str, np.ndarray] = {"mixture": learned.mixture.weights, "straighten": learned.mixture.straighten}
    for name, level in learned.memory.levels.items():
        for part in _LEVEL:
            array = getattr(level, part)
            arrays[f"memory {name} {part}"] = array.view(np.int64) if part == "keys" else array
    model = learned.model
    if model is not None:
        arrays["coefficients"], arrays["intercepts"] = model.coefficients, model.intercepts
        for name, vocabulary in model.features.vocabularies.items():
            arrays[f"buckets {name}"], arrays[f"weights {name}"] = vocabulary.buckets.astype(np.int32), vocabulary.weights
    values = {
        "classes": list(learned.classes),
        "collisions": [list(group) for group in learned.collisions],
        "threshold": learned.mixture.threshold,
        "accuracy": asdict(learned.accuracy) if learned.accuracy else None,
        "blocks": dict(model.features.weights) if model is not None else None,
    }
    return arrays, values


def from_arrays(arrays: Mapping[str, np.ndarray], values: Mapping[str, Any]) -> Learned:
    """What `to_arrays` said.

    Raises:
        KeyError, TypeError, IndexError, ValueError: they are not what it said.
    """
    from addin.treasury.classification.learning import Learned

    classes = tuple(str(name) for name in values["classes"])
    memory = Memory({name: _level(arrays, name, len(classes)) for name in LEVELS}, len(classes))
    mixture = Mixture(_shaped(arrays["mixture"], (2, 3)), _shaped(arrays["straighten"], (2, 2)), float(values["threshold"]))
    accuracy = Accuracy(**values["accuracy"]) if values["accuracy"] is not None else None
    collisions = tuple(tuple(str(name) for name in group) for group in values["collisions"])
    return Learned(classes, memory, _model(arrays, values["blocks"], len(classes)), mixture, accuracy, collisions)


def _level(arrays: Mapping[str, np.ndarray], name: str, classes: int) -> Level:
    keys, starts, of_class, weights, counts = (arrays[f"memory {name} {part}"] for part in _LEVEL)
    if len(starts) != len(keys) + 1 or int(starts[-1]) != len(of_class) or (np.diff(starts) < 0).any() or int(starts[0]):
        raise ValueError(f"memory {name}: keys and lines do not fit")
    if not len(of_class) == len(weights) == len(counts) or (len(of_class) and not 0 <= of_class.min() <= of_class.max() < classes):
        raise ValueError(f"memory {name}: no such category")
    return Level(keys.view(np.uint64), starts, of_class, weights, counts)


def _model(arrays: Mapping[str, np.ndarray], blocks: Mapping[str, float] | None, classes: int) -> Model | None:
    if blocks is None:
        return None
    made = {}
    for name in blocks:
        buckets, weights = arrays[f"buckets {name}"].astype(np.int64), arrays[f"weights {name}"]
        if buckets.shape != weights.shape or (len(buckets) and not 0 <= buckets.min() <= buckets.max() < BUCKETS):
            raise ValueError(f"block {name}: buckets and weights do not fit")
        made[name] = Vocabulary(buckets, weights)
    columns = sum(len(vocabulary.buckets) for vocabulary in made.values())
    features = Features(made, {name: float(weight) for name, weight in blocks.items()})
    return Model(features, _shaped(arrays["coefficients"], (columns, classes)), _shaped(arrays["intercepts"], (classes,)))


def _shaped(array: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    if array.shape != shape:
        raise ValueError(f"an array of {array.shape} in place of {shape}")
    return array
