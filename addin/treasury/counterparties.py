"""Who stands behind a bank label (tiers): text folding, label shapes, and the name left once the bank's own words are gone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple, TypeVar

import numpy as np
import pandas as pd

from addin.treasury.label_names import bank_words_in, names_in

T = TypeVar("T")

_NOT_WORD = re.compile(r"[\W_]+")
_NUMBER = "000"
_SPELT_OUT = {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "’": "'", "‘": "'"}
_NUMBERS = re.compile(r"[0-9]{3,}(?:[.,/:-][0-9]+)*|[0-9]{1,2}(?:[.,/:-][0-9]+)+")  # a date, an amount, a reference; G50, 3M and 4G stay
_SEPARATOR = "\x1e"

_PAPER = re.compile(r"\b(?:(CHQS?|CHEQUES?)|(EFFET|TRAITE|LCR))[^0-9A-Z]*(?:N[O°º]?[^0-9A-Z]*)?([0-9]{3,})")
_BROKEN_SIGN = ("ï¿½", "\ufffd")  # « n° » once saved in another encoding


def fold(text: str) -> str:
    """Upper case, without accents, with ASCII digits; punctuation is kept.

    >>> fold("Chèque n° ٤٢ – cœur")
    'CHEQUE N° 42 – COEUR'
    """
    if not text.isascii():
        for character in set(text):  # few distinct ones, however long the text
            if not character.isascii():
                text = text.replace(character, _folded(character))
    return text.upper()


@cache
def _folded(character: str) -> str:
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    if character in _SPELT_OUT:
        return _SPELT_OUT[character]
    return "".join(part for part in unicodedata.normalize("NFKD", character) if not unicodedata.combining(part))


def normalise(text: str) -> str:
    """The text as a comparison key: folded words separated by single spaces; two spellings of one name are equal.

    >>> normalise("  Sté. Générale d’Algérie "), normalise("Publicité"), normalise("—")
    ('STE GENERALE D ALGERIE', 'PUBLICITE', '')
    """
    return _NOT_WORD.sub(" ", fold(text)).strip()


def map_distinct(texts: pd.Series, function: Callable[[str], T]) -> pd.Series:
    """`function` of each text, called once per distinct text; an absent text is ""."""
    codes, distinct = pd.factorize(texts.where(texts.notna(), ""))
    values = np.empty(len(distinct), dtype=object)
    values[:] = [function(str(text)) for text in distinct]
    return pd.Series(values[codes], index=texts.index, dtype=object)


class Shapes(NamedTuple):
    """The few distinct shapes of many labels: folded, with dates, amounts and references replaced by ``000``.

    Attributes:
        codes: for each row, the number of its label in `texts`.
        texts: the distinct labels; an absent one is "".
        shape_codes: for each distinct label, the number of its shape in `shapes`.
    """

    codes: np.ndarray
    texts: list[str]
    shape_codes: np.ndarray
    shapes: list[str]

    def of_rows(self, values: Sequence[object]) -> np.ndarray:
        """One value per shape spread over the rows."""
        per_shape = np.empty(len(values), dtype=object)
        per_shape[:] = list(values)
        return per_shape[self.shape_codes][self.codes] if len(self.codes) else np.empty(0, dtype=object)

    def picked(self, which: np.ndarray) -> Shapes:
        """The same for some of the rows, or for the rows in another order: `which` holds their positions."""
        return self._replace(codes=self.codes[which])


def label_shapes(labels: pd.Series) -> Shapes:
    """The shapes of bank labels. The costly part of reading words: pass them on rather than asking twice."""
    codes, distinct = pd.factorize(labels.where(labels.notna(), ""))
    texts = [str(text).replace(_SEPARATOR, " ") for text in distinct.tolist()]
    joined = _SEPARATOR.join(texts)
    for sign in _BROKEN_SIGN:
        joined = joined.replace(sign, "°")
    joined = fold(joined).replace("G50/", "G50 ").replace("G50-", "G50 ")  # a tax return's name, not a number
    masked = _NUMBERS.sub(_NUMBER, joined).split(_SEPARATOR) if texts else []
    shape_codes, shapes = pd.factorize(np.array(masked, dtype=object))
    return Shapes(codes, texts, shape_codes, list(shapes))


def counterparty_of(labels: pd.Series, given: pd.Series | None = None, told: Shapes | None = None) -> pd.Series:
    """The counterparty (tiers) of each line: the one typed, else the label without the bank's words, numbers and dates.

    Names are for display; compare them through `normalise`. A cheque or effect without a name stays « Chèque 0018834 ».

    Args:
        labels: bank labels (libellés).
        given: the Tiers column, "" where nothing was typed; same index.
        told: `label_shapes` of the labels, when already known.
    Returns:
        Text series on the same index; "" only where both are blank.

    >>> counterparty_of(pd.Series(["VISA ADOBE USD59,99", "VIR RECU NOVATEC FA112/26", "CHQ 0018834"])).tolist()
    ['ADOBE', 'NOVATEC', 'Chèque 0018834']
    """
    codes, texts, shape_codes, shapes = told or label_shapes(labels)
    names = names_in(shapes)
    resolved = [names[code] or _paper(text, shapes[code]) for text, code in zip(texts, shape_codes, strict=True)]
    out = pd.Series(np.array(resolved, dtype=object)[codes] if resolved else [], index=labels.index, dtype=object)
    if given is None:
        return out
    wanted = map_distinct(given, lambda name: " ".join(name.split()))
    return wanted.where(wanted != "", out)


def names_of(labels: pd.Series, told: Shapes | None = None) -> pd.Series:
    """The names inside bank labels, "" where only the bank's words and numbers are left: what may be typed as Tiers.

    Args:
        told: `label_shapes` of the labels, when already known.

    >>> names_of(pd.Series(["VIR RECU NOVATEC FA112/26", "CHQ 0018834", "REMISE CHEQUES 3"])).tolist()
    ['NOVATEC', '', '']
    """
    codes, _, shape_codes, shapes = told or label_shapes(labels)
    names = names_in(shapes)
    resolved = np.array([names[code] for code in shape_codes], dtype=object)
    return pd.Series(resolved[codes] if len(resolved) else [], index=labels.index, dtype=object)


def _paper(label: str, shape: str) -> str:
    """« Chèque 0018834 » or « Effet 002917 » for a paper without a name, else the bank's own words, else the label itself."""
    found = _PAPER.search(fold(label))
    if found is None:
        return bank_words_in(shape) or " ".join(label.split())
    return f"{'Chèque' if found[1] else 'Effet'} {found[3]}"
