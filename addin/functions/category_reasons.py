"""On what a category rests, in sentences: for the formulas CATEGORISER and COMPTE, and for whatever POURQUOI is asked about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from addin.app.cells import Source
from addin.functions.asked_categories import Told, answers_of
from addin.functions.classification import told_of
from addin.messages import french, say
from addin.messages.category_answers import CATEGORY_ANSWERS
from addin.messages.classification import REASONS

if TYPE_CHECKING:
    from addin.functions.columns import Column

_CERTAIN = ("typed", "rule")
"""Evidence that has no confidence to be measured: it is her word."""


def evidence(source: Source, columns: Mapping[str, Column], result: object) -> list[str]:
    """What a result of CATEGORISER or COMPTE rests on; of several elements, the first.

    Args:
        columns: the arguments as the function got them, by label.
        result: of the first element.
    """
    told = told_of(source, {label: column[0] for label, column in columns.items()})
    if told is None:
        return []
    said = [french(CATEGORY_ANSWERS["first"])] if max(map(len, columns.values())) > 1 else []
    said.append(_because(told, is_given=result in (told.suggestion, told.scf_account) and result != ""))
    return said if answers_of(source).classifier.has_model else [*said, french(CATEGORY_ANSWERS["no_model"])]


def reason_text(told: Told) -> str:
    """The evidence of a verdict in words: « 14 opérations semblables sur 15 classées Publicité »."""
    detail = told.detail if isinstance(told.detail, Mapping) else {}
    return say(REASONS[told.reason], **{"category": told.category or told.suggestion, **detail})


def confidence_text(confidence: float) -> str:
    """« 93 % »: rounded down, so that nothing short of certain is said to be.

    >>> confidence_text(0.999).replace("\\u00a0", " ")
    '99 %'
    """
    return french(f"{int(confidence * 100 + 1e-9)} %")


def _because(told: Told, *, is_given: bool) -> str:
    if not told.suggestion and not told.scf_account:
        return french(CATEGORY_ANSWERS["nothing"])
    reason, confidence = reason_text(told), confidence_text(told.confidence)
    if is_given or not told.suggestion:
        key = "because_sure" if told.origin in _CERTAIN else "because"
        return say(CATEGORY_ANSWERS[key], reason=reason, confidence=confidence)
    return say(CATEGORY_ANSWERS["not_sure"], suggestion=told.suggestion, reason=reason, confidence=confidence)
