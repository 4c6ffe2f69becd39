"""What a line is recognised by: its text, who stands behind it, its sign and amount, its account, its nature and its day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from addin.treasury.classification.tokens import LONGEST, Pairs, Vocabulary, character_pairs, exact_pairs, word_pairs
from addin.treasury.counterparties import fold, label_shapes, map_distinct, normalise
from addin.treasury.natures import natures_of

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

TEXT = ("characters", "words")
BLOCKS = ("characters", "words", "numbers", "whole", "context")
"""Kinds of tokens, each of length one in every line, times its weight."""


@dataclass(frozen=True, eq=False)
class Lines:
    """Lines as they are compared: columns of plain values, one a line.

    Attributes:
        text: the label as comparison key, numbers replaced by 000.
        numbers: the words of the label that hold digits, as they are and with every digit a 9, separated by spaces.
        party: the tiers as comparison key.
        sign: 1 received, -1 paid, 0.
        cents: amount without its sign.
        topic: what starter knowledge tells of the words, else the nature; "" when neither does.
        day: of the month, 0 without a date; weekday: 0 to 6, -1 without a date; on: days since 1970, lowest int without a date.
    """

    text: np.ndarray
    numbers: np.ndarray
    party: np.ndarray
    account: np.ndarray
    sign: np.ndarray
    cents: np.ndarray
    nature: np.ndarray
    topic: np.ndarray
    day: np.ndarray
    weekday: np.ndarray
    on: np.ndarray

    def __len__(self) -> int:
        return len(self.sign)

    def take(self, positions: np.ndarray) -> Lines:
        """Some of the lines."""
        return Lines(**{name: getattr(self, name)[positions] for name in self.__dataclass_fields__})

    def without_words(self) -> Lines:
        """The lines as if their label said nothing."""
        nothing = np.full(len(self), "", dtype=object)
        return replace(self, text=nothing, numbers=nothing, party=nothing, nature=nothing, topic=nothing)


_INSTRUMENTS = {
    word: name
    for name, words in {
        "cheque": "CHEQUE CHEQUES CHQ CHQS",
        "draft": "TRAITE TRAITES EFFET EFFETS LCR BOR",
        "order": "VIR VIRT VRT VIREMENT VIREMENTS",
        "debit": "PRLV PRELEVEMENT PRELEVEMENTS SEPA",
        "deposit": "REMISE REMISES REM VERSEMENT VERSEMENTS VERS VERST",
        "card": "CB CARTE TPE CIB VISA",
        "cash": "ESP ESPECE ESPECES",
        "payment": "PAIEMENT REGLEMENT REGLT",
    }.items()
    for word in words.split()
}
_BANK_WORDS = frozenset("BANQUE BQ COMPTE CPTE CPT CCP CAISSE RECU RECUS EMIS NO NUM DE DU LE SUR".split())
BARE = "bare"
"""Topic of a line whose label names nobody and no instrument."""
_SHORTEST = 3
_INITIALS = 4
"""Letters of a bank that is called by its initials after the word « BANQUE »."""
_NINES = str.maketrans("0123456789", "9" * 10)
_MANY = 2_000
"""Lines from which a run of characters or a word must be in two of them to count."""
NO_DAY = np.iinfo(np.int64).min


def lines_of(operations: pd.DataFrame, topics: pd.Series | None = None) -> Lines:
    """OPERATIONS rows as they are compared.

    Args:
        topics: topic of each row, "" where nothing is known.
    """
    shapes = label_shapes(operations["label"])
    text = shapes.of_rows([normalise(shape)[:LONGEST] for shape in shapes.shapes])
    is_wordless, instrument = wordless(text, operations["account"])
    text = np.where(is_wordless, "", text)
    party = map_distinct(operations["party"], lambda name: normalise(name)[:LONGEST]).to_numpy()
    is_typed = (operations["counterparty"] != "").to_numpy()
    cents = operations["amount_cents"].to_numpy(dtype=np.int64)
    dates = operations["booked_on"]
    known = dates.notna().to_numpy()
    # what a category typed on the line itself tells must not be seen: nature and party are read again from the words
    nature = natures_of(operations["label"], told=shapes).to_numpy(dtype=object)
    topic = nature if topics is None else np.where(topics.to_numpy() != "", topics.to_numpy(), nature)
    topic = np.where((topic == "") & is_wordless, np.where(instrument == "", BARE, instrument), topic)
    return Lines(
        text=text,
        numbers=numbers_of(operations["label"]),
        party=np.where(is_wordless & ~is_typed, "", party),
        account=operations["account"].to_numpy(dtype=object),
        sign=np.sign(cents),
        cents=np.abs(cents),
        nature=nature,
        topic=topic,
        day=np.where(known, dates.dt.day.fillna(0), 0).astype(np.int64),
        weekday=np.where(known, dates.dt.day_of_week.fillna(0), -1).astype(np.int64),
        on=np.where(known, dates.to_numpy().astype("datetime64[D]").astype(np.int64), NO_DAY),
    )


def wordless(texts: np.ndarray, accounts: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Lines whose label names nobody: instrument, numbers, a bank by its initials (« CHEQUE BANQUE 2 B.N.A. ») or the account itself.

    Args:
        texts: labels as comparison keys.
        accounts: account of each.
    Returns:
        bool per line, and the instrument, "" when the label has none.
    """
    pairs = pd.DataFrame({"text": texts, "account": accounts.to_numpy()})
    codes = pairs.groupby(["text", "account"], sort=False, dropna=False).ngroup().to_numpy()
    told = [_wordless(str(text), normalise(str(account))) for text, account in pairs.drop_duplicates().to_numpy()]
    is_wordless, instrument = np.array([each[0] for each in told], dtype=bool), np.array([each[1] for each in told], dtype=object)
    return (is_wordless[codes], instrument[codes]) if len(codes) else (is_wordless, instrument)


def _wordless(text: str, account: str) -> tuple[bool, str]:
    words = text.split()
    instrument = next((_INSTRUMENTS[word] for word in words if word in _INSTRUMENTS), "")
    rest = "".join(word for word in words if word not in _INSTRUMENTS and word not in _BANK_WORDS and not word.isdigit())
    own = "".join(word for word in account.split() if word not in _BANK_WORDS)
    is_bank = "BANQUE" in words and len(rest) <= _INITIALS
    return rest in ("", "N") or is_bank or (len(rest) >= _SHORTEST and rest in own), instrument


def _texts_of(lines: Lines) -> tuple[np.ndarray, list[str]]:
    """Distinct texts (the label, and the tiers where the label does not say it), and which of them each line has."""
    label, labels = pd.factorize(lines.text)
    party, parties = pd.factorize(lines.party)
    pair, pairs = pd.factorize(label.astype(np.int64) * max(len(parties), 1) + party)
    texts = []
    for number in pairs.tolist():
        text, name = str(labels[number // len(parties)]), str(parties[number % len(parties)])
        texts.append(text if name in text else f"{text} {name}")
    return pair, texts


def _text_pairs(texts: Sequence[str]) -> dict[str, Pairs]:
    return {"characters": character_pairs(texts), "words": word_pairs(texts)}


def _line_pairs(lines: Lines) -> dict[str, Pairs]:
    codes, numbers = pd.factorize(lines.numbers)
    return {
        "numbers": _spread(word_pairs([str(text) for text in numbers], (1,)), codes),
        "whole": _whole(lines),
        "context": _context(lines),
    }


def numbers_in(label: str) -> str:
    """The words of a label that hold digits, as they are and with every digit a 9: the form of a reference tells who makes it.

    >>> numbers_in("VIR NOVATEC FA112/26")
    'FA112/26 FA999/99'
    """
    text = fold(label[:LONGEST])
    return _numbers(text, text.translate(_NINES))


def numbers_of(labels: pd.Series) -> np.ndarray:
    """`numbers_in` of each label, all of them folded at once."""
    codes, distinct = pd.factorize(labels.where(labels.notna(), ""))
    whole = fold("\n".join([str(text)[:LONGEST].replace("\n", " ") for text in distinct]))
    told = list(map(_numbers, whole.split("\n"), whole.translate(_NINES).split("\n")))
    return np.array(told, dtype=object)[codes] if len(codes) else np.empty(0, dtype=object)


def _numbers(text: str, masked: str) -> str:
    if "9" not in masked:
        return ""
    words = {word: form for word, form in zip(text.split(), masked.split(), strict=True) if "9" in form}
    return " ".join(dict.fromkeys([*words, *words.values()]))


def _spread(pairs: Pairs, codes: np.ndarray) -> Pairs:
    """Tokens of distinct texts given to the rows that carry them."""
    order = np.argsort(pairs[0], kind="stable")
    rows, buckets = pairs[0][order], pairs[1][order]
    size = int(codes.max()) + 1 if len(codes) else 0
    starts = np.searchsorted(rows, np.arange(size + 1))
    lengths = (starts[1:] - starts[:-1])[codes]
    out_rows = np.repeat(np.arange(len(codes)), lengths)
    within = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return out_rows, buckets[np.repeat(starts[:-1][codes], lengths) + within]


def _whole(lines: Lines) -> Pairs:
    sign = lines.sign
    return _both(
        exact_pairs("text", lines.text, sign),
        exact_pairs("party", lines.party, sign),
        exact_pairs("party account", lines.party, sign, lines.account),
        exact_pairs("party cents", lines.party, sign, lines.cents),
        exact_pairs("cents", sign, lines.cents),
    )


def _context(lines: Lines) -> Pairs:
    sign = lines.sign
    with np.errstate(divide="ignore"):
        band = np.where(lines.cents > 0, np.floor(2 * np.log10(np.maximum(lines.cents, 1))), -1).astype(np.int64)
    wide = band // 2
    third = np.where(lines.day > 0, (lines.day - 1) // 5, -1)
    return _both(
        exact_pairs("sign", sign),
        exact_pairs("account", lines.account, sign),
        exact_pairs("nature", lines.nature, sign, needs_first=True),
        exact_pairs("topic", lines.topic, sign, needs_first=True),
        exact_pairs("band", band, sign),
        exact_pairs("wide", wide, sign, lines.account),
        exact_pairs("round", sign, lines.cents % 10_000 == 0),
        exact_pairs("weekday", lines.weekday),
        exact_pairs("day", third, sign),
    )


def _both(*several: Pairs) -> Pairs:
    return np.concatenate([pairs[0] for pairs in several]), np.concatenate([pairs[1] for pairs in several])


class Features:
    """Lines as rows of a matrix: the vocabulary of each block, learnt from some lines."""

    def __init__(self, vocabularies: Mapping[str, Vocabulary], weights: Mapping[str, float]) -> None:
        self.vocabularies, self.weights = dict(vocabularies), dict(weights)

    @classmethod
    def learnt_from(cls, lines: Lines, weights: Mapping[str, float], *, at_most: int) -> Features:
        """The vocabulary of lines.

        Args:
            weights: of each block used.
            at_most: columns of the matrix.
        """
        codes, texts = _texts_of(lines)
        pairs = {name: _spread(each, codes) for name, each in _text_pairs(texts).items()} | _line_pairs(lines)
        few = 2 if len(lines) > _MANY else 1
        return cls(
            {
                name: Vocabulary.of(
                    pairs[name], len(lines), at_least=few if name in (*TEXT, "numbers") else 1, at_most=at_most // len(weights)
                )
                for name in weights
            },
            weights,
        )

    def matrix(self, lines: Lines) -> csr_matrix:
        """One row a line, the blocks side by side."""
        from scipy.sparse import hstack

        codes, texts = _texts_of(lines)
        blocks = self._blocks(_text_pairs(texts), len(texts)), self._blocks(_line_pairs(lines), len(lines))
        made = {name: block[codes] for name, block in blocks[0].items()} | blocks[1]
        return hstack([made[name] for name in self.weights], format="csr", dtype=np.float32)

    def product(self, lines: Lines, coefficients: np.ndarray) -> np.ndarray:
        """`matrix(lines) @ coefficients`, each distinct text reckoned once."""
        codes, texts = _texts_of(lines)
        text_blocks, line_blocks = self._blocks(_text_pairs(texts), len(texts)), self._blocks(_line_pairs(lines), len(lines))
        of_texts, of_lines = np.zeros((len(texts), coefficients.shape[1])), np.zeros((len(lines), coefficients.shape[1]))
        start = 0
        for name in self.weights:
            part = coefficients[start : start + len(self.vocabularies[name].buckets)]
            start += len(part)
            if name in TEXT:
                of_texts += text_blocks[name] @ part
            else:
                of_lines += line_blocks[name] @ part
        return np.asarray(of_texts[codes] + of_lines)

    def _blocks(self, pairs: Mapping[str, Pairs], rows: int) -> dict[str, csr_matrix]:
        return {name: self.vocabularies[name].matrix(pairs[name], rows) * self.weights[name] for name in pairs if name in self.weights}
