"""What the text of a rule means: whole words of a label, words with « * », or a regular expression between two « / »."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from addin.treasury.counterparties import normalise

_LONGEST = 200
"""Letters of a label that an expression of hers is tried on."""
_MOST_REPEATS = 4
"""Unbounded repetitions in one expression; with more, the time on one label has no useful bound."""
_STAR = "\u4e00"
"""A letter that stands for « * » while the rest of a text is made a comparison key: it is its own key."""
_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(|\)|\||\*|\+|\?|\{\d*,?\d*\}|.", re.DOTALL)


@dataclass(frozen=True)
class RuleText:
    """A text that can be asked.

    Attributes:
        first: a word that every meant label holds, "" when there is none to look for.
        weight: how much it says: its letters.
        keyed: it is asked about comparison keys between two spaces (`normalise`), not about folded labels.
        says: whether a label is meant.
    """

    first: str
    weight: int
    keyed: bool
    says: Callable[[str], bool]


def read_text(text: str) -> RuleText | None:
    """The text of a rule, None when it cannot be used: empty, not an expression, or one whose time would have no bound.

    >>> rent = read_text("loyer")
    >>> rent is not None and rent.says(" VIR LOYER MARS "), read_text("/(a+)+/")
    (True, None)
    """
    if len(text) > 1 and text.startswith("/") and text.endswith("/"):
        return _expression(text[1:-1])
    if "*" in text:
        return _with_stars(text)
    words = normalise(text)
    return RuleText(max(words.split(), key=len), len(words), True, lambda label: f" {words} " in label) if words else None


def _expression(text: str) -> RuleText | None:
    plain = "".join(part for part in unicodedata.normalize("NFKD", text) if not unicodedata.combining(part))
    if not plain or not _is_bounded(plain):
        return None
    try:
        expression = re.compile(plain, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError):
        return None
    letters = sum(part.isalnum() for part in re.sub(r"\\.", "", plain))
    return RuleText("", letters, False, lambda label: expression.search(label[:_LONGEST]) is not None)


def _is_bounded(expression: str) -> bool:
    """No repetition of what itself repeats or chooses, and few unbounded ones: a label costs little time, whatever it holds."""
    inside = [False]  # of each open group: it holds a repetition or a choice
    closed, repeats = False, 0
    for token in _TOKEN.findall(expression):
        was_closed, closed = closed, False
        if token == "(":
            inside.append(False)
        elif token == ")" and len(inside) > 1:
            closed = inside.pop()
            inside[-1] |= closed
        elif token == "|":
            inside[-1] = True
        elif token in ("*", "+") or (token.startswith("{") and len(token) > 1):
            if was_closed:
                return False
            repeats += token in ("*", "+") or token.endswith(",}")
            inside[-1] = True
        elif token.startswith("\\") and token[1:].isdigit() and token[1:] != "0":
            return False  # a back reference
    return repeats <= _MOST_REPEATS


def _with_stars(text: str) -> RuleText | None:
    """Words whose stars are any letters, none included; a star alone between two words is any words."""
    wanted = normalise(text.replace("*", _STAR))
    words = [word for word in wanted.split() if set(word) != {_STAR}]
    parts = [part for part in re.split(f"{_STAR}+", f" {wanted} ") if part.strip()]
    whole = [word for word in words if _STAR not in word]

    def says(label: str) -> bool:
        at = 0
        for part in parts:
            found = label.find(part, at)
            if found < 0:
                return False
            at = found + len(part) - part.endswith(" ")  # two words share the space between them
        return True

    return RuleText(max(whole, key=len, default=""), sum(len(word.replace(_STAR, "")) for word in words), True, says)
