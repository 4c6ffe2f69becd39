"""The words that starter knowledge knows, and which of them stand in a text.

They stand in `starter.csv`: topic, category, account of the plan (SCF), sense (« - » paid, « + » received, « * » both), confidence,
words separated by « | ». Confidence is given by kind, from what such words say on bank statements of France and Algeria in general:
0.92 and more for a name or words with one use; 0.85 to 0.9 for a trade; less for what has other uses.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from addin.treasury.counterparties import normalise

_SENSES = {"-": -1, "+": 1, "*": 0}


@dataclass(frozen=True)
class Entry:
    """What a word says.

    Attributes:
        topic: what it is about (« carburant »), "" when it only tells what is most usual.
        sense: -1 of money paid, 1 of money received, 0 of both.
        words: comparison key, "" for what no word tells.
    """

    topic: str
    category: str
    account: str
    sense: int
    confidence: float
    words: str = ""

    def applies(self, sign: int) -> bool:
        """Whether it is about money of a sign."""
        return self.sense in (0, sign)


def known_in(text: str, sign: int) -> list[Entry]:
    """The entries whose words stand whole in a text, for money of a sign, in the order of the text.

    >>> [entry.topic for entry in known_in("CB UBER EATS PARIS", -1)], known_in("UBER", 1)
    (['taxis et transports urbains', 'restaurants et réceptions'], [])
    """
    words = normalise(text).split()
    index = _index()
    found = []
    for at, word in enumerate(words):
        if word in index:
            found += [entry for phrase, entry in index[word] if entry.applies(sign) and words[at : at + len(phrase)] == phrase]
    return found


def strongest(found: Sequence[Entry]) -> Entry | None:
    """The entry of most words; of equals the surest, the longest, the one that stands first in the text."""
    return max(found, key=lambda entry: (entry.words.count(" "), entry.confidence, len(entry.words)), default=None)


@cache
def entries() -> tuple[Entry, ...]:
    """All of `starter.csv`, one entry for each of its words."""
    text = files(__package__).joinpath("starter.csv").read_text(encoding="utf-8")
    return tuple(
        Entry(row["topic"], row["category"], row["account"], _SENSES[row["sense"]], float(row["confidence"]), normalise(words))
        for row in csv.DictReader(text.splitlines(), delimiter=";")
        for words in row["words"].split("|")
    )


@cache
def _index() -> Mapping[str, Sequence[tuple[list[str], Entry]]]:
    """First word → (all words, entry)."""
    out: dict[str, list[tuple[list[str], Entry]]] = {}
    for entry in entries():
        phrase = entry.words.split()
        out.setdefault(phrase[0], []).append((phrase, entry))
    return out
