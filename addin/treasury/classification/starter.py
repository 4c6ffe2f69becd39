"""Starter knowledge: what the payees and the bank's words of France and Algeria are for, before she has classified anything.

The entries stand in `starter.csv`: topic, category, account of the plan (SCF), sense (« - » paid, « + » received, « * » both),
confidence, words. A name of several words is stronger than one of one word, a longer one than a shorter one.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
import pandas as pd

from addin.treasury.classification.classes import CUSTOMER_RECEIPT, FINANCING, OVERHEADS, PURCHASES, STAFF, TAXES, TRANSFER
from addin.treasury.classification.verdicts import no_verdicts
from addin.treasury.counterparties import normalise

USUAL_RECEIPT, USUAL_PAYMENT = 0.6, 0.35
"""Confidence in what is only the most usual: money received comes from customers, money paid buys something."""


@dataclass(frozen=True)
class Entry:
    """What a word says.

    Attributes:
        sense: -1 of money paid, 1 of money received, 0 of both.
    """

    topic: str
    category: str
    account: str
    sense: int
    confidence: float
    words: str


_NATURES: Mapping[str, Entry] = {
    "salary": Entry("salaires", STAFF, "631", -1, 0.95, ""),
    "social": Entry("cotisations sociales", STAFF, "635", -1, 0.96, ""),
    "tax": Entry("impôts et taxes", TAXES, "44551", 0, 0.95, ""),
    "loan": Entry("emprunts et crédit-bail", FINANCING, "164", 0, 0.93, ""),
    "bank_fee": Entry("frais bancaires", OVERHEADS, "6278", 0, 0.95, ""),
    "cash_withdrawal": Entry("virements internes", TRANSFER, "5811", -1, 0.9, ""),
    "transfer": Entry("virements internes", TRANSFER, "5811", 0, 0.93, ""),
    "bounced": Entry("chèques impayés", CUSTOMER_RECEIPT, "4111", -1, 0.85, ""),
}
"""Nature told by the label (`natures`) → the same as an entry."""
_USUAL = (
    Entry("", PURCHASES, "", -1, USUAL_PAYMENT, ""),
    Entry("", "", "", 0, 0.0, ""),
    Entry("", CUSTOMER_RECEIPT, "4111", 1, USUAL_RECEIPT, ""),
)


def tell_by_starter(lines: pd.DataFrame) -> pd.DataFrame:
    """VERDICT of lines in the words of the template, whatever the confidence.

    Args:
        lines: OPERATIONS rows (`label`, `counterparty`, `amount_cents`, `nature`).
    """
    found, which = _entries_of(lines)
    verdicts = no_verdicts(lines.index)
    if not found:
        return verdicts
    details: list[Mapping[str, object]] = [{"topic": entry.topic, "word": entry.words.title()} for entry in found]
    reasons = ["starter" if entry.words else "starter_nature" if entry.topic else "starter_usual" for entry in found]
    names = np.array([entry.category for entry in found], dtype=object)[which]
    return verdicts.assign(
        category=names,
        suggestion=names,
        scf_account=np.array([entry.account for entry in found], dtype=object)[which],
        confidence=np.array([entry.confidence for entry in found])[which],
        origin=np.where(names == "", "none", "starter"),
        reason=np.where(names == "", "none", np.array(reasons, dtype=object)[which]),
        detail=pd.Series([details[i] for i in which.tolist()], index=lines.index, dtype=object),
    )


def classes_of(lines: pd.DataFrame) -> np.ndarray:
    """The category of the template of each line, "" where no word and no nature tells it."""
    found, which = _entries_of(lines)
    names: np.ndarray = np.array([entry.category if entry.topic else "" for entry in found] or [""], dtype=object)
    return np.asarray(names[which])


def topics_of(lines: pd.DataFrame) -> pd.Series:
    """What each line is about (« carburant », « assurances »), "" where nothing tells it."""
    found, which = _entries_of(lines)
    return pd.Series(np.array([entry.topic for entry in found] or [""], dtype=object)[which], index=lines.index, dtype=object)


def _entries_of(lines: pd.DataFrame) -> tuple[list[Entry], np.ndarray]:
    """Distinct answers, and the one of each line; told once for each distinct label, tiers, sign and nature."""
    sign = np.sign(lines["amount_cents"].to_numpy(dtype=np.int64)).astype(int)
    columns = [pd.factorize(lines[name])[0].astype(np.int64) for name in ("label", "counterparty", "nature")]
    key = sign + 1
    for codes in columns:
        key = key * (codes.max(initial=0) + 2) + codes + 1
        key = pd.factorize(key)[0].astype(np.int64)  # small again: no overflow, whatever the number of lines
    places, first = np.unique(key, return_index=True)
    labels, names, natures = (lines[name].to_numpy()[first] for name in ("label", "counterparty", "nature"))
    found: list[Entry] = []
    at: dict[Entry, int] = {}
    answer = np.zeros(len(places), dtype=np.int64)
    for i, told in enumerate(zip(labels, names, natures, sign[first].tolist(), strict=True)):
        entry = _entry_of(*told)
        if entry not in at:
            at[entry] = len(found)
            found.append(entry)
        answer[i] = at[entry]
    return found, answer[key] if len(places) else np.zeros(0, dtype=np.int64)


@lru_cache(maxsize=1 << 17)
def _entry_of(label: str, counterparty: str, nature: str, sign: int) -> Entry:
    """The nature, else the strongest word of the label or of the tiers, else the most usual."""
    told = _NATURES.get(nature)
    if told is not None and told.sense in (0, sign):
        return told
    best = max((entry for text in (label, counterparty) if text for entry in _words_in(text, sign)), key=_strength, default=None)
    return best or _USUAL[sign + 1]


def _strength(entry: Entry) -> tuple[int, float, int]:
    """By the number of words, then how sure it is, then its length."""
    return entry.words.count(" "), entry.confidence, len(entry.words)


def _words_in(text: str, sign: int) -> list[Entry]:
    """The entries whose words stand in a text, whole, for that sense."""
    words = normalise(text).split()
    by_first = _index()
    out = []
    for at, word in enumerate(words):
        for phrase, entry in by_first.get(word, ()):
            if entry.sense in (0, sign) and tuple(words[at : at + len(phrase)]) == phrase:
                out.append(entry)
    return out


@cache
def _index() -> dict[str, list[tuple[tuple[str, ...], Entry]]]:
    """First word → (all words, entry)."""
    out: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
    for entry in entries():
        phrase = tuple(entry.words.split())
        out.setdefault(phrase[0], []).append((phrase, entry))
    return out


@cache
def entries() -> tuple[Entry, ...]:
    """All of `starter.csv`, one entry for each of its words."""
    senses = {"-": -1, "+": 1, "*": 0}
    text = files(__package__).joinpath("starter.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter=";")
    return tuple(
        Entry(row["topic"], row["category"], row["account"], senses[row["sense"]], float(row["confidence"]), normalise(words))
        for row in rows
        for words in row["words"].split("|")
    )
