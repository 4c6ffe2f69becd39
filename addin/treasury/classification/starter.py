"""Starter knowledge: what the payees and the bank's words of France and Algeria are for, before she has classified anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pandas as pd

from addin.treasury.classification.classes import CUSTOMER_RECEIPT, FINANCING, OVERHEADS, PURCHASES, STAFF, TAXES, TRANSFER
from addin.treasury.classification.starter_words import Entry, known_in, strongest
from addin.treasury.classification.verdicts import no_verdicts
from addin.treasury.natures import natures_of

USUAL_RECEIPT, USUAL_PAYMENT = 0.6, 0.35
"""Confidence in what is only the most usual: money received comes from customers, money paid buys something."""

_NATURES: Mapping[str, Entry] = {
    "salary": Entry("salaires", STAFF, "631", -1, 0.95),
    "social": Entry("cotisations sociales", STAFF, "635", -1, 0.96),
    "tax": Entry("impôts", TAXES, "44551", 0, 0.95),
    "loan": Entry("emprunts", FINANCING, "164", 0, 0.93),
    "bank_fee": Entry("frais bancaires", OVERHEADS, "6278", 0, 0.95),
    "cash_withdrawal": Entry("virements internes", TRANSFER, "5811", -1, 0.9),
    "transfer": Entry("virements internes", TRANSFER, "5811", 0, 0.93),
    "bounced": Entry("chèques et effets impayés", CUSTOMER_RECEIPT, "4111", -1, 0.85),
}
"""Nature that the label tells (`natures`) → the same as an entry."""
_USUAL = (
    Entry("", PURCHASES, "", -1, USUAL_PAYMENT),
    Entry("", "", "", 0, 0.0),
    Entry("", CUSTOMER_RECEIPT, "4111", 1, USUAL_RECEIPT),
)
_LONGEST = 1_000
"""Letters of a text that are looked at."""


def tell_by_starter(lines: pd.DataFrame) -> pd.DataFrame:
    """VERDICT of lines in the words of the template, whatever the confidence.

    Args:
        lines: OPERATIONS rows (`label`, `counterparty`, `amount_cents`, `nature`, `category`).
    """
    found, which = _entries_of(lines)
    verdicts = no_verdicts(lines.index)
    if not found:
        return verdicts
    details: list[Mapping[str, object]] = [{"topic": entry.topic, "word": entry.words.title()} if entry.topic else {} for entry in found]
    reasons = ["starter_usual" if not entry.topic else "starter" if entry.words else "starter_nature" for entry in found]
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
    told = {"label": lines["label"], "counterparty": lines["counterparty"], "nature": _natures_of_labels(lines)}
    key = sign + 1
    for values in told.values():
        codes = pd.factorize(values)[0].astype(np.int64)
        key = key * (codes.max(initial=0) + 2) + codes + 1
        key = pd.factorize(key)[0].astype(np.int64)  # small again: no overflow, whatever the number of lines
    places, first = np.unique(key, return_index=True)
    found: list[Entry] = []
    at: dict[int, int] = {}  # by identity: `found` keeps them
    answer = np.zeros(len(places), dtype=np.int64)
    for i, asked in enumerate(zip(*(values.to_numpy()[first] for values in told.values()), sign[first].tolist(), strict=True)):
        entry = _entry_of(*asked)
        if id(entry) not in at:
            at[id(entry)] = len(found)
            found.append(entry)
        answer[i] = at[id(entry)]
    return found, answer[key] if len(places) else np.zeros(0, dtype=np.int64)


def _natures_of_labels(lines: pd.DataFrame) -> pd.Series:
    """The nature that the label alone tells: the one of a line with a category also tells that category, which must not be seen."""
    typed = (lines["category"] != "").to_numpy()
    if not typed.any():
        return lines["nature"]
    natures = lines["nature"].to_numpy(dtype=object, copy=True)
    natures[typed] = natures_of(lines["label"][typed]).to_numpy()
    return pd.Series(natures, index=lines.index, dtype=object)


@lru_cache(maxsize=1 << 17)
def _entry_of(label: str, counterparty: str, nature: str, sign: int) -> Entry:
    """The nature, said more finely by a word of its category; else the strongest word of label or tiers, else the most usual."""
    known = [entry for text in (label, counterparty) if text for entry in known_in(text[:_LONGEST], sign)]
    told = _NATURES.get(nature)
    if told is None or not told.applies(sign):
        return strongest(known) or _USUAL[sign + 1]
    finer = strongest([entry for entry in known if entry.topic and entry.category == told.category])
    return replace(finer, confidence=max(finer.confidence, told.confidence)) if finer else told
